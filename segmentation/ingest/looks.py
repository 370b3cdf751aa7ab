"""What the cells of a file look like: days, numbers, scores, phones, in whatever spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from segmentation.language.values import read_number, read_score, spell


def share_of(cells: Sequence[str], makes_sense: Callable[[str], object]) -> float:
    """Return the share of the filled cells that make sense, 0 where none is filled."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(bool(makes_sense(cell)) for cell in filled) / len(filled) if filled else 0.0


def is_day(cell: str) -> bool:
    """Whether a cell is a day in some order, or the number of one; ten digits are more often the number of a bill."""
    if re.fullmatch(r"\s*\d{10}(\d{3})?\s*", cell):
        return False
    spelling = spell(cell)
    return spelling.day is not None or any(spelling.read(order) for order in ("mdy", "dmy", "ymd"))


def is_written_day(cell: str) -> bool:
    """Whether a cell is a day that is no bare number."""
    return not re.fullmatch(r"\d{5}(\.\d+)?", cell.strip()) and is_day(cell)


def is_number(cell: str) -> bool:
    """Whether a cell is a number, with a decimal point or comma."""
    return read_number(cell) is not None or read_number(cell, decimal_comma=True) is not None


def is_score(cell: str) -> bool:
    """Whether a cell is a score from 0 to 100."""
    return read_score(cell.replace(",", ".")) is not None


def is_mobile(cell: str) -> bool:
    """Whether a cell is a mobile number."""
    return bool(re.fullmatch(r"(\+?86)?1\d{10}(\.0)?", re.sub(r"[\s-]", "", cell)))


def is_some_phone(cell: str) -> bool:
    """Whether a cell is a phone: also a masked one, a landline, or two in one cell."""
    text = unicodedata.normalize("NFKC", cell).strip(" '")
    return bool(re.fullmatch(r"[\d+()*xX•·\-\s/、,;.]+", text)) and len(re.findall(r"[\d*xX•·]", text)) >= 7


def is_email(cell: str) -> bool:
    """Whether a cell is an e-mail address, also a masked one."""
    return bool(re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", cell.strip()))


def is_clock(cell: str) -> bool:
    """Whether a cell is a time of day and no day: 18:30, 2:30:00 PM, 下午2:30."""
    return bool(re.fullmatch(r"(上午|下午|晚上|中午|凌晨|早上)?\s*\d{1,2}[:：]\d{2}([:：]\d{2})?\s*([AaPp]\.?[Mm]\.?)?", cell.strip()))
