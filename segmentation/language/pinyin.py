"""Names found by the first letters of their pinyin, as they are typed on a phone: 单雄信 is sxx.

A character may be read in several ways, above all in surnames (单 is shan, and dan). Each of them is looked for, so nobody has to
know which one is meant.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache

LETTERS = re.compile("[a-z]+")
BETWEEN = r"[\s·•・.,，。'’()（）-]+"  # what stands between the parts of a name, and is not typed


@cache
def initials(character: str) -> frozenset[str]:
    """Return the first letter of every reading of a Chinese character; none of anything else.

    >>> sorted(initials("单")), sorted(initials("信")), sorted(initials("A"))
    (['c', 'd', 's'], ['s', 'x'], [])
    """
    readings = _read(character)
    return frozenset(each[0] for each in readings if each and LETTERS.fullmatch(each[0]))


@cache
def _read(character: str) -> list[str]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # half a second and 40 MB that single characters never ask for
    from pypinyin import Style, pinyin  # what nobody types letters into never loads it

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore", strict=False)
    return found[0] if found else []


def are_initials(text: str) -> bool:
    """Whether a text can be initials of a name: letters, with digits among them or not. Blanks do not count.

    >>> are_initials("S xx"), are_initials("k1"), are_initials("138"), are_initials("单"), are_initials("")
    (True, True, False, False, False)
    """
    return re.fullmatch("[a-z0-9]*[a-z][a-z0-9]*", "".join(text.lower().split())) is not None


def initials_pattern(text: str, characters: Iterable[str]) -> str | None:
    """Return a pattern that finds names, in lower case and without ``BETWEEN``, by the initials ``text``; None where it is none.

    Names are made of ``characters``; letters and digits of a name stand for themselves.

    >>> import re
    >>> pattern = initials_pattern("SXX", "单雄信张A1")
    >>> pattern, bool(re.search(pattern, "单雄信"))
    ('[s信单][x信雄][x信雄]', True)
    >>> initials_pattern("138", "单雄信"), initials_pattern("单", "单雄信")
    (None, None)
    """
    if not are_initials(text):
        return None
    letters = "".join(text.lower().split())
    known = sorted({each for each in characters if ord(each) > 0x2E7F}, key=ord)
    found = ("".join(each for each in known if letter in initials(each)) for letter in letters)
    return "".join(f"[{letter}{own}]" for letter, own in zip(letters, found, strict=True))
