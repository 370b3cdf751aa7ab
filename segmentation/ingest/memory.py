"""What was confirmed for a file is proposed for the next one with the same headers: next month needs no click."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from segmentation.ingest.examination import Choices, Examination
from segmentation.warehouse import Cursor, Warehouse

BATCH, SAID = "batch", "only_said"  # in what is remembered: who said it, and that of values only what was said is kept
BEFORE = "remembered_before"  # in the report of a batch
_ANSWERS = (
    "currency", "amounts", "refunds", "discounts", "stored", "points", "same_numbers", "unit", "on_account", "zone", "payments",
    "blank_dates", "blank_names", "added", "tips", "transfers", "bookers",
)


def recall(warehouse: Warehouse, store_id: int | None, kind: str, signature: str) -> Choices | None:
    """Return what was confirmed for the store's files with these headers, None where nothing was."""
    if store_id is None:
        return None
    found = (
        warehouse.cursor()
        .execute(
            "select choices from remembered where store_id = $store and kind = $kind and signature = $signature",
            {"store": store_id, "kind": kind, "signature": signature},
        )
        .fetchall()
    )
    if not found:
        return None
    kept = json.loads(found[0][0])
    kept.pop(BATCH, None)
    if not kept.pop(SAID, False):  # a release before kept what values came to in that file beside what a person said of them
        kept["meanings"] = {}
    paid = kept.pop("paid", None)  # what releases before meanings kept
    return Choices(**kept, paid=None if paid is None else tuple(paid))


def remember(cursor: Cursor, store_id: int, found: Examination, batch: int) -> None:
    """Keep, inside the landing's transaction, what a person said of the landed file, by which batch, and its columns.

    What values mean is kept where a person said it: what else they came to is of that file's own rows. The order of dates is kept
    where the file proves it, too: the first twelve days of a month prove none.
    """
    meanings = {header: dict(values) for header, values in found.choices.meanings.items()}
    for mark in found.marks:
        if mark.chosen:
            meanings.setdefault(mark.header, {})[mark.value] = mark.meaning
    kept = {
        BATCH: batch, SAID: True,
        "mapping": {**dict.fromkeys(found.choices.mapping), **found.mapped_headers()},
        "meanings": meanings,
        **{name: getattr(found.choices, name) for name in _ANSWERS},
        "date_order": found.date_order if found.choices.date_order else found.proven_order,
        "customer_key": found.customer_key if found.choices.customer_key else None,
        "walk_ins_only": found.choices.walk_ins_only or None,
        "numbers_restart": None if _is_correction(found) else found.choices.numbers_restart,
    }
    cursor.execute(
        "insert or replace into remembered values ($store, $kind, $signature, $choices)",
        {"store": store_id, "kind": found.kind, "signature": found.signature, "choices": json.dumps(kept, ensure_ascii=False)},
    )


def what_was_remembered(cursor: Cursor, store_id: int, found: Examination) -> dict[str, Any]:
    """Return what a landing is about to put aside, for its report, so that ``forget`` can bring it back."""
    rows = cursor.execute(
        "select choices from remembered where store_id = $store and kind = $kind and signature = $signature",
        {"store": store_id, "kind": found.kind, "signature": found.signature},
    ).fetchall()
    return {"kind": found.kind, "signature": found.signature, "choices": json.loads(rows[0][0]) if rows else None}


def forget(cursor: Cursor, store_id: int, batch: int, reports: Mapping[int, dict[str, Any]]) -> None:
    """Let, inside the undo of a batch, what it said of such files be what was said before it, unless a later one said it too.

    ``reports`` are those of all batches that were undone by their numbers: what they said is no more said either.
    """
    told = reports[batch].get(BEFORE)
    if told is None:  # of a release before
        return
    key = {"store": store_id, "kind": told["kind"], "signature": told["signature"]}
    where = "where store_id = $store and kind = $kind and signature = $signature"
    rows = cursor.execute(f"select choices from remembered {where}", key).fetchall()
    if not rows or json.loads(rows[0][0]).get(BATCH) != batch:
        return
    before = told["choices"]
    while before is not None and before.get(BATCH) in reports:
        before = reports[before[BATCH]].get(BEFORE, {}).get("choices")
    cursor.execute(f"delete from remembered {where}", key)
    if before is not None:
        values = {**key, "choices": json.dumps(before, ensure_ascii=False)}
        cursor.execute("insert into remembered values ($store, $kind, $signature, $choices)", values)


def _is_correction(found: Examination) -> bool:
    """Whether a person said of this very file that it replaces bills of the same numbers: the next one is asked about again."""
    return any(question.code == "numbers_of_others" and question.answer == "no" for question in found.questions)
