"""A file that has bills on account and what was paid of them later, row below row. Expected values by hand."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.ingest.land import undo
from segmentation.language.errors import NeedsChoice
from segmentation.measures.revenue.receivables import read_receivables

TOGETHER = (
    "账单号,日期,客户姓名,手机号,金额,支付方式,类型\n1,2026-01-01,甲一,13800000001,100.00,挂账,消费\n"
    "2,2026-01-10,甲一,13800000001,{paid}60.00,现金,还款\n3,2026-01-20,乙二,13800000003,300.00,挂账,消费\n"
    "4,2026-02-20,乙二,13800000003,{paid}300.00,微信,回款\n5,2026-02-21,,,{paid}7.00,微信,回款\n"
)
MEANT = {"类型": {"还款": "repayment", "回款": "repayment"}}


def owed(warehouse, day):
    return {row["customer"]: row["receivable"] for row in read_receivables(warehouse, 1, day).customers.to_pylist()}


def test_what_pays_is_asked_about(land):
    with pytest.raises(NeedsChoice) as caught:
        land(TOGETHER.replace("{paid}", ""))
    assert (caught.value.code, "repayment" in caught.value.text("en")) == ("meaning_open", True)


@pytest.mark.parametrize("sign", ["", "-"])
def test_and_lands_as_a_payment_that_comes_off_what_is_owed(land, warehouse, sign):
    report = land(TOGETHER.replace("{paid}", sign), meanings=MEANT)
    assert (report["bills"], report["amount"], report["skipped"]) == (2, "400.00", {"repayment": 3})
    assert [(each["code"], each["count"]) for each in report["warnings"] if each["code"] == "repayments"] == [("repayments", 3)]
    assert owed(warehouse, date(2026, 1, 9)) == {"13800000001": Decimal(100)}
    assert owed(warehouse, date(2026, 1, 20)) == {"13800000001": Decimal(40), "13800000003": Decimal(300)}
    assert owed(warehouse, date(2026, 2, 28)) == {"13800000001": Decimal(40), "13800000003": Decimal(0)}
    undo(warehouse, report["batch"])
    assert warehouse.cursor().execute("select count(*) from payments").fetchall() == [(0,)]
