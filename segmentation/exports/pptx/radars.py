"""Radars: a line a profile, the first with its numbers, the references dashed."""

from __future__ import annotations

from typing import Any

from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from segmentation.charts.radars import COLOURS
from segmentation.exports.pptx.axes import show_legend
from segmentation.exports.pptx.native import all_values, label_points, rgb, short_format
from segmentation.exports.pptx.text import INK, RULE, SMALLEST
from segmentation.slides import Chart

MARKS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.TRIANGLE)
BEYOND = 1.18  # of the rim is where the axes end, so that a number at the rim stands on no name
DASHES = (MSO_LINE.SOLID, MSO_LINE.SQUARE_DOT, MSO_LINE.DASH, MSO_LINE.DASH_DOT)


def finish_radar(native: Any, chart: Chart, lang: str, size: int, legend: bool = True) -> None:
    """Colour and label the profiles of a native radar; a legend of several series, unless it stands elsewhere."""
    for number, (series, drawn) in enumerate(zip(chart.series, native.plots[0].series, strict=True)):
        colour = rgb(series.colour or COLOURS[number % len(COLOURS)])
        drawn.format.line.color.rgb, drawn.format.line.width = colour, Pt(1.75 if series.reference else 3)
        drawn.format.line.dash_style = MSO_LINE.DASH if series.reference else DASHES[number % len(DASHES)]
        drawn.smooth = False
        marker = XL_MARKER_STYLE.NONE if series.reference else MARKS[number % len(MARKS)]
        set_marker(drawn, marker, series.colour or COLOURS[number % len(COLOURS)])
        if number == 0 and not series.reference:
            label_points(drawn, short_format(chart, lang), INK, size, "", [], bold=True)
    values = native.value_axis
    values.minimum_scale, values.maximum_scale = 0, (float(max(all_values(chart))) or 1) * BEYOND
    values.major_gridlines.format.line.color.rgb = rgb(RULE)
    values.format.line.color.rgb = rgb(RULE)
    values.visible = False
    native.category_axis.tick_labels.font.size = Pt(size)
    if legend and len(chart.series) > 1:
        show_legend(native, SMALLEST)


def set_marker(drawn: Any, style: Any, colour: str) -> None:
    """Give the points of a radar's series a mark; the library has no such property for radars."""
    element = drawn._element
    for old in element.findall(qn("c:marker")):
        element.remove(old)
    fill = f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill>'
    look = "" if style == XL_MARKER_STYLE.NONE else f"<c:size val=\"8\"/><c:spPr>{fill}<a:ln>{fill}</a:ln></c:spPr>"
    marker = parse_xml(f'<c:marker {nsdecls("c", "a")}><c:symbol val="{XL_MARKER_STYLE.to_xml(style)}"/>{look}</c:marker>')
    element.find(qn("c:spPr")).addnext(marker)
