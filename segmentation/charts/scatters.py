"""Points over two numbers, a mark and a colour a group, with the lines at which something begins and names of a few points."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from segmentation.charts.figures import Trace, figure, trace
from segmentation.charts.labels import short_label
from segmentation.charts.palette import FONT, IDENTIFIED, REFERENCE, TRACK, escape
from segmentation.language.text import columns_wide, cut
from segmentation.slides import Chart, Limit, Series, format_value, read_value

if TYPE_CHECKING:
    import plotly.graph_objects as go

MARKS = ("circle", "diamond", "square", "x-thin-open", "triangle-up", "cross-thin-open", "star", "hexagon")
BEYOND = 0.08  # of the way from the least to the most is left free at the far end, for names
RIGHT_EDGE = 0.72  # of the width: up to there a name has room to the right of its point
NAME_ROOM = (0.24, 0.06)  # of the width and the height that the name of a point takes
DOT = 0.008  # of the width and the height that half a dot takes
Place = tuple[float, float]  # of a point: shares of the width and the height
NAMED = 26  # columns of half width of a point's name
TICKS = 5
FAR = 0.5  # of the most: where no point is nearer to zero, the axis begins near the least


def draw_scatter(chart: Chart, lang: str, height: int, size: int) -> go.Figure:
    """Return the points as a figure: trace n is group n, its point m the one of ``drawn_points``; a legend names the groups.

    Groups differ by their marks too, not by colour alone. A point tells its name, where it has one, its group and both its
    numbers when it is pointed at.
    """
    (low, high), (bottom, top) = reach(chart)
    axis = {"zeroline": False, "fixedrange": True, "tickfont": {"size": size}, "automargin": True, "gridcolor": TRACK,
            "ticks": "outside", "ticklen": 5, "tickcolor": "rgba(0, 0, 0, 0)"}
    return figure(
        [_group(chart, number, lang) for number in range(len(chart.series))],
        height=height,
        shapes=[_line(limit) for limit in chart.limits],
        annotations=[*(_limit_name(limit, size) for limit in chart.limits), *_names(chart, size)],
        xaxis={**axis, **ticks(chart.across.unit, low, high, lang), "range": [low, high],
               "title": {"text": escape(chart.across.name), "font": {"size": size}}},
        yaxis={**axis, **ticks(chart.unit, bottom, top, lang), "range": [bottom, top],
               "title": {"text": escape(chart.axis), "font": {"size": size}}},
        showlegend=len(chart.series) > 1,
        legend={"orientation": "h", "y": 1.1, "yanchor": "bottom", "x": 0, "font": {"size": size}, "itemclick": False,
                "itemdoubleclick": False},
        margin={"l": 8, "r": 8, "t": 3.4 * size, "b": 8},
        hovermode="closest",
        font={"family": FONT, "size": size},
    )


def drawn_points(series: Series) -> list[int]:
    """Return the numbers of the categories that are points of a group, in the order in which they are drawn.

    >>> drawn_points(Series("A", "count", (5, None, 7)))
    [0, 2]
    """
    return [number for number, value in enumerate(series.values) if value is not None]


def reach(chart: Chart) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where both axes begin and end: at zero or a little below the least, and beyond the most by some room for names.

    Where all are far from zero, an axis begins a little below the least.
    """
    across = [float(value) for value in chart.across.values] + [float(each.at) for each in chart.limits if each.upright]
    values = [float(value) for each in chart.series for value in each.values if value is not None]
    values += [float(each.at) for each in chart.limits if not each.upright]
    return _span(across), _span(values)


def ticks(unit: str, low: float, high: float, lang: str) -> dict[str, Any]:
    """Return round marks of an axis, written as values of its unit are; some five, none between whole counts."""
    step = tick_step(unit, low, high)
    places = [number * step for number in range(int(low // step), int(high // step) + 1) if low <= number * step <= high]
    shown = [format_value(read_value(Decimal(str(place)), unit), unit, lang, short=True) for place in places]
    return {"tickvals": places, "ticktext": shown}


def tick_step(unit: str, low: float, high: float) -> float:
    """Return how far round marks of an axis are apart: 1, 2 or 5 times a power of ten.

    >>> tick_step("count", 0, 108), tick_step("money", 0, 64800.0), tick_step("count", 0, 2)
    (20.0, 10000.0, 1.0)
    """
    rough = (high - low) / TICKS
    power = 10.0 ** len(str(int(rough))) / 10 if rough >= 1 else 10.0 ** -(len(str(int(1 / rough))))
    step = next(each * power for each in (1, 2, 5, 10) if 1.4 * each * power >= rough)
    return max(step, 1.0) if unit == "count" else step


def _span(values: list[float]) -> tuple[float, float]:
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    if values and min(values) > FAR * high:  # all lie far from zero: the way up to them would leave no room to tell them apart
        low = min(values) - 0.1 * (high - min(values))
    whole = (high - low) or 1.0
    return low - (0.04 * whole if low < 0 else 0.02 * whole), high + BEYOND * whole


def _group(chart: Chart, number: int, lang: str) -> Trace:
    series = chart.series[number]
    places = drawn_points(series)
    colour = series.colour or IDENTIFIED
    return trace(
        "scatter",
        x=[float(chart.across.values[place]) for place in places], y=[float(series.values[place]) for place in places],
        mode="markers", name=short_label(series.name, 40), cliponaxis=False,
        marker={"symbol": MARKS[number % len(MARKS)], "size": 9, "color": colour, "opacity": 0.8,
                "line": {"width": 1.5 if "thin" in MARKS[number % len(MARKS)] else 0, "color": colour}},
        customdata=[_hover(chart, series, place, lang) for place in places], hovertemplate="%{customdata}<extra></extra>",
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 0.8}},
    )


def _hover(chart: Chart, series: Series, place: int, lang: str) -> str:
    label = chart.categories[place].label
    return "<br>".join([
        f"<b>{escape(label or series.name)}</b>", *([escape(series.name)] if label else []),
        f"{escape(chart.across.name)}: {escape(format_value(chart.across.values[place], chart.across.unit, lang))}",
        f"{escape(chart.axis)}: {escape(format_value(series.values[place], series.unit, lang))}",
    ])


def _line(limit: Limit) -> dict[str, Any]:
    at, whole = float(limit.at), {"line": {"color": REFERENCE, "width": 2, "dash": "dash"}, "layer": "below", "type": "line"}
    if limit.upright:
        return {**whole, "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1}
    return {**whole, "y0": at, "y1": at, "xref": "paper", "x0": 0, "x1": 1}


def _limit_name(limit: Limit, size: int) -> dict[str, Any]:
    """Return the name of a line: above the plot at the upright one, at the far end of the other."""
    note = {"text": escape(limit.name), "showarrow": False, "font": {"size": size}}
    if limit.upright:
        return {**note, "x": float(limit.at), "xanchor": "left", "xshift": -4, "yref": "paper", "y": 1, "yanchor": "bottom"}
    return {**note, "xref": "paper", "x": 1, "xanchor": "right", "y": float(limit.at), "yanchor": "bottom"}


def named_points(chart: Chart) -> list[int]:
    """Return the numbers of the points that are named: of those with a name the farthest out, where no other name or dot stands.

    A name that covers another dot would be read as the name of that one.

    >>> from segmentation.slides import Category
    >>> points = tuple(map(Category, ("", "far", "near it", "up")))
    >>> values, across = Series("A", "count", (0, 50, 49, 100)), Series("Visits", "count", (0, 90, 91, 100))
    >>> named_points(Chart("scatter", "", "", points, (values,), across=across))
    [1, 3]
    """
    (low, high), (bottom, top) = reach(chart)
    known = {number: value for each in chart.series for number, value in enumerate(each.values) if value is not None}
    dots = {
        number: ((float(chart.across.values[number]) - low) / (high - low), (float(value) - bottom) / (top - bottom))
        for number, value in known.items()
    }
    places = {number: place for number, place in dots.items() if chart.categories[number].label}
    kept: dict[int, tuple[float, float]] = {}
    for number in sorted(places, key=lambda number: -sum(places[number])):
        x, y = places[number]
        begin = x if x <= RIGHT_EDGE else x - NAME_ROOM[0]
        if _covers_another(places[number], chart.categories[number].label, dots):
            continue
        if all(abs(begin - at) >= NAME_ROOM[0] or abs(y - up) >= NAME_ROOM[1] for at, up in kept.values()):
            kept[number] = begin, y
    return sorted(kept)


def _covers_another(place: Place, name: str, dots: Mapping[int, Place]) -> bool:
    """Return whether a dot of somebody else lies where the name of a point would stand."""
    x, y = place
    wide = NAME_ROOM[0] * max(0.25, min(1.0, columns_wide(name) / NAMED))
    begin, end = (x, x + wide) if x <= RIGHT_EDGE else (x - wide, x)
    high, others = NAME_ROOM[1] / 2 + DOT, (dot for dot in dots.values() if dot != place)
    return any(begin - DOT < across < end + DOT and abs(up - y) < high for across, up in others)


def _names(chart: Chart, size: int) -> list[dict[str, Any]]:
    """Return the names of the points that have one: to the right of them, to the left where they stand far on."""
    (low, high), _values = reach(chart)
    notes = []
    for number in named_points(chart):
        value = next(each.values[number] for each in chart.series if each.values[number] is not None)
        x = float(chart.across.values[number])
        right = (x - low) / (high - low) <= RIGHT_EDGE
        notes.append({
            "x": x, "y": float(value), "text": escape(cut(chart.categories[number].label, NAMED)), "showarrow": False,
            "font": {"size": size}, "xanchor": "left" if right else "right", "xshift": 8 if right else -8, "yanchor": "middle",
        })
    return notes
