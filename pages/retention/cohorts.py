"""Do new customers come again: cohorts by month of first visit, and the average of them."""

from __future__ import annotations

import streamlit as st

from pages.retention import return_chance
from pages.retention.triangle import cohort_figures, cohorts_of, draw_average, draw_box_customers, draw_triangle, pick_cohorts
from pages.shared.figures import draw_figures
from pages.shared.heads import draw_answer
from pages.shared.house import View
from pages.shared.language import current_language
from pages.shared.picking import page_picker
from segmentation.language.i18n import N_
from segmentation.measures.movement.cohorts import finding_cohorts

NAME = N_("Cohorts")
STATEMENTS = ("measures/movement/cohorts", "measures/movement/cohort_customers", *return_chance.STATEMENTS)
DEFINITIONS = (
    N_(
        "A customer belongs to the month of the first visit known. A box tells how many of that month's customers visited in the "
        "month so many months later, or in that month or any later one. The average leaves months out that are not over; larger "
        "cohorts weigh more. Customers first seen in the first month of the data may be old ones, who came before it: where "
        "there are later cohorts, the average leaves them out."
    ),
    *return_chance.DEFINITIONS,
)


def draw(view: View) -> None:
    """Draw the finding, the figures, the triangle with the customers of a box, and the average."""
    answer = st.empty()
    pick = pick_cohorts()
    found = cohorts_of(view, complete_only=pick.complete_only)
    draw_answer(finding_cohorts(found, current_language(), later=pick.later), answer)
    draw_figures(cohort_figures(view, found, pick))
    picker = page_picker("cohorts")
    box = draw_triangle(view, found, pick, picker)
    if box:
        draw_box_customers(view, found, pick, box)
    draw_average(view, found, pick, picker)
