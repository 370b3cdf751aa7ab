"""A control group of forty customers in warning, drawn on 1 October 2026, whose later visits are known by heart."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pyarrow.compute as pc
import pytest

from segmentation.ingest.contacts import record_contact
from segmentation.ingest.trials import (
    ListAsked,
    bring_back_trial,
    end_trial,
    first_day_of,
    start_trial,
    take_back_trial,
)
from segmentation.language.errors import InputError
from segmentation.measures.grades.behind import finding_behind
from segmentation.measures.managers.register import see
from segmentation.measures.managers.today import read_today
from segmentation.measures.movement.warnings import open_cases, read_warnings
from segmentation.measures.trials.lists import read_list, without_drawn
from segmentation.measures.trials.results import judge, list_trials, read_results
from segmentation.measures.trials.saved_money import Effects, money_saved
from segmentation.measures.trials.tables import who_was_drawn
from segmentation.measures.trials.words import (
    drawn_text,
    effects_text,
    finding_draw,
    finding_part,
    finding_trials,
    leak_text,
    trial_name,
    weighed_text,
)
from segmentation.settings.groups import Condition, save_group
from segmentation.settings.trial_rules import TrialRules, trial_rules
from segmentation.warehouse import Rights, Warehouse
from tests.drawn_house import AS_OF, BILLS, CALLED, KEYS, LEFT, ON, OVER, PROFILES, SEED
from tests.grades import ABCD, settings
from tests.houses import Bill, Profile
from tests.managed import build_managed as build

NOW = datetime(2026, 10, 1, 9)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("trials") / "warehouse.duckdb")
    build(opened, BILLS, PROFILES)
    yield opened
    opened.close()


@pytest.fixture
def fresh(warehouse):
    """The house without a trial or a contact."""
    with warehouse.writing() as cursor:
        for table in ("trials", "trial_customers", "contacts", "saved_groups"):
            cursor.execute(f"delete from {table}")
    return warehouse


def asked(warehouse, kind="warned", on=ON, **more):
    return read_list(warehouse, 1, kind, ABCD, AS_OF, on, settings(), **more)


def start(warehouse, kind="warned", on=ON, seed=SEED, **more):
    return start_trial(warehouse, 1, asked(warehouse, kind, on, **more), first_day_of(AS_OF, on), trial_rules(warehouse, 1), NOW, seed=seed)


def called(warehouse, on):
    return {call.customer for call in read_today(warehouse, 1, ABCD, AS_OF, on, settings()).calls}


def left_alone(warehouse, on):
    return sorted(row["customer_key"] for row in warehouse.rows("facts/left_alone", store=1, on=on))


def test_a_fifth_and_at_least_ten_are_drawn_and_leave_the_list_until_the_trial_is_over(fresh):
    number = start(fresh)
    [trial] = list_trials(fresh, 1)
    assert (trial.number, trial.customers, trial.left_alone, trial.first_day, trial.last_day) == (number, 40, 10, ON, date(2026, 11, 29))
    assert called(fresh, date(2026, 11, 29)) == set(CALLED)
    assert called(fresh, OVER) == set(KEYS)
    # all forty stand in it, though the ten left alone are off the list; on an earlier day nobody was drawn yet
    rest, drawn = without_drawn(asked(fresh), read_results(fresh, 1, AS_OF), ON)
    assert (rest.customers.num_rows, drawn) == (0, 40)
    assert finding_draw(0, TrialRules(), ON, "en", drawn) == "All 40 customers of this list stand in a draw that runs."
    assert read_results(fresh, 1, AS_OF - timedelta(days=40)).trials == ()
    warned = read_warnings(fresh, 1, AS_OF, settings(), on=ON)
    assert sorted(warned.table.filter(pc.is_valid(warned.table["state"]))["customer"].to_pylist()) == LEFT
    assert set(open_cases(warned, warned.table)["customer"].to_pylist()) == set(CALLED)


def test_money_is_what_the_called_brought_more_than_those_left_alone(fresh):
    """120 a head of 30 called, 20 a head of ten left alone: 100 × 30. Chance leaves at most one of 19 who come among these ten in
    0.7 % of all draws."""
    number = start(fresh)
    assert read_results(fresh, 1, date(2026, 11, 28)).pooled is None  # not all of its days are over
    found = read_results(fresh, 1, OVER)
    result = found.pooled
    counts = result.counts
    assert (counts.called, counts.left, counts.came_called, counts.came_left) == (30, 10, 18, 1)
    assert (result.spend_called, result.spend_left, result.money) == (Decimal("3600.00"), Decimal("200.00"), Decimal("3000.00"))
    assert 0 < result.money_low < result.money < result.money_high
    assert result.mean.p_more == pytest.approx(0.0070, abs=0.004)
    assert (result.verdict, result.share.is_above) == ("helped", True)
    assert found.results[number] == found.by_list["warned"] == found.by_reason["warned", "silent"] == result
    assert {key: each.counts.called + each.counts.left for key, each in found.by_manager.items()} == {"Li": 20, "Wu": 20}
    assert finding_trials(found, "en").startswith("The calls brought ¥3K more than chance (95%: ¥")
    assert finding_trials(found, "en").endswith("against 10 left alone.")
    again = [{**row, "trial_id": 9} for row in found.rows[:25]]  # 25 of the 40 are drawn in a second round
    twice = replace(found, trials=(*found.trials, replace(found.trials[0], number=9)), rows=[*found.rows, *again])
    assert (found.drawn, drawn_text(found, "en"), twice.drawn) == ((40, 40), "", (65, 40))
    assert drawn_text(twice, "en") == "65 drawn in all, 40 customers: who was drawn in several rounds counts once in each."
    assert finding_behind("All", who_was_drawn(twice, "all", ""), "en").startswith("All: 65 drawn, 40 customers, ¥")
    assert finding_behind("All", who_was_drawn(found, "all", ""), "en").startswith("All: 40 customers, ¥")


def test_without_an_effect_nothing_is_claimed_and_it_says_how_many_more_it_takes(fresh):
    start(fresh, seed=10)  # another lot: 14 of 30 called and 5 of 10 left alone came
    result = read_results(fresh, 1, OVER).pooled
    assert (result.verdict, result.money) == ("too_few", None)
    assert (result.counts.came_called, result.counts.came_left) == (14, 5)
    assert result.money_low < 0 < result.money_high
    assert "Too few to tell" in finding_trials(read_results(fresh, 1, OVER), "en")


def test_who_was_contacted_all_the_same_is_told_and_counts_as_drawn(fresh):
    start(fresh)
    for key in (LEFT[3], CALLED[0], CALLED[1]):
        record_contact(fresh, 1, key, "call", "reached", date(2026, 10, 5))
    record_contact(fresh, 1, LEFT[4], "call", "not_reached", date(2026, 10, 5))
    record_contact(fresh, 1, LEFT[5], "call", "reached", OVER)
    result = read_results(fresh, 1, OVER).pooled
    assert (result.contacted_left, result.never_called, result.counts.left) == (1, 28, 10)
    assert leak_text(result, "en").startswith("1 of the 10 left alone was contacted all the same")


def test_nobody_stands_in_two_trials_at_once_and_a_short_list_has_none(fresh):
    start(fresh)
    with pytest.raises(InputError, match="0 customers are too few") as error:
        start(fresh, on=date(2026, 10, 20))
    assert error.value.code == "trial_too_short"
    with pytest.raises(InputError, match="20 customers are too few"):
        start(fresh, on=OVER, manager="Li")
    assert start(fresh, on=OVER) == 2


def test_a_promise_is_kept_and_who_is_not_to_be_called_stands_on_no_list(fresh):
    record_contact(fresh, 1, KEYS[0], "call", "not_now", AS_OF, ON)
    record_contact(fresh, 1, KEYS[1], "call", "do_not_call", AS_OF)
    record_contact(fresh, 1, KEYS[2], "call", "reached", AS_OF)
    assert sorted(asked(fresh).customers["customer_key"].to_pylist()) == KEYS[3:]


def test_a_saved_group_is_drawn_from_too(fresh):
    group = save_group(fresh, 1, "quiet", "abcd", Condition(recency_from=20), NOW)
    record_contact(fresh, 1, KEYS[1], "call", "do_not_call", AS_OF)
    rows = asked(fresh, "group", group=group).customers
    assert sorted(rows["customer_key"].to_pylist()) == [KEYS[0], *KEYS[2:]]
    assert set(rows["manager"].to_pylist()) == {"Li", "Wu"}
    start(fresh, "group", group=group)
    assert [each.group_name for each in list_trials(fresh, 1)] == ["quiet"]


def test_a_trial_is_ended_or_taken_back_before_it_is_measured_and_brought_back(fresh):
    number, middle = start(fresh), date(2026, 10, 20)
    take_back_trial(fresh, 1, number, middle, AS_OF, NOW)
    assert left_alone(fresh, middle) == []
    assert read_results(fresh, 1, OVER).pooled is None
    bring_back_trial(fresh, 1, number)
    assert left_alone(fresh, middle) == LEFT
    end_trial(fresh, 1, number, middle, AS_OF)
    assert left_alone(fresh, date(2026, 10, 19)) == LEFT
    assert left_alone(fresh, middle) == []
    found = read_results(fresh, 1, OVER)
    assert (found.pooled, found.results[number].counts.came_called, found.results[number].counts.came_left) == (None, 18, 0)
    bring_back_trial(fresh, 1, number)
    with pytest.raises(InputError) as error:
        take_back_trial(fresh, 1, number, middle, OVER, NOW)
    assert error.value.code == "trial_measured"


def test_a_manager_draws_from_his_own_customers_and_sees_no_others(fresh):
    owner_number = start(fresh, on=ON)
    li = see(fresh, Rights("manager", frozenset({1}), manager="Li", account="li"))
    own = KEYS[1::2]
    assert [each.customers for each in list_trials(li, 1)] == [20]
    assert {row["customer"] for row in read_results(li, 1, OVER).rows} == set(own)
    for change in (lambda: end_trial(li, 1, owner_number, ON, AS_OF), lambda: take_back_trial(li, 1, owner_number, ON, AS_OF, NOW)):
        with pytest.raises(InputError) as error:
            change()
        assert error.value.code == "not_allowed"
    take_back_trial(fresh, 1, owner_number, ON, AS_OF, NOW)
    mine = asked(li)
    assert (sorted(mine.customers["customer_key"].to_pylist()), mine.manager) == (own, "Li")
    with pytest.raises(InputError) as error:
        start_trial(li, 1, ListAsked("warned", asked(fresh).customers), ON, TrialRules(), NOW)
    assert error.value.code in ("not_allowed", "unknown_profile")
    small = replace(TrialRules(), smallest=20)
    number = start_trial(li, 1, mine, ON, small, NOW)
    assert [(each.number, each.left_alone) for each in list_trials(see(fresh, Rights("manager", frozenset({1}), manager="Wu")), 1)] == [
        (owner_number, sum(key in LEFT for key in KEYS[::2]))
    ]
    end_trial(li, 1, number, date(2026, 10, 5), AS_OF)
    analyst = see(fresh, Rights("analyst", frozenset({1}), sees_phones=False, account="a"))
    assert len(list_trials(analyst, 1)) == 2
    with pytest.raises(InputError):
        bring_back_trial(analyst, 1, number)


def test_money_that_a_call_would_save_takes_the_effect_that_was_measured(fresh):
    """Of the called 60 % came back, of those left alone 10 %: a call brings half of them back."""
    start(fresh)
    effects = Effects(read_results(fresh, 1, OVER))
    assert effects.effect("warned", "silent") == effects.effect("warned", None) == Decimal("0.5000")
    assert effects.effect("lost", None) is None
    assert money_saved(Decimal("500.00"), 0.4, effects.effect("warned", "silent")) == Decimal("100.00")
    assert effects_text(effects.measured, effects.draws_of, "en").startswith("Effects of calls, as measured in this house: Customers in warning: 50 points")


def test_each_festival_has_a_list_of_its_own(tmp_path):
    """On 25 September 2026 Mid-Autumn (to the 26th) and National Day (from the 24th) are on; in 2025 they were on 6 and 1 October."""
    opened, on = Warehouse(tmp_path / "w.duckdb"), date(2026, 9, 25)
    moon, nation = [f"m{number:02}" for number in range(30)], [f"n{number}" for number in range(4)]
    build(opened, [
        *(Bill(key, date(2025, 10, 6), 100) for key in moon), *(Bill(key, date(2025, 9, 24), 100) for key in nation),
        Bill(None, date(2026, 9, 24), 50),
    ], [Profile(key, name=key, manager="Li") for key in (*moon, *nation)])

    def festive(day=on, **more):
        return read_list(opened, 1, "festival", ABCD, date(2026, 9, 24), day, settings(), **more)

    assert (festive(occasion="national").occasion, festive(occasion="national").customers["customer_key"].to_pylist()) == ("national", nation)
    assert sorted(festive(occasion="mid_autumn").customers["customer_key"].to_pylist()) == moon
    for more, said in (({}, "--festival mid_autumn, national"), ({"occasion": "spring"}, "“spring” is not on. On now: mid_autumn, national.")):
        with pytest.raises(InputError) as error:
            festive(**more)
        assert said in error.value.text("en")
    assert festive(date(2026, 9, 30)).occasion == "national"  # the only one
    start_trial(opened, 1, festive(occasion="mid_autumn"), on, TrialRules(), NOW)
    [trial] = list_trials(opened, 1)
    assert (trial.kind, trial.occasion, trial_name(trial, "en")) == ("festival", "mid_autumn", "Festival · Mid-Autumn, from 25 Sep 2026")
    opened.close()


def test_a_pooled_difference_says_why_it_is_not_that_of_the_shares():
    # draw 1: 3 of 4 against 1 of 2 (+25 points, weight 4); draw 2: 0 of 1 against 1 of 4 (-25, weight 1): (4·25 - 25) / 5 = 15
    came = [(1, alone, here) for alone, here in ((0, 1), (0, 1), (0, 1), (0, 0), (1, 1), (1, 0))]
    came += [(2, alone, here) for alone, here in ((0, 0), (1, 1), (1, 0), (1, 0), (1, 0))]
    rows = [
        {"trial_id": draw, "is_left_alone": bool(alone), "came": bool(here), "spend": Decimal(here), "was_contacted": not alone}
        for draw, alone, here in came
    ]
    found = judge(rows)
    assert weighed_text(found, "en").startswith("Weighed by draw the difference is 15 points, not the 26.7 points between")  # 3 of 5 less 2 of 6
    assert weighed_text(judge(rows[:6]), "en") == ""
    # 15 points of 5 called and 6 left alone, of whom 5 came: 7.849 × 5/11 × 6/11 × (11/5 + 11/6) ÷ 0.15² = 348.8, 11 of them there
    assert found.needed == (0.15, 338, 185)
    assert finding_part(found, "en") == (
        "Too few to tell: 60% of the 5 called came back, 33% of the 6 left alone. Weighed by draw the difference is 15 points, not the "
        "26.7 points between the two shares. To tell a difference of 15 points it takes about 338 more, 185 of them left alone."
    )
