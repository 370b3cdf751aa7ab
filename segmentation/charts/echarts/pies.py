"""Pies on the screen: from twelve o'clock in the order given, every slice with its finished text, the whole in the hole."""

from __future__ import annotations

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
from segmentation.charts.labels import first_word, shortened
from segmentation.charts.palette import IDENTIFIED
from segmentation.language.i18n import format_ratio
from segmentation.language.text import columns_wide
from segmentation.slides import Behind, Chart, format_value, slice_total

SHORT, LONG, LONGEST = 5, 9, 18  # columns that stand beside a share in a narrow pie and in any, and letters of a name at most
MANY = 7  # slices: of more of them the values are left to the table
NARROW = 345  # pixels; there a pie leaves more room for its labels
THIN = 0.04  # a thinner slice has its label on one line, so that its neighbours have room


def draw_pie(
    chart: Chart, lang: str, look: Look, *, height: int, size: int, width: int, brief: bool = False, chosen: Behind = ()
) -> Drawn | None:
    """Return the pie; None where no slice has a size. ``brief`` says codes and shares only, where a key beside it has the names.

    A slice of nothing, or below zero, keeps its place in the order and has no label.
    """
    series, total = chart.series[0], slice_total(chart)
    if not total:
        return None
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
        words = None
        if part:
            words = _label(category.label, format_ratio(share, lang, 0), said, share, brief=brief,
                           many=len(chart.categories) > MANY, narrow=width < NARROW)
        told = (category.label, format_value(value, series.unit, lang), format_ratio(share, lang))
        slices.append(mark(part, style, told, words, name=category.label, labelLine={
            "show": bool(words), "length": max(8, size // 2), "length2": 6, "lineStyle": {"color": LINE},
        }))
        behind.append(stands)
    marks = {(0, MAIN): tuple(behind)}
    options = {
        **base(look, size),
        "title": _whole(format_value(total, series.unit, lang, short=True), "" if brief else series.name, look, height, size),
        "series": [{
            "type": "pie", "radius": ["41%", "70%"], "center": ["50%", "50%"], "startAngle": 90, "clockwise": True,
            "selectedOffset": 0, "minShowLabelAngle": 0, "data": slices, "emphasis": {"scale": False},
            "label": {
                "color": look.ink, "fontSize": size, "lineHeight": round(1.25 * size), "overflow": "none", "bleedMargin": 0,
                "edgeDistance": 0, "distanceToLabelLine": 4,
                "rich": {"n": {"fontWeight": 600, "fontSize": size}, "v": {"fontSize": size - 1, "color": look.muted}},
            },
            **clickable(marks, 0),
        }],
        "media": [{"query": {"maxWidth": NARROW}, "option": {"series": [{"radius": ["35%", "60%"]}]}}],
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


def _whole(said: str, name: str, look: Look, height: int, size: int) -> dict[str, Any]:
    """Return the whole in the hole, and below it what it is the whole of."""
    letters = size + 3
    return {
        "text": as_text(said), "subtext": as_text(name), "left": "center", "itemGap": 2, "padding": 0,
        "top": round(height / 2 - 0.62 * letters - (0.6 * size if name else 0)), "triggerEvent": False,
        "textStyle": {"fontSize": letters, "fontWeight": 600, "color": look.ink},
        "subtextStyle": {"fontSize": size - 1, "color": look.muted},
    }
