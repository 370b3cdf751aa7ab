from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.charts.grades.pies import WALK_INS, tell_part_contributions, tell_parts, tier_parts
from segmentation.measures.grades.tier_shares import (
    Part,
    finding_best_contribution,
    finding_best_customers,
    finding_largest_part,
    finding_richest_part,
)
from segmentation.schemes import load_scheme

ABCD = load_scheme("abcd")
COLOURS = ["#0072B2", "#009E73", "#D55E00", "#7A7F87"]


def summary(*rows):
    tiers, customers, contributions = zip(*rows, strict=True)
    money = pa.array([Decimal(amount) for amount in contributions], pa.decimal128(18, 2))
    return pa.table({"tier": list(tiers), "customers": list(customers), "contribution": money})


HOUSE = summary(("A", 2, "60000.00"), ("B", 3, "20000.00"), ("C", 5, "10000.00"), ("D", 10, "10000.00"))
NOBODY = summary(("A", 0, "0"), ("B", 0, "0"), ("C", 0, "0"), ("D", 0, "0"))


def test_both_pies_have_the_same_slices_in_the_same_colours_and_order_and_stand_for_the_same_customers():
    parts = tier_parts(HOUSE, ABCD, "en")
    counts, money = tell_parts(parts, "en", "T", "S"), tell_part_contributions(parts, "en", "T", "S")
    assert counts.categories == money.categories
    assert [(each.label, each.colour, each.behind) for each in counts.categories] == [
        (key, colour, (("tier", key),)) for key, colour in zip("ABCD", COLOURS, strict=True)
    ]
    assert counts.series[0].values == (2, 3, 5, 10)
    assert [float(value) for value in money.series[0].values] == [60000, 20000, 10000, 10000]
    assert money.series[0].name == "Contribution"


@pytest.mark.parametrize(
    ("lang", "counts", "contributions", "revenue"),
    [
        ("en", "10% of the customers are A", "A customers bring 60% of what customers bring", "A customers bring 30% of the whole revenue"),
        ("zh", "A级客户占客户数的10%", "A级客户占客户总贡献的60%", "A级客户占总营收的30%"),
    ],
)
def test_the_titles_say_the_finding(lang, counts, contributions, revenue):
    assert finding_best_customers(HOUSE, ABCD, lang) == counts
    assert finding_best_contribution(HOUSE, ABCD, lang) == contributions
    assert finding_best_contribution(HOUSE, ABCD, lang, Decimal("100000.00")) == revenue


def test_a_tier_that_nobody_has_yet_gives_no_share_of_nought():
    young = summary(("A", 0, "0"), ("B", 3, "30.00"), ("C", 7, "70.00"), ("D", 0, "0"))
    assert finding_best_customers(young, ABCD, "en") == "No A customers yet: 30% of the customers are B"
    assert finding_best_contribution(young, ABCD, "zh") == "还没有A级客户：B级客户占客户总贡献的30%"


def test_the_titles_of_nothing_say_so():
    assert finding_best_customers(NOBODY, ABCD, "en") == "Nobody is graded yet"
    assert finding_best_contribution(NOBODY, ABCD, "en") == "Nothing is left of what was brought in this window, refunds deducted"


PARTS = [Part("政府", "#1094D6", 2, Decimal("300.00")), Part("$x$ <b>", "#8622FF", 6, Decimal("100.00"))]


def test_any_slices_make_both_pies():
    told = tell_part_contributions(PARTS, "zh", "T", "S", Decimal("600.00"))
    assert [category.label for category in told.categories] == ["政府", "$x$ <b>", "散客"]
    assert [category.hatched for category in told.categories] == [False, False, True]
    assert told.categories[2].behind == WALK_INS
    assert told.series[0].values == (Decimal("300.00"), Decimal("100.00"), Decimal("600.00"))
    assert tell_parts(PARTS, "en", "T", "S").series[0].values == (2, 6)


def test_the_titles_name_the_largest_slice():
    assert finding_largest_part(PARTS[:1], "en") == "政府: 100% of the customers, the largest group"
    assert finding_richest_part(PARTS, "en") == "政府 brings the most: 75% of what customers bring"
    assert finding_richest_part(PARTS, "en", Decimal("200.00")) == "政府 brings the most: 50% of the whole revenue"
    larger = "Among known customers, 政府 brings the most: 30% of the whole revenue"
    assert finding_richest_part(PARTS, "en", Decimal("600.00")) == larger
    assert finding_largest_part([], "en") == "There is no customer yet"


def test_small_slices_together_are_not_called_the_largest():
    parts = [*PARTS, Part("Other", "#5D7166", 9, Decimal("900.00"), grouped=True)]
    assert finding_largest_part(parts, "zh") == "$x$ <b>人数最多，占客户的35%"
    assert finding_richest_part(parts, "zh") == "政府贡献最多，占客户总贡献的23%"
    assert finding_largest_part(parts[-1:], "zh") == "Other人数最多，占客户的100%"
