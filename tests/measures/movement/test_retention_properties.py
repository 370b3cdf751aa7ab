"""What must hold for any house: the bridge adds up and is what one counts by hand; later bills and cut files change nothing."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.measures.movement.cohorts import read_cohorts
from segmentation.measures.movement.lifetime import read_lifetime
from segmentation.measures.movement.retention import PERIODS, calendar_periods, read_retention
from segmentation.measures.movement.return_chance import read_return_curve
from segmentation.schemes import load_scheme
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build
from tests.naive_retention import bridge, cohort_cells, seen_by

ABCD = load_scheme("abcd")
FIRST = date(2025, 6, 1)
days = st.integers(0, 500).map(lambda number: FIRST + timedelta(days=number))
bills = st.lists(
    st.builds(Bill, st.sampled_from(["a", "b", "c", "d", "散客", None]), days, st.integers(-50, 900), store_id=st.integers(1, 2)),
    max_size=30,
)
as_ofs = st.integers(0, 520).map(lambda number: FIRST + timedelta(days=number))
looks = st.fixed_dictionaries({
    "active_days": st.one_of(st.integers(1, 40), st.integers(1, 400)), "window": st.sampled_from(["60", "90", "180", "365", "all"]),
})
WALK_IN = [Profile("散客", "散客", is_walk_in=True)]
quick = settings(max_examples=12)


@pytest.fixture(scope="module")
def warehouse():
    with tempfile.TemporaryDirectory() as folder:
        opened = Warehouse(Path(folder) / "w.duckdb")
        yield opened
        opened.close()


@quick
@given(bills, as_ofs, looks, st.sampled_from(PERIODS))
def test_the_bridge_adds_up_and_is_what_one_counts_by_hand(warehouse, rows, as_of, look, period):
    build(warehouse, rows, WALK_IN, stores=("s", "t"))
    found = read_retention(warehouse, 1, as_of, {**ABCD.defaults(), **look}, period)
    first = min((bill.day for bill in rows if bill.store_id == 1 and bill.day <= as_of), default=None)
    spans = [] if first is None else calendar_periods(first, as_of, period)
    seen, before = seen_by(rows, as_of), 0
    assert found.periods.num_rows == len(spans)
    for row, (start, end) in zip(found.periods.to_pylist(), spans, strict=True):
        assert row["active_end"] == row["active_start"] - row["churned"] + row["reactivated"] + row["new"]
        assert row["active_start"] == before
        before = row["active_end"]
        by_hand = bridge(seen, start, min(end, as_of), look["active_days"], look["window"])
        assert {name: row[name] for name in by_hand} == by_hand
        assert row["settled"] <= row["complete"] == (end <= as_of and first <= start)


@quick
@given(bills, days, looks, st.sampled_from(PERIODS))
def test_what_is_said_as_of_a_day_does_not_change_with_later_bills(warehouse, rows, as_of, look, period):
    chosen = {**ABCD.defaults(), **look}

    def read(some):
        build(warehouse, some, WALK_IN, stores=("s", "t"))
        curve = read_return_curve(warehouse, 1, as_of)
        return (
            read_retention(warehouse, 1, as_of, chosen, period), read_lifetime(warehouse, 1, as_of, chosen),
            read_cohorts(warehouse, 1, as_of), read_cohorts(warehouse, 1, as_of, complete_only=False), curve,
        )

    assert read(rows) == read([bill for bill in rows if bill.day <= as_of])


@quick
@given(bills, as_ofs, st.booleans())
def test_cohorts_are_what_one_counts_by_hand_and_begin_with_their_size(warehouse, rows, as_of, complete_only):
    build(warehouse, rows, WALK_IN, stores=("s", "t"))
    found = read_cohorts(warehouse, 1, as_of, complete_only=complete_only)
    over = (as_of + timedelta(days=1)).day == 1
    last = as_of if over or not complete_only else as_of.replace(day=1) - timedelta(days=1)
    by_hand = cohort_cells(seen_by(rows, last), last)
    cells = {(row["cohort"], row["months_since"]): row for row in found.cells.to_pylist()}
    names = ("customers", "customers_later", "revenue", "revenue_later")
    assert {at: tuple(row[name] for name in names) for at, row in cells.items() if row["size"]} == by_hand
    for (_cohort, since), row in cells.items():
        if since == 0:
            assert row["customers"] == row["customers_later"] == row["size"]
        assert 0 <= row["customers"] <= row["customers_later"] <= row["size"]


@quick
@given(bills, as_ofs)
def test_a_curve_falls_within_its_band_from_everybody(warehouse, rows, as_of):
    build(warehouse, rows, WALK_IN, stores=("s", "t"))
    curve = read_return_curve(warehouse, 1, as_of)
    weeks = curve.weeks.to_pylist()
    silent = [row["still_silent"] for row in weeks]
    assert silent == sorted(silent, reverse=True)
    assert curve.censored == len(seen_by(rows, as_of))
    assert all(0 <= row["low"] <= row["still_silent"] <= row["high"] <= 1 for row in weeks)
    assert all(row["back_within"] is None or 0 <= row["back_within"] <= 1 for row in weeks)
    assert all(row["back_ever"] is None or (row["back_within"] or 0) <= row["back_ever"] <= 1 for row in weeks)
