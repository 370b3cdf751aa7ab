"""From one number to another: the steps as bars from zero, and both ends as big numbers at the sides.

The steps are what is to be seen. Standing on the levels they would need a cut axis, for a few come and go of hundreds.
"""

from __future__ import annotations

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
    whole = tuple(stands_for(chart.categories[at], series) for at in (0, last))
    marks = {(0, MAIN): tuple(behind), (1, MAIN): whole}
    moves = [float(value) for value in series.values[1:last]]
    options = {
        **base(look, size),
        "grid": [
            {"left": beside, "right": beside, "top": 8, "bottom": 8}, {"left": 0, "right": 0, "top": 0, "bottom": 0},
        ],
        "xAxis": [
            {"type": "value", "show": False, **_reach(moves, sides, width - 2 * beside)},
            {"type": "value", "show": False, "min": 0, "max": 1, "gridIndex": 1},
        ],
        "yAxis": [
            {
                "type": "category", "data": [""] * len(items), "axisTick": {"show": False}, "axisLabel": {"show": False},
                "axisLine": {"onZero": True, "lineStyle": {"color": LINE}},
            },
            {"type": "value", "show": False, "min": 0, "max": 1, "gridIndex": 1},
        ],
        "series": [
            {
                "type": "bar", "barCategoryGap": "45%", "barMaxWidth": max(30, 2 * size), "data": items,
                "label": {"color": look.ink, "fontSize": size, "overflow": "none"}, **clickable(marks, 0),
            },
            {
                "type": "scatter", "xAxisIndex": 1, "yAxisIndex": 1, "symbol": "rect",
                "symbolSize": [beside - 8, round(4.4 * size)],
                "data": [
                    _end(*end, at, look, chosen=is_chosen(stands, chosen))
                    for end, at, stands in zip(ends, (0, 1), whole, strict=True)
                ],
                "label": {
                    "position": "inside", "overflow": "none", "rich": {
                        "v": {"fontSize": 2 * size, "fontWeight": 600, "color": look.ink, "lineHeight": round(2.4 * size)},
                        "n": {"fontSize": size, "color": look.muted, "lineHeight": round(1.5 * size)},
                    },
                },
                **clickable(marks, 1),
            },
        ],
        "media": [{"query": {"maxWidth": NARROW}, "option": {
            "grid": [
                {"left": 4, "right": 4, "top": round(4.6 * size), "bottom": 4}, {"bottom": None, "height": round(4.4 * size)},
            ],
            "xAxis": [_reach(moves, sides, 330), {}],
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
    return {"color": "transparent", "borderColor": look.ink if chosen else look.bad, "borderWidth": CHOSEN if chosen else 2}


def _end(name: str, text: str, at: int, look: Look, *, chosen: bool) -> Options:
    """Return one end: its number, and below it small what it is; a place without a ground, with an edge where it is chosen."""
    style = {"color": "transparent", "borderColor": look.ink, "borderWidth": CHOSEN if chosen else 0, "opacity": 1}
    words = f"{{v|{as_text(text)}}}\n{{n|{as_text(name)}}}"
    return mark([at, 0.5], style, (name, text), words, symbolOffset=["-50%" if at else "50%", 0])


def _reach(moves: list[float], sides: dict[str, float], room: float) -> dict[str, float]:
    """Return from where to where the axis goes so that the words beside the longest bars have their place in the room."""
    low, high = -min([0.0, *moves]), max([0.0, *moves])
    scale = max(room - sides["left"] - sides["right"], 40) / ((low + high) or 1)  # pixels of one
    return {"min": -(low + sides["left"] / scale) or -1, "max": high + sides["right"] / scale or 1}
