import io
from decimal import Decimal
from itertools import pairwise

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from pptx.oxml.ns import qn

from segmentation.exports.pptx import deck
from segmentation.slides import Category, Chart, Series, Slide

TIERS = (Category("重要", "#0072B2"), Category("普通", "#009E73"), Category("小", "#7A7F87"))
COUNTS = Chart("pyramid", "客户", "", TIERS, (Series("客户", "count", (10, 30, 60)),))
PROFIT = Chart("inverted_pyramid", "利润", "", TIERS, (Series("利润", "money", (Decimal(80000), Decimal(30000), Decimal(-10000))),))


def frames(*slides, lang="zh"):
    presentation = Presentation(io.BytesIO(deck(slides, lang)))
    return [shape for slide in presentation.slides for shape in slide.shapes if shape.has_chart]


def sheet_of(frame, *, values):
    blob = frame.chart.part.chart_workbook.xlsx_part.blob
    return list(openpyxl.load_workbook(io.BytesIO(blob), data_only=values).active.iter_rows(values_only=True))


def test_a_pyramid_is_a_stacked_bar_centred_by_a_transparent_part():
    spacer, drawn = frames(Slide("", (COUNTS,)))[0].chart.plots[0].series
    assert tuple(spacer.values) == (25, 15, 0)
    assert tuple(drawn.values) == (10, 30, 60)
    assert spacer._element.spPr.find(qn("a:noFill")) is not None
    assert [str(drawn.points[n].format.fill.fore_color.rgb) for n in range(3)] == ["0072B2", "009E73", "7A7F87"]


def test_the_areas_on_a_slide_are_to_each_other_as_the_numbers():
    """Bars are equally high, and as long as their numbers on an axis that begins at 0."""
    tiers = (*TIERS, Category("无", "#D55E00"))
    for kind in ("pyramid", "inverted_pyramid"):
        frame = frames(Slide("", (Chart(kind, "", "", tiers, (Series("", "count", (10, 30, 60, 0)),)),)))[0]
        spacer, drawn = frame.chart.plots[0].series
        axis = frame.chart.value_axis
        plot = frame.chart._chartSpace.chart.plotArea.find(qn("c:layout")).find(qn("c:manualLayout"))
        wide = float(plot.find(qn("c:w")).get("val")) * frame.width.pt / (axis.maximum_scale - axis.minimum_scale)
        high = float(plot.find(qn("c:h")).get("val")) * frame.height.pt / 4 / 1.04  # the gap is 4 % of a bar
        areas = [value * wide * high for value in drawn.values]
        assert (axis.minimum_scale, frame.chart.plots[0].gap_width) == (0, 4)
        assert [each / areas[0] for each in areas] == pytest.approx([1, 3, 6, 0])
        assert {before + value / 2 for before, value in zip(spacer.values, drawn.values, strict=True)} == {30}


def test_a_layer_of_nothing_is_a_hairline_with_its_0_and_a_negative_one_is_none():
    tiers = (*TIERS, Category("无", "#D55E00"))
    chart = Chart("pyramid", "", "", tiers, (Series("", "count", (10, 0, 60, -5)),))
    drawn = frames(Slide("", (chart,)))[0].chart.plots[0].series[1]
    edges = [drawn.points[number].format.line.fill.type for number in range(4)]
    assert edges == [None, MSO_FILL.SOLID, None, None]
    shown = [label.find(qn("c:idx")).get("val") for label in drawn._element.iter(qn("c:dLbl")) if label.find(qn("c:delete")) is None]
    assert shown == ["0", "1", "2"]


def test_the_data_behind_it_has_the_true_numbers_and_the_rest_follows_them():
    frame = frames(Slide("", (PROFIT,)))[0]
    shown, formulas = sheet_of(frame, values=True), sheet_of(frame, values=False)
    assert shown[0] == (None, None, "利润", None, None, "利润")
    assert shown[1:] == [
        ("重要  80%", 0, 80000, None, "重要", 80000), ("普通  30%", 25000, 30000, None, "普通", 30000),
        ("小  −¥10,000.00", 40000, 0, None, "小", -10000),
    ]
    assert formulas[1][1:3] == ("=(MAX(C$2:C$4)-C2)/2", "=MAX(F2,0)")


def test_layers_stand_from_the_top_down_and_their_names_tell_the_shares():
    chart = frames(Slide("", (COUNTS,)))[0].chart
    assert list(chart.plots[0].categories) == ["重要  10%", "普通  30%", "小  60%"]
    assert chart.category_axis.reverse_order
    assert (chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) == (0, 60)


def test_a_negative_layer_is_told_and_not_drawn():
    frame = frames(Slide("", (PROFIT,)))[0]
    deleted = [label for label in frame.chart._chartSpace.iter(qn("c:dLbl")) if label.find(qn("c:delete")) is not None]
    assert [label.find(qn("c:idx")).get("val") for label in deleted] == ["2"]
    notes = Presentation(io.BytesIO(deck([Slide("", (PROFIT,))], "en"))).slides[0].notes_slide.notes_text_frame.text
    assert "小 is negative (−¥10,000.00) and is not drawn." in notes
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "利润. 利润: 重要 ¥80,000.00 (80.0%), 普通 ¥30,000.00 (30.0%), 小 −¥10,000.00 (−10.0%)"


def test_names_are_no_formulas_in_the_data():
    nasty = ("=1+1", "<b>x</b>", '"&A1&"')
    chart = Chart("pyramid", "", "", tuple(Category(name) for name in nasty), (Series("=sum", "count", (1, 2, 3)),))
    frame = frames(Slide("T", (chart,)))[0]
    rows = sheet_of(frame, values=False)
    assert [row[4] for row in rows[1:]] == list(nasty)
    book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
    assert {cell.data_type for cell in (*book["E"], book["C1"]) if cell.value} == {"s"}
    assert not any(name in str(cell) for row in rows for cell in row[:1] for name in nasty if cell)


def test_three_pyramids_stand_side_by_side_within_the_slide():
    boxes = [(shape.left, shape.left + shape.width) for shape in frames(Slide("塔", (COUNTS, PROFIT, COUNTS)))]
    assert boxes == sorted(boxes)
    assert all(one[1] <= other[0] for one, other in pairwise(boxes))
