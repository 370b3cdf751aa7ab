"""Charts as pages draw them: below their finding, on the ground of the theme, clicked to the customers behind them."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import streamlit as st

from pages.shared.heads import draw_head
from pages.shared.language import _, current_language
from pages.shared.picking import Picker, on_click
from pages.shared.pin import pin_button
from pages.shared.tables import draw_table
from segmentation.charts.described import draw_described
from segmentation.charts.echarts.grids import draw_grid
from segmentation.charts.echarts.look import LOOKS, Drawn, Look
from segmentation.language.i18n import format_day
from segmentation.slides import Chart, Grid, Slide

if TYPE_CHECKING:
    import plotly.graph_objects as go

CONFIG = {"displayModeBar": False, "displaylogo": False}
COLUMN = 560  # pixels of a chart in half a page on a laptop


def draw_chart(
    drawn: Drawn | go.Figure | None, title: str, subtitle: str, key: str, data: pa.Table | None = None,
    slide: Callable[[], Slide] | None = None, pick: Picker | None = None, *, more: Callable[[], Any] | None = None,
    **options: Any,
) -> Any:
    """Draw a chart below its finding and what was measured when; without a figure the words alone.

    Title and subtitle are shown as they are, so they may hold names. At the right of the title a menu has what else there is: the
    ``slide`` is pinned to a workshop, the chart saved as a picture, its ``data`` shown, and what ``more`` draws. With ``pick`` a
    click on a mark chooses what stands behind it. Returns what a figure of plotly returns under its ``options``.
    """
    if drawn is None:
        draw_head(title, subtitle)
        return None
    with st.container(key=f"picture_{key}", gap="small"):
        with st.container(key=f"head_{key}", horizontal=True, gap="small"):
            draw_head(title, subtitle)
            with st.popover("⋯", type="tertiary", help=_("Pin, save as a picture, figures"), key=f"menu_{key}", width="content"):
                if more is not None:
                    more()
                if slide is not None:
                    pin_button(slide, key)
                _picture_button(key, title, subtitle, slide)
                if data is not None:
                    draw_head(_("The figures"))
                    draw_table(data, data.column_names, f"{key}_data")
        return place_figure(drawn, key, f"{title}. {subtitle}", pick, **options)


def place_figure(drawn: Drawn | go.Figure, key: str, alt: str, pick: Picker | None = None, **options: Any) -> Any:
    """Draw a figure alone; with ``pick`` a click on a mark of it chooses what stands behind it."""
    if not isinstance(drawn, Drawn):
        return st.plotly_chart(on_ground(drawn), config=CONFIG, key=key, alt=alt, **options)
    if pick is None or not any(any(each) for each in drawn.marks.values()):
        st.echarts_chart(_still(drawn), height=drawn.height, theme=None, key=key, renderer="svg", alt=alt)
    else:
        st.echarts_chart(
            drawn.options, height=drawn.height, theme=None, key=key, renderer="svg", alt=alt,
            on_select=on_click(drawn, key, pick),
        )
    return None


def draw_told(
    chart: Chart, key: str, data: pa.Table | None = None, slide: Callable[[], Slide] | None = None, *, height: int = 360,
    size: int = 13, width: int = COLUMN, pick: Picker | None = None, more: Callable[[], Any] | None = None,
) -> None:
    """Draw a described chart as ``draw_chart`` does, below its own title and subtitle; about ``width`` pixels wide."""
    chosen = pick.chosen if pick else ()
    drawn = draw_described(chart, current_language(), look(), height=height, size=size, width=width, chosen=chosen)
    draw_chart(drawn, chart.title, chart.subtitle, key, data, slide, pick, more=more)


def draw_boxes(
    grid: Grid, key: str, data: pa.Table | None = None, slide: Callable[[], Slide] | None = None, *, height: int = 420,
    width: int = 640, pick: Picker | None = None,
) -> None:
    """Draw a grid as ``draw_chart`` does."""
    chosen = pick.chosen if pick else ()
    drawn = draw_grid(grid, current_language(), look(), height=height, width=width, chosen=chosen)
    with st.container(key=f"boxes_{key}"):  # a phone moves it sideways, for boxes are as wide as what is written in them
        draw_chart(drawn, grid.title, grid.subtitle, key, data, slide, pick)


def look() -> Look:
    """Return the colours of the session's theme."""
    return LOOKS[theme()]


def on_ground(figure: go.Figure) -> go.Figure:
    """Return a figure of plotly in the ink and on the ground of the theme, so that a picture of it can be read anywhere."""
    own = look()
    axes = {"tickfont_color": own.ink, "title_font_color": own.ink}
    return figure.update_layout(font_color=own.ink, paper_bgcolor=own.ground).update_xaxes(**axes).update_yaxes(**axes)


def theme() -> str:
    """Return "light" or "dark", as the session's screen is."""
    return st.context.theme.type or "light"


def _still(drawn: Drawn) -> dict:
    """Return the options of a chart that takes no clicks."""
    taking = ("selectedMode", "cursor")
    series = [{name: value for name, value in each.items() if name not in taking} for each in drawn.options["series"]]
    return {**drawn.options, "series": series}


def _picture_button(key: str, title: str, subtitle: str, slide: Callable[[], Slide] | None) -> None:
    """Draw the button that keeps the chart as a picture with title, store and day on it; the browser makes it."""
    foot = ""
    if slide is not None and (made := slide()).as_of:
        foot = f"{made.store} · {_('As of {day}').format(day=format_day(made.as_of, current_language()))}"
    data = "".join(
        f' data-{name}="{html.escape(text)}"'
        for name, text in (("chart", key), ("title", title), ("subtitle", subtitle), ("foot", foot))
    )
    st.html(f'<button type="button" class="save-picture"{data}>{html.escape(_("Save as a picture"))}</button>')
