"""What is done to win customers back is remembered, can be undone, and shows whether it worked."""

from datetime import date

import pytest

from segmentation.ingest.batches import batch_name, list_batches
from segmentation.ingest.care import record_care
from segmentation.ingest.contacts import record_contact
from segmentation.ingest.land import undo
from segmentation.ingest.stores import delete_store
from segmentation.language.errors import InputError
from segmentation.measures.movement.care import care_history, finding_win_backs, read_win_backs
from segmentation.settings.warning_rules import save_warning_rules
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build

AS_OF = date(2026, 9, 30)


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


def day(month, number):
    return date(2026, month, number)


def efforts(found):
    return [
        tuple(row[name] for name in ("customer", "contacted_on", "contacts", "came_back_on", "is_open", "contribution_since"))
        for row in found.efforts.to_pylist()
    ]


def test_a_note_is_a_batch_that_can_be_undone(warehouse):
    build(warehouse, [Bill("a", AS_OF), Bill("b", AS_OF)], [Profile("a", "Lin")])
    first = record_care(warehouse, 1, ["a", "b", "a"], "contacted", day(9, 1), "  called,\n will come ", "Wang")
    second = record_care(warehouse, 1, ["a"], "won_back", day(9, 1))
    assert care_history(warehouse, 1, "a").to_pylist() == [
        {"noted_on": day(9, 1), "state": "won_back", "note": None, "author": None, "batch": second},
        {"noted_on": day(9, 1), "state": "contacted", "note": "called, will come", "author": "Wang", "batch": first},
    ]
    batches = list_batches(warehouse)
    assert [batch_name(row, "en") for row in batches] == ["Lin: Won back", "2 customers: Contacted"]
    assert batch_name(batches[0], "zh") == "Lin：已挽回"
    undo(warehouse, first)
    assert [row["state"] for row in care_history(warehouse, 1, "a").to_pylist()] == ["won_back"]
    assert care_history(warehouse, 1, "b").num_rows == 0


@pytest.mark.parametrize(("customers", "state", "note", "code"), [
    (["a"], "called", "", "unknown_state"), (["x"], "contacted", "", "unknown_profile"), ([], "contacted", "", "no_customers"),
    (["散客"], "contacted", "", "unknown_profile"), (["a"], "contacted", "x" * 501, "field_too_long"),
])
def test_what_cannot_be_noted(warehouse, customers, state, note, code):
    build(warehouse, [Bill("a", AS_OF), Bill("散客", AS_OF)], [Profile("散客", is_walk_in=True)])
    with pytest.raises(InputError) as error:
        record_care(warehouse, 1, customers, state, AS_OF, note)
    assert error.value.code == code
    assert warehouse.cursor().execute("select count(*) from care_notes").fetchall() == [(0,)]


def test_notes_come_with_a_backup_and_go_with_the_store(warehouse, tmp_path):
    build(warehouse, [Bill("a", AS_OF)])
    record_care(warehouse, 1, ["a"], "contacted", day(9, 1))
    warehouse.backup(tmp_path / "backup.duckdb")
    delete_store(warehouse, 1)
    assert warehouse.cursor().execute("select count(*) from care_notes").fetchall() == [(0,)]
    warehouse.restore(tmp_path / "backup.duckdb")
    assert care_history(warehouse, 1, "a").num_rows == 1


def test_who_came_back_within_sixty_days_of_a_contact(warehouse):
    build(warehouse, [
        Bill("back", day(3, 1), 900), Bill("back", day(7, 30), 70), Bill("back", day(9, 1), 30),  # on the sixtieth day
        Bill("late", day(3, 1)), Bill("late", day(7, 31), 55),
        Bill("never", day(3, 1)), Bill("open", day(8, 1)),
        Bill("same day", day(9, 1), 40),
    ])
    for customer, noted in (("back", day(5, 31)), ("late", day(6, 1)), ("never", day(6, 1)), ("open", day(9, 10)),
                            ("same day", day(9, 1))):
        record_care(warehouse, 1, [customer], "contacted", noted)
    record_care(warehouse, 1, ["late"], "contacted", day(6, 1))  # twice on a day is one contact
    record_care(warehouse, 1, ["never"], "given_up", day(8, 1))
    found = read_win_backs(warehouse, 1, AS_OF, 60)
    assert efforts(found) == [
        ("open", day(9, 10), 1, None, True, 0),
        ("same day", day(9, 1), 1, None, True, 0),
        ("late", day(6, 1), 1, day(7, 31), False, 55),
        ("never", day(6, 1), 1, None, False, 0),
        ("back", day(5, 31), 1, day(7, 30), False, 100),
    ]
    assert (found.contacted, found.back, found.waiting, found.share, found.contribution) == (5, 2, 2, pytest.approx(2 / 3), 155)
    assert finding_win_backs(found, "en") == (
        "2 of 5 contacted customers came back within 60 days and have brought ¥155 since; 2 may still come."
    )


def test_a_day_too_late_is_not_won_back(warehouse):
    build(warehouse, [Bill("a", day(3, 1)), Bill("a", day(7, 31), 55)])
    record_care(warehouse, 1, ["a"], "contacted", day(5, 31))
    found = read_win_backs(warehouse, 1, AS_OF, 60)
    assert (efforts(found), found.share) == ([("a", day(5, 31), 1, None, False, 55)], 0)
    save_warning_rules(warehouse, 1, {"within_days": 61})
    assert read_win_backs(warehouse, 1, AS_OF, 60).share == 1


def test_contacts_without_a_visit_between_them_are_one_effort_and_the_next_begins_after_a_visit(warehouse):
    build(warehouse, [Bill("a", day(1, 1)), Bill("a", day(4, 1), 10), Bill("a", day(4, 20), 20), Bill("a", day(9, 2), 40)])
    for noted in (day(2, 1), day(3, 1), day(8, 1)):
        record_care(warehouse, 1, ["a"], "contacted", noted)
    assert efforts(read_win_backs(warehouse, 1, AS_OF, 60)) == [
        ("a", day(8, 1), 1, day(9, 2), False, 40), ("a", day(2, 1), 2, day(4, 1), False, 30),
    ]
    assert efforts(read_win_backs(warehouse, 1, day(3, 1), 60)) == [("a", day(2, 1), 2, None, True, 0)]


def test_a_word_makes_an_effort_and_a_visit_decides(warehouse):
    build(warehouse, [
        Bill("told", day(3, 1)), Bill("told", day(8, 30), 70), Bill("hoped", day(3, 1)),
        Bill("came", day(3, 1)), Bill("came", day(8, 20), 30), Bill("promised", day(3, 1)),
        Bill("long ago", day(3, 1)), Bill("long ago", day(4, 2), 10), Bill("long ago", day(5, 1), 20),
    ])
    record_care(warehouse, 1, ["told"], "won_back", day(9, 1))  # without a contact: an effort of that day, he came two days before
    record_care(warehouse, 1, ["hoped"], "won_back", day(9, 2))  # without a visit so far
    record_care(warehouse, 1, ["came"], "contacted", day(8, 10))
    record_care(warehouse, 1, ["came"], "won_back", day(8, 21))  # says what the visit has told
    record_care(warehouse, 1, ["promised"], "contacted", day(8, 1))
    record_care(warehouse, 1, ["promised"], "won_back", day(8, 9))  # no visit since, and the 60 days are over
    record_care(warehouse, 1, ["long ago"], "contacted", day(4, 1))
    record_care(warehouse, 1, ["long ago"], "won_back", day(6, 1))  # 61 days after: of its own, from 2 April on
    found = read_win_backs(warehouse, 1, AS_OF, 60)
    assert efforts(found) == [
        ("hoped", day(9, 2), 1, None, True, 0),
        ("told", day(9, 1), 1, day(8, 30), False, 70),
        ("came", day(8, 10), 1, day(8, 20), False, 30),
        ("promised", day(8, 1), 1, None, False, 0),
        ("long ago", day(6, 1), 1, day(5, 1), False, 20),
        ("long ago", day(4, 1), 1, day(4, 2), False, 10),
    ]
    assert (found.contacted, found.back, found.waiting, found.share) == (6, 4, 1, 0.8)


def test_contacts_of_the_log_are_efforts_where_the_customer_was_lost_and_answered(warehouse):
    build(warehouse, [
        *(Bill(each, day(6, 1)) for each in ("back", "sixty", "silent", "barred", "both")), Bill("back", day(8, 20), 70),
        Bill("both", day(9, 10), 5),
    ])
    record_contact(warehouse, 1, "back", "call", "not_now", day(8, 1))  # on the 61st day of silence
    record_contact(warehouse, 1, "sixty", "call", "reached", day(7, 31))  # active still: a call as any other
    record_contact(warehouse, 1, "silent", "call", "not_reached", day(8, 1))
    record_contact(warehouse, 1, "barred", "call", "do_not_call", day(8, 1))
    record_contact(warehouse, 1, "both", "visit", "coming", day(9, 1))
    record_contact(warehouse, 1, "both", "call", "reached", day(9, 1))
    record_care(warehouse, 1, ["both"], "contacted", day(9, 1))  # noted in both books it is one effort
    record_contact(warehouse, 1, "silent", "call", "reached", day(10, 1))  # after the day that is looked at
    assert efforts(read_win_backs(warehouse, 1, AS_OF, 60)) == [
        ("both", day(9, 1), 1, day(9, 10), False, 5), ("back", day(8, 1), 1, day(8, 20), False, 70),
    ]


def test_without_a_contact_the_finding_says_what_to_do(warehouse):
    build(warehouse, [Bill("a", AS_OF)])
    found = read_win_backs(warehouse, 1, AS_OF, 60)
    assert (found.share, found.contribution) == (None, 0)
    assert finding_win_backs(found, "en").startswith("Nobody who was lost has been contacted yet.")
