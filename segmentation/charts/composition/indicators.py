"""The indicators of a house by month: its shares as lines, who came new and who was lost as columns, described."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from segmentation.charts.palette import FELL, GAINED, IDENTIFIED, MANAGED, MANAGED_ACTIVE
from segmentation.charts.revenue.months import month_tick
from segmentation.language.i18n import format_month, translator
from segmentation.measures.composition.indicators import INDICATORS, LABELS, SHARE, Indicator
from segmentation.slides import Category, Chart, Series

MONTHS = 13  # a year, and the month that it is compared with
COLOURS = {
    "cash_recovery": IDENTIFIED, "receivables_recovery": MANAGED_ACTIVE, "sales_attainment": MANAGED, "profit_attainment": FELL,
}


def tell_shares(found: Sequence[Indicator], lang: str, title: str, subtitle: str) -> Chart | None:
    """Return the shares that are known of two months or more as lines over the last months; None where none is."""
    months = shown_months(found)
    shares = [name for name, kind in INDICATORS.items() if kind == SHARE]
    known = {name: [_value(found, month, name) for month in months] for name in shares}
    lines = [name for name in shares if sum(value is not None for value in known[name]) > 1]
    if not lines:
        return None
    _ = translator(lang)
    series = tuple(Series(_(LABELS[name]), "ratio", tuple(known[name]), COLOURS[name]) for name in lines)
    return Chart("line", title, subtitle, _months(found, months, lang), series)


def tell_come_and_lost(found: Sequence[Indicator], lang: str, title: str, subtitle: str) -> Chart | None:
    """Return how many came new and how many were lost as columns over the last months; None where neither is known.

    Each column stands for them, as the same counts of coming and going do elsewhere.
    """
    months = shown_months(found)
    pairs = {name: tuple(_value(found, month, name) for month in months) for name in ("new_customers", "lost_customers")}
    if all(value is None for values in pairs.values() for value in values):
        return None
    _ = translator(lang)
    series = (
        Series(_("New customers"), "count", pairs["new_customers"], GAINED, behind=(("movement", "joined"),)),
        Series(
            _("Lost customers"), "count", pairs["lost_customers"], FELL, hatched=True, behind=(("movement", "asleep"),),
        ),
    )
    last_days = {each.month: each.last_day for each in found}
    categories = (
        replace(category, behind=(("first", month.isoformat()), ("last", last_days[month].isoformat())))
        for category, month in zip(_months(found, months, lang), months, strict=True)
    )
    return Chart("column", title, subtitle, tuple(categories), series)


def shown_months(found: Sequence[Indicator]) -> list[date]:
    """Return the last so many months that are drawn."""
    return list(dict.fromkeys(each.month for each in found))[-MONTHS:]


def _value(found: Sequence[Indicator], month: date, name: str) -> float | int | None:
    return next((each.value for each in found if each.month == month and each.name == name), None)


def _months(found: Sequence[Indicator], months: Sequence[date], lang: str) -> tuple[Category, ...]:
    until = {each.month: None if each.is_over else each.last_day for each in found}
    return tuple(
        Category(
            format_month(month, lang), hatched=until[month] is not None,
            tick=month_tick(month, number, len(months), lang, until[month]),
        )
        for number, month in enumerate(months)
    )
