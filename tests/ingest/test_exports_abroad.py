"""Exports of shops, tills and accounts abroad, each told by its columns. Expected values by hand."""

from itertools import count

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
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
