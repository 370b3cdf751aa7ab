"""Who came around a festival, by grade and by module, this year beside the last."""

from __future__ import annotations

import streamlit as st

from pages.shared.address import settle
from pages.shared.charts import draw_told
from pages.shared.house import View, current_warehouse, scheme
from pages.shared.language import _, current_language
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide, charts_slide, pin_button
from segmentation.charts.festivals.parts import tell_festival
from segmentation.measures.festivals.around import Festival
from segmentation.measures.festivals.came import BY, MEASURES
from segmentation.measures.festivals.words import finding_festival, sides_text
from segmentation.settings.modules import read_modules

HIGH = 270


def draw_pictures(view: View, found: Festival, pick: Picker) -> None:
    """Draw the choice between customers and revenue, and the two pictures side by side, whose columns can be clicked."""
    lang, modules = current_language(), read_modules(current_warehouse(), view.store_id)
    names = {"customers": _("Customers"), "spent": _("Revenue")}
    settle("festival_measure", MEASURES, "customers")
    with st.container(horizontal=True, vertical_alignment="center"):
        measure = st.segmented_control(
            _("Measure"), MEASURES, format_func=names.get, key="festival_measure", required=True, label_visibility="collapsed",
            persist_state="session", width="content",
        )
        charts = tell_festival(found, scheme(), modules, measure, lang)
        if found.can_compare and all(charts) and measure == "customers":  # whose title says how many came in all
            said = finding_festival(found, lang, short=True), sides_text(found, measure, lang)
            pin_button(lambda: charts_slide(view, *said, charts), "festival", _("Pin both pictures to the workshop"))
    for cell, by, chart in zip(st.columns(2, gap="medium"), BY, charts, strict=True):
        with cell:
            if chart is None:
                st.caption(_("Nobody came around it that the bills tell of."))
            else:
                draw_told(chart, f"festival_{by}", slide=lambda chart=chart: chart_slide(view, chart), height=HIGH, pick=pick)
