"""Who was contacted in September 2026, by class and against its norm, and which promises are overdue; each figure by hand."""

from datetime import date, timedelta

import pytest

from segmentation.ingest.contacts import record_contact
from segmentation.ingest.land import undo
from segmentation.measures.managers.coverage import (
    finding_coverage,
    finding_overdue,
    left_out_text,
    read_coverage,
    read_overdue,
    read_uncontacted,
)
from segmentation.schemes import load_scheme
from segmentation.warehouse import Warehouse
from tests.grades import ABCD
from tests.houses import Bill, Profile
from tests.managed import build_managed

AS_OF, MONTH = date(2026, 9, 30), date(2026, 9, 1)
# of four active a is A; of the other three b and c, who bring most, are B, e is C; d has not come for 100 days (D), p never
BILLS = [
    *(Bill("a", AS_OF - timedelta(days=n), 900, manager="Li") for n in range(5)), *(Bill("b", AS_OF - timedelta(days=n), 100) for n in (2, 9)),
    Bill("c", AS_OF, 10), Bill("e", AS_OF, 5), Bill("d", AS_OF - timedelta(days=100), 50),
]
CONTACTS = [  # customer, day, channel, outcome, next day
    ("a", 1, "call", "reached", None), ("a", 8, "visit", "reached", None), ("a", 30, "message", "not_reached", None),
    ("d", 20, "call", "not_now", 25), ("p", 3, "call", "coming", 5), ("e", 2, "call", "coming", 4),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("coverage") / "warehouse.duckdb")
    build_managed(opened, BILLS, [
        Profile("p"), Profile("a", name="Ann", phone="13800000001", potential="A"), Profile("b", potential="C"), Profile("d", potential="B"),
    ])
    for customer, day, channel, outcome, following in CONTACTS:
        record_contact(
            opened, 1, customer, channel, outcome, date(2026, 9, day), date(2026, 9, following) if following else None, f"note {day}"
        )
    record_contact(opened, 1, "b", "call", "reached", date(2026, 8, 31))
    record_contact(opened, 1, "c", "call", "reached", date(2026, 10, 1))
    yield opened
    opened.close()


def look(warehouse, scheme=ABCD, month=MONTH):
    return read_coverage(warehouse, 1, scheme, month, AS_OF, scheme.defaults())


def test_every_class_has_its_customers_its_contacts_and_its_norm(warehouse):
    found = look(warehouse)
    assert [(each.key, each.customers, each.contacted, each.contacts, each.norm) for each in found.classes] == [
        ("A", 1, 1, 3, (4, 5)), ("B", 2, 0, 0, (2, 3)), ("C", 1, 1, 1, (1, 1)), ("D", 1, 1, 1, None), (None, 1, 1, 1, None),
    ]
    assert [(each.coverage, each.contacts_a_customer, each.is_low) for each in found.classes[:3]] == [(1, 3, True), (0, 0, True), (1, 1, False)]
    assert found.classes[0].visits == 1
    assert found.priority is None
    assert finding_coverage(found, "en") == "Grade A was contacted too little: 1 of 1, 3 contacts. 1 more class is below its norm."
    assert finding_coverage(look(warehouse, month=date(2026, 7, 1)), "zh") == "这个月没有联系记录。"


def test_the_nine_boxes_are_counted_by_potential_and_by_how_much_goes_to_priority(warehouse):
    # a, b and d have a potential; the others are known too short for one, and stand in no box. Of the five who came a brings most
    # and is 1, b and d are 2: A1, C2, B2, of which the first and the last have priority
    found = look(warehouse, load_scheme("ninebox"))
    assert [(each.key, each.customers, each.contacts, each.norm, each.wanted) for each in found.classes] == [
        ("A", 1, 3, (4, 6), 0.6), ("B", 1, 1, (2, 4), 0.3), ("C", 1, 0, (0, 2), None), (None, 3, 2, None, None),
    ]
    assert [each.key for each in found.tiers if each.contacts] == ["A1", "B2"]
    assert (found.contacts, found.priority, found.priority_share) == (6, 4, 4 / 6)
    assert finding_coverage(found, "en").endswith("67% of contacts went to priority boxes; at least 60% should.")
    assert [each.key for each in found.scheme.tiers if each.is_priority] == ["A1", "A2", "B1", "A3", "B2"]


def test_who_of_the_classes_with_a_norm_was_not_contacted_is_named(warehouse):
    rows = read_uncontacted(warehouse, 1, ABCD, MONTH, AS_OF, ABCD.defaults())
    assert [(row["customer"], row["tier"]) for row in rows.to_pylist()] == [("b", "B"), ("c", "B")]


def test_who_asks_not_to_be_contacted_after_the_month_is_left_out_of_those_to_contact(warehouse):
    undone = record_contact(warehouse, 1, "b", "call", "do_not_call", date(2026, 10, 9))

    def named(on):
        return read_uncontacted(warehouse, 1, ABCD, MONTH, AS_OF, ABCD.defaults(), on)["customer"].to_pylist()

    assert (named(date(2026, 10, 8)), named(date(2026, 10, 9))) == (["b", "c"], ["c"])
    # every other customer of the month was contacted but one: with who is left out the two wholes agree
    assert (left_out_text(look(warehouse), 2, "en"), left_out_text(look(warehouse), 1, "en")) == ("", "Left out: not to be contacted (1)")
    box = left_out_text(look(warehouse, load_scheme("ninebox")), 0, "en")
    assert box == "Left out: Class C (1), Known too short (1)"
    undo(warehouse, undone)


def test_a_promise_is_overdue_until_the_customer_comes_or_is_called(warehouse):
    # e came after he had promised; p has never come; d was to be called again on the 25th
    def overdue(on):
        rows = read_overdue(warehouse, 1, ABCD, AS_OF, on, ABCD.defaults()).to_pylist()
        return [(row["customer"], row["tier"], row["next_day"].day, row["days_overdue"], row["note"]) for row in rows]

    assert overdue(AS_OF) == [("p", None, 5, 25, "note 3"), ("d", "D", 25, 5, "note 20")]
    assert overdue(date(2026, 9, 25)) == [("p", None, 5, 20, "note 3")]
    assert overdue(date(2026, 9, 5)) == []
    rows = read_overdue(warehouse, 1, ABCD, AS_OF, AS_OF, ABCD.defaults())
    assert finding_overdue(rows, "en", AS_OF) == "30 Sep: 2 promises are overdue"
    assert finding_overdue(rows, "zh", AS_OF) == "9月30日：2个约定过期了"
