"""The example of grading that several tests look at, worked out by hand in DOMAIN.md."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from segmentation.schemes import load_scheme
from tests.houses import Bill

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


def settings(**changes):
    return {**ABCD.defaults(), **ABCD.parse(changes)}


def ago(days):
    return AS_OF - timedelta(days=days)


def visits(customer, count, spend, last, **more):
    """Return ``count`` bills on days of their own that sum to ``spend``, the last one ``last`` days before AS_OF."""
    first = Decimal(spend) - (count - 1)
    return [Bill(customer, ago(last + n), first if n == 0 else 1, **more) for n in range(count)]


def example():
    rows = [line.split() for line in EXAMPLE.strip().splitlines()]
    return rows, [bill for key, count, spend, last, _ in rows for bill in visits(key, int(count), spend, int(last))]


TABLES = dict(zip((f"c{n:02}" for n in range(1, 13)), (48, 20, 44, 15, 12, 0, 6, 5, 3, 2, 1, 1), strict=True))


def example_with_tables():
    """Return the bills of the example with the tables of each customer on his first bill: c06 has none."""
    rows, bills = example()
    firsts = {key: next(bill for bill in bills if bill.customer == key) for key, *_rest in rows}
    return [replace(bill, tables=TABLES[bill.customer] if bill is firsts[bill.customer] else 0) for bill in bills]
