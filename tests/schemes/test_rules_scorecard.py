"""Weighted criteria to stars: thresholds at the exact score, which rating counts, and who is not rated."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.measures.grades.grading import grade, tier_summary
from segmentation.measures.grades.scorecard import read_criteria
from segmentation.schemes import load_scheme
from tests.houses import Bill, Profile, Rating, build
from tests.schemes.small import AS_OF, card, tiers

ONE, TWO = card(brand=100), card(brand=60, staff=40)
HUNDRED = card(0, 100, {
    "s5": 'from = 90\nstars = 5\nclass = "A"', "s4": 'from = 80\nstars = 4\nclass = "A"', "s3": 'from = 70\nstars = 3\nclass = "B"',
    "s2": 'from = 60\nstars = 2\nclass = "B"', "s1": 'from = 50\nstars = 1\nclass = "C"', "s0": 'stars = 0\nclass = "C"',
}, brand=100)
TENANT = card(brand=22, agent=23, operations=35, cooperation=20)


def rated(warehouse, scheme, ratings, as_of=AS_OF, profiles=(), bills=None):
    """Return the graded list by customer; everybody who is rated has a bill unless ``bills`` says otherwise."""
    ratings = list(ratings)
    bills = [Bill(each, AS_OF) for each in {rating.customer for rating in ratings}] if bills is None else bills
    build(warehouse, bills, profiles, ratings=ratings)
    return {row["customer"]: row for row in grade(warehouse, 1, scheme, as_of, scheme.defaults()).to_pylist()}


def marks(customer, day=AS_OF, **scores):
    return [Rating(customer, criterion, score, day) for criterion, score in scores.items()]


@pytest.mark.parametrize(("score", "stars", "letter"), [
    ("5", 5, "A"), ("4.5", 5, "A"), ("4.49", 4, "A"), ("4.4999", 4, "A"), ("4", 4, "A"), ("3.99", 3, "B"), ("3", 3, "B"),
    ("2.99", 2, "B"), ("2.5", 2, "B"), ("2.49", 1, "C"), ("1", 1, "C"),
])
def test_a_threshold_is_reached_at_the_very_score(warehouse, score, stars, letter):
    row = rated(warehouse, ONE, marks("a", brand=score))["a"]
    assert (row["tier"], row["stars"], row["maintenance"], row["rated"], row["score"]) == (
        f"s{stars}", stars, letter, 1, Decimal(score)
    )


@pytest.mark.parametrize(("score", "tier"), [
    ("90", "s5"), ("89.99", "s4"), ("80", "s4"), ("70", "s3"), ("60", "s2"), ("50", "s1"), ("49.99", "s0"), ("0", "s0"),
])
def test_a_scale_of_a_hundred(warehouse, score, tier):
    assert rated(warehouse, HUNDRED, marks("a", brand=score))["a"]["tier"] == tier


def test_weights_make_the_score_exactly(warehouse):
    # 0.6 · 4.5 + 0.4 · 4.5; 0.6 · 5 + 0.4 · 3.75 = 4.5; a hundredth less on staff is 4.496
    rows = rated(warehouse, TWO, [
        *marks("a", brand="4.5", staff="4.5"), *marks("b", brand=5, staff="3.75"), *marks("c", brand=5, staff="3.74"),
    ])
    assert {key: (row["score"], row["tier"]) for key, row in rows.items()} == {
        "a": (Decimal("4.5"), "s5"), "b": (Decimal("4.5"), "s5"), "c": (Decimal("4.496"), "s4"),
    }


def test_a_tenant_by_four_groups(warehouse):
    # 0.22 · 5 + 0.23 · 4 + 0.35 · 3 + 0.20 · 2 = 1.1 + 0.92 + 1.05 + 0.4
    row = rated(warehouse, TENANT, marks("a", brand=5, agent=4, operations=3, cooperation=2))["a"]
    assert (row["score"], row["tier"], row["maintenance"]) == (Decimal("3.47"), "s3", "B")


def test_a_missing_criterion_leaves_a_customer_ungraded(warehouse):
    rows = rated(warehouse, TWO, [*marks("a", brand=5), *marks("b", brand=5, staff=5)], bills=[Bill(k, AS_OF) for k in "abc"])
    assert {key: (row["tier"], row["score"], row["stars"], row["maintenance"], row["rated"]) for key, row in rows.items()} == {
        "b": ("s5", 5, 5, "A", 2), "a": (None, None, None, None, 1), "c": (None, None, None, None, 0),
    }
    summary = tier_summary(warehouse, 1, TWO, AS_OF, TWO.defaults()).to_pylist()
    assert [(row["tier"], row["customers"], row["customer_share"]) for row in summary][:2] == [("s5", 1, 1.0), ("s4", 0, 0.0)]


def test_the_latest_rating_on_or_before_the_day_counts(warehouse):
    ratings = [Rating("a", "brand", 2, date(2026, 7, 1)), Rating("a", "brand", 5, date(2026, 8, 1)), Rating("a", "brand", 3, date(2026, 9, 1)),
               Rating("a", "brand", 4, date(2026, 9, 1), batch_id=2), Rating("a", "brand", None, date(2026, 9, 20))]
    found = {day: rated(warehouse, ONE, ratings, as_of=day, bills=[Bill("a", date(2026, 1, 1))])["a"]["tier"] for day in (
        date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 1), date(2026, 9, 1), date(2026, 9, 20),
    )}
    # of two on a day the later batch; a rating that was taken back leaves nothing
    assert list(found.values()) == [None, "s1", "s1", "s5", "s4", None]


def test_a_criterion_is_known_by_its_key_and_its_name_in_either_language(warehouse):
    rows = rated(warehouse, TWO, [
        Rating("key", "brand", 5, AS_OF), Rating("key", "staff", 5, AS_OF), Rating("zh", "brand项", 5, AS_OF),
        Rating("zh", " staff项 ", 5, AS_OF), Rating("en", "BRAND mark", 5, AS_OF), Rating("en", "Staff Mark", 5, AS_OF),
        Rating("other", "brand", 5, AS_OF), Rating("other", "mood", 5, AS_OF),
    ])
    assert {key: (row["tier"], row["rated"]) for key, row in rows.items()} == {
        "key": ("s5", 2), "zh": ("s5", 2), "en": ("s5", 2), "other": (None, 1),
    }


def test_of_two_names_of_a_criterion_the_later_counts_once_and_on_one_day_the_higher(warehouse):
    rows = rated(warehouse, TWO, [
        *marks("a", staff=5), Rating("a", "brand", 1, date(2026, 9, 1)), Rating("a", "brand项", 4, date(2026, 9, 2)),
        *marks("b", staff=5), Rating("b", "brand", 2, AS_OF), Rating("b", "Brand Mark", 3, AS_OF),
    ])
    # 0.6 · 4 + 0.4 · 5 and 0.6 · 3 + 0.4 · 5
    assert {key: (row["score"], row["rated"]) for key, row in rows.items()} == {"a": (Decimal("4.4"), 2), "b": (Decimal("3.8"), 2)}


def test_a_score_off_the_scale_is_no_rating(warehouse):
    rows = rated(warehouse, ONE, [*marks("a", brand="0.99"), *marks("b", brand="5.01"), *marks("c", brand=1), *marks("d", brand=5)])
    assert {key: row["tier"] for key, row in rows.items()} == {"d": "s5", "c": "s1", "a": None, "b": None}


def test_a_customer_without_a_bill_is_graded_where_he_has_a_profile(warehouse):
    rows = rated(warehouse, ONE, [*marks("profile", brand=4), *marks("nobody", brand=5), *marks("bill", brand=3)],
                 profiles=[Profile("profile"), Profile("unrated")], bills=[Bill("bill", AS_OF, 50)])
    assert {key: (row["tier"], row["contribution"], row["last_visit"]) for key, row in rows.items()} == {
        "profile": ("s4", 0, None), "bill": ("s3", 50, AS_OF), "unrated": (None, 0, None),
    }


def test_ratings_of_another_store_do_not_count(warehouse):
    build(warehouse, [Bill("a", AS_OF), Bill("a", AS_OF, store_id=2)], stores=["One", "Two"],
          ratings=[Rating("a", "brand", 5, AS_OF, store_id=2)])
    found = {row["store"]: row["tier"] for row in grade(warehouse, None, ONE, AS_OF, ONE.defaults()).to_pylist()}
    assert found == {"One": None, "Two": "s5"}


def test_means_of_the_criteria(warehouse):
    rated(warehouse, TWO, [*marks("a", brand=5, staff=2), *marks("b", brand=2)])
    assert [(each.key, each.weight, each.rated, each.mean) for each in read_criteria(warehouse, 1, TWO, AS_OF)] == [
        ("brand", 0.6, 2, 3.5), ("staff", 0.4, 1, 2.0),
    ]
    assert [each.mean for each in read_criteria(warehouse, 1, TWO, AS_OF, "b")] == [2.0, None]


def test_stars_over_scores_alone(warehouse):
    scored = {"best": {"score": "4.5", "rated": 1}, "none": {"rated": 0}, "least": {"score": "1", "rated": 1, "last_visit": None}}
    assert tiers(warehouse, ONE, scored) == {"best": "s5", "none": None, "least": "s1"}


def test_levels_by_hand(warehouse):
    scheme = load_scheme("levels_hand")
    rows = rated(warehouse, scheme, [
        Rating("a", "客户级别", 3, AS_OF), Rating("b", "level", 2, AS_OF), Rating("c", "Customer level", 1, AS_OF),
        Rating("d", "level", "2.5", AS_OF), Rating("e", "level", 4, AS_OF),
    ])
    assert {key: row["tier"] for key, row in rows.items()} == {
        "a": "important", "b": "core", "d": "core", "c": "ordinary", "e": None,
    }


TENANT_WEIGHTS = {  # in the order of the file: new, adjusting, mature
    "tenant_new": [7, 6, 9, 9, 7, 7, 3, 3, 6, 6, 5, 5, 7, 4, 3, 5, 5, 3],
    "tenant_adjusting": [7, 7, 7, 9, 8, 9, 3, 3, 7, 6, 3, 5, 5, 5, 3, 5, 5, 3],
    "tenant_mature": [9, 9, 8, 7, 5, 9, 5, 3, 5, 6, 3, 3, 3, 7, 5, 3, 3, 7],
}


@pytest.mark.parametrize("key", TENANT_WEIGHTS)
def test_tenants_are_rated_by_eighteen_criteria_whose_weights_follow_the_stage_of_the_mall(key):
    criteria = load_scheme(key).spec.criteria
    assert [each.weight for each in criteria] == TENANT_WEIGHTS[key]
    assert [each.key for each in criteria][::6] == ["brand_position", "right_position", "promotion"]
    assert sum(TENANT_WEIGHTS[key]) == 100


def test_a_tenant_by_columns_headed_as_people_head_them(warehouse):
    # of the mature mall all 4 but for the rent, which is late (1 of 7 %): 4 − 0.07 · 3
    scheme = load_scheme("tenant_mature")
    heads = {"brand_position": "品牌定位", "sales_per_area": "坪效", "rent_on_time": "交租及时", "display": "Display"}
    ratings = [
        Rating("a", heads.get(each.key, each.label["zh"]), 1 if each.key == "rent_on_time" else 4, AS_OF) for each in scheme.spec.criteria
    ]
    row = rated(warehouse, scheme, ratings)["a"]
    assert (row["score"], row["tier"], row["rated"]) == (Decimal("3.79"), "s3", 18)


@pytest.mark.parametrize(("score", "tier"), [
    ("90", "s5"), ("89.99", "s4"), ("80", "s4"), ("79.99", "s3"), ("70", "s3"), ("69.99", "s2"), ("60", "s2"), ("59.99", "s1"), ("0", "s1"),
])
def test_an_equipment_customer_by_twenty_traits(warehouse, score, tier):
    scheme = load_scheme("equipment")
    assert [each.weight for each in scheme.spec.criteria] == [5] * 20
    row = rated(warehouse, scheme, [Rating("a", each.label["zh"], score, AS_OF) for each in scheme.spec.criteria])["a"]
    assert (row["tier"], row["score"]) == (tier, Decimal(score))


def test_a_dealer_by_nine_criteria_that_count_alike_to_the_last_digit(warehouse):
    scheme = load_scheme("dealer")
    keys = [each.key for each in scheme.spec.criteria]
    assert len(keys) == 9
    # 4 · 6 + 3 + 4 + 5 = 36 are 4 on average; a point less is 35 ÷ 9
    four = dict(zip(keys, [4, 4, 4, 4, 4, 4, 3, 4, 5], strict=True))
    rows = rated(warehouse, scheme, [*marks("a", **four), *marks("b", **{**four, "drive": 3})])
    assert {key: (row["score"], row["tier"]) for key, row in rows.items()} == {"a": (4, "s4"), "b": (Decimal("3.8889"), "s3")}


def test_the_plain_scorecard_has_its_ends_where_the_others_have_them():
    assert [str(least) for least in load_scheme("scorecard").spec.least] == ["4.5", "4", "3", "2.5", "None"]
