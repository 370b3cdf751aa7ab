"""Amounts that stand in several columns, and bills of which a part is paid so far: added up and told, or asked about."""

from datetime import date
from itertools import count

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
from segmentation.measures.revenue.stored_value import read_stored_value
from segmentation.warehouse import Warehouse

SPA = (  # what a card paid and what was paid in cash, and two top-ups
    "日期,会员卡号,客户姓名,服务项目,耗卡金额,现金收款,充值金额,赠送\n2026-09-01,V1,陈丽,肩颈,268,0,,\n2026-09-02,V2,刘颖,面部,0,398,,\n"
    "2026-09-03,V1,陈丽,足疗,198,,,\n2026-09-04,,散客,足疗,,198,,\n2026-09-05,V3,吴倩,充值,,,3000,500\n2026-09-06,V3,吴倩,肩颈,268,0,,\n"
)
TILL = (
    "账单号,营业日期,会员姓名,现金,微信,会员卡,挂账,美团\n1,2026-09-01,王丽,,128,,,\n2,2026-09-01,,50,100,,,\n3,2026-09-02,李强,,,300,,\n"
    "4,2026-09-02,赵敏,,,,880,\n5,2026-09-03,,,,,,99\n"
)
TILL_EN = "Check,Date,Guest,Cash,Visa,Gift card\n1,2026-09-01,Ann,10,,\n2,2026-09-02,Bob,,20.50,\n3,2026-09-02,Ann,5,,30\n"
WITH_TOTAL = "账单号,营业日期,会员姓名,现金,微信,合计\n1,2026-09-01,王丽,,128,128\n2,2026-09-01,李强,50,100,150\n3,2026-09-02,李强,20,,20\n"
HOTEL = (  # what was paid proves that a stay comes to its charges
    "预订号,客人姓名,入住日期,房费,杂费,已付金额,状态\nR1,王建国,2026-09-01,960,120,1080,已离店\nR2,李芳,2026-09-02,1440,1120,0,已离店\n"
    "R3,赵敏,2026-09-03,480,0,480,已离店\nR5,周海,2026-09-10,480,0,0,取消\n"
)
PARTLY = (
    "Booking,Guest,Check in,Total,Paid,Status\nR1,Ann,2026-09-01,1080,1080,Checked out\nR2,Bob,2026-09-02,2560,0,Checked out\n"
    "R3,Cho,2026-09-03,480,480,Checked out\nR4,Dan,2026-09-08,2560,500,Checked out\n"
)
SO_FAR = "单号,客户,日期,包席价,已付金额\n1,甲,2026-09-01,100,100\n2,乙,2026-09-02,200,50\n3,丙,2026-09-03,300,300\n"


@pytest.fixture
def bring(tmp_path):
    """Import a literal text into a store of its own; return the amounts of its bills, the report, and the warehouse."""
    opened, stores = Warehouse(tmp_path / "warehouse.duckdb"), count(1)

    def _bring(text, **choices):
        path = tmp_path / "bills.csv"
        path.write_text(text, encoding="utf-8")
        report = import_file(opened, f"s{next(stores)}", path, Choices(**choices))
        told = "select amount::varchar from bills where batch_id = $batch order by bill_date, bill_no, amount"
        rows = opened.cursor().execute(told, {"batch": report["batch"]}).fetchall()
        return [amount for (amount,) in rows], report, opened

    yield _bring
    opened.close()


def _asked(bring, text):
    with pytest.raises(NeedsChoice) as caught:
        bring(text)
    return caught.value.code, caught.value.text("zh")


@pytest.mark.parametrize(
    ("text", "money", "added", "one"),
    [
        (SPA, ("¥734.00", "¥596.00"), ["268.00", "398.00", "198.00", "198.00", "268.00"], ["0.00", "398.00", "198.00", "0.00"]),
        (TILL, ("¥50.00", "¥228.00", "¥300.00", "¥880.00", "¥99.00"), ["128.00", "150.00", "300.00", "880.00", "99.00"], ["50.00"]),
        (TILL_EN, ("¥15.00", "¥20.50", "¥30.00"), ["10.00", "20.50", "35.00"], ["10.00", "5.00"]),
    ],
)
def test_ways_of_paying_without_a_total_are_asked_about_with_the_money_of_each(bring, text, money, added, one):
    code, told = _asked(bring, text)
    assert (code, [each in told for each in money]) == ("columns_summed", [True] * len(money))
    assert bring(text, added="one")[0] == one
    assert bring(text, added="add")[0] == added


def test_what_a_card_paid_goes_off_it_and_a_top_up_without_an_amount_is_no_revenue(bring):
    _amounts, report, opened = bring(SPA, added="add")
    frame = read_stored_value(opened, 1, date(2026, 9, 30), 60).customers
    balances = {row["customer"]: row["balance"] for row in frame.to_pylist()}
    assert (f"{report['amount']}", report["rejected"]) == ("1330.00", 0)
    assert {key: f"{value:.2f}" for key, value in balances.items()} == {"V1": "-466.00", "V3": "3232.00"}  # 3 500 − 268


def test_a_column_that_is_their_sum_is_the_amount(bring):
    assert bring(WITH_TOTAL)[0] == ["128.00", "150.00", "20.00"]


def test_charges_that_what_was_paid_proves_are_added_up_and_told(bring):
    amounts, report, _ = bring(HOTEL)
    assert amounts == ["1080.00", "2560.00", "480.00"]  # the firm that has not paid yet counts with what it owes
    assert "summed" in [notice["code"] for notice in report["warnings"]]


@pytest.mark.parametrize(
    ("text", "money", "due", "paid"),
    [
        (PARTLY, ("¥500.00", "¥5,120.00"), ["1080.00", "2560.00", "480.00", "2560.00"], ["1080.00", "0.00", "480.00", "500.00"]),
        (SO_FAR, ("¥50.00", "¥200.00"), ["100.00", "200.00", "300.00"], ["100.00", "50.00", "300.00"]),
    ],
)
def test_what_is_paid_so_far_is_asked_about_where_bills_came_to_more(bring, text, money, due, paid):
    code, told = _asked(bring, text)
    assert (code, [each in told for each in money]) == ("paid_in_part", [True] * len(money))
    assert bring(text, on_account="paid")[0] == paid
    amounts, report, _ = bring(text, on_account="due")
    assert amounts == due
    assert sum(map(float, report["money"].values())) == sum(map(float, paid))  # what counts, less what is owed, is the file's own column


def test_a_cell_that_is_no_number_leaves_its_row_to_be_mended(bring):
    text = TILL_EN + "4,2026-09-03,Cyd,,lots,\n"
    amounts, report, _ = bring(text, added="add")
    assert (amounts, report["rejected"]) == (["10.00", "20.50", "35.00"], 1)


def test_what_was_rounded_off_a_sum_that_is_round_already_is_not_taken_off_what_is_due(bring):
    text = "账单号,日期,客户,应收金额,优惠金额,抹零,实收金额,支付方式\n1,2026-09-01,甲,300,30,0,270,微信\n2,2026-09-01,乙,520,0,0.80,0,挂账\n"
    assert bring(text, on_account="due")[0] == ["270.00", "520.00"]
