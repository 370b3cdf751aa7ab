"""How far the cells of a workbook really reach, whatever it says of itself.

Native readers lay a sheet out as a full rectangle up to its farthest cell, and reserve the memory before they
know whether it is there: one cell at XFD1048576 is 549 GB. So the cells are asked, in one pass over the packed parts,
and not the tag that a file states its size by.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

MOST_ROWS = 1_048_576  # as Excel has
_PART = 1 << 20
_OVERLAP = 200  # bytes, so that no tag is cut

# What has one letter and six digits at most is within A1:Z999999 and need not be looked at.
_FAR_REFERENCE = rb"""["'](?:([A-Za-z]{2,9})\d|[A-Za-z]?(\d{7,20})\b)"""
_FAR_PLAIN = re.compile(rb"r=" + _FAR_REFERENCE)
_FAR = re.compile(rb"\br\s*=\s*" + _FAR_REFERENCE)  # any way to write it, and five times as slow
_BLANKS = (b"\n", b"\t", b"\r", b"r ", b"r= ")  # with none of them it is written in the plain way
_ROWS = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*(\d{1,20})""")
_ODS = re.compile(
    rb"<table:(?:(table)[\s>]|(table-row)\b([^>]*)>|(table-cell|covered-table-cell)\b([^>]*)>)|</(table:table-row)>", re.DOTALL
)
_COLUMNS_REPEATED = re.compile(rb"""number-columns-repeated\s*=\s*["'](\d{1,20})""")
_ROWS_REPEATED = re.compile(rb"""number-rows-repeated\s*=\s*["'](\d{1,20})""")
_VALUE = re.compile(rb"office:[\w-]*value|table:formula")


def reach_of_sheet(archive: zipfile.ZipFile, member: str, most: int) -> tuple[int, int]:
    """Return the last row and column of the cells of an .xlsx sheet.

    Where so many columns give at most ``most`` cells down to the last possible row, that row is returned, without a second look.
    """
    columns, row = 26, 0
    with archive.open(member) as sheet:
        for part in _parts(sheet):
            far = (_FAR if any(blank in part for blank in _BLANKS) else _FAR_PLAIN).findall(part)
            if far:
                columns = max([columns, *(_column(letters) for letters in {letters for letters, _ in far if letters})])
                row = max([row, *(int(digits) for _, digits in far if digits)])
    if row <= MOST_ROWS and columns * MOST_ROWS <= most:
        return MOST_ROWS, columns
    with archive.open(member) as sheet:
        row = max((int(digits) for part in _parts(sheet) for digits in set(_ROWS.findall(part))), default=0)
    return row, columns


def reach_of_binary_sheet(archive: zipfile.ZipFile, member: str) -> tuple[int, int]:
    """Return the last row and column of the cells of an .xlsb sheet, as far as its first 32 MB tell."""
    row = last_row = last_column = 0
    with archive.open(member) as sheet:
        for kind, body in binary_records(sheet.read(32 << 20)):
            if kind == 0 and len(body) >= 4:
                row = int.from_bytes(body[:4], "little") + 1
            elif 1 <= kind <= 11 and len(body) >= 4:
                last_row = max(last_row, row)
                last_column = max(last_column, int.from_bytes(body[:4], "little") + 1)
    return last_row, last_column


def reach_of_tables(archive: zipfile.ZipFile, member: str = "content.xml") -> Iterator[tuple[int, int]]:
    """Yield the last row and column that hold a value, for each table of an .ods file; repeats count as often as they say."""
    rows = last_row = last_column = column = repeated = 0
    rest = b""
    with archive.open(member) as content:
        while part := content.read(_PART):
            part = rest + part
            end = 0
            for found in _ODS.finditer(part):
                end = found.end()
                table, row, row_tag, cell, cell_tag, _ = found.groups()
                if cell:
                    times = _COLUMNS_REPEATED.search(cell_tag)
                    column += int(times[1]) if times else 1
                    if _VALUE.search(cell_tag):
                        last_row, last_column = max(last_row, rows), max(last_column, column)
                elif row:
                    times = _ROWS_REPEATED.search(row_tag)
                    repeated, column = int(times[1]) if times else 1, 0
                    rows += repeated
                elif table:
                    if rows:
                        yield last_row, last_column
                    rows = last_row = last_column = column = 0
            rest = part[max(end, len(part) - (1 << 16)) :]
    yield last_row, last_column


def binary_records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and body of each record of a binary workbook part; a cut one ends it."""
    at = 0

    def number(most: int) -> int:
        nonlocal at
        value = 0
        for shift in range(0, 7 * most, 7):
            value |= (stream[at] & 0x7F) << shift
            at += 1
            if not stream[at - 1] & 0x80:
                break
        return value

    try:
        while at < len(stream):
            kind, length = number(2), number(4)
            yield kind, stream[at : at + length]
            at += length
    except IndexError:
        return


def extent_of_binary(head: bytes) -> tuple[int, int]:
    """Return the last row and column that an .xlsb sheet declares in its first bytes, or (0, 0)."""
    body = next((body for number, body in binary_records(head) if number == 148 and len(body) >= 16), b"")
    return tuple(n + 1 for n in struct.unpack_from("<4xI4xI", body)) if body else (0, 0)


def _parts(stream: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while part := stream.read(_PART):
        yield rest + part
        rest = part[-_OVERLAP:]


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column
