"""Landing an examined file in one transaction, and taking a batch back.

State is what the live batches make of it: bills and profile rows are written once; which bill is
replaced by which batch, and customers, visits and days, are derived. So an undo only takes rows out
and derives anew what they touched.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from segmentation.errors import InputError
from segmentation.i18n import N_
from segmentation.ingest.batches import batch_report, make_report
from segmentation.ingest.control import Control
from segmentation.ingest.examination import Choices, Examination
from segmentation.ingest.examine import examine
from segmentation.ingest.memory import remember
from segmentation.ingest.rejects import keep_rejects, list_of_rejects
from segmentation.ingest.totals import refuse_small_totals
from segmentation.settings import walk_in_names
from segmentation.warehouse import Cursor, Warehouse, parameters, run, statement

LANDING = {"customers": "land/profile_rows_from_profiles", "ratings": "land/ratings", "totals": "land/month_totals"}


def land(warehouse: Warehouse, found: Examination, control: Control | None = None) -> dict[str, Any]:
    """Land an examined file and return its report; a file whose very bytes are there already changes nothing.

    All or nothing: rows = accepted + rejected + skipped, and the landed amount is the accepted amount.
    Raises NeedsChoice where something is still open, Cancelled where the work was stopped; then nothing is written.
    """
    control = control or Control()
    if found.already is not None:
        return {**batch_report(warehouse, found.already), "file": found.readable.file_name, "already_landed": True}
    found.check_open()
    if not found.lands:
        if found.kind == "totals" and (refusal := refuse_small_totals(found.stage)):
            raise refusal
        raise InputError(
            "nothing_to_land",
            N_(
                "No row of {file} could be used: {rejected} could not be understood, {skipped} were skipped. "
                "Check the sheet, the columns and the status choice."
            ),
            file=found.readable.file_name,
            rejected=found.rejected,
            skipped=sum(found.skipped.values()),
        )
    cursor = found.stage.cursor
    control.attach(cursor)
    rejects = list_of_rejects(found)
    control.step(N_("Writing to the warehouse"), 0.8)
    with warehouse.interruptible(), warehouse.writing(cursor):
        store_id = _store(cursor, found.store)
        batch = next_batch(cursor)
        walk_in = found.stage.values["walk_in"]
        key = {"store": store_id, "batch": batch, "walk_in": walk_in}
        if found.kind == "bills":
            _land_bills(cursor, found, key)
        else:
            run(cursor, LANDING[found.kind], **{**found.stage.values, **key})
        control.step(N_("Bringing customers up to date"), 0.9)
        derive(cursor, key)
        replaced = run(cursor, "land/count_replaced", **key).fetchall()[0][0]
        report = make_report(found, batch, replaced)
        record_batch(
            cursor, store_id, report, sha=found.readable.sha256, mends=found.mends, restart=found.numbers_restart
        )
        keep_rejects(cursor, batch, rejects)
        remember(cursor, store_id, found)
        control.check()
    control.show(N_("Done"), 1.0)
    return report


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


def _store(cursor: Cursor, name: str) -> int:
    found = cursor.execute("select store_id from stores where name = $name", {"name": name}).fetchall()
    if found:
        return found[0][0]
    return cursor.execute(
        "insert into stores values (nextval('store_ids'), $name) returning store_id", {"name": name}
    ).fetchall()[0][0]


def _land_bills(cursor: Cursor, found: Examination, key: dict[str, Any]) -> None:
    has_products = "product" in found.mapping
    if found.mends is not None:
        run(cursor, "land/complete_bills", **key)
    if found.overlap and found.choices.on_overlap == "replace":
        run(cursor, "land/batch_days", **key, unnumbered_only="bill_no" in found.mapping)
    run(cursor, "land/bills", **key)
    if has_products:
        run(cursor, "land/bill_lines", **{**found.stage.values, **key})
    _replace_older(
        cursor, {**key, "mends": found.mends, "numbers_restart": found.numbers_restart}, numbered="bill_no" in found.mapping
    )
    if found.mends is not None:
        run(cursor, "land/carry_lines", **key)
    run(cursor, "land/profile_rows_from_bills", **key)


def _replace_older(cursor: Cursor, key: dict[str, Any], numbered: bool = True) -> None:
    """Mark the older bills that the batch replaces; also what an undo replays for each later batch."""
    if key["mends"] is not None:
        run(cursor, "land/replace_completed", **key)
        return
    if numbered:
        run(cursor, "land/replace_numbers_of_day" if key["numbers_restart"] else "land/replace_numbers", **key)
    run(cursor, "land/replace_days", **key)


def derive(cursor: Cursor, key: dict[str, Any]) -> None:
    """Derive customers, visits and days anew for what the batch touches."""
    _mark_touched(cursor, key)
    rederive(cursor, key)


def _mark_touched(cursor: Cursor, key: dict[str, Any]) -> None:
    """Keep, on the cursor, whose figures and which days the batch touches."""
    for name in ("touched_customers", "touched_days"):
        sql = statement(f"land/{name}")
        cursor.execute(f"create or replace temp table {name} as {sql}", parameters(sql, key))


def rederive(cursor: Cursor, key: dict[str, Any]) -> None:
    """Derive customers, visits and days anew for the temporary tables touched_customers and touched_days."""
    for name in ("delete_customers", "customers", "delete_visits", "visits", "delete_days", "days"):
        run(cursor, f"land/{name}", **key)


def undo(warehouse: Warehouse, batch: int, control: Control | None = None) -> dict[str, Any]:
    """Take a batch back: the warehouse is as if it had never come, what it replaced is there again. Return its report.

    Later batches keep their effect. Raises InputError for an unknown batch, one undone before, or one that
    mended rows of a later batch complete.
    """
    report = batch_report(warehouse, batch)
    cursor = warehouse.cursor()
    store_id, undone = cursor.execute(
        "select store_id, undone_at from batches where batch_id = $batch", {"batch": batch}
    ).fetchall()[0]
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
    key = {"store": store_id, "batch": batch, "walk_in": [name.lower() for name in walk_in_names(warehouse, store_id)]}
    (control or Control()).attach(cursor)
    with warehouse.interruptible(), warehouse.writing(cursor):
        _mark_touched(cursor, key)
        for table in ("bills", "bill_lines", "profile_rows", "batch_days", "month_totals", "ratings", "care_notes", "rejects"):
            cursor.execute(f"delete from {table} where batch_id = $batch", {"batch": batch})
        cursor.execute(
            "update bills set replaced_by = null where store_id = $store and replaced_by = $batch",
            {"store": store_id, "batch": batch},
        )
        cursor.execute("update batches set undone_at = $now where batch_id = $batch", {"now": datetime.now(), "batch": batch})
        later = cursor.execute(
            "select batch_id, mends, coalesce(numbers_restart, false) from batches where store_id = $store and kind = 'bills' "
            "and batch_id > $batch and undone_at is null order by batch_id",
            {"store": store_id, "batch": batch},
        ).fetchall()
        for each, mends, restart in later:
            _replace_older(cursor, {"store": store_id, "batch": each, "mends": mends, "numbers_restart": restart})
        rederive(cursor, key)
    return report


def apply_walk_in_names(warehouse: Warehouse, store_id: int) -> None:
    """Weigh every customer of the store against its list of walk-in names as it is now, and derive visits and days anew."""
    key = {"store": store_id, "walk_in": [name.lower() for name in walk_in_names(warehouse, store_id)]}
    with warehouse.writing() as cursor:
        cursor.execute(
            "create or replace temp table touched_customers as select customer_key from customers where store_id = $store",
            {"store": store_id},
        )
        cursor.execute(
            "create or replace temp table touched_days as select day from days where store_id = $store", {"store": store_id}
        )
        rederive(cursor, key)


def import_file(
    warehouse: Warehouse,
    store: str,
    path: Path,
    choices: Choices | None = None,
    *,
    file_name: str | None = None,
    today: date | None = None,
    control: Control | None = None,
) -> dict[str, Any]:
    """Examine ``path``, take every proposal, land it and return the report. Raises what ``examine`` and ``land`` raise."""
    found = examine(warehouse, store, path, choices, file_name=file_name, today=today, control=control)
    try:
        return land(warehouse, found, control)
    finally:
        found.close()
