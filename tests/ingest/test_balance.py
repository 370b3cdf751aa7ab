"""What is shown of a file's money adds up to the sum of its own amount column, whatever its lines mean."""

from contextlib import closing
from decimal import Decimal

import pytest

from segmentation.ingest.balance import add_money, say_money
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.report import make_report
from segmentation.warehouse import Warehouse

FILES = {
    # a sale, a top-up, a refund written below zero, a void bill: 188 + 500 - 96 + 40
    "ledger": (
        "流水号,日期,会员,类型,金额\n1,2026-03-01,远山,消费,188\n2,2026-03-01,远山,充值,500\n3,2026-03-02,远山,退款,-96\n4,2026-03-02,云海,作废,40\n",
        {"sale": "188", "refund": "-96", "top_up": "500", "void": "40"}, "92.00",
    ),
    # a refund written above zero: the column says 300 + 100, what counts is 300 - 100
    "positive_refund": (
        "单号,日期,客户,类型,金额\n1,2026-03-01,远山,销售,300\n2,2026-03-02,远山,退货,100\n",
        {"sale": "300", "refund": "100"}, "200.00",
    ),
    # ten bills of 10.005, each rounded to 10.01
    "half_cents": (
        "单号,日期,客户,金额\n" + "".join(f"{row},2026-03-01,远山,10.005\n" for row in range(10)),
        {"sale": "100.10", "rounding": "-0.05"}, "100.10",
    ),
    # a day that nobody can read, a value that nobody knows, one that is not paid
    "odd_rows": (
        "单号,日期,客户,金额,状态\n1,2026-03-01,远山,100,已结账\n2,某天,远山,70,已结账\n3,2026-03-02,云海,55.5,特殊处理\n"
        "4,2026-03-03,云海,20,未付款\n合计,,,245.5,\n",
        {"sale": "100", "not_understood": "70", "ask": "55.5", "unpaid": "20"}, "100.00",
    ),
    # money that goes out, and a currency that is not chosen
    "currencies": (
        "单号,日期,客户,金额,币种,收/支\n1,2026-03-01,远山,80,CNY,收入\n2,2026-03-01,远山,30,USD,收入\n3,2026-03-02,供应商,12,CNY,支出\n",
        {"sale": "80", "currency": "30", "expense": "12"}, "80.00",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_money_by_meaning_adds_up_to_the_amount_column(tmp_path, name):
    text, parts, counted = FILES[name]
    path = tmp_path / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    with closing(Warehouse(tmp_path / "house.duckdb")) as warehouse:
        choices = Choices(currency="CNY") if name == "currencies" else Choices()
        with closing(examine(warehouse, "Pine Hotel", path, choices)) as found:
            report = make_report(found)
    money = add_money([report])
    assert money == {name: Decimal(amount) for name, amount in parts.items()}
    column = [line.split(",")[text.split("\n")[0].split(",").index("金额")] for line in text.splitlines()[1:] if line[0] != "合"]
    assert sum(money.values()) == sum(map(Decimal, column))
    assert report["amount"] == counted


def test_the_line_that_adds_up_is_said_in_both_languages():
    report = {"money": {"sale": "100.10", "rounding": "-0.05"}}
    assert say_money([report], "en") == "Amount column ¥100.05 = sale ¥100.10 − rounding to the cent ¥0.05"
    assert say_money([report], "zh") == "金额列合计¥100.05 = 销售 ¥100.10 − 分以下四舍五入 ¥0.05"
    assert say_money([{"money": {"sale": "20.01", "rounding": "0.0025"}}], "en") == (
        "Amount column ¥20.0125 = sale ¥20.01 + rounding to the cent ¥0.0025"
    )
    assert say_money([{"money": {}}, {}], "en") == ""
