"""The file of one customer: who he is, when he comes and what he has, what was said, why his grade, and what is still missing."""

import streamlit as st

from pages.customer.find import draw_search_page
from pages.customer.habits import draw_habits, draw_why_grade, draw_year
from pages.customer.head import draw_identity, draw_standing, draw_unknown
from pages.customer.picks import pick_file
from pages.customer.profile import draw_done, draw_profile
from pages.customer.said import draw_contacts, draw_promise
from pages.customer.same import draw_same
from pages.customer.words import DEFINITION, FIELDS, STATEMENTS
from pages.shared.definition import draw_definition
from pages.shared.house import scheme
from pages.shared.language import _
from segmentation.measures.grades.grading import statements_of

look = pick_file(_("Customer file"))
if look.customer is None:
    draw_search_page(look)
elif look.found is None:
    draw_unknown(look)
    draw_search_page(look)
else:
    draw_identity(look)
    draw_done(look)
    draw_standing(look)
    left, right = st.columns([2.1, 1], gap="medium")
    with left:
        draw_year(look.found)
        draw_habits(look.found)
        why = st.container()
    with right:
        draw_promise(look.found)
        draw_contacts(look.found)
        draw_profile(look)
        draw_same(look)
    draw_definition(look.view, [_(DEFINITION), _(FIELDS)], (*statements_of(scheme()), *STATEMENTS))
    with why:  # last, for what would lift somebody takes the longest to find
        draw_why_grade(look)
