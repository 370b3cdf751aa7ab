"""Pies on the screen: from twelve o'clock in the order given, every slice with its finished text, the whole in the hole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi
from typing import Any

from segmentation.charts.echarts.look import (
    LINE,
    MAIN,
    Drawn,
    Look,
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

SHORT, LONG, LONGEST = 5, 9, 18  # columns that stand beside a share in a narrow pie and in any, and letters of a name at most
NARROW = 345  # pixels; there a pie leaves more room for its labels
MANY = 7  # slices: of more of them the values are left to the table
LEAD, BEND, APART = 10, 4, 4  # pixels of the line that leads from a slice outwards, of its end, and before its label
ENOUGH, ENOUGH_VALUED = 0.97, 0.85  # of the largest pie: then its labels stay as they are
STEEP = 0.75  # cosine of how far from upright a slice may stand whose label of several lines needs a longer line
VALUED_WAYS = (("line", True), ("lines", True), ("line", False), ("lines", False))
BRIEF_WAYS = (("line", False), ("lines", False), ("code", False), ("codes", False))
THIN = 0.04  # a thinner slice has its label on one line, so that its neighbours have room


def draw_pie(
    chart: Chart, lang: str, look: Look, *, height: int, size: int, brief: bool = False, chosen: Behind = (),
    width: int | None = None, narrow: bool = False,
) -> Drawn | None:
    """Return the pie; None where no slice has a size. ``brief`` says codes and shares only, where a key beside it has the names.

    A slice of nothing, or below zero, keeps its place in the order and has no label. With ``width`` the pie is as large as its
    labels allow that stand beside it within so many pixels, names on lines; ``brief`` leaves only the values out there.
    In a ``narrow`` one without it long names have lines of their own.
    """
    series, total = chart.series[0], slice_total(chart)
    if not total:
        return None
    fitted = None if width is None else fit_pie(chart, lang, height, width, size, valued=not brief)
    slices, behind = [], []
    for category, value in zip(chart.categories, series.values, strict=True):
        part = max(float(value or 0), 0.0)
        share = part / float(total)
        said = format_value(value, series.unit, lang, short=True)
        stands = stands_for(category, series)
        style = fill(
            series.colour or category.colour or IDENTIFIED, look, hatched=category.hatched, chosen=is_chosen(stands, chosen)
        )
        if not style["borderWidth"]:
            style |= {"borderColor": look.ground, "borderWidth": 2}
        words = fitted.labels[len(slices)] if fitted and part else None
        if part and not fitted:
            words = _label(category.label, format_ratio(share, lang, 0), said, share, brief=brief,
                           many=len(chart.categories) > MANY, narrow=narrow)
        told = (category.label, format_value(value, series.unit, lang), format_ratio(share, lang))
        lead, bend = (fitted.leads[len(slices)], BEND) if fitted else (max(8, size // 2), 6)
        slices.append(mark(part, style, told, words, name=category.label, labelLine={
            "show": bool(words), "length": lead, "length2": bend, "lineStyle": {"color": LINE},
        }))
        behind.append(stands)
    marks = {(0, MAIN): tuple(behind)}
    options = {
        **base(look, size),
        "title": _whole(format_value(total, series.unit, lang, short=True), "" if brief and not fitted else series.name, look,
                        height, size, fitted),
        "series": [{
            "type": "pie", "radius": fitted.radius if fitted else ["41%", "70%"],
            "center": [fitted.middle, height / 2] if fitted else ["50%", "50%"], "startAngle": 90, "clockwise": True,
            "selectedOffset": 0, "minShowLabelAngle": 0, "data": slices, "emphasis": {"scale": False},
            "label": {
                "color": look.ink, "fontSize": size, "lineHeight": round(1.25 * size), "overflow": "none", "bleedMargin": 0,
                "edgeDistance": 0, "distanceToLabelLine": APART,
                "rich": {"n": {"fontWeight": 600, "fontSize": size}, "v": {"fontSize": size - 1, "color": look.muted}},
            },
            **clickable(marks, 0),
        }],
        **({} if fitted else {
            "media": [{"query": {"maxWidth": NARROW}, "option": {"series": [{"radius": ["35%", "60%"]}]}}]
        }),
    }
    return Drawn(options, height, marks)


def _label(label: str, share: str, said: str, part: float, *, brief: bool, many: bool, narrow: bool) -> str:
    """Return name, share and value on two lines, on one where the slice is thin; a long name stands alone.

    Where the pie is ``narrow`` a long name has a third line instead.
    """
    name = as_text(shortened(first_word(label) if brief else label, LONGEST))
    if brief or many:
        return f"{{n|{name} {share}}}"
    if narrow and columns_wide(name) > SHORT:
        return f"{{n|{name}}}\n{{n|{share}}}\n{{v|{said}}}"
    if columns_wide(name) > LONG:
        return f"{{n|{name} {share}}}" if part <= THIN else f"{{n|{name}}}\n{{n|{share}}}{{v|  {said}}}"
    return f"{{n|{name} {share}}}{{v|  {said}}}" if part <= THIN else f"{{n|{name} {share}}}\n{{v|{said}}}"


def _whole(said: str, name: str, look: Look, height: int, size: int, fitted: FittedPie | None) -> dict[str, Any]:
    """Return the whole in the hole, and below it what it is the whole of."""
    letters, small = size + 3, size if fitted else size - 1
    lines = lines_of(name, 1.5 * fitted.radius[0], small) if fitted and name else [name] if name else []
    place: dict[str, Any] = {"left": fitted.middle, "textAlign": "center"} if fitted else {"left": "center"}
    return {
        **place, "text": as_text(said), "subtext": "\n".join(map(as_text, lines)), "itemGap": 2, "padding": 0,
        "top": round(height / 2 - 0.62 * letters - 0.6 * size * len(lines)), "triggerEvent": False,
        "textStyle": {"fontSize": letters, "fontWeight": 600, "color": look.ink},
        "subtextStyle": {"fontSize": small, "color": look.muted},
    }


@dataclass(frozen=True)
class FittedPie:
    """How a pie stands in its room: its inner and outer radius, its middle, what is written at its slices, and how far off."""

    radius: tuple[int, int]
    middle: int
    labels: tuple[str, ...]
    leads: tuple[int, ...]


def fit_pie(chart: Chart, lang: str, height: int, width: int, size: int, *, valued: bool) -> FittedPie:
    """Return the pie as large as its labels allow: names and shares on one line where they have room, else on several.

    Where even then it would be small, the values give way; of a pie that is not ``valued``, names do, and codes stand alone.
    """
    best: tuple[float, FittedPie] | None = None
    for way, told in VALUED_WAYS if valued else BRIEF_WAYS:
        most = round((0.78 if told else 0.9) * height)
        labels = _labels_in(chart, lang, width, size, way, valued=told)
        sides = _sides(chart, labels)
        left, right = (max((_wide(text, size) for text in side), default=0.0) for side in sides)
        tall = max(sum(map(len, side)) for side in sides) * 1.25 * size
        beside = width - left - right - 2 * (LEAD + BEND + APART)
        across = min(most, round(beside))
        middle = left + LEAD + BEND + APART + max(0.0, beside - across) / 2 + across / 2
        fitted = FittedPie(
            (round(0.24 * across), across // 2), round(middle), tuple(map(_rich, labels)), tuple(_leads(chart, labels, size))
        )
        if across >= (ENOUGH_VALUED if told else ENOUGH) * most and tall <= height:
            return fitted
        weight = across if tall <= height else across - height
        if best is None or weight > best[0]:
            best = weight, fitted
    return best[1]


def _labels_in(chart: Chart, lang: str, width: int, size: int, way: str, *, valued: bool) -> list[list[str]]:
    """Return the lines written at each slice, its share last or before its value: ``way`` says how names are broken."""
    series, total = chart.series[0], float(slice_total(chart))
    labels = []
    for category, value in zip(chart.categories, series.values, strict=True):
        share = format_ratio(max(float(value or 0), 0.0) / total, lang, 0)
        code = first_word(category.label)
        names = {"line": [category.label], "code": [code], "codes": [code]}.get(way)
        names = names or lines_of(category.label, 0.2 * width, size)
        last = [format_value(value, series.unit, lang, short=True)] if valued else []
        joined = way in ("line", "code") or len(names[-1]) <= 3
        labels.append([*names[:-1], f"{names[-1]} {share}", *last] if joined else [*names, " ".join([share, *last])])
    return labels


def _sides(chart: Chart, labels: list[list[str]]) -> tuple[list[list[str]], list[list[str]]]:
    """Return the labels of the slices that have their middle left of the pie's, and right of it."""
    sides: tuple[list[list[str]], list[list[str]]] = ([], [])
    values, total, at = chart.series[0].values, float(slice_total(chart)), 0.0
    for value, label in zip(values, labels, strict=True):
        part = max(float(value or 0), 0.0) / total
        if part:
            sides[at + part / 2 < 0.5].append(label)
        at += part
    return sides


def _leads(chart: Chart, labels: list[list[str]], size: int) -> Iterator[int]:
    """Yield how long the line to each label is: longer above and below the pie, where several lines would reach into it."""
    values, total, at = chart.series[0].values, float(slice_total(chart)), 0.0
    for value, label in zip(values, labels, strict=True):
        part = max(float(value or 0), 0.0) / total
        steep = abs(cos(2 * pi * (at + part / 2))) > STEEP
        yield LEAD + (round(0.55 * size) * (len(label) - 1) if steep else 0)
        at += part


def _wide(lines: list[str], size: int) -> float:
    """Return how many pixels strong lines take, rather too many."""
    return max(sum(map(_letter_wide, line)) for line in lines) * size + 0.15 * size


def _letter_wide(letter: str) -> float:
    """Return how wide a strong letter is, of its size: one of Chinese as wide as high."""
    if columns_wide(letter) > 1:
        return 1.0
    return 0.95 if letter in "%@MW" else 0.78 if letter.isupper() else 0.3 if letter in " .,ijl" else 0.6


def _rich(lines: list[str]) -> str:
    return "\n".join(f"{{n|{as_text(line)}}}" for line in lines)
