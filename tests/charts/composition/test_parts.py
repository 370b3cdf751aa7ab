"""Bars, heatmap and matrix of what sales are made of: what they draw, and that whoever stands behind a mark brought what it draws."""

from datetime import date, time
from decimal import Decimal

import pytest

from segmentation.charts.composition.parts import tell_parts, tell_products, tell_slots
from segmentation.measures.composition.parts import SLOT, part_customers, read_parts
from segmentation.measures.composition.products import read_products
from segmentation.measures.composition.words import (
    finding_cut,
    finding_first_dishes,
    finding_parts,
    finding_products,
    namer,
)
from segmentation.measures.grades.grading import grade_in_full
from segmentation.schemes import load_scheme
from segmentation.settings.modules import default_modules
from segmentation.slides import Grid
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Line, build

ABCD = load_scheme("abcd")
AS_OF = date(2026, 9, 30)
SETTINGS = {**ABCD.defaults(), "window": "60"}
HOUSE = [
    Bill("ann", date(2026, 9, 28), 100, room="Peony", time=time(19), cost=20, lines=(Line("Duck", 90, 15), Line("Tea", 10, 5))),
    Bill("ann", date(2026, 9, 29), 50, room="Lotus", time=time(12), cost=10, lines=(Line("Duck", 50, 10),)),
    Bill("ben", date(2026, 9, 28), 40, room="Peony", time=time(19), cost=30, lines=(Line("Fish", 40, 30),)),
    Bill("dan", date(2026, 8, 1), 30, room="Lotus", time=time(19)),
    Bill(None, date(2026, 9, 28), 60, room="Lotus", time=time(19), cost=55, lines=(Line("Fish", 60, 55),)),
    Bill(None, date(2026, 6, 3), 20, room="Lotus", time=time(12)),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("charts") / "warehouse.duckdb")
    build(opened, HOUSE)
    yield opened
    opened.close()


def parts(warehouse, by):
    return read_parts(warehouse, 1, ABCD, AS_OF, SETTINGS, by)


def names(by, lang="en"):
    return namer(by, ABCD, default_modules(), lang)


def opened(warehouse, behind):
    """The money of those behind a mark; None of walk-ins."""
    wanted = dict(behind)
    if "walk_in" in wanted:
        return None
    grades = grade_in_full(warehouse, 1, ABCD, AS_OF, SETTINGS)
    rows = part_customers(
        warehouse, 1, ABCD, AS_OF, SETTINGS, wanted["part_of"], wanted["part"], wanted.get("part_tier"), grades
    )
    return sum(rows["contribution"].to_pylist(), Decimal(0))


def test_bars_have_their_change_and_walk_ins_apart(warehouse):
    chart = tell_parts(parts(warehouse, "room"), names("room"), {}, "en", "title", "when")
    assert [each.label for each in chart.categories] == ["Peony", "Lotus ▲ 120%"]  # 110 against 50
    known, walked = chart.series
    assert (chart.kind, known.values, walked.values) == ("stacked_bar", (140, 50), (0, 60))
    assert [opened(warehouse, each.behind) for each in chart.categories] == list(known.values)
    assert opened(warehouse, walked.behind) is None


def test_kinds_of_customers_are_plain_bars_with_walk_ins_hatched(warehouse):
    chart = tell_parts(parts(warehouse, "grade"), names("grade"), {"A": "#0072B2"}, "en", "title", "when")
    assert (chart.kind, [each.hatched for each in chart.categories][-1]) == ("bar", True)
    assert chart.categories[0].colour == "#0072B2"
    for category, value in zip(chart.categories[:-1], chart.series[0].values, strict=False):
        assert opened(warehouse, category.behind) == value


def test_the_heatmap_has_what_customers_spent_and_walk_ins_below(warehouse):
    grid = tell_slots(parts(warehouse, SLOT), names("weekday"), names("meal_period"), "en", "title", "when")
    assert isinstance(grid, Grid)
    assert (grid.columns, grid.rows[0]) == (("Noon", "Evening"), "Monday")
    monday = grid.cells[0][1]
    assert (monday.value, monday.lines) == (140, ("2 customers", "walk-ins ¥60"))
    assert all(opened(warehouse, cell.behind) == cell.value for cell in grid.boxes if cell.behind)


def test_the_matrix_has_sales_and_margin_by_grade(warehouse):
    found = read_products(warehouse, 1, ABCD, AS_OF, SETTINGS)
    tiers = {tier.key: tier.label["en"] for tier in ABCD.tiers} | {"walk_in": "Walk-ins"}
    grid = tell_products(found, tiers, "en", "title", "when")
    assert isinstance(grid, Grid)
    assert grid.rows == ("Duck", "Fish", "Tea")
    assert (grid.cells[0][0].value, grid.cells[0][0].lines) == (140, ("margin 82%",))  # 115 of 140
    for cell in grid.boxes:
        if cell.behind:
            assert opened(warehouse, cell.behind) in (None, cell.value)


def test_the_sentences(warehouse):
    found = read_products(warehouse, 1, ABCD, AS_OF, SETTINGS)
    assert finding_parts(parts(warehouse, "room"), names("room"), "en") == (
        "Peony brings the most: ¥140, 56% of all revenue. Peony grew the most, by ¥140."
    )
    assert finding_parts(parts(warehouse, "channel"), names("channel", "zh"), "zh") == "账单里没有渠道。"
    assert finding_products(found, "en") == (
        "0 of 3 products can be cut. 1 mostly serves C, D and walk-ins at a margin below the house's 54.0%."
    )
    assert finding_cut(found, "zh") == "没有要砍的：候选产品都有保留的理由"
    assert finding_first_dishes(found, "en") == "No first dish has 20 new customers yet"
