"""What kind of customers the house lives on, who has no module yet, and what is expected of each."""

import streamlit as st

from pages.modules.edit import draw_customers_to_edit, draw_suggestions
from pages.modules.table import draw_slices
from pages.modules.targets import draw_targets
from pages.modules.words import (
    DEFINITION,
    TARGET_DEFINITION,
    compositions_of,
    module_figures,
    parts_of,
    statements,
    suggestions_of,
)
from pages.shared.charts import draw_chart
from pages.shared.definition import draw_definition, period
from pages.shared.edit_parts import say_what_was_done
from pages.shared.figures import draw_figures
from pages.shared.language import _, current_language, day_text, plain
from pages.shared.parts import check_first_bill, offer_upload, pick_view
from pages.shared.pin import chart_slide
from segmentation.charts.grades.pies import (
    draw_part_contributions,
    draw_part_counts,
    tell_part_contributions,
    tell_parts,
)
from segmentation.measures.grades.tier_shares import finding_largest_part, finding_richest_part
from segmentation.measures.revenue.composition import finding_modules

view = pick_view(_("Modules"))
check_first_bill(view)
lang, found = current_language(), compositions_of(view)
if not found["tier"].customers:
    st.info(_("No bill names a customer yet. Upload bills with a customer column to see who comes back."))
    offer_upload()
    st.stop()

st.subheader(plain(finding_modules(found["module"], found["module_tier"], suggestions_of(view).num_rows, lang)), anchor=False)
draw_figures(module_figures(view, found))

parts = parts_of(found["module"])
one, two = st.columns(2, gap="medium")
with one:
    when = _("Graded customers on {day}").format(day=day_text(view.as_of))
    counted = tell_parts(parts, lang, finding_largest_part(parts, lang), when)
    pie, title = draw_part_counts(parts, lang), counted.title
    draw_chart(pie, title, when, "pie_customers", slide=lambda: chart_slide(view, counted))
with two:
    walk_in = found["module"].walk_in if st.session_state.get("with_walk_ins", True) else None
    pie = draw_part_contributions(parts, lang, walk_in)
    brought = tell_part_contributions(parts, lang, finding_richest_part(parts, lang, walk_in), period(view), walk_in)
    draw_chart(pie, brought.title, brought.subtitle, "pie_contribution", slide=lambda: chart_slide(view, brought))
    st.toggle(_("With walk-ins"), True, key="with_walk_ins", persist_state="session")

draw_slices(view, found)

works = {"suggestions": _("Customers without a module"), "edit": _("Module and manager"), "targets": _("Preset targets")}
st.divider()
work = st.segmented_control(
    _("To do"), list(works), format_func=works.get, key="module_work", default="suggestions", required=True,
    persist_state="session",
)
say_what_was_done(view)
{"suggestions": draw_suggestions, "edit": draw_customers_to_edit, "targets": draw_targets}[work](view)

draw_definition(view, [_(DEFINITION), _(TARGET_DEFINITION)], statements())
