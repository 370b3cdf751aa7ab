"""The plan of a month from the shell."""

import json

BILLS = (
    "账单号,日期,客户编号,客户名称,客户经理,台数,金额\n"
    "B1,2026-08-31,K1,财政局,王经理,1,600\nB2,2026-09-07,K1,财政局,王经理,2,200.50\nB3,2026-09-08,K2,远山,,1,99.50\n"
)


def test_a_plan_is_proposed_grown_and_set(shell, tmp_path):
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "s")[0] == 0
    ask = ("plan", "--store", "s", "--month", "2026-10", "--as-of", "2026-09-30", "--json")
    status, out, err = shell(*ask)
    assert (status, err) == (0, "")
    rows = json.loads(out)
    # K1 is known for 31 days, which are 496/487 of a month: 3 tables and 800.50 in them
    assert rows[0] == {
        "manager": "王经理", "tier": "A", "customers": 1, "frequency": 3 * 487 / 496, "bookings": 3 * 487 / 496,
        "standard": "266.83", "revenue": "785.97", "share_of_target": None, "broken": [],
    }
    nothing = {"customers": 0, "frequency": None, "bookings": 0.0, "standard": None, "revenue": "0.00"}
    assert rows[1] == {"manager": "王经理", "tier": "B", **nothing, "share_of_target": None, "broken": []}
    assert [(row["manager"], row["tier"], row["revenue"]) for row in rows if row["customers"]] == [
        ("王经理", "A", "785.97"), (None, "B", "99.50"),
    ]
    more = ("--house-target", "2000", "--growth", "A:frequency=25%", "--growth", "A:standard=10%")
    grown = json.loads(shell(*ask, *more, "--set")[1])[0]
    assert (grown["revenue"], grown["broken"]) == ("1080.72", ["frequency_above"])  # 785.97480 × 1.375
    assert grown["share_of_target"] == 0.54036
    progress = json.loads(shell("progress", "--store", "s", "--month", "2026-10", "--json")[1])
    assert next(row["target"] for row in progress if row["measure"] == "revenue") == "1080.72"
    assert json.loads(shell(*ask)[1])[0]["share_of_target"] == 0.392985  # the house's target was kept
    status, out, err = shell("plan", "--store", "s", "--month", "2026-10")
    assert (status, err) == (0, "")
    assert "¥900 planned" in out  # by 8 September both are known for less than a month
    assert shell(*ask, "--growth", "A:5%")[0] == 2
    assert shell(*ask, "--house-target", "-5", "--set")[0] == 2


def test_development_counts_what_is_planned(shell, tmp_path):
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "s")[0] == 0
    ask = ("development", "--store", "s", "--month", "2026-10", "--tables", "40", "--periods", "2", "--days", "30")
    status, out, err = shell(*ask, "--json", "--as-of", "2026-09-30")
    assert (status, err) == (0, "")
    planned = 3 * 487 / 496 + 1
    assert json.loads(out) == {
        "wanted_tables": 1920.0, "wanted_customer_tables": 864.0, "planned": planned, "gap": 864 - planned,
        "tables_per_new_customer": None, "customers_to_win": None, "measured_on": 0,  # grade C has nobody
    }
    status, out, err = shell(*ask, "--occupancy", "1", "--share", "1")
    assert (status, err) == (0, "")
    assert "40 tables × 2 meal periods × 30 days × occupancy 1% = 24 tables" in out
    assert "no new customers are needed" in out
    assert shell(*ask, "--occupancy", "101")[0] == 2


def test_points_say_what_is_missing(shell, tmp_path):
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "s")[0] == 0
    ask = ("points", "--store", "s", "--month", "2026-09", "--as-of", "2026-09-30")
    status, out, err = shell(*ask, "--json")
    assert (status, err) == (0, "")
    inputs = {
        "active_then": 1, "still_active": 1, "won": 0, "handed_over": 0, "expected": 0, "happened": 0, "waiting": 0,
        "contribution": "200.50", "target": None,
    }
    assert json.loads(out) == [{
        "manager": "王经理", "kept": 50.0, "controllability": None, "contribution": None, "points": 20.0, "of": 40, "inputs": inputs,
    }]
    assert json.loads(shell(*ask, "--json", "--weights", "60/20/20")[1])[0]["points"] == 30.0
    assert "20.0 of 40" in shell(*ask)[1]
    assert shell(*ask, "--weights", "60/60/60")[0] == 2
