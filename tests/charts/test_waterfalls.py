import io

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_FILL

from segmentation.charts.described import draw_described
from segmentation.exports.pptx import deck
from segmentation.slides import Category, Chart, Series, Slide, from_json, to_json
from tests.charts.drawn import values, written

LABELS = ("Start", "Left", "Came", "End")


def bridge(*values, unit="count"):
    return Chart("waterfall", "t", "s", tuple(map(Category, LABELS[: len(values)])), (Series("Customers", unit, values),))


def test_every_step_is_a_bar_from_zero_and_the_ends_stand_beside_as_numbers():
    drawn = draw_described(bridge(10, -4, 3, 9), "en")
    assert (values(drawn, 0), written(drawn, 0)) == ([-4, 3], ["Left −4", "Came +3"])
    assert written(drawn, 1) == ["10\nStart", "9\nEnd"]
    assert drawn.options["xAxis"][0]["min"] < -4
    assert drawn.options["xAxis"][0]["max"] > 3


def test_a_step_of_nothing_has_no_sign():
    assert written(draw_described(bridge(5, 0, 0, 5), "en"), 0) == ["Left 0", "Came 0"]


@pytest.mark.parametrize("values", [(10, -4, 3, 8), (1, -4, 4, 1), (3,), (3, None, 0, 3)])
def test_a_bridge_that_does_not_add_up_is_refused(values):
    with pytest.raises(ValueError, match="waterfall"):
        bridge(*values)


def test_in_a_deck_it_is_a_native_stacked_column_on_a_part_that_is_not_seen():
    presentation = Presentation(io.BytesIO(deck([Slide("", (bridge(10, -4, 3, 9),))], "en")))
    frame = next(shape for shape in presentation.slides[0].shapes if shape.has_chart)
    assert frame.chart.chart_type == XL_CHART_TYPE.COLUMN_STACKED
    below, bars, figures = frame.chart.plots[0].series
    assert (tuple(below.values), tuple(bars.values), tuple(figures.values)) == ((0, 6, 6, 0), (10, 4, 3, 9), (10, 4, 3, 9))
    assert [series.format.fill.type for series in (below, bars, figures)] == [MSO_FILL.BACKGROUND, MSO_FILL.SOLID, MSO_FILL.BACKGROUND]
    book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
    assert list(book.iter_rows(values_only=True))[2] == ("Left", 6, 4, 4)
    assert "Left −4" in frame._element.nvGraphicFramePr.cNvPr.get("descr")


def test_it_survives_being_kept():
    slide = Slide("", (bridge(10, -4, 3, 9),))
    assert from_json(to_json(slide)) == slide
