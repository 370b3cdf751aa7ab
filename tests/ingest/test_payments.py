"""The flow of a payment firm holds the same money as the till's bills: whether it counts is asked before anything is written."""

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.ingest.stores import list_stores
from segmentation.language.errors import InputError, NeedsChoice
from segmentation.warehouse import Warehouse

ACQUIRER = (
    "商户号,门店名,终端号,交易时间,交易类型,参考号,卡号,交易金额,手续费,结算金额\n"
    "8201,川味人家,T1,2026-10-02 13:05:20,消费,99100001,622202******1234,1234.50,4.69,1229.81\n"
    "8201,川味人家,T1,2026-10-02 20:31:10,消费,99100002,622848******5678,880.00,3.34,876.66\n"
    "8201,川味人家,T1,2026-10-02 20:40:10,退货,99100003,622848******5678,-880.00,0.00,-880.00\n"
    "8201,川味人家,T2,2026-10-03 12:20:50,消费,99100004,622588******9012,2400.00,9.12,2390.88\n"
)
LAKALA = (
    "交易日期,交易时间,商户编号,终端号,卡类型,系统参考号,金额,扣率,入账金额\n"
    "2026-10-02,13:05:20,8201,T1,贷记卡,771,1234.50,0.38%,1229.81\n2026-10-03,12:20:50,8201,T2,借记卡,772,2400.00,0.38%,2390.88\n"
)
UNION_PAY = (  # no fee: the firm is told by its own numbers
    "商户编号,终端编号,交易日期,交易时间,交易类型,卡号,发卡行,交易金额,参考号,批次号\n"
    "8983,4000,2026-10-02,18:21:02,消费,622848******1127,农业银行,1510.00,182102110001,12\n"
    "8983,4000,2026-10-03,10:00:00,消费,621700******2290,建设银行,2400.00,184110110002,13\n"
    "8983,4000,2026-10-03,10:30:00,退货,621700******2290,建设银行,275.50,184110110003,14\n"
)
CARD_SLIPS = "Date,Terminal ID,RRN,Card Number,Amount\n2026-10-02,T1,7701,411111******1111,1234.50\n2026-10-03,T2,7702,555555******4444,2400.00\n"
SLIPS = "交易时间,终端号,授权码,凭证号,交易金额\n2026-10-02 13:05,T1,A1,001,1234.50\n2026-10-03 12:20,T2,A2,002,2400.00\n"
STRIPE = (
    "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description\n"
    "txn_1,charge,ch_1,1234.50,4.69,1229.81,cny,2026-10-02 05:05,2026-10-04 00:00,Order 1\n"
    "txn_2,charge,ch_2,2400.00,9.12,2390.88,cny,2026-10-03 04:20,2026-10-05 00:00,Order 2\n"
)
TILL = (
    "账单号,日期,桌号,手机,实收金额\nB1,2026-10-02,8,13900000001,1234.50\nB2,2026-10-03,9,13900000002,2400.00\n"
)
WITH_RATE = (  # nothing of the firm but its fee, at a rate
    "交易时间,订单号,交易类型,交易金额,手续费,费率,支付渠道\n2026-10-02 13:05:20,P1,支付,1234.50,4.69,0.38%,微信\n"
    "2026-10-03 12:20:50,P2,支付,2400.00,9.12,0.38%,支付宝\n"
)
MERCHANT_S = (  # the firm calls the number of the till the merchant's
    "交易时间,商户订单号,交易类型,交易金额,手续费\n2026-10-02 13:05:20,B1,支付,1234.50,4.69\n2026-10-03 12:20:50,B2,支付,2400.00,9.12\n"
)
WITH_BUYERS = (  # a payment app names who paid, and may be all that a shop has
    "交易时间,商户号,微信订单号,用户标识,交易状态,应结订单金额,手续费\n2026-10-02 13:05:20,1900,42001,oUserA,SUCCESS,1234.50,4.69\n"
    "2026-10-03 12:20:50,1900,42002,oUserB,SUCCESS,2400.00,9.12\n"
)


@pytest.fixture
def bring(tmp_path):
    """Import a literal text into the store s; return its report and what the store holds."""
    opened = Warehouse(tmp_path / "warehouse.duckdb")

    def _bring(text, name="flow", **choices):
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        report = import_file(opened, "s", path, Choices(**choices))
        return report, [(row["bills"], str(row["amount"]), row["customers"]) for row in list_stores(opened)]

    _bring.stores = lambda: [(row["bills"], str(row["amount"])) for row in list_stores(opened)]
    yield _bring
    opened.close()


@pytest.mark.parametrize(("text", "bills", "amount"), [
    (ACQUIRER, 4, "3634.50"), (LAKALA, 2, "3634.50"), (STRIPE, 2, "3634.50"), (WITH_RATE, 2, "3634.50"), (MERCHANT_S, 2, "3634.50"),
    (UNION_PAY, 3, "3634.50"), (CARD_SLIPS, 2, "3634.50"), (SLIPS, 2, "3634.50"),
])
def test_a_flow_that_names_nobody_is_asked_about_and_counts_only_where_it_is_all_there_is(bring, text, bills, amount):
    with pytest.raises(NeedsChoice) as caught:
        bring(text)
    assert (caught.value.code, "--payments=out" in caught.value.text("en"), bring.stores()) == ("payment_flow", True, [])
    with pytest.raises(InputError) as caught:
        bring(text, payments="out")
    assert (caught.value.code, bring.stores()) == ("payments_out", [])
    report, store = bring(text, payments="count")
    assert store == [(bills, amount, 0)]
    assert not report["rejected"]


def test_a_flow_beside_the_till_s_bills_is_asked_about_though_it_names_who_paid(bring):
    assert bring(WITH_BUYERS)[1] == [(2, "3634.50", 2)]  # the only record of the sales
    bring_till = bring(TILL, "till", missing_bills="keep")[1]
    assert bring_till == [(4, "7269.00", 4)]
    again = WITH_BUYERS.replace("4200", "4300")
    for answer in (None, "count"):  # said of a file that stood alone
        with pytest.raises(NeedsChoice) as caught:
            bring(again, "again", payments=answer)
        assert caught.value.code == "payment_flow_beside"
    assert bring(again, "again", payments="both", missing_bills="keep")[1] == [(6, "10903.50", 4)]


@pytest.mark.parametrize("flow", [UNION_PAY, CARD_SLIPS, SLIPS])
def test_a_flow_without_a_fee_beside_the_till_is_asked_about(bring, flow):
    bring(TILL, "till")
    with pytest.raises(NeedsChoice) as caught:
        bring(flow)
    assert (caught.value.code, bring.stores()) == ("payment_flow_beside", [(2, "3634.50")])


def test_a_flow_that_names_tax_and_customers_is_known_by_what_only_the_firm_says(bring):
    flow = (  # of its own fee, the tax; both payments are the till's
        "id,Created,Amount,Amount Refunded,Fee,Tax,Status,Statement Descriptor,Customer Email,Captured\n"
        "ch_1,2026-10-02 13:05,1234.50,0.00,4.69,0.00,Paid,HAUS,paul@k.de,true\n"
        "ch_2,2026-10-03 12:20,2400.00,0.00,9.12,0.00,Paid,HAUS,,true\n"
    )
    assert bring(TILL, "till")[1] == [(2, "3634.50", 2)]
    with pytest.raises(NeedsChoice) as caught:
        bring(flow)
    assert (caught.value.code, caught.value.values["amount"]) == ("payment_flow_beside", "¥3,634.50")


def test_bills_of_a_till_beside_a_flow_are_asked_about(bring):
    bring(ACQUIRER, payments="count")
    with pytest.raises(NeedsChoice) as caught:
        bring(TILL, "till")
    assert (caught.value.code, bring.stores()) == ("missing_bills", [(4, "3634.50")])
    assert bring(TILL, "till", missing_bills="remove")[1] == [(2, "3634.50", 2)]


def test_a_flow_with_the_numbers_of_the_till_cannot_take_the_place_of_its_bills(bring):
    assert bring(TILL, "till")[1] == [(2, "3634.50", 2)]
    for answer in (None, "both"):
        with pytest.raises(NeedsChoice) as caught:
            bring(MERCHANT_S, payments=answer)
        assert (caught.value.code, caught.value.values["shared"]) == ("payment_flow_same", "2")
    with pytest.raises(InputError) as caught:
        bring(MERCHANT_S, payments="out")
    assert (caught.value.code, bring.stores()) == ("payments_out", [(2, "3634.50")])


def test_the_till_s_own_bills_with_a_service_fee_are_no_flow(bring):
    assert bring("账单号,日期,桌号,人数,服务费,实收金额,结算方式\nB1,2026-10-02,8,4,10.00,110.00,现金\n", walk_ins_only=True)[1] == [(1, "110.00", 0)]
