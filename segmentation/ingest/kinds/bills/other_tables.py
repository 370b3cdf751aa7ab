"""A table with a header of its own below the bills (退款明细 under 销售明细): found and left out, its cells mean other things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from segmentation.ingest.examination import Examination
from segmentation.ingest.readers.header import count_words, looks_like_value
from segmentation.ingest.readers.read import Readable
from segmentation.ingest.stage import TOTAL_LINE, cells_of
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.warehouse import Cursor, fetch, run

_LINES_ABOVE = 6  # a header, among which its titles are
_OF_NO_SALES = re.compile(
    r"退|作废|撤销|取消|充值|储值|支出|费用|成本|库存|会员|refund|return|void|cancel|top.?up|expense|stock", re.IGNORECASE
)


class OtherTable(NamedTuple):
    """Where a table below the bills stands, as lines of the file (titles, header) and as rows of ``lines``; what it is called."""

    first: int
    header: int
    first_row: int
    title: str


def leave_out_tables(found: Examination, cursor: Cursor, readable: Readable) -> int:
    """Take the rows of tables with another header out of ``lines`` and tell where they stand; return how many.

    A header that only repeats that of the bills (a page of print, the next room) ends nothing, unless its title speaks of
    refunds and the like. What stands below is bills again where their header comes again, and in the next sheet.
    """
    first_line = readable.skip_lines + 1
    starts = [*accumulate(part.rows for part in readable.parts)][:-1]  # rows with which further sheets begin
    events: list[tuple[int, OtherTable | None]] = [(row, None) for row in starts]
    events += _headers(cursor, readable, first_line)
    if not any(table for _, table in events):
        return 0
    [(last_row,)] = cursor.execute("select coalesce(max(row_no), -1) from lines").fetchall()
    events.sort(key=lambda event: event[0])
    left = 0
    for place, (_, table) in enumerate(events):
        if table is None:
            continue
        end = events[place + 1][0] - 1 if place + 1 < len(events) else last_row
        rows = fetch(cursor, "stage/lines_around", first=table.first_row, last=end, first_line=first_line).to_pylist()
        run(cursor, "stage/leave_out_rows", first=table.first_row, last=end)
        _tell(found, readable, table, rows)
        left += len(rows)
    return left


def _headers(cursor: Cursor, readable: Readable, first_line: int) -> Iterator[tuple[int, OtherTable | None]]:
    """Yield the row of each header below the first, or of its title, with the table that it begins; None: the bills go on."""
    told = fetch(cursor, "stage/later_headers", first_line=first_line).to_pylist()
    if not told:
        return
    for row, cells in zip(told, cells_of(readable, [row["line_no"] for row in told]), strict=True):
        filled = [cell for cell in cells if cell.strip()]
        words = count_words(filled)
        if len(filled) < 2 or not words or any(map(looks_like_value, filled)):
            continue
        titles = _titles_above(cursor, row["row_no"], first_line)
        title = next((str(each["first_cell"]).strip() for each in titles), "")
        if not row["damage"] and _is_same(cells, readable.headers):
            other = bool(_OF_NO_SALES.search(title)) and title not in readable.titles
        else:
            other = words > 1 or bool(title)
            if not other:
                continue
        top = titles[0] if titles else row
        name = title or ", ".join(filled)[:80]
        yield top["row_no"], OtherTable(top["line_no"], row["line_no"], top["row_no"], name) if other else None


def _titles_above(cursor: Cursor, row: int, first_line: int) -> list[Mapping[str, Any]]:
    """Return the lines right above a row that hold one cell only, no total: the title of what follows, from the top."""
    above = fetch(cursor, "stage/lines_around", first=row - _LINES_ABOVE, last=row - 1, first_line=first_line).to_pylist()
    titles: list[Mapping[str, Any]] = []
    while above and above[-1]["is_lone"] and not re.search(TOTAL_LINE, above[-1]["first_cell"] or ""):
        titles.insert(0, above.pop())
    return titles


def _is_same(cells: Sequence[str], headers: Sequence[str]) -> bool:
    """Whether a row repeats the header: most of its cells, at their places."""
    named = [(fold_header(cell), fold_header(header)) for cell, header in zip(cells, headers, strict=False) if header.strip()]
    return sum(cell == header for cell, header in named) * 4 >= 3 * len(named)


def _tell(found: Examination, readable: Readable, table: OtherTable, rows: Sequence[Mapping[str, Any]]) -> None:
    sheet, first = readable.place(table.first)
    text = N_(
        "Rows {first}–{last} are a table with a header of its own (“{title}”) and were not read. To import it too, take the file "
        "once more and say that its header is row {header} (in the shell: --header-row {header})."
    )
    values = {
        "first": f"{sheet}, {first}" if sheet else first, "last": readable.place(rows[-1]["line_no"])[1],
        "header": readable.place(table.header)[1], "title": table.title,
    }
    found.notices.append(Notice("other_table", text, len(rows), values))
