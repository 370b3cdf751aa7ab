from decimal import Decimal

import pytest

from segmentation.charts.described import draw_described
from segmentation.slides import Category, Chart, Series
from tests.charts.drawn import edged, hatched, told, values, written

MONTHS = tuple(Category(f"{month}月", behind=(("month", f"2026-{month:02}"),)) for month in range(1, 13))


def columns(kind, *series, categories=None):
    return Chart(kind, "t", "s", categories or tuple(map(Category, ("Aug", "Sep"))), series)


def test_lying_bars_have_figures_at_their_ends_and_negative_ones_on_the_other_side():
    drawn = draw_described(Chart("bar", "", "", (Category("A"), Category("B")), (Series("n", "count", (3, -1)),), shares=True), "en")
    assert written(drawn) == ["3 · 150%", "−1 · −50%"]
    assert [mark["label"]["position"] for mark in drawn.options["series"][0]["data"]] == ["right", "left"]
    assert (drawn.options["xAxis"]["min"], drawn.options["xAxis"]["max"]) == (-1, 3)
    assert drawn.options["yAxis"]["inverse"]


def test_a_level_reference_is_one_named_line_and_shares_are_whole_per_cents_as_in_titles():
    chart = Chart("bar", "", "", (Category("Identified"), Category("Active")), (
        Series("Share", "ratio", (0.69, 0.627)), Series("45% rule of thumb", "ratio", (0.45, 0.45), reference=True),
    ))
    drawn = draw_described(chart, "en")
    assert written(drawn) == ["69%", "63%"]
    rule = drawn.options["series"][1]["markLine"]
    assert (rule["data"], rule["label"]["formatter"]) == ([{"xAxis": 0.45}], "45% rule of thumb")


def test_a_stroke_across_each_bar_is_named_and_runs_through_no_figure():
    # 400 pixels are nearly 3 a customer: of 100 the figure ends some 30 pixels on, so that 105 would run through it and 140 would not
    expected = Series("Expected by now", "count", (105, 140, 60, None), reference=True)
    chart = Chart("bar", "", "", tuple(map(Category, "ABCD")), (Series("Done", "count", (100, 100, 100, 100)), expected))
    drawn = draw_described(chart, "en", size=13, width=450, least=11)
    assert [entry["name"] for entry in drawn.options["legend"]["data"]] == [drawn.options["series"][1]["name"]] == ["Expected by now"]
    assert drawn.options["legend"]["show"]
    assert drawn.options["grid"]["top"] > 13
    assert [mark["label"].get("formatter") for mark in drawn.options["series"][0]["data"]] == [None, "100", "100", "100"]
    strokes = [(mark["value"], mark["label"]["formatter"], mark["label"]["show"]) for mark in drawn.options["series"][1]["data"]]
    assert strokes == [([105, 0], "100", True), ([140, 1], "", False), ([60, 2], "", False)]


def test_above_each_stack_stands_its_sum():
    drawn = draw_described(columns("stacked_column", Series("one", "count", (1, 2)), Series("other", "count", (3, None), hatched=True)), "en")
    assert (values(drawn, 0), values(drawn, 1)) == ([1, 2], [3, None])
    assert written(drawn, 2) == ["4", "2"]
    assert hatched(drawn, 1) == [True, True]
    assert told(drawn, 1)[0] == "Aug\nother: 3"


def test_stacks_on_both_sides_of_zero_are_summed_up_each_for_itself():
    drawn = draw_described(columns(
        "stacked_column", Series("lost", "count", (-3, 0)), Series("back", "count", (2, 1)), Series("new", "count", (5, 0)),
    ), "en")
    assert (values(drawn, 3), written(drawn, 3)) == ([[0, 7], [1, 1]], ["7", "1"])
    assert (values(drawn, 4), written(drawn, 4)) == ([[0, -3], [1, 0]], ["−3", None])
    assert (drawn.options["yAxis"]["min"], drawn.options["yAxis"]["max"]) == (-3, 7)


def test_many_sums_are_told_in_a_unit_that_is_named_once():
    money = tuple(Decimal(amount) for amount in range(1_000_000, 1_240_000, 20_000))
    chart = columns("stacked_column", Series("one", "money", money), categories=MONTHS)
    drawn = draw_described(chart, "zh", size=13, width=560)
    assert written(drawn, 1)[:2] == ["100", "102"]
    assert drawn.options["title"]["text"] == "单位：万元"
    assert written(draw_described(chart, "zh", size=13, width=1100), 1)[0] == "¥100万"


@pytest.mark.parametrize(("count", "rotate"), [(45, None), (17_781, 90)])
def test_the_figures_of_many_columns_stand_upright_where_they_would_run_into_each_other(count, rotate):
    drawn = draw_described(columns("column", *(Series(name, "count", (count,) * 12) for name in "ab"), categories=MONTHS), "en", width=1000)
    assert {series["label"].get("rotate") for series in drawn.options["series"]} == {rotate}


def test_a_column_stands_for_its_month_and_a_series_narrows_it():
    walk_in = Series("walk-ins", "count", (1,) * 12, behind=(("walk_in", "all"),))
    drawn = draw_described(columns("stacked_column", Series("known", "count", (1,) * 12), walk_in, categories=MONTHS), "zh",
                           chosen=(("month", "2026-03"),))
    assert drawn.behind([(0, "main", 2)]) == (("month", "2026-03"),)
    assert drawn.behind([(1, "main", 2)]) == (("month", "2026-03"), ("walk_in", "all"))
    assert (edged(drawn, 0), edged(drawn, 1)) == ([2], [])
    assert drawn.options["series"][0]["selectedMode"] == "single"
    assert "selectedMode" not in drawn.options["series"][2]


def test_a_stack_all_on_one_side_of_zero_has_no_zero_on_the_other():
    rows = (Series("A", "money", (Decimal(100), Decimal(-560))), Series("B", "money", (Decimal(20), Decimal(-10))))
    drawn = draw_described(Chart("stacked_column", "", "", (Category("Sep"), Category("Oct")), rows), "en")
    assert [[text or "" for text in written(drawn, at)] for at in (2, 3)] == [["¥120", ""], ["", "−¥570"]]


def test_on_a_stage_the_parts_of_lying_stacks_tell_their_figures_where_they_have_room_and_their_sum_stands_behind():
    # of 1000 pixels 800 or more are the plot: 100 of 101 hold "100", the 1 beside it holds nothing
    parts = (Series("one", "count", (100, 1)), Series("other", "count", (1, 100), hatched=True))
    on_stage = draw_described(columns("stacked_bar", *parts), "en", height=300, width=1000, least=18)
    assert (written(on_stage, 0), written(on_stage, 1), written(on_stage, 2)) == (["100", None], [None, "100"], ["101", "101"])
    on_a_page = draw_described(columns("stacked_bar", *parts), "en", height=300)
    assert written(on_a_page, 0) == [None, None] == written(on_a_page, 1)


def test_an_upright_figure_below_zero_ends_under_its_bar_and_is_not_written_over_it():
    drawn = draw_described(columns("column", *(Series(name, "count", (-17_781, 17_781) * 6) for name in "ab"), categories=MONTHS), "en", width=1000)
    labels = [mark["label"] for mark in drawn.options["series"][0]["data"][:2]]
    assert [(label["position"], label["align"]) for label in labels] == [("bottom", "right"), ("top", "left")]
    stacks = draw_described(columns("stacked_column", Series("a", "count", (-17_781, 17_781) * 6), categories=MONTHS), "en", width=200)
    assert [series["label"]["align"] for series in stacks.options["series"][1:3]] == ["left", "right"]


def test_on_a_phone_the_figures_of_double_columns_stand_upright():
    months = tuple(Category(f"{month}月") for month in range(1, 13))
    pair = tuple(Series(name, "count", tuple(range(30, 42))) for name in ("升", "降"))
    # 24 columns: some 46 pixels each of 1120, some 15 of a phone's 358, too few for two digits
    chart = Chart("column", "", "", months, pair)
    media = draw_described(chart, "zh", size=13, width=1120).options["media"]
    told = [(each["query"], {one["label"].get("rotate") for one in each["option"]["series"]}) for each in media]
    assert told == [({"maxWidth": 499}, {90}), ({"minWidth": 500}, {None})]


def test_lying_stacks_of_refunds_have_their_figures_between_the_bars_and_the_names():
    people = tuple(Category(name, behind=(("manager", name),)) for name in ("Li", "Wu"))
    series = (Series("active", "count", (0, 3)), Series("asleep", "count", (-5, None), hatched=True))
    drawn = draw_described(Chart("stacked_bar", "", "", people, series), "en")
    assert [(values(drawn, at), written(drawn, at)) for at in (2, 3)] == [([[3, 1]], ["3"]), ([[-5, 0]], ["−5"])]
    assert drawn.options["series"][3]["label"]["position"] == "left"
    assert drawn.options["yAxis"]["axisLabel"]["margin"] > 20
    assert drawn.marks[1, "main"] == ((("manager", "Li"),), ())  # what is not drawn takes no clicks
