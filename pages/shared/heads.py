"""The head of a block, be it a chart or a list: what it says, then small what it is, in which order, and what a click does."""

from __future__ import annotations

import streamlit as st

from pages.shared.language import plain


def draw_head(title: str, *notes: str) -> None:
    """Draw the title of a block and its notes on one muted line; both are shown as they are, so they may hold names."""
    note = f"  \n:gray[:small[{plain(' · '.join(notes))}]]" if notes else ""
    st.markdown(f"**{plain(title)}**{note}")
