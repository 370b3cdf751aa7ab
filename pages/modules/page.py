"""What kind of customers the house lives on, who has no module yet, and what is expected of each."""

import streamlit as st

from pages.modules.edit import draw_customers_to_edit, draw_suggestions
from pages.modules.pies import draw_module_pies
from pages.modules.table import draw_slices
from pages.modules.targets import draw_targets
from pages.modules.words import DEFINITION, TARGET_DEFINITION, module_figures, statements, suggestions_of
from pages.shared.compositions import compositions_of
from pages.shared.definition import draw_definition
from pages.shared.editing import say_what_was_done
from pages.shared.empty import check_first_bill
from pages.shared.figures import draw_figures
from pages.shared.graded_list import stop_without_visits
from pages.shared.heads import draw_answer
from pages.shared.language import _, current_language
from pages.shared.view import pick_view
from segmentation.measures.revenue.composition import finding_modules

view = pick_view(_("Modules"))
check_first_bill(view)
stop_without_visits(view)
lang, found = current_language(), compositions_of(view)

draw_answer(finding_modules(found["module"], found["module_tier"], suggestions_of(view).num_rows, lang))
draw_figures(module_figures(view, found))

draw_module_pies(view, found["module"])
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
