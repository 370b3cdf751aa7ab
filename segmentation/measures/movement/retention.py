"""Is the base growing or leaking: the bridge of active customers period by period, and what churn means in years and money.

Of every period: active at its end = active at its start − churned + reactivated + new. All periods are counted in one pass
over the visits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import prod
from typing import Any

import pyarrow as pa

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import window_begins_after
from segmentation.measures.revenue.overview import month_is_over
from segmentation.measures.revenue.what_if import Rule, rules
from segmentation.schemes import Value
from segmentation.warehouse import Warehouse

MONTHS = {"month": 1, "quarter": 3, "year": 12}  # a period's length
PERIODS = tuple(MONTHS)
ENOUGH_MONTHS = 6  # annualised from fewer months, a lifetime is no figure to show
CLOSED_DAYS = 28  # without any bill for so long, bills are missing or the house was closed
LESS = Decimal("0.05")  # what "five points less churn" takes off
YEAR = "365"  # the window that money of a year is counted over, whatever the store's own is
CENT = Decimal("0.01")
AVERAGES = {  # a rate of several periods is that of all their customers together
    "churn_rate": ("churned", "active_start"), "return_rate": ("returning_customers", "window_customers"),
}


@dataclass(frozen=True)
class Retention:
    """The bridges of a store, period by period, from that of its first bill (``begins``, None without any) to the as-of day.

    ``periods``, in order and without a gap: start, end (its last day, in the last period the as-of day), active_start, churned,
    reactivated, new, active_end, churn_rate, retention, return_rate (0–1, null where there is nobody to divide by),
    window_customers, returning_customers, churned_contribution, reactivated_contribution, new_contribution (CNY), complete,
    settled.

    - churned: active at the start and not at the end, whether or not they came in between.
    - reactivated: seen before the period, not active at its start, active at its end.
    - new: first seen in the period, and active at its end. Who came for the first time and is asleep again at the end is in
      neither; nor is a reactivated one. So active_end == active_start − churned + reactivated + new holds by construction, also
      where active days are fewer than those of the period. At its start is as of the day before it.
    - churn_rate: churned ÷ active_start; retention: 1 − churn_rate; return_rate: those with at least 2 days visited in the
      store's window up to the end ÷ those with at least 1.
    - churned_contribution: what the churned had brought in the store's window up to the day before the period; the other two:
      what those brought in the period itself. Refunds are netted, so it may be negative.
    - complete: the period is over by the as-of day, and the store's bills begin on or before its first day.
    - settled: complete, and the bills reach back from its start as far as a customer stays active. Before that, nobody can have
      been lost yet, and a churn of nothing says nothing. Averages are over settled periods.

    ``without_bills``: first and last day of every stretch of at least ``CLOSED_DAYS`` days without any bill, walk-ins included,
    between two bills. Who seems to be lost in it or soon after it may only be missing.
    """

    as_of: date
    period: str
    begins: date | None
    periods: pa.Table
    without_bills: tuple[tuple[date, date], ...] = ()

    @property
    def settled(self) -> list[dict[str, Any]]:
        """The periods that averages are made of."""
        return [row for row in self.periods.to_pylist() if row["settled"]]

    @property
    def last_complete(self) -> dict[str, Any] | None:
        """The last complete period; None while there is none."""
        return next((row for row in reversed(self.periods.to_pylist()) if row["complete"]), None)

    def average(self, rate: str) -> float | None:
        """Return the average ``churn_rate``, ``retention`` or ``return_rate`` of the settled periods; larger ones weigh more.

        None where no period is settled, or nobody was active in them.
        """
        if rate == "retention":
            churn = self.average("churn_rate")
            return None if churn is None else 1 - churn
        part, whole = (sum(row[name] for row in self.settled) for name in AVERAGES[rate])
        return part / whole if whole else None


@dataclass(frozen=True)
class Lifetime:
    """How long a customer stays, and what five points less churn would add.

    Measured on the ``months`` from ``start`` to ``end``: twelve of them as one year where the data reach back far enough, else
    those that there are, ``annualised``: 1 − the product of (1 − monthly churn), to the power of 12 ÷ months. Monthly leavers
    who come back within the year count there, so it is rather higher. ``active_start`` are those active at the start (of the
    months: on average), ``churned`` those of them lost (of the months: together), ``churned_contribution`` (CNY) what these had
    brought in the 365 days before.

    ``years`` = 1 ÷ annual churn, None where nobody was lost; ``years_with_less`` the same with churn 0.05 lower, None where
    then nobody would be. ``kept_customers`` are those whom five points less would keep a year, never more than were lost;
    ``kept_contribution`` (CNY, exact to the cent, half a cent up) what they bring a year, if they bring on average what those
    lost had brought.
    """

    start: date
    end: date
    months: int
    annualised: bool
    active_start: int
    churned: int
    churned_contribution: Decimal
    annual_churn: float

    @property
    def is_enough(self) -> bool:
        """Whether a year, or at least ``ENOUGH_MONTHS`` months, were measured."""
        return not self.annualised or self.months >= ENOUGH_MONTHS

    @property
    def years(self) -> float | None:
        return expected_years(self.annual_churn)

    @property
    def years_with_less(self) -> float | None:
        return expected_years(self.annual_churn - float(LESS))

    @property
    def years_gained(self) -> float | None:
        """By how many years customers would stay longer; None where either cannot be told."""
        return None if self.years is None or self.years_with_less is None else self.years_with_less - self.years

    @property
    def kept_customers(self) -> int:
        return int(self._kept.quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def kept_contribution(self) -> Decimal:
        each = self.churned_contribution / self.churned if self.churned else Decimal(0)
        return (each * self._kept).quantize(CENT, ROUND_HALF_UP)

    @property
    def _kept(self) -> Decimal:
        return self.active_start * min(LESS, Decimal(str(self.annual_churn)))


@dataclass(frozen=True)
class Replacement:
    """What replacing ``lost`` customers by new ones costs by the rule of thumb: as much as keeping ``as_many_kept``.

    ``cost`` (CNY) where it is known what keeping one customer costs, else None. ``rule`` has the text and the source of the
    rule in both languages: it is shown with them, as a rule of thumb.
    """

    lost: int
    as_many_kept: int
    cost: Decimal | None
    rule: Rule


def read_retention(
    warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value], period: str = "month"
) -> Retention:
    """Return the bridges of a store as of a day, ``period`` by period: month, quarter or year of the calendar.

    Of the settings ``active_days`` and ``window`` count. Nothing after ``as_of`` is seen, so what was said of an earlier day does
    not change with later bills. Periods begin with that of the first bill, walk-ins included; those without a bill are there
    too. A store without bills up to then has none. Raises InputError for another period.
    """
    if period not in MONTHS:
        known = ", ".join(PERIODS)
        raise InputError("unknown_period", N_("There is no period “{period}”. There are: {known}."), period=period, known=known)
    begins = first_bill(warehouse, store_id, as_of)
    spans = [] if begins is None else calendar_periods(begins, as_of, period)
    rows = []
    for row in _read(warehouse, store_id, [(start, min(end, as_of)) for start, end in spans], settings):
        start, end = spans[row["period_no"]]
        complete = end <= as_of and begins <= start
        settled = complete and begins < start - timedelta(days=settings["active_days"])
        rows.append({**row, "complete": complete, "settled": settled})
    stretches = warehouse.rows("measures/movement/silent_stretches", store=store_id, as_of=as_of, least=CLOSED_DAYS)
    without_bills = tuple((row["first_day"], row["last_day"]) for row in stretches)
    return Retention(as_of, period, begins, _frame(rows), without_bills)


def read_lifetime(warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value]) -> Lifetime | None:
    """Return how long a customer stays: measured on the year up to the last complete month, else annualised from settled months.

    The year counts where the store's bills reach back beyond it as far as a customer stays active. Of the settings
    ``active_days`` counts; money is of 365 days. None where there is no settled month either, or nobody was active.
    """
    begins = first_bill(warehouse, store_id, as_of)
    if begins is None:
        return None
    yearly = {**settings, "window": YEAR}
    end = as_of if month_is_over(as_of) else as_of.replace(day=1) - timedelta(days=1)
    start = month_after(end, -11)
    if begins < start - timedelta(days=settings["active_days"]):
        row = _read(warehouse, store_id, [(begins, start - timedelta(days=1)), (start, end)], yearly)[-1]
        return _lifetime([row], start, 12, row["churned"] / row["active_start"]) if row["active_start"] else None
    months = [row for row in read_retention(warehouse, store_id, as_of, yearly).settled if row["active_start"]]
    if not months:
        return None
    staying = prod(1 - row["churn_rate"] for row in months)
    return _lifetime(months, months[0]["start"], len(months), 1 - staying ** (12 / len(months)))


def replacement_cost(lost: int, keeping_cost: Decimal | None = None) -> Replacement:
    """Return what replacing ``lost`` customers costs at the rule of thumb of 5 : 1; ``keeping_cost`` (CNY) is that of one.

    >>> found = replacement_cost(12, Decimal("80.50"))
    >>> found.as_many_kept, found.cost, replacement_cost(12).cost
    (60, Decimal('4830.00'), None)
    """
    rule = rules()["winning_and_keeping"]
    cost = None if keeping_cost is None else (lost * rule.high * keeping_cost).quantize(CENT, ROUND_HALF_UP)
    return Replacement(lost, int(lost * rule.high), cost, rule)


def expected_years(annual_churn: float) -> float | None:
    """Return how many years a customer stays at a churn rate (0–1) a year; None where nobody leaves.

    >>> expected_years(0.2), round(expected_years(0.15), 1), expected_years(0)
    (5.0, 6.7, None)
    """
    return 1 / annual_churn if annual_churn > 1e-9 else None


def first_bill(warehouse: Warehouse, store_id: int, as_of: date) -> date | None:
    """Return the day of the store's first bill, walk-ins included; None without any up to ``as_of``."""
    ask = {"store": store_id, "as_of": as_of}
    return warehouse.cursor().execute("select min(day) from days where store_id = $store and day <= $as_of", ask).fetchall()[0][0]


def calendar_periods(first: date, last: date, period: str) -> list[tuple[date, date]]:
    """Return the first and last day of every month, quarter or year of the calendar from that of ``first`` to that of ``last``.

    >>> calendar_periods(date(2025, 11, 9), date(2026, 2, 1), "quarter")
    [(datetime.date(2025, 10, 1), datetime.date(2025, 12, 31)), (datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))]
    """
    length = MONTHS[period]
    found, start = [], date(first.year, (first.month - 1) // length * length + 1, 1)
    while start <= last:
        after = month_after(start, length)
        found.append((start, after - timedelta(days=1)))
        start = after
    return found


def month_after(day: date, months: int) -> date:
    """Return the first day of the month that is so many after that of ``day``."""
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def _read(
    warehouse: Warehouse, store_id: int, spans: Sequence[tuple[date, date]], settings: Mapping[str, Value]
) -> list[dict[str, Any]]:
    """Return the counted periods with their rates; ``spans`` follow one another without a gap."""
    if not spans:
        return []
    frame = pa.table({
        "period_no": pa.array(range(len(spans)), pa.int32()),
        "first_day": pa.array([first for first, _last in spans], pa.date32()),
        "last_day": pa.array([last for _first, last in spans], pa.date32()),
        "begins_after": pa.array([window_begins_after(last, settings["window"]) for _first, last in spans], pa.date32()),
    })
    ask = {"store": store_id, "active_days": settings["active_days"]}
    return [_rated(row) for row in warehouse.over("measures/movement/retention", {"periods": frame}, **ask).to_pylist()]


def _rated(row: Mapping[str, Any]) -> dict[str, Any]:
    churn, returned = _rate(row["churned"], row["active_start"]), _rate(row["returning_customers"], row["window_customers"])
    rates = {"churn_rate": churn, "retention": None if churn is None else 1 - churn, "return_rate": returned}
    return {**row, "start": row["first_day"], "end": row["last_day"], **rates}


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _lifetime(rows: Sequence[Mapping[str, Any]], start: date, months: int, churn: float) -> Lifetime:
    return Lifetime(
        start, rows[-1]["end"], months, annualised=len(rows) > 1 or months < 12,
        active_start=round(sum(row["active_start"] for row in rows) / len(rows)),
        churned=sum(row["churned"] for row in rows),
        churned_contribution=sum((row["churned_contribution"] for row in rows), Decimal("0.00")), annual_churn=churn,
    )


def _frame(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    money, count, rate = pa.decimal128(18, 2), pa.int64(), pa.float64()
    kinds = {
        "start": pa.date32(), "end": pa.date32(), "active_start": count, "churned": count, "reactivated": count, "new": count,
        "active_end": count, "churn_rate": rate, "retention": rate, "return_rate": rate, "window_customers": count,
        "returning_customers": count, "churned_contribution": money, "reactivated_contribution": money,
        "new_contribution": money, "complete": pa.bool_(), "settled": pa.bool_(),
    }
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()})
