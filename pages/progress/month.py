"""The tab of the month: done against the plan, where the gap is, and who was expected and has not come."""

from __future__ import annotations

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.progress.bullets import draw_bullets, draw_progress_figures
from pages.progress.gaps import draw_gaps_and_missed
from pages.progress.picks import look_at
from pages.progress.six import draw_six
from pages.progress.table import draw_by_grade
from pages.progress.words import draw_no_bills, draw_no_target
from pages.shared.heads import draw_answer
from pages.shared.house import View
from pages.shared.language import current_language, plain
from segmentation.measures.managers.progress_words import basis_text, finding_progress


def draw_month(view: View, month: date, answer: DeltaGenerator) -> None:
    """Draw how far the month is; what it comes to goes to ``answer``."""
    looked = look_at(view, month)
    lang, found = current_language(), looked.found
    with answer:
        draw_answer(finding_progress(found, lang))
    if not found.has_bills:
        draw_no_bills()
        return
    with answer:
        if not found.is_of_newcomers:
            st.caption(plain(basis_text(found, lang)))
        if not found.is_planned:
            draw_no_target(found)
    if not found.is_of_newcomers:  # of others alone anything is planned
        draw_progress_figures(found)
    if found.rows:  # else walk-ins are all there is
        draw_bullets(looked)
        draw_gaps_and_missed(looked)
        draw_by_grade(looked)
    draw_six(view, found)
