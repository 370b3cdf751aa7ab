"""RFM: cuts by linear interpolation, equal values, edges, and which segment takes which code."""

from itertools import product

import pytest

from segmentation.measures.grades.grading import grade
from segmentation.schemes import load_scheme, schemes
from tests.houses import Bill, build
from tests.schemes.small import AS_OF, ago, place, scheme_of

RFM, RANGES, QUARTILE, HALF_YEAR = (load_scheme(key) for key in ("rfm", "rfm_ranges", "rfm_quartile", "rfm_half_year"))
ALL = [scheme for scheme in schemes().values() if scheme.rule == "rfm"]
NAMED = """
    champions 5-5 5-5 5-5
    potential 3-5 3-5 2-5
    loyal 2-4 2-4 2-4
    promising 3-4 1-3 3-5
    new 4-5 1-3 1-5
    cant_lose 1-2 3-4 4-5
    at_risk 1-2 2-5 4-5
    attention 1-3 3-5 3-5
    sleeping 2-3 1-3 1-4
    lost 1-1 1-5 1-5
"""


def cut(groups, head="", **settings):
    """Return a scheme of one tier that takes every code."""
    most = dict.fromkeys("rfm", f"1-{groups}") | settings
    box = "\n".join(f'{axis} = "{span}"' for axis, span in most.items())
    return scheme_of("rfm", {"all": ""}, f"groups = {groups}\n{head}", f'[[segments]]\ntier = "all"\n{box}')


def scores(warehouse, scheme, axis, values):
    """Return the score of each value on one axis."""
    fact = {"r": "recency_days", "f": "frequency", "m": "contribution"}[axis]
    customers = {f"c{at:03}": {fact: value} for at, value in enumerate(values)}
    return [row[axis] for row in place(warehouse, scheme, customers).values()]


@pytest.mark.parametrize(("groups", "values", "wanted"), [
    # fifths of 1 … 6 fall at 2, 3, 4, 5: a value on the cut belongs to the lower part
    (5, [1, 2, 3, 4, 5, 6], [1, 1, 2, 3, 4, 5]),
    # of 1 … 5 at 1.8, 2.6, 3.4, 4.2
    (5, [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
    # of 10 … 100 in tens at 28, 46, 64, 82
    (5, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100], [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]),
    # quarters of 1, 2, 3 at 1.5, 2, 2.5
    (4, [1, 2, 3], [1, 2, 4]),
    # quarters of 0, 0, 1, 1, 2 at 0, 1, 1
    (4, [0, 0, 1, 1, 2], [1, 1, 2, 2, 4]),
    # fewer than groups: fifths of 1 and 2 at 1.2, 1.4, 1.6, 1.8
    (5, [1, 2], [1, 5]),
    (5, [7], [1]), (5, [7, 7, 7], [1, 1, 1]), (5, [], []),
    # of -5, 0, 10 at -3, -1, 2, 6
    (5, [-5, 0, 10], [1, 3, 5]),
    # three of five are equal: at 1, 1, 1.4, 2.2
    (5, [1, 1, 1, 2, 3], [1, 1, 1, 4, 5]),
    (2, [3, 1, 2], [2, 1, 1]), (9, [1, 2], [1, 9]),
])
def test_cuts_fall_where_linear_interpolation_puts_them(warehouse, groups, values, wanted):
    assert scores(warehouse, cut(groups), "m", values) == wanted
    if all(value >= 0 for value in values):
        assert scores(warehouse, cut(groups), "f", values) == wanted


def test_what_lies_between_two_customers_is_exact_to_the_fraction(warehouse):
    # fifths of 0.01 and 0.06 fall at 0.02, 0.03, 0.04, 0.05 of a line; 0.02 lies on the first and does not exceed it
    # of six values the first cut is the second value itself
    assert scores(warehouse, cut(5), "m", ["0.01", "0.02", "0.03", "0.04", "0.05", "0.06"]) == [1, 1, 2, 3, 4, 5]
    # of 0.10, 0.20, 0.30 the cut 0.6 · 2 = 1.2 places on: 0.22; as floats 0.1 + 0.2 is not 0.3
    assert scores(warehouse, cut(5), "m", ["0.10", "0.20", "0.30"]) == [1, 3, 5]


def test_fewer_days_are_better(warehouse):
    # fifths of 0, 10, 20, 30, 40, 50 days at 10, 20, 30, 40: ten days still belong to the nearest part
    assert scores(warehouse, cut(5), "r", [0, 10, 20, 30, 40, 50]) == [5, 5, 4, 3, 2, 1]
    assert scores(warehouse, cut(4), "r", [3]) == [4]


def test_the_scale_may_begin_with_the_nearest(warehouse):
    assert scores(warehouse, cut(5, "r_best_first = true"), "r", [0, 10, 20, 30, 40, 50]) == [1, 1, 2, 3, 4, 5]


def test_edges_are_upper_ends(warehouse):
    scheme = cut(5, "[edges]\nm = [100, 200.5]\nf = [1]", m="1-3", f="1-2")
    assert scores(warehouse, scheme, "m", ["-1", "100", "100.01", "200.5", "200.51"]) == [1, 1, 2, 2, 3]
    assert scores(warehouse, scheme, "f", [0, 1, 2, 99]) == [1, 1, 2, 2]
    assert scores(warehouse, scheme, "r", [0, 50]) == [5, 1]  # without edges: fifths


def test_stores_are_cut_apart(warehouse):
    build(warehouse, [Bill("a", AS_OF, 1), Bill("b", AS_OF, 2), *(Bill(f"x{n}", AS_OF, 1000 + n, store_id=2) for n in range(9))],
          stores=["One", "Two"])
    rows = grade(warehouse, None, RFM, AS_OF, RFM.defaults()).to_pylist()
    assert {row["customer"]: row["m"] for row in rows if row["store"] == "One"} == {"a": 1, "b": 5}


def test_who_was_not_here_in_the_window_has_the_lowest_scores_and_a_profile_none(warehouse):
    customers = {f"c{at}": {"recency_days": at, "frequency": at, "contribution": at * 10} for at in range(1, 6)}
    customers |= {"away": {"recency_days": 900}, "never": {"last_visit": None}}
    found = place(warehouse, RFM, customers)
    assert (found["away"]["code"], found["away"]["tier"]) == ("111", "hibernating")
    assert found["never"] == {"tier": None, "r": None, "f": None, "m": None, "fm": None, "code": None}


@pytest.mark.parametrize("scheme", ALL, ids=lambda scheme: scheme.key)
def test_every_code_has_exactly_one_segment(scheme):
    spec = scheme.spec
    counts = [spec.classes(axis) for axis in "rfm"]
    codes = list(product(*(range(1, count + 1) for count in counts)))
    rows = scheme.spec.frames()["segments"].to_pylist()
    assert len(rows) == len(codes) == {"rfm": 125, "rfm_ranges": 125, "rfm_quartile": 64, "rfm_half_year": 48}[scheme.key]
    assert sorted((row["r"], row["f"], row["m"]) for row in rows) == codes
    assert {row["tier_no"] for row in rows} == {tier.number for tier in scheme.tiers}


# a line a segment: its scores of recency, and of frequency and spend together
MAP = """
    champions 5 45
    loyal 34 45
    potential 45 23
    new 5 1
    promising 4 1
    attention 3 3
    sleeping 3 12
    cant_lose 12 5
    at_risk 12 34
    hibernating 12 12
"""


def test_every_cell_of_the_map_belongs_to_one_segment_and_a_code_to_that_of_its_cell():
    lines = [line.split() for line in MAP.strip().splitlines()]
    cells = [((int(r), int(fm)), tier) for tier, every_r, every_fm in lines for r in every_r for fm in every_fm]
    assert sorted(cell for cell, _tier in cells) == list(product(range(1, 6), repeat=2))
    taken = [[box.tier for box in RFM.spec.segments if box.holds((r, fm, fm))] for (r, fm), _tier in cells]
    assert [[RFM.tier_keys[number - 1] for number in numbers] for numbers in taken] == [[tier] for _cell, tier in cells]


@pytest.mark.parametrize(("code", "segment"), [
    ("555", "champions"), ("543", "champions"), ("552", "champions"), ("551", "potential"),  # of 4 and 3 the mean is 4, of 5 and 1 it is 3
    ("512", "potential"), ("511", "new"), ("411", "promising"), ("454", "loyal"), ("343", "loyal"), ("333", "attention"),
    ("322", "sleeping"), ("155", "cant_lose"), ("145", "cant_lose"), ("144", "at_risk"), ("232", "at_risk"), ("122", "hibernating"),
])
def test_a_code_belongs_to_the_segment_of_its_recency_and_its_mean_of_frequency_and_spend(code, segment):
    assert RFM.tier_keys[RFM.spec.segment(tuple(map(int, code))) - 1] == segment


def named_segment(code):
    """Return the first of the ten named segments that holds a code; None where none does."""
    for line in NAMED.strip().splitlines():
        name, *spans = line.split()
        if all(int(span[0]) <= score <= int(span[2]) for score, span in zip(code, spans, strict=True)):
            return name
    return None


def test_the_ten_named_segments_take_their_codes_the_first_one_first():
    left = []
    for code in product(range(1, 6), repeat=3):
        named = named_segment(code)
        if named is None:
            left.append("".join(map(str, code)))
        else:
            assert RANGES.tier_keys[RANGES.spec.segment(code) - 1] == named, code
    # the ten that the ranges leave over, each given to those whose scores mean the same
    assert {code: RANGES.tier_keys[RANGES.spec.segment(tuple(map(int, code))) - 1] for code in left} == {
        "215": "at_risk", "241": "attention", "251": "attention", "252": "attention", "341": "attention", "351": "attention",
        "441": "potential", "451": "potential", "541": "potential", "551": "potential",
    }


@pytest.mark.parametrize(("code", "segment"), [
    ("555", "champions"), ("554", "potential"), ("545", "potential"), ("332", "potential"), ("222", "loyal"), ("442", "potential"),
    ("315", "promising"), ("511", "new"), ("244", "loyal"), ("145", "cant_lose"), ("155", "at_risk"), ("125", "at_risk"),
    ("153", "attention"), ("211", "sleeping"), ("111", "lost"), ("152", "lost"),
])
def test_a_code_belongs_to_the_first_segment_that_holds_it(code, segment):
    assert RANGES.tier_keys[RANGES.spec.segment(tuple(map(int, code))) - 1] == segment


@pytest.mark.parametrize(("days", "orders", "amount", "code", "tier"), [
    (0, 7, 5001, "144", "core"), (89, 4, 5000, "133", "core"), (90, 4, 5000, "233", "slipping"), (89, 3, 2000, "122", "fresh"),
    (89, 1, "500.01", "112", "fresh"), (89, 2, "2000.01", "123", "big"), (89, 4, 500, "131", "steady"), (179, 1, 500, "211", "fading"),
    (179, 1, 2001, "213", "slipping"), (180, 1, 9000, "311", "gone"), (900, 20, 9000, "311", "gone"),
])
def test_the_half_year_of_a_courier(warehouse, days, orders, amount, code, tier):
    bills = [Bill("a", ago(days), amount), *(Bill("a", ago(days), 0) for _ in range(orders - 1))]
    build(warehouse, bills)
    row = grade(warehouse, 1, HALF_YEAR, AS_OF, HALF_YEAR.defaults()).to_pylist()[0]
    assert (row["code"], row["tier"]) == (code, tier)


def test_quarters_of_eight_customers(warehouse):
    # quarters of 1 … 8 fall at 2.75, 4.5, 6.25: two customers each
    customers = {f"c{n}": {"recency_days": n, "frequency": n, "contribution": 9 - n} for n in range(1, 9)}
    found = place(warehouse, QUARTILE, customers)
    assert [(row["code"], row["tier"]) for row in found.values()] == [
        ("414", "big"), ("414", "big"), ("323", "big"), ("323", "big"),
        ("232", "at_risk"), ("232", "at_risk"), ("141", "at_risk"), ("141", "at_risk"),
    ]
