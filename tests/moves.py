"""A small house whose customers move between grades from June to September."""

from datetime import date

from tests.houses import Bill

JUNE, SEPTEMBER = date(2026, 6, 30), date(2026, 9, 30)


def day(month, number):
    return date(2026, month, number)


def pine():
    """June: a is A, b is B, c is C. September: b is A, n came and is B, c is still C, and a has fallen asleep."""
    return [
        *(Bill("a", day(6, number)) for number in (1, 2, 3)),
        *(Bill("b", day(6, number), 50) for number in (10, 11)), Bill("c", day(6, 15), 10),
        *(Bill("b", day(9, number)) for number in (1, 2, 3, 4)), Bill("c", day(9, 10), 20), Bill("n", day(9, 20), 400),
        Bill(None, day(9, 20), 5000), Bill("later", day(10, 1)),
    ]


def cells(found):
    return {
        (row["from_place"], row["to_place"]): (row["customers"], row["contribution"])
        for row in found.cells.to_pylist() if row["customers"]
    }
