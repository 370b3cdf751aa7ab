"""Who is who: keys that stand for one person are brought under the one that survives, wherever they stand.

What a person says of it (``person_rows``) is carried by batches. ``same_people`` is what the live rows come to: for each key
that is gone, the one that survives over all steps. Every row keeps the key that its file gave it as ``own_key`` (null: it is
the same), and ``customer_key`` is whom it counts for: found when it lands, and anew for the rows of all keys that a merge, or
taking one back, touches. So whatever reads bills, contacts or visits knows nothing of merges, and grading costs what it did;
and the store is the same in whatever order files, merges and undos come.

Two people under one key are told apart by the names on their bills (``bill_names`` where one file has several, else what each
file says of the key): whoever goes has a key of his own from there on, which may be merged with others.
"""

from __future__ import annotations

from typing import Any

from segmentation.warehouse import Cursor, parameters, run, statement

KEYED = ("bills", "stored_value", "profile_rows", "ratings", "care_notes", "contacts", "payments")


def follow_people(cursor: Cursor, key: dict[str, Any]) -> None:
    """Bring the rows of a batch that has just landed under the keys that survive, inside its transaction."""
    _make(cursor, "moved_keys", "land/batch_keys", key)
    if cursor.execute("select count(*) from moved_keys").fetchall()[0][0]:
        _move(cursor, key, key["batch"])


def note_people(cursor: Cursor, store_id: int) -> None:
    """Keep on the cursor who was who, before what is said of it changes."""
    key = {"store": store_id}
    cursor.execute(
        "create or replace temp table people_before as select own_key, customer_key from same_people where store_id = $store", key
    )
    cursor.execute(
        "create or replace temp table parted_before as "
        "select customer_key, new_key from person_rows where store_id = $store and rule = 'parted'", key,
    )


def rejoin_parted(cursor: Cursor, store_id: int, batch: int) -> None:
    """Say, where a parting was taken back, that whoever was parted is who he was parted from: his contacts go there."""
    run(cursor, "land/rejoined", store=store_id, batch=batch)


def settle_people(cursor: Cursor, key: dict[str, Any]) -> None:
    """Bring all rows of a store in line with what is said of people now, and mark whom that touches, to be derived anew.

    ``note_people`` came before the change. Days keep what they have: merged customers are no walk-ins before and after.
    """
    key = {**key, "batch": None}
    cursor.execute("delete from same_people where store_id = $store", {"store": key["store"]})
    run(cursor, "land/same_people", **key)
    _make(cursor, "moved_keys", "land/moved_keys", key)
    _move(cursor, key, None)
    _make(cursor, "touched_customers", "land/touched_people", key)
    cursor.execute("create or replace temp table touched_days (day date)")
    cursor.execute(
        "create or replace temp table touched_refunds as select distinct customer_key, bill_date as day from bills "
        "where store_id = $store and customer_key in (select customer_key from touched_customers) "
        "union select customer_key, visit_date as day from visits "
        "where store_id = $store and customer_key in (select customer_key from touched_customers)", {"store": key["store"]},
    )


def _make(cursor: Cursor, table: str, name: str, key: dict[str, Any]) -> None:
    sql = statement(name)
    cursor.execute(f"create or replace temp table {table} as {sql}", parameters(sql, key))


def _move(cursor: Cursor, key: dict[str, Any], batch: int | None) -> None:
    """Give the rows of the keys in moved_keys (of one batch, or of all) to whom they stand for now."""
    key = {**key, "batch": batch}
    run(cursor, "land/delete_parted", **key)
    for table in KEYED:
        cursor.execute(
            f"update {table} set customer_key = moved_keys.key_now, "
            f"own_key = nullif(coalesce({table}.own_key, {table}.customer_key), moved_keys.key_now) from moved_keys "
            f"where {table}.store_id = $store and ($batch is null or {table}.batch_id = $batch) "
            f"and coalesce({table}.own_key, {table}.customer_key) = moved_keys.own_key", {"store": key["store"], "batch": batch},
        )
    _make(cursor, "parted_lines", "land/parted_lines", key)
    for table in ("bills", "stored_value"):
        cursor.execute(
            f"update {table} set customer_key = lines.key_now, own_key = nullif(lines.own_key, lines.key_now) "
            f"from parted_lines as lines where {table}.store_id = $store and {table}.batch_id = lines.batch_id "
            f"and {table}.line_no = lines.line_no", {"store": key["store"]},
        )
    run(cursor, "land/move_parted", **key)
    run(cursor, "land/parted_profiles", **key)
