"""Two scores of a graded list crossed: the boxes of a matrix, the recency × frequency grid of RFM."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.warehouse import Warehouse


@dataclass(frozen=True)
class Crossing:
    """One crossing of two scores: how many customers, what they bring and bring on average (CNY)."""

    row: str
    column: str
    customers: int
    contribution: Decimal
    mean: Decimal


def cross(warehouse: Warehouse, grades: pa.Table, rows: str, columns: str) -> dict[tuple[str, str], Crossing]:
    """Return the crossings of two score columns of a graded list by (row, column), only those that have customers.

    Scores become text. Who has no score in one of them is left out.
    """
    scored = pa.table({
        "row_key": grades[rows].cast(pa.string()), "column_key": grades[columns].cast(pa.string()),
        "contribution": grades["contribution"],
    })
    found = [Crossing(*row.values()) for row in warehouse.over("measures/grades/crossed", {"scored": scored}).to_pylist()]
    return {(each.row, each.column): each for each in found}


def totals(crossings: dict[tuple[str, str], Crossing]) -> tuple[int, Decimal]:
    """Return how many customers the crossings hold, and what they bring."""
    return (
        sum(each.customers for each in crossings.values()),
        sum((each.contribution for each in crossings.values()), Decimal("0.00")),
    )


def ungraded(grades: pa.Table) -> int:
    """Return how many customers of a graded list have no tier."""
    return pc.sum(pc.is_null(grades["tier"])).as_py() or 0
