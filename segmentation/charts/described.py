"""A described chart (``slides.Chart``) drawn for the screen, each kind by what draws it best.

ECharts draws pies, bars, columns, stacks, bridges, pyramids, intervals and lines over names: it is light, tells every click and
lays labels out. Plotly draws radars, scatters and curves over numbers with their bands; it is loaded with the first of them
(``figures``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from segmentation.charts.curves import draw_curve
from segmentation.charts.echarts.bars import draw_lying, draw_standing
from segmentation.charts.echarts.bridges import draw_bridge
from segmentation.charts.echarts.intervals import draw_intervals
from segmentation.charts.echarts.lines import NARROW, draw_lines
from segmentation.charts.echarts.look import LOOKS, PHONE, PHONE_ENDS, Drawn, Look, media_of
from segmentation.charts.echarts.pies import draw_pie
from segmentation.charts.echarts.pyramids import draw_pyramid
from segmentation.charts.radars import LEAST_SPOKES, draw_radar
from segmentation.charts.scatters import draw_scatter
from segmentation.slides import PYRAMIDS, Behind, Chart

if TYPE_CHECKING:
    import plotly.graph_objects as go

WIDE = 1200  # pixels of a chart over the whole of a page or a projector
STANDING = ("grid", "xAxis", "yAxis", "legend", "title", "series")  # of the options of columns, what their room decides


def draw_described(
    chart: Chart, lang: str, look: Look = LOOKS["light"], *, height: int = 360, size: int = 18, width: int = WIDE,
    brief: bool = False, chosen: Behind = (), least: int | None = None, unnamed: bool = False,
) -> Drawn | go.Figure | None:
    """Return the chart with text of ``size`` pixels, about ``width`` pixels wide; None where nothing in it has a value.

    ``brief`` marks the slices of a pie by the first word of their labels (a code), where a key beside it has them in full;
    ``unnamed`` leaves their shares alone at them.
    The mark that stands for ``chosen`` has an edge. On a stage no letters are smaller than ``least``, and ``width`` is exact;
    elsewhere the figures of columns are written for a phone where the chart is as narrow as one.
    """
    if not any(value for series in chart.series for value in series.values):
        return None
    if chart.kind == "pie":
        return draw_pie(
            chart, lang, look, height=height, size=size, brief=brief, unnamed=unnamed, chosen=chosen,
            width=None if least is None else width, **({} if least is None else {"least": least}),
        )
    if chart.kind in PYRAMIDS:
        asked = {} if least is None else {"width": width, "least": least}
        return draw_pyramid(chart, lang, look, height=height, size=size, chosen=chosen, **asked)
    if chart.kind == "radar":
        if len(chart.categories) >= LEAST_SPOKES:
            return draw_radar(chart, lang, height, size, least or 0)
        chart = replace(chart, kind="bar")
    if chart.kind == "scatter":
        return draw_scatter(chart, lang, height, size)
    if chart.across is not None:
        return draw_curve(chart, lang, height, size, chosen=chosen)
    if chart.kind in ("bar", "stacked_bar"):
        return draw_lying(
            chart, lang, look, height=height, size=size, chosen=chosen, width=None if least is None else width
        )
    if chart.kind == "interval":
        return draw_intervals(
            chart, lang, look, height=height, size=size, chosen=chosen, width=None if least is None else width
        )
    draw = {"waterfall": draw_bridge, "line": draw_lines}.get(chart.kind)
    if draw is not None:
        return draw(chart, lang, look, height=height, size=size, width=width, chosen=chosen)
    wide, small = (
        draw_standing(chart, lang, look, height=height, size=size, width=each, chosen=chosen) for each in (width, PHONE)
    )
    if least is not None or width <= NARROW:
        return wide
    ends = PHONE_ENDS if width >= PHONE_ENDS else NARROW + 1  # what is drawn for less stands in a column of a laptop as it is
    return replace(wide, options={**wide.options, "media": media_of([(small.options, 0), (wide.options, ends)], STANDING)})
