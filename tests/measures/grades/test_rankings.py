"""The two lists of A–D and loyal × valuable, over the manual's worked example: what is read, said, and described."""

from dataclasses import replace
from decimal import Decimal

import pytest

from segmentation.charts.grades.rankings import tell_points, tell_rankings
from segmentation.exports.masking import mask_slides
from segmentation.measures.grades import rankings
from segmentation.measures.grades.grading import grade
from segmentation.measures.grades.rankings import finding_rankings, read_points, read_rankings
from segmentation.slides import Slide, from_json, to_json
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, AS_OF, ago, example, example_with_tables, settings
from tests.houses import Bill, Profile, build

BLUE = "#0072B2"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("rankings") / "warehouse.duckdb")
    yield opened
    opened.close()


def graded(warehouse, bills, profiles=(), **changes):
    build(warehouse, bills, profiles)
    return grade(warehouse, 1, ABCD, AS_OF, settings(**changes))


def test_the_two_lists_of_the_manual_side_by_side_with_the_overlap_lit(warehouse):
    # A takes both lists up to the third place: c01 24 visits and 96 000, c03 18 visits and 88 000
    found = read_rankings(graded(warehouse, example()[1]), ABCD, first=5)
    assert [each.customer for each in found.by_frequency] == ["c01", "c02", "c03", "c04", "c05"]
    assert [each.customer for each in found.by_value] == ["c01", "c03", "c05", "c07", "c09"]
    assert (found.ranked, found.cut, found.lit_to, found.lit) == (10, 3, 3, {"c01", "c03"})
    grid = tell_rankings(found, ABCD, "en", "all")
    assert grid.title == "2 A customers are in the top 3 of both lists"
    assert grid.subtitle == "The first 5 of 10 active customers, all. Lit: A in both lists. It takes both up to place 3"
    assert [[(cell.label, cell.colour) for cell in row] for row in grid.cells[:3]] == [
        [("c01", BLUE), ("24 · A", BLUE), ("c01", BLUE), ("¥96K · A", BLUE)],
        [("c02", ""), ("20 · C", ""), ("c03", BLUE), ("¥88K · A", BLUE)],
        [("c03", BLUE), ("18 · A", BLUE), ("c05", ""), ("¥60K · B", "")],
    ]


def test_what_is_cut_lights_the_overlap_that_can_be_seen(warehouse):
    found = read_rankings(graded(warehouse, example()[1]), ABCD, first=2)
    assert (found.cut, found.lit_to, found.lit) == (3, 2, {"c01"})
    assert tell_rankings(found, ABCD, "zh", "x").title == "两个榜的前2名里，有1位A级客户两边都在"


def test_by_standard_the_one_who_is_reached_last_and_is_not_a_is_not_lit(warehouse):
    # the fifth place reaches c03 and c05 at once, and A has room for one of them
    found = read_rankings(graded(warehouse, example_with_tables(), rank_by="standard"), ABCD, first=5)
    assert [each.customer for each in found.by_value] == ["c09", "c07", "c05", "c01", "c03"]
    assert (found.cut, found.lit) == (5, {"c01", "c05"})
    assert tell_rankings(found, ABCD, "en", "x").columns == ("By visits", "Visits", "By average per table", "Average per table")


def test_every_graded_customer_is_a_point_and_a_begins_where_its_least_stands(warehouse):
    found = read_points(graded(warehouse, example()[1], [Profile("p1", name="never came")]), ABCD)
    assert (found.graded, found.tiers) == (12, {"A": 2, "B": 3, "C": 5, "D": 2})
    assert (found.visits_from, found.value_from) == (18, Decimal(88000))
    chart = tell_points(found, ABCD, "en", "all")
    assert chart.title == "A: 2 customers, all with at least 18 visits and ¥88,000"
    assert chart.subtitle == "A point a customer: all 12 graded, all"
    assert [series.name for series in chart.series] == ["A 2", "B 3", "C 5", "D 2"]
    assert [value for value in chart.series[0].values if value is not None] == [88000, 96000]
    assert list(chart.across.values) == [1, 2, 3, 5, 6, 10, 12, 15, 18, 20, 24, 30]
    assert [(limit.name, limit.at) for limit in chart.limits] == [("A: at least 18 visits", 18), ("A: at least ¥88,000", 88000)]
    assert sorted(category.label for category in chart.categories if category.label) == ["c01", "c02", "c03", "c05", "c11"]


def test_of_equals_at_the_cut_it_is_said_that_one_more_reaches_what_a_has(warehouse):
    # by visits c1, c4, c2, c3, by money c2, c3, c1, c4: A are c1 and c2 at place 3; c3 has as many visits as c2, and more money than c1
    bills = [Bill(key, ago(each), money) for key, often, money in (("c1", 9, 100), ("c2", 5, 400), ("c3", 5, 200), ("c4", 8, 10), ("c5", 1, 5))
             for each in range(often)]
    found = read_points(graded(warehouse, bills, top_share="40"), ABCD)
    assert (found.tiers["A"], found.visits_from, found.value_from, found.tied) == (2, 5, Decimal(900), 1)
    assert tell_points(found, ABCD, "en", "all").subtitle.endswith(
        "; One more reaches both and is not A: among equals the one who is first by the other measure goes first"
    )


def test_points_that_are_left_out_are_said(warehouse, monkeypatch):
    grades = graded(warehouse, example()[1])
    monkeypatch.setattr(rankings, "MOST", 5)
    chart = tell_points(read_points(grades, ABCD), ABCD, "en", "all")
    assert chart.subtitle == "A point a customer: the 5 of 12 graded who bring most, all"
    assert len(chart.categories) == 5
    none = [Bill("c1", AS_OF, 100, 0), Bill("c2", AS_OF, 300, 2)]
    by_table = tell_points(read_points(graded(warehouse, none, rank_by="standard"), ABCD), ABCD, "en", "all")
    assert by_table.subtitle == "A point a customer: 1 of 2 graded, the others have no tables, all"


def test_where_everybody_is_asleep_nobody_is_ranked(warehouse):
    grades = graded(warehouse, [Bill("c1", ago(90), 100)])
    assert tell_rankings(read_rankings(grades, ABCD), ABCD, "en", "x") is None
    chart = tell_points(read_points(grades, ABCD), ABCD, "en", "x")
    assert (chart.title, chart.limits, [series.name for series in chart.series]) == (
        "All customers are asleep: none is ranked", (), ["D 1"],
    )
    nobody = graded(warehouse, [Bill(None, AS_OF, 100)])
    assert tell_points(read_points(nobody, ABCD), ABCD, "en", "x") is None


def test_names_in_boxes_are_kept_and_masked(warehouse):
    grades = graded(warehouse, [Bill("c1", AS_OF, 100)], [Profile("c1", name="王伟")])
    grid = tell_rankings(read_rankings(grades, ABCD), ABCD, "zh", "x")
    slide = Slide("T", grid=grid)
    assert from_json(to_json(slide)) == slide
    assert [cell.label for cell in mask_slides([slide], "zh")[0].grid.cells[0]] == ["客户 001", "1 · A级", "客户 001", "¥100 · A级"]
    assert mask_slides([replace(slide, title="王伟来了")], "zh")[0].title == "客户 001来了"


def test_where_nobody_has_come_nobody_is_asleep(warehouse):
    found = read_rankings(graded(warehouse, [Bill("c1", ago(5), -100)]), ABCD)
    assert (found.ranked, found.came, finding_rankings(found, ABCD, "en")) == (0, 0, "Nobody has come yet: none is ranked")
    asleep = read_rankings(graded(warehouse, [Bill("c1", ago(90), 100)]), ABCD)
    assert finding_rankings(asleep, ABCD, "en") == "All customers are asleep: none is ranked"
