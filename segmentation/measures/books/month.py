"""What a month of a store comes to: the imports that brought it, its sums and the grades kept of its end."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from segmentation.ingest.books import read_marks
from segmentation.ingest.closed_months import MARK
from segmentation.ingest.edit import store_name
from segmentation.measures.movement.month_ends import month_end
from segmentation.warehouse import Warehouse

SUMS = ("days", "bills", "amount", "tables", "covers", "cost")


@dataclass(frozen=True)
class Book:
    """A month (its first day) of a store as it is now.

    ``files`` are the imports and edits that count in it, each with its ``report``; ``sums`` what the days come to, with what the
    bills themselves come to (bills_told, amount_told); ``total`` what was said to be its revenue; ``grades`` a row a scheme and
    tier; ``marks`` what tells whether it is still the same.
    """

    store_id: int
    store: str
    month: date
    files: list[dict[str, Any]]
    sums: dict[str, Any]
    grades: list[dict[str, Any]]
    marks: dict[str, Any]

    @property
    def last_day(self) -> date:
        return month_end(self.month)

    @property
    def total(self) -> Decimal | None:
        return self.marks["total"]


def read_book(warehouse: Warehouse, store_id: int, month: date, schemes: list[str] | None = None) -> Book:
    """Return what a month comes to now; of the grades those of ``schemes`` (None: all that are kept).

    Raises InputError for a store that is not there any more.
    """
    cursor = warehouse.cursor()
    store = store_name(cursor, store_id)
    span = {"store": store_id, "first_day": month, "last_day": month_end(month)}
    files = warehouse.rows("measures/books/month_files", **span)
    grades = warehouse.rows("measures/books/month_grades", store=store_id, month_end=span["last_day"])
    return Book(
        store_id, store, month,
        [{**row, "report": json.loads(row["report"])} for row in files],
        warehouse.rows("measures/books/month_sums", **span)[0],
        [{**row, "version": row["version"].partition(MARK)[0]} for row in grades if schemes is None or row["scheme"] in schemes],
        read_marks(cursor, store_id, [month], schemes)[month],
    )


def open_rejects(book: Book, file: dict[str, Any]) -> int:
    """Return how many rows of a file were not understood and were not brought again, mended, by another of the month."""
    report = file["report"]
    menders = [each["report"] for each in book.files if each["report"].get("mends") == file["batch"]]
    mended = sum(len(each.get("mended_lines") or ()) for each in menders)
    return max(0, report["rejected"] - mended)
