"""Pies: slices clockwise from twelve, each with its name and share beside it where there is room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from segmentation.charts.palette import IDENTIFIED
from segmentation.exports.pptx.native import label_points, labels_of, paint, place_plot, widest_label
from segmentation.exports.pptx.text import INK, Box
from segmentation.exports.room import points_wide
from segmentation.slides import Chart, slice_total

TELLING = 0.005  # a smaller slice would be labelled 0%
APART = 5  # points between two labels


def finish_pie(native: Any, box: Box, chart: Chart, size: int, names: bool, said: str = "") -> None:
    """Colour and label the slices of a native pie, and give it the size that its labels leave."""
    series = native.plots[0].series[0]
    for number, category in enumerate(chart.categories):
        paint(series.points[number].format, category.colour or IDENTIFIED, category.hatched, edge="FFFFFF")
    label_points(series, "0%", INK, size, "outEnd", unlabelled(box, chart, size, names, said), names=names, percent=True)
    side = _diameter(box, chart, size, names)
    wide, high = side / box.width, side / box.height
    place_plot(native, (1 - wide) / 2, (1 - high) / 2, wide, high)


def names_fit(box: Box, chart: Chart, size: int) -> bool:
    """Return whether slices can be labelled with their names beside a pie that is still large enough."""
    side = min(box.width - 2 * widest_label(chart, size) - 12, box.height - 5 * size)
    return side >= 0.5 * min(box.width, box.height)


def unlabelled(box: Box, chart: Chart, size: int, names: bool, said: str = "") -> list[int]:
    """Return the numbers of the slices that get no label: too small for one, or in the way of a larger one's.

    Slices that the chart's title or ``said`` names come before larger ones.
    """
    total = slice_total(chart)
    values = [max(value or 0, 0) for value in chart.series[0].values]
    if not total:
        return list(range(len(values)))
    labels, radius = labels_of(chart), _diameter(box, chart, size, names) / 2
    kept: dict[int, Sequence[float]] = {}
    named = {at for at, each in enumerate(chart.categories) if _is_named(each.label, f"{said} {chart.title}")}
    for number in sorted(range(len(values)), key=lambda number: (number not in named, -values[number])):
        share = float(values[number] / total)
        turn = 2 * math.pi * (float(sum(values[:number]) / total) + share / 2)
        wide = max(points_wide(labels[number], size) if names else 0, points_wide("100%", size)) + APART
        high = size * (2.5 if names else 1.25) + APART
        x, y = (radius + 4 + wide / 2) * math.sin(turn), (radius + 4 + high / 2) * math.cos(turn)
        place = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        if share >= TELLING and not any(_overlap(place, other) for other in kept.values()):
            kept[number] = place
    return [number for number in range(len(values)) if number not in kept]


def needs_legend(box: Box, chart: Chart, size: int, names: bool, said: str = "") -> bool:
    """Return whether a slice that can be seen is not named beside it."""
    return not names or any((chart.series[0].values[at] or 0) > 0 for at in unlabelled(box, chart, size, names, said))


def _is_named(label: str, said: str) -> bool:
    """Return whether a text names the slice, by its label or by what stands behind its code."""
    return any(name and name in said for name in (label, label.partition(" ")[2]))


def _overlap(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _diameter(box: Box, chart: Chart, size: int, names: bool) -> float:
    beside = min(widest_label(chart, size), box.width / 3) if names else points_wide("60%", size)
    above = size * (2.5 if names else 1.25) + 4
    return max(0.4 * min(box.width, box.height), min(box.width - 2 * beside - 10, box.height - 2 * above))
