"""What share of its revenue the house controls, who controls it, what is missing, and what it could bring."""

import streamlit as st

from pages.controllable.words import DEFINITION, RULES, STATEMENTS, control_figures, controllable_of
from pages.controllable.works import draw_work
from pages.shared.behind import draw_behind
from pages.shared.charts import draw_told
from pages.shared.definition import draw_definition
from pages.shared.empty import check_first_bill
from pages.shared.figures import draw_figures
from pages.shared.heads import draw_answer
from pages.shared.language import _, current_language, plain
from pages.shared.picking import page_picker
from pages.shared.pin import chart_slide
from pages.shared.view import pick_view
from segmentation.charts.revenue.ratios import tell_ratios
from segmentation.measures.revenue.controllable import LINE, finding_control, finding_ratios, months_text, rule_of_thumb

view = pick_view(_("Controllable revenue"), rules=None)
check_first_bill(view)
lang, found = current_language(), controllable_of(view)
line = float(LINE)

draw_answer(finding_control(found, lang))
for conflict in found.conflicts(lang):
    st.error(plain(conflict))
for note in found.notes(lang):
    st.info(plain(note))
if figures := control_figures(found):
    draw_figures(figures)

subtitle = _("Share of all revenue by month, {months}; hollow: the month is not over").format(months=months_text(found, lang))
pick = page_picker("controllable")
told = tell_ratios(found.months, line, lang, finding_ratios(found.months, lang), subtitle, view.as_of)
draw_told(told, "ratios", slide=lambda: chart_slide(view, told), height=340, width=1120, pick=pick)
st.caption(rule_of_thumb(lang))

draw_work(view, found, pick)
draw_behind(view, pick.chosen)
draw_definition(view, [_(DEFINITION), _(RULES)], STATEMENTS)
