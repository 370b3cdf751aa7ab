"""The slices of a house, worked out by hand; how two houses differ, and the two sentences that say so."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.language.errors import InputError
from segmentation.measures.revenue.comparison import find_gaps, finding_comparison
from segmentation.measures.revenue.composition import BY, composition, composition_table, slices_table
from segmentation.schemes import load_scheme
from segmentation.settings.modules import change_module, remove_module
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, Rating, build

ABCD = load_scheme("abcd")
SETTINGS = ABCD.defaults()
AS_OF = date(2026, 9, 30)
LONG_AGO = date(2026, 6, 1)

# One A among three active customers (20 % of 3, rounded up); of the other two, k2 stands first by spend and is B.
# k5 is asleep; k6 has not been here yet. Store 2 lives of walk-ins.
BILLS = [
    Bill("k1", date(2026, 9, 1), "600.00", tables=2), Bill("k1", date(2026, 9, 2), "200.00"), Bill("k1", date(2026, 9, 3), "100.01"),
    Bill("k2", date(2026, 9, 5), "500.00"),
    Bill("k3", date(2026, 9, 6), "50.00"), Bill("k3", date(2026, 9, 7), "-20.00", tables=0),
    Bill("k5", LONG_AGO, "69.99"),
    Bill(None, date(2026, 9, 8), "300.00"), Bill("散客", date(2026, 9, 8), "200.00"),
    Bill(None, date(2025, 9, 30), "999.00"), Bill("k1", date(2025, 9, 30), "999.00"),  # a day before the window
    Bill("k1", date(2026, 10, 1), "77.00"),  # after the as-of day
    Bill("r1", date(2026, 9, 9), "100.00", store_id=2), Bill(None, date(2026, 9, 9), "300.00", store_id=2),
]
PROFILES = [
    Profile("k1", "财政局", module="政府", manager="王经理"), Profile("k2", "远山", module="S", manager="李经理"),
    Profile("k3", "张三"), Profile("k5", "教育局", module="政府机关"), Profile("k6", "某大学", module="事业单位"),
    Profile("散客", "散客", is_walk_in=True, has_profile=False), Profile("r1", "李四", module="政府", manager="赵经理", store_id=2),
]


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    build(opened, BILLS, PROFILES, stores=("Pine Hotel", "Lake Inn"))
    yield opened
    opened.close()


def compose(warehouse, by, store_id=1, as_of=AS_OF):
    return composition(warehouse, store_id, ABCD, as_of, SETTINGS, by)


def figures(found):
    return [(each.code, each.customers, str(each.contribution)) for each in found.slices]


def test_slices_by_tier_and_walk_ins_make_up_the_revenue(warehouse):
    found = compose(warehouse, "tier")
    assert figures(found) == [("A", 1, "900.01"), ("B", 1, "500.00"), ("C", 1, "30.00"), ("D", 1, "69.99")]
    assert (found.walk_in_bills, str(found.walk_in), str(found.total), found.customers) == (2, "500.00", "2000.00", 4)
    assert found.contribution + found.walk_in == found.total
    assert [each.customer_share for each in found.slices] == [0.25] * 4
    assert found.slices[0].contribution_share == pytest.approx(900.01 / 1500)
    assert found.controlled_share == pytest.approx(1400.01 / 2000)


def test_frequency_and_standard_of_a_slice(warehouse):
    first = compose(warehouse, "tier").slices[0]
    assert (first.average_frequency, first.standard, first.managed) == (3, Decimal("225.00"), Decimal("900.01"))  # 900.01 / 4


def test_slices_by_module_stand_in_the_order_of_the_list_with_empty_ones(warehouse):
    found = compose(warehouse, "module")
    assert figures(found) == [
        ("Z", 2, "970.00"), ("SH", 0, "0.00"), ("G", 0, "0.00"), ("S", 1, "500.00"), ("W", 0, "0.00"), ("U", 1, "30.00"),
    ]
    empty = found.slices[1]
    assert (empty.customer_share, empty.contribution_share, empty.average_frequency, empty.standard) == (0, 0, None, None)
    assert [each.key for each in found.slices][:2] == ["government", "institution"]


def test_slices_by_module_and_tier_have_combined_codes_and_customers(warehouse):
    found = compose(warehouse, "module_tier")
    assert figures(found) == [("ZA", 1, "900.01"), ("ZD", 1, "69.99"), ("SB", 1, "500.00"), ("UC", 1, "30.00")]
    assert found.slices[0].label == {"zh": "政府A级", "en": "Government A"}
    assert (found.slices[0].key, found.slices[0].module, found.slices[0].tier) == ("government:A", "government", "A")


def test_a_changed_list_of_modules_holds_at_once(warehouse):
    change_module(warehouse, 1, "government", code="ZF", name={"zh": "机关", "en": "Offices"})
    remove_module(warehouse, 1, "private")
    assert figures(compose(warehouse, "module")) == [
        ("ZF", 2, "970.00"), ("SH", 0, "0.00"), ("G", 0, "0.00"), ("W", 0, "0.00"), ("U", 2, "530.00"),
    ]


def test_nothing_after_the_day_and_nothing_before_the_window_is_seen(warehouse):
    assert str(compose(warehouse, "tier", as_of=date(2025, 9, 30)).total) == "1998.00"
    whole = composition(warehouse, 1, ABCD, AS_OF, {**SETTINGS, "window": "all"}, "tier")
    assert str(whole.total) == "3998.00"
    assert whole.contribution + whole.walk_in == whole.total


def test_a_store_without_bills_shares_nothing(warehouse):
    build(warehouse, profiles=PROFILES[:1])
    found = compose(warehouse, "module")
    assert (found.customers, found.total, found.controlled_share) == (0, 0, None)
    assert {(each.customer_share, each.contribution_share) for each in found.slices} == {(None, None)}


def test_other_slices_are_refused(warehouse):
    with pytest.raises(InputError, match="There are no slices by “colour”"):
        compose(warehouse, "colour")


def test_the_table_has_money_exact(warehouse):
    table = composition_table(compose(warehouse, "module"), "zh")
    assert table["label"].to_pylist() == ["政府", "事业单位", "国企", "私企", "外阜", "未分类"]
    assert str(table["contribution"].type) == "decimal128(18, 2)"


# --- two houses ------------------------------------------------------------------------------------------------------


def test_gaps_in_points_the_largest_first(warehouse):
    one, other = compose(warehouse, "module"), compose(warehouse, "module", store_id=2)
    gaps = find_gaps(one, other)
    assert [(gap.code, round(gap.customer_points, 1), round(gap.contribution_points, 1)) for gap in gaps[:3]] == [
        ("Z", -50.0, -35.3), ("S", 25.0, 33.3), ("U", 25.0, 2.0),
    ]
    with_walk_ins = {gap.key: gap for gap in find_gaps(one, other, walk_in=True)}
    assert round(with_walk_ins["walk_in"].contribution_points, 6) == -50  # 500 of 2000 against 300 of 400
    assert round(with_walk_ins["government"].contribution_points, 6) == 23.5  # 970 of 2000 against 100 of 400
    assert sum(gap.contribution_points for gap in with_walk_ins.values()) == pytest.approx(0)


def test_a_slice_that_one_side_lacks_counts_as_nothing_there(warehouse):
    one, other = compose(warehouse, "module_tier"), compose(warehouse, "module_tier", store_id=2)
    gaps = {gap.code: gap for gap in find_gaps(one, other)}
    assert gaps["ZA"].customer_points == -75
    assert gaps["SB"].customer_points == 25


def test_the_finding_in_two_sentences(warehouse):
    one, other = compose(warehouse, "module"), compose(warehouse, "module", store_id=2)
    assert finding_comparison(one, other, ["Pine Hotel", "Lake Inn"], "en") == (
        "Pine Hotel controls 70% of its revenue, Lake Inn controls 25%. "
        "Widest apart in money: government, whose share of what customers bring is 35.3 points higher at Lake Inn."  # 970 of 1500 against all of 100
    )


def test_houses_that_are_alike_are_said_to_be(warehouse):
    one = compose(warehouse, "module")
    assert finding_comparison(one, one, ["a", "b"], "en") == "a and b both control about 70% of their revenue. What their customers bring is much the same."


def test_a_side_without_revenue_says_only_that(warehouse):
    one, before = compose(warehouse, "tier"), compose(warehouse, "tier", as_of=date(2024, 1, 1))
    assert finding_comparison(one, before, ["now", "then"], "en") == "then has no revenue in this window."


def test_who_visited_and_is_not_rated_is_a_slice_of_his_own_so_that_the_slices_add_up(warehouse):
    build(
        warehouse, [Bill("c1", AS_OF, 100), Bill("c2", AS_OF, 900), Bill(None, AS_OF, 50)], [Profile("p1")],
        ratings=[Rating("c1", each.key, 4, AS_OF) for each in load_scheme("scorecard").spec.criteria],
    )
    scheme = load_scheme("scorecard")
    for by in BY:
        found = composition(warehouse, 1, scheme, AS_OF, scheme.defaults(), by)
        assert (found.contribution, found.walk_in, found.total) == (Decimal("1000.00"), Decimal("50.00"), Decimal("1050.00"))
    tiers = composition(warehouse, 1, scheme, AS_OF, scheme.defaults(), "tier").slices
    assert [(each.key, each.customers, each.contribution) for each in tiers if each.customers] == [
        ("s4", 1, Decimal("100.00")), ("none", 1, Decimal("900.00")),
    ]
    assert tiers[-1].label == {"zh": "尚未评分", "en": "Not rated yet"}
    found = composition(warehouse, 1, scheme, AS_OF, scheme.defaults(), "tier")
    for lang, called in tiers[-1].label.items():  # as it is shown it is called, in a deck and in a file too
        assert slices_table(found, lang)["tier"].to_pylist()[-1] == called
