"""Landing an examined file in one transaction, and taking a batch back.

State is what the live batches make of it: bills and profile rows are written once; which bill is
replaced by which batch, and customers, visits and days, are derived. So an undo only takes rows out
and derives anew what they touched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from segmentation.ingest.batches import batch_report
from segmentation.ingest.books import check_books, hold_books, note_changed_days
from segmentation.ingest.closed_months import keep_closed, read_marks
from segmentation.ingest.control import Control
from segmentation.ingest.day_begins import NAME as DAY_BEGINS
from segmentation.ingest.day_begins import move_day
from segmentation.ingest.erase.coming import hide_landed, hide_rejects
from segmentation.ingest.examination import Choices, Examination
from segmentation.ingest.examine import examine, find_store, same_bytes
from segmentation.ingest.joined import Join
from segmentation.ingest.kind import EDIT
from segmentation.ingest.kinds.registry import KINDS, kind_of
from segmentation.ingest.meanwhile import STORE_GONE, list_changes
from segmentation.ingest.memory import BEFORE, forget, remember, what_was_remembered
from segmentation.ingest.pending import mark_pending
from segmentation.ingest.people import follow_people, note_people, rejoin_parted, settle_people
from segmentation.ingest.questions import list_left
from segmentation.ingest.rejects import keep_rejects, preview_rejects, rejected_lines, with_cells
from segmentation.ingest.report import make_report
from segmentation.ingest.rests import settle_rests, wake
from segmentation.language.errors import ChangedMeanwhile, InputError, Notice, Unchanged
from segmentation.language.i18n import N_
from segmentation.settings.kept import get, walk_in_names, walk_in_words
from segmentation.settings.trades import keep_trade
from segmentation.warehouse import Cursor, Warehouse, parameters, run, statement

TABLES = tuple(dict.fromkeys((*(table for kind in (*KINDS.values(), EDIT) for table in kind.tables), "rejects")))
TOUCHED = ("land/touched_customers", "land/touched_days", "land/touched_refunds")
DERIVED = (
    "land/delete_customers", "land/customers", "land/delete_visits", "land/visits", "land/delete_days", "land/days",
    "land/delete_gaps", "land/delete_ends", "land/delete_end_days", "land/delete_end_names",
)
TRIES = 10  # of an import; each time it is too late, somebody else's has come first


def land(warehouse: Warehouse, found: Examination, control: Control | None = None) -> dict[str, Any]:
    """Land an examined file and return its report; a file whose very bytes are there already changes nothing.

    All or nothing: rows = accepted + rejected + skipped, and the landed amount is the accepted amount.
    Raises ChangedMeanwhile where the store is not as it was when the file was examined, NeedsChoice where something is still
    open, Cancelled where the work was stopped; then nothing is written.
    """
    control = control or Control()
    if (there := _landed_before(warehouse, found)) is not None:
        return there
    _check_unchanged(warehouse, found)
    found.check_open()
    if not found.lands:
        if refusal := found.spec.refusal(found):
            raise refusal
        raise _nothing_to_land(found)
    cursor = found.stage.cursor
    control.attach(cursor)
    refused = rejected_lines(found)
    read_again = found.counts["top_ups"] or found.skipped.get("repayment") or found.mends is not None  # from the staged lines
    if not read_again:
        found.stage.let_go()
    control.step(N_("Writing to the warehouse"), 0.8)
    with ThreadPoolExecutor(1) as worker, suppress(Unchanged), warehouse.writing(cursor):
        rejects = worker.submit(with_cells, found, refused)  # reads the file once more while the engine writes
        # once more, for the file may have come in another way while this one waited for its turn
        if (there := _landed_before(warehouse, found)) is not None:
            raise Unchanged
        _check_unchanged(warehouse, found)
        store_id = _store(cursor, found.store, found.trade)
        batch = next_batch(cursor)
        walk_in = found.stage.values["walk_in"]
        key = {"store": store_id, "batch": batch, "walk_in": walk_in}
        moved = move_day(cursor, store_id, found.choices.day_begins)
        wake(cursor, store_id)
        found.spec.land(cursor, found, key)
        follow_people(cursor, key)
        hide_landed(cursor, key)
        replaced = run(cursor, "land/count_replaced", **key).fetchall()[0][0]
        report = make_report(found, batch, replaced - found.counts["removed"])
        report[BEFORE] = what_was_remembered(cursor, store_id, found)
        record_batch(
            cursor, store_id, report, sha=found.readable.sha256, mends=found.mends, restart=found.numbers_restart
        )
        control.step(N_("Bringing customers up to date"), 0.9)
        _mark_touched(cursor, key)
        told_of_rests = settle_rests(cursor, key)
        if moved:
            rederive_store(cursor, store_id, walk_in)
        else:
            rederive(cursor, key)
        told = [each for each in (told_of_rests, count_refunds_once(cursor, key)) if each]
        if told:
            report["warnings"] += told
            kept = json.dumps(report, ensure_ascii=False)
            cursor.execute("update batches set report = $report where batch_id = $batch", {"report": kept, "batch": batch})
        keep_rejects(cursor, batch, hide_rejects(warehouse, cursor, store_id, batch, rejects.result()))
        remember(cursor, store_id, found, batch)
        mark_pending(cursor, store_id)
        check_books(cursor, store_id)
        control.check()
    control.show(N_("Done"), 1.0)
    return there or report


def _nothing_to_land(found: Examination) -> InputError:
    """Return the refusal of a file without a usable row; it names the first cell that could not be read."""
    values = {"file": found.readable.file_name, "rejected": found.rejected, "skipped": sum(found.skipped.values())}
    if found.unvalued:
        return InputError(
            "formulas_unvalued",
            N_(
                "No row of {file} could be used: {count} of its cells hold a formula without the figure that it comes to. Open "
                "the file in Excel or WPS, save it, and import it again."
            ),
            file=found.readable.file_name, count=found.unvalued,
        )
    first = next(iter(preview_rejects(found, 1)), None)
    if first is None:
        return InputError(
            "nothing_to_land",
            N_(
                "No row of {file} could be used: {rejected} could not be understood, {skipped} were skipped. "
                "Check the sheet, the columns and what the rows mean."
            ),
            **values,
        )
    return InputError(
        "nothing_to_land",
        N_(
            "No row of {file} could be used: {rejected} could not be understood, {skipped} were skipped. "
            "The first is row {row}, column “{column}”, “{value}”: {reason}."
        ),
        **values, row=first["line"], column=first["column"] or "–", value=first["value"] or "", reason=first["reason"],
    )


def _landed_before(warehouse: Warehouse, found: Examination) -> dict[str, Any] | None:
    """Return the report of the live batch that brought the very same bytes, None where there is none."""
    batch = same_bytes(warehouse, find_store(warehouse, found.store), found.kind, found.readable)
    if batch is None:
        return None
    left = list_left(found)  # which may be asked for only now
    return {**batch_report(warehouse, batch), "file": found.readable.file_name, "sheets_left": left, "already_landed": True}


def _check_unchanged(warehouse: Warehouse, found: Examination) -> None:
    """Raise ChangedMeanwhile where the store is not as it was when the file was examined."""
    if changes := list_changes(warehouse, find_store(warehouse, found.store), found.seen):
        raise _changed(found, changes)


def _changed(found: Examination, changes: list[Notice]) -> ChangedMeanwhile:
    message = N_(
        "While {file} was being looked at, {store} was changed: {changes}. Nothing of this file was imported. "
        "Look at what is found now, then import it."
    )
    return ChangedMeanwhile(message, changes, file=found.readable.file_name, store=found.store)


def next_batch(cursor: Cursor) -> int:
    """Return the number of a new batch, inside its transaction."""
    return cursor.execute("select nextval('batch_ids')").fetchall()[0][0]


def record_batch(
    cursor: Cursor,
    store_id: int,
    report: dict[str, Any],
    *,
    sha: str = "",
    mends: int | None = None,
    restart: bool | None = None,
) -> None:
    """Enter a batch into the list of batches with its report, inside its transaction."""
    cursor.execute(
        "insert into batches values ($batch, $store, $kind, $file, $sha, $sheet, $now, null, $mends, $restart, $report)",
        {
            **{name: report[name] for name in ("batch", "kind", "file", "sheet")},
            "store": store_id,
            "sha": sha,
            "now": datetime.now(),
            "mends": mends,
            "restart": restart,
            "report": json.dumps(report, ensure_ascii=False),
        },
    )


def _store(cursor: Cursor, name: str, trade: str | None) -> int:
    """Return the store of that name; a new one begins with what houses of its trade begin with."""
    found = cursor.execute("select store_id from stores where name = $name", {"name": name}).fetchall()
    if found:
        return found[0][0]
    store_id = cursor.execute(
        "insert into stores values (nextval('store_ids'), $name) returning store_id", {"name": name}
    ).fetchall()[0][0]
    if trade:
        keep_trade(cursor, store_id, trade)
    return store_id


def derive(cursor: Cursor, key: dict[str, Any]) -> None:
    """Derive customers, visits and days anew for what the batch touches."""
    _mark_touched(cursor, key)
    rederive(cursor, key)


def _mark_touched(cursor: Cursor, key: dict[str, Any]) -> None:
    """Keep, on the cursor, whose figures, which days and which refunds the batch touches."""
    for name in TOUCHED:
        sql = statement(name)
        cursor.execute(f"create or replace temp table {name.rpartition('/')[2]} as {sql}", parameters(sql, key))


def count_refunds_once(cursor: Cursor, key: dict[str, Any]) -> dict[str, Any] | None:
    """Let refunds of a list rest that their bills say in a column of their own too, whichever came first; return what to tell.

    They are replaced by the batch of the bill, and count again where that is undone.
    """
    lists = "select count(*) from batches where store_id = $store and undone_at is null and contains(report, '\"original_no\":')"
    if not cursor.execute(lists, {"store": key["store"]}).fetchall()[0][0]:
        return None  # to plan what follows takes longer than to read it
    twice = statement("land/twice_told_refunds")
    cursor.execute(f"create or replace temp table twice_told as {twice}", parameters(twice, key))
    [(count, amount)] = cursor.execute("select count(*), sum(refunded) from twice_told").fetchall()
    if not count:
        return None
    run(cursor, "land/rest_refunds", **key)
    cursor.execute("create or replace temp table touched_customers as select distinct customer_key from twice_told")
    cursor.execute("create or replace temp table touched_days as select distinct day from twice_told")
    refunds = statement("land/touched_refunds")
    cursor.execute(f"create or replace temp table touched_refunds as {refunds}", parameters(refunds, key))
    rederive(cursor, key)
    text = N_("{count} refunds ({amount}) of a list stand in the column of refunds of their bills too; they count once.")
    return {"code": "refunds_once", "count": count, "message": text, "values": {"amount": f"¥{amount:,.2f}"}}


def rederive(cursor: Cursor, key: dict[str, Any]) -> None:
    """Derive customers, visits and days anew for the temporary tables touched_customers, touched_days and touched_refunds."""
    note_changed_days(cursor)
    for name in DERIVED:
        run(cursor, name, **key)


def undo(
    warehouse: Warehouse, batch: int, control: Control | None = None, *, landed_at: datetime | None = None
) -> dict[str, Any]:
    """Take a batch back: the warehouse is as if it had never come, what it replaced is there again. Return its report.

    Later batches keep their effect. Raises InputError for an unknown batch, one undone before, one that mended rows of a
    later batch complete, and one that did not land at ``landed_at``, where a person saw when it did.
    """
    cursor = warehouse.cursor()
    (control or Control()).attach(cursor)
    tapped = "outcome" in batch_report(warehouse, batch).get("edit", {})  # one contact, which nothing else was derived from
    with warehouse.writing(cursor, only_contacts=tapped):
        report = batch_report(warehouse, batch)
        store_id = _check_undoable(cursor, batch, landed_at)
        key = {"store": store_id, "batch": batch, "walk_in": walk_in_words(walk_in_names(warehouse, store_id))}
        of_people = "people" in report.get("edit", {})
        if of_people:
            _check_nobody_erased(cursor, key)
        _mark_touched(cursor, key)
        marks = read_marks(warehouse, cursor, store_id) if of_people else {}
        if of_people:
            note_people(cursor, store_id)
        if not tapped:
            wake(cursor, store_id)
        for table in TABLES:
            cursor.execute(f"delete from {table} where batch_id = $batch", {"batch": batch})
        for table in ("bills", "stored_value"):
            cursor.execute(
                f"update {table} set replaced_by = null where store_id = $store and replaced_by = $batch",
                {"store": store_id, "batch": batch},
            )
        cursor.execute("update batches set undone_at = $now where batch_id = $batch", {"now": datetime.now(), "batch": batch})
        later = cursor.execute(
            "select batch_id, kind, mends, coalesce(numbers_restart, false) from batches where store_id = $store "
            "and batch_id > $batch and undone_at is null order by batch_id",
            {"store": store_id, "batch": batch},
        ).fetchall()
        hour = get(warehouse, store_id, DAY_BEGINS, 0)
        for each, kind, mends, restart in later:
            told = batch_report(warehouse, each)
            said_at = told.get("day_begins")
            kind_of(kind).replay(cursor, {
                "store": store_id, "batch": each, "mends": mends, "numbers_restart": restart, "day_begins": hour,
                "said_at": hour if said_at is None else said_at, "whole_for": told.get("whole_for", ("bills",)),
                "voided": told.get("voided", ()), "kept_details": told.get("kept_details", ()),
                "headers": told.get("headers", ()),
            })
        if not tapped:
            settle_rests(cursor, key)
        rederive(cursor, key)
        if of_people:
            rejoin_parted(cursor, store_id, batch)
            settle_people(cursor, key)
            rederive(cursor, key)
            keep_closed(warehouse, cursor, store_id, marks, batch, undone=True)
        count_refunds_once(cursor, key)
        undone = cursor.execute(
            "select batch_id from batches where store_id = $store and undone_at is not null", {"store": store_id}
        ).fetchall()
        forget(cursor, store_id, batch, {each: batch_report(warehouse, each) for (each,) in undone} | {batch: report})
        if not tapped:
            mark_pending(cursor, store_id)
            check_books(cursor, store_id)
        if of_people:
            hold_books(cursor, store_id)
    return report


def _check_undoable(cursor: Cursor, batch: int, landed_at: datetime | None) -> int:
    """Return the store of a batch that can be taken back; raises InputError where it cannot."""
    store_id, undone, landed = cursor.execute(
        "select store_id, undone_at, landed_at from batches where batch_id = $batch", {"batch": batch}
    ).fetchall()[0]
    if landed_at is not None and landed != landed_at:
        raise ChangedMeanwhile(
            N_("Import {batch} is another than the one you saw: a backup was put back meanwhile. Nothing was changed."),
            batch=batch,
        )
    if undone:
        raise InputError("undone_before", N_("Import {batch} was undone before. Nothing was changed."), batch=batch)
    menders = cursor.execute(
        "select batch_id from batches where mends = $batch and undone_at is null", {"batch": batch}
    ).fetchall()
    if menders:
        raise InputError(
            "undo_menders_first",
            N_("Import {other} brought mended rows of import {batch}. Undo import {other} first."),
            batch=batch,
            other=menders[-1][0],
        )
    return store_id


def _check_nobody_erased(cursor: Cursor, key: dict[str, Any]) -> None:
    """Raise InputError where a batch parted or merged two people of whom one was erased since, and one was not."""
    told = cursor.execute(
        "with keys as (select customer_key as one_key, coalesce(new_key, other) as other_key from person_rows "
        "where store_id = $store and batch_id = $batch and rule in ('merged', 'parted')), "
        "erased as (select customer_key from erased_keys where store_id = $store) "
        "select 1 from keys where (one_key in (from erased)) <> (other_key in (from erased)) limit 1",
        {"store": key["store"], "batch": key["batch"]},
    ).fetchall()
    if told:
        raise InputError(
            "undo_after_erasure",
            N_(
                "One of the two people of {batch} was erased on request since. Taken back, the money of the one would count "
                "for the other. Nothing was changed."
            ),
            batch=key["batch"],
        )


def apply_walk_in_names(cursor: Cursor, store_id: int, names: Iterable[str]) -> None:
    """Weigh the store's customers against a list of walk-in names, and derive visits and days anew, inside a transaction."""
    rederive_store(cursor, store_id, walk_in_words(names))


def rederive_store(cursor: Cursor, store_id: int, walk_in: Sequence[str]) -> None:
    """Derive customers, visits and days of a whole store anew, from its live rows."""
    everybody = (
        "select customer_key from profile_rows where store_id = $store "
        "union select customer_key from customers where store_id = $store"
    )
    days = "select bill_date as day from bills where store_id = $store union select day from days where store_id = $store"
    cursor.execute(f"create or replace temp table touched_customers as {everybody}", {"store": store_id})
    cursor.execute(f"create or replace temp table touched_days as {days}", {"store": store_id})
    cursor.execute("create or replace temp table touched_refunds (customer_key varchar, day date)")  # they lie on the days
    rederive(cursor, {"store": store_id, "walk_in": walk_in})


def import_file(
    warehouse: Warehouse,
    store: str,
    path: Path,
    choices: Choices | None = None,
    *,
    file_name: str | None = None,
    today: date | None = None,
    control: Control | None = None,
    join: Join | None = None,
    trade: str | None = None,
) -> dict[str, Any]:
    """Examine ``path`` (and what belongs to it), take every proposal, land it and return the report.

    A store that is made by it begins with what houses of ``trade`` begin with.

    Raises what ``examine`` and ``land`` raise.
    """

    def look() -> Examination:
        found = examine(warehouse, store, path, choices, file_name=file_name, today=today, control=control, join=join)
        found.trade = trade
        return found

    return land_in_turn(warehouse, look, control)


def land_in_turn(
    warehouse: Warehouse,
    look: Callable[[], Examination],
    control: Control | None = None,
    *,
    confirmed: Examination | None = None,
    own: Collection[int] = (),
) -> dict[str, Any]:
    """Land what ``look`` finds and return the report; where somebody else comes first, look again and land that.

    ``confirmed`` is what a person saw and agreed to, and is tried first; where others than the batches of ``own`` made a figure
    of it another, ChangedMeanwhile says what they did and nothing is landed. It is raised too where the store is gone, and
    after ``TRIES`` times. Otherwise raises what ``look`` and ``land`` raise. What was examined is closed.
    """
    found = confirmed if confirmed is not None and confirmed.stage is not None else look()
    tried, report = 0, None
    while report is None:
        tried += 1
        with closing(found):
            if confirmed is not None:
                _check_as_confirmed(warehouse, found, confirmed, own)
            try:
                report = land(warehouse, found, control)
            except ChangedMeanwhile as error:
                if tried == TRIES or any(change.code == STORE_GONE for change in error.changes):
                    raise
        found = found if report else look()
    return report


def _check_as_confirmed(warehouse: Warehouse, found: Examination, confirmed: Examination, own: Collection[int]) -> None:
    """Raise ChangedMeanwhile where a file is not what a person confirmed, and others than the batches ``own`` made it so."""
    if found.already is not None or found.weighed() == confirmed.weighed():
        return
    if others := list_changes(warehouse, find_store(warehouse, found.store), confirmed.seen, own):
        raise _changed(found, others)
