"""The moves between tiers as they are told and drawn."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.charts.described import draw_described
from segmentation.charts.echarts.flows import Place, Ribbon, draw_flows
from segmentation.charts.echarts.grids import draw_grid
from segmentation.charts.echarts.look import LOOKS
from segmentation.charts.movement.migration import DOWN, STAYED, UP, draw_ribbons, tell_colours, tell_history, tell_migration
from segmentation.charts.told import told_parts
from segmentation.measures.movement.migration import finding_migration, finding_ways, measured, read_history, read_migration
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
        ("A", "D"): (1, ("¥300", "100% of the row's customers"), DOWN), ("B", "A"): (1, ("¥100", "100% of the row's customers"), UP),
        ("C", "C"): (1, ("¥10", "100% of the row's customers"), STAYED), ("Not here yet", "B"): (1, ("100% of the row's customers",), UP),
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
        "A · ¥300", "B · ¥100", "C · ¥10", "A · ¥100", "C · ¥10", "D · ¥300",
    ]
    assert [(link["source"], link["target"], link["value"]) for link in ribbons["links"]] == [
        ("from A", "to D", 300), ("from B", "to A", 100), ("from C", "to C", 10),
    ]
    assert [link["lineStyle"]["opacity"] for link in ribbons["links"]] == [1, 0.75, 0.35]
    assert ribbons["links"][0]["tooltip"]["formatter"] == "A → D\n1 customer\n¥300"
    assert drawn.behind([(0, "edge", 1)]) == tell_migration(found, "en", "").cells[1][0].behind == (("from", "B"), ("to", "A"))
    # the places before come first: A, B, C, then those now: A, C, D
    assert [drawn.behind([(0, "node", place)]) for place in (0, 5, 6)] == [(("from", "A"),), (("to", "D"),), ()]
    edged = draw_ribbons(found, "en", LOOK, "contribution", chosen=(("to", "D"),)).options["series"][0]["data"]
    assert [node["itemStyle"]["borderWidth"] for node in edged] == [0, 0, 0, 0, 0, 3]


def test_shares_of_a_row_of_money_are_shares_of_money_in_one_window(tmp_path):
    # both are asleep at the end of June: d had brought 300 in the window, e 100; e is back in September and brings 1,000 more
    own = Warehouse(tmp_path / "warehouse.duckdb")
    build(own, [Bill("d", date(2026, 1, 5), 300), Bill("e", date(2026, 1, 5)), *(Bill("e", date(2026, 9, day), 500) for day in (1, 2))])
    found = read_migration(own, 1, ABCD, JUNE, SEPTEMBER, settings(window="365"))
    boxes = {dict(cell.behind)["from"] + dict(cell.behind)["to"]: (cell.value, cell.lines) for cell in
             tell_migration(found, "en", "", "contribution").boxes if cell.value}
    assert boxes == {"DA": (100, ("1 customer", "25% of the row's money")), "DD": (300, ("1 customer", "75% of the row's money"))}
    assert finding_ways(found, "en", "contribution") == (
        "Brought before by those who went up: ¥100, who went down: ¥0, who stayed: ¥300"
    )
    assert tell_colours(found, "zh", "contribution") == "蓝色为升级：¥100；红色为降级：¥0；灰色为不变：¥300。"
    assert measured("zh", found, "contribution") == "贡献额（元），全图均截至2026年6月30日"
    own.close()


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


def test_a_place_says_on_which_side_it_is_so_that_two_of_a_size_are_told_apart():
    left, right = [Place("A", "A · 3", "#0072B2", (("from", "A"),))], [Place("A", "A · 3", "#0072B2", (("to", "A"),))]
    drawn = draw_flows(left, right, [Ribbon("A", "A", 3.0, ("A → A", "3"), "#0072B2")], LOOK, height=100, size=13)
    assert told_parts(drawn, drawn.marks) == {(("from", "A"),): "A · 3 →", (("to", "A"),): "→ A · 3"}
