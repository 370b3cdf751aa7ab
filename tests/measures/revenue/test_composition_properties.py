"""What must hold for any house: slices and walk-ins are the revenue, shares are one, nested ratios never cross."""

import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.revenue.comparison import find_gaps
from segmentation.measures.revenue.composition import BY, compose, composition
from segmentation.measures.revenue.controllable import LEVELS, read_controllable
from segmentation.measures.revenue.targets import parse_growth, preset_targets
from segmentation.schemes import load_scheme
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build

ABCD = load_scheme("abcd")
FIRST = date(2025, 6, 1)
CUSTOMERS = ["a", "b", "c", "d", "e", "散客", None]

cents = st.integers(-20_000, 900_000).map(lambda number: Decimal(number) / 100)
bills = st.lists(
    st.builds(
        Bill, st.sampled_from(CUSTOMERS), st.integers(0, 500).map(lambda day: FIRST + timedelta(days=day)), cents,
        tables=st.integers(0, 3), store_id=st.integers(1, 2),
    ),
    max_size=30,
)
profiles = st.fixed_dictionaries({
    customer: st.builds(
        Profile, st.just(customer), module=st.sampled_from([None, "政府", "G", "贵宾", "私企"]), manager=st.sampled_from([None, "王", "李"])
    )
    for customer in ["a", "b", "c", "unseen"]
}).map(lambda known: [*known.values(), Profile("散客", "散客", manager="王", is_walk_in=True)])
as_ofs = st.integers(0, 520).map(lambda day: FIRST + timedelta(days=day))
windows = st.sampled_from(["60", "90", "180", "365", "all"])
quick = settings(max_examples=12)


@pytest.fixture(scope="module")
def warehouse():
    with tempfile.TemporaryDirectory() as folder:
        opened = Warehouse(Path(folder) / "w.duckdb")
        yield opened
        opened.close()


def revenue(rows, as_of, window):
    start = date.min if window == "all" else as_of - timedelta(days=int(window) - 1)
    return sum((Decimal(bill.amount) for bill in rows if bill.store_id == 1 and start <= bill.day <= as_of), Decimal(0))


@quick
@given(bills, profiles, as_ofs, windows)
def test_slices_and_walk_ins_are_the_revenue_to_the_cent_and_shares_are_one(warehouse, rows, known, as_of, window):
    build(warehouse, rows, known, stores=("s", "t"))
    chosen = {**ABCD.defaults(), "window": window}
    grades = grade_in_full(warehouse, 1, ABCD, as_of, chosen)
    # Whose bills are all below zero has not visited: he is in the money, and nobody is counted.
    seen = {bill.customer for bill in rows if bill.store_id == 1 and bill.day <= as_of and bill.amount >= 0} - {None, "散客"}
    for by in BY:
        found = compose(warehouse, 1, ABCD, as_of, chosen, grades, by)
        assert found.total == revenue(rows, as_of, window)
        assert found.contribution + found.walk_in == found.total
        assert found.customers == len(seen)
        for share in ("customer_share", "contribution_share"):
            shares = [getattr(each, share) for each in found.slices]
            assert set(shares) <= {None} or sum(shares) == pytest.approx(1)
        managed = sum((each.managed for each in found.slices), Decimal(0))
        is_share = found.total > 0 and 0 <= managed <= found.total
        assert found.controlled_share == (float(managed / found.total) if is_share else None)


@quick
@given(bills, profiles, as_ofs, as_ofs)
def test_gaps_between_two_days_cancel_out(warehouse, rows, known, one_day, other_day):
    build(warehouse, rows, known, stores=("s", "t"))
    one, other = (composition(warehouse, 1, ABCD, day, ABCD.defaults(), "module") for day in (one_day, other_day))
    gaps = find_gaps(one, other)
    assert [gap.size for gap in gaps] == sorted((gap.size for gap in gaps), reverse=True)
    alike = 0.0 if one.customers else None
    assert [(gap.key, gap.customer_points) for gap in find_gaps(one, one)] == [(each.key, alike) for each in one.slices]
    if one.customers and other.customers:
        assert sum(gap.customer_points for gap in gaps) == pytest.approx(0, abs=1e-9)


@quick
@given(
    bills, profiles, as_ofs, st.integers(1, 90),
    st.lists(st.tuples(st.integers(0, 17), st.integers(0, 5_000_000).map(lambda number: Decimal(number) / 100)), max_size=4),
)
def test_nested_ratios_never_cross(warehouse, rows, known, as_of, active_days, said):
    build(warehouse, rows, known, stores=("s", "t"))
    with warehouse.writing() as cursor:
        cursor.execute("delete from month_totals")
        for batch, (month, total) in enumerate(said):
            place = FIRST.year * 12 + FIRST.month - 1 + month
            cursor.execute("insert into month_totals values (1, ?, ?, ?)", [batch, date(place // 12, place % 12 + 1, 1), total])
    found = read_controllable(warehouse, 1, as_of, active_days)
    periods = [*found.months.to_pylist(), *([found.whole] if found.whole else [])]
    for row in periods:
        if all(bill.amount >= 0 for bill in rows):  # refunds are netted and nothing is cut, so that they may turn the order over
            assert row["identified"] >= row["managed"] >= row["managed_active"] >= 0
        assert row["identified"] + row["walk_in"] == row["total"]
        ratios = [row[f"ratio_{level}"] for level in LEVELS]
        if row["conflict"]:
            assert row["said"]
        if row["conflict"] or row["total"] <= 0:
            assert ratios == [None] * 3
        else:
            amounts = [row[level] for level in LEVELS]
            assert ratios == [float(amount / row["total"]) if 0 <= amount <= row["total"] else None for amount in amounts]
    billed = sum((row["billed"] for row in found.months.to_pylist()), Decimal(0))
    assert billed == revenue(rows, as_of, "all")
    if found.whole:
        assert found.whole["total"] == sum(row["total"] for row in found.months.to_pylist())


@quick
@given(bills, profiles, st.integers(-2000, 2000).map(lambda number: Decimal(number) / 100), st.integers(-1000, 1000))
def test_targets_are_the_contribution_times_both_growths_to_the_cent(warehouse, rows, known, frequency, standard):
    build(warehouse, rows, known, stores=("s", "t"))
    growth = parse_growth(frequency, Decimal(standard) / 100)
    table = preset_targets(warehouse, 1, ABCD, date(2026, 9, 30), ABCD.defaults(), "module_tier", growth)
    for row in table.to_pylist():
        factor = (1 + growth.frequency / 100) * (1 + growth.standard / 100) if row["contribution"] > 0 else 1
        assert row["target"] == (row["contribution"] * factor).quantize(Decimal("0.01"), "ROUND_HALF_UP")
