"""What stands on the rows of a bill beside its sale: refunds of one item, payments, taxes. Expected values by hand."""

from contextlib import closing
from datetime import date

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.kinds.bills import lines
from segmentation.ingest.land import import_file
from segmentation.ingest.stores import change_day_begins
from segmentation.language.errors import InputError, NeedsChoice
from segmentation.measures.revenue.stored_value import read_stored_value
from segmentation.warehouse import Warehouse

ORDERS = "订单编号,付款时间,订单状态,订单实付金额,买家手机号,商品名称,商品小计,退款金额\n"
ITEM_REFUNDED = ORDERS + (
    "W1,2026-09-01 10:00,已完成,150,13900172100,杯子,90,\n,,,,,碟子,60,60\nW2,2026-09-02 10:00,已完成,80,13900172113,杯子,80,\n"
)
ITEM_REFUNDED_REPEATED = ORDERS + (
    "W1,2026-09-01 10:00,已完成,150,13900172100,杯子,90,\nW1,2026-09-01 10:00,已完成,150,13900172100,碟子,60,60\n"
    "W2,2026-09-02 10:00,已完成,80,13900172113,杯子,80,\n"
    "W3,2026-09-02 10:00,已完成,70,13900172114,杯子,30,30\nW3,2026-09-02 10:00,已完成,70,13900172114,杯子,40,40\n"
)
ITEM_REFUNDED_STATED = (
    "订单编号,付款时间,订单状态,订单实付金额,买家手机号,商品名称,商品小计,售后状态,退款金额\n"
    "W1,2026-09-01 10:00,已完成,150,13900172100,杯子,90,,\n,,,,,碟子,60,退款成功,60\nW2,2026-09-02 10:00,已完成,80,13900172113,杯子,80,,\n"
    "W3,2026-09-02 10:00,已完成,70,13900172114,杯子,30,退款成功,30\n,,,,,碟子,40,退款成功,40\n"
)
STRIPE = (
    "id,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Converted Amount Refunded,Converted Currency,Status,Customer ID\n"
    "ch_1,2026-09-02 04:00:00,40,0,usd,280,0,cny,Paid,cus_1\nch_2,2026-09-03 04:00:00,50,10,usd,350,70,cny,Paid,cus_2\n"
    "ch_3,2026-09-04 04:00:00,60,0,usd,420,0,cny,Paid,cus_1\n"
)
PAIRS = "单号,日期,客户,人民币币种,人民币金额,金额,币种\n1,2026-09-01,甲,CNY,720,100,USD\n2,2026-09-02,乙,CNY,360,50,USD\n"
FOLIOS = (
    "Bill,Consumed,Customer,Accounting category,Item,Gross value,Canceled\n"
    "INV-1,2026-09-02,Lena Brandt,Accommodation,Night,120,No\nINV-1,2026-09-02,Lena Brandt,Food,Dinner,48,No\n"
    "INV-1,2026-09-02,Lena Brandt,{paid},Visa,-168,No\n"
    "INV-2,2026-09-03,Hugh Penn,Accommodation,Night,122,No\nINV-2,2026-09-03,Hugh Penn,{paid},Visa,-122,No\n"
)
DEPOSITED = (
    "账单号,营业日期,客人,项目,金额\n1,2026-09-01,甲,房费,300\n1,2026-09-01,甲,早餐,60\n1,2026-09-01,甲,付款-现金,-360\n"
    "2,2026-09-02,乙,房费,320\n2,2026-09-02,乙,房费退款,-20\n2,2026-09-02,乙,付款-微信,-300\n"
)
EVENINGS = (
    "{day},单号,结账时间,会员号,实收\n20260901,001,21:40,V1,100\n20260901,002,01:20,V2,200\n20260902,003,21:40,V1,100\n"
    "20260902,004,01:20,V2,200\n20260903,005,21:40,V1,100\n20260903,006,01:20,V2,200\n"
)
LATE_ITEMS = (
    "单号,日期,时间,会员号,菜品,金额\n1,2026-09-01,19:00,V1,鱼,100\n2,2026-09-02,00:20,V2,鱼,60\n2,2026-09-02,00:20,V2,汤,40\n"
    "3,2026-09-03,00:30,V1,鱼,60\n3,2026-09-03,00:30,V1,汤,40\n"
)
GROUPED = (
    "Order Ref,Date,Customer,Total,Status\nHanna Weber (2),,,108,\nShop/1,2026-09-02,Hanna Weber,51,Paid\n"
    "Shop/2,2026-09-03,Hanna Weber,57,Paid\nIlya Orlov（1）,,,69,\nShop/3,2026-09-05,Ilya Orlov,69,Paid\n"
)
STAYS = "主单号,分房号,客人姓名,抵店,离店,房费\nL1,801,黎,46267.60417,46268.47222,420\nL2,804,龚,46268.60417,46269.47222,421\n"
ACQUIRED = (
    "交易日期,交易时间,交易类型,参考号,会员号,交易金额,{header}\n20260901,101030,消费,R000000,V1,100,00\n20260902,111131,消费,R000001,V2,100,00\n"
    "20260903,121232,消费,R000002,V1,100,51\n"
)
PREPAID = (
    "Sale Date,Client ID,Client,Item name,Category,Item Total,Payment Method\n"
    "2026-09-01,002201,Tom Baines,Prepayment to account,Account credit,500.00,Visa\n"
    "2026-09-03,002201,Tom Baines,Massage 60,Services,80.00,{method}\n2026-09-04,002202,Una Petrie,Massage 60,Services,80.00,Visa\n"
)


@pytest.mark.parametrize(
    ("text", "choices", "came"),
    [
        pytest.param(ITEM_REFUNDED, {}, (2, "170.00", 2), id="the second item went back"),
        pytest.param(ITEM_REFUNDED_REPEATED, {"amounts": "bill"}, (2, "170.00", 2), id="beside a total on each row; all of one went back"),
        pytest.param(ITEM_REFUNDED_STATED, {}, (2, "170.00", 2), id="with a state of its own; all of one went back"),
    ],
)
def test_what_is_left_of_bills_of_which_an_item_went_back(bring, text, choices, came):
    told, report = bring(text, **choices)
    assert told == came
    assert report["customers"] == came[2]


@pytest.mark.parametrize(
    ("text", "came"),
    [
        pytest.param(STRIPE, (3, "980.00", 2), id="refunds go along"),
        pytest.param(PAIRS, (2, "1080.00", 2), id="in Chinese"),
    ],
)
def test_of_two_amounts_each_with_its_currency_the_stores_is_taken(bring, text, came):
    assert bring(text)[0] == came


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(STRIPE.replace("Converted Amount Refunded", "Fee"), id="the refund stands in the other currency alone"),
        pytest.param(STRIPE.replace("cny", "hkd"), id="neither is the store's"),
    ],
)
def test_where_no_pair_says_all_of_it_in_the_stores_currency_it_is_asked(bring, text):
    with pytest.raises(NeedsChoice) as caught:
        bring(text)
    assert caught.value.code == "other_currency"
    assert "USD" in caught.value.text("en")


@pytest.mark.parametrize(
    ("text", "came", "rows"),
    [
        pytest.param(FOLIOS.format(paid="Payments - Credit card"), (2, "290.00", 2), 2, id="a column says that they are payments"),
        pytest.param(FOLIOS.format(paid="结账"), (2, "290.00", 2), 2, id="in Chinese"),
        pytest.param(DEPOSITED, (2, "660.00", 2), 2, id="a refund beside them still counts"),
    ],
)
def test_what_pays_for_the_rows_of_a_bill_takes_nothing_off_them(bring, text, came, rows):
    told, report = bring(text)
    assert told == came
    assert [notice["count"] for notice in report["warnings"] if notice["code"] == "paid_rows"] == [rows]


@pytest.mark.parametrize("paid", ["Refund of payment", "Room"])
def test_rows_below_zero_that_nothing_says_to_be_payments_count_and_that_all_comes_to_nothing_is_told(bring, paid):
    told, report = bring(FOLIOS.format(paid=paid))
    assert told[1] == "0.00"
    assert "come_to_nothing" in [notice["code"] for notice in report["warnings"]]


@pytest.mark.parametrize(
    ("choices", "days"),
    [
        pytest.param({}, [1, 1, 2, 2, 3, 3], id="nothing is asked"),
        pytest.param({"day_begins": 4}, [1, 1, 2, 2, 3, 3], id="nothing is moved twice"),
        pytest.param({"day_begins": 0}, [1, 2, 2, 3, 3, 4], id="each to its own date where the house wants it so"),
    ],
)
def test_a_business_day_is_the_evening_of_a_bill_after_midnight(tmp_path, choices, days):
    path = tmp_path / "bills.csv"
    path.write_text(EVENINGS.format(day="营业日"), encoding="utf-8")
    with closing(Warehouse(tmp_path / "warehouse.duckdb")) as warehouse:
        import_file(warehouse, "s", path, Choices(**choices))
        told = "select day(bill_date) from bills order by bill_date, bill_no"
        assert sorted(day for (day,) in warehouse.cursor().execute(told).fetchall()) == days
        change_day_begins(warehouse, 1, 0)  # and back to calendar days, as the settings page does it
        assert sorted(day for (day,) in warehouse.cursor().execute(told).fetchall()) == [1, 2, 2, 3, 3, 4]


def test_a_bare_date_beside_times_after_midnight_is_asked_about_with_the_bills_and_not_their_rows(bring):
    for text, bills in ((EVENINGS.format(day="日期"), 3), (LATE_ITEMS, 2)):
        with pytest.raises(NeedsChoice) as caught:
            bring(text)
        assert (caught.value.code, f"{bills} bills (" in caught.value.text("en")) == ("night_bills", True)


def test_the_head_of_a_group_with_the_sum_of_its_rows_is_a_total(bring):
    told, report = bring(GROUPED)
    assert (told, report["skipped"]) == ((3, "177.00", 2), {"total": 2})


def test_a_blank_state_is_asked_about_as_blank(bring):
    with pytest.raises(NeedsChoice) as caught:
        bring("单号,日期,客户,状态,金额\n1,2026-09-01,甲,已完成,100\n2,2026-09-02,乙,,50\n3,2026-09-02,丙,已取消,30\n")
    assert caught.value.code == "meaning_open"
    assert "a blank cell in the column “状态”" in caught.value.text("en")


def test_arrivals_that_a_spreadsheet_counts_in_days_are_the_dates_of_stays(bring):
    told, report = bring(STAYS)
    assert (told, report["first_date"], report["last_date"]) == ((2, "841.00", 2), "2026-09-02", "2026-09-03")


def test_only_rows_that_count_are_said_to_have_another_day(bring):
    text = "订单号,付款时间,下单时间,客户,状态,金额\n1,2026-09-01,2026-09-01,甲,已完成,100\n2,,2026-09-02,乙,已取消,50\n3,,2026-09-03,丙,已完成,30\n"
    told, report = bring(text)
    assert told == (2, "130.00", 2)
    assert [each["count"] for each in report["warnings"] if each["code"] == "second_date"] == [1]


REOPENED = (
    "账单号,日期,会员姓名,实收金额,状态\nD1,2026-09-01,周,200,已结账\nD2,2026-09-02,林,500,已反结账\nD2,2026-09-02,林,-500,反结账\n"
    "D3,2026-09-03,吴,420,已结账\n林 (2),,,620,\n"
)


def test_lines_judged_once_are_those_judged_anew_for_each_statement(bring, monkeypatch):
    asked = [(ITEM_REFUNDED_REPEATED, {"amounts": "bill"}), (ITEM_REFUNDED_STATED, {}), (STRIPE, {}), (GROUPED, {}), (DEPOSITED, {})]
    asked += [(REOPENED, {"meanings": {"状态": {"已反结账": "void"}}})]
    once = [bring(text, **choices) for text, choices in asked]
    monkeypatch.setattr(lines, "FEW", -1)
    anew = [bring(text, **choices) for text, choices in asked]
    for (came, report), (other, again) in zip(once, anew, strict=True):
        differing = {name for name in report if report[name] != again[name]}
        assert (came, differing) == (other, {"batch", "store", "bytes_known"} & differing)


@pytest.mark.parametrize(
    ("header", "came"),
    [("应答码", (2, "200.00", 2)), ("Response Code", (2, "200.00", 2)), ("批次号", (3, "300.00", 2))],  # a batch is no answer
)
def test_what_a_bank_declined_is_no_sale(bring, header, came):
    assert bring(ACQUIRED.format(header=header), payments="count")[0] == came


@pytest.mark.parametrize(("method", "left"), [("Account", "420.00"), ("会员账户", "420.00"), ("Visa", "500.00")])
def test_what_is_paid_from_an_account_is_off_what_was_put_on_it(tmp_path, method, left):
    path = tmp_path / "bills.csv"
    path.write_text(PREPAID.format(method=method), encoding="utf-8")
    with closing(Warehouse(tmp_path / "warehouse.duckdb")) as warehouse:
        import_file(warehouse, "s", path)
        rows = read_stored_value(warehouse, 1, date(2026, 9, 30), 60).customers.to_pylist()
        assert {row["customer"]: f"{row['balance']:.2f}" for row in rows} == {"002201": left}


def test_what_is_due_of_an_invoice_is_no_balance_of_a_card(bring):
    text = (
        "Doc type,Doc no,Date,Guest,Gross,Balance due\nInvoice,R1,2026-09-01,Ivy,963,963\nInvoice,R2,2026-09-02,Tom,1002,0\n"
        "Deposit invoice,R3,2026-09-03,Ivy,300,0\nInvoice,R4,2026-09-04,Tom,800,0\n"
    )
    _, report = bring(text, meanings={"Doc type": {"Deposit invoice": "top_up"}})
    assert not {"balances_differ"} & {each["code"] for each in report["warnings"]}


BOOK = (
    "日期,客户,包间,消费,优惠,实收,付款\n2026-09-03,张总,牡丹厅,2680,80,2600,微信\n2026-09-04,李姐,牡丹厅,880,,880,现金\n"
    "2026-09-07,张总,牡丹厅,3560,60,欠,欠\n2026-09-12,王行长,牡丹厅,5200,200,5000,刷卡\n2026-09-20,赵老师,牡丹厅,1500,,1500,作废\n"
)


def test_a_book_that_says_under_paying_that_a_bill_is_void_counts_it_not(bring):
    came, report = bring(BOOK, on_account="due")
    assert (came, report["skipped"]) == ((4, "11980.00", 3), {"void": 1})  # 2600 + 880 + (3560 - 60) + 5000


def test_an_amount_that_says_it_is_owed_asks_about_what_stands_beside_it(bring):
    with pytest.raises(NeedsChoice) as caught:
        bring(BOOK)
    asked = caught.value
    assert asked.code == "on_account"
    assert "¥3,500.00" in asked.text("en")
    assert bring(BOOK, on_account="paid")[0] == (4, "8480.00", 3)


def test_an_amount_that_says_it_is_owed_with_nothing_beside_it_is_told_as_no_amount(bring):
    _, report = bring("日期,客户,实收\n2026-09-03,张总,2600\n2026-09-07,张总,欠\n2026-09-08,李姐,300\n")
    assert (report["accepted"], report["rejected"]) == (2, 1)


def test_a_work_order_with_nothing_received_is_asked_about_where_its_sum_stands_beside_it(bring):
    text = (
        "工单号,车主,结算日期,合计金额,优惠金额,实收金额,工单状态\nR1,陆志远,2026-09-03,280,0,280,已结算\nR2,沈秋萍,2026-09-04,680,30,650,已结算\n"
        "R3,顾明辉,2026-09-05,870,60,810,已结算\nR4,韩雪梅,2026-09-06,680,30,0,挂账\nR5,陆志远,2026-09-07,280,0,0,已作废\n合计,,,2790,,1740,\n"
    )
    with pytest.raises(NeedsChoice) as caught:
        bring(text)
    assert caught.value.code == "on_account"
    assert bring(text, on_account="due")[0] == (4, "2390.00", 4)  # 280 + 650 + 810 + (680 - 30)


@pytest.mark.parametrize(
    ("said", "came"),
    [("作废", (8, "1160.00", 8)), ("此单作废", (8, "1160.00", 8)), ("VOID", (8, "1160.00", 8)), ("作废了一张券", (9, "1310.00", 9))],
)
def test_a_remark_that_is_nothing_but_void_leaves_its_bill_out(bring, said, came):
    said_before = ("生日", "靠窗", "少辣", "带小孩", "老板朋友", "", "开发票", "寄存了酒")
    rows = [f"2026-09-0{no},{no},客{no},{100 + no * 10},{remark}" for no, remark in enumerate(said_before, 1)]
    text = "\n".join(["日期,单号,客户,实收金额,备注", *rows, f"2026-09-09,9,乙,150,{said}", ""])
    assert bring(text)[0] == came  # 110 + 120 + … + 180, and what is not void


@pytest.mark.parametrize("header", ["Sale status", "Status", "Ticket status", "销售状态"])
def test_refunded_on_a_row_below_zero_is_the_refund_itself(bring, header):
    text = (
        f"Sale no.,Sale date,{header},Client,Total sales\n0,2026-10-01,Completed,Ann,100.00\n1,2026-10-02,Completed,Ben,110.00\n"
        "2,2026-10-03,Completed,Cy,120.00\n3,2026-10-04,Voided,Cy,80.00\n4,2026-10-07,Refunded,Ben,-110.00\n"
    )
    assert bring(text)[0] == (4, "220.00", 3)


@pytest.mark.parametrize(
    ("header", "won", "lost"),
    [("Stage", "Closed Won", "Closed Lost"), ("Deal Stage", "won", "lost"), ("销售阶段", "赢单", "输单"), ("商机阶段", "成交", "战败")],
)
def test_what_was_not_won_is_no_sale_and_what_is_under_way_is_asked(bring, header, won, lost):
    text = (
        f"Account Name,{header},Amount,Close Date\nEdge,{won},1500,2026-10-05\nEdge,{lost},1600,2026-10-06\n"
        f"Burl,{won},1800,2026-10-08\nBurl,谈判中,1700,2026-10-09\n"
    )
    with pytest.raises(NeedsChoice) as caught:
        bring(text)
    assert caught.value.code == "meaning_open"
    assert bring(text, meanings={header: {"谈判中": "unpaid"}})[0] == (2, "3300.00", 2)


@pytest.mark.parametrize("name", ["Consumidor", "Khách lẻ", "Walk In Customer", "Laufkunde", "現場客", "Público en general", "フリー"])
def test_a_walk_in_of_a_till_in_another_language_is_no_customer(bring, name):
    text = f"date,bill no,customer,amount\n2026-10-01,1,{name},300\n2026-10-02,2,Ann,100\n2026-10-03,3,{name},200\n"
    assert bring(text)[0] == (3, "600.00", 1)


@pytest.mark.parametrize("way", ["儲值金", "储值金", "會員卡", "儲值餘額"])
def test_what_is_paid_from_a_card_comes_off_it_in_either_script(tmp_path, way):
    path = tmp_path / "bills.csv"
    path.write_text(
        "交易時間,交易編號,交易類型,會員電話,會員姓名,金額,付款方式\n2026/10/01,T0,儲值,0912345678,王小姐,3000,現金\n"
        f"2026/10/02,T1,消費,0912345678,王小姐,320,現金\n2026/10/03,T2,消費,0912345678,王小姐,340,{way}\n",
        encoding="utf-8",
    )
    with closing(Warehouse(tmp_path / "warehouse.duckdb")) as warehouse:
        import_file(warehouse, "s", path)
        rows = read_stored_value(warehouse, 1, date(2026, 10, 31), 60).customers.to_pylist()
    assert [f"{row['balance']:.2f}" for row in rows] == ["2660.00"]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("日期,凭证字号,摘要,科目名称,往来单位,借方金额,贷方金额\n2026-09-02,记-1,收餐费,银行存款,云峰,100,\n", "not_bills"),
        ("客户,1日,2日,3日,4日,5日,6日\n张三,100,,200,,,300\n李四,,50,,,80,\n", "days_across"),
        ("7月,,8月,\n日期,金额,日期,金额\n7月2日,100,8月2日,300\n7月3日,120,8月4日,310\n7月5日,90,8月6日,280\n", "tables_side_by_side"),
    ],
)
def test_what_is_no_list_of_bills_is_refused_for_what_it_is(bring, header, code):
    with pytest.raises(InputError) as caught:
        bring(header)
    assert caught.value.code == code


def test_buddhist_years_are_read(bring):
    came, report = bring("date,customer,amount\n01/10/2569,Ann,100\n25/10/2569,Ben,200\n")
    assert (came, report["first_date"], report["last_date"]) == ((2, "300.00", 2), "2026-10-01", "2026-10-25")


def test_a_void_remark_below_the_rows_looked_at_first_leaves_its_bill_out(bring):
    rows = [f"2026-09-{1 + no % 28:02},{no},客{no},10,桌号{no}" for no in range(1, 900)]
    rows += ["2026-09-30,900,甲,70,作废", "2026-09-30,901,乙,80,客人要求作废一道菜"]
    assert bring("\n".join(["日期,单号,客户,实收金额,备注", *rows, ""]))[0] == (900, "9070.00", 900)  # 899 × 10 + 80
