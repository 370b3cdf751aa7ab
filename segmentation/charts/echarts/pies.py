"""Pies on the screen: from twelve o'clock in the order given, every slice with its finished text, the whole in the hole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sqrt
from typing import Any

from segmentation.charts.echarts.look import (
    LINE,
    MAIN,
    Drawn,
    Look,
    Marks,
    as_text,
    base,
    clickable,
    fill,
    is_chosen,
    mark,
    stands_for,
)
from segmentation.charts.labels import first_word, lines_of, shortened
from segmentation.charts.palette import IDENTIFIED
from segmentation.language.i18n import format_ratio
from segmentation.language.text import columns_wide
from segmentation.slides import Behind, Chart, format_value, slice_total

Way = tuple[str, bool]  # how names stand beside a share, and whether the value does too
MANY = 7  # slices: of more of them the values are left to the table
STEPS = (120, 150, 180, 205, 235, 265, 300, 340, 370, 400, 440, 480)  # pixels of a page's column: a pie is fitted to each
LEAD, BEND, APART = 10, 4, 4  # pixels of the line that leads from a slice outwards, of its end, and before its label
ENOUGH, ENOUGH_VALUED = 0.97, 0.85  # of the largest pie: then its labels stay as they are
STRAIGHT = 0.99  # cosine of who stands straight above or below
STEEP = 0.75  # cosine of how far from upright a slice may stand whose label stands above or below the pie
FREE, LEAST_WHOLE = 0.84, 11  # of the hole that its whole may take, and the least letters of that
HOLE, WIDEST_HOLE = 0.48, 0.72  # of the pie's radius: its hole, and that of a small pie whose whole has no room in it
LEAST_PIE, LONGEST = 48, 24  # pixels of a pie, and letters of a name at most
VALUED_WAYS: tuple[Way, ...] = (("line", True), ("lines", True), ("line", False), ("lines", False))
BRIEF_WAYS: tuple[Way, ...] = (("line", False), ("lines", False), ("code", False), ("codes", False))
PAGE_WAYS: tuple[Way, ...] = (*VALUED_WAYS, ("apart", False))
NAMED_WAYS: tuple[Way, ...] = (("line", False), ("lines", False), ("apart", False))
CODED_WAYS: tuple[Way, ...] = (("code", False), ("codes", False), ("apart", False))
UNNAMED_WAYS: tuple[Way, ...] = (("share", False),)


def draw_pie(
    chart: Chart, lang: str, look: Look, *, height: int, size: int, brief: bool = False, chosen: Behind = (),
    width: int | None = None, least: int = LEAST_WHOLE, unnamed: bool = False,
) -> Drawn | None:
    """Return the pie; None where no slice has a size. ``brief`` says codes and shares only, where a key beside it has the names.
    ``unnamed`` says shares alone, where names would leave little of the pie.

    A slice of nothing, or below zero, keeps its place in the order and has no label. The pie is as large as its labels allow that
    stand beside it within ``width`` pixels, names on lines; ``brief`` leaves only the values out there. Without a width it is
    fitted to each of ``STEPS``, and the browser takes the one that its column has room for. No letters are smaller than ``least``
    pixels.
    """
    series, total = chart.series[0], slice_total(chart)
    if not total:
        return None
    marks = {(0, MAIN): tuple(stands_for(category, series) for category in chart.categories)}
    if width is not None:
        fitted = fit_pie(chart, lang, height, width, size, UNNAMED_WAYS if unnamed else BRIEF_WAYS if brief else VALUED_WAYS)
        drawn = _options(chart, lang, look, height, size, fitted, width, chosen, marks, least=least)
        return Drawn({**base(look, size), **drawn}, height, marks)
    ways = CODED_WAYS if brief else NAMED_WAYS if len(chart.categories) > MANY else PAGE_WAYS
    fits = {step: fit_pie(chart, lang, height, step, size, ways, LONGEST) for step in STEPS}
    steps = [
        _options(chart, lang, look, height, size, fitted, step, chosen, marks, least=least)
        for step, fitted in fits.items()
    ]
    ends = (*STEPS[1:], None)
    media = [{"query": _between(*room), "option": option} for *room, option in zip(STEPS, ends, steps, strict=True)]
    return Drawn({**base(look, size), **steps[-1], "media": media}, height, marks)


def _between(step: int, after: int | None) -> dict[str, int]:
    """Return the widths that a fit is for: of its step, up to the next."""
    least = {"minWidth": step} if step > STEPS[0] else {}
    return {**least, **({"maxWidth": after - 1} if after else {})}


def _options(
    chart: Chart, lang: str, look: Look, height: int, size: int, fitted: FittedPie, width: int, chosen: Behind, marks: Marks,
    *, least: int,
) -> dict[str, Any]:
    """Return the title and the series of a pie that stands in a room of so many pixels as it was fitted."""
    series, total = chart.series[0], slice_total(chart)
    slices, middle = [], f"{100 * fitted.middle / width:.2f}%"
    whole = format_value(total, series.unit, lang, short=True)
    hole = _hole(whole, fitted.radius, least)
    for at, (category, value) in enumerate(zip(chart.categories, series.values, strict=True)):
        part = max(float(value or 0), 0.0)
        style = fill(
            series.colour or category.colour or IDENTIFIED, look, hatched=category.hatched,
            chosen=is_chosen(marks[0, MAIN][at], chosen),
        )
        if not style["borderWidth"]:
            style |= {"borderColor": look.ground, "borderWidth": 2}
        words = fitted.labels[at] if part else None
        told = (category.label, format_value(value, series.unit, lang), format_ratio(part / float(total), lang))
        slices.append(mark(part, style, told, words, name=category.label, labelLine={
            "show": bool(words), "length": fitted.lines[at][0], "length2": fitted.lines[at][1], "lineStyle": {"color": LINE},
        }))
    return {
        "title": _whole(whole, series.name, look, height, size, hole, middle, least),
        "series": [{
            "type": "pie", "radius": (hole, fitted.radius), "center": [middle, height / 2], "startAngle": 90, "clockwise": True,
            "selectedOffset": 0, "minShowLabelAngle": 0, "data": slices, "emphasis": {"scale": False},
            "label": {
                "color": look.ink, "fontSize": size, "lineHeight": round(1.25 * size), "overflow": "none", "bleedMargin": 0,
                "edgeDistance": 0, "distanceToLabelLine": APART,
                "rich": {"n": {"fontWeight": 600, "fontSize": size}, "v": {"fontSize": size - 1, "color": look.muted}},
            },
            **clickable(marks, 0),
        }],
    }


def _hole(said: str, radius: int, least: int) -> int:
    """Return the radius of the hole: that of a small pie is wider, so that the whole stands in it, where it can at all."""
    needed = least * sum(map(_letter_wide, said)) / FREE / 2
    return round(max(HOLE * radius, min(needed, WIDEST_HOLE * radius)))


def _whole(
    said: str, name: str, look: Look, height: int, size: int, radius: int, middle: str, least: int
) -> dict[str, Any]:
    """Return the whole in the hole, in letters that leave the ring free, and below it what it is of, where it has room.

    Where not even the least letters have room, nothing is said there: the whole is never written over its ring.
    """
    hole = 2 * radius
    wide = max(1.0, sum(map(_letter_wide, said)))
    if least * wide > hole:
        return {"text": ""}
    letters = max(min(size + 3, int(FREE * hole / wide)), least)
    small, lines = min(size, letters), []
    for each in range(small, least - 1, -1) if name else ():
        lines = _even_lines(name, 0.75 * hole, each)
        if _stand_below(lines, hole, letters, each):
            small = each
            break
    else:
        lines = []
    above = 0.6 * small * len(lines) + 0.35 * letters  # there the ring is nearer
    letters = max(min(letters, int(0.92 * sqrt(max(0.0, hole**2 - 4 * above**2)) / wide)), least)
    return {
        "left": middle, "textAlign": "center", "text": as_text(said), "subtext": "\n".join(map(as_text, lines)), "itemGap": 2,
        "padding": 0, "top": round(height / 2 - 0.62 * letters - 0.6 * small * len(lines)), "triggerEvent": False,
        "textStyle": {"fontSize": letters, "fontWeight": 600, "color": look.ink},
        "subtextStyle": {"fontSize": small, "color": look.muted},
    }


def _stand_below(lines: Sequence[str], hole: int, letters: int, small: int) -> bool:
    """Return whether lines have room under the whole in a hole so wide, whose ring is nearer to the last of them."""
    if 1.3 * letters + 1.2 * small * len(lines) > 0.8 * hole:
        return False
    below = 0.5 * (letters + small * len(lines))
    return small * max(sum(map(_letter_wide, line)) for line in lines) <= sqrt(max(0.0, hole**2 - 4 * below**2))


def _even_lines(text: str, room: float, size: float) -> list[str]:
    """Return the text in as few lines as the room asks for, none of them much longer than the others.

    >>> _even_lines("客户数量", 50, 14), _even_lines("客户数量", 70, 14)
    (['客户', '数量'], ['客户数量'])
    """
    lines = lines_of(text, room, size)
    while len(narrower := lines_of(text, room - size / 2, size)) == len(lines) > 1 and room > size:
        lines, room = narrower, room - size / 2
    return lines


@dataclass(frozen=True)
class FittedPie:
    """How a pie stands in its room: its radius, its middle, what is written at its slices, and how far off."""

    radius: int
    middle: int
    labels: tuple[str, ...]
    lines: tuple[tuple[int, int], ...]


@lru_cache(512)
def fit_pie(
    chart: Chart, lang: str, height: int, width: int, size: int, ways: Sequence[Way] = VALUED_WAYS, longest: int | None = None
) -> FittedPie:
    """Return the pie as large as its labels allow, said in the first of the ``ways`` that leaves it about its full size.

    Names are cut to ``longest`` letters, on the stage never.
    """
    best: tuple[float, FittedPie] | None = None
    edge = round(0.05 * size)
    for way, told in ways:
        labels = _labels_in(chart, lang, width, size, way, longest, valued=told)
        most = round((0.78 if told else 0.9) * height)
        sides = _sides(chart, labels)
        left, right = (max((_wide(text, size) for text in side), default=0.0) + edge for side in sides)
        tall = max(sum(map(len, side)) for side in sides) * 1.25 * size
        beside = width - left - right - 2 * (LEAD + BEND + APART)
        across = min(most, round(beside))
        middle = left + LEAD + BEND + APART + max(0.0, beside - across) / 2 + across / 2
        across = max(across, LEAST_PIE)
        lines = tuple(_lines(chart, labels, across // 2, height, size))
        while across > LEAST_PIE and _overflows(chart, labels, lines, across // 2, (middle, width - middle, height / 2), size):
            across = max(LEAST_PIE, across - max(2, across // 20))
            lines = tuple(_lines(chart, labels, across // 2, height, size))
        fitted = FittedPie(across // 2, round(middle), tuple(_rich(label, valued=told) for label in labels), lines)
        if across >= (ENOUGH_VALUED if told else ENOUGH) * most and tall <= height:
            return fitted
        weight = across if tall <= height else across - height
        if best is None or weight > best[0]:
            best = weight, fitted
    return best[1]


def _lines(
    chart: Chart, labels: list[list[str]], radius: int, height: int, size: int
) -> Iterator[tuple[int, int]]:
    """Yield how far the line to each label leads outwards, and then sideways, until the label touches no slice.

    The nearer a slice is to straight above or below, the longer its line: of two labels on one side, that of the slice further
    up stands further up, so that their lines never cross. Where the room ends, the label goes sideways instead, each below
    those that stand further out.
    """
    uprights, quarters = list(_uprights(chart)), list(_quarters(chart))
    most = max((len(label) for label, upright in zip(labels, uprights, strict=True) if upright > STEEP), default=0)
    for label, upright, quarter in zip(labels, uprights, quarters, strict=True):
        high = 0.65 * size * len(label)
        lead = LEAD + max(0.0, upright - 0.5) / 0.5 * 0.62 * size * most
        if upright > 0.5:
            further = sum(
                1.25 * size * len(other) for other, its, where in zip(labels, uprights, quarters, strict=True)
                if where == quarter and its > upright
            )
            lead = max(BEND, min(lead, (height / 2 - high - further) / upright - radius))
        under = min((radius + lead) * upright, height / 2 - high) - high
        beside = (radius + lead) * sqrt(1 - upright**2)
        free = sqrt(radius**2 - under**2) if 0 < under < radius and upright > 0.5 else 0.0
        yield round(lead), round(max(BEND, free - beside))


def _overflows(
    chart: Chart, labels: list[list[str]], lines: Sequence[tuple[int, int]], radius: int, room: tuple[float, float, float],
    size: int,
) -> bool:
    """Return whether a label straight above or below the pie reaches out of the room beside its middle, above and below it.

    The others stand beside the pie, where the room for them is left anyway.
    """
    left, right, high = room
    for label, (lead, bend), upright, quarter in zip(labels, lines, _uprights(chart), _quarters(chart), strict=True):
        if upright < STRAIGHT:
            continue
        beside = (radius + lead) * sqrt(1 - min(1.0, upright) ** 2) + bend + APART + _wide(label, size)
        if beside > (right if quarter < 2 else left) + 1 or (radius + lead) * upright + 0.6 * size * len(label) > high + 1:
            return True
    return False


def _labels_in(chart: Chart, lang: str, width: int, size: int, way: str, longest: int | None, *, valued: bool) -> list[list[str]]:
    """Return the lines written at each slice, its share last or before its value: ``way`` says how names are broken."""
    series, total = chart.series[0], float(slice_total(chart))
    labels = []
    for category, value in zip(chart.categories, series.values, strict=True):
        share = format_ratio(max(float(value or 0), 0.0) / total, lang, 0)
        code = first_word(category.label)
        label = category.label if longest is None else shortened(category.label, longest)
        if way == "share":
            labels.append([share])
            continue
        names = {"line": [label], "code": [code], "codes": [code], "apart": [label]}.get(way)
        names = names or lines_of(label, 0.2 * width, size)
        last = [format_value(value, series.unit, lang, short=True)] if valued else []
        joined = way in ("line", "code") or (way != "apart" and len(names[-1]) <= 3)
        labels.append([*names[:-1], f"{names[-1]} {share}", *last] if joined else [*names, " ".join([share, *last])])
    return labels


def _sides(chart: Chart, labels: list[list[str]]) -> tuple[list[list[str]], list[list[str]]]:
    """Return the labels of the slices that have their middle left of the pie's, and right of it."""
    sides: tuple[list[list[str]], list[list[str]]] = ([], [])
    values, total, at = chart.series[0].values, float(slice_total(chart)), 0.0
    for value, label in zip(values, labels, strict=True):
        part = max(float(value or 0), 0.0) / total
        if part:
            sides[at + part / 2 <= 0.5].append(label)  # straight below, it is written to the right
        at += part
    return sides


def _uprights(chart: Chart) -> Iterator[float]:
    """Yield how near to straight above or below the pie each slice stands: 1 there, 0 at its sides and where it has no size."""
    values, total, at = chart.series[0].values, float(slice_total(chart)), 0.0
    for value in values:
        part = max(float(value or 0), 0.0) / total
        yield abs(cos(2 * pi * (at + part / 2))) if part else 0.0
        at += part


def _quarters(chart: Chart) -> Iterator[int]:
    """Yield in which quarter of the pie each slice has its middle, 0 at the upper right."""
    values, total, at = chart.series[0].values, float(slice_total(chart)), 0.0
    for value in values:
        part = max(float(value or 0), 0.0) / total
        yield 1 if at + part / 2 == 0.5 else int(4 * (at + part / 2))
        at += part


def _wide(lines: list[str], size: int) -> float:
    """Return how many pixels strong lines take, rather too many."""
    return max(sum(map(_letter_wide, line)) for line in lines) * size + 0.15 * size


def _letter_wide(letter: str) -> float:
    """Return how wide a strong letter is, of its size: one of Chinese as wide as high."""
    if columns_wide(letter) > 1:
        return 1.0
    return 0.95 if letter in "%@MW" else 0.78 if letter.isupper() else 0.3 if letter in " .,ijl" else 0.6


def _rich(lines: list[str], *, valued: bool) -> str:
    """Return the lines as they are written, the value muted: it has a line of its own, or stands behind its share."""
    told = [f"{{n|{as_text(line)}}}" for line in lines]
    if valued:
        share, _blank, value = lines[-1].rpartition(" ")
        told[-1] = f"{{n|{as_text(share)}}}{{v|  {as_text(value)}}}" if share.endswith("%") else f"{{v|{as_text(lines[-1])}}}"
    return "\n".join(told)
