"""Whom to call before he is lost, who is lost, what was done about it, and whether that worked."""

import streamlit as st

from pages.shared.definition import draw_definition
from pages.shared.empty import check_first_bill
from pages.shared.figures import draw_figures
from pages.shared.graded_list import stop_without_customers
from pages.shared.heads import draw_answer
from pages.shared.language import _, current_language
from pages.shared.view import pick_view
from pages.shared.warned import signs_of
from pages.warnings.care_notes import draw_case, say_noted
from pages.warnings.cases import DEFINITION, STATEMENTS, warning_figures, warnings_of, win_backs_of
from pages.warnings.limits import draw_limits
from pages.warnings.lists import draw_list, draw_win_backs, pick_case, pick_list
from segmentation.measures.movement.care import finding_win_backs
from segmentation.measures.movement.warnings import finding_warnings

view = pick_view(_("Early warning"), rules=None)
check_first_bill(view)
stop_without_customers(view, signs_of(view).table)
lang, found, backs = current_language(), warnings_of(view), win_backs_of(view)

draw_answer(finding_warnings(found, lang))
draw_figures(warning_figures(view, found, backs))
draw_limits(view)
say_noted(view)

listed = pick_list(view, found)
case = pick_case(view, listed, found)
left, right = st.columns([3, 2], gap="medium") if case else (st.container(), None)
with left:
    draw_list(view, listed, case and case["customer"])
if case:
    with right:
        draw_case(view, case)

st.divider()
draw_win_backs(view, backs, finding_win_backs(backs, lang))
draw_definition(view, [_(DEFINITION)], STATEMENTS)
