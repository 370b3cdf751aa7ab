"""The months that files bring, as the store would have them, beside the two before: is a hall missing, or there twice?"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from segmentation.ingest.days_brought import Days, DaysBrought
from segmentation.language.i18n import counter, format_money_short, format_month_name, format_ratio, translator
from segmentation.warehouse import Warehouse

MONTHS_BEFORE = 2
MOST_MONTHS = 6
WHOLE_FROM = 28  # a month whose bills reach this day is compared as a whole
ALIKE = Decimal("0.05")
ZERO = Decimal(0)


@dataclass(frozen=True)
class BroughtMonth:
    """A month's money: what ``stays`` of the store's own, what files bring, and what of it hangs on ``open`` answers."""

    start: date
    stays: Decimal
    brought: Decimal
    open: Decimal

    @property
    def total(self) -> Decimal:
        """All of it, as though what is open came in."""
        return self.stays + self.brought + self.open


@dataclass(frozen=True)
class BroughtMonths:
    """Months in order, the last being that which files bring last; ``change`` is against the mean of those of the two before.

    ``last_day`` is set where the last month's bills end earlier: then the same days of the months before are compared.
    """

    months: tuple[BroughtMonth, ...]
    before: int  # months that the change is measured against
    change: Decimal | None
    last_day: int | None


def read_brought_months(
    warehouse: Warehouse, store_id: int | None, sure: Sequence[DaysBrought], waiting: Sequence[DaysBrought], today: date
) -> BroughtMonths | None:
    """Return the months that files bring, at most ``MOST_MONTHS``, from two months before them on; None where there are not two.

    ``waiting`` are files of which it is still open whether they come in. A store without id has nothing yet. Days after
    tomorrow count only where all are.
    """
    brought, opened, gone = (_add(days) for days in (
        [each.brought for each in sure],
        [*(each.brought for each in waiting), *(each.open for each in (*sure, *waiting))],
        [each.gone for each in (*sure, *waiting)],
    ))
    days = sorted({*brought, *opened})
    days = [day for day in days if day <= today + timedelta(days=1)] or days
    if not days:
        return None
    last = days[-1]
    starts = _months(max(_before(days[0], MONTHS_BEFORE), _before(last, MOST_MONTHS - 1)), last)
    there: dict[date, Decimal] = {}
    if store_id is not None:
        end = starts[-1].replace(day=monthrange(last.year, last.month)[1])
        rows = warehouse.table("measures/revenue/store_days", store=store_id, first_day=starts[0], last_day=end).to_pylist()
        there = {row["day"]: row["amount"] for row in rows}
    stays = _add([there, {day: -amount for day, amount in gone.items()}])
    months = [BroughtMonth(start, *(_sum(each, start, 31) for each in (stays, brought, opened))) for start in starts]
    while months and not (months[0].stays or months[0].brought or months[0].open):
        months.pop(0)
    if len(months) < 2:
        return None
    until = 31 if last.day >= WHOLE_FROM else last.day
    whole = _add([stays, brought, opened])
    now, *before = (_sum(whole, month.start, until) for month in reversed(months[-1 - MONTHS_BEFORE:]))
    mean = sum(before, ZERO) / len(before)
    return BroughtMonths(
        tuple(months), len(before), now / mean - 1 if mean > 0 else None, None if until == 31 else until,
    )


def finding_brought_months(found: BroughtMonths, lang: str) -> str:
    """Return in a sentence what the last month comes to, and how that is against the months before."""
    _, _n = translator(lang), counter(lang)
    last = found.months[-1]
    values = {"month": format_month_name(last.start, lang), "money": format_money_short(last.total, lang), "day": found.last_day}
    text = _("{month} up to day {day} comes to {money}") if found.last_day else _("{month} comes to {money}")
    if last.open:
        text = _("With what is open, {month} up to day {day} comes to {money}") if found.last_day else _(
            "With what is open, {month} comes to {money}"
        )
    said = text.format(**values)
    if found.change is None:
        return said
    if abs(found.change) < ALIKE:
        told = _n("{said}, much like the month before", "{said}, much like the {count} months before", found.before)
    elif found.change > 0:
        told = _n("{said}, {change} more than the month before", "{said}, {change} more than the {count} months before",
                  found.before)
    else:
        told = _n("{said}, {change} less than the month before", "{said}, {change} less than the {count} months before",
                  found.before)
    return told.format(said=said, change=format_ratio(abs(found.change), lang, 0), count=found.before)


def _add(days: Sequence[Days]) -> dict[date, Decimal]:
    sums: dict[date, Decimal] = {}
    for each in days:
        for day, amount in each.items():
            sums[day] = sums.get(day, ZERO) + amount
    return sums


def _sum(days: Days, start: date, until: int) -> Decimal:
    return sum((amount for day, amount in days.items() if day.replace(day=1) == start and day.day <= until), ZERO)


def _before(day: date, months: int) -> date:
    """Return the first day of the month that many months before that of ``day``."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _months(first: date, last: date) -> list[date]:
    starts = [first]
    while starts[-1] < last.replace(day=1):
        starts.append(_before(starts[-1], -1))
    return starts
