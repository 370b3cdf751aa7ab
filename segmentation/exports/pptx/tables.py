"""A described table on a slide as one of PowerPoint's own, fitted to the room there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from segmentation.exports.pptx.text import CLOSE, INK, LINE, QUIET, RULE, SHADE, SMALLEST, Box, add_run, describe_shape, write
from segmentation.exports.room import cut_to, fit, lines_needed, points_wide, widest_word
from segmentation.language.i18n import count_left_out, format_count, translator
from segmentation.language.text import cut, writable
from segmentation.slides import Cell, Column, Table, cut_text, format_value

PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"
ROW, TIGHT, HEADER, PAD, TITLE = 25, 22.5, 44, 7, 26
STRONG, USUAL = 1.2, 1.14  # how much wider than measured bold and other letters may be where the font is another
WIDEST, NARROWEST, READABLE = 330, 60, 120
TEXTS = ("text", "date")
MOST_LINES = 5  # of a cell


def rows_in(height: float, table: Table, *, told: bool = True, row: float = ROW) -> int:
    """Return how many rows of the table a height takes, beside title, header, totals and, if ``told``, the line of the rest."""
    beside = HEADER + (ROW if told else 0) + (TITLE if table.title else 0) + (row if has_totals(table) else 0)
    return max(1, int((height - beside) // row))


def row_height(table: Table, width: float, lang: str) -> float:
    """Return how high a row is in points: a text that finds no room in its column goes on in more lines, up to ``MOST_LINES``."""
    widths, short, size = _fitted(table, width, lang)
    columns = table.columns[: len(widths)]
    rooms = [(wide - 2 * PAD) / USUAL for wide in widths]
    lines = max(
        (lines_needed(text, size, room) for row in table.rows
         for text, room, column in zip(_shown(row, columns, lang, short), rooms, columns, strict=True)
         if _is_text(column) and points_wide(text, size) > room),
        default=1,
    )
    return ROW if lines == 1 else min(lines, MOST_LINES) * size * LINE + 6


def leaves_columns_out(table: Table, width: float, lang: str) -> bool:
    """Return whether some columns find no room in a width."""
    return len(_fitted(table, width, lang)[0]) < len(table.columns)


def telling_first(table: Table, width: float, lang: str) -> Table:
    """Return the table with the columns that hold nothing behind the others, where some find no room in a width."""
    return table.with_columns(table.by_telling) if leaves_columns_out(table, width, lang) else table


def has_totals(table: Table) -> bool:
    """Return whether the table ends in totals."""
    return len(table.rows) > 1 and any(column.total for column in table.columns)


def add_table(
    shapes: Any, box: Box, table: Table, lang: str, *, ends: bool = True, left: int = 0, whole: Table | None = None,
    row: float = ROW, heading: str = "",
) -> None:
    """Add the table to a slide, with how many rows are ``left`` out; where it ``ends``, with the totals of the ``whole``.

    A ``row`` that is higher than usual has texts of several lines; others are a little closer where that makes them fit.
    Columns that find no room are left out too, from the last one on, and counted. ``heading`` is what the slide says.
    """
    if table.title:
        head, box = box.split(TITLE)
        write(shapes, head, table.title, (16,), bold=True)
    widths, short, size = _fitted(whole or table, box.width, lang)
    columns = table.columns[: len(widths)]
    lines = [tuple(writable(column.label) for column in columns)]
    lines += [_shown(row, columns, lang, short) for row in table.rows]
    totals = ends and has_totals(whole or table)
    if totals:
        lines.append(_totals(whole or table, lang, short))
    if row <= ROW:
        row = TIGHT if HEADER + ROW * len(lines) > box.height else ROW
    high = HEADER + row * (len(lines) - 1)
    frame = shapes.add_table(len(lines), len(columns), *Box(box.left, box.top, sum(widths), high).emu)
    native = frame.table
    native._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN_STYLE
    for at, width in enumerate(widths):
        native.columns[at].width = Emu(round(width * 12700))
    for number, line in enumerate(lines):
        native.rows[number].height = Pt(row if number else HEADER)
        strong = number == 0 or (totals and number == len(lines) - 1)
        for at in range(len(columns)):
            _write_cell(native.cell(number, at), line[at], columns[at], widths[at], size, strong, high=row if number else HEADER)
    describe_shape(frame, cut(table.title or "Table", 60), _spoken(table))
    every = whole or table
    rows = cut_text(every, len(every.rows) - left, lang, heading)
    rest = " · ".join(filter(None, (rows, count_left_out(0, len(table.columns) - len(columns), lang))))
    write(shapes, Box(box.left, box.top + high + 4, box.width, ROW), rest, (SMALLEST,), colour=QUIET)


def _shown(row: Sequence[Cell], columns: Sequence[Column], lang: str, short: bool) -> tuple[str, ...]:
    return tuple(
        "" if cell is None else writable(format_value(cell, column.type, lang, short=short and column.type == "money"))
        for cell, column in zip(row[: len(columns)], columns, strict=True)
    )


def _totals(table: Table, lang: str, short: bool) -> tuple[str, ...]:
    _ = translator(lang)
    sums = tuple(table.total(at) if column.total else None for at, column in enumerate(table.columns))
    cells = _shown(sums, table.columns, lang, short)
    head = _("All {count}").format(count=format_count(table.all_rows, lang)) if table.whole else _("Total")
    return (head, *cells[1:]) if not table.columns[0].total else cells


def _fitted(table: Table, room: float, lang: str) -> tuple[list[float], bool, int]:
    """Return the widths in points of the columns that have room, whether money is short, and the size of the letters.

    Letters are smaller, and then money short, where else a text were cut; where all that is in vain, as little of both as keeps
    all columns.
    """
    every = len(table.columns)
    for short, size in ((False, SMALLEST), (False, CLOSE), (True, CLOSE)):
        widths, whole = _widths(table, room, lang, short, size)
        if whole:
            return widths, short, size
    exact, _whole = _widths(table, room, lang, False, CLOSE)
    return (exact, False, CLOSE) if len(exact) == every else (widths, True, CLOSE)


def _widths(table: Table, room: float, lang: str, short: bool, size: int) -> tuple[list[float], bool]:
    """Return the widths in points of the columns that have room, and whether that is all of them with nothing cut.

    Numbers are never cut; long texts give way to short ones, down to ``READABLE``.
    """
    natural = _natural(table, lang, short, size)
    least = [min(wide, READABLE) if _is_text(column) else wide for wide, column in zip(natural, table.columns, strict=True)]
    while len(least) > 1 and sum(least) > room:
        least.pop()
    natural = natural[: len(least)]
    wanting = sum(natural) - sum(least)
    share = min(1.0, (room - sum(least)) / wanting) if wanting > 0 else 1.0
    widths = [low + (wide - low) * share for low, wide in zip(least, natural, strict=True)]
    stretch = min(1.6, room / sum(widths))
    return [wide * stretch for wide in widths], share == 1.0 and len(least) == len(table.columns)


def _natural(table: Table, lang: str, short: bool, size: int) -> list[float]:
    """Return how wide the columns would be with nothing cut; a header may take two lines."""
    lines = [_shown(row, table.columns, lang, short) for row in table.rows]
    totals = _totals(table, lang, short) if has_totals(table) else ()
    widths = []
    for at, column in enumerate(table.columns):
        strong = [_half(writable(column.label), size), *(points_wide(text, size) for text in totals[at : at + 1])]
        widest = max([STRONG * max(strong), *(USUAL * points_wide(line[at], size) for line in lines)])
        widths.append(min(WIDEST, max(NARROWEST, 2 * PAD + 4 + widest)))
    return widths


def _half(label: str, size: int) -> float:
    """Return the least width at which the label takes no more than two lines."""
    wide, least = points_wide(label, size), widest_word(label, size)
    parts = (max(least, wide * step / 20) for step in range(10, 21))
    return next((part for part in parts if lines_needed(label, size, part) <= 2), wide)


def _is_text(column: Column) -> bool:
    return column.type == "text"


def _write_cell(cell: Any, text: str, column: Column, width: float, size: int, strong: bool, *, high: float) -> None:
    cell.margin_left = cell.margin_right = Pt(PAD)
    cell.margin_top = cell.margin_bottom = Pt(1)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT if column.type in TEXTS else PP_ALIGN.RIGHT
    room = (width - 2 * PAD) / (STRONG if strong else USUAL)
    header, wraps = high == HEADER, high > ROW and (high == HEADER or _is_text(column))
    shown = fit(text, room, high, (size,), LINE)[0] if wraps else cut_to(text, size, room)
    add_run(paragraph, shown, size, bold=strong, colour=INK)
    properties = cell._tc.get_or_add_tcPr()
    line = f'<a:lnB {nsdecls("a")} w="{19050 if header else 9525}"><a:solidFill><a:srgbClr val="{RULE}"/></a:solidFill></a:lnB>'
    shade = f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{SHADE}"/></a:solidFill>' if header else f'<a:noFill {nsdecls("a")}/>'
    for part in (line, shade):
        properties.append(parse_xml(part))


def _spoken(table: Table) -> str:
    return cut(", ".join(writable(text) for text in (table.title, *(column.label for column in table.columns)) if text), 300)
