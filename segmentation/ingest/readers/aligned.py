"""Texts whose columns are aligned with blanks, whose cells may be empty or hold blanks: read by places that all lines prove."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from segmentation.ingest.readers.delimited import BLANKS, DELIMITERS
from segmentation.ingest.readers.header import count_words
from segmentation.ingest.readers.text import CHUNK
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_

APART = "\t"  # between the cells of the copy
_APART = re.compile(r" {2,}")
_RULE = re.compile(r"[-=_+|\s]+")  # a line drawn below the header
_LEAST = 3  # columns, for which words with two blanks between them are no sentence
_LOOK_AT = 40
_WIDE = 2  # places of a gap; a single one may be a blank between the words of a cell

_UNPROVEN = N_(
    "The columns of “{file}” are aligned with blanks, and cells of some lines (line {line}) reach into the next column, so that "
    "nobody can tell where they end. Export the table as CSV or Excel (.xlsx) and upload that."
)


def find_aligned_header(lines: Sequence[str], delimiter: str) -> int | None:
    """Return the place of a header of words that two blanks or more keep apart, None where there is none or it is delimited.

    >>> find_aligned_header(["Date        Guest    Amount", "2026-08-01  Ann Lee   12.00"], ",")
    0
    """
    for place, line in enumerate(lines[:_LOOK_AT]):
        words = _APART.split(line.strip())
        if len(words) >= _LEAST and count_words(words) > 1:
            return None if any(each in line for each in DELIMITERS) or (delimiter != BLANKS and delimiter in line) else place
    return None


def write_aligned(source: Path, target: Path, header: int, name: str) -> bool:
    """Write a UTF-8 text as one with a tab between its cells, line for line; ``header`` is the line (from 0) of the header.

    A column ends where all lines have a blank, between its header and the next. Wide letters take two places, as programs print
    them, or one. False where the lines do not prove where the columns end, and each has as many words as the header: they are the
    cells then. Raises InputError ``aligned`` where they have not.
    """
    broken = header + 1
    for places in (_printed, list):
        cuts, broken = _cut(source, header, places)
        if cuts:
            with target.open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out, delimiter=APART, lineterminator="\n")
                for number, line in enumerate(_lines(source)):
                    if number < header or not _is_row(line):
                        out.write(("" if _RULE.fullmatch(line) else line.strip()) + "\n")
                    else:
                        writer.writerow(_split(places(line), cuts))
            return True
    if len({len(line.split()) for number, line in enumerate(_lines(source)) if number >= header and _is_row(line)}) == 1:
        return False
    raise InputError("aligned", _UNPROVEN, file=name, line=broken)


def _lines(source: Path) -> Iterator[str]:
    with source.open(encoding="utf-8-sig", errors="replace", newline="\n", buffering=CHUNK) as text:
        for line in text:
            yield line.rstrip("\r\n").replace("\xa0", " ")


def _is_row(line: str) -> bool:
    return not _RULE.fullmatch(line) and bool(line.strip())


def _printed(line: str) -> list[str]:
    """Return what stands in each place of a line; the second place of a wide letter is empty."""
    if line.isascii():
        return list(line)
    return [place for char in line for place in ((char, "") if unicodedata.east_asian_width(char) in "WF" else (char,))]


def _cut(source: Path, header: int, places: Callable[[str], list[str]]) -> tuple[list[int], int]:
    """Return where the columns after the first begin, none where the lines do not prove it; and the line that took a gap.

    Where a line is drawn below the header, its parts are the columns, and nothing stands between them. Else each gap is two wide.
    """
    taken, parts, is_drawn = 0, [], False
    for number, line in enumerate(_lines(source)):
        if number < header or not line.strip():
            continue
        row = places(line)
        if not parts:
            parts = _words(row)
        elif _RULE.fullmatch(line):
            drawn = _words(row)
            if number <= header + 1 and len(drawn) == len(parts):
                parts, is_drawn = drawn, True
            continue
        taken |= int("".join("0" if cell in (" ", "\u3000") else "1" for cell in reversed(row)), 2)
        for (_, end), (begin, _) in pairwise(parts):
            if len(_gaps(taken, end, begin, begin - end if is_drawn else _WIDE)) == 0:
                return [], number + 1
    cuts = []
    for (_, end), (begin, _) in pairwise(parts):
        gaps = _gaps(taken, end, begin, begin - end if is_drawn else _WIDE)
        if len(gaps) != 1:
            return [], header + 1
        cuts.append(begin if is_drawn else gaps[0])
    return cuts, header + 1


def _words(row: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the words of a header begin and end, those with a single blank between them being one."""
    text = "".join(cell or "x" for cell in row)
    return [match.span() for match in re.finditer(r"\S+(?: \S+)*", text)]


def _gaps(taken: int, end: int, begin: int, least: int) -> list[int]:
    """Return the ends of the runs of places between two words of the header that no line takes, each ``least`` long or longer."""
    text = "".join("1" if taken >> place & 1 else " " for place in range(end, begin))
    return [end + match.end() for match in re.finditer(" +", text) if len(match[0]) >= least]


def _split(row: Sequence[str], cuts: Sequence[int]) -> list[str]:
    return ["".join(row[begin:end]).strip() for begin, end in zip((0, *cuts), (*cuts, None), strict=True)]
