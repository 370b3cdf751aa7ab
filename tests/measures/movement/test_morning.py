"""The morning of 11 October 2026, with bills up to Saturday the 10th, worked out by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from segmentation.exports.masking import Masker, Register
from segmentation.exports.morning import LINES, LISTED, mask_morning, morning_page
from segmentation.ingest.contacts import record_contact
from segmentation.ingest.land import undo
from segmentation.measures.movement.morning import finding_morning, read_morning
from segmentation.warehouse import Warehouse
from segmentation.warehouse.rights import Rights
from segmentation.warehouse.seen import seen_by
from tests.grades import ABCD, settings
from tests.houses import Bill, Profile
from tests.managed import build_managed as build

AS_OF, ON = date(2026, 10, 10), date(2026, 10, 11)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("morning") / "warehouse.duckdb")
    yield opened
    opened.close()


def on(customer, *days, amount=100):
    return [Bill(customer, date(2026, month, day), amount) for month, day in days]


BILLS = [
    *on("lin", (8, 1), (8, 11), (8, 21), amount=500),  # every 10 days, silent for 50
    *on("he", (9, 3), (10, 10)), *on("wu", (9, 10), (10, 3), (10, 10), amount=200), *on(None, (9, 11), (10, 3), (10, 10)),
]
PROFILES = [
    Profile("lin", "Lin", "13800000001", manager="Wang", birthday="1980-10-17"), Profile("he", "He", birthday="--10-18"),
    Profile("wu", birthday="1980-10-11"), Profile("guest", "Gu", birthday="--10-11", is_walk_in=True),
    Profile("new", "Ning", birthday="1990-10-13"),
]


def morning(warehouse, bills=(), profiles=(), as_of=AS_OF, day=ON):
    build(warehouse, bills, profiles)
    return read_morning(warehouse, 1, ABCD, as_of, day, settings(), settings())


def test_the_day_and_the_month_stand_beside_the_same_days_before(warehouse):
    found = morning(warehouse, BILLS, PROFILES)
    spans = (found.day, found.week_before, found.month, found.month_before)
    assert [(each.revenue, each.identified, each.bills, each.customers) for each in spans] == [
        (400, 300, 3, 2), (300, 200, 2, 1), (700, 500, 5, 2), (300, 300, 2, 2)
    ]
    assert [(row["customer"], row["stake"]) for row in found.calls.to_pylist()] == [("lin", 1500), ("wu", 600), ("new", 0)]
    assert [found.today.calls[row["number"]].reason for row in found.calls.to_pylist()] == ["warned", "birthday", "birthday"]
    assert found.stake == Decimal("2100.00")
    assert finding_morning(found, "en") == (
        "3 customers to call, worth ¥2.1K. Oct 1–10 brought ¥700, 133.3% more than Sep 1–10."
    )
    assert finding_morning(found, "zh") == "要打3个电话，牵涉¥2,100。10月1–10日营收¥700，比9月1–10日多133.3%。"


def test_birthdays_are_those_of_seven_days_from_the_day_of_the_page_on(warehouse):
    found = morning(warehouse, BILLS, PROFILES)
    rows = [(row["customer"], row["day"], row["contribution"]) for row in found.birthdays.to_pylist()]
    assert rows == [("wu", ON, 600), ("new", date(2026, 10, 13), None), ("lin", date(2026, 10, 17), 1500)]
    barred = record_contact(warehouse, 1, "wu", "call", "do_not_call", ON)
    assert read_morning(warehouse, 1, ABCD, AS_OF, ON, settings(), settings()).birthdays["customer"].to_pylist() == ["new", "lin"]
    undo(warehouse, barred)


def test_who_may_not_see_birthdays_reads_that_and_never_that_there_are_none(warehouse):
    morning(warehouse, BILLS, PROFILES)
    consultant = seen_by(warehouse, Rights("consultant", None, sees_names=False, sees_phones=False))
    found = read_morning(consultant, 1, ABCD, AS_OF, ON, settings(), settings())
    page = morning_page("Pine", found, ABCD, "", "zh")
    block = page.split("<h2")[2].split("</section>")[0]
    assert "您的账号看不到生日" in block
    assert ">没有<" not in block
    quiet = morning(warehouse, [Bill("lin", date(2026, 10, 10))], [Profile("lin", "Lin")])
    assert ">没有<" in morning_page("Pine", quiet, ABCD, "", "zh").split("<h2")[2].split("</section>")[0]


@pytest.mark.parametrize(("day", "kept_on"), [(date(2026, 2, 25), [date(2026, 2, 28)]), (date(2028, 2, 25), [date(2028, 2, 29)])])
def test_who_was_born_on_the_29th_of_february_keeps_it_on_the_28th_in_other_years(warehouse, day, kept_on):
    found = morning(warehouse, [Bill("leap", date(2026, 1, 3))], [Profile("leap", birthday="1996-02-29")], date(2026, 1, 10), day)
    assert found.birthdays["day"].to_pylist() == kept_on


def test_a_lunar_birthday_stands_under_its_solar_day_and_says_that_it_is_lunar(warehouse):
    people = [Profile("moon", "Mo", birthday="lunar --08-15"), Profile("sun", "Su", birthday="--08-15")]
    found = morning(warehouse, [Bill("moon", date(2026, 9, 19))], people, date(2026, 9, 19), date(2026, 9, 20))
    assert [(row["customer"], row["day"]) for row in found.birthdays.to_pylist()] == [("moon", date(2026, 9, 25))]
    assert "25 Sep lunar 8-15 <b>Mo</b>" in morning_page("Pine", found, ABCD, "", "en")
    assert "9月25日 农历八月十五 <b>Mo</b>" in morning_page("Pine", found, ABCD, "", "zh")


def test_who_moved_is_told_against_the_last_month_end_before_the_day(warehouse):
    found = morning(warehouse, BILLS, PROFILES)
    assert (found.moves.from_day, found.moves.to_day) == (date(2026, 9, 30), AS_OF)
    assert morning(warehouse, BILLS, PROFILES, date(2026, 9, 30)).moves.from_day == date(2026, 8, 31)


def test_the_page_says_whom_to_call_why_and_what_is_old(warehouse):
    text = morning_page("<b>Pine</b>", morning(warehouse, BILLS, PROFILES), ABCD, "365 days", "en")
    for part in ("&lt;b&gt;Pine&lt;/b&gt;", "11 Oct 2026", "Lin", "usually every 10 days, silent for 50", "birthday today", "¥1.5K", "13800000001",
                 "Sep 1–10: ¥300 ▲&nbsp;133.3%", "75% of the revenue · a week before: 1"):
        assert part in text
    assert "The bills end on" not in text
    late = morning(warehouse, BILLS, PROFILES, day=date(2026, 10, 14))
    assert "账单只到2026年10月10日，已有4天没更新" in morning_page("店", late, ABCD, "365天", "zh")


@pytest.mark.parametrize(("house", "manager", "store"), [(False, "Wang", "Pine"), (True, "Manager A", "Store A")])
def test_a_masked_page_names_nobody(warehouse, house, manager, store):
    found = morning(warehouse, BILLS, PROFILES)
    register = Register.of([("lin", "Lin"), ("he", "He"), ("wu", None), ("new", "Ning")], ("Wang",), ("Pine",))
    masker = Masker.of("en", register=register, house=house)
    text = morning_page(masker.store("Pine"), mask_morning(found, masker), ABCD, "365 days", "en")
    assert not [secret for secret in ("Lin", "13800000001", "Ning", "wu<", ">wu") if secret in text]
    assert [part for part in ("Customer 001", "****", "Customer 003", "Customer 004", manager, store) if part not in text] == []
    assert ("Wang" in text, "Pine" in text) == (not house, not house)


def test_what_has_no_room_is_counted_with_its_money(warehouse):
    names = [f"c{number:02}" for number in range(40)]
    bills = [bill for number, name in enumerate(names) for bill in on(name, (8, 1), (8, 11), (8, 21), amount=1000 - number)]
    people = [Profile(name, birthday="--10-12") for name in names]  # nobody's: a manager has five a day
    text = morning_page("Pine", morning(warehouse, bills, people), ABCD, "365 days", "en")
    shown = 18  # 27 lines below one head; a reason on two lines is 2 × 8 points × 1.25 + 0.5 mm = 7.6 mm high, 1.45 lines of 5.2
    part = sum(3 * (1000 - number) for number in range(shown))
    assert text.count('class="name"') == shown < LINES - 1
    assert part == 53_541
    assert "the first 18 of 40 customers, ¥53.5K of ¥118K" in text
    assert f"and {40 - LISTED} more customers" in text


@pytest.mark.parametrize("bills", [(), on(None, (10, 10))])
def test_a_house_without_customers_has_a_page_too(warehouse, bills):
    found = morning(warehouse, bills)
    assert finding_morning(found, "en").startswith("Nobody to call. Oct 1–10 brought ¥")
    assert morning_page("Pine", replace(found), ABCD, "", "zh").count("没有") >= 4


def test_money_of_who_is_asleep_is_said_to_be_of_the_days_up_to_his_last_visit(warehouse):
    # asleep: last here on 1 August, 70 days before; his 900 of 1 September 2025 lie outside the 365 days up to 10 October 2026
    asleep = [Bill("bo", date(2025, 9, 1), 900), *on("bo", (6, 1), (7, 1), (8, 1))]
    found = morning(warehouse, [*BILLS, *asleep], PROFILES)
    row = next(row for row in found.calls.to_pylist() if row["customer"] == "bo")
    assert (found.today.calls[row["number"]].is_asleep, row["stake"]) == (True, 1200)
    said = "money: what he brought in 365 days"
    assert f"{said}; of who is asleep, in as many days up to his last visit" in morning_page("Pine", found, ABCD, "365 days", "en")
    awake = morning_page("Pine", morning(warehouse, BILLS, PROFILES), ABCD, "365 days", "en")
    assert (said in awake, "asleep" in awake) == (True, False)
