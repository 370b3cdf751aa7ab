"""Points over two numbers as PowerPoint has them: an XY chart of a series a group, a line of its own a limit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt
from xlsxwriter.utility import xl_rowcol_to_cell

from segmentation.charts.palette import IDENTIFIED, REFERENCE
from segmentation.charts.scatters import NAMED, RIGHT_EDGE, drawn_points, named_points, reach, tick_step
from segmentation.exports.pptx.native import FORMATS, label_point, label_points, new_sheet, rgb, short_format
from segmentation.exports.pptx.text import INK, QUIET, RULE, SMALLEST, Box
from segmentation.language.text import cut, writable
from segmentation.slides import Chart, Value

MARKS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.X, XL_MARKER_STYLE.TRIANGLE,
         XL_MARKER_STYLE.PLUS, XL_MARKER_STYLE.STAR, XL_MARKER_STYLE.DASH)
STROKES = (XL_MARKER_STYLE.X, XL_MARKER_STYLE.PLUS, XL_MARKER_STYLE.STAR)  # marks that have no inside


class _Block(NamedTuple):
    """One series of the chart: its name and its points."""

    name: str
    points: list[tuple[Value, Value]]


def add_scatter(shapes: Any, box: Box, chart: Chart, lang: str, size: int) -> Any:
    """Add the points to a slide and return their frame.

    Its workbook has two columns a series: first the groups, then the limits by their two ends, then every point that is
    named, whose name is its series' name, so that it changes with the data.
    """
    shown = [number for number, series in enumerate(chart.series) if drawn_points(series)]
    data, blocks = XyChartData(number_format=FORMATS[chart.unit]), list(_blocks(chart))
    for block in blocks:
        series = data.add_series(block.name)
        for x, y in block.points:
            series.add_data_point(x, y)
    frame = shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *box.emu, data)
    native = frame.chart
    native.part.chart_workbook.update_from_xlsx_blob(_workbook(chart, blocks))
    _refer(native, blocks, len(shown))
    native.has_title, native.has_legend = False, len(chart.series) > 1
    native.font.size, native.font.color.rgb = Pt(size), rgb(INK)
    drawn = list(native.plots[0].series)
    groups, limits = len(shown), len(chart.limits)
    for number, series in zip(shown, drawn, strict=False):
        _draw_group(series, number, chart.series[number].colour or IDENTIFIED)
    for limit, series in zip(chart.limits, drawn[groups : groups + limits], strict=True):
        _draw_limit(series, chart, lang, size, upright=limit.upright)
    for block, series in zip(blocks[groups + limits :], drawn[groups + limits :], strict=True):
        _draw_name(series, chart, block, lang, size)
    if native.has_legend:
        _draw_legend(native, groups, size)
    _draw_axes(native, chart, lang, size)
    return frame


def _blocks(chart: Chart) -> Iterator[_Block]:
    """Yield the series that are drawn; a group without a point is none."""
    across = chart.across.values
    for series in chart.series:
        if points := [(across[number], series.values[number]) for number in drawn_points(series)]:
            yield _Block(writable(series.name), points)
    (low, high), (bottom, top) = _spans(chart)
    for limit in chart.limits:
        ends = [(limit.at, bottom), (limit.at, top)] if limit.upright else [(low, limit.at), (high, limit.at)]
        yield _Block(writable(limit.name), ends)
    named = named_points(chart)
    for series in chart.series:
        for number in drawn_points(series):
            if number in named:
                yield _Block(cut(chart.categories[number].label, NAMED), [(across[number], series.values[number])])


def _spans(chart: Chart) -> list[tuple[float, float]]:
    """Return where the axes begin and end; PowerPoint counts its marks from where an axis begins, so that is a round number."""
    spans = []
    for unit, (low, high) in zip((chart.across.unit, chart.unit), reach(chart), strict=True):
        step = tick_step(unit, low, high)
        spans.append((0.0 if low > -0.03 * (high - low) else step * (low // step), high))
    return spans


def _draw_group(series: Any, number: int, colour: str) -> None:
    series.format.line.fill.background()
    mark = MARKS[number % len(MARKS)]
    series.marker.style, series.marker.size = mark, 7
    if mark in STROKES:
        series.marker.format.fill.background()
    else:
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = rgb(colour)
    series.marker.format.line.color.rgb = rgb(colour)


def _draw_limit(series: Any, chart: Chart, lang: str, size: int, *, upright: bool) -> None:
    """Draw a limit dashed, named at its far end."""
    series.smooth, series.marker.style = False, XL_MARKER_STYLE.NONE
    series.format.line.color.rgb, series.format.line.width = rgb(REFERENCE), Pt(1.75)
    series.format.line.dash_style = MSO_LINE.DASH
    code = short_format(chart, lang)
    label_points(series, code, INK, size, "r", [0])
    label_point(series, 1, code, INK, size, "r" if upright else "t", (0, 0) if upright else (-0.09, 0), named=True)


def _draw_name(series: Any, chart: Chart, block: _Block, lang: str, size: int) -> None:
    """Write the name of a point beside it; the point itself is its group's."""
    series.format.line.fill.background()
    series.marker.style = XL_MARKER_STYLE.NONE
    (low, high), _values = reach(chart)
    side = "r" if (float(block.points[0][0]) - low) / (high - low) <= RIGHT_EDGE else "l"
    code = short_format(chart, lang)
    label_points(series, code, INK, size, side, [])
    label_point(series, 0, code, INK, size, side, named=True)


def _draw_legend(native: Any, groups: int, size: int) -> None:
    """Show a legend of the groups alone: limits and named points have their names beside them."""
    native.legend.position, native.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    native.legend.font.size = Pt(size)
    place = native.legend._element.find(qn("c:legendPos"))
    for number in range(len(list(native.plots[0].series)) - 1, groups - 1, -1):
        place.addnext(parse_xml(f'<c:legendEntry {nsdecls("c")}><c:idx val="{number}"/><c:delete val="1"/></c:legendEntry>'))


def _draw_axes(native: Any, chart: Chart, lang: str, size: int) -> None:
    spans = _spans(chart)
    axes = ((native.category_axis, chart.across.unit, chart.across.name), (native.value_axis, chart.unit, chart.axis))
    for (axis, unit, name), (low, high) in zip(axes, spans, strict=True):
        axis.minimum_scale, axis.maximum_scale, axis.major_unit = low, high, tick_step(unit, low, high)
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        axis.tick_labels.font.size = Pt(size)
        axis.tick_labels.number_format = short_format(chart, lang) if unit == chart.unit else FORMATS[unit]
        axis.tick_labels.number_format_is_linked = False
        axis.has_major_gridlines = True
        axis.major_gridlines.format.line.color.rgb = axis.format.line.color.rgb = rgb(RULE)
        axis.has_title = bool(writable(name))
        if axis.has_title:
            axis.axis_title.text_frame.text = writable(name)
            run = axis.axis_title.text_frame.paragraphs[0].runs[0]
            run.font.size, run.font.bold, run.font.color.rgb = Pt(SMALLEST), False, rgb(QUIET)


def _refer(native: Any, blocks: list[_Block], groups: int) -> None:
    """Let the series refer to the cells of ``_workbook``, the groups all to as many rows as the largest has.

    The rest is blank; LibreOffice draws no group that is followed by a larger one.
    """
    longest = max((len(block.points) for block in blocks[:groups]), default=0)
    for number, (block, series) in enumerate(zip(blocks, native._chartSpace.iter(qn("c:ser")), strict=True)):
        rows = longest if number < groups else len(block.points)
        for tag, column, begin, end in (
            ("c:tx", 2 * number + 1, 0, 0), ("c:xVal", 2 * number, 1, rows), ("c:yVal", 2 * number + 1, 1, rows),
        ):
            values = series.find(qn(tag))
            cells = xl_rowcol_to_cell(begin, column, True, True), xl_rowcol_to_cell(end, column, True, True)
            next(values.iter(qn("c:f"))).text = "Sheet1!" + ":".join(dict.fromkeys(cells))
            if tag != "c:tx":
                next(values.iter(qn("c:ptCount"))).set("val", str(rows))


def _workbook(chart: Chart, blocks: list[_Block]) -> bytes:
    """Return the workbook behind the points, two columns a series, in which no name is a formula."""
    out = io.BytesIO()
    book, sheet = new_sheet(out)
    text = book.add_format({"quote_prefix": True})
    across, values = (book.add_format({"num_format": FORMATS[unit]}) for unit in (chart.across.unit, chart.unit))
    for number, block in enumerate(blocks):
        sheet.write_string(0, 2 * number, writable(chart.across.name), text)
        sheet.write_string(0, 2 * number + 1, block.name, text)
        for row, (x, y) in enumerate(block.points, 1):
            sheet.write_number(row, 2 * number, x, across)
            sheet.write_number(row, 2 * number + 1, y, values)
    sheet.set_column(0, 2 * len(blocks), 14)
    book.close()
    return out.getvalue()
