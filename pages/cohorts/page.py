"""Do new customers come again: cohorts by month of first visit, and the chance that a silent one returns."""

import streamlit as st

from pages.cohorts.return_chance import DEFINITION as CHANCE
from pages.cohorts.return_chance import STATEMENTS as GAPS
from pages.cohorts.return_chance import draw_active_days, draw_return_chance
from pages.cohorts.words import (
    DEFINITION,
    STATEMENTS,
    cohort_figures,
    cohorts_of,
    draw_average,
    draw_box_customers,
    draw_triangle,
    pick_cohorts,
)
from pages.shared.definition import draw_definition
from pages.shared.figures import draw_figures
from pages.shared.graded_list import stop_without_visits
from pages.shared.language import _, current_language, plain
from pages.shared.parts import check_first_bill, pick_view
from segmentation.measures.movement.cohorts import finding_cohorts

view = pick_view(_("Cohorts"), rules=None)
check_first_bill(view)
stop_without_visits(view)
lang = current_language()

answer = st.empty()
pick = pick_cohorts()
found = cohorts_of(view, complete_only=pick.complete_only)
answer.subheader(plain(finding_cohorts(found, lang, later=pick.later)), anchor=False)
draw_figures(cohort_figures(view, found, pick))

box = draw_triangle(view, found, pick)
if box:
    draw_box_customers(view, found, pick, box)
draw_average(view, found, pick)

st.divider()
st.subheader(_("After so long a silence, does a customer still come back?"), anchor=False)
draw_return_chance(view)
draw_active_days(view)

draw_definition(view, [_(DEFINITION), _(CHANCE)], (*STATEMENTS, *GAPS))
