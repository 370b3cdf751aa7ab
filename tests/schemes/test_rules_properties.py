"""Random houses under every scheme: the SQL against the slow way, and what must hold of any grading."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.measures.grades.grading import grade_in_full, tier_summary
from segmentation.schemes import schemes
from segmentation.settings.costs import save_cost_rates
from tests.houses import Bill, Profile, Rating, build
from tests.naive_schemes import FAMILIES, House, answers, customers_of
from tests.schemes.small import AS_OF, STARS, card, scheme_of

ALL = schemes()
EVERY = pytest.mark.parametrize("key", ALL)
ODD = {  # what a house may make for itself and no scheme that ships does
    "upper bounds": scheme_of("threshold", {
        "asleep": 'conditions = [{ measure = "recency_days", above = 60 }, { measure = "total_spend", below = 20 }]',
        "once": 'conditions = [{ measure = "total_visits", up_to = 1 }]',
        "span": 'conditions = [{ measure = "total_spend", from = 5, up_to = 20 }, { measure = "recency_days", below = 365 }]',
        "rest": "",
    }),
    "shares of value": scheme_of("percentile", {
        "a": "share = 0.5", "b": "share = 33.33", "c": "share = 0", "d": "share = 50.17", "e": "share = 16",
    }, 'cut_by = "value"'),
    "mixed edges": scheme_of("rfm", {"far": "", "near": ""}, "groups = 3\nr_best_first = true\n[edges]\nf = [0, 2]\nm = [-5, 10.5]",
                             '[[segments]]\ntier = "near"\nr = 1\nf = "2-3"\nm = "1-3"\n\n'
                             '[[segments]]\ntier = "far"\nr = "1-3"\nf = "1-3"\nm = "1-3"'),
    "out of a hundred": card(0, 100, STARS, brand="33.33", staff="66.67"),
}
SEEDS = st.integers(0, 2**32)
STORES, HOUSES = 10, 3
KEYS = ["a", "B", "9", "10", "é", "李", "😀", "b", "c", "d", "e", "f", "g"]
DAYS = [-3, 0, 1, 30, 59, 60, 89, 90, 91, 179, 180, 181, 182, 300, 364, 365, 366, 700]
AMOUNTS = [["10", "20", "-10"], ["0.01", "0.02", "0.10", "0.20", "0.30"], ["5"], ["499.99", "500", "500.01", "6000", "12000.12", "60000"]]


def random_house(chance, store_id=1, *, scheme=None):
    """Return a small house with many ties, refunds, walk-ins, days after AS_OF, ratings on and off the scale, and profiles."""
    keys = chance.sample(KEYS, chance.randint(0, len(KEYS)))
    amounts, days = chance.choice(AMOUNTS), chance.choice([DAYS, list(range(70)), [0, 200]])
    bills = [
        Bill(key, AS_OF - timedelta(days=chance.choice(days)), chance.choice(amounts), chance.choice([0, 1, 1, 2]), store_id,
             cost=chance.choice([None, None, "1.05"]))
        for key in keys for _ in range(chance.randint(1, chance.choice([1, 4, 14])))
    ]
    bills += [Bill(None, AS_OF, 50, store_id=store_id) for _ in range(chance.randint(0, 2))]
    profiles = [
        Profile(key, store_id=store_id, potential=chance.choice([None, None, "A", "B", "C", "1", "33", "66", "66.5", "100"]),
                contacts=chance.choice([None, "2", "1.5"]))
        for key in chance.sample(KEYS, chance.randint(0, 8))
    ]
    return House(tuple(bills), tuple(profiles), tuple(random_ratings(chance, store_id, scheme)))


def random_ratings(chance, store_id, scheme):
    """Yield ratings of most customers on most criteria of a scorecard; none for another scheme."""
    if scheme is None or scheme.rule != "scorecard":
        return
    low, high = scheme.spec.scale
    marks = [low, high, (low + high) / 2, high * Decimal("0.9"), high * Decimal("0.89"), high + 1, None]
    for key in chance.sample(KEYS, 9):
        for criterion in scheme.spec.criteria:
            names = [criterion.key, *criterion.label.values()]
            for batch_id in range(1, chance.choice([2, 2, 3, 1 if chance.random() < 0.1 else 2])):
                day = AS_OF - timedelta(days=chance.choice([-1, 0, 3, 400]) if chance.random() < 0.3 else 0)
                yield Rating(key, chance.choice(names), chance.choice(marks if chance.random() < 0.1 else marks[:5]), day, batch_id, store_id)


def random_settings(chance, scheme):
    """Return the scheme's settings, each choice any of those there are."""
    return {setting.name: chance.choice(list(setting.choices)) if setting.choices else setting.default for setting in scheme.settings}


def landed(warehouse, houses):
    build(warehouse, [bill for house in houses for bill in house.bills], [each for house in houses for each in house.profiles],
          [f"s{number}" for number in range(1, len(houses) + 1)], [each for house in houses for each in house.ratings])


def test_every_family_has_its_slow_way():
    assert set(FAMILIES) >= {scheme.rule for scheme in schemes().values()}


@pytest.mark.parametrize("key", [*ALL, *ODD])
@settings(max_examples=2)
@given(seed=SEEDS)
def test_the_sql_grades_as_the_wording_does(warehouse, key, seed):
    scheme, chance = (ALL | ODD)[key], random.Random(seed)
    houses = [random_house(chance, number, scheme=scheme) for number in range(1, STORES + 1)]
    rates = chance.choice([("0", "0"), ("3.50", "1.25")])
    save_cost_rates(warehouse, 0, *rates)
    chosen = random_settings(chance, scheme)
    for house, rows in zip(houses, graded(warehouse, scheme, houses, chosen), strict=True):
        priced = replace(house, per_visit=Decimal(rates[0]), per_contact=Decimal(rates[1]))
        assert rows == answers(priced, scheme, AS_OF, chosen)


def copied(house, number, chance=None, times=1):
    """Return the house as store ``number``, its amounts ``times`` as large; with ``chance`` in another order and with walk-ins."""
    def order(rows):
        return [replace(row, store_id=number) for row in (chance.sample(rows, len(rows)) if chance else rows)]

    bills = [
        replace(bill, amount=Decimal(bill.amount) * times, cost=None if bill.cost is None else Decimal(bill.cost) * times)
        for bill in order(house.bills)
    ]
    profiles = order(house.profiles)
    if chance:
        bills = [Bill(None, AS_OF, 9999, store_id=number), *bills, Bill("散客", AS_OF, 77, store_id=number)]
        profiles.append(Profile("散客", store_id=number, is_walk_in=True))
    return House(tuple(bills), tuple(profiles), tuple(order(house.ratings)))


def graded(warehouse, scheme, houses, chosen):
    """Return the graded lists of houses: a list of rows by customer, tier and score columns."""
    landed(warehouse, houses)
    found = [{} for _ in houses]
    for row in grade_in_full(warehouse, None, scheme, AS_OF, chosen).to_pylist():
        assert row["customer"] not in found[row["store_id"] - 1], "listed twice"
        found[row["store_id"] - 1][row["customer"]] = {name: row[name] for name in ("tier", *scheme.score_columns)}
    return found


@EVERY
@settings(max_examples=2)
@given(seed=SEEDS)
def test_what_holds_of_any_grading(warehouse, key, seed):
    scheme, chance = ALL[key], random.Random(seed)
    chosen = random_settings(chance, scheme)
    save_cost_rates(warehouse, 0, "0", "0")
    plain = [random_house(chance, number, scheme=scheme) for number in range(1, HOUSES + 1)]
    shuffled = [copied(house, HOUSES + number, chance) for number, house in enumerate(plain, start=1)]
    dearer = [copied(house, 2 * HOUSES + number, times=7) for number, house in enumerate(plain, start=1)]
    found = graded(warehouse, scheme, [*plain, *shuffled, *dearer], chosen)
    lists, after, scaled = found[:HOUSES], found[HOUSES : 2 * HOUSES], found[2 * HOUSES :]
    assert after == lists, "walk-ins and the order of rows change nothing"
    if is_rank_based(scheme):
        assert [tiers_of(rows) for rows in scaled] == [tiers_of(rows) for rows in lists], "scaling moves nobody"
    summary = tier_summary(warehouse, None, scheme, AS_OF, chosen).to_pylist()
    for number, (house, rows) in enumerate(zip(plain, lists, strict=True), start=1):
        known = customers_of(house, AS_OF, chosen)
        everybody_has_one_tier(scheme, rows, known)
        the_summary_adds_up(scheme, rows, known, [row for row in summary if row["store_id"] == number])
        scores_agree(scheme, [row for row in rows.values() if row["tier"]])


def tiers_of(rows):
    return {customer: row["tier"] for customer, row in rows.items()}


def is_rank_based(scheme):
    """Return whether amounts matter by their order alone (or, of a scorecard, not at all)."""
    return scheme.rule != "threshold" and "m" not in getattr(scheme.spec, "edges", {})


def everybody_has_one_tier(scheme, rows, known):
    assert set(rows) == set(known)
    with_tier = {customer for customer, row in rows.items() if row["tier"]}
    if scheme.rule == "scorecard":
        assert with_tier == {customer for customer, row in rows.items() if row["rated"] == len(scheme.spec.criteria)}
    else:
        assert with_tier == {
        customer for customer, each in known.items() if each.has_visited and not is_known_too_short(scheme, each)
    }


def is_known_too_short(scheme, customer):
    return scheme.rule == "matrix" and customer.potential is None and customer.facts["known_days"] < 365


def the_summary_adds_up(scheme, rows, known, summary):
    with_tier = {customer: row["tier"] for customer, row in rows.items() if row["tier"]}
    brought = sum((known[customer].facts.get("contribution", Decimal(0)) for customer in with_tier), Decimal(0))
    refunded = sum(
        (each.facts.get("contribution", Decimal(0)) for customer, each in known.items() if not each.has_visited and customer not in with_tier),
        Decimal(0),
    )
    assert [row["tier"] for row in summary] == list(scheme.tier_keys)
    assert {row["tier"]: row["customers"] for row in summary if row["customers"]} == Counter(with_tier.values())
    assert sum(row["contribution"] for row in summary) == brought
    for share, is_there in (("customer_share", with_tier), ("contribution_share", brought + refunded > 0)):
        shares = [row[share] for row in summary]
        assert sum(shares) == pytest.approx(1) if is_there else set(shares) == {None}


def scores_agree(scheme, rows):
    for row in rows:
        AGREES.get(scheme.rule, lambda scheme, row, number: None)(scheme, row, scheme.tier(row["tier"]).number)
    ordered_by = {"percentile": "measured", "scorecard": "score"}.get(scheme.rule)
    if ordered_by:
        by_value = sorted(rows, key=lambda row: -row[ordered_by])
        numbers = [scheme.tier(row["tier"]).number for row in by_value]
        assert numbers == sorted(numbers), "the tiers stand in the order of what they are measured by"


def threshold_agrees(scheme, row, number):
    missing = [row[name] for name in scheme.score_columns]
    assert all((each is None) == (number == 1) for each in missing)
    assert all(each >= 0 for each in missing if each is not None)
    lower_only = all(each.high is None for conditions in scheme.spec.conditions for each in conditions)
    if number > 1 and lower_only:
        assert any(missing), "who lacks nothing would stand higher"


def matrix_agrees(scheme, row, number):
    assert scheme.spec.tier_number(row["value"], row["potential"]) == number
    assert row["potential_by"] in ("rated", "derived")


def rfm_agrees(scheme, row, number):
    assert row["code"] == f"{row['r']}{row['f']}{row['m']}"
    assert scheme.spec.segment((row["r"], row["f"], row["m"])) == number


def scorecard_agrees(scheme, row, number):
    least = scheme.spec.least[number - 1]
    assert least is None or row["score"] >= least
    assert number == 1 or row["score"] < scheme.spec.least[number - 2]
    assert (row["stars"], row["maintenance"]) == (scheme.spec.stars[number - 1], scheme.spec.maintenance[number - 1])


def percentile_agrees(scheme, row, number):
    assert row["measured"] > 0 or number == len(scheme.tiers)
    assert row["place"] >= 1


AGREES = {
    "threshold": threshold_agrees, "matrix": matrix_agrees, "rfm": rfm_agrees, "scorecard": scorecard_agrees,
    "percentile": percentile_agrees,
}
