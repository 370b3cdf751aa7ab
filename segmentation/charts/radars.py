"""Radars: a spoke a criterion, a line a profile; the first profile is filled and has its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from segmentation.charts.figures import Trace, figure, trace
from segmentation.charts.labels import LINE_HEIGHT, lines_of, pixels_wide, short_label
from segmentation.charts.palette import FONT, IDENTIFIED, MANAGED, MANAGED_ACTIVE, REFERENCE, TRACK, escape
from segmentation.slides import Chart, Series, format_value

if TYPE_CHECKING:
    import plotly.graph_objects as go

LEAST_SPOKES = 3  # fewer are no area
COLOURS = (IDENTIFIED, REFERENCE, MANAGED, MANAGED_ACTIVE)
DASHES = ("solid", "dot", "dash", "dashdot")
SYMBOLS = ("circle", "square", "diamond", "cross")
ROOM = 92  # pixels beside a radar for the names of its spokes
SMALLEST = 11
WORD = 7  # times the smallest letters: room for a long word beside a radar on a stage
NARROW, MARK = 320, 78  # pixels: a narrow column, and a line with its mark in the legend


def draw_radar(chart: Chart, lang: str, height: int, size: int, least: int = 0) -> go.Figure:
    """Return a radar, the first criterion at twelve and the others clockwise, each named with the first profile's number.

    It reaches from zero to the highest value, so a maximum among the references is its rim; references are dashed, without
    marks. Profiles differ by their dashes and marks too, not by colour alone. No letters are smaller than ``least``.
    """
    size, names = _fitted([category.label for category in chart.categories], size, least)
    high = max((float(value) for each in chart.series for value in each.values if value is not None), default=1.0)
    several = len(chart.series) > 1
    room = max(pixels_wide(line, size) for name in names for line in name) + 14
    around = (max(map(len, names)) + 1) * LINE_HEIGHT * size + 8
    told = [f"<b>{escape(format_value(value, chart.unit, lang, short=True))}</b>" for value in chart.series[0].values]
    return figure(
        [_profile(chart, number, lang) for number in range(len(chart.series))],
        height=height,
        polar={
            "bgcolor": "rgba(0, 0, 0, 0)",
            "radialaxis": {"range": [0, high or 1], "showticklabels": False, "ticks": "", "gridcolor": TRACK,
                           "linecolor": TRACK, "nticks": 6},
            "angularaxis": {"type": "category", "rotation": 90, "direction": "clockwise", "gridcolor": TRACK,
                            "linecolor": TRACK, "ticks": "",
                            "tickvals": [str(number) for number in range(len(names))], "tickfont": {"size": size},
                            "ticktext": [
                                "<br>".join([*map(escape, name), value]) for name, value in zip(names, told, strict=True)
                            ]},
            "gridshape": "linear",
        },
        showlegend=several,
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0.5, "xanchor": "center",
                "font": {"size": size}},
        margin={"l": room, "r": room, "t": around, "b": around + (_legend_high(chart, size) if several else 0)},
        font={"family": FONT, "size": size},
    )


def _fitted(labels: Sequence[str], size: int, least: int) -> tuple[int, list[list[str]]]:
    """Return the largest size at which the names of the spokes have room beside the radar, on lines."""
    room = max(ROOM, WORD * least)
    for each in range(size, max(SMALLEST, least) - 1, -1):
        names = [lines_of(label, room, each) for label in labels]
        if all(len(name) <= 3 and pixels_wide(line, each) <= room for name in names for line in name):
            break
    return each, names


def _legend_high(chart: Chart, size: int) -> float:
    """Return how many pixels the names of the profiles take below a narrow radar: on one line, or each on its own."""
    wide = sum(pixels_wide(short_label(each.name, 40), size) + MARK for each in chart.series)
    return (1.2 if wide <= NARROW else 1.5 * len(chart.series)) * LINE_HEIGHT * size + 4


def _profile(chart: Chart, number: int, lang: str) -> Trace:
    """Return a profile as a line that is closed."""
    series = chart.series[number]
    spokes = [str(place) for place in range(len(chart.categories))]
    values = [None if value is None else float(value) for value in series.values]
    colour = series.colour or COLOURS[number % len(COLOURS)]
    return trace(
        "scatterpolar",
        theta=[*spokes, spokes[0]], r=[*values, values[0]], name=short_label(series.name, 40),
        mode="lines" if series.reference else "lines+markers", cliponaxis=False,
        fill="none" if number or series.reference else "toself", fillcolor=_faint(colour),
        line={"color": colour, "width": 2 if series.reference else 3,
              "dash": "dash" if series.reference else DASHES[number % len(DASHES)]},
        marker={"size": 9, "symbol": SYMBOLS[number % len(SYMBOLS)], "color": colour},
        customdata=_hovers(chart, series, lang), hovertemplate="%{customdata}<extra></extra>",
    )


def _hovers(chart: Chart, series: Series, lang: str) -> list[str]:
    told = [
        f"<b>{short_label(category.label, 60)}</b><br>{escape(series.name)}: {escape(format_value(value, series.unit, lang))}"
        for category, value in zip(chart.categories, series.values, strict=True)
    ]
    return [*told, told[0]]


def _faint(colour: str) -> Any:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.22)"
