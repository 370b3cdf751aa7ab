"""The kept months in a row: how the tiers came about."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import streamlit as st

from pages.shared.charts import draw_told
from pages.shared.definition import potential_of
from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import _, _n, current_language, plain
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide
from segmentation.charts.movement.migration import tell_history
from segmentation.language.i18n import format_count
from segmentation.measures.movement.migration import read_history
from segmentation.settings.kept import scheme_settings


def history_of(view: View) -> pa.Table:
    """Return who went up and down month by month, under the settings of the page."""
    warehouse, settings, own = current_warehouse(), settings_of(view), scheme()
    with st.spinner(_("Grading the month-ends …")):
        return reading_of(view, "history", lambda: read_history(warehouse, view.store_id, own, view.as_of, settings))


def draw_history(view: View, pick: Picker) -> None:
    """Draw who went up and down month by month; with less than two complete months say that it takes them."""
    warehouse, settings, own, lang = current_warehouse(), settings_of(view), scheme(), current_language()
    history = history_of(view)
    measure = st.session_state.get("moves_measure") or "customers"
    chart = tell_history(history, lang, _("From month-end to month-end, complete months only"), measure)
    if chart is None:
        st.info(_("Month by month is shown once two months are complete."))
        return
    draw_told(chart, "history", history, slide=lambda: chart_slide(view, chart), height=300, width=1120, pick=pick)
    ends = history["month_end"].to_pylist()
    if said := potential_of(view, ends[0].replace(day=1) - timedelta(days=1), *ends):
        st.caption(plain(said))
    if settings != scheme_settings(warehouse, view.store_id, own):
        st.caption(_("All months are graded with the window picked above; kept months have the one saved in Settings."))
        return
    kept = sum(history["is_kept"].to_pylist())
    if not kept:
        st.caption(_("No month of this scheme is kept: all are graded under the settings of now."))
        return
    text = (
        _("All of them are kept months.") if kept == history.num_rows
        else _n(
            "{kept} of {months} months is as kept; the others are graded under today's settings.",
            "{kept} of {months} months are as kept; the others are graded under today's settings.", kept,
        )
    )
    st.caption(text.format(kept=format_count(kept, lang), months=format_count(history.num_rows, lang)))
