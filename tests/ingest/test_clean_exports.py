"""Files as shops and platforms write them: what their columns say with certainty is taken and told, and not asked."""

import pytest

from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
from tests.ingest.workbooks import write_book

ETSY = (
    "Sale Date,Order ID,Buyer User ID,Full Name,Currency,Order Value,Discount Amount,Shipping,Sales Tax,Order Total,Status,"
    "Card Processing Fees,Order Net,Adjusted Order Total,Adjusted Card Processing Fees,Adjusted Net Order Amount\n"
    "09/13/26,3811,mayl88,May Lind,CNY,50,5,4,3,52,,1.81,50.19,,,\n"
    "09/15/26,3812,orrinp,Orrin Pace,CNY,80,0,0,6,86,,2.83,83.17,46,1.63,44.37\n"
    "09/19/26,3813,mayl88,May Lind,CNY,20,0,4,1.5,25.5,,1.02,24.48,,,\n"
    "09/20/26,3814,orrinp,Orrin Pace,CNY,60,0,5,4,69,,2.32,66.68,0,0,0\n"
)


def _told(report):
    return {notice["code"]: notice["values"] for notice in report["warnings"]}


@pytest.mark.parametrize(
    "header", ["Member #", "Customer #", "Guest #", "Cust. No.", "Acct #", "Mbr #", "会员#", "客户No.", "卡＃", "Kunden-Nr."]
)
def test_a_number_sign_makes_a_code_of_a_header(bring, header):
    """By the names there would be two."""
    text = f"Check #,Date,{header},Guest Name,Total\n" + "".join(
        f"9{each},2026-09-{each:02},{code},{name},10.50\n"
        for each, (code, name) in enumerate((("1001", "Ada"), ("1002", "Ben"), ("1001", "Ada"), ("1003", "Ada")), 1)
    )
    told, report = bring(text)
    assert (told, report["mapping"]["customer_code"]) == ((4, "42.00", 3), header)


def test_guests_with_a_number_sign_are_counted_and_no_codes(bring):
    _, report = bring("Check #,Date,Guests #,Guest Name,Total\n91,2026-09-01,4,Ada,10\n92,2026-09-02,2,Ben,20\n")
    assert (report["mapping"]["covers"], report["mapping"]["bill_no"]) == ("Guests #", "Check #")
    assert "customer_code" not in report["mapping"]


def test_an_adjusted_total_is_what_was_paid_and_fees_never_count(bring):
    """52 + 46 + 25.50; of the fourth order nothing is left. 40 went back of the second."""
    told, report = bring(ETSY)
    assert told == (3, "123.50", 2)
    assert report["mapping"]["amount"] == "Order Total"
    values = _told(report)["adjusted_amounts"]
    assert values == {"after": "Adjusted Order Total", "amount": "Order Total", "before": "¥155.00", "left": "¥46.00"}


def test_what_is_left_after_fees_is_not_taken_without_an_adjusted_total_either(bring):
    """Of the Order Value less the discount: 45 + 80 + 20 + 60."""
    rows = [line.split(",")[:13] for line in ETSY.splitlines()]
    told, report = bring("".join(",".join(row) + "\n" for row in rows))
    assert (told[1], report["mapping"]["amount"]) == ("205.00", "Order Value")


def test_a_total_that_was_adjusted_upwards_counts_with_what_it_came_to(bring):
    told, _ = bring("Order ID,Date,Buyer,Order Total,Adjusted Order Total\n1,2026-09-01,Ada,10,12\n2,2026-09-02,Ben,20,\n")
    assert told == (2, "32.00", 2)


@pytest.mark.parametrize(("states", "came"), [
    # 10 + 20 + 30; unpaid and cancelled, and refunded, do not count
    (["Paid, Shipped", "Paid, Delivered", "Paid, Unfulfilled", "Unpaid, Cancelled", "Paid, Refunded"], (3, "60.00", 3)),
    (["已付款,已发货", "已付款，已签收", "已付款,待发货", "未付款,已取消", "已付款,已退款"], (3, "60.00", 3)),
])
def test_states_with_a_comma_are_one_value_that_says_several_things(bring, states, came):
    text = "Order ID,Date,Customer Name,Total,Status\n" + "".join(
        f'C{each},2026-09-0{each},N{each},{each}0,"{state}"\n' for each, state in enumerate(states, 1)
    )
    told, report = bring(text)
    assert told == came
    assert {*report["paid"]} == {state.replace("，", ",") for state in states[:3]}


def test_a_state_of_which_a_part_is_not_known_is_asked_about_in_quotes(bring):
    text = '订单号,下单时间,客户姓名,实付金额,订单状态\n1,2026-09-01,甲,10,"已付款,审批中"\n2,2026-09-02,乙,20,"已付款,已发货"\n'
    with pytest.raises(NeedsChoice) as asked:
        bring(text)
    assert "订单状态:“已付款,审批中” (1, ¥10.00)" in asked.value.text("en")


UTC = (
    "Order ID,Created at,Total,Customer Name{currency}\nG1,2026-09-01T09:12:00Z,20.00,Ada{code}\n"
    "G2,2026-09-01T19:40:00Z,35.50,Ben{code}\nG3,2026-09-03T23:30:00Z,40.00,Cy{code}\n"
)


def test_the_clock_by_which_utc_is_read_is_told(bring):
    """09:12 in UTC is 17:12 in Shanghai, and 23:30 of 3 September is 07:30 of the 4th."""
    _, report = bring(UTC.format(currency="", code=""), day_begins=0)
    values = {"zone": "Asia/Shanghai", "example": "2026-09-01T09:12:00Z", "moment": "2026-09-01 17:12"}
    assert (_told(report)["read_by_zone"], report["last_date"]) == (values, "2026-09-04")
    _, report = bring(UTC.replace("Z", " +0800").format(currency="", code=""))
    assert "read_by_zone" not in _told(report)  # what the clock of the house shows


def test_utc_and_pounds_ask_by_which_clock_the_days_are_read(bring):
    """In London it is an hour later than in UTC: 00:30 of the 4th, which Shanghai agrees on; 19:40 is the next day there."""
    pounds = UTC.format(currency=",Currency", code=",GBP")
    with pytest.raises(NeedsChoice) as asked:
        bring(pounds, currency="GBP")
    values = [asked.value.values[name] for name in ("currency", "lines", "amount", "written", "zone")]
    assert (asked.value.code, values) == ("zone_of_currency", ["GBP", 1, "¥35.50", "Europe/London", "Asia/Shanghai"])
    assert not asked.value.others  # which bills lie after midnight depends on it
    _, report = bring(pounds, currency="GBP", zone="Europe/London")
    assert _told(report)["read_by_zone"]["moment"] == "2026-09-01 10:12"


def test_utc_and_money_of_a_country_with_the_clock_of_the_house_ask_nothing(bring):
    _, report = bring(UTC.format(currency=",Currency", code=",HKD"), currency="HKD", day_begins=0)
    assert _told(report)["read_by_zone"]["zone"] == "Asia/Shanghai"


@pytest.mark.parametrize("cells", [
    ["80003(邝子墨)", "80011（薛野）", "80099(邝子墨)", "80003(邝子墨)"],
    ["邝子墨[80003]", "薛野【80011】", "邝子墨[80099]", "邝子墨[80003]"],
    ["80003-邝子墨", "80011-薛野", "80099-邝子墨", "80003-邝子墨"],
    ["C-1043 Ada Crane", "C-1077 Ben Frost", "C-1099 Ada Crane", "C-1043 Ada Crane"],
])
def test_a_code_beside_each_name_in_one_cell_is_the_customers_code(warehouse, land, cells):
    """Two people of one name are two, and the walk-in stays one."""
    report = land("账单号,日期,客户,金额\n" + "".join(
        f"A{each},2026-09-0{each},{cell},{each}0\n" for each, cell in enumerate((*cells, "散客", ""), 1)
    ))
    told = "select customer_key, name from customers where not is_walk_in order by customer_key"
    codes, names = ("C-1043", "C-1077", "C-1099"), ("Ada Crane", "Ben Frost", "Ada Crane")
    if cells[0][0] != "C":
        codes, names = ("80003", "80011", "80099"), ("邝子墨", "薛野", "邝子墨")
    assert warehouse.cursor().execute(told).fetchall() == list(zip(codes, names, strict=True))
    assert _told(report)["coded_names"]["example"] == cells[0]


@pytest.mark.parametrize("cells", [
    ["邝子墨(3人)", "薛野(2人)", "邝子墨(4人)", "邝子墨(3人)"],  # how many came
    ["邝子墨(8821)", "薛野(1002)", "宁安(7710)", "邝子墨(8821)"],  # the end of a phone
    ["8808-邝子墨", "8810-薛野", "8808-宁安", "8810-薛野"],  # a room
    ["20260901-邝子墨", "20260902-薛野", "20260901-邝子墨", "20260903-宁安"],  # a day
    ["甲公司 2026", "乙公司", "丙公司", "甲公司 2026"],  # a part of some names
])
def test_numbers_beside_names_that_are_no_codes_stay_in_them(bring, cells):
    told, report = bring("账单号,日期,客户,金额\n" + "".join(
        f"A{each},2026-09-0{each},{cell},{each}0\n" for each, cell in enumerate(cells, 1)
    ))
    assert (told[2], "customer_code" in report["mapping"]) == (len({*cells}), False)


def test_a_store_that_knows_its_customers_by_whole_cells_goes_on_so(warehouse, land):
    rows = "".join(f"A{each},2026-09-0{each},{cell},10\n" for each, cell in enumerate(("80003-甲", "80011-乙", "80003-甲"), 1))
    land("账单号,日期,客户,金额\n" + rows, customer_key="name", mapping={"customer_code": None})
    land("账单号,日期,客户,金额,备注\n" + rows.replace("A", "B").replace("-09-", "-10-").replace(",10\n", ",10,\n"))
    told = "select customer_key from customers order by customer_key"
    assert warehouse.cursor().execute(told).fetchall() == [("80003-甲",), ("80011-乙",)]


HEAD = ["账单号", "日期", "客户", "金额", "人数", "客户经理", "折扣", "状态"]


@pytest.mark.parametrize("place", [0, 2, 4, 5, 6, 7])
def test_a_total_is_one_in_whatever_column_its_word_stands(bring, place):
    """Three bills of 600, their 小计, three of 1500, theirs: 2100."""
    rows = [[f"A{each}", f"2026-09-0{each}", "甲乙丙"[each % 3], f"{each}00", "4", "周敏", "0", "已结账"] for each in range(1, 7)]
    sums = [["", "2026-09-03", "", "600", "", "", "", ""], ["", "2026-09-06", "", "1500", "", "", "", ""]]
    for row in sums:
        row[place] = "小计"
    lines = [HEAD, *rows[:3], sums[0], *rows[3:], sums[1]]
    told, _ = bring("".join(",".join(line) + "\n" for line in lines))
    assert told == (6, "2100.00", 3)


BILLS = {
    month: [[f"{month}{each}", f"2026-0{month}-0{each}", "甲乙丙"[each % 3], each * 100] for each in range(1, 6)] for month in (8, 9)
}


@pytest.mark.parametrize("sheets", [
    {"8月": [*BILLS[8], ["", "2026-08-31", "", 1500]], "9月": [*BILLS[9], ["", "2026-09-30", "", 1500]]},
    {"8月": BILLS[8], "9月": BILLS[9], "全年": [["", "2026-08-31", "", 1500], ["", "2026-09-30", "", 1500]]},
    {"8月": BILLS[8], "9月": BILLS[9], "按客户": [["", "2026-09-30", "甲", 1100], ["", "2026-09-30", "乙", 1900]]},
])
def test_sums_of_sheets_are_no_bills_though_no_word_says_so(warehouse, tmp_path, sheets):
    path = write_book(tmp_path / "bills.xlsx", {name: [HEAD[:4], *rows] for name, rows in sheets.items()})
    report = import_file(warehouse, "s", path)
    assert (report["bills"], report["amount"]) == (10, "3000.00")
    assert _told(report)["sheet_totals"] == {"amount": "¥3,000.00"}


def test_a_sheet_that_comes_to_something_else_is_bills_and_is_counted(warehouse, tmp_path):
    sheets = {"8月": BILLS[8], "9月": BILLS[9], "散台": [["", "2026-09-30", "", 1500], ["", "2026-09-30", "", 1400]]}
    path = write_book(tmp_path / "bills.xlsx", {name: [HEAD[:4], *rows] for name, rows in sheets.items()})
    assert import_file(warehouse, "s", path)["amount"] == "5900.00"
