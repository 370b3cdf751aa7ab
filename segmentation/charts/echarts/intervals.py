"""Intervals: a difference a row with how far it may lie off, and the line of no difference: a forest plot."""

from __future__ import annotations

from segmentation.charts.echarts import axes
from segmentation.charts.echarts.look import (
    CHOSEN,
    LINE,
    MAIN,
    Drawn,
    Look,
    Options,
    as_text,
    base,
    clickable,
    is_chosen,
    mark,
    stands_for,
)
from segmentation.charts.labels import pixels_wide
from segmentation.charts.palette import IDENTIFIED, REFERENCE
from segmentation.language.i18n import translator
from segmentation.slides import Behind, Category, Chart, Value, format_value, holds_nothing

DOT, STROKE = 11, 3  # pixels
EDGE = 0.06  # of the way from the least to the most is left free on both sides
STRONG = 1.06  # how much wider strong letters are


def draw_intervals(
    chart: Chart, lang: str, look: Look, *, height: int, size: int, chosen: Behind = (), width: int | None = None
) -> Drawn:
    """Return the rows below each other, the first on top, each written out at the right; limits are dashed, named above.

    A dot is hollow where its interval holds nothing, a diamond where its row has a colour of its own. An interval without an
    end on one side goes on to the edge. ``width`` is known on a stage.
    """
    values, lows, highs = (each.values for each in chart.series)
    reached = [float(each) for row in (values, lows, highs) for each in row if each is not None]
    low, high = min(0.0, *reached), max(0.0, *reached)
    free = EDGE * ((high - low) or 1.0)
    low, high = low - free, high + free
    names, left = axes.names_beside(chart, look, size, height / max(1, len(chart.categories)) > 3 * size, width)
    texts = [interval_text(chart, place, lang) for place in range(len(chart.categories))]
    room = round(max(pixels_wide(text, STRONG * size) for text in texts)) + 16
    top = round(1.6 * size) if chart.limits else 8
    behind = tuple(stands_for(each, chart.series[0]) for each in chart.categories)
    marks = {(0, MAIN): behind}
    dots = [
        _dot(chart, place, look, texts[place], chosen=is_chosen(behind[place], chosen)) for place in range(len(values))
    ]
    lines = [
        [{"coord": [low if one is None else float(one), place], "lineStyle": {"color": _colour(chart.categories[place])}},
         {"coord": [high if other is None else float(other), place]}]
        for place, (value, one, other) in enumerate(zip(values, lows, highs, strict=True)) if value is not None
    ]
    rows = {**names, "axisLine": {"show": False}}
    beside = {
        **rows, "position": "right", "data": [as_text(text) for text in texts],
        "axisLabel": {**names["axisLabel"], "fontWeight": 600, "color": look.ink},
    }
    series: list[Options] = [
        {"type": "scatter", "data": dots, "z": 4, "symbolSize": DOT, **clickable(marks, 0)},
        {**_carrier(), "markLine": {**_quiet(), "lineStyle": {"type": "solid", "width": STROKE}, "data": lines}},
        {**_carrier(), "markLine": {
            **_quiet(), "lineStyle": {"type": "solid", "width": 1, "color": LINE}, "data": [{"xAxis": 0}],
            "label": {"show": True, "position": "end", "formatter": "0", "color": look.muted, "fontSize": size, "distance": 3},
        }},
        *(_limit(float(each.at), each.name, look, size) for each in chart.limits),
    ]
    options = {
        **base(look, size), "legend": {"show": False},
        "grid": {"left": left, "right": room, "top": top, "bottom": round(1.5 * size)},
        "xAxis": {"type": "value", "show": False, "min": low, "max": high}, "yAxis": [rows, beside], "series": series,
    }
    return Drawn(options, height, marks)


def interval_text(chart: Chart, place: int, lang: str) -> str:
    """Return what is written of a row: its value, and in brackets from where to where it may lie; a dash where it has none."""
    value, low, high = (each.values[place] for each in chart.series)
    if value is None:
        return "–"
    _ = translator(lang)

    def said(end: Value | None) -> str:
        return _("unknown") if end is None else format_value(end, chart.unit, lang, short=True)

    return _("{value} ({low} to {high})").format(value=said(value), low=said(low), high=said(high))


def _dot(chart: Chart, place: int, look: Look, text: str, *, chosen: bool) -> Options:
    category, colour, value = chart.categories[place], _colour(chart.categories[place]), chart.series[0].values[place]
    style = {"color": look.ground if holds_nothing(chart, place) else colour, "borderColor": colour, "borderWidth": 2}
    if chosen:
        style |= {"borderColor": look.ink, "borderWidth": CHOSEN}
    at = ["-" if value is None else float(value), place]
    return mark(at, style, (category.label, text), symbol="diamond" if category.colour else "circle")


def _colour(category: Category) -> str:
    return category.colour or IDENTIFIED


def _carrier() -> Options:
    return {"type": "scatter", "data": [], "silent": True, "tooltip": {"show": False}, "z": 2}


def _quiet() -> Options:
    return {"symbol": "none", "silent": True, "animation": False, "label": {"show": False}}


def _limit(at: float, name: str, look: Look, size: int) -> Options:
    """Return a limit: an upright line, dashed, named above the rows."""
    return {**_carrier(), "markLine": {
        **_quiet(), "lineStyle": {"color": REFERENCE, "type": "dashed", "width": 2}, "data": [{"xAxis": at}],
        "label": {
            "show": True, "position": "start", "formatter": as_text(name), "color": look.ink, "fontSize": size, "distance": 3,
        },
    }}
