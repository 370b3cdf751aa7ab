"""Whoever is listed behind a mark is whom the mark counts."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from segmentation.measures.grades.behind import behind_text, finding_behind, graded_behind
from segmentation.measures.grades.grading import grade
from segmentation.measures.grades.pyramid import best_customers, read_pyramid
from segmentation.measures.movement.behind import MANAGED, active_among, managed_among, those_of, with_money_of
from segmentation.measures.movement.cohorts import average_customers, month_customers, read_cohorts, span_customers
from segmentation.measures.movement.retention import read_retention
from segmentation.measures.revenue.composition import composition
from segmentation.measures.revenue.overview import read_months, read_movements
from segmentation.settings.modules import read_modules
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill, Profile, build

AS_OF = date(2026, 9, 30)
BILLS = [
    Bill("a", AS_OF, 3000), Bill("a", date(2026, 8, 20), 1000), Bill("b", date(2026, 8, 15), 1000), Bill("c", date(2026, 9, 10), 500),
    Bill("c", date(2026, 9, 12), -100), Bill("d", date(2026, 7, 10), 400), Bill("e", date(2026, 2, 1), 100), Bill("e", date(2026, 9, 3), 60),
    Bill("b", date(2026, 9, 29), -200), Bill(None, date(2026, 9, 5), 2500),
]
PROFILES = [
    Profile("a", module="政府"), Profile("b", module="Z"), Profile("c", module="no such module"), Profile("f", module="政府"),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("behind") / "warehouse.duckdb")
    build(opened, BILLS, PROFILES)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def grades(warehouse):
    return grade(warehouse, 1, ABCD, AS_OF, settings())


@pytest.mark.parametrize("by", ["tier", "module", "module_tier"])
def test_every_slice_lists_as_many_as_it_counts(warehouse, grades, by):
    modules, counted = read_modules(warehouse, 1), 0
    for each in composition(warehouse, 1, ABCD, AS_OF, settings(), by).slices:
        behind = tuple((name, getattr(each, name)) for name in ("module", "tier") if getattr(each, name) is not None)
        rows = graded_behind(behind, grades, warehouse, ABCD, modules)
        assert rows.num_rows == each.customers, each.key
        assert (pc.sum(rows["contribution"]).as_py() or 0) == each.contribution, each.key
        counted += rows.num_rows
    assert counted == 5


def test_a_module_is_found_under_all_its_names_and_unclassified_under_none_known(warehouse, grades):
    modules = read_modules(warehouse, 1)
    government = next(module for module in modules if module.code == "Z")
    assert graded_behind((("module", government.key),), grades, warehouse, ABCD, modules)["customer"].to_pylist() == ["a", "b"]
    rows = graded_behind((("module", "unclassified"),), grades, warehouse, ABCD, modules)
    assert sorted(rows["customer"].to_pylist()) == ["c", "d", "e"]
    assert behind_text((("module", government.key), ("tier", "A")), ABCD, modules, "zh") == "政府 · A级"
    assert graded_behind((("tier", "Z"),), grades, warehouse, ABCD, modules) is None
    assert graded_behind((("month", "x"),), grades, warehouse, ABCD, modules) is None


def listed(behind, grades, warehouse, modules=None, days=60):
    rows = graded_behind(behind, grades, warehouse, ABCD, modules or read_modules(warehouse, 1), days)
    return None if rows is None else rows["customer"].to_pylist()


def test_the_small_slices_together_the_silent_and_those_who_brought_something_are_listed(warehouse, grades):
    government = next(module for module in read_modules(warehouse, 1) if module.code == "Z").key
    assert listed((("others", f"{government}:A unclassified"),), grades, warehouse) == ["a", "c", "d", "e"]
    assert listed((("others", f"{government}:A no"),), grades, warehouse) is None
    assert listed((("silent", "0"),), grades, warehouse) == ["a", "b", "c", "d", "e"]  # f has a profile alone
    assert listed((("silent", "2"),), grades, warehouse) == ["b", "c", "d", "e"]  # a refund is no visit: b came on 15 August
    assert listed((("silent", "3"), ("module", "unclassified")), grades, warehouse) == ["d", "e"]  # c came 18 days ago
    assert listed((("brought", "all"),), grades, warehouse) == ["a", "b", "c", "d", "e"]
    assert listed((("brought", "active"),), grades, warehouse) == ["a", "b", "c", "e"]
    assert behind_text((("silent", "3"), ("tier", "A")), ABCD, read_modules(warehouse, 1), "en") == "A · Silent for 3 weeks or longer"


def test_the_best_are_those_the_curve_adds_up(warehouse, grades):
    found = read_pyramid(warehouse, 1, ABCD, AS_OF, settings())
    for point in found.curve.to_pylist():
        rows = best_customers(warehouse, 1, AS_OF, settings(), grades, point["place"])
        assert (rows.num_rows, pc.sum(rows["profit"]).as_py()) == (point["place"], point["brought"])
    assert [row["customer"] for row in rows.to_pylist()] == ["a", "b", "c", "d", "e"]


def test_the_active_of_a_day_who_stayed_and_the_money_of_a_span(warehouse):
    before, now = (active_among(grade(warehouse, 1, ABCD, day, settings()), 60) for day in (date(2026, 8, 31), AS_OF))
    assert (before["customer"].to_pylist(), now["customer"].to_pylist()) == (["a", "b", "d"], ["a", "b", "c", "e"])
    assert those_of(now, before)["customer"].to_pylist() == ["a", "b"]
    span = span_customers(warehouse, 1, date(2026, 9, 1), AS_OF)
    money = with_money_of(those_of(now, before), span).to_pylist()
    assert [(row["customer"], row["contribution"]) for row in money] == [("a", Decimal(3000)), ("b", Decimal(-200))]


def test_of_those_with_a_manager_some_are_active_at_the_end_of_the_month():
    day = date(2026, 9, 30)
    rows = pa.table({
        "customer": ["a", "b", "c", "d"], "manager": ["Wang", "Wang", None, "Li"],
        "last_visit": pa.array([date(2026, 9, 20), date(2026, 9, 19), day, None], pa.date32()),
    })
    found = {which: managed_among(rows, day, 10, which)["customer"].to_pylist() for which in MANAGED}
    assert found == {"all": ["a", "b", "d"], "active": ["a"], "asleep": ["b", "d"]}


def test_the_boxes_of_the_average_hold_whom_it_is_of(warehouse):
    found = read_cohorts(warehouse, 1, AS_OF)
    for row in found.average(without=found.old).to_pylist():
        came, stayed_away = (
            average_customers(warehouse, 1, found, row["months_since"], came=came).num_rows for came in (True, False)
        )
        assert came + stayed_away == row["size"]
        assert came / row["size"] == row["value"]
    assert average_customers(warehouse, 1, found, 99).num_rows == 0


def test_those_of_a_month_bring_its_identified_revenue_refunds_deducted(warehouse):
    found = month_customers(warehouse, 1, AS_OF, date(2026, 9, 1))
    assert [(row["customer"], row["contribution"]) for row in found.to_pylist()] == [
        ("a", Decimal(3000)), ("c", Decimal(400)), ("e", Decimal(60)), ("b", Decimal(-200)),
    ]
    assert pc.sum(found["contribution"]).as_py() == read_months(warehouse, 1, AS_OF).to_pylist()[-1]["identified"]


@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_who_came_and_went_are_those_of_the_bridge(warehouse, period):
    row = read_retention(warehouse, 1, AS_OF, settings(active_days=30), period).periods.to_pylist()[-1]
    moved = read_movements(warehouse, 1, row["start"], row["end"], settings(active_days=30)).to_pylist()
    active = [each["movement"] for each in moved if each["is_active"]]
    assert (active.count("joined"), active.count("back")) == (row["new"], row["reactivated"])
    assert [each["movement"] for each in moved].count("asleep") == row["churned"]


def test_money_says_of_which_time_it_is_where_a_page_tells_two():
    rows = pa.table({"customer": ["a", "b"], "contribution": pa.array([Decimal("100000.00"), Decimal("85000.00")])})
    told = [finding_behind("唤回", rows, "zh", of) for of in ("", "period", "window")]
    assert told == ["唤回：2位客户，贡献¥18.5万", "唤回：2位客户，仅本期贡献¥18.5万", "唤回：2位客户，整个统计窗口贡献¥18.5万"]
