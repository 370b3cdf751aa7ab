"""What every measure finds, in sentences, from the shell."""

import json

import pytest

BILLS = (
    "账单号,日期,客户编号,客户名称,客户经理,客户分类,金额\n"
    "B1,2026-08-01,K1,财政局,王经理,政府,600.50\nB2,2026-09-02,K1,财政局,王经理,政府,200\nB3,2026-09-03,K2,远山,,S,99.50\n"
    "B4,2026-09-04,,散客,,,100\nB5,2026-09-20,K2,远山,,S,-0.50\n"
)
MEASURES = [
    "overview", "controllable", "modules", "indicators", "occupancy", "rules", "festivals", "pyramids", "tiers", "retention", "bridge", "cohorts", "return-curve", "migration",
    "warnings", "win-backs", "assign",
]


@pytest.fixture
def house(shell, tmp_path):
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "s")[0] == 0
    return shell


def test_every_measure_says_its_finding(house):
    status, out, err = house("findings", "--store", "s", "--json", "--lang", "en")
    assert (status, err) == (0, "")
    found = {row["measure"]: row["finding"] for row in json.loads(out)}
    assert list(found) == MEASURES
    assert found["tiers"] == "A: 1 customer brings 89% of what customers bring."  # 800.50 of 899.50
    assert found["controllable"].startswith("The house controls 100% of its revenue in Aug 2026.")
    assert found["modules"] == "Government customers bring the most, 89% of what customers bring, and Government A alone 89%."


def test_findings_come_in_chinese_a_line_each(house):
    status, out, _err = house("findings", "--store", "s", "--lang", "zh")
    lines = dict(line.split("  ", 1) for line in out.splitlines())
    assert (status, list(lines)) == (0, MEASURES)
    assert lines["tiers"] == "A级：1位客户，占客户总贡献的89%。"


def test_under_a_scheme_of_thresholds_it_says_who_is_close(house):
    assert house("findings", "--store", "s", "--scheme", "cards", "--json")[0] == 0


def test_an_unknown_store_is_refused(house):
    status, out, err = house("findings", "--store", "x")
    assert (status, out) == (2, "")
    assert "x" in err


def test_where_nobody_brought_anything_it_says_so(house):
    out = house("findings", "--store", "s", "--as-of", "2029-12-31", "--json", "--lang", "en")[1]
    found = {row["measure"]: row["finding"] for row in json.loads(out)}
    assert found["tiers"] == found["pyramids"] == "Nothing is left of what was brought in this window, refunds deducted"
    assert found["modules"] == "No customer with a module brought anything in this window."
