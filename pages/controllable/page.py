"""What share of its revenue the house controls, who controls it, what is missing, and what it could bring."""

import streamlit as st

from pages.controllable.managers import draw_by_manager
from pages.controllable.months import draw_by_month, draw_totals
from pages.controllable.occupancy import draw_occupancy
from pages.controllable.rules import draw_rules
from pages.controllable.what_if import draw_what_if
from pages.controllable.words import DEFINITION, STATEMENTS, control_figures, controllable_of
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

works = {
    "managers": _("By manager"), "occupancy": _("Table occupancy"), "rules": _("Rules of thumb tested"), "what_if": _("What if"),
    "months": _("Month by month"), "totals": _("Totals of months"),
}
work = st.segmented_control(
    _("A closer look"), list(works), format_func=works.get, key="control_work", default="managers", required=True,
    persist_state="session",
)
if work == "managers":
    draw_by_manager(view, found, pick)
elif work == "what_if":
    draw_what_if(view, found)
elif work == "occupancy":
    draw_occupancy(view)
elif work == "rules":
    draw_rules(view)
elif work == "totals":
    draw_totals(view, found)
else:
    draw_by_month(view, found)

draw_behind(view, pick.chosen)
draw_definition(view, [_(DEFINITION)], STATEMENTS)
