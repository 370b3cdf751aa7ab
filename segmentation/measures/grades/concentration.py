"""How much the best few bring: the points of a cumulative curve, where it reaches a line, and where it stands highest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pyarrow as pa

from segmentation.language.i18n import translator
from segmentation.slides import format_share

PARETO = 0.8
EVEN = 1e-9  # shares closer than this are the same
Point = tuple[float, float]


def curve_points(shares: pa.Table) -> list[Point]:
    """Return the points as numbers, beginning at nothing."""
    columns = [shares[name].to_pylist() for name in ("customers_share", "value_share")]
    points = [(float(place), float(value)) for place, value in zip(*columns, strict=True) if None not in (place, value)]
    return points if points and points[0][0] <= EVEN else [(0.0, 0.0), *points]


def reached(curve: Sequence[Point], line: float, *, counted: bool = False) -> Point | None:
    """Return the point at which the curve first reaches ``line``, straight between two points; None where never.

    Where its points are ``counted`` customers there is nobody between two of them: the point that reaches it.

    >>> reached([(0, 0), (0.2, 0.6), (0.4, 1.0)], 0.8), reached([(0, 0), (1, 0.5)], 0.8)
    ((0.3, 0.8), None)
    >>> reached([(0, 0), (0.2, 0.6), (0.4, 1.0)], 0.8, counted=True)
    (0.4, 1.0)
    """
    for (x0, y0), (x1, y1) in pairwise(curve):
        if y1 >= line - EVEN:
            if counted or y1 - y0 <= EVEN:
                return x1, y1
            return round(x0 + (x1 - x0) * (line - y0) / (y1 - y0), 12), line
    return None


def find_peak(curve: Sequence[Point]) -> Point:
    """Return the first point at which the curve stands highest.

    >>> find_peak([(0, 0), (0.5, 1.2), (0.6, 1.2), (1, 1)])
    (0.5, 1.2)
    """
    return max(curve, key=lambda point: point[1])


def finding_concentration(shares: pa.Table, lang: str, *, line: float = PARETO, profit: bool = False) -> str:
    """Return in words what share of the customers brings ``line`` of the contribution, or of the ``profit``.

    Where ``shares`` has the ``place`` of a point, it is the share of the customers up to the one who reaches it, and what
    they bring.
    """
    _ = translator(lang)
    curve = curve_points(shares)
    at = reached(curve, line, counted="place" in shares.column_names) if len(curve) > 1 else None
    if at is None:
        return _("Nothing is left of what was brought in this window, refunds deducted")
    text = _("{share} of the customers bring {line} of the profit") if profit else _(
        "{share} of the customers bring {line} of the contribution"
    )
    return text.format(share=format_share(at[0], lang), line=format_share(at[1], lang))


def finding_peak(curve: Sequence[Point], lang: str) -> str:
    """Return what the best bring at the highest point of the curve, and what the rest eat of it."""
    _, peak = translator(lang), find_peak(curve)
    share, most, lost = (format_share(share, lang) for share in (*peak, peak[1] - curve[-1][1]))
    return _("The best {share} bring {most}; the rest eat {lost}").format(share=share, most=most, lost=lost)
