"""Tables in, the bytes of an Excel workbook out: real numbers and dates, live totals, and nothing in it that would run."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from segmentation.exports.taken import count_taken, taken_line
from segmentation.language.i18n import translator
from segmentation.language.text import FORMULA_SIGNS, UNWRITABLE, columns_wide, cut
from segmentation.slides import Cell, Column, Table

FORMATS = {
    "count": "#,##0", "money": "¥#,##0.00;-¥#,##0.00", "ratio": "0.0%", "points": "+0.0;-0.0;0.0",
    "number": "#,##0.0#", "exact": "#,##0.00##", "date": "yyyy-mm-dd", "text": "@",
}
DIGITS = 15  # a spreadsheet's number holds no more
LONGEST = 32_767  # characters of a cell
FIRST_DAY = date(1900, 3, 1)  # before it a spreadsheet's calendar is a day off
NARROWEST, WIDEST = 9, 60
MADE = datetime(2000, 1, 1)  # always the same, so that the same tables give the same bytes
A4 = 9
FOOT = 100  # characters at the foot of a printed sheet
PLAIN_CELL = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet: its name as a person would give it, its table, and what has to be said about it.

    ``formulas`` say by column how its cells follow from others of their row, which stand in braces by number: {7: "{3}*{4}"}; who
    changes one of those sees the others follow.
    """

    name: str
    table: Table
    notes: tuple[str, ...] = ()
    formulas: Mapping[int, str] = field(default_factory=dict)


def workbook(sheets: Sequence[WorkbookSheet], lang: str) -> bytes:
    """Return a workbook with a sheet a table: header in row 1 (frozen, filtered), rows, then totals.

    Numbers and days are real, with formats; a number of more digits than a spreadsheet holds is exact as text. A text that
    looks like a formula is text and, unless the product wrote it, stays so when it is edited. Totals follow the filter
    (SUBTOTAL) and carry their value for viewers that do not calculate. Notes, and who took it out, stand on a last sheet. Names
    of sheets are made valid and unique.
    """
    _ = translator(lang)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": MADE})
    notes = [(sheet.name, note) for sheet in sheets for note in sheet.notes] + [("", line) for line in [taken_line()] if line]
    names = sheet_names([*(sheet.name for sheet in sheets), *([_("Notes")] if notes else [])])
    look = _Look(book)
    count_taken(sum(len(sheet.table.rows) for sheet in sheets))
    for name, sheet in zip(names, sheets, strict=False):
        _write_table(book.add_worksheet(name), sheet, look, _("Total"))
    if notes:
        _write_notes(book.add_worksheet(names[-1]), notes, look)
    book.close()
    return out.getvalue()


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Return names that a workbook takes: at most 31 characters, no [ ] : * ? / \\, none empty, none twice.

    >>> sheet_names(["松鹤楼: A/B", "", "x", "X", "History"])
    ['松鹤楼 A B', 'Sheet 2', 'x', 'X (2)', 'History_']
    """
    taken, names = set(), []
    for number, name in enumerate(wanted, 1):
        bare = " ".join(UNWRITABLE.sub("", re.sub(r"[\[\]:*?/\\]", " ", name)).split()).strip("' ") or f"Sheet {number}"
        bare = f"{bare}_" if bare.lower() == "history" else bare
        found, again = _shortened(bare, ""), 1
        while found.lower() in taken:
            again += 1
            found = _shortened(bare, f" ({again})")
        taken.add(found.lower())
        names.append(found)
    return names


def _shortened(name: str, end: str) -> str:
    """Return the name with its end in at most 31 of the units a workbook counts; an emoji is two."""
    while len((name + end).encode("utf-16-le")) > 62:
        name = name[:-1].rstrip("' ")
    return name + end


class _Look:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.made: dict[tuple, Format] = {}

    def of(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({**PLAIN_CELL, **properties})
        return self.made[key]

    def header(self, column: Column) -> Format:
        align = "left" if column.type in ("text", "date") else "right"
        return self.of(bold=True, bg_color="#E8EDF3", bottom=1, align=align, text_wrap=False)

    def cell(self, kind: str, **more: object) -> Format:
        align = "left" if kind in ("text", "date") else "right"
        return self.of(num_format=FORMATS[kind], align=align, **more)


def _write_table(sheet: Worksheet, told: WorkbookSheet, look: _Look, total: str) -> None:
    table, last = told.table, len(told.table.rows)
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, _clean(column.label), look.header(column))
        kept = look.cell(column.type)
        for row, cells in enumerate(table.rows, 1):
            if at in told.formulas:
                names = [f"{xl_col_to_name(other)}{row + 1}" for other in range(len(table.columns))]
                sheet.write_formula(row, at, "=" + told.formulas[at].format(*names), kept, "" if cells[at] is None else cells[at])
            else:
                _write_cell(sheet, row, at, cells[at], column, kept, look)
        sheet.set_column(at, at, _width(table, at))
    sheet.freeze_panes(1, 0)
    if table.columns:
        sheet.autofilter(0, 0, last, len(table.columns) - 1)
        whole = f"A1:{xl_col_to_name(len(table.columns) - 1)}{last + 2}"
        sheet.ignore_errors({"number_stored_as_text": whole})
    if last and any(column.total for column in table.columns):
        _write_totals(sheet, table, look, total)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if line := taken_line():
        sheet.set_footer("&L&8" + cut(_clean(line), FOOT).replace("&", "&&"))


def _write_cell(sheet: Worksheet, row: int, at: int, value: Cell, column: Column, kept: Format, look: _Look) -> None:
    if value is None:
        sheet.write_blank(row, at, None, kept)
    elif column.type == "text":
        _write_text(sheet, row, at, str(value), look, ours=column.ours)
    elif column.type == "date":
        if value < FIRST_DAY:
            sheet.write_string(row, at, value.isoformat(), kept)
        else:
            sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), kept)
    elif not fits_a_number(value):
        sheet.write_string(row, at, f"{value:f}" if isinstance(value, Decimal) else str(value), kept)
    else:
        sheet.write_number(row, at, value, kept)


def _write_text(sheet: Worksheet, row: int, at: int, text: str, look: _Look, *, ours: bool = False, **more: object) -> None:
    text = _clean(text)
    quoted = {"quote_prefix": True} if text.startswith(FORMULA_SIGNS) and not ours else {}
    sheet.write_string(row, at, text, look.cell("text", **quoted, **more))


def _write_totals(sheet: Worksheet, table: Table, look: _Look, total: str) -> None:
    row = len(table.rows) + 1
    line = {"bold": True, "top": 1}
    for at, column in enumerate(table.columns):
        kept = look.cell(column.type, **line)
        if not column.total or (table.rows and table.total(at) is None):
            blank = look.cell("text", **line)
            sheet.write_blank(row, at, None, blank) if at else sheet.write_string(row, at, total, blank)
            continue
        values = [cells[at] for cells in table.rows if cells[at] is not None]
        whole = table.total(at)
        if all(fits_a_number(value) for value in (*values, whole)):
            name = xl_col_to_name(at)
            value = whole if not isinstance(whole, float) else round(whole, 12)
            sheet.write_formula(row, at, f"=SUBTOTAL(109,{name}2:{name}{row})", kept, value)
        else:  # a formula would pass over what is written as text
            sheet.write_string(row, at, str(whole), kept)


def fits_a_number(value: int | float | Decimal) -> bool:
    """Return whether a spreadsheet's number holds the value exactly; a float is no more than one to begin with.

    >>> fits_a_number(Decimal("1234567890123.45")), fits_a_number(Decimal("12345678901234.56")), fits_a_number(10**15)
    (True, False, False)
    """
    return isinstance(value, float) or len(f"{abs(value):f}".replace(".", "").lstrip("0")) <= DIGITS


def _write_notes(sheet: Worksheet, notes: Sequence[tuple[str, str]], look: _Look) -> None:
    for row, (name, note) in enumerate(notes):
        _write_text(sheet, row, 0, name, look, bold=True)
        _write_text(sheet, row, 1, note, look, text_wrap=True)
    sheet.set_column(0, 0, min(WIDEST, max(columns_wide(name) for name, _note in notes) + 2))
    sheet.set_column(1, 1, 100)


def _width(table: Table, at: int) -> float:
    kind = table.columns[at].type
    widest = columns_wide(table.columns[at].label) + 3  # the arrow of the filter
    for cells in table.rows:
        if cells[at] is not None:
            widest = max(widest, columns_wide(_shown(cells[at], kind)))
    if table.columns[at].total and table.rows and table.total(at) is not None:
        widest = max(widest, columns_wide(_shown(table.total(at), kind)) + 1)
    return min(WIDEST, max(NARROWEST, widest + 2))


def _shown(value: Cell, kind: str) -> str:
    match kind:
        case "money":
            return f"¥{value:,.2f}"
        case "count":
            return f"{value:,}"
        case "text":
            return str(value)
        case "date":
            return value.isoformat()
    return "1,234.56"


def _clean(text: str) -> str:
    return UNWRITABLE.sub("", text)[:LONGEST]
