"""When a manager leaves: what is at risk, who takes his customers, what became of those handed over; each figure by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from segmentation.ingest.batches import batch_name, batch_report
from segmentation.ingest.contacts import record_contact
from segmentation.ingest.land import undo
from segmentation.ingest.managers import assign_customers, edit_managers, hand_over
from segmentation.language.errors import ChangedMeanwhile, InputError
from segmentation.measures.managers.assess import assess
from segmentation.measures.managers.findings import finding_followed
from segmentation.measures.managers.handover import Kept, read_book, read_handover
from segmentation.warehouse import Warehouse
from tests.grades import ABCD
from tests.houses import Bill, Profile
from tests.managed import build_managed

AS_OF = date(2026, 9, 30)


@pytest.fixture
def warehouse(tmp_path):
    made = Warehouse(tmp_path / "warehouse.duckdb")
    yield made
    made.close()


def ago(days):
    return AS_OF - timedelta(days=days)


def look(warehouse, name="Li", to=None, as_of=AS_OF):
    return read_handover(warehouse, 1, ABCD, as_of, ABCD.defaults(), name, to)


def pairs(rows, *names):
    return [tuple(row[name] for name in names) for row in rows.to_pylist()]


BILLS = [
    *(Bill("a", ago(n), 900) for n in range(5)), Bill("b", ago(5), 600, manager="Li"), Bill("b", ago(365), 70, manager="Li"),
    Bill("b", ago(364), 20), Bill("d", ago(100), 50), Bill("w", ago(1), 500), Bill("x", ago(2), 40, manager="Zhao"),
]
PROFILES = [Profile("a", manager="Li"), Profile("d", manager="Li"), Profile("n", manager="Li"), Profile("w", manager="Wu")]


def test_his_customers_are_matched_with_the_others_and_nobody_else_moves(warehouse):
    build_managed(warehouse, BILLS, PROFILES)
    edit_managers(warehouse, 1, {"Wu": {"rank": "2", "capacity": "3"}, "Li": {"rank": "2"}, "Zhao": {"rank": "5", "capacity": "1"}})
    found = look(warehouse)
    # the day 365 days back is out of the year: a 4 500, b 600 + 20, d 50; n has not visited yet. Of b, w and x b comes and brings most
    assert found.revenue_at_risk == Decimal("5170.00")
    assert pairs(found.customers, "customer", "tier") == [("a", "A"), ("b", "B"), ("d", "D"), ("n", "D")]
    # Wu carries w and has two places, for a and b; x is named by a bill alone and fills no place of Zhao's
    assert pairs(found.proposals, "customer", "tier", "manager") == [("a", "A", "Wu"), ("b", "B", "Wu"), ("d", "D", "Zhao")]
    assert pairs(found.unplaced, "customer", "reason") == [("n", "no_room")]
    assert ([each.name for each in found.may_hold("D")], found.room_needed("D", "Zhao")) == (["Zhao"], 2)  # d has the first place
    edit_managers(warehouse, 1, {"Zhao": {"capacity": "2"}})
    assert look(warehouse).unplaced.num_rows == 0
    assert pairs(look(warehouse, to="Zhao").proposals, "customer", "manager") == [(key, "Zhao") for key in "abdn"]


def test_a_day_of_the_past_has_the_managers_of_then(warehouse):
    build_managed(warehouse, BILLS, PROFILES)
    assign_customers(warehouse, 1, {"b": "Li"}, ago(10))
    assign_customers(warehouse, 1, {"a": "Wu"}, ago(3))
    assign_customers(warehouse, 1, {"w": "Li"}, ago(1))
    before = ago(6)  # a was Li's then, b since four days; n without a visit; w, who went to Li later, was Wu's
    assert [row["customer"] for row in look(warehouse).customers.to_pylist()] == ["b", "w", "d", "n"]
    # a has gone to Wu meanwhile and is not Li's to hand over
    assert [row["customer"] for row in look(warehouse, as_of=before).customers.to_pylist()] == ["b", "d", "n"]

    def held(as_of):
        found = assess(warehouse, 1, ABCD, as_of, ABCD.defaults(), compared=False)
        return {name: found.now[name, None].customers for name in ("Li", "Wu")}

    assert (held(before), held(AS_OF)) == ({"Li": 4, "Wu": 1}, {"Li": 4, "Wu": 1})
    assert (held(ago(2)), held(ago(1))) == ({"Li": 3, "Wu": 2}, {"Li": 4, "Wu": 1})


def test_one_step_hands_over_and_keeps_the_last_day_and_one_undo_takes_both_back(warehouse):
    build_managed(warehouse, BILLS, PROFILES)
    found = look(warehouse, to="Wu")
    picked = dict(pairs(found.proposals, "customer", "manager"))
    batch = hand_over(warehouse, 1, "Li", picked, AS_OF, AS_OF + timedelta(days=5))
    assert (look(warehouse).customers.num_rows, look(warehouse, "Wu").customers.num_rows) == (0, 5)
    assert look(warehouse).manager.until_day == date(2026, 10, 5)
    assert batch_name(batch_report(warehouse, batch), "en") == "Li hands over 4 customers, last day 5 Oct 2026"
    undo(warehouse, batch)
    assert look(warehouse, to="Wu").proposals.equals(found.proposals)
    assert look(warehouse).manager.until_day is None


def test_a_last_day_that_somebody_else_wrote_meanwhile_is_asked_about(warehouse):
    build_managed(warehouse, BILLS, PROFILES)
    edit_managers(warehouse, 1, {"Li": {"until_day": "2026-10-31"}})
    with pytest.raises(ChangedMeanwhile):
        hand_over(warehouse, 1, "Li", {"a": "Wu"}, AS_OF, AS_OF)
    assert (look(warehouse).customers.num_rows, look(warehouse).manager.until_day) == (4, date(2026, 10, 31))
    hand_over(warehouse, 1, "Li", {"a": "Wu"}, AS_OF, None)  # nothing is said of it: it stays
    assert (look(warehouse).customers.num_rows, look(warehouse).manager.until_day) == (3, date(2026, 10, 31))
    with pytest.raises(InputError) as refused:
        look(warehouse, "Wu", "Li")
    assert refused.value.code == "leaves_himself"


def test_what_became_of_them_is_told_at_day_30_and_at_day_90(warehouse):
    day = date(2026, 6, 30)
    at = lambda n: day + timedelta(days=n)  # noqa: E731
    build_managed(warehouse, [
        Bill("a", at(0), 100), Bill("a", at(30), 60), Bill("a", at(90), 7), Bill("a", at(91), 999),      # kept
        Bill("b", at(-29), 200, manager="Li"), Bill("b", at(31), 30),                                   # kept by day 90 alone
        Bill("d", at(-30), 5), Bill("d", at(-89), 1), Bill("d", at(-90), 999), Bill("d", at(3), -2),    # a refund is no visit
        Bill("w", at(-5), 10), Bill("w", at(5), 20), Bill("x", at(-5), 40), Bill("z", at(8), 3),
        Bill("散客", at(-3), 500), Bill("散客", at(4), 400),
    ], [Profile("散客", is_walk_in=True), Profile("a", manager="Li"), Profile("d", manager="Li"), Profile("w", manager="Wu"), Profile("x", manager="Li")])
    assert look(warehouse, as_of=at(92)).followed is None
    assign_customers(warehouse, 1, {"x": "Wu"}, at(-20))  # a single one before is not the handover
    assign_customers(warehouse, 1, {"a": "Wu", "b": "Wu", "d": "Wu"}, day)
    assert look(warehouse, as_of=at(29)).followed is None
    month = look(warehouse, as_of=at(30)).followed
    assert (month.day, month.handed_on) == (30, day)
    # the day itself is of the days before: 100 + 200, the one 30 days back is not; after it 60 - 2
    assert month.own == Kept(3, 1, 1, Decimal("300.00"), Decimal("58.00"))
    # z came first after the day, and walk-ins are nobody's: w brought 10 and 20, x 40 and nothing
    assert month.others == Kept(2, 1, 1, Decimal("50.00"), Decimal("20.00"))
    assert (month.own.silent, month.others.silent) == (1, 0)  # d had not come in the 30 days before
    assert finding_followed(month, "zh") == \
        "2026年6月30日交接后30天：1位还在来，1位不再来，1位交接前30天就没来过；交接前30天消费¥300，之后¥58。"
    assert look(warehouse, as_of=at(89)).followed == month
    quarter = look(warehouse, as_of=at(92)).followed
    assert (quarter.day, quarter.own) == (90, Kept(3, 2, 1, Decimal("306.00"), Decimal("95.00")))


def test_the_book_knows_what_was_agreed_on_its_own_day_and_nothing_later(warehouse):
    build_managed(warehouse, BILLS, PROFILES)
    on = AS_OF + timedelta(days=60)  # the bills are old, the log is not
    record_contact(warehouse, 1, "a", "call", "coming", on, on + timedelta(days=6), "a table for ten")
    record_contact(warehouse, 1, "b", "call", "do_not_call", on)
    record_contact(warehouse, 1, "d", "call", "reached", on + timedelta(days=1), None, "later")

    def book(day):
        rows = read_book(warehouse, 1, ABCD, AS_OF, day, ABCD.defaults(), look(warehouse))
        return pairs(rows, "customer", "next_day", "is_barred", "last_contact", "last_note")

    assert book(on) == [
        ("a", on + timedelta(days=6), False, on, "a table for ten"), ("b", None, True, on, None),
        ("d", None, False, None, None), ("n", None, False, None, None),
    ]
    assert {row[1:] for row in book(on - timedelta(days=1))} == {(None, False, None, None)}


def test_who_passed_on_before_anything_was_said_is_followed_from_the_managers_last_day(warehouse):
    # profiles that came later know the new manager alone: a and b were Li's by their bills, c another's, d is still nobody else's
    day = ago(30)
    build_managed(warehouse, [
        Bill("a", day, 100, manager="Li"), Bill("a", ago(3), 60), Bill("b", ago(31), 40, manager="Li"), Bill("d", ago(32), 9, manager="Li"),
        Bill("c", ago(40), 7, manager="Li"), Bill("c", ago(33), 5, manager="Wu"), Bill("c", ago(2), 4),
    ], [Profile("a", manager="Wu"), Profile("b", manager="Zhao"), Profile("c", manager="Zhao")])
    assert look(warehouse).followed is None
    edit_managers(warehouse, 1, {"Li": {"until_day": day.isoformat()}})
    followed = look(warehouse).followed
    assert (followed.day, followed.handed_on, followed.by_bills) == (30, day, True)
    assert followed.own == Kept(2, 1, 1, Decimal("140.00"), Decimal("60.00"))
    assert followed.others == Kept(2, 1, 1, Decimal("21.00"), Decimal("4.00"))
    assert look(warehouse, as_of=ago(1)).followed is None
    assign_customers(warehouse, 1, {"d": "Wu"}, day)  # what a hand has done goes before
    assert (look(warehouse).followed.own.customers, look(warehouse).followed.by_bills) == (1, False)


@pytest.mark.parametrize(("name", "to", "code"), [
    ("Nobody", None, "unknown_manager"), ("Li", "Nobody", "unknown_manager"), ("Li", "Li", "handed_to_himself"), ("Li", "Wu", "not_in_office"),
])
def test_what_is_refused(warehouse, name, to, code):
    build_managed(warehouse, BILLS, PROFILES)
    edit_managers(warehouse, 1, {"Wu": {"until_day": "2026-09-29"}})
    with pytest.raises(InputError) as refused:
        look(warehouse, name, to)
    assert refused.value.code == code
