"""The overview's revenue charts described, so that they can be pinned, projected and put into a deck."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from segmentation.charts.grades.pies import WALK_INS
from segmentation.charts.palette import IDENTIFIED, WALK_IN
from segmentation.charts.revenue.months import month_tick
from segmentation.language.i18n import format_day, format_month, format_ratio, translator
from segmentation.measures.revenue.overview import MONTHS_SHOWN
from segmentation.slides import Category, Chart, Series


def tell_months(months: pa.Table, title: str, subtitle: str, lang: str, as_of: date) -> Chart | None:
    """Return standing bars of revenue by month, identified customers and walk-ins; None without a month.

    ``months``: month, identified, walk_in (CNY), is_complete, in order. An incomplete month says up to which day it goes.
    """
    _ = translator(lang)
    rows = months.slice(max(0, months.num_rows - MONTHS_SHOWN)).to_pylist()
    if not rows:
        return None
    until = _("up to {day}").format(day=format_day(as_of, lang))
    categories = tuple(
        Category(
            format_month(row["month"], lang) + ("" if row["is_complete"] else f" ({until})"),
            behind=(("month", f"{row['month']:%Y-%m}"),),
            tick=month_tick(row["month"], number, len(rows), lang, None if row["is_complete"] else as_of),
        )
        for number, row in enumerate(rows)
    )
    return Chart("stacked_column", title, subtitle, categories, (
        Series(_("Identified customers"), "money", tuple(row["identified"] for row in rows), IDENTIFIED),
        Series(_("Walk-ins"), "money", tuple(row["walk_in"] for row in rows), WALK_IN, hatched=True, behind=WALK_INS),
    ))


def tell_shares(
    identified: float | None, active: float | None, line: float, title: str, subtitle: str, lang: str
) -> Chart | None:
    """Return two lying bars, the shares (0–1) of revenue from identified and from active customers, and the line's value beside.

    None without revenue.
    """
    if identified is None or active is None:
        return None
    _ = translator(lang)
    rule = _("{line} rule of thumb").format(line=format_ratio(line, lang, 0))
    return Chart(
        "bar", title, subtitle,
        (
            Category(_("Identified customers"), behind=(("brought", "all"),)),
            Category(_("Active customers"), behind=(("brought", "active"),)),
        ),
        (
            Series(_("Share of revenue"), "ratio", (identified, active), IDENTIFIED),
            Series(rule, "ratio", (line, line), reference=True),
        ),
    )
