"""Bytes to a readable table: whatever a person sends becomes text that a database can read, with its header found.

``open_readable`` is quick: a plain UTF-8 text is copied as it is. ``number_lines`` is careful: it reads line by line,
mends quotes and ragged rows, and keeps the line number of every row. Both read what nobody has looked at:
the app and the shell call them in a child process (``child.py``).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from segmentation.ingest.incoming import check_file, readable_name
from segmentation.ingest.readers.aligned import APART, find_aligned_header, write_aligned
from segmentation.ingest.readers.archive import is_note, list_members, unpack, unpack_member
from segmentation.ingest.readers.content import PACKED, TEXTS, is_packed_or_binary, recognise
from segmentation.ingest.readers.delimited import (
    BLANKS,
    find_delimiter,
    read_head,
    read_records,
    split_line,
    splits_thousand,
    write_numbered,
)
from segmentation.ingest.readers.dress import is_dressed, undress
from segmentation.ingest.readers.encoding import guess_encoding, name_encoding
from segmentation.ingest.readers.footer import cut_footer
from segmentation.ingest.readers.grid import SAMPLE_ROWS, describe_records
from segmentation.ingest.readers.header import count_words
from segmentation.ingest.readers.members import list_alike, put_together
from segmentation.ingest.readers.mixed import DOUBTFUL, LineReader, is_mixed
from segmentation.ingest.readers.objects import write_objects
from segmentation.ingest.readers.page import Page, read_page
from segmentation.ingest.readers.parquet import write_parquet
from segmentation.ingest.readers.sheets import TOGETHER, Part, Sheet, Unread, unknown_sheet, write_sheets
from segmentation.ingest.readers.text import (
    LONGEST_LINE,
    Copy,
    Progress,
    Stop,
    Survey,
    copy_as_utf8,
    copy_by_line,
    count_blank_tail,
    find_lost,
    survey_file,
)
from segmentation.ingest.readers.workbook import Workbook
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_

MOST_LAYERS = 3  # of archives in archives
MOST_MEMBERS = 100  # of an archive that are looked at: a file a day, of three months
_SHOWN = 200  # rows of a file of an archive that is not read, by which it is known
_SAMPLE_CELLS = 20_000  # cells that are looked at to know their columns; a table of a thousand columns shows fewer rows


@dataclass(frozen=True)
class Readable:
    """A table that can be read from ``path``, and how.

    ``path`` is a file of the working folder, never the user's own.
    Not ``numbered``: ``path`` holds the file's own lines as UTF-8; after ``skip_lines`` come ``lines`` physical lines of
    data, delimited with ``read_delimiter`` and quoted with ``"``.
    ``numbered``: ``path`` is rectangular comma-separated text without header: the physical line (or sheet row) of the
    record in the user's file, the damage ("" or "too_many_columns"), then ``columns`` cells.
    """

    path: Path
    file_name: str
    sha256: str  # of the given bytes, before unpacking
    size: int
    format: str  # csv | json | xlsx | xls | xlsb | ods | html | parquet
    encoding: str | None  # of the original text
    delimiter: str | None  # of the original text; a blank for aligned columns
    sheets: tuple[Sheet, ...]
    sheet: str | None  # several that are read together stand behind each other, parted by TOGETHER
    header_row: int  # 1-based physical line or sheet row; 0: no header
    headers: tuple[str, ...]
    title_rows: int  # rows above the data that are not blank, but for the header; of all sheets that are read
    columns: int
    sample: tuple[tuple[str, ...], ...]
    date_1904: bool
    numbered: bool
    read_delimiter: str
    skip_lines: int
    lines: int
    quoted: bool  # '"' occurs somewhere in the text
    # each encoding that some lines of a text are in, other than ``encoding``: how many lines, and the first of them
    other_encodings: tuple[tuple[str, int, tuple[int, ...]], ...] = ()
    lost_lines: int = 0  # lines of a text that hold characters which could not be read (U+FFFD)
    first_lost: tuple[tuple[int, str], ...] = ()  # the first of them, each with the cell
    footer_rows: int = 0  # rows below the data that belong to no row of it; they are cut off
    parts: tuple[Part, ...] = ()  # the sheets that were read, in the order of the file
    unread: tuple[Unread, ...] = ()  # the others that hold rows
    titles: tuple[str, ...] = ()  # filled cells above the header, the first of them
    of_files: bool = False  # what stands as sheets are the files of an archive
    joined: bool = False  # made of several files, which are its ``parts``: an order has its line in the first
    merged: tuple[tuple[int, int], ...] = ()  # columns with merged cells: its place, how many cells got the value of their block
    phones_in_names: bool = False  # phones stand in the names, on any row

    def place(self, line: int) -> tuple[str | None, int]:
        """Return the sheet in which the row of a line stands, None where only one is read, and its row there."""
        return place_of(self.parts, line)


def place_of(parts: Sequence[Part], line: int) -> tuple[str | None, int]:
    """Return the sheet in which a line stands, None where not more than one was read, and its row there.

    >>> place_of([Part("大厅", 9, 0), Part("包厢", 5, 10_000_000)], 10_000_004), place_of([Part("大厅", 9, 0)], 4)
    (('包厢', 4), (None, 4))
    """
    if len(parts) < 2:
        return None, line
    part = max((part for part in parts if part.start < line), key=lambda part: part.start, default=parts[0])
    return part.sheet, line - part.start


def open_readable(
    path: Path,
    work_dir: Path,
    *,
    file_name: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Readable:
    """Return the table in a file of any supported kind, told by its content and not by its name.

    ``encoding``, ``sheet``, ``delimiter`` and ``header_row`` (0: there is none) overrule what would be found; sheets with
    the same headers are read together unless ``sheet`` names one (or some, parted by TOGETHER), and of several files in a
    zip those with the same headers, the others are ``unread``. Streams;
    files made on the way are in ``work_dir``, under names of their own. The file is copied there first, so that what is
    examined is what is landed; one that changes meanwhile is refused, and so are an empty file and one without data
    rows. Raises InputError that says what the file is and what to do, and Cancelled.
    """
    path, work_dir = Path(path), Path(work_dir)
    name = readable_name(file_name or path.name)
    check_file(path, name)
    if path.stat().st_size == 0:
        raise _empty(name)
    encoding = name_encoding(encoding) if encoding else None
    work_dir.mkdir(parents=True, exist_ok=True)

    content, given = _take_copy(path, work_dir, name, _part(progress, 0, 0.3), cancelled)
    survey: Survey | None = given
    progress = _part(progress, 0.3, 1)
    kind = recognise(content, name)
    layers = 0
    while kind in PACKED:
        if kind == "zip" and 1 < len(members := list_members(content, name)) <= MOST_MEMBERS:
            choices = {"encoding": encoding, "delimiter": delimiter, "header_row": header_row, "cancelled": cancelled}
            readable = _open_members(content, members, work_dir, name, sheet, choices, progress)
            return replace(readable, file_name=name, sha256=given.sha256, size=given.size)
        layers += 1
        if layers > MOST_LAYERS:
            raise InputError(
                "packed_too_deep", N_("“{file}” is packed several times over. Unpack it and upload the file inside."), file=name
            )
        packed, content, survey = content, new_file(work_dir, ".bin"), None
        unpack(packed, content, kind, name, progress=_part(progress, 0, 0.3), cancelled=cancelled)
        packed.unlink()
        if content.stat().st_size == 0:
            raise _empty(name)
        kind = recognise(content, name)
    if layers:
        progress = _part(progress, 0.3, 1)
    if kind in TEXTS and survey is None:
        survey = survey_file(content, progress=_part(progress, 0, 0.3), cancelled=cancelled)
    if kind == "csv":
        readable = _open_text(content, survey, work_dir, name, encoding, delimiter, header_row, progress, cancelled)
        return replace(readable, sha256=given.sha256, size=given.size)
    if kind in _ROWS:
        return _open_rows(kind, content, work_dir, name, given, progress, cancelled)
    book = read_page(content, name, survey, encoding) if kind == "html" else Workbook(content, kind, name)
    return _open_book(book, kind, work_dir, name, given, sheet, header_row, progress, cancelled)


def _open_members(
    archive: Path,
    members: Sequence[str],
    work_dir: Path,
    name: str,
    wanted: str | None,
    choices: Mapping[str, Any],
    progress: Progress,
) -> Readable:
    """Return the table of the file in a zip of several that looks most like data, or of the ``wanted`` one; others are unread.

    The files stand as sheets; those with the same headers are read together. One that holds no table is unread with no rows, as
    is a text for people (说明.txt);
    where none holds any, the first one's InputError is raised.
    """
    chosen = () if wanted is None else (wanted,) if wanted in members else tuple(wanted.split(TOGETHER))
    if missing := [part for part in chosen if part not in members]:
        raise unknown_sheet(name, missing[0], members)
    found: dict[str, Readable] = {}
    errors: list[InputError] = []
    notes = {member for member in members if is_note(member) and member not in chosen}
    for number, member in enumerate(members):
        if member in notes and len(notes) < len(members):
            continue
        content = new_file(work_dir, ".bin")
        try:
            unpack_member(archive, content, member, name, cancelled=choices["cancelled"])
            if content.stat().st_size and recognise(content, member) in PACKED:  # once is enough: they would multiply
                text = N_("“{file}” is packed several times over. Unpack it and upload the file inside.")
                raise InputError("packed_too_deep", text, file=member)
            found[member] = open_readable(content, work_dir, file_name=member, **choices)
        except InputError as error:
            if member in chosen:
                raise
            errors.append(error)
        content.unlink()
        if progress:
            progress((number + 1) / len(members))
    if not found:
        raise errors[0]
    best = max(
        (member for member in found if not chosen or member in chosen),
        key=lambda member: (count_words(found[member].headers), found[member].lines),
    )
    alike = list_alike({member: found[member] for member in found if not chosen or member in chosen}, best)
    alike = [best] if choices["header_row"] is not None or wanted in members else alike
    why = dict.fromkeys(members, "not_chosen" if chosen else "other_file")
    lines = {member: found[member].lines if member in found else 0 for member in members}
    columns = {member: found[member].columns if member in found else 0 for member in members}
    readable, read = replace(found[best], sheet=best), {best}
    if len(alike) > 1:
        number = partial(_number, work_dir=work_dir, progress=None, cancelled=choices["cancelled"])
        readable, copies = put_together(
            found, alike, best, new_file(work_dir, ".csv"), lambda each: each if each.numbered else number(each)
        )
        read, why = {*alike} - {*copies}, why | dict.fromkeys(copies, "copy")
    for member, other in found.items():
        if member not in alike and member != best:
            other.path.unlink()
    return replace(
        readable,
        of_files=True,
        sheets=tuple(Sheet(member, rows, columns[member]) for member, rows in lines.items()),
        unread=(
            *(replace(sheet, sheet=f"{best}: {sheet.sheet}") for sheet in found[best].unread),
            *(
                Unread(member, rows, why[member], *_known_by(found.get(member)))
                for member, rows in lines.items() if member not in read
            ),
        ),
    )


def _known_by(readable: Readable | None) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the headers and the first rows of a file of an archive that is not read, by which it is known."""
    return ((), ()) if readable is None else (tuple(readable.headers), tuple(map(tuple, readable.sample[:_SHOWN])))


def _take_copy(path: Path, work_dir: Path, name: str, progress: Progress, cancelled: Stop) -> tuple[Path, Survey]:
    """Return a copy of the file in the working folder, and what was seen on the way: of one pass, so that they agree."""
    target = new_file(work_dir, ".bin")
    before = path.stat()

    def watch(share: float) -> None:
        if path.stat().st_size > before.st_size:  # one that is still written to might have no end
            raise _changed(name)
        if progress:
            progress(share)

    with path.open("rb") as file:
        as_text = not is_packed_or_binary(file.read(16))
    with target.open("wb") as out:
        survey = survey_file(path, as_text=as_text, copy=out, progress=watch, cancelled=cancelled)
    after = path.stat()
    same = all(getattr(before, what) == getattr(after, what) for what in ("st_size", "st_mtime_ns", "st_ino", "st_dev"))
    if not same or survey.size != before.st_size:
        raise _changed(name)
    return target, survey


def _changed(name: str) -> InputError:
    return InputError(
        "file_changed",
        N_("“{file}” changed while it was read. Wait until it is written to its end, then upload it again."),
        file=name,
    )


def number_lines(
    readable: Readable,
    work_dir: Path,
    *,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Readable:
    """Return the same table read carefully, with every row's line number: ``numbered`` and rectangular.

    Blank rows are gone, short rows filled up, surplus cells joined to the last column and called damage; a quote that
    does not close within 20 lines is an ordinary character and swallows nothing. Streams. What is numbered already
    comes back unchanged. Raises Cancelled.
    """
    if readable.numbered:
        return readable
    return _number(readable, work_dir, progress, cancelled)


def _number(
    readable: Readable, work_dir: Path, progress: Progress, cancelled: Stop, *, marked: bool = False, dressed: bool = False
) -> Readable:
    target = new_file(work_dir, ".csv")
    rows = write_numbered(
        readable.path,
        target,
        readable.read_delimiter,
        readable.columns,
        readable.skip_lines,
        marked=marked,
        dressed=dressed,
        progress=progress,
        cancelled=cancelled,
    )
    return replace(readable, path=target, numbered=True, read_delimiter=",", skip_lines=0, lines=rows)


def new_file(work_dir: Path, suffix: str) -> Path:
    """Return a new, empty file in ``work_dir`` (made if missing) whose name owes nothing to the user's file."""
    work_dir.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=suffix, prefix="read-", dir=work_dir)
    os.close(handle)
    return Path(name)


def _open_text(
    source: Path,
    survey: Survey,
    work_dir: Path,
    name: str,
    encoding: str | None,
    delimiter: str | None,
    header_row: int | None,
    progress: Progress,
    cancelled: Stop,
) -> Readable:
    if survey.long_line:
        raise InputError(
            "line_too_long",
            N_("Line {line} of “{file}” is longer than {most} characters, which no row of a table is. Export the table again."),
            file=name,
            line=survey.long_line,
            most=f"{LONGEST_LINE:,}",
        )
    found = _pick_encoding(survey, encoding)
    path, copy, reader = source, Copy(survey.newlines, int(survey.lost)), None
    is_utf8 = found in ("utf-8", "utf-8-sig") or (found != "utf-16" and not survey.lines)
    if not (is_utf8 and survey.utf8 and survey.plain_lines and not survey.nuls):
        path = new_file(work_dir, ".txt")
        steps = {"progress": _part(progress, 0.3, 0.8), "cancelled": cancelled}
        mixed = not survey.utf8 and is_mixed(survey.signs, found)
        if not mixed:
            copy = copy_as_utf8(source, path, found, survey, **steps)
        if mixed or (copy.unreadable and found != "utf-16" and not survey.utf8):
            reader = LineReader(found, survey.signs, survey.lines, chosen=encoding is not None)
            copy = copy_by_line(source, path, reader, survey, **steps)
            found = reader.name
        source.unlink()

    newlines, marked = copy.newlines, reader is not None and reader.doubtful > 0
    lines, whole, first = read_head(path)
    directive = _directive(lines)
    delimiter = delimiter or directive or find_delimiter(lines)
    header_at = find_aligned_header(lines, delimiter) if header_row != 0 and not (directive or marked) else None
    tabbed = new_file(work_dir, ".txt") if header_at is not None else None
    if is_aligned := tabbed is not None and write_aligned(path, tabbed, first - 1 + header_at, name):
        path.unlink()
        path, delimiter = tabbed, APART
        lines, whole, first = read_head(path)
        with path.open("rb") as text:
            newlines = sum(1 for _ in text)
    elif tabbed is not None:
        tabbed.unlink()
        delimiter = BLANKS
    dressed = delimiter != BLANKS and is_dressed(path, delimiter)

    def split(line: str) -> list[str]:
        return undress(split_line(line.removeprefix(DOUBTFUL), delimiter)[0])

    footer_rows, footer_ends = (0, 0) if delimiter == BLANKS else cut_footer(path, split)
    if footer_rows:
        newlines -= footer_ends
        lines, whole, first = read_head(path)
    if directive:
        lines[0] = ""
    records = read_records(lines, delimiter, first=first)
    records = [(line, undress(cells)) for line, cells in records] if dressed else records
    table = describe_records(records, header_row=header_row, name=name, whole=whole)
    data = [cells for line, cells in records if line >= table.first_line]
    # The engine drops empty cells beyond the last column, and would not see 1,234.50 without quotes in one before it.
    parted = delimiter == "," and any(len(cells) > table.columns and splits_thousand(cells) for cells in data)
    blank, open_end = count_blank_tail(path)
    skip = table.first_line - 1
    lost_lines, first_lost = find_lost(path, delimiter) if copy.unreadable else (0, ())
    readable = Readable(
        path=path,
        file_name=name,
        sha256=survey.sha256,
        size=survey.size,
        format="csv",
        encoding=found,
        delimiter=BLANKS if is_aligned else delimiter,
        sheets=(),
        sheet=None,
        header_row=table.header_row,
        headers=table.headers,
        title_rows=table.title_rows + bool(directive),
        columns=table.columns,
        sample=_shown(table.sample, table.columns),
        date_1904=False,
        numbered=False,
        read_delimiter=delimiter,
        skip_lines=skip,
        lines=newlines + open_end - blank - skip,
        quoted=survey.quoted,
        other_encodings=tuple((name, *told) for name, told in reader.others.items()) if reader else (),
        lost_lines=lost_lines,
        titles=table.titles,
        first_lost=first_lost,
        footer_rows=footer_rows,
    )
    return (
        _number(readable, work_dir, _part(progress, 0.8, 1), cancelled, marked=marked, dressed=dressed)
        if delimiter == BLANKS or parted or marked or dressed
        else readable
    )


def _open_book(
    book: Workbook | Page,
    kind: str,
    work_dir: Path,
    name: str,
    given: Survey,
    wanted: str | None,
    header_row: int | None,
    progress: Progress,
    cancelled: Stop,
) -> Readable:
    path = new_file(work_dir, ".csv")
    written = write_sheets(
        book, path, lambda: new_file(work_dir, ".csv"), name, wanted, header_row, progress=progress, cancelled=cancelled
    )
    table = written.table
    return Readable(
        path=path,
        file_name=name,
        sha256=given.sha256,
        size=given.size,
        format=kind,
        encoding=book.encoding,
        delimiter=None,
        sheets=written.sheets,
        sheet=TOGETHER.join(part.sheet for part in written.parts),
        header_row=table.header_row,
        headers=table.headers,
        title_rows=written.title_rows,
        titles=table.titles,
        columns=table.columns,
        sample=_shown(table.sample, table.columns),
        date_1904=book.date_1904,
        numbered=True,
        read_delimiter=",",
        skip_lines=0,
        lines=sum(part.rows for part in written.parts),
        quoted=written.quoted,
        parts=written.parts,
        unread=written.unread,
        merged=written.merged,
        footer_rows=written.footer_rows,
    )


def _open_rows(
    kind: str, source: Path, work_dir: Path, name: str, given: Survey, progress: Progress, cancelled: Stop
) -> Readable:
    """Return the table of a file whose rows name their cells: nothing is to be found in it."""
    path = new_file(work_dir, ".csv")
    headers, sample, rows = _ROWS[kind](source, path, name, progress=progress, cancelled=cancelled)
    source.unlink()
    return Readable(
        path=path,
        file_name=name,
        sha256=given.sha256,
        size=given.size,
        format=kind,
        encoding=None,
        delimiter=None,
        sheets=(),
        sheet=None,
        header_row=0,
        headers=headers,
        title_rows=0,
        columns=len(headers),
        sample=_shown(sample, len(headers)),
        date_1904=False,
        numbered=True,
        read_delimiter=",",
        skip_lines=0,
        lines=rows,
        quoted=True,
    )


_ROWS = {"json": write_objects, "parquet": partial(write_parquet, most=SAMPLE_ROWS)}


def _pick_encoding(survey: Survey, wanted: str | None) -> str:
    mark = survey.wide[0] if survey.wide else None
    if wanted and not (wanted.startswith("utf-8") and mark == "utf-8-sig"):
        return "utf-8" if wanted == "utf-8-sig" else wanted
    if mark:
        return mark
    return "utf-8" if survey.utf8 else guess_encoding(survey.lines, cr_only=survey.cr_only)


def _directive(lines: list[str]) -> str | None:
    """Return the delimiter that Excel's first line ``sep=;`` asks for."""
    first = lines[0].strip().strip('"') if lines else ""
    return first[4] if len(first) == 5 and first.lower().startswith("sep=") else "\t" if first.lower() == "sep=" else None


def _empty(name: str) -> InputError:
    return InputError("empty_file", N_("The file “{file}” is empty. Export it again."), file=name)


def _shown(sample: tuple[tuple[str, ...], ...], columns: int) -> tuple[tuple[str, ...], ...]:
    return sample[: max(10, _SAMPLE_CELLS // columns)]


def _part(progress: Progress, start: float, end: float) -> Progress:
    """Return a progress function for one part of the work."""
    if progress is None:
        return None
    return lambda share: progress(start + (end - start) * share)
