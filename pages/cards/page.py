"""Who stands in which card tier or level, and what is missing to the next one."""

import streamlit as st

from pages.shared.definition import draw_definition
from pages.shared.graded_list import draw_graded_list, list_columns, stop_without_customers
from pages.shared.house import grades_of, scheme
from pages.shared.language import _, current_language, plain
from pages.shared.parts import check_first_bill, pick_view
from pages.shared.tiers import draw_norms, draw_tier_bars, draw_tier_table, tiers_of
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import statements_of
from segmentation.measures.grades.next_tier import close_to_next, finding_climbs
from segmentation.measures.grades.reasons import conditions_text

DEFINITION = N_(
    "A customer stands in the best tier whose conditions he meets all; the last tier takes the rest. “Missing” is what he "
    "lacks to the tier above, to the cent and the visit; 0 where he lacks nothing of that kind."
)

view = pick_view(_("Card tiers"), rules=("threshold",))
check_first_bill(view)
grades, tiers, lang = grades_of(view), tiers_of(view), current_language()
stop_without_customers(grades)
own = scheme()

st.subheader(plain(finding_climbs(own, tiers, close_to_next(own, grades), lang)), anchor=False)
draw_tier_bars(view, tiers)
draw_tier_table(view, tiers)
draw_norms(lambda tier: conditions_text(own, tier, lang))

st.divider()
draw_graded_list(view, grades, list_columns())
draw_definition(view, [_(DEFINITION)], (*statements_of(own), "measures/grades/tier_summary"))
