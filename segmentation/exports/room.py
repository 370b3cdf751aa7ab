"""The room that a text takes in a file, and what of it fits where there is less."""

from __future__ import annotations

import re
from math import ceil

from segmentation.language.text import columns_wide, cut, writable

PIECES = re.compile(r"[\u0021-\u024f]+|.")  # a word in Latin letters stays whole, Chinese breaks anywhere


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


def _ems(letter: str) -> float:
    columns = columns_wide(letter)
    if columns == 2:
        return 1.02 if ord(letter) < 0x1F000 else 1.4
    if letter in " .,;:'|!ijl()[]-·":
        return 0.33 * columns
    return (0.7 if letter.isupper() or letter in "mw…—@#&<>=+$~" else 0.86 if letter == "%" else 0.57) * columns
