"""Pyramids whose areas are true: bars of equal height that lie centred on each other, each as wide as its number.

Layers with sloping sides would be as wide as their neighbours too: one of 0 between two wide ones would have an area.
"""

from __future__ import annotations

from collections.abc import Sequence

from segmentation.charts.echarts.look import (
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
from segmentation.charts.labels import LINE_HEIGHT, lines_of, pixels_wide, shortened
from segmentation.charts.palette import IDENTIFIED
from segmentation.slides import Behind, Chart, format_share, format_value, layer_shares

GAP = 0.03  # of a layer's height stands between two layers: it parts them on any ground
ROOM, LEAST_ROOM = 190, 70  # pixels beside a pyramid for its labels, so that half of a narrow column is left for it
SMALLEST = 11
BESIDE = 0.38  # of a known width is what labels may take
LEADER = "rgba(128, 136, 144, 0.75)"
HAIRLINE, EDGES = 1, 6  # pixels: a layer of 0, and the room above and below all


def layer_widths(chart: Chart) -> list[float]:
    """Return how wide each layer is, in the unit of the chart, from the top down: as wide as its number.

    All are equally high, so that their areas are to each other as their numbers. What is not positive has no width.

    >>> from segmentation.slides import Category, Series
    >>> tiers = (Category("Key"), Category("None"), Category("Small"))
    >>> layer_widths(Chart("pyramid", "", "", tiers, (Series("", "count", (20, 0, 80)),)))
    [20.0, 0.0, 80.0]
    """
    return [max(float(value or 0), 0.0) for value in chart.series[0].values]


def draw_pyramid(
    chart: Chart, lang: str, look: Look, *, height: int, size: int, width: int = 0, least: int = SMALLEST, chosen: Behind = (),
) -> Drawn:
    """Return the pyramid, each layer named beside it with its value and share; a thin line leads from the layer to its name.

    Layer n is mark n of the second series; the first, which nobody sees, moves each to the middle. Labels are ``size`` pixels
    where they have room, smaller where many layers leave none, but not smaller than ``least``; where the ``width`` is known,
    they have their part of it.
    """
    widths, told = layer_widths(chart), _told(chart, lang)
    reach = max(widths, default=0.0) or 1.0
    size, labels = _fitted(chart, told, height, size, max(ROOM, round(BESIDE * width)), least)
    room = max(LEAST_ROOM, *(pixels_wide(line, size) for lines in labels for line in lines), 0) + 18
    marks = {(1, MAIN): tuple(stands_for(category, chart.series[0]) for category in chart.categories)}
    shared = {"type": "bar", "stack": "layers", "barCategoryGap": f"{100 * GAP:g}%"}
    options = {
        **base(look, size),
        "grid": {"left": 4, "right": round(room), "top": EDGES, "bottom": EDGES},
        "xAxis": {"type": "value", "show": False, "min": 0, "max": reach},
        "yAxis": {
            "type": "category", "inverse": True, "position": "right", "data": [_name(lines) for lines in labels],
            "axisTick": {"show": False}, "axisLine": {"show": False}, "axisLabel": {
                "interval": 0, "fontSize": size, "lineHeight": round(LINE_HEIGHT * size), "color": look.ink,
                "rich": {"n": {"fontSize": size, "lineHeight": round(LINE_HEIGHT * size), "fontWeight": 600, "color": look.ink}},
            },
        },
        "series": [
            {
                **shared, "data": [(reach - each) / 2 for each in widths], "itemStyle": {"color": "transparent"}, "silent": True,
                "tooltip": {"show": False}, "markLine": _leaders(widths, reach),
            },
            {
                **shared, "data": [_layer(chart, number, each, lang, look, chosen) for number, each in enumerate(widths)],
                **clickable(marks, 1),
            },
        ],
    }
    return Drawn(options, height, marks)


def _layer(chart: Chart, number: int, width: float, lang: str, look: Look, chosen: Behind) -> Options:
    """Return a layer as a lying bar; one of 0 is a hairline."""
    category, series = chart.categories[number], chart.series[0]
    picked = is_chosen(stands_for(category, series), chosen)
    style = fill(series.colour or category.colour or IDENTIFIED, look, hatched=category.hatched or series.hatched, chosen=picked)
    if not picked:
        style["borderWidth"] = HAIRLINE if _is_drawn(chart, number) else 0
    share = layer_shares(chart)[number]
    told = [shortened(category.label, 60), format_value(series.values[number], chart.unit, lang)]
    return mark(width, style, told if share is None else [*told, format_value(share, "ratio", lang)])


def _is_drawn(chart: Chart, number: int) -> bool:
    """Return whether a layer has a size, be it 0; a negative one and one without a value have their label alone."""
    value = chart.series[0].values[number]
    return value is not None and value >= 0


def _leaders(widths: Sequence[float], reach: float) -> Options:
    """Return the lines from the right side of each layer to where its name stands."""
    ends = [[{"coord": [(reach + each) / 2, number]}, {"coord": [reach, number]}] for number, each in enumerate(widths)]
    return {
        "silent": True, "symbol": "none", "animation": False, "label": {"show": False}, "data": ends,
        "lineStyle": {"color": LEADER, "width": 1, "type": "solid"},
    }


def _name(lines: Sequence[str]) -> str:
    *names, told = lines
    return "\n".join([*(f"{{n|{as_text(name)}}}" for name in names), as_text(told)])


def _told(chart: Chart, lang: str) -> list[str]:
    """Return the value and the share of each layer, on a line."""
    values = [format_value(value, chart.unit, lang, short=True) for value in chart.series[0].values]
    return [
        value if share is None else f"{value} · {format_share(share, lang)}"
        for value, share in zip(values, layer_shares(chart), strict=True)
    ]


def _fitted(chart: Chart, told: Sequence[str], height: int, size: int, room: int, least: int) -> tuple[int, list[list[str]]]:
    """Return the largest size at which all labels fit beside their layers, and their lines, the value's last.

    At the smallest size a long name goes on one line, cut.
    """
    row = (height - 2 * EDGES) / max(1, len(told))
    for each in range(size, least - 1, -1):
        labels = [
            [*lines_of(category.label, room, each), value] for category, value in zip(chart.categories, told, strict=True)
        ]
        widest = max((pixels_wide(line, each) for lines in labels for line in lines), default=0)
        if widest <= room and all(len(lines) * each * LINE_HEIGHT <= row for lines in labels):
            return each, labels
    longest = int(room / (least * 1.12))  # of the widest letters
    labels = [shortened(category.label, longest) for category in chart.categories]
    return least, [[label, value] for label, value in zip(labels, told, strict=True)]

