"""What the bills of each customer had come to by the end of a day, kept of the days that plans and lists are made of.

Whom bills name, visits, tables and money so far are those of the bills alone, whatever settings, register and profiles say;
what a customer did between two such days is the difference. What is kept of a day holds until a bill of it or of an earlier
day changes, and whatever changes one takes it out (``land/delete_ends``). Of a day that is not kept, the bills tell it as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import pyarrow as pa

from segmentation.ingest.control import Control
from segmentation.ingest.pending import pending_marks
from segmentation.measures.grades.grading import default_as_of, window_begins_after
from segmentation.schemes import Value
from segmentation.warehouse import Cursor, Warehouse, parameters, statement

MONTHS_BACK = (1, 2, 3, 4, 11, 12, 13)  # the ends of which plans of the last day's month and of the next one read
DAYS_BACK = (90, 180, 365)  # of what is told of the last day: two spans of warnings, the window by default
FOUND = {"kept_ends": "facts/day_ends", "kept_end_names": "facts/day_names"}


def days_to_keep(last: date) -> list[date]:
    """Return the days that are kept of a store whose last bill is of ``last``, in order: itself, ends of months before, and the
    days before its windows.

    >>> [f"{day:%y-%m-%d}" for day in days_to_keep(date(2026, 3, 30))][:6]
    ['25-02-28', '25-03-30', '25-03-31', '25-04-30', '25-10-01', '25-11-30']
    """
    before = (last - timedelta(days=days) for days in DAYS_BACK)
    return sorted({last, *before, *(_month_end_before(last, months) for months in MONTHS_BACK)})


def _month_end_before(day: date, months: int) -> date:
    number = day.year * 12 + day.month - months  # of the month after it, from 0 up
    return date(number // 12, number % 12 + 1, 1) - timedelta(days=1)


def kept_days(warehouse: Warehouse, store_id: int) -> set[date]:
    """Return the days that are kept of a store."""
    rows = warehouse.cursor().execute("select day from kept_end_days where store_id = $store", {"store": store_id}).fetchall()
    return {day for (day,) in rows}


def kept_day(warehouse: Warehouse, store_id: int, as_of: date) -> date | None:
    """Return the kept day that says what was so on ``as_of``: since then no bill came. None where there is none."""
    [row] = warehouse.rows("facts/kept_day", store=store_id, as_of=as_of)
    return row["day"]


def kept_facts(warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value]) -> pa.Table | None:
    """Return the facts of a day as ``read_facts`` does, without looking through visits; None where a day for it is not kept."""
    begins, kept = window_begins_after(as_of, settings["window"]), kept_days(warehouse, store_id)
    if as_of not in kept or (begins != date.min and begins not in kept):
        return None
    return warehouse.table(
        "facts/kept_facts", store=store_id, as_of=as_of, window_begins_after=begins, frequency=settings["frequency"]
    )


def keep_ends(warehouse: Warehouse, store_id: int, control: Control | None = None) -> list[date]:
    """Keep what bills had come to by the ``days_to_keep``, forget other days, and return those that were not kept yet.

    Nothing is written where nothing is to change, nor where others change the store meanwhile: what they do is followed as well.
    """
    mark, last = pending_marks(warehouse).get(store_id), default_as_of(warehouse, store_id)
    asked, there = days_to_keep(last) if last else [], kept_days(warehouse, store_id)
    missing = [day for day in asked if day not in there]
    if not missing and there <= set(asked):
        return []
    cursor = warehouse.cursor()
    (control or Control()).attach(cursor)
    for table, name in FOUND.items():
        _find(cursor, f"found_{table}", name, store_id, missing)
    with warehouse.writing(cursor):
        if pending_marks(warehouse).get(store_id) != mark:
            return []
        cursor.register("gone", _frame(sorted(there - set(asked))))
        for table in (*FOUND, "kept_end_days"):
            cursor.execute(
                f"delete from {table} where store_id = $store and day in (select day from gone)", {"store": store_id}
            )
        for table in FOUND:
            cursor.execute(
                f"insert into {table} by name select $store as store_id, * from found_{table} order by day", {"store": store_id}
            )
        cursor.register("missing", _frame(missing))
        cursor.execute("insert into kept_end_days by name select $store as store_id, day from missing", {"store": store_id})
    return missing


def put_ends(cursor: Cursor, warehouse: Warehouse, store_id: int, days: Iterable[date]) -> None:
    """Put what bills had come to by ``days`` into the temporary table day_ends of the cursor (columns of ``facts/day_ends``).

    Kept days are read, the others found in one pass.
    """
    kept, asked = kept_days(warehouse, store_id), set(days)
    _find(cursor, "day_ends", "facts/kept_day_ends", store_id, sorted(asked & kept))
    if missing := sorted(asked - kept):
        _find(cursor, "found_ends", "facts/day_ends", store_id, missing)
        cursor.execute("insert into temp.day_ends by name select * from found_ends")


def _find(cursor: Cursor, table: str, name: str, store_id: int, days: Iterable[date]) -> None:
    cursor.register("end_days", _frame(list(days)))
    sql = statement(name)
    cursor.execute(f"create or replace temp table {table} as select * from ({sql})", parameters(sql, {"store": store_id}))


def _frame(days: list[date]) -> pa.Table:
    return pa.table({"day_no": pa.array(range(1, len(days) + 1), pa.int32()), "day": pa.array(days, pa.date32())})
