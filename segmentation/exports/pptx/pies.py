"""Pies: slices clockwise from twelve, each with its name and share beside it where there is room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from segmentation.charts.palette import IDENTIFIED
from segmentation.exports.pptx.native import label_points, labels_of, move_labels, paint, place_plot, widest_label
from segmentation.exports.pptx.text import INK, Box
from segmentation.exports.room import points_wide
from segmentation.slides import Chart, slice_total

TELLING = 0.005  # a smaller slice would be labelled 0%
MANY = 7  # slices: names of more, on two lines each, would stand in each other's way
APART = 5  # points between two labels
Placed = dict[int, tuple[float, float]]  # the labels that are written, and how far right and down each is moved, in points


def finish_pie(native: Any, box: Box, chart: Chart, size: int, names: bool, said: str = "") -> None:
    """Colour and label the slices of a native pie, and give it the size that its labels leave."""
    series = native.plots[0].series[0]
    for number, category in enumerate(chart.categories):
        paint(series.points[number].format, category.colour or IDENTIFIED, category.hatched, edge="FFFFFF")
    placed, one_line = _placed(box, chart, size, names, said)
    hidden = [number for number in range(len(chart.categories)) if number not in placed]
    label_points(series, "0%", INK, size, "outEnd", hidden, names=names, percent=True, apart=" " if one_line else "\n")
    move_labels(series, {
        number: (right / box.width, down / box.height) for number, (right, down) in placed.items() if right or down
    })
    side = _diameter(box, chart, size, names)
    wide, high = side / box.width, side / box.height
    place_plot(native, (1 - wide) / 2, (1 - high) / 2, wide, high)


def names_fit(box: Box, chart: Chart, size: int) -> bool:
    """Return whether slices can be labelled with their names beside a pie that is still large enough, none of them in the way."""
    side = min(box.width - 2 * widest_label(chart, size) - 12, box.height - 5 * size)
    if side < 0.5 * min(box.width, box.height):
        return False
    placed, one_line = _placed(box, chart, size, True, "")
    return one_line or len(chart.categories) <= MANY or not any(right or down for right, down in placed.values())


def unlabelled(box: Box, chart: Chart, size: int, names: bool, said: str = "") -> list[int]:
    """Return the numbers of the slices that get no label: too small for one, or without room beside those of larger ones.

    Slices that the chart's title or ``said`` names come before larger ones.
    """
    placed, _one_line = _placed(box, chart, size, names, said)
    return [number for number in range(len(chart.categories)) if number not in placed]


def _placed(box: Box, chart: Chart, size: int, names: bool, said: str) -> tuple[Placed, bool]:
    """Return where the labels stand, and whether each is on one line: then more of them have room below each other.

    They stay where the program that shows the deck puts them if none is in the way of another there; else those of a side make
    room for each other upwards and downwards, and keep clear of the pie.
    """
    total = slice_total(chart)
    values = [max(value or 0, 0) for value in chart.series[0].values]
    seen = [number for number, value in enumerate(values) if total and float(value / total) >= TELLING]
    radius, texts = _diameter(box, chart, size, names) / 2, labels_of(chart)

    def places(one_line: bool) -> dict[int, list[float]]:
        high = size * (2.5 if names and not one_line else 1.25) + APART
        found = {}
        for number in seen:
            turn = 2 * math.pi * float((sum(values[:number]) + values[number] / 2) / total)
            parts = [texts[number] if names else "", "100%"]
            told = points_wide(" ".join(parts), size) if one_line else max(points_wide(part, size) for part in parts)
            wide = told + APART
            found[number] = [
                (radius + 4 + wide / 2) * math.sin(turn), -(radius + 4 + high / 2) * math.cos(turn), wide, high,
            ]
        return found

    lines = places(one_line=False)
    if not any(_overlap(lines[one], lines[other]) for one, other in combinations(seen, 2)):
        return dict.fromkeys(seen, (0.0, 0.0)), False
    single = places(one_line=True)
    if names and max(wide for _x, _y, wide, _high in single.values()) + radius + 4 <= box.width / 2:
        return _spread(single, values, radius, box, _named(chart, said)), True
    return _spread(lines, values, radius, box, _named(chart, said)), False


def _spread(places: dict[int, list[float]], values: Sequence[Any], radius: float, box: Box, named: set[int]) -> Placed:
    """Return how far each label moves so that those of a side stand below each other; what has no room then is left out."""
    placed: Placed = {}
    for side in (1, -1):
        here = [number for number, (x, *_more) in places.items() if (x >= 0) == (side > 0)]
        most = int(box.height // max((places[number][3] for number in here), default=1.0))
        kept = sorted(here, key=lambda number: (number not in named, -values[number]))[:most]
        kept.sort(key=lambda number: places[number][1])
        downs, edge = [], -box.height / 2
        for number in kept:
            _x, y, _wide, high = places[number]
            downs.append(max(y, edge + high / 2))
            edge = downs[-1] + high / 2
        edge = box.height / 2
        for at in range(len(kept) - 1, -1, -1):
            high = places[kept[at]][3]
            downs[at] = min(downs[at], edge - high / 2)
            edge = downs[at] - high / 2
        for number, down in zip(kept, downs, strict=True):
            x, y, wide, high = places[number]
            near = max(0.0, abs(down) - high / 2)
            clear = math.sqrt(max(0.0, (radius + 4) ** 2 - near**2))
            out = max(abs(x), clear + wide / 2) if abs(down - y) > 0.5 else max(abs(x), wide / 2)
            placed[number] = (side * min(out, box.width / 2 - wide / 2) - x, down - y)
    return placed


def needs_legend(box: Box, chart: Chart, size: int, names: bool, said: str = "") -> bool:
    """Return whether a slice that can be seen is not named beside it."""
    return not names or any((chart.series[0].values[at] or 0) > 0 for at in unlabelled(box, chart, size, names, said))


def _named(chart: Chart, said: str) -> set[int]:
    """Return the numbers of the slices that the title or the slide names, by label or by what stands behind its code."""
    told = f"{said} {chart.title}"
    return {
        at for at, each in enumerate(chart.categories)
        if any(name and name in told for name in (each.label, each.label.partition(" ")[2]))
    }


def _overlap(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(abs(one[at] - other[at]) < (one[at + 2] + other[at + 2]) / 2 for at in (0, 1))


def _diameter(box: Box, chart: Chart, size: int, names: bool) -> float:
    beside = min(widest_label(chart, size), box.width / 3) if names else points_wide("60%", size)
    above = size * (2.5 if names else 1.25) + 4
    return max(0.4 * min(box.width, box.height), min(box.width - 2 * beside - 10, box.height - 2 * above))
