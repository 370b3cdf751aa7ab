"""Early warning and the lost, worked out by hand on 30 September 2026: the last 90 days begin on 3 July, those before on 4 April."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.ingest.care import record_care
from segmentation.ingest.contacts import record_contact
from segmentation.language.i18n import format_money_short
from segmentation.measures.movement.warnings import (
    count_flagged,
    finding_listed,
    finding_warnings,
    open_cases,
    read_signs,
    read_warnings,
    reason_text,
    with_reasons,
)
from segmentation.settings.warning_rules import WarningRules, parse_warning_rules, save_warning_rules
from segmentation.warehouse import Warehouse
from tests.grades import settings
from tests.houses import Bill, Profile, build

AS_OF = date(2026, 9, 30)


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


def on(customer, *days, amount=100):
    return [Bill(customer, date(2026, month, number), amount) for month, number in days]


def warned(warehouse, bills, profiles=(), rules=None, **changes):
    build(warehouse, bills, profiles)
    return read_warnings(warehouse, 1, AS_OF, settings(**changes), rules)


def codes(found):
    return {row["customer"]: row["reason_code"] for row in found.table.to_pylist()}


SILENT = on("silent", (8, 12), (8, 21), (8, 30))
FEWER = [*on("fewer", (5, 1), (5, 20), (6, 8), (6, 27)), *on("fewer", (7, 16), (9, 20), amount=300)]
LESS = [*on("less", (5, 10), (6, 20), amount=500), *on("less", (7, 30), (9, 10))]


def test_silent_beyond_twice_his_own_usual_gap(warehouse):
    found = warned(warehouse, SILENT, [Profile("silent", "Lin", manager="Wang")])
    row = found.table.to_pylist()[0]
    assert [row[name] for name in ("customer", "name", "manager", "reason_code", "stake", "silent_days", "usual_gap_days")] == [
        "silent", "Lin", "Wang", "silent", 300, 31, Decimal("9.0")
    ]
    assert (row["win_back_by"], row["state"]) == (date(2026, 10, 30), None)
    assert with_reasons(found.table, "en")["reason"].to_pylist() == ["usually every 9 days, silent for 31"]
    assert with_reasons(found.table, "zh")["reason"].to_pylist() == ["平时每9天来一次，已经31天没来"]


def test_exactly_twice_the_gap_is_no_warning_and_two_visits_have_no_usual_gap(warehouse):
    assert codes(warned(warehouse, on("a", (8, 21), (8, 31), (9, 10)))) == {}
    assert codes(warned(warehouse, on("a", (8, 20), (8, 30), (9, 9)))) == {"a": "silent"}
    assert codes(warned(warehouse, on("a", (8, 29), (8, 30)))) == {}


def test_the_median_of_an_even_number_of_gaps_may_be_half_a_day(warehouse):
    found = warned(warehouse, on("a", (8, 1), (8, 4), (8, 8)))  # gaps of 3 and 4 days
    assert found.table["usual_gap_days"].to_pylist() == [Decimal("3.5")]
    assert with_reasons(found.table, "en")["reason"].to_pylist() == ["usually every 3.5 days, silent for 53"]


def test_half_the_visits_of_the_90_days_before(warehouse):
    found = warned(warehouse, FEWER)
    assert codes(found) == {"fewer": "fewer_visits"}
    assert reason_text(found.table.to_pylist()[0], "en") == "2 visits in the last 90 days, 4 in the 90 before"
    assert codes(warned(warehouse, [*FEWER, *on("fewer", (9, 21), amount=1)])) == {}


def test_half_the_spend_of_the_90_days_before(warehouse):
    found = warned(warehouse, LESS)
    assert codes(found) == {"less": "less_spend"}
    assert reason_text(found.table.to_pylist()[0], "en") == "spend ¥200 in the last 90 days, ¥1K in the 90 before"
    assert codes(warned(warehouse, [*LESS, *on("less", (9, 11), amount="300.01")])) == {}


def test_the_90_days_begin_on_the_third_of_july(warehouse):
    assert codes(warned(warehouse, on("a", (7, 2), (7, 2), (9, 1)))) == {"a": "less_spend"}
    assert codes(warned(warehouse, on("a", (7, 3), (7, 3), (9, 1)))) == {}
    assert codes(warned(warehouse, on("a", (4, 3), (9, 1)))) == {}


def test_one_row_a_customer_with_every_reason_the_highest_stake_first(warehouse):
    every = [*on("all", (6, 1), (6, 4), (6, 7), (6, 10), amount=50), *on("all", (8, 5), amount=10)]
    found = warned(warehouse, [*SILENT, *FEWER, *LESS, *every])
    assert codes(found) == {"less": "less_spend", "fewer": "fewer_visits", "silent": "silent", "all": "silent"}
    assert [(row["customer"], row["stake"]) for row in found.table.to_pylist()] == [
        ("less", 1200), ("fewer", 1000), ("silent", 300), ("all", 210)
    ]
    assert reason_text(found.table.to_pylist()[3], "en") == (
        "usually every 3 days, silent for 56; 1 visit in the last 90 days, 4 in the 90 before; "
        "spend ¥10 in the last 90 days, ¥200 in the 90 before"
    )
    counts = found.counts
    assert (counts.customers, counts.silent, counts.fewer_visits, counts.less_spend, counts.stake) == (4, 2, 2, 2, 2710)


def test_limits_are_the_owners_and_can_be_tried_before_they_are_kept(warehouse):
    build(warehouse, [*SILENT, *FEWER, *LESS])
    signs = read_signs(warehouse, 1, AS_OF, settings())

    def flagged(**limits):
        return count_flagged(warehouse, signs, parse_warning_rules(limits)).customers

    assert [flagged(), flagged(factor="3.5"), flagged(factor="3.4"), flagged(min_visits=4), flagged(drop=80), flagged(drop=81)] == [
        3, 2, 3, 2, 2, 1,
    ]
    save_warning_rules(warehouse, 1, {"drop": 90, "win_back_days": 10})
    found = read_warnings(warehouse, 1, AS_OF, settings())
    assert (codes(found), found.table["win_back_by"].to_pylist()) == ({"silent": "silent"}, [date(2026, 10, 10)])


def test_who_is_no_longer_active_is_lost_and_not_in_warning(warehouse):
    bills = [*on("gone", (7, 1), (7, 16), (7, 31)), *on("gone", (1, 1), amount=5), *on("here", (8, 1))]
    found = warned(warehouse, bills, [Profile("gone", "Lin", manager="Wang"), Profile("never")], window="60")
    assert codes(found) == {}
    assert [
        [row[name] for name in ("customer", "name", "manager", "last_visit", "silent_days", "lost_days", "last_contribution", "state")]
        for row in found.lost.to_pylist()
    ] == [["gone", "Lin", "Wang", date(2026, 7, 31), 61, 1, 300, None]]
    assert warned(warehouse, bills, window="all").lost["last_contribution"].to_pylist() == [305]


def test_nothing_after_the_day_is_seen(warehouse):
    found = warned(warehouse, [*SILENT, Bill("silent", AS_OF + timedelta(days=1))])
    record_care(warehouse, 1, ["silent"], "contacted", AS_OF + timedelta(days=2))
    assert codes(found) == {"silent": "silent"}
    assert read_warnings(warehouse, 1, AS_OF, settings()).table["state"].to_pylist() == [None]


def test_bills_are_counted_where_frequency_counts_bills(warehouse):
    bills = [*on("a", (6, 1), (6, 1), (6, 1), (6, 1), amount=25), *on("a", (9, 1), (9, 1), amount=50)]
    assert codes(warned(warehouse, bills)) == {}
    found = warned(warehouse, bills, frequency="bills")
    assert with_reasons(found.table, "en", counts_bills=found.counts_bills)["reason"].to_pylist() == [
        "2 bills in the last 90 days, 4 in the 90 before"
    ]


def test_the_list_remembers_and_settled_cases_stand_aside(warehouse):
    build(warehouse, [*SILENT, *FEWER, *LESS, *on("gone", (3, 1)), *on("again", (2, 1))])
    record_care(warehouse, 1, ["silent", "fewer"], "contacted", date(2026, 9, 1), "called")
    record_care(warehouse, 1, ["silent"], "given_up", date(2026, 9, 2))
    record_care(warehouse, 1, ["less"], "won_back", date(2026, 9, 11))
    record_care(warehouse, 1, ["gone"], "given_up", date(2026, 4, 1))
    record_care(warehouse, 1, ["again"], "won_back", date(2026, 2, 2))
    found = read_warnings(warehouse, 1, AS_OF, settings())
    assert {row["customer"]: (row["state"], row["note"]) for row in found.table.to_pylist()} == {
        "less": ("won_back", None), "fewer": ("contacted", "called"), "silent": ("given_up", None),
    }
    assert open_cases(found, found.table)["customer"].to_pylist() == ["fewer"]
    assert open_cases(found, found.lost)["customer"].to_pylist() == ["again"]
    assert finding_warnings(found, "en").startswith("3 customers are in warning, 2 of them settled; ")
    assert finding_warnings(found, "en").endswith("2 customers are lost, 1 of them settled.")


def test_who_is_left_alone_on_purpose_is_not_called_settled(warehouse):
    build(warehouse, [*SILENT, *FEWER, *LESS])
    found = read_warnings(warehouse, 1, AS_OF, settings())
    states = [None if key == "fewer" else "left_alone" for key in found.table["customer"].to_pylist()]
    place = found.table.column_names.index("state")
    found = replace(found, table=found.table.set_column(place, "state", pa.array(states, pa.string())))
    stake = {row["customer"]: row["stake"] for row in found.table.to_pylist()}
    said = finding_warnings(found, "en")
    assert said.startswith("3 customers are in warning; ")
    assert f"2 of them are left alone on purpose; to look after are 1 with {format_money_short(stake['fewer'], 'en')}." in said
    assert "settled" not in said


def test_nobody_is_told_to_call_who_has_asked_not_to_be_contacted(warehouse):
    build(warehouse, [*SILENT, *FEWER, *on("gone", (3, 1))])
    said_on = AS_OF + timedelta(days=20)  # the bills are older than what he said
    for customer in ("fewer", "gone"):
        record_contact(warehouse, 1, customer, "call", "do_not_call", said_on)
    before = read_warnings(warehouse, 1, AS_OF, settings(), on=said_on - timedelta(days=1))
    assert "Call fewer first" in finding_warnings(before, "en")
    found = read_warnings(warehouse, 1, AS_OF, settings(), on=said_on)
    assert [(row["customer"], row["state"]) for row in found.table.to_pylist()] == [("fewer", "barred"), ("silent", None)]
    assert (open_cases(found, found.table)["customer"].to_pylist(), open_cases(found, found.lost).num_rows) == (["silent"], 0)
    assert finding_warnings(found, "en").startswith(
        "2 customers are in warning, 1 of them settled; ¥1.3K is at stake. Call silent first: "
    )


def test_the_finding_in_words(warehouse):
    found = warned(warehouse, [*SILENT, *LESS, *on("gone", (3, 1))], [Profile("less", "Lin")])
    assert finding_warnings(found, "en") == (
        "2 customers are in warning; ¥1.5K is at stake. Call Lin first: spend ¥200 in the last 90 days, ¥1K in the 90 before. "
        "1 customer is lost."
    )
    assert "Lin" in finding_warnings(found, "zh")


@pytest.mark.parametrize("bills", [[], [Bill(None, AS_OF)], [Bill("a", AS_OF)]], ids=["nothing", "only walk-ins", "one visit"])
def test_nobody_is_in_warning(warehouse, bills):
    found = warned(warehouse, bills)
    assert (found.table.num_rows, found.lost.num_rows, found.counts.customers) == (0, 0, 0)
    assert finding_warnings(found, "en") == "Nobody is in warning and nobody is lost."


def test_the_rules_that_hold_are_said(warehouse):
    assert warned(warehouse, SILENT).rules == WarningRules()
    assert codes(warned(warehouse, SILENT, rules=WarningRules(factor=Decimal(4)))) == {}


def test_a_list_is_headed_by_how_many_it_has_and_what_they_bring():
    warned = pa.table({"stake": pa.array([Decimal("12000.00"), Decimal("8500.00")], pa.decimal128(18, 2))})
    lost = pa.table({"last_contribution": pa.array([Decimal("500.00")], pa.decimal128(18, 2))})
    assert finding_listed(warned, "en", lost=False) == "2 customers are in warning; ¥20.5K is at stake."
    assert finding_listed(lost, "en", lost=True) == "One customer is lost, who had brought ¥500."
    assert finding_listed(lost, "zh", lost=True) == "已流失1位客户，流失前贡献¥500。"
