"""A described chart drawn on a slide as one of PowerPoint's own: its data opens and can be changed there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from segmentation.charts.radars import LEAST_SPOKES
from segmentation.exports.pptx.amounts import write_amounts
from segmentation.exports.pptx.axes import draw_bars, draw_lines
from segmentation.exports.pptx.curves import add_curve
from segmentation.exports.pptx.intervals import add_ends, as_bars
from segmentation.exports.pptx.native import FORMATS, data_workbook, drawn_values, finish, labels_of, lying, narrow, rgb
from segmentation.exports.pptx.pies import finish_pie
from segmentation.exports.pptx.pyramids import add_pyramid
from segmentation.exports.pptx.radars import finish_radar
from segmentation.exports.pptx.scatters import add_scatter
from segmentation.exports.pptx.text import INK, SMALLEST, Box, describe_shape
from segmentation.exports.pptx.waterfalls import add_waterfall
from segmentation.language.text import cut, writable
from segmentation.slides import PYRAMIDS, Chart, format_value, layer_shares, slice_total

TYPES = {
    "pie": XL_CHART_TYPE.PIE,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked_bar": XL_CHART_TYPE.BAR_STACKED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked_column": XL_CHART_TYPE.COLUMN_STACKED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "radar": XL_CHART_TYPE.RADAR_MARKERS,
}
# kinds that are not drawn as one plain chart
WHOLE = {"waterfall": add_waterfall, "scatter": add_scatter, **dict.fromkeys(PYRAMIDS, add_pyramid)}
SPOKEN = 600  # characters of the text for those who cannot see a chart


def add_chart(
    shapes: Any, box: Box, chart: Chart, lang: str, size: int = SMALLEST, *, names: bool = True, legend: bool = True,
    said: str = "",
) -> None:
    """Add the chart to a slide, labelled in ``size`` points.

    Without ``names`` the slices of a pie tell their share alone; without ``legend`` several series have none of their own.
    ``said`` is what the slide says: slices and values that it names have their labels first.
    """
    drawn_whole = WHOLE.get(chart.kind) or (add_curve if chart.across is not None else None)
    if drawn_whole:
        frame = drawn_whole(shapes, box, chart, lang, size)
        write_amounts(frame.chart, lang)
        finish(frame.chart, lang)
        _describe(frame, chart, lang)
        return
    if chart.kind == "radar" and len(chart.categories) < LEAST_SPOKES:
        chart = replace(chart, kind="bar")
    intervals = chart if chart.kind == "interval" else None
    chart = as_bars(chart, box, lang, size) if intervals else narrow(lying(chart, box), box, size)
    data = CategoryChartData(number_format=FORMATS[chart.unit])
    data.categories = labels_of(chart)
    for series in chart.series:
        data.add_series(writable(series.name), drawn_values(chart, series))
    frame = shapes.add_chart(TYPES[chart.kind], *box.emu, data)
    native = frame.chart
    native.part.chart_workbook.update_from_xlsx_blob(data_workbook(chart))
    native.has_title, native.has_legend = False, False
    native.font.size, native.font.color.rgb = Pt(size), rgb(INK)
    told = f"{said} {chart.title}"
    if chart.kind == "pie":
        finish_pie(native, box, chart, size, names, said)
    elif chart.kind == "radar":
        finish_radar(native, chart, lang, size, legend)
    elif chart.kind == "line":
        draw_lines(native, box, chart, lang, size, legend, told)
    else:
        draw_bars(native, box, chart, lang, size, legend, told)
    if intervals:
        add_ends(native, intervals)
    write_amounts(native, lang)
    finish(native, lang)
    _describe(frame, intervals or chart, lang)


def _describe(frame: Any, chart: Chart, lang: str) -> None:
    describe_shape(frame, cut(chart.title or chart.subtitle or chart.kind, 60), spoken(chart, lang))


def spoken(chart: Chart, lang: str) -> str:
    """Return the chart in words, as far as a screen reader will be listened to."""
    if chart.kind == "scatter":
        told = [f"{chart.across.name} / {chart.axis}", *(each.name for each in (*chart.series, *chart.limits))]
        told += [category.label for category in chart.categories]
        return cut(". ".join(part for part in map(writable, (chart.title, chart.subtitle, *told)) if part), SPOKEN)
    if chart.across is not None:
        told = [category.label for category in chart.categories] + [f"{chart.across.name} / {chart.series[0].name}"]
        return cut(". ".join(part for part in map(writable, (chart.title, chart.subtitle, *told)) if part), SPOKEN)
    told = []
    for series in chart.series:
        values = []
        for category, value, share in zip(chart.categories, series.values, _shares(chart), strict=True):
            of_all = "" if share is None else f" ({format_value(share, 'ratio', lang)})"
            values.append(f"{writable(category.label)} {format_value(value, chart.unit, lang)}{of_all}")
        told.append((f"{writable(series.name)}: " if series.name else "") + ", ".join(values))
    return cut(". ".join(part for part in (writable(chart.title), writable(chart.subtitle), "; ".join(told)) if part), SPOKEN)


def _shares(chart: Chart) -> tuple[float | None, ...]:
    """Return what each slice of a pie or layer of a pyramid is of the whole; None for all else."""
    if chart.kind in PYRAMIDS or chart.shares:
        return layer_shares(chart)
    whole = slice_total(chart) if chart.kind == "pie" else 0
    values = chart.series[0].values
    return tuple(float(max(value, 0) / whole) if whole and value is not None else None for value in values)
