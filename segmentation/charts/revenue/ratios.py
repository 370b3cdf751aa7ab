"""How much of the revenue a house controls, month by month: three nested ratios and the line of a rule of thumb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from segmentation.charts.palette import IDENTIFIED, MANAGED, MANAGED_ACTIVE, REFERENCE
from segmentation.charts.revenue.months import month_tick
from segmentation.language.i18n import N_, format_month, format_ratio, translator
from segmentation.measures.revenue.overview import MONTHS_SHOWN
from segmentation.slides import Behind, Category, Chart, Column, Series, Table, cut_text


@dataclass(frozen=True)
class Ratio:
    """One of the nested ratios: its column, its label (msgid), its colour and which of the customers of a month are in it."""

    column: str
    label: str
    colour: str
    behind: Behind = ()


RATIOS = (
    Ratio("ratio_identified", N_("Identified"), IDENTIFIED),
    Ratio("ratio_managed", N_("Managed"), MANAGED, (("managed", "all"),)),
    Ratio("ratio_managed_active", N_("Managed and active"), MANAGED_ACTIVE, (("managed", "active"),)),
)


ALL_ACTIVE = N_("Managed (all active)")


def shown_ratios(rows: Sequence[Mapping[str, Any]]) -> tuple[Ratio, ...]:
    """Return the ratios worth a line: where all managed customers are active in every month, the last two are one line.

    That is the rule for single months: who has a bill in a month was seen in it.
    """
    if any(row["ratio_managed"] != row["ratio_managed_active"] for row in rows):
        return RATIOS
    return (RATIOS[0], replace(RATIOS[1], label=ALL_ACTIVE))


def tell_ratios(months: pa.Table, line: float, lang: str, title: str, subtitle: str, as_of: date | None = None) -> Chart:
    """Return the ratios (0–1) by month as a described chart of lines, the rule of thumb ``line`` as a reference.

    ``months``: month, ratio_identified, ratio_managed, ratio_managed_active, complete, in order; the last ``MONTHS_SHOWN`` are
    told. A month that is not over is marked, and says up to which day it goes where ``as_of`` is given; one without revenue is
    a gap.
    """
    _ = translator(lang)
    rows = months.slice(max(0, months.num_rows - MONTHS_SHOWN)).to_pylist()
    rule = _("{line} rule of thumb").format(line=format_ratio(line, lang, 0))
    series = [
        Series(_(ratio.label), "ratio", tuple(row[ratio.column] for row in rows), ratio.colour, behind=ratio.behind)
        for ratio in shown_ratios(rows)
    ]
    reference = Series(rule, "ratio", (line,) * len(rows), REFERENCE, reference=True)
    categories = tuple(
        Category(
            format_month(row["month"], lang), hatched=not row.get("complete", True), behind=(("month", f"{row['month']:%Y-%m}"),),
            tick=month_tick(row["month"], number, len(rows), lang, None if row.get("complete", True) else as_of),
        )
        for number, row in enumerate(rows)
    )
    return Chart("line", title, subtitle, categories, (*series, reference))


def tell_managers(managers: pa.Table, lang: str, title: str, subtitle: str, most: int = 12) -> Chart:
    """Return what the customers of each manager bring (CNY) as lying bars; the first ``most``.

    ``managers``: manager, managed, managed_active (CNY), share of the revenue, largest first. Where some of those customers are
    not active any more, their part is hatched. The subtitle has the share of the first; where there are more than ``most``, it
    says of how many these are the first, and what part of what all of them look after they have.
    """
    _ = translator(lang)
    rows = managers.slice(0, most).to_pylist()
    month = [("month", f"{row['month']:%Y-%m}") for row in rows if "month" in row]
    categories = tuple(Category(row["manager"], behind=(*month[:1], ("manager", row["manager"]))) for row in rows)
    managed = tuple(row["managed"] for row in rows)
    active = tuple(row.get("managed_active", row["managed"]) for row in rows)
    table = Table((Column("", "money", total=True),), tuple((amount,) for amount in managers["managed"].to_pylist()))
    share = rows[0].get("share") if rows else None
    first = None if share is None else f"{rows[0]['manager']} {format_ratio(share, lang, 0)}"
    said = _("; ").join(filter(None, (subtitle, first, cut_text(table, len(rows), lang))))
    if managed == active:
        series: tuple[Series, ...] = (Series(_("Managed"), "money", managed, MANAGED),)
        return Chart("bar", title, said, categories, series, secret="manager")
    asleep = tuple(whole - part for whole, part in zip(managed, active, strict=True))
    series = (
        Series(_("Managed and active"), "money", active, MANAGED, behind=(("managed", "active"),)),
        Series(
            _("Managed, not active any more"), "money", asleep, MANAGED, hatched=True, behind=(("managed", "asleep"),)
        ),
    )
    return Chart("stacked_bar", title, said, categories, series, secret="manager")
