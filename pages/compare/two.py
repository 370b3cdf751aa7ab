"""Two houses side by side, or one on two days: their pies, how they differ, and every slice in a table."""

from __future__ import annotations

import streamlit as st

from pages.compare import sides as picked
from pages.compare.lists import draw_lists
from pages.compare.pies import draw_deck_button, draw_sides
from pages.compare.sides import offer_common_window, picked_by, picked_walk_in, side_of
from pages.compare.tabs import draw_tabs
from pages.shared.definition import draw_definition
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import scheme
from pages.shared.language import _, current_language, plain
from pages.shared.picking import page_picker
from pages.shared.pin import pin_button
from pages.shared.short_table import draw_short_table
from segmentation.charts.revenue.comparison import compare, comparison_table, definitions, side_names, telling_columns
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import statements_of
from segmentation.measures.revenue.comparison import finding_slices_apart

STATEMENTS = ("measures/revenue/composition", "measures/revenue/house_revenue")


def draw() -> None:
    """Draw the tab."""
    one, other = picked.pick_sides(_("Compare"))
    draw_tabs()
    lang, by = current_language(), picked_by()
    sides = side_of(one, by), side_of(other, by)
    slide = compare(sides, lang, walk_in=picked_walk_in())

    offer_common_window(one, other)
    draw_answer(slide.title)
    if not all(side.window.is_covered for side in sides):
        st.markdown(f":gray[{plain(slide.subtitle)}]")
    pick = page_picker("compare")
    draw_sides(slide, "compare", pick)
    draw_lists(one, other, pick.chosen)
    with st.container(horizontal=True, gap="small"):
        draw_deck_button([slide], N_("Comparison"), (one, other))
        pin_button(lambda: slide, "compare")

    table = comparison_table(sides, lang)
    draw_head(finding_slices_apart(sides[0].composition, sides[1].composition, side_names(sides, lang), lang))
    draw_short_table(table, telling_columns(table), "comparison")
    draw_download(lambda: table, N_("Comparison"), one, named=True, totals=False, notes=slide.notes, beside=other)

    draw_definition(one, [plain(each) for each in definitions(lang)], (*statements_of(scheme()), *STATEMENTS))
