"""Writers of workbooks, pages and parquet that can be bent: each part of a file can be replaced by a lie."""

from __future__ import annotations

import html
import io
import struct
import zipfile
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from force.case import HEADER

Rows = Sequence[Sequence[str]]
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def zip_of(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip of parts by name, deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def column_name(number: int) -> str:
    """Return the letters of a column, 1 the first: XFD for 16384."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_rows(rows: Rows, header: Sequence[str] = HEADER) -> str:
    """Return the rows of an xlsx sheet as XML, texts inline, each cell with its place."""
    out = []
    for r, row in enumerate((header, *rows), 1):
        cells = "".join(
            f'<c r="{column_name(c)}{r}" t="inlineStr"><is><t>{html.escape(text)}</t></is></c>' for c, text in enumerate(row, 1)
        )
        out.append(f'<row r="{r}">{cells}</row>')
    return "".join(out)


def make_xlsx(rows: Rows, *, data: str | None = None, dimension: str = "A1:F13", prolog: str = "", **parts: str | bytes) -> bytes:
    """Return an xlsx; ``data`` stands for its rows, ``prolog`` before the sheet, ``parts`` (shared, workbook) for these parts."""
    tag = f'<dimension ref="{dimension}"/>' if dimension else ""
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
        "xl/workbook.xml": parts.get("workbook")
        or f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}"><sheets><sheet name="账单" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'{prolog}<worksheet xmlns="{SHEETS}">{tag}<sheetData>'
        f"{sheet_rows(rows) if data is None else data}</sheetData></worksheet>",
    }
    if "shared" in parts:
        made["xl/sharedStrings.xml"] = parts["shared"]
    return zip_of(made)


def make_ods(rows: Rows, *, data: str | None = None, prolog: str = "") -> bytes:
    """Return an ods; ``data`` stands for its rows, ``prolog`` before the document."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = data if data is not None else "".join(
        "<table:table-row>" + "".join(ods_cell(text) for text in row) + "</table:table-row>" for row in (HEADER, *rows)
    )
    return zip_of({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        "content.xml": f'{prolog}<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="账单">'
        f"{content}</table:table></office:spreadsheet></office:body></office:document-content>",
    })


def ods_cell(text: str, more: str = "") -> str:
    """Return a cell of an ods with text; ``more`` are attributes."""
    return f'<table:table-cell office:value-type="string" {more}><text:p>{html.escape(text)}</text:p></table:table-cell>'


def record(number: int, body: bytes = b"") -> bytes:
    """Return a record of an xlsb part."""
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    length, left = b"", len(body)
    while True:
        length += bytes([left & 0x7F | (0x80 if left > 127 else 0)])
        left >>= 7
        if not left:
            return head + length + body


def wide(text: str) -> bytes:
    """Return a text as xlsb keeps it."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def make_xlsb(rows: Rows, *, size: tuple[int, int, int, int] | None = None, far: tuple[int, int] | None = None) -> bytes:
    """Return an xlsb with texts inline; ``size`` is the extent that it claims, ``far`` a last cell at (row, column)."""
    cells = b""
    for r, row in enumerate((HEADER, *rows)):
        cells += record(0, struct.pack("<IIHHBI", r, 0, 300, 0, 0, 0))
        cells += b"".join(record(6, struct.pack("<II", c, 0) + wide(text)) for c, text in enumerate(row))
    if far:
        cells += record(0, struct.pack("<IIHHBI", far[0], 0, 300, 0, 0, 0)) + record(6, struct.pack("<II", far[1], 0) + wide("x"))
    extent = record(148, struct.pack("<IIII", *(size or (0, len(rows), 0, len(HEADER) - 1))))
    kinds = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    return zip_of({
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="bin" ContentType="{kinds}"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.bin"/></Relationships>',
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        "xl/workbook.bin": record(131) + record(153, struct.pack("<II", 0, 0) + wide("")) + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("账单")) + record(144) + record(132),
        "xl/worksheets/sheet1.bin": record(129) + extent + record(145) + cells + record(146) + record(130),
    })


def make_xls(rows: Rows) -> bytes:
    """Return an .xls of Excel 97."""
    import xlwt

    book = xlwt.Workbook(encoding="cp936")
    sheet = book.add_sheet("账单")
    for r, row in enumerate((HEADER, *rows)):
        for c, text in enumerate(row):
            sheet.write(r, c, text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def make_html(rows: Rows, *, extra: str = "", around: tuple[str, str] = ("", "")) -> str:
    """Return a page with a table, as tills save it under .xls; ``extra`` are more rows, ``around`` stands about the table."""
    lines = "".join("<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in (HEADER, *rows))
    return f'<html><meta charset="utf-8">{around[0]}<table>{lines}{extra}</table>{around[1]}</html>'


def make_parquet(rows: Rows, **more: pa.Array) -> bytes:
    """Return a parquet file of texts; ``more`` are columns that replace or follow them."""
    columns = {name: pa.array([row[place] for row in rows], pa.string()) for place, name in enumerate(HEADER)}
    out = io.BytesIO()
    pq.write_table(pa.table({**columns, **more}), out)
    return out.getvalue()
