"""Which stores' kept months have yet to follow their bills: marked by what changes them, in the same transaction.

So a process that is killed between the two leaves a mark, and the next one knows what is left to do.
"""

from __future__ import annotations

import json
import uuid

from segmentation.settings.kept import keep
from segmentation.warehouse import Cursor, Warehouse

NAME = "months_pending"


def mark_pending(cursor: Cursor, store_id: int) -> None:
    """Mark the store, inside the transaction that changes its bills or ratings."""
    keep(cursor, store_id, NAME, uuid.uuid4().hex)


def pending_marks(warehouse: Warehouse) -> dict[int, str]:
    """Return the marked stores, each with its mark, which is another after each change."""
    rows = warehouse.cursor().execute(
        "select store_id, value from settings where name = $name order by store_id", {"name": NAME}
    ).fetchall()
    return {store_id: json.loads(value) for store_id, value in rows}


def clear_mark(warehouse: Warehouse, store_id: int, mark: str) -> None:
    """Take the mark away unless the store was changed, and marked anew, since it was read."""
    with warehouse.writing() as cursor:
        cursor.execute(
            "delete from settings where store_id = $store and name = $name and value = $mark",
            {"store": store_id, "name": NAME, "mark": json.dumps(mark)},
        )
