"""festivals, occupancy and rules as a person or a program calls them, over one house of three bills."""

import json

import pytest

BILLS = (
    "账单号,日期,客户编号,客户,客户经理,金额,台数\n1,2025-10-06,K1,财政局,王经理,300,3\n2,2026-09-25,K2,远山,,200,1\n3,2026-09-26,,,,50,2\n4,2025-09-01,K2,远山,,10,1\n"
)


@pytest.fixture
def house(shell, tmp_path):
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "s")[0] == 0

    def ask(command, *arguments):
        status, out, err = shell(command, "--store", "s", *arguments, "--lang", "en")
        return (status, json.loads(out) if "--json" in arguments and status == 0 else out, err)

    return ask


def test_what_programs_get_of_festivals_occupancy_and_rules(house, tmp_path):
    ahead = house("festivals", "--on", "2026-09-27", "--json")[1]
    assert len(ahead) == 10
    assert {name: ahead[0][name] for name in ("festival", "day", "lunar", "first", "last", "days_until")} == {
        "festival": "national", "day": "2026-10-01", "lunar": "lunar 8-21", "first": "2026-09-24", "last": "2026-10-02", "days_until": 4,
    }
    # mid-autumn 2026 is of the days to 25 September + 1: one customer with 200, and 50 of a walk-in
    assert "2026: 1 customer, ¥200 of ¥250 in all" in house("festivals", "--on", "2026-09-27")[1]
    assert all(each["day_last_time"] is None for each in house("festivals", "--as-of", "2030-01-01", "--json")[1])
    status, _out, err = house("foresight", "--as-of", "2026-10-24")
    assert (status, "end on 2026-09-26" in err) == (2, True)
    assert house("foresight", "--as-of", "2026-10-23")[0] == 0
    [found] = house("festivals", "--festival", "mid_autumn", "--out", tmp_path / "missed.csv", "--json")[1]
    names = ("year", "customers_then", "customers_revenue_then", "revenue_then", "customers_now", "customers_revenue_now", "revenue_now", "missed", "missed_spent", "can_compare")
    assert [found[name] for name in names] == [2026, 1, "300.00", "300.00", 1, "200.00", "250.00", 1, "300.00", False]  # no bills for months between
    text = (tmp_path / "missed.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(text) == 2
    assert text[1].startswith("K1,财政局,")
    assert house("festivals", "--festival", "qixi", "--days", "99", "1")[0] == 2
    assert house("occupancy", "--tables", "0")[0] == house("occupancy", "--tables", "4", "--periods", "0")[0] == 2
    assert house("occupancy", "--open-days", "2027-01", "20")[0] == 2
    status, out, _err = house("occupancy", "--tables", "4", "--open-days", "2025-10", "15", "--json")
    assert (status, out[1]) == (0, {"month": "2025-10", "tables_used": 3, "capacity": 120, "occupancy": 0.025, "open_days": 15, "is_over": True})
    assert (out[2]["tables_used"], out[2]["capacity"], out[2]["is_over"]) == (3, 16, False)
    rules = house("rules", "--json")[1]
    assert (len(rules), {each["verdict"] for each in rules}) == (9, {"cannot_tell"})
    assert rules[0] == {"rule": "occupancy", "verdict": "cannot_tell", "n": 0, "low": None, "high": None, "value": None, "needs": "months", "own": None}
    assert "Of 9 rules of thumb, found to hold in this house: 0" in house("rules")[1]
