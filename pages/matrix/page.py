"""What customers are worth and what they could be: value against potential, as a grid whose boxes list their customers."""

import streamlit as st

from pages.shared.crossings import crossings_of, draw_crossings
from pages.shared.definition import draw_definition, period
from pages.shared.graded_list import draw_graded_list, list_columns, stop_without_customers
from pages.shared.house import grades_of, scheme
from pages.shared.language import _, current_language, plain
from pages.shared.parts import check_first_bill, pick_view
from pages.shared.ratings_edit import draw_potential_editor
from pages.shared.tiers import draw_norms, draw_tier_table, tiers_of
from segmentation.charts.grades.grading_grids import tell_matrix
from segmentation.language.i18n import N_
from segmentation.measures.grades.crossings import finding_matrix
from segmentation.measures.grades.grading import statements_of

DEFINITION = N_(
    "Value is what a customer brings in the window. Potential is the manager's rating where there is one; else it is derived: "
    "what the pace of the last half-year would bring in twelve months, divided by what the last twelve months brought. Rated and "
    "derived customers are ranked apart from each other."
)

view = pick_view(_("Matrix"), rules=("matrix",))
check_first_bill(view)
grades, own, lang = grades_of(view), scheme(), current_language()
stop_without_customers(grades)
found = crossings_of(view, grades, "potential", "value")


def box(row: int, column: int) -> str:
    """Return the tier of the box in a row (potential) and a column (value)."""
    value, potential = (own.spec.axis(name).keys for name in ("value", "potential"))
    return own.tiers[own.spec.tier_number(value[column], potential[row]) - 1].key


st.subheader(plain(finding_matrix(found, own, lang)), anchor=False)
draw_crossings(view, tell_matrix(found, own, lang, period(view)), "matrix", 150 + 130 * len(own.spec.axes[1].classes), box)
st.caption(_(DEFINITION))
with st.expander(_("Rate potential and note contacts")):
    draw_potential_editor(view)
draw_norms()
draw_tier_table(view, tiers_of(view))

st.divider()
draw_graded_list(view, grades, list_columns())
draw_definition(view, [_(DEFINITION)], (*statements_of(own), "measures/grades/crossed", "measures/grades/tier_summary"))
