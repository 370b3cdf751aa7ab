"""Files in which one bill may be taken for two or two for one: several tills, lists of refunds, top-ups and exports that come twice."""

from datetime import date

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.land import import_file, undo
from segmentation.language.errors import InputError, NeedsChoice
from segmentation.warehouse import Warehouse
from tests.ingest.workbooks import write_book

BILLS = (
    "select bill_no, cast(bill_date as varchar), customer_key, cast(amount as varchar) from bills join stores using (store_id) "
    "where name = $name and replaced_by is null order by 2, 1, 3"
)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("tills") / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def bring(house, tmp_path):
    """Import a text into a store of the test's own; return what is told, and the bills that the store has then."""

    def land(text, name="bills", **choices):
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        report = import_file(house, tmp_path.name[-40:], path, Choices(**choices))
        return report, house.cursor().execute(BILLS, {"name": tmp_path.name[-40:]}).fetchall()

    return land


def asked(bring, text, name="bills", **choices):
    with pytest.raises(NeedsChoice) as question:
        bring(text, name, **choices)
    return question.value.code


TILLS = "收银台,账单号,结账时间,客户,实收金额\n1,0001,2026-09-01 11:30,林小满,100\n2,0001,2026-09-01 12:10,林小满,200\n1,0002,2026-09-01 12:30,,50\n2,0002,2026-09-01 12:40,,70\n"
LONG = "Terminal,Receipt,Date,Customer,Total\nA,202609010001,2026-09-01 11:30,Ann,10\nB,202609010001,2026-09-01 12:30,Ann,20\n"
WAITERS = "POS,Receipt,Date,Customer,Item,Price\n1,7,2026-09-01,Ann,Soup,10\n2,7,2026-09-01,Ann,Beer,5\n1,8,2026-09-02,Bob,Soup,10\n"


def test_bills_of_two_tills_with_one_numbering_stay_two(bring):
    report, bills = bring(TILLS)
    assert [(number, amount) for number, _, _, amount in bills] == [("1-0001", "100.00"), ("1-0002", "50.00"), ("2-0001", "200.00"), ("2-0002", "70.00")]
    assert [warning["code"] for warning in report["warnings"]] == ["numbers_of_tills"]
    corrected = TILLS.replace(",200\n", ",210\n")
    report, bills = bring(corrected, "corrected")
    assert (report["replaced"], bills[2][3], len(bills)) == (4, "210.00", 4)


def test_the_file_of_the_other_till_replaces_nothing(bring):
    report, _ = bring("机号,单号,日期,客户,金额\n1,0001,2026-09-01,甲一,10\n1,0002,2026-09-01,甲二,20\n")
    assert [warning["code"] for warning in report["warnings"]] == ["number_of_till"]  # not several
    other = "机号,单号,日期,客户,金额\n2,0001,2026-09-01,甲三,40\n2,0002,2026-09-01,甲四,80\n"
    report, bills = bring(other, "other", missing_bills="keep")
    assert (report["replaced"], [number for number, *_ in bills]) == (0, ["1-0001", "1-0002", "2-0001", "2-0002"])


@pytest.mark.parametrize(("text", "numbers"), [(LONG, ["A-202609010001", "B-202609010001"]), (WAITERS, ["7", "8"])])
def test_a_till_is_part_of_the_number_where_it_tells_bills_apart(bring, text, numbers):
    _, bills = bring(text)
    assert [number for number, *_ in bills] == numbers  # a bill whose lines were typed at two places is one


OUTLETS = (
    "营业日期,{header},账单号,会员姓名,会员手机,实收\n2026-10-05,{one},1001,张三,13911112222,100\n2026-10-05,{two},1001,,,120\n"
    "2026-10-05,{one},1002,李四,13811112222,90\n2026-10-06,{one},1001,李四,13811112222,80\n2026-10-06,{two},1001,,,70\n"
    "2026-10-06,{two},1002,王五,13711112222,60\n"
)
BY_OUTLET = [
    ("1001", "13911112222", "100.00"), ("1002", "13811112222", "90.00"), ("1001", None, "120.00"),
    ("1001", "13811112222", "80.00"), ("1001", None, "70.00"), ("1002", "13711112222", "60.00"),
]


@pytest.mark.parametrize("header", ["营业点", "部门", "区域"])
def test_outlets_number_their_bills_each_for_itself_and_a_walk_in_takes_no_customer_from_the_row_above(bring, header):
    report, bills = bring(OUTLETS.format(header=header, one="大堂吧", two="扒房"))
    assert [(number[-4:], customer, amount) for number, _, customer, amount in bills] == BY_OUTLET
    assert "numbers_of_tills" in [warning["code"] for warning in report["warnings"]]


def test_what_was_sold_on_one_bill_is_no_outlet(bring):
    _, bills = bring(OUTLETS.format(header="部门", one="食品", two="酒水"))
    assert [(number, amount) for number, _, _, amount in bills] == [("1001", "220.00"), ("1002", "90.00"), ("1001", "150.00"), ("1002", "60.00")]
    charges = "营业点,单号,日期,客户,手机,金额\n餐厅,801,2026-10-05,张三,13911112222,100\n大堂吧,801,2026-10-05,张三,13911112222,30\n"
    _, bills = bring(charges, "charges", missing_bills="keep")
    assert ("801", "130.00") in [(number, amount) for number, _, _, amount in bills]  # one customer at both


def test_who_says_that_no_column_is_the_till_is_believed(bring):
    _, bills = bring(TILLS, mapping={"till": None})
    assert [(number, amount) for number, _, _, amount in bills] == [("0001", "300.00"), ("0002", "120.00")]


SALES = "订单号,下单时间,客户,手机,实付金额\nD1,2026-09-01 11:30,林小满,13900000001,188\nD2,2026-09-02 12:10,周远,13900000002,260\n"
REFUNDS = "退款单号,原订单号,退款时间,退款金额,退款状态\nT1,D1,2026-09-05 10:00,88,退款成功\nT2,D2,2026-09-06 10:00,260,退款关闭\nT3,D2,2026-09-07 10:00,60,待退款\n"
SALES_EN = "Order ID,Created at,Customer,Total\n1001,2026-09-01 11:30,Ann,188\n1002,2026-09-02 12:10,Bob,260\n"
REFUNDS_EN = "Order ID,Refund date,Refund amount,Reason\n1001,2026-09-05,88,cold\n1001,2026-09-06,10,late\n"


def test_a_list_of_refunds_is_taken_off_its_customers_on_the_day_of_the_refund(bring):
    bring(SALES)
    report, bills = bring(REFUNDS, "refunds")
    assert bills[2:] == [("T1", "2026-09-05", "13900000001", "-88.00")]
    assert (report["skipped"], report["money"]) == ({"void": 1, "unpaid": 1}, {"refund": "88.00", "void": "260.00", "unpaid": "60.00"})
    report, bills = bring(REFUNDS.replace(",88,", ",90,"), "refunds2")
    assert (report["replaced"], bills[2][3], len(bills)) == (1, "-90.00", 3)


def test_a_list_of_returns_is_one_whatever_its_amount_is_called(bring):
    bring(SALES_EN)
    _, bills = bring("Return No,Original Receipt,Return date,Customer,Total\nR1,1001,2026-09-05,Anne,88.00\n", "returns")
    assert bills[2:] == [("R1", "2026-09-05", "Ann", "-88.00")]  # the customer of the sale


def test_refunds_by_the_number_of_the_order_do_not_replace_it(bring):
    bring(SALES_EN)
    _, bills = bring(REFUNDS_EN, "refunds")
    assert bills == [
        ("1001", "2026-09-01", "Ann", "188.00"), ("1002", "2026-09-02", "Bob", "260.00"),
        ("1001-R", "2026-09-05", "Ann", "-88.00"), ("1001-R", "2026-09-06", "Ann", "-10.00"),
    ]


def test_refunds_of_bills_that_are_not_here_are_asked_about(bring):
    assert asked(bring, REFUNDS_EN) == "refunds_of_nobody"
    _, bills = bring(REFUNDS_EN, refunds="gross")
    assert [(customer, amount) for *_, customer, amount in bills] == [(None, "-88.00"), (None, "-10.00")]


def test_of_a_list_whose_sales_were_left_out_nothing_is_taken_off(bring):
    bring(SALES_EN.replace("1001,", "1003,"))
    report, bills = bring(REFUNDS_EN + "1002,2026-09-07,5,late\n", "refunds", refunds="net")
    assert (report["skipped"], report["money"], bills[-1]) == (
        {"unsold": 2}, {"refund": "5.00", "unsold": "98.00"}, ("1002-R", "2026-09-07", "Bob", "-5.00"),
    )


def test_orders_with_their_refunds_beside_them_are_no_list_of_refunds(bring):
    text = "订单号,付款时间,客户,实付金额,退款时间,退款金额\nD1,2026-09-01 10:00,甲一,100,2026-09-02 10:00,30\nD2,2026-09-01 11:00,甲二,50,2026-09-02 11:00,20\n"
    _, bills = bring(text)
    assert bills == [("D1", "2026-09-01", "甲一", "70.00"), ("D2", "2026-09-01", "甲二", "30.00")]


TOP_UPS = "日期,会员卡号,姓名,类型,金额\n2026-09-01,V1,林小满,充值,500\n2026-09-02,V2,周远,充值,1000\n"
STORED = "select sum(amount) from stored_value join stores using (store_id) where name = $name and replaced_by is null"


def test_a_list_of_top_ups_that_comes_twice_is_not_added_twice(house, bring, tmp_path):
    def stored():
        return int(house.cursor().execute(STORED, {"name": tmp_path.name[-40:]}).fetchall()[0][0])

    first, _ = bring(TOP_UPS)
    bring("Date,Guest,Amount\n2026-09-01,Ann,80\n2026-09-02,Bob,90\n", "sales")
    longer = TOP_UPS + "2026-09-02,V3,何一鸣,充值,300\n"
    assert asked(bring, longer, "again") == "top_ups_overlap"
    report, bills = bring(longer, "again", on_overlap="replace")
    assert (stored(), len(bills)) == (1800, 2)  # the bills of these days stay
    undo(house, first["batch"])
    assert (stored(), len(bring(longer, "again")[1])) == (1800, 2)
    undo(house, report["batch"])
    assert bring(TOP_UPS, "sooner")[0]["top_ups"] == 2
    assert stored() == 1500


LEDGER = (  # what guests paid in, and what the house gave on top: both are on the card, and a purchase takes of both
    "交易时间,卡号,会员姓名,交易类型,本金变动,赠送变动,消费金额\n"
    "2026-10-01 10:00,V1,林小满,充值,1000.00,200.00,\n2026-10-03 12:00,V1,林小满,消费,-250.00,-50.00,300.00\n"
    "2026-10-04 12:00,V2,周远,充值,500.00,0.00,\n2026-10-06 12:00,V1,林小满,消费撤销,250.00,50.00,-300.00\n"
    "2026-10-07 12:00,V1,林小满,消费,-400.00,-80.00,480.00\n2026-10-07 13:00,V2,周远,退卡,-320.00,0.00,\n"
)
# which does not say whether the 300 were paid from the card
NO_SIGNS = "日期,会员卡号,会员,业务类型,储值本金,储值赠金,消费\n2026-10-01,V1,林小满,储值,1000,200,0\n2026-10-03,V1,林小满,消费,0,0,300\n2026-10-04,V1,林小满,退储值,180,,\n"


@pytest.mark.parametrize(
    ("text", "top_ups", "revenue", "left"), [(LEDGER, "1380.0000", "480.00", {"V1": 720, "V2": 180}), (NO_SIGNS, "1020.0000", "300.00", {"V1": 1020})]
)
def test_top_ups_of_a_ledger_land_with_what_was_given_though_their_amount_is_blank(house, bring, tmp_path, text, top_ups, revenue, left):
    report, _ = bring(text)
    name = {"name": tmp_path.name[-40:]}
    assert (report["rejected"], report["amount"]) == (0, revenue)
    assert str(house.cursor().execute(STORED, name).fetchall()[0][0])[:6] == top_ups[:6]
    told = (
        "select customer_key, sum(amount)::int from (select store_id, customer_key, amount, replaced_by from stored_value union all "
        "select store_id, customer_key, -amount, replaced_by from bills where from_card) join stores using (store_id) "
        "where name = $name and replaced_by is null group by 1 order by 1"
    )
    assert dict(house.cursor().execute(told, name).fetchall()) == left


GLUED = "账单号,结账时间,客户,实收金额\n" + "A1,2026-09-01 11:30,林小满,100\nA2,2026-09-01 12:30,周远,50\n" * 2
DAYS = "Date,Guest,Item,Price\n" + "2026-09-01,Ann,Soup,7\n2026-09-01,Ann,Beer,5\n2026-09-01,Bob,Tea,3\n" * 2 + "2026-09-02,Bob,Tea,3\n"


@pytest.mark.parametrize(("text", "once", "twice"), [(GLUED, "150.00", "300.00"), (DAYS, "18.00", "33.00")])
def test_bills_and_days_that_stand_twice_in_a_file_are_asked_about(bring, text, once, twice):
    assert asked(bring, text) == "double_rows"
    report, _ = bring(text, doubles="once")
    assert (report["amount"], report["money"]["double"], report["rows"]) == (once, f"{float(twice) - float(once):.2f}", text.count("\n") - 1)
    assert bring(text + "\n", "again", doubles="twice", on_overlap="replace")[0]["amount"] == twice


def test_where_bills_have_two_lines_two_equal_ones_are_no_second_export(bring):
    """Payments of bills, by chance twice the same on one bill of three."""
    text = "账单号,结账时间,客户,实收金额\n" + "".join(f"A{bill},2026-09-01,林小满,{amount}\n" for bill, amount in zip((1, 1, 2, 2, 3, 3, 4, 4), (60, 60, 10, 20, 30, 40, 50, 70), strict=True))
    report, bills = bring(text)
    assert (report["amount"], [bill[-1] for bill in bills]) == ("340.00", ["120.00", "30.00", "70.00", "120.00"])


def test_two_beers_on_two_lines_are_told_and_counted(bring):
    report, bills = bring("Receipt,Date,Guest,Item,Price\n1,2026-09-01,Ann,Beer,10\n1,2026-09-01,Ann,Beer,10\n2,2026-09-01,Bob,Tea,3\n")
    [warning] = report["warnings"]
    assert (warning["code"], warning["count"], warning["values"], bills[0][3]) == ("double_rows", 1, {"amount": "¥10.00"}, "20.00")


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        ("民国115年3月1日|令和8年3月2日|二〇二六年三月十二日|2026年3月4日", "01 02 12 04"),
        ("01/03/2026 17.14|13/03/2026 9.05", "01 13"),
        ("26/03/05|26/03/06", "05 06"),
        ("1772407800123456|1772494200123456", "02 03"),
        ("2026-03-01~2026-03-03|2026-03-04 至 2026-03-05", "01 04"),
    ],
)
def test_days_as_they_are_written(house, tmp_path, dates, days):
    path = tmp_path / "bills.csv"
    path.write_text("单号,日期,客户,金额\n" + "".join(f"{n},{day},甲{n},10\n" for n, day in enumerate(dates.split("|"))), encoding="utf-8")
    found = examine(house, "days", path, today=date(2026, 11, 29))
    read = [f"{day:%d}" for (day,) in found.stage.cursor.execute("select bill_date from staged_bills order by line_no").fetchall()]
    codes = {notice.code for notice in found.notices}
    found.close()
    assert (" ".join(read), "first_of_range" in codes) == (days, "~" in dates)


def test_amounts_in_signs_of_their_own_are_read_and_sides_of_a_book_refused(bring):
    _, bills = bring("单号,日期,客户,金额\nA1,2026-09-01,甲一,\"1'234.50\"\nA2,2026-09-01,甲二,负12\nA3,2026-09-01,甲三,▲1.5\n")
    assert [amount for *_, amount in bills] == ["1234.50", "-12.00", "-1.50"]
    with pytest.raises(InputError) as refused:
        bring("Receipt,Date,Guest,Amount\nB1,2026-09-05,Ann,10.00CR\nB2,2026-09-06,Bob,20.00 DR\n", "sides")
    assert refused.value.code == "credit_or_debit"


OWN = "账单号,结账时间,客户,实收金额,"
# what tills and platforms write -> bills, money, customers, top-ups, what is left out
FILES = {
    "a promotion that the payout shows to be the house's": (
        "Order ID,Order placed at,Customer,Subtotal,Merchant-funded promotion,Commission,Payout\n1,2026-09-01 11:00,Ann,100.00,-10.00,-15.00,75.00\n"
        "2,2026-09-01 12:00,Bob,50.00,0.00,-7.50,42.50\n3,2026-09-02 12:00,Ann,80.00,-8.00,-12.00,60.00\n4,2026-09-02 13:00,Ann,30.00,0.00,-5.00,25.00\n",
        (4, "242.00", 2, 0, {}),
    ),
    "refunds that nobody asked for": (
        "订单编号,买家会员名,买家实际支付金额,订单状态,订单付款时间,售后\nT1,青山,160,交易成功,2026-05-02 10:00,没有申请退款\n"
        "T2,竹里,250,交易成功,2026-05-03 10:00,无退款申请\nT3,竹里,70,交易成功,2026-05-04 10:00,退款成功\n",
        (2, "410.00", 2, 0, {"void": 1}),
    ),
    "no refund requested": (
        "Order,Date,Customer,Total,Refund status\n1,2026-05-02,Ann,160,No refund requested\n2,2026-05-03,Bob,70,Refunded\n", (1, "160.00", 1, 0, {"void": 1}),
    ),
    "on credit and from the card": (
        OWN + "支付方式\nA1,2026-09-01 11:30,甲一,100,挂账\nA2,2026-09-01 12:30,甲二,50,会员卡支付\nA3,2026-09-02 12:30,甲二,70,微信\n", (3, "220.00", 2, 0, {}),
    ),
    "house account and gift card": (
        "Receipt,Closed,Guest,Total,Payment\nA1,2026-09-01 11:30,Ann,100,House Account\nA2,2026-09-01 12:30,Bob,50,Gift Card\n", (2, "150.00", 2, 0, {}),
    ),
    "a void that takes its sale back": (
        "小票号,时间,会员,金额,类型\n1,2026-09-01 11:30,甲一,100,销售\n2,2026-09-01 11:40,甲二,50,销售\n2,2026-09-01 11:45,甲二,-50,撤单\n", (2, "100.00", 2, 0, {}),
    ),
    "a dish that was given": (
        "订单号,时间,会员,菜品,金额,是否赠送\n1,2026-09-01 11:30,甲一,鱼,88,否\n1,2026-09-01 11:30,甲一,果盘,28,是\n", (1, "88.00", 1, 0, {"void": 1}),
    ),
    "a bill, its items and its payments": (
        "Sale Date,Receipt Number,Sale Line Type,Customer Name,Quantity,Total,Paid,Details,Register,Status\n2026-09-01 10:00:00,101,Sale,Ann,3,90,90,,Main,CLOSED\n"
        "2026-09-01 10:00:00,101,Sale Line,,1,50,,Tea,Main,\n2026-09-01 10:00:00,101,Sale Line,,2,40,,Cup,Main,\n2026-09-01 10:00:00,101,Payment,,,,90,Card,Main,\n",
        (1, "90.00", 1, 0, {"part": 3}),
    ),
    "a list of top-ups": (
        "充值单号,充值时间,会员卡号,姓名,充值金额,赠送金额,实收金额\nC1,2026-09-01 13:50,V001,林小满,1000,200,1000\nC2,2026-09-02 14:50,V002,周远,500,0,500\n",
        (0, "0.00", 0, 2, {}),
    ),
    "gift cards that were sold": (
        "Date,Time,Net Sales,Gift Card Sales,Transaction ID,Description,Event Type,Customer Name\n2026-09-01,11:30,100.00,0.00,TX1,Latte,Payment,Ann\n"
        "2026-09-03,12:30,0.00,200.00,TX4,Gift Card,Payment,Ann\n",
        (1, "100.00", 1, 1, {}),
    ),
    "the whole, not the rooms": (
        "Folio,Guest,Arrival,Departure,Room Revenue,F&B Revenue,Other,Total Revenue,Status\nF1,Lee Ann,2026-09-01,2026-09-03,760,120,0,880,Checked Out\n"
        "F2,Ray Bob,2026-09-02,2026-09-03,380,0,30,410,Checked Out\n",
        (2, "1290.00", 2, 0, {}),
    ),
    "how many were ordered": (
        "订单编号,下单时间,下单帐号,商品名称,订购数量,单价,应付金额\n1,2026-09-01 10:00,qing01,杯,1,60,160\n1,2026-09-01 10:00,qing01,盘,1,100,160\n"
        "2,2026-09-02 10:00,zhu02,杯,2,60,120\n3,2026-09-03 10:00,qing01,杯,1,60,60\n",
        (3, "340.00", 2, 0, {}),
    ),
    "what was handed over, and the change": (
        "机号,流水号,日期,会员号,应收,实收,找零\n01,0001,2026-09-01,,30,50,20\n02,0001,2026-09-01,V1,80,100,20\n01,0002,2026-09-01,V1,15,15,0\n",
        (3, "125.00", 1, 0, {}),
    ),
    "a card of ten washes": (
        "日期,姓名,电话,消费项目,金额,支付\n2026/9/1,林小满,13900000001,洗车,0,次卡\n2026/9/2,周远,13900000002,洗车,40,微信\n2026/9/3,林小满,13900000001,办次卡10次,300,微信\n",
        (2, "40.00", 2, 1, {}),
    ),
    "a stay counts from its arrival": (
        "Number,Customer,Status,Created,Arrival,Departure,Total amount\n1001,Lee Ann,Checked out,2026-08-20,2026-09-01 15:00,2026-09-03,880\n"
        "1002,Ray Bob,In house,2026-08-25,2026-09-02 15:00,2026-09-03,410\n",
        (1, "880.00", 1, 0, {"unpaid": 1}),
    ),
    "slips of a card terminal": (
        "商户编号,终端号,交易日期,卡号,交易类型,交易金额,参考号,凭证号\n8980,10001,20260901,622202******1234,消费,100,100000000001,000001\n"
        "8980,10002,20260901,622202******1234,消费撤销,-100,100000000003,000001\n8980,10001,20260901,622848******5678,消费,260,100000000002,000001\n",
        (3, "260.00", 0, 0, {}),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_what_comes_of_what_tills_write(house, tmp_path, name):
    text, came = FILES[name]
    path = tmp_path / "bills.csv"
    path.write_text(text, encoding="gb18030")
    asked = Choices(payments="count") if name.startswith("slips") else Choices()
    found = examine(house, "files", path, asked, today=date(2026, 11, 29))
    found.close()
    found.check_open()
    assert (found.counts["bills"], f"{found.amount:.2f}", found.counts["customers"], found.counts["top_ups"], found.skipped) == came
    if name.startswith("a stay"):
        assert found.first_date == date(2026, 9, 1)


@pytest.mark.parametrize("head", ["日期,单号,邮箱,金额", "Date,Order,Email,Amount"])
def test_an_address_is_one_however_a_mail_program_dresses_it(bring, head):
    dressed = ("ann@x.com", "<ann@x.com>", "mailto:Ann@x.com", "Ann Lee <ann@x.com>", "bob@y.cn")
    rows = "".join(f"2026-09-0{day},{day},{address},10\n" for day, address in enumerate(dressed, 1))
    _, bills = bring(f"{head}\n{rows}")
    assert [key for _, _, key, _ in bills] == ["ann@x.com"] * 4 + ["bob@y.cn"]


@pytest.mark.parametrize(("head", "phone"), [
    ("日期,单号,手机,姓名,金额", "13800000000"), ("Date,Order,Phone,Name,Amount", "12345678901"), ("日期,单号,手机,姓名,金额", "13571234567"),
])
def test_a_phone_with_many_names_is_nobodys(bring, head, phone):
    names = ("林小满", "赵一", "钱二", "孙三", "李四", "")
    rows = "".join(f"2026-09-0{day},{day},{phone},{name},100\n" for day, name in enumerate(names, 1))
    report, bills = bring(f"{head}\n{rows}2026-09-07,7,13900000007,周五,50\n")
    assert [key for _, _, key, _ in bills] == ["林小满", "赵一", "钱二", "孙三", "李四", None, "13900000007"]
    told = next(warning for warning in report["warnings"] if warning["code"] == "nobodys_phones")
    assert (told["count"], told["values"]) == (6, {"amount": "¥600.00", "numbers": phone})


@pytest.mark.parametrize(("head", "phone", "keys"), [
    ("日期,单号,手机,金额", "13888888888", {None, "13900000001"}), ("日期,单号,手机,金额", "13571234567", {"13571234567", "13900000001"}),
    ("日期,单号,手机,姓名,金额", "13888888888", {"13888888888", "13900000001"}),
])
def test_a_made_up_phone_without_a_name_is_nobodys_and_a_lucky_one_with_one_name_is_its_guests(bring, head, phone, keys):
    name = ",林小满" if "姓名" in head else ""
    rows = "".join(f"2026-09-0{day},{day},{phone}{name},100\n" for day in range(1, 7))
    _, bills = bring(f"{head}\n{rows}2026-09-07,7,13900000001{name and ',周五'},50\n")
    assert {key for _, _, key, _ in bills} == keys


def test_a_phone_that_looks_made_up_is_its_guests_where_it_comes_as_often_as_others(bring):
    rows = "".join(f"2026-09-0{day},{day}{guest},1380000000{guest},100\n" for day in range(1, 7) for guest in range(5))
    _, bills = bring(f"日期,单号,手机,金额\n{rows}")
    assert {key for _, _, key, _ in bills} == {f"1380000000{guest}" for guest in range(5)}


@pytest.mark.parametrize("head", [
    "单号,日期,客户名称,应收金额,实收金额,欠款金额", "账单号,营业日期,客户,账单总额,已付金额,未付金额", "Invoice,Date,Customer,Total,Amount Paid,Balance Due",
])
def test_what_is_owed_of_a_bill_is_earned_as_what_is_paid(bring, head):
    report, bills = bring(f"{head}\nA1,2026-09-01,林小满,800,500,300\nA2,2026-09-02,赵一,200,200,0\nA3,2026-09-03,钱二,100,100,0\n")
    assert report["amount"] == "1100.00"
    assert len(bills) == 3


TOLD = "订单号,下单时间,客户,实付金额,退款金额\nD1,2026-09-01 11:30,林小满,188,88\nD2,2026-09-02 12:10,周远,260,0\nD3,2026-09-02 12:30,周远,90,30\n"
LISTED = "退款单号,原订单号,退款时间,退款金额\nT1,D1,2026-09-05 10:00,88\nT2,D2,2026-09-06 10:00,60\nT3,D3,2026-09-06 11:00,10\nT4,D3,2026-09-07 11:00,20\n"
ONCE = [("D1", "100.00"), ("D2", "260.00"), ("D3", "60.00"), ("T2", "-60.00")]  # T1, T3 and T4 stand in the orders already


@pytest.mark.parametrize("list_first", [False, True])
def test_a_refund_in_the_orders_and_in_a_list_counts_once_whichever_comes_first(house, bring, tmp_path, list_first):
    if list_first:
        bring(LISTED, "list", refunds="gross")
    report, _ = bring(TOLD, "orders", refunds="gross")
    if not list_first:
        report, _ = bring(LISTED, "list")
    live = house.cursor().execute(BILLS, {"name": tmp_path.name[-40:]}).fetchall()
    assert [(number, amount) for number, _, _, amount in live] == ONCE
    assert [each["values"] for each in report["warnings"] if each["code"] == "refunds_once"] == [{"amount": "¥118.00"}]
    days = "select sum(amount) from days join stores using (store_id) where name = $name"
    assert house.cursor().execute(days, {"name": tmp_path.name[-40:]}).fetchall()[0][0] == 360
    batches = "select batch_id from batches join stores using (store_id) where name = $name order by file_name"
    [(of_list,), (of_orders,)] = house.cursor().execute(batches, {"name": tmp_path.name[-40:]}).fetchall()
    undo(house, of_orders)
    left = house.cursor().execute(BILLS, {"name": tmp_path.name[-40:]}).fetchall()
    assert [(number, amount) for number, _, _, amount in left] == [("T1", "-88.00"), ("T2", "-60.00"), ("T3", "-10.00"), ("T4", "-20.00")]
    assert house.cursor().execute(days, {"name": tmp_path.name[-40:]}).fetchall()[0][0] == -178
    bring(TOLD.replace("周远", "周远 "), "again", refunds="gross")
    undo(house, of_list)
    live = house.cursor().execute(BILLS, {"name": tmp_path.name[-40:]}).fetchall()
    assert [(number, amount) for number, _, _, amount in live] == ONCE[:3]


def shift(first_hour, customer, amount):
    return "单号,结账时间,客户,实收金额\n" + "".join(f"{n},2026-03-01 {first_hour}:{n:02},{customer}{n},{amount + n}\n" for n in range(1, 7))


def test_numbers_that_begin_again_within_a_day_are_asked_about_before_one_bill_takes_another_away(bring):
    bring(shift(11, "甲", 100))
    evening = shift(18, "乙", 300)
    assert asked(bring, evening, "evening") == "numbers_of_day"
    report, bills = bring(evening, "evening", same_numbers="other")  # whether the others are missing is no question then
    assert (len(bills), report["replaced"], bills[1][0], bills[1][3]) == (12, 0, "1-18:01", "301.00")
    report, bills = bring(shift(18, "乙", 400), "corrected", missing_bills="keep")  # what was said of the columns is remembered
    assert (len(bills), report["replaced"], bills[1][3]) == (12, 6, "401.00")


BOTH = "单号,日期,时间,台号,客户,金额\n1,2026-03-01,11:30,A1,甲,100\n2,2026-03-01,11:50,A2,乙,200\n1,2026-03-01,18:30,B7,,300\n2,2026-03-01,18:40,B2,丙,150\n"
TABLES_OF_DAY = "Check,Date,Table,Guest,Total\n1,2026-03-01,A1,Ann,10\n2,2026-03-01,A2,Bob,20\n1,2026-03-01,B7,Ann,30\n2,2026-03-01,B2,Bob,15\n"


@pytest.mark.parametrize(("text", "numbers"), [(BOTH, ["1-11:30", "1-18:30", "2-11:50", "2-18:40"]), (TABLES_OF_DAY, ["1-A1", "1-B7", "2-A2", "2-B2"])])
def test_bills_of_one_number_and_day_in_one_file_are_asked_about(bring, text, numbers):
    assert asked(bring, text) == "numbers_of_day"
    report, bills = bring(text, same_numbers="other")
    assert ([number for number, *_ in bills], [each["code"] for each in report["warnings"]]) == (numbers, [])


def test_the_payments_of_one_bill_are_no_other_bills(bring):
    _, bills = bring("单号,结账时间,台号,客户,支付方式,金额\n1,2026-03-01 11:30,A1,甲,现金,60\n1,2026-03-01 11:31,A1,甲,微信,40\n2,2026-03-01 12:30,A2,乙,现金,50\n")
    assert [(number, amount) for number, _, _, amount in bills] == [("1", "100.00"), ("2", "50.00")]


def of_sheets(house, tmp_path, sheets):
    """Import a workbook of several sheets into a store of the test's own; return its report and its bills."""
    report = import_file(house, tmp_path.name[-40:], write_book(tmp_path / "bills.xlsx", sheets))
    return report, house.cursor().execute(BILLS, {"name": tmp_path.name[-40:]}).fetchall()


HEAD = ("单号", "日期", "客人", "实收")


def test_outlets_whose_sheets_number_from_one_on_have_bills_of_their_own(house, tmp_path):
    day = "2026-09-01"
    report, bills = of_sheets(house, tmp_path, {
        "中餐厅": [HEAD, ("0001", day, "林小满", 100), ("0002", day, "散客", 60)],
        "大堂吧": [HEAD, ("0001", day, "周远", 30), ("0002", day, "散客", 20)],
    })
    assert [(number, amount) for number, _, _, amount in bills] == [
        ("中餐厅-0001", "100.00"), ("中餐厅-0002", "60.00"), ("大堂吧-0001", "30.00"), ("大堂吧-0002", "20.00"),
    ]
    assert [each["count"] for each in report["warnings"] if each["code"] == "numbers_of_sheets"] == [2]


def test_a_bill_paid_in_two_ways_on_a_sheet_each_stays_one(house, tmp_path):
    day = "2026-09-01"
    report, bills = of_sheets(house, tmp_path, {
        "现金": [HEAD, ("ZD20260901001", day, "林小满", 100), ("ZD20260901002", day, "周远", 60)],
        "微信": [HEAD, ("ZD20260901001", day, "林小满", 30)],
    })
    assert [(number, amount) for number, _, _, amount in bills] == [("ZD20260901001", "130.00"), ("ZD20260901002", "60.00")]
    assert not [each for each in report["warnings"] if each["code"] == "numbers_of_sheets"]


OF_OCTOBER = "营业点,账单号,日期,客户,实收\n大堂吧,1001,2026-10-05,张三,100\n扒房,1002,2026-10-05,李四,90\n"  # no number at both outlets
TO_NOVEMBER = (  # the first bill corrected, and another outlet's of the same number
    "营业点,账单号,日期,客户,实收\n大堂吧,1001,2026-10-05,张三,95\n扒房,1001,2026-10-05,王五,60\n扒房,1002,2026-10-05,李四,90\n"
    "大堂吧,1001,2026-11-02,赵六,40\n扒房,1001,2026-11-02,王五,50\n"
)


def test_a_bill_of_an_outlet_is_the_same_in_both_files_whichever_comes_first(house, tmp_path):
    path, came = tmp_path / "bills.csv", []
    told = (
        "select bill_no, amount::varchar from bills join stores using (store_id) "
        "where stores.name = $store and replaced_by is null order by all"
    )
    for store, texts in (("first", (OF_OCTOBER, TO_NOVEMBER)), ("last", (TO_NOVEMBER, OF_OCTOBER)), ("alone", (TO_NOVEMBER,))):
        for text in texts:
            path.write_text(text, encoding="utf-8")
            report = import_file(house, store, path, Choices(missing_bills="keep", numbers_restart=True))
        came.append(house.cursor().execute(told, {"store": store}).fetchall())
        if store == "last":
            undo(house, report["batch"])
            came.append(house.cursor().execute(told, {"store": store}).fetchall())
    rest = [("大堂吧-1001", "40.00"), ("扒房-1001", "50.00"), ("扒房-1001", "60.00"), ("扒房-1002", "90.00")]
    corrected, older = sorted([*rest, ("大堂吧-1001", "95.00")]), sorted([*rest, ("大堂吧-1001", "100.00")])
    assert came == [corrected, older, corrected, corrected]  # the later file counts; taken out again, it is as if it never came
