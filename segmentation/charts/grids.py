"""Grids on the screen: matrices, heatmaps and triangles, every box with its number written in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from segmentation.charts.labels import LINE_HEIGHT, lines_of, pixels_wide
from segmentation.charts.palette import FONT, escape, figure, sequential, text_on
from segmentation.language.i18n import translator
from segmentation.language.text import cut
from segmentation.slides import Grid, GridCell, format_value

SMALLEST = 10
WIDTH = 640  # pixels
SIDE = 0.95  # of its place is a box: the rest parts it from the next on any ground
PAD = 8  # pixels of a box without text
BARE, NOTHING = "rgba(128, 136, 144, 0.13)", "rgba(0, 0, 0, 0)"  # an empty box on any ground, and one that is left blank


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


def draw_grid(grid: Grid, lang: str, *, height: int = 420, size: int = 15, width: int = WIDTH) -> go.Figure | None:
    """Return the grid as a figure, rows from the top down, heads above and left; None where no box has anything in it.

    Trace n is row n and its bar m the box of column m, so that a click on a box tells which one it is; customdata has
    what is shown when it is pointed at. A box shows its name, its value (short) and its lines, at the largest
    size up to ``size`` pixels at which all of them fit a figure of ``height`` by ``width`` or wider; where none does, the lines
    are left to pointing at it. Colours come from the boxes, else by value from light to dark; the text on them is black
    or white, whichever is easier to read.
    """
    if not any(cell.label or cell.lines or cell.value is not None for cell in grid.boxes):
        return None
    colours, fitted = grid_colours(grid), fit_grid(grid, lang, height, width, size)
    traces = [_row(grid, number, colours[number], lang) for number in range(len(grid.rows))]
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "tickfont": {"size": fitted.size}, "automargin": True}
    return figure(
        traces,
        height=height,
        barmode="overlay",
        annotations=_texts(colours, fitted),
        xaxis={**axis, "side": "top", "range": [-0.5, len(grid.columns) - 0.5], "tickangle": 0,
               "tickvals": list(range(len(grid.columns))), "ticktext": [_joined(lines) for lines in fitted.heads],
               "title": {"text": escape(grid.column_axis), "font": {"size": fitted.size}}},
        yaxis={**axis, "range": [len(grid.rows) - 0.5, -0.5],
               "tickvals": list(range(len(grid.rows))), "ticktext": [_joined(lines) for lines in fitted.names],
               "title": {"text": escape(grid.row_axis), "font": {"size": fitted.size}}},
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        font={"family": FONT, "size": fitted.size},
    )


def grid_colours(grid: Grid) -> list[list[str]]:
    """Return the colour of each box, "" for an empty one: its own, else by its value between the least and the most."""
    found = [float(cell.value) for cell in grid.boxes if cell.value is not None and not cell.colour]
    low, high = min(found, default=0.0), max(found, default=0.0)

    def colour(cell: GridCell | None) -> str:
        if cell is None or cell.colour or cell.value is None:
            return cell.colour if cell else ""
        return sequential((float(cell.value) - low) / (high - low) if high > low else 0.5)

    return [[colour(cell) for cell in row] for row in grid.cells]


def fit_grid(grid: Grid, lang: str, height: float, width: float, size: int) -> Fitted:
    """Return the largest size at which every box holds its texts, first with its further lines, then without them.

    At the smallest, what is still too wide is cut, but for the values.
    """
    for told in (True, False):
        for each in range(size, SMALLEST - 1, -1):
            fitted, fits = _try(grid, lang, height, width, each, told=told)
            if fits:
                return fitted
    return fitted


def _try(grid: Grid, lang: str, height: float, width: float, size: int, *, told: bool) -> tuple[Fitted, bool]:
    """Return the grid at a size, and whether everything fits."""
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
    return Fitted(size, texts, heads, names), fits and wide <= across and tall <= high + PAD


def fit_boxes(
    grid: Grid, lang: str, width: float, height: float, size: float, *, told: bool,
    measure: Callable[[str, float], float] = pixels_wide,
) -> tuple[tuple[tuple[BoxText, ...], ...], bool]:
    """Return the texts of boxes that have so much room, with their further lines where they are ``told``, and whether all fit.

    Where they do not, names are cut to one line and only the values are beside them. ``measure`` tells how wide a line is.
    """
    texts = tuple(tuple(_text(cell, lang, width, size, told=told) for cell in row) for row in grid.cells)
    every = [text.lines for row in texts for text in row]
    wide = max((measure(line, size) for lines in every for line in lines), default=0.0)
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


def _row(grid: Grid, number: int, colours: Sequence[str], lang: str) -> go.Bar:
    boxes, places = grid.cells[number], list(range(len(grid.columns)))
    return go.Bar(
        x=places, y=[SIDE] * len(places), base=[number - SIDE / 2] * len(places), width=SIDE, name=escape(grid.rows[number]),
        marker={"color": [colour or (NOTHING if boxes[at] == GridCell() else BARE) for at, colour in enumerate(colours)],
                "line": {"width": 0}},
        customdata=[_hover(grid, number, at, lang) for at in places], hovertemplate="%{customdata}<extra></extra>",
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    )


def _texts(colours: Sequence[Sequence[str]], fitted: Fitted) -> list[dict[str, Any]]:
    """Return what is written in the boxes, in black or white on a colour, in the ink of the page where there is none.

    They are notes and no texts of the bars, which plotly would fade as soon as one of them is chosen.
    """
    return [
        {"x": at, "y": number, "text": _written(text), "showarrow": False,
         "font": {"size": fitted.size, **({"color": text_on(colour)} if colour else {})}}
        for number, (row, texts) in enumerate(zip(colours, fitted.texts, strict=True))
        for at, (colour, text) in enumerate(zip(row, texts, strict=True)) if text.lines
    ]


def _written(text: BoxText) -> str:
    return "<br>".join([*(f"<b>{escape(line)}</b>" for line in text.strong), *map(escape, text.more)])


def _hover(grid: Grid, number: int, at: int, lang: str) -> str:
    cell = grid.cells[number][at]
    places = [
        f"{axis} {head}".strip() for axis, head in ((grid.row_axis, grid.rows[number]), (grid.column_axis, grid.columns[at]))
    ]
    lines = [" · ".join(places)]
    if cell is None:
        lines.append(nobody(lang))
    else:
        lines += [cell.label] if cell.label else []
        lines += [] if cell.value is None else [format_value(cell.value, cell.unit, lang)]
        lines += cell.lines
    return "<br>".join([f"<b>{escape(lines[0])}</b>", *(escape(line) for line in lines[1:])])


def _joined(lines: Sequence[str]) -> str:
    return "<br>".join(escape(line) for line in lines)
