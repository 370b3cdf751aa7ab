"""Is the base growing or leaking: who came and who went, period by period, and what that means in years and money."""

import streamlit as st

from pages.retention.charts import draw_bridge, draw_money, draw_periods, draw_rates
from pages.retention.words import (
    DEFINITIONS,
    STATEMENTS,
    draw_less_churn,
    draw_replacement,
    pick_one,
    pick_period,
    retention_figures,
    retention_of,
)
from pages.shared.definition import draw_definition
from pages.shared.figures import draw_figures
from pages.shared.graded_list import stop_without_visits
from pages.shared.language import _, current_language, plain
from pages.shared.parts import check_first_bill, pick_view
from segmentation.measures.movement.retention import finding_bridge, period_notes

view = pick_view(_("Retention"), rules=None)
check_first_bill(view)
stop_without_visits(view)
lang = current_language()

answer = st.container()
length, which, _rest = st.columns([2, 1.4, 3], vertical_alignment="bottom")
with length:
    found = retention_of(view, pick_period())
with which:
    row = pick_one(found)
answer.subheader(plain(finding_bridge(row, found.period, lang, found.begins)), anchor=False)
if note := period_notes(found, lang):
    answer.caption(plain(note))
draw_figures(retention_figures(view, found, row))

bridge, rates = st.columns(2, gap="large")
with bridge:
    draw_bridge(view, found, row)
with rates:
    draw_rates(view, found)

money, stakes = st.columns([3, 2], gap="large")
with money:
    draw_money(view, found, row)
with stakes:
    draw_less_churn(view, row)
    draw_replacement(row)

draw_periods(view, found)
draw_definition(view, [_(each) for each in DEFINITIONS], STATEMENTS)
