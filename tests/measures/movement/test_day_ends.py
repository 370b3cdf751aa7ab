"""What is kept of the ends of days is what the bills tell, and is read until a bill of then or of before changes."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from segmentation.ingest.examine import find_store
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.pending import mark_pending
from segmentation.measures.grades.grading import read_facts
from segmentation.measures.managers.plan import read_proposal
from segmentation.measures.managers.register import read_holders, read_managers
from segmentation.measures.movement import day_ends
from segmentation.measures.movement.day_ends import days_to_keep, keep_ends, kept_day, kept_days, kept_facts, put_ends
from segmentation.measures.movement.follow_up import follow_up
from segmentation.measures.movement.warnings import read_signs
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill, Profile
from tests.managed import build_managed as build

LAST = date(2026, 9, 20)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("ends") / "warehouse.duckdb")
    yield opened
    opened.close()


def kept(warehouse, day):
    return warehouse.cursor().execute(
        "select customer_key, named, first_visit, last_visit, visits, bills, tables, revenue from kept_ends where day = $day order by all", {"day": day}
    ).fetchall()


def forget(warehouse):
    with warehouse.writing() as cursor:
        for table in ("kept_ends", "kept_end_days", "kept_end_names"):
            cursor.execute(f"delete from {table}")


def test_a_day_holds_whom_bills_name_and_what_a_customer_has_come_to_by_then(warehouse):
    # a: 李 on 30 June with two tables, nobody on 5 August; b: 王 on 31 August, whom 李 serves on 2 September;
    # c gave back in August what no bill here brought: he has never come
    build(warehouse, [
        Bill("a", date(2026, 6, 30), 300, 2, manager="李"), Bill("a", date(2026, 8, 5), 50),
        Bill("b", date(2026, 8, 31), 70, manager="王"), Bill("b", date(2026, 9, 2), 10, manager="李"),
        Bill("c", date(2026, 8, 7), -20, manager="王"), Bill(None, LAST, 1000, manager="赵"),
    ])
    assert keep_ends(warehouse, 1) == days_to_keep(LAST)
    june, august = date(2026, 6, 30), date(2026, 8, 31)
    a = ("a", "李", june, june, 1, 1, 2, Decimal(300))
    assert kept(warehouse, june) == [a] == kept(warehouse, date(2026, 7, 31))
    grown = ("a", "李", june, date(2026, 8, 5), 2, 2, 3, Decimal(350))
    c = ("c", "王", None, None, 0, 0, 0, Decimal(-20))
    assert kept(warehouse, august) == [grown, ("b", "王", august, august, 1, 1, 1, Decimal(70)), c]
    assert kept(warehouse, LAST) == [grown, ("b", "李", august, date(2026, 9, 2), 2, 2, 2, Decimal(80)), c]
    names = warehouse.cursor().execute("select name, first_bill, last_bill from kept_end_names where day = $day order by all", {"day": LAST})
    assert names.fetchall() == [
        ("李", june, date(2026, 9, 2)), ("王", date(2026, 8, 7), august), ("赵", LAST, LAST),
    ]
    assert keep_ends(warehouse, 1) == []
    # a day on which and since which no bill came is told by the last one before it
    assert (kept_day(warehouse, 1, LAST + timedelta(days=9)), kept_day(warehouse, 1, date(2026, 9, 1))) == (LAST, august)
    assert kept_day(warehouse, 1, date(2026, 9, 2)) is None


def test_what_is_kept_is_read(warehouse):
    build(warehouse, [Bill("a", date(2026, 8, 1), manager="李"), Bill("a", LAST, manager="王")])
    keep_ends(warehouse, 1)
    with warehouse.writing() as cursor:  # to see whence it comes
        cursor.execute("update kept_ends set named = '赵'")
        cursor.execute("update kept_end_names set name = '赵'")
    for as_of, name in ((LAST, "赵"), (date(2026, 8, 31), "赵"), (date(2026, 9, 19), "赵"), (date(2026, 7, 31), None)):
        register = read_managers(warehouse, 1, as_of)
        assert [each.name for each in register.managers] == ([name] if name else [])
        assert read_holders(warehouse, 1, register, as_of)["manager"].to_pylist() == ([name] if name else [])


def test_a_bill_takes_out_the_days_from_its_own_on_and_an_undo_too(tmp_path):
    warehouse = Warehouse(tmp_path / "own.duckdb")
    first, late = tmp_path / "first.csv", tmp_path / "late.csv"
    head = "bill no,date,name,amount,account manager\n"
    first.write_text(f"{head}1,2026-06-03,An,10,Li\n2,2026-09-20,An,10,Li\n")
    late.write_text(f"{head}9,2026-08-03,An,7,Wu\n")
    import_file(warehouse, "Ends", first)
    store = find_store(warehouse, "Ends")
    assert follow_up(warehouse, store).error is None
    days = days_to_keep(LAST)
    assert kept_days(warehouse, store) == set(days)
    told = {day: kept(warehouse, day) for day in days}
    report = import_file(warehouse, "Ends", late)
    assert kept_days(warehouse, store) == {day for day in days if day < date(2026, 8, 3)}
    assert [day for day in days if kept(warehouse, day)] == [date(2026, 6, 22), date(2026, 6, 30), date(2026, 7, 31)]
    follow_up(warehouse, store)
    assert [row[1:] for row in kept(warehouse, date(2026, 8, 31))] == [
        ("Wu", date(2026, 6, 3), date(2026, 8, 3), 2, 2, told[days[-2]][0][6] + 1, Decimal(17))
    ]
    undo(warehouse, report["batch"])
    assert kept_days(warehouse, store) == {day for day in days if day < date(2026, 8, 3)}
    follow_up(warehouse, store)
    assert {day: kept(warehouse, day) for day in days} == told
    warehouse.close()


def test_what_was_found_of_bills_that_others_changed_meanwhile_is_not_kept(warehouse, monkeypatch):
    build(warehouse, [Bill("a", LAST)])
    find = day_ends._find

    def find_and_change(*asked):
        find(*asked)
        with warehouse.writing() as cursor:
            mark_pending(cursor, 1)

    monkeypatch.setattr(day_ends, "_find", find_and_change)
    assert (keep_ends(warehouse, 1), kept(warehouse, LAST), kept_days(warehouse, 1)) == ([], [], set())


def test_days_that_no_plan_asks_for_any_more_are_forgotten(warehouse):
    build(warehouse, [Bill("a", date(2026, 9, 19))])
    keep_ends(warehouse, 1)
    build_days = kept_days(warehouse, 1)
    with warehouse.writing() as cursor:
        cursor.execute("insert into days select 1, '2026-09-20', 1, 5, 1, null, null, 1, 5")
    assert keep_ends(warehouse, 1) == [LAST - timedelta(days=days) for days in (365, 180, 90, 0)]
    assert kept_days(warehouse, 1) == set(days_to_keep(LAST)) != build_days
    assert kept(warehouse, date(2026, 9, 19)) == []


def random_house(warehouse, seed):
    """Customers with and without names on their bills, given to managers by profiles, by edits and by nobody, over fourteen months."""
    chance = Random(seed)
    people = [f"k{number}" for number in range(chance.randint(1, 8))]
    bills = [
        Bill(
            chance.choice([*people, None]), LAST - timedelta(days=chance.randint(0, 430)), chance.choice([-40, 0, 60, 90]),
            chance.randint(1, 3), manager=chance.choice([None, "李", "李经理", "王", ""]),
        )
        for _ in range(chance.randint(1, 60))
    ]
    bills.append(Bill(chance.choice([*people, None]), LAST))
    profiles = [Profile(each, manager=chance.choice([None, "王", ""])) for each in people if chance.random() < 0.4]
    build(warehouse, bills, profiles)
    with warehouse.writing() as cursor:
        cursor.execute("delete from manager_rows")
        cursor.execute("insert into manager_rows (store_id, batch_id, name, same_as) values (1, 1, '李经理', '李')")
        for each in people:
            if chance.random() < 0.3:
                cursor.execute(
                    "insert into profile_rows (store_id, batch_id, customer_key, explicit, manager, edited, said_on) "
                    "values (1, 2, $customer, true, $manager, true, $day)",
                    {"customer": each, "manager": chance.choice(["赵", ""]), "day": LAST - timedelta(days=chance.randint(0, 100))},
                )


def everything(warehouse):
    """What is read of kept days, by days kept and not kept, and of months whose plans read them in part."""
    found = []
    for as_of in (date(2025, 8, 31), date(2026, 6, 15), date(2026, 8, 31), date(2026, 9, 10), LAST, LAST + timedelta(days=5)):
        register = read_managers(warehouse, 1, as_of)
        found.append(register.managers)
        found += [read_holders(warehouse, 1, register, as_of, each).sort_by("customer_key") for each in (as_of, date.max)]
    for frequency in ("visits", "bills"):
        for window in ("365", "all", "60"):
            asked = settings(window=window, frequency=frequency)
            found.append(read_signs(warehouse, 1, LAST, asked).table.sort_by("customer_key"))
            told = kept_facts(warehouse, 1, LAST, asked)
            told = read_facts(warehouse, 1, LAST, asked) if told is None else told
            found.append(told.sort_by("customer_key"))
    for month, as_of in ((9, LAST), (10, LAST), (9, date(2026, 8, 10)), (6, LAST)):
        found.append(read_proposal(warehouse, 1, ABCD, date(2026, month, 1), as_of, settings()))
    cursor = warehouse.cursor()
    put_ends(cursor, warehouse, 1, [date(2026, 8, 31), date(2026, 9, 3), LAST])
    found.append(cursor.execute("select * from day_ends order by all").fetchall())
    return found


@tries(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_kept_or_not_managers_holders_and_plans_are_the_same(warehouse, seed):
    random_house(warehouse, seed)
    before = everything(warehouse)
    keep_ends(warehouse, 1)
    assert [kept_facts(warehouse, 1, LAST, settings(window=each)) is None for each in ("365", "all", "60")] == [False, False, True]
    assert everything(warehouse) == before
    forget(warehouse)
