"""Which score counts on a day, and how a customer's scores came about; literal ratings, checked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.ingest.edit import edit_profiles, rate_customers
from segmentation.ingest.land import import_file, undo
from segmentation.measures.grades.ratings import ratings_history, read_potentials, read_ratings
from segmentation.warehouse import Warehouse

BILLS = "日期,单号,客户编号,客户,金额\n2026-09-01,1,K1,张三,100\n2026-09-30,2,K2,李四,50\n2026-09-30,3,,散客,5\n"
LONG = "客户编号,评分项,得分,评分日期\n"


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    add(warehouse, tmp_path, BILLS)
    yield warehouse
    warehouse.close()


def add(house, folder, text, store="s"):
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return import_file(house, store, path)["batch"]


def counted(warehouse, day, store=1):
    return [
        (row["customer_key"], row["criterion"], f"{row['score'].normalize():f}", row["rated_on"].isoformat())
        for row in read_ratings(warehouse, store, date.fromisoformat(day)).to_pylist()
    ]


def test_the_last_score_on_or_before_the_day_counts(warehouse, tmp_path):
    add(warehouse, tmp_path, LONG + "K1,忠诚度,3,2026-09-01\nK1,忠诚度,5,2026-09-20\nK1,配合度,4,2026-09-10\nK2,忠诚度,1,2026-09-21\n")
    assert counted(warehouse, "2026-08-31") == []
    assert counted(warehouse, "2026-09-19") == [("K1", "忠诚度", "3", "2026-09-01"), ("K1", "配合度", "4", "2026-09-10")]
    assert counted(warehouse, "2026-09-20") == [("K1", "忠诚度", "5", "2026-09-20"), ("K1", "配合度", "4", "2026-09-10")]
    assert counted(warehouse, "2026-09-30")[-1] == ("K2", "忠诚度", "1", "2026-09-21")


def test_of_one_day_the_later_batch_counts_until_it_is_undone(warehouse, tmp_path):
    add(warehouse, tmp_path, LONG + "K1,忠诚度,3,2026-09-01\n")
    later = add(warehouse, tmp_path, LONG + "K1,忠诚度,2,2026-09-01\n")
    assert counted(warehouse, "2026-09-30") == [("K1", "忠诚度", "2", "2026-09-01")]
    undo(warehouse, later)
    assert counted(warehouse, "2026-09-30") == [("K1", "忠诚度", "3", "2026-09-01")]


def test_a_rating_that_was_taken_back_is_gone_from_that_day_on(warehouse, tmp_path):
    add(warehouse, tmp_path, LONG + "K1,忠诚度,3,2026-09-01\n")
    rate_customers(warehouse, 1, {"K1": {"忠诚度": None}}, date(2026, 9, 10))
    assert counted(warehouse, "2026-09-09") == [("K1", "忠诚度", "3", "2026-09-01")]
    assert counted(warehouse, "2026-09-10") == []


def test_stores_do_not_mix_and_scores_are_decimals(warehouse, tmp_path):
    add(warehouse, tmp_path, LONG + "K1,忠诚度,3.25,2026-09-01\n")
    add(warehouse, tmp_path, LONG + "K1,忠诚度,90,2026-09-01\n", store="other")
    assert counted(warehouse, "2026-09-30", 1) == [("K1", "忠诚度", "3.25", "2026-09-01")]
    assert counted(warehouse, "2026-09-30", 2) == [("K1", "忠诚度", "90", "2026-09-01")]
    both = warehouse.rows("facts/latest_ratings", stores=[1, 2], as_of=date(2026, 9, 30))
    assert [(row["store_id"], row["score"]) for row in both] == [(1, Decimal("3.25")), (2, Decimal(90))]


def test_the_history_has_a_row_a_criterion_and_day(warehouse, tmp_path):
    add(warehouse, tmp_path, LONG + "K1,忠诚度,3,2026-09-01\nK1,忠诚度,5,2026-09-20\nK1,配合度,4,2026-09-10\nK2,忠诚度,1,2026-09-02\n")
    rate_customers(warehouse, 1, {"K1": {"忠诚度": "2"}}, date(2026, 9, 1))
    told = [(row["criterion"], row["rated_on"].day, str(row["score"])) for row in ratings_history(warehouse, 1, "K1", date(2026, 9, 19)).to_pylist()]
    assert told == [("忠诚度", 1, "2.0000"), ("配合度", 10, "4.0000")]
    assert ratings_history(warehouse, 1, "K1", date(2026, 9, 30)).num_rows == 3
    assert ratings_history(warehouse, 1, "K9", date(2026, 9, 30)).num_rows == 0


def test_potentials_are_told_of_everyone_but_walk_ins(warehouse):
    edit_profiles(warehouse, 1, {"K1": {"potential": "b", "contacts": "3"}})
    assert read_potentials(warehouse, 1).to_pylist() == [
        {"customer_key": "K1", "potential": "B", "contacts": "3"}, {"customer_key": "K2", "potential": None, "contacts": None},
    ]
