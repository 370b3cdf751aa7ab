"""The sheets of a workbook, or the tables of a web page: which are read, which together, and which are left for a person to say.

Sheets with the same headers are one table: a till gives the hall and the private rooms a sheet each, or every month one.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from segmentation.ingest.readers.delimited import Record
from segmentation.ingest.readers.dress import undress
from segmentation.ingest.readers.footer import without_footer
from segmentation.ingest.readers.grid import Table, describe_records, write_grid
from segmentation.ingest.readers.header import count_words, find_heading
from segmentation.ingest.readers.page import Page
from segmentation.ingest.readers.text import Progress, Stop
from segmentation.ingest.readers.workbook import Workbook
from segmentation.language.errors import Cancelled, InputError
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header

TOGETHER = "/"  # between the names of sheets that are read together; a workbook allows it in no name
SHEET_STEP = 10_000_000  # rows of the second sheet that is read are numbered from here on, those of the third from twice as many
_HEAD_ROWS = 400
_SHOWN = 50  # rows of a sheet that is not read, by which it is known
COPIED = 0.9  # of the rows of a sheet, above which it is a copy of another


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook (or a table of a web page) and the size of its used part."""

    name: str
    rows: int
    columns: int


@dataclass(frozen=True)
class Part:
    """A sheet that was read: how many rows of it, and above which number its rows are numbered (0 for the first)."""

    sheet: str
    rows: int
    start: int


@dataclass(frozen=True)
class Unread:
    """A sheet that holds rows and is not read: how many, and why not.

    ``why`` is "other_headers", "hidden", "copy" (its rows stand in a sheet that is read), "not_chosen", or
    "other_file" of a file in an archive, which may hold no table (no rows). Of a sheet the headers and the first rows tell
    what it may hold.
    """

    sheet: str
    rows: int
    why: str
    headers: tuple[str, ...] = field(default=(), compare=False)
    sample: tuple[tuple[str, ...], ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Written:
    """What came of the sheets that were read, in the terms of ``Readable``."""

    sheets: tuple[Sheet, ...]
    parts: tuple[Part, ...]
    unread: tuple[Unread, ...]
    table: Table
    title_rows: int
    quoted: bool
    merged: tuple[tuple[int, int], ...]
    footer_rows: int


@dataclass(frozen=True)
class _Look:
    """A sheet as it was looked at: what orders it among others, its table (None: it holds none) and its rows below the header."""

    sheet: Sheet
    worth: tuple[bool, bool, int, int]
    table: Table | None
    rows: int


def write_sheets(
    book: Workbook | Page,
    target: Path,
    new_path: Callable[[], Path],
    name: str,
    wanted: str | None,
    header_row: int | None,
    *,
    progress: Progress = None,
    cancelled: Stop = None,
) -> Written:
    """Write the table of ``book`` as numbered text: of its best sheet and of all that have the same headers.

    ``wanted`` is the sheet to read, or several joined by ``TOGETHER``; hidden sheets are read only so. Columns of a further
    sheet may stand in another order. A sheet nearly all of whose rows stand in another too is left out as its copy.
    Raises InputError ``unknown_sheet`` and as ``describe_records`` and ``write_grid`` do, and Cancelled.
    """
    chosen = _choose(book, name, wanted)
    looks = []
    for number, sheet in enumerate(book.names):
        if cancelled and cancelled():
            raise Cancelled()
        looks.append(_look(book, sheet, name))
        if progress:
            progress(0.3 * (number + 1) / len(book.names))
    best = max((look for look in looks if not chosen or look.sheet.name in chosen), key=lambda look: look.worth)
    rows = best.sheet.rows
    table = describe_records(_head(book, best.sheet.name), header_row=header_row, name=name, whole=rows <= _HEAD_ROWS)
    alike = [look for look in looks if look is best or _is_alike(look, best, table, book, chosen, header_row)]
    seen: set[int] = set()
    written: dict[str, tuple[Path, int, bool]] = {}
    footer_rows = 0
    merged: Counter[int] = Counter()
    total, done = sum(look.sheet.rows for look in alike), 0
    for look in sorted(alike, key=lambda look: (look is not best, -look.sheet.rows)):
        own = table if look is best else look.table
        start = SHEET_STEP * alike.index(look)
        filled: Counter[int] = Counter()
        footer: list[int] = []
        records = without_footer(_records(book, look.sheet.name, own, table, start, filled), footer)
        count = _Copies(seen) if len(alike) > 1 else None
        path = target if len(alike) == 1 else new_path()
        step = _part(progress, 0.3 + 0.7 * done / max(1, total), 0.3 + 0.7 * (done + look.sheet.rows) / max(1, total))
        lines, quoted = write_grid(
            count.watch(records) if count else records,
            path,
            table.columns,
            look.sheet.rows,
            name,
            progress=step,
            cancelled=cancelled,
        )
        done += look.sheet.rows
        if count and look is not best and lines and count.repeated >= COPIED * lines:
            path.unlink()
            continue
        seen |= count.own if count else set()
        written[look.sheet.name] = path, lines, quoted
        merged += filled
        footer_rows += sum(footer)
    parts = _gather(alike, written, target)
    copies = {look.sheet.name for look in alike} - written.keys()
    return Written(
        sheets=tuple(look.sheet for look in looks),
        parts=parts,
        unread=tuple(
            _unread(look, book, chosen, copies) for look in looks if look.sheet.name not in written and _holds_rows(look)
        ),
        table=table,
        title_rows=sum((table if look is best else look.table).title_rows for look in alike if look.sheet.name in written),
        quoted=any(quoted for _, _, quoted in written.values()),
        merged=tuple(sorted(merged.items())),
        footer_rows=footer_rows,
    )


def _choose(book: Workbook | Page, name: str, wanted: str | None) -> tuple[str, ...]:
    if wanted is None:
        return ()
    chosen = (wanted,) if wanted in book.names else tuple(part.strip() for part in wanted.split(TOGETHER))
    if missing := [part for part in chosen if part not in book.names]:
        raise unknown_sheet(name, missing[0], book.names)
    return chosen


def unknown_sheet(name: str, sheet: str, names: Sequence[str]) -> InputError:
    """Return the error for a sheet that a file does not have."""
    return InputError(
        "unknown_sheet", N_("“{file}” has no sheet “{sheet}”. It has: {sheets}."), file=name, sheet=sheet, sheets=", ".join(names)
    )


def _look(book: Workbook | Page, sheet: str, name: str) -> _Look:
    rows, columns = book.size(sheet)
    head = _head(book, sheet)
    cells = [cells for _, cells in head[:100]]
    heading = find_heading(cells)
    words = count_words(cells[heading.header]) if heading.header is not None else 0
    # Seen before hidden, data before none, then header words, then rows.
    worth = (sheet not in book.hidden, heading.first < len(cells), words, rows)
    try:
        table = describe_records(head, header_row=None, name=name) if head else None
    except InputError:
        table = None
    below = rows - table.first_line + 1 if table else 0
    return _Look(Sheet(sheet, rows, columns), worth, table, max(0, below))


def _head(book: Workbook | Page, sheet: str) -> list[Record]:
    return [(line, _trimmed(undress(cells))) for line, cells in _filled(islice(book.rows(sheet), _HEAD_ROWS))]


def _filled(records: Iterable[Record]) -> Iterator[Record]:
    return (record for record in records if any(cell.strip() for cell in record[1]))


def _trimmed(cells: list[str]) -> list[str]:
    # A sheet is as wide as its widest row, which says nothing about the table.
    last = len(cells)
    while last and not cells[last - 1].strip():
        last -= 1
    return cells[:last]


def _is_alike(
    look: _Look, best: _Look, table: Table, book: Workbook | Page, chosen: Sequence[str], header_row: int | None
) -> bool:
    """Whether a sheet is read together with the best one: one that may be, with the same headers in whatever order."""
    name = look.sheet.name
    if look.table is None or not look.table.header_row or not table.header_row or header_row is not None or not look.rows:
        return False
    if name not in chosen if chosen else name in book.hidden and best.sheet.name not in book.hidden:
        return False
    own, first = _headers(look.table), _headers(table)
    return own == first or (len(set(first)) == len(first) and sorted(own) == sorted(first))


def _headers(table: Table) -> list[str]:
    return _trimmed([fold_header(cell) for cell in table.headers])


def _records(book: Workbook | Page, sheet: str, own: Table, first: Table, start: int, filled: Counter[int]) -> Iterator[Record]:
    """Yield the rows of data of a sheet, numbered from ``start``, its cells in the order of the first table's columns."""
    places = None
    if _headers(own) != _headers(first):
        at = {header: place for place, header in enumerate(_headers(own))}
        places = [at.get(header, len(own.headers)) for header in _headers(first)]
    dressed = any(undress(cells) != cells for _, cells in islice(book.rows(sheet), _HEAD_ROWS))
    for line, cells in book.rows(sheet, own.first_line, filled):
        cells = undress(cells) if dressed else cells
        yield line + start, cells if places is None else [cells[place] if place < len(cells) else "" for place in places]


class _Copies:
    """Counts the rows of a sheet that stand in others, ``seen`` before, and keeps its own."""

    def __init__(self, seen: set[int]) -> None:
        self._seen, self.own, self.repeated = seen, set(), 0

    def watch(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            if any(cell.strip() for cell in record[1]):
                row = hash(tuple(_trimmed(record[1])))
                self.repeated += row in self._seen
                self.own.add(row)
            yield record


def _gather(alike: Sequence[_Look], written: dict[str, tuple[Path, int, bool]], target: Path) -> tuple[Part, ...]:
    """Put the texts of several sheets behind each other in ``target``, in the order of the workbook; return its parts."""
    parts = []
    for number, look in enumerate(alike):
        if look.sheet.name in written:
            path, rows, _ = written[look.sheet.name]
            parts.append(Part(look.sheet.name, rows, SHEET_STEP * number))
            if path != target:
                with path.open("rb") as text, target.open("ab") as out:
                    shutil.copyfileobj(text, out, 1 << 20)
                path.unlink()
    return tuple(parts)


def _holds_rows(look: _Look) -> bool:
    return look.table is not None and look.rows > 0 and (look.worth[2] > 0 or (look.sheet.rows > 2 and look.sheet.columns > 2))


def _unread(look: _Look, book: Workbook | Page, chosen: Sequence[str], copies: set[str]) -> Unread:
    name = look.sheet.name
    why = "copy" if name in copies else "not_chosen" if chosen else "hidden" if name in book.hidden else "other_headers"
    return Unread(name, look.rows, why, look.table.headers, look.table.sample[:_SHOWN])


def _part(progress: Progress, start: float, end: float) -> Progress:
    if progress is None:
        return None
    return lambda share: progress(start + (end - start) * share)
