"""Who went up and down between two days and from month to month, worked out by hand; and what must always add up."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from segmentation.language.errors import InputError
from segmentation.measures.grades.grading import tier_summary
from segmentation.measures.movement.migration import (
    costliest_path,
    customers_of_cell,
    find_moves,
    finding_listed_moves,
    finding_migration,
    read_history,
    read_migration,
)
from segmentation.schemes import load_scheme, schemes
from segmentation.settings.kept import scheme_settings
from segmentation.settings.warning_rules import reset_warning_rules, save_warning_rules
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill, Profile, Rating, build
from tests.moves import JUNE, SEPTEMBER, cells, day, pine
from tests.random_houses import RULES, house


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("migration") / "warehouse.duckdb")
    yield opened
    opened.close()


def migrate(warehouse, bills, profiles=(), first=JUNE, last=SEPTEMBER, **changes):
    build(warehouse, bills, profiles)
    return read_migration(warehouse, 1, ABCD, first, last, settings(**changes))


def test_where_they_stood_and_where_they_stand(warehouse):
    found = migrate(warehouse, pine(), [Profile("a", "Lin", manager="Wang"), Profile("profile only")], window="60")
    # who went down counts with the 300 that he had brought up to June; he brings nothing in the window up to September
    assert cells(found) == {("A", "D"): (1, 300), ("B", "A"): (1, 400), ("C", "C"): (1, 20), ("new", "B"): (1, 400)}
    assert found.cells.num_rows == 20  # four tiers and those not here yet, to each of four tiers
    down = find_moves(found, "demoted").to_pylist()
    assert [(row["customer"], row["name"], row["manager"], row["contribution_from"], row["contribution_to"]) for row in down] == [
        ("a", "Lin", "Wang", 300, 0)
    ]
    assert down[0]["win_back_by"] == day(10, 30)
    assert [row["customer"] for row in customers_of_cell(found, "new", "B").to_pylist()] == ["n"]
    assert (found.count("promoted"), found.count("demoted"), found.count("came"), found.count("stayed")) == (1, 1, 1, 1)
    assert (found.money("promoted"), found.money("demoted"), found.money("graded")) == (400, 300, 0)


def test_the_costliest_path_in_words(warehouse):
    found = migrate(warehouse, pine(), window="60")
    assert (costliest_path(found)["from_place"], costliest_path(found)["contribution"]) == ("A", Decimal("300.00"))
    assert finding_migration(found, "en") == (
        "From 30 Jun 2026 to 30 Sep 2026 1 customer went up and 1 went down. "
        "Most was lost from A to D: one customer who had brought ¥300."
    )
    assert "A级" in finding_migration(found, "zh")
    assert "¥300" in finding_migration(found, "zh")


def test_the_days_to_win_someone_back_are_a_setting(warehouse):
    build(warehouse, pine())
    save_warning_rules(warehouse, 1, {"win_back_days": 7})
    found = read_migration(warehouse, 1, ABCD, JUNE, SEPTEMBER, settings())
    reset_warning_rules(warehouse, 1)
    assert [row["win_back_by"] for row in find_moves(found, "demoted").to_pylist()] == [day(10, 7)]


def test_who_is_here_without_a_tier_has_a_place_of_his_own(warehouse):
    scheme = load_scheme("levels_hand")
    names = [each.label["zh"] for each in scheme.spec.criteria]  # one, rated from 1 to 3
    bills = [Bill("a", day(6, 1)), Bill("b", day(6, 1), 30), Bill("c", day(9, 1), 5)]
    ratings = [Rating("a", name, 3, day(9, 1)) for name in names] + [Rating("b", name, 3, day(6, 1)) for name in names]
    ratings += [Rating("b", name, None, day(9, 2), batch_id=2) for name in names]
    build(warehouse, bills, ratings=ratings)
    found = read_migration(warehouse, 1, scheme, JUNE, SEPTEMBER, scheme_settings(warehouse, 1, scheme))
    best = scheme.tier_keys[0]
    assert cells(found) == {("none", best): (1, 100), (best, "none"): (1, 30), ("new", "none"): (1, 5)}
    assert [found.count(move) for move in ("graded", "ungraded", "promoted", "demoted")] == [1, 1, 0, 0]
    assert costliest_path(found)["to_place"] == "none"


def test_a_tier_called_new_is_not_taken_for_those_who_were_not_here_yet(warehouse):
    scheme = load_scheme("cards")
    assert "new" in scheme.tier_keys
    build(warehouse, [Bill("a", day(9, 1)), Bill("b", day(6, 1)), Bill("b", day(9, 2))])
    found = read_migration(warehouse, 1, scheme, JUNE, SEPTEMBER, scheme_settings(warehouse, 1, scheme))
    assert cells(found) == {("not_yet", "new"): (1, 100), ("new", "regular"): (1, 200)}


def test_the_first_day_must_lie_before_the_second(warehouse):
    with pytest.raises(InputError) as error:
        migrate(warehouse, pine(), first=SEPTEMBER)
    assert error.value.code == "days_swapped"


def test_only_walk_ins_give_nobody(warehouse):
    found = migrate(warehouse, [Bill(None, JUNE), Bill("散客", SEPTEMBER)], [Profile("散客", is_walk_in=True)])
    assert (cells(found), found.customers.num_rows, costliest_path(found)) == ({}, 0, None)
    assert finding_migration(found, "en") == "Nobody was here on either day."
    assert read_history(warehouse, 1, ABCD, SEPTEMBER, settings()).num_rows == 0


def test_one_customer_in_one_month(warehouse):
    found = migrate(warehouse, [Bill("a", day(9, 1))])
    assert cells(found) == {("new", "A"): (1, 100)}
    assert read_history(warehouse, 1, ABCD, SEPTEMBER, settings()).num_rows == 0  # no month before to come from


def test_month_by_month(warehouse):
    build(warehouse, pine())
    rows = read_history(warehouse, 1, ABCD, SEPTEMBER, settings(window="60")).to_pylist()
    # all three are asleep at the end of August, having brought 200, 100 and 10 up to July; b and c come back in September
    assert [
        (row["month_end"], row["customers"], row["promotions"], row["demotions"], row["came"], row["promoted_contribution"],
         row["demoted_contribution"], row["is_kept"], row["is_stale"])
        for row in rows
    ] == [
        (day(7, 31), 3, 0, 0, 0, 0, 0, False, False),
        (day(8, 31), 3, 0, 3, 0, 0, 310, False, False),
        (day(9, 30), 4, 2, 0, 1, 420, 0, False, False),
    ]


def test_months_without_a_bill_are_months_too(warehouse):
    build(warehouse, [Bill("a", day(1, 10)), Bill("a", day(5, 10))])
    rows = read_history(warehouse, 1, ABCD, day(5, 31), settings()).to_pylist()
    assert [(row["month_end"].month, row["promotions"], row["demotions"]) for row in rows] == [
        (2, 0, 0), (3, 0, 1), (4, 0, 0), (5, 1, 0),
    ]


def test_an_unfinished_month_is_not_in_the_history(warehouse):
    build(warehouse, pine())
    rows = read_history(warehouse, 1, ABCD, day(9, 29), settings(), months=1).to_pylist()
    assert [row["month_end"] for row in rows] == [day(8, 31)]


@hypothesis_settings(max_examples=15)
@given(seed=st.integers(0, 2**32), rules=RULES, key=st.sampled_from(["abcd", "pyramid", "rfm", "cards", "ninebox"]))
def test_rows_and_columns_sum_to_the_two_gradings(warehouse, seed, rules, key):
    chance = random.Random(seed)
    scheme = schemes()[key]
    build(warehouse, house(chance), [Profile("profile only")])
    days = SEPTEMBER - timedelta(days=chance.choice([1, 29, 61, 365])), SEPTEMBER
    chosen = {**scheme_settings(warehouse, 1, scheme), **(vars(rules) if key == "abcd" else {"window": rules.window})}
    found = read_migration(warehouse, 1, scheme, *days, chosen).cells.to_pylist()
    for side, money, as_of in (("from_place", "contribution_from", days[0]), ("to_place", "contribution_to", days[1])):
        for tier in tier_summary(warehouse, 1, scheme, as_of, chosen).to_pylist():
            own = [row for row in found if row[side] == tier["tier"]]
            assert (sum(row["customers"] for row in own), sum(row[money] for row in own)) == (
                tier["customers"], tier["contribution"]
            )


@hypothesis_settings(max_examples=10)
@given(seed=st.integers(0, 2**32))
def test_what_comes_later_changes_nothing(warehouse, seed):
    chance = random.Random(seed)
    bills = house(chance)
    later = [Bill(chance.choice("abcx"), SEPTEMBER + timedelta(days=chance.randint(1, 90))) for _each in range(5)]
    before = migrate(warehouse, [bill for bill in bills if bill.day <= SEPTEMBER])
    history = read_history(warehouse, 1, ABCD, SEPTEMBER, settings())
    assert migrate(warehouse, [*bills, *later]).cells.equals(before.cells)
    assert read_history(warehouse, 1, ABCD, SEPTEMBER, settings()).equals(history)


def test_a_list_of_moves_is_headed_by_how_many_it_has_and_what_they_bring_up_to_when(warehouse):
    found = migrate(warehouse, pine(), window="60")

    def said(move, lang):
        return finding_listed_moves(found, find_moves(found, move), move if move != "stayed" else "", "C → C", lang)

    assert said("demoted", "zh") == "1位客户降级，截至2026年6月30日贡献¥300。"
    assert said("promoted", "en") == "One customer went up, who brings ¥400 up to 30 Sep 2026."
    assert said("stayed", "en") == "One customer moved C → C: ¥10 up to 30 Jun 2026, ¥20 up to 30 Sep 2026."
    assert finding_listed_moves(found, found.customers.slice(0, 0), "demoted", "", "en") == "Nobody went down."
