"""Many days graded in one pass say what grading each of them alone says, under every scheme."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.movement.month_ends import grade_days, month_ends
from segmentation.schemes import load_scheme, schemes
from segmentation.settings.costs import save_cost_rates
from segmentation.settings.kept import scheme_settings
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, Rating, build
from tests.random_houses import RULES, house

ABCD = load_scheme("abcd")
AS_OF = date(2026, 9, 30)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("month_ends") / "warehouse.duckdb")
    yield opened
    opened.close()


def by_pass(warehouse, scheme, days, settings):
    return {
        (row["month_end"], row["customer_key"]): (row["tier_no"], row["contribution"])
        for row in grade_days(warehouse, 1, scheme, days, settings).to_pylist()
    }


def one_by_one(warehouse, scheme, days, settings):
    return {
        (day, row["customer"]): (row["tier_no"], row["contribution"])
        for day in days for row in grade_in_full(warehouse, 1, scheme, day, settings).to_pylist() if row["tier_no"] is not None
    }


@hypothesis_settings(max_examples=12)
@given(seed=st.integers(0, 2**32), rules=RULES)
def test_one_pass_grades_as_many_do(warehouse, seed, rules):
    chance = random.Random(seed)
    build(warehouse, [*house(chance), Bill("other store", AS_OF, store_id=2)], [Profile("profile only")], stores=["a", "b"])
    days = sorted({AS_OF - timedelta(days=chance.choice([0, 1, 7, 30, 61, 365, 800])) for _ in range(4)})
    assert by_pass(warehouse, ABCD, days, vars(rules)) == one_by_one(warehouse, ABCD, days, vars(rules))


@pytest.mark.parametrize(("window", "frequency", "at_once"), [(None, None, None), ("60", "bills", 1), ("all", "visits", 30)])
def test_every_scheme_that_ships_grades_many_months_in_one_pass(warehouse, monkeypatch, window, frequency, at_once):
    chance = random.Random(window)
    if at_once:  # a customer and a day at a time, or a few
        for name in ("FACTS_AT_ONCE", "WIDE_AT_ONCE", "PLACED_AT_ONCE"):
            monkeypatch.setattr(f"segmentation.measures.movement.month_ends.{name}", at_once)
    bills = [
        Bill(chance.choice("abcdefghijk"), AS_OF - timedelta(days=chance.randint(-10, 800)), chance.choice([10, 20, -10, 500]),
             chance.choice([0, 1, 2]), cost=chance.choice([None, 3]))
        for _each in range(150)
    ]
    profiles = [Profile("p"), Profile("a", potential="A", contacts="2.5"), Profile("b", potential="55", contacts="x"),
                Profile("散客", is_walk_in=True)]
    criteria = {each.label["zh"] for scheme in schemes().values() if scheme.rule == "scorecard" for each in scheme.spec.criteria}
    ratings = [
        Rating(customer, criterion, chance.randint(1, 5), AS_OF - timedelta(days=chance.randint(0, 600)))
        for criterion in sorted(criteria) for customer in "abp"
    ]
    build(warehouse, bills, profiles, ratings=ratings)
    save_cost_rates(warehouse, 1, "2.5", "1.1")
    days = month_ends(date(2026, 2, 1), AS_OF)
    assert len(days) == 8
    picked = {name: value for name, value in {"window": window, "frequency": frequency}.items() if value}
    chosen = list(schemes().values())
    if picked:  # one of each kind of facts and rule
        chosen = list({(each.spec.facts, each.rule): each for each in chosen}.values())
    for scheme in chosen:
        settings = scheme_settings(warehouse, 1, scheme) | picked
        assert by_pass(warehouse, scheme, days, settings) == one_by_one(warehouse, scheme, days, settings), scheme.key


def test_no_days_and_no_customers_give_no_rows(warehouse):
    build(warehouse, [Bill(None, AS_OF)])
    assert grade_days(warehouse, 1, ABCD, [AS_OF], ABCD.defaults()).num_rows == 0
    build(warehouse, [Bill("a", AS_OF)])
    assert grade_days(warehouse, 1, ABCD, [], ABCD.defaults()).num_rows == 0
