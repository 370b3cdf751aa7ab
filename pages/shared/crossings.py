"""The grids of matrix and RFM pages: drawn, pinned, and clicked to list who is in a box."""

from __future__ import annotations

import pyarrow as pa

from pages.shared.charts import draw_boxes
from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.picking import Picker
from pages.shared.pin import grid_slide
from segmentation.measures.grades.crossings import Crossing, cross
from segmentation.slides import Grid


def crossings_of(view: View, grades: pa.Table, rows: str, columns: str) -> dict[tuple[str, str], Crossing]:
    """Return two score columns of the page's graded list crossed."""
    warehouse = current_warehouse()
    return reading_of(view, f"crossed {rows} {columns}", lambda: cross(warehouse, grades, rows, columns))


def draw_crossings(view: View, grid: Grid, key: str, height: int, pick: Picker) -> None:
    """Draw a grid with the button to pin it; a click on a box lists its customers."""
    draw_boxes(grid, key, slide=lambda: grid_slide(view, grid), height=height, pick=pick)
