"""indicators and receivables as a person or a program calls them."""

import json

import pytest

from segmentation.measures.composition.indicators import INDICATORS

BILLS = (
    "账单号,日期,客户编号,客户,客户经理,金额,成本,支付方式\n1,2026-06-01,K1,财政局,王经理,100,40,挂账\n2,2026-08-20,K1,财政局,王经理,300,120,挂账\n"
    "3,2026-09-30,K2,远山,,200,80,微信\n"
)
PAYMENTS = "回款日期,客户编号,回款金额\n2026-09-10,K1,150.50\n"


@pytest.fixture
def house(shell, tmp_path):
    for name, text in (("bills.csv", BILLS), ("payments.csv", PAYMENTS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert shell("import", tmp_path / name, "--store", "s")[0] == 0

    def ask(command, *arguments, lang="en"):
        status, out, err = shell(command, "--store", "s", *arguments, "--lang", lang)
        return (status, json.loads(out) if "--json" in arguments and status == 0 else out, err)

    return ask


def test_receivables_have_ages_and_money_as_text(house):
    # the 100 were due on 1 July and are paid, with 50.50 of the 300, which were due on 19 September
    own = {
        "customer": "K1", "name": "财政局", "manager": "王经理", "on_account": "400.00", "received": "150.50", "receivable": "249.50",
        "not_due": "0.00", "days_1_30": "249.50", "days_31_60": "0.00", "days_61_90": "0.00", "days_over_90": "0.00",
        "oldest_due": "2026-09-19", "last_paid": "2026-09-10", "limit": None, "over": False,
    }
    assert house("receivables", "--json")[1] == [own]
    assert house("receivables", "--limit", "200", "--json")[1] == [{**own, "limit": "200.00", "over": True}]
    kept = house("receivables", "--term", "60", "--json")[1][0]  # the limit stays
    assert (kept["not_due"], kept["days_1_30"], kept["limit"]) == ("249.50", "0.00", "200.00")
    assert [row["received"] for row in house("receivables", "--as-of", "2026-09-09", "--json")[1]] == ["0.00"]
    said = house("receivables")[1].splitlines()
    assert said == [
        "¥249.50 is owed by 1 customer; nothing of it is overdue. Over the limit of ¥200.00: 1 customer.",
        "K1  财政局  王经理  ¥249.50  over the limit",
    ]
    assert house("receivables", "--term", "-3")[0] == 2


def test_indicators_stand_by_month_and_say_what_is_missing(house):
    rows = house("indicators", "--period", "month", "--json")[1]
    assert [row["month"] for row in rows[::10]] == ["2026-06", "2026-07", "2026-08", "2026-09"]
    assert [row["indicator"] for row in rows[:10]] == list(INDICATORS)
    last = {row["indicator"]: row for row in rows[-10:]}
    assert last["sales_a_buyer"] == {"month": "2026-09", "indicator": "sales_a_buyer", "value": "200.00", "needs": []}
    assert last["cash_recovery"]["value"] == pytest.approx(350.5 / 200)
    assert last["receivables_recovery"]["value"] == pytest.approx(150.5 / 400)
    assert last["profit_attainment"] == {
        "month": "2026-09", "indicator": "profit_attainment", "value": None, "needs": ["profit_target"],
    }
    assert (last["new_customers"]["value"], last["lost_customers"]["value"]) == (1, 0)
    assert house("indicators", "--period", "week")[0] == 2
    text = house("indicators", lang="zh")[1]
    assert "缺" in text
    assert len(text.splitlines()) == 41
    told = {row["measure"]: row["finding"] for row in house("findings", "--json")[1]}
    assert told["receivables"].startswith("¥249.50 is owed")
    assert told["indicators"].startswith("Sep 2026: A customer who came spent ¥200.00")
