"""Counts over lists of who is foretold, by hand."""

from decimal import Decimal

import pyarrow as pa

from segmentation.measures.foresight.lists import Alive, Box, count_alive, count_likely


def test_who_came_once_is_never_counted_as_probably_still_a_customer():
    customers = pa.table({"repeats": [0, 3, 2, 1], "p_alive": [1.0, 0.5, 0.49, 0.9], "visits_90": [0.2, 1.5, 0.1, 0.9]})
    assert count_alive(customers) == Alive(3, 2, 3)  # 2.7 visits
    assert count_alive(customers.slice(0, 0)) == Alive(0, 0, 0)


def test_a_chance_of_one_half_is_likely():
    money = pa.array([Decimal("10.50"), Decimal("20.00"), Decimal("5.00")], pa.decimal128(18, 2))
    rows = pa.table({"chance": [0.5, 0.49, 0.9], "contribution": money})
    assert count_likely(rows) == Box(2, Decimal("15.50"))
    assert count_likely(rows.slice(0, 0)) == Box(0, Decimal("0.00"))
