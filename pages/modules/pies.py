"""The two pies of the modules: how many customers each has, and what it brings."""

from __future__ import annotations

import streamlit as st

from pages.shared.charts import draw_chart
from pages.shared.definition import period
from pages.shared.house import View
from pages.shared.language import _, current_language, day_text
from pages.shared.pin import chart_slide
from segmentation.charts.grades.pies import (
    draw_part_contributions,
    draw_part_counts,
    tell_part_contributions,
    tell_parts,
)
from segmentation.measures.grades.tier_shares import Part, finding_largest_part, finding_richest_part
from segmentation.measures.revenue.composition import Composition


def draw_module_pies(view: View, found: Composition) -> None:
    """Draw the pie of customers and the pie of contribution side by side, walk-ins in the second as the toggle has it."""
    lang, parts = current_language(), _parts_of(found)
    one, two = st.columns(2, gap="medium")
    with one:
        when = _("Graded customers on {day}").format(day=day_text(view.as_of))
        counted = tell_parts(parts, lang, finding_largest_part(parts, lang), when)
        pie = draw_part_counts(parts, lang)
        draw_chart(pie, counted.title, when, "pie_customers", slide=lambda: chart_slide(view, counted))
    with two:
        walk_in = found.walk_in if st.session_state.get("with_walk_ins", True) else None
        pie = draw_part_contributions(parts, lang, walk_in)
        brought = tell_part_contributions(parts, lang, finding_richest_part(parts, lang, walk_in), period(view), walk_in)
        draw_chart(pie, brought.title, brought.subtitle, "pie_contribution", slide=lambda: chart_slide(view, brought))
        st.toggle(_("With walk-ins"), True, key="with_walk_ins", persist_state="session")


def _parts_of(found: Composition) -> list[Part]:
    """Return the slices as both pies draw them."""
    lang = current_language()
    return [Part(each.label[lang], each.colour, each.customers, each.contribution) for each in found.slices]
