"""The moves between tiers as they are told and drawn."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.charts.described import draw_described
from segmentation.charts.echarts.grids import draw_grid
from segmentation.charts.echarts.look import LOOKS
from segmentation.charts.movement.migration import DOWN, STAYED, UP, draw_ribbons, tell_history, tell_migration
from segmentation.measures.movement.migration import finding_migration, read_history, read_migration
from segmentation.slides import Slide, from_json, to_json
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill, build
from tests.moves import JUNE, SEPTEMBER, pine

LOOK = LOOKS["light"]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("charts") / "warehouse.duckdb")
    build(opened, pine())
    yield opened
    opened.close()


@pytest.fixture
def found(warehouse):
    return read_migration(warehouse, 1, ABCD, JUNE, SEPTEMBER, settings(window="60"))


def test_the_grid_has_a_row_a_place_then_and_a_column_a_place_now(found):
    grid = tell_migration(found, "en", "customers")
    assert (grid.rows, grid.columns) == (("A", "B", "C", "D", "Not here yet"), ("A", "B", "C", "D"))
    assert grid.title == "Most was lost from A to D: one customer who had brought ¥300"
    filled = {
        (row, column): (cell.value, cell.lines, cell.colour)
        for row, boxes in zip(grid.rows, grid.cells, strict=True) for column, cell in zip(grid.columns, boxes, strict=True) if cell
    }
    assert filled == {
        ("A", "D"): (1, ("¥300", "100% of the row"), DOWN), ("B", "A"): (1, ("¥400", "100% of the row"), UP),
        ("C", "C"): (1, ("¥20", "100% of the row"), STAYED), ("Not here yet", "B"): (1, ("¥400", "100% of the row"), UP),
    }
    money = tell_migration(found, "zh", "贡献", "contribution")
    assert (money.cells[0][3].value, money.unit, money.rows[4]) == (Decimal("300.00"), "money", "尚未到店")
    assert draw_grid(grid, "en", LOOK) is not None


def test_the_grid_is_kept_as_a_slide(found):
    slide = Slide("", grid=tell_migration(found, "zh", ""), as_of=SEPTEMBER, lang="zh")
    assert from_json(to_json(slide)) == slide


def test_ribbons_lead_from_place_to_place_and_stand_for_who_went(found):
    drawn = draw_ribbons(found, "en", LOOK, "contribution", chosen=(("from", "A"), ("to", "D")))
    ribbons = drawn.options["series"][0]
    assert [node["label"]["formatter"] for node in ribbons["data"]] == [
        "A · ¥300", "B · ¥400", "C · ¥20", "Not here yet · ¥400", "A · ¥400", "B · ¥400", "C · ¥20", "D · ¥300",
    ]
    assert [(link["source"], link["target"], link["value"]) for link in ribbons["links"]] == [
        ("from A", "to D", 300), ("from B", "to A", 400), ("from C", "to C", 20), ("from new", "to B", 400),
    ]
    assert [link["lineStyle"]["opacity"] for link in ribbons["links"]] == [1, 0.75, 0.35, 0.75]
    assert ribbons["links"][0]["tooltip"]["formatter"] == "A → D\n1 customer\n¥300"
    assert drawn.behind([(0, "edge", 1)]) == tell_migration(found, "en", "").cells[1][0].behind == (("from", "B"), ("to", "A"))
    assert drawn.behind([(0, "main", 1)]) == ()


def test_without_anybody_there_are_no_ribbons(tmp_path):
    empty = Warehouse(tmp_path / "warehouse.duckdb")
    build(empty)
    found = read_migration(empty, 1, ABCD, JUNE, SEPTEMBER, settings())
    assert draw_ribbons(found, "en", LOOK) is None
    grid = tell_migration(found, "en", "")
    assert (grid.title, grid.boxes) == ("Nobody was here on either day", ())
    assert tell_history(read_history(empty, 1, ABCD, SEPTEMBER, settings()), "en", "") is None
    empty.close()


def test_the_months_as_columns(warehouse):
    history = read_history(warehouse, 1, ABCD, SEPTEMBER, settings(window="60"))
    chart = tell_history(history, "en", "month by month")
    assert chart.title == "Jul 2026 – Sep 2026: more went down than up, 3 against 2"
    assert [category.label for category in chart.categories] == ["Jul 2026", "Aug 2026", "Sep 2026"]
    assert [each.values for each in chart.series] == [(0, 0, 2), (0, 3, 0)]
    money = tell_history(history, "en", "", "contribution")
    assert (money.unit, [each.values for each in money.series]) == ("money", [(0, 0, 420), (0, 310, 0)])
    assert draw_described(chart, "en") is not None


def test_a_single_customer_who_stays(tmp_path):
    own = Warehouse(tmp_path / "warehouse.duckdb")
    build(own, [Bill("a", date(2026, 6, 1)), Bill("a", date(2026, 9, 1))])
    grid = tell_migration(read_migration(own, 1, ABCD, JUNE, SEPTEMBER, settings()), "en", "")
    assert (grid.title, grid.cells[0][0].colour) == ("Nobody went down", STAYED)
    own.close()


def test_where_all_came_later_nobody_is_said_to_have_moved(tmp_path):
    own = Warehouse(tmp_path / "warehouse.duckdb")
    build(own, [Bill("a", date(2026, 8, 1)), Bill("b", date(2026, 9, 1))])
    found = read_migration(own, 1, ABCD, JUNE, SEPTEMBER, settings())
    assert finding_migration(found, "en") == "All 2 customers came after 30 Jun 2026: nobody can have gone up or down since."


def test_ribbons_of_customers_name_the_customers_of_a_place(found):
    nodes = draw_ribbons(found, "en", LOOK).options["series"][0]["data"]
    assert [node["label"]["formatter"] for node in nodes] == [
        "A · 1", "B · 1", "C · 1", "Not here yet · 1", "A · 1", "B · 1", "C · 1", "D · 1",
    ]
