"""Which customer has which grade, and why."""

import streamlit as st

from pages.shared.definition import draw_definition
from pages.shared.empty import check_first_bill
from pages.shared.graded_list import draw_graded_list, list_columns, stop_without_customers
from pages.shared.house import grades_of, scheme
from pages.shared.language import _
from pages.shared.pairs import draw_pairs_link
from pages.shared.view import pick_view
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import statements_of

STATEMENTS = ("measures/grades/grades", "measures/grades/grades_page")
DEFINITION = N_(
    "Listed is every customer with a bill up to the as-of day or with a profile; walk-ins are not. Visits are the days visited "
    "in the window, contribution is the sum of the bills in the window with refunds deducted, the average per table is "
    "contribution divided by tables."
)

view = pick_view(_("Customers"))
check_first_bill(view)
grades = grades_of(view)
stop_without_customers(grades)

answer = st.empty()
draw_pairs_link(view)
draw_graded_list(view, grades, list_columns(), answer, files=True)
draw_definition(view, [_(DEFINITION)], (*statements_of(scheme()), *STATEMENTS))
