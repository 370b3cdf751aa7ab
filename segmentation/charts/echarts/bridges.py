"""From one number to another: the steps as bars from zero, and both ends as big numbers at the sides.

The steps are what is to be seen. Standing on the levels they would need a cut axis, for a few come and go of hundreds.
"""

from __future__ import annotations

from typing import Any

from segmentation.charts.echarts.look import (
    LINE,
    MAIN,
    Drawn,
    Look,
    Options,
    as_text,
    base,
    clickable,
    fill,
    is_chosen,
    mark,
    stands_for,
)
from segmentation.charts.labels import pixels_wide
from segmentation.slides import Behind, Chart, format_value

NARROW = 460  # pixels; there the ends stand above the steps


def draw_bridge(chart: Chart, lang: str, look: Look, *, height: int, size: int, width: int, chosen: Behind = ()) -> Drawn:
    """Return a bridge: a bar for each step, to the right where it adds and hollow to the left where it takes, the last on top."""
    series, last = chart.series[0], len(chart.categories) - 1
    items, behind, sides = [], [], {"left": 0.0, "right": 0.0}
    for number, (category, value) in list(enumerate(zip(chart.categories, series.values, strict=True)))[1:last]:
        stands = stands_for(category, series)
        side = "left" if value < 0 else "right"
        words = f"{category.label} {signed_text(chart, number, lang)}"
        told = (category.label, signed_text(chart, number, lang, short=False))
        sides[side] = max(sides[side], pixels_wide(words, size) + 10)
        items.append(mark(float(value), _style(category.colour or series.colour, look, taken=value < 0,
                                               chosen=is_chosen(stands, chosen)), told, as_text(words), label={"position": side}))
        behind.append(stands)
    ends = [
        (chart.categories[at].label, format_value(series.values[at], series.unit, lang, short=True)) for at in (0, last)
    ]
    beside = round(max(max(pixels_wide(name, size), pixels_wide(text, 2 * size)) for name, text in ends)) + 20
    marks = {(0, MAIN): tuple(behind)}
    moves = [float(value) for value in series.values[1:last]]
    options = {
        **base(look, size),
        "grid": {"left": beside, "right": beside, "top": 8, "bottom": 8},
        "title": [_end(*end, at, look, size, "middle") for end, at in zip(ends, ("left", "right"), strict=True)],
        "xAxis": {"type": "value", "show": False, **_reach(moves, sides, width - 2 * beside)},
        "yAxis": {
            "type": "category", "data": [""] * len(items), "axisTick": {"show": False}, "axisLabel": {"show": False},
            "axisLine": {"onZero": True, "lineStyle": {"color": LINE}},
        },
        "series": [{
            "type": "bar", "barCategoryGap": "45%", "barMaxWidth": max(30, 2 * size), "data": items,
            "label": {"color": look.ink, "fontSize": size, "overflow": "none"}, **clickable(marks, 0),
        }],
        "media": [{"query": {"maxWidth": NARROW}, "option": {
            "grid": {"left": 4, "right": 4, "top": round(4.6 * size), "bottom": 4},
            "title": [_end(*end, at, look, size, "top") for end, at in zip(ends, ("left", "right"), strict=True)],
            "xAxis": _reach(moves, sides, 330),
        }}],
    }
    return Drawn(options, height, marks)


def signed_text(chart: Chart, number: int, lang: str, *, short: bool = True) -> str:
    """Return what stands at a step: its value with its sign; a true minus, as wide as the plus."""
    series = chart.series[0]
    value = series.values[number]
    text = format_value(abs(value), series.unit, lang, short=short)
    return text if not value else f"{'+' if value > 0 else '−'}{text}"


def _style(colour: str, look: Look, *, taken: bool, chosen: bool) -> Options:
    if not taken:
        return fill(colour, look, chosen=chosen)
    return {"color": "transparent", "borderColor": look.ink if chosen else look.bad, "borderWidth": 3 if chosen else 2}


def _end(name: str, text: str, at: str, look: Look, size: int, top: str) -> dict[str, Any]:
    """Return one end: its number, and below it small what it is."""
    return {
        "text": as_text(text), "subtext": as_text(name), at: 0, "top": top, "padding": 4, "itemGap": 4,
        "textStyle": {"fontSize": 2 * size, "fontWeight": 600, "color": look.ink},
        "subtextStyle": {"fontSize": size, "color": look.muted},
    }


def _reach(moves: list[float], sides: dict[str, float], room: float) -> dict[str, float]:
    """Return from where to where the axis goes so that the words beside the longest bars have their place in the room."""
    low, high = -min([0.0, *moves]), max([0.0, *moves])
    scale = max(room - sides["left"] - sides["right"], 40) / ((low + high) or 1)  # pixels of one
    return {"min": -(low + sides["left"] / scale) or -1, "max": high + sides["right"] / scale or 1}
