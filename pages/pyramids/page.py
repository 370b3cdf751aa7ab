"""How few bring how much: customers, profit and cost to serve by tier as pyramids, and the curve behind them."""

import streamlit as st

from pages.pyramids.words import (
    COLUMNS,
    DEFINITION,
    STATEMENTS,
    draw_concentration,
    draw_pyramids,
    pyramid_figures,
    pyramid_of,
    tower_slide,
)
from pages.shared.behind import draw_behind
from pages.shared.definition import draw_definition, period
from pages.shared.downloads import draw_download
from pages.shared.empty import check_first_bill
from pages.shared.figures import draw_figures
from pages.shared.graded_list import draw_graded_list, list_columns, stop_without_customers
from pages.shared.heads import draw_answer
from pages.shared.house import grades_of, scheme
from pages.shared.language import _, current_language
from pages.shared.picking import page_picker
from pages.shared.pin import pin_button, table_slide
from pages.shared.tables import described, draw_table
from pages.shared.view import pick_view
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import statements_of
from segmentation.measures.grades.pyramid import finding_pyramid, finding_tower

view = pick_view(_("Pyramids"), start="pyramid")
check_first_bill(view)
grades = grades_of(view)
stop_without_customers(view, grades)
pyramid = pyramid_of(view)
draw_answer(finding_pyramid(pyramid, current_language()))
draw_figures(pyramid_figures(pyramid))
pick = page_picker("pyramids")
draw_pyramids(view, pyramid, pick)
pin_button(lambda: tower_slide(view, pyramid), "tower", _("Pin all three as one slide"))

draw_concentration(view, pyramid, pick)
st.markdown(f"**{_('What each tier is, brings and costs')}**")
draw_table(pyramid.tiers, COLUMNS, "pyramid_tiers", rows=14, brief=True)
draw_download(
    lambda: pyramid.tiers, N_("Pyramid"), view, "download_pyramid",
    slide=lambda: table_slide(
        view, finding_tower(pyramid, scheme(), current_language()), period(view), described(pyramid.tiers)
    ),
    notes=(period(view),),
)

if "best" in dict(pick.chosen):
    draw_behind(view, pick.chosen)
st.divider()
draw_graded_list(view, grades, list_columns())
draw_definition(view, [_(each) for each in DEFINITION], (*statements_of(scheme()), *STATEMENTS))
