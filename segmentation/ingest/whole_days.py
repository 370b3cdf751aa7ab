"""Account books print the month and the day in columns of their own, each once and blank below: made one column of days."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from segmentation.ingest.readers.child import number_apart
from segmentation.ingest.readers.read import Readable, new_file
from segmentation.language.text import clean, fold_header

HEADER = "日期"
_MONTH, _DAY, _YEAR = re.compile(r"((?:19|20)\d\d)?年?月份?|month"), re.compile(r"日|day"), re.compile(r"年份?|year")
_OVER = re.compile(r"((?:19|20)\d\d)\s*年度?")  # printed over both columns
_ANY_DAY = re.compile(r"日期|时间|date|time")
_SUM = re.compile(r"[合小总共累總]\s*[计計]|承前|过次|結轉|结转|转下|total", re.IGNORECASE)


@dataclass(frozen=True)
class DayColumns:
    """Where months and days stand, and years (None: nowhere); ``said`` is the year that stands over them, "" for none."""

    month: int
    day: int
    year: int | None = None
    said: str = ""


def find_day_columns(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> DayColumns | None:
    """Return the columns of months and days of a table that has no other column of days; None where it is no such table.

    >>> find_day_columns(["月", "日", "客户"], [["9", "1", "张三"], ["", "2", "李四"]])
    DayColumns(month=0, day=1, year=None, said='')
    >>> find_day_columns(["日期", "月", "日"], [["2026-09-01", "9", "1"]]) is None
    True
    """
    folded = [fold_header(header) for header in headers]
    if any(_ANY_DAY.search(header) for header in folded):
        return None
    months, days, years = ([at for at, header in enumerate(folded) if form.fullmatch(header)] for form in (_MONTH, _DAY, _YEAR))
    if len(months) != 1 or len(days) != 1 or len(years) > 1:
        return None
    cells = [(row[months[0]].strip(), row[days[0]].strip()) for row in sample]
    if not any(day for _month, day in cells) or not all(_within(month, 12) and _within(day, 31) for month, day in cells):
        return None
    said = _MONTH.fullmatch(folded[months[0]])
    return DayColumns(months[0], days[0], years[0] if years else None, (said and said[1]) or "")


def _within(cell: str, most: int) -> bool:
    """Whether a cell is blank or a number from 1 to ``most``, with or without 月, 日; what is in a row of sums is none."""
    number = cell.rstrip("月日号")
    return not number or not number.isdigit() or 1 <= int(number) <= most


def with_whole_days(readable: Readable, work_dir: Path) -> tuple[Readable, int]:
    """Return the table with a last column of days, and how many of its rows have no day of their own but that of the row above.

    A table that is no account book comes back as it is. Raises as ``number_apart`` does.
    """
    found = find_day_columns(readable.headers, readable.sample)
    if found is None:
        return readable, 0
    over = {year[1] for title in readable.titles if (year := _OVER.fullmatch(clean(title)))}
    if not found.said and len(over) == 1:
        found = replace(found, said=over.pop())
    numbered, target, filled = number_apart(readable, work_dir), new_file(work_dir, ".csv"), 0
    with numbered.path.open(encoding="utf-8", newline="") as source, target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        rows = csv.reader(source)
        for (head, cells), (day, is_own) in _with_days(((row[:2], row[2:]) for row in rows), found):
            filled += bool(day) and not is_own
            writer.writerow([*head, *cells, day])
    sample = tuple(
        (*cells, day) for (_head, cells), (day, _own) in _with_days((([], list(row)) for row in readable.sample), found)
    )
    whole = replace(
        numbered, path=target, headers=(*readable.headers, HEADER), columns=readable.columns + 1, sample=sample, quoted=True
    )
    return whole, filled


def is_sum(cells: Sequence[str]) -> bool:
    """Whether a row of a book is one of sums, or carries one over."""
    return any(_SUM.search(cell) for cell in cells if cell)


Row = tuple[list[str], list[str]]


def _with_days(rows: Iterator[Row], columns: DayColumns) -> Iterator[tuple[Row, tuple[str, bool]]]:
    """Yield every row with its day as a text, "" for none, and whether the day is its own; a row of sums has none."""
    month = day = year = ""
    for row in rows:
        cells = [clean(cell) for cell in row[1]]
        own = cells[columns.day].rstrip("日号")
        if is_sum(cells) or not any(cells):
            yield row, ("", True)
            continue
        month = cells[columns.month].rstrip("月") or month
        year = (cells[columns.year].rstrip("年") if columns.year is not None else "") or year or columns.said
        day = own or day
        text = f"{year}年{month}月{day}日" if year else f"{month}月{day}日"
        yield row, (text if month and day else "", bool(own))
