"""The line that says how control stands: the month's target so far, who is to be called today, promises overdue."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from pages.shared.day_list import list_of
from pages.shared.house import View, current_warehouse, grading_by, known_schemes, reading_of, saved_settings
from pages.shared.language import _, current_language, plain
from pages.shared.progress import overdue_of, plan_of, progress_of
from segmentation.measures.managers.control_words import finding_house_target, finding_target, finding_to_call
from segmentation.measures.managers.coverage import finding_overdue
from segmentation.measures.managers.progress import read_house_revenue
from segmentation.measures.managers.register import has_ranks
from segmentation.schemes import DEFAULT
from segmentation.settings.clock import today
from segmentation.settings.plans import read_house_target


def draw_control(view: View) -> None:
    """Draw the line with the way to today's list; nothing for a store that has neither a plan nor said of anybody his rank."""
    own = known_schemes()[DEFAULT]  # control goes by the scheme of the house, whatever the page grades by
    with grading_by(own):
        view = view._replace(window=saved_settings(view.store_id)["window"])
        said = list(_said(view))
    if said:
        with st.container(key="control", horizontal=True, vertical_alignment="center"):
            st.markdown(plain(" · ".join(said)), width="stretch")
            st.page_link("pages/today/page.py", label="**" + _("Today's list") + " →**", width="content")


def _said(view: View) -> Iterator[str]:
    warehouse, lang, month = current_warehouse(), current_language(), view.as_of.replace(day=1)
    is_planned = plan_of(view, month).num_rows > 0
    ranks = reading_of(view, "ranks", lambda: has_ranks(warehouse, view.store_id))
    if is_planned:
        yield finding_target(progress_of(view, month), lang)
    if target := reading_of(view, f"house target {month}", lambda: read_house_target(warehouse, view.store_id, month)):
        taken = reading_of(view, "house taken", lambda: read_house_revenue(warehouse, view.store_id, month, view.as_of))
        yield finding_house_target(target, taken, lang)
    if is_planned or ranks:
        on = today() if view.as_of == view.store["last_date"] else view.as_of
        yield finding_to_call(list_of(view, on), lang)
        overdue = overdue_of(view, on)
        if overdue.num_rows:
            yield finding_overdue(overdue, lang)
