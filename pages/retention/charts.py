"""The charts of coming and going: the bridge of a period, the rates and the money over time, and the table of all periods."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa
import streamlit as st

from pages.shared.charts import draw_told
from pages.shared.definition import up_to
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_head
from pages.shared.house import View
from pages.shared.language import _, current_language, day_text, plain
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide, table_slide
from pages.shared.tables import described, draw_table
from segmentation.charts.movement.retention import tell_bridge, tell_money, tell_rates
from segmentation.language.i18n import N_
from segmentation.measures.movement.retention import (
    Retention,
    finding_bridge,
    finding_moves,
    finding_rates,
    finding_worst,
    period_label,
)

COUNTS = ("active_start", "churned", "reactivated", "new", "active_end")
COLUMNS = (  # the rest is in the downloads
    "period", *COUNTS, "churn_rate", "churned_contribution", "reactivated_contribution", "new_contribution",
)
PINNED = 12  # rows of a slide
HEIGHT = 360  # pixels, of charts that stand side by side


def draw_bridge(view: View, found: Retention, row: dict[str, Any], pick: Picker) -> None:
    """Draw one period as a waterfall; its finding stands on top of the page, so here it says by whom the base changed."""
    lang = current_language()
    days = _("{first} to {last}").format(first=day_text(row["start"]), last=day_text(row["end"]))
    if found.period != "month":
        days = _("{days}; came back and newly won: only who is still active at the end").format(days=days)
    chart = tell_bridge(row, found.period, lang, days, found.begins)
    shown = replace(chart, title=finding_moves(row, lang, found.begins))
    draw_told(shown, "bridge", slide=lambda: chart_slide(view, chart), height=HEIGHT, pick=pick)


def draw_rates(view: View, found: Retention, pick: Picker) -> None:
    """Draw churn, retention and return rate over time; where there is no rate yet, say so."""
    subtitle = _("Churn, retention and return rate; hollow: not complete, or nobody could be lost yet")
    chart = tell_rates(found, current_language(), subtitle)
    if chart is None:
        st.info(plain(finding_rates(found, current_language())))
        return
    draw_told(chart, "rates", slide=lambda: chart_slide(view, chart), height=HEIGHT, pick=pick)


def draw_money(view: View, found: Retention, row: dict[str, Any], pick: Picker) -> None:
    """Draw what those who fell asleep had brought, and what those who came bring, over time; without a move say so."""
    lang = current_language()
    subtitle = _(
        "Below: what they had brought in the whole window before. Above: what they brought in the period alone, so the two are "
        "not to be set off against each other"
    )
    chart = tell_money(found, row, lang, subtitle)
    if chart is None:
        st.info(
            _("Nobody came and nobody was lost, so no money moved.") if found.periods.num_rows > 1
            else _("What goes and comes in money shows from the second period of the data on.")
        )
    else:
        draw_told(chart, "moved_money", slide=lambda: chart_slide(view, chart), height=HEIGHT, width=640, pick=pick)


def draw_periods(view: View, found: Retention) -> None:
    """Draw all periods as a table, the last one first, with its downloads."""
    lang = current_language()
    frame = found.periods
    labels = pa.array([period_label(row, found.period, lang) for row in frame.to_pylist()], pa.string())
    frame = frame.add_column(0, "period", labels).sort_by([("start", "descending")])
    draw_head(finding_worst(found, lang))
    draw_table(frame, COLUMNS, "periods", rows=13)
    until = up_to(view)
    draw_download(
        lambda: frame, N_("Retention"), view, "download_periods", notes=(until,),
        slide=lambda: table_slide(
            view, finding_bridge(found.periods.to_pylist()[-1], found.period, lang, found.begins),
            until, described(frame, columns=COLUMNS, most=PINNED),
        ),
    )
