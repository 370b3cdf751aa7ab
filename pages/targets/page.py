"""What each manager is to reach in a month, by grade: proposed, grown, held against limits, set (岗位CRM目标)."""

import streamlit as st

from pages.shared.definition import draw_definition
from pages.shared.heads import draw_answer
from pages.shared.language import _, current_language, plain
from pages.targets.boxes import draw_broken, draw_development
from pages.targets.growths import draw_growths
from pages.targets.keep import draw_history, draw_keep, say_what_was_kept
from pages.targets.look import pick_look, pick_manager
from pages.targets.table import STYLE, draw_plan
from pages.targets.take_along import draw_take_along
from pages.targets.words import DEFINITION, LIMITS, STATEMENTS
from segmentation.measures.managers.plan_words import compared_text, finding_plan, season_text

look = pick_look(_("Targets"))
lang = current_language()
st.html(STYLE)
draw_answer(finding_plan(look.plan, lang, look.manager))
if look.plan.rows:
    say_what_was_kept(look)
    left, right = st.columns([3.2, 1], vertical_alignment="center")
    with left:
        pick_manager(look)
    with right:
        draw_keep(look)
    draw_plan(look)
    one, two, three = st.columns([1.05, 1, 1.15], gap="small")
    with one:
        draw_broken(look)
    with two:
        draw_growths(look)
    with three:
        draw_development(look)
    st.caption(plain(" ".join((season_text(look.plan.proposal, lang), compared_text(look.plan, lang)))))
    draw_take_along(look)
draw_history(look)
draw_definition(look.view, [_(DEFINITION), _(LIMITS)], STATEMENTS)
