"""The line that says how control stands: the month's target so far, who is to be called today, promises overdue."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from pages.shared.day_list import list_of
from pages.shared.house import View, current_warehouse, grading_by, known_schemes, reading_of, saved_settings, settings_of
from pages.shared.language import _, current_language, plain
from segmentation.measures.managers.control_words import finding_target, finding_to_call
from segmentation.measures.managers.coverage import finding_overdue, read_overdue
from segmentation.measures.managers.progress import read_progress
from segmentation.measures.managers.register import has_ranks
from segmentation.schemes import DEFAULT
from segmentation.settings.clock import today
from segmentation.settings.plans import read_plan


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
    warehouse, lang, settings = current_warehouse(), current_language(), settings_of(view)
    own, month = known_schemes()[DEFAULT], view.as_of.replace(day=1)
    plan = reading_of(view, "plan", lambda: read_plan(warehouse, view.store_id, month))
    ranks = reading_of(view, "ranks", lambda: has_ranks(warehouse, view.store_id))
    if plan.num_rows:
        found = reading_of(
            view, f"progress {month} month",
            lambda: read_progress(warehouse, view.store_id, own, month, view.as_of, settings, plan),
        )
        yield finding_target(found, lang)
    if plan.num_rows or ranks:
        on = today() if view.as_of == view.store["last_date"] else view.as_of
        yield finding_to_call(list_of(view, on), lang)
        overdue = reading_of(
            view, f"overdue {on}", lambda: read_overdue(warehouse, view.store_id, own, view.as_of, on, settings)
        )
        if overdue.num_rows:
            yield finding_overdue(overdue, lang)
