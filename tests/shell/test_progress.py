"""The progress of a month from the shell."""

import json

BILLS = (
    "账单号,日期,客户编号,客户名称,客户经理,台数,金额\n"
    "B1,2026-08-03,K1,财政局,王经理,1,600\nB2,2026-09-07,K1,财政局,王经理,2,200.50\nB3,2026-09-08,K2,远山,,1,99.50\n"
)


def test_a_month_without_a_plan_says_what_was_done(shell, tmp_path):
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "s")[0] == 0
    status, out, err = shell("progress", "--store", "s", "--month", "2026-09", "--json")
    assert (status, err) == (0, "")
    # only 3 August, a Monday, had revenue: of the four Mondays of September one has passed
    nothing = {"target": None, "expected_by_now": None}
    assert [row for row in json.loads(out) if row["measure"] == "revenue"] == [
        {"manager": "王经理", "tier": "A", "measure": "revenue", "actual": "200.50", "projection": "802.00", "low": "802.00",
         "high": "802.00", **nothing},
        {"manager": None, "tier": "new", "measure": "revenue", "actual": "99.50", "projection": "398.00", "low": "398.00",
         "high": "398.00", **nothing},
    ]
    assert shell("progress", "--store", "s", "--month", "x")[0] == 2
