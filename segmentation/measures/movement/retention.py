"""Is the base growing or leaking: the bridge of active customers period by period, and what churn means in years and money.

Of every period: active at its end = active at its start − churned + reactivated + new. All periods are counted in one pass
over the visits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from segmentation.language.errors import InputError
from segmentation.language.i18n import (
    N_,
    counter,
    format_count,
    format_day,
    format_money_short,
    format_month,
    format_ratio,
    translator,
)
from segmentation.measures.grades.grading import window_begins_after
from segmentation.measures.windows import CLOSED_DAYS
from segmentation.schemes import Value
from segmentation.warehouse import Warehouse

MONTHS = {"month": 1, "quarter": 3, "year": 12}  # a period's length
PERIODS = tuple(MONTHS)
AT_ONCE = 500_000  # customers: what they did in all periods fits the memory
Row = Mapping[str, Any]
AVERAGES = {  # a rate of several periods is that of all their customers together
    "churn_rate": ("churned", "active_start"), "return_rate": ("returning_customers", "window_customers"),
}


@dataclass(frozen=True)
class Retention:
    """The bridges of a store, period by period without a gap, from that of its first bill (``begins``, None without) to as_of.

    ``periods``: start, end, active_start, churned (active at the start, not at the end), reactivated (seen before, active again
    at the end), new (first seen in it, active at the end), active_end == active_start − churned + reactivated + new; churn_rate
    (÷ active_start), retention (1 − churn_rate), return_rate (2 days visited in the window ÷ 1): 0–1, null over nobody;
    window_customers, returning_customers; churned_contribution (CNY, in the window before the period),
    reactivated_contribution, new_contribution (in the period), refunds netted; complete (over by as_of, and bills begin on or
    before its start); settled (complete, and bills reach back as far as a customer stays active: before, nobody can be lost).

    ``without_bills``: first and last day of every ``CLOSED_DAYS`` days or more without a bill between two bills: who seems lost
    there may only be missing.
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
    for row in count_periods(warehouse, store_id, [(start, min(end, as_of)) for start, end in spans], settings):
        start, end = spans[row["period_no"]]
        complete = end <= as_of and begins <= start
        settled = complete and begins < start - timedelta(days=settings["active_days"])
        rows.append({**row, "complete": complete, "settled": settled})
    stretches = warehouse.rows("measures/movement/silent_stretches", store=store_id, as_of=as_of, least=CLOSED_DAYS)
    without_bills = tuple((row["first_day"], row["last_day"]) for row in stretches)
    return Retention(as_of, period, begins, _frame(rows), without_bills)


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


def count_periods(
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
    counting = "select count(*) from customers where store_id = $store"
    customers = warehouse.cursor().execute(counting, {"store": store_id}).fetchall()[0][0]
    slices = []
    for after in range(0, max(1, customers), AT_ONCE):
        between = {"after_no": after, "up_to_no": after + AT_ONCE}
        slices.append(warehouse.over("measures/movement/retention", {"periods": frame}, **ask, **between).to_pylist())
    return [_rated(_added(rows)) for rows in zip(*slices, strict=True)]


def period_label(row: Row, period: str, lang: str, *, marked: bool = True) -> str:
    """Return a period of ``Retention.periods`` as people write it; ``marked``: one that is not complete says so.

    >>> row = {"start": date(2026, 4, 1), "end": date(2026, 6, 30), "complete": True}
    >>> [period_label(row, each, "en") for each in ("month", "quarter", "year")]
    ['Apr 2026', 'Q2 2026', '2026']
    """
    _ = translator(lang)
    start: date = row["start"]
    text = {
        "month": format_month(start, lang),
        "quarter": _("Q{quarter} {year}").format(quarter=(start.month + 2) // 3, year=start.year),
        "year": _("{year}").format(year=start.year),
    }[period]
    return text if row["complete"] or not marked else _("{period} (not complete)").format(period=text)


def finding_bridge(row: Row, period: str, lang: str, begins: date | None = None) -> str:
    """Return in words whether the base grew or leaked in the period, and by whom.

    Where the bills begin in the period (``begins``, the day of the first) everybody is new by force: then that is said.
    """
    _ = translator(lang)
    when = period_label(row, period, lang)
    if begins is not None and begins >= row["start"]:
        text = _("{when}: the bills begin here, so it cannot be told yet who is new and who was lost; {count} active at the end")
        return text.format(when=when, count=format_count(row["active_end"], lang))
    came, went = row["reactivated"] + row["new"], row["churned"]
    if not came and not went:
        text = _("{when}: nobody came and nobody fell asleep; {count} active")
        return text.format(when=when, count=format_count(row["active_end"], lang))
    if came > went:
        text = _("{when}: the base grew from {start} to {end}; {back} came back, {new} newly won, {went} fell asleep")
    elif came < went:
        text = _("{when}: the base shrank from {start} to {end}; {back} came back, {new} newly won, {went} fell asleep")
    else:
        text = _("{when}: the base stayed at {end}; {back} came back, {new} newly won, {went} fell asleep")
    names = {"start": "active_start", "end": "active_end", "back": "reactivated", "new": "new", "went": "churned"}
    return text.format(when=when, **{name: format_count(row[column], lang) for name, column in names.items()})


def finding_moves(row: Row, lang: str, begins: date | None = None) -> str:
    """Return in words by whom the base changed in the period, for where ``finding_bridge`` is said already."""
    _ = translator(lang)
    if begins is not None and begins >= row["start"]:
        return _("{count} active at the end").format(count=format_count(row["active_end"], lang))
    names = {"back": "reactivated", "new": "new", "went": "churned"}
    text = _("{back} came back, {new} newly won, {went} fell asleep")
    return text.format(**{name: format_count(row[column], lang) for name, column in names.items()})


def finding_rates(found: Retention, lang: str) -> str:
    """Return the average churn in words; what is missing where there is none yet."""
    _ = translator(lang)
    average = found.average("churn_rate")
    if average is None:
        return _("Too few complete periods for an average churn rate yet")
    text = {
        "month": _("On average {share} of the active customers fall asleep in a month"),
        "quarter": _("On average {share} of the active customers fall asleep in a quarter"),
        "year": _("On average {share} of the active customers fall asleep in a year"),
    }[found.period]
    return text.format(share=format_ratio(average, lang))


def finding_worst(found: Retention, lang: str) -> str:
    """Return the period in which most fell asleep, the last of equals, and what they had brought."""
    _, _n = translator(lang), counter(lang)
    row = max(reversed(found.periods.to_pylist()), key=lambda each: each["churned"], default=None)
    if row is None or not row["churned"]:
        return _("Nobody fell asleep in any of these periods")
    text = _n(
        "Most fell asleep in {period}: {count} customer, who had brought {money}",
        "Most fell asleep in {period}: {count} customers, who had brought {money}", row["churned"],
    )
    return text.format(
        period=period_label(row, found.period, lang), count=format_count(row["churned"], lang),
        money=format_money_short(row["churned_contribution"], lang),
    )


def finding_money(row: Row, period: str, lang: str) -> str:
    """Return what those lost in a period had brought before, and what those who came back and the new brought in it."""
    _ = translator(lang)
    text = _("{period}: lost customers had brought {lost}; returning customers brought {back} in the period, new ones {new}")
    return text.format(
        period=period_label(row, period, lang), lost=format_money_short(row["churned_contribution"], lang),
        back=format_money_short(row["reactivated_contribution"], lang), new=format_money_short(row["new_contribution"], lang),
    )


def period_notes(found: Retention, lang: str) -> str:
    """Return which periods of a retention are incomplete and why, and where bills are missing; "" where all is well."""
    _ = translator(lang)
    rows = found.periods.to_pylist()
    parts = []
    if rows and found.begins is not None and found.begins > rows[0]["start"]:
        parts.append(_("{period} is incomplete: the bills begin on {day}.").format(
            period=period_label(rows[0], found.period, lang, marked=False), day=format_day(found.begins, lang)
        ))
    if len(rows) > 1 and not rows[-1]["complete"]:
        parts.append(_("{period} is incomplete: it is told up to {day}.").format(
            period=period_label(rows[-1], found.period, lang, marked=False), day=format_day(rows[-1]["end"], lang)
        ))
    for first, last in found.without_bills:
        parts.append(_("There is no bill from {first} to {last}: who seems lost there may only be missing in the data.").format(
            first=format_day(first, lang), last=format_day(last, lang)
        ))
    return (" " if lang == "en" else "").join(parts)


def _added(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return one period of all slices of the customers."""
    kept = {name: rows[0][name] for name in ("period_no", "first_day", "last_day")}
    return kept | {name: sum(row[name] for row in rows) for name in rows[0] if name not in kept}


def _rated(row: Mapping[str, Any]) -> dict[str, Any]:
    churn, returned = _rate(row["churned"], row["active_start"]), _rate(row["returning_customers"], row["window_customers"])
    rates = {"churn_rate": churn, "retention": None if churn is None else 1 - churn, "return_rate": returned}
    return {**row, "start": row["first_day"], "end": row["last_day"], **rates}


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _frame(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    money, count, rate = pa.decimal128(18, 2), pa.int64(), pa.float64()
    kinds = {
        "start": pa.date32(), "end": pa.date32(), "active_start": count, "churned": count, "reactivated": count, "new": count,
        "active_end": count, "churn_rate": rate, "retention": rate, "return_rate": rate, "window_customers": count,
        "returning_customers": count, "churned_contribution": money, "reactivated_contribution": money,
        "new_contribution": money, "complete": pa.bool_(), "settled": pa.bool_(),
    }
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()})
