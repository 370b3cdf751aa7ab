"""How customers score on weighted criteria: stars, maintenance class, profile, and rating them here."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.gradings.criteria import draw_profile, draw_rating
from pages.shared.address import asked_for
from pages.shared.behind import draw_behind
from pages.shared.heads import draw_answer
from pages.shared.house import View, scheme
from pages.shared.language import current_language
from pages.shared.picking import page_picker
from pages.shared.tiers import draw_norms, draw_one_tier_bars, draw_tier_table, tiers_of
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import statements_of
from segmentation.measures.grades.next_tier import finding_climbs

NAME, RULE = N_("Scorecards"), "scorecard"
DEFINITION = N_(
    "The score is the sum of each criterion's latest rating times its weight. Thresholds are inclusive: who reaches one has its "
    "stars. The maintenance class says what follows: A renew, B adjust, C do not renew."
)


def statements() -> tuple[str, ...]:
    """Return the statements that ran."""
    return (*statements_of(scheme()), "measures/grades/criteria_means")


def draw(view: View, grades: pa.Table) -> None:
    """Draw the stars beside the profile of the house or of the chosen customer, and the editor of ratings."""
    tiers, customer = tiers_of(view), asked_for("customer") or st.session_state.get("customer")
    row = grades.filter(pc.equal(grades["customer"], customer)).to_pylist() if customer else []
    draw_answer(finding_climbs(scheme(), tiers, [], current_language()))
    pick = page_picker("scorecards")
    left, right = st.columns(2, gap="large")
    with left:
        draw_one_tier_bars(view, tiers, "customers", pick)
        draw_norms()
    with right:
        draw_profile(view, row[0]["customer"] if row else None, row[0]["name"] or row[0]["customer"] if row else "", pick)
    draw_behind(view, pick.chosen)
    draw_rating(view)
    draw_tier_table(view, tiers, told=True)
