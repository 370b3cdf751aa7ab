"""A grid on a slide as one of PowerPoint's own tables: coloured cells, heads above and left of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from segmentation.charts.grids import AREA, BoxText, fit_boxes, grid_colours
from segmentation.charts.palette import letters, text_on, tint
from segmentation.exports.pptx.tables import PLAIN_STYLE
from segmentation.exports.pptx.text import CLOSE, INK, LINE, QUIET, SHADE, SMALLEST, Box, add_run, describe_shape, write
from segmentation.exports.room import fit, lines_needed, points_wide, widest_word
from segmentation.language.i18n import count_left_out
from segmentation.language.text import cut, writable
from segmentation.slides import Grid, GridCell, format_value

LARGEST, PAD = 20, 4
GROUND = "#FFFFFF"
NAMES_SHARE = 0.26  # of the width, at most, is for the names of the rows
MOST_SIDE = 2.6  # a box is at most so many times as wide as high
SPOKEN = 900
SHORT = 90  # points that the names of the axes may take on one line
TALLER = 1.12  # what lines take more in a font that stands in for ours: rows would grow over the foot
BOLDER, SAFE = 1.06, 1.2  # what bold letters take more, and those of a font that stands in for ours: a row would grow


@dataclass(frozen=True)
class _Fitted:
    """A grid as it fits its box: size of the letters, points of the first column, of every other, of the rows, texts."""

    size: int
    first: float
    wide: tuple[float, ...]
    head: float
    high: float
    texts: tuple[tuple[BoxText, ...], ...]


def add_grid(shapes: Any, box: Box, grid: Grid, lang: str) -> None:
    """Add the grid to a slide, as large as the box; rows without room are left out and counted, columns too."""
    whole, grid = grid, _with_room(grid, box)
    rows, columns = len(whole.rows) - len(grid.rows), len(whole.columns) - len(grid.columns)
    if rows or columns:
        box, foot = box.split(box.height - SMALLEST * LINE - 4)
        write(shapes, foot, count_left_out(rows, columns, lang), (SMALLEST,), colour=QUIET)
    corner = " / ".join(filter(None, (grid.row_axis and f"{grid.row_axis} ↓", grid.column_axis and f"{grid.column_axis} →")))
    fitted = _fitted(grid, corner, lang, box)
    first, wide, head, high = fitted.first, fitted.wide, fitted.head, fitted.high
    area = Box(box.left, box.top, first + sum(wide), box.height)
    frame = shapes.add_table(len(grid.rows) + 1, len(grid.columns) + 1, *area.emu)
    native = frame.table
    native._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN_STYLE
    for at, points in enumerate((first, *wide)):
        native.columns[at].width = Emu(round(points * 12700))
    for number in range(len(grid.rows) + 1):
        native.rows[number].height = Pt(high if number else head)
    _write_heads(native, grid, corner, fitted)
    _write_boxes(native, grid, fitted)
    describe_shape(frame, cut(grid.title or "Grid", 60), spoken_grid(whole, lang))


def spoken_grid(grid: Grid, lang: str) -> str:
    """Return the grid in words, as far as a screen reader will be listened to."""
    told = [writable(grid.title), writable(grid.subtitle)]
    for name, row in zip(grid.rows, grid.cells, strict=True):
        boxes = [
            f"{column} {_told(cell, lang)}" for column, cell in zip(grid.columns, row, strict=True) if cell and _told(cell, lang)
        ]
        told.append(writable(f"{grid.row_axis} {name}: {', '.join(boxes)}"))
    return cut(". ".join(part for part in told if part), SPOKEN)


def _told(cell: GridCell, lang: str) -> str:
    value = [] if cell.value is None else [format_value(cell.value, cell.unit, lang)]
    return " ".join(filter(None, (cell.label, *value, *cell.lines)))


def _with_room(grid: Grid, box: Box) -> Grid:
    """Return the rows and columns that can be written large enough to be read."""
    high, wide = SMALLEST * LINE + 4, points_wide("100%", SMALLEST) + 2 * PAD
    rows, columns = int(box.height / high) - 2, int((1 - NAMES_SHARE) * box.width / wide)
    rows, columns = (max(1, min(most, len(found))) for most, found in ((rows, grid.rows), (columns, grid.columns)))
    cells = tuple(row[:columns] for row in grid.cells[:rows])
    return replace(grid, rows=grid.rows[:rows], columns=grid.columns[:columns], cells=cells)


def _fitted(grid: Grid, corner: str, lang: str, box: Box) -> _Fitted:
    """Return the largest size at which all boxes hold their texts: with their further lines, the first of these, or none."""
    brief = replace(grid, cells=tuple(tuple(cell and replace(cell, lines=cell.lines[:1]) for cell in row) for row in grid.cells))
    for shown, told in ((grid, True), (brief, True), (brief, False)):
        for size in range(LARGEST, CLOSE - 1, -1):
            names = max(points_wide(writable(name), size) for name in grid.rows) * SAFE
            first = min(max(names, _corner_wide(corner)) + 2 * PAD + 4, NAMES_SHARE * box.width)
            beside = _beside_names(grid, size)
            names_wide = (box.width - first - sum(beside.values())) / (len(grid.columns) - len(beside))
            rooms = [(beside.get(at, names_wide) - 2 * PAD) / BOLDER for at in range(len(grid.columns))]
            lines = max(lines_needed(writable(text), size, room) for text, room in zip(grid.columns, rooms, strict=True))
            lines = max(min(3, lines) * size, lines_needed(corner, SMALLEST, first - 2 * PAD) * SMALLEST)
            head = lines * LINE + 2 * PAD
            high = (box.height - head) / len(grid.rows)
            if not beside and not any(cell.secret for cell in grid.boxes):  # names are long: they have all the room there is
                names_wide = min(names_wide, max(MOST_SIDE * high, 120))
            wide = tuple(beside.get(at, names_wide) for at in range(len(grid.columns)))
            texts, fits = _fit_columns(shown, lang, wide, (high - 4) / TALLER, size, told=told)
            if fits:
                return _Fitted(size, first, wide, head, high, texts)
    return _Fitted(size, first, wide, head, high, texts)


def _beside_names(grid: Grid, size: int) -> dict[int, float]:
    """Return how wide the columns are that only say more of the names in others: as their widest line; none, where all are so."""
    found = {}
    for at, column in enumerate(zip(*grid.cells, strict=True)):
        cells = [cell for cell in column if cell]
        lines = [writable(line) for cell in cells for line in cell.lines]
        if lines and not any(cell.label or cell.value is not None for cell in cells):
            told = max(points_wide(line, size) for line in lines) * SAFE * SAFE  # what measures wider on a screen is not broken
            found[at] = max(told, widest_word(writable(grid.columns[at]), size) * BOLDER) + 2 * PAD
    return found if len(found) < len(grid.columns) else {}


def _fit_columns(
    grid: Grid, lang: str, wide: Sequence[float], high: float, size: int, *, told: bool
) -> tuple[tuple[tuple[BoxText, ...], ...], bool]:
    """Return the texts of boxes whose columns are so ``wide``, and whether all fit; what stands beside names is always told."""
    texts = [[BoxText()] * len(wide) for _row in grid.cells]
    whole = True
    for width in set(wide):
        places = [at for at, own in enumerate(wide) if own == width]
        cells = [[row[at] for at in places] for row in grid.cells]
        part = replace(grid, columns=[grid.columns[at] for at in places], cells=cells)
        told_here = told or not any(cell.label or cell.value is not None for cell in part.boxes)
        fitted, fits = fit_boxes(part, lang, (width - 2 * PAD) / SAFE, high, size, told=told_here, measure=points_wide)
        whole = whole and fits
        for row, own in zip(texts, fitted, strict=True):
            for at, text in zip(places, own, strict=True):
                row[at] = text
    return tuple(map(tuple, texts)), whole


def _corner_wide(corner: str) -> float:
    """Return how wide the names of the axes are, on two lines where they are long."""
    wide = points_wide(corner, SMALLEST)
    return wide if wide <= SHORT else wide / 2 + SMALLEST


def _write_heads(native: Any, grid: Grid, corner: str, fitted: _Fitted) -> None:
    _write_head(native.cell(0, 0), corner, SMALLEST, fitted.first, fitted.head, PP_ALIGN.LEFT, bold=False)
    for at, name in enumerate(grid.columns, 1):
        _write_head(native.cell(0, at), name, fitted.size, fitted.wide[at - 1], fitted.head, PP_ALIGN.CENTER)
    for number, name in enumerate(grid.rows, 1):
        _write_head(native.cell(number, 0), name, fitted.size, fitted.first, fitted.high, PP_ALIGN.LEFT)


def _write_head(cell: Any, text: str, size: int, wide: float, high: float, align: PP_ALIGN, *, bold: bool = True) -> None:
    shown, _size = fit(text, (wide - 2 * PAD) / (BOLDER if bold else 1), high, (size,))
    _fill(cell, [(shown, bold)], size, INK if bold else QUIET, align, "")


def _write_boxes(native: Any, grid: Grid, fitted: _Fitted) -> None:
    colours = grid_colours(grid)
    for number, row in enumerate(grid.cells):
        for at, cell in enumerate(row):
            text, colour = fitted.texts[number][at], colours[number][at]
            own = cell.colour if cell else ""
            fill = tint(own, GROUND, AREA) if own else colour or ("" if cell == GridCell() else SHADE)
            ink = QUIET if cell is None else INK if own or not colour else text_on(colour)
            named = len(text.strong) - (cell is not None and cell.value is not None) if own else 0
            _fill(
                native.cell(number + 1, at + 1), _runs(text), fitted.size, ink, PP_ALIGN.CENTER, fill,
                named, letters(own, f"#{INK}", fill) if own else ink,
            )


def _runs(text: BoxText) -> list[tuple[str, bool]]:
    return [*((writable(line), True) for line in text.strong), *((writable(line), False) for line in text.more)]


def _fill(
    cell: Any, lines: Sequence[tuple[str, bool]], size: int, ink: str, align: PP_ALIGN, fill: str, named: int = 0, name: str = "",
) -> None:
    """Write lines, bold or not, into a cell, fill it, and part it from its neighbours by white lines.

    The first ``named`` lines are in the colour of the ``name``.
    """
    cell.margin_left = cell.margin_right = Pt(PAD)
    cell.margin_top = cell.margin_bottom = Pt(1)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame = cell.text_frame
    for number, (line, bold) in enumerate(lines or [("", False)]):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        paragraph.alignment = align
        add_run(paragraph, line, size, bold=bold, colour=name if number < named else ink)
    properties = cell._tc.get_or_add_tcPr()
    for side in ("L", "R", "T", "B"):
        white = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
        properties.append(parse_xml(f'<a:ln{side} {nsdecls("a")} w="25400">{white}</a:ln{side}>'))
    inside = f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{fill.lstrip("#")}"/></a:solidFill>'
    properties.append(parse_xml(inside if fill else f'<a:noFill {nsdecls("a")}/>'))
