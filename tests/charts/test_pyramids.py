from decimal import Decimal
from itertools import pairwise

import pytest

from segmentation.charts.described import draw_described
from segmentation.charts.pyramids import GAP, layer_widths
from segmentation.slides import PYRAMIDS, Category, Chart, Series, layer_shares

NAMES = ("重要", "主要", "普通", "小")
COLOURS = ("#0072B2", "#009E73", "#D55E00", "#7A7F87")
TIERS = tuple(Category(name, colour) for name, colour in zip(NAMES, COLOURS, strict=True))


def pyramid(values, kind="pyramid", unit="count", tiers=TIERS):
    return Chart(kind, "T", "", tiers, (Series("s", unit, values),))


def polygons(chart, lang="zh"):
    """The corners of each bar: its upper edge from left to right, then its lower one back."""
    return [
        [(left, y - high), (left + x, y - high), (left + x, y + high), (left, y + high), (left, y - high)]
        for trace in draw_described(chart, lang).data
        for left, x, y, high in [(trace.base[0], trace.x[0], trace.y[0], trace.width / 2)]
    ]


def area(corners):
    """The area of a closed shape, by the shoelace formula."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(corners))) / 2


@pytest.mark.parametrize("kind", PYRAMIDS)
@pytest.mark.parametrize("values", [(1, 19, 30, 50), (24, 46, 20, 10), (40, 0, 60, 1)])
def test_the_areas_on_the_screen_are_to_each_other_as_the_numbers(kind, values):
    areas = [area(shape) for shape in polygons(pyramid(values, kind))]
    assert areas == pytest.approx([value * (1 - GAP) for value in values])


def test_the_layers_are_centred_bars_of_one_height_from_the_top_down():
    half = GAP / 2
    assert [corner for shape in polygons(pyramid((10, 0, 30, 50)))[1:3] for corner in shape] == [
        pytest.approx(corner) for corner in (
            (0, 1 + half), (0, 1 + half), (0, 2 - half), (0, 2 - half), (0, 1 + half),
            (-15, 2 + half), (15, 2 + half), (15, 3 - half), (-15, 3 - half), (-15, 2 + half),
        )
    ]


def test_a_layer_of_nothing_is_a_hairline_with_its_0():
    drawn = draw_described(pyramid((10, 0, 30, None)), "zh")
    assert [trace.marker.line.width for trace in drawn.data] == [1, 1, 1, 0]
    assert drawn.layout.annotations[1].text == "<b>主要</b><br>0 · 0%"


def test_the_widest_layer_fills_the_plot_and_the_first_layer_is_on_top():
    layout = draw_described(pyramid((1, 19, 30, 50)), "zh").layout
    assert (tuple(layout.xaxis.range), tuple(layout.yaxis.range)) == ((-25, 25), (4, 0))


def test_what_is_not_positive_has_no_width_but_its_number():
    chart = pyramid((Decimal(300), Decimal(0), None, Decimal("-100")), "inverted_pyramid", "money")
    assert layer_widths(chart) == [300, 0, 0, 0]
    texts = [note.text for note in draw_described(chart, "zh").layout.annotations]
    assert texts == ["<b>重要</b><br>¥300 · 150%", "<b>主要</b><br>¥0 · 0%", "<b>普通</b><br>–", "<b>小</b><br>-¥100 · -50%"]


def test_shares_are_of_the_sum_and_there_are_none_of_nothing():
    assert layer_shares(pyramid((1, 19, 30, 50))) == (0.01, 0.19, 0.3, 0.5)
    assert layer_shares(pyramid((5, -5, 0, 0))) == (None,) * 4


def test_each_layer_is_named_beside_it_with_a_line_to_it_and_tells_exact_figures():
    drawn = draw_described(pyramid((Decimal("1234567.89"), Decimal(1), Decimal(1), Decimal(1)), unit="money"), "zh")
    first, line = drawn.layout.annotations[0], drawn.layout.shapes[0]
    assert first.text == "<b>重要</b><br>¥123万 · 100%"
    assert drawn.data[0].hovertext == first.hovertext == "<b>重要</b><br>¥1,234,567.89<br>100.0%"
    assert (line.x0, line.y0, line.x1) == (1234567.89 / 2, 0.5, 1234567.89 / 2)


def test_the_smallest_shares_have_a_digit_more():
    texts = [note.text for note in draw_described(pyramid((2, 12, 300, 920)), "en").layout.annotations]
    assert [text.rpartition("· ")[2] for text in texts] == ["0.2%", "1%", "24%", "75%"]


@pytest.mark.parametrize(("names", "height"), [(("Ordinary customers",) * 4, 480), (("Can't Lose Them",) * 10, 360), (("长" * 30,) * 6, 300)])
def test_labels_have_room_within_their_layers(names, height):
    tiers = tuple(Category(name) for name in names)
    drawn = draw_described(pyramid(tuple(range(1, len(names) + 1)), tiers=tiers), "en", height=height, size=20)
    for note in drawn.layout.annotations:
        assert (note.text.count("<br>") + 1) * note.font.size * 1.3 <= height / len(names)
    assert drawn.layout.margin.r <= 220


def test_names_are_harmless():
    tiers = (Category("<img src=x onerror=x> $x$"),)
    drawn = draw_described(pyramid((1,), tiers=tiers), "en").to_json()
    assert "<img" not in drawn
    assert "$x$" not in drawn


def test_a_pyramid_of_nothing_is_no_figure():
    assert draw_described(pyramid((0, 0, None, 0)), "zh") is None


def test_a_pyramid_has_one_series():
    with pytest.raises(ValueError):
        Chart("pyramid", "", "", TIERS[:1], (Series("", "count", (1,)), Series("", "count", (1,))))
