"""A bridge as PowerPoint has it: a stacked column whose lower part cannot be seen, so that its data opens and changes."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_MARK
from pptx.util import Pt

from segmentation.charts.palette import IDENTIFIED
from segmentation.exports.pptx.native import (
    FORMATS,
    data_workbook,
    label_point,
    label_points,
    labels_of,
    paint,
    place_plot,
    rgb,
    short_format,
)
from segmentation.exports.pptx.text import INK, QUIET, Box
from segmentation.exports.room import lines_needed
from segmentation.language.i18n import N_, translator
from segmentation.language.text import writable
from segmentation.slides import Chart, Series, waterfall_base

BASE, FIGURE = N_("Below the step"), N_("Figure above it")  # what is not seen
EDGE, MOST_LINES = 6, 3


def add_waterfall(shapes: Any, box: Box, chart: Chart, lang: str, size: int) -> Any:
    """Add the bridge to a slide and return its frame.

    Column B of the workbook has what is below a bar, column C how high the bar is, column D the same again for the
    figure above it; a step down is told by the figure's minus.
    """
    _ = translator(lang)
    steps, bases = chart.series[0], waterfall_base(chart)
    heights = tuple(abs(value) for value in steps.values)
    stacked = Chart("stacked_column", chart.title, chart.subtitle, chart.categories, (
        Series(_(BASE), steps.unit, bases), Series(steps.name, steps.unit, heights), Series(_(FIGURE), steps.unit, heights),
    ))
    data = CategoryChartData(number_format=FORMATS[chart.unit])
    data.categories = labels_of(chart)
    for series in stacked.series:
        data.add_series(writable(series.name), series.values)
    frame = shapes.add_chart(XL_CHART_TYPE.COLUMN_STACKED, *box.emu, data)
    native = frame.chart
    native.part.chart_workbook.update_from_xlsx_blob(data_workbook(stacked))
    native.has_title, native.has_legend = False, False
    native.font.size, native.font.color.rgb = Pt(size), rgb(INK)
    below, bars, above = native.plots[0].series
    native.plots[0].gap_width, native.plots[0].overlap = 50, 100
    for unseen in (below, above):
        unseen.format.fill.background()
        unseen.format.line.fill.background()
    colour = steps.colour or IDENTIFIED
    paint(bars.format, colour, False)
    for number, category in enumerate(chart.categories):
        paint(bars.points[number].format, category.colour or colour, category.hatched)
    _label(above, chart, size, short_format(stacked, lang))
    _draw_axes(native, box, chart, size, max(float(base + high) for base, high in zip(bases, heights, strict=True)))
    return frame


def _label(above: Any, chart: Chart, size: int, code: str) -> None:
    """Write its figure above each bar, a step with its sign; the axis ends before the part that carries it."""
    values = chart.series[0].values
    label_points(above, code, INK, size, "inBase", [], bold=True)
    for number, value in enumerate(values):
        is_step = 0 < number < len(values) - 1 and value
        sign = ("+" if value > 0 else "−") if is_step else ""
        label_point(above, number, f'"{sign}"{code}' if sign else code, INK, size, "inBase", bold=True)


def _draw_axes(native: Any, box: Box, chart: Chart, size: int, top: float) -> None:
    categories, values = native.category_axis, native.value_axis
    categories.format.line.color.rgb = rgb(QUIET)
    categories.major_tick_mark = categories.minor_tick_mark = XL_TICK_MARK.NONE
    categories.has_major_gridlines = values.has_major_gridlines = values.visible = False
    categories.tick_labels.font.size = Pt(size)
    values.minimum_scale, values.maximum_scale = 0, 1.15 * (top or 1)
    slot = (box.width - 2 * EDGE) / max(1, len(chart.categories)) - 6
    lines = min(MOST_LINES, max((lines_needed(label, size, slot) for label in labels_of(chart)), default=1))
    place_plot(native, EDGE / box.width, 0.03, 1 - 2 * EDGE / box.width, max(0.2, 0.97 - (size * 1.5 * lines + 16) / box.height))
