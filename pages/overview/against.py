"""What the month is held against: the month before, the year before, or the same weeks of the lunar year before."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared.address import asked_for, choose, show_in_address
from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _, current_language, plain
from segmentation.measures.revenue.overview import Overview
from segmentation.measures.revenue.year_before import AGAINST, BRIEFLY, MONTH, against_year, read_compared, uncovered_text

NAME = "against"  # in the session and in the address bar


def pick_against(view: View, overview: Overview) -> tuple[Any, Overview]:
    """Draw the choice beside the place of the answer; return the place, and the overview held against what was picked."""
    asked = asked_for(NAME)
    if asked in AGAINST:
        st.session_state[NAME] = asked
    held = st.session_state.get(NAME)
    key = held if held in AGAINST else MONTH
    st.session_state[f"pick_{NAME}"] = key
    names, short = ({each: _(text) for each, text in texts.items()} for texts in (AGAINST, BRIEFLY))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        place = st.container(width="stretch")
        with st.popover(short[key], type="tertiary", key="against_menu", width="content", help=_("Compare the month")):
            st.radio(
                _("Compare the month"), list(AGAINST), format_func=names.get, key=f"pick_{NAME}", on_change=choose, args=(NAME,)
            )
    show_in_address(NAME, key if key != MONTH else None)
    if key == MONTH:
        return place, overview
    warehouse, start = current_warehouse(), overview.month.start
    compared = reading_of(
        view, f"compared {key}", lambda: read_compared(warehouse, view.store_id, start, view.as_of, key)
    )
    if compared and (said := uncovered_text(compared, current_language())):
        st.caption(plain(said))
    return place, against_year(overview, compared)
