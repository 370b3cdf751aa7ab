"""What share of the customers brings 80 %: the curve of a Lorenz or Pareto diagram, and a whale that falls again at its end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import plotly.graph_objects as go
import pyarrow as pa

from segmentation.charts.described import draw_described
from segmentation.charts.palette import IDENTIFIED, WALK_IN
from segmentation.language.i18n import translator
from segmentation.slides import Category, Chart, Series, format_share

PARETO = 0.8
EVEN = 1e-9  # shares closer than this are the same

Point = tuple[float, float]


def tell_pareto(
    shares: pa.Table, title: str, subtitle: str, lang: str, *, value_name: str = "", whale: bool = False, line: float = PARETO
) -> Chart | None:
    """Return the curve of cumulative shares with the point marked at which ``line`` of the value is brought.

    ``shares``: customers_share (0–1, rising: the best customers first), value_share (0–1), in order, thinned as one likes; a
    first point 0, 0 is added where it is missing. Between two points the mark is reached in a straight line. A dashed
    diagonal shows where all would stand if every customer brought the same. With ``whale``, value_share may exceed 1
    and fall again: then its peak is marked too, where it is above 1. ``value_name`` names what is brought (in
    ``lang``), else it is the contribution. None without a point that brings anything.
    """
    _ = translator(lang)
    curve = _curve(shares)
    if len(curve) < 2 or max(value for _place, value in curve) <= 0:
        return None
    marks: dict[Point, str] = {}
    at = reached(curve, line)
    if at is not None:
        curve, point = _with_point(curve, (at, line))
        marks[point] = pareto_title(shares, lang, line=line)
    peak = find_peak(curve)
    if whale and peak[1] > 1 + EVEN:
        told = [format_share(share, lang) for share in (*peak, peak[1] - curve[-1][1])]
        marks[peak] = _("The best {share} bring {most}; the rest eat {lost}").format(share=told[0], most=told[1], lost=told[2])
    name = _("Cumulative share: {what}").format(what=value_name or _("Contribution"))
    return Chart(
        "line", title, subtitle,
        tuple(Category(marks.get(point, "")) for point in curve),
        (
            Series(name, "ratio", tuple(value for _place, value in curve), IDENTIFIED),
            Series(_("All customers alike"), "ratio", tuple(place for place, _value in curve), WALK_IN, reference=True),
        ),
        across=Series(_("Share of customers, the best first"), "ratio", tuple(place for place, _value in curve)),
    )


def draw_pareto(
    shares: pa.Table, lang: str, *, value_name: str = "", whale: bool = False, height: int = 380, size: int = 15
) -> go.Figure | None:
    """Return the curve of ``tell_pareto`` as a figure; None without a point that brings anything."""
    chart = tell_pareto(shares, "", "", lang, value_name=value_name, whale=whale)
    return chart and draw_described(chart, lang, height=height, size=size)


def pareto_title(shares: pa.Table, lang: str, *, line: float = PARETO) -> str:
    """Return in words what share of the customers brings ``line`` of the value."""
    _ = translator(lang)
    curve = _curve(shares)
    at = reached(curve, line) if len(curve) > 1 else None
    if at is None:
        return _("Nothing was brought in this window")
    return _("{share} of the customers bring {line}").format(share=format_share(at, lang), line=format_share(line, lang))


def reached(curve: Sequence[Point], line: float) -> float | None:
    """Return the share of customers at which the curve first reaches ``line``, straight between two points; None where never.

    >>> reached([(0, 0), (0.2, 0.6), (0.4, 1.0)], 0.8), reached([(0, 0), (1, 0.5)], 0.8)
    (0.3, None)
    """
    for (x0, y0), (x1, y1) in pairwise(curve):
        if y1 >= line - EVEN:
            return round(x1 if y1 - y0 <= EVEN else x0 + (x1 - x0) * (line - y0) / (y1 - y0), 12)
    return None


def find_peak(curve: Sequence[Point]) -> Point:
    """Return the first point at which the curve stands highest.

    >>> find_peak([(0, 0), (0.5, 1.2), (0.6, 1.2), (1, 1)])
    (0.5, 1.2)
    """
    return max(curve, key=lambda point: point[1])


def _curve(shares: pa.Table) -> list[Point]:
    """Return the points as numbers, beginning at nothing."""
    columns = [shares[name].to_pylist() for name in ("customers_share", "value_share")]
    points = [(float(place), float(value)) for place, value in zip(*columns, strict=True) if None not in (place, value)]
    return points if points and points[0][0] <= EVEN else [(0.0, 0.0), *points]


def _with_point(curve: list[Point], point: Point) -> tuple[list[Point], Point]:
    """Return the curve with the point in its place, and the point; one that is there already stays as it is."""
    known = next((each for each in curve if abs(each[0] - point[0]) <= EVEN and abs(each[1] - point[1]) <= EVEN), None)
    if known:
        return curve, known
    at = bisect_right(curve, point[0], key=lambda each: each[0])
    return [*curve[:at], point, *curve[at:]], point
