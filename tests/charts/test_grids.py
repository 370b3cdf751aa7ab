import pytest

from segmentation.charts.echarts.grids import BARE, draw_grid, fit_phone
from segmentation.charts.echarts.look import LOOKS
from segmentation.charts.grids import fit_grid, grid_colours
from segmentation.charts.palette import SCALE, sequential, text_on
from segmentation.slides import Grid, GridCell
from tests.charts.drawn import told, values, written
from tests.contrast import contrast

MATRIX = Grid(
    "Platinum", "", ("High", "Low"), ("Low", "High"),
    (
        (GridCell("Gold", 120, lines=("¥35K",), colour="#E69F00"), GridCell("Platinum", 58, lines=("¥88K",), colour="#0072B2")),
        (GridCell("Lead", 820, lines=("¥12K",), colour="#7A7F87"), None),
    ),
    "Value", "Potential",
)
HEAT = Grid("Heat", "", ("5", "4"), ("1", "2"), ((GridCell(value=0), GridCell(value=50)), (GridCell(value=100), GridCell())), "R", "F")


LOOK = LOOKS["light"]


def test_every_box_stands_in_its_place_and_says_its_name_its_number_and_its_lines():
    drawn = draw_grid(MATRIX, "en", LOOK)
    assert [tuple(value[:2]) for value in values(drawn)] == [(0, 0), (1, 0), (0, 1), (1, 1)]  # column, row
    assert written(drawn) == ["Gold\n120\n¥35K", "Platinum\n58\n¥88K", "Lead\n820\n¥12K", "none"]
    assert drawn.options["series"][0]["data"][3]["itemStyle"]["color"] == BARE
    assert drawn.options["yAxis"]["inverse"]


def test_a_head_that_is_too_wide_takes_no_lines_from_boxes_that_have_room():
    heads = tuple(f"Uninterruptedly{number}" for number in range(9))
    grid = Grid("League", "", ("a", "b"), heads, ((GridCell(value=0.5, unit="ratio", lines=("1/2",)),) * 9,) * 2)
    fitted = fit_grid(grid, "en", 300, 500, 15, 10)
    assert {text.more for row in fitted.texts for text in row} == {("1/2",)}


def test_a_box_left_blank_is_not_there():
    drawn = draw_grid(HEAT, "zh", LOOK)
    assert written(drawn) == ["0", "50", "100"]
    assert [tuple(value[:2]) for value in values(drawn)] == [(0, 0), (1, 0), (0, 1)]


def test_the_chosen_box_has_an_edge_is_drawn_last_and_still_stands_for_its_own():
    boxes = tuple(GridCell(name, 1, behind=(("tier", name),)) for name in "AB")
    grid = Grid("", "", ("r",), ("a", "b"), (boxes,))
    plain, chosen = draw_grid(grid, "en", LOOK), draw_grid(grid, "en", LOOK, chosen=(("tier", "A"),))
    assert plain.behind([(0, "main", 0)]) == chosen.behind([(0, "main", 1)]) == (("tier", "A"),)
    assert written(chosen) == ["B\n1", "A\n1"]
    assert chosen.options["series"][0]["data"][1]["itemStyle"]["borderColor"] == LOOK.ink


def test_a_box_without_a_colour_has_one_by_its_value():
    assert grid_colours(HEAT) == [[SCALE[0], SCALE[2]], [SCALE[4], ""]]
    assert grid_colours(MATRIX) == [["#E69F00", "#0072B2"], ["#7A7F87", ""]]


@pytest.mark.parametrize("share", [step / 40 for step in range(41)])
def test_a_number_can_be_read_on_every_colour_of_the_scale(share):
    colour = sequential(share)
    assert contrast(text_on(colour), colour) >= 4.5


def test_the_scale_only_gets_darker():
    grounds = [contrast(sequential(step / 20), "#FFFFFF") for step in range(21)]
    assert grounds == sorted(grounds)
    assert len(set(grounds)) == 21


@pytest.mark.parametrize("look", LOOKS.values())
def test_a_box_with_a_colour_is_a_tint_of_it_with_its_name_in_the_colour(look):
    series = draw_grid(MATRIX, "en", look).options["series"][0]
    names = series["label"]["rich"]
    for mark, colour in zip(series["data"], ("E69F00", "0072B2", "7A7F87", None), strict=True):
        ground = mark["itemStyle"]["color"]
        assert mark["label"]["color"] == look.ink
        if colour:
            assert mark["label"]["formatter"].startswith(f"{{n{colour}|")
            assert contrast(ground, look.ground) < 1.5
            assert min(contrast(look.ink, ground), contrast(names[f"n{colour}"]["color"], ground)) >= 4.5


def test_pointing_at_a_box_tells_where_it_is_and_its_exact_figures():
    assert told(draw_grid(MATRIX, "en", LOOK))[1] == "Value High · Potential High\nPlatinum\n58\n¥88K"


def test_letters_get_smaller_before_lines_are_left_out_and_values_never_are():
    assert fit_grid(MATRIX, "en", 420, 640, 15).size == 15
    small = fit_grid(MATRIX, "en", 420, 240, 15)
    assert small.size < 15
    assert small.texts[0][1].more == ("¥88K",)
    tiny = fit_grid(MATRIX, "en", 90, 150, 15)
    assert tiny.texts[0][1].more == ()
    assert tiny.texts[0][1].strong[-1] == "58"


def test_names_are_plain_text_that_neither_styles_nor_fills_in():
    nasty = Grid("", "", ("r",), ("c",), ((GridCell("{s|x}", lines=("{b}",)),),))
    assert draw_grid(nasty, "en", LOOK).options["series"][0]["data"][0]["label"]["formatter"] == "{s|｛s｜x｝}\n｛b｝"


def test_a_grid_of_nothing_is_no_figure():
    assert draw_grid(Grid("", "", ("r",), ("a", "b"), ((None, GridCell()),)), "en", LOOK) is None


def on_phone(grid, width, **options):
    """The queries of the widths that a grid is written for, and what stands in its boxes on a phone."""
    media = draw_grid(grid, "zh", LOOK, height=330, width=width, phone=True, **options).options["media"]
    boxes = media[0]["option"]["series"][0]["data"]
    return [each["query"] for each in media], [box["label"]["formatter"].replace("{s|", "").replace("}", "") for box in boxes]


def test_what_fits_a_phone_is_written_for_one_and_the_rest_has_to_be_moved():
    money = tuple(tuple(GridCell(value=1234567, unit="money") for _each in range(2)) for _row in range(7))
    slots = Grid("", "", tuple("一二三四五六日"), ("中午", "晚上"), money)
    # 358 pixels less the names: far more than 60 a column for the 6 letters of an amount
    assert on_phone(slots, 560) == ([{"maxWidth": 499}, {"minWidth": 500}], ["¥123万"] * 14)
    assert on_phone(slots, 1000, narrow=580)[0] == [{"maxWidth": 499}, {"minWidth": 500, "maxWidth": 999}, {"minWidth": 1000}]
    triangle = Grid("", "", ("2026年10月 · 58位客户",), tuple(map(str, range(13))), (tuple(GridCell(value=1, unit="ratio") for _at in range(13)),))
    assert fit_phone(triangle, "zh", 330, 1000) is None  # 13 columns have some 15 pixels each, "100%" takes 25
    lines = Grid("", "", ("a",), ("b", "c"), ((GridCell(value=1, lines=("unbreakably-long-words-in-a-box",)),) * 2,))
    assert fit_phone(lines, "zh", 330, 1000) is None  # what is written on a laptop is not left out on a phone


def test_what_is_below_zero_is_as_light_as_nothing():
    refunds = Grid("", "", ("a",), ("1", "2"), ((GridCell(value=-900), GridCell(value=-100)),))
    assert grid_colours(refunds) == [[sequential(0.0), sequential(0.0)]]
    mixed = Grid("", "", ("a",), ("1", "2", "3"), ((GridCell(value=-900), GridCell(value=50), GridCell(value=100)),))
    assert grid_colours(mixed) == [[sequential(0.0), sequential(0.5), sequential(1.0)]]
