"""Tabs of a page: mostly only the open one is computed; it stands in the address bar."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.address import address_is_behind, asked_for, settle, show_in_address
from pages.shared.language import Markdown, _


def settle_tab(page: str, tabs: Collection[str], first: str | None = None, asked: str | None = None) -> str:
    """Return which of a page's tabs is open: the one the address bar asks for, else ``asked``, else the one opened last.

    A page that was not looked at yet begins with the tab ``first``, or with its first one.
    """
    wanted = next((tab for tab in (asked_for("tab"), asked) if tab in tabs), None)
    if wanted:
        st.session_state[f"tab_{page}"] = wanted
    return settle(f"tab_{page}", tabs, first or next(iter(tabs)))


def go_to_tab(page: str, tab: str) -> None:
    """Open a tab of a page, as a click on it does; to be called before the page is drawn again."""
    st.session_state[f"tab_{page}"] = tab
    address_is_behind("tab")


def pick_tab(page: str, names: Mapping[str, Markdown]) -> None:
    """Draw the tabs, ``names`` by key; the open one is that of ``settle_tab``."""

    def keep() -> None:
        st.session_state[f"tab_{page}"] = st.session_state["pick_tab"]
        address_is_behind("tab")

    chosen = st.session_state["pick_tab"] = st.session_state[f"tab_{page}"]
    st.segmented_control(
        _("Tabs"), list(names), format_func=names.get, key="pick_tab", required=True, on_change=keep,
        label_visibility="collapsed", width="content",
    )
    show_in_address("tab", chosen)


def draw_tabs(page: str, names: Mapping[str, Markdown]) -> Mapping[str, DeltaGenerator]:
    """Draw tabs that are all computed, so that what was typed in one is there when it is opened again; return their places.

    The open one is that of ``settle_tab``, and stands in the address bar.
    """
    key, chosen = f"tabs_{page}", settle_tab(page, names)

    def keep() -> None:
        opened = st.session_state[key]
        st.session_state[f"tab_{page}"] = next((tab for tab, name in names.items() if name == opened), chosen)
        address_is_behind("tab")

    st.session_state[key] = names[chosen]
    places = st.tabs(list(names.values()), key=key, on_change=keep)
    show_in_address("tab", chosen)
    return dict(zip(names, places, strict=True))
