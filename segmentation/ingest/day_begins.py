"""The hour at which the day of a store begins: a bill before it belongs to the day before (营业日)."""

from __future__ import annotations

import json

from segmentation.ingest.examination import Examination
from segmentation.settings.kept import get, keep
from segmentation.warehouse import Cursor, Warehouse

NAME = "day_begins"
HOURS = range(7)


def day_begins(warehouse: Warehouse, found: Examination) -> int:
    """Return the hour (0 to 6): what a person chose for the file, else what is kept for its store, else 0."""
    if found.choices.day_begins is not None:
        return found.choices.day_begins
    return get(warehouse, found.store_id or 0, NAME, 0)


def is_day_decided(warehouse: Warehouse, found: Examination) -> bool:
    """Whether somebody has said at which hour the day of the file's store begins, midnight included."""
    return get(warehouse, found.store_id or 0, NAME, None) is not None


def move_day(cursor: Cursor, store_id: int, hour: int | None) -> bool:
    """Keep ``hour`` as that at which the store's day begins, and re-date its bills; inside a transaction of the caller's.

    Return whether bills belong to other days now, so that all that is derived from them has to be found anew. Bills without a
    time of day stay where they are. None changes nothing. The days that a batch brings anew as a whole stay those of the hour
    at which it was read, which its report tells: an undo takes them as they were meant.
    """
    told = "select coalesce(max(cast(value as integer)), 0) from settings where store_id = $store and name = $name"
    [(before,)] = cursor.execute(told, {"store": store_id, "name": NAME}).fetchall()
    if hour is None:
        return False
    keep(cursor, store_id, NAME, hour)
    if hour == before:
        return False
    reports = "select batch_id, report from batches where store_id = $store"
    for batch, report in cursor.execute(reports, {"store": store_id}).fetchall():
        told = json.loads(report)
        if told.get(NAME) is None:  # of before reports told it
            told = json.dumps({**told, NAME: before}, ensure_ascii=False)
            cursor.execute("update batches set report = $report where batch_id = $batch", {"report": told, "batch": batch})
    cursor.execute(
        "update bills set bill_date = bill_date + case when hour(bill_time) < $before then 1 else 0 end "
        "- case when hour(bill_time) < $hour then 1 else 0 end where store_id = $store and bill_time is not null",
        {"before": before, "hour": hour, "store": store_id},
    )
    return True
