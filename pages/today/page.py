"""Whom to call today, why and what to say; what came of it is one tap. Made for a phone first."""

import streamlit as st

from pages.shared.language import _
from pages.today.card import draw_card
from pages.today.day import pick_day
from pages.today.filters import pick_calls
from pages.today.heads import draw_head, draw_old_bills, draw_take_along
from pages.today.left_alone import draw_left_alone
from pages.today.limits import draw_limits
from pages.today.lines import draw_done, draw_lines, draw_table, draw_when_done
from pages.today.on_phone import draw_on_phone
from pages.today.taps import draw_undo, open_call

day = pick_day(_("Today's list"))
draw_head(day)
draw_left_alone(day)

left, right = st.columns([2.5, 1], gap="medium")
with left:
    calls = pick_calls(day)
    draw_table(day, calls)
with right:
    draw_undo(day)
    draw_old_bills(day)
    call = open_call(day)
    if call:
        draw_card(day, call)
    else:
        draw_when_done(day)
    draw_lines(day, call)
    draw_done(day)
draw_take_along(day, calls)
draw_limits(day)
draw_on_phone()
