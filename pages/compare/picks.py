"""Pickers of one of several, kept in the session and in the address bar."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared.address import asked_for, choose, show_in_address
from pages.shared.language import Markdown


def pick_one(label: Markdown, name: str, options: Sequence[str], words: Sequence[str], default: str) -> str:
    """Draw the choice between ``options``, shown as ``words``, and return it; ``default`` where what was kept is none of them."""
    asked, said = asked_for(name), dict(zip(options, words, strict=True))
    if asked in said:
        st.session_state[name] = asked
    if st.session_state.get(name) not in said:
        st.session_state[name] = default
    chosen = st.session_state[f"pick_{name}"] = st.session_state[name]
    st.selectbox(
        label, list(options), format_func=said.get, key=f"pick_{name}", label_visibility="collapsed", on_change=choose,
        args=(name,),
    )
    show_in_address(name, chosen)
    return chosen
