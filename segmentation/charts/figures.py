"""Figures of plotly: the only place that imports it, when a figure is made, so that a page without one never loads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segmentation.charts.palette import FONT

if TYPE_CHECKING:
    import plotly.graph_objects as go

Trace = dict[str, Any]


def trace(kind: str, **options: Any) -> Trace:
    """Return a trace of plotly as plain data.

    >>> trace("scatter", x=[1])
    {'type': 'scatter', 'x': [1]}
    """
    return {"type": kind, **options}


def figure(traces: list[Any], *, height: int, **layout: Any) -> go.Figure:
    """Return a figure on a transparent ground with the house's font and no legend; ``layout`` wins."""
    bare = {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "font": {"family": FONT, "size": 14},
        "hoverlabel": {"font": {"family": FONT, "size": 14}, "align": "left"},
        "showlegend": False,
        "dragmode": False,
    }
    import plotly.graph_objects as go

    return go.Figure(traces, {**bare, **layout})


