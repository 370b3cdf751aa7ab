"""The tiers of the last day are those that grading finds, and are read until facts, scheme or settings are others."""

from datetime import date, timedelta
from random import Random

import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from segmentation.ingest.examine import find_store
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.managers import assign_customers
from segmentation.ingest.stores import delete_store
from segmentation.measures.grades.grading import grade, read_facts
from segmentation.measures.managers.today import read_today
from segmentation.measures.movement.follow_up import follow_up
from segmentation.measures.movement.last_grades import TABLES, keep_last_grades, read_last_grades
from segmentation.measures.movement.snapshots import follow_schemes, list_snapshots
from segmentation.schemes import load_scheme
from segmentation.settings.kept import put, save_scheme_settings, scheme_settings
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill, Profile
from tests.managed import build_managed as build

LAST = date(2026, 9, 20)
RFM = load_scheme("rfm")
# of three active ones b comes most and spends most: A; a is in the upper half by spend: B; c is not: C; d is asleep, p has never come
BILLS = [
    Bill("a", LAST - timedelta(days=9), 10), Bill("a", LAST - timedelta(days=2), 10),
    Bill("b", LAST, 900), Bill("b", LAST - timedelta(days=1), 900), Bill("b", LAST - timedelta(days=3), 900),
    Bill("c", LAST - timedelta(days=4), 5), Bill("d", date(2026, 7, 1), 500), Bill(None, LAST, 1000),
]
TIERS = [("a", 2), ("b", 1), ("c", 3), ("d", 4)]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("last_grades") / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def house(warehouse):
    build(warehouse, BILLS, [Profile("p")])
    forget(warehouse)
    yield warehouse
    put(warehouse, 1, f"scheme:{ABCD.key}", None)
    follow_schemes(warehouse, 1, [ABCD.key])


def forget(warehouse):
    with warehouse.writing() as cursor:
        for table in (*TABLES, "kept_ends", "kept_end_days", "kept_end_names", "kept_gaps", "snapshots", "snapshot_tiers"):
            cursor.execute(f"delete from {table}")


def kept(warehouse, scheme=ABCD, store_id=1, day=LAST, **changes):
    asked = {**scheme_settings(warehouse, store_id, scheme), **scheme.parse(changes)}
    facts = read_facts(warehouse, store_id, day, asked, scheme)
    rows = read_last_grades(warehouse, store_id, scheme, day, asked, facts).sort_by("customer_key")
    return list(zip(rows["customer_key"].to_pylist(), rows["tier_no"].to_pylist(), strict=True))


def graded(warehouse, scheme=ABCD, store_id=1, day=LAST, **changes):
    asked = {**scheme_settings(warehouse, store_id, scheme), **scheme.parse(changes)}
    rows = grade(warehouse, store_id, scheme, day, asked)
    rows = rows.filter(pc.is_valid(rows["tier"])).sort_by("customer")
    return [(row["customer"], scheme.tier_keys.index(row["tier"]) + 1) for row in rows.to_pylist()]


def test_the_tiers_of_the_last_day_are_kept_once(house):
    assert kept(house) == []
    assert keep_last_grades(house, 1) == ["abcd"]
    assert kept(house) == graded(house) == TIERS
    assert keep_last_grades(house, 1) == []
    assert kept(house, day=LAST - timedelta(days=1)) == []


def test_todays_list_reads_them(house):
    follow_up(house, 1)
    with house.writing() as cursor:  # to see whence it comes
        cursor.execute("update last_grades set tier_no = 2 where customer_key = 'd'")
    calls = read_today(house, 1, ABCD, LAST, LAST, settings()).calls
    assert [call.tier for call in calls if call.customer == "d"] == ["B"]


def test_tiers_under_other_settings_are_not_read_until_they_are_kept_anew(house):
    keep_last_grades(house, 1)
    assert kept(house, active_days="150") == [] != graded(house, active_days="150")
    save_scheme_settings(house, 1, ABCD, {"active_days": "150"})
    assert kept(house) == []
    assert keep_last_grades(house, 1) == ["abcd"]
    assert kept(house) == graded(house) != TIERS
    assert kept(house, active_days="60") == []


def test_a_bill_more_of_any_day_of_the_window_and_one_less_are_seen(house):
    keep_last_grades(house, 1)
    for more in (Bill("a", LAST - timedelta(days=200), 5000), Bill("d", LAST, 1), Bill("e", LAST, 1)):
        build(house, [*BILLS, more], [Profile("p")])
        assert (kept(house), keep_last_grades(house, 1), kept(house)) == ([], ["abcd"], graded(house))
    build(house, BILLS, [Profile("p")])
    assert (kept(house), keep_last_grades(house, 1), kept(house)) == ([], ["abcd"], TIERS)


def test_a_later_last_day_takes_the_place_of_the_one_before(house):
    keep_last_grades(house, 1)
    build(house, [*BILLS, Bill("a", LAST + timedelta(days=1), 10)])
    assert keep_last_grades(house, 1) == ["abcd"]
    assert kept(house, day=LAST + timedelta(days=1)) == graded(house, day=LAST + timedelta(days=1))
    assert house.cursor().execute("select day from last_grade_days").fetchall() == [(LAST + timedelta(days=1),)]


def test_a_scheme_that_is_not_followed_any_more_is_forgotten_and_one_that_reads_more_is_not_kept(house):
    keep_last_grades(house, 1)
    follow_schemes(house, 1, [RFM.key, "pyramid", "scorecard"])
    assert keep_last_grades(house, 1) == ["rfm"]
    assert (kept(house), kept(house, RFM)) == ([], graded(house, RFM))
    assert house.cursor().execute("select distinct scheme from last_grades").fetchall() == [("rfm",)]


def test_imports_undos_and_a_register_that_changes_leave_the_list_of_the_day_as_worked_out_anew(tmp_path):
    warehouse = Warehouse(tmp_path / "own.duckdb")
    first, late = tmp_path / "first.csv", tmp_path / "late.csv"
    head = "bill no,date,name,amount,account manager\n"
    rows = [f"{number},2026-{month}-{day:02},{name},{number},Li" for number, (month, day, name) in enumerate(
        [("08", 2, "An"), ("08", 20, "An"), ("08", 30, "Bo"), ("08", 31, "Cy"), ("09", 19, "Cy"), ("09", 20, "Bo")], 1
    )]
    first.write_text(head + "\n".join(rows) + "\n")
    late.write_text(f"{head}9,2026-08-03,An,900,Wu\n")
    import_file(warehouse, "Last", first)
    store = find_store(warehouse, "Last")
    follow_up(warehouse, store)
    months = list_snapshots(warehouse, store, ABCD, settings())

    def both():
        """The list with what is kept, and without."""
        ours = read_today(warehouse, store, ABCD, LAST, LAST, settings()).calls
        with warehouse.writing() as cursor:
            cursor.execute("create or replace temp table held as select * from last_grade_days")
            cursor.execute("delete from last_grade_days")
        anew = read_today(warehouse, store, ABCD, LAST, LAST, settings()).calls
        with warehouse.writing(cursor):
            cursor.execute("insert into last_grade_days select * from held")
        return ours, anew

    before, anew = both()
    assert before == anew != ()
    report = import_file(warehouse, "Last", late)
    assert kept(warehouse, store_id=store) == []
    for _ in range(2):  # before it is followed, and after
        ours, anew = both()
        assert ours == anew != before
        follow_up(warehouse, store)
    assert kept(warehouse, store_id=store) == graded(warehouse, store_id=store)
    undo(warehouse, report["batch"])
    assert kept(warehouse, store_id=store) == []
    follow_up(warehouse, store)
    assert both() == (before, before)
    assert list_snapshots(warehouse, store, ABCD, settings()) == months
    customer = before[0].customer
    assign_customers(warehouse, store, {customer: "Zhao"}, LAST)
    ours, anew = both()
    assert ours == anew
    assert [call.manager for call in ours if call.customer == customer] == ["Zhao"]
    delete_store(warehouse, store)
    assert [warehouse.cursor().execute(f"select count(*) from {table}").fetchall() for table in TABLES] == [[(0,)], [(0,)]]
    warehouse.close()


@tries(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_kept_or_not_tiers_and_the_list_are_the_same(warehouse, seed):
    chance = Random(seed)
    people = [f"k{number}" for number in range(chance.randint(1, 9))]
    bills = [
        Bill(
            chance.choice([*people, None]), LAST - timedelta(days=min(chance.randint(0, 430), chance.randint(0, 430))),
            chance.choice([-40, 0, 60, 90, 700]), chance.randint(1, 3), manager=chance.choice([None, "李", "王"]),
        )
        for _ in range(chance.randint(1, 60))
    ]
    build(warehouse, [*bills, Bill(chance.choice([*people, None]), LAST)], [Profile(each) for each in people if chance.random() < 0.3])
    forget(warehouse)
    saved = {"window": chance.choice(["60", "365", "all"]), "frequency": chance.choice(["visits", "bills"]),
             "top_share": chance.choice(["20", "50"]), "active_days": chance.choice(["30", "60"])}
    save_scheme_settings(warehouse, 1, ABCD, saved)
    asked = scheme_settings(warehouse, 1, ABCD)

    def lists():
        return [read_today(warehouse, 1, ABCD, day, LAST, asked).calls for day in (LAST, LAST - timedelta(days=3), date(2026, 8, 31))]

    before, tiers = lists(), graded(warehouse)
    assert keep_last_grades(warehouse, 1) == ["abcd"]
    assert kept(warehouse) == tiers
    assert lists() == before
    follow_up(warehouse, 1)
    assert lists() == before
    put(warehouse, 1, f"scheme:{ABCD.key}", None)
