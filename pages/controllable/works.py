"""The tabs of the page: what of it is opened, and drawn."""

from __future__ import annotations

import streamlit as st

from pages.controllable.managers import draw_by_manager
from pages.controllable.months import draw_by_month, draw_totals
from pages.controllable.occupancy import draw_occupancy
from pages.controllable.rules import draw_rules
from pages.controllable.what_if import draw_what_if
from pages.controllable.words import control_figures, controllable_of
from pages.shared.charts import draw_told
from pages.shared.figures import draw_figures
from pages.shared.heads import draw_answer
from pages.shared.house import View
from pages.shared.language import _, current_language, plain
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide
from pages.shared.tabs import pick_tab, settle_tab
from segmentation.charts.revenue.ratios import tell_ratios
from segmentation.language.i18n import N_
from segmentation.measures.revenue.controllable import (
    LINE,
    Controllable,
    finding_control,
    finding_ratios,
    months_text,
    rule_of_thumb,
)

TABS = {
    "managers": N_("Share and managers"), "months": N_("Month by month"), "totals": N_("Totals of months"),
    "occupancy": N_("Table occupancy"), "rules": N_("Rules of thumb tested"), "what_if": N_("What if"),
}


def pick_work() -> str:
    """Draw the tabs, and return which is open."""
    work = settle_tab("controllable", TABS)
    pick_tab("controllable", {key: _(name) for key, name in TABS.items()})
    return work


def draw_work(view: View, work: str, pick: Picker) -> None:
    """Draw the tab: its answer and its figures, then what stands behind them."""
    if work == "occupancy":
        draw_occupancy(view, pick)
        return
    if work == "rules":
        draw_rules(view, pick)
        return
    found = controllable_of(view)
    _draw_answer(found)
    if work == "managers":
        _draw_ratios(view, found, pick)
        draw_by_manager(view, found, pick)
    elif work == "what_if":
        draw_what_if(view, found)
    elif work == "totals":
        draw_totals(view, found)
    else:
        draw_by_month(view, found)


def _draw_answer(found: Controllable) -> None:
    lang = current_language()
    draw_answer(finding_control(found, lang))
    for conflict in found.conflicts(lang):
        st.error(plain(conflict))
    for note in found.notes(lang):
        st.info(plain(note))
    if figures := control_figures(found):
        draw_figures(figures)


def _draw_ratios(view: View, found: Controllable, pick: Picker) -> None:
    lang = current_language()
    subtitle = _("Share of all revenue by month, {months}; hollow: the month is not over").format(months=months_text(found, lang))
    told = tell_ratios(found.months, float(LINE), lang, finding_ratios(found.months, lang), subtitle, view.as_of)
    draw_told(told, "ratios", slide=lambda: chart_slide(view, told), height=340, width=1120, pick=pick)
    st.caption(rule_of_thumb(lang))
