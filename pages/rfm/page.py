"""Recency, frequency and monetary: the grid of scores, the segments, and who stands in each."""

import streamlit as st

from pages.shared.crossings import crossings_of, draw_crossings
from pages.shared.definition import draw_definition, period
from pages.shared.graded_list import draw_graded_list, list_columns, stop_without_customers
from pages.shared.house import grades_of, scheme
from pages.shared.language import _, current_language, plain
from pages.shared.parts import check_first_bill, pick_view
from pages.shared.tiers import draw_norms, draw_one_tier_bars, draw_tier_table, tiers_of
from segmentation.charts.grades.grading_grids import tell_rfm
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import statements_of
from segmentation.measures.grades.next_tier import finding_climbs

DEFINITION = N_(
    "R, F and M are scores of days since the last visit, of visits and of contribution in the window. Parts are (lower, upper], "
    "so equal values share a score; in quintiles 5 is the best. The three scores make a code, and every code belongs to one "
    "segment."
)

view = pick_view(_("RFM"), rules=("rfm",))
check_first_bill(view)
grades, own, lang = grades_of(view), scheme(), current_language()
stop_without_customers(grades)
tiers = tiers_of(view)

st.subheader(plain(finding_climbs(own, tiers, [], lang)), anchor=False)
grid, bars = st.columns([3, 2], gap="large")
with grid:
    found = crossings_of(view, grades, "r", "f")
    told = tell_rfm(found, own, lang, _("Average contribution by recency and frequency, {period}").format(period=period(view)))
    draw_crossings(view, told, "rfm_grid", 440)
with bars:
    draw_one_tier_bars(view, tiers, "contribution", ranked=True)
draw_tier_table(view, tiers)
draw_norms()

st.divider()
draw_graded_list(view, grades, list_columns())
draw_definition(view, [_(DEFINITION)], (*statements_of(own), "measures/grades/crossed", "measures/grades/tier_summary"))
