"""A described chart (``story.Chart``) drawn for the screen: as a workshop projects it, large, with its labels at the marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from segmentation.charts.curves import draw_curve
from segmentation.charts.labels import LONGEST_LABEL, WRAPPED, first_word, short_label, wrapped_label
from segmentation.charts.palette import FONT, HATCH, IDENTIFIED, REFERENCE, escape, figure
from segmentation.charts.pyramids import draw_pyramid
from segmentation.charts.radars import LEAST_SPOKES, draw_radar
from segmentation.charts.scatters import draw_scatter
from segmentation.charts.waterfalls import draw_waterfall
from segmentation.language.text import columns_wide
from segmentation.slides import (
    PYRAMIDS,
    Category,
    Chart,
    Series,
    Value,
    format_share,
    format_value,
    layer_shares,
    slice_total,
)

LEAST_LABELLED = 0.02  # a thinner slice of a pie stands in the table, and in its hover
THIN = 0.085
CLOSE = 0.1  # of the highest value; lines that end nearer than that would write over one another
ROOM = 125  # columns of half width, of figures beside each other
NARROW = 3  # columns of half width that leave room for the share beside them
ZERO = "rgba(128, 136, 144, 0.8)"
LINE = "rgba(255, 255, 255, 0.85)"


def draw_described(chart: Chart, lang: str, *, height: int = 360, size: int = 18, brief: bool = False) -> go.Figure | None:
    """Return the chart as a figure with text of ``size`` pixels; None where nothing in it has a value.

    ``brief`` marks the slices of a pie by the first word of their labels (a code), where a key beside it has them in full.
    """
    if not any(value for series in chart.series for value in series.values):
        return None
    if chart.kind == "pie":
        return _pie(chart, lang, height, size, brief)
    if chart.kind in PYRAMIDS:
        return draw_pyramid(chart, lang, height, size)
    if chart.kind == "radar":
        if len(chart.categories) >= LEAST_SPOKES:
            return draw_radar(chart, lang, height, size)
        chart = replace(chart, kind="bar")
    if chart.kind == "waterfall":
        return draw_waterfall(chart, lang, height, size)
    if chart.kind == "scatter":
        return draw_scatter(chart, lang, height, size)
    if chart.across is not None:
        return draw_curve(chart, lang, height, size)
    return _bars(chart, lang, height, size)


def _mark(label: str, share_text: str, share: float) -> str:
    """Return what stands at a slice: label and share, on two lines where the label is wide and there is room below it."""
    if share < LEAST_LABELLED:
        return ""
    apart = "<br>" if columns_wide(label) > NARROW and share > THIN else " "
    return f"<b>{short_label(label)}</b>{apart}{share_text}"


def _pie(chart: Chart, lang: str, height: int, size: int, brief: bool) -> go.Figure:
    series, total = chart.series[0], slice_total(chart)
    values = [max(float(value or 0), 0.0) for value in series.values]
    shares = [value / float(total) if total else 0.0 for value in values]
    said = [format_value(share, "ratio", lang, short=True) for share in shares]
    marks = [
        _mark(first_word(category.label) if brief else category.label, text, share)
        for category, share, text in zip(chart.categories, shares, said, strict=True)
    ]
    hovers = [
        f"<b>{short_label(category.label, 60)}</b><br>{format_value(value, series.unit, lang)}<br>{text}"
        for category, value, text in zip(chart.categories, series.values, said, strict=True)
    ]
    pie = go.Pie(
        labels=[str(place) for place in range(len(values))], values=values, text=marks, textinfo="text",
        textposition="outside", textfont={"size": size}, customdata=hovers, hovertemplate="%{customdata}<extra></extra>",
        marker={
            "colors": [_colour(category, series) for category in chart.categories],
            "pattern": {"shape": [HATCH if each.hatched else "" for each in chart.categories], "fillmode": "replace", "size": 8},
            "line": {
                "width": 1.5,
                "color": [_colour(each, series) if each.hatched else LINE for each in chart.categories],
            },
        },
        hole=0.56, sort=False, direction="clockwise", rotation=0, domain={"x": [0.25, 0.75], "y": [0.16, 0.84]},
    )
    whole = {
        "text": f"<b>{escape(format_value(total, series.unit, lang, short=True))}</b>", "showarrow": False,
        "font": {"size": size},
    }
    return figure([pie], height=height, annotations=[whole], margin={"l": 0, "r": 0, "t": 0, "b": 0}, font=_font(size))


def _bars(chart: Chart, lang: str, height: int, size: int) -> go.Figure:
    """Bars lie and are read from the top; columns stand; lines run through the categories."""
    lying = chart.kind in ("bar", "stacked_bar")
    drawn = [each for each in chart.series if not each.reference]
    reach = max((abs(float(value)) for each in chart.series for value in each.values if value is not None), default=1.0) or 1.0
    references = [each for each in chart.series if each.reference]
    traces: list[Any] = [] if lying else [_line(chart, each, lang, size) for each in references]
    labelled = len(drawn) * len(chart.categories) <= 30
    most = next((each for each in references if lying and labelled and _is_most(each, drawn)), None)
    for each in drawn:
        if chart.kind == "line":
            traces.append(_line(chart, each, lang, size, last=True, below=_ends_below(each, drawn, reach)))
        else:
            traces.append(_bar(chart, each, lang, size, lying=lying, labelled=labelled and most is None))
    if most is not None:
        traces.append(_of_most(drawn[0], most, lang, size))
    if chart.kind == "stacked_column" and labelled:
        sides = (1, -1) if _is_two_sided(drawn) else (0,)
        traces.extend(_totals(drawn, lang, size, side) for side in sides)
    places = list(range(len(chart.categories)))
    roomy = not lying or height / max(1, len(chart.categories)) > 3 * size
    room = LONGEST_LABEL if lying else WRAPPED
    ticks = [wrapped_label(each.label, room) if roomy else short_label(each.label) for each in chart.categories]
    names = {"tickvals": places, "ticktext": ticks, "tickfont": {"size": size}, "showgrid": False, "zeroline": False,
             "fixedrange": True, "automargin": True}
    step = _step(len(places), chart.kind)
    if step > 1:
        names |= {"tickvals": places[::step], "ticktext": ticks[::step]}
    amounts = {"showticklabels": False, "showgrid": False, "zeroline": lying, "fixedrange": True}
    if lying:
        names |= {"autorange": "reversed", "ticks": "outside", "ticklen": 6, "tickcolor": "rgba(0, 0, 0, 0)"}
        amounts["zerolinecolor"] = ZERO
        low = min((float(value) for each in drawn for value in each.values if value is not None), default=0.0)
        beyond = (1.7 if chart.shares else 1.3) * reach  # room for what is written at the ends
        amounts["range"] = [-beyond if low < 0 else 0, beyond]
        if chart.kind == "stacked_bar":
            amounts.pop("range")
    several = len(drawn) > 1 or (bool(references) and not lying)
    return figure(
        traces,
        height=height,
        barmode="relative" if chart.kind.startswith("stacked") else "group",
        bargap=0.28 if len(places) > 3 else 0.5,
        shapes=[rule for each in references if lying for rule in _rules(each)],
        annotations=[_rule_name(each, size) for each in references if lying],
        xaxis=amounts if lying else names,
        yaxis=names if lying else {**amounts, **_span(drawn, chart.kind)},
        showlegend=several,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": size}},
        margin={"l": 8, "r": 24, "t": 2.4 * size if several or references else 28, "b": 8},
        font=_font(size),
    )


def _step(count: int, kind: str) -> int:
    """Return which of the names below are written, every one or every n-th, so that they neither touch nor lean."""
    if kind in ("bar", "stacked_bar"):
        return 1
    if count > 12:
        return max(3, -(-count // 5))
    return 2 if kind == "line" and count > 6 else 1


def _is_two_sided(series: Sequence[Series]) -> bool:
    """Return whether stacks go below zero as well: each side is summed up for itself."""
    return any(float(value) < 0 for each in series for value in each.values if value is not None)


def _span(series: Sequence[Series], kind: str) -> dict[str, Any]:
    """Return the range of standing bars, with room for the figures at their ends; stacks and lines find their own."""
    values = [float(value) for each in series for value in each.values if value is not None]
    if kind == "stacked_column" and _is_two_sided(series):
        stacks = [[float(value or 0) for value in each] for each in zip(*(each.values for each in series), strict=True)]
        low = min(sum(value for value in each if value < 0) for each in stacks)
        high = max(sum(value for value in each if value > 0) for each in stacks)
        room = 0.15 * (high - low)
        return {"range": [low - room, high + room], "zeroline": True, "zerolinewidth": 2, "zerolinecolor": ZERO}
    if kind == "stacked_column" and values:
        high = max(sum(float(value or 0) for value in each) for each in zip(*(each.values for each in series), strict=True))
        return {"range": [0, 1.12 * high]} if high > 0 else {"rangemode": "tozero"}
    if kind != "column" or not values:
        return {"rangemode": "tozero"}
    low, high = min(*values, 0.0, 0.0), max(*values, 0.0, 0.0)
    room = 0.4 * (high - low)
    return {"range": [low - room if low < 0 else 0, high + room], "zeroline": True, "zerolinewidth": 2}


def _rules(series: Series) -> list[dict[str, Any]]:
    """Return the line of a reference across lying bars; where it differs from bar to bar, a piece of line at each."""
    line = {"type": "line", "line": {"color": series.colour or REFERENCE, "width": 3, "dash": "dash"}}
    places = [None if value is None else float(value) for value in series.values]
    if len(set(places)) == 1:
        return [{**line, "x0": places[0] or 0, "x1": places[0] or 0, "yref": "paper", "y0": 0, "y1": 1}]
    solid = {**line["line"], "dash": "solid"}
    return [
        {**line, "line": solid, "x0": at, "x1": at, "y0": number - 0.42, "y1": number + 0.42}
        for number, at in enumerate(places) if at is not None
    ]


def _is_most(reference: Series, drawn: Sequence[Series]) -> bool:
    """Return whether a reference is what a single row of scores could reach at most."""
    if len(drawn) != 1 or reference.unit != "number":
        return False
    pairs = zip(drawn[0].values, reference.values, strict=True)
    return all(most is not None and (value is None or value <= most) for value, most in pairs)


def _of_most(series: Series, most: Series, lang: str, size: int) -> go.Scatter:
    """Return each score of the most it could be, written behind the mark of the most, where no bar ends."""
    texts = [
        f"<b>{escape(_said(value, series, lang))}</b> / {escape(_said(limit, most, lang))}"
        for value, limit in zip(series.values, most.values, strict=True)
    ]
    return go.Scatter(
        x=[float(limit or 0) for limit in most.values], y=list(range(len(texts))), text=[f" {text}" for text in texts],
        mode="text", textposition="middle right", textfont={"size": size}, cliponaxis=False, hoverinfo="skip", showlegend=False,
    )


def _rule_name(series: Series, size: int) -> dict[str, Any]:
    return {"x": float(series.values[0] or 0), "yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False,
            "text": short_label(series.name, 40), "font": {"size": size}}


def _totals(series: Sequence[Series], lang: str, size: int, side: int = 0) -> go.Scatter:
    """Return what the parts of each standing stack sum to, written above it.

    ``side`` 1 or −1: only what stands above or below zero, written there, and nothing where nothing does.
    """
    parts = [[value for value in each if value is not None] for each in zip(*(each.values for each in series), strict=True)]
    if side:
        parts = [[value for value in each if value * side > 0] for each in parts]
    sums = [sum(each) for each in parts]
    ends = [float(total) for total in sums] if side else [sum(max(float(value), 0.0) for value in each) for each in parts]
    texts = [
        f"<b>{escape(format_value(total, series[0].unit, lang, short=True))}</b>" if total or not side else "" for total in sums
    ]
    return go.Scatter(
        x=list(range(len(sums))), y=ends, text=texts, mode="text", textfont={"size": size},
        textposition="bottom center" if side < 0 else "top center",
        cliponaxis=False, hoverinfo="skip", showlegend=False,
    )


def _are_crowded(chart: Chart, lang: str) -> bool:
    """Return whether the figures above standing columns would run into each other if they did not stand upright too.

    A chart over the whole of a page is some ``ROOM`` letters wide, on a laptop as on a projector.
    """
    said = [_said(value, each, lang) for each in chart.series if not each.reference for value in each.values]
    return max(map(columns_wide, said), default=0) * len(said) > ROOM


def _bar(chart: Chart, series: Series, lang: str, size: int, *, lying: bool, labelled: bool) -> go.Bar:
    colours = [_colour(each, series) for each in chart.categories]
    stacked = chart.kind.startswith("stacked")
    numbers = [None if value is None else float(value) for value in series.values]
    texts = [
        f"<b>{escape(_said(value, series, lang))}</b>{share}" if labelled and value is not None and not stacked else ""
        for value, share in zip(series.values, _shares(chart, lang), strict=True)
    ]
    places = list(range(len(numbers)))
    hovers = _hovers(chart, series, lang)
    hatched = [series.hatched or each.hatched for each in chart.categories]
    return go.Bar(
        x=numbers if lying else places, y=places if lying else numbers, orientation="h" if lying else "v",
        name=short_label(series.name, 40), text=texts, textposition="inside" if stacked else "outside",
        textangle=-90 if any(texts) and not lying and _are_crowded(chart, lang) else 0,
        constraintext="none",
        textfont={"size": size}, cliponaxis=False,
        customdata=hovers, hovertemplate="%{customdata}<extra></extra>",
        marker={
            "color": colours if len(set(colours)) > 1 else colours[0],
            "line": {"color": colours, "width": [1 if each else 0 for each in hatched]},
            "pattern": {"shape": [HATCH if each else "" for each in hatched], "fillmode": "replace", "size": 7},
        },
    )


def _shares(chart: Chart, lang: str) -> list[str]:
    """Return what stands behind the values of bars that tell their shares."""
    if not chart.shares:
        return [""] * len(chart.categories)
    return [f" · {share}" if share else "" for share in (format_share(each, lang) for each in layer_shares(chart))]


def _ends_below(series: Series, drawn: Sequence[Series], reach: float) -> bool:
    """Return whether another line ends so little above this one that what is written above both would overlap."""
    ends = [next((float(value) for value in reversed(each.values) if value is not None), None) for each in drawn]
    at = drawn.index(series)
    return ends[at] is not None and any(
        end is not None and 0 <= end - ends[at] < CLOSE * reach and (end, -other) > (ends[at], -at)
        for other, end in enumerate(ends) if other != at
    )


def _line(
    chart: Chart, series: Series, lang: str, size: int, *, last: bool = False, below: bool = False
) -> go.Scatter:
    places = list(range(len(series.values)))
    numbers = [None if value is None else float(value) for value in series.values]
    end = max((place for place in places if numbers[place] is not None), default=0)
    texts = [f"<b>{escape(_said(value, series, lang))}</b>" if last and place == end else ""
             for place, value in enumerate(series.values)]
    hovers = _hovers(chart, series, lang)
    return go.Scatter(
        x=places, y=numbers, name=short_label(series.name, 40), mode="lines" if series.reference else "lines+markers+text",
        text=texts, textposition="bottom center" if below else "top center", textfont={"size": size}, cliponaxis=False,
        line={"color": series.colour or (REFERENCE if series.reference else IDENTIFIED), "width": 3,
              "dash": "dash" if series.reference else "dot" if series.hatched else "solid"},
        marker={"size": 9, "symbol": ["circle-open" if each.hatched else "circle" for each in chart.categories]},
        customdata=hovers, hovertemplate="%{customdata}<extra></extra>",
    )


def _said(value: Value | None, series: Series, lang: str) -> str:
    return format_value(value, series.unit, lang, short=True)


def _hovers(chart: Chart, series: Series, lang: str) -> list[str]:
    name = f"{short_label(series.name, 60)}: " if len(chart.series) > 1 else ""
    return [
        f"<b>{short_label(category.label, 60)}</b><br>{name}{escape(format_value(value, series.unit, lang))}"
        for category, value in zip(chart.categories, series.values, strict=True)
    ]


def _colour(category: Category, series: Series) -> str:
    return series.colour or category.colour or IDENTIFIED


def _font(size: int) -> dict[str, Any]:
    return {"family": FONT, "size": size}
