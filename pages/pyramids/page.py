"""How few bring how much: customers, profit and cost to serve by tier as pyramids, and the curve behind them."""

import streamlit as st

from pages.pyramids.words import (
    DEFINITION,
    STATEMENTS,
    draw_concentration,
    draw_pyramids,
    draw_tiers,
    has_layers,
    pyramid_figures,
    pyramid_of,
    tower_slide,
)
from pages.shared.behind import draw_behind
from pages.shared.definition import draw_definition
from pages.shared.empty import check_first_bill
from pages.shared.figures import draw_figures
from pages.shared.graded_list import draw_graded_list, list_columns, stop_without_customers
from pages.shared.heads import draw_answer
from pages.shared.house import grades_of, scheme
from pages.shared.language import _, current_language
from pages.shared.picking import page_picker
from pages.shared.pin import pin_button
from pages.shared.view import pick_view
from segmentation.measures.grades.grading import statements_of
from segmentation.measures.grades.pyramid import finding_pyramid

view = pick_view(_("Pyramids"), start="pyramid")
check_first_bill(view)
grades = grades_of(view)
stop_without_customers(view, grades)
pyramid = pyramid_of(view)
draw_answer(finding_pyramid(pyramid, current_language()))
draw_figures(pyramid_figures(pyramid))
pick = page_picker("pyramids")
if has_layers(pyramid):
    draw_pyramids(view, pyramid, pick)
    pin_button(lambda: tower_slide(view, pyramid), "tower", _("Pin all three as one slide"))
    draw_concentration(view, pyramid, pick)
draw_tiers(view, pyramid)

if "best" in dict(pick.chosen):
    draw_behind(view, pick.chosen)
st.divider()
draw_graded_list(view, grades, list_columns())
draw_definition(view, [_(each) for each in DEFINITION], (*statements_of(scheme()), *STATEMENTS))
