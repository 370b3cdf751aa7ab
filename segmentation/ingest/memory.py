"""What was confirmed for a file is proposed for the next one with the same headers: next month needs no click."""

from __future__ import annotations

import json

from segmentation.ingest.examination import Choices, Examination
from segmentation.warehouse import Cursor, Warehouse

_ANSWERS = (
    "currency", "amounts", "refunds", "discounts", "stored", "points", "same_numbers", "unit", "on_account", "zone", "payments",
    "blank_dates",
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
    paid = kept.pop("paid", None)  # what releases before meanings kept
    return Choices(**kept, paid=None if paid is None else tuple(paid))


def remember(cursor: Cursor, store_id: int, found: Examination) -> None:
    """Keep, inside the landing's transaction, what the landed file was read with."""
    meanings = {header: dict(values) for header, values in found.choices.meanings.items()}
    for mark in found.marks:
        meanings.setdefault(mark.header, {})[mark.value] = mark.meaning
    kept = {
        "mapping": {**dict.fromkeys(found.choices.mapping), **found.mapped_headers()},
        "meanings": meanings,
        **{name: getattr(found.choices, name) for name in _ANSWERS},
        "date_order": found.date_order if found.choices.date_order else None,
        "customer_key": found.customer_key if found.choices.customer_key else None,
        "walk_ins_only": found.choices.walk_ins_only or None,
        "numbers_restart": None if _is_correction(found) else found.choices.numbers_restart,
    }
    cursor.execute(
        "insert or replace into remembered values ($store, $kind, $signature, $choices)",
        {"store": store_id, "kind": found.kind, "signature": found.signature, "choices": json.dumps(kept, ensure_ascii=False)},
    )


def _is_correction(found: Examination) -> bool:
    """Whether a person said of this very file that it replaces bills of the same numbers: the next one is asked about again."""
    return any(question.code == "numbers_of_others" and question.answer == "no" for question in found.questions)
