"""What customers owe by age, and what they have stored month by month, described."""

from __future__ import annotations

import pyarrow as pa

from segmentation.charts.palette import FELL, GAINED, IDENTIFIED
from segmentation.charts.revenue.months import month_tick
from segmentation.language.i18n import format_month, translator
from segmentation.measures.revenue.receivables import AGE_NAMES, AGES, Receivables, total
from segmentation.slides import Category, Chart, Series

MONTHS = 13  # a year, and the month that it is compared with


def tell_ages(found: Receivables, lang: str, title: str, subtitle: str) -> Chart:
    """Return what is owed by age as columns: what is not due yet in blue, what is late in red."""
    _ = translator(lang)
    categories = tuple(Category(_(AGE_NAMES[age]), GAINED if age == "not_due" else FELL, behind=(("owed", age),)) for age in AGES)
    owed = Series(_("Owed"), "money", tuple(total(found.owing, age) for age in AGES))
    return Chart("column", title, subtitle, categories, (owed,))


def tell_flows(months: pa.Table, lang: str, title: str, subtitle: str) -> Chart:
    """Return what was topped up and what was used month by month as columns side by side."""
    _, rows = translator(lang), months.to_pylist()[-MONTHS:]
    series = (
        Series(_("Topped up"), "money", tuple(row["topped_up"] for row in rows), GAINED, behind=(("stored_what", "topped_up"),)),
        Series(
            _("Used"), "money", tuple(row["used_value"] for row in rows), IDENTIFIED, hatched=True,
            behind=(("stored_what", "used_value"),),
        ),
    )
    return Chart("column", title, subtitle, _months(rows, lang), series)


def tell_liabilities(months: pa.Table, lang: str, title: str, subtitle: str) -> Chart:
    """Return what the house owed to holders at each month's end as a line."""
    _, rows = translator(lang), months.to_pylist()[-MONTHS:]
    owed = tuple(row["balance"] for row in rows)
    series = Series(_("Owed to holders"), "money", owed, IDENTIFIED, behind=(("stored_what", "balance"),))
    return Chart("line", title, subtitle, _months(rows, lang), (series,))


def _months(rows: list[dict], lang: str) -> tuple[Category, ...]:
    return tuple(
        Category(
            format_month(row["month"], lang), tick=month_tick(row["month"], number, len(rows), lang),
            behind=(("stored", f"{row['month']:%Y-%m}"),),
        )
        for number, row in enumerate(rows)
    )
