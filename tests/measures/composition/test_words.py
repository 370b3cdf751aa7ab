"""What a composition says in a sentence: of every part that is drawn, of ties, of parts without a name, and of profit."""

from datetime import date, time

import pytest

from segmentation.measures.composition.parts import SLOT, read_parts
from segmentation.measures.composition.words import (
    best_parts,
    finding_most,
    finding_parts,
    finding_profit,
    finding_slots,
    most_changed,
    namer,
)
from segmentation.schemes import load_scheme
from segmentation.settings.modules import default_modules
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build

ABCD = load_scheme("abcd")
AS_OF = date(2026, 9, 30)
BEFORE, NOW = date(2026, 7, 1), date(2026, 9, 1)  # in the window before, which begins on 3 June, and in the window
ANN, BEN = Profile("ann", region="North"), Profile("ben", region="South")


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Return the parts of a house of literal bills."""
    opened = Warehouse(tmp_path_factory.mktemp("words") / "warehouse.duckdb")

    def _read(by, *bills, profiles=()):
        build(opened, [Bill(None, date(2026, 6, 3), 0, cost=0), *bills], profiles)
        return read_parts(opened, 1, ABCD, AS_OF, {**ABCD.defaults(), "window": "60"}, by)

    yield _read
    opened.close()


def say(found, lang="en"):
    return finding_parts(found, namer(found.by, ABCD, default_modules(), lang), lang)


def test_walk_ins_are_named_where_they_sell_and_change_most(read):
    found = read("manager", Bill(None, NOW, 300), Bill("ann", NOW, 100, manager="Li"), Bill("ann", BEFORE, 80, manager="Li"))
    assert say(found) == "Walk-ins bring the most: ¥300, 75% of all revenue. Walk-ins grew the most, by ¥300."


def test_so_is_what_nobody_has(read):
    found = read("manager", Bill("ann", NOW, 100, manager="Li"), Bill("ben", NOW, 300), Bill("ben", BEFORE, 500))
    assert say(found) == "“Nobody's” brings the most: ¥300, 75% of all revenue. “Nobody's” fell the most, by ¥200."


def test_of_a_tie_both_are_named_and_of_equal_changes_none(read):
    found = read("region", Bill("ann", NOW, 100), Bill("ben", NOW, 100), profiles=[ANN, BEN])
    assert say(found) == "North, South bring the most: ¥100 each, 50% of all revenue each."
    assert (len(best_parts(found)), most_changed(found)) == (2, None)
    found = read("region", *(Bill(each, NOW, 100) for each in ("ann", "ben", "cid")), profiles=[ANN, BEN, Profile("cid", region="West")])
    assert say(found) == "3 parts bring the most, ¥100 each."


def test_revenue_without_a_name_is_said_as_such(read):
    assert say(read("region", Bill("ann", NOW, 100), Bill(None, NOW, 20))) == (
        "No customer has this filled in: Region. They brought ¥100 together."
    )
    assert say(read("manager", Bill("ann", NOW, 100))) == "No customer has a manager: ¥100 together."
    assert say(read("region", Bill(None, NOW, 20))) == "All revenue of this window is from walk-ins: ¥20."
    assert say(read("region", Bill("ann", NOW, 0))) == "No customer bought anything in this window."
    assert say(read("room", Bill("ann", NOW, 100)), "zh") == "账单里没有包厢/台号。"


@pytest.mark.parametrize(("before", "now", "said"), [
    # sales 1 000 → 1 250; profit 600 → 612 of it, which is 60 % and 48.96 %
    ((1000, 400), (1250, 638), "Sales rose 25.0%, gross profit only 2.0%; margin 60.0% → 49.0%."),
    ((1000, 400), (1250, 500), "Sales rose 25.0%, gross profit rose 25.0%; margin 60.0% → 60.0%."),
    ((1000, 400), (1250, 710), "Sales rose 25.0%, but gross profit fell 10.0%; margin 60.0% → 43.2%."),
    ((1000, 400), (800, 260), "Sales fell 20.0%, gross profit fell 10.0%; margin 60.0% → 67.5%."),
    ((1000, 400), (1250, None), ""),  # the cost of this one is not known
    ((1000, None), (1250, 638), ""),
])
def test_profit_is_set_against_that_of_the_window_before(read, before, now, said):
    found = read("grade", Bill("ann", BEFORE, before[0], cost=before[1]), Bill("ann", NOW, now[0], cost=now[1]))
    assert finding_profit(found, "en") == said


def test_without_a_window_before_nothing_is_said_of_profit(read):
    found = read("grade", Bill("ann", NOW, 100, cost=40))
    assert (found.margin_rate, found.margin_rate_before, finding_profit(found, "en")) == (0.6, None, "")


def say_slots(found, lang="en"):
    return finding_slots(found, *(namer(by, ABCD, default_modules(), lang) for by in ("weekday", "meal_period")), lang)


def test_of_a_house_of_walk_ins_their_hours_are_told_and_of_refunds_alone_that_nothing_is_left(read):
    noon, evening = Bill(None, NOW, 30, time=time(12)), Bill(None, NOW, 70, time=time(19))  # a Tuesday
    assert say_slots(read(SLOT, noon, evening)) == "Walk-ins spend most on Tuesday, Evening: ¥70"
    assert say_slots(read(SLOT, evening, Bill("ann", NOW, 20, time=time(12)))) == "Customers spend most on Tuesday, Noon: ¥20"
    refunds = read(SLOT, evening, Bill("ann", NOW, -20, time=time(12)), Bill("ann", BEFORE, 20))
    assert say_slots(refunds, "zh") == "扣掉退款后，客户消费没有剩余"


def test_a_title_without_a_part_that_brings_most_says_why(read):
    names = namer("region", ABCD, default_modules(), "en")
    walked = read("region", Bill(None, NOW, 20))
    assert finding_most(walked, names, "en") == "All revenue of this window is from walk-ins: ¥20."
    sold = read("region", Bill("ann", NOW, 100), Bill("ben", NOW, 40), profiles=[ANN, BEN])
    assert finding_most(sold, names, "en") == "Region: most from North"


def test_a_cost_on_refunds_is_known_though_nothing_is_left_to_take_a_margin_of(read):
    found = read("region", Bill("ann", NOW, -100, cost=-40))
    assert (found.has_cost, found.margin_rate) == (True, None)
    assert not read("region", Bill("ann", date(2026, 9, 2), -100)).parts[0].cost
