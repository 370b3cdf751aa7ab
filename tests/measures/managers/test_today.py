"""Today's list on 1 October 2026, with bills up to 30 September, worked out by hand, and against a naive reading of the rules."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from segmentation.ingest.contacts import record_contact
from segmentation.ingest.edit import edit_profiles
from segmentation.ingest.land import undo
from segmentation.measures.managers.call_words import (
    call_reason,
    finding_calls,
    finding_day,
    habits_text,
    say_text,
    usual_day,
    worth_text,
)
from segmentation.measures.managers.today import contacts_before, read_day_contacts, read_today, with_habits, with_outcomes
from segmentation.measures.movement.migration import read_migration
from segmentation.measures.movement.warnings import read_warnings
from segmentation.settings.call_rules import parse_call_rules, save_call_rules
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill, Profile
from tests.managed import build_managed as build

AS_OF, ON = date(2026, 9, 30), date(2026, 10, 1)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("today") / "warehouse.duckdb")
    yield opened
    opened.close()


def visits(customer, *ago, amount=100, to=AS_OF):
    return [Bill(customer, to - timedelta(days=days), amount) for days in ago]


def every_day(*closed, days=120):
    """A walk-in on every day up to AS_OF but those ``closed`` (days ago), so that the store is known to be open."""
    return [Bill(None, AS_OF - timedelta(days=ago)) for ago in range(days) if ago not in closed]


def look(warehouse, on=ON, as_of=AS_OF):
    return read_today(warehouse, 1, ABCD, as_of, on, settings())


def listed(warehouse, limit=None, **days):
    return [(call.customer, call.reason) for call in look(warehouse, **days).to_call(limit)]


BILLS = [
    *every_day(),
    *visits("due", 9, 19, 29, amount=200),  # every 10 days: due on 1 October
    *visits("warned", 30, 40, 50, amount=500),  # every 10 days, silent for 30
    *visits("lost", 70, 80, 90, amount=900),
    *visits("long_lost", 91, 95, 99, amount=900),
    *visits("born", 3), *visits("fine", 1, 3), *visits("guest", 1, 3, 5),
]
PROFILES = [
    Profile("due", "Du", "13800000001", manager="Wang"), Profile("warned", "Wa", manager="Wang"), Profile("lost", "Lo", manager="Wang"),
    Profile("born", "Bo", birthday="1980-10-07", manager="Li"), Profile("guest", "散客", is_walk_in=True, birthday="--10-02"),
    Profile("new", "Ne", birthday="--10-08"), Profile("newer", birthday="--10-01"),
]


def test_each_stands_once_by_manager_the_most_pressing_first_and_nobodys_last(warehouse):
    build(warehouse, BILLS, PROFILES)
    found = look(warehouse)
    assert [(call.manager, call.customer, call.reason, int(call.stake)) for call in found.to_call()] == [
        ("Li", "born", "birthday", 100), ("Wang", "lost", "demoted", 2700), ("Wang", "warned", "warned", 1500), ("Wang", "due", "due", 600),
        (None, "newer", "birthday", 0),
    ]
    due = next(call for call in found.calls if call.customer == "due")
    assert (due.expected_on, due.last_visit, due.tier, due.phone) == (ON, AS_OF - timedelta(days=9), due.row["to_place"], "13800000001")
    reasons = {call.customer: call_reason(call, found, "en") for call in found.calls}
    assert reasons["due"] == "usually every 10 days, due today"
    assert reasons["born"] == "birthday on 7 Oct"
    lost = next(call for call in found.calls if call.customer == "lost")  # who was active at the month-end has gone down to D
    assert (lost.reasons, call_reason(lost, found, "en", "lost")) == (("demoted", "lost"), "last here on 22 Jul, silent for 70 days")
    assert finding_calls(found, found.of_day(5), "en") == "5 left to call, Bo first"


def test_what_those_asleep_brought_is_of_other_days_and_is_said_apart(warehouse):
    build(warehouse, BILLS, PROFILES)
    found = look(warehouse)
    # lost came last 70 days ago, and is asleep: 3 × ¥900 up to that day; due brought 3 × ¥200, warned 3 × ¥500, born ¥100, newer nothing
    assert [call.customer for call in found.calls if call.is_asleep] == ["lost"]
    said = "¥2.2K in the last 365 days, one asleep with ¥2.7K in the 365 days up to the last visit"
    assert worth_text(found, found.calls, "en") == said
    assert finding_day(found, found.calls, "en") == f"5 to call today: 0 done, 0 coming; 5 left, {said}."
    assert worth_text(found, [call for call in found.calls if call.is_asleep], "zh") == "已沉睡的1位，末次到店前365天贡献¥2,700"


def test_a_list_is_as_long_as_its_manager_may_call_and_nobodys_is_not_limited(warehouse):
    born = [Profile(f"c{n}", birthday="--10-02", manager="Wang" if n < 7 else None) for n in range(14)]
    build(warehouse, [Bill(f"c{n}", AS_OF - timedelta(days=3), 100 + n) for n in range(14)], born)
    found = look(warehouse)
    assert [call.customer for call in found.to_call(found.rules.per_day, "Wang")] == ["c6", "c5", "c4", "c3", "c2"]
    assert len(found.to_call(5)) == 5 + 7
    record_contact(warehouse, 1, "c6", "call", "reached", ON)
    assert [call.customer for call in look(warehouse).to_call(5, "Wang")] == ["c5", "c4", "c3", "c2"]  # five a day, one is made
    assert look(warehouse).of_day(5, "Wang")[0].customer == "c6"
    assert [call.customer for call in look(warehouse, on=ON + timedelta(days=1)).to_call(5, "Wang")] == ["c5", "c4", "c3", "c2", "c1"]


def test_of_several_contacts_the_later_day_batch_and_line_say_what_was_agreed(warehouse):
    rows = [  # customer, batch, line, day, outcome, next day: of each customer the last row counts
        ("a", 300, 9, 28, "coming", 30), ("a", 7, 1, 29, "reached", None),
        ("b", 300, 9, 29, "reached", None), ("b", 301, 1, 29, "coming", 30),
        ("c", 5_000_000, 1_000_000, 29, "coming", 30), ("c", 5_000_000, 1_000_001, 29, "not_now", None),
    ]
    build(warehouse, every_day())
    with warehouse.writing() as cursor:
        cursor.execute("delete from contacts")
        for customer, batch, line, day, outcome, following in rows:
            cursor.execute(
                "insert into contacts by name select 1 as store_id, $batch as batch_id, $line as line_no, $customer as customer_key, "
                "$day as contact_day, $outcome as outcome, $following as next_day",
                {"customer": customer, "batch": batch, "line": line, "day": date(2026, 9, day), "outcome": outcome,
                 "following": following and date(2026, 9, following)},
            )
    found = warehouse.rows("measures/managers/contacted", store=1, on=ON, reached_days=14, not_reached_days=1)
    assert sorted((row["customer_key"], row["outcome"], row["next_day"], row["is_promised"]) for row in found) == [
        ("a", "reached", None, False), ("b", "coming", date(2026, 9, 30), True), ("c", "not_now", None, False),
    ]
    with warehouse.writing() as cursor:
        cursor.execute("delete from contacts")


def test_a_contact_of_the_day_changes_of_its_list_only_what_came_of_it(warehouse):
    build(warehouse, BILLS, PROFILES)
    kept, bills, mark = look(warehouse), warehouse.version_but_contacts, contacts_before(warehouse, 1, ON)
    batch = record_contact(warehouse, 1, "warned", "call", "not_reached", ON)
    record_contact(warehouse, 1, "warned", "call", "coming", ON, date(2026, 10, 9))
    assert with_outcomes(warehouse, 1, kept) == look(warehouse)
    assert [call.customer for call in with_outcomes(warehouse, 1, kept).calls if call.today_outcome == "coming"] == ["warned"]
    undo(warehouse, batch)
    assert (warehouse.version_but_contacts, contacts_before(warehouse, 1, ON)) == (bills, mark)
    assert contacts_before(warehouse, 1, date(2026, 10, 2)) != mark  # the list of the next day is another
    edit_profiles(warehouse, 1, {"due": {"phone": "13900000000"}}, ON)
    assert warehouse.version_but_contacts != bills


@pytest.mark.parametrize(("outcome", "following", "back", "reason"), [
    ("reached", None, date(2026, 10, 15), "due"), ("came", None, date(2026, 10, 15), "due"), ("not_reached", None, date(2026, 10, 2), "due"),
    ("coming", date(2026, 10, 9), date(2026, 10, 9), "promised"), ("not_now", date(2026, 10, 5), date(2026, 10, 5), "promised"),
    ("not_now", None, date(2026, 10, 15), "due"), ("do_not_call", None, None, None),
])
def test_an_outcome_takes_him_off_the_list_for_its_days(warehouse, outcome, following, back, reason):
    build(warehouse, [*every_day(), *visits("due", 9, 19, 29)])
    batch = record_contact(warehouse, 1, "due", "call", outcome, ON, following)
    days = {*(ON + timedelta(days=ahead) for ahead in (0, 1, 3, 7, 12, 19)), *([back - timedelta(days=1)] if back else [])}
    assert not [day for day in days if (not back or day < back) and listed(warehouse, on=day)]
    if back:
        assert listed(warehouse, on=back) == [("due", reason)]
    if outcome == "coming":
        said, asked = (look(warehouse, on=back + timedelta(days=ahead)) for ahead in (0, 1))
        assert call_reason(said.to_call()[0], said, "en") == "said to come today"
        assert call_reason(asked.to_call()[0], asked, "en") == "was to come on 9 Oct: came?"
        assert say_text(asked.to_call()[0], asked, "en").startswith("Last time you said 9 Oct: have you been here? If not, which day")
    undo(warehouse, batch)
    assert listed(warehouse) == [("due", "due")]
    assert listed(warehouse, on=ON - timedelta(days=1)) == [("due", "due")]  # nothing of it was known the day before


def test_a_call_nobody_answered_leaves_a_promise_as_it_was_and_a_visit_keeps_it(warehouse):
    build(warehouse, [*every_day(), *visits("a", 1, amount=0)])
    record_contact(warehouse, 1, "a", "call", "coming", date(2026, 9, 20), date(2026, 9, 28))
    record_contact(warehouse, 1, "a", "call", "not_reached", date(2026, 9, 27))
    assert listed(warehouse, on=date(2026, 9, 28), as_of=date(2026, 9, 28)) == [("a", "promised")]
    assert listed(warehouse, on=date(2026, 9, 28), as_of=date(2026, 9, 27)) == [("a", "promised")]
    assert listed(warehouse) == []  # he came on the 29th
    assert [row["outcome"] for row in read_day_contacts(warehouse, 1, date(2026, 9, 27))] == ["not_reached"]


def test_days_on_which_the_store_was_closed_move_the_due_date_on(warehouse):
    rhythm = visits("due", 9, 19, 29)
    build(warehouse, [*every_day(1, 2, 3), *rhythm])
    assert look(warehouse, on=date(2026, 10, 2)).calls[0].expected_on == date(2026, 10, 4)
    assert listed(warehouse, on=ON) == []
    mondays = [ago for ago in range(120) if (AS_OF - timedelta(days=ago)).weekday() == 0]
    build(warehouse, [*every_day(*mondays), *rhythm])  # a weekly day off is in his gaps already
    assert look(warehouse).calls[0].expected_on == ON


def test_a_half_day_counts_up_and_rare_or_daily_guests_are_never_due(warehouse):
    build(warehouse, [*every_day(), *visits("half", 7, 14, 22), *visits("two", 9, 19), *visits("often", 5, 11, 17)])
    assert [(call.customer, call.expected_on) for call in look(warehouse, on=AS_OF).calls] == [("half", ON)]  # 7 and 8: 7.5 days


def test_who_was_due_between_the_bills_and_the_day_may_have_come(warehouse):
    build(warehouse, [*every_day(), *visits("due", 9, 19, 29)])
    found = look(warehouse, on=date(2026, 10, 9))
    assert found.is_old
    assert call_reason(found.calls[0], found, "en") == "due on 1 Oct, may have come already"


def test_a_lunar_birthday_is_a_reason_on_its_solar_day_and_says_that_it_is_lunar(warehouse):
    as_of = date(2026, 9, 20)
    people = [Profile("moon", birthday="lunar 1980-08-15"), Profile("sun", birthday="1980-08-15"), Profile("leap", birthday="leap --08-15")]
    build(warehouse, [Bill(None, as_of)], people)
    found = look(warehouse, on=as_of, as_of=as_of)
    assert [(call.customer, call.birthday_on) for call in found.calls] == [("leap", date(2026, 9, 25)), ("moon", date(2026, 9, 25))]
    assert [call_reason(call, found, "en") for call in found.calls] == ["birthday on 25 Sep (lunar leap 8-15)", "birthday on 25 Sep (lunar 8-15)"]
    assert call_reason(found.calls[1], found, "zh") == "9月25日生日（农历八月十五）"
    assert look(warehouse, on=date(2026, 8, 10), as_of=as_of).calls[0].customer == "sun"


def test_who_was_born_on_the_29th_of_february_and_who_went_down_since_the_month_end(warehouse):
    day = date(2026, 2, 25)
    build(warehouse, [Bill("leap", day)], [Profile("leap", birthday="1996-02-29")])
    assert [call.birthday_on for call in look(warehouse, on=day, as_of=day).calls] == [date(2026, 2, 28)]
    bills = [*visits("down", 31, 33, 35, 37, amount=900), *visits("up", 1, 2, 3, 4, amount=1000), *visits("x", 31), *visits("y", 31)]
    build(warehouse, [*every_day(), *bills])
    found = look(warehouse)
    call = next(each for each in found.calls if each.customer == "down")
    assert (call.reasons, call.win_back_by) == (("demoted", "warned"), AS_OF + timedelta(days=30))
    assert call_reason(call, found, "en") == "from A to B, win back by 30 Oct"


def test_limits_are_the_owners(warehouse):
    build(warehouse, [*every_day(), *visits("due", 9, 19, 29), *visits("lost", 91, 95)])
    rules = save_call_rules(warehouse, 1, {"lost_days": "31", "due_gap": 11})
    assert (rules, listed(warehouse)) == (parse_call_rules({"lost_days": 31, "due_gap": 11}), [("lost", "lost")])
    save_call_rules(warehouse, 1, {"lost_days": 30, "due_gap": 7})


def test_what_he_usually_has_and_what_to_say(warehouse):
    build(warehouse, [*every_day(), *visits("due", 9, 19, 29)], [Profile("due", "Du")])
    with warehouse.writing() as cursor:
        cursor.execute(
            "update bills set room = '牡丹厅', covers = 6, bill_time = time '18:30' where customer_key = 'due'"
        )
        cursor.execute(
            "insert into bill_lines by name select store_id, batch_id, line_no as bill_line_no, p.product, 1 as quantity, p.amount "
            "from bills cross join (values ('东星斑', 88), ('米饭', 2)) as p (product, amount) where customer_key = 'due'"
        )
    found = look(warehouse)
    call = with_habits(warehouse, 1, found, found.to_call())[0]
    assert habits_text(call, "en") == "牡丹厅 · Monday evening · 6 guests · 东星斑, 米饭"  # 21, 11 and 1 September: the latest of three
    assert usual_day(call, ON) == date(2026, 10, 5)
    assert say_text(call, found, "en") == (
        "It is about time for your visit. I have kept 牡丹厅 for you next Monday and have 东星斑 ready. "
        "I will be at the door to welcome you. How many will you be?"
    )


# --- against a naive reading -----------------------------------------------------------------------------------------


def naive(bills, contacts, on, flagged, moved_down, birthdays):
    """Return customer → reasons as the definition has them, one customer after the other; every day is open."""
    found = {}
    keys = {bill.customer for bill in bills if bill.customer} | set(birthdays)
    for key in keys:
        days = sorted({bill.day for bill in bills if bill.customer == key and bill.day <= AS_OF})
        log = [each for each in contacts if each[0] == key and each[2] < on]
        agreed = [each for each in log if each[1] != "not_reached"]
        last = max(agreed, key=lambda each: each[2], default=None)
        missed = max((each[2] for each in log if each[1] == "not_reached"), default=None)
        if any(each[1] == "do_not_call" for each in log) or (missed and missed + timedelta(days=1) > on):
            continue
        if last and (last[3] or last[2] + timedelta(days=14)) > on:
            continue
        reasons = []
        if last and last[3] and not (last[1] == "coming" and days and (days[-1] > last[2] or days[-1] == last[3])):
            reasons.append("promised")
        if key in moved_down:
            reasons.append("demoted")
        if key in flagged:
            reasons.append("warned")
        silent = (AS_OF - days[-1]).days if days else None
        gaps = sorted((after - before).days for before, after in pairwise(days))
        if len(days) >= 3 and silent <= 60 and key not in flagged:
            middle = (gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]) / 2
            if middle >= 7 and days[-1] + timedelta(days=int(middle + 0.5)) <= on + timedelta(days=2):
                reasons.append("due")
        if key in birthdays and 0 <= (birthdays[key] - on).days < 7:
            reasons.append("birthday")
        if silent is not None and 60 < silent <= 90:
            reasons.append("lost")
        if reasons:
            found[key] = tuple(reasons)
    return found


@hypothesis_settings(max_examples=8)
@given(st.integers(0, 10**9))
def test_the_list_is_what_the_rules_say_of_each_customer_alone(warehouse, seed):
    chance = Random(seed)
    keys = [f"c{n}" for n in range(8)]
    bills = [*every_day(days=200)]
    for key in keys:
        start, gap = chance.randint(-5, 95), chance.randint(3, 25)
        bills += [
            Bill(key, AS_OF - timedelta(days=start + gap * visit + chance.randint(0, 2)), chance.choice([10, 200, 900]))
            for visit in range(chance.randint(1, 6))
        ]
    birthdays = {key: ON + timedelta(days=chance.randint(-2, 9)) for key in chance.sample(keys, 3)}
    profiles = [
        Profile(key, manager=chance.choice(["Wang", "Li", None]), birthday=f"{birthdays[key]:--%m-%d}" if key in birthdays else None)
        for key in keys
    ]
    build(warehouse, bills, profiles)
    with warehouse.writing() as cursor:
        cursor.execute("delete from contacts")
    contacts = []
    for number in range(chance.randint(0, 8)):
        day = ON + timedelta(days=number - 8)  # a day each, so that the latest is the latest
        outcome = chance.choice(["coming", "came", "reached", "not_reached", "not_now", "do_not_call"])
        following = day + timedelta(days=chance.randint(0, 9)) if outcome in ("coming", "not_now") else None
        contacts.append((chance.choice(keys[:4]), outcome, day, following))
    for key, outcome, day, following in contacts:
        record_contact(warehouse, 1, key, "call", outcome, day, following)
    flagged = set(read_warnings(warehouse, 1, AS_OF, settings()).table["customer"].to_pylist())
    moves = read_migration(warehouse, 1, ABCD, date(2026, 8, 31), AS_OF, settings()).customers.to_pylist()
    down = {row["customer"] for row in moves if row["move"] == "demoted"}
    found = look(warehouse)
    assert {call.customer: call.reasons for call in found.calls} == naive(bills, contacts, ON, flagged, down, birthdays)
    assert len({call.customer for call in found.calls}) == len(found.calls)
    for manager in ("Wang", "Li", None):
        own = [call for call in found.calls if call.manager == manager]
        assert [call.place for call in own] == list(range(1, len(own) + 1))
    earlier = [(call.customer, call.reasons, call.place, call.stake) for call in found.calls]
    build(warehouse, [*bills, *(Bill(key, ON + timedelta(days=2), 500) for key in keys)], profiles)
    record_contact(warehouse, 1, "c0", "call", "do_not_call", ON + timedelta(days=1))
    assert [(call.customer, call.reasons, call.place, call.stake) for call in look(warehouse).calls] == earlier


def test_who_came_around_a_festival_last_year_and_not_yet_is_called_while_it_is_near(warehouse):
    """Mid-Autumn is on 25 September 2026 and was on 6 October 2025: 18 to 26 September, 29 September to 7 October then."""
    then = date(2025, 10, 6)
    build(warehouse, [*every_day(), *visits("moon", 0, to=then, amount=880), *visits("came", 0, to=then), *visits("came", 12)], [Profile("moon", manager="Wang")])
    on = date(2026, 9, 19)
    found = look(warehouse, on=on, as_of=date(2026, 9, 18))
    [call] = [call for call in found.calls if call.customer == "moon"]
    assert (call.reasons, call.manager, call.stake) == (("festival",), "Wang", 880)
    assert call_reason(call, found, "en") == "here around Mid-Autumn last year, not yet this year (25 Sep)"
    assert say_text(call, found, "en").startswith("Last year you were with us around Mid-Autumn. Shall I keep a table for you this time too?")
    assert [each.customer for each in found.calls] == ["moon"]  # the other one came on the 18th
    assert not look(warehouse, on=date(2026, 9, 17), as_of=date(2026, 9, 17)).calls  # too early
