"""How far the month is, per manager and grade; whom the store contacts; points; whose customers climb and fall."""

import streamlit as st

from pages.progress.coverage import draw_coverage
from pages.progress.ladder import draw_ladder
from pages.progress.month import draw_month
from pages.progress.picks import TABS, pick_month
from pages.progress.points import draw_points
from pages.progress.words import DEFINITIONS, STATEMENTS
from pages.shared.definition import draw_definition
from pages.shared.graded_list import stop_without_visits
from pages.shared.language import _
from pages.shared.tabs import pick_tab, settle_tab

tab = settle_tab("progress", TABS)
view, month = pick_month(_("Progress"))
stop_without_visits(view)
answer = st.container()
pick_tab("progress", {key: _(label) for key, label in TABS.items()})
{"month": draw_month, "coverage": draw_coverage, "points": draw_points, "ladder": draw_ladder}[tab](view, month, answer)
draw_definition(view, [_(text) for text in DEFINITIONS[tab]], STATEMENTS[tab])
