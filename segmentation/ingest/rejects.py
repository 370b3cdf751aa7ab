"""Rows that could not be understood, a few at a time, as a person looks at them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from segmentation.ingest.examine import Examination
from segmentation.ingest.land import REASON_COLUMN, REASONS
from segmentation.warehouse import Warehouse, parameters, statement

MOST = 200


def preview_rejects(found: Examination, most: int = 20) -> list[dict[str, Any]]:
    """Return the first rejects of an examined file: line, column (the file's header, or None), value, reason (an msgid)."""
    if found.stage is None or not found.rejected or found.open_orders:
        return []
    sql = statement("stage/rejects" if found.kind == "bills" else "stage/profile_rejects")
    values = {**parameters(sql, found.stage.values), "most": most}
    rows = found.stage.cursor.execute(f"select * from ({sql}) as rejects order by line_no limit $most", values).fetchall()
    headers = found.mapped_headers()
    return _shown((line, headers.get(REASON_COLUMN.get(reason, reason)), value, reason) for line, reason, value in rows)


def list_rejects(warehouse: Warehouse, batch: int, most: int = MOST) -> list[dict[str, Any]]:
    """Return the first rejects of a landed batch as ``preview_rejects`` does; an unknown or undone batch has none."""
    return _shown(
        warehouse.cursor().execute(
            "select line_no, column_name, value, reason from rejects where batch_id = $batch order by line_no limit $most",
            {"batch": batch, "most": most},
        ).fetchall()
    )


def _shown(rows: Iterable[tuple[int, str | None, str | None, str]]) -> list[dict[str, Any]]:
    return [
        {"line": line, "column": column, "value": value, "reason": REASONS.get(reason, reason)}
        for line, column, value, reason in rows
    ]
