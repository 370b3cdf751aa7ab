"""A described chart (``story.Chart``) drawn for the screen: as a workshop projects it, large, with its labels at the marks."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from segmentation.charts.palette import FONT, HATCH, IDENTIFIED, REFERENCE, escape, figure, text_on
from segmentation.i18n import translator
from segmentation.story import Category, Chart, Series, Value, format_value, slice_total

LONGEST_LABEL = 18
LEAST_LABELLED = 0.015  # a thinner slice of a pie stands in the table, and in its hover
INSIDE = 0.12  # from here on a bar has room for its own figure
LINE = "rgba(255, 255, 255, 0.85)"


def draw_described(chart: Chart, lang: str, *, height: int = 360, size: int = 18) -> go.Figure | None:
    """Return the chart as a figure with text of ``size`` pixels; None where nothing in it has a value."""
    if not any(value for series in chart.series for value in series.values):
        return None
    if chart.kind == "pie":
        return _pie(chart, lang, height, size)
    return _bars(chart, lang, height, size)


def short_label(text: str, longest: int = LONGEST_LABEL) -> str:
    """Return ``text`` as a label shows it: cut, and harmless to plotly.

    >>> short_label("<b>A</b> very long customer name")
    '&lt;b&gt;A&lt;/b&gt; very lon…'
    """
    return escape(text if len(text) <= longest else text[: longest - 1].rstrip() + "…")


def _pie(chart: Chart, lang: str, height: int, size: int) -> go.Figure:
    series, total = chart.series[0], slice_total(chart)
    values = [max(float(value or 0), 0.0) for value in series.values]
    shares = [value / float(total) for value in values]
    said = [format_value(share, "ratio", lang, short=True) for share in shares]
    marks = [
        f"<b>{short_label(category.label)}</b><br>{text}" if share >= LEAST_LABELLED else ""
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
        hole=0.5, sort=False, direction="clockwise", rotation=0, domain={"x": [0.2, 0.8], "y": [0.14, 0.86]},
    )
    whole = {
        "text": f"<b>{escape(format_value(total, series.unit, lang, short=True))}</b>", "showarrow": False,
        "font": {"size": size + 2},
    }
    return figure([pie], height=height, annotations=[whole], margin={"l": 0, "r": 0, "t": 0, "b": 0}, font=_font(size))


def _bars(chart: Chart, lang: str, height: int, size: int) -> go.Figure:
    """Bars lie and are read from the top; columns stand; lines run through the categories."""
    lying = chart.kind in ("bar", "stacked_bar")
    drawn = [each for each in chart.series if not each.reference]
    reach = max((abs(float(value)) for each in drawn for value in each.values if value is not None), default=1.0) or 1.0
    traces: list[Any] = [_line(chart, each, lang, size) for each in chart.series if each.reference and not lying]
    labelled = len(drawn) * len(chart.categories) <= 30
    for each in drawn:
        if chart.kind == "line":
            traces.append(_line(chart, each, lang, size, last=True))
        else:
            traces.append(_bar(chart, each, lang, size, reach, lying=lying, labelled=labelled))
    places = list(range(len(chart.categories)))
    ticks = [short_label(each.label) for each in chart.categories]
    names = {"tickvals": places, "ticktext": ticks, "tickfont": {"size": size}, "showgrid": False, "zeroline": False,
             "fixedrange": True, "automargin": True}
    if len(places) > 12 and not lying:
        names |= {"tickvals": places[::3], "ticktext": ticks[::3]}
    amounts = {"showticklabels": False, "showgrid": False, "zeroline": lying, "fixedrange": True}
    if lying:
        names["autorange"] = "reversed"
        low = min((float(value) for each in drawn for value in each.values if value is not None), default=0.0)
        amounts["range"] = [-1.3 * reach if low < 0 else 0, 1.3 * reach]
        if chart.kind == "stacked_bar":
            amounts.pop("range")
    several = len(chart.series) > 1
    return figure(
        traces,
        height=height,
        barmode="relative" if chart.kind.startswith("stacked") else "group",
        bargap=0.28,
        xaxis=amounts if lying else names,
        yaxis=names if lying else {**amounts, "zeroline": False, "rangemode": "tozero"},
        showlegend=several,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": size}},
        margin={"l": 8, "r": 24, "t": 44 if several else 28, "b": 8},
        font=_font(size),
    )


def _bar(chart: Chart, series: Series, lang: str, size: int, reach: float, *, lying: bool, labelled: bool) -> go.Bar:
    colours = [_colour(each, series) for each in chart.categories]
    stacked = chart.kind.startswith("stacked")
    numbers = [None if value is None else float(value) for value in series.values]
    texts = [
        f"<b>{escape(_said(value, series, lang))}</b>"
        if labelled and value is not None and (not stacked or abs(float(value)) > reach * INSIDE) else ""
        for value in series.values
    ]
    places = list(range(len(numbers)))
    hovers = [_hover(category, value, series, chart, lang) for category, value in zip(chart.categories, series.values, strict=True)]
    hatched = [series.hatched or each.hatched for each in chart.categories]
    return go.Bar(
        x=numbers if lying else places, y=places if lying else numbers, orientation="h" if lying else "v",
        name=short_label(series.name, 40), text=texts, textposition="inside" if stacked else "outside", textangle=0,
        insidetextfont={"color": [text_on(colour) for colour in colours]}, textfont={"size": size}, cliponaxis=False,
        customdata=hovers, hovertemplate="%{customdata}<extra></extra>",
        marker={
            "color": colours if len(set(colours)) > 1 else colours[0],
            "line": {"color": colours, "width": [1 if each else 0 for each in hatched]},
            "pattern": {"shape": [HATCH if each else "" for each in hatched], "fillmode": "replace", "size": 7},
        },
    )


def _line(chart: Chart, series: Series, lang: str, size: int, *, last: bool = False) -> go.Scatter:
    places = list(range(len(series.values)))
    numbers = [None if value is None else float(value) for value in series.values]
    end = max((place for place in places if numbers[place] is not None), default=0)
    texts = [f"<b>{escape(_said(value, series, lang))}</b>" if last and place == end else ""
             for place, value in enumerate(series.values)]
    hovers = [_hover(category, value, series, chart, lang) for category, value in zip(chart.categories, series.values, strict=True)]
    return go.Scatter(
        x=places, y=numbers, name=short_label(series.name, 40), mode="lines" if series.reference else "lines+markers+text",
        text=texts, textposition="top center", textfont={"size": size}, cliponaxis=False,
        line={"color": series.colour or (REFERENCE if series.reference else IDENTIFIED), "width": 3,
              "dash": "dash" if series.reference else "dot" if series.hatched else "solid"},
        marker={"size": 9}, customdata=hovers, hovertemplate="%{customdata}<extra></extra>",
    )


def _said(value: Value | None, series: Series, lang: str) -> str:
    text = format_value(value, series.unit, lang, short=True)
    return translator(lang)("{points} pts").format(points=text) if series.unit == "points" else text


def _hover(category: Category, value: Value | None, series: Series, chart: Chart, lang: str) -> str:
    name = f"{short_label(series.name, 60)}: " if len(chart.series) > 1 else ""
    return f"<b>{short_label(category.label, 60)}</b><br>{name}{escape(format_value(value, series.unit, lang))}"


def _colour(category: Category, series: Series) -> str:
    return series.colour or category.colour or IDENTIFIED


def _font(size: int) -> dict[str, Any]:
    return {"family": FONT, "size": size}
