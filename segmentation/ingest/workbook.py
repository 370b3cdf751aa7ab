"""Workbooks (xlsx, xls, xlsb, ods): their sheets, and their cells as text."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from segmentation.errors import InputError
from segmentation.i18n import N_
from segmentation.ingest.delimited import Record
from segmentation.ingest.ole import read_streams


class Workbook:
    """An open workbook: names of its sheets in order, which are hidden, how it counts dates, and rows as text.

    Raises InputError ``encrypted`` and ``damaged`` (also while reading a sheet).
    """

    encoding = None

    def __init__(self, path: Path, kind: str, name: str) -> None:
        self._file_name = name
        self._kept: tuple[str, CalamineSheet] | None = None
        with self._named_damage():
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

    def rows(self, name: str) -> Iterator[Record]:
        """Yield each row of a sheet with its number, cells as text."""
        for number, cells in enumerate(self._sheet(name).iter_rows(), 1):
            yield number, [cell if cell.__class__ is str else cell_text(cell) for cell in cells]

    def _sheet(self, name: str) -> CalamineSheet:
        # Each sheet is parsed whole; one at a time is kept.
        if self._kept is None or self._kept[0] != name:
            self._kept = None
            with self._named_damage():
                self._kept = (name, self._book.get_sheet_by_name(name))
        return self._kept[1]

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
        except BaseException as error:
            # What the reader's native code did not foresee arrives as a panic, which is no Exception.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            raise InputError(
                "damaged",
                N_("“{file}” is damaged and cannot be read. Open it in Excel, save it again as .xlsx and upload that."),
                file=self._file_name,
            ) from error


def cell_text(value: object) -> str:
    """Return a cell as text: whole numbers as digits, never an exponent; dates as YYYY-MM-DD, with HH:MM:SS unless midnight.

    >>> cell_text(138000000012.0), cell_text(0.1 + 0.2), cell_text(1e-7), cell_text(True), cell_text(None)
    ('138000000012', '0.3', '0.0000001', 'TRUE', '')
    >>> cell_text(datetime(2026, 9, 1)), cell_text(datetime(2026, 9, 1, 11, 5)), cell_text(time(11, 5))
    ('2026-09-01', '2026-09-01 11:05:00', '11:05:00')
    """
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e16:
            return str(int(value))
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
                properties = re.search(rb"<(?:\w+:)?workbookPr\b[^>]*>", archive.read("xl/workbook.xml"))
            return bool(properties and re.search(rb"date1904\s*=\s*[\"'](1|true|on)[\"']", properties[0]))
        if kind == "xlsb":
            with zipfile.ZipFile(path) as archive:
                return _flag_in_binary(archive.read("xl/workbook.bin"))
        if kind == "xls":
            streams = read_streams(path, ("Workbook", "Book"))
            return _flag_in_biff(streams.get("Workbook") or streams.get("Book") or b"")
    except (KeyError, OSError, zipfile.BadZipFile):
        pass
    return False


def _flag_in_biff(stream: bytes) -> bool:
    at = 0
    while at + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, at)
        if record == 0x22 and length >= 2:
            return stream[at + 4] == 1
        if record == 0x0A:  # end of the part about the whole workbook
            return False
        at += 4 + length
    return False


def _flag_in_binary(stream: bytes) -> bool:
    at = 0
    while at < len(stream) - 1:
        record = stream[at]
        at += 1
        if record & 0x80:
            record |= stream[at] << 8
            at += 1
        length = shift = 0
        while at < len(stream):
            byte = stream[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if record == 0x0199:  # BrtWbProp, number 153 written in seven-bit parts
            return bool(length and stream[at] & 1)
        at += length
    return False
