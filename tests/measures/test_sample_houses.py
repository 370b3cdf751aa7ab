"""The sample houses, imported as anyone's: every month as their facts say it, and the finding_comparison that a consultant projects."""

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from segmentation.ingest.batches import list_batches
from segmentation.ingest.examine import examine
from segmentation.measures.festivals.around import read_calendar
from segmentation.measures.grades.ratings import read_potentials, read_ratings
from segmentation.measures.managers.register import read_managers
from segmentation.measures.revenue.comparison import finding_comparison
from segmentation.measures.revenue.composition import composition
from segmentation.measures.revenue.controllable import read_controllable, year_before
from segmentation.measures.revenue.rules_tested import read_rules
from segmentation.schemes import load_scheme
from segmentation.settings.plans import read_house_target, read_plan
from segmentation.warehouse import Warehouse

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
FACTS = json.loads((SAMPLES / "facts.json").read_text(encoding="utf-8"))["houses"]
LISTING = json.loads((SAMPLES / "houses.json").read_text(encoding="utf-8"))[:2]  # the club is in test_sample_club.py
ABCD = load_scheme("abcd")
AS_OF = date(2026, 10, 31)
HOUSES = pytest.mark.parametrize("number", [0, 1], ids=[house["key"] for house in FACTS])


@pytest.fixture(scope="module")
def warehouse(sample_houses, tmp_path_factory):
    opened = Warehouse(shutil.copy(sample_houses, tmp_path_factory.mktemp("samples")))
    yield opened
    opened.close()


@HOUSES
def test_every_month_is_as_the_facts_say(warehouse, number):
    found = read_controllable(warehouse, number + 1, AS_OF, 60)
    said = [(each["start"], Decimal(each["total"]), Decimal(each["identified"]), Decimal(each["managed"])) for each in FACTS[number]["months"]]
    assert [(str(row["month"]), row["total"], row["identified"], row["managed"]) for row in found.months.to_pylist()] == said
    assert all(found.months["complete"].to_pylist())
    assert [round(row["ratio_managed"], 4) for row in found.months.to_pylist()] == [each["managed_share"] for each in FACTS[number]["months"]]


@HOUSES
def test_the_last_year_is_as_the_facts_say(warehouse, number):
    whole = read_controllable(warehouse, number + 1, AS_OF, 60, year_before(AS_OF)).whole
    year = FACTS[number]["years"][-1]
    assert (str(whole["total"]), str(whole["managed"])) == (year["total"], year["managed"])
    assert whole["ratio_identified"] > whole["ratio_managed"] > whole["ratio_managed_active"] > 0


@HOUSES
def test_modules_bring_what_the_facts_say(warehouse, number):
    found = composition(warehouse, number + 1, ABCD, AS_OF, ABCD.defaults(), "module")
    assert {each.label["zh"]: (str(each.contribution), str(each.managed)) for each in found.slices} == {
        each["module"]: (each["contribution"], each["managed"]) for each in FACTS[number]["modules_last_365_days"]
    }
    assert found.contribution + found.walk_in == found.total == Decimal(FACTS[number]["years"][-1]["total"])


@HOUSES
def test_grades_are_as_the_facts_say(warehouse, number):
    found = composition(warehouse, number + 1, ABCD, AS_OF, ABCD.defaults(), "tier")
    assert {each.code: each.customers for each in found.slices} == FACTS[number]["grades"]


def test_the_one_controls_its_revenue_and_the_other_does_not(warehouse):
    one, other = (composition(warehouse, store, ABCD, AS_OF, ABCD.defaults(), "module") for store in (1, 2))
    assert 0.58 <= one.controlled_share <= 0.63
    assert other.controlled_share < 0.4
    assert finding_comparison(one, other, ["House 1", "House 2"], "en") == (
        "House 1 controls 61% of its revenue, House 2 controls 37%. "
        "Widest apart in money: private, whose share of what customers bring is 15.2 points higher at House 2."  # 28.5% against 43.7%
    )


def test_costs_ratings_potential_and_contacts_land_as_the_facts_say(warehouse):
    cursor, facts = warehouse.cursor(), FACTS[0]
    costs = cursor.execute("select store_id, sum(cost) from days group by store_id order by store_id").fetchall()
    assert costs[:2] == [(1, Decimal(facts["cost"])), (2, None)]
    report = next(row for row in list_batches(warehouse) if row["kind"] == "ratings")
    of_file = next(each for each in facts["files"] if each["kind"] == "ratings")
    assert {name: report[name] for name in ("rows", "accepted", "rejected", "ratings", "customers", "criteria", "first_date", "last_date")} == {
        name: of_file[name] for name in ("rows", "accepted", "rejected", "ratings", "customers", "criteria", "first_date", "last_date")
    }
    assert (report["skipped"], report["warnings"]) == ({}, [])
    assert cursor.execute("select sum(score) from ratings").fetchall() == [(of_file["sum_of_scores"],)]
    assert len(set(read_ratings(warehouse, 1, AS_OF)["customer_key"].to_pylist())) == facts["rated_customers"]
    assert read_ratings(warehouse, 2, AS_OF).num_rows == 0
    for store, each in enumerate(FACTS, start=1):
        said = read_potentials(warehouse, store).to_pylist()
        assert sum(row["potential"] is not None for row in said) == each["profiles_with_potential"]
        assert sum(row["contacts"] is not None for row in said) == each["profiles_with_contacts"]


def test_the_file_of_ratings_is_known_without_being_told(warehouse):
    found = examine(warehouse, "new", SAMPLES / "yunqi" / "客户评分.csv")
    assert (found.kind, list(found.criteria)) == ("ratings", ["消费潜力", "忠诚度", "结算信用", "带客影响力", "配合度"])
    found.close()


def test_contacts_ranks_and_targets_land_as_the_facts_say(warehouse):
    reports = [row for row in list_batches(warehouse) if row["kind"] == "contacts"]
    for each, report in zip(FACTS, reports[::-1][: len(FACTS)], strict=True):  # then comes the house with draws
        of_file = next(file for file in each["files"] if file["kind"] == "contacts")
        assert {name: report[name] for name in ("rows", "accepted", "rejected")} == {
            name: of_file[name] for name in ("rows", "accepted", "rejected")
        }
    for store, each in enumerate(LISTING, start=1):
        register = read_managers(warehouse, store, AS_OF)
        assert {own.name: (own.rank, own.capacity) for own in register.managers} == {
            own["name"]: (int(own["rank"]), int(own["capacity"])) for own in each["managers"]
        }
        for month, amount in each["targets"].items():
            first = date.fromisoformat(f"{month}-01")
            assert read_house_target(warehouse, store, first) == Decimal(amount)
            assert read_plan(warehouse, store, first).num_rows


def test_what_stands_in_the_houses_is_found_a_broken_rule_and_a_festival(warehouse):
    """A known guest of the restaurant brings some 2.2 times a walk-in, not 3 to 5; before Mid-Autumn the hotel is livelier each year
    (SEASONS of the generator), and in 2025 half of its days fell into the holiday, when offices are away."""
    verdicts = [{each.rule: each.verdict for each in read_rules(warehouse, number, AS_OF)} for number in (1, 2)]
    assert [each["known_and_walk_in"] for each in verdicts] == ["cannot_tell", "opposite"]
    moon = next(each for each in read_calendar(warehouse, 1, AS_OF, AS_OF) if each.edition.key == "mid_autumn")
    assert (moon.last.edition.year, moon.last.total > 2 * moon.before.total) == (2026, True)
