"""Which festival of which year is looked at, and what is read of it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.shared.address import asked_for, choose, show_in_address
from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import Markdown, _, current_language
from segmentation.language.festivals import FESTIVALS
from segmentation.measures.festivals.around import Festival, read_festival
from segmentation.measures.festivals.calendar import Edition, find_edition, first_to_look_at, now_of
from segmentation.measures.festivals.names import edition_name
from segmentation.settings.festival_windows import festival_windows

YEARS_BACK = 8
FESTIVAL, YEAR = "festival", "festival_year"  # in the session and in the address bar


def pick_edition(view: View, on: date) -> Edition | None:
    """Draw the pickers of the festival and of its year, which stand in the address bar, and return the edition."""
    windows = festival_windows(current_warehouse(), view.store_id)
    first = first_to_look_at(view.as_of, on, windows)
    if first is None:
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        key = _pick(FESTIVAL, list(FESTIVALS), first.key, {name: _(text) for name, text in FESTIVALS.items()}, _("Festival"))
        now = now_of(key, view.as_of, on, windows) or first
        years = range(now.year, max(view.store["first_date"].year, now.year - YEARS_BACK) - 1, -1)
        found = {str(year): each for year in years if (each := find_edition(key, year, windows))} or {str(now.year): now}
        lang = current_language()
        names = {year: edition_name(each, lang) for year, each in found.items()}
        year = _pick(YEAR, list(found), next(iter(found)), names, _("Year"))
    return found[year]


def _pick(name: str, options: list[str], default: str, words: dict[str, str], label: Markdown) -> str:
    """Return what is picked of ``options``, kept in the session and in the address bar only where a person picked it."""
    asked = asked_for(name)
    if asked in options:
        st.session_state[name] = asked
    held = st.session_state.get(name)
    chosen = held if held in options else default
    st.session_state[f"pick_{name}"] = chosen
    st.selectbox(
        label, options, format_func=words.get, key=f"pick_{name}", label_visibility="collapsed", width=200, on_change=_keep,
        args=(name,),
    )
    show_in_address(name, chosen if held in options else None)
    return chosen


def _keep(name: str) -> None:
    choose(name)
    if name == FESTIVAL:
        st.session_state[YEAR] = None  # another festival begins with its own year


def festival_of(view: View, edition: Edition, on: date) -> Festival | None:
    """Return the festival against the one of the year before; None where there is no year before."""
    warehouse, own, settings = current_warehouse(), scheme(), settings_of(view)
    with st.spinner(_("Grading the customers …")):
        return reading_of(view, f"festival {edition} {on}", lambda: read_festival(
            warehouse, view.store_id, own, edition, view.as_of, on, settings
        ))
