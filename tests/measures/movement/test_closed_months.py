"""Months that were kept before records were merged stay as they were kept; who moved since then is told of one person."""

import pytest

from segmentation.ingest.land import import_file, undo
from segmentation.ingest.merges import merge_records
from segmentation.measures.movement.follow_up import follow_up
from segmentation.measures.movement.migration import read_history, read_migration
from segmentation.measures.movement.snapshots import list_snapshots, recompute_snapshots, sure_months
from segmentation.settings.kept import scheme_settings
from segmentation.warehouse import Warehouse
from tests.grades import ABCD
from tests.moves import day

JULY, AUGUST, SEPTEMBER = day(7, 31), day(8, 31), day(9, 30)
HEADER = "单号,日期,会员号,客户名称,金额\n"
# five customers in July; B does not come again, under his other key A he does
BILLS = HEADER + (
    "1,2026-07-01,A,张三,100\n2,2026-07-02,B,张三,900\n3,2026-07-03,B,张三,900\n4,2026-07-04,C,王五,300\n5,2026-07-05,D,赵六,200\n"
    "6,2026-07-31,E,孙七,10\n7,2026-08-10,A,张三,100\n8,2026-08-31,C,王五,300\n9,2026-09-30,A,张三,50\n"
)


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "w.duckdb")
    bring(opened, tmp_path, BILLS, "bills.csv")
    follow_up(opened, 1)
    yield opened
    opened.close()


def bring(warehouse, folder, text, name):
    (folder / name).write_text(text, encoding="utf-8")
    return import_file(warehouse, "s", folder / name)["batch"]


def settings(warehouse):
    return scheme_settings(warehouse, 1, ABCD)


def kept(warehouse, end):
    rows = "select customer_key, tier from snapshot_tiers where month_end = ? and scheme = 'abcd' order by 1"
    return dict(warehouse.cursor().execute(rows, [end]).fetchall())


def marks(warehouse):
    return {end: (each.is_current, each.is_stale) for end, each in list_snapshots(warehouse, 1, ABCD, settings(warehouse)).items()}


def test_kept_months_stay_as_they_were_kept_until_a_person_asks(warehouse):
    before = {end: kept(warehouse, end) for end in (JULY, AUGUST, SEPTEMBER)}
    assert before[JULY] == {"A": "C", "B": "A", "C": "B", "D": "B", "E": "C"}
    assert before[SEPTEMBER]["B"] == "D"
    batch = merge_records(warehouse, 1, [("A", "B")])
    assert marks(warehouse) == dict.fromkeys((JULY, AUGUST, SEPTEMBER), (False, False))
    done = follow_up(warehouse, 1)
    assert (done.renewed, done.left) == ({}, {})
    assert {end: kept(warehouse, end) for end in before} == before
    assert sure_months(warehouse, 1, ABCD, settings(warehouse)) == set()
    undo(warehouse, batch)
    follow_up(warehouse, 1)
    assert marks(warehouse) == dict.fromkeys((JULY, AUGUST, SEPTEMBER), (True, False))
    assert {end: kept(warehouse, end) for end in before} == before


def test_found_anew_they_count_the_one_person(warehouse):
    merge_records(warehouse, 1, [("A", "B")])
    recompute_snapshots(warehouse, 1, ABCD, settings(warehouse))
    assert marks(warehouse) == dict.fromkeys((JULY, AUGUST, SEPTEMBER), (True, False))
    assert set(kept(warehouse, JULY)) == {"A", "C", "D", "E"}


def test_a_move_since_a_kept_month_is_of_one_person(warehouse):
    merge_records(warehouse, 1, [("B", "A")])
    follow_up(warehouse, 1)
    found = read_migration(warehouse, 1, ABCD, JULY, day(9, 29), settings(warehouse))
    assert found.kept_from is not None
    moved = {row["customer"]: (row["from_place"], row["to_place"]) for row in found.customers.to_pylist()}
    assert set(moved) == {"B", "C", "D", "E"}
    assert moved["B"][0] == "A"  # as kept of the key that survives
    history = read_history(warehouse, 1, ABCD, SEPTEMBER, settings(warehouse)).to_pylist()
    assert [row["customers"] for row in history] == [4, 4]


def test_a_month_that_is_complete_later_is_kept_of_one_person(warehouse, tmp_path):
    batch = merge_records(warehouse, 1, [("A", "B")])
    follow_up(warehouse, 1)
    october = bring(warehouse, tmp_path, HEADER + "10,2026-10-31,C,王五,5\n", "october.csv")
    follow_up(warehouse, 1)
    assert set(kept(warehouse, day(10, 31))) == {"A", "C", "D", "E"}
    assert set(kept(warehouse, JULY)) == {"A", "B", "C", "D", "E"}
    undo(warehouse, batch)
    follow_up(warehouse, 1)
    assert set(kept(warehouse, day(10, 31))) == {"A", "B", "C", "D", "E"}
    assert all(mark == (True, False) for mark in marks(warehouse).values())
    undo(warehouse, october)


def test_a_month_that_is_not_touched_stays_current(warehouse, tmp_path):
    bring(warehouse, tmp_path, HEADER + "11,2026-09-29,F,周八,5\n12,2026-09-29,G,周八,5\n", "late.csv")
    follow_up(warehouse, 1)
    merge_records(warehouse, 1, [("F", "G")])
    assert marks(warehouse) == {JULY: (True, False), AUGUST: (True, False), SEPTEMBER: (False, False)}
    assert sure_months(warehouse, 1, ABCD, settings(warehouse)) == set()  # till the follow-up is done
    follow_up(warehouse, 1)
    assert sure_months(warehouse, 1, ABCD, settings(warehouse)) == {JULY, AUGUST}
