"""What stands at the marks of a chart: texts that are short enough, harmless to plotly, and fit the room there is."""

from __future__ import annotations

from segmentation.charts.palette import escape
from segmentation.language.text import ELLIPSIS, columns_wide

LONGEST_LABEL = 18
WRAPPED = 16  # columns of half width that a label below a column may have on a line
COLUMN = 0.56  # of the size of its letters is what a column of half width takes, rather too much than too little
LINE_HEIGHT = 1.32  # a line's height to the size of its letters


def short_label(text: str, longest: int = LONGEST_LABEL) -> str:
    """Return ``text`` as a label shows it: cut, and harmless to plotly.

    >>> short_label("<b>A</b> very long customer name")
    '&lt;b&gt;A&lt;/b&gt; very lon…'
    """
    return escape(shortened(text, longest))


def shortened(text: str, longest: int) -> str:
    """Return ``text`` in at most so many letters, the rest told by an ellipsis.

    >>> shortened("Ordinary customers", 9), shortened("A", 9)
    ('Ordinary…', 'A')
    """
    return text if len(text) <= longest else text[: longest - 1].rstrip() + ELLIPSIS


def first_word(text: str) -> str:
    """Return the code that a label begins with.

    >>> first_word("SH Public institution"), first_word("A"), first_word("")
    ('SH', 'A', '')
    """
    return text.split(" ")[0]


def wrapped(text: str, room: int = WRAPPED) -> str:
    """Return ``text`` on up to two lines of ``room`` columns of half width, cut.

    >>> wrapped("SH Public institution"), wrapped("A")
    ('SH Public\\ninstitution', 'A')
    """
    if columns_wide(text) <= room or " " not in text:
        return shortened(text, LONGEST_LABEL)
    break_at = min((at for at, letter in enumerate(text) if letter == " "), key=lambda at: abs(at - len(text) / 2))
    return f"{shortened(text[:break_at], room)}\n{shortened(text[break_at + 1 :], room)}"


def pixels_wide(text: str, size: float) -> float:
    """Return about how many pixels a line of text takes; rather too many than too few.

    >>> round(pixels_wide("abcd", 10)), round(pixels_wide("政府", 10))
    (22, 22)
    """
    return columns_wide(text) * COLUMN * size


def lines_of(text: str, room: float, size: float) -> list[str]:
    """Return the text in lines of at most ``room`` pixels: broken at blanks, Chinese anywhere, a word never.

    >>> lines_of("Ordinary customers", 100, 14), lines_of("普通客户", 35, 14), lines_of("", 10, 14)
    (['Ordinary', 'customers'], ['普通', '客户'], [''])
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and pixels_wide((line + piece).strip(), size) > room:
            lines.append(line.strip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.strip()]


def _pieces(text: str) -> list[str]:
    """Return what may stand on lines of its own: words with the blank before them, Chinese characters one by one."""
    pieces: list[str] = []
    for letter in " ".join(text.split()):
        if pieces and letter != " " and columns_wide(letter) < 2 and columns_wide(pieces[-1][-1]) < 2:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces

