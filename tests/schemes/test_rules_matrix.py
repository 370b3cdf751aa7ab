"""Value crossed with potential: letters, numbers and derived potential worked out by hand."""

from datetime import timedelta
from decimal import Decimal

import pytest

from segmentation.measures.grades.grading import grade, read_wide_facts
from segmentation.schemes import load_scheme
from tests.houses import Bill, Profile, build
from tests.schemes.small import AS_OF
from tests.schemes.small import place as place_facts

TWO, NINE = load_scheme("potential"), load_scheme("ninebox")


def ago(days):
    return AS_OF - timedelta(days=days)


def place(warehouse, scheme, customers, **settings):
    """Return tier and score columns of each customer; known for a year where nothing else is said."""
    return place_facts(warehouse, scheme, {key: {"known_days": 365, **facts} for key, facts in customers.items()}, **settings)


def crossed(warehouse, scheme, customers, **settings):
    """Return value × potential and the tier of each customer."""
    rows = place(warehouse, scheme, customers, **settings)
    return {key: (row["value"], row["potential"], row["tier"]) for key, row in rows.items()}


def test_the_four_boxes_of_lead_iron_gold_and_platinum(warehouse):
    # of ten customers two are high by value (100, 90) and two by growth (2.0, 1.9)
    values = [100, 90, 80, 70, 60, 50, 40, 30, 20, 10]
    growths = [2.0, 0.5, 1.9, 1, 1, 1, 1, 1, 1, 1]
    customers = {f"c{at}": {"contribution": value, "growth": growth} for at, (value, growth) in enumerate(zip(values, growths, strict=True))}
    found = crossed(warehouse, TWO, customers)
    assert list(found.values()) == [
        ("high", "high", "platinum"), ("high", "low", "gold"), ("low", "high", "iron"), *[("low", "low", "lead")] * 7,
    ]


@pytest.mark.parametrize(("value", "potential", "tier"), [
    (value, letter, f"{letter}{value}") for letter in "ABC" for value in "123"
])
def test_the_nine_boxes_are_named_by_potential_and_volume(warehouse, value, potential, tier):
    amounts = {"1": 100, "2": 50, "3": 10}
    others = {f"o{at}": {"contribution": amount} for at, amount in enumerate([90, 60, 40, 30, 20, 8, 7, 6, 5])}
    found = crossed(warehouse, NINE, {"c": {"contribution": amounts[value], "potential": potential}, **others})
    # of ten: 20 % are two, the next 30 % three; 100 is the first, 50 the third, 10 the sixth
    assert found["c"] == (value, potential, tier)


@pytest.mark.parametrize(("number", "wanted"), [
    ("100", "A"), ("67", "A"), ("66.01", "A"), ("66", "B"), ("34", "B"), ("33.01", "B"), ("33", "C"), ("1", "C"),
])
def test_a_number_of_the_nine_boxes_goes_by_its_thirds(warehouse, number, wanted):
    assert crossed(warehouse, NINE, {"c": {"contribution": 1, "potential": number}})["c"] == ("1", wanted, f"{wanted}1")


def test_letters_other_than_a_are_low_where_there_are_two_classes(warehouse):
    found = crossed(warehouse, TWO, {letter: {"contribution": 0, "potential": letter} for letter in "ABC"})
    assert {key: potential for key, (_, potential, _) in found.items()} == {"A": "high", "B": "low", "C": "low"}


def test_where_numbers_have_no_bounds_the_best_fifth_of_the_rated_is_high(warehouse):
    rated = {f"n{at}": {"potential": str(10 * at)} for at in range(1, 11)}
    others = {f"d{at}": {"growth": 2.0} for at in range(40)} | {"letter": {"potential": "A"}}
    found = crossed(warehouse, TWO, {**rated, **others})
    assert [key for key, (_, potential, _) in found.items() if potential == "high" and key[0] == "n"] == ["n9", "n10"]


def test_the_rating_comes_before_what_is_derived(warehouse):
    rows = place(warehouse, NINE, {
        "letter": {"potential": "C", "growth": 2.0}, "number": {"potential": "10", "growth": 2.0}, "derived": {"growth": 0.1},
    })
    assert {key: (row["potential"], row["potential_by"]) for key, row in rows.items()} == {
        "letter": ("C", "rated"), "number": ("C", "rated"), "derived": ("A", "derived"),
    }


def test_equal_values_share_a_class_on_either_axis(warehouse):
    customers = {f"c{at}": {"contribution": 5, "growth": 1.0} for at in range(5)}
    assert set(crossed(warehouse, NINE, customers).values()) == {("1", "A", "A1")}


def test_a_cent_parts_two_classes(warehouse):
    customers = {"a": {"contribution": "10.01"}, "b": {"contribution": "10.00"}, **{f"o{n}": {"contribution": 1} for n in range(3)}}
    found = crossed(warehouse, TWO, customers)
    assert (found["a"][0], found["b"][0]) == ("high", "low")


def test_who_brings_nothing_is_low_even_where_nobody_brings_anything(warehouse):
    customers = {"nothing": {}, "refund": {"contribution": -5}, "nothing too": {"growth": 0.0}}
    assert set(crossed(warehouse, TWO, customers).values()) == {("low", "low", "lead")}
    assert set(crossed(warehouse, NINE, customers).values()) == {("3", "C", "C3")}


def test_one_customer_is_high(warehouse):
    assert crossed(warehouse, TWO, {"c": {"contribution": 1, "growth": 1.0}}) == {"c": ("high", "high", "platinum")}
    assert crossed(warehouse, TWO, {"c": {"contribution": 1}}) == {"c": ("high", "low", "gold")}


def test_a_profile_without_a_visit_is_in_no_box_and_in_no_share(warehouse):
    customers = {"c1": {"contribution": 9}, "c2": {"contribution": 8}, **{f"p{n}": {"last_visit": None, "potential": "A"} for n in range(9)}}
    rows = place(warehouse, TWO, customers)
    assert [rows[key]["value"] for key in ("c1", "c2")] == ["high", "low"]
    assert rows["p0"] == {"tier": None, "value": None, "potential": None, "potential_by": None}


def test_value_is_profit_or_contribution(warehouse):
    customers = {"a": {"contribution": 100, "profit": -1}, "b": {"contribution": 5, "profit": 5}}
    assert [row[0] for row in crossed(warehouse, TWO, customers).values()] == ["low", "high"]
    assert [row[0] for row in crossed(warehouse, TWO, customers, measure="contribution").values()] == ["high", "low"]


def test_who_is_known_for_less_than_a_year_has_a_box_only_where_he_is_rated(warehouse):
    # of five that are known for a year one is high; the forty new ones are no part of the ranking
    old = {f"o{at}": {"growth": 1 + at / 10} for at in range(5)}
    new = {f"n{at}": {"growth": 2.0, "known_days": 364} for at in range(40)}
    rows = place(warehouse, TWO, {**old, **new, "rated": {"known_days": 0, "potential": "A", "contribution": 1}})
    assert {key for key, row in rows.items() if row["potential"] == "high"} == {"o4", "rated"}
    assert rows["n0"] == {"tier": None, "value": "low", "potential": None, "potential_by": "too_short"}


def growths(warehouse, bills):
    build(warehouse, bills)
    facts = read_wide_facts(warehouse, 1, AS_OF, TWO.defaults())
    return {row["customer_key"]: row["growth"] for row in facts.to_pylist()}


def test_derived_potential_is_the_pace_of_the_half_year_against_the_last_year(warehouse):
    found = growths(warehouse, [
        # 300 in the last 182 days would make 600 a year; 400 were brought in the last 365
        Bill("faster", ago(0), 100), Bill("faster", ago(181), 200), Bill("faster", ago(182), 60), Bill("faster", ago(364), 40),
        Bill("faster", ago(365), 9999),  # a year ago and a day: no part of it
        Bill("steady", ago(10), 50), Bill("steady", ago(200), 50),
        Bill("new", ago(10), 50), Bill("stopped", ago(182), 50), Bill("long gone", ago(400), 50),
        Bill("refunds", ago(10), 50), Bill("refunds", ago(200), -60),
        Bill("repaid", ago(10), -10), Bill("repaid", ago(200), 50),
    ])
    assert found == {
        "faster": 1.5, "steady": 1.0, "new": 2.0, "stopped": 0.0, "long gone": None, "refunds": None, "repaid": -0.5,
    }


def test_equal_paces_are_equal_whatever_the_amounts(warehouse):
    # 2/3 each; as floats of yuan 0.2 ÷ 0.3 would be more than 2 ÷ 3
    found = growths(warehouse, [
        Bill("cents", ago(1), "0.10"), Bill("cents", ago(300), "0.20"), Bill("yuan", ago(1), 1), Bill("yuan", ago(300), 2),
        Bill("odd", ago(1), "4.79"), Bill("odd", ago(300), "9.58"),
    ])
    assert len(set(found.values())) == 1


def test_from_bills_and_ratings_to_the_boxes_of_a_list(warehouse):
    # value: of five the first fifth is one (a). Potential: b's letter; derived of the other four, ceil of 0.8 is one: c, 2.0
    build(warehouse, [
        *(Bill(key, ago(365), 1) for key in "acde"),  # known for a year, by a bill before the window
        Bill("a", ago(1), 900), Bill("a", ago(200), 900), Bill("b", ago(200), 500), Bill("c", ago(1), 50), Bill("d", ago(300), 40),
        Bill("e", ago(1), 10), Bill("e", ago(300), 90),
    ], [Profile("b", potential="A"), Profile("nobody", potential="A")])
    rows = grade(warehouse, 1, TWO, AS_OF, TWO.defaults()).to_pylist()
    assert [(row["customer"], row["tier"], row["value"], row["potential"], row["potential_by"]) for row in rows] == [
        ("a", "gold", "high", "low", "derived"), ("b", "iron", "low", "high", "rated"), ("c", "iron", "low", "high", "derived"),
        ("e", "lead", "low", "low", "derived"), ("d", "lead", "low", "low", "derived"), ("nobody", None, None, None, None),
    ]
    assert rows[0]["contribution"] == Decimal("1800.00")
