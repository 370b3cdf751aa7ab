"""What tells somebody taken out of every table of a store, inside a transaction, with a count of each place."""

from __future__ import annotations

from collections import Counter
from typing import Any

from segmentation.ingest.books import hold_books
from segmentation.ingest.closed_months import Marks, read_marks
from segmentation.ingest.erase.finder import Finder
from segmentation.ingest.erase.marks import KEY, NAMED, WHOLE, mark_of
from segmentation.ingest.erase.person import Person
from segmentation.ingest.erase.sweep import Place, sweep_rejects, sweep_reports, sweep_texts
from segmentation.warehouse import Cursor, Warehouse, run

PERSONAL = ("code", "name", "phone", "email", "birthday", "note")  # columns of rows of his that are emptied, in whatever table
KEYED = ("customer_key", "own_key", "new_key")
LETTER, MANAGER, VALUES, MEANT, GROUPS = "letter", "manager", "values", "meant", "groups"
Left = tuple[tuple[str, int], ...]  # what cannot be cleared: one of these, and how many names, or values of others
LINES = {  # what hangs on his bills and top-ups, and no figure counts: the statement that drops it, the place that it was at
    "land/clear_bill_cells": ("bill_cells", "cells"), "land/clear_bill_names": ("bill_names", "name"),
}


def clear_person(warehouse: Warehouse, cursor: Cursor, person: Person) -> tuple[Counter[Place], Left]:
    """Take everything that tells ``person`` out; return how many rows of each place held him, and what stays.

    ``cursor`` has ``erased_now`` of him. Visits, days, bills and their money stay, under his anonymous keys.
    """
    before = read_marks(warehouse, cursor, person.store_id)
    found, groups = _clear_searches(cursor, person)
    found += clear_lines(cursor, person.store_id)
    found += clear_rows(cursor, person.store_id)
    found += _part_again(cursor, person)
    found += sweep_rejects(cursor, person)
    found += sweep_reports(cursor, person)
    texts, values = sweep_texts(cursor, person)
    found += texts
    found += _rename(cursor, person.store_id)
    _keep_marks(warehouse, cursor, person.store_id, before)
    hold_books(cursor, person.store_id)
    left = {LETTER: len(person.letters), MANAGER: len(person.managers), VALUES: values, MEANT: len(person.meant), GROUPS: groups}
    return found, tuple((reason, count) for reason, count in left.items() if count)


def _clear_searches(cursor: Cursor, person: Person) -> tuple[Counter[Place], int]:
    """Let saved groups that look for what only he has, or a part of it, look for his anonymous key: they find him as before.

    A group that finds others too goes on looking for what they have, and finds them alone; returns how many these are.
    """
    [(rows,)] = cursor.execute(
        "update saved_groups set searched = $anonymous where store_id = $store and searched is not null "
        "and exists (select 1 from (select unnest($told) as told) where contains(lower(told), lower(searched))) "
        "and not exists (select 1 from customers where customers.store_id = $store "
        "and customers.customer_key not in (select own_key from erased_now) "
        "and contains(lower(concat_ws(chr(31), customers.customer_key, customers.name, customers.phone)), lower(searched)))",
        {
            "store": person.store_id, "anonymous": person.keys[person.customer],
            "told": [*person.keys, *person.texts("name", "phone", "email", "code")],
        },
    ).fetchall()
    finder, others = Finder(person, ("own", "names")), 0
    for row, text, is_others in cursor.execute(
        "select rowid, searched, exists (select 1 from customers where customers.store_id = $store "
        "and customers.customer_key not in (select own_key from erased_now) "
        "and contains(lower(concat_ws(chr(31), customers.customer_key, customers.name, customers.phone)), lower(searched))) "
        "from saved_groups where store_id = $store and searched is not null", {"store": person.store_id},
    ).fetchall():
        if finder.finds(text) and is_others:
            others += 1
        elif finder.finds(text):
            rows += cursor.execute(
                "update saved_groups set searched = $text where rowid = $row",
                {"row": row, "text": finder.without(text, person.keys[person.customer])},
            ).fetchall()[0][0]
    return +Counter({("saved_groups", "searched"): rows}), others


def clear_lines(cursor: Cursor, store_id: int, batch: int | None = None) -> Counter[Place]:
    """Drop the other columns of the bills of those in ``erased_now``, and the names on them; of one batch, where it is said."""
    key = {"store": store_id, "batch": batch}
    run(cursor, "land/erased_lines", **key)
    found: Counter[Place] = Counter()
    for name, place in LINES.items():
        [(rows,)] = run(cursor, name, **key).fetchall()
        found[place] += rows
    return +found


def clear_rows(cursor: Cursor, store_id: int, batch: int | None = None) -> Counter[Place]:
    """Empty what rows of those in ``erased_now`` say of them, in every table that has such rows."""
    found: Counter[Place] = Counter()
    for table, columns in columns_of(cursor).items():
        if "customer_key" not in columns or "store_id" not in columns or (batch is not None and "batch_id" not in columns):
            continue
        for column in PERSONAL:
            if column in columns:
                of_batch = "" if batch is None else " and batch_id = $batch"
                changed = cursor.execute(
                    f"update {table} set {column} = null where store_id = $store and {column} is not null{of_batch} "
                    "and customer_key in (select own_key from erased_now) "
                    f"and {column} not in (select customer_key from erased_keys where store_id = $store)",
                    _values(store_id, batch),
                ).fetchall()
                found[table, column] += changed[0][0]
    for table in ("profile_rows", "customers"):
        [(rows,)] = cursor.execute(
            f"update {table} set region = null where store_id = $store and region <> '' "
            "and customer_key in (select own_key from erased_now) and region not in (select region from profile_rows as others "
            "where others.store_id = $store and others.region is not null "
            "and others.customer_key not in (select own_key from erased_now))", {"store": store_id},
        ).fetchall()  # an address says who lives there
        found[table, "region"] += rows
    return +found


def columns_of(cursor: Cursor) -> dict[str, dict[str, str]]:
    """Return the columns of every table of the warehouse with their types."""
    rows = cursor.execute(
        "select table_name, column_name, data_type from information_schema.columns "
        "where table_catalog = current_catalog() and table_schema = 'main' order by table_name, ordinal_position"
    ).fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        tables.setdefault(table, {})[column] = kind
    return tables


def _values(store_id: int, batch: int | None) -> dict[str, Any]:
    return {"store": store_id} if batch is None else {"store": store_id, "batch": batch}


def _part_again(cursor: Cursor, person: Person) -> Counter[Place]:
    """Let one who was parted by his name be parted by his anonymous key instead: later files' bills are his as before."""
    found: Counter[Place] = Counter()
    for key, name, new_key in person.parted:
        values = {"store": person.store_id, "key": key, "name": name, "anonymous": person.keys[new_key]}
        [(rows,)] = cursor.execute(
            "update person_rows set other = $anonymous where store_id = $store and rule = 'parted' and customer_key = $key "
            "and other = $name", values,
        ).fetchall()
        found["person_rows", "other"] += rows
        [(rows,)] = cursor.execute(
            "update profile_rows set name = $anonymous where store_id = $store and coalesce(own_key, customer_key) = $key "
            "and name = $name", values,
        ).fetchall()  # what a file says of the key that both stood under
        found["profile_rows", "name"] += rows
    for name in ("land/name_parted_lines", "land/keep_parted_names"):
        run(cursor, name, store=person.store_id)
    return +found


def _rename(cursor: Cursor, store_id: int) -> Counter[Place]:
    """Put his anonymous keys in the place of his keys, in every table."""
    found: Counter[Place] = Counter()
    for table, columns in columns_of(cursor).items():
        if "store_id" not in columns:
            continue
        for column in KEYED:
            if column in columns and table != "erased_marks":
                found[table, column] += _rename_in(cursor, table, column, store_id)
    found["person_rows", "other"] += _rename_in(cursor, "person_rows", "other", store_id, " and rule <> 'parted'")
    return +found


def _rename_in(cursor: Cursor, table: str, column: str, store_id: int, where: str = "") -> int:
    return cursor.execute(
        f"update {table} set {column} = erased_now.anonymous_key from erased_now "
        f"where {table}.store_id = $store and {table}.{column} = erased_now.own_key{where}", {"store": store_id},
    ).fetchall()[0][0]


def _keep_marks(warehouse: Warehouse, cursor: Cursor, store_id: int, before: Marks) -> None:
    """Let months that are as they were kept stay so: what tells it weighs customers by their keys."""
    now = read_marks(warehouse, cursor, store_id)
    for (scheme, day), mark in before.items():
        cursor.execute(
            "update snapshots set facts_mark = $now where store_id = $store and scheme = $scheme and month_end = $day "
            "and facts_mark = $mark",
            {"now": now[scheme, day], "store": store_id, "scheme": scheme, "day": day, "mark": mark},
        )


def keep_person_marks(cursor: Cursor, person: Person, key: bytes) -> None:
    """Keep the marks by which later files' rows of his are known, and which keys are anonymous."""
    rows: dict[tuple[str, str], str] = {}
    for own, kind, text in person.told:
        if kind != "name" and "*" not in text and text not in person.shared:
            anonymous = person.keys.get(own, person.keys[person.customer])
            if rows.get((WHOLE, text)) is None or text == own:
                rows[WHOLE, text] = anonymous
    for own, anonymous in person.keys.items():
        if not person.is_bare_name(own) and own not in {new_key for _key, _name, new_key in person.parted}:
            rows[KEY, own] = anonymous
    marks = [(mark_of(key, reach, text), reach, anonymous) for (reach, text), anonymous in rows.items()]
    marks += [
        (mark_of(key, NAMED, f"{held}\x1f{name}"), NAMED, person.keys[new_key]) for held, name, new_key in person.parted
    ]
    for mark, reach, anonymous in marks:
        cursor.execute(
            "insert into erased_marks values ($store, $mark, $reach, $anonymous)",
            {"store": person.store_id, "mark": mark, "reach": reach, "anonymous": anonymous},
        )
    for anonymous in person.keys.values():
        cursor.execute(
            "insert into erased_keys values ($store, $anonymous)", {"store": person.store_id, "anonymous": anonymous}
        )
