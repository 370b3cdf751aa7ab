from datetime import date, timedelta

import pytest

from segmentation.exports.tables import with_names
from segmentation.language.errors import InputError
from segmentation.measures.grades.customers import Filters, customers_page, filter_choices
from segmentation.measures.grades.grading import COLUMNS, grade
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill, Profile, build

AS_OF = date(2026, 9, 30)
PROFILES = [
    Profile("k1", "Lin_Yi", "13800000001", "Z", "Wang"),
    Profile("k2", "林 100%", "13900000002", None, "Wang"),
    Profile("K3", "linda", None, "S", None),
    Profile("k4", None, "13800000004", "S", "Li"),
    Profile("new", "Later", None, "Z", None),
]
DAYS = {"k1": 0, "k2": 30, "K3": 60, "k4": 90}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    warehouse = Warehouse(tmp_path_factory.mktemp("customers") / "warehouse.duckdb")
    bills = [Bill(key, AS_OF - timedelta(days=days), 100 + days) for key, days in DAYS.items()]
    build(warehouse, bills, PROFILES)
    yield warehouse, grade(warehouse, 1, ABCD, AS_OF, settings())
    warehouse.close()


def keys(house, filters=None, **more):
    warehouse, grades = house
    return customers_page(grades, warehouse, filters or Filters(), **more).rows["customer"].to_pylist()


def test_without_filters_the_page_is_the_list(house):
    warehouse, grades = house
    page = customers_page(grades, warehouse)
    assert page.rows.equals(grades)
    assert (page.customers, page.contribution) == (5, 580)


@pytest.mark.parametrize(("filters", "wanted"), [
    (Filters(tiers=("D",)), ["k4"]),
    (Filters(tiers=("A", None)), ["K3", "new"]),
    (Filters(modules=("S",)), ["K3", "k4"]),
    (Filters(modules=(None,)), ["k2"]),
    (Filters(managers=(None, "Li")), ["K3", "k4", "new"]),
    (Filters(recency_from=30), ["K3", "k2", "k4"]),
    (Filters(recency_from=30, recency_to=60), ["K3", "k2"]),
    (Filters(recency_to=0), ["k1"]),
    (Filters(text="LIN"), ["K3", "k1"]),
    (Filters(text="_"), ["k1"]),
    (Filters(text="%"), ["k2"]),
    (Filters(text="138"), ["k1", "k4"]),
    (Filters(text=" k3 "), ["K3"]),
    (Filters(text="k3 lin"), []),  # a text lies within one of the three
    (Filters(text="k3\nlin"), []),
    (Filters(text="' or 1=1 --"), []),
    (Filters(modules=("S",), managers=("Li",), tiers=("D",), text="k"), ["k4"]),
])
def test_filters(house, filters, wanted):
    assert sorted(keys(house, filters)) == sorted(wanted)
    assert customers_page(house[1], house[0], filters).customers == len(wanted)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_column_sorts_both_ways_with_the_empty_last(house, column, descending):
    warehouse, grades = house
    rows = customers_page(grades, warehouse, sort=column, descending=descending).rows
    shown = with_names(rows) if column == "name" else rows  # who has no name stands where his key does
    values = shown[column].to_pylist()
    filled = [value for value in values if value is not None]
    assert filled == sorted(filled, reverse=descending)
    assert all(value is None for value in values[len(filled) :])


def test_equal_values_keep_the_order_of_the_list(house):
    assert keys(house, sort="store", descending=True) == house[1]["customer"].to_pylist()


def test_pages_follow_each_other_and_end(house):
    whole = house[1]["customer"].to_pylist()
    assert keys(house, limit=2) + keys(house, limit=2, offset=2) + keys(house, limit=2, offset=4) == whole
    assert keys(house, limit=2, offset=9) == []
    assert keys(house, limit=None) == whole


def test_a_column_that_does_not_exist_is_refused(house):
    with pytest.raises(InputError, match="no column"):
        keys(house, sort="contribution; drop table bills")


def test_the_choices_of_a_filter_come_with_their_customers(house):
    assert filter_choices(house[1], house[0]) == {
        "tier": {"A": 1, "B": 1, "C": 1, "D": 1, None: 1},
        "module": {"S": 2, "Z": 2, None: 1},
        "manager": {None: 2, "Wang": 2, "Li": 1}, "region": {None: 5},
    }


def test_filters_survive_an_address():
    filters = Filters(("A", None), (None,), ("王, 经理", "a&b"), 0, 60, " 100% ")
    assert Filters.from_query(filters.to_query()) == filters
    assert Filters.from_query({}) == Filters()
    assert Filters().to_query() == {}


def test_an_address_with_nonsense_filters_nothing():
    assert Filters.from_query({"recency_from": "-1", "recency_to": "١", "lang": "zh", "tiers": []}) == Filters()
