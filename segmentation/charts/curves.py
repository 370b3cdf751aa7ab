"""Lines over numbers instead of names: shares of customers, weeks of silence; some of their points marked and named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from segmentation.charts.echarts.look import is_chosen, stands_for
from segmentation.charts.figures import Trace, figure, trace
from segmentation.charts.labels import lines_of, short_label
from segmentation.charts.palette import FONT, IDENTIFIED, REFERENCE, TRACK, escape
from segmentation.slides import Behind, Chart, Series, Value, format_value

if TYPE_CHECKING:
    import plotly.graph_objects as go

FEW = 10  # whole numbers that an axis has room for, one by one
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
MARK_ROOM = 12  # times the size of its letters: what a mark's name may take on a line
LEFT_HALF = 0.45  # of the width: marks up to there have their names to the right, below the curve
RIGHT_EDGE = 0.7  # of the width: up to there a name has room to the right
CENTRE = (0.28, 0.72)  # of the width: there the name of the highest point is above it
INSIDE = (0.12, 0.88)  # of the width: there that of a peak is above it
ROOM_ABOVE = 0.08  # of the height, above the highest point
NAME_ABOVE = 0.24  # where its name stands there too


def draw_curve(chart: Chart, lang: str, height: int, size: int, *, chosen: Behind = ()) -> go.Figure:
    """Return the lines over the numbers of ``chart.across``; references are dashed, points with a label marked and named.

    Every point of a line tells both its numbers when it is pointed at. A mark stands on the first line, and thin lines lead
    from it to both axes unless it is the highest point. Points that stand for somebody answer clicks; that of ``chosen`` is seen.
    """
    places = [float(place) for place in chart.across.values]
    low, high = reach(chart)
    several = len([each for each in chart.series if not (each.reference or each.band)]) > 1
    marks = [number for number, category in enumerate(chart.categories) if category.label]
    lower = [number for number in marks if not _is_highest(chart, number)]
    axis = {"zeroline": False, "fixedrange": True, "tickfont": {"size": size}, "automargin": True,
            "ticks": "outside", "ticklen": 5, "tickcolor": "rgba(0, 0, 0, 0)"}
    name = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "showarrow": False,
            "text": escape(chart.series[0].name), "font": {"size": size}}
    return figure(
        [*(_line(chart, each, places, lang, chosen) for each in chart.series), *_marks(chart, marks, places)],
        height=height,
        shapes=[line for number in lower for line in _plumb(places[number], chart.series[0].values[number])],
        annotations=[_name(chart, number, size) for number in marks] + ([] if several else [name]),
        xaxis={**axis, **_ticks(chart.across.unit, places[0], places[-1], lang), "showgrid": False,
               "range": [places[0], places[-1]], "title": {"text": escape(chart.across.name), "font": {"size": size}}},
        yaxis={**axis, **_ticks(chart.unit, low, high, lang), "gridcolor": TRACK, "range": [low, high]},
        showlegend=several,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": size}},
        margin={"l": 8, "r": 1.6 * size, "t": 2.2 * size, "b": 8},
        hovermode="closest",
        font={"family": FONT, "size": size},
    )


def reach(chart: Chart) -> tuple[float, float]:
    """Return where the axis of the values begins and ends: at zero or below the lowest, a little above the highest.

    Shares that reach the whole and no more end there.
    """
    values = [float(value) for each in chart.series for value in each.values if value is not None] or [0.0]
    low, high = min(0.0, *values), max(0.0, *values)
    if chart.unit == "ratio" and 0.9 < high <= 1:
        return low, 1.0
    named = any(
        category.label and (_is_highest(chart, number) or _is_peak(chart, number))
        for number, category in enumerate(chart.categories)
    )
    return low, high + (NAME_ABOVE if named else ROOM_ABOVE) * ((high - low) or 1.0)


def _ticks(unit: str, low: float, high: float, lang: str) -> dict[str, Any]:
    """Return marks of an axis: quarters for shares, every one of a few counts, else plotly's own numbers."""
    if unit == "count" and high - low <= FEW:
        return {"dtick": 1}  # there are no half weeks or customers
    if unit != "ratio":
        return {}
    marks = [mark for mark in (*QUARTERS, 1.25, 1.5, 2.0, 3.0, -0.5) if low <= mark <= high]
    return {"tickvals": marks, "ticktext": [format_value(mark, "ratio", lang, short=True) for mark in marks]}


def _line(chart: Chart, series: Series, places: Sequence[float], lang: str, chosen: Behind) -> Trace:
    if series.band:
        return _edge(chart, series, places)
    colour = series.colour or (REFERENCE if series.reference else IDENTIFIED)
    hovers = [_told(chart, series, number, lang) for number in range(len(places))]
    return trace(
        "scatter",
        x=places, y=_floats(series.values), name=short_label(series.name, 40), **_dots(chart, series, colour, chosen),
        line={"color": colour, "width": 2 if series.reference else 3, "dash": "dash" if series.reference else "solid"},
        connectgaps=series.reference,  # a rule of thumb may know a few places only
        customdata=hovers, hovertemplate="%{customdata}<extra></extra>", hoverinfo="skip" if series.reference else None,
    )


def _dots(chart: Chart, series: Series, colour: str, chosen: Behind) -> dict[str, Any]:
    """Return what makes the points of a line answer clicks, which lines alone do not: dots, of which only the chosen is seen."""
    stands = [stands_for(category, series) for category in chart.categories]
    if series.reference or not any(stands):
        return {"mode": "lines"}
    seen = [1 if is_chosen(each, chosen) else 0 for each in stands]
    return {"mode": "lines+markers", "marker": {"size": 12, "color": colour, "opacity": seen}}


def _edge(chart: Chart, series: Series, places: Sequence[float]) -> Trace:
    """Return an edge of the band; the upper one is filled down to the lower, which is the trace before it."""
    upper = next(each for each in reversed(chart.series) if each.band) is series
    colour = chart.series[0].colour or IDENTIFIED
    return trace(
        "scatter",
        x=places, y=_floats(series.values), mode="lines", hoverinfo="skip", showlegend=False,
        line={"color": colour, "width": 1}, opacity=0.6, fill="tonexty" if upper else None, fillcolor=TRACK,
    )


def _told(chart: Chart, series: Series, number: int, lang: str) -> str:
    label = chart.categories[number].label
    across = f"{escape(chart.across.name)}: {escape(format_value(chart.across.values[number], chart.across.unit, lang))}"
    value = f"{escape(series.name)}: {escape(format_value(series.values[number], series.unit, lang))}"
    return "<br>".join([*([f"<b>{escape(label)}</b>"] if label else []), across, value])


def _marks(chart: Chart, marks: Sequence[int], places: Sequence[float]) -> list[Trace]:
    if not marks:
        return []
    series = chart.series[0]
    return [trace(
        "scatter",
        x=[places[number] for number in marks], y=[_floats(series.values)[number] for number in marks], mode="markers",
        marker={"size": 12, "color": series.colour or IDENTIFIED, "line": {"color": "#FFFFFF", "width": 2}},
        hoverinfo="skip", cliponaxis=False, showlegend=False,
    )]


def _plumb(x: float, value: Value | None) -> list[dict[str, Any]]:
    """Return the thin lines from a mark to both axes."""
    line = {"type": "line", "layer": "below", "line": {"color": REFERENCE, "width": 1, "dash": "dot"}}
    y = float(value or 0)
    return [{**line, "x0": x, "x1": x, "y0": 0, "y1": y}, {**line, "x0": 0, "x1": x, "y0": y, "y1": y}]


def _name(chart: Chart, number: int, size: int) -> dict[str, Any]:
    """Return the name of a mark: right of it below the curve, left of it above where that is far on, above the highest.

    A curve that falls has its room to the right and above.
    """
    low, high = float(chart.across.values[0]), float(chart.across.values[-1])
    x, y = float(chart.across.values[number]), float(chart.series[0].values[number] or 0)
    at = (x - low) / ((high - low) or 1.0)
    lines = lines_of(chart.categories[number].label, MARK_ROOM * size, size)
    note = {"x": x, "y": y, "showarrow": False, "font": {"size": size},
            "text": "<b>" + "<br>".join(escape(line) for line in lines) + "</b>"}
    first, last = CENTRE if _is_highest(chart, number) and not _is_peak(chart, number) else INSIDE
    if (_is_highest(chart, number) or _is_peak(chart, number)) and first <= at <= last:
        return {**note, "align": "center", "xanchor": "center", "yanchor": "bottom", "yshift": 8}
    if falls(chart) and at <= RIGHT_EDGE:
        return {**note, "align": "left", "xanchor": "left", "xshift": 10, "yanchor": "bottom", "yshift": 4}
    if at <= LEFT_HALF and not falls(chart):
        return {**note, "align": "left", "xanchor": "left", "xshift": 14, "yanchor": "top", "yshift": -2}
    return {**note, "align": "right", "xanchor": "right", "xshift": -14, "yanchor": "bottom", "yshift": 4}


def falls(chart: Chart) -> bool:
    """Return whether the first line ends lower than it begins."""
    values = [value for value in chart.series[0].values if value is not None]
    return bool(values) and values[-1] < values[0]


def _is_highest(chart: Chart, number: int) -> bool:
    values = chart.series[0].values
    return values[number] == max(value for value in values if value is not None)


def _is_peak(chart: Chart, number: int) -> bool:
    """Return whether the curve rises to the mark and falls behind it, so that there is no room right of it below."""
    before, value, after = (
        chart.series[0].values[at] if 0 <= at < len(chart.series[0].values) else None for at in (number - 1, number, number + 1)
    )
    return None not in (before, value, after) and before < value > after


def _floats(values: Sequence[Value | None]) -> list[float | None]:
    return [None if value is None else float(value) for value in values]
