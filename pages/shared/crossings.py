"""The grids of matrix and RFM pages: drawn, pinned, and clicked to filter the list below."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import streamlit as st

from pages.shared.charts import draw_boxes
from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _
from pages.shared.pin import grid_slide
from segmentation.measures.grades.crossings import Crossing, cross
from segmentation.measures.grades.customers import Filters
from segmentation.slides import Grid


def crossings_of(view: View, grades: pa.Table, rows: str, columns: str) -> dict[tuple[str, str], Crossing]:
    """Return two score columns of the page's graded list crossed."""
    warehouse = current_warehouse()
    return reading_of(view, f"crossed {rows} {columns}", lambda: cross(warehouse, grades, rows, columns))


def draw_crossings(view: View, grid: Grid, key: str, height: int, tier_at: Callable[[int, int], str] | None = None) -> None:
    """Draw a grid with the button to pin it; with ``tier_at`` (row, column → tier) a chosen box filters the list below."""
    chosen = draw_boxes(grid, key, slide=lambda: grid_slide(view, grid), height=height)
    if tier_at is None:
        return
    st.caption(_("Click a box to list its customers, or choose grades in the filter below."))
    if chosen != st.session_state.get(f"chosen_{key}"):
        st.session_state[f"chosen_{key}"] = chosen
        st.session_state["filters"] = Filters(tiers=(tier_at(*chosen),) if chosen else ())
        st.session_state["customer"] = None
