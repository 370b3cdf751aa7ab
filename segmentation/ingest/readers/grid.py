"""A table as rows of cells: its header and width found, and written as numbered text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from segmentation.ingest.readers.delimited import Record, number_rows, splits_thousand
from segmentation.ingest.readers.header import LOOK_AT, Heading, find_heading, is_group_row, join_headers, last_header_row
from segmentation.ingest.readers.text import Progress, Stop
from segmentation.language.errors import Cancelled, InputError
from segmentation.language.i18n import N_

SAMPLE_ROWS = 200
MOST_COLUMNS = 16_384  # as Excel has
MOST_USED_COLUMNS = 2_000  # of a table: more of them take minutes to look at, and no till writes a tenth of that
MOST_CELL = 32_767  # characters, as Excel has
MOST_TITLES = 40  # cells above the header, in which the house may be named
MOST_SHOWN = 1000  # characters of a cell of the sample, which only proposes
_BLANK = " \t\r\n\x0b\x0c\x1a\u3000\xa0\ufeff"


@dataclass(frozen=True)
class Table:
    """Where header and data of a table are, and what they look like; ``first_line`` is that of the first data row."""

    header_row: int
    headers: tuple[str, ...]
    title_rows: int
    columns: int
    first_line: int
    sample: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...] = ()  # the filled cells above the header, the first of them


def describe_records(records: Sequence[Record], *, header_row: int | None, name: str, whole: bool = True) -> Table:
    """Return header, width and sample of a table from its first non-blank records.

    ``header_row`` overrules the header that would be found (0: none). ``whole``: these are all the records there are.
    Raises InputError ``empty_file``, ``no_rows`` (nothing below the header), ``no_such_header`` or ``too_wide``.
    """
    if not records:
        raise InputError("empty_file", N_("The file “{file}” holds nothing but blanks. Export it again."), file=name)
    heading = _heading(records, header_row)
    if heading.header is not None and header_row is None:
        last = last_header_row([cells for _, cells in records], heading.header)
        heading = Heading(last, last + 1) if last > heading.header else heading
    data = records[heading.first : heading.first + SAMPLE_ROWS]
    if not data and whole:
        raise InputError(
            "no_rows",
            N_("The file “{file}” has a header but no rows below it. Choose another period or sheet and export again."),
            file=name,
        )
    header = _header(records, heading, sought=header_row is None)
    rows = [cells for _, cells in data]
    columns = _count_columns(header, rows)
    if columns > MOST_USED_COLUMNS:
        raise too_wide(name, columns)
    above = records[: heading.header] if heading.header is not None else []
    first_line = data[0][0] if data else records[heading.header or 0][0] + 1
    return Table(
        header_row=records[heading.header][0] if heading.header is not None else 0,
        headers=tuple(cell[:MOST_SHOWN] for cell in header[:columns]) if heading.header is not None else ("",) * columns,
        title_rows=heading.header if heading.header is not None else heading.first,
        columns=columns,
        first_line=first_line,
        sample=tuple(tuple(cell[:MOST_SHOWN] for cell in [*cells, *[""] * columns][:columns]) for cells in rows),
        titles=tuple(cell.strip(_BLANK)[:200] for _, cells in above for cell in cells if cell.strip(_BLANK))[:MOST_TITLES],
    )


def _header(records: Sequence[Record], heading: Heading, *, sought: bool) -> list[str]:
    """Return the names of the columns, from the rows of a header of several, too."""
    if heading.header is None:
        return []
    rows = [[cell.strip(_BLANK) for cell in records[heading.header][1]]]
    above = heading.header - 1
    while sought and above >= 0 and records[above][0] == records[above + 1][0] - 1 and is_group_row(records[above][1]):
        rows.insert(0, list(records[above][1]))
        above -= 1
    return join_headers(rows, max(map(len, rows))) if len(rows) > 1 else rows[0]


def too_wide(name: str, columns: int) -> InputError:
    """Return the error for a table with more columns than any program shows."""
    return InputError(
        "too_wide",
        N_("“{file}” has {columns} columns. Delete those that hold no data, or export it again."),
        file=name,
        columns=columns,
    )


def _heading(records: Sequence[Record], header_row: int | None) -> Heading:
    if header_row is None:
        return find_heading([cells for _, cells in records[: LOOK_AT * 2]])
    if header_row == 0:
        return Heading(None, 0)
    for index, (line, _) in enumerate(records):
        if line == header_row:
            return Heading(index, index + 1)
    raise InputError(
        "no_such_header",
        N_("Line {line} cannot be the header: it is blank or too far down. Choose a line with the names of the columns."),
        line=header_row,
    )


def _count_columns(header: list[str], rows: list[list[str]]) -> int:
    named = max((i + 1 for i, cell in enumerate(header) if cell), default=0)
    extents = [max((i + 1 for i, cell in enumerate(cells) if cell.strip(_BLANK)), default=0) for cells in rows]
    physical = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    if not header:
        # One row torn apart by a stray delimiter must not widen the table.
        usual = Counter(extents).most_common(1)[0][0] if rows else 0
        return max(1, usual, *(e for e in extents if e <= physical)) if rows else 1
    wide = [(extent, cells) for extent, cells in zip(extents, rows, strict=True) if extent > len(header)]
    if wide and all(splits_thousand(cells) for _, cells in wide):
        wide, physical = [], min(physical, len(header))  # 1,234.50 without quotes widens no table
    wider = [extent for extent, _ in wide]
    columns = max([named, *(extent for extent in extents if extent <= len(header))])
    if wider and (physical > len(header) or len(wider) * 2 >= len(rows)):
        columns = max(columns, *(extent for extent in wider if extent <= max(physical, min(wider))))
    # Trailing delimiters in header and rows alike are part of the shape.
    return max(1, columns, physical if physical <= len(header) else 0)


def write_grid(
    records: Iterable[Record],
    target: Path,
    columns: int,
    total: int,
    name: str,
    *,
    progress: Progress = None,
    cancelled: Stop = None,
) -> tuple[int, bool]:
    """Write non-blank rows as numbered text, cells beyond ``columns`` dropped; return how many, and whether a cell holds ``"``.

    ``total`` is how many rows are expected, for ``progress``. Raises InputError ``too_long`` for a cell with more text
    than a workbook can hold, and Cancelled.
    """
    written, quoted, block = 0, False, []

    def flush() -> None:
        nonlocal written, quoted, block
        if cancelled and cancelled():
            raise Cancelled()
        texts = list(number_rows(block, columns, ","))
        if max(map(len, texts), default=0) > MOST_CELL:
            _check_cells(block, name)
        text = "".join(line + "\n" for line in texts)
        quoted = quoted or any('"' in cell for _, cells in block for cell in cells)
        out.write(text)
        written += len(block)
        block = []
        if progress:
            progress(min(1.0, written / max(1, total)))

    with target.open("w", encoding="utf-8", errors="replace", newline="") as out:
        for line, cells in records:
            kept = cells[:columns]
            if any(cell.strip(_BLANK) for cell in kept):
                block.append((line, kept))
                if len(block) >= 5000:
                    flush()
        flush()
    return written, quoted


def _check_cells(records: Iterable[Record], name: str) -> None:
    for line, cells in records:
        if any(len(cell) > MOST_CELL for cell in cells):
            raise InputError(
                "too_long",
                N_("A cell in row {row} of “{file}” holds more than {characters} characters. Shorten it and upload again."),
                file=name,
                row=line,
                characters=MOST_CELL,
            )
