"""How customers score on weighted criteria: stars, maintenance class, profile, and rating them here."""

import pyarrow.compute as pc
import streamlit as st

from pages.scorecards.criteria import draw_profile, draw_rating
from pages.shared.address import asked_for
from pages.shared.definition import draw_definition
from pages.shared.graded_list import draw_graded_list, list_columns, stop_without_customers
from pages.shared.house import grades_of, scheme
from pages.shared.language import _, current_language, plain
from pages.shared.parts import check_first_bill, pick_view
from pages.shared.tiers import draw_norms, draw_one_tier_bars, draw_tier_table, tiers_of
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import statements_of
from segmentation.measures.grades.next_tier import finding_climbs

DEFINITION = N_(
    "The score is the sum of each criterion's latest rating times its weight. Thresholds are inclusive: who reaches one has its "
    "stars. The maintenance class says what follows: A renew, B adjust, C do not renew."
)

view = pick_view(_("Scorecards"), rules=("scorecard",))
check_first_bill(view)
grades, tiers, own = grades_of(view), tiers_of(view), scheme()
stop_without_customers(grades)
customer = asked_for("customer") or st.session_state.get("customer")
row = grades.filter(pc.equal(grades["customer"], customer)).to_pylist() if customer else []

st.subheader(plain(finding_climbs(own, tiers, [], current_language())), anchor=False)
left, right = st.columns(2, gap="large")
with left:
    draw_one_tier_bars(view, tiers, "customers")
    draw_norms()
with right:
    draw_profile(view, row[0]["customer"] if row else None, row[0]["name"] or row[0]["customer"] if row else "")
draw_rating(view)
draw_tier_table(view, tiers)

st.divider()
draw_graded_list(view, grades, list_columns())
draw_definition(view, [_(DEFINITION)], (*statements_of(own), "measures/grades/criteria_means"))
