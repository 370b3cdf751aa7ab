"""What a person says of who is who: records of one person merged, a proposal refused, two people under one key parted.

Each is a batch of kind ``edit``, listed and undone like an import, in any order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from segmentation.ingest.batches import batch_name
from segmentation.ingest.books import hold_books
from segmentation.ingest.closed_months import keep_closed, read_marks
from segmentation.ingest.edit import present_customers, store_name
from segmentation.ingest.erase.coming import check_not_erased
from segmentation.ingest.land import next_batch, record_batch, rederive, undo
from segmentation.ingest.pending import mark_pending
from segmentation.ingest.people import note_people, settle_people
from segmentation.ingest.report import empty_report
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.settings.kept import walk_in_names, walk_in_words
from segmentation.warehouse import Cursor, Warehouse, run

MERGED, REFUSED, PARTED = "merged", "refused", "parted"  # what is said: person_rows.rule
Pair = tuple[str, str]  # the key that survives, and the one that goes into it


def merge_records(warehouse: Warehouse, store_id: int, pairs: Sequence[Pair]) -> int:
    """Make of each pair (A, B) one person under A, all or none, and return the batch; pairs may build a chain (A, B), (C, A).

    Whatever came or comes under either key counts for A, on every day; months that are kept stay as they were kept. Raises
    InputError, and writes nothing, for nobody, a key of nobody in this store, one gone into another, and a key into itself.
    """
    if not pairs:
        raise InputError("no_pairs", N_("Say which records are one person, as A=B: A is the key that stays."))
    with warehouse.writing() as cursor:
        store = store_name(cursor, store_id)
        known = _check_pairs(cursor, store_id, pairs)
        rows = [(MERGED, survivor, gone, None) for survivor, gone in pairs]
        return _say(warehouse, cursor, store_id, store, rows, _named(known, pairs[0]))


def merge_each(warehouse: Warehouse, store_id: int, pairs: Sequence[Pair]) -> list[int]:
    """Merge pairs as ``merge_records`` does, all or none, but each as a batch of its own, to be taken back alone."""
    with warehouse.writing() as cursor:
        store = store_name(cursor, store_id)
        known = _check_pairs(cursor, store_id, pairs)
        return [
            _say(warehouse, cursor, store_id, store, [(MERGED, *pair, None)], _named(known, pair)) for pair in pairs
        ]


def undo_said(warehouse: Warehouse, store_id: int, batch: int) -> None:
    """Take back what a batch says of who is who; raises InputError for one that says nothing of it in this store."""
    said = "select 1 from person_rows where store_id = $store and batch_id = $batch and rule <> 'rejoined' limit 1"
    if not warehouse.cursor().execute(said, {"store": store_id, "batch": batch}).fetchall():
        raise InputError("no_merge", N_("Number {batch} is no merge of this store. merges lists them."), batch=batch)
    undo(warehouse, batch)


def refuse_pairs(warehouse: Warehouse, store_id: int, pairs: Sequence[Pair]) -> int:
    """Remember of each pair of keys that they are two people, never proposed again, and return the batch.

    Raises InputError, and writes nothing, for nobody, a key of nobody in this store, and a key with itself.
    """
    if not pairs:
        raise InputError("no_pairs", N_("Say which records are one person, as A=B: A is the key that stays."))
    with warehouse.writing() as cursor:
        store = store_name(cursor, store_id)
        known = _check_pairs(cursor, store_id, pairs, keep=True)
        rows = [(REFUSED, *pair, None) for pair in pairs]
        return _say(warehouse, cursor, store_id, store, rows, _named(known, pairs[0]))


def part_person(warehouse: Warehouse, store_id: int, customer: str, name: str) -> int:
    """Take the bills that carry ``name`` out of the key ``customer``, into a record of their own, and return the batch.

    Later files' bills of that key and name follow. Raises InputError, and writes nothing, for a key of nobody in this store,
    and a name that none of its bills carries, or all of them.
    """
    with warehouse.writing() as cursor:
        store = store_name(cursor, store_id)
        known = _check_keys(cursor, store_id, [customer])
        names = names_on(cursor, store_id, customer)
        if name not in names:
            raise InputError(
                "unknown_name", N_("No bill of {customer} carries the name “{name}”. There are: {names}."),
                customer=customer, name=name, names=", ".join(names) or "–",
            )
        if len(names) < 2:
            raise InputError(
                "only_name", N_("All bills of {customer} carry the name “{name}”: there is nobody to part."),
                customer=customer, name=name,
            )
        rows = [(PARTED, customer, name, _new_key(cursor, store_id, f"{customer} {name}"))]
        named = {"name": known[customer]["name"] or customer, "other": name, "key": customer, "other_key": rows[0][3]}
        return _say(warehouse, cursor, store_id, store, rows, named)


def names_on(cursor: Cursor, store_id: int, customer: str) -> dict[str, int]:
    """Return the names on the bills of a key, those parted from it left out: each with how many bills, the most first."""
    return dict(run(cursor, "facts/names_on_bills", store=store_id, customer=customer).fetchall())


def _named(known: Mapping[str, Mapping[str, str | None]], pair: Pair) -> dict[str, str]:
    names = [known[key]["name"] or key for key in pair]
    return dict(zip(("name", "other", "key", "other_key"), (*names, *pair), strict=True))


def _new_key(cursor: Cursor, store_id: int, wanted: str) -> str:
    key, number = wanted, 1
    while present_customers(cursor, store_id, [key]):
        number += 1
        key = f"{wanted} {number}"
    return key


def _check_pairs(
    cursor: Cursor, store_id: int, pairs: Sequence[Pair], keep: bool = False
) -> dict[str, dict[str, str | None]]:
    """Return the records of the pairs; raises InputError for the first pair that cannot be. ``keep``: nobody goes."""
    known = _check_keys(cursor, store_id, list(dict.fromkeys(key for pair in pairs for key in pair)))
    into: dict[str, str] = {}
    for survivor, gone in pairs:
        if survivor == gone:
            raise InputError("same_key", N_("{customer} is one record: name two."), customer=survivor)
        for key in (survivor, gone):
            if key in into:
                raise _is_gone(key, into[key])
        if not keep:
            into[gone] = survivor
    return known


def _check_keys(cursor: Cursor, store_id: int, keys: list[str]) -> dict[str, dict[str, str | None]]:
    known = present_customers(cursor, store_id, keys)
    check_not_erased(cursor, store_id, keys)
    for key in keys:
        if key in known:
            continue
        gone = cursor.execute(
            "select customer_key from same_people where store_id = $store and own_key = $key", {"store": store_id, "key": key}
        ).fetchall()
        if gone:
            raise _is_gone(key, gone[0][0])
        elsewhere = cursor.execute(
            "select stores.name from customers inner join stores on stores.store_id = customers.store_id "
            "where customers.customer_key = $key and customers.store_id <> $store and not customers.is_walk_in "
            "order by stores.name limit 1", {"key": key, "store": store_id},
        ).fetchall()
        if elsewhere:
            raise InputError(
                "other_store", N_("{customer} is a customer of {store}: only records of one store can be merged."),
                customer=key, store=elsewhere[0][0],
            )
        raise InputError("unknown_profile", N_("There is no customer {customer} in this store."), customer=key)
    return known


def _is_gone(key: str, survivor: str) -> InputError:
    message = N_("{customer} is merged into {survivor} already: name {survivor}.")
    return InputError("merged_already", message, customer=key, survivor=survivor)


def _say(
    warehouse: Warehouse, cursor: Cursor, store_id: int, store: str, rows: Sequence[tuple[str, str, str, str | None]],
    named: Mapping[str, str],
) -> int:
    """Write what is said of people as one batch, and bring everything in line with it."""
    batch, rule = next_batch(cursor), rows[0][0]
    marks = read_marks(warehouse, cursor, store_id) if rule != REFUSED else {}
    note_people(cursor, store_id)
    columns = dict(zip(("rules", "keys", "others", "new_keys"), map(list, zip(*rows, strict=True)), strict=True))
    cursor.execute(
        "insert into person_rows by name select $store as store_id, $batch as batch_id, unnest($rules) as rule, "
        "unnest($keys) as customer_key, unnest($others) as other, unnest($new_keys::varchar[]) as new_key",
        {"store": store_id, "batch": batch, **columns},
    )
    if rule != REFUSED:
        walk_in = walk_in_words(walk_in_names(warehouse, store_id))
        key: dict[str, Any] = {"store": store_id, "batch": batch, "walk_in": walk_in}
        settle_people(cursor, key)
        rederive(cursor, key)
        keep_closed(warehouse, cursor, store_id, marks, batch, undone=False)
        mark_pending(cursor, store_id)
        hold_books(cursor, store_id)
    report = empty_report(store, batch, len(rows)) | {"customers": len(rows)}
    report |= {"edit": {"customers": len(rows), "people": rule, **named}}
    record_batch(cursor, store_id, report | {"file": batch_name(report, "en")})
    return batch
