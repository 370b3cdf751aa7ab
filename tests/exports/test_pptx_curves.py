import io
from dataclasses import replace

import openpyxl
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn

from segmentation.exports.pptx import deck
from segmentation.slides import Category, Chart, Series, Slide

CURVE = Chart(
    "line", "20% of the customers bring 80%", "365 days", (Category(""), Category("20% bring 80%"), Category("")),
    (Series("Share", "ratio", (0.0, 0.8, 1.0), "#2A75BA"), Series("Alike", "ratio", (0.0, 0.2, 1.0), reference=True)),
    across=Series("Customers", "ratio", (0.0, 0.2, 1.0)),
)


def frame_of(chart):
    presentation = Presentation(io.BytesIO(deck([Slide("", (chart,))], "en")))
    return next(shape for shape in presentation.slides[0].shapes if shape.has_chart)


def test_a_line_over_numbers_is_a_native_xy_chart_with_its_mark_as_a_series():
    chart = frame_of(CURVE).chart
    assert chart.chart_type == XL_CHART_TYPE.XY_SCATTER  # lines are how a series of it is drawn
    line, alike, mark = chart.plots[0].series
    assert (line.name, tuple(line.values), tuple(line.iter_values())) == ("Share", (0.0, 0.8, 1.0), (0.0, 0.8, 1.0))
    assert (alike.name, mark.name, tuple(mark.values)) == ("Alike", "20% bring 80%", (0.8,))
    shown = mark._element.find(qn("c:dLbls")).find(qn("c:dLbl"))
    assert (shown.find(qn("c:showSerName")).get("val"), shown.find(qn("c:showVal")).get("val")) == ("1", "0")


def test_its_data_can_be_edited_where_the_chart_looks_for_it():
    frame = frame_of(CURVE)
    book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
    assert list(book.iter_rows(values_only=True)) == [
        ("Customers", "Share", "Alike", "20% bring 80%"), (0, 0, 0, None), (0.2, 0.8, 0.2, 0.8), (1, 1, 1, None),
    ]
    cells = [[next(series.find(qn(tag)).iter(qn("c:f"))).text for tag in ("c:tx", "c:xVal", "c:yVal")] for series in frame.chart._chartSpace.iter(qn("c:ser"))]
    assert cells == [
        ["Sheet1!$B$1", "Sheet1!$A$2:$A$4", "Sheet1!$B$2:$B$4"], ["Sheet1!$C$1", "Sheet1!$A$2:$A$4", "Sheet1!$C$2:$C$4"],
        ["Sheet1!$D$1", "Sheet1!$A$3", "Sheet1!$D$3"],
    ]


def test_its_axes_are_named_and_end_with_the_curve():
    chart = frame_of(CURVE).chart
    across, values = chart.category_axis, chart.value_axis
    assert (across.axis_title.text_frame.text, values.axis_title.text_frame.text) == ("Customers", "Share")
    assert [(axis.minimum_scale, axis.maximum_scale) for axis in (across, values)] == [(0, 1), (0, 1)]


def test_two_lines_have_a_legend_and_their_marks_no_place_in_it():
    assert not frame_of(CURVE).chart.has_legend  # one line, which the axis names, and what it is held against
    two = replace(CURVE, series=(*CURVE.series, Series("Within 12 weeks", "ratio", (0.0, 0.5, 0.9), "#808890")))
    legend = frame_of(two).chart.legend._element
    assert [entry.find(qn("c:idx")).get("val") for entry in legend.findall(qn("c:legendEntry"))] == ["3"]  # after three lines the mark


def test_it_is_told_by_its_marks_not_by_every_point():
    told = frame_of(CURVE)._element.nvGraphicFramePr.cNvPr.get("descr")
    assert told == "20% of the customers bring 80%. 365 days. 20% bring 80%. Customers / Share"


def test_no_name_is_a_formula():
    nasty = Chart("line", "=1", "", (Category("=1+1"), Category("")), (Series("=2", "ratio", (0.5, 1.0)),), across=Series("@x", "ratio", (0.0, 1.0)))
    book = openpyxl.load_workbook(io.BytesIO(frame_of(nasty).chart.part.chart_workbook.xlsx_part.blob)).active
    assert {cell.data_type for cell in book[1]} == {"s"}
