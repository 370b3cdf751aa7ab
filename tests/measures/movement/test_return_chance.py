"""Chance of return: by hand, against lifelines, and at the edges."""

from datetime import date, timedelta

import pyarrow as pa
import pytest

from segmentation.measures.movement.return_chance import (
    GapLength,
    band,
    most_return_by,
    read_return_curve,
    read_return_curves,
    survive,
)
from segmentation.warehouse import Warehouse
from tests.houses import Bill, build
from tests.shared_data import cdnow_bills, needs_shared_data

START = date(2026, 1, 1)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("return") / "warehouse.duckdb")
    yield opened
    opened.close()


def visits(**customers):
    return [Bill(who, START + timedelta(days=day)) for who, days in customers.items() for day in days]


def test_the_curve_of_four_gaps_worked_out_by_hand(warehouse):
    # gaps: a 7 days (came), then 23 silent; b 14 days (came), then 16 silent. As of day 30.
    build(warehouse, visits(a=(0, 7), b=(0, 14)))
    found = read_return_curve(warehouse, 1, START + timedelta(days=30))
    assert (found.returns, found.censored) == (2, 2)
    assert found.weeks["week"].to_pylist() == [0, 1, 2, 3]
    assert found.weeks["still_silent"].to_pylist() == [1, 0.75, 0.5, 0.5]
    assert found.weeks["at_risk"].to_pylist() == [4, 4, 3, 1]
    assert found.weeks["back_within"].to_pylist() == [None] * 4
    assert found.weeks["back_ever"].to_pylist() == [None] * 4


def test_who_is_silent_at_twelve_weeks_and_comes_by_the_twenty_fourth(warehouse):
    build(warehouse, visits(a=(0, 85), b=(0, 168), c=(0, 7), d=(0,)))  # as of day 200: a 115, b 32, c 193, d 200 days of silence
    found = read_return_curve(warehouse, 1, START + timedelta(days=200))
    # 8 gaps: 7 came; 32 cens.; 85 came of 6; 115 cens.; 168 came of 4; 193, 200 cens.: one gap (168 of b) runs beside
    assert found.still_silent(12) == pytest.approx(6 / 7)
    assert found.still_silent(24) == pytest.approx(6 / 7 * 4 / 5 * 2 / 3)
    assert found.back_within(12) == pytest.approx(1 - 4 / 5 * 2 / 3)
    # ever: the curve ends at the same height, for nobody came after more than 168 days; of week 8 all three returns are to come
    assert (found.back_ever(12), found.back_ever(24)) == (pytest.approx(1 - 4 / 5 * 2 / 3), None)
    assert (found.back_within(8), found.back_ever(8)) == pytest.approx((1 - 4 / 5, 1 - 4 / 5 * 2 / 3))
    assert (found.back_within(24), found.back_within(99), found.still_silent(29)) == (None, None, None)


def test_two_bills_on_a_day_are_one_visit_and_later_bills_are_not_seen(warehouse):
    rows = visits(a=(0, 0, 7))
    build(warehouse, [*rows, Bill("a", START + timedelta(days=20)), Bill(None, START)])
    found = read_return_curve(warehouse, 1, START + timedelta(days=10))
    assert (found.returns, found.censored, found.weeks.num_rows) == (1, 1, 2)


def test_a_curve_for_every_group(warehouse):
    build(warehouse, visits(a=(0, 7), b=(0, 14), c=(0, 1)))
    graded = pa.table({"customer": ["a", "b", "c", "nobody"], "tier": ["A", "B", None, "A"]})
    found = read_return_curves(warehouse, 1, START + timedelta(days=30), graded, "tier")
    assert {group: (curve.returns, curve.censored) for group, curve in found.items()} == {"A": (1, 1), "B": (1, 1)}


def test_the_day_by_which_most_who_return_have_returned():
    table = [GapLength(7, 80, 0, 200), GapLength(14, 10, 0, 120), GapLength(30, 10, 0, 110), GapLength(60, 0, 100, 100)]
    assert most_return_by(table) == 14  # 90 of the 100
    assert most_return_by(table, most=0.91) == 30
    assert most_return_by([*table[:3], GapLength(90, 1, 18, 19)]) == 14  # the last rests on 19 gaps alone
    assert (most_return_by([GapLength(7, 0, 50, 50)]), most_return_by([])) == (None, None)


def test_the_band_stays_within_nothing_and_everything():
    for point in survive([GapLength(1, 1, 0, 3), GapLength(2, 1, 0, 2), GapLength(3, 1, 0, 1)]):
        low, high = band(point)
        assert 0 <= low <= point.silent <= high <= 1


def test_one_visit_one_customer_and_only_walk_ins(warehouse):
    build(warehouse, visits(a=(0,)))
    found = read_return_curve(warehouse, 1, START)
    assert (found.returns, found.censored, found.still_silent(0), found.most_days) == (0, 1, 1, None)
    for rows in ([], [Bill(None, START)]):
        build(warehouse, rows)
        found = read_return_curve(warehouse, 1, START)
        assert (found.returns, found.censored, found.weeks.num_rows, found.most_days, found.back_within(12)) == (0, 0, 0, None, None)


CDNOW_DAY = date(1998, 6, 30)


@needs_shared_data
def test_cdnow_after_twelve_and_twenty_four_weeks_of_silence(cdnow):
    found = read_return_curve(cdnow, 1, CDNOW_DAY)
    assert [found.still_silent(week) for week in (12, 24)] == pytest.approx([0.516066826, 0.411926347])  # as lifelines 0.30.3 has them
    assert [found.back_within(week) for week in (12, 24)] == pytest.approx([0.201796500, 0.120959522])
    # the curve ends at 0.302077866: 1 − 0.302077866 ÷ 0.516066826, and ÷ 0.411926347
    assert [found.back_ever(week) for week in (12, 24)] == pytest.approx([0.414653587, 0.266670200])
    assert found.most_days == 232


@needs_shared_data
def test_cdnow_agrees_with_lifelines(cdnow):
    lifelines = pytest.importorskip("lifelines")
    found = read_return_curve(cdnow, 1, CDNOW_DAY)
    days: dict[str, set[date]] = {}
    for bill in cdnow_bills():
        days.setdefault(bill.customer, set()).add(bill.day)
    durations, came = [], []
    for visited in map(sorted, days.values()):
        for one, other in zip(visited, [*visited[1:], None], strict=True):
            durations.append(((other or CDNOW_DAY) - one).days)
            came.append(other is not None)
    fitted = lifelines.KaplanMeierFitter().fit(durations, came)
    weeks = found.weeks.to_pylist()
    ends = [7 * row["week"] for row in weeks]
    assert (found.returns, found.censored, len(weeks)) == (sum(came), 23570, 78)
    assert [row["still_silent"] for row in weeks] == pytest.approx(fitted.survival_function_at_times(ends).tolist(), abs=1e-12)
    bands = fitted.confidence_interval_
    for name, column in (("low", 0), ("high", 1)):
        theirs = [bands.iloc[bands.index.searchsorted(end, side="right") - 1, column] for end in ends]
        assert [row[name] for row in weeks] == pytest.approx(theirs, abs=1e-9)
