import pyarrow as pa
import pytest

from segmentation.charts.described import draw_described
from segmentation.charts.grades.pareto import tell_pareto
from segmentation.exports.masking import Masker, mask_chart
from segmentation.measures.grades.concentration import find_peak, finding_concentration, reached

TEN = pa.table({"customers_share": [0.1, 0.2, 0.3, 0.6, 1.0], "value_share": [0.5, 0.7, 0.9, 0.96, 1.0]})
WHALE = pa.table({"customers_share": [0.0, 0.1, 0.7, 1.0], "value_share": [0.0, 0.6, 1.25, 1.0]})


def told(shares, lang="en", **more):
    return tell_pareto(shares, "T", "S", lang, **more)


def marked(chart):
    return {
        (chart.across.values[at], chart.series[0].values[at]): category.label
        for at, category in enumerate(chart.categories) if category.label
    }


def test_the_point_where_80_per_cent_are_brought_lies_straight_between_two_points():
    assert reached([(0.0, 0.0), (0.2, 0.7), (0.3, 0.9)], 0.8) == (0.25, 0.8)
    assert marked(told(TEN)) == {(0.25, 0.8): "25% of the customers bring 80% of the contribution"}
    assert marked(told(TEN, "zh")) == {(0.25, 0.8): "带来80%贡献的客户占25%"}


def test_where_customers_are_counted_nobody_stands_between_two_of_them():
    counted = TEN.append_column("place", pa.array([1, 2, 3, 6, 10]))
    assert marked(told(counted)) == {(0.3, 0.9): "30% of the customers bring 90% of the contribution"}


def test_the_curve_begins_at_nothing_and_goes_through_every_point():
    chart = told(TEN)
    assert chart.across.values == (0.0, 0.1, 0.2, 0.25, 0.3, 0.6, 1.0)
    assert chart.series[0].values == (0.0, 0.5, 0.7, 0.8, 0.9, 0.96, 1.0)


def test_the_diagonal_is_a_reference():
    diagonal = told(TEN).series[1]
    assert diagonal.reference
    assert diagonal.values == told(TEN).across.values


def test_a_point_that_is_there_already_is_not_doubled():
    chart = told(pa.table({"customers_share": [0.2, 1.0], "value_share": [0.8, 1.0]}))
    assert chart.across.values == (0.0, 0.2, 1.0)
    assert marked(chart) == {(0.2, 0.8): "20% of the customers bring 80% of the contribution"}


def test_a_whale_has_its_peak_marked_with_what_the_rest_eat():
    assert find_peak([(0.0, 0.0), (0.7, 1.25), (1.0, 1.0)]) == (0.7, 1.25)
    assert marked(told(WHALE, whale=True))[0.7, 1.25] == "The best 70% bring 125%; the rest eat 25%"
    assert (0.7, 1.25) not in marked(told(WHALE))
    assert len(marked(told(TEN, whale=True))) == 1


def test_few_customers_are_told_with_a_digit_more():
    few = pa.table({"customers_share": [0.002, 1.0], "value_share": [0.8, 1.0]})
    assert finding_concentration(few, "en") == "0.2% of the customers bring 80% of the contribution"


@pytest.mark.parametrize("values", [[], [0.0], [-0.5]])
def test_nothing_brought_is_no_curve(values):
    shares = pa.table({"customers_share": pa.array([1.0] * len(values), pa.float64()), "value_share": pa.array(values, pa.float64())})
    assert told(shares) is None
    assert finding_concentration(shares, "en") == "Nothing is left of what was brought in this window, refunds deducted"


def test_on_the_screen_the_mark_stands_on_the_curve_and_lines_lead_to_both_axes():
    drawn = draw_described(told(TEN, value_name="Profit"), "en")
    line, diagonal, marks = drawn.data
    assert (list(line.x)[3], list(line.y)[3]) == (0.25, 0.8)
    assert (diagonal.line.dash, list(marks.x), list(marks.y)) == ("dash", [0.25], [0.8])
    assert [(shape.x0, shape.y0, shape.x1, shape.y1) for shape in drawn.layout.shapes] == [(0.25, 0, 0.25, 0.8), (0, 0.8, 0.25, 0.8)]
    assert line.customdata[3] == (
        "<b>25% of the customers bring 80% of the profit</b><br>Share of customers, the best first: 25.0%<br>Cumulative share: Profit: 80.0%"
    )


def test_a_whale_has_room_above_and_a_curve_that_reaches_the_whole_ends_there():
    assert tuple(draw_described(told(TEN), "en").layout.yaxis.range) == (0, 1)
    assert draw_described(told(WHALE, whale=True), "en").layout.yaxis.range[1] == pytest.approx(1.25 * 1.24)


def test_names_are_harmless_and_masked():
    chart = told(TEN, value_name="<b>王伟</b> $x$")
    drawn = draw_described(told(TEN, value_name="<b>x</b> $x$"), "en").to_json()
    assert "<b>x" not in drawn
    assert "$x$" not in drawn
    assert mask_chart(chart, Masker("en", [("1", "王伟", None)])).series[0].name == "Cumulative share: <b>Customer 001</b> $x$"
