"""Tables of a web page, which many programs save under the name of a workbook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from lxml import etree, html

from segmentation.ingest.readers.delimited import Record
from segmentation.ingest.readers.encoding import CODECS, guess_encoding, name_encoding
from segmentation.ingest.readers.grid import MOST_COLUMNS, too_wide
from segmentation.ingest.readers.text import Survey
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_

_MOST_SPAN = 1000
_MOST_CELLS = 10_000_000


class Page:
    """The tables of a page as sheets “table 1”, “table 2”, …; a row's number is its place in the table."""

    date_1904 = False
    hidden: frozenset[str] = frozenset()

    def __init__(self, tables: list[_Table], encoding: str) -> None:
        self._tables = {f"table {number}": table.rows for number, table in enumerate(tables, 1)}
        self._covered = {f"table {number}": table.covered for number, table in enumerate(tables, 1)}
        self.names = list(self._tables)
        self.encoding = encoding

    def size(self, name: str) -> tuple[int, int]:
        """Return rows and columns of a table."""
        rows = self._tables[name]
        return len(rows), max(map(len, rows), default=0)

    def rows(self, name: str, since: int = 1, filled: Counter[int] | None = None) -> Iterator[Record]:
        """Yield each row of a table from ``since`` on with its number; ``filled`` counts cells covered from above by column."""
        if filled is not None:
            filled.update(column for row, column in self._covered[name] if row >= since)
        yield from islice(enumerate(self._tables[name], 1), since - 1, None)


def read_page(path: Path, name: str, survey: Survey, encoding: str | None = None) -> Page:
    """Return the tables of a web page; nothing that it refers to is fetched.

    A cell over several rows counts in each of them; one over several columns stands in the first.
    Raises InputError ``no_table`` when there is none with a row, ``too_wide`` and ``too_many_cells`` for what its spans claim.
    """
    data, found = path.read_bytes(), encoding
    if found is None:
        found = survey.wide[0] if survey.wide else _declared(data, valid=survey.utf8 and bool(survey.lines))
    found = found or ("utf-8" if survey.utf8 else guess_encoding(survey.lines))
    codec = survey.wide[1] if survey.wide and survey.wide[0] == found else CODECS[found][-1]
    text = data.decode(codec, "replace").replace("\0", "").removeprefix("\ufeff")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        tables = [table for table in _tables(root, name) if any(map(any, table.rows))]
    except (etree.ParserError, etree.XMLSyntaxError):
        tables = []
    if not tables:
        raise InputError(
            "no_table",
            N_("“{file}” is a web page without a table. Export the table as CSV or Excel (.xlsx) and upload that."),
            file=name,
        )
    return Page(tables, found)


def _declared(data: bytes, *, valid: bool) -> str | None:
    if valid:
        return "utf-8"
    match = re.search(rb"charset\s*=\s*[\"']?\s*([\w\-]+)", data[:8192], re.IGNORECASE)
    try:
        declared = name_encoding(match[1].decode("ascii")) if match else None
    except InputError:
        return None
    # A page that says utf-8 but is not: only its bytes can tell.
    return None if declared and declared.startswith("utf") else declared


def _tables(root: html.HtmlElement, name: str) -> list[_Table]:
    """Return the tables in their order, in one pass: a row belongs to the innermost table around it."""
    tables: list[_Table] = []
    around: list[_Table] = []
    left = _MOST_CELLS
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=("table", "tr")):
        if element.tag == "tr":
            if event == "start" and around:
                left -= around[-1].add(element, name)
                if left < 0:
                    raise InputError(
                        "too_many_cells",
                        N_("“{file}” has more than {cells} cells. Copy only the table into Excel, save it and upload that."),
                        file=name,
                        cells=_MOST_CELLS,
                    )
        elif event == "start":
            around.append(_Table())
            tables.append(around[-1])
        else:
            around.pop()
    return tables


class _Table:
    """The rows of a table, and what its cells over several rows still cover."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.covered: list[tuple[int, int]] = []  # row and column of the cells that got the text of one above
        self._over: dict[int, tuple[int, str]] = {}  # column: rows still covered from above, text

    def add(self, row: html.HtmlElement, name: str) -> int:
        """Add a row and return how many cells it has."""
        cells: list[str] = []
        above = {column for column, (_, text) in self._over.items() if text}
        below: dict[int, tuple[int, str]] = {}
        for cell in row.iterchildren("td", "th"):
            _take_covered(cells, self._over, below)
            text = " ".join(_words(cell).split())
            down = _span(cell, "rowspan")
            for part in range(_span(cell, "colspan")):
                if down > 1:
                    below[len(cells)] = (down - 1, "" if part else text)
                cells.append("" if part else text)
            if len(cells) > MOST_COLUMNS:
                raise too_wide(name, len(cells))
        _take_covered(cells, self._over, below)
        self._over = below
        self.rows.append(cells)
        self.covered += [(len(self.rows), column) for column in sorted(above) if column < len(cells)]
        return len(cells) + 1


def _take_covered(cells: list[str], over: dict[int, tuple[int, str]], below: dict[int, tuple[int, str]]) -> None:
    while len(cells) in over:
        left, text = over[len(cells)]
        if left > 1:
            below[len(cells)] = (left - 1, text)
        cells.append(text)


def _words(cell: html.HtmlElement) -> str:
    parts = [cell.text or ""]
    if not len(cell):
        return parts[0]
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        if element is cell:
            continue
        if event == "end":
            parts.append(element.tail or "")
        elif element.tag == "table":
            walk.skip_subtree()
        else:
            parts.append(" " if element.tag in ("br", "p", "div") else "")
            parts.append(element.text or "")
    return "".join(parts)


def _span(cell: html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), _MOST_SPAN)) if value.isdigit() and value.isascii() and len(value) < 6 else 1
