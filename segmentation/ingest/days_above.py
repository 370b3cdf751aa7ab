"""Rows that say no day: it stands in a line above them (营业日期：2026-09-01), or is the name of their sheet (9月1日)."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from segmentation.ingest.kinds.registry import OF_ORDERS, propose_kind
from segmentation.ingest.looks import is_written_day
from segmentation.ingest.mapping import propose_mapping
from segmentation.ingest.readers.child import number_apart
from segmentation.ingest.readers.read import Readable, new_file, place_of
from segmentation.ingest.whole_days import HEADER, is_sum
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import clean, fold_header
from segmentation.language.values import spell

_ANY_DAY = re.compile(r"日期|时间|年月|月份|^[年月日]$|date|time|day|month")
_SAID = re.compile(r"(?:(?:营业|账务|业务|消费|就餐|用餐)?日期?|(?:business )?(?:date|day))\s*[:：]?\s*(?=\d)", re.IGNORECASE)
_OF_BUSINESS = re.compile(r"(营业|账务|业务|消费|就餐|用餐)日|business d", re.IGNORECASE)  # another day may be that of printing
_OF_OPENING, _BUSINESS_DAY = re.compile(r"(营业|账务)日|business d", re.IGNORECASE), "营业日期"
_WEEKDAY = re.compile(r"\s*[(（]?(星期|周|礼拜)[一二三四五六日天][)）]?\s*$")
_MONTH = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*月?(?!\s*[./\-\d])")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}([:：]\d{2})?")
_DAY_ONLY = re.compile(r"(\d{1,2})\s*[日号]?")

OF_LINES = N_("The rows say no day; each has that of the line above it, {first} the first ({count} rows).")
OF_SHEETS = N_("The rows say no day; each has that of its sheet, {first} the first ({count} rows).")


class _Above(NamedTuple):
    """Which day a row has, by its number in the file and its cells ("" for none), and what is told of it."""

    day_of: Callable[[int, Sequence[str]], str]
    text: str
    code: str
    of_business: bool = False  # what was paid after midnight is on its evening already


def with_days_above(readable: Readable, work_dir: Path) -> tuple[Readable, Notice | None]:
    """Return a table of bills with a last column of days, and what is to be told of that.

    A table of another kind, with a column of days, or with days nowhere, comes back as it is. Rows of sums get none. Raises as
    ``number_apart``.
    """
    if _has_days(readable) or propose_kind(readable.headers, readable.sample) != OF_ORDERS.key:
        return readable, None
    if "amount" not in propose_mapping(OF_ORDERS, readable.headers, readable.sample):
        return readable, None
    above = _of_sheets(readable) or _of_lines(readable)
    if above is None:
        return readable, None
    numbered, target = number_apart(readable, work_dir), new_file(work_dir, ".csv")
    days: list[str] = []
    with numbered.path.open(encoding="utf-8", newline="") as source, target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for row in csv.reader(source):
            day = above.day_of(int(row[0]), row[2:])
            days += [day] if day else []
            writer.writerow([*row, day])
    if not days:
        return readable, None
    with target.open(encoding="utf-8", newline="") as made:
        sample = tuple(tuple(row[2:]) for row in islice(csv.reader(made), len(readable.sample)))
    whole = replace(
        numbered, path=target, headers=(*readable.headers, _BUSINESS_DAY if above.of_business else HEADER),
        columns=readable.columns + 1, sample=sample, quoted=True,
    )
    return whole, Notice(above.code, above.text, len(days), {"first": days[0]})


def read_day(text: str) -> str:
    """Return the day that a line or the name of a sheet says and nothing else, "" for none; a year may be missing.

    >>> read_day("营业日期：2026-09-01"), read_day("9月1日 星期二"), read_day("打印时间：2026-09-05")
    ('2026-09-01', '9月1日', '')
    """
    said = _SAID.match(plain := clean(text))
    day = _WEEKDAY.sub("", plain[said.end() :] if said else plain).strip()
    if not any(map(str.isdigit, day)):
        return ""
    spelled = spell(day)
    without_year = spelled.no_year is not None and re.fullmatch(r"\d{1,2}[月./-]\d{1,2}[日号]?", day) is not None
    return day if spelled.day is not None or without_year else ""


def _has_days(readable: Readable) -> bool:
    """Whether a column says days: by its header, or by any of its cells."""
    if not readable.headers or any(
        _ANY_DAY.search(fold_header(header)) and not _are_clocks(readable.sample, place)
        for place, header in enumerate(readable.headers)
    ):
        return True
    return any(_is_filled(row) > 1 and any(is_written_day(cell.strip()) for cell in row) for row in readable.sample)


def _are_clocks(sample: Sequence[Sequence[str]], place: int) -> bool:
    """Whether a column says hours alone (结账时间: 18:30), of a day that stands elsewhere."""
    cells = [row[place].strip() for row in sample if place < len(row) and row[place].strip()]
    clocks = sum(bool(_CLOCK.fullmatch(cell)) for cell in cells)
    return clocks > 0 and clocks * 10 >= len(cells) * 8 and not any(is_written_day(cell) for cell in cells)


def _is_filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _of_sheets(readable: Readable) -> _Above | None:
    """Return the days of several sheets, each named by one; a month and a year that the lines above say complete them.

    A single sheet may as well be named by the day on which a summary was made.
    """
    if len(readable.parts) < 2 or readable.joined or readable.of_files:
        return None
    months = {found.groups() for title in readable.titles for found in _MONTH.finditer(clean(title))}
    years = {found[1] for title in readable.titles for found in _YEAR.finditer(clean(title))} | {year for year, _ in months}
    days = {part.sheet: _of_name(part.sheet, months, years) for part in readable.parts}
    if not all(days.values()) or len(set(days.values())) < len(days):
        return None
    def day_of(line: int, cells: Sequence[str]) -> str:
        return days[place_of(readable.parts, line)[0] or ""] if _is_filled(cells) > 1 and not is_sum(cells) else ""

    of_business = any(_OF_OPENING.match(clean(title)) for title in readable.titles)
    return _Above(day_of, OF_SHEETS, "days_of_sheets", of_business)


def _of_name(name: str, months: set[tuple[str, ...]], years: set[str]) -> str:
    if day := read_day(name):
        year = next(iter(years)) if len(years) == 1 else ""
        if spell(day).day is not None or not year:
            return day
        month, of_month = re.findall(r"\d+", day)
        return f"{year}年{month}月{of_month}日"
    only = _DAY_ONLY.fullmatch(clean(name))
    if only and len(months) == 1 and 1 <= int(only[1]) <= 31:
        [(year, month)] = months
        return f"{year}年{month}月{only[1]}日"
    return ""


def _of_lines(readable: Readable) -> _Above | None:
    """Return the days of lines that hold nothing else, each for the rows below it; one above the header holds for the first."""
    said = filter(_OF_BUSINESS.match, map(clean, readable.titles))
    titles = list(filter(None, map(read_day, said)))
    if not titles and not any(_alone(row) for row in readable.sample):
        return None
    state = {"day": titles[0] if len(titles) == 1 else "",}

    def day_of(line: int, cells: Sequence[str]) -> str:
        if day := _alone(cells):
            state["day"] = day
            return ""
        return str(state["day"]) if _is_filled(cells) > 1 and not is_sum(cells) else ""

    lines = (*readable.titles, *(cell for row in readable.sample if _alone(row) for cell in row))
    return _Above(day_of, OF_LINES, "days_of_lines", any(_OF_OPENING.match(clean(line)) for line in lines))


def _alone(row: Sequence[str]) -> str:
    """Return the day that is all a row says, "" where it says more or none; a merged cell may say it once for each column."""
    said: Iterator[str] = filter(None, map(clean, row))
    different = set(said)
    return read_day(different.pop()) if len(different) == 1 else ""
