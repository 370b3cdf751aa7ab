"""Who stands behind a mark of coming and going: the active of a day, those who stayed, those of a month with a manager."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

MANAGED = ("all", "active", "asleep")


def active_among(grades: pa.Table, active_days: int) -> pa.Table:
    """Return the active of a graded list as of its day, the highest contribution first, ties by key."""
    found = grades.filter(pc.fill_null(pc.less_equal(grades["recency_days"], active_days), False))
    return found.sort_by([("contribution", "descending"), ("customer", "ascending")])


def those_of(rows: pa.Table, others: pa.Table) -> pa.Table:
    """Return the rows whose customer is among the others too."""
    return rows.filter(pc.is_in(rows["customer"], others["customer"].combine_chunks()))


def with_money_of(rows: pa.Table, span: pa.Table) -> pa.Table:
    """Return the rows with what each customer brought in a span (``span_customers``) for what he brings in the window.

    Who is not in the span brought nothing in it. The highest contribution comes first, ties by key.
    """
    places = pc.index_in(rows["customer"], span["customer"].combine_chunks())
    zero = pa.scalar(0, span["contribution"].type)
    money = pc.fill_null(span["contribution"].combine_chunks().take(places.combine_chunks()), zero)
    found = rows.set_column(rows.column_names.index("contribution"), "contribution", money)
    return found.sort_by([("contribution", "descending"), ("customer", "ascending")])


def managed_among(rows: pa.Table, last: date, active_days: int, which: str) -> pa.Table:
    """Return those of a month (``span_customers`` up to its ``last`` day) who have a manager: all, the active on that day, or the
    others. Raises KeyError for anything else."""
    has = pc.fill_null(pc.not_equal(rows["manager"], ""), False)
    away: Any = pc.days_between(rows["last_visit"], pa.scalar(last, pa.date32()))
    active = pc.fill_null(pc.less_equal(away, active_days), False)
    return rows.filter({"all": has, "active": pc.and_(has, active), "asleep": pc.and_(has, pc.invert(active))}[which])
