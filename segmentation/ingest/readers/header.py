"""Where the table begins: title lines, the header, the first row of data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from segmentation.ingest.kinds import vocabulary
from segmentation.language.text import fold_header

LONGEST_VALUE = 100  # characters; a pattern tries a long text in too many ways
LOOK_AT = 40  # rows among which a header is looked for
_LOOK_ACROSS = 1000  # cells of them


@dataclass(frozen=True)
class Heading:
    """Positions in a list of non-blank rows: ``header`` (None: the file has none) and the ``first`` row of data."""

    header: int | None
    first: int


_VALUE = re.compile(
    r"[¥￥$€£(（+\-−]*\s*[\d*]*\d[\d*,，.:/\s\-]*(元|万|%|[)）]|[eE][+\-]?\d+)?"
    r"|\d{2,4}\s*[-/.年]\s*\d{1,2}\s*([-/.月].*)?"
    r"|\d{1,2}[ \-/][A-Za-z]{3}[ \-/]\d{2,4}.*"
)

_DAY = re.compile(r"(19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d")


def looks_like_value(cell: str) -> bool:
    """Whether a cell reads as a number, an amount, a date or a phone rather than as words.

    >>> [looks_like_value(c) for c in ("¥1,234.50", "2018-01-01 星期五", "138****0000", "1月", "CA-2011", "")]
    [True, True, True, False, False, False]
    """
    cell = cell.strip()
    return len(cell) <= LONGEST_VALUE and bool(_VALUE.fullmatch(cell))


def count_words(cells: Sequence[str]) -> int:
    """Return how many different header words of the vocabulary stand in a row, each as a whole cell.

    >>> count_words(["客户名称 ", "金额（元）", "x", ""])
    2
    """
    known = vocabulary()
    return len({word for cell in cells[:_LOOK_ACROSS] if 0 < len(cell) <= LONGEST_VALUE and (word := fold_header(cell)) in known})


def find_heading(rows: Sequence[Sequence[str]]) -> Heading:
    """Return where header and data begin in the first non-blank rows of a table (some more than ``LOOK_AT``).

    The row with most header words of the vocabulary wins, the earliest where several have as many, and of two tables one
    below the other that of the first;
    it must be about as wide as the rows below it and hold words, not numbers. Without any such word it is
    the first row of full width when that holds only words and numbers or dates follow; when that row
    holds numbers itself, there is no header and data begins there. No rows: no header, data at 0.

    >>> find_heading([["酒店月报"], ["日期", "客户", "金额"], ["2026-09-01", "王", "12"]])
    Heading(header=1, first=2)
    >>> find_heading([["2026-09-01", "王", "12"], ["2026-09-02", "李", "8"]])
    Heading(header=None, first=0)
    """
    if not rows:
        return Heading(None, 0)
    filled = [[cell for cell in row[:_LOOK_ACROSS] if cell.strip()] for row in rows]
    best, best_score = None, 0.0
    for index, cells in enumerate(filled[:LOOK_AT]):
        words = count_words(cells)
        if not words:
            continue
        values = sum(map(looks_like_value, cells))
        below = [len(other) for other in filled[index + 1 : index + 11]]
        width = sorted(below)[len(below) // 2] if below else len(cells)
        if values > len(cells) / 3 or len(cells) * 2 < width:
            continue
        numeric = sum(any(map(looks_like_value, other)) for other in filled[index + 1 : index + 11])
        followed = numeric * 3 >= len(below) > 0
        # Words in most of the cells tell a header from a title line such as 客户, 王经理, 期间, 2026-09.
        score = words * (1 + words / len(cells)) - 2 * values + followed
        if score > best_score and not (best is not None and _is_table(filled[best:index])):
            best, best_score = index, score
    if best is not None:
        return Heading(best, best + 1)
    return _heading_by_shape(filled)


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows are a header of three words and more, and rows with days: a table, below which another may follow."""
    dated = sum(any(_DAY.match(cell.strip()) for cell in row) for row in rows[1:])
    return count_words(rows[0]) > 2 and dated > 1


def last_header_row(rows: Sequence[Sequence[str]], header: int) -> int:
    """Return the last row of a header that begins at ``header``: a second row names what is below a group of columns.

    Such a row holds words only, names columns that the row above leaves blank, and says nothing, or the same once more,
    where the rows below hold numbers and days under names of the row above.

    >>> last_header_row([["日期", "储值合计", ""], ["", "储值余额", "赠送余额"], ["2026-09-01", "5", "1"]], 0)
    1
    >>> last_header_row([["日期", "客户", "金额"], ["待定", "王", ""], ["2026-09-01", "李", "5"]], 0)
    0
    """
    while header + 2 < len(rows) and _is_second(rows[header], rows[header + 1], rows[header + 2 : header + 7]):
        header += 1
    return header


def _is_second(upper: Sequence[str], lower: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    width = max(len(upper), len(lower))
    over, under = ([*(cell.strip() for cell in row), *[""] * width][:width] for row in (upper, lower))
    if any(map(looks_like_value, under)) or sum(map(bool, under)) < 2:
        return False
    valued = [
        place
        for place in range(width)
        if sum(len(row) > place and looks_like_value(row[place]) for row in below) * 2 > len(below)
    ]
    kept = [place for place in valued if over[place] and under[place] in ("", over[place])]
    named = [place for place in valued if under[place] and not over[place]]
    spans = [place for place in range(1, width) if under[place] and not over[place] and under[place - 1] and over[place - 1]]
    return bool(kept) and bool(named or spans)


def join_headers(rows: Sequence[Sequence[str]], columns: int) -> list[str]:
    """Return one name for each column of a header of several rows, the last first; a group above parts names that repeat.

    >>> join_headers([["日期", "储值合计", "", "消费合计", ""], ["", "储值余额", "赠送余额", "储值余额", "赠送余额"]], 5)
    ['日期', '储值合计 储值余额', '储值合计 赠送余额', '消费合计 储值余额', '消费合计 赠送余额']
    >>> join_headers([["基础信息", "", "金额"], ["门店", "订单号", "实付"]], 3)
    ['门店', '订单号', '实付']
    >>> join_headers([["日期", "客户", "", "基础信息"], ["", "编码", "名称", "编码"]], 4)
    ['日期', '客户编码', '客户名称', '编码']
    """
    padded = [[*(cell.strip() for cell in row), *[""] * columns][:columns] for row in rows]
    names = [next((row[place] for row in reversed(padded) if row[place]), "") for place in range(columns)]
    said = list(names)
    for row in reversed(padded[:-1]):
        groups, group = [], ""
        for cell in row:
            group = cell or group
            groups.append(group)
        for place, name in enumerate(said):  # a bare 名称 is of what stands above it, where that is a word for something
            whole = f"{groups[place]} {name}" if name.isascii() else f"{groups[place]}{name}"
            if fold_header(name) in _BARE and names[place] == name != groups[place] and fold_header(whole) in vocabulary():
                names[place] = whole
        for name in {name for name in names if name and names.count(name) > 1}:
            places = [place for place in range(columns) if names[place] == name]
            if len({groups[place] for place in places}) > 1:
                for place in places:
                    names[place] = f"{groups[place]} {name}" if groups[place] not in ("", name) else name
    return names


_BARE = frozenset((
    "编码", "编号", "代码", "名称", "姓名", "全称", "号码", "电话", "手机", "手机号", "卡号",
    "code", "name", "number", "no", "id", "phone",
))  # of anything: of what, a heading above says


def is_group_row(cells: Sequence[str]) -> bool:
    """Whether a row above a header may name groups of its columns: several words, no number, nothing like 期间：九月.

    >>> is_group_row(["基础信息", "", "金额", ""]), is_group_row(["酒店月报"]), is_group_row(["期间：九月", "门店：滨江店"])
    (True, False, False)
    """
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and not any(looks_like_value(cell) or ":" in cell or "：" in cell for cell in filled)


def _heading_by_shape(filled: list[list[str]]) -> Heading:
    body = sorted(len(cells) for cells in filled[-max(1, len(filled) * 2 // 3) :])
    width = body[len(body) // 2]
    start = next((i for i, cells in enumerate(filled[:LOOK_AT]) if len(cells) >= width), 0)
    cells, below = filled[start], filled[start + 1 :]
    # Wholly textual tables exist (profiles): there the first row is a header when its cells differ from each other.
    wordy = not any(map(looks_like_value, cells)) and len(set(cells)) == len(cells)
    if wordy and below:
        return Heading(start, start + 1)
    return Heading(None, start)
