"""What customers are worth and what they could be: value against potential, as a grid whose boxes list their customers."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.shared.behind import draw_behind
from pages.shared.crossings import crossings_of, draw_crossings
from pages.shared.definition import period, potential_of
from pages.shared.graded_list import draw_graded_list, list_columns
from pages.shared.heads import draw_answer
from pages.shared.house import View, scheme
from pages.shared.language import _, current_language, plain
from pages.shared.picking import page_picker
from pages.shared.ratings_edit import draw_potential_editor
from pages.shared.tiers import draw_norms, draw_tier_table, tiers_of
from segmentation.charts.grades.grading_grids import tell_matrix
from segmentation.language.i18n import N_
from segmentation.measures.grades.crossings import finding_matrix, known_too_short, too_short_text
from segmentation.measures.grades.grading import statements_of

NAME, RULE = N_("Matrix"), "matrix"
DEFINITION = N_(
    "Value is what a customer brings in the window. Potential is the manager's rating where there is one; else it is derived:"
    " what the customer is foretold to spend in the next twelve months, divided by what the last twelve brought; who spent "
    "nothing in these counts as low, whatever is foretold. Where the bills do not say enough for a forecast, or the settings "
    "have it so, the pace of the last half-year held for a year takes its place, for all customers alike. It is derived only "
    "of customers known for 365 days or more. Rated and derived customers are ranked apart from each other."
)


def statements() -> tuple[str, ...]:
    """Return the statements that ran."""
    return (*statements_of(scheme()), "measures/grades/crossed", "measures/grades/tier_summary")


def draw(view: View, grades: pa.Table) -> None:
    """Draw the grid beside the list of its customers, the editor of potential, and what each box is."""
    own, lang = scheme(), current_language()
    found = crossings_of(view, grades, "potential", "value")
    draw_answer(finding_matrix(found, own, lang))
    said = potential_of(view)
    grid, height = tell_matrix(found, own, lang, period(view), (said,)), 110 + 130 * len(own.spec.axes[1].classes)
    pick = page_picker("matrix")
    picture, customers = st.columns([1.08, 1], gap="medium")
    with picture:
        draw_crossings(view, grid, "matrix", height, pick)
        st.caption(plain(said))
        if text := too_short_text(known_too_short(grades), lang):
            st.caption(plain(text))
    with customers:
        draw_behind(view, pick.chosen)
        if not pick.chosen:
            draw_graded_list(view, grades, list_columns(), beside=True)
    with st.expander(_("Rate potential and note contacts")):
        draw_potential_editor(view)
    draw_norms()
    draw_tier_table(view, tiers_of(view), told=True)
