"""The customers behind what was clicked in a comparison: those of one side, or of both where the gap between them was clicked."""

from __future__ import annotations

import streamlit as st

from pages.shared.behind import draw_behind
from pages.shared.house import View
from segmentation.slides import Behind


def draw_lists(one: View, other: View, behind: Behind) -> None:
    """Draw the list of the side that was clicked, or both lists side by side."""
    side = dict(behind).get("side")
    if side is not None or not behind or "walk_in" in dict(behind):
        draw_behind(other if side == "1" else one, behind, of_store=True)
        return
    for view, key, place in zip((one, other), ("behind", "behind_other"), st.columns(2, gap="large"), strict=True):
        with place:
            draw_behind(view, behind, of_store=True, key=key)
