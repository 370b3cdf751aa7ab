"""What each module and grade is and brings, as a table to take away, and how to treat each module."""

from __future__ import annotations

import streamlit as st

from pages.shared.definition import period
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_head
from pages.shared.house import View, current_warehouse
from pages.shared.language import _, current_language, plain
from pages.shared.pin import table_slide
from pages.shared.tables import described, draw_table
from segmentation.language.i18n import N_
from segmentation.measures.revenue.composition import Composition, finding_slices, slices_table
from segmentation.settings.modules import read_modules


def draw_slices(view: View, found: dict[str, Composition]) -> None:
    """Draw the slices by module and grade, by module or by grade, with the downloads and the advice for each module."""
    names = {"module_tier": _("Module and grade"), "module": _("Module"), "tier": _("Grade")}
    by = st.segmented_control(
        _("What each group is and brings"), list(names), format_func=names.get, key="slices_by", default="module_tier",
        required=True, persist_state="session", label_visibility="collapsed",
    )
    draw_head(finding_slices(found[by], current_language()), period(view))
    slices = slices_table(found[by], current_language())
    draw_table(slices, slices.column_names, f"slices_{by}", rows=12)
    title = N_("Modules and grades")
    draw_download(
        lambda: slices, title, view, "slices",
        lambda: table_slide(view, finding_slices(found[by], current_language()), period(view), described(slices)),
        notes=(period(view),),
    )
    with st.expander(_("How to treat each module")):
        _draw_advice(view)


def _draw_advice(view: View) -> None:
    lang = current_language()
    for module in read_modules(current_warehouse(), view.store_id):
        habits, advice = module.habits[lang], module.advice[lang]
        lines = [f"**{plain(module.code)} · {plain(module.name[lang])}**", *(plain(text) for text in (habits, advice) if text)]
        st.markdown("  \n".join(lines))
