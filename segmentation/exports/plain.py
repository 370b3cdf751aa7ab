"""Text as files may hold it, and the room it takes: what a name from an upload needs before it is written anywhere."""

from __future__ import annotations

import re
import unicodedata
from math import ceil

ELLIPSIS = "…"
PIECES = re.compile(r"[\u0021-\u024f]+|.")  # a word in Latin letters stays whole, Chinese breaks anywhere
# What XML 1.0 may not hold, and what a reader would not see but a page could be turned round with.
UNWRITABLE = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def writable(text: str) -> str:
    r"""Return ``text`` on one line, without the characters that XML cannot hold or that turn the writing round.

    >>> writable("a\x00b\n c\ud800 <b>x</b>")
    'ab c <b>x</b>'
    """
    return " ".join(UNWRITABLE.sub("", text).split())


def columns_wide(text: str) -> int:
    """Return how many columns of half width the text takes: a Chinese character or an emoji takes two.

    >>> columns_wide("abc"), columns_wide("松鹤楼")
    (3, 6)
    """
    return sum(_columns(letter) for letter in text)


def cut(text: str, columns: int) -> str:
    """Return ``text`` on one line, within so many columns of half width, the rest told by an ellipsis.

    >>> cut("远山贸易有限公司", 9), cut("short", 9)
    ('远山贸易…', 'short')
    """
    text = writable(text)
    if columns_wide(text) <= columns:
        return text
    kept, room = "", columns - 1
    for letter in text:
        room -= _columns(letter)
        if room < 0:
            break
        kept += letter
    return kept.rstrip() + ELLIPSIS


def points_wide(text: str, size: float) -> float:
    """Return about how wide a line of text is, in points, at a font size; rather too wide than too narrow."""
    between = len(re.findall(r"(?<=[\u3400-\u9fff])[ -~]|(?<=[!-~])[\u3400-\u9fff]", text))  # a gap that readers set there
    return size * (sum(_ems(letter) for letter in text) + 0.2 * between)


def lines_needed(text: str, size: float, width: float) -> int:
    """Return how many lines of ``width`` points the text takes; words stay whole where they fit, Chinese breaks anywhere."""
    lines, at = 1, 0.0
    for piece in re.findall(PIECES, text):
        wide = points_wide(piece, size) + (0.2 * size if at and len(piece) > 1 else 0)
        if at + wide > width and not (piece == " " or at == 0):
            lines, at = lines + 1, 0.0
        lines += max(0, ceil(wide / width) - 1) if wide > width else 0
        at = wide % width if wide > width else at + wide
    return lines


def widest_word(text: str, size: float) -> float:
    """Return how wide the widest piece is that no line may break."""
    return max((points_wide(piece, size) for piece in re.findall(PIECES, text)), default=0)


def fit(text: str, width: float, height: float, sizes: tuple[int, ...], spacing: float = 1.25) -> tuple[str, int]:
    """Return the text and the largest of ``sizes`` at which it fits a box of points; cut at the smallest where none does.

    >>> fit("short", 200, 40, (28, 20)), fit("much too long a text", 60, 20, (28, 14))
    (('short', 28), ('much t…', 14))
    """
    text = writable(text)
    for size in sizes:
        if lines_needed(text, size, width) * size * spacing <= height:
            return text, size
    size = sizes[-1]
    lines = max(1, int(height / (size * spacing)))
    columns = int(lines * width / (size * 0.55))
    while columns > 2:
        shorter = cut(text, columns)
        if lines_needed(shorter, size, width) <= lines:
            return shorter, size
        columns -= max(1, columns // 20)
    return cut(text, 2), size


def cut_to(text: str, size: float, width: float) -> str:
    """Return the text on one line of so many points, the rest told by an ellipsis.

    >>> cut_to("short", 14, 100), cut_to("much too long", 14, 60)
    ('short', 'much t…')
    """
    text = writable(text)
    columns = columns_wide(text)
    while points_wide(text, size) > width and columns > 1:
        columns = min(columns - 1, int(columns * width / points_wide(text, size)) + 1)
        text = cut(text, columns)
    return text


def _columns(letter: str) -> int:
    if unicodedata.combining(letter) or letter in "\u200d\ufe0f\ufe0e":
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _ems(letter: str) -> float:
    columns = _columns(letter)
    if columns == 2:
        return 1.02 if ord(letter) < 0x1F000 else 1.4
    if letter in " .,;:'|!ijl()[]-·":
        return 0.33 * columns
    return (0.7 if letter.isupper() or letter in "mw…—@#&<>=+$~" else 0.86 if letter == "%" else 0.57) * columns
