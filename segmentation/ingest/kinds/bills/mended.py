"""A file of rejects that was mended and comes back: it completes the import that rejected its rows, each row once."""

from __future__ import annotations

import re

from segmentation.ingest.batches import batch_report
from segmentation.ingest.examination import Examination
from segmentation.ingest.stage import cells_of
from segmentation.warehouse import Warehouse, run

NUMBER = "[0-9]{1,9}"  # of a batch or a line


def find_mended(warehouse: Warehouse, found: Examination) -> int | None:
    """Return the live batch of the store that the file's ``_batch`` column names, None where there is none."""
    if "_batch" not in found.names or found.store_id is None:
        return None
    place = found.names.index("_batch")
    batches = {row[place].strip() for row in found.readable.sample if row[place].strip()}
    if len(batches) != 1 or not re.fullmatch(NUMBER, text := batches.pop()):
        return None
    return int(text) if int(text) in _live_batches(warehouse, found) else None


def order_of_mended(warehouse: Warehouse, found: Examination) -> str | None:
    """Return the order in which the dates of the mended import were read, where that import needed one."""
    if found.mends is None:
        return None
    order = batch_report(warehouse, found.mends)["date_order"]
    return None if order == "ymd" else order


def leave_out_mended(warehouse: Warehouse, found: Examination) -> int:
    """Take the staged lines out that are in the warehouse already; return how many.

    They came with an earlier mended file of the same rejects, or a later file brought their bill.
    """
    live = _live_batches(warehouse, found)
    family = family_of(live, found.mends)
    found.stage.values["family"] = sorted(family)
    found.stage.values["taken"] = [
        f"{batch}:{name}" for batch in sorted(family) for name in batch_report(warehouse, batch).get("kept_details", ())
    ]
    cursor, stage = found.stage.cursor, found.stage
    lines = [row[0] for row in run(cursor, "stage/accepted_lines", **stage.values).fetchall()]
    own = dict(zip(lines, _line_numbers(found, lines), strict=True))  # line of this file → line of the mended import
    before = {
        line
        for batch, mends in live.items()
        if mends == found.mends
        for line in batch_report(warehouse, batch).get("mended_lines", ())
    }
    elsewhere = run(
        cursor, "stage/lines_brought_later", **stage.values, store=found.store_id, mends=found.mends
    ).fetchall()
    gone = {line for line, number in own.items() if number in before} | {row[0] for row in elsewhere}
    if gone:
        run(cursor, "stage/leave_out_lines", first_line=stage.values["first_line"], lines=sorted(gone))
    found.mended_lines = tuple(sorted({number for line, number in own.items() if line not in gone and number is not None}))
    return len(gone)


def _line_numbers(found: Examination, lines: list[int]) -> list[int | None]:
    if "_line" not in found.names:
        return [None] * len(lines)
    place = found.names.index("_line")
    texts = [cells[place].strip() for cells in cells_of(found.readable, lines)]
    return [int(text) if re.fullmatch(NUMBER, text) else None for text in texts]


def _live_batches(warehouse: Warehouse, found: Examination) -> dict[int, int | None]:
    """Live batches of bills of the store, each with the batch that it mends."""
    told = "select batch_id, mends from batches where store_id = $store and kind = $kind and undone_at is null"
    return dict(warehouse.cursor().execute(told, {"store": found.store_id, "kind": found.kind}).fetchall())


def family_of(live: dict[int, int | None], batch: int) -> set[int]:
    """The import that a batch mends in the end, and all that mend it, whichever way round."""
    family = {batch}
    while True:
        more = {mends for each, mends in live.items() if each in family and mends is not None}
        more |= {each for each, mends in live.items() if mends in family}
        if more <= family:
            return family
        family |= more
