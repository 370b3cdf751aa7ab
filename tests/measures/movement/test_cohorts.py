from datetime import date
from decimal import Decimal

import pytest

from segmentation.language.errors import InputError
from segmentation.measures.movement.cohorts import cell_customers, read_cohorts
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build
from tests.shared_data import needs_shared_data

JUNE, JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (6, 7, 8, 9))
AS_OF = date(2026, 9, 10)
HOUSE = [
    Bill("a", date(2026, 6, 3), 10), Bill("a", date(2026, 6, 9), 5), Bill("a", date(2026, 8, 1), 20), Bill("a", AS_OF, 1),
    Bill("b", date(2026, 6, 30), 40), Bill("b", date(2026, 7, 1), 8), Bill("b", date(2026, 7, 31), 2),
    Bill("c", date(2026, 6, 1), 100), Bill("d", date(2026, 8, 5), 7), Bill("e", date(2026, 9, 1), 3), Bill(None, date(2026, 6, 1), 999),
    Bill("later", date(2026, 9, 11), 50),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("cohorts") / "warehouse.duckdb")
    yield opened
    opened.close()


def test_the_triangle_in_customers_shares_and_money(warehouse):
    build(warehouse, HOUSE)
    found = read_cohorts(warehouse, 1, AS_OF)
    assert (found.months, [found.size(month) for month in found.months]) == ([JUNE, JULY, AUGUST], [3, 0, 1])
    assert [found.values(month) for month in found.months] == [[3, 1, 1], [0, 0], [1]]
    assert found.values(JUNE, "share") == [1, pytest.approx(1 / 3), pytest.approx(1 / 3)]
    assert found.values(JULY, "share") == [None, None]
    assert found.values(JUNE, "revenue") == [155, 10, 20]


def test_this_month_or_later(warehouse):
    build(warehouse, HOUSE)
    found = read_cohorts(warehouse, 1, AS_OF)
    assert found.values(JUNE, later=True) == [3, 2, 1]
    assert found.values(JUNE, "revenue", later=True) == [185, 30, 20]


def test_an_unfinished_month_is_in_it_only_where_asked(warehouse):
    build(warehouse, HOUSE)
    found = read_cohorts(warehouse, 1, AS_OF, complete_only=False)
    assert [found.values(month) for month in found.months] == [[3, 1, 1, 1], [0, 0, 0], [1, 0], [1]]
    assert [row["complete"] for row in found.cells.to_pylist() if row["cohort"] == JUNE] == [True, True, True, False]
    assert read_cohorts(warehouse, 1, date(2026, 9, 30)).months[-1] == SEPTEMBER


def test_the_average_is_over_complete_cells_and_weighs_by_size(warehouse):
    build(warehouse, HOUSE)
    for complete_only in (True, False):
        found = read_cohorts(warehouse, 1, AS_OF, complete_only=complete_only)
        assert found.average().to_pylist() == [
            {"months_since": 0, "cohorts": 2, "size": 4, "value": 1.0},
            {"months_since": 1, "cohorts": 1, "size": 3, "value": pytest.approx(1 / 3)},
            {"months_since": 2, "cohorts": 1, "size": 3, "value": pytest.approx(1 / 3)},
        ]
        assert found.average("revenue")["value"].to_pylist() == [Decimal("40.50"), Decimal("3.33"), Decimal("6.67")]


def test_a_cohort_may_be_left_out_of_the_average(warehouse):
    build(warehouse, HOUSE)
    found = read_cohorts(warehouse, 1, AS_OF)
    assert found.average(without=JUNE).to_pylist() == [{"months_since": 0, "cohorts": 1, "size": 1, "value": 1.0}]


def test_the_first_month_of_the_data_is_old_where_later_cohorts_can_be_told(warehouse):
    bills = [Bill("old", date(2026, 6, 2)), *(Bill(f"new{who}", date(2026, 7, 5)) for who in range(10))]
    build(warehouse, bills)
    assert read_cohorts(warehouse, 1, date(2026, 7, 31)).old is None  # the new ones' second month is still to come
    assert read_cohorts(warehouse, 1, date(2026, 8, 30), complete_only=False).old is None
    assert read_cohorts(warehouse, 1, date(2026, 8, 31)).old == JUNE
    build(warehouse, bills[:-1])  # nine new ones tell nothing
    assert read_cohorts(warehouse, 1, date(2026, 8, 31)).old is None
    build(warehouse, [])
    assert read_cohorts(warehouse, 1, date(2026, 8, 31)).old is None


def test_the_customers_of_a_cell(warehouse):
    build(warehouse, HOUSE, [Profile("b", "Lin", manager="Wang")])
    rows = cell_customers(warehouse, 1, AS_OF, JUNE, 1).to_pylist()
    assert rows == [{
        "customer": "b", "name": "Lin", "phone": None, "module": None, "manager": "Wang", "first_visit": date(2026, 6, 30),
        "last_visit": date(2026, 7, 31), "came": True, "visits": 2, "contribution": Decimal("10.00"),
    }]

    def keys(*cell, **options):
        return cell_customers(warehouse, 1, AS_OF, *cell, **options)["customer"].to_pylist()

    assert keys(JUNE, 1, later=True) == ["a", "b"]
    assert keys(JUNE, 1, came=False) == ["a", "c"]
    assert keys(JUNE, 0) == ["c", "b", "a"]
    assert keys(JULY, 0) == []


def test_another_measure_is_refused(warehouse):
    build(warehouse, HOUSE)
    for ask in (read_cohorts(warehouse, 1, AS_OF).average, lambda name: read_cohorts(warehouse, 1, AS_OF).values(JUNE, name)):
        with pytest.raises(InputError):
            ask("profit")


def test_one_month_a_gap_one_customer_and_only_walk_ins(warehouse):
    build(warehouse, [Bill("a", date(2026, 9, 3))])
    assert read_cohorts(warehouse, 1, AS_OF).months == []
    assert read_cohorts(warehouse, 1, AS_OF, complete_only=False).values(SEPTEMBER) == [1]
    build(warehouse, [Bill("a", date(2026, 2, 28)), Bill("a", date(2026, 6, 1))])
    assert read_cohorts(warehouse, 1, date(2026, 6, 30)).values(date(2026, 2, 1)) == [1, 0, 0, 0, 1]
    for bills in ([], [Bill(None, date(2026, 6, 1)), Bill(None, AS_OF)]):
        build(warehouse, bills)
        found = read_cohorts(warehouse, 1, AS_OF)
        assert (found.months, found.size(JUNE), found.values(JUNE), found.average().num_rows) == ([], 0, [], 0)
        assert found.average("revenue").num_rows == 0


@needs_shared_data
def test_the_cohorts_of_cdnow(cdnow):
    found = read_cohorts(cdnow, 1, date(1998, 6, 30))
    sizes = [found.size(month) for month in found.months]
    assert (sizes[:3], set(sizes[3:]), sum(sizes)) == ([7846, 8476, 7248], {0}, 23570)
    assert [len(found.values(month)) for month in found.months[:3]] == [18, 17, 16]
    assert sum(sum(found.values(month, "revenue")) for month in found.months) == Decimal("2500315.63")
