from datetime import date, timedelta
from decimal import Decimal

import pytest

from segmentation.measures.grading import grade
from segmentation.schemes import load_scheme
from segmentation.warehouse import Warehouse
from tests.houses import Bill, build

ABCD = load_scheme("abcd")
AS_OF = date(2026, 9, 30)
EXAMPLE = """
    c01 24 96000 3 A
    c02 20 30000 5 C
    c03 18 88000 9 A
    c04 15 24000 2 C
    c05 12 60000 20 B
    c06 10 12000 14 C
    c07 6 54000 31 B
    c08 5 7500 40 C
    c09 3 45000 55 B
    c10 2 2600 60 C
    c11 30 120000 61 D
    c12 1 900 200 D
"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("grading") / "warehouse.duckdb")
    yield opened
    opened.close()


def settings(**changes):
    return {**ABCD.defaults(), **ABCD.parse(changes)}


def graded(warehouse, as_of=AS_OF, store_id=1, **changes):
    """Return the graded list as rows by customer, in its order."""
    rows = grade(warehouse, store_id, ABCD, as_of, settings(**changes)).to_pylist()
    return {row["customer"]: row for row in rows}


def tiers(warehouse, as_of=AS_OF, **changes):
    return {customer: row["tier"] for customer, row in graded(warehouse, as_of, **changes).items()}


def ago(days):
    return AS_OF - timedelta(days=days)


def visits(customer, count, spend, last, **more):
    """Return ``count`` bills on days of their own that sum to ``spend``, the last one ``last`` days before AS_OF."""
    first = Decimal(spend) - (count - 1)
    return [Bill(customer, ago(last + n), first if n == 0 else 1, **more) for n in range(count)]


def example():
    rows = [line.split() for line in EXAMPLE.strip().splitlines()]
    return rows, [bill for key, count, spend, last, _ in rows for bill in visits(key, int(count), spend, int(last))]


def test_the_worked_example_of_the_hotel_manual(warehouse):
    rows, bills = example()
    build(warehouse, bills)
    assert tiers(warehouse) == {key: tier for key, _count, _spend, _last, tier in sorted(rows, key=lambda row: (row[4], row[0]))}
