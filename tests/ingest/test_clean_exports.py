"""Files as shops and platforms write them: what their columns say with certainty is taken and told, and not asked."""

import pytest

from segmentation.language.errors import NeedsChoice

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
