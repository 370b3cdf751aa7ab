"""The grids of matrix and RFM pages: drawn, pinned, and clicked to filter the list below."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import streamlit as st
from segmentation.charts.grids import draw_grid

from pages._draw import chart_config, on_ground
from pages._language import _, current_language
from pages._parts import View, plain, reading_of, warehouse
from pages._pin import pin_button
from segmentation.measures.crossings import Crossing, cross
from segmentation.measures.customers import Filters
from segmentation.story import Grid, Slide


def crossings_of(view: View, grades: pa.Table, rows: str, columns: str) -> dict[tuple[str, str], Crossing]:
    """Return two score columns of the page's graded list crossed."""
    house = warehouse()
    return reading_of(view, f"crossed {rows} {columns}", lambda: cross(house, grades, rows, columns))


def draw_crossings(
    view: View, grid: Grid, key: str, height: int, pick: Callable[[int, int], str | None] | None = None
) -> None:
    """Draw a grid below its finding with the button to pin it; ``pick`` (row, column → tier) makes a box filter the list."""
    lang = current_language()
    st.markdown(f"**{plain(grid.title)}**  \n:gray[:small[{plain(grid.subtitle)}]]")
    drawn = draw_grid(grid, lang, height=height, size=15)
    if drawn is None:
        return
    options = {"on_select": lambda: _filter(key, pick), "selection_mode": "points"} if pick else {}
    st.plotly_chart(on_ground(drawn), config=chart_config(grid.title), key=key, alt=f"{grid.title}. {grid.subtitle}", **options)
    if pick:
        st.caption(_("Click a box to list its customers, or choose grades in the filter below."))
    slide = Slide(grid.title, subtitle=grid.subtitle, grid=grid, notes=grid.notes, store=view.store["store"], as_of=view.as_of)
    pin_button(lambda: slide, key)


def _filter(key: str, pick: Callable[[int, int], str | None]) -> None:
    """Keep only the customers of the box just clicked; clicked again, everybody is listed."""
    points = st.session_state[key]["selection"]["points"]
    tiers = {pick(point["curve_number"], point["point_index"]) for point in points} - {None}
    st.session_state["filters"] = Filters(tiers=tuple(sorted(tiers)))
    st.session_state["customer"] = None
