"""Who is in warning, read once for every page that says so, and the line that leads to them."""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.shared.house import View, current_warehouse, known_schemes, reading_of
from pages.shared.language import _, current_language, plain
from segmentation.measures.movement.warnings import Flagged, Signs, count_flagged, finding_flagged, read_signs
from segmentation.schemes import DEFAULT, Value
from segmentation.settings.kept import scheme_settings
from segmentation.settings.warning_rules import warning_rules

Settings = dict[str, Value]


def warning_settings(view: View) -> Settings:
    """Return the settings that warnings are read under: those of the default scheme, whatever the page grades by."""
    warehouse, own = current_warehouse(), known_schemes()[DEFAULT]
    saved = reading_of(view, "warning settings", lambda: scheme_settings(warehouse, view.store_id, own))
    return {**saved, "window": view.window}


def signs_of(view: View, day: date | None = None) -> Signs:
    """Return what warnings are judged by, as of the day of the page or an earlier one."""
    warehouse, settings, day = current_warehouse(), warning_settings(view), day or view.as_of
    with st.spinner(_("Looking for who is slipping away …")):
        return reading_of(view, f"signs {day}", lambda: read_signs(warehouse, view.store_id, day, settings))


def flagged_of(view: View, day: date | None = None) -> Flagged:
    """Return how many are in warning under the limits of the store, as of the day of the page or an earlier one."""
    warehouse, day = current_warehouse(), day or view.as_of
    signs = signs_of(view, day)  # not within what is kept: its spinner would be kept too
    return reading_of(view, f"flagged {day}", lambda: count_flagged(warehouse, signs, warning_rules(warehouse, view.store_id)))


def draw_warned_link(view: View) -> None:
    """Draw the one thing to do: how many are in warning and what is at stake, and the way to their list; nothing for nobody."""
    lang, found = current_language(), flagged_of(view)
    if found.customers:
        with st.container(key="to_do", horizontal=True, vertical_alignment="center"):
            st.markdown(plain(finding_flagged(found, lang)), width="stretch")
            st.page_link("pages/warnings/page.py", label=f"**{_('Whom to call first')} →**", width="content")
