"""Pyramids as PowerPoint has them: bars that lie centred on each other, each as long as its number."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from segmentation.charts.palette import IDENTIFIED, text_on
from segmentation.exports.pptx.native import (
    FORMATS,
    LABEL_COLUMNS,
    label_point,
    label_points,
    new_sheet,
    paint,
    place_plot,
    rgb,
    short_format,
    short_text,
)
from segmentation.exports.pptx.text import INK, Box
from segmentation.exports.room import fit, points_wide
from segmentation.language.text import cut, writable
from segmentation.slides import Chart, Value, format_share, format_value, layer_shares

NAMES_SHARE = 0.46  # of the box, at most, is for the names
LEAST = 0.0095  # a smaller share is written with a digit more than 1%
HAIRLINE = 1  # points: a shorter bar is its outline, so that a layer of 0 is seen as a line
BESIDE = 6  # points between a bar and a value that does not fit into it


def add_pyramid(shapes: Any, box: Box, chart: Chart, lang: str, size: int) -> Any:
    """Add the pyramid to a slide and return its frame: a stacked bar whose first, transparent part centres the second.

    In the workbook behind it column F has the true numbers and E the names; the other columns are formulas of them, so
    that a number changed there is drawn in its place. A negative number has no bar: it stands at its name.
    """
    values, names = _drawn(chart), _names(chart, box, lang, size)
    reach = max(values, default=0) or 1
    data = CategoryChartData(number_format=FORMATS[chart.unit])
    data.categories = names
    data.add_series(" ", [(reach - value) / 2 for value in values])
    data.add_series(writable(chart.series[0].name), values)
    frame = shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *box.emu, data)
    native = frame.chart
    native.part.chart_workbook.update_from_xlsx_blob(_workbook(chart, box, lang, size))
    native.has_title, native.has_legend = False, False
    native.font.size, native.font.color.rgb = Pt(size), rgb(INK)
    plot = native.plots[0]
    plot.gap_width, plot.overlap = 4, 100
    spacer, drawn = plot.series
    spacer.format.fill.background()
    spacer.format.line.fill.background()
    colours = [chart.series[0].colour or each.colour or IDENTIFIED for each in chart.categories]
    left = _names_wide(names, box, size)
    wide = box.width - left - 8
    lengths = [wide * float(value / reach) for value in values]
    for number, category in enumerate(chart.categories):
        hairline = lengths[number] < HAIRLINE and (chart.series[0].values[number] or 0) >= 0
        paint(drawn.points[number].format, colours[number], category.hatched, colours[number] if hairline else "")
    _label(drawn, chart, lang, size, lengths, colours, box)
    _draw_axes(native, float(reach), size)
    place_plot(native, left / box.width, 0.02, wide / box.width, 0.96)
    return frame


def _drawn(chart: Chart) -> list[Value]:
    return [max(value or 0, 0) for value in chart.series[0].values]


def _label(
    drawn: Any, chart: Chart, lang: str, size: int, lengths: Sequence[float], colours: Sequence[str], box: Box
) -> None:
    """Write each value into its bar, or beside a bar too short for it; a negative one has none, it stands at its name."""
    values, code = chart.series[0].values, short_format(chart, lang)
    gone = [number for number, value in enumerate(values) if value is None or value < 0]
    label_points(drawn, code, INK, size, "ctr", gone)
    for number, (value, length, colour) in enumerate(zip(values, lengths, colours, strict=True)):
        if number in gone:
            continue
        text = points_wide(short_text(chart, value, lang), size)
        beside = length < text + BESIDE or chart.categories[number].hatched
        shift = (length + text) / 2 + BESIDE if beside else 0
        label_point(drawn, number, code, INK if beside else text_on(colour), size, "ctr", (shift / box.width, 0))


def _draw_axes(native: Any, reach: float, size: int) -> None:
    categories, values = native.category_axis, native.value_axis
    categories.format.line.fill.background()
    categories.major_tick_mark = categories.minor_tick_mark = XL_TICK_MARK.NONE
    categories.tick_labels.font.size = Pt(size)
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.reverse_order = True
    values.visible, values.has_major_gridlines = False, False
    values.minimum_scale, values.maximum_scale = 0, reach


def _names(chart: Chart, box: Box, lang: str, size: int) -> list[str]:
    """Return what stands left of the bars: the name with the share, or with the number where that is negative."""
    ends = [
        format_value(value, chart.unit, lang) if value is not None and value < 0 else format_share(share, lang)
        for value, share in zip(chart.series[0].values, layer_shares(chart), strict=True)
    ]
    return [f"{name}  {end}".rstrip() for name, end in zip(_bare_names(chart, box, size), ends, strict=True)]


def _bare_names(chart: Chart, box: Box, size: int) -> list[str]:
    """Return the names as they have room beside their bars, on several lines where these are high enough."""
    room, high = NAMES_SHARE * box.width - points_wide("100%", size), box.height / max(1, len(chart.categories))
    return [fit(cut(category.label, LABEL_COLUMNS), room, high, (size,))[0] for category in chart.categories]


def _names_wide(names: Sequence[str], box: Box, size: int) -> float:
    return min(max((points_wide(name, size) for name in names), default=0) + 14, NAMES_SHARE * box.width)


def _workbook(chart: Chart, box: Box, lang: str, size: int) -> bytes:
    """Return the workbook behind a pyramid: what is drawn in columns A to C by formulas, names in E, numbers in F."""
    out = io.BytesIO()
    book, sheet = new_sheet(out)
    text, number = book.add_format({"quote_prefix": True}), book.add_format({"num_format": FORMATS[chart.unit]})
    bare, shown, values = _bare_names(chart, box, size), _names(chart, box, lang, size), _drawn(chart)
    reach, last, code = max(values, default=0), len(values) + 1, FORMATS[chart.unit]
    whole, name = f"SUM(F$2:F${last})", writable(chart.series[0].name)
    sheet.write_string(0, 2, name, text)
    sheet.write_string(0, 5, name, text)
    for row, value in enumerate(values, 1):
        at, given = row + 1, chart.series[0].values[row - 1]
        share = f'IF(AND(F{at}<>0,ABS(F{at}/{whole})<{LEAST}),TEXT(F{at}/{whole},"0.0%"),TEXT(F{at}/{whole},"0%"))'
        end = f'IF(F{at}<0,TEXT(F{at},"{code}"),IF(OR({whole}<=0,F{at}=""),"",{share}))'
        sheet.write_formula(row, 0, f'=TRIM(E{at}&"  "&{end})', text, shown[row - 1])
        sheet.write_formula(row, 1, f"=(MAX(C$2:C${last})-C{at})/2", number, float((reach - value) / 2))
        sheet.write_formula(row, 2, f"=MAX(F{at},0)", number, float(value))
        sheet.write_string(row, 4, bare[row - 1], text)
        if given is not None:
            sheet.write_number(row, 5, given, number)
    sheet.set_column(0, 0, LABEL_COLUMNS + 8)
    sheet.set_column(1, 2, 16)
    sheet.set_column(4, 4, LABEL_COLUMNS + 2)
    sheet.set_column(5, 5, 16)
    book.close()
    return out.getvalue()
