"""Points over two numbers, on the screen and on a slide."""

import io
from decimal import Decimal

import openpyxl
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from segmentation.charts.described import draw_described
from segmentation.charts.scatters import named_points
from segmentation.exports.masking import mask_slides
from segmentation.exports.pptx import deck
from segmentation.slides import Category, Chart, Limit, Series, Slide, from_json, to_json

NAMES = ("", "王伟", "", "=1+1", "")
VISITS = (1, 2, 2, 9, 10)
A = Series("A 2", "money", (None, None, None, Decimal(900), Decimal("1000.50")), "#0072B2")
B = Series("B 3", "money", (Decimal(10), Decimal(700), Decimal(20), None, None), "#009E73")
LIMITS = (Limit("A from 9 visits", 9, upright=True), Limit("A from ¥900", "900"))
CHART = Chart(
    "scatter", "T", "S", tuple(map(Category, NAMES)), (A, B), secret="name", across=Series("Visits", "count", VISITS),
    axis="Contribution", limits=LIMITS,
)


def scatter_of(chart):
    presentation = Presentation(io.BytesIO(deck([Slide("T", (chart,))], "en")))
    return next(shape for shape in presentation.slides[0].shapes if shape.has_chart)


def test_a_scatter_survives_being_kept_and_its_limits_are_money_where_the_values_are():
    slide = Slide("T", (CHART,))
    assert from_json(to_json(slide)) == slide
    assert [limit.at for limit in CHART.limits] == [9, Decimal("900.00")]


@pytest.mark.parametrize("wrong", [{"kind": "scatter"}, {"kind": "bar", "limits": LIMITS}, {"kind": "line", "axis": "x"}])
def test_a_scatter_runs_over_numbers_and_nothing_else_has_limits(wrong):
    with pytest.raises(ValueError):
        Chart(**{"title": "", "subtitle": "", "categories": CHART.categories, "series": (B,), **wrong})


def test_a_group_is_a_trace_of_its_own_points_in_its_colour_and_with_its_own_mark():
    drawn = draw_described(CHART, "en")
    assert [(trace.name, tuple(trace.x), tuple(trace.y)) for trace in drawn.data] == [
        ("A 2", (9, 10), (900, 1000.5)), ("B 3", (1, 2, 2), (10, 700, 20)),
    ]
    assert [(trace.marker.color, trace.marker.symbol) for trace in drawn.data] == [("#0072B2", "circle"), ("#009E73", "diamond")]


def test_limits_are_lines_with_their_names_and_far_points_have_theirs():
    drawn = draw_described(CHART, "en")
    assert [(line.x0, line.x1, line.y0, line.y1) for line in drawn.layout.shapes] == [(9, 9, 0, 1), (0, 1, 900, 900)]
    assert [note.text for note in drawn.layout.annotations] == ["A from 9 visits", "A from ¥900", "王伟", "=1+1"]


def test_a_point_tells_who_it_is_and_both_its_numbers():
    assert draw_described(CHART, "en").data[1].customdata[1] == "<b>王伟</b><br>B 3<br>Visits: 2<br>Contribution: ¥700.00"


def test_names_are_harmless():
    chart = Chart("scatter", "", "", (Category("<img src=x> $x$"),), (Series("<b>", "count", (1,)),), across=Series("", "count", (1,)))
    drawn = draw_described(chart, "en").to_json()
    assert "<img" not in drawn
    assert "$x$" not in drawn


def test_on_a_slide_groups_limits_and_names_are_series_of_one_native_chart():
    frame = scatter_of(CHART)
    series = list(frame.chart.plots[0].series)
    assert [each.name for each in series] == ["A 2", "B 3", "A from 9 visits", "A from ¥900", "=1+1", "王伟"]
    xs = [[float(x.text) for x in each._element.find(qn("c:xVal")).iter(qn("c:v"))] for each in series[:3]]
    assert xs == [[9, 10], [1, 2, 2], [9, 9]]
    assert list(series[0].values)[:2] == [900, 1000.5]
    gone = [entry.find(qn("c:idx")).get("val") for entry in frame.chart._chartSpace.iter(qn("c:legendEntry"))]
    assert sorted(gone) == ["2", "3", "4", "5"]
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr").startswith("T. S. Visits / Contribution. A 2. B 3. A from 9 visits")


def test_the_data_behind_a_slide_is_where_its_series_look_for_it_and_no_name_is_a_formula():
    frame = scatter_of(CHART)
    sheet = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
    for series in frame.chart._chartSpace.iter(qn("c:ser")):
        name, xs, ys = (next(series.find(qn(tag)).iter(qn("c:f"))).text.split("!")[1] for tag in ("c:tx", "c:xVal", "c:yVal"))
        for cells, tag in ((xs, "c:xVal"), (ys, "c:yVal")):
            cached = [float(value.text) for value in series.find(qn(tag)).iter(qn("c:v"))]
            first, _colon, last = cells.replace("$", "").partition(":")
            found = [cell.value for row in sheet[f"{first}:{last or first}"] for cell in row if cell.value is not None]
            assert found == cached
        assert sheet[name.replace("$", "")].data_type == "s"


def test_masking_takes_the_names_of_points():
    masked = mask_slides([Slide("T", (CHART,))], "zh")[0].charts[0]
    assert [category.label for category in masked.categories][:3] == ["", "客户 001", ""]
    assert masked.limits == CHART.limits


def test_no_name_stands_over_the_dot_of_another():
    points = (Category("乙公司"), Category("甲公司"), Category(""), Category(""))
    values, across = Series("A", "count", (90, 50, 51, 10)), Series("Visits", "count", (20, 40, 46, 100))
    assert named_points(Chart("scatter", "", "", points, (values,), across=across)) == [0]
    apart = Series("A", "count", (90, 50, 80, 10))
    assert named_points(Chart("scatter", "", "", points, (apart,), across=across)) == [0, 1]
