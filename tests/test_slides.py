import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.slides import ONE_SERIES, Category, Chart, Column, Grid, GridCell, Series, Slide, Table, from_json, to_json

MONEY = st.decimals(-(10**11), 10**11, places=2, allow_nan=False)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@st.composite
def charts(draw):
    count = draw(st.integers(0, 5))
    kind = draw(st.sampled_from(["pie", "column", "stacked_bar", "line", "pyramid", "inverted_pyramid"]))
    unit, value = draw(st.sampled_from([("money", MONEY), ("count", st.integers(0, 10**9)), ("ratio", st.floats(0, 1))]))
    series = [
        Series(draw(TEXT), unit, tuple(draw(st.none() | value) for _ in range(count)))
        for _ in range(1 if kind in ONE_SERIES else draw(st.integers(1, 3)))
    ]
    return Chart(kind, draw(TEXT), draw(TEXT), tuple(Category(draw(TEXT), "#0072B2") for _ in range(count)), tuple(series))


TABLES = st.builds(
    lambda rows: Table((Column("Name", secret="name"), Column("Money", "money", True), Column("Day", "date")), rows, "All"),
    st.lists(st.tuples(st.none() | TEXT, st.none() | MONEY, st.none() | st.dates()), max_size=4),
)


@st.composite
def grids(draw):
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    unit, value = draw(st.sampled_from([("money", MONEY), ("count", st.integers(0, 10**9)), ("ratio", st.floats(0, 1))]))
    cell = st.builds(GridCell, TEXT, st.none() | value, st.just(unit), st.lists(TEXT, max_size=2), st.sampled_from(["", "#0072B2"]))
    cells = [[draw(st.none() | cell) for _ in range(columns)] for _ in range(rows)]
    return Grid(draw(TEXT), draw(TEXT), ["r"] * rows, ["c"] * columns, cells, draw(TEXT), draw(TEXT))


@given(grids())
def test_a_grid_survives_being_kept(grid):
    slide = Slide("t", grid=grid)
    assert from_json(to_json(slide)) == slide


@pytest.mark.parametrize("cells", [((None,),), ((None, None), (None,)), ((GridCell(value=1), GridCell(value=0.5, unit="ratio")), (None, None))])
def test_a_grid_has_a_box_a_place_and_its_values_share_a_unit(cells):
    with pytest.raises(ValueError):
        Grid("", "", ("r", "s"), ("c", "d"), cells)


def test_a_slide_kept_before_there_were_grids_is_read_and_one_with_a_grid_has_its_title():
    old = json.loads(to_json(Slide("t")))
    del old["grid"]
    assert from_json(json.dumps(old)) == Slide("t")
    assert Slide("", grid=Grid("Found", "", ("r",), ("c",), ((None,),))).title == "Found"


@given(st.lists(charts(), max_size=4), st.none() | TABLES, TEXT, st.none() | st.dates())
def test_a_slide_survives_being_kept(shown, table, title, as_of):
    slide = Slide(title, tuple(shown), table, notes=(title,), store=title, as_of=as_of)
    assert from_json(to_json(slide)) == slide


def test_money_is_kept_as_text():
    chart = Chart("column", "", "", (Category("A"),), (Series("", "money", (Decimal("0.10"),)),))
    assert json.loads(to_json(Slide("x", (chart,))))["charts"][0]["series"][0]["values"] == ["0.10"]


def test_money_is_never_a_float():
    with pytest.raises(TypeError):
        Series("", "money", (0.1,))


def test_a_value_a_category():
    with pytest.raises(ValueError):
        Chart("pie", "", "", (Category("A"), Category("B")), (Series("", "count", (1,)),))


def test_a_pie_has_one_series():
    with pytest.raises(ValueError):
        Chart("pie", "", "", (Category("A"),), (Series("", "count", (1,)), Series("", "count", (1,))))


def test_the_series_of_a_chart_share_a_unit():
    with pytest.raises(ValueError):
        Chart("line", "", "", (Category("A"),), (Series("", "count", (1,)), Series("", "ratio", (1.0,))))


def test_a_slide_without_a_title_has_its_charts():
    chart = Chart("pie", "Half of them", "", (Category("A"),), (Series("", "count", (1,)),))
    assert Slide("", (chart,)).title == "Half of them"


def test_what_no_row_tells_has_no_total():
    months = Table((Column("Part"), Column("Before", "money", True)), (("A", None), ("B", None)))
    assert months.total(1) is None
    assert replace(months, rows=(("A", None), ("B", Decimal(3)))).total(1) == 3


def test_totals_are_exact():
    table = Table((Column("M", "money", True),), ((Decimal("0.10"),), (None,), (Decimal("0.20"),)))
    assert table.total(0) == Decimal("0.30")


def test_a_cell_is_read_as_its_column_says():
    table = Table((Column("D", "date"), Column("N", "count")), (("2026-09-30", Decimal(3)),))
    assert table.rows == ((date(2026, 9, 30), 3),)


def test_a_line_over_numbers_survives_being_kept_and_one_kept_before_there_were_any_is_read():
    curve = Chart("line", "", "", (Category(""), Category("here")), (Series("y", "ratio", (0.0, 0.8)),), across=Series("x", "ratio", (0.0, 0.2)))
    slide = Slide("t", (curve,))
    assert from_json(to_json(slide)) == slide
    old = json.loads(to_json(Slide("t", (Chart("line", "", "", (Category("a"),), (Series("y", "ratio", (0.5,)),)),))))
    del old["charts"][0]["across"]
    assert from_json(json.dumps(old)).charts[0].across is None


@pytest.mark.parametrize("places", [(0.2, 0.1), (0.1,), (0.1, None)])
def test_the_numbers_of_a_line_rise_one_a_point(places):
    with pytest.raises(ValueError):
        Chart("line", "", "", (Category(""), Category("")), (Series("y", "ratio", (0.0, 0.8)),), across=Series("x", "ratio", places))


def test_only_lines_run_over_numbers():
    with pytest.raises(ValueError):
        Chart("bar", "", "", (Category(""),), (Series("y", "ratio", (0.0,)),), across=Series("x", "ratio", (0.0,)))


def test_only_bars_of_one_series_tell_their_shares_and_a_chart_kept_before_there_were_any_does_not():
    with pytest.raises(ValueError):
        Chart("pie", "", "", (Category("a"),), (Series("y", "count", (1,)),), shares=True)
    bars = Chart("bar", "", "", (Category("a"),), (Series("y", "count", (1,)),), shares=True)
    assert from_json(to_json(Slide("t", (bars,)))).charts[0].shares
    old = json.loads(to_json(Slide("t", (bars,))))
    del old["charts"][0]["shares"]
    assert not from_json(json.dumps(old)).charts[0].shares


@pytest.mark.parametrize("colour", ["red", "#12345", "#0072B2; background: url(http://evil.example/c)"])
def test_a_colour_is_a_colour(colour):
    for make in (lambda: Category("a", colour), lambda: Series("y", "count", (1,), colour), lambda: GridCell("a", 1, colour=colour)):
        with pytest.raises(ValueError):
            make()
