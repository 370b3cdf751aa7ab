"""Real pyramids: layers of equal height from the best tier down, each as wide as its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from segmentation.charts.figures import Trace, figure, trace
from segmentation.charts.labels import LINE_HEIGHT, lines_of, pixels_wide, short_label, shortened
from segmentation.charts.palette import FONT, HATCH, IDENTIFIED, escape
from segmentation.slides import Chart, format_share, format_value, layer_shares

if TYPE_CHECKING:
    import plotly.graph_objects as go

GAP = 0.03  # of a layer's height stands between two layers: it parts them on any ground
ROOM, LEAST_ROOM = 190, 70  # pixels beside a pyramid for its labels, so that half of a narrow column is left for it
SMALLEST = 11
LEADER = "rgba(128, 136, 144, 0.75)"

Edges = tuple[float, float]


def layer_edges(chart: Chart) -> list[Edges]:
    """Return how wide each layer is at its upper and lower edge, in the unit of the chart, from the top down.

    In a pyramid a layer's lower edge is as wide as its number and the upper one as wide as the layer above, the first
    runs to a point. In an inverted one the upper edge is its number and the lower one the next layer's, the last runs to a
    point. What is not positive has no width.

    >>> from segmentation.slides import Category, Series
    >>> tiers, counts = (Category("Key"), Category("Small")), (Series("", "count", (20, 80)),)
    >>> layer_edges(Chart("pyramid", "", "", tiers, counts)), layer_edges(Chart("inverted_pyramid", "", "", tiers, counts))
    ([(0.0, 20.0), (20.0, 80.0)], [(20.0, 80.0), (80.0, 0.0)])
    """
    widths = [max(float(value or 0), 0.0) for value in chart.series[0].values]
    if chart.kind == "pyramid":
        return list(zip([0.0, *widths[:-1]], widths, strict=True))
    return list(zip(widths, [*widths[1:], 0.0], strict=True))


def draw_pyramid(chart: Chart, lang: str, height: int, size: int) -> go.Figure:
    """Return the pyramid, each layer named beside it with its value and share; a thin line leads from the layer to its name.

    Trace n is layer n. Labels are ``size`` pixels where they have room, smaller where many layers leave none.
    """
    edges, told = layer_edges(chart), _told(chart, lang)
    reach = max((max(edge) for edge in edges), default=0.0) or 1.0
    size, labels = _fitted(chart, told, height, size)
    room = max(LEAST_ROOM, *(pixels_wide(line, size) for lines in labels for line in lines), 0) + 18
    hovers = [
        f"<b>{short_label(category.label, 60)}</b><br>{escape(format_value(value, chart.unit, lang))}<br>{escape(share)}"
        for category, value, share in zip(
            chart.categories, chart.series[0].values, _share_texts(chart, lang, exact=True), strict=True
        )
    ]
    return figure(
        [_layer(chart, number, each, hovers[number]) for number, each in enumerate(edges)],
        height=height,
        xaxis={"range": [-reach / 2, reach / 2], "visible": False, "fixedrange": True},
        yaxis={"range": [len(edges), 0], "visible": False, "fixedrange": True},
        shapes=[_leader(number, each, reach) for number, each in enumerate(edges)],
        annotations=[_name(number, labels[number], hovers[number], size) for number in range(len(edges))],
        margin={"l": 4, "r": room, "t": 6, "b": 6},
        hovermode="closest",
        font={"family": FONT, "size": size},
    )


def _layer(chart: Chart, number: int, edges: Edges, hover: str) -> Trace:
    """Return a layer as a shape that is closed: its upper edge from left to right, then its lower one back."""
    upper, lower = edges
    top, bottom = number + GAP / 2, number + 1 - GAP / 2
    category = chart.categories[number]
    colour = chart.series[0].colour or category.colour or IDENTIFIED
    hatched = category.hatched or chart.series[0].hatched
    return trace(
        "scatter",
        x=[-upper / 2, upper / 2, lower / 2, -lower / 2, -upper / 2], y=[top, top, bottom, bottom, top],
        mode="lines", fill="toself", fillcolor=colour, line={"color": colour, "width": 1 if max(edges) else 0},
        fillpattern={"shape": HATCH if hatched else "", "fillmode": "replace", "fgcolor": colour, "size": 8},
        name=short_label(category.label, 60), text=hover, hoverinfo="text", hoveron="fills",
    )


def _leader(number: int, edges: Edges, reach: float) -> dict[str, Any]:
    """Return the line from the middle of a layer's right side to where its name stands."""
    return {"type": "line", "x0": sum(edges) / 4, "x1": reach / 2, "y0": number + 0.5, "y1": number + 0.5,
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


def _fitted(chart: Chart, told: Sequence[str], height: int, size: int) -> tuple[int, list[list[str]]]:
    """Return the largest size at which all labels fit beside their layers, and their lines, the value's last.

    At the smallest size a long name goes on one line, cut.
    """
    row = (height - 12) / max(1, len(told))
    for each in range(size, SMALLEST - 1, -1):
        labels = [
            [*lines_of(category.label, ROOM, each), value] for category, value in zip(chart.categories, told, strict=True)
        ]
        widest = max((pixels_wide(line, each) for lines in labels for line in lines), default=0)
        if widest <= ROOM and all(len(lines) * each * LINE_HEIGHT <= row for lines in labels):
            return each, labels
    longest = int(ROOM / (SMALLEST * 1.12))  # of the widest letters
    labels = [shortened(category.label, longest) for category in chart.categories]
    return SMALLEST, [[label, value] for label, value in zip(labels, told, strict=True)]

