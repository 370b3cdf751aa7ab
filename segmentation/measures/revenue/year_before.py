"""The as-of month held against the year before, by the calendar of the sun or of the moon, in the place of the month before.

By the moon weeks are held against weeks: the days of the month lie as many whole weeks back as bring the as-of day next to its
own lunar day of the year before. So the days around Spring Festival meet those around the last one, and Saturdays meet Saturdays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from segmentation.language.festivals import lunar_year_before
from segmentation.language.i18n import N_, format_day, format_short_day, translator
from segmentation.measures.movement.retention import first_bill
from segmentation.measures.revenue.overview import Overview
from segmentation.measures.windows import CLOSED_DAYS, covered_days
from segmentation.warehouse import Warehouse

MONTH, YEAR, LUNAR = "month", "year", "lunar"
AGAINST: Mapping[str, str] = {
    MONTH: N_("against the month before"), YEAR: N_("against the same days last year"),
    LUNAR: N_("against the same weeks of the lunar year"),
}
BRIEFLY: Mapping[str, str] = {MONTH: N_("vs before"), YEAR: N_("vs last year"), LUNAR: N_("vs lunar")}
NAMES = {YEAR: N_("the same days last year"), LUNAR: N_("the same weeks of the lunar year before")}


@dataclass(frozen=True)
class Compared:
    """The days of the year before (``key``: YEAR or LUNAR) that a month is held against, and what they brought (CNY).

    The bills reach over ``covered`` of these days; only where that is all of them there is something to compare with.
    """

    key: str
    first: date
    last: date
    revenue: Decimal
    identified: Decimal
    covered: int

    @property
    def days(self) -> int:
        """How many days they are."""
        return (self.last - self.first).days + 1

    @property
    def is_covered(self) -> bool:
        """Whether the bills reach over all of them."""
        return self.covered >= self.days

    @property
    def identified_share(self) -> float | None:
        """Identified customers' share (0–1) of that revenue; None without revenue, or where the bills do not reach so far."""
        return float(self.identified / self.revenue) if self.is_covered and self.revenue > 0 else None

    def span(self, lang: str) -> str:
        """Return the days in words: 27 Jan – 20 Feb 2025, 2025年1月27日 – 2月20日; each with its year where they are of two."""
        first, last = format_day(self.first, lang), format_day(self.last, lang)
        if self.first.year == self.last.year and lang == "en":
            first = format_short_day(self.first, lang)
        elif self.first.year == self.last.year:  # the year stands in front
            last = format_short_day(self.last, lang)
        return f"{first} – {last}"

    def name(self, lang: str) -> str:
        """Return what the days are called in a sentence."""
        return translator(lang)(NAMES[self.key])


def days_before(start: date, as_of: date, key: str) -> tuple[date, date] | None:
    """Return the days of the year before that answer to those from ``start``, a month's first, to ``as_of``; None without a lunar
    calendar of the year.

    >>> [f"{day:%m-%d}" for day in days_before(date(2028, 2, 1), date(2028, 2, 29), YEAR)]
    ['02-01', '02-28']
    >>> days_before(date(2026, 2, 1), date(2026, 2, 17), LUNAR)
    (datetime.date(2025, 1, 12), datetime.date(2025, 1, 28))
    """
    if key == LUNAR:
        last = lunar_year_before(as_of)
        return last and (last - (as_of - start), last)
    is_leap_day = (as_of.month, as_of.day) == (2, 29)
    last = (as_of - timedelta(days=1) if is_leap_day else as_of).replace(year=as_of.year - 1)
    return start.replace(year=start.year - 1), last


def read_compared(warehouse: Warehouse, store_id: int, start: date, as_of: date, key: str) -> Compared | None:
    """Return what the days of the year before brought that the month from ``start`` to ``as_of`` is held against."""
    days = days_before(start, as_of, key)
    if days is None:
        return None
    row = warehouse.rows("measures/revenue/span_revenue", store=store_id, first_day=days[0], last_day=days[1])[0]
    begins = first_bill(warehouse, store_id, as_of)
    silent = warehouse.rows("measures/movement/silent_stretches", store=store_id, as_of=as_of, least=CLOSED_DAYS)
    return Compared(key, *days, row["total"], row["identified"], covered_days(*days, begins, silent))


def uncovered_text(compared: Compared, lang: str) -> str:
    """Return that there is nothing to compare with, and how many of the days the bills reach over; "" where they all are."""
    if compared.is_covered:
        return ""
    _ = translator(lang)
    text = _("The bills do not reach back to {days}, so there is nothing to compare with.")
    if compared.covered:
        text = _("The bills cover {covered} of the {count} days ({days}), so there is nothing to compare with.")
    return text.format(days=compared.span(lang), covered=compared.covered, count=compared.days)


def against_year(overview: Overview, compared: Compared | None) -> Overview:
    """Return the overview with its month held against the year before; without bills of then it is held against nothing."""
    if compared is None:
        return overview
    before = compared.revenue if compared.is_covered else Decimal("0.00")
    return replace(overview, month=replace(overview.month, previous_same_days=before), compared=compared)
