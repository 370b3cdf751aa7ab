"""Exports of shops, tills and accounts abroad, each told by its columns. Expected values by hand."""

from itertools import count

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import InputError, NeedsChoice
from segmentation.warehouse import Warehouse


@pytest.fixture
def bring(tmp_path):
    """Import literal texts into a store of their own, one after the other; return its bills by number, and the last report."""
    opened, stores = Warehouse(tmp_path / "warehouse.duckdb"), count(1)

    def _bring(*texts, **choices):
        store = next(stores)
        for place, text in enumerate(texts):
            path = tmp_path / f"{place}.csv"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            report = import_file(opened, f"s{store}", path, Choices(**(choices if place == len(texts) - 1 else {})))
        told = (
            "select bill_no, amount::varchar from bills join stores using (store_id) "
            "where stores.name = $store and replaced_by is null order by bill_no"
        )
        return dict(opened.cursor().execute(told, {"store": f"s{store}"}).fetchall()), report

    _bring.warehouse = opened
    yield _bring
    opened.close()


ACCOUNTS = (
    "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,Description,LineAmount,Type,Status\n"
    "Kiwi,INV-1,2026-10-02,2026-10-16,345.00,45.00,345.00,0.00,Dinner,300.00,Sales invoice,Paid\n"
    "Lima,INV-2,2026-10-03,2026-10-17,1150.00,150.00,0.00,1150.00,Banquet,900.00,Sales invoice,Awaiting Payment\n"
    "Lima,INV-2,2026-10-03,2026-10-17,1150.00,150.00,0.00,1150.00,Flowers,100.00,Sales invoice,Awaiting Payment\n"
    "Kiwi,CN-1,2026-10-05,2026-10-05,-69.00,-9.00,-69.00,0.00,Refund,-60.00,Sales credit note,Paid\n"
    "Mako,INV-3,2026-10-06,2026-10-20,230.00,30.00,0.00,0.00,Lunch,200.00,Sales invoice,Voided\n"
    "Nori,INV-4,2026-10-13,2026-10-27,575.00,75.00,200.00,375.00,Banquet,500.00,Sales invoice,Awaiting Payment\n"
    "Opal,BILL-77,2026-10-15,2026-10-29,460.00,60.00,0.00,460.00,Wine,400.00,Purchase invoice,Awaiting Payment\n"
)
ISSUED = {"meanings": {"Status": {"Awaiting Payment": "sale"}}}


def test_an_invoice_counts_with_what_it_comes_to_though_its_total_stands_on_each_line(bring):
    bills, report = bring(ACCOUNTS, **ISSUED)
    assert bills == {"INV-1": "345.00", "INV-2": "1150.00", "CN-1": "-69.00", "INV-4": "575.00"}
    assert report["money"]["repeated"] == "1150.00"


def test_what_the_house_buys_is_no_revenue(bring):
    bills, report = bring(ACCOUNTS, **ISSUED)
    assert "BILL-77" not in bills
    assert report["money"]["expense"] == "460.00"


def test_a_total_on_the_two_lines_of_one_invoice_is_asked_about_where_no_other_row_shows_what_it_is(bring):
    head, _, *both = ACCOUNTS.splitlines(keepends=True)[:4]
    with pytest.raises(NeedsChoice, match="amounts=bill"):
        bring(head + "".join(both), **ISSUED)
    assert bring(head + "".join(both), **ISSUED, amounts="bill")[0] == {"INV-2": "1150.00"}


# --- tips, guests, and orders that nobody paid ---------------------------------------------------------------------------

CHECKS = (
    "Order Id,Opened,# of Guests,Tab Names,Amount,Tax,Tip,Gratuity,Total,Voided,Paid\n"
    "71,2026-10-02 11:58,2,Lau,64.00,6.00,10.00,0.00,80.00,false,2026-10-02 12:40\n"
    "72,2026-10-02 18:30,8,Wong,950.00,85.00,0.00,171.00,1206.00,false,2026-10-02 21:10\n"
    "73,2026-10-02 19:00,2,,88.00,8.00,0.00,0.00,96.00,true,\n"
    "74,2026-10-03 20:40,4,Chu,132.00,12.00,20.00,0.00,164.00,false,2026-10-03 21:30\n"
)


def test_what_is_put_on_a_bill_for_the_waiters_is_taken_off_as_the_tip_is(bring):
    bills, report = bring(CHECKS)
    assert bills == {"71": "70.00", "72": "1035.00", "74": "144.00"}
    assert report["money"]["tips"] == "201.00"


def test_guests_that_are_counted_under_a_number_sign_are_the_covers(bring):
    assert bring(CHECKS)[1]["mapping"]["covers"] == "# of Guests"


ORDERS = (
    "Order Number,Buyer,Quantity,Total Price,Sale Date,Paid On Date\n"
    "O-1,cat,1,1260.00,2026-09-02,2026-09-02\nO-2,dan,3,160.00,2026-09-03,2026-09-04\nO-2,dan,1,,,\nO-3,gil,1,45.00,2026-09-05,\n"
    "O-4,dan,1,-20.00,2026-09-06,\n"
)


def test_whether_an_order_without_a_day_of_paying_counts_is_asked_not_its_lines_and_not_what_went_back(bring):
    with pytest.raises(NeedsChoice) as caught:
        bring(ORDERS)
    assert caught.value.text("en").startswith("1 row (¥45.00) has no day under “Paid On Date”")
    kept = {"O-1": "1260.00", "O-2": "160.00", "O-4": "-20.00"}
    assert bring(ORDERS, meanings={"Paid On Date": {"": "unpaid"}})[0] == kept
    assert bring(ORDERS, meanings={"Paid On Date": {"": "sale"}})[0] == kept | {"O-3": "45.00"}


def test_where_a_state_says_what_an_order_is_its_day_of_paying_is_not_asked(bring):
    text = "Order,Sale Date,Paid On Date,Customer,Total,Status\nA1,2026-09-01,2026-09-02,Ann,100,paid\nA2,2026-09-03,,Bob,50,completed\n"
    assert bring(text)[0] == {"A1": "100.00", "A2": "50.00"}


# --- Japan and Korea -------------------------------------------------------------------------------------------------------

TILL_OF_JAPAN = (
    "取引ID,取引日時,取引区分,取消区分,会員コード,会員名,客数,小計,値引,合計\n"
    "1001,2026/10/01 12:05:10,通常,通常,M001,佐藤 花子,2,3300,300,3000\n1002,2026/10/01 18:30:00,通常,通常,M002,鈴木 一郎,6,48000,0,48000\n"
    "1003,2026/10/02 12:00:00,通常,取消,M003,高橋 健,1,9800,0,9800\n1004,2026/10/03 13:00:00,返品,通常,M001,佐藤 花子,0,-1000,0,-1000\n"
    "1005,2026/10/06 12:00:00,出金,通常,,,0,-5000,0,-5000\n合計,,,,,,9,55100,300,54800\n"
)


@pytest.mark.parametrize(("codec", "name"), [("cp932", "shift_jis"), ("utf-8", "utf-8")])
def test_a_till_of_japan_is_read_with_what_its_rows_mean(bring, codec, name):
    bills, report = bring(TILL_OF_JAPAN.encode(codec))
    assert report["encoding"] == name
    assert bills == {"1001": "3000.00", "1002": "48000.00", "1004": "-1000.00"}
    assert (report["money"]["void"], report["money"]["expense"]) == ("9800.00", "-5000.00")
    assert report["mapping"]["customer_code"] == "会員コード"


def test_a_person_may_say_that_a_text_is_in_the_encoding_of_japan_or_korea(bring):
    for codec, text in (("cp932", "a,date,amount\n山,2026-10-01,5\n"), ("cp949", "a,date,amount\n김철수,2026-10-01,5\n")):
        _, report = bring(text.encode(codec), encoding=codec, walk_ins_only=True)
        assert (report["encoding"], report["amount"]) == ({"cp932": "shift_jis", "cp949": "euc-kr"}[codec], "5.00")


# --- gift cards, accounts of customers, discounts as shares -----------------------------------------------------------------

SQUARE = (
    "Date,Net Sales,Gift Card Sales,Tax,Tip,Total Collected,Card,Cash,Square Gift Card,Other Tender,Transaction ID,Customer ID\n"
    "2026-10-02,$90.00,$0.00,$8.00,$15.00,$113.00,$113.00,$0.00,$0.00,$0.00,TX1,CU1\n"
    "2026-10-04,$0.00,$200.00,$0.00,$0.00,$200.00,$200.00,$0.00,$0.00,$0.00,TX2,CU1\n"
    "2026-10-05,$88.00,$0.00,$6.40,$0.00,$94.40,$0.00,$0.00,$94.40,$0.00,TX3,CU1\n"
    "2026-10-06,$60.00,$0.00,$4.80,$0.00,$64.80,$0.00,$64.80,$0.00,$0.00,TX4,CU2\n"
)


def test_a_column_of_gift_cards_among_the_ways_of_paying_says_what_went_off_them(bring):
    bills, report = bring(SQUARE, currency="USD")
    assert bills == {"TX1": "90.00", "TX3": "88.00", "TX4": "60.00"}
    codes = {each["code"]: each["values"] for each in report["warnings"]}
    assert "card_use_unsaid" not in codes
    assert codes["card_paid_more"] == {"money": "¥6.40"}
    told = "select bill_no from bills where from_card"
    assert bring.warehouse.cursor().execute(told).fetchall() == [("TX3",)]


SALES = "Sale Date,Client ID,Sale ID,Item name,Quantity,Item Price,Discount %,Discount amount,Item Total,Payment Method\n"
USED = "2026-10-01,A,9001,Facial,1,150.00,0,0.00,150.00,Account\n"
PAID_ON = "2026-10-05,A,9002,Account Payment,1,150.00,0,0.00,150.00,Cash\n"
OFF = "2026-10-02,B,9003,Pass,1,300.00,0,30.00,270.00,Visa\n"


def test_what_is_paid_onto_an_account_after_it_was_used_pays_what_was_owed(bring):
    bills, report = bring(SALES + USED + PAID_ON + OFF)
    assert (bills, report["money"]["repayment"]) == (
        {"9001": "150.00", "9003": "270.00"}, "150.00",
    )
    assert bring.warehouse.cursor().execute("select bill_no, owed::varchar from bills where owed > 0").fetchall() == [("9001", "150.00")]


def test_what_is_paid_onto_an_account_that_nobody_uses_is_asked(bring):
    with pytest.raises(NeedsChoice, match="Account Payment"):
        bring(SALES + OFF + PAID_ON)


def test_a_discount_in_money_wins_over_one_in_shares(bring):
    assert bring(SALES + OFF)[1]["mapping"]["discount"] == "Discount amount"


# --- several currencies, summaries, and what needs no question --------------------------------------------------------------

PAID_IN_TWO = (
    "id,Created date,Amount,Amount Refunded,Currency,Converted Amount,Converted Amount Refunded,Converted Currency,Customer ID\n"
    "ch_1,2026-10-01,120.00,0.00,usd,936.00,0.00,hkd,A\nch_2,2026-10-02,50.00,20.00,usd,390.00,156.00,hkd,B\n"
    "ch_3,2026-10-04,300.00,0.00,hkd,300.00,0.00,hkd,D\n"
)


def test_amounts_in_several_currencies_count_as_the_column_that_has_all_of_them_in_one(bring):
    with pytest.raises(NeedsChoice, match="HKD 1,626"):
        bring(PAID_IN_TWO)
    bills, report = bring(PAID_IN_TWO, currency="HKD")
    assert bills == {"ch_1": "936.00", "ch_2": "234.00", "ch_3": "300.00"}
    told = {each["code"]: each["values"] for each in report["warnings"]}["converted_taken"]
    assert told == {"header": "Converted Amount", "other": "Amount", "known": "HKD, USD"}


def test_a_person_who_wants_one_of_several_currencies_gets_its_rows_with_their_refunds(bring):
    assert bring(PAID_IN_TWO, currency="USD")[0] == {"ch_1": "120.00", "ch_2": "30.00"}
    own = {"mapping": {"amount": "Amount"}, "currency": "HKD"}
    assert bring(PAID_IN_TWO, **own)[0] == {"ch_3": "300.00"}


@pytest.mark.parametrize("months", ["1月,2月,3月", "2026-01,2026-02,2026-03", "Jan 26,Feb 26,Mar 26", "Q1,Q2,Q3", "一月,二月,三月"])
@pytest.mark.parametrize("kind", [None, "bills", "totals"])
def test_sums_of_months_side_by_side_are_said_to_be_a_summary_with_what_to_export(bring, months, kind):
    with pytest.raises(InputError) as caught:
        bring(f"客户编号,姓名,{months},合计\nK1,王建国,1200,0,800,2000\nK2,陈美玲,300,300,300,900\n", kind=kind)
    assert caught.value.code == "months_across"
    assert caught.value.values["first"] == months.split(",")[0]


def test_dates_with_dots_are_never_read_with_the_month_first(bring):
    _, report = bring("单号,日期,客户,金额\n1,01.10.2026,甲,100\n2,02.10.2026,乙,50\n")
    assert (report["first_date"], report["last_date"]) == ("2026-10-01", "2026-10-02")


def test_the_day_for_which_a_table_is_kept_is_that_of_the_visit(bring):
    text = "Reservation Date,Created,First Name,Last Name,Phone,POS Total\n2026-10-02,2026-09-20,Ann,Lee,90000001,100\n"
    assert bring(text)[1]["mapping"]["date"] == "Reservation Date"
    hotel = text.replace("POS Total", "POS Total,Check-in").replace(",100\n", ",100,2026-10-05\n")
    assert bring(hotel)[1]["mapping"]["date"] == "Check-in"


def test_one_bill_after_midnight_is_no_reason_to_ask_when_the_day_begins(bring):
    lines = "1,2026-10-02 00:40,甲,茶,10\n1,2026-10-02 00:40,甲,面,20\n2,2026-10-02 19:00,乙,茶,10\n"
    assert bring("单号,日期,客户,商品,金额\n" + lines)[0] == {"1": "30.00", "2": "10.00"}
    with pytest.raises(NeedsChoice, match="day-begins"):
        bring("单号,日期,客户,商品,金额\n" + lines + "3,2026-10-03 01:10,丙,茶,10\n")


def test_bills_of_members_who_are_known_by_another_key_are_told_by_their_e_mails(bring):
    members = "Customer ID,First Name,Last Name,Email,Phone\n701,Ann,Lee,ann@ex.com,90000001\n702,Bo,Chan,BO@ex.com,90000002\n"
    orders = "Order,Date,Email,Total\n1,2026-09-01,ann@ex.com,10\n2,2026-09-02,bo@ex.com,20\n3,2026-09-03,cy@ex.com,30\n"
    told = {each["code"]: each["values"] for each in bring(members, orders)[1]["warnings"]}
    assert told["known_by_email"] == {"emails": "2", "customers": "3"}


# --- a column that says how a row was paid, or that it is none --------------------------------------------------------------

CLUB = (
    "日期,会员卡号,姓名,消费,付款,备注\n2026-09-01,V1,林总,3800,签单,\n,V2,黄总,2600,刷卡,\n2026-09-03,V1,林总,10000,充值,会员充值送1000\n"
    "2026-09-04,V1,林总,4200,会员卡,\n2026-09-05,V3,何小姐,1500,微信,\n2026-09-06,V2,黄总,3100,现金,押金500另退\n"
    "2026-09-07,V2,黄总,-600,退款,酒退回\n2026-09-08,V4,马总,0,招待,老板请客\n2026-09-09,V4,马总,3800,作废,输错\n"
    "2026-09-10,V1,林总,3800,收回签单,9.1账\n"
)
SAID = {"meanings": {"付款": {"收回签单": "repayment"}}}


def test_of_ways_of_paying_beside_kinds_only_what_nobody_knows_is_asked(bring):
    with pytest.raises(NeedsChoice) as caught:
        bring(CLUB, blank_dates="fill")
    assert caught.value.values["values"] == "付款:收回签单 (1, ¥3,800.00)"


def test_what_such_a_column_says_of_the_card_and_of_debts_is_kept(bring):
    _, report = bring(CLUB, **SAID, blank_dates="fill")
    assert report["amount"] == "14600.00"  # 3800 + 2600 + 4200 + 1500 + 3100 - 600
    told = "select amount::varchar, payment_method, from_card, owed::varchar from bills order by bill_date, amount desc"
    assert bring.warehouse.cursor().execute(told).fetchall() == [
        ("3800.00", "签单", False, "3800.00"), ("2600.00", "刷卡", False, None), ("4200.00", "会员卡", True, None),
        ("1500.00", "微信", False, None), ("3100.00", "现金", False, None), ("-600.00", None, False, None), ("0.00", None, False, None),
    ]
    assert "card_use_unsaid" not in {each["code"] for each in report["warnings"]}


def test_a_single_blank_date_of_a_notebook_is_asked_about(bring):
    with pytest.raises(NeedsChoice, match="blank-dates"):
        bring(CLUB, **SAID)
    assert bring(CLUB, **SAID, blank_dates="reject")[1]["rejected"] == 1
