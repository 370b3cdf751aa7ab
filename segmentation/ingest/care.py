"""What is done to win customers back, noted by a person: each act is a batch, listed and undone like an import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from segmentation.fields import CARE_STATES
from segmentation.ingest.batches import batch_name, empty_report
from segmentation.ingest.edit import LONGEST, check_known, present_customers, store_name
from segmentation.ingest.land import next_batch, record_batch
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.text import visible
from segmentation.warehouse import Warehouse


def record_care(
    warehouse: Warehouse, store_id: int, customers: Sequence[str], state: str, day: date, note: str = "", author: str = ""
) -> int:
    """Note of ``customers`` (keys) that they were contacted, won back or given up on ``day``, and return the batch.

    ``state`` is one of ``CARE_STATES``. Of several notes on a customer the latest day counts, on one day the one written
    last; ``undo`` takes the batch back. Raises InputError, and writes nothing, for nobody, a customer who is not there, an
    unknown state, a text that is too long.
    """
    if state not in CARE_STATES:
        known = ", ".join(CARE_STATES)
        raise InputError("unknown_state", N_("There is no state “{state}”. There are: {states}."), state=state, states=known)
    texts = [" ".join(visible(text).split()) or None for text in (note, author)]
    if any(len(text or "") > LONGEST for text in texts):
        raise InputError("field_too_long", N_("A text is longer than {most} characters. Shorten it."), most=LONGEST)
    keys = list(dict.fromkeys(customers))
    if not keys:
        raise InputError("no_customers", N_("Choose at least one customer."))
    with warehouse.writing() as cursor:
        store = store_name(cursor, store_id)
        present = present_customers(cursor, store_id, keys)
        check_known(keys, present)
        batch = next_batch(cursor)
        cursor.register("new_notes", _rows(store_id, batch, keys, state, day, *texts))
        cursor.execute("insert into care_notes by name select * from new_notes")
        cursor.unregister("new_notes")
        report = empty_report(store, batch, "edit", "", len(keys)) | {"customers": len(keys)}
        report |= {"first_date": day.isoformat(), "last_date": day.isoformat()}
        report |= {"edit": {"customers": len(keys), "state": state, "name": present[keys[0]]["name"] or keys[0]}}
        record_batch(cursor, store_id, report | {"file": batch_name(report, "en")})
    return batch


def _rows(
    store_id: int, batch: int, keys: Sequence[str], state: str, day: date, note: str | None, author: str | None
) -> pa.Table:
    size = len(keys)
    return pa.table({
        "store_id": pa.array([store_id] * size, pa.int32()),
        "batch_id": pa.array([batch] * size, pa.int32()),
        "customer_key": pa.array(keys, pa.string()),
        "state": pa.array([state] * size, pa.string()),
        "noted_on": pa.array([day] * size, pa.date32()),
        "note": pa.array([note] * size, pa.string()),
        "author": pa.array([author] * size, pa.string()),
    })
