"""Columns that tell how a line counts only below the rows that were looked at first: a 作废 in row 702 of 1 000."""

from __future__ import annotations

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.ingest.meaning import KIND, MOST_VALUES, TELLING_WORDS, MarkColumn, are_sums, role_of, tells
from segmentation.ingest.stage import CELL_END
from segmentation.warehouse import Cursor, run

_FEW = 12  # values in the sample, before a column is taken for free text


def marks_below(found: Examination, cursor: Cursor) -> tuple[MarkColumn, ...]:
    """Return the columns, kept as they are so far, of which all rows show that they tell of more than sales.

    Only columns with few values in the sample are looked at; free text (remarks that speak of a refund) is none.
    """
    sample = found.readable.sample
    if found.readable.lines <= len(sample):
        return ()
    taken = {column.place for column in found.mark_columns}
    kept = kept_columns(found)
    few = {}
    for number, (header, place) in enumerate(kept.items(), 1):
        values = {row[place].strip() for row in sample if place < len(row)} - {""}
        if place not in taken and role_of(header) is None and len(values) <= _FEW and not are_sums(values):
            few[number] = MarkColumn(header, place, KIND)
    if not few:
        return ()
    bound = {"words": f"(?i){TELLING_WORDS}", "cell_end": CELL_END}
    telling = {place for (place,) in run(cursor, "stage/telling_cells", **bound, columns=len(kept)).fetchall()}
    return tuple(column for number, column in few.items() if number in telling and tells(_values(cursor, number), None))


def _values(cursor: Cursor, place: int) -> set[str]:
    found = run(cursor, "stage/cell_values", cell_end=CELL_END, place=place, most=MOST_VALUES + 2).fetchall()
    return {text for (text,) in found}
