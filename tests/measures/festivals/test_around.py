"""A festival against the one of the year before, worked out by hand: Mid-Autumn 2025 was 6 October, in 2026 it is 25 September.

With the default window that is 29 September to 7 October 2025 and 18 to 26 September 2026, so the eighth day is 6 October and 25
September. Labels of the customers say when they came.
"""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.measures.festivals.around import festivals_on, read_calendar, read_festival, read_festive
from segmentation.measures.festivals.calendar import find_edition, first_to_look_at, next_editions, now_of
from segmentation.measures.festivals.came import days_of, part_of_came, read_came
from segmentation.measures.festivals.words import finding_ahead, finding_festival
from segmentation.measures.revenue.composition import UNGRADED
from segmentation.schemes import load_scheme
from segmentation.settings.festival_windows import (
    DEFAULTS,
    Around,
    festival_windows,
    reset_festival_windows,
    save_festival_window,
)
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build

NOW, SCHEME = find_edition("mid_autumn", 2026, DEFAULTS), load_scheme("abcd")
D = date
LATER = D(2026, 9, 30)
BILLS = [
    Bill("before", D(2025, 9, 1), 10), Bill(None, D(2025, 9, 28), 99),
    Bill("both", D(2025, 8, 20), 50), Bill("both", D(2025, 9, 29), 100), Bill("both", D(2026, 9, 26), 130),
    Bill("late", D(2025, 10, 7), 70), Bill("late", D(2026, 9, 17), 5),
    Bill("gone", D(2025, 10, 6), 400), Bill("gone", D(2025, 10, 6), -150),
    Bill("new", D(2026, 9, 18), 60),
    Bill(None, D(2025, 10, 1), 20), Bill(None, D(2026, 9, 20), 30), Bill(None, D(2026, 9, 30), 1),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("festivals") / "w.duckdb")
    build(opened, BILLS, [Profile("gone", "Gao", module="政府", has_profile=True)])
    with opened.writing() as cursor:
        for line, (day, outcome, next_day) in enumerate([
            (D(2026, 9, 10), "coming", D(2026, 9, 24)), (D(2026, 9, 19), "not_now", D(2026, 10, 20)), (D(2026, 9, 20), "not_reached", None),
        ]):
            cursor.execute("insert into contacts (store_id, batch_id, line_no, contact_day, customer_key, channel, outcome, next_day) values (1, 9, $l, $d, 'late', 'call', $o, $n)", {"l": line, "d": day, "o": outcome, "n": next_day})
    yield opened
    opened.close()


def festival(warehouse, as_of, on=None):
    return read_festival(warehouse, 1, SCHEME, NOW, as_of, on or as_of, SCHEME.defaults())


def counted(rows, by):
    return {row[by]: (row["customers_then"], row["customers_now"], int(row["spent_then"]), int(row["spent_now"])) for row in rows.to_pylist()}


def test_a_festival_is_held_against_that_of_the_year_before(warehouse):
    found = festival(warehouse, D(2026, 9, 30))
    assert [(each.edition.day, each.total, each.walk_in, each.customers, each.days) for each in (found.then, found.now)] == [
        (D(2025, 10, 6), Decimal(440), Decimal(20), 3, 9), (D(2026, 9, 25), Decimal(220), Decimal(30), 2, 9),
    ]
    assert found.can_compare
    # on 28 September 2025 "both" alone had been active with "before"; on 17 September 2026 all but "late" slept
    assert counted(found.tiers, "tier") == {"A": (1, 0, 100, 0), "D": (0, 1, 0, 130), None: (2, 1, 320, 60)}
    assert counted(found.modules, "module") == {"government": (1, 0, 250, 0), "unclassified": (2, 2, 170, 190)}
    parts = [sum(row[name] for row in found.tiers.to_pylist()) for name in ("spent_then", "spent_now")]
    assert parts == [found.then.identified, found.now.identified]
    assert [(row["customer"], row["name"], row["tier"], row["spent_then"]) for row in found.missed.to_pylist()] == [
        ("gone", "Gao", "D", Decimal(250)), ("late", None, "B", Decimal(70)),
    ]
    assert finding_festival(found, "en") == (
        "Mid-Autumn 2026: 2 customers came around it, 3 in 2025. 2 who came then and not now had spent ¥320."
    )


def test_behind_a_part_stand_those_whom_it_counts(warehouse):
    def behind(scheme, side, by, key, measure, as_of=LATER):
        edition, until = days_of(warehouse, 1, NOW, side, as_of)
        rows = part_of_came(read_came(warehouse, 1, scheme, edition, until, as_of, scheme.defaults()), by, key, measure)
        return [(row["customer"], int(row["contribution"]), row["visits"], row["last_visit"]) for row in rows.to_pylist()]

    assert behind(SCHEME, "then", "tier", "A", "customers") == [("both", 100, 1, D(2026, 9, 26))]
    # the refund of "gone" was on the day of his bill; "late" was back on 17 September, a day too early
    assert behind(SCHEME, "then", "tier", "", "spent") == [("gone", 250, 1, D(2025, 10, 6)), ("late", 70, 1, D(2026, 9, 17))]
    assert behind(SCHEME, "now", "module", "unclassified", "customers") == [("both", 130, 1, D(2026, 9, 26)), ("new", 60, 1, D(2026, 9, 18))]
    assert behind(SCHEME, "then", "tier", "", "spent", D(2026, 9, 20)) == []  # as many days as there are by then: 29 September to 1 October
    assert days_of(warehouse, 1, NOW, "now", D(2026, 9, 17)) is None
    # nobody is rated on the scorecard, so whoever had been here has no grade, and is not here for the first time
    scorecard = load_scheme("scorecard")
    found = read_festival(warehouse, 1, scorecard, NOW, D(2026, 9, 30), D(2026, 9, 30), scorecard.defaults())
    assert counted(found.tiers, "tier") == {UNGRADED: (1, 1, 100, 130), None: (2, 1, 320, 60)}
    assert behind(scorecard, "now", "tier", UNGRADED, "customers") == [("both", 130, 1, D(2026, 9, 26))]


def test_while_it_runs_it_is_held_against_as_many_days(warehouse):
    found = festival(warehouse, D(2026, 9, 20))
    assert (found.now.days, found.then.until, found.then.total, found.whole.total) == (3, D(2025, 10, 1), Decimal(120), Decimal(440))
    assert counted(found.tiers, "tier") == {"A": (1, 0, 100, 0), None: (0, 1, 0, 60)}
    assert found.came_then == 3
    # whoever came on any of its days last year, and not by now; "late" said last that it does not suit him
    assert found.missed["customer"].to_pylist() == ["gone", "both", "late"]
    assert festival(warehouse, D(2026, 9, 17), D(2026, 9, 18)).missed["customer"].to_pylist() == ["gone", "both"]  # he had booked


def test_before_the_bills_reach_it_only_the_last_time_is_told(warehouse):
    found = festival(warehouse, D(2026, 9, 17))
    assert (found.now, found.then.total, found.can_compare) == (None, Decimal(440), False)
    assert finding_festival(found, "en") == (
        "Mid-Autumn is on 25 Sep 2026: 3 customers came around it in 2025, 2 of them have not booked yet and had spent ¥350."
    )


def test_what_the_bills_do_not_cover_is_compared_with_nothing(warehouse):
    early = read_festival(warehouse, 1, SCHEME, find_edition("mid_autumn", 2025, DEFAULTS), D(2026, 9, 30), D(2026, 9, 30), SCHEME.defaults())
    assert (early.then.covered, early.can_compare) == (0, False)
    assert finding_festival(early, "en") == (
        "Mid-Autumn 2025: 3 customers came around it. The bills cover 0 of the 9 days of 2024, so nothing can be compared."
    )


def test_the_calendar_goes_ahead_from_the_day(warehouse):
    found = read_calendar(warehouse, 1, D(2026, 9, 30), D(2026, 9, 27))
    assert [(each.edition.key, each.edition.day) for each in found][:3] == [
        ("national", D(2026, 10, 1)), ("double_ninth", D(2026, 10, 18)), ("eve", D(2027, 2, 5)),
    ]
    by_key = {each.edition.key: each for each in found}
    assert len(by_key) == 10
    last, before = by_key["mid_autumn"].last, by_key["mid_autumn"].before
    assert (last.edition.year, last.total, before.total, by_key["mid_autumn"].edition.day) == (2026, Decimal(220), Decimal(440), D(2027, 9, 15))
    assert by_key["spring"].last is None  # no bill for so long that it cannot be told
    assert finding_ahead(found, D(2026, 9, 27), "en") == "Next: National Day on 1 Oct 2026, in 4 days."


def test_which_festival_a_page_begins_with():
    assert first_to_look_at(D(2026, 10, 31), D(2026, 11, 30), DEFAULTS).key == "double_ninth"
    assert first_to_look_at(D(2026, 10, 31), D(2026, 12, 31), DEFAULTS) == find_edition("eve", 2027, DEFAULTS)
    assert [now_of("spring", D(2026, 10, 31), on, DEFAULTS).year for on in (D(2026, 12, 20), D(2026, 12, 24))] == [2026, 2027]
    ahead = next_editions(D(2027, 2, 21), DEFAULTS)
    assert [(each.key, each.year) for each in ahead[:2]] == [("spring", 2027), ("lantern", 2027)]  # both still on


def test_on_todays_list_stand_those_who_came_last_year_and_not_yet(warehouse):
    on = festivals_on(warehouse, 1, D(2026, 9, 24))
    assert [each.key for each in on] == ["mid_autumn", "national"]
    rows = read_festive(warehouse, 1, D(2026, 9, 20), on).to_pylist()
    # National Day 2025 had 24 September to 2 October: "both" came at both, and is asked for the nearer
    assert sorted((row["customer_key"], row["festival_no"]) for row in rows) == [("both", 0), ("gone", 0), ("late", 0)]
    assert read_festive(warehouse, 1, D(2026, 9, 26), on).num_rows == 2  # "both" came on a day of both


def test_windows_are_settings(warehouse):
    assert DEFAULTS["spring"] == (15, 15)
    assert {key for key, each in DEFAULTS.items() if each == (7, 1)} == set(DEFAULTS) - {"spring"}
    save_festival_window(warehouse, 1, "mid_autumn", 3, 0)
    assert festival_windows(warehouse, 1)["mid_autumn"] == Around(3, 0)
    reset_festival_windows(warehouse, 1)
    assert festival_windows(warehouse, 1) == DEFAULTS
