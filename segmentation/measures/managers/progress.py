"""How far each manager is with the plan of a month: done, planned, expected by now, and where the month will end (节点分析).

Grade and manager of a customer are those of the month before's end; who has no bill before the month is a
newcomer; newcomers are a row of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pyarrow as pa

from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.managers.register import read_holders, read_managers
from segmentation.measures.managers.today import due_dates
from segmentation.measures.movement.warnings import read_signs
from segmentation.schemes import Scheme, Value
from segmentation.settings.call_rules import call_rules
from segmentation.warehouse import Warehouse

MEASURES = ("customers", "bookings", "revenue")
NEW = "new"  # stands for the grade of newcomers
FIRST_PROJECTION = 4  # the day of the month from which the rest is projected
MONTHS = 3  # complete months before that say what a weekday weighs
CENT = 100


@dataclass(frozen=True)
class Weights:
    """What the days of a month weigh up to a day: ``share`` (0–1) by the mean of the months before, ``alone`` by each of them.

    None where the months before say nothing: no bills, or no revenue on balance.
    """

    share: Fraction | None
    alone: tuple[Fraction | None, ...]


@dataclass(frozen=True)
class Row:
    """One measure of one manager (None: nobody, and newcomers) and grade; None is what cannot be told.

    Customers are a stock: all are expected, and nothing is projected. Money to the cent, bookings to the hundredth.
    """

    manager: str | None
    tier: str
    measure: str
    target: Decimal | None
    actual: Decimal
    expected_by_now: Decimal | None
    projection: Decimal | None
    low: Decimal | None
    high: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """How far he is ahead (below 0: behind) of what is expected by now."""
        return None if self.expected_by_now is None else self.actual - self.expected_by_now


@dataclass(frozen=True)
class Progress:
    """The month (its first day) as of a day, which is its last where the as-of day is later."""

    month: date
    as_of: date
    weights: Weights
    rows: tuple[Row, ...]

    def behind(self, most: int = 3) -> list[Row]:
        """Return the rows of revenue that lack most against what is expected by now, the largest gap first."""
        short = [row for row in self.rows if row.measure == "revenue" and row.gap is not None and row.gap < 0]
        return sorted(short, key=lambda row: (row.gap, row.manager is None, row.manager or "", row.tier))[:most]


def read_progress(
    warehouse: Warehouse, store_id: int, scheme: Scheme, month: date, as_of: date, settings: Mapping[str, Value], plan: pa.Table
) -> Progress:
    """Return how far the month that begins on ``month`` is, with the bills up to ``as_of``.

    ``plan`` is the set plan of the month: manager ("" or null: nobody), tier, customers, bookings, revenue; without rows there is
    no target. A row stands for each manager and grade that is planned or has done something, newcomers last.
    """
    last, before = _next_month(month) - timedelta(days=1), month - timedelta(days=1)
    as_of = min(as_of, last)
    known = min(before, as_of)  # nothing after the as-of day is seen
    frames = _frames_of_then(warehouse, store_id, scheme, known, before, settings)
    done = warehouse.over(
        "measures/managers/month_done", frames, store=store_id, month_start=month, as_of=as_of, last_tier=len(scheme.tier_keys),
        active_since=as_of - timedelta(days=int(settings["active_days"])),
    ).to_pylist()
    weights = _read_weights(warehouse, store_id, month, as_of)
    tiers = (*scheme.tier_keys, NEW)
    found = {(row["manager"], NEW if row["tier_no"] is None else tiers[row["tier_no"] - 1]): row for row in done}
    planned = {(row["manager"] or None, row["tier"]): row for row in plan.to_pylist()}
    keys = sorted(
        found.keys() | planned.keys(),
        key=lambda key: (key[1] == NEW, key[0] is None, key[0] or "", tiers.index(key[1]) if key[1] in tiers else len(tiers)),
    )
    is_early = as_of < month + timedelta(days=FIRST_PROJECTION - 1)
    rows = [
        _row(key, measure, planned.get(key), found.get(key), weights, is_early=is_early)
        for key in keys for measure in MEASURES
    ]
    return Progress(month, as_of, weights, tuple(rows))


def read_missed(
    warehouse: Warehouse, store_id: int, scheme: Scheme, month: date, as_of: date, settings: Mapping[str, Value]
) -> list[dict[str, Any]]:
    """Return who was expected in the month up to ``as_of``, as known on the month before's end, and has not come since.

    One row per customer, most money first: customer, name, manager (None: nobody), tier (key; None: not graded), expected_on,
    contribution (of the window that ends with the month before).
    """
    before = month - timedelta(days=1)
    as_of = min(as_of, _next_month(month) - timedelta(days=1))
    if as_of < month:
        return []
    signs = read_signs(warehouse, store_id, before, settings)
    frames = _frames_of_then(warehouse, store_id, scheme, before, before, settings)
    frames["due_dates"] = due_dates(warehouse, signs, call_rules(warehouse, store_id))
    rows = warehouse.over("measures/managers/month_missed", frames, store=store_id, month_start=month, as_of=as_of).to_pylist()
    for row in rows:
        tier_no = row.pop("tier_no")
        row["tier"] = None if tier_no is None else scheme.tier_keys[tier_no - 1]
    return rows


def _frames_of_then(
    warehouse: Warehouse, store_id: int, scheme: Scheme, known: date, said_by: date, settings: Mapping[str, Value]
) -> dict[str, pa.Table]:
    """Return grades and managers with the bills up to ``known`` and what was said of managers by ``said_by``."""
    return {
        "grades": grade_in_full(warehouse, store_id, scheme, known, settings),
        "customer_managers": read_holders(warehouse, store_id, read_managers(warehouse, store_id, known), known, said_by),
    }


def _row(
    key: tuple[str | None, str], measure: str, planned: Mapping[str, Any] | None, found: Mapping[str, Any] | None,
    weights: Weights, *, is_early: bool,
) -> Row:
    target = None if planned is None or planned[measure] is None else Decimal(planned[measure])
    actual = Decimal(found[measure]) if found else Decimal(0)
    if measure == "customers":
        return Row(*key, measure, target, actual, target, None, None, None)
    expected = None if target is None or weights.share is None else rounded(Fraction(target) * weights.share)
    if is_early or not weights.share:
        return Row(*key, measure, target, actual, expected, None, None, None)
    ends = [rounded(Fraction(actual) / share) for share in weights.alone if share]
    return Row(
        *key, measure, target, actual, expected, rounded(Fraction(actual) / weights.share),
        min(ends, default=None), max(ends, default=None),
    )


def rounded(number: Fraction) -> Decimal:
    """Return a number to the hundredth, half away from zero.

    >>> rounded(Fraction(1, 8)), rounded(Fraction(-1, 8))
    (Decimal('0.13'), Decimal('-0.13'))
    """
    hundredths = int(abs(number) * CENT + Fraction(1, 2))
    return Decimal(hundredths if number >= 0 else -hundredths).scaleb(-2)


def _read_weights(warehouse: Warehouse, store_id: int, month: date, as_of: date) -> Weights:
    months = [month]
    for _number in range(MONTHS):
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    rows = warehouse.rows(
        "measures/managers/day_revenues", store=store_id, first_day=months[0], last_day=min(month - timedelta(days=1), as_of)
    )
    revenues = {row["day"]: row["amount"] for row in rows}
    # months before the first bills say nothing of a weekday
    spans = [
        _days(begin, end) for begin, end in pairwise(months) if any(begin <= day < end for day in revenues)
    ]
    ahead = _days(month, _next_month(month))
    every = [day for span in spans for day in span]
    return Weights(
        _share(every, revenues, ahead, as_of), tuple(_share(span, revenues, ahead, as_of) for span in spans)
    )


def _share(
    measured: Sequence[date], revenues: Mapping[date, Decimal], ahead: Sequence[date], as_of: date
) -> Fraction | None:
    """Return the share of the days ``ahead`` up to ``as_of``; a weekday weighs its mean revenue on the days ``measured``."""
    weights = []
    for weekday in range(7):
        days = [day for day in measured if day.weekday() == weekday]
        mean = sum((Fraction(revenues.get(day, 0)) for day in days), Fraction(0)) / len(days) if days else Fraction(0)
        weights.append(max(mean, Fraction(0)))  # a weekday on which more was refunded than taken weighs nothing
    whole = sum(weights[day.weekday()] for day in ahead)
    return sum((weights[day.weekday()] for day in ahead if day <= as_of), Fraction(0)) / whole if whole else None


def _days(begin: date, end: date) -> list[date]:
    return [begin + timedelta(days=number) for number in range((end - begin).days)]


def _next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)
