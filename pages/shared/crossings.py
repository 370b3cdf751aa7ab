"""The grids of matrix and RFM pages: drawn, pinned, and clicked to filter the list below."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.shared.charts import draw_boxes
from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _
from pages.shared.picking import filter_picker
from pages.shared.pin import grid_slide
from segmentation.measures.grades.crossings import Crossing, cross
from segmentation.slides import Grid


def crossings_of(view: View, grades: pa.Table, rows: str, columns: str) -> dict[tuple[str, str], Crossing]:
    """Return two score columns of the page's graded list crossed."""
    warehouse = current_warehouse()
    return reading_of(view, f"crossed {rows} {columns}", lambda: cross(warehouse, grades, rows, columns))


def draw_crossings(view: View, grid: Grid, key: str, height: int) -> None:
    """Draw a grid with the button to pin it; where its boxes are grades, a click on one filters the list below."""
    draw_boxes(grid, key, slide=lambda: grid_slide(view, grid), height=height, pick=filter_picker())
    if any(cell.behind for cell in grid.boxes):
        st.caption(_("Click a box to list its customers, or choose grades in the filter below."))
