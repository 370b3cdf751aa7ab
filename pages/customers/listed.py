"""All customers with their grades: filtered, explained, saved as a group."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared.graded_list import draw_graded_list, list_columns, stop_without_customers
from pages.shared.house import View, grades_of, scheme
from pages.shared.pairs import draw_pairs_link
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import statements_of

NAME = N_("All customers")
DEFINITION = (
    N_(
        "Listed is every customer with a bill up to the as-of day or with a profile; walk-ins are not. Visits are the days "
        "visited in the window, contribution is the sum of the bills in the window with refunds deducted, the average per table "
        "is contribution divided by tables."
    ),
)


def draw(view: View) -> None:
    """Draw the answer, the filters and the list."""
    grades = grades_of(view)
    stop_without_customers(view, grades)
    answer = st.empty()
    draw_pairs_link(view)
    draw_graded_list(view, grades, list_columns(), answer, files=True)


def statements() -> Sequence[str]:
    """Return the statements that ran."""
    return (*statements_of(scheme()), "measures/grades/grades", "measures/grades/grades_page")
