"""Did it help: what calls brought against customers left alone by lot; who is left alone now; and the next draw."""

import streamlit as st

from pages.helped.draw import draw_next, say_done
from pages.helped.results import draw_results
from pages.helped.running import draw_running
from pages.helped.words import DEFINITION, STATEMENTS, helped_figures
from pages.shared.definition import draw_definition
from pages.shared.drawn import trials_of
from pages.shared.empty import check_first_bill
from pages.shared.figures import draw_figures
from pages.shared.graded_list import stop_without_visits
from pages.shared.heads import draw_answer
from pages.shared.language import _, current_language, plain
from pages.shared.view import pick_view
from segmentation.measures.trials.words import drawn_text, finding_trials, leak_text

view = pick_view(_("Did it help?"), rules=None)
check_first_bill(view)
stop_without_visits(view)
lang, found = current_language(), trials_of(view)

draw_answer(finding_trials(found, lang))
say_done(view)
if found.pooled:
    draw_figures(helped_figures(found.pooled))
    if often := drawn_text(found, lang):
        st.caption(plain(often))
    if leaked := leak_text(found.pooled, lang):
        st.warning(plain(leaked))
if found.results:
    draw_results(view, found)
draw_running(view, found)
draw_next(view, found)
draw_definition(view, [_(DEFINITION)], STATEMENTS)
