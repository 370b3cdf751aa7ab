"""The moves between tiers as they are told and drawn."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.charts.described import draw_described
from segmentation.charts.grids import draw_grid
from segmentation.charts.movement.migration import DOWN, STAYED, UP, draw_sankey, tell_history, tell_migration
from segmentation.measures.movement.migration import finding_migration, read_history, read_migration
from segmentation.slides import Slide, from_json, to_json
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill, build
from tests.moves import JUNE, SEPTEMBER, pine


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
    assert grid.title == "The costliest path leads from A to D: one customer who had brought ¥300"
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
    assert draw_grid(grid, "en") is not None


def test_the_grid_is_kept_as_a_slide(found):
    slide = Slide("", grid=tell_migration(found, "zh", ""), as_of=SEPTEMBER, lang="zh")
    assert from_json(to_json(slide)) == slide


def test_ribbons_lead_from_place_to_place(found):
    ribbons = draw_sankey(found, "en", "contribution").data[0]
    assert list(ribbons.node.label) == [
        "A · ¥300", "B · ¥400", "C · ¥20", "Not here yet · ¥400", "A · ¥400", "B · ¥400", "C · ¥20", "D · ¥300",
    ]
    assert list(zip(ribbons.link.source, ribbons.link.target, ribbons.link.value, strict=True)) == [
        (0, 7, 300), (1, 4, 400), (2, 6, 20), (3, 5, 400),
    ]
    assert ribbons.link.customdata[0] == "<b>A → D</b><br>1 customer<br>¥300"
    assert all(0 < place < 1 for place in (*ribbons.node.x, *ribbons.node.y))


def test_without_anybody_there_are_no_ribbons(tmp_path):
    empty = Warehouse(tmp_path / "warehouse.duckdb")
    build(empty)
    found = read_migration(empty, 1, ABCD, JUNE, SEPTEMBER, settings())
    assert draw_sankey(found, "en") is None
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


@pytest.mark.parametrize(("count", "angle"), [(45, 0), (17_781, -90)])
def test_the_figures_of_many_months_stand_upright_where_they_would_run_into_each_other(count, angle):
    money = pa.array([Decimal("0.00")] * 12, pa.decimal128(18, 2))
    history = pa.table({
        "month_end": [date(2026, month, 28) for month in range(1, 13)], "promotions": [count] * 12, "demotions": [count] * 12,
        "promoted_contribution": money, "demoted_contribution": money,
    })
    drawn = draw_described(tell_history(history, "en", ""), "en")
    assert {trace.textangle for trace in drawn.data} == {angle}


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
    assert list(draw_sankey(found, "en").data[0].node.label) == [
        "A · 1", "B · 1", "C · 1", "Not here yet · 1", "A · 1", "B · 1", "C · 1", "D · 1",
    ]
