"""Names in whose cells the customer's code stands too, in the whole column: 80003(邝子墨), 邝子墨[80003], 80003-邝子墨."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from segmentation.ingest.examination import Examination
from segmentation.ingest.looks import holds_phone, is_day
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_

_CODE = r"[A-Za-z]{0,4}[-_]?[0-9]{3,12}[A-Za-z]?"
_NAME = r"[^0-9()（）\[\]【】]*[^-–—_:：/|·,，\s0-9()（）\[\]【】][^0-9()（）\[\]【】]*"


def _beside(first: str, second: str) -> str:
    """Return the pattern of one and the other: in brackets, behind a stroke, or behind a blank."""
    return rf"^\s*({first}?)\s*(?:[(（\[【]\s*({second})\s*[)）\]】]|[-–—_:：/|·]\s*({second})|\s+({second}))\s*$"


# the engine reads them as Python does
_FORMS = (_beside(_CODE, _NAME), _beside(_NAME, _CODE))
_NEARLY = 0.95  # of the cells that name somebody by code and name
_SHORT = 4  # digits of a code behind a name, or of a few people: they may be the last ones of a phone, or a room
_SEVERAL = 2


def part_code(cell: str) -> tuple[str, str] | None:
    """Return the code and the name of a cell, None where it does not hold both.

    >>> part_code("80003(邝子墨)"), part_code("邝子墨【K80003】"), part_code("80003-邝子墨"), part_code("C-1043 Ada Crane")
    (('80003', '邝子墨'), ('K80003', '邝子墨'), ('80003', '邝子墨'), ('C-1043', 'Ada Crane'))
    >>> part_code("邝子墨"), part_code("80003"), part_code("邝子墨(3人)"), part_code("7天酒店")
    (None, None, None, None)
    """
    for form, place in zip(_FORMS, (0, -1), strict=True):
        if found := re.match(form, cell):
            both = [group.strip() for group in found.groups() if group]
            return both[place], both[-1 - place]
    return None


def holds_codes(cells: Sequence[str]) -> bool:
    """Whether a column of names holds a code in nearly each cell with a digit, one and the same of each name that comes again.

    Cells without any digit (散客) may stand among them. Codes of less than five digits must come first, and several come again.
    """
    told = [cell.strip() for cell in cells if any(map(str.isdecimal, cell))]
    parts = [part for cell in told if (part := part_code(cell)) and not holds_phone(cell) and not is_day(part[0])]
    if not parts or len(parts) < _NEARLY * len(told) or len(told) * 2 < len([cell for cell in cells if cell.strip()]):
        return False
    names: dict[str, list[str]] = defaultdict(list)
    for code, name in parts:
        names[code].append(name)
    again = sum(len(own) > 1 for own in names.values())
    if len(names) < _SEVERAL or not again or any(len(set(own)) > 1 for own in names.values()):
        return False
    short = any(sum(map(str.isdecimal, code)) <= _SHORT and code.isdecimal() for code in names)
    return not short or (again >= _SEVERAL and all(re.match(_FORMS[0], cell) for cell in told if part_code(cell)))


def code_of(cell: str) -> str:
    """Return the expression for the code in a cell of names, null where it holds none."""
    return _parted(cell, r"\1", r"\2\3\4", "null")


def name_of(cell: str) -> str:
    """Return the expression for the name in a cell, the whole of it where it holds no code."""
    return _parted(cell, r"\2\3\4", r"\1", cell)


def _parted(cell: str, of_first: str, of_second: str, otherwise: str) -> str:
    first, second = _FORMS
    cases = "".join(
        f"when regexp_matches({cell}, '{form}') then trim(regexp_replace({cell}, '{form}', '{part}')) "
        for form, part in ((first, of_first), (second, of_second))
    )
    return f"case {cases}else {otherwise} end"


def tell_coded_names(found: Examination) -> None:
    """Tell that the codes were taken out of the names."""
    place = found.mapping.get("name")
    if place is None or found.mapping.get("customer_code") != place:
        return
    example = next((row[place] for row in found.readable.sample if place < len(row) and part_code(row[place])), None)
    if example is not None:
        code, name = part_code(example) or ("", "")
        text = N_("“{header}” holds a code and a name in one cell ({example}): {code} is the customer’s code, {name} the name.")
        values = {"header": found.names[place], "example": example, "code": code, "name": name}
        found.notices.append(Notice("coded_names", text, 1, values))
