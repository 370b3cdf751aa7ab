"""The guides that come along, docs/guides/: read by language, cut at their headings, and searched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from segmentation.warehouse.places import guides_folder

GUIDES = ("owner", "manager", "consultant", "method", "administrator", "law")
AROUND = 36  # characters before and after what was found
MOST_HITS = 12
HEADING = re.compile(r"(#{1,3}) (.+)")
PICTURE = re.compile(r"^!\[([^\]]+)\]\(([\w-]+\.png)\)$", re.MULTILINE)  # stands on a line of its own
MARKUP = re.compile(
    r"^```\w*$|!?\[([^\]]+)\]\([^)]*\)|[*`|]+|^\s*(?:#+|[-+]|\d+\.)\s|:-+:?|-+:(?=\s*(?:\||$))|-{3,}", re.MULTILINE
)


class Part(NamedTuple):
    """A part of a guide, from one heading to the next: its place, its level (1: the guide's title), heading and text."""

    guide: str
    number: int
    level: int
    heading: str
    text: str


class Hit(NamedTuple):
    """A part that was found, and the first place in it: the words before, the word itself, the words after."""

    part: Part
    before: str
    found: str
    after: str


@lru_cache(32)
def read_guide(guide: str, lang: str) -> tuple[Part, ...]:
    """Return the parts of a guide of ``GUIDES`` in ``lang``; the first holds its title and what it is for."""
    return cut(guide, (guides_folder() / f"{guide}.{lang}.md").read_text(encoding="utf-8"))


def whole_part(part: Part, lang: str) -> list[Part]:
    """Return a part with the parts of deeper levels that follow it; the title alone stands for what it is for."""
    parts = read_guide(part.guide, lang)[part.number :]
    if part.level == 1:
        return [part]
    end = next((number for number, each in enumerate(parts) if number and each.level <= part.level), len(parts))
    return list(parts[:end])


def cut(guide: str, text: str) -> tuple[Part, ...]:
    r"""Return the parts of a text of Markdown; what looks like a heading inside a block of code is none.

    >>> [(part.level, part.heading, part.text) for part in cut("x", "# A\none\n## B\n```\n# no\n```\n")]
    [(1, 'A', 'one'), (2, 'B', '```\n# no\n```')]
    """
    found: list[tuple[int, str, list[str]]] = []
    in_code = False
    for line in text.splitlines():
        in_code ^= line.startswith("```")
        heading = None if in_code else HEADING.fullmatch(line)
        if heading:
            found.append((len(heading[1]), heading[2], []))
        elif found:
            found[-1][2].append(line)
    return tuple(
        Part(guide, number, level, heading, "\n".join(lines).strip()) for number, (level, heading, lines) in enumerate(found)
    )


class Shown(NamedTuple):
    """A piece of a part as it is drawn: a text of Markdown, or a picture with what it shows."""

    text: str
    picture: Path | None = None


def shown_pieces(text: str) -> list[Shown]:
    """Return the text of a part cut at its pictures, in the order in which they stand; no piece is empty."""
    found, pieces = PICTURE.split(text), []
    for number in range(0, len(found), 3):
        if found[number].strip():
            pieces.append(Shown(found[number].strip()))
        if number + 2 < len(found):
            pieces.append(Shown(found[number + 1], guides_folder() / found[number + 2]))
    return pieces


def search_guides(words: str, lang: str) -> list[Hit]:
    """Return the parts in which all the words stand, those with one in the heading first; none for no words.

    Latin letters and figures are whole words, whatever their case; Chinese is found inside of what is written.
    """
    patterns = [pattern_of(word) for word in words.split()]
    parts = [part for guide in GUIDES for part in read_guide(guide, lang)]
    return find_in(parts, patterns)[:MOST_HITS] if patterns else []


def find_in(parts: Sequence[Part], patterns: Sequence[re.Pattern[str]]) -> list[Hit]:
    """Return the parts in which every pattern is found, those with one in the heading first, else in their order."""
    hits = []
    for part in parts:
        text = bare(part.text)
        if all(each.search(part.heading) or each.search(text) for each in patterns):
            hits.append((not any(each.search(part.heading) for each in patterns), _hit(part, text, patterns)))
    return [hit for _later, hit in sorted(hits, key=lambda each: each[0])]


def _hit(part: Part, text: str, patterns: Sequence[re.Pattern[str]]) -> Hit:
    place = next((found for each in patterns if (found := each.search(text))), None)
    if place is None:
        return Hit(part, "", "", text[: 2 * AROUND] + ("…" if len(text) > 2 * AROUND else ""))
    begin, end = max(0, place.start() - AROUND), place.end() + AROUND
    before, after = text[begin : place.start()], text[place.end() : end]
    return Hit(part, ("…" if begin else "") + before, place[0], after + ("…" if end < len(text) else ""))


def pattern_of(word: str) -> re.Pattern[str]:
    """Return what finds a word of a search: a whole word of Latin letters and figures, Chinese wherever it stands."""
    if word.isascii():
        return re.compile(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", re.IGNORECASE)
    return re.compile(re.escape(word), re.IGNORECASE)


def bare(text: str) -> str:
    """Return a text of Markdown on one line, without its marks.

    >>> bare("- **A** is [good](x.md)\\n| `b` | c |\\n|:-:|--:|\\n|1|2|")
    'A is good b c 1 2'
    """
    return " ".join(MARKUP.sub(lambda found: found[1] or ("" if found[0][0] in "*`" else " "), text).split())
