"""The two pies of the modules: how many customers each has, and what it brings."""

from __future__ import annotations

import streamlit as st

from pages.shared.behind import draw_behind
from pages.shared.charts import draw_told
from pages.shared.definition import period
from pages.shared.house import View
from pages.shared.language import _, current_language, day_text
from pages.shared.picking import page_picker
from pages.shared.pin import chart_slide
from segmentation.charts.grades.pies import tell_part_contributions, tell_parts
from segmentation.measures.grades.tier_shares import Part, finding_largest_part, finding_richest_part
from segmentation.measures.revenue.composition import Composition

HEIGHT = 300  # pixels


def draw_module_pies(view: View, found: Composition) -> None:
    """Draw the pie of customers and the pie of contribution side by side, and under them who is in the slice that is chosen.

    Walk-ins are in the second as the switch in its menu has it.
    """
    lang, parts, pick = current_language(), _parts_of(found), page_picker("modules")
    one, two = st.columns(2, gap="medium")
    with one:
        when = _("Graded customers on {day}").format(day=day_text(view.as_of))
        counted = tell_parts(parts, lang, finding_largest_part(parts, lang), when)
        draw_told(counted, "pie_customers", slide=lambda: chart_slide(view, counted), height=HEIGHT, pick=pick)
    with two:
        walk_in = found.walk_in if st.session_state.get("with_walk_ins", True) else None
        brought = tell_part_contributions(parts, lang, finding_richest_part(parts, lang, walk_in), period(view), walk_in)
        draw_told(
            brought, "pie_contribution", slide=lambda: chart_slide(view, brought), height=HEIGHT, pick=pick,
            more=lambda: st.toggle(_("With walk-ins"), True, key="with_walk_ins", persist_state="session"),
        )
    draw_behind(view, pick.chosen)


def _parts_of(found: Composition) -> list[Part]:
    """Return the slices as both pies draw them."""
    lang = current_language()
    return [
        Part(each.label[lang], each.colour, each.customers, each.contribution, behind=(("module", each.module or ""),))
        for each in found.slices
    ]
