"""What stands on the rows of a bill beside its sale: refunds of one item, payments, taxes. Expected values by hand."""

from itertools import count

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
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


@pytest.fixture
def bring(tmp_path):
    """Import a literal text into a store of its own; return bills, revenue and customers with a bill, and the report."""
    opened, stores = Warehouse(tmp_path / "warehouse.duckdb"), count(1)

    def _bring(text, **choices):
        path = tmp_path / "bills.csv"
        path.write_text(text, encoding="utf-8")
        store = next(stores)
        report = import_file(opened, f"s{store}", path, Choices(**choices))
        told = (
            "select count(*), sum(amount)::varchar, count(distinct customer_key) filter (where not is_walk_in) from bills "
            "left join customers using (store_id, customer_key) where store_id = $store"
        )
        return opened.cursor().execute(told, {"store": store}).fetchall()[0], report

    yield _bring
    opened.close()


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
