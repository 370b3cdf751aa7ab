"""Who has nobody is proposed to whom: by history first, then by rank and room; the same every time, never beyond a capacity."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.ingest.land import undo
from segmentation.ingest.managers import assign_customers, edit_managers
from segmentation.language.errors import ChangedMeanwhile
from segmentation.measures.grades.grading import grade
from segmentation.measures.managers.assign import RANKS, Assignment, Load, propose, room_needed
from segmentation.measures.managers.findings import finding_load
from segmentation.measures.managers.register import Manager, Register, read_history, read_holders, read_managers
from segmentation.warehouse import Warehouse
from tests.grades import ABCD
from tests.houses import Bill, Profile
from tests.managed import build_managed

AS_OF = date(2026, 9, 30)
DEFAULTS = ABCD.defaults()


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    made = Warehouse(tmp_path_factory.mktemp("assign") / "warehouse.duckdb")
    yield made
    made.close()


@pytest.fixture
def warehouse(opened):
    for table in ("manager_rows", "profile_rows", "batches"):
        with opened.writing() as cursor:
            cursor.execute(f"delete from {table}")
    return opened


def ago(days):
    return AS_OF - timedelta(days=days)


def look(warehouse, as_of=AS_OF):
    return propose(warehouse, 1, ABCD, as_of, DEFAULTS)


def pairs(rows, *names):
    return [tuple(row[name] for name in names) for row in rows.to_pylist()]


BILLS = [
    *(Bill("a", ago(n), 900, manager="Wu" if n < 4 else "Li") for n in range(7)),  # Wu 4 visits, Li 3
    *(Bill("b", ago(n), 500, manager="Li" if n % 2 else "Wu") for n in range(4)),  # 2 visits each, 1 000 each, Wu's later
    Bill("c", ago(3), 300, manager="Gone"), Bill("c", ago(9), 10, manager="Li"),   # Gone is not in office any more
    Bill("d", ago(1), 200), Bill("e", ago(2), 100), Bill("f", ago(100), 50, manager="Li"), Bill("f", ago(100), -50, manager="Zhao"),
]
PROFILES = [Profile("k", name="Kept", manager="Li"), Profile("n", name="New")]


def test_history_claims_first_then_rank_and_room_decide(warehouse):
    build_managed(warehouse, BILLS, PROFILES)
    edit_managers(warehouse, 1, {
        "Wu": {"rank": "1", "capacity": "3"}, "Li": {"rank": "3", "capacity": "3"}, "Gone": {"until_day": "2026-09-28"},
        "Zhao": {"rank": "5", "capacity": "1"}, "Sun": {"capacity": "0"},
    })
    # five are active: a is the one A; of the other four b and c stand in both upper halves, as high in the one as in the other: B
    tiers = {row["customer"]: row["tier"] for row in grade(warehouse, 1, ABCD, AS_OF, DEFAULTS).to_pylist()}
    assert tiers == {"a": "A", "b": "B", "c": "B", "d": "C", "e": "C", "f": "D", "k": None, "n": None}
    found = look(warehouse)
    assert pairs(found.of("claim"), "customer", "manager", "visits", "served", "next_manager", "next_visits") == [
        ("a", "Wu", 4, Decimal("3600.00"), "Li", 3), ("b", "Wu", 2, Decimal("1000.00"), "Li", 2),
        ("c", "Li", 1, Decimal("10.00"), None, None), ("f", "Li", 1, Decimal("50.00"), None, None),
    ]
    # Li carries k, c and f and is full; Zhao (5) has one place for the grades C and D, and d brings more than e
    assert pairs(found.of("match"), "customer", "tier", "manager", "customers", "capacity", "is_near") == [("d", "C", "Zhao", 0, 1, False)]
    assert pairs(found.unplaced, "customer", "tier", "reason") == [("e", "C", "no_room"), ("n", "D", "no_room")]
    assert (found.nobody.customers, found.named, found.whole) == (7, 4, Decimal("8910.00"))
    assert {each.name: found.after(each.name).customers for each in found.register.managers} == {
        "Gone": 0, "Li": 3, "Sun": 0, "Wu": 2, "Zhao": 1,
    }
    assert found.before["Li"].tiers == (0, 0, 0, 1)  # who has not visited yet counts as D


def test_the_room_that_a_grade_needs_counts_those_of_better_grades_who_take_it_first(warehouse):
    build_managed(warehouse, BILLS, PROFILES)
    # Li (3) carries k and claims c and f: 3 of 3; Wu (2) claims a and b: 2 of 2. Nobody may hold d and e (C) but Li and Zhao, n (D) Zhao
    edit_managers(warehouse, 1, {
        "Wu": {"rank": "2", "capacity": "2"}, "Li": {"rank": "3", "capacity": "3"}, "Gone": {"until_day": "2026-09-28"},
        "Zhao": {"rank": "5", "capacity": "0"},
    })
    found = look(warehouse)
    assert pairs(found.unplaced, "customer", "tier") == [("d", "C"), ("e", "C"), ("n", "D")]
    assert room_needed(found, "C", "Li") == 5  # two more for d and e
    assert room_needed(found, "D", "Zhao") == 3  # d and e take his first two places before n
    edit_managers(warehouse, 1, {"Zhao": {"capacity": "3"}})
    assert look(warehouse).unplaced.num_rows == 0
    edit_managers(warehouse, 1, {"Zhao": {"capacity": "2"}})
    assert pairs(look(warehouse).unplaced, "customer", "tier") == [("n", "D")]


def test_without_managers_nobody_can_be_given_to_anybody(warehouse):
    build_managed(warehouse, [Bill("a", AS_OF)])
    found = look(warehouse)
    assert (found.proposals.num_rows, pairs(found.unplaced, "customer", "reason")) == (0, [("a", "no_manager")])


def test_where_no_rank_fits_the_nearest_serves_and_it_is_told(warehouse):
    build_managed(warehouse, [Bill("a", AS_OF)], [Profile("x", manager="Wu"), Profile("y", manager="Li")])
    edit_managers(warehouse, 1, {"Wu": {"rank": "5"}})  # Li has rank 4, as everybody of whom nothing is said
    assert pairs(look(warehouse).proposals, "customer", "tier", "manager", "is_near") == [("a", "A", "Li", True)]


def test_who_is_about_to_leave_is_proposed_nobody(warehouse):
    build_managed(warehouse, [*(Bill("a", ago(n), 900, manager="Li") for n in range(3)), Bill("a", ago(9), 9, manager="Wu"), Bill("d", ago(1), 200)])
    assert pairs(look(warehouse).proposals, "customer", "manager") == [("a", "Li"), ("d", "Wu")]  # with a Li carries more
    edit_managers(warehouse, 1, {"Li": {"until_day": ago(-31).isoformat()}})  # in office for a month yet
    assert pairs(look(warehouse).proposals, "customer", "manager") == [("a", "Wu"), ("d", "Wu")]
    assert [each.name for each in look(warehouse).in_office] == ["Wu"]


def test_accepting_is_one_edit_that_an_undo_takes_back(warehouse):
    build_managed(warehouse, BILLS, PROFILES)
    found = look(warehouse)
    picked = dict(pairs(found.proposals, "customer", "manager"))
    batch = assign_customers(warehouse, 1, picked, AS_OF, dict.fromkeys(picked))
    assert look(warehouse).nobody.customers == found.unplaced.num_rows
    assert assign_customers(warehouse, 1, picked, AS_OF) is None
    with pytest.raises(ChangedMeanwhile):  # who saw them without a manager would take them away from somebody
        assign_customers(warehouse, 1, {"a": "Li"}, AS_OF, {"a": None})
    undo(warehouse, batch)
    assert look(warehouse).proposals.equals(found.proposals)


def test_later_bills_leave_the_proposals_of_an_earlier_day_as_they_were(warehouse):
    build_managed(warehouse, BILLS, PROFILES)
    before = look(warehouse, ago(2))
    build_managed(warehouse, [*BILLS, Bill("a", AS_OF + timedelta(1), 9, manager="New"), Bill("d", AS_OF, 9, manager="New")], PROFILES)
    after = look(warehouse, ago(2))
    assert (after.proposals.equals(before.proposals), after.unplaced.equals(before.unplaced)) == (True, True)


def test_the_manager_of_a_customer_is_dated(warehouse):
    build_managed(warehouse, [Bill("a", ago(60), manager="Li"), Bill("a", ago(20), manager="Wu"), Bill("k", AS_OF)], PROFILES)
    for manager, day in (("Zhao", ago(10)), ("Li", ago(5))):
        assign_customers(warehouse, 1, {"a": manager, "k": manager}, day)
    register = read_managers(warehouse, 1, AS_OF)

    def holders(day):
        return {row["customer_key"]: row["manager"] for row in read_holders(warehouse, 1, register, day, day).to_pylist()}

    assert [holders(ago(days)) for days in (61, 60, 20, 10, 5)] == [
        {"k": "Li"}, {"a": "Li", "k": "Li"}, {"a": "Wu", "k": "Li"}, {"a": "Zhao", "k": "Zhao"}, {"a": "Li", "k": "Li"},
    ]
    assign_customers(warehouse, 1, {"k": "Wu"}, ago(7))  # said last, from an earlier day on: Li's five days were never
    assert pairs(read_history(warehouse, 1, register, ["a", "k"]), "customer_key", "manager", "since", "until") == [
        ("a", "Zhao", ago(10), ago(6)), ("a", "Li", ago(5), None),
        ("k", "Li", None, ago(11)), ("k", "Zhao", ago(10), ago(8)), ("k", "Wu", ago(7), None),
    ]


# --- against a naive reference ----------------------------------------------------------------------------------------


def naive(bills, profiles, managers, tiers, spent):
    """Return claims, matches and unplaced as DOMAIN.md words them, customer by customer; managers: name → (rank, capacity, until)."""
    office = {name: own for name, own in managers.items() if own[2] is None}  # a last day, also one to come: he leaves
    assigned = {each.customer: each.manager for each in profiles if each.manager}
    load = {name: [customer for customer, own in assigned.items() if own == name] for name in managers}
    order = sorted((key for key in tiers if key not in assigned), key=lambda key: (tiers[key], -spent[key], key.encode()))
    claims, matches, unplaced = [], [], []
    for key in order:
        own = [bill for bill in bills if bill.customer == key and bill.manager in office]
        scores = []
        for name in {bill.manager for bill in own}:
            days = {bill.day for bill in own if bill.manager == name and Decimal(bill.amount) >= 0}
            if days:
                money = sum(Decimal(bill.amount) for bill in own if bill.manager == name)
                scores.append((-len(days), -money, -max(days).toordinal(), name))
        if scores:
            claims.append((key, min(scores)[3]))
    for key, name in claims:
        load[name].append(key)
    for key in [each for each in order if each not in dict(claims)]:
        low, high = RANKS[tiers[key]]
        far = {name: max(low - rank, rank - high, 0) for name, (rank, _capacity, _until) in office.items()}
        room = [
            (Fraction(len(load[name]), office[name][1]), sum(spent[each] for each in load[name]), name)
            for name in far if far[name] == min(far.values()) and len(load[name]) < office[name][1]
        ]
        if room:
            matches.append((key, tiers[key], min(room)[2]))
            load[min(room)[2]].append(key)
        else:
            unplaced.append((key, tiers[key], "no_room" if office else "no_manager"))
    return claims, matches, unplaced


NAMES = ("M", "N", "李", "王")


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_proposals_are_those_of_the_naive_reference(opened, chance):
    keys = [f"c{number}" for number in range(chance.randint(1, 14))]
    servers = chance.choice([[None], [None] * 8 + [*NAMES], NAMES])  # few claims, so that there is much to match
    bills = [
        Bill(key, ago(chance.choice([0, 1, 1, 5, 59, 70])), chance.choice([-10, 10, 25, 70]), manager=chance.choice(servers))
        for key in keys for _ in range(chance.randint(1, 3))
    ]
    profiles = [Profile(key, manager=chance.choice([None, *NAMES])) for key in [*keys[::3], "p1", "p2"]]
    managers = {
        name: (chance.choice([1, 3, 4, 4, 4, 5]), chance.choice([0, 2, 3, 80, 80, 80]), chance.choice([None, None, AS_OF, ago(1), ago(-30)]))
        for name in NAMES
    }
    with opened.writing() as cursor:
        cursor.execute("delete from manager_rows")
    build_managed(opened, bills, profiles)
    edit_managers(opened, 1, {
        name: {"rank": str(rank), "capacity": str(capacity), "until_day": until and until.isoformat()}
        for name, (rank, capacity, until) in managers.items()
    })
    rows = grade(opened, 1, ABCD, AS_OF, DEFAULTS).to_pylist()
    tiers, spent = {row["customer"]: row["tier"] or "D" for row in rows}, {row["customer"]: row["contribution"] for row in rows}
    found, again = look(opened), look(opened)
    claims, matches, unplaced = naive(bills, profiles, managers, tiers, spent)
    assert pairs(found.of("claim"), "customer", "manager") == claims
    assert pairs(found.of("match"), "customer", "tier", "manager") == matches
    assert pairs(found.unplaced, "customer", "tier", "reason") == unplaced
    assert found.proposals.equals(again.proposals)
    assert all(row["customers"] < row["capacity"] for row in found.of("match").to_pylist())


def test_the_title_of_the_loads_says_who_takes_most_and_who_is_full():
    li, wang = Manager("李", capacity=3), Manager("王", capacity=9)
    loads = {name: Load(number, Decimal(0), ()) for name, number in (("李", 2), ("王", 2))}
    more = {"李": Load(1, Decimal(0), ()), "王": Load(4, Decimal(0), ())}
    none = {"李": Load(), "王": Load()}
    nobody = pa.table({})
    found = Assignment(date(2026, 9, 30), Register((li, wang), {}), (), nobody, nobody, Load(), 0, Decimal(0), loads, none, more, nobody)
    assert finding_load(found, [li, wang], "en") == "王 takes most once all is accepted; full then: 李"
    assert finding_load(replace(found, matched=none), [li, wang], "en") == "Everybody has room"
