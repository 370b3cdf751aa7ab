"""Intervals as PowerPoint has them: lying bars with error bars of their own, each written out beside its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from segmentation.charts.echarts.intervals import interval_text
from segmentation.exports.pptx.text import INK, Box
from segmentation.language.text import cut
from segmentation.slides import Chart

BESIDE = 0.5  # of the width is for names and figures at most
AROUND = 0.04  # of the way from the least to the most is left free on both sides
LETTER = 0.52  # of the size of letters is how wide one of half width is


def as_bars(chart: Chart, box: Box, lang: str, size: int) -> Chart:
    """Return intervals as lying bars, hatched where one holds nothing, with what is written of each behind its name."""
    room = int(BESIDE * box.width / (size * LETTER))
    categories = []
    for place, each in enumerate(chart.categories):
        text = interval_text(chart, place, lang)
        categories.append(replace(each, label=f"{cut(each.label, max(8, room - len(text) - 2))}  {text}", tick=""))
    return replace(chart, kind="bar", categories=tuple(categories), series=chart.series[:1], limits=())


def add_ends(native: Any, chart: Chart) -> None:
    """Draw from where to where each difference may lie, and leave the figures to the names; an end that nobody knows is none."""
    values, lows, highs = (each.values for each in chart.series)
    below = [_apart(value, low) for value, low in zip(values, lows, strict=True)]
    above = [_apart(high, value) for value, high in zip(values, highs, strict=True)]
    [series] = native.plots[0].series
    for labels in series._element.findall(qn("c:dLbls")):
        series._element.remove(labels)
    reached = [float(each) for row in (values, lows, highs) for each in row if each is not None]
    free = AROUND * ((max(0.0, *reached) - min(0.0, *reached)) or 1.0)
    native.value_axis.minimum_scale, native.value_axis.maximum_scale = min(0.0, *reached) - free, max(0.0, *reached) + free
    ends = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"{_numbers('plus', above)}{_numbers('minus', below)}"
        f'<c:spPr><a:ln w="22225"><a:solidFill><a:srgbClr val="{INK}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series._element.find(qn("c:cat")).addprevious(ends)


def _apart(one: Any, other: Any) -> float:
    return 0.0 if one is None or other is None else float(one) - float(other)


def _numbers(side: str, values: Sequence[float]) -> str:
    points = "".join(f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>' for place, value in enumerate(values))
    return (
        f'<c:{side}><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numLit></c:{side}>'
    )
