import json
import re
from decimal import Decimal
from itertools import pairwise

import pytest

from segmentation.charts.described import draw_described
from segmentation.charts.echarts.pyramids import GAP, layer_widths
from segmentation.slides import PYRAMIDS, Category, Chart, Series, layer_shares

NAMES = ("重要", "主要", "普通", "小")
COLOURS = ("#0072B2", "#009E73", "#D55E00", "#7A7F87")
TIERS = tuple(Category(name, colour) for name, colour in zip(NAMES, COLOURS, strict=True))


def pyramid(values, kind="pyramid", unit="count", tiers=TIERS):
    return Chart(kind, "T", "", tiers, (Series("s", unit, values),))


def polygons(chart, lang="zh"):
    """The corners of each bar: its upper edge from left to right, then its lower one back; the middle of the plot is 0."""
    options = draw_described(chart, lang).options
    moved, shown = options["series"]
    assert shown["stack"] == moved["stack"]
    least = float(shown["barCategoryGap"].rstrip("%")) / 100 / 2
    lefts = [left - options["xAxis"]["max"] / 2 for left in moved["data"]]
    return [
        [(left, y + least), (left + x, y + least), (left + x, y + 1 - least), (left, y + 1 - least), (left, y + least)]
        for y, (left, x) in enumerate(zip(lefts, (each["value"] for each in shown["data"]), strict=True))
    ]


def names(drawn):
    """What stands beside the layers, a name in bold between asterisks."""
    return [re.sub(r"\{n\|([^}]*)\}", r"*\1*", text) for text in drawn.options["yAxis"]["data"]]


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
    assert [layer["itemStyle"]["borderWidth"] for layer in drawn.options["series"][1]["data"]] == [1, 1, 1, 0]
    assert names(drawn)[1] == "*主要*\n0 · 0%"


def test_the_widest_layer_fills_the_plot_and_the_first_layer_is_on_top():
    options = draw_described(pyramid((1, 19, 30, 50)), "zh").options
    assert (options["xAxis"]["min"], options["xAxis"]["max"], options["yAxis"]["inverse"]) == (0, 50, True)


def test_what_is_not_positive_has_no_width_but_its_number():
    chart = pyramid((Decimal(300), Decimal(0), None, Decimal("-100")), "inverted_pyramid", "money")
    assert layer_widths(chart) == [300, 0, 0, 0]
    texts = names(draw_described(chart, "zh"))
    assert texts == ["*重要*\n¥300 · 150%", "*主要*\n¥0 · 0%", "*普通*\n–", "*小*\n−¥100 · −50%"]


def test_shares_are_of_the_sum_and_there_are_none_of_nothing():
    assert layer_shares(pyramid((1, 19, 30, 50))) == (0.01, 0.19, 0.3, 0.5)
    assert layer_shares(pyramid((5, -5, 0, 0))) == (None,) * 4


def test_each_layer_is_named_beside_it_with_a_line_to_it_and_tells_exact_figures():
    drawn = draw_described(pyramid((Decimal("1234567.89"), Decimal("617283.945"), Decimal(1), Decimal(1)), unit="money"), "zh")
    moved, shown = drawn.options["series"]
    assert names(drawn)[0] == "*重要*\n¥123万 · 67%"
    assert shown["data"][0]["tooltip"]["formatter"] == "重要\n¥1,234,567.89\n66.7%"
    ends = [[end["coord"] for end in line] for line in moved["markLine"]["data"][:2]]
    assert ends == [[[1234567.89, 0], [1234567.89, 0]], [[pytest.approx(925925.9175), 1], [1234567.89, 1]]]


def test_a_click_on_a_layer_finds_who_is_in_it_and_the_chosen_one_has_an_edge():
    tiers = tuple(Category(name, behind=(("tier", name),)) for name in NAMES)
    drawn = draw_described(pyramid((1, 19, 30, 50), tiers=tiers), "zh", chosen=(("tier", "普通"),))
    assert drawn.behind([(1, "main", 2)]) == (("tier", "普通"),)
    assert drawn.behind([(0, "main", 2)]) == ()
    moved, shown = drawn.options["series"]
    assert (moved["silent"], shown["selectedMode"]) == (True, "single")
    assert [layer["itemStyle"]["borderWidth"] for layer in shown["data"]] == [1, 1, 3, 1]


def test_the_smallest_shares_have_a_digit_more():
    texts = names(draw_described(pyramid((2, 12, 300, 920)), "en"))
    assert [text.rpartition("· ")[2] for text in texts] == ["0.2%", "1%", "24%", "75%"]


@pytest.mark.parametrize(("called", "height"), [(("Ordinary customers",) * 4, 480), (("Can't Lose Them",) * 10, 360), (("长" * 30,) * 6, 300)])
def test_labels_have_room_within_their_layers(called, height):
    tiers = tuple(Category(name) for name in called)
    drawn = draw_described(pyramid(tuple(range(1, len(called) + 1)), tiers=tiers), "en", height=height, size=20)
    for text in names(drawn):
        assert (text.count("\n") + 1) * drawn.options["yAxis"]["axisLabel"]["lineHeight"] <= height / len(called)
    assert drawn.options["grid"]["right"] <= 220


def test_names_are_shown_as_they_are_and_take_no_place_for_a_value():
    drawn = draw_described(pyramid((1,), tiers=(Category("{n|x} {b} | R&D"),)), "en")
    assert names(drawn) == ["*｛n｜x｝ ｛b｝ ｜ R&D*\n1 · 100%"]
    assert "{b}" not in json.dumps(drawn.options)


def test_a_pyramid_of_nothing_is_no_figure():
    assert draw_described(pyramid((0, 0, None, 0)), "zh") is None


def test_a_pyramid_has_one_series():
    with pytest.raises(ValueError):
        Chart("pyramid", "", "", TIERS[:1], (Series("", "count", (1,)), Series("", "count", (1,))))
