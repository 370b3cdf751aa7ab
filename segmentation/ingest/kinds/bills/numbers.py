"""What the numbers of bills look like: short counts that every till and every outlet has."""

from __future__ import annotations

import re

from segmentation.ingest.examination import Examination
from segmentation.ingest.looks import share_of


def are_short(found: Examination, enough: float = 1) -> bool:
    """Whether ``enough`` bills are numbered by a short count, which every till has."""
    numbers = [row[found.mapping["bill_no"]].strip(" '`\t") for row in found.readable.sample]
    return share_of(numbers, lambda number: bool(re.fullmatch(r"\d{1,5}|0\d{5,7}", number))) >= enough
