"""Rows written as JSON: one object a line, or one list of objects, each a row; what is nested has its names joined by a point."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from segmentation.ingest.readers.delimited import Record
from segmentation.ingest.readers.encoding import find_mark
from segmentation.ingest.readers.grid import MOST_SHOWN, MOST_USED_COLUMNS, SAMPLE_ROWS, too_wide, write_grid
from segmentation.ingest.readers.text import CHUNK, Progress, Stop
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_

_OBJECTS = re.compile(rb"\s*(\{\s*[\"}]|\[\s*[\[{\]])")
_DEEPEST = 4  # of a list inside what else an answer of a program says: {"data": {"list": [...]}}

_NO_ROWS = N_(
    "“{file}” is a JSON file, but no list of rows: it should hold one object a row, [{{…}}, {{…}}], or one object a line. Export "
    "the table as CSV or Excel (.xlsx) and upload that."
)
_SEVERAL = N_(
    "“{file}” is a JSON file with several lists ({lists}), and nobody can tell which of them are the bills. Save each as a file "
    "of its own, or export the table as CSV."
)
_BROKEN = N_("Line {line} of “{file}” is no JSON that can be read. Export the file again, or export the table as CSV.")
_LISTS = N_(
    "In “{file}” a row holds a list of its own (“{key}”, line {line}), such as the items of a bill: that is no table. Export one "
    "row per bill, or one per item with the number of its bill, as CSV or Excel (.xlsx)."
)


def is_objects(head: bytes) -> bool:
    """Whether a text begins as JSON does that may hold rows.

    >>> [is_objects(head) for head in (b'{"a": 1}', b'[ {"a": 1} ]', b"[1] paid,2", b"{a},b", b"date,sum")]
    [True, True, False, False, False]
    """
    return bool(_OBJECTS.match(head.removeprefix(b"\xef\xbb\xbf")))


def write_objects(
    source: Path, target: Path, name: str, *, progress: Progress = None, cancelled: Stop = None
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], int]:
    """Write the rows of a file as numbered text; return its keys, the first rows and how many there are.

    A number stands as the file writes it; a row's number is that of its line, or its place in the list. Raises InputError
    ``damaged``, ``no_table``, ``nested_lists``, ``too_wide`` and, without any row, ``no_rows``; and Cancelled.
    """
    places: dict[str, int] = {}
    encoding = _encoding(source)
    rows, sample = 0, []
    for line, row in _objects(source, name, encoding):  # twice through: a later row may have keys of its own
        cells = _flat(row, name, line)
        for key in cells:
            places.setdefault(key, len(places))
        if len(places) > MOST_USED_COLUMNS:
            raise too_wide(name, len(places))
        rows += 1
    if not places:
        raise InputError(
            "no_rows",
            N_("The file “{file}” has a header but no rows below it. Choose another period or sheet and export again."),
            file=name,
        )

    def records() -> Iterator[Record]:
        for line, row in _objects(source, name, encoding):
            cells = _flat(row, name, line)
            record = [cells.get(key, "") for key in places]
            if len(sample) < SAMPLE_ROWS and any(record):
                sample.append(tuple(cell[:MOST_SHOWN] for cell in record))
            yield line, record

    written, _ = write_grid(records(), target, len(places), rows, name, progress=progress, cancelled=cancelled)
    return tuple(key[:MOST_SHOWN] for key in places), tuple(sample), written


def _objects(source: Path, name: str, encoding: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each row with its number: of one object a line without holding them all, of a list from the whole of it."""
    if _stands_by_lines(source, encoding):
        with source.open(encoding=encoding, errors="replace") as text:
            for number, line in enumerate(text, 1):
                if line.strip():
                    row = _read(line, name, number)
                    if not isinstance(row, dict):
                        raise InputError("no_table", _NO_ROWS, file=name)
                    yield number, row
        return
    whole = _read(source.read_text(encoding=encoding, errors="replace"), name)
    if isinstance(whole, dict):
        lists = dict(_lists(whole, ""))
        if len(lists) > 1:
            raise InputError("no_table", _SEVERAL, file=name, lists=", ".join(lists))
        whole = next(iter(lists.values()), None if any(isinstance(each, list) for each in whole.values()) else [whole])
    if not isinstance(whole, list) or not all(isinstance(row, dict) for row in whole):
        raise InputError("no_table", _NO_ROWS, file=name)
    yield from enumerate(whole, 1)


def _stands_by_lines(source: Path, encoding: str) -> bool:
    """Whether the first line that holds something is an object by itself, and another follows it."""
    with source.open(encoding=encoding, errors="replace") as text:
        lines = (line.strip() for line in text)
        first = next((line for line in lines if line), "")
        second = next((line for line in lines if line), "")
    if not first.startswith("{") or not second.startswith("{"):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


def _encoding(source: Path) -> str:
    """Return how the text is encoded: as its first bytes say, else UTF-8, as JSON is, else as programs of China write."""
    with source.open("rb") as file:
        mark = find_mark(file.read(4096))
        if mark and mark[0] == "utf-16":
            return "utf-16" if mark[2] else mark[1]
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while piece := file.read(CHUNK):
                decoder.decode(piece)
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"


def _read(text: str, name: str, line: int = 0) -> Any:
    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except RecursionError as error:
        raise InputError("no_table", _NO_ROWS, file=name) from error
    except ValueError as error:
        raise InputError("damaged", _BROKEN, file=name, line=line or getattr(error, "lineno", 1)) from error


def _lists(value: dict[str, Any], above: str, depth: int = 1) -> Iterator[tuple[str, list[Any]]]:
    """Yield the lists of objects in what a program answered, each with where it stands."""
    for key, each in value.items():
        if isinstance(each, list) and each and all(isinstance(row, dict) for row in each):
            yield above + key, each
        elif isinstance(each, dict) and depth < _DEEPEST:
            yield from _lists(each, f"{above}{key}.", depth + 1)


def _flat(row: dict[str, Any], name: str, line: int, above: str = "") -> dict[str, str]:
    """Return the cells of an object: those of an object in it under both names, words of a list behind each other."""
    cells: dict[str, str] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            cells |= _flat(value, name, line, f"{above}{key}.")
        elif isinstance(value, list):
            if any(isinstance(each, dict | list) for each in value):
                raise InputError("nested_lists", _LISTS, file=name, key=above + key, line=line)
            cells[above + key] = ", ".join(map(_text, value))
        else:
            cells[above + key] = _text(value)
    return cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
