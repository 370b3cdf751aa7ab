"""A described chart drawn on a slide as one of PowerPoint's own: its data opens and can be changed there."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from segmentation.exports.plain import cut, plain
from segmentation.exports.pptx.axes import draw_bars, draw_lines
from segmentation.exports.pptx.native import FORMATS, drawn_values, finish, labels_of, narrow, rgb, workbook
from segmentation.exports.pptx.pies import draw_pie
from segmentation.exports.pptx.text import INK, SMALLEST, Box, describe_shape
from segmentation.story import Chart, format_value, slice_total

TYPES = {
    "pie": XL_CHART_TYPE.PIE,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked_bar": XL_CHART_TYPE.BAR_STACKED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked_column": XL_CHART_TYPE.COLUMN_STACKED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
SPOKEN = 600  # characters of the text for those who cannot see a chart


def draw_chart(
    shapes: Any, box: Box, chart: Chart, lang: str, size: int = SMALLEST, *, names: bool = True, legend: bool = True
) -> None:
    """Add the chart to a slide, labelled in ``size`` points.

    Without ``names`` the slices of a pie tell their share alone; without ``legend`` several series have none of their own.
    """
    chart = narrow(chart, box, size)
    data = CategoryChartData(number_format=FORMATS[chart.unit])
    data.categories = labels_of(chart)
    for series in chart.series:
        data.add_series(plain(series.name), drawn_values(chart, series))
    frame = shapes.add_chart(TYPES[chart.kind], *box.emu, data)
    native = frame.chart
    native.part.chart_workbook.update_from_xlsx_blob(workbook(chart))
    native.has_title, native.has_legend = False, False
    native.font.size, native.font.color.rgb = Pt(size), rgb(INK)
    if chart.kind == "pie":
        draw_pie(native, box, chart, size, names)
    elif chart.kind == "line":
        draw_lines(native, box, chart, lang, size, legend)
    else:
        draw_bars(native, box, chart, lang, size, legend)
    finish(native, lang)
    describe_shape(frame, cut(chart.title or chart.subtitle or chart.kind, 60), spoken(chart, lang))


def spoken(chart: Chart, lang: str) -> str:
    """Return the chart in words, as far as a screen reader will be listened to."""
    whole = slice_total(chart) if chart.kind == "pie" else 0
    told = []
    for series in chart.series:
        values = []
        for category, value in zip(chart.categories, series.values, strict=True):
            share = f" ({format_value(float(max(value, 0) / whole), 'ratio', lang)})" if whole and value is not None else ""
            values.append(f"{plain(category.label)} {format_value(value, chart.unit, lang)}{share}")
        told.append((f"{plain(series.name)}: " if series.name else "") + ", ".join(values))
    return cut(". ".join(part for part in (plain(chart.title), plain(chart.subtitle), "; ".join(told)) if part), SPOKEN)
