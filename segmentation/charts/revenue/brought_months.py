"""The months that files bring, beside the two before, as columns: what is there, what comes in, what is still open."""

from __future__ import annotations

from segmentation.charts.palette import IDENTIFIED
from segmentation.language.i18n import format_month_name, translator
from segmentation.measures.revenue.brought_months import BroughtMonths, finding_brought_months
from segmentation.slides import Category, Chart, Series

THERE = "#4F8FCB"  # lighter than what comes in, and still to be told from both grounds


def describe_brought_months(found: BroughtMonths, lang: str) -> Chart:
    """Return the columns, below their finding; what hangs on an open answer is hatched. A part that is nowhere is left out."""
    _ = translator(lang)
    parts = (
        (_("In the store"), "stays", THERE, False), (_("Comes in"), "brought", IDENTIFIED, False),
        (_("Still open"), "open", IDENTIFIED, True),
    )
    series = [
        Series(label, "money", tuple(getattr(month, name) or None for month in found.months), colour, hatched)
        for label, name, colour, hatched in parts
    ]
    shown = [each for each in series if any(each.values)]
    subtitle = _("Bills by month")
    if found.last_day:
        subtitle = _("Bills by month; compared up to day {day} of each").format(day=found.last_day)
    if any(month.open for month in found.months):
        subtitle = _("{subtitle}; what is hatched hangs on your answers").format(subtitle=subtitle)
    return Chart(
        "stacked_column", finding_brought_months(found, lang), subtitle,
        tuple(Category(format_month_name(month.start, lang)) for month in found.months), tuple(shown),
    )
