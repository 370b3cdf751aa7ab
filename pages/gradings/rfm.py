"""Recency, frequency and monetary: the grid of scores, the segments, and who stands in each."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.shared.behind import draw_behind
from pages.shared.crossings import crossings_of, draw_crossings
from pages.shared.definition import period
from pages.shared.heads import draw_answer
from pages.shared.house import View, scheme
from pages.shared.language import _, current_language
from pages.shared.picking import page_picker
from pages.shared.tiers import draw_norms, draw_one_tier_bars, draw_tier_table, tiers_of
from segmentation.charts.grades.grading_grids import rfm_axes, tell_rfm
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import statements_of
from segmentation.measures.grades.next_tier import finding_climbs

NAME, RULE = N_("RFM"), "rfm"
DEFINITION = N_(
    "R, F and M are scores of days since the last visit, of visits and of contribution in the window. Parts are (lower, upper], "
    "so equal values share a score; in quintiles 5 is the best. The three scores make a code, and every code belongs to one "
    "segment. FM is the mean of F and M, half up."
)


def statements() -> tuple[str, ...]:
    """Return the statements that ran."""
    return (*statements_of(scheme()), "measures/grades/crossed", "measures/grades/tier_summary")


def draw(view: View, grades: pa.Table) -> None:
    """Draw the grid beside what each segment brings, and what each is."""
    tiers = tiers_of(view)
    draw_answer(finding_climbs(scheme(), tiers, [], current_language()))
    pick = page_picker("rfm")
    grid, bars = st.columns([3, 2], gap="large")
    with grid:
        _rows, _columns, across = rfm_axes(scheme())
        found = crossings_of(view, grades, "r", across)
        subtitle = (
            _("Average contribution by recency and frequency, {period}") if across == "f"
            else _("Average contribution by recency and by frequency with spend, {period}")
        )
        told = tell_rfm(found, scheme(), current_language(), subtitle.format(period=period(view)))
        draw_crossings(view, told, "rfm_grid", 440, pick)
    with bars:
        draw_one_tier_bars(view, tiers, "contribution", pick, ranked=True)
    draw_behind(view, pick.chosen)
    draw_tier_table(view, tiers, told=True)
    draw_norms()
