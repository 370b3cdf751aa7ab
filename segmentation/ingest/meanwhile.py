"""What others do in a store while a file is looked at: what was found may hold no more when it is landed.

Every change of bills, customers, ratings and totals of a store is a batch of it, landed or taken back. So a store in which the
same batches live, under the same walk-in names and the same earliest day, is the store that a file was weighed against.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from segmentation.ingest.day_begins import NAME
from segmentation.ingest.day_limits import EARLIEST, earliest_of
from segmentation.ingest.day_limits import NAME as EARLIEST_DAY
from segmentation.ingest.examination import Seen
from segmentation.ingest.kinds.registry import KINDS
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.settings.kept import WALK_IN_NAMES, WALK_INS, get_several
from segmentation.warehouse import Warehouse

STORE_GONE = "store_gone"


def look_at_store(warehouse: Warehouse, store_id: int | None) -> Seen:
    """Return the state of a store; that there is none yet (None) is a state too."""
    rows = warehouse.cursor().execute(
        "select batch_id, landed_at, undone_at is not null from batches where store_id = $store", {"store": store_id}
    ).fetchall()
    batches = {batch: (landed_at, undone) for batch, landed_at, undone in rows}
    kept = get_several(warehouse, store_id or 0, {WALK_INS: WALK_IN_NAMES, EARLIEST_DAY: EARLIEST.isoformat(), NAME: 0})
    return Seen(store_id, batches, tuple(kept[WALK_INS]), earliest_of(kept[EARLIEST_DAY]), kept[NAME])


def list_changes(warehouse: Warehouse, store_id: int | None, seen: Seen, own: Collection[int] = ()) -> list[Notice]:
    """Return what has changed since a store was ``seen``, a Notice each; none where all is as it was.

    ``store_id`` is that of the store that has its name now. Batches of ``own``, and that they made the store, do not count.
    """
    now = look_at_store(warehouse, store_id)
    if now == seen:
        return []
    changes = []
    if seen.store_id is not None and now.store_id != seen.store_id:
        return [Notice(STORE_GONE, N_("the store was renamed or deleted"))]
    come = {batch: moment for batch, moment in now.batches.items() if _moment(seen, batch) != moment[0] and batch not in own}
    changes += _say_batches(warehouse, [batch for batch, (_landed, undone) in come.items() if not undone], back=False)
    gone = [batch for batch, (landed, _undone) in seen.batches.items() if _moment(now, batch) != landed]
    if gone:
        changes.append(Notice("imports_gone", N_("{count} imports are there no more (was a backup put back?)"), len(gone)))
    back = [batch for batch, (landed, undone) in now.batches.items() if undone and seen.batches.get(batch) == (landed, False)]
    changes += _say_batches(warehouse, back, back=True)
    if now.walk_in != seen.walk_in:
        changes.append(Notice("walk_in_names", N_("the names that mean walk-ins are others")))
    if now.earliest != seen.earliest:
        changes.append(Notice("earliest_day", N_("the earliest day of the store is another")))
    if now.day_begins != seen.day_begins:
        changes.append(Notice(NAME, N_("the day of the store begins at another hour")))
    return changes


def _moment(seen: Seen, batch: int) -> datetime | None:
    return seen.batches.get(batch, (None, False))[0]


def _say_batches(warehouse: Warehouse, batches: list[int], *, back: bool) -> list[Notice]:
    """Return a Notice for each import of a file that came, or was taken back, and one for all edits."""
    rows = warehouse.cursor().execute(
        "select batch_id, kind, report from batches where list_contains($batches, batch_id) order by batch_id",
        {"batches": batches},
    ).fetchall()
    reports = {batch: json.loads(report) for batch, kind, report in rows if kind in KINDS}
    bills = N_("import {batch} was taken back: {file}, {count} bills") if back else N_("{file} was imported, {count} bills")
    other = N_("import {batch} was taken back: {file}") if back else N_("{file} was imported")
    said = [
        Notice(
            "batch", bills if report["bills"] else other, report["bills"], {"batch": batch, "file": report["file"]}
        )
        for batch, report in reports.items()
    ]
    if edits := len(rows) - len(reports):
        text = N_("{count} edits were taken back") if back else N_("{count} edits were made in the app")
        said.append(Notice("edits", text, edits))
    return said
