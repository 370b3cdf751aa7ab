"""Lines over months or periods on the screen, each named at its end with its last figure."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from segmentation.charts.echarts import axes
from segmentation.charts.echarts.look import (
    MAIN,
    PHONE,
    TRACK,
    Drawn,
    Look,
    Options,
    as_text,
    base,
    clickable,
    fill,
    is_chosen,
    stands_for,
    tooltip,
)
from segmentation.charts.labels import pixels_wide, shortened
from segmentation.slides import Behind, Chart, Series, format_value

SYMBOLS = ("circle", "rect", "diamond", "triangle")
NARROW = 420  # pixels; there names have no room at the ends of lines
MOST_NAMED = 5  # lines; of more of them a legend has the names
LONGEST_NAME = 26
MOST_STEPS = 6  # of an axis of shares


def draw_lines(chart: Chart, lang: str, look: Look, *, height: int, size: int, width: int, chosen: Behind = ()) -> Drawn:
    """Return the lines, from 0 to 100 % where they are shares; hollow points are periods that are not over."""
    named = len(chart.series) <= MOST_NAMED
    ends = [_end(each, lang, chart, named=named) for each in chart.series]
    right = round(max((pixels_wide(text, size) for text in ends), default=0)) + 20
    legend, top = ({"show": False}, 12) if named else axes.legend(chart.series, look, size)
    is_share = chart.unit == "ratio"
    times = 100 if is_share else 1
    names, below = axes.names_below(chart, look, size, max(100, width - right - 44))
    values = [float(value) for each in chart.series for value in each.values if value is not None]
    low, high = min([0.0, *values]), max([1.0, *values]) if is_share else max(values, default=1.0)
    step = _percent_step(high, 25 if height > 240 else 50)
    if is_share:
        high = ceil(round(high * 100 / step, 6)) * step / 100  # shares of more than the whole end on a whole step as well
    shifts = _apart(chart.series, low, high, room=height - top - below, gap=round(1.3 * size))
    marks, series = {}, []
    for number, (each, end) in enumerate(zip(chart.series, ends, strict=True)):
        marks[number, MAIN] = tuple(  # what is not drawn takes no clicks, nor does a reference
            () if value is None or each.reference else stands_for(category, each)
            for category, value in zip(chart.categories, each.values, strict=True)
        )
        series.append({
            "type": "line", "name": axes.name_of(each), "symbol": SYMBOLS[number % len(SYMBOLS)], "symbolSize": 7,
            "showSymbol": not each.reference, "silent": each.reference, "showAllSymbol": True, "connectNulls": each.reference,
            "triggerLineEvent": False,
            "lineStyle": {"width": 2 if each.reference else 2.5, "color": axes.colour_of(each),
                          "type": "dashed" if each.reference else "dotted" if each.hatched else "solid"},
            "itemStyle": {"color": axes.colour_of(each)}, "emphasis": {"scale": 1.5},
            "endLabel": {"show": True, "formatter": as_text(end), "color": look.ink, "fontSize": size,
                         "fontWeight": 400 if each.reference else 600, "distance": 8, "padding": [2, 0],
                         "offset": [0, shifts[number]]},
            "data": _points(chart, each, marks[number, MAIN], lang, look, times, SYMBOLS[number % len(SYMBOLS)], chosen),
            **(clickable(marks, number) if not each.reference else {}),
        })
    scale: dict[str, Any] = {"min": low * times, "show": is_share}
    if is_share:
        scale |= {"max": high * times, "interval": step}
    options = {
        **base(look, size), "legend": legend, **_narrow(chart, lang, look, size, ends, (right, top, names, below), named=named),
        "grid": {"left": (round(2.9 * size) if is_share else 12), "right": right, "top": top, "bottom": below},
        "xAxis": {**names, "boundaryGap": len(chart.categories) < 2},
        "yAxis": {
            "type": "value", **scale, "splitLine": {"lineStyle": {"color": TRACK}},
            "axisLabel": {"formatter": "{value}%", "color": look.muted, "fontSize": size},
        },
        "series": series,
    }
    return Drawn(options, height, marks)


def _percent_step(high: float, least: int) -> int:
    """Return from how many per cent to how many a share's axis is labelled: at most MOST_STEPS times up to ``high``.

    >>> _percent_step(1.0, 25), _percent_step(2.18, 25), _percent_step(91.0, 25)
    (25, 50, 1600)
    """
    step = least
    while high * 100 / step > MOST_STEPS:
        step *= 2
    return step


def _narrow(
    chart: Chart, lang: str, look: Look, size: int, ends: Sequence[str], wide: tuple[int, int, Options, int], *, named: bool
) -> Options:
    """Return what a phone draws in place of names at the ends, which would leave the lines half the width: a legend above.

    The names below are written for its room too. ``wide`` is what is beside and above the lines elsewhere, and what below.
    """
    right, top, names, below = wide
    legend, high = axes.legend(chart.series, look, size, NARROW - 60)
    brief = [_end(each, lang, chart, named=False) for each in chart.series]
    room = round(max((pixels_wide(text, size) for text in brief), default=0)) + 14
    few, deep = axes.names_below(chart, look, size, PHONE - room - 44)

    def drawn(key: Options, beside: int, above: int, texts: Sequence[str], axis: Options, under: int) -> Options:
        written = {name: axis["axisLabel"][name] for name in ("rotate", "hideOverlap")}
        below = {"xAxis": {"data": axis["data"], "axisLabel": written}}
        if not named:  # they have a legend wherever they are
            return {"grid": {"bottom": under}, **below}
        labels = [{"endLabel": {"formatter": as_text(text)}} for text in texts]
        return {"legend": key, "grid": {"right": beside, "top": above, "bottom": under}, "series": labels, **below}

    return {"media": [
        {"query": {"maxWidth": NARROW}, "option": drawn(legend, room, high, brief, few, deep)},
        {"query": {"minWidth": NARROW + 1}, "option": drawn({"show": False}, right, top, ends, names, below)},
    ]}


def _apart(series: Sequence[Series], low: float, high: float, *, room: float, gap: int) -> list[int]:
    """Return by how many pixels the name at each line's end is moved down, so that none is written over another.

    ``room`` is the height from ``high`` down to ``low``; ECharts moves no label at an end by itself.

    >>> _apart([Series("", "ratio", (0.91,)), Series("", "ratio", (0.89,)), Series("", "ratio", (0.1,))], 0, 1, room=200, gap=18)
    [-7, 7, 0]
    """
    last = [next((float(value) for value in reversed(each.values) if value is not None), low) for each in series]
    own = [(high - value) / ((high - low) or 1) * room for value in last]
    order = sorted(range(len(own)), key=lambda number: own[number])
    groups: list[tuple[list[int], float]] = []  # names that stand together, and where their middle is
    for number in order:
        together, middle = [number], own[number]
        while groups and middle - (len(together) - 1) * gap / 2 < groups[-1][1] + (len(groups[-1][0]) - 1) * gap / 2 + gap:
            above, _middle = groups.pop()
            together = [*above, *together]
            middle = sum(own[each] for each in together) / len(together)
        groups.append((together, middle))
    shifts = [0] * len(own)
    for together, middle in groups:
        for place, number in enumerate(together):
            shifts[number] = round(middle + (place - (len(together) - 1) / 2) * gap - own[number])
    return shifts


def _end(series: Series, lang: str, chart: Chart, *, named: bool) -> str:
    """Return what stands at the end of a line: its name and its last figure, and when that was where the line ends before others.

    A reference says its own in its name.
    """
    places = [at for at, value in enumerate(series.values) if value is not None]
    last = places[-1] if places else None
    said = format_value(None if last is None else series.values[last], series.unit, lang, short=True)
    if last is not None and last < len(series.values) - 1:
        said = f"{said} · {chart.categories[last].label}"
    name = shortened(series.name, LONGEST_NAME)
    if not named:
        return said
    return name if series.reference else f"{name} {said}"


def _points(
    chart: Chart, series: Series, behind: Sequence[Behind], lang: str, look: Look, times: int, symbol: str, chosen: Behind
) -> list[Options]:
    points = []
    for category, value, stands in zip(chart.categories, series.values, behind, strict=True):
        style = fill(axes.colour_of(series), look)
        if category.hatched:  # hollow
            style |= {"color": look.ground, "borderColor": axes.colour_of(series), "borderWidth": 2}
        if is_chosen(stands, chosen):
            style |= {"borderColor": look.ink, "borderWidth": 3}
        edge = {name: style[name] for name in ("borderColor", "borderWidth")}
        told = axes.told(category, series, lang, several=len(chart.series) > 1, value=value)
        points.append({
            "value": None if value is None else float(value) * times, "itemStyle": style, "symbol": symbol,
            "select": {"itemStyle": edge}, "tooltip": {"formatter": tooltip(told)},
        })
    return points
