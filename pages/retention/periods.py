"""Is the base growing or leaking: who came and who went, period by period, and what that means in years and money."""

from __future__ import annotations

import streamlit as st

from pages.retention.charts import draw_bridge, draw_money, draw_periods, draw_rates
from pages.retention.figures import retention_figures
from pages.retention.picks import pick_one, pick_period, retention_of
from pages.retention.stakes import draw_less_churn, draw_replacement
from pages.shared.behind import draw_behind
from pages.shared.figures import draw_figures
from pages.shared.heads import draw_answer
from pages.shared.house import View
from pages.shared.language import current_language, plain
from pages.shared.picking import page_picker
from segmentation.language.i18n import N_
from segmentation.measures.movement.retention import finding_bridge, period_notes

NAME = N_("Period by period")

STATEMENTS = ("measures/movement/retention",)
DEFINITIONS = (
    N_(
        "Active at the end = active at the start − fell asleep + came back + newly won; it adds up in every period. Came back "
        "and newly won are only those who are still active at the end: who came for the first time, or again, and fell asleep "
        "within the same quarter or year is in neither of them."
    ),
    N_(
        "Churn rate = active at the start and not at the end ÷ active at the start; retention rate = 1 − churn rate. Return rate "
        "= customers with at least 2 visits in the window ÷ those with at least 1. Periods that are not complete, and those in "
        "which nobody could be lost yet, are left out of averages."
    ),
    N_(
        "Expected lifetime in years = 1 ÷ annual churn, measured on a year. While the bills do not reach back so far, it is "
        "annualised from the months there are, which makes it too short: who is lost in one month and comes back in another "
        "counts as lost. So it is shown as “at least”, and from 6 months on only."
    ),
)


def draw(view: View) -> None:
    """Draw the finding of a period, its figures, its bridge, the rates and the money over time, and what is at stake."""
    lang, answer = current_language(), st.container()
    length, which, _rest = st.columns([2.6, 1.4, 2.2], vertical_alignment="bottom")
    with length:
        found = retention_of(view, pick_period())
    with which:
        row = pick_one(found)
    draw_answer(finding_bridge(row, found.period, lang, found.begins), answer)
    if note := period_notes(found, lang):
        answer.caption(plain(note))
    draw_figures(retention_figures(view, found, row))

    pick = page_picker("periods")
    bridge, rates = st.columns(2, gap="large")
    with bridge:
        draw_bridge(view, found, row, pick)
    with rates:
        draw_rates(view, found, pick)

    money, stakes = st.columns([3, 2], gap="large")
    with money:
        draw_money(view, found, row, pick)
    with stakes:
        draw_less_churn(view, row)
        draw_replacement(row)

    draw_behind(view, pick.chosen)
    draw_periods(view, found)
