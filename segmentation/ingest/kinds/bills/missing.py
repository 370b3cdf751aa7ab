"""Bills and top-ups that the store has on the days of a file and the file does not hold: a corrected month, or another part?"""

from __future__ import annotations

from typing import Any

from segmentation.ingest.batches import batch_report
from segmentation.ingest.examination import Examination, Missing, Question
from segmentation.ingest.kinds.bills.payments import is_payment_flow
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import yuan
from segmentation.warehouse import Cursor, Warehouse, fetch, run

REMOVE, KEEP = "remove", "keep"
BILLS, TOP_UPS = "bills", "top_ups"  # of what a file may be whole

_ASKED = N_(
    "The store has {there} bills on the days of this file; {bills} of them ({amount}, {first} to {last}) "
    "are not in the file. Shall they be taken out, because the file is a corrected version, or kept, "
    "because it is another part? "
    "(in the shell: --missing-bills remove or --missing-bills keep)"
)
_ASKED_OF_TOP_UPS = N_(
    "The store has {there} bills and top-ups on the days of this file; {bills} bills ({amount}) and {top_ups} top-ups "
    "({top_up_amount}) of them, {first} to {last}, are not in the file. Shall they be taken out, because the file is a "
    "corrected version, or kept, because it is another part? "
    "(in the shell: --missing-bills remove or --missing-bills keep)"
)
_ASKED_OF_PAYMENTS = N_(
    "The store has {there} bills on the days of this file; {bills} of them ({amount}, {first} to {last}) come from the flow of a "
    "payment firm ({file}), which holds the same money as a rule. Shall they be taken out, because this file has these sales, or "
    "kept, because they are other money? (in the shell: --missing-bills remove or --missing-bills keep)"
)
_ASKED_OF_SAME = N_(
    "{same} bills of this file stand in the store already under other numbers, from files with other columns: the same day, "
    "customer and money. Shall the {bills} bills of these files on the days of this one ({amount}, {first} to {last}) be taken "
    "out, because they are the same sales, or kept beside it? (in the shell: --missing-bills=remove or --missing-bills=keep)"
)
_ASKED_OF_UNSETTLED = N_(
    "{bills} bills ({amount}, {first} to {last}) that the store has stand in this file as not paid or not over yet. Is the file "
    "an older list, so that they stay, or were they taken back, so that they go? "
    "(in the shell: --missing-bills keep or --missing-bills remove)"
)
_FEW = 3  # bills that are the same by coincidence
_TOLD = {
    (BILLS, REMOVE): (
        "bills_taken_out",
        N_("{count} bills ({amount}) that the store has on the days of this file are not in it; they were taken out."),
    ),
    (BILLS, KEEP): (
        "bills_kept", N_("{count} bills ({amount}) that the store has on the days of this file are not in it; they are kept."),
    ),
    (TOP_UPS, REMOVE): (
        "top_ups_taken_out",
        N_("{count} top-ups ({amount}) that the store has on the days of this file are not in it; they were taken out."),
    ),
    (TOP_UPS, KEEP): (
        "top_ups_kept",
        N_("{count} top-ups ({amount}) that the store has on the days of this file are not in it; they are kept."),
    ),
}


def find_missing(warehouse: Warehouse, found: Examination, cursor: Cursor) -> None:
    """Ask whether the store's bills on days of the file that it does not hold go or stay; nothing is taken out unasked.

    Days between those of the file are of it too, though it has nothing on them: the only bill of one may be the missing one.

    A file that names nine tenths of the store's bills of its days, be it to void them, is a newer version of the same list:
    to take the others out is proposed. One that names none of them and has other columns is another list beside it (of a
    platform, say): that is told, not asked. Mended rows never ask; of rows without a number ``overlap`` does.

    A bill that the file says is void is not missing: it counts no more, and that is told. Bills of a till that the file does not
    hold are none of its business.

    A file is about top-ups where it brings some, or has the columns of the list that brought those of the store; where it
    brings nothing else, it is about them alone.
    """
    if not _can_be_whole(found):
        return
    of_top_ups = found.counts["top_ups"] > 0 or _is_list_of_top_ups(warehouse, found, cursor)
    of_bills = found.counts["bills"] > 0 or not found.counts["top_ups"]
    if not (found.choices.missing_bills == REMOVE or of_top_ups or _has_bills(found, cursor)):
        return
    run(cursor, "stage/make_said_bills", **found.stage.values)
    _leave_other_tills(warehouse, found, cursor)
    _tell_voided(found, cursor)
    values = {
        "store": found.store_id, "numbers_restart": found.numbers_restart, "of_bills": of_bills, "of_top_ups": of_top_ups,
        "voided": list(found.voided),
    }
    run(cursor, "stage/make_said_days", **values)
    there = fetch(cursor, "land/missing_bills", **values).to_pylist()[0]
    if found.choices.missing_bills == REMOVE:
        found.whole_for = tuple(name for name, is_so in ((BILLS, of_bills), (TOP_UPS, of_top_ups)) if is_so)
    if not there["bills"] and not there["top_ups"]:
        return
    if found.choices.same_numbers == "other" and not there["named"] and found.choices.missing_bills is None:
        return  # of another till or shift, as a person said: it says nothing of the store's bills
    missing = Missing(**{name: there[name] for name in Missing.__annotations__})
    said = {
        "bills": f"{missing.bills:,}", "amount": missing.amount, "there": f"{missing.bills_there:,}",
        "first": missing.first_day, "last": missing.last_day,
    }
    chosen = found.choices.missing_bills
    flow = None if there["named"] else _find_flow(warehouse, found, there["batches"])
    is_beside = flow is None and not there["named"] and not _has_same_columns(warehouse, found, there["batches"])
    if is_beside and found.readable.sheet and all(
        batch_report(warehouse, batch)["file"] == found.readable.file_name for batch in there["batches"]
    ):
        return  # sheets of one workbook
    same = _count_same(found, cursor, there["batches"]) if is_beside else 0
    if chosen is None and is_beside and not same:
        found.notices.append(
            Notice(
                "bills_of_another_list",
                N_(
                    "On the days of this file {count} bills ({amount}) of files with other columns stand already; "
                    "none of them is in it. They stay beside each other; undo the other file if these are the same bills."
                ),
                missing.bills + missing.top_ups, {"amount": f"¥{missing.amount + missing.top_up_amount:,.2f}"},
            )
        )
        return
    found.missing = missing
    options = (REMOVE, KEEP) if there["named"] * 10 >= missing.bills_there * 9 else (KEEP, REMOVE)
    text = _ASKED
    if flow is not None and not missing.top_ups:
        text, options = _ASKED_OF_PAYMENTS, (REMOVE, KEEP)
        said["file"] = flow
    elif same:
        text, options = _ASKED_OF_SAME, (REMOVE, KEEP)
        said["same"] = f"{same:,}"
    elif there["unsettled"] == missing.bills and not missing.top_ups:
        text, options = _ASKED_OF_UNSETTLED, (KEEP, REMOVE)
    elif missing.top_ups:
        text = _ASKED_OF_TOP_UPS
        said |= {"top_ups": f"{missing.top_ups:,}", "top_up_amount": missing.top_up_amount}
    worth = missing.amount + missing.top_up_amount
    found.questions.append(
        Question("missing_bills", text, said, "missing_bills", options, chosen if chosen in options else None, worth)
    )
    found.counts["removed"] = missing.bills if chosen == REMOVE else 0
    if chosen is not None:
        for code, count, money in ((BILLS, missing.bills, missing.amount), (TOP_UPS, missing.top_ups, missing.top_up_amount)):
            if count:
                name, text = _TOLD[code, chosen]
                found.notices.append(Notice(name, text, count, {"amount": f"¥{money:,.2f}"}))


def _leave_other_tills(warehouse: Warehouse, found: Examination, cursor: Cursor) -> None:
    """Keep as ``other_tills`` the numbers of the store's bills from tills that a file does not hold whose bills name theirs."""
    batches = []
    if "till" in found.mapping:
        told = "select distinct batch_id from bills where store_id = $store and replaced_by is null and bill_no is not null"
        landed = [batch for (batch,) in cursor.execute(told, {"store": found.store_id}).fetchall()]
        batches = [batch for batch in landed if "till" in batch_report(warehouse, batch)["mapping"]]
    run(cursor, "stage/make_other_tills", store=found.store_id, batches=batches)


def _tell_voided(found: Examination, cursor: Cursor) -> None:
    """Note which of the store's bills the file says are void, and tell what they came to: they count no more."""
    voided = fetch(cursor, "land/voided_bills", store=found.store_id).to_pylist()
    found.voided = tuple(sorted(row["bill"] for row in voided))
    count, amount = sum(row["bills"] for row in voided), sum(row["amount"] for row in voided)
    if count:
        text = N_("{count} bills ({amount}) of the store are void in this file; they count no more.")
        found.notices.append(Notice("bills_voided", text, count, {"amount": yuan(amount)}))


def _count_same(found: Examination, cursor: Cursor, batches: list[int]) -> int:
    """Return how many bills of the file these imports hold under other numbers; 0 where it is not most, or few."""
    same = fetch(cursor, "land/same_elsewhere", store=found.store_id, batches=batches).to_pylist()[0]["same"]
    return same if same >= _FEW and same * 2 >= found.counts["bills"] else 0


def keep_whole_days(cursor: Cursor, found: Examination, key: dict[str, Any]) -> None:
    """Keep, inside the landing's transaction, which days the file is whole for, where a person said that it is.

    That is kept even where nothing is missing now: what stands there once an import between is undone is not in it either.
    """
    if found.choices.missing_bills == REMOVE and _can_be_whole(found):
        run(cursor, "land/whole_days", **key)
        run(cursor, "land/unread_bills", **key)
        run(cursor, "land/unread_of_tills", **key)


def _can_be_whole(found: Examination) -> bool:
    return (
        found.mends is None and "bill_no" in found.mapping and "original_no" not in found.mapping and found.store_id is not None
    )


def _has_bills(found: Examination, cursor: Cursor) -> bool:
    """Whether the store has numbered bills between the first and the last day of the file: mostly none, and all is done."""
    told = (
        "select exists (select 1 from bills where store_id = $store and replaced_by is null and bill_no is not null "
        "and bill_date between $first and $last)"
    )
    return cursor.execute(told, {"store": found.store_id, "first": found.first_date, "last": found.last_date}).fetchall()[0][0]


def _is_list_of_top_ups(warehouse: Warehouse, found: Examination, cursor: Cursor) -> bool:
    """Whether the file has the columns of one that brought top-ups of the store, though it brings none itself."""
    told = "select distinct batch_id from stored_value where store_id = $store and replaced_by is null and bill_no is not null"
    batches = [batch for (batch,) in cursor.execute(told, {"store": found.store_id}).fetchall()]
    return _has_same_columns(warehouse, found, batches)


def _find_flow(warehouse: Warehouse, found: Examination, batches: list[int]) -> str | None:
    """Return the file of the batches where all are a payment firm's flow and the file itself is none."""
    reports = [batch_report(warehouse, batch) for batch in batches]
    if not reports or is_payment_flow(found.names) or not all(is_payment_flow(report["headers"]) for report in reports):
        return None
    return reports[0]["file"]


def _has_same_columns(warehouse: Warehouse, found: Examination, batches: list[int]) -> bool:
    return any(batch_report(warehouse, batch)["headers"] == list(found.names) for batch in batches)
