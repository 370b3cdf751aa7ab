"""Charts as pages draw them: below their finding, on the ground of the theme, clicked to the customers behind them."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import TYPE_CHECKING

import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.heads import draw_head
from pages.shared.language import Markdown, _, current_language
from pages.shared.picking import Picker, on_click, pick_part
from pages.shared.pin import pin_button
from pages.shared.tables import draw_table
from segmentation.charts.described import draw_described
from segmentation.charts.echarts.grids import draw_grid, fit_phone
from segmentation.charts.echarts.look import LOOKS, Drawn, Look, Marks
from segmentation.charts.marks import plotted_marks
from segmentation.charts.told import told_parts
from segmentation.language.i18n import N_, format_day
from segmentation.slides import PYRAMIDS, Chart, Grid, Slide

if TYPE_CHECKING:
    import plotly.graph_objects as go

CONFIG = {"displayModeBar": False, "displaylogo": False}
COLUMN, WIDE = 560, 1000  # pixels of a chart in half a page on a laptop, and of one over all of it
CLICKS = {
    "pie": N_("click a slice for its customers"), "line": N_("click a point for its customers"),
    **dict.fromkeys(PYRAMIDS, N_("click a layer for its customers")), "grid": N_("click a box for its customers"),
}
TAKING = ("selectedMode", "cursor")  # what makes a series of ECharts take clicks
A_BAR = N_("click a bar for its customers")


def draw_chart(
    drawn: Drawn | go.Figure | None, title: str, subtitle: str, key: str, data: pa.Table | None = None,
    slide: Callable[[], Slide] | None = None, pick: Picker | None = None, *, marks: Marks | None = None, click: Markdown = "",
    more: Callable[[], object] | None = None,
) -> None:
    """Draw a chart below its finding and what was measured when; without a figure the words alone.

    Title and subtitle are shown as they are, so they may hold names. At the right of the title a menu has what else there is: the
    ``slide`` is pinned to a workshop, the chart saved as a picture, its ``data`` shown, and what ``more`` draws. With ``pick`` a
    click on a mark chooses what stands behind it (``marks`` of a figure of plotly), the menu has the same choice for whoever has
    no pointer, and the subtitle ends with what there is to ``click``.
    """
    marks = drawn.marks if isinstance(drawn, Drawn) else marks
    if drawn is None:
        draw_head(title, subtitle)
        return
    picks = pick is not None and takes_clicks(marks)
    with st.container(key=f"picture_{key}", gap="small"):
        with st.container(key=f"head_{key}", horizontal=True, gap="small"):
            draw_head(title, subtitle, hint=click if picks else "")
            what = _("Pick a part, pin, save as a picture, figures") if picks else _("Pin, save as a picture, figures")
            with draw_menu(key, what):
                if picks:
                    pick_part(told_parts(drawn, marks), key, pick)
                if more is not None:
                    more()
                if slide is not None:
                    pin_button(slide, key)
                _picture_button(key, title, subtitle, slide)
                if data is not None:
                    draw_head(_("The figures"))
                    draw_table(data, data.column_names, f"{key}_data")
        place_figure(drawn, key, f"{title}. {subtitle}", pick, marks)


def draw_menu(key: str, what: Markdown) -> DeltaGenerator:
    """Return the menu of a chart, which has ``what``; it is seen as ⋯ by the style of the frame, and heard by its name."""
    return st.popover(_("Chart menu"), type="tertiary", help=what, key=f"menu_{key}", width="content")


def takes_clicks(marks: Marks | None) -> bool:
    """Return whether any of the marks stands for somebody."""
    return any(any(each) for each in (marks or {}).values())


def place_figure(
    drawn: Drawn | go.Figure, key: str, alt: str, pick: Picker | None = None, marks: Marks | None = None
) -> None:
    """Draw a figure alone; with ``pick`` a click on a mark of it chooses what stands behind it: of plotly, one of ``marks``."""
    marks = drawn.marks if isinstance(drawn, Drawn) else marks
    clicked = on_click(marks, key, pick) if pick and marks and takes_clicks(marks) else None
    if not isinstance(drawn, Drawn):
        taking = {"on_select": clicked, "selection_mode": "points"} if clicked else {}
        st.plotly_chart(on_ground(drawn), config=CONFIG, key=key, alt=alt, **taking)
    elif clicked:
        st.echarts_chart(
            drawn.options, height=drawn.height, theme=None, key=key, renderer="svg", alt=alt, on_select=clicked
        )
    else:
        st.echarts_chart(_still(drawn), height=drawn.height, theme=None, key=key, renderer="svg", alt=alt)


def draw_told(
    chart: Chart, key: str, data: pa.Table | None = None, slide: Callable[[], Slide] | None = None, *, height: int = 360,
    size: int = 13, width: int = COLUMN, pick: Picker | None = None, click: Markdown = "",
    more: Callable[[], object] | None = None,
) -> None:
    """Draw a described chart as ``draw_chart`` does, below its own title and subtitle; about ``width`` pixels wide."""
    chosen = pick.chosen if pick else ()
    drawn = draw_described(chart, current_language(), look(), height=height, size=size, width=width, chosen=chosen)
    draw_chart(
        drawn, chart.title, chart.subtitle, key, data, slide, pick, marks=plotted_marks(chart),
        click=click or click_hint(chart.kind), more=more,
    )


def click_hint(kind: str) -> Markdown:
    """Return what is said of clicks below the title of a kind of chart, or of a "grid"."""
    return _(CLICKS.get(kind, A_BAR))


def draw_boxes(
    grid: Grid, key: str, data: pa.Table | None = None, slide: Callable[[], Slide] | None = None, *, height: int = 420,
    width: int = 640, pick: Picker | None = None, click: Markdown = "", narrow: int = 0,
) -> None:
    """Draw a grid as ``draw_chart`` does; ``narrow`` is for how many pixels it is written where it has less than ``width``."""
    chosen = pick.chosen if pick else ()
    lang = current_language()
    fits = fit_phone(grid, lang, height, width) is not None
    drawn = draw_grid(grid, lang, look(), height=height, width=width, chosen=chosen, narrow=narrow, phone=fits)
    # a phone moves it sideways where the boxes have no room on one, for they are as wide as what is written in them
    with st.container(key=f"boxes_{'fit_' if fits else 'wide_' if width >= WIDE and not narrow else ''}{key}"):
        draw_chart(drawn, grid.title, grid.subtitle, key, data, slide, pick, click=click or click_hint("grid"))


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

    def still(options: dict) -> dict:
        series = [{name: value for name, value in each.items() if name not in TAKING} for each in options.get("series", ())]
        return {**options, "series": series}

    options = still(drawn.options)
    if "media" in options:
        options["media"] = [{**each, "option": still(each["option"])} for each in options["media"]]
    return options


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
