"""Lines over numbers as PowerPoint has them: an XY chart whose lines, marks and their names are series of their own."""

from __future__ import annotations

import io
from typing import Any

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from segmentation.charts.curves import RIGHT_EDGE, falls
from segmentation.charts.labels import lines_of
from segmentation.charts.palette import IDENTIFIED, REFERENCE
from segmentation.exports.pptx.axes import show_legend
from segmentation.exports.pptx.native import (
    FORMATS,
    all_values,
    label_point,
    label_points,
    new_sheet,
    place_plot,
    rgb,
    short_format,
)
from segmentation.exports.pptx.text import INK, LINE, QUIET, RULE, SMALLEST, Box
from segmentation.exports.room import points_wide
from segmentation.language.text import cut, writable
from segmentation.slides import Chart

NAMED = 60  # columns of a mark's name
LEFT, RIGHT = 84, 22  # points beside the plot: for the axis and its name, for half of its last number
BOLDER = 1.06  # what bold letters take more
LEFT_HALF = 0.45  # of the width: marks up to there have their names to the right, below the curve


def add_curve(shapes: Any, box: Box, chart: Chart, lang: str, size: int) -> Any:
    """Add the lines to a slide and return their frame.

    Column A of the workbook has the numbers across, then a column a line, then one a mark. A mark's name is its series'
    name, so that it changes with the data.
    """
    data, marks = XyChartData(number_format=FORMATS[chart.unit]), _marks(chart)
    for series in chart.series:
        drawn = data.add_series(writable(series.name))
        for place, value in zip(chart.across.values, series.values, strict=True):
            if value is not None:
                drawn.add_data_point(place, value)
    for number in marks:
        drawn = data.add_series(_mark_name(chart, number, box, size))
        drawn.add_data_point(chart.across.values[number], chart.series[0].values[number])
    frame = shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, *box.emu, data)
    native = frame.chart
    native.part.chart_workbook.update_from_xlsx_blob(_workbook(chart, box, size))
    native.has_title, native.has_legend = False, False
    native.font.size, native.font.color.rgb = Pt(size), rgb(INK)
    _refer(native, chart)
    drawn = list(native.plots[0].series)
    for series, line in zip(chart.series, drawn, strict=False):
        line.smooth = False
        line.marker.style = XL_MARKER_STYLE.NONE
        line.format.line.color.rgb = rgb(series.colour or (REFERENCE if series.reference else IDENTIFIED))
        line.format.line.width = Pt(1 if series.band else 1.75 if series.reference else 3)
        if series.reference:
            line.format.line.dash_style = MSO_LINE.DASH
    for number, mark in zip(marks, drawn[len(chart.series) :], strict=True):
        _draw_mark(mark, box, chart, number, lang, size)
    _draw_axes(native, chart, lang, size)
    below = 2.9 * size + 12
    if sum(not (series.band or series.reference) for series in chart.series) > 1:
        _draw_legend(native, chart)
        below += 4 * SMALLEST  # its names may take two lines
    place_plot(native, LEFT / box.width, 0.03, 1 - (LEFT + RIGHT) / box.width, max(0.2, 0.95 - below / box.height))
    return frame


def _draw_legend(native: Any, chart: Chart) -> None:
    """Show a legend of the lines alone: marks have their names beside them, and a band is its line's."""
    show_legend(native, SMALLEST)
    place = native.legend._element.find(qn("c:legendPos"))
    for number in range(len(list(native.plots[0].series)) - 1, -1, -1):
        if number >= len(chart.series) or chart.series[number].band:
            place.addnext(parse_xml(f'<c:legendEntry {nsdecls("c")}><c:idx val="{number}"/><c:delete val="1"/></c:legendEntry>'))


def _marks(chart: Chart) -> list[int]:
    values = chart.series[0].values
    return [number for number, category in enumerate(chart.categories) if category.label and values[number] is not None]


def _draw_mark(mark: Any, box: Box, chart: Chart, number: int, lang: str, size: int) -> None:
    mark.format.line.fill.background()
    mark.marker.style, mark.marker.size = XL_MARKER_STYLE.CIRCLE, 11
    mark.marker.format.fill.solid()
    mark.marker.format.fill.fore_color.rgb = rgb(chart.series[0].colour or IDENTIFIED)
    side, _at = _side(chart, number)
    lines = _mark_name(chart, number, box, size).count("\n") + 1
    down = {"r": -0.5 if falls(chart) else 0.5, "l": -0.5, "t": 0}[side] * (lines + 0.4) * size * LINE / box.height
    label_points(mark, short_format(chart, lang), INK, size, side, [], bold=True)
    label_point(mark, 0, short_format(chart, lang), INK, size, side, (0, down), named=True, bold=True)


def _side(chart: Chart, number: int) -> tuple[str, float]:
    """Return on which side of a mark its name stands, as a label's position, and where the mark is across (0–1)."""
    low, high = float(chart.across.values[0]), float(chart.across.values[-1])
    at = (float(chart.across.values[number]) - low) / ((high - low) or 1)
    if falls(chart):
        return ("r" if at <= RIGHT_EDGE else "l"), at
    top = chart.series[0].values[number] == max(all_values(chart))
    return ("r" if at <= LEFT_HALF and not top else "t" if top and 0.25 < at < 0.75 else "r" if at < 0.25 else "l"), at


def _mark_name(chart: Chart, number: int, box: Box, size: int) -> str:
    """Return the name of a mark in lines that have room beside it."""
    side, at = _side(chart, number)
    room = (box.width - LEFT - RIGHT) * {"r": 1 - at, "l": at, "t": 2 * min(at, 1 - at)}[side] - 16
    label = cut(chart.categories[number].label, NAMED)
    return "\n".join(lines_of(label, max(room, points_wide("0000000000", size)), size * BOLDER))


def _draw_axes(native: Any, chart: Chart, lang: str, size: int) -> None:
    """Draw both axes from their first value to their last, named; the values with thin lines across."""
    across, values = native.category_axis, native.value_axis
    across.has_major_gridlines = False
    across.minimum_scale, across.maximum_scale = float(chart.across.values[0]), float(chart.across.values[-1])
    for axis, unit, name in ((across, chart.across.unit, chart.across.name), (values, chart.unit, chart.series[0].name)):
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        axis.tick_labels.font.size = Pt(size)
        code = "0%" if unit == "ratio" else short_format(chart, lang) if axis is values else FORMATS[unit]
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = code, False
        if unit == "ratio":
            axis.major_unit = 0.25
        axis.has_title = bool(writable(name))
        if axis.has_title:
            axis.axis_title.text_frame.text = writable(name)
            run = axis.axis_title.text_frame.paragraphs[0].runs[0]
            run.font.size, run.font.bold, run.font.color.rgb = Pt(SMALLEST), False, rgb(QUIET)
    across.format.line.color.rgb = rgb(QUIET)
    values.format.line.fill.background()
    values.major_gridlines.format.line.color.rgb = rgb(RULE)
    found = [float(value) for value in all_values(chart)]
    if chart.unit == "ratio":
        values.minimum_scale = min(0.0, *found)
        values.maximum_scale = 1.0 if 0.9 < max(found) <= 1 else max(found) + 0.15


def _refer(native: Any, chart: Chart) -> None:
    """Let the series refer to the cells of ``_workbook``; the library thinks of a sheet laid out in another way."""
    last, marks = len(chart.categories) + 1, _marks(chart)
    for at, series in enumerate(native._chartSpace.iter(qn("c:ser"))):
        column = chr(ord("B") + at)
        rows = (2, last) if at < len(chart.series) else (marks[at - len(chart.series)] + 2,) * 2
        for tag, first, begin, end in (("c:tx", column, 1, 1), ("c:xVal", "A", *rows), ("c:yVal", column, *rows)):
            cells = f"Sheet1!${first}${begin}" + (f":${first}${end}" if end != begin else "")
            next(series.find(qn(tag)).iter(qn("c:f"))).text = cells


def _workbook(chart: Chart, box: Box, size: int) -> bytes:
    """Return the workbook behind the lines: a row a point, the numbers across first, a column a line and a mark."""
    out = io.BytesIO()
    book, sheet = new_sheet(out)
    text = book.add_format({"quote_prefix": True})
    across, values = (book.add_format({"num_format": FORMATS[unit]}) for unit in (chart.across.unit, chart.unit))
    marks = _marks(chart)
    heads = [chart.across.name, *(series.name for series in chart.series)]
    for at, head in enumerate([*map(writable, heads), *(_mark_name(chart, number, box, size) for number in marks)]):
        sheet.write_string(0, at, head, text)
    for row, place in enumerate(chart.across.values, 1):
        sheet.write_number(row, 0, place, across)
        for at, series in enumerate(chart.series, 1):
            if series.values[row - 1] is not None:
                sheet.write_number(row, at, series.values[row - 1], values)
    for at, number in enumerate(marks, 1 + len(chart.series)):
        sheet.write_number(number + 1, at, chart.series[0].values[number], values)
    sheet.set_column(0, len(chart.series) + len(marks), 18)
    book.close()
    return out.getvalue()
