"""A contact with a customer, tapped by a person: each is a batch, listed and undone like an import."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa

from segmentation.fields import CONTACT_CHANNELS, CONTACT_OUTCOMES
from segmentation.ingest.batches import batch_name
from segmentation.ingest.edit import LONGEST, check_known, present_customers, store_name
from segmentation.ingest.land import next_batch, record_batch
from segmentation.ingest.report import empty_report
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.text import visible
from segmentation.warehouse import Warehouse

FURTHEST = timedelta(days=366)  # ahead of a contact, for its next date


def check_contact_day(day: date, today: date) -> None:
    """Raise InputError for a contact that is to be noted on a day after ``today``."""
    if day > today:
        message = N_(
            "{day} is still to come: nobody was contacted on it yet. Note the contact on the day it is made; when to call again "
            "is the next date."
        )
        raise InputError("contact_to_come", message, day=day)


def record_contact(
    warehouse: Warehouse, store_id: int, customer: str, channel: str, outcome: str, day: date,
    next_day: date | None = None, note: str = "", manager: str | None = None,
) -> int:
    """Note that ``customer`` (a key) was contacted on ``day`` and what came of it, and return the batch; ``undo`` takes it back.

    ``channel`` is one of ``CONTACT_CHANNELS``, ``outcome`` one of ``CONTACT_OUTCOMES``; ``next_day`` is when he comes or wants to
    be called again. ``manager`` is who did it (None: whoever looks after him). Raises InputError, and writes nothing, for a
    customer who is not there, an unknown channel or outcome, a next date before the contact or more than a year after it, a
    text that is too long.
    """
    for key, known, code, message in (
        (channel, CONTACT_CHANNELS, "unknown_channel", N_("There is no channel “{key}”. There are: {keys}.")),
        (outcome, CONTACT_OUTCOMES, "unknown_outcome", N_("There is no outcome “{key}”. There are: {keys}.")),
    ):
        if key not in known:
            raise InputError(code, message, key=key, keys=", ".join(known))
    if next_day is not None and not day <= next_day <= day + FURTHEST:
        message = N_("The next date must not lie before the contact, nor more than a year after it.")
        raise InputError("bad_next_day", message)
    text = " ".join(visible(note).split()) or None
    if len(text or "") > LONGEST:
        raise InputError("field_too_long", N_("A text is longer than {most} characters. Shorten it."), most=LONGEST)
    with warehouse.writing(only_contacts=True) as cursor:
        store = store_name(cursor, store_id)
        present = present_customers(cursor, store_id, [customer])
        check_known([customer], present)
        batch = next_batch(cursor)
        row = {
            "store_id": pa.array([store_id], pa.int32()), "batch_id": pa.array([batch], pa.int32()),
            "line_no": pa.array([1], pa.int64()), "contact_day": pa.array([day], pa.date32()),
            "customer_key": pa.array([customer], pa.string()),
            "manager": pa.array([manager or present[customer]["manager"]], pa.string()),
            "channel": pa.array([channel], pa.string()), "outcome": pa.array([outcome], pa.string()),
            "note": pa.array([text], pa.string()), "next_day": pa.array([next_day], pa.date32()),
        }
        cursor.register("new_contacts", pa.table(row))
        cursor.execute("insert into contacts by name select * from new_contacts")
        cursor.unregister("new_contacts")
        report = empty_report(store, batch, 1)
        report |= {"customers": 1, "contacts": 1, "first_date": day.isoformat(), "last_date": day.isoformat()}
        report |= {"edit": {"customers": 1, "outcome": outcome, "name": present[customer]["name"] or customer}}
        record_batch(cursor, store_id, report | {"file": batch_name(report, "en")})
    return batch
