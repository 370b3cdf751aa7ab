"""Shares from the best customer down: literal amounts, tiers worked out by hand."""

from decimal import Decimal

import pytest

from segmentation.schemes import load_scheme
from tests.schemes.small import bringing, place, scheme_of, tiers

PYRAMID, LEVELS = load_scheme("pyramid"), load_scheme("levels")


def by(cut_by, *shares):
    return scheme_of("percentile", {f"t{at}": f"share = {share}" for at, share in enumerate(shares, 1)}, f'cut_by = "{cut_by}"')


def counts(found):
    return {tier: list(found.values()).count(tier) for tier in dict.fromkeys(found.values())}


def test_a_hundred_customers_make_one_nineteen_thirty_and_fifty(warehouse):
    found = tiers(warehouse, PYRAMID, bringing(range(100, 0, -1)))
    assert list(found.values()) == ["vital"] + ["major"] * 19 + ["ordinary"] * 30 + ["small"] * 50


@pytest.mark.parametrize(("customers", "wanted"), [
    (1, {"vital": 1}),
    (2, {"vital": 1, "small": 1}),  # ceil of 0.02, 0.4, 1.0: the first is vital, and 50 % end with him
    (3, {"vital": 1, "ordinary": 1, "small": 1}),  # 50 % of 3 are 1.5: two stand above the small
    (101, {"vital": 2, "major": 19, "ordinary": 30, "small": 50}),  # ceil of 1.01, 20.2, 50.5
    (200, {"vital": 2, "major": 38, "ordinary": 60, "small": 100}),
])
def test_shares_of_the_customers_are_rounded_up_from_the_best_down(warehouse, customers, wanted):
    assert counts(tiers(warehouse, PYRAMID, bringing(range(customers, 0, -1)))) == wanted


@pytest.mark.parametrize(("share", "customers", "first"), [
    ("20", 10, 2), ("20", 5, 1), ("20", 11, 3), ("7", 100, 7), ("12.5", 8, 1), ("33.33", 3, 1), ("33.34", 3, 2), ("0", 10, 0),
    ("0.01", 100, 1), ("100", 7, 7), ("0.07", 10000, 7),
])
def test_the_ceiling_is_exact_and_not_of_float_noise(warehouse, share, customers, first):
    scheme = by("customers", share, Decimal(100) - Decimal(share))
    found = tiers(warehouse, scheme, bringing(range(customers, 0, -1)))
    assert list(found.values()).count("t1") == first


def test_equal_customers_share_a_place_and_the_better_tier(warehouse):
    # 20 % of 5 are one; three are equal at the cut, and no one can say which of them is the first
    found = place(warehouse, by("customers", 20, 80), bringing([9, 9, 9, 5, 5]))
    assert [(row["tier"], row["place"], row["measured"]) for row in found.values()] == [
        ("t1", 1, 9), ("t1", 1, 9), ("t1", 1, 9), ("t2", 4, 5), ("t2", 4, 5),
    ]


def test_who_is_equal_behind_a_full_tier_does_not_come_into_it(warehouse):
    # 40 % of 5 are two: the two with 9; those with 5 begin at the third place
    assert list(tiers(warehouse, by("customers", 40, 60), bringing([5, 9, 5, 9, 5])).values()) == ["t2", "t1", "t2", "t1", "t2"]


def test_who_brings_nothing_or_less_stands_in_the_last_tier_and_is_counted(warehouse):
    # 50 % of 4 are two; the second best brings nothing
    found = place(warehouse, by("customers", 50, 25, 25), bringing([100, 0, -3, 0]))
    assert [(row["tier"], row["place"]) for row in found.values()] == [("t1", 1), ("t3", 2), ("t3", 4), ("t3", 2)]


def test_a_profile_without_a_visit_is_neither_placed_nor_counted(warehouse):
    customers = bringing([4, 3, 2, 1]) | {f"p{at}": {"last_visit": None} for at in range(9)}
    found = place(warehouse, by("customers", 25, 75), customers)
    assert [found[key]["tier"] for key in ("c01", "c02", "c03", "c04")] == ["t1", "t2", "t2", "t2"]
    assert found["p0"] == {"tier": None, "measured": None, "place": None}


@pytest.mark.parametrize(("amounts", "wanted"), [
    # cumulative 50, 80, 95, 100 of 100: the second reaches the 80 exactly, the third the 95 exactly
    ([50, 30, 15, 5], ["important", "important", "core", "ordinary"]),
    # cumulative 79, 80, 95, 96 …: whoever fills up the 80 % belongs to them
    ([79, 1, 15, 1, 4], ["important", "ordinary", "important", "ordinary", "core"]),
    ([81, 14, 5], ["important", "core", "ordinary"]),
    ([79, 16, 5], ["important", "important", "ordinary"]),
    ([1], ["important"]), ([1, 1], ["important", "important"]), ([0, 0], ["ordinary", "ordinary"]),
    # 1 of 3 each: equal ones stay together
    ([5, 5, 5], ["important", "important", "important"]),
    # refunds count for nothing in the whole: 80 of 100 is the cut, not of 60
    ([80, 20, -40], ["important", "core", "ordinary"]),
])
def test_shares_of_the_value_are_filled_from_the_largest_down(warehouse, amounts, wanted):
    assert list(tiers(warehouse, LEVELS, bringing(amounts)).values()) == wanted


def test_a_cent_beside_the_cut_of_the_value_decides(warehouse):
    cut = by("value", 80, 20)
    assert list(tiers(warehouse, cut, bringing(["80.00", "20.00"])).values()) == ["t1", "t2"]
    assert list(tiers(warehouse, cut, bringing(["79.99", "20.01"])).values()) == ["t1", "t1"]
    assert list(tiers(warehouse, cut, bringing(["0.04", "0.01"])).values()) == ["t1", "t2"]


def test_hundred_equal_values_stay_exact_at_any_share(warehouse):
    # 10 000 customers with a cent each would all be equal; here each a cent more than the next: 7 % of the value
    amounts = [Decimal(n) / 100 for n in range(100, 0, -1)]
    whole, first, reached = sum(amounts), 0, Decimal(0)
    while reached < whole * 7 / 100:
        reached, first = reached + amounts[first], first + 1
    assert first == 4  # 1.00 + 0.99 + 0.98 = 2.97 < 3.535 <= 3.94
    assert list(tiers(warehouse, by("value", 7, 93), bringing(amounts)).values()).count("t1") == first


def test_profit_or_contribution_is_a_setting(warehouse):
    customers = {"rich": {"contribution": 100, "profit": -5}, "plain": {"contribution": 50, "profit": 20}}
    assert tiers(warehouse, PYRAMID, customers) == {"rich": "small", "plain": "vital"}
    assert tiers(warehouse, PYRAMID, customers, measure="contribution") == {"rich": "vital", "plain": "small"}


def test_a_tier_may_be_as_small_as_nothing(warehouse):
    assert counts(tiers(warehouse, by("customers", 0, 50, 0, 50), bringing([4, 3, 2, 1]))) == {"t2": 2, "t4": 2}
