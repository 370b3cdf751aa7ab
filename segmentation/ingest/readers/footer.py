"""What stands below a table and belongs to no row: who printed it and when, how many records, a second header with totals."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from segmentation.ingest.readers.header import looks_like_value

MOST_ROWS = 30  # of the end of a table that are looked at
_TAIL = 1 << 16  # bytes
_WHO = r"(制表|打印|导出|制单|审核|复核|填表|报表生成|生成|查询|下载|统计)\s*(人员?|者|员|时间|日期|账号|条件|单位)?"
_LABEL = re.compile(  # a line that begins so, with fewer cells than a row of the table
    rf"\s*({_WHO}|会计|出纳|经理签字|签字|盖章)\s*[:：].*"
    r"|\s*(制表|打印|导出|制单|审核|复核|填表|生成|查询|下载|统计)\s*(人员?|者|员|时间|日期|账号)\s*"
    r"|#[-=_*\s]*[\u4e00-\u9fff].*|#[-=_*]{3,}.*"
    r"|\s*第\s*\d+\s*页.*|\s*共\s*\d+\s*(页|条记录|笔记录).*|\s*page\s+\d+(\s*(of|/)\s*\d+)?\s*"
    r"|\s*\d+\s+(record|row|order|transaction)(s|\(s\))?\s+(downloaded|exported|found|in total)\.?.*"
    r"|\s*(seller id|generated (on|at|by)|printed (on|at|by)|exported (on|at|by)|report (generated|created))\b.*",
    re.IGNORECASE,
)
_LONE = re.compile(
    r"[-=_*—\s]{4,}|\s*(备?注|说明|备注说明|温馨提示|注意|note)\s*[:：].*", re.IGNORECASE
)  # one that holds nothing else
_SUM_HEADER = re.compile(r"总|總|合计|合計|笔数|金额|total|count|amount|sum", re.IGNORECASE)
_DASHES = re.compile(r"-{2,}|—+")


def count_footer(rows: Sequence[Sequence[str]]) -> int:
    """Return how many of the last rows of a table, which are not blank, are its footer. A row 合计 is none: it is judged as data.

    >>> count_footer([["B1", "王", "5"], ["合计", "", "5"], ["制表人：", "张三", ""], ["打印时间", "2026-10-01"]])
    2
    >>> count_footer([["B1", "Li", "5"], ["22", "record(s) downloaded", ""]])
    1
    >>> count_footer([["B1", "2026-09-01", "5"], ["总笔数", "总金额", "手续费总金额"], ["1", "5.00", "0.03"]])
    2
    """
    rows = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    widest, first = max(map(len, rows), default=0), len(rows)
    while first and _is_label(rows[first - 1], widest):
        first -= 1
    for start in range(max(1, first - 3), first - 1):
        names, sums = rows[start], rows[start + 1 : first]
        if _names_sums(names) and all(map(_is_sums, sums)) and any(len(row) >= len(names) for row in rows[:start]):
            return len(rows) - start
    if first > 1 and _is_dashed(rows[first - 1]) and not _is_dashed(rows[first - 2]):
        first -= 1  # the totals, with dashes for whatever has none
    return len(rows) - first if first else 0


def _is_label(cells: Sequence[str], widest: int) -> bool:
    few = len(cells) == 1 or 4 * len(cells) <= 3 * widest
    said = few and any(map(_LABEL.fullmatch, (*cells[:1], " ".join(cells))))  # 22,record(s) downloaded
    return not cells or said or (len(cells) == 1 and bool(_LONE.fullmatch(cells[0])))


def _names_sums(cells: Sequence[str]) -> bool:
    """Whether a line is the header of totals."""
    sums = sum(bool(_SUM_HEADER.search(cell)) for cell in cells)
    return len(cells) > 2 and 2 * sums > len(cells) and not any(map(looks_like_value, cells))


def _is_sums(cells: Sequence[str]) -> bool:
    return all(map(looks_like_value, cells))


def _is_dashed(cells: Sequence[str]) -> bool:
    dashes = sum(bool(_DASHES.fullmatch(cell)) for cell in cells)
    return dashes > 1 and all(_DASHES.fullmatch(cell) or (looks_like_value(cell) and not _is_day(cell)) for cell in cells)


def _is_day(cell: str) -> bool:
    return bool(re.match(r"\d{1,4}\s*[-/.年月]\s*\d{1,2}\s*[-/.月日]", cell))


def without_footer(records: Iterable[tuple[int, list[str]]], told: list[int]) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a table without its footer; how many rows that has is added to ``told`` at the end."""
    held: deque[tuple[int, list[str]]] = deque()
    for record in records:
        if not any(cell.strip() for cell in record[1]):
            continue
        held.append(record)
        if len(held) > MOST_ROWS:
            yield held.popleft()
    footer = count_footer([cells for _, cells in held])
    yield from list(held)[: len(held) - footer]
    told.append(footer)


def cut_footer(path: Path, split: Callable[[str], list[str]]) -> tuple[int, int]:
    """Cut the footer off a UTF-8 text, of which the last 64 KB are looked at; return its rows and its line ends."""
    begin = max(0, path.stat().st_size - _TAIL)
    with path.open("r+b") as text:
        text.seek(begin)
        tail = text.read()
        place = tail.find(b"\n") + 1 if begin else 0
        lines = []  # where each begins, and its cells
        for line in tail[place:].splitlines(keepends=True):
            if line.strip():
                lines.append((place, line))
            place += len(line)
        lines = lines[-MOST_ROWS:]
        footer = count_footer([split(line.decode("utf-8", "replace").strip("\r\n\ufeff")) for _, line in lines])
        if not footer:
            return 0, 0
        start = lines[-footer][0]
        text.truncate(begin + start)
    return footer, tail[start:].count(b"\n")
