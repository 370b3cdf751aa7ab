"""What a lake holds, column by column: what grading reads of a warehouse, and nothing that names or reaches a person.

Parquet files lie by store and month, ``visits/store_id=1/month=2026-09/``; what has no month lies by store. A customer stands
under a key made of his own with the warehouse's secret (``segmentation/lake/writing.py``), and ``place`` is his place among the
customers of the store in the order of their own keys, so that ties break as they do in the warehouse.
"""

from __future__ import annotations

from dataclasses import dataclass

VERSION = 1  # of these tables; a lake of another version is not read


@dataclass(frozen=True)
class Table:
    """One table: its columns with Spark's types, by which day its rows lie in months (None: in none), and what is summed."""

    columns: dict[str, str]
    day: str | None = None
    summed: str | None = None


MONEY = "decimal(18,2)"
TABLES = {
    "stores": Table({"store_id": "int", "name": "string"}),
    "customers": Table({
        "store_id": "int", "customer_key": "string", "place": "int", "has_profile": "boolean", "is_walk_in": "boolean",
        "potential": "string", "contacts": "string", "name": "string",
    }),
    "visits": Table({
        "store_id": "int", "customer_key": "string", "visit_date": "date", "bills": "int", "amount": MONEY, "tables": "int",
        "covers": "int", "cost": MONEY,
    }, "visit_date", "amount"),
    "days": Table({
        "store_id": "int", "day": "date", "bills": "int", "amount": MONEY, "tables": "int", "covers": "int", "cost": MONEY,
        "walk_in_bills": "int", "walk_in_amount": MONEY,
    }, "day", "amount"),
    "ratings": Table({
        "store_id": "int", "batch_id": "int", "customer_key": "string", "criterion": "string", "score": "decimal(9,4)",
        "rated_on": "date",
    }, "rated_on"),
}
