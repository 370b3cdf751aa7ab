"""Grids: the colours of their boxes, and how what is written in a box fits it, on the screen as in a deck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from segmentation.charts.labels import LINE_HEIGHT, lines_of, pixels_wide
from segmentation.charts.palette import sequential
from segmentation.language.i18n import translator
from segmentation.language.text import cut
from segmentation.slides import Grid, GridCell, format_value

SMALLEST = 10
WIDTH = 640  # pixels
SIDE = 0.95  # of its place is a box: the rest parts it from the next on any ground
PAD = 8  # pixels of a box without text
AREA = 0.16  # of its own colour is in a box, in which the colour itself would drown the text


@dataclass(frozen=True)
class BoxText:
    """What is written in a box: its name and its value, strong, and further lines."""

    strong: tuple[str, ...] = ()
    more: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines from the top down."""
        return self.strong + self.more


@dataclass(frozen=True)
class Fitted:
    """How the texts of a grid fit: the size, the text of each box, the lines of each head above and of each name beside."""

    size: int
    texts: tuple[tuple[BoxText, ...], ...]
    heads: tuple[tuple[str, ...], ...]
    names: tuple[tuple[str, ...], ...]


def grid_colours(grid: Grid) -> list[list[str]]:
    """Return the colour of each box, "" for an empty one: its own, else by its value between the least and the most.

    What is below zero is as light as nothing: of refunds alone the smallest is not the most.
    """
    found = [max(0.0, float(cell.value)) for cell in grid.boxes if cell.value is not None and not cell.colour]
    low, high = min(found, default=0.0), max(found, default=0.0)

    def colour(cell: GridCell | None) -> str:
        if cell is None or cell.colour or cell.value is None:
            return cell.colour if cell else ""
        value = max(0.0, float(cell.value))
        return sequential((value - low) / (high - low) if high > low else 0.5 if high else 0.0)

    return [[colour(cell) for cell in row] for row in grid.cells]


def fit_grid(grid: Grid, lang: str, height: float, width: float, size: int, least: int = SMALLEST) -> Fitted:
    """Return the largest size at which every box holds its texts, first with its further lines, then without them.

    At the smallest, ``least``, what is still too wide is cut, but for the values.
    """
    for told in (True, False):
        for each in range(size, least - 1, -1):
            fitted, fits, heads_fit = _try(grid, lang, height, width, each, told=told)
            if fits and (heads_fit or (told and each == least)):  # heads too wide are no reason to leave lines out of boxes
                return fitted
    return fitted


def fit_whole(
    grid: Grid, lang: str, height: float, width: float, size: int, least: int, *, told: bool = True
) -> Fitted | None:
    """Return the largest size from ``least`` on at which heads and boxes hold all their texts; None where there is none.

    Without ``told`` boxes are written without their further lines.
    """
    tries = (_try(grid, lang, height, width, each, told=told) for each in range(size, least - 1, -1))
    return next((fitted for fitted, fits, heads_fit in tries if fits and heads_fit), None)


def _try(grid: Grid, lang: str, height: float, width: float, size: int, *, told: bool) -> tuple[Fitted, bool, bool]:
    """Return the grid at a size, whether its boxes and the names of its rows fit, and whether its heads do."""
    room = 0.3 * width
    names = tuple(tuple(lines_of(name, room, size)) for name in grid.rows)
    left = max(pixels_wide(line, size) for lines in names for line in lines) + 16 + (1.5 * size if grid.row_axis else 0)
    across = (width - left - 16) * SIDE / len(grid.columns) - PAD
    heads = tuple(tuple(lines_of(head, across, size)) for head in grid.columns)
    above = (max(len(lines) for lines in heads) + (1.2 if grid.column_axis else 0)) * size * LINE_HEIGHT + 12
    high = (height - above - 16) * SIDE / len(grid.rows) - PAD / 2
    texts, fits = fit_boxes(grid, lang, across, high, size, told=told)
    wide = max(pixels_wide(line, size) for lines in heads for line in lines)
    tall = max(len(lines) for lines in names) * size * LINE_HEIGHT
    return Fitted(size, texts, heads, names), fits and tall <= high + PAD, wide <= across


def fit_boxes(
    grid: Grid, lang: str, width: float, height: float, size: float, *, told: bool,
    measure: Callable[[str, float], float] = pixels_wide,
) -> tuple[tuple[tuple[BoxText, ...], ...], bool]:
    """Return the texts of boxes that have so much room, with their further lines where they are ``told``, and whether all fit.

    Where they do not, names are cut to one line and only the values are beside them. ``measure`` tells how wide a line is.
    """
    room = width
    for _again in range(2):  # lines are broken as they measure on a screen: where they are wider, once more, closer
        texts = tuple(tuple(_text(cell, lang, room, size, told=told) for cell in row) for row in grid.cells)
        every = [text.lines for row in texts for text in row]
        wide = max((measure(line, size) for lines in every for line in lines), default=0.0)
        room = min(room, width * width / max(1.0, wide))
    if wide <= width and max(len(lines) for lines in every) * size * LINE_HEIGHT <= height:
        return texts, True
    columns = int(width / pixels_wide("0", size))
    return tuple(tuple(_on_one_line(cell, lang, columns) for cell in row) for row in grid.cells), False


def _text(cell: GridCell | None, lang: str, room: float, size: int, *, told: bool) -> BoxText:
    if cell is None:
        return BoxText((), (nobody(lang),))
    label = lines_of(cell.label, room, size) if cell.label else []
    more = [part for line in cell.lines for part in lines_of(line, room, size)] if told else []
    return BoxText((*label, *_value(cell, lang)), tuple(more))


def _on_one_line(cell: GridCell | None, lang: str, columns: int) -> BoxText:
    """Return the name on one line of so many columns, and the value whole."""
    if cell is None:
        return BoxText((), (nobody(lang),))
    name = cut(cell.label, columns)
    return BoxText((*([name] if name else []), *_value(cell, lang)))


def nobody(lang: str) -> str:
    """Return what an empty box says."""
    _ = translator(lang)
    return _("none")


def _value(cell: GridCell, lang: str) -> tuple[str, ...]:
    return () if cell.value is None else (format_value(cell.value, cell.unit, lang, short=True),)
