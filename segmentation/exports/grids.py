"""A grid in, a described table out: what a workbook or a CSV file has of it."""

from __future__ import annotations

from segmentation.language.i18n import translator
from segmentation.slides import Column, Grid, GridCell, Table


def tabulate(grid: Grid, lang: str) -> Table:
    """Return the grid as a table, its rows and columns named in ``lang``, its values as numbers of their unit.

    A grid of values alone keeps its shape: a row a row, a column a column, empty boxes empty. One whose boxes have names
    or more lines has a row a box, from left to right and from the top down: the row, the column, the name, the value and
    the lines; names and lines are left out where no box has any, values too.
    """
    if all(cell == GridCell(value=cell.value, unit=cell.unit, colour=cell.colour) for cell in grid.boxes):
        columns = (Column(_corner(grid)), *(Column(name, grid.unit) for name in grid.columns))
        rows = tuple(
            (name, *(cell.value if cell else None for cell in row)) for name, row in zip(grid.rows, grid.cells, strict=True)
        )
        return Table(columns, rows, grid.title)
    _ = translator(lang)
    parts = [(Column(grid.row_axis or _("Row")), lambda row, _column, _cell: row),
             (Column(grid.column_axis or _("Column")), lambda _row, column, _cell: column)]
    if any(cell.label for cell in grid.boxes):
        parts.append((Column(_("Box")), lambda _row, _column, cell: cell and cell.label))
    if any(cell.value is not None for cell in grid.boxes):
        parts.append((Column(_("Number"), grid.unit), lambda _row, _column, cell: cell and cell.value))
    if any(cell.lines for cell in grid.boxes):
        parts.append((Column(_("Details")), lambda _row, _column, cell: cell and " · ".join(cell.lines)))
    places = (
        (name, column, cell)
        for name, row in zip(grid.rows, grid.cells, strict=True) for column, cell in zip(grid.columns, row, strict=True)
    )
    return Table(tuple(column for column, _read in parts), tuple(
        tuple(read(*place) for _column, read in parts) for place in places
    ), grid.title)


def _corner(grid: Grid) -> str:
    return " / ".join(filter(None, (grid.row_axis, grid.column_axis)))
