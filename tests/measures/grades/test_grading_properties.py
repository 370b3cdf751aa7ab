"""Random houses: the SQL against the slow way, and what an explanation promises against the rule itself."""

import math
import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from segmentation.measures.grades.explanation import explain, explain_lift
from segmentation.measures.grades.grading import grade_in_full, list_grades, place_customers, read_facts
from segmentation.measures.revenue.overview import read_overview
from segmentation.schemes import load_scheme
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build
from tests.naive import CENT, Rules, facts_of, tiers_of, visited
from tests.random_houses import AS_OF, RULES, SHARES, house

ABCD = load_scheme("abcd")
STORES, HOUSES = 3, 200
FACTS = ("recency_days", "frequency", "contribution", "standard")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("properties") / "warehouse.duckdb")
    yield opened
    opened.close()


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), rules=RULES)
@example(seed=1, rules=Rules())
def test_the_sql_grades_as_the_wording_does(warehouse, seed, rules):
    """Facts are read a store at a time, so few stores hold many houses each; each is ranked as a store of its own."""
    chance = random.Random(seed)
    houses = [house(chance, number % STORES + 1) for number in range(HOUSES)]
    shared = [replace(bill, customer=bill.customer and f"{number:03}{bill.customer}") for number, bills in enumerate(houses) for bill in bills]
    build(warehouse, shared, stores=[f"s{number}" for number in range(STORES)])
    got = [{} for _ in houses]
    for number, row in graded_apart(warehouse, rules):
        got[number][row["customer"][3:]] = tuple(row[name] for name in ("tier", *FACTS))
    for bills, found in zip(houses, got, strict=True):
        facts = facts_of(bills, AS_OF, rules)
        tiers = tiers_of(facts, rules)
        assert found == {key: (tiers[key], *(getattr(fact, name) for name in FACTS)) for key, fact in facts.items()}


def graded_apart(warehouse, rules):
    """Return the number of the house, which begins the customer's key, with each row of the graded list."""
    facts = read_facts(warehouse, None, AS_OF, vars(rules))
    numbers = pc.cast(pc.utf8_slice_codeunits(facts["customer_key"], 0, 3), pa.int32())
    own = pc.utf8_slice_codeunits(facts["customer_key"], 3)
    apart = facts.set_column(0, "store_id", numbers).set_column(1, "customer_key", own)
    placed = place_customers(warehouse, ABCD, apart, vars(rules))
    owners = list(zip(placed["store_id"].to_pylist(), placed["customer_key"].to_pylist(), strict=True))
    stores = pa.array([number % STORES + 1 for number, _ in owners], pa.int32())
    keys = pa.array([f"{number:03}{key}" for number, key in owners], pa.string())
    together = placed.set_column(0, "store_id", stores).set_column(1, "customer_key", keys)
    return [(int(row["customer"][:3]), row) for row in list_grades(warehouse, ABCD, facts, together).to_pylist()]


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), rules=RULES)
@example(seed=1, rules=Rules())
def test_stores_graded_together_are_graded_apart(warehouse, seed, rules):
    chance = random.Random(seed)
    houses = {store_id: house(chance, store_id) for store_id in range(1, STORES + 1)}
    build(warehouse, [bill for bills in houses.values() for bill in bills], stores=[f"s{number}" for number in houses])
    got = {store_id: {} for store_id in houses}
    for row in grade_in_full(warehouse, None, ABCD, AS_OF, vars(rules)).to_pylist():
        got[row["store_id"]][row["customer"]] = row["tier"]
    assert got == {store_id: tiers_of(facts_of(bills, AS_OF, rules), rules) for store_id, bills in houses.items()}


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), rules=RULES)
def test_ranks_are_unique_tiers_are_complete_and_scaling_or_shuffling_changes_nothing(warehouse, seed, rules):
    chance = random.Random(seed)
    bills = house(chance, least=1)
    plain = placed(warehouse, bills, rules)
    came = {bill.customer for bill in bills if bill.customer and bill.day <= AS_OF and Decimal(bill.amount) >= 0}
    assert {key for key, tier in plain.items() if tier is not None} == came
    shuffled = chance.sample(bills, len(bills))
    dearer = [replace(bill, amount=Decimal(bill.amount) * 7) for bill in [*shuffled, Bill(None, AS_OF, 1)]]
    assert placed(warehouse, dearer, rules) == plain


def placed(warehouse, bills, rules):
    build(warehouse, bills)
    facts = read_facts(warehouse, 1, AS_OF, vars(rules))
    rows = place_customers(warehouse, ABCD, facts, vars(rules)).to_pylist()
    for name in ("frequency_rank", "contribution_rank"):
        ranks = sorted(row[name] for row in rows if row[name] is not None)
        assert ranks == list(range(1, len(ranks) + 1))
    return {row["customer_key"]: row["tier_no"] for row in rows}


def free_days(bills, key, count):
    """Return ``count`` days of the window, before his last visit, on which the customer was not there."""
    taken = {bill.day for bill in bills if bill.customer == key}
    days = (AS_OF - timedelta(days=days) for days in range(100, 365))
    return [day for day in days if day not in taken][:count]


def last_bill(bills, key):
    return max((bill for bill in visited(bills) if bill.customer == key and bill.day <= AS_OF), key=lambda bill: bill.day)


def with_visits(bills, key, count):
    return [*bills, *(Bill(key, day, 0, 0) for day in free_days(bills, key, count))]


def with_spend(bills, key, amount):
    """Return the bills with ``amount`` more on his last day, in a bill that adds no visit."""
    return [*bills, Bill(key, last_bill(bills, key).day, amount, 0)]


def without_visits(bills, key, count):
    """Return the bills with those of his first ``count`` days moved to his last one."""
    last = last_bill(bills, key).day
    inside = sorted({bill.day for bill in visited(bills) if bill.customer == key and AS_OF - timedelta(days=365) < bill.day <= AS_OF})
    gone = set(inside[:count])
    return [replace(bill, day=last) if bill.customer == key and bill.day in gone else bill for bill in bills]


def tier_of(bills, key, rules):
    return tiers_of(facts_of(bills, AS_OF, rules), rules)[key]


def least_lifts(facts, key, rules):
    """Return the least more visits, and the least more spend (or the least average per table), that lift a customer, by trying
    every one that could matter."""
    his, tier = facts[key], tiers_of(facts, rules)[key]

    def lifts(**changes):
        return tiers_of({**facts, key: replace(his, **changes)}, rules)[key] < tier

    visits = range(his.frequency + 1, max(fact.frequency for fact in facts.values()) + 2)
    if rules.rank_by == "standard":
        averages = [fact.contribution / fact.tables for fact in facts.values() if fact.tables]
        cents = sorted({(math.floor(each * 100) + more) * CENT for each in averages for more in (0, 1, 2)})
        more = [each for each in cents if his.tables and Fraction(each) > Fraction(his.contribution) / his.tables]
        return (
            next((more - his.frequency for more in visits if lifts(frequency=more)), None),
            next((each for each in more if lifts(contribution=each, tables=1)), None),
        )
    amounts = {fact.contribution + more for fact in facts.values() for more in (0, CENT)}
    return (
        next((more - his.frequency for more in visits if lifts(frequency=more)), None),
        next((more - his.contribution for more in sorted(amounts) if more > his.contribution and lifts(contribution=more)), None),
    )


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), top_share=SHARES, split=SHARES)
def test_what_lifts_a_customer_does_and_a_visit_or_a_cent_less_does_not(warehouse, seed, top_share, split):
    rules = Rules(top_share=top_share, split=split)
    chance = random.Random(seed)
    bills = house(chance, least=2)
    build(warehouse, bills)
    facts = facts_of(bills, AS_OF, rules)
    if not facts:
        return
    key = chance.choice(sorted(facts))
    why = explain(warehouse, 1, key, ABCD, AS_OF, vars(rules))
    assert why.tier == tier_of(bills, key, rules)
    assert (why.visits, why.spend, why.recency_days) == (facts[key].frequency, facts[key].contribution, facts[key].recency_days)
    if why.tier in ("B", "C"):
        assert (why.more_visits, why.more_spend) == least_lifts(facts, key, rules)
    if why.more_visits is not None:
        assert tier_of(with_visits(bills, key, why.more_visits), key, rules) == why.tier_by_visits < why.tier
        assert tier_of(with_visits(bills, key, why.more_visits - 1), key, rules) >= why.tier
    if why.more_spend is not None:
        assert tier_of(with_spend(bills, key, why.more_spend), key, rules) == why.tier_by_spend < why.tier
        assert tier_of(with_spend(bills, key, why.more_spend - CENT), key, rules) >= why.tier
    if why.tier_together is not None:
        visits, spend = why.visits_together, why.spend_together
        assert (why.more_visits, why.more_spend) == (None, None)
        assert tier_of(with_spend(with_visits(bills, key, visits), key, spend), key, rules) == why.tier_together < why.tier
        assert tier_of(with_spend(with_visits(bills, key, visits - 1), key, spend), key, rules) >= why.tier
        assert tier_of(with_spend(with_visits(bills, key, visits), key, spend - CENT), key, rules) >= why.tier
    if why.tier == "D":
        assert tier_of([*bills, Bill(key, AS_OF, 0, 0)], key, rules) == why.tier_after_a_visit
    elif why.tier is not None and why.tier in "BC":
        assert why.more_visits is not None or why.more_spend is not None or why.tier_together is not None


@settings(max_examples=10)
@given(seed=st.integers(0, 2**32), top_share=SHARES, split=SHARES)
def test_by_standard_more_visits_at_the_same_average_or_a_higher_average_lift_and_a_cent_less_does_not(warehouse, seed, top_share, split):
    rules = Rules(top_share=top_share, split=split, rank_by="standard")
    chance = random.Random(seed)
    bills = house(chance, least=2)
    build(warehouse, bills)
    facts = facts_of(bills, AS_OF, rules)
    key = chance.choice(sorted(facts))
    his = facts[key]
    why = explain(warehouse, 1, key, ABCD, AS_OF, vars(rules))

    def tier(**changes):
        return tiers_of({**facts, key: replace(his, **changes)}, rules)[key]

    assert (why.tier, why.standard) == (tier(), his.standard)
    if why.tier in ("B", "C") and why.tier_together is None:
        assert (why.more_visits, why.wanted_standard) == least_lifts(facts, key, rules)
    if why.tier_together is not None:
        visits, average = his.frequency + why.visits_together, why.wanted_standard
        assert least_lifts(facts, key, rules) == (None, None)
        assert tier(frequency=visits, contribution=average, tables=1) == why.tier_together < why.tier
        assert tier(frequency=visits - 1, contribution=average, tables=1) >= why.tier
        assert tier(frequency=visits, contribution=average - CENT, tables=1) >= why.tier
    if why.tier == "D":
        has_tables = any(fact.tables for other, fact in facts.items() if other == key or (fact.recency_days or 0) <= 60)
        assert tier(recency_days=0, frequency=his.frequency + 1, tables=his.tables + has_tables) == why.tier_after_a_visit
    if why.tier == "A":
        assert tier(frequency=his.frequency - why.spare_visits) == "A"
        if why.spare_visits < his.frequency - 1:
            assert tier(frequency=his.frequency - why.spare_visits - 1) != "A"
        if why.least_standard is not None:
            assert tier(contribution=why.least_standard, tables=1) == "A"
            assert not why.least_standard or tier(contribution=why.least_standard - CENT, tables=1) != "A"
    for lang in ("zh", "en"):
        assert "None" not in explain_lift(why, lang)


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), top_share=SHARES)
def test_the_best_keep_their_tier_with_the_spare_gone_and_lose_it_with_more_gone(warehouse, seed, top_share):
    rules = Rules(top_share=top_share)
    chance = random.Random(seed)
    bills = house(chance, least=2)
    build(warehouse, bills)
    facts = facts_of(bills, AS_OF, rules)
    best = sorted(key for key, tier in tiers_of(facts, rules).items() if tier == "A")
    if not best:
        return
    key = chance.choice(best)
    why = explain(warehouse, 1, key, ABCD, AS_OF, vars(rules))
    assert tier_of(without_visits(bills, key, why.spare_visits), key, rules) == "A"
    if why.spare_visits < why.visits - 1:
        assert tier_of(without_visits(bills, key, why.spare_visits + 1), key, rules) != "A"
    assert tier_of(with_spend(bills, key, -why.spare_spend), key, rules) == "A"
    if why.spare_spend < why.spend:
        assert tier_of(with_spend(bills, key, -why.spare_spend - CENT), key, rules) != "A"


@settings(max_examples=10)
@given(seed=st.integers(0, 2**32), rules=RULES, back=st.integers(0, 70))
def test_the_bridge_of_the_month_always_adds_up(warehouse, seed, rules, back):
    bills = house(random.Random(seed))
    as_of = AS_OF - timedelta(days=back)
    before = as_of.replace(day=1) - timedelta(days=1)
    build(warehouse, bills, [Profile("no bill yet")])
    bridge = read_overview(warehouse, 1, ABCD, as_of, vars(rules)).bridge
    assert bridge.active_end == bridge.active_start - bridge.churned + bridge.reactivated + bridge.new_active
    for day, active in ((before, bridge.active_start), (as_of, bridge.active_end)):
        assert active == sum(
        fact.recency_days is not None and fact.recency_days <= rules.active_days for fact in facts_of(bills, day, rules).values()
    )
