from decimal import Decimal

import pytest

from segmentation.charts.described import draw_described
from segmentation.charts.grades.segments import tell_segments
from segmentation.measures.grades.tier_shares import Part
from tests.charts.drawn import values, written

PARTS = (
    Part("Lost", "#7A7F87", 300, Decimal(1000)), Part("Champions", "#0072B2", 50, Decimal(8000)),
    Part("At Risk", "#D55E00", 149, Decimal(-1000)), Part("New", "#009E73", 1, Decimal(0)),
)


def labels(chart):
    return [category.label for category in chart.categories]


def texts(chart):
    return written(draw_described(chart, "en"))


def test_the_largest_stands_first_with_its_share_and_its_own_colour():
    chart = tell_segments(PARTS, "customers", "T", "", "en")
    assert labels(chart) == ["Lost", "At Risk", "Champions", "New"]
    assert texts(chart) == ["300 · 60%", "149 · 30%", "50 · 10%", "1 · 0.2%"]
    assert [category.colour for category in chart.categories] == ["#7A7F87", "#D55E00", "#0072B2", "#009E73"]


def test_shares_of_money_are_of_the_sum_of_all():
    chart = tell_segments(PARTS, "contribution", "T", "", "en")
    assert texts(chart) == ["¥8K · 100%", "¥1K · 13%", "¥0 · 0%", "−¥1K · −13%"]
    assert values(draw_described(chart, "en"))[3] == -1000


def test_where_the_sum_is_not_positive_there_are_no_shares():
    parts = (Part("A", "#0072B2", 1, Decimal(5)), Part("B", "#009E73", 1, Decimal(-5)))
    assert texts(tell_segments(parts, "contribution", "", "", "en")) == ["¥5", "−¥5"]


def test_segments_have_customers_and_contribution_only():
    with pytest.raises(ValueError):
        tell_segments(PARTS, "age", "", "", "en")
