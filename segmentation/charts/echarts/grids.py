"""Grids on the screen: matrices, heatmaps and triangles, every box with its number written in it."""

from __future__ import annotations

from collections.abc import Sequence

from segmentation.charts.echarts.look import (
    CHOSEN,
    MAIN,
    PHONE,
    PHONE_ENDS,
    Drawn,
    Look,
    Options,
    as_text,
    base,
    clickable,
    is_chosen,
    mark,
    media_of,
)
from segmentation.charts.grids import AREA, SMALLEST, WIDTH, BoxText, Fitted, fit_grid, fit_whole, grid_colours, nobody
from segmentation.charts.labels import LINE_HEIGHT, pixels_wide
from segmentation.charts.palette import letters, text_on, tint
from segmentation.slides import Behind, Grid, GridCell, format_value

BARE = "rgba(128, 136, 144, 0.13)"  # an empty box on any ground
GAP = 3  # pixels around a box
ON_PHONE = 11  # pixels of the least letters on a phone


def draw_grid(
    grid: Grid, lang: str, look: Look, *, height: int = 420, size: int = 15, width: int = WIDTH, chosen: Behind = (),
    least: int = SMALLEST, narrow: int = 0, phone: bool = False,
) -> Drawn | None:
    """Return the grid, rows from the top down, heads above and left; None where no box has anything in it.

    A box shows its name, its value (short) and its lines, at the largest size up to ``size`` pixels at which all of them fit a
    chart of ``height`` by ``width`` or wider; where none of ``least`` or more does, the lines are left to pointing at it.
    Colours come from the boxes, else by value from light to dark. A box with a colour of its own is a tint of it with its name
    in the colour, for a large area of it would drown the text; on the others the text is black or white, whichever is easier
    to read. With ``narrow`` a chart of less than ``width`` pixels is written for that width instead, and one of less than
    ``PHONE_ENDS`` for a phone, where all that is in the boxes has room on one (``fit_phone``).
    """
    if not any(cell.label or cell.lines or cell.value is not None for cell in grid.boxes):
        return None
    options, behind = _options(grid, lang, look, fit_grid(grid, lang, height, width, size, least), chosen)
    begins = [(fit_phone(grid, lang, height, width, size), 0)] if phone else []
    begins += [(fit_grid(grid, lang, height, narrow, size, least), PHONE_ENDS if phone else 0)] if narrow else []
    if begins:
        drawn = [(_options(grid, lang, look, fitted, chosen)[0], begin) for fitted, begin in begins if fitted]
        drawn.append((options, width if narrow else PHONE_ENDS))
        options["media"] = media_of(drawn, ("grid", "xAxis", "yAxis", "series"))
    return Drawn(options, height, {(0, MAIN): behind})


def fit_phone(grid: Grid, lang: str, height: int, width: int, size: int = 15) -> Fitted | None:
    """Return how all that is written in a grid of ``width`` fits a phone; None where it does not and is moved sideways."""
    wide = fit_grid(grid, lang, height, width, size)
    pairs = zip((text for row in wide.texts for text in row), (cell for row in grid.cells for cell in row), strict=True)
    told = any(text.more for text, cell in pairs if cell)
    return fit_whole(grid, lang, height, PHONE, size, ON_PHONE, told=told)


def _options(grid: Grid, lang: str, look: Look, fitted: Fitted, chosen: Behind) -> tuple[Options, tuple[Behind, ...]]:
    """Return the chart as its texts fit, and what each of its boxes stands for."""
    colours = grid_colours(grid)
    boxes, behind = [], []
    for row, cells in enumerate(grid.cells):
        for column, cell in enumerate(cells):
            if cell == GridCell():
                continue
            stands = cell.behind if cell else ()
            boxes.append(_box(grid, row, column, colours[row][column], fitted.texts[row][column], lang, look,
                              chosen=is_chosen(stands, chosen)))
            behind.append(stands)
    last = [number for number, stands in enumerate(behind) if is_chosen(stands, chosen)]  # so that no box covers its edge
    order = [number for number in range(len(boxes)) if number not in last] + last
    boxes, stands = [boxes[number] for number in order], tuple(behind[number] for number in order)
    left = round(max(pixels_wide(line, fitted.size) for lines in fitted.names for line in lines) + 12)
    above = round(max(len(lines) for lines in fitted.heads) * fitted.size * LINE_HEIGHT + 10)
    axis_name = 1.5 * fitted.size
    axis = {
        "type": "category", "axisTick": {"show": False}, "axisLine": {"show": False}, "splitLine": {"show": False},
        "axisLabel": {"interval": 0, "fontSize": fitted.size, "color": look.muted,
                      "lineHeight": round(LINE_HEIGHT * fitted.size)},
        "nameLocation": "middle", "nameTextStyle": {"fontSize": fitted.size, "color": look.muted},
    }
    options = {
        **base(look, fitted.size),
        "grid": {
            "left": left + round(axis_name if grid.row_axis else 0), "right": 4,
            "top": above + round(axis_name if grid.column_axis else 0), "bottom": 4,
        },
        "xAxis": {**axis, "position": "top", "data": ["\n".join(lines) for lines in fitted.heads], "name": grid.column_axis,
                  "nameGap": above},
        "yAxis": {**axis, "inverse": True, "data": ["\n".join(lines) for lines in fitted.names], "name": grid.row_axis,
                  "nameGap": left},
        "visualMap": {"show": False, "min": 0, "max": 1, "dimension": 2, "inRange": {"color": [look.ground, look.ground]}},
        "series": [{
            "type": "heatmap", "data": boxes,
            "label": {"show": True, "position": "inside", "align": "center", "fontSize": fitted.size,
                      "lineHeight": round(LINE_HEIGHT * fitted.size), "overflow": "none",
                      "rich": _letters(grid, look, fitted.size)},
            **clickable({(0, MAIN): stands}, 0),
        }],
    }
    return options, stands


def _box(
    grid: Grid, row: int, column: int, colour: str, text: BoxText, lang: str, look: Look, *, chosen: bool
) -> Options:
    cell = grid.cells[row][column]
    own = cell.colour if cell else ""
    style = {
        "color": (tint(own, look.ground, AREA) if own else colour) or BARE,
        "borderColor": _named(own, look) if chosen else look.ground, "borderWidth": CHOSEN if chosen else GAP,
    }
    names = len(text.strong) - (cell is not None and cell.value is not None)
    strong = [f"n{own[1:]}" if own and at < names else "s" for at in range(len(text.strong))]
    lines = [*(f"{{{kind}|{as_text(line)}}}" for kind, line in zip(strong, text.strong, strict=True)), *map(as_text, text.more)]
    return mark(
        [column, row, 0], style, _told(grid, row, column, lang), "\n".join(lines) or None,
        label={"color": look.ink if own or not colour else text_on(colour)},
    )


def _letters(grid: Grid, look: Look, size: int) -> dict[str, Options]:
    """Return how the strong lines of boxes are written: values, and names in the colours of their boxes."""
    strong = {"fontWeight": 600, "fontSize": size}
    colours = {cell.colour for cell in grid.boxes if cell.colour}
    return {"s": strong, **{f"n{each[1:]}": {**strong, "color": _named(each, look)} for each in sorted(colours)}}


def _named(colour: str, look: Look) -> str:
    """Return the colour of a box as letters and edges have it."""
    return letters(colour, look.ink, tint(colour, look.ground, AREA)) if colour else look.ink


def _told(grid: Grid, row: int, column: int, lang: str) -> Sequence[str]:
    """Return where a box stands and its exact figures."""
    cell = grid.cells[row][column]
    heads = ((grid.row_axis, grid.rows[row]), (grid.column_axis, grid.columns[column]))
    places = [f"{axis} {head}".strip() for axis, head in heads]
    if cell is None:
        return [" · ".join(places), nobody(lang)]
    value = [] if cell.value is None else [format_value(cell.value, cell.unit, lang)]
    return [" · ".join(places), *([cell.label] if cell.label else []), *value, *cell.lines]
