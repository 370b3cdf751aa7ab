"""Conditions a tier: values exactly at a bound and a cent beside, what is missing to the tier above, and the schemes that ship."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.measures.grades.grading import grade
from segmentation.measures.grades.reasons import explain_tier
from segmentation.schemes import load_scheme
from tests.houses import Bill, build
from tests.schemes.small import AS_OF, ago, place, scheme_of, tiers

CARDS, STARS, LADDER, FOCUS, VIP = (load_scheme(key) for key in ("cards", "stars", "ladder", "focus", "vip"))
FAR = date(2020, 1, 1)


def one(*conditions):
    """Return a scheme of two tiers whose first has the conditions."""
    return scheme_of("threshold", {"in": f"conditions = [{', '.join('{ ' + each + ' }' for each in conditions)}]", "out": ""})


def listed(warehouse, scheme, bills, as_of=AS_OF, **settings):
    build(warehouse, bills)
    rows = grade(warehouse, 1, scheme, as_of, {**scheme.defaults(), **scheme.parse(settings)}).to_pylist()
    return {row["customer"]: row for row in rows}


@pytest.mark.parametrize(("bound", "below", "at", "above"), [
    ("from = 500", "out", "in", "in"), ("above = 500", "out", "out", "in"),
    ("up_to = 500", "in", "in", "out"), ("below = 500", "in", "out", "out"),
])
def test_a_bound_and_a_cent_beside_it(warehouse, bound, below, at, above):
    amounts = {"below": "499.99", "at": "500.00", "above": "500.01"}
    found = tiers(warehouse, one(f'measure = "contribution", {bound}'), {key: {"contribution": each} for key, each in amounts.items()})
    assert found == {"below": below, "at": at, "above": above}


@pytest.mark.parametrize(("measure", "bound", "steps"), [
    ("frequency", 4, (3, 4, 5)), ("total_visits", 2, (1, 2, 3)), ("known_days", 90, (89, 90, 91)), ("recency_days", 7, (6, 7, 8)),
    ("profit", 0, ("-0.01", "0", "0.01")), ("monthly_spend", "0.5", ("0.49", "0.50", "0.51")),
    ("total_spend", 1, ("0.99", "1", "1.01")), ("graded_spend", 1, ("0.99", "1", "1.01")),
])
def test_every_measure_can_be_bound_on_either_side(warehouse, measure, bound, steps):
    customers = {f"c{at}": {measure: step} for at, step in enumerate(steps)}
    for name, wanted in (("from", "out in in"), ("above", "out out in"), ("up_to", "in in out"), ("below", "in out out")):
        assert " ".join(tiers(warehouse, one(f'measure = "{measure}", {name} = {bound}'), customers).values()) == wanted


def test_both_ends_bind_and_all_conditions_must_be_met(warehouse):
    scheme = one('measure = "contribution", above = 10, up_to = 20', 'measure = "frequency", from = 2')
    assert tiers(warehouse, scheme, {
        "low": {"contribution": 10, "frequency": 2}, "fits": {"contribution": "10.01", "frequency": 2},
        "top": {"contribution": 20, "frequency": 9}, "high": {"contribution": "20.01", "frequency": 2},
        "once": {"contribution": 15, "frequency": 1},
    }) == {"low": "out", "fits": "in", "top": "in", "high": "out", "once": "out"}


def test_the_best_tier_that_is_met_counts_even_where_the_one_between_is_not(warehouse):
    scheme = scheme_of("threshold", {
        "top": 'conditions = [{ measure = "frequency", from = 10 }]',
        "middle": 'conditions = [{ measure = "contribution", from = 100 }]', "rest": "",
    })
    assert tiers(warehouse, scheme, {"often": {"frequency": 10}, "rich": {"contribution": 100}, "else": {}}) == {
        "often": "top", "rich": "middle", "else": "rest",
    }


def test_what_is_missing_of_money_visits_and_days(warehouse):
    scheme = scheme_of("threshold", {
        "top": 'conditions = [{ measure = "contribution", above = 500 }, { measure = "frequency", from = 12 },'
               ' { measure = "known_days", from = 365 }]',
        "low": "",
    })
    assert scheme.score_columns == ("to_next", "to_next_frequency", "to_next_known_days")
    found = place(warehouse, scheme, {
        "at": {"contribution": 500, "frequency": 12, "known_days": 365}, "far": {"contribution": "-0.50", "known_days": 1},
        "in": {"contribution": "500.01", "frequency": 12, "known_days": 365}, "never": {"last_visit": None},
    })
    # of an open bound one needs a cent more than the bound itself
    assert found["at"] == {"tier": "low", "to_next": Decimal("0.01"), "to_next_frequency": 0, "to_next_known_days": 0}
    assert found["far"] == {"tier": "low", "to_next": Decimal("500.51"), "to_next_frequency": 12, "to_next_known_days": 364}
    assert found["in"] == {"tier": "top", "to_next": None, "to_next_frequency": None, "to_next_known_days": None}
    assert found["never"] == {"tier": None, "to_next": None, "to_next_frequency": None, "to_next_known_days": None}


def test_what_is_missing_makes_the_next_tier_when_it_is_brought(warehouse):
    customers = {f"c{n}": {"contribution": n * 2500, "frequency": n * 13} for n in range(9)}
    found = place(warehouse, VIP, customers)
    lifted = {
        key: {"contribution": said["contribution"] + row["to_next"], "frequency": said["frequency"] + row["to_next_frequency"]}
        for (key, said), row in zip(customers.items(), found.values(), strict=True) if row["tier"] == "regular"
    }
    assert set(tiers(warehouse, VIP, lifted).values()) == {"vip"}


def test_a_measure_that_the_next_tier_does_not_ask_for_lacks_nothing(warehouse):
    found = place(warehouse, CARDS, {"new": {"graded_spend": 9000, "total_visits": 1}})
    assert found["new"] == {"tier": "new", "to_next": Decimal("0.00"), "to_next_total_visits": 1, "to_next_known_days": 0}


@pytest.mark.parametrize(("spend", "visits", "tier", "to_next"), [
    ("60000", 1, "new", "0"), ("0", 2, "regular", "5000.01"), ("5000", 2, "regular", "0.01"), ("5000.01", 2, "silver", "15000"),
    ("20000", 9, "silver", "0.01"), ("20000.01", 9, "gold", "30000"), ("50000", 9, "gold", "0.01"), ("50000.01", 2, "diamond", None),
])
def test_cards_go_by_cumulative_spend_from_the_second_visit_on(warehouse, spend, visits, tier, to_next):
    found = place(warehouse, CARDS, {"c": {"graded_spend": spend, "total_visits": visits, "known_days": 365}})["c"]
    assert (found["tier"], found["to_next"]) == (tier, to_next and Decimal(to_next))


def test_diamond_is_for_those_who_are_known_for_a_year_or_as_long_as_is_set(warehouse):
    customer = {"c": {"graded_spend": "50000.01", "total_visits": 2, "known_days": 364}}
    found = place(warehouse, CARDS, customer)["c"]
    assert found == {"tier": "gold", "to_next": Decimal("0.00"), "to_next_total_visits": 0, "to_next_known_days": 1}
    why = explain_tier(CARDS, {**found, "customer": "c"}, "en")
    assert why[1:] == ["Missing to Diamond: 1 (Days known).", "Money alone is not enough: Diamond is for those known for 365 days or more."]
    assert place(warehouse, CARDS, customer, long_loyal_days="364")["c"]["tier"] == "diamond"
    assert place(warehouse, CARDS, customer, long_loyal_days="400")["c"]["to_next_known_days"] == 36
    assert "Days known at least 400" in explain_tier(CARDS.under({"long_loyal_days": 400}), {**found, "tier": "diamond"}, "en")[0]


def test_cards_move_at_the_end_of_a_quarter_and_not_within_it(warehouse):
    bills = [Bill("a", date(2026, 5, 1), 5000), Bill("a", date(2026, 6, 30), "0.01"), Bill("a", date(2026, 7, 1), 45000)]
    anybody = {"long_loyal_days": "0"}  # however short he is known
    on = {day: listed(warehouse, CARDS, bills, day, **anybody)["a"]["tier"] for day in (
        date(2026, 5, 1), date(2026, 6, 29), date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 29), date(2026, 9, 30),
    )}
    # one visit; still one; the second makes 5 000.01 at the quarter's end; 45 000 more count only from 30 September on
    assert list(on.values()) == ["new", "new", "silver", "silver", "silver", "diamond"]
    assert on == on | {date(2026, 9, 29): listed(warehouse, CARDS, bills, date(2026, 9, 29), **anybody)["a"]["tier"]}
    assert listed(warehouse, CARDS, bills, date(2026, 7, 1), regrade="day", **anybody)["a"]["tier"] == "diamond"


def test_two_bills_on_one_evening_are_a_first_visit_and_old_spend_counts_for_ever(warehouse):
    bills = [Bill("twice", AS_OF, 30000), Bill("twice", AS_OF, 30000), Bill("old", FAR, 60000), Bill("old", ago(200), 1)]
    rows = listed(warehouse, CARDS, bills)
    assert (rows["twice"]["tier"], rows["old"]["tier"]) == ("new", "diamond")


@pytest.mark.parametrize(("spend", "tier"), [
    ("8000", "star1"), ("8000.07", "star1"), ("8000.08", "star2"), ("16000.16", "star3"), ("32000.16", "star4"),
    ("80000.16", "star5"), ("160000.16", "star6"), ("160000", "star5"), ("-10", "star1"),
])
def test_stars_divide_by_the_months_covered_exact_to_the_cent(warehouse, spend, tier):
    # 487 days with both ends are 16 months of 30.4375; 8 000.07 are 500.0044 a month, 8 000.08 are 500.005, half a cent up
    bills = [Bill("a", ago(486), 0), Bill("a", ago(3), spend)]
    assert listed(warehouse, STARS, bills, window="all")["a"]["tier"] == tier


@pytest.mark.parametrize(("window", "tier", "to_next"), [
    ("365", "star1", "249.84"), ("180", "star2", "492.72"), ("90", "star3", "985.43"), ("60", "star3", "478.13"),
])
def test_a_window_that_is_covered_divides_by_its_own_months(warehouse, window, tier, to_next):
    # 3 000 in the window: x 30.4375 / 365 = 250.17 a month, / 180 = 507.29, / 90 = 1 014.58, / 60 = 1 521.88
    found = listed(warehouse, STARS, [Bill("a", ago(700), 9), Bill("a", ago(30), 3000)], window=window)["a"]
    assert (found["tier"], found["to_next"]) == (tier, Decimal(to_next))


@pytest.mark.parametrize(("days", "to_next"), [
    (0, "700.01"), (29, "700.01"),  # a month at least: 1 300
    (30, "723.60"), (364, "391.60"),  # 31 days: 1 276.41; 365 days: 108.41
])
@pytest.mark.parametrize("window", ["365", "all"])
def test_who_came_first_within_the_window_divides_by_the_months_since(warehouse, window, days, to_next):
    assert str(listed(warehouse, STARS, [Bill("a", ago(days), 1300)], window=window)["a"]["to_next"]) == to_next


def test_spend_before_the_window_gives_no_stars(warehouse):
    rows = listed(warehouse, STARS, [Bill("a", ago(364), 12012), Bill("b", ago(365), 12012)])
    assert (rows["a"]["tier"], rows["b"]["tier"], rows["b"]["to_next"]) == ("star3", "star1", Decimal("500.01"))


LADDER_CASES = [
    (12, 365, 1), (11, 365, 2), (12, 364, 2), (4, 90, 2), (3, 90, 3), (4, 89, 3), (200, 89, 3), (1, 0, 3), (0, 900, 4),
]


@pytest.mark.parametrize(("visits", "known", "tier"), LADDER_CASES)
@pytest.mark.parametrize("scheme", [LADDER, FOCUS], ids=lambda scheme: scheme.key)
def test_the_ladder_asks_for_visits_and_time_known(warehouse, scheme, visits, known, tier):
    found = place(warehouse, scheme, {"c": {"frequency": visits, "known_days": known}})["c"]
    assert found["tier"] == scheme.tier_keys[tier - 1]
    lack = {2: (12 - visits, 365 - known), 3: (4 - visits, 90 - known), 4: (1, 90 - known)}.get(tier)
    wanted = (None, None) if lack is None else (max(lack[0], 0), max(lack[1], 0) if tier != 4 else 0)
    assert (found["to_next"], found["to_next_known_days"]) == wanted


@pytest.mark.parametrize(("contribution", "visits", "profit", "tier"), [
    (10000, 100, 0, "vip"), ("9999.99", 100, 5, "regular"), (10000, 99, 5, "regular"), (10000, 100, "-0.01", "negative"),
    (0, 0, 0, "regular"), (-1, 1, -1, "negative"),
])
def test_vip_asks_for_spend_and_visits_and_a_loss_is_negative(warehouse, contribution, visits, profit, tier):
    customers = {"c": {"contribution": contribution, "frequency": visits, "profit": profit}}
    assert tiers(warehouse, VIP, customers) == {"c": tier}


def test_profit_takes_the_cost_of_the_bills_and_of_serving_off(warehouse):
    from segmentation.settings.costs import save_cost_rates
    from tests.houses import Profile

    bills = [Bill("cost", AS_OF, 100, cost="99.99"), Bill("loss", AS_OF, 100, cost="100.01"), Bill("none", AS_OF, 100)]
    rows = listed(warehouse, VIP, bills)
    assert {key: row["tier"] for key, row in rows.items()} == {"cost": "regular", "loss": "negative", "none": "regular"}
    # 3 visits at 10 and 2 contacts a month at 5, known for 31 days, that is 2 months of the window's 12: 30 + 20
    bills = [Bill("a", ago(n), price) for n, price in ((0, 20), (1, 20), (31, "9.99"))]
    build(warehouse, bills, [Profile("a", contacts="2")])
    try:
        save_cost_rates(warehouse, 1, "10", "5")
        row = grade(warehouse, 1, VIP, AS_OF, VIP.defaults()).to_pylist()[0]
        assert (row["tier"], row["to_next_profit"]) == ("negative", Decimal("0.01"))
    finally:
        save_cost_rates(warehouse, 1, "0", "0")
