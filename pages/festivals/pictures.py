"""Who came around a festival, by grade and by module, this year beside the last."""

from __future__ import annotations

import streamlit as st

from pages.shared.address import settle
from pages.shared.charts import draw_told
from pages.shared.house import View, current_warehouse, scheme
from pages.shared.language import _, current_language
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide
from segmentation.charts.festivals.parts import tell_parts
from segmentation.measures.festivals.around import Festival
from segmentation.measures.festivals.came import MEASURES
from segmentation.measures.festivals.words import finding_parts, part_namer, sides_text
from segmentation.measures.revenue.composition import UNGRADED
from segmentation.settings.modules import read_modules

HIGH = 270


def draw_pictures(view: View, found: Festival, pick: Picker) -> None:
    """Draw the choice between customers and revenue, and the two pictures side by side, whose columns can be clicked."""
    lang, own, modules = current_language(), scheme(), read_modules(current_warehouse(), view.store_id)
    names = {"customers": _("Customers"), "spent": _("Revenue")}
    settle("festival_measure", MEASURES, "customers")
    measure = st.segmented_control(
        _("Measure"), MEASURES, format_func=names.get, key="festival_measure", required=True, label_visibility="collapsed",
        persist_state="session",
    )
    said = sides_text(found, measure, lang)
    keys = {"tier": [*own.tier_keys, UNGRADED, None], "module": [each.key for each in modules]}
    for cell, (by, order) in zip(st.columns(2, gap="medium"), keys.items(), strict=True):
        name = part_namer(by, own, modules, lang)
        chart = tell_parts(found, by, order, name, measure, finding_parts(found, by, name, measure, lang), said)
        with cell:
            if chart is None:
                st.caption(_("Nobody came around it that the bills tell of."))
            else:
                draw_told(chart, f"festival_{by}", slide=lambda chart=chart: chart_slide(view, chart), height=HIGH, pick=pick)
