"""The address bar: what a link asks for, and what the session writes there, so that a copied link opens as it was seen."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import streamlit as st


def asked_for(name: str) -> str | None:
    """Return what the address bar asks for; None where it only repeats what this session wrote there."""
    asked = st.query_params.get(name)
    return None if asked == st.session_state.get(f"shown_{name}") else asked


def show_in_address(name: str, value: str | None) -> None:
    """Write a choice to the address bar; None takes it out."""
    st.session_state[f"shown_{name}"] = value
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def address_is_behind(name: str) -> None:
    """Note, in a callback, that a choice was just made which the address bar does not know yet."""
    st.session_state[f"shown_{name}"] = st.query_params.get(name)


def choose(name: str) -> None:
    """Keep a choice just made; an emptied date goes back to the default."""
    st.session_state[name] = st.session_state[f"pick_{name}"]
    address_is_behind(name)


def settle(key: str, options: Collection[Any], default: Any) -> Any:
    """Return what the session holds for a widget where that is one of its options; else hold and return ``default``.

    A picker whose words have changed, with the language say, hands back the old words in place of what was picked.
    """
    held = st.session_state.get(key)
    if held not in options:
        held = st.session_state[key] = default
    return held
