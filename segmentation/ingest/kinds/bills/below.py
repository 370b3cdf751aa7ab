"""Columns that tell how a line counts only below the rows that were looked at first: a 作废 in row 702 of 1 000."""

from __future__ import annotations

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.ingest.meaning import (
    KIND,
    MOST_VALUES,
    REMARK,
    REMARK_WORDS,
    TELLING_WORDS,
    MarkColumn,
    are_sums,
    is_remark,
    role_of,
    tells,
)
from segmentation.ingest.stage import CELL_END
from segmentation.warehouse import Cursor, run

_FEW = 12  # values in the sample, before a column is taken for free text


def marks_below(found: Examination, cursor: Cursor) -> tuple[MarkColumn, ...]:
    """Return the columns, kept as they are so far, of which all rows show that they tell of more than sales.

    Only columns with few values in the sample are looked at; free text (remarks that speak of a refund) is none, but where a
    remark is nothing beside the word.
    """
    sample = found.readable.sample
    if found.readable.lines <= len(sample):
        return ()
    taken = {column.place for column in found.mark_columns}
    kept = kept_columns(found)
    few, remarks = {}, {}
    for number, (header, place) in enumerate(kept.items(), 1):
        values = {row[place].strip() for row in sample if place < len(row)} - {""}
        if place not in taken and is_remark(header):
            remarks[number] = MarkColumn(header, place, REMARK)
        if place not in taken and role_of(header) is None and len(values) <= _FEW and not are_sums(values):
            few[number] = MarkColumn(header, place, KIND)
    if not few and not remarks:
        return ()
    bound = {"words": f"(?i){TELLING_WORDS}", "cell_end": CELL_END}
    telling = {place for (place,) in run(cursor, "stage/telling_cells", **bound, columns=len(kept)).fetchall()}
    told = {number: column for number, column in few.items() if number in telling and tells(_values(cursor, number), None)}
    said = {
        number: column for number, column in remarks.items()
        if number in telling - told.keys() and _says_void(cursor, number)
    }
    return (*told.values(), *said.values())


def _says_void(cursor: Cursor, place: int) -> bool:
    return bool(run(cursor, "stage/void_remark", cell_end=CELL_END, place=place, words=f"(?i){REMARK_WORDS}").fetchall()[0][0])


def _values(cursor: Cursor, place: int) -> set[str]:
    found = run(cursor, "stage/cell_values", cell_end=CELL_END, place=place, most=MOST_VALUES + 2).fetchall()
    return {text for (text,) in found}
