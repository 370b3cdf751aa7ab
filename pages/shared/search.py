"""The box that finds a customer by name, phone, code or the initials of his name, on the page of files."""

from __future__ import annotations

import streamlit as st

from pages.shared.address import address_is_behind
from pages.shared.language import _

FIND, CUSTOMER = "find", "customer"  # in the session and in the address bar
ASKED = "find_asked"  # in the session: a text was typed just now
FILE = "pages/customer/page.py"


def search_box() -> None:
    """Draw the box of the page of files; what is typed into it is looked for there."""
    st.session_state["pick_find"] = st.session_state.get(FIND) or ""
    st.text_input(
        _("Find a customer"), key="pick_find", placeholder=_("Name, phone, code, initials"), on_change=_look_for,
        label_visibility="collapsed", max_chars=80, width=230,
    )


def _look_for() -> None:
    state = st.session_state
    state[FIND] = state["pick_find"].strip()
    state[ASKED], state[CUSTOMER] = bool(state[FIND]), None
    for name in (FIND, CUSTOMER):
        address_is_behind(name)


def leave_customer() -> None:
    """Choose nobody, in a callback: the page of files shows the search and whose file to complete first."""
    st.session_state[CUSTOMER] = None
    address_is_behind(CUSTOMER)
