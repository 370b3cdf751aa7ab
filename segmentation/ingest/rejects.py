"""Rows that could not be understood: kept with their cells, looked at a few at a time, given back to be mended."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from segmentation.ingest import reasons
from segmentation.ingest.batches import batch_report
from segmentation.ingest.examination import REJECT_COLUMNS, Examination
from segmentation.ingest.kinds.registry import KINDS
from segmentation.ingest.readers.read import place_of
from segmentation.ingest.readers.sheets import Part
from segmentation.ingest.stage import cells_of
from segmentation.language.i18n import format_count, translator
from segmentation.language.text import harmless
from segmentation.language.values import read_number
from segmentation.warehouse import Cursor, Warehouse, parameters, statement

Reject = tuple[int, str | None, str | None, str, tuple[str, ...]]  # line, column, value, reason, the file's own cells

_REASONS = reasons.ROWS | {reason: said for kind in KINDS.values() for reason, said in kind.reasons.items()}
REASONS = {reason: text for reason, (text, _column) in _REASONS.items()}
MOST = 200
LONGEST_VALUE = 200  # characters of a value that are shown


def preview_rejects(found: Examination, most: int = 20) -> list[dict[str, Any]]:
    """Return the first rejects of an examined file: line, column (the file's header, or None), value, reason (an msgid).

    Where several sheets were read, ``sheet`` says which, and the line is a row of it.
    """
    if found.stage is None or not found.rejected or found.open_orders:
        return []
    sql = statement(found.spec.rejects)
    values = {**parameters(sql, found.stage.values), "most": most}
    rows = found.stage.cursor.execute(f"select * from ({sql}) as rejects order by line_no limit $most", values).fetchall()
    told = ((line, _header(found, reason, *place), value, reason) for line, reason, value, *place in rows)
    return _shown(told, found.readable.parts)


def preview_reasons(found: Examination) -> list[dict[str, Any]]:
    """Return why rows of an examined file are not understood, as ``list_reasons`` does of a landed one."""
    if found.stage is None or not found.rejected or found.open_orders:
        return []
    sql = statement(found.spec.rejects)
    values, cursor = parameters(sql, found.stage.values), found.stage.cursor
    counts = dict(cursor.execute(f"select reason, count(*) from ({sql}) as rejects group by reason", values).fetchall())
    rows = cursor.execute(
        f"select * from ({sql}) as rejects qualify row_number() over (partition by reason order by line_no) = 1", values
    ).fetchall()
    rows.sort(key=lambda row: (-counts[row[1]], row[0]))
    told = [(line, _header(found, reason, *place), value, reason) for line, reason, value, *place in rows]
    return [{"count": counts[row[1]], **first} for row, first in zip(rows, _shown(told, found.readable.parts), strict=True)]


def _header(found: Examination, reason: str, place: int | None = None) -> str | None:
    """The header of the column at fault: at ``place``, else the one that the reason is about."""
    if place is not None:
        return found.names[place]
    return found.mapped_headers().get(_REASONS[reason][1] if reason in _REASONS else reason)


def list_rejects(warehouse: Warehouse, batch: int, most: int = MOST) -> list[dict[str, Any]]:
    """Return the first rejects of a landed batch as ``preview_rejects`` does; an unknown or undone batch has none."""
    rows = warehouse.cursor().execute(
        "select line_no, column_name, value, reason from rejects where batch_id = $batch order by line_no limit $most",
        {"batch": batch, "most": most},
    ).fetchall()
    return _shown(rows, _parts(batch_report(warehouse, batch))) if rows else []


def list_reasons(warehouse: Warehouse, batch: int) -> list[dict[str, Any]]:
    """Return why rows of a landed batch were not understood: each reason with its ``count`` and its first row, most first."""
    rows = warehouse.cursor().execute(
        "select count(*) as count, min(line_no) as line, arg_min(column_name, line_no), arg_min(value, line_no), reason "
        "from rejects where batch_id = $batch group by reason order by count desc, line",
        {"batch": batch},
    ).fetchall()
    if not rows:
        return []
    shown = _shown((row[1:] for row in rows), _parts(batch_report(warehouse, batch)))
    return [{"count": row[0], **first} for row, first in zip(rows, shown, strict=True)]


def reason_text(each: Mapping[str, Any], lang: str) -> str:
    """Return in words one reason of ``list_reasons``, with its count and the first of its rows."""
    _ = translator(lang)
    row = f"{each['sheet']} {each['line']}" if "sheet" in each else f"{each['line']}"
    values = {"count": format_count(each["count"], lang), "reason": _(each["reason"]), "row": row}
    if not each["column"]:
        return _("{count} not understood: {reason} (the first: row {row})").format(**values)
    values |= {"column": each["column"], "value": each["value"] or _("(empty)")}
    return _("{count} not understood: {reason} (the first: row {row}, {column}, {value})").format(**values)


def _parts(report: dict[str, Any]) -> tuple[Part, ...]:
    return tuple(Part(*part) for part in report.get("parts", ()))


def _shown(rows: Iterable[tuple[int, str | None, str | None, str]], parts: Sequence[Part]) -> list[dict[str, Any]]:
    shown = []
    for line, column, value, reason in rows:
        sheet, row = place_of(parts, line)
        where = {"line": row} if sheet is None else {"sheet": sheet, "line": row}
        shown.append({**where, "column": column, "value": _short(value), "reason": REASONS.get(reason, reason)})
    return shown


def _short(value: str | None) -> str | None:
    return value if value is None or len(value) <= LONGEST_VALUE else value[:LONGEST_VALUE] + "…"


def rejected_lines(found: Examination) -> list[dict[str, Any]]:
    """Return one row per line of an examined file that could not be understood, in the order of the file.

    ``said`` is what a line takes from the line above it, canonical column → text.
    """
    if not found.rejected:
        return []
    above = found.stage.said_above()
    return [{**row, "said": above.get(row["line_no"], {})} for row in found.stage.rows(found.spec.rejects)]


def with_cells(found: Examination, rows: Sequence[Mapping[str, Any]]) -> list[Reject]:
    """Return the rejects of ``rejected_lines`` with the file's own cells; needs no cursor, so that it may run beside one.

    A blank cell gets what the line takes from the one above, for a mended line comes back without it.
    """
    cells = cells_of(found.readable, [row["line_no"] for row in rows]) if rows else ()
    return [
        (
            row["line_no"], _header(found, row["reason"], row.get("place")), row["value"], row["reason"],
            _filled(found, own, row["said"]),
        )
        for row, own in zip(rows, cells, strict=True)
    ]


def _filled(found: Examination, own: tuple[str, ...], said: Mapping[str, str | None]) -> tuple[str, ...]:
    filled = list(own)
    for name, text in said.items():
        place = found.mapping.get(name)
        if text and place is not None and place < len(filled) and not filled[place].strip(" \t〃〞″\"'同上"):
            filled[place] = text
    return tuple(filled)


def keep_rejects(cursor: Cursor, batch: int, rejects: Sequence[Reject]) -> None:
    """Keep the rejects of a batch, inside the landing's transaction."""
    if not rejects:
        return
    lines, columns, values, reasons, cells = zip(*rejects, strict=True)
    frame = pa.table(
        {
            "batch_id": pa.array([batch] * len(lines), pa.int32()),
            "line_no": pa.array(lines, pa.int64()),
            "column_name": pa.array(columns, pa.string()),
            "value": pa.array(values, pa.string()),
            "reason": pa.array(reasons, pa.string()),
            "cells": pa.array([list(row) for row in cells], pa.list_(pa.string())),
        }
    )
    cursor.register("kept_rejects", frame)
    cursor.execute("insert into rejects select * from kept_rejects")
    cursor.unregister("kept_rejects")


def rejects_csv(warehouse: Warehouse, batch: int, lang: str) -> bytes:
    """Return the batch's rejects as CSV in the file's own columns, then batch, line, column and reason.

    UTF-8 with BOM. Mended and uploaded again, the file is known by its ``_batch`` column and completes the import.
    A text that a spreadsheet would take for a formula gets an apostrophe
    in front, which is taken off again when the file comes back. Where several sheets were read, the reason names the
    sheet and the row in it. Raises InputError for an unknown batch.
    """
    report = batch_report(warehouse, batch)
    rows = (
        warehouse.cursor()
        .execute(
            "select line_no, column_name, value, reason, cells from rejects where batch_id = $batch order by line_no",
            {"batch": batch},
        )
        .fetchall()
    )
    _ = translator(lang)
    own = [name for name in report["headers"] if name not in REJECT_COLUMNS]
    places = [place for place, name in enumerate(report["headers"]) if name not in REJECT_COLUMNS]
    parts = _parts(report)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*map(_harmless, own), *REJECT_COLUMNS])
    for line, column, value, reason, cells in rows:
        said = _(REASONS.get(reason, reason)) + (f": {_short(value)}" if value else "")
        sheet, row = place_of(parts, line)
        said = said if sheet is None else _("{sheet}, row {row}: {reason}").format(sheet=sheet, row=row, reason=said)
        own_cells = [_harmless(cells[place]) if place < len(cells) else "" for place in places]
        writer.writerow([*own_cells, batch, line, _harmless(column or ""), _harmless(said)])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs; a number stays a number.

    >>> _harmless("=1+1"), _harmless("-380.00"), _harmless("-x")
    ("'=1+1", '-380.00', "'-x")
    """
    return harmless(cell) if read_number(cell) is None else cell
