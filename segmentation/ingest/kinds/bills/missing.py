"""Bills that the store has on the days of a file and the file does not hold: is it a corrected month, or another part of it?"""

from __future__ import annotations

from typing import Any

from segmentation.ingest.batches import batch_report
from segmentation.ingest.examination import Examination, Missing, Question
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.warehouse import Cursor, Warehouse, fetch, run

REMOVE, KEEP = "remove", "keep"


def find_missing(warehouse: Warehouse, found: Examination, cursor: Cursor) -> None:
    """Ask whether the store's bills on days of the file that it does not hold go or stay; nothing is taken out unasked.

    A file that names nine tenths of the store's bills of its days, be it to void them, is a newer version of the same list:
    to take the others out is proposed. One that names none of them and has other columns is another list beside it (of a
    platform, say): that is told, not asked. Mended rows never ask; of rows without a number ``overlap`` does.
    """
    if not _can_be_whole(found) or not (found.choices.missing_bills == REMOVE or _has_bills(found, cursor)):
        return
    run(cursor, "stage/make_said_bills", **found.stage.values)
    values = {"store": found.store_id, "numbers_restart": found.numbers_restart}
    there = fetch(cursor, "land/missing_bills", **values).to_pylist()[0]
    if not there["bills"]:
        return
    missing = Missing(**{name: there[name] for name in Missing.__annotations__})
    said = {
        "bills": f"{missing.bills:,}", "amount": missing.amount, "there": f"{missing.bills_there:,}",
        "first": missing.first_day, "last": missing.last_day,
    }
    amount = f"¥{missing.amount:,.2f}"
    chosen = found.choices.missing_bills
    if chosen is None and not there["named"] and not _has_same_columns(warehouse, found, there["batches"]):
        found.notices.append(
            Notice(
                "bills_of_another_list",
                N_(
                    "On the days of this file {count} bills ({amount}) of files with other columns stand already; "
                    "none of them is in it. They stay beside each other; undo the other file if these are the same bills."
                ),
                missing.bills, {"amount": amount},
            )
        )
        return
    found.missing = missing
    options = (REMOVE, KEEP) if there["named"] * 10 >= missing.bills_there * 9 else (KEEP, REMOVE)
    found.questions.append(
        Question(
            "missing_bills",
            N_(
                "The store has {there} bills on the days of this file; {bills} of them ({amount}, {first} to {last}) "
                "are not in the file. Shall they be taken out, because the file is a corrected version, or kept, "
                "because it is another part? "
                "(in the shell: --missing-bills remove or --missing-bills keep)"
            ),
            said, "missing_bills", options, chosen if chosen in options else None, missing.amount,
        )
    )
    if chosen == REMOVE:
        found.counts["removed"] = missing.bills
        text = N_("{count} bills ({amount}) that the store has on the days of this file are not in it; they were taken out.")
        found.notices.append(Notice("bills_taken_out", text, missing.bills, {"amount": amount}))
    elif chosen == KEEP:
        text = N_("{count} bills ({amount}) that the store has on the days of this file are not in it; they are kept.")
        found.notices.append(Notice("bills_kept", text, missing.bills, {"amount": amount}))


def keep_whole_days(cursor: Cursor, found: Examination, key: dict[str, Any]) -> None:
    """Keep, inside the landing's transaction, which days the file is whole for, where a person said that it is.

    That is kept even where nothing is missing now: what stands there once an import between is undone is not in it either.
    """
    if found.choices.missing_bills == REMOVE and _can_be_whole(found):
        run(cursor, "land/whole_days", **key)
        run(cursor, "land/unread_bills", **key)


def _can_be_whole(found: Examination) -> bool:
    return found.mends is None and "bill_no" in found.mapping and found.store_id is not None


def _has_bills(found: Examination, cursor: Cursor) -> bool:
    """Whether the store has numbered bills between the first and the last day of the file: mostly none, and all is done."""
    told = (
        "select exists (select 1 from bills where store_id = $store and replaced_by is null and bill_no is not null "
        "and bill_date between $first and $last)"
    )
    return cursor.execute(told, {"store": found.store_id, "first": found.first_date, "last": found.last_date}).fetchall()[0][0]


def _has_same_columns(warehouse: Warehouse, found: Examination, batches: list[int]) -> bool:
    return any(batch_report(warehouse, batch)["headers"] == list(found.names) for batch in batches)
