"""Workbooks (xlsx, xls, xlsb, ods): their sheets, and their cells as text."""

from __future__ import annotations

import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from segmentation.ingest.readers.archive import check_unpacked
from segmentation.ingest.readers.delimited import Record
from segmentation.ingest.readers.extent import (
    MOST_ROWS,
    binary_records,
    extent_of_binary,
    reach_of_binary_sheet,
    reach_of_sheet,
    reach_of_tables,
)
from segmentation.ingest.readers.grid import MOST_COLUMNS
from segmentation.ingest.readers.ole import read_streams
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_

_MOST_CELLS = 40_000_000  # of 32 bytes each
MOST_EXACT = 1e15  # a whole number held as a number is exact below
_OLD_MOST = 1 << 29  # bytes; the old format ends at 65 536 rows a sheet
_STRAY = N_(
    "A sheet of “{file}” has cells as far as row {row}, column {column}. "
    "Delete the empty rows and columns beside the table, save it and upload it again."
)


class Workbook:
    """An open workbook: names of its sheets in order, which are hidden, how it counts dates, and rows as text.

    Raises InputError ``encrypted`` and ``damaged`` (also while reading a sheet).
    """

    encoding = None

    def __init__(self, path: Path, kind: str, name: str) -> None:
        self._file_name = name
        self._kept: tuple[str, CalamineSheet] | None = None
        with self._named_damage():
            self._check_extents(path, kind)
            self._book = CalamineWorkbook.from_path(path)
            sheets = [s for s in self._book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
            if not sheets:
                raise ValueError("no sheet")
        self.names = [sheet.name for sheet in sheets]
        self.hidden = frozenset(sheet.name for sheet in sheets if sheet.visible != SheetVisibleEnum.Visible)
        self.date_1904 = _counts_from_1904(path, kind)

    def size(self, name: str) -> tuple[int, int]:
        """Return the last used row and the number of used columns of a sheet; an empty one is (0, 0)."""
        sheet = self._sheet(name)
        return (sheet.end[0] + 1, sheet.width) if sheet.end else (0, 0)

    def rows(self, name: str, since: int = 1, filled: Counter[int] | None = None) -> Iterator[Record]:
        """Yield each row of a sheet from ``since`` on with its number, cells as text.

        Where cells are merged over several rows, their value stands in each of these rows that holds anything else;
        ``filled`` counts such cells by column.
        """
        sheet = self._sheet(name)
        with self._named_damage():
            blocks, over = _blocks(sheet), {}
            for number, cells in enumerate(sheet.iter_rows(), 1):
                texts = [cell if cell.__class__ is str else cell_text(cell) for cell in cells]
                if over:
                    over = {column: block for column, block in over.items() if block[0] >= number}
                    gaps = [column for column in over if not texts[column]]
                    if len(gaps) < len(texts) and any(texts):
                        for column in gaps:
                            texts[column] = over[column][1]
                        if filled is not None and number >= since:
                            filled.update(gaps)
                for column, last in blocks.get(number, ()):
                    if column < len(texts) and texts[column].strip():
                        over[column] = last, texts[column]
                if number >= since:
                    yield number, texts

    def _sheet(self, name: str) -> CalamineSheet:
        # Each sheet is parsed whole; one at a time is kept.
        if self._kept is None or self._kept[0] != name:
            self._kept = None
            with self._named_damage():
                self._kept = (name, self._book.get_sheet_by_name(name))
        return self._kept[1]

    def _check_extents(self, path: Path, kind: str) -> None:
        # Native code trusts what a file says of its size and reserves memory for it: a stray cell at XFD1048576,
        # laid out as a full rectangle, or a damaged count would end the process.
        if kind == "xls" and not _is_sound(_old_stream(path)):
            raise ValueError("counts")
        if kind == "xls":
            return
        with zipfile.ZipFile(path) as archive:
            check_unpacked(sum(info.file_size for info in archive.infolist()), path.stat().st_size, self._file_name)
            if kind == "xlsb" and archive.testzip():
                raise zipfile.BadZipFile("checksum")
            for row, column in _reaches(archive, kind):
                if row * column > _MOST_CELLS or row > MOST_ROWS or column > MOST_COLUMNS:
                    raise InputError("too_wide", _STRAY, file=self._file_name, row=row, column=column)

    @contextmanager
    def _named_damage(self) -> Iterator[None]:
        try:
            yield
        except PasswordError as error:
            raise InputError(
                "encrypted",
                N_("“{file}” is protected with a password. Open it in Excel, remove the password and save it again."),
                file=self._file_name,
            ) from error
        except (InputError, MemoryError):
            raise
        except BaseException as error:
            # What the reader's native code did not foresee arrives as a panic, which is no Exception.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            raise InputError(
                "damaged",
                N_("“{file}” is damaged and cannot be read. Open it in Excel, save it again as .xlsx and upload that."),
                file=self._file_name,
            ) from error


def _blocks(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """Return the merged cells that reach over several rows by their first row: column and last row of each."""
    blocks: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top:
            blocks.setdefault(top + 1, []).append((left, bottom + 1))
    return blocks


def cell_text(value: object) -> str:
    """Return a cell as text: whole numbers as digits; dates as YYYY-MM-DD, with HH:MM:SS unless midnight.

    A spreadsheet keeps 15 digits of a number: what has more has lost the rest, and comes as a shortened number does.

    >>> cell_text(4.000000000000001e18), cell_text(999999999999999.0)
    ('4.000000000000001E+18', '999999999999999')
    >>> cell_text(138000000012.0), cell_text(0.1 + 0.2), cell_text(1e-7), cell_text(True), cell_text(None)
    ('138000000012', '0.3', '0.0000001', 'TRUE', '')
    >>> cell_text(datetime(2026, 9, 1)), cell_text(datetime(2026, 9, 1, 11, 5)), cell_text(time(11, 5))
    ('2026-09-01', '2026-09-01 11:05:00', '11:05:00')
    """
    if isinstance(value, float):
        if value.is_integer():
            return str(int(value)) if abs(value) < MOST_EXACT else format(Decimal(repr(value)).normalize(), "E")
        text = format(value, ".15g")
        return format(Decimal(text), "f") if "e" in text else text
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        value = _whole_second(value)
        return value.strftime("%Y-%m-%d") if value.time() == time(0) else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(value)


def _whole_second(value: datetime) -> datetime:
    # Days are counted in binary fractions, so that 11:05:00 may come as 11:04:59.999.
    return (value + timedelta(microseconds=500_000)).replace(microsecond=0) if value.microsecond else value


def _counts_from_1904(path: Path, kind: str) -> bool:
    try:
        if kind == "xlsx":
            with zipfile.ZipFile(path) as archive:
                properties = re.search(rb"<(?:\w+:)?workbookPr\b[^>]*>", _head(archive, "xl/workbook.xml"))
            return bool(properties and re.search(rb"date1904\s*=\s*[\"'](1|true|on)[\"']", properties[0]))
        if kind == "xlsb":
            with zipfile.ZipFile(path) as archive:
                return _flag_in_binary(_head(archive, "xl/workbook.bin"))
        if kind == "xls":
            return any(record == 0x22 and body[:1] == b"\x01" for record, body in _old_records(_old_stream(path)))
    except (KeyError, OSError, ValueError, zipfile.BadZipFile):
        pass
    return False


def _head(archive: zipfile.ZipFile, member: str) -> bytes:
    with archive.open(member) as part:
        return part.read(1 << 22)


def _reaches(archive: zipfile.ZipFile, kind: str) -> Iterator[tuple[int, int]]:
    """Yield the last row and column of the cells of each sheet."""
    if kind == "ods":
        yield from reach_of_tables(archive)
        return
    # Which part is a sheet is written elsewhere in the file: any may be one.
    for member in archive.namelist():
        if kind == "xlsb" and re.fullmatch(r"xl/worksheets/[^/]+\.bin", member):
            with archive.open(member) as sheet:
                yield extent_of_binary(sheet.read(8192))
            yield reach_of_binary_sheet(archive, member)
        elif kind == "xlsx" and member.endswith(".xml") and not re.search(r"(sharedStrings|styles|theme\d*)\.xml$", member):
            yield reach_of_sheet(archive, member, _MOST_CELLS)


def _old_stream(path: Path) -> bytes:
    streams = read_streams(path, ("Workbook", "Book"), _OLD_MOST)
    return streams.get("Workbook") or streams.get("Book") or b""


def _old_records(stream: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield number and body of the records of one part of an .xls workbook: the first about all of it, the others a sheet."""
    while at + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, at)
        if record == 0x0A:  # end of the part
            return
        yield record, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _is_sound(stream: bytes) -> bool:
    """Whether the number of shared texts and the sizes of the sheets are ones that an .xls workbook can have."""
    for record, body in _old_records(stream):
        if record == 0xFC and int.from_bytes(body[4:8], "little") > len(stream):
            return False
        if record == 0x85:
            sheet = islice(_old_records(stream, int.from_bytes(body[:4], "little")), 500)
            size = next((body for record, body in sheet if record == 0x200), b"")
            if len(size) >= 12:
                top, bottom, left, right = struct.unpack_from("<IIHH", size)
                if not (top <= bottom <= 65536 and left <= right <= 256):
                    return False
    return True


def _flag_in_binary(stream: bytes) -> bool:
    return any(number == 153 and body and body[0] & 1 for number, body in binary_records(stream))
