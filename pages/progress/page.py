"""How far the month is, per manager and grade; where the gap is; and who was expected and has not come."""

import streamlit as st

from pages.progress.bullets import draw_bullets, draw_progress_figures
from pages.progress.gaps import draw_gaps, draw_missed
from pages.progress.picks import look_at, pick_month
from pages.progress.table import draw_by_grade
from pages.progress.words import DEFINITION, STATEMENTS, WEEKS, draw_no_target
from pages.shared.definition import draw_definition
from pages.shared.graded_list import stop_without_visits
from pages.shared.heads import draw_answer
from pages.shared.language import _, current_language, plain
from segmentation.measures.managers.progress_words import basis_text, finding_progress

view, month = pick_month(_("Progress"))
stop_without_visits(view)
answer = st.container()
looked = look_at(view, month)
lang, found = current_language(), looked.found
with answer:
    draw_answer(finding_progress(found, lang))
    st.caption(plain(basis_text(found, lang)))
    if not found.is_planned:
        draw_no_target(found)

draw_progress_figures(found)
draw_bullets(looked)
left, right = st.columns([1.5, 1], gap="medium")
with left:
    draw_gaps(looked)
with right:
    draw_missed(looked)
draw_by_grade(looked)
draw_definition(view, [_(DEFINITION), _(WEEKS)], STATEMENTS)
