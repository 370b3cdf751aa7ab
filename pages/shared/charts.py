"""Charts as pages draw them: below their finding, on the ground of the theme, kept as a picture at a click."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from typing import Any

import plotly.graph_objects as go
import pyarrow as pa
import streamlit as st

from pages.shared.house import View, drawn_of
from pages.shared.language import _, current_language, plain
from pages.shared.pin import pin_button
from pages.shared.tables import draw_table
from segmentation.charts.described import draw_described
from segmentation.charts.grids import draw_grid
from segmentation.slides import Chart, Grid, Slide


def draw_chart(
    figure: go.Figure | Callable[[], go.Figure | None] | None,
    title: str,
    subtitle: str,
    key: str,
    data: pa.Table | None = None,
    slide: Callable[[], Slide] | None = None,
    **options: Any,
) -> Any:
    """Draw a chart below its finding and what was measured when, with its ``data`` at hand; without a figure the words alone.

    Title and subtitle are shown as they are, so they may hold names.

    ``figure`` may be one of ``kept_figure``. ``slide`` makes what is pinned to a workshop where that is asked for. Returns
    what st.plotly_chart returns under its ``options``.
    """
    st.markdown(f"**{plain(title)}**  \n:gray[:small[{plain(subtitle)}]]")
    shown = figure() if callable(figure) else on_ground(figure)
    if shown is None:
        return None
    event = st.plotly_chart(shown, config=chart_config(title), key=key, alt=f"{title}. {subtitle}", **options)
    with st.container(horizontal=True, gap="small", key=f"{key}_extras"):
        if data is not None:
            with st.popover(_("Show the figures"), type="tertiary"):
                draw_table(data, data.column_names, f"{key}_data")
        if slide is not None:
            pin_button(slide, key)
    return event


def kept_figure(
    view: View, key: str, draw: Callable[[], go.Figure | None], *choices: Hashable
) -> Callable[[], go.Figure | None]:
    """Return how to get the figure on its ground, drawn once for what was picked, the language, the theme and ``choices``.

    ``choices`` are what the figure depends on besides: a toggle, a picker of the page. Where there is nothing to draw it is None.
    """
    what = "\0".join(("figure", key, current_language(), theme(), repr(choices)))
    return lambda: drawn_of(view, what, lambda: on_ground(draw()))


def draw_told(
    chart: Chart, key: str, data: pa.Table | None = None, slide: Callable[[], Slide] | None = None, *, height: int = 360,
    size: int = 14, of: View | None = None,
) -> None:
    """Draw a described chart as ``draw_chart`` does, below its own title and subtitle.

    ``of`` is the view that the chart depends on, where it depends on nothing else: then it is drawn once for it.
    """
    lang = current_language()

    def draw() -> go.Figure:
        return draw_described(chart, lang, height=height, size=size)

    drawn = draw() if of is None else kept_figure(of, key, draw, height, size)
    draw_chart(drawn, chart.title, chart.subtitle, key, data, slide)


def draw_boxes(
    grid: Grid, key: str, data: pa.Table | None = None, slide: Callable[[], Slide] | None = None, *, height: int = 420,
    width: int = 640,
) -> tuple[int, int] | None:
    """Draw a grid as ``draw_chart`` does and return the row and the column (0 the first) of the box that is chosen in it."""
    drawn = draw_grid(grid, current_language(), height=height, width=width)
    event = draw_chart(drawn, grid.title, grid.subtitle, key, data, slide, on_select="rerun", selection_mode="points")
    points = event.selection.points if event else []
    return (points[0]["curve_number"], points[0]["point_index"]) if points else None


def on_ground(figure: go.Figure | None) -> go.Figure | None:
    """Return the figure in the ink and on the ground of the theme, so that a picture of it can be read anywhere; None stays."""
    if figure is None:
        return None
    ink, ground = (st.get_option(f"theme.{theme()}.{name}") for name in ("textColor", "backgroundColor"))
    axes = {"tickfont_color": ink, "title_font_color": ink}
    return figure.update_layout(font_color=ink, paper_bgcolor=ground).update_xaxes(**axes).update_yaxes(**axes)


def theme() -> str:
    """Return "light" or "dark", as the session's screen is."""
    return st.context.theme.type or "light"


def chart_config(title: str) -> dict[str, Any]:
    """Return plotly's settings: one button, which keeps the chart as a picture named for what it shows; made in the browser."""
    name = " ".join(re.sub(r'[\\/:*?"<>|.\x00-\x1f]', " ", title).split())[:60] or "chart"
    words = {"Download plot as a PNG": _("Save as a picture"), "Download plot": _("Save as a picture")}
    return {
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 2},
        "locale": "own",
        "locales": {"own": {"dictionary": words, "format": {}}},
    }
