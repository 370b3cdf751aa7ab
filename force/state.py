"""What stands in a warehouse: whole, to tell whether anything changed; and as it counts, to compare it with another one."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from segmentation.warehouse import Cursor, Warehouse

LIVE_BILLS = (
    "select s.name, bill_no, bill_date, customer_key, amount, tables, covers, cost, manager "
    "from bills join stores s using (store_id) where replaced_by is null order by all"
)
DERIVED = ("customers", "visits", "days", "snapshot_tiers", "kept_gaps", "kept_ends", "kept_end_days", "kept_end_names")


def tables(cursor: Cursor) -> list[str]:
    """Return the names of the tables."""
    found = cursor.execute(
        "select table_name from information_schema.tables where table_catalog = current_catalog() and table_type = 'BASE TABLE' "
        "order by table_name"
    ).fetchall()
    return [name for (name,) in found]


def digest(warehouse: Warehouse) -> str:
    """Return a text that changes with any row of any table; only ``version``, by which caches are told, does not count."""
    cursor, told = warehouse.cursor(), []
    for name in tables(cursor):
        where = "where name <> 'version'" if name == "meta" else ""
        told.append((name, *cursor.execute(f'select count(*), sum(hash(t)::hugeint) from "{name}" t {where}').fetchall()[0]))
    return hashlib.sha256(repr(told).encode()).hexdigest()


def money(warehouse: Warehouse) -> Decimal:
    """Return the revenue of all stores."""
    return warehouse.cursor().execute("select coalesce(sum(amount), 0)::decimal(38, 2) from days").fetchall()[0][0]


def holds(warehouse: Warehouse, text: str) -> bool:
    """Whether a text stands anywhere in what files bring."""
    cursor = warehouse.cursor()
    return any(
        cursor.execute(f"select count(*) from {name} t where contains(t::varchar, $text)", {"text": text}).fetchall()[0][0]
        for name in ("profile_rows", "rejects", "bill_lines", "batches", "stores", "settings", "remembered")
    )


def what_counts(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    """Return what the live batches make: the same for every way to the same batches, whatever numbers they have."""
    cursor = warehouse.cursor()
    found = {"bills": cursor.execute(LIVE_BILLS).fetchall()}
    for name in DERIVED:
        found[name] = cursor.execute(
            f"select s.name as store, t.* exclude (store_id) from {name} t join stores s using (store_id) order by all"
        ).fetchall()
    found["month_totals"] = cursor.execute(
        "select s.name, month, last(total order by batch_id) from month_totals join stores s using (store_id) group by all "
        "order by all"
    ).fetchall()
    return found


def differences(one: dict[str, list[tuple[Any, ...]]], other: dict[str, list[tuple[Any, ...]]]) -> str:
    """Return in which tables two warehouses differ, with the first row that only one of them has; "" for none."""
    told = []
    for name, rows in one.items():
        if rows != other[name]:
            first = next(iter(set(map(repr, rows)) ^ set(map(repr, other[name]))), "their order or doubles")
            told.append(f"{name} ({len(rows)} and {len(other[name])} rows, such as {first})")
    return ", ".join(told)


def live_batches(warehouse: Warehouse) -> list[tuple[str, str, str, bool]]:
    """Return store, kind, file and whether it was undone of every batch, in the order in which they landed."""
    return warehouse.cursor().execute(
        "select s.name, kind, file_name, undone_at is not null from batches join stores s using (store_id) order by batch_id"
    ).fetchall()


def settings_of(warehouse: Warehouse) -> dict[str, Any]:
    """Return what is kept in the settings, by store and name."""
    rows = warehouse.cursor().execute("select store_id, name, value from settings order by all").fetchall()
    return {f"{store}/{name}": json.loads(value) for store, name, value in rows}
