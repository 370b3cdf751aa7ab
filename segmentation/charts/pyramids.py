"""Pyramids whose areas are true: bars of equal height that lie centred on each other, each as wide as its number.

Layers with sloping sides would be as wide as their neighbours too: one of 0 between two wide ones would have an area.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from segmentation.charts.echarts.look import CHOSEN, LOOKS, Look, is_chosen, stands_for
from segmentation.charts.figures import Trace, figure, trace
from segmentation.charts.labels import LINE_HEIGHT, lines_of, pixels_wide, short_label, shortened
from segmentation.charts.palette import FONT, HATCH, IDENTIFIED, escape
from segmentation.slides import Behind, Chart, format_share, format_value, layer_shares

if TYPE_CHECKING:
    import plotly.graph_objects as go

GAP = 0.03  # of a layer's height stands between two layers: it parts them on any ground
ROOM, LEAST_ROOM = 190, 70  # pixels beside a pyramid for its labels, so that half of a narrow column is left for it
SMALLEST = 11
BESIDE = 0.38  # of a known width is what labels may take
LEADER = "rgba(128, 136, 144, 0.75)"
HAIRLINE = 1  # pixels


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
    chart: Chart, lang: str, height: int, size: int, width: int = 0, least: int = SMALLEST, *, look: Look = LOOKS["light"],
    chosen: Behind = (),
) -> go.Figure:
    """Return the pyramid, each layer named beside it with its value and share; a thin line leads from the layer to its name.

    Trace n is layer n, a bar, which answers clicks; that of ``chosen`` has an edge. Labels are ``size`` pixels where they have
    room, smaller where many layers leave none, but not smaller than ``least``; where the ``width`` is known, they have their
    part of it.
    """
    widths, told = layer_widths(chart), _told(chart, lang)
    reach = max(widths, default=0.0) or 1.0
    size, labels = _fitted(chart, told, height, size, max(ROOM, round(BESIDE * width)), least)
    room = max(LEAST_ROOM, *(pixels_wide(line, size) for lines in labels for line in lines), 0) + 18
    hovers = [
        f"<b>{short_label(category.label, 60)}</b><br>{escape(format_value(value, chart.unit, lang))}<br>{escape(share)}"
        for category, value, share in zip(
            chart.categories, chart.series[0].values, _share_texts(chart, lang, exact=True), strict=True
        )
    ]
    return figure(
        [_layer(chart, number, each, hovers[number], look, chosen) for number, each in enumerate(widths)],
        height=height,
        barmode="overlay",
        xaxis={"range": [-reach / 2, reach / 2], "visible": False, "fixedrange": True},
        yaxis={"range": [len(widths), 0], "visible": False, "fixedrange": True},
        shapes=[_leader(number, each, reach) for number, each in enumerate(widths)],
        annotations=[_name(number, labels[number], hovers[number], size) for number in range(len(widths))],
        margin={"l": 4, "r": room, "t": 6, "b": 6},
        hovermode="closest",
        font={"family": FONT, "size": size},
    )


def _layer(chart: Chart, number: int, width: float, hover: str, look: Look, chosen: Behind) -> Trace:
    """Return a layer as a lying bar that begins left of the middle as far as it ends right of it; one of 0 as a hairline."""
    category, series = chart.categories[number], chart.series[0]
    colour = series.colour or category.colour or IDENTIFIED
    hatched = category.hatched or series.hatched
    edge = {"color": colour, "width": HAIRLINE if _is_drawn(chart, number) else 0}
    if is_chosen(stands_for(category, series), chosen):
        edge = {"color": look.ink, "width": CHOSEN}
    alike = {"marker": {"opacity": 1}}  # the browser's own choice changes nothing
    return trace(
        "bar",
        orientation="h", x=[width], base=[-width / 2], y=[number + 0.5], width=1 - GAP,
        marker={"color": colour, "line": edge,
                "pattern": {"shape": HATCH if hatched else "", "fillmode": "replace", "fgcolor": colour, "size": 8}},
        name=short_label(category.label, 60), hovertext=hover, hoverinfo="text", selected=alike, unselected=alike,
    )


def _is_drawn(chart: Chart, number: int) -> bool:
    """Return whether a layer has a size, be it 0; a negative one and one without a value have their label alone."""
    value = chart.series[0].values[number]
    return value is not None and value >= 0


def _leader(number: int, width: float, reach: float) -> dict[str, Any]:
    """Return the line from the right side of a layer to where its name stands."""
    return {"type": "line", "x0": width / 2, "x1": reach / 2, "y0": number + 0.5, "y1": number + 0.5,
            "layer": "below", "line": {"color": LEADER, "width": 1}}


def _name(number: int, lines: Sequence[str], hover: str, size: int) -> dict[str, Any]:
    *names, told = lines
    text = "<br>".join([*(f"<b>{escape(name)}</b>" for name in names), escape(told)])
    return {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 8, "y": number + 0.5, "yanchor": "middle", "align": "left",
            "showarrow": False, "text": text, "font": {"size": size}, "hovertext": hover}


def _told(chart: Chart, lang: str) -> list[str]:
    """Return the value and the share of each layer, on a line."""
    values = [format_value(value, chart.unit, lang, short=True) for value in chart.series[0].values]
    return [
        f"{value} · {share}" if share else value
        for value, share in zip(values, _share_texts(chart, lang, exact=False), strict=True)
    ]


def _share_texts(chart: Chart, lang: str, *, exact: bool) -> list[str]:
    return [
        "" if share is None else format_value(share, "ratio", lang) if exact else format_share(share, lang)
        for share in layer_shares(chart)
    ]


def _fitted(chart: Chart, told: Sequence[str], height: int, size: int, room: int, least: int) -> tuple[int, list[list[str]]]:
    """Return the largest size at which all labels fit beside their layers, and their lines, the value's last.

    At the smallest size a long name goes on one line, cut.
    """
    row = (height - 12) / max(1, len(told))
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

