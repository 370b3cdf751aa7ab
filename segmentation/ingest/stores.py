"""Stores as wholes: another name, gone for good, weighed against other walk-in names, dated by another hour of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from segmentation.ingest.batches import list_stores
from segmentation.ingest.books import check_books
from segmentation.ingest.day_begins import HOURS, move_day
from segmentation.ingest.day_begins import NAME as DAY_BEGINS
from segmentation.ingest.examine import LONGEST_STORE
from segmentation.ingest.land import apply_walk_in_names, rederive_store
from segmentation.ingest.pending import mark_pending
from segmentation.language.errors import ChangedMeanwhile, InputError
from segmentation.language.i18n import N_
from segmentation.language.text import one_line
from segmentation.settings.kept import get, keep_walk_in_names, walk_in_names, walk_in_words
from segmentation.settings.workshops import note_stores
from segmentation.warehouse import Cursor, Warehouse


@dataclass(frozen=True)
class WalkInChange:
    """What another list of walk-in names did: how many customers became walk-ins (negative: the reverse), and their bills."""

    customers: int
    bills: int


def rename_store(warehouse: Warehouse, store_id: int, name: str) -> str:
    """Give the store another name, trimmed, and return it. Raises InputError for no name, one too long, or another store's."""
    name = one_line(name)
    if not name:
        raise InputError("no_store_name", N_("Write a name for the store."))
    if len(name) > LONGEST_STORE:
        message = N_("The name of a store has at most {most} characters. Shorten it.")
        raise InputError("store_name_too_long", message, most=LONGEST_STORE)
    with warehouse.writing() as cursor:
        _check_known(cursor, store_id)
        values = {"name": name, "store": store_id}
        others = cursor.execute("select name from stores where store_id <> $store", {"store": store_id}).fetchall()
        if name in {one_line(other) for (other,) in others}:
            raise InputError("store_exists", N_("There is a store named “{name}” already. Choose another name."), name=name)
        note_stores(warehouse, cursor)
        cursor.execute("update stores set name = $name where store_id = $store", values)
    return name


def delete_store(warehouse: Warehouse, store_id: int, seen: Mapping[str, Any] | None = None) -> None:
    """Delete the store with everything that belongs to it: bills, customers, imports, settings. Only a backup brings it back.

    Raises InputError, and deletes nothing, for an unknown store, and where it is no more as a person has ``seen`` it (a row of
    ``list_stores``).
    """
    with warehouse.writing() as cursor:
        _check_known(cursor, store_id)
        if seen is not None and dict(seen) not in list_stores(warehouse):
            raise ChangedMeanwhile(
                N_("Meanwhile somebody else changed {store}. Nothing was deleted; look at what stands in it now."),
                store=seen["store"],
            )
        of_store, of_batch = _tables(cursor, "store_id"), _tables(cursor, "batch_id")
        for table in of_batch - of_store:
            batches = "select batch_id from batches where store_id = $store"
            cursor.execute(f'delete from "{table}" where batch_id in ({batches})', {"store": store_id})
        for table in of_store:
            cursor.execute(f'delete from "{table}" where store_id = $store', {"store": store_id})


def change_walk_in_names(warehouse: Warehouse, store_id: int, names: Iterable[str]) -> WalkInChange:
    """Keep ``names`` as the store's walk-in names, weigh its customers and bills by them, and return what that changed."""
    with warehouse.writing() as cursor:
        before = _walk_ins(cursor, store_id)
        apply_walk_in_names(cursor, store_id, keep_walk_in_names(cursor, store_id, names))
        after = _walk_ins(cursor, store_id)
    return WalkInChange(customers=after[0] - before[0], bills=after[1] - before[1])


def count_moved(warehouse: Warehouse, store_id: int, hour: int) -> int:
    """Return how many bills of the store would belong to another day, were its day to begin at ``hour``."""
    before = get(warehouse, store_id, DAY_BEGINS, 0)
    told = (
        "select count(*) from bills where store_id = $store and replaced_by is null "
        "and (hour(bill_time) < $before) <> (hour(bill_time) < $hour)"
    )
    return warehouse.cursor().execute(told, {"store": store_id, "before": before, "hour": hour}).fetchall()[0][0]


def change_day_begins(warehouse: Warehouse, store_id: int, hour: int) -> int:
    """Keep the hour at which the store's day begins, date its bills anew, and return how many belong to another day now.

    Raises InputError, and changes nothing, for an unknown store and an hour that is none of 0 to 6.
    """
    if hour not in HOURS:
        raise InputError("bad_day_begins", N_("The day of a store begins between 0 and 6 o'clock."))
    with warehouse.writing() as cursor:
        _check_known(cursor, store_id)
        moved = count_moved(warehouse, store_id, hour)
        if move_day(cursor, store_id, hour):
            rederive_store(cursor, store_id, walk_in_words(walk_in_names(warehouse, store_id)))
            mark_pending(cursor, store_id)
            check_books(cursor, store_id)
    return moved


def _walk_ins(cursor: Cursor, store_id: int) -> tuple[int, int]:
    return cursor.execute(
        "select (select count(*) from customers where store_id = $store and is_walk_in), "
        "(select coalesce(sum(walk_in_bills), 0) from days where store_id = $store)",
        {"store": store_id},
    ).fetchall()[0]


def _check_known(cursor: Cursor, store_id: int) -> None:
    if not cursor.execute("select 1 from stores where store_id = $store", {"store": store_id}).fetchall():
        raise InputError("unknown_store", N_("This store is not there any more. Nothing was changed."))


def _tables(cursor: Cursor, column: str) -> set[str]:
    """Every table with that column, so that one added later is not forgotten."""
    found = cursor.execute(
        "select table_name from information_schema.columns "
        "join information_schema.tables using (table_catalog, table_schema, table_name) "
        "where table_catalog = current_catalog() and table_type = 'BASE TABLE' and column_name = $column",
        {"column": column},
    ).fetchall()
    return {row[0] for row in found}
