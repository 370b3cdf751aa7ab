"""How far each manager is with the plan of a month: done, planned, expected by now, and where the month will end (节点分析).

Grade and manager of a customer are those of the month before's end; who has no bill before the month is a
newcomer; newcomers are a row of their own. A week of the month is planned by what its days weigh of the month.
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
import pyarrow.compute as pc

from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.managers.register import read_holders, read_managers
from segmentation.measures.managers.today import due_dates
from segmentation.measures.movement.snapshots import read_kept, sure_months
from segmentation.measures.movement.warnings import read_rhythms
from segmentation.schemes import Scheme, Value
from segmentation.settings.call_rules import call_rules
from segmentation.warehouse import Warehouse

MEASURES = ("customers", "bookings", "revenue")
NEW = "new"  # stands for the grade of newcomers
FIRST_PROJECTION = 4  # the day of the month from which the rest is projected
MONTHS = 3  # complete months before that say what a weekday weighs
CENT = 100
LATE = Decimal("0.1")  # of what is expected by now: who lacks so much is behind
WEEK_ENDS = (7, 14, 21)  # the last days of the weeks of a month; the fourth goes to its end

Span = tuple[date, date]  # the first and the last day


@dataclass(frozen=True)
class Weights:
    """What the days of a span weigh up to a day: ``share`` (0–1) by the mean of the months before, ``alone`` by each of them.

    ``part`` is what the span weighs of its month. None where the months before say nothing: no bills, or no revenue on balance.
    """

    share: Fraction | None
    alone: tuple[Fraction | None, ...]
    part: Fraction | None = Fraction(1)


NO_WEIGHTS = Weights(None, (), None)


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

    @property
    def is_behind(self) -> bool:
        """Whether he lacks a tenth or more of what is expected by now."""
        return self.gap is not None and self.gap < 0 and -self.gap >= LATE * self.expected_by_now


@dataclass(frozen=True)
class Progress:
    """The month (its first day), or a ``span`` of its days, as of a day, which is the last of them where the as-of day is later.

    ``is_early``: nothing is projected yet. ``has_bills`` False: no bill of the month is known by that day, so nobody can tell
    what was done; then nothing is expected or projected, and the ``actual`` of its rows stands for nothing.
    """

    month: date
    as_of: date
    weights: Weights
    rows: tuple[Row, ...]
    span: Span
    is_early: bool = False
    has_bills: bool = True

    @property
    def is_of_newcomers(self) -> bool:
        """Whether newcomers are all there is: nothing is planned, and nobody was a customer before the month."""
        return all(row.tier == NEW for row in self.rows)

    @property
    def is_planned(self) -> bool:
        """Whether the month has a plan."""
        return any(row.target is not None for row in self.rows)

    def of_managers(self, measure: str) -> list[Row]:
        """Return one row a manager, all his grades together (tier ""), nobody's after them and newcomers (``NEW``) last."""
        keys = dict.fromkeys((row.manager, NEW if row.tier == NEW else "") for row in self.rows)
        return [
            self._together(key, measure, [
                row for row in self.rows if row.measure == measure and (row.manager, row.tier == NEW) == (key[0], key[1] == NEW)
            ])
            for key in keys
        ]

    def whole(self, measure: str) -> Row:
        """Return all managers and nobody together; newcomers are left out, as nothing is planned of them."""
        return self._together((None, ""), measure, [
            row for row in self.rows if row.measure == measure and row.tier != NEW
        ])

    def of(self, manager: str | None, tier: str, measure: str) -> Row:
        """Return a row. Raises StopIteration where there is none."""
        return next(row for row in self.rows if (row.manager, row.tier, row.measure) == (manager, tier, measure))

    def _together(self, key: tuple[str | None, str], measure: str, rows: Sequence[Row]) -> Row:
        targets = [row.target for row in rows if row.target is not None]
        target = sum(targets, Decimal(0)) if targets else None
        return _told(
            key, measure, target, sum((row.actual for row in rows), Decimal(0)), self.weights, is_early=self.is_early
        )

    def behind(self, most: int = 3) -> list[Row]:
        """Return the rows of revenue that lack most against what is expected by now, the largest gap first."""
        short = [row for row in self.rows if row.measure == "revenue" and row.gap is not None and row.gap < 0]
        return sorted(short, key=lambda row: (row.gap, row.manager is None, row.manager or "", row.tier))[:most]


def weeks_of(month: date) -> list[Span]:
    """Return the four weeks of a month: days 1–7, 8–14, 15–21, and the others.

    >>> [(first.day, last.day) for first, last in weeks_of(date(2026, 11, 1))]
    [(1, 7), (8, 14), (15, 21), (22, 30)]
    """
    first, last = month.replace(day=1), _next_month(month) - timedelta(days=1)
    ends = [*(first.replace(day=day) for day in WEEK_ENDS), last]
    return list(zip([first, *(end + timedelta(days=1) for end in ends[:-1])], ends, strict=True))


def read_progress(
    warehouse: Warehouse, store_id: int, scheme: Scheme, month: date, as_of: date, settings: Mapping[str, Value], plan: pa.Table,
    span: Span | None = None,
) -> Progress:
    """Return how far the month that begins on ``month``, or a ``span`` of its days, is, with the bills up to ``as_of``.

    ``plan`` is the set plan of the month: manager ("" or null: nobody), tier, customers, bookings, revenue; without rows there is
    no target. A row stands for each manager and grade that is planned or has done something, newcomers last.
    """
    whole = (month, _next_month(month) - timedelta(days=1))
    span = span or whole
    as_of = min(as_of, span[1])
    frames, asked = _asked(warehouse, store_id, scheme, month, as_of, span, settings)
    done = warehouse.over("measures/managers/month_done", frames, **asked).to_pylist()
    has_bills = has_month_bills(warehouse, store_id, month, as_of)
    weights = _read_weights(warehouse, store_id, month, as_of, span) if has_bills else NO_WEIGHTS
    tiers = (*scheme.tier_keys, NEW)
    found = {(row["manager"], NEW if row["tier_no"] is None else tiers[row["tier_no"] - 1]): row for row in done}
    planned = {(row["manager"] or None, row["tier"]): row for row in plan.to_pylist()}
    keys = sorted(
        found.keys() | planned.keys(),
        key=lambda key: (key[1] == NEW, key[0] is None, key[0] or "", tiers.index(key[1]) if key[1] in tiers else len(tiers)),
    )
    is_early = as_of < span[0] + timedelta(days=FIRST_PROJECTION - 1)
    part = Fraction(1) if span == whole else weights.part
    rows = [
        _told(
            key, measure, _aimed_at(planned.get(key), measure, part),
            Decimal(found[key][measure]) if key in found else Decimal(0), weights, is_early=is_early,
        )
        for key in keys for measure in MEASURES
    ]
    return Progress(month, as_of, weights, tuple(rows), span, is_early, has_bills)


def has_month_bills(warehouse: Warehouse, store_id: int, month: date, as_of: date) -> bool:
    """Return whether any bill of the month that begins on ``month`` is known by ``as_of``, walk-ins included."""
    last = min(as_of, _next_month(month) - timedelta(days=1))
    return bool(warehouse.rows("measures/managers/day_revenues", store=store_id, first_day=month, last_day=last))


def read_done(
    warehouse: Warehouse, store_id: int, scheme: Scheme, month: date, as_of: date, settings: Mapping[str, Value],
    manager: str | None, span: Span, *, newcomers: bool = False, active: bool = False,
) -> pa.Table:
    """Return a manager's customers (None: nobody's), or the ``newcomers``, with bills in the span, or ``active`` at its end.

    One row per customer, most money first: customer, name, phone, manager, tier (key), contribution (revenue of the span, CNY),
    visits, last_visit.
    """
    as_of = min(as_of, span[1])
    frames, asked = _asked(warehouse, store_id, scheme, month, as_of, span, settings)
    rows = warehouse.over("measures/managers/month_customers", frames, **asked)
    is_new = pc.is_null(rows["tier_no"])
    wanted = pc.and_(rows["is_active" if active else "has_bills"], is_new if newcomers else pc.invert(is_new))
    if not newcomers:
        own = pc.is_null(rows["manager"]) if manager is None else pc.fill_null(pc.equal(rows["manager"], manager), False)
        wanted = pc.and_(wanted, own)
    rows = rows.filter(wanted).sort_by([("revenue", "descending"), ("customer", "ascending")])
    places = pc.subtract(rows["tier_no"].cast(pa.int32()), 1).combine_chunks()
    columns = {name: rows[name] for name in ("customer", "name", "phone", "manager")}
    return pa.table({
        **columns, "tier": pa.array(scheme.tier_keys, pa.string()).take(places),
        "contribution": rows["revenue"].cast(pa.decimal128(18, 2)), "visits": rows["visits"], "last_visit": rows["last_visit"],
    })


def read_house_revenue(warehouse: Warehouse, store_id: int, month: date, as_of: date) -> Decimal:
    """Return what the whole house took in the month that begins on ``month``, up to ``as_of``, walk-ins included (CNY)."""
    last = min(as_of, _next_month(month) - timedelta(days=1))
    rows = warehouse.rows("measures/managers/house_months", store=store_id, first_day=month, last_day=last)
    return sum((row["revenue"] for row in rows), Decimal("0.00"))


def read_missed(
    warehouse: Warehouse, store_id: int, scheme: Scheme, month: date, as_of: date, settings: Mapping[str, Value]
) -> list[dict[str, Any]]:
    """Return those of ``read_due`` who have not come since."""
    return [row for row in read_due(warehouse, store_id, scheme, month, as_of, settings) if not row["has_come"]]


def read_due(
    warehouse: Warehouse, store_id: int, scheme: Scheme, month: date, as_of: date, settings: Mapping[str, Value]
) -> list[dict[str, Any]]:
    """Return who was expected in the month up to ``as_of``, as known on the month before's end.

    Nobody while no bill of the month is known: who came cannot be told.

    One row per customer, most money first: customer, name, manager (None: nobody), tier (key; None: not graded), expected_on,
    contribution (of the window that ends with the month before), has_come (in the month).
    """
    before = month - timedelta(days=1)
    as_of = min(as_of, _next_month(month) - timedelta(days=1))
    if not has_month_bills(warehouse, store_id, month, as_of):
        return []
    signs = read_rhythms(warehouse, store_id, before, settings)
    frames = {
        "grades": grade_in_full(warehouse, store_id, scheme, before, settings),
        "customer_managers": read_holders(warehouse, store_id, read_managers(warehouse, store_id, before), before, before),
        "due_dates": due_dates(warehouse, signs, call_rules(warehouse, store_id)),
    }
    rows = warehouse.over("measures/managers/month_due", frames, store=store_id, month_start=month, as_of=as_of).to_pylist()
    for row in rows:
        tier_no = row.pop("tier_no")
        row["tier"] = None if tier_no is None else scheme.tier_keys[tier_no - 1]
    return rows


def _tiers_of(
    warehouse: Warehouse, store_id: int, scheme: Scheme, day: date, settings: Mapping[str, Value]
) -> pa.Table:
    """Return customers and their tier_no on a day; a month's end that is kept is read in place of grading it."""
    if day in sure_months(warehouse, store_id, scheme, settings):
        kept = read_kept(warehouse, store_id, scheme, day)
        return pa.table({"customer": kept["customer_key"], "tier_no": kept["tier_no"]})
    return grade_in_full(warehouse, store_id, scheme, day, settings)


def _asked(
    warehouse: Warehouse, store_id: int, scheme: Scheme, month: date, as_of: date, span: Span, settings: Mapping[str, Value]
) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    """Return the frames and the parameters of what was done in the span; nothing after the as-of day is seen."""
    before = month - timedelta(days=1)
    known = min(before, as_of)
    frames = {
        "grades": _tiers_of(warehouse, store_id, scheme, known, settings),
        "customer_managers": read_holders(warehouse, store_id, read_managers(warehouse, store_id, known), known, before),
    }
    return frames, {
        "store": store_id, "month_start": month, "first_day": span[0], "as_of": as_of, "last_tier": len(scheme.tier_keys),
        "active_since": as_of - timedelta(days=int(settings["active_days"])),
    }


def _aimed_at(planned: Mapping[str, Any] | None, measure: str, part: Fraction | None) -> Decimal | None:
    """Return what is planned of a span that is so much of its month; customers are the same on every day of it."""
    if planned is None or planned[measure] is None:
        return None
    target = Decimal(planned[measure])
    if measure == "customers" or part == 1:
        return target
    return None if part is None else rounded(Fraction(target) * part)


def _told(
    key: tuple[str | None, str], measure: str, target: Decimal | None, actual: Decimal, weights: Weights, *, is_early: bool
) -> Row:
    if measure == "customers":
        return Row(*key, measure, target, actual, None if weights is NO_WEIGHTS else target, None, None, None)
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


def _read_weights(warehouse: Warehouse, store_id: int, month: date, as_of: date, span: Span) -> Weights:
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
    ahead = _days(span[0], span[1] + timedelta(days=1))
    every = _weekdays([day for days in spans for day in days], revenues)
    alone = (_weekdays(days, revenues) for days in spans)
    return Weights(
        _share(every, ahead, as_of), tuple(_share(each, ahead, as_of) for each in alone),
        _share(every, _days(month, _next_month(month)), span[1], span[0]),
    )


def _weekdays(measured: Sequence[date], revenues: Mapping[date, Decimal]) -> list[Fraction]:
    """Return what each weekday weighs: its mean revenue on the days ``measured``."""
    weights = []
    for weekday in range(7):
        days = [day for day in measured if day.weekday() == weekday]
        mean = sum((Fraction(revenues.get(day, 0)) for day in days), Fraction(0)) / len(days) if days else Fraction(0)
        weights.append(max(mean, Fraction(0)))  # a weekday on which more was refunded than taken weighs nothing
    return weights


def _share(weights: Sequence[Fraction], days: Sequence[date], last: date, first: date = date.min) -> Fraction | None:
    """Return what those of the days from ``first`` to ``last`` weigh of all of them; None where all weigh nothing."""
    whole = sum(weights[day.weekday()] for day in days)
    return sum((weights[day.weekday()] for day in days if first <= day <= last), Fraction(0)) / whole if whole else None


def _days(begin: date, end: date) -> list[date]:
    return [begin + timedelta(days=number) for number in range((end - begin).days)]


def _next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)
