"""Bars, columns and lines: labels on the marks, thin axes, and a legend only where there are several series."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from segmentation.charts.palette import IDENTIFIED, REFERENCE, text_on
from segmentation.exports.pptx.native import (
    all_values,
    label_points,
    labels_of,
    named_values,
    paint,
    place_plot,
    rgb,
    short_format,
    short_text,
    widest_label,
    write_at_point,
)
from segmentation.exports.pptx.text import INK, QUIET, RULE, SMALLEST, Box
from segmentation.exports.room import lines_needed, points_wide, widest_word
from segmentation.language.text import writable
from segmentation.slides import Chart, Series, Value, format_value

LYING = {"bar", "stacked_bar"}
STACKED = {"stacked_bar", "stacked_column"}
TICKS, VALUES, EDGE = 76, 70, 6  # points beside a plot: for its axis, for the last value of a line, for neither
TICKED = 8  # lines at most beside a stack, at 1, 2 or 5 of a power of ten
MOST_LINES = 3  # of a category's name below a plot


def draw_bars(native: Any, box: Box, chart: Chart, lang: str, size: int, legend: bool = True, said: str = "") -> None:
    """Colour and label the bars or columns of a native chart; a legend of several series, unless it stands elsewhere.

    Where not all values have room, those that are ``said`` come first.
    """
    _draw_axes(native, box, chart, lang, size)
    plot, stacked, several = native.plots[0], chart.kind in STACKED, len(chart.series) > 1
    plot.gap_width, plot.overlap = (40, 100) if stacked or not several else (60, -5)
    size, unlabelled = (size, {}) if stacked else _crowded(box, chart, lang, size, said)
    if unlabelled:
        _show_ticks(native.value_axis, chart, lang, size)
    for number_of_series, (series, drawn) in enumerate(zip(chart.series, plot.series, strict=True)):
        drawn.invert_if_negative = False
        colour = series.colour or (REFERENCE if series.reference else IDENTIFIED)
        hatched = series.hatched or series.reference
        paint(drawn.format, colour, hatched)
        for number, category in enumerate(chart.categories):
            own = series.colour or (colour if series.reference else category.colour or colour)
            if own != colour or category.hatched:
                paint(drawn.points[number].format, own, category.hatched or hatched)
        _keep_negative_colours(drawn)
        code = short_format(chart, lang)
        if stacked:
            label_points(drawn, code, text_on(colour), SMALLEST, "ctr", _without_room(box, chart, series, lang))
        else:
            label_points(drawn, code, INK, size, "outEnd", unlabelled.get(number_of_series, []))
    if chart.kind == "stacked_column" and several:
        _write_sums(native, box, chart, lang, said)
    _lay_out(native, box, chart, lang, size, legend and several)


def _crowded(box: Box, chart: Chart, lang: str, size: int, said: str) -> tuple[int, dict[int, list[int]]]:
    """Return in which size the values above columns are written, and of each series the places that have no room for theirs.

    Every value where all have room, be it in a smaller size; else those of the first series that are ``said`` or stand free
    above their group; else those that are said, its last and its largest. What is not written, the axis tells. Bars that lie
    have room.
    """
    places = range(len(chart.categories))
    if chart.kind != "column" or not places:
        return size, {}
    wide = {each: _widest_value(chart, all_values(chart), lang, each) + 3 for each in (size, SMALLEST)}
    several = len(chart.series)
    for each in wide:
        if wide[each] <= _slot(box, chart) / (several + 0.6 if several > 1 else 1):
            return each, {}
    others = {number: list(places) for number in range(1, several)}
    own = [abs(float(value or 0)) for value in chart.series[0].values]
    named = named_values(chart, chart.series[0], said, lang)
    slot = (box.width - TICKS - EDGE) / len(places)  # beside an axis
    if others and wide[SMALLEST] <= slot:
        beside = [max(0.0, *(float(each.values[at] or 0) for each in chart.series[1:])) for at in places]
        return SMALLEST, {**others, 0: [at for at in places if own[at] < beside[at] and at not in named]}
    told = _apart([*named, places[-1], max(places, key=lambda at: own[at])], wide[SMALLEST] / slot)
    return SMALLEST, {**others, 0: [at for at in places if at not in told]}


def _apart(places: Sequence[int], least: float) -> list[int]:
    """Return of the places, the most wanted first, those that stand at least so many slots from each that is wanted more."""
    kept: list[int] = []
    for at in places:
        if at not in kept and all(abs(at - other) >= least for other in kept):
            kept.append(at)
    return kept


def _write_sums(native: Any, box: Box, chart: Chart, lang: str, said: str) -> None:
    """Write above the stacks what they sum to, and below them what their negative parts do: of all where they have room.

    Then the axis has nothing to add and goes; else those that are ``said``, the last and the widest are told. No part of a chart
    draws a sum: it is a text at the outermost part of its stack, half a line beyond it.
    """
    axis, reach, whole = native.value_axis, [0.0, 0.0], True
    texts: dict[tuple[int, int], str] = {}  # by the number of the series and the place
    for side in (1, -1):
        sums = [sum(max(side * (series.values[at] or 0), 0) for series in chart.series) for at in range(len(chart.categories))]
        reach[side < 0] = float(max(sums))
        told = _told_sums(box, chart, sums, lang, said)
        whole = whole and len(told) == sum(value > 0 for value in sums)
        for at in told:
            outer = max(number for number, series in enumerate(chart.series) if side * (series.values[at] or 0) > 0)
            texts[outer, at] = format_value(side * sums[at], chart.unit, lang, short=True)
    for (number, at), text in sorted(texts.items()):
        up = 1.7 * SMALLEST / box.height * (1 if (chart.series[number].values[at] or 0) > 0 else -1)
        write_at_point(native.plots[0].series[number], at, text, INK, SMALLEST, up)
    room = sum(reach) * 2.5 * SMALLEST / max(80, 0.7 * box.height)
    high, low = (each + room if each else 0 for each in reach)
    power = 10 ** math.floor(math.log10(max(high + low, 1e-9) / TICKED))
    step = next(power * each for each in (1, 2, 5, 10) if power * each * TICKED >= high + low)
    axis.minimum_scale, axis.maximum_scale = -math.ceil(low / step) * step, math.ceil(high / step) * step
    axis.major_unit = step
    if whole and texts:
        axis.minimum_scale, axis.maximum_scale = -low, high
        axis.visible, axis.has_major_gridlines = False, False


def _told_sums(box: Box, chart: Chart, sums: Sequence[Value], lang: str, said: str) -> list[int]:
    """Return where the sums of stacks are written: at all that are some, else those ``said``, the last and the largest."""
    told = [at for at, value in enumerate(sums) if value > 0]
    wide = max((points_wide(format_value(sums[at], chart.unit, lang, short=True), SMALLEST) for at in told), default=0.0)
    if wide + 4 <= (box.width - 2 * EDGE) / max(1, len(sums)):  # without the axis, which then goes
        return told
    named = named_values(chart, Series("", chart.unit, tuple(sums)), said, lang)
    wanted = [*(at for at in named if at in told), told[-1], max(told, key=lambda at: sums[at])]
    return sorted(_apart(wanted, (wide + 4) / _slot(box, chart)))


def draw_lines(native: Any, box: Box, chart: Chart, lang: str, size: int, legend: bool = True, said: str = "") -> None:
    """Colour the lines of a native chart, label the last points and what is ``said``; an unfinished month is reached by dots."""
    _draw_axes(native, box, chart, lang, size)
    hidden = _too_close(chart, box, size)
    for number, (series, drawn) in enumerate(zip(chart.series, native.plots[0].series, strict=True)):
        colour = series.colour or (REFERENCE if series.reference else IDENTIFIED)
        _draw_line(chart, series, drawn, colour)
        last = max((at for at, value in enumerate(series.values) if value is not None), default=-1)
        named = [] if series.reference else named_values(chart, series, said, lang)
        named = [at for at in named if at != last or number in hidden]
        others = [at for at in range(len(series.values)) if at not in named and (at != last or number in hidden)]
        label_points(drawn, short_format(chart, lang), _readable(colour), size, "r", others, bold=True,
                     aside={at: _free_side(chart, series, at) for at in named})
    _lay_out(native, box, chart, lang, size, legend and len(chart.series) > 1)


def _free_side(chart: Chart, series: Series, at: int) -> str:
    """Return on which side of a point of a line a label stands free: below it where the nearest other line runs above."""
    value = float(series.values[at] or 0)
    beside = [float(other.values[at]) - value for other in chart.series if other is not series and other.values[at] is not None]
    return "b" if beside and min(beside, key=abs) > 0 else "t"


def _keep_negative_colours(drawn: Any) -> None:
    """Say at every point too that it keeps its colour below zero; PowerPoint asks each, and would paint it white."""
    for point in drawn._element.findall(qn("c:dPt")):
        for old in point.findall(qn("c:invertIfNegative")):
            point.remove(old)
        point.find(qn("c:idx")).addnext(parse_xml(f'<c:invertIfNegative {nsdecls("c")} val="0"/>'))


def _lay_out(native: Any, box: Box, chart: Chart, lang: str, size: int, legend: bool) -> None:
    """Give the plot what the labels of its axes, the last values of its lines and the legend leave."""
    if legend:
        show_legend(native, SMALLEST)
    foot = SMALLEST * 1.5 * (_legend_lines(box, chart, SMALLEST) if legend else 0)
    if chart.kind in LYING:
        if chart.kind == "bar" and min(all_values(chart)) < 0:
            wide = _widest_value(chart, all_values(chart), lang, size)
            _leave_room(native, chart, (wide + 8) / max(80, box.width - widest_label(chart, size) - 20))
        return
    labels, lines = _label_size(box, chart, size)
    below = labels * 1.5 * lines + foot + 16
    left, right = _beside(chart)
    left = TICKS if native.value_axis.visible else EDGE
    place_plot(native, left / box.width, 0.03, 1 - (left + right) / box.width, max(0.2, 0.97 - below / box.height))
    if chart.kind == "column" and min(all_values(chart)) < 0:
        _leave_room(native, chart, size * 1.35 / max(40, 0.97 * box.height - below))


def _beside(chart: Chart) -> tuple[int, int]:
    """Return the points left and right of a plot for the axis and for the last values of lines."""
    return (EDGE if chart.kind == "column" else TICKS), (VALUES if chart.kind == "line" else EDGE)


def _slot(box: Box, chart: Chart) -> float:
    return (box.width - sum(_beside(chart))) / max(1, len(chart.categories))


def _label_size(box: Box, chart: Chart, size: int) -> tuple[int, int]:
    """Return in which size the categories below a plot are written, and on how many lines: smaller before a second line."""
    slot = _slot(box, chart) - 6
    for each in (size, SMALLEST):
        lines = max((lines_needed(label, each, slot) for label in labels_of(chart)), default=1)
        if lines == 1:
            break
    return each, min(lines, MOST_LINES)


def _draw_line(chart: Chart, series: Series, drawn: Any, colour: str) -> None:
    drawn.smooth = False
    drawn.format.line.color.rgb, drawn.format.line.width = rgb(colour), Pt(2.25 if series.reference else 3)
    if series.reference:
        drawn.marker.style, drawn.format.line.dash_style = XL_MARKER_STYLE.NONE, MSO_LINE.DASH
        return
    drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 7
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = drawn.marker.format.line.color.rgb = rgb(colour)
    for at, category in enumerate(chart.categories):
        if category.hatched:
            line = drawn.points[at].format.line
            line.color.rgb, line.width, line.dash_style = rgb(colour), Pt(3), MSO_LINE.SQUARE_DOT


def _draw_axes(native: Any, box: Box, chart: Chart, lang: str, size: int) -> None:
    categories, values = native.category_axis, native.value_axis
    categories.format.line.color.rgb = rgb(QUIET)
    categories.major_tick_mark = categories.minor_tick_mark = XL_TICK_MARK.NONE
    categories.has_major_gridlines = False
    categories.tick_labels.font.size = Pt(size if chart.kind in LYING else _label_size(box, chart, size)[0])
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # also where a bar goes below zero
    categories._element.get_or_add_txPr().find(qn("a:bodyPr")).set("rot", "0")
    if chart.kind in LYING:
        categories.reverse_order = True
    elif chart.kind != "column" or any(each.tick for each in chart.categories):
        _thin_out(categories, box, chart, size)
    labelled = chart.kind in ("bar", "column")
    values.visible, values.has_major_gridlines = not labelled, not labelled
    if not labelled:
        _show_ticks(values, chart, lang, size)


def _show_ticks(values: Any, chart: Chart, lang: str, size: int) -> None:
    """Let the axis of values tell what the marks do not."""
    values.visible = values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = rgb(RULE)
    values.format.line.fill.background()
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.font.size = Pt(size)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = short_format(chart, lang), False
    if chart.unit == "ratio":
        values.minimum_scale = min(0, *all_values(chart), 0)
        least = 0 if chart.kind == "line" else 0.85  # lines of shares have one scale, so that several are compared at a glance
        values.maximum_scale = 1 if least <= max(all_values(chart)) <= 1 else None


def _thin_out(axis: Any, box: Box, chart: Chart, size: int) -> None:
    """Label as many of the months as have room, evenly, where there is none for all on two lines."""
    labels, lines = _label_size(box, chart, size)
    widest = max((widest_word(label, labels) for label in labels_of(chart)), default=0)
    narrow = max((lines_needed(label, labels, 0.85 * (_slot(box, chart) - 6)) for label in labels_of(chart)), default=1)
    if max(lines, narrow) < MOST_LINES and widest <= _slot(box, chart):
        return
    every = math.ceil((widest_label(chart, labels) + 4) / _slot(box, chart))
    for tag in ("c:tickLblSkip", "c:tickMarkSkip"):
        axis._element.find(qn("c:noMultiLvlLbl")).addprevious(parse_xml(f'<{tag} {nsdecls("c")} val="{every}"/>'))


def _leave_room(native: Any, chart: Chart, share: float) -> None:
    """Let the axis reach beyond bars that go below zero, by a share of the plot, so that no value stands on a name."""
    high, low = max(float(max(all_values(chart))), 0.0), float(min(all_values(chart)))
    beyond = (high - low) * share / max(0.2, 1 - 2 * share)
    native.value_axis.minimum_scale, native.value_axis.maximum_scale = low - beyond, high + beyond


def _widest_value(chart: Chart, values: Sequence[Value | None], lang: str, size: int) -> float:
    return max((points_wide(short_text(chart, value, lang), size) for value in values if value is not None), default=0)


def _without_room(box: Box, chart: Chart, series: Series, lang: str) -> list[int]:
    """Return the numbers of the parts of stacked bars that have no room for their value; all, where the bars are too thin."""
    places = range(len(chart.categories))
    up, down = (
        max(sum(max(side * (other.values[number] or 0), 0) for other in chart.series) for number in places) for side in (1, -1)
    )
    standing = chart.kind == "stacked_column"
    length = box.height - 80 if standing else box.width - 200
    slot = (box.width - TICKS if standing else box.height - 50) / max(1, len(chart.categories)) / 1.4
    text, line = _widest_value(chart, series.values, lang, SMALLEST), SMALLEST * 1.3
    along, across = (line, text) if standing else (text, line)
    return [
        number
        for number, value in enumerate(series.values)
        if slot < across or series.hatched or chart.categories[number].hatched
        or abs(float(value or 0)) / float(up + down or 1) * length < along
    ]


def _too_close(chart: Chart, box: Box, size: int) -> set[int]:
    """Return the numbers of the series whose last value would be written over another's."""
    values = [float(value) for value in all_values(chart)]
    reach = (max(values) - min(0.0, *values, 0.0)) or 1
    written, hidden = [], set()
    for number, series in enumerate(chart.series):
        last = next((float(value) for value in reversed(series.values) if value is not None), None)
        if last is None or any(abs(last - other) / reach * box.height * 0.6 < size * 1.2 for other in written):
            hidden.add(number)
        else:
            written.append(last)
    return hidden


def _legend_lines(box: Box, chart: Chart, size: int) -> int:
    """Return how many lines the legend takes; where it takes several, its columns are of one width."""
    wide = [points_wide(writable(series.name), size) + 60 for series in chart.series]
    if sum(wide) <= 0.75 * box.width:
        return 1
    return math.ceil(len(wide) / max(1, int(0.75 * box.width / max(wide))))


def _readable(colour: str) -> str:
    """Return the colour for a text on white: the colour itself where it is dark enough."""
    return colour if text_on(colour) == "#FFFFFF" else INK


def show_legend(native: Any, size: int) -> None:
    """Show the legend of a native chart below it."""
    native.has_legend = True
    native.legend.position, native.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    native.legend.font.size = Pt(size)
