"""What share of the customers brings 80 %: the curve of a Lorenz or Pareto diagram, and a whale that falls again at its end."""

from __future__ import annotations

from bisect import bisect_right

import pyarrow as pa

from segmentation.charts.palette import IDENTIFIED, WALK_IN
from segmentation.language.i18n import translator
from segmentation.measures.grades.concentration import (
    EVEN,
    PARETO,
    Point,
    curve_points,
    find_peak,
    finding_concentration,
    finding_peak,
    reached,
)
from segmentation.slides import Behind, Category, Chart, Series


def tell_pareto(
    shares: pa.Table, title: str, subtitle: str, lang: str, *, value_name: str = "", whale: bool = False, line: float = PARETO
) -> Chart | None:
    """Return the curve of cumulative shares with the point marked at which ``line`` of the value is brought.

    ``shares``: customers_share (0–1, rising: the best customers first), value_share (0–1), in order, thinned as one likes; a
    first point 0, 0 is added where it is missing. Between two points the mark is reached in a straight line; where ``shares`` has
    the ``place`` of a point, at the customer who reaches it, and the so many best customers are behind a point. A dashed
    diagonal shows where all would stand if every customer brought the same. With ``whale``, value_share may exceed 1
    and fall again: then its peak is marked too, where it is above 1. ``value_name`` names what is brought (in
    ``lang``), else it is the contribution. None without a point that brings anything.
    """
    _ = translator(lang)
    curve = curve_points(shares)
    if len(curve) < 2 or max(value for _place, value in curve) <= 0:
        return None
    marks: dict[Point, str] = {}
    at = reached(curve, line, counted="place" in shares.column_names)
    if at is not None:
        curve, point = _with_point(curve, at)
        marks[point] = finding_concentration(shares, lang, line=line, profit=whale or value_name == _("Profit"))
    peak = find_peak(curve)
    if whale and peak[1] > 1 + EVEN:
        marks[peak] = finding_peak(curve, lang)
    places: dict[Point, Behind] = {}
    if "place" in shares.column_names:
        points = zip(*(shares[each].to_pylist() for each in ("customers_share", "value_share", "place")), strict=True)
        known = {(x, y): (("best", str(place)),) for x, y, place in points}
        following = dict(zip(curve, [*curve[1:], curve[-1]], strict=True))  # a mark between two points takes those up to the next
        places = {point: known.get(point) or known.get(following[point], ()) for point in curve if point[1]}
    name = _("Cumulative share: {what}").format(what=value_name or _("Contribution"))
    return Chart(
        "line", title, subtitle,
        tuple(Category(marks.get(point, ""), behind=places.get(point, ())) for point in curve),
        (
            Series(name, "ratio", tuple(value for _place, value in curve), IDENTIFIED),
            Series(_("All customers alike"), "ratio", tuple(place for place, _value in curve), WALK_IN, reference=True),
        ),
        across=Series(_("Share of customers, the best first"), "ratio", tuple(place for place, _value in curve)),
    )


def _with_point(curve: list[Point], point: Point) -> tuple[list[Point], Point]:
    """Return the curve with the point in its place, and the point; one that is there already stays as it is."""
    known = next((each for each in curve if abs(each[0] - point[0]) <= EVEN and abs(each[1] - point[1]) <= EVEN), None)
    if known:
        return curve, known
    at = bisect_right(curve, point[0], key=lambda each: each[0])
    return [*curve[:at], point, *curve[at:]], point
