"""The controllable revenue month by month, worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.measures.revenue.controllable import (
    finding_control,
    finding_managers,
    finding_no_managers,
    finding_ratios,
    read_controllable,
)
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build

AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
BILLS = [
    Bill("k1", date(2026, 8, 1), "300.00"), Bill("k2", date(2026, 8, 31), "200.00"), Bill("k3", date(2026, 8, 15), "100.00"),
    Bill(None, date(2026, 8, 20), "400.00"), Bill("散客", date(2026, 8, 20), "0.01"),
    Bill("k1", date(2026, 9, 10), "150.00"), Bill("k3", date(2026, 9, 11), "50.00"), Bill(None, date(2026, 9, 12), "300.00"),
    Bill("k1", date(2026, 9, 28), "900.00"), Bill("k1", date(2026, 8, 5), "77.00", store_id=2),
]
PROFILES = [
    Profile("k1", manager="王经理"), Profile("k2", manager="李经理", has_profile=False), Profile("k3"),
    Profile("散客", "散客", manager="王经理", is_walk_in=True), Profile("k1", store_id=2),
]


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    build(opened, BILLS, PROFILES, stores=("Pine Hotel", "Lake Inn"))
    yield opened
    opened.close()


def say(warehouse, month, total, batch=1):
    with warehouse.writing() as cursor:
        cursor.execute("insert into month_totals values (1, ?, ?, ?)", [batch, month, total])


def months(warehouse, as_of=date(2026, 9, 20), active_days=60, **span):
    return read_controllable(warehouse, 1, as_of, active_days, **span).months.to_pylist()


def amounts(row):
    return [str(row[name]) for name in ("total", "identified", "managed", "managed_active", "walk_in")]


def test_nested_revenue_of_each_month(warehouse):
    august, september = months(warehouse)
    assert amounts(august) == ["1000.01", "600.00", "500.00", "500.00", "400.01"]
    assert amounts(september) == ["500.00", "200.00", "150.00", "150.00", "300.00"]  # the 28th is not seen
    assert [september[f"ratio_{level}"] for level in ("identified", "managed", "managed_active")] == [0.4, 0.3, 0.3]
    assert (august["customers"], august["managed_customers"], september["walk_in_share"]) == (3, 2, 0.6)


def test_what_is_missing_to_the_line(warehouse):
    august, september = months(warehouse)
    assert (august["gap_managed"], september["gap_identified"], september["gap_managed"]) == (0, Decimal("25.00"), Decimal("75.00"))


def test_active_is_weighed_at_the_months_end_or_the_as_of_day(warehouse):
    august, september = months(warehouse, active_days=9)
    assert str(august["managed_active"]) == "200.00"  # k1 was last here on the 1st, 30 days before the end
    assert str(september["managed_active"]) == "0.00"  # the 10th, 10 days before the as-of day
    assert str(months(warehouse, active_days=10)[1]["managed_active"]) == "150.00"


def test_a_month_is_complete_when_the_data_reach_its_last_day(warehouse):
    assert [row["complete"] for row in months(warehouse)] == [True, False]
    assert [row["complete"] for row in months(warehouse, as_of=date(2026, 8, 31))] == [True]
    assert [row["complete"] for row in months(warehouse, as_of=date(2026, 8, 30))] == [False]
    assert [row["complete"] for row in months(warehouse, as_of=date(2026, 10, 31))] == [True, False, False]  # no bill after 28 September


def test_a_said_total_replaces_the_sum_of_the_bills(warehouse):
    say(warehouse, AUGUST, 1250)
    august = months(warehouse)[0]
    assert amounts(august) == ["1250.00", "600.00", "500.00", "500.00", "650.00"]
    assert (august["ratio_managed"], august["billed"], august["said"], august["conflict"]) == (0.4, Decimal("1000.01"), True, False)
    say(warehouse, AUGUST, 2000, batch=2)
    assert months(warehouse)[0]["ratio_managed"] == 0.25
    say(warehouse, AUGUST, None, batch=3)  # taken back
    assert (months(warehouse)[0]["total"], months(warehouse)[0]["said"]) == (Decimal("1000.01"), False)


def test_a_total_below_the_customers_own_bills_gives_no_ratio_but_both_figures(warehouse):
    say(warehouse, AUGUST, Decimal("599.99"))
    found = read_controllable(warehouse, 1, date(2026, 9, 20), 60)
    august = found.months.to_pylist()[0]
    assert (august["conflict"], august["ratio_managed"], august["gap_managed"], august["walk_in_share"]) == (True, None, None, None)
    assert found.whole["ratio_managed"] is None
    assert found.conflicts("en") == [
        "The total of Aug 2026, ¥599.99, is smaller than the customers' own bills of that month, ¥600.00. "
        "Correct the total or take it back."
    ]


def test_all_months_together_are_one_period(warehouse):
    say(warehouse, AUGUST, 1250)
    whole = read_controllable(warehouse, 1, date(2026, 9, 20), 15).whole
    assert amounts(whole) == ["1750.00", "800.00", "650.00", "450.00", "950.00"]  # k2 was last here 20 days ago
    assert (whole["complete"], whole["said"]) == (False, True)


def test_managers_add_up_to_the_managed_revenue(warehouse):
    found = read_controllable(warehouse, 1, date(2026, 9, 20), 60)
    assert [(row["month"], row["manager"], row["customers"], str(row["managed"])) for row in found.managers.to_pylist()] == [
        (AUGUST, "王经理", 1, "300.00"), (AUGUST, "李经理", 1, "200.00"), (SEPTEMBER, "王经理", 1, "150.00"),
    ]
    assert found.managers["share"].to_pylist()[2] == 0.3


def test_months_are_limited_and_those_without_bills_are_there(warehouse):
    build(warehouse, [Bill("k1", date(2026, 5, 31)), Bill("k1", date(2026, 8, 1))])
    rows = months(warehouse, as_of=date(2026, 8, 2))
    assert [(row["month"].month, str(row["total"]), row["ratio_managed"]) for row in rows] == [
        (5, "100.00", 0.0), (6, "0.00", None), (7, "0.00", None), (8, "100.00", 0.0),
    ]
    assert [row["month"].month for row in months(warehouse, as_of=date(2026, 8, 2), first=date(2026, 6, 9), last=date(2026, 7, 1))] == [6, 7]


def test_amounts_are_not_cut_where_refunds_to_others_make_them_larger_than_the_whole(warehouse):
    bills = [Bill("k1", SEPTEMBER, 100), Bill("k3", SEPTEMBER, -30), Bill(None, SEPTEMBER, -10)]
    build(warehouse, bills, [Profile("k1", manager="王经理")])
    row = months(warehouse)[0]
    assert amounts(row) == ["60.00", "70.00", "100.00", "100.00", "-10.00"]
    assert (row["ratio_identified"], row["ratio_managed"], row["walk_in_share"]) == (None, None, None)
    assert read_controllable(warehouse, 1, SEPTEMBER, 60).notes("en") == [
        "In Sep 2026 managed customers brought ¥100.00, more than the whole revenue of ¥60.00, because refunds to others are taken "
        "off the revenue. So no share is given."
    ]


def test_a_store_without_bills_gives_nothing(warehouse):
    build(warehouse)
    found = read_controllable(warehouse, 1, SEPTEMBER, 60)
    assert (found.months.num_rows, found.managers.num_rows, found.whole) == (0, 0, None)


def test_where_refunds_leave_no_revenue_no_share_is_told_and_the_months_are_not_said_to_be_missing(warehouse):
    build(warehouse, [Bill("k1", AUGUST, -100), Bill(None, SEPTEMBER, -5)], PROFILES, stores=("Pine Hotel",))
    found = read_controllable(warehouse, 1, date(2026, 9, 30), 60)
    assert finding_ratios(found.months, "en") == "No complete month has a revenue of which a share could be told"
    assert "share of it" in finding_managers(found.managers, "en")
    assert "–" not in finding_managers(found.managers, "en")
    build(warehouse, [Bill("k1", SEPTEMBER, 100)], PROFILES, stores=("Pine Hotel",))
    assert finding_ratios(read_controllable(warehouse, 1, SEPTEMBER, 60).months, "en") == "No complete month yet"


def test_months_without_revenue_since_are_said_before_the_last_that_has_a_share(warehouse):
    bills = [Bill("k1", date(2026, 6, 1), 60), Bill(None, date(2026, 6, 30), 40), Bill("k1", date(2026, 9, 20), 10)]
    build(warehouse, bills, PROFILES)  # July and August are complete and have nothing, September is not over
    found = read_controllable(warehouse, 1, date(2026, 9, 20), 60)
    since = "No share can be told of Jul 2026 – Aug 2026; "
    assert finding_control(found, "en").startswith(f"{since}in Jun 2026 the house controlled 60% of its revenue.")
    assert finding_ratios(found.months, "en") == f"{since}managed customers brought 60% of the whole revenue in Jun 2026"


def test_why_a_month_has_no_manager_is_said_as_it_is(warehouse):
    build(warehouse, [Bill("k3", AUGUST, 60), Bill(None, SEPTEMBER, 40)], PROFILES)
    found = read_controllable(warehouse, 1, SEPTEMBER, 60)
    assert finding_no_managers(found, AUGUST, "en").startswith("Nobody looks after the customers who have a bill in Aug 2026.")
    said = "No bill of Sep 2026 names a customer, so no manager looks after any of it."
    assert finding_no_managers(found, SEPTEMBER, "en") == said
