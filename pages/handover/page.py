"""When a manager leaves: what is at risk, who takes his customers over, what must be known of them, and what became of them."""

import streamlit as st

from pages.handover.after import draw_followed, draw_handover_figures
from pages.handover.book import draw_book
from pages.handover.picks import handover_of, pick_leave
from pages.handover.proposals import draw_proposals, pick_successor, successor_of
from pages.handover.room import draw_no_room
from pages.handover.words import AFTER, DEFINITION, STATEMENTS
from pages.shared.definition import draw_definition
from pages.shared.editing import ASSIGNED, MANAGERS, say_error, say_what_was_done
from pages.shared.empty import draw_add_managers
from pages.shared.graded_list import stop_without_visits
from pages.shared.heads import draw_answer
from pages.shared.language import _, current_language
from segmentation.measures.managers.findings import finding_handover

leave = pick_leave(_("Handover"))
stop_without_visits(leave.view)
say_error()
for done in (ASSIGNED, MANAGERS):
    say_what_was_done(leave.view, done)
if not leave.register.managers:
    draw_add_managers()
elif leave.leaving is None:
    st.info(_("Pick above who leaves: then you see what is at risk and who takes over."))
else:
    found = handover_of(leave, successor_of(leave))
    draw_answer(finding_handover(found, current_language()))
    if found.customers.num_rows:
        pick_successor(leave)
        draw_handover_figures(found)
        draw_no_room(leave, found)
        draw_proposals(leave, found)
        draw_book(leave, found)
    draw_followed(leave.view, found)
draw_definition(leave.view, [_(DEFINITION), _(AFTER)], STATEMENTS)
