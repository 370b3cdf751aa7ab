import pytest

from segmentation.charts.grids import SIDE, draw_grid, fit_grid, grid_colours
from segmentation.charts.palette import SCALE, sequential, text_on
from segmentation.slides import Grid, GridCell
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


def texts(drawn):
    return {(note.y, note.x): note.text for note in drawn.layout.annotations}


def test_a_trace_is_a_row_and_a_bar_a_box_in_its_place():
    drawn = draw_grid(MATRIX, "en")
    assert [list(trace.x) for trace in drawn.data] == [[0, 1], [0, 1]]
    assert [list(trace.base) for trace in drawn.data] == [[-SIDE / 2] * 2, [1 - SIDE / 2] * 2]
    assert {height for trace in drawn.data for height in trace.y} == {SIDE}
    assert (tuple(drawn.layout.xaxis.range), tuple(drawn.layout.yaxis.range)) == ((-0.5, 1.5), (1.5, -0.5))


def test_every_box_says_its_name_its_number_and_its_lines_and_an_empty_one_that_it_is():
    assert texts(draw_grid(MATRIX, "en")) == {
        (0, 0): "<b>Gold</b><br><b>120</b><br>¥35K", (0, 1): "<b>Platinum</b><br><b>58</b><br>¥88K", (1, 0): "<b>Lead</b><br><b>820</b><br>¥12K", (1, 1): "none",
    }


def test_a_box_left_blank_says_nothing():
    drawn = draw_grid(HEAT, "zh")
    assert texts(drawn) == {(0, 0): "<b>0</b>", (0, 1): "<b>50</b>", (1, 0): "<b>100</b>"}
    assert drawn.data[1].marker.color[1] == "rgba(0, 0, 0, 0)"


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


def test_the_text_of_a_box_has_the_ink_for_its_colour_and_an_empty_one_the_pages():
    inks = {(note.y, note.x): note.font.color for note in draw_grid(MATRIX, "en").layout.annotations}
    assert inks == {(0, 0): "#000000", (0, 1): "#FFFFFF", (1, 0): "#000000", (1, 1): None}


def test_pointing_at_a_box_tells_where_it_is_and_its_exact_figures():
    hovers = draw_grid(MATRIX, "en").data[0].customdata
    assert hovers[1] == "<b>Value High · Potential High</b><br>Platinum<br>58<br>¥88K"


def test_letters_get_smaller_before_lines_are_left_out_and_values_never_are():
    assert fit_grid(MATRIX, "en", 420, 640, 15).size == 15
    small = fit_grid(MATRIX, "en", 420, 240, 15)
    assert small.size < 15
    assert small.texts[0][1].more == ("¥88K",)
    tiny = fit_grid(MATRIX, "en", 90, 150, 15)
    assert tiny.texts[0][1].more == ()
    assert tiny.texts[0][1].strong[-1] == "58"


def test_names_are_harmless():
    nasty = Grid("", "", ("<b>r</b>",), ("$x$",), ((GridCell("<img src=x>", lines=("$y$",)),),), "<i>a</i>", "$b$")
    drawn = draw_grid(nasty, "en").to_json()
    assert not [text for text in ("<b>r", "$x$", "<img", "$y$", "<i>a", "$b$") if text in drawn]


def test_a_grid_of_nothing_is_no_figure():
    assert draw_grid(Grid("", "", ("r",), ("a", "b"), ((None, GridCell()),)), "en") is None
