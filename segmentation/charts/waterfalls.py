"""A bridge on the screen: from one number by steps up and down to another, every step standing where the last one ended."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from segmentation.charts.labels import wrapped_label
from segmentation.charts.palette import FONT, HATCH, IDENTIFIED, WALK_IN, escape, figure
from segmentation.slides import Chart, Value, format_value, waterfall_base

WIDTH = 0.62
ROOM_ABOVE = 0.16  # of the height, for the figures above the bars


def draw_waterfall(chart: Chart, lang: str, height: int, size: int) -> go.Figure:
    """Return the bridge with its figure above every bar, steps with their sign, and thin lines from level to level."""
    values, bases = chart.series[0].values, [float(base) for base in waterfall_base(chart)]
    heights = [abs(float(value)) for value in values]
    tops = [base + high for base, high in zip(bases, heights, strict=True)]
    places = list(range(len(values)))
    said = [signed_text(chart, number, lang) for number in places]
    colours = [each.colour or chart.series[0].colour or IDENTIFIED for each in chart.categories]
    hatched = [each.hatched for each in chart.categories]
    hovers = [
        f"<b>{escape(each.label)}</b><br>{escape(signed_text(chart, number, lang, short=False))}"
        for number, each in enumerate(chart.categories)
    ]
    bars = go.Bar(
        x=places, y=heights, base=bases, width=WIDTH, customdata=hovers, hovertemplate="%{customdata}<extra></extra>",
        marker={
            "color": colours, "line": {"color": colours, "width": [1 if each else 0 for each in hatched]},
            "pattern": {"shape": [HATCH if each else "" for each in hatched], "fillmode": "replace", "size": 7},
        },
    )
    figures = go.Scatter(
        x=places, y=tops, text=[f"<b>{escape(text)}</b>" for text in said], mode="text", textposition="top center",
        textfont={"size": size}, cliponaxis=False, hoverinfo="skip",
    )
    ticks = [wrapped_label(each.label) for each in chart.categories]
    return figure(
        [bars, figures],
        height=height,
        shapes=_levels(values),
        xaxis={"tickvals": places, "ticktext": ticks, "tickfont": {"size": size}, "tickangle": 0, "showgrid": False,
               "zeroline": False, "fixedrange": True, "automargin": True},
        yaxis={"showticklabels": False, "showgrid": False, "zeroline": True, "fixedrange": True,
               "range": [0, (1 + ROOM_ABOVE) * (max(tops) or 1.0)]},
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        font={"family": FONT, "size": size},
    )


def signed_text(chart: Chart, number: int, lang: str, *, short: bool = True) -> str:
    """Return what stands at a bar: a step with its sign, the ends without; a true minus, as wide as the plus."""
    series = chart.series[0]
    value = series.values[number]
    text = format_value(abs(value), series.unit, lang, short=short)
    is_step = 0 < number < len(series.values) - 1
    return text if not is_step or not value else f"{'+' if value > 0 else '−'}{text}"


def _levels(values: tuple[Value, ...]) -> list[dict[str, Any]]:
    """Return the lines that lead from the end of a step to the beginning of the next."""
    lines, level = [], 0.0
    for number, value in enumerate(values[:-1]):
        level += float(value)
        lines.append({
            "type": "line", "layer": "below", "x0": number + WIDTH / 2, "x1": number + 1 - WIDTH / 2, "y0": level, "y1": level,
            "line": {"color": WALK_IN, "width": 1},
        })
    return lines
