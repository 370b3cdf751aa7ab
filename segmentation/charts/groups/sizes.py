"""The size of a saved group at the ends of months, described."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from segmentation.charts.palette import IDENTIFIED
from segmentation.charts.revenue.months import month_tick
from segmentation.language.i18n import format_day, format_month, translator
from segmentation.measures.groups.members import Size
from segmentation.measures.groups.words import finding_sizes
from segmentation.settings.groups import Group
from segmentation.slides import Category, Chart, Series


def tell_sizes(group: Group, sizes: Sequence[Size], lang: str) -> Chart:
    """Return how many are in a group at the end of each month as columns; one of a month that is not over is hatched."""
    _ = translator(lang)
    last = sizes[-1]
    subtitle = _("Customers in the group at the end of each month, up to {day}").format(day=format_day(last.day, lang))
    series = Series(_("Customers in the group"), "count", tuple(each.customers for each in sizes), IDENTIFIED)
    categories = tuple(_category(group, sizes, at, lang) for at in range(len(sizes)))
    return Chart("column", finding_sizes(sizes, lang), subtitle, categories, (series,))


def _category(group: Group, sizes: Sequence[Size], at: int, lang: str) -> Category:
    day = sizes[at].day
    month, is_over = day.replace(day=1), (day + timedelta(days=1)).day == 1
    return Category(
        format_month(month, lang), hatched=not is_over, behind=(("group", str(group.number)), ("day", day.isoformat())),
        tick=month_tick(month, at, len(sizes), lang, None if is_over else day),
    )
