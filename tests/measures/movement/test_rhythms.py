"""Usual gaps that are kept are those that the visits tell, and are read until the bills of a customer change."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from segmentation.ingest.examine import find_store
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.pending import mark_pending
from segmentation.measures.movement import rhythms
from segmentation.measures.movement.follow_up import follow_up
from segmentation.measures.movement.rhythms import keep_gaps
from segmentation.measures.movement.warnings import read_signs
from segmentation.warehouse import Warehouse
from tests.grades import settings
from tests.houses import Bill, build
from tests.moves import day


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("rhythms") / "warehouse.duckdb")
    yield opened
    opened.close()


def gaps(warehouse, as_of, store_id=1):
    rows = read_signs(warehouse, store_id, as_of, settings()).table.to_pylist()
    return {row["customer_key"]: (row["visits"], row["usual_gap_days"]) for row in rows}


def kept(warehouse):
    return warehouse.cursor().execute(
        "select customer_key, last_visit, visits, usual_gap_days from kept_gaps order by all"
    ).fetchall()


def test_gaps_are_kept_as_of_the_last_day_and_the_month_before_and_found_where_they_are_not(warehouse):
    # a: 3, 7 and 20 days between his visits; b came once; c came in September only, and gave his money back on the 6th
    bills = [*(Bill("a", each) for each in (day(8, 1), day(8, 4), day(8, 11), day(8, 31))), Bill("b", day(8, 30))]
    build(warehouse, [*bills, Bill("a", day(9, 5)), Bill("c", day(9, 4)), Bill("c", day(9, 5)), Bill("c", day(9, 6), -90)])
    before = [gaps(warehouse, each) for each in (day(8, 20), day(8, 31), day(9, 6))]
    assert before == [
        {"a": (3, Decimal(5))}, {"a": (4, Decimal(7)), "b": (1, None)},
        {"a": (5, Decimal(6)), "b": (1, None), "c": (2, Decimal(1))},  # of 3, 5, 7 and 20 days the middle is 6
    ]
    assert keep_gaps(warehouse, 1) == 4
    assert kept(warehouse) == [
        ("a", day(8, 31), 4, Decimal(7)), ("a", day(9, 5), 5, Decimal(6)), ("b", day(8, 30), 1, None), ("c", day(9, 5), 2, Decimal(1)),
    ]
    assert [gaps(warehouse, each) for each in (day(8, 20), day(8, 31), day(9, 6))] == before
    assert keep_gaps(warehouse, 1) == 0
    with warehouse.writing() as cursor:
        cursor.execute("insert into kept_gaps values (1, 'b', '2026-07-01', 1, null)")  # of no day that is asked for
    assert (keep_gaps(warehouse, 1), len(kept(warehouse))) == (0, 4)
    with warehouse.writing() as cursor:  # to see whence it comes
        cursor.execute("update kept_gaps set usual_gap_days = 99")
    assert (gaps(warehouse, day(9, 6))["a"], gaps(warehouse, day(8, 20))["a"]) == ((5, Decimal(99)), (3, Decimal(5)))


def test_an_import_and_its_undo_take_out_what_was_kept_of_its_customers_alone(tmp_path):
    warehouse = Warehouse(tmp_path / "own.duckdb")
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("bill no,date,name,amount\n1,2026-09-01,An,10\n2,2026-09-05,An,10\n3,2026-09-05,Bo,10\n4,2026-09-30,,10\n")
    second.write_text("bill no,date,name,amount\n9,2026-09-03,An,10\n")
    import_file(warehouse, "Rhythm", first)
    store = find_store(warehouse, "Rhythm")
    assert follow_up(warehouse, store).error is None
    [an, bo] = kept(warehouse)
    assert (an[1:], bo[1:]) == ((day(9, 5), 2, Decimal(4)), (day(9, 5), 1, None))
    report = import_file(warehouse, "Rhythm", second)
    assert kept(warehouse) == [bo]
    assert gaps(warehouse, day(9, 30), store)[an[0]] == (3, Decimal(2))
    follow_up(warehouse, store)
    assert kept(warehouse) == [(an[0], day(9, 5), 3, Decimal(2)), bo]
    undo(warehouse, report["batch"])
    assert kept(warehouse) == [bo]
    assert gaps(warehouse, day(9, 30), store)[an[0]] == (2, Decimal(4))
    warehouse.close()


def test_what_was_found_of_bills_that_others_changed_meanwhile_is_not_kept(warehouse, monkeypatch):
    build(warehouse, [Bill("a", day(9, 1))])
    find = rhythms._find

    def find_and_change(*asked):
        find(*asked)
        with warehouse.writing() as cursor:
            mark_pending(cursor, 1)

    monkeypatch.setattr(rhythms, "_find", find_and_change)
    assert (keep_gaps(warehouse, 1), kept(warehouse)) == (0, [])


@tries(max_examples=8, deadline=None)
@given(visits=st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 70), st.sampled_from([-5, 10])), min_size=1, max_size=40))
def test_kept_or_not_the_signs_of_a_day_are_the_same(warehouse, visits):
    build(warehouse, [Bill(name, day(7, 20) + timedelta(days=number), amount) for name, number, amount in visits])
    days = [day(7, 31), day(8, 15), day(8, 31), day(9, 20), day(9, 30)]
    before = [gaps(warehouse, each) for each in days]
    keep_gaps(warehouse, 1)
    assert [gaps(warehouse, each) for each in days] == before
