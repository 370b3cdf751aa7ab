"""Kept months and who is who: months that were kept before records were merged stay as they were kept.

A kept month that a merge changes is marked as kept under another version (``MARK`` and the number of the merge's batch): it
is not graded anew unasked, and not taken for what grading would find now. Taking the merge back takes the mark away, and what
was kept meanwhile follows the bills again, as after every undo.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from segmentation.language.errors import InputError
from segmentation.schemes.model import SCORED
from segmentation.settings.own_schemes import find_scheme
from segmentation.warehouse import Cursor, Warehouse, fetch

MARK = "~"
Marks = dict[tuple[str, date], str]


def read_marks(warehouse: Warehouse, cursor: Cursor, store_id: int) -> Marks:
    """Return, inside a transaction, what the facts of each kept month come to: by scheme and month-end."""
    rows = cursor.execute(
        "select scheme, month_end from snapshots where store_id = $store", {"store": store_id}
    ).fetchall()
    marks, told = {}, {}
    for scheme, day in rows:
        with suppress(InputError):  # a scheme that is gone
            scored = find_scheme(warehouse, scheme).spec.facts == SCORED
            if scored not in told:
                told[scored] = fetch(cursor, "measures/movement/month_marks", store=store_id, with_ratings=scored).to_pylist()
            last = next((row["facts_mark"] for row in reversed(told[scored]) if row["month"] <= day), "")
            marks[scheme, day] = last
    return marks


def keep_closed(warehouse: Warehouse, cursor: Cursor, store_id: int, before: Marks, batch: int, undone: bool) -> None:
    """Mark the months that ``batch`` has changed since ``before``, or take its mark away where it is undone."""
    now, mark = read_marks(warehouse, cursor, store_id), f"{MARK}{batch}{MARK}"
    rows = cursor.execute(
        "select scheme, month_end, facts_mark, scheme_version from snapshots where store_id = $store", {"store": store_id}
    ).fetchall()
    for scheme, day, kept, version in rows:
        key = (scheme, day)
        was_as_kept = key in now and kept == before.get(key)
        if (mark not in version) if undone else (not was_as_kept or now[key] == kept):
            continue
        cursor.execute(
            "update snapshots set scheme_version = $version, facts_mark = $mark "
            "where store_id = $store and scheme = $scheme and month_end = $day",
            {
                "version": version.replace(mark, "") if undone else version + mark, "mark": now[key] if was_as_kept else kept,
                "store": store_id, "scheme": scheme, "day": day,
            },
        )
