"""Who has nobody, who should look after whom, how well it goes, and the register of the account managers."""

import streamlit as st

from pages.assign.assessment import draw_assessment
from pages.assign.load import draw_load, draw_no_room
from pages.assign.proposals import draw_proposals
from pages.assign.register import draw_register
from pages.assign.words import DEFINITION, METHOD, RANK_RULES, STATEMENTS, TABS
from pages.shared.assignments import assignment_of
from pages.shared.behind import draw_behind
from pages.shared.definition import draw_definition
from pages.shared.editing import ASSIGNED, MANAGERS, say_error, say_what_was_done
from pages.shared.empty import check_first_bill
from pages.shared.graded_list import stop_without_customers
from pages.shared.heads import draw_answer
from pages.shared.house import grades_of
from pages.shared.language import _, current_language, plain
from pages.shared.leavers import draw_leavers
from pages.shared.picking import page_picker
from pages.shared.tabs import pick_tab, settle_tab
from pages.shared.view import pick_view
from segmentation.measures.managers.findings import finding_assignment, named_text, ranks_note

tab = settle_tab("assign", TABS)
view = pick_view(_("Assign"), rules=None)
check_first_bill(view)
stop_without_customers(view, grades_of(view))
lang, found = current_language(), assignment_of(view)

draw_answer(finding_assignment(found, lang))
st.caption(plain(" ".join(filter(None, (_(METHOD), named_text(found, lang), ranks_note(found, lang))))))
draw_leavers(view)
say_error()
for done in (ASSIGNED, MANAGERS):
    say_what_was_done(view, done)
if not found.register.managers:
    st.info(_("Add managers first: nobody is named in the bills or profiles of this store."))
    draw_register(view, found)
else:
    pick_tab("assign", {key: _(label) for key, label in TABS.items()})
    if tab == "proposals":
        pick = page_picker("assign")
        draw_load(view, found, pick)
        draw_no_room(view, found)
        draw_behind(view, pick.chosen)
        draw_proposals(view, found)
    elif tab == "assessment":
        draw_assessment(view)
    else:
        draw_register(view, found)
draw_definition(view, [_(DEFINITION), _(RANK_RULES)], STATEMENTS)
