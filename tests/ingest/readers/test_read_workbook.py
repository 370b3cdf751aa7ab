"""Workbooks, web pages, parquet and packed files come in as the same numbered table."""

import gzip
import hashlib
import io
import re
import struct
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from segmentation.ingest.readers import archive, page
from segmentation.ingest.readers.read import Sheet, number_lines
from segmentation.ingest.readers.sheets import Unread
from segmentation.language.errors import Cancelled, InputError
from tests.ingest.readers.workbooks import BILLS, HEADER, make_xls, make_xlsx, read, rows_of

NUMBERED = [["2", "", "王小明", "2026-09-01", "12.5"], ["3", "", "李雷", "2026-09-02 11:05:07", "138000000012"]]


def make_ods(sheets: dict[str, list[list]]) -> bytes:
    document = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for value in row:
                if isinstance(value, date):
                    cell = TableCell(valuetype="date", datevalue=value.isoformat())
                elif isinstance(value, int | float):
                    cell = TableCell(valuetype="float", value=str(value))
                else:
                    cell = TableCell(valuetype="string")
                    cell.addElement(P(text=value))
                line.addElement(cell)
            table.addElement(line)
        document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def make_xlsb(rows: list[list], *, from_1904=False) -> bytes:
    """The least that is a binary workbook: one sheet, inline texts, numbers, and date cells in the built-in format 14 or 22."""

    def record(number: int, body: bytes = b"") -> bytes:
        head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
        return head + (bytes([len(body)]) if len(body) < 128 else bytes([len(body) & 0x7F | 0x80, len(body) >> 7])) + body

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    start = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    cells = b""
    for r, row in enumerate(rows):
        cells += record(0, struct.pack("<IIHHB", r, 0, 300, 0, 0) + struct.pack("<I", 0))
        for c, value in enumerate(row):
            if isinstance(value, str):
                cells += record(6, struct.pack("<II", c, 0) + wide(value))
            elif isinstance(value, date):
                moment = isinstance(value, datetime)
                days = (value.date() if moment else value).toordinal() - start.toordinal()
                share = (value - datetime.combine(value.date(), time())).total_seconds() / 86400 if moment else 0
                cells += record(5, struct.pack("<IId", c, 2 if moment else 1, days + share))
            else:
                cells += record(5, struct.pack("<IId", c, 0, value))
    size = record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1))
    formats = b"".join(record(47, struct.pack("<HHHHHHHH", 0, number, 0, 0, 0, 0, 0, 0)) for number in (0, 14, 22))
    office = "http://schemas.openxmlformats.org/"
    kinds = "application/vnd.ms-excel."
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{office}package/2006/content-types">'
        f'<Default Extension="bin" ContentType="{kinds}sheet.binary.macroEnabled.main"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{office}package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{office}officeDocument/2006/relationships/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{office}package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{office}officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        "xl/workbook.bin": record(131)
        + record(153, struct.pack("<II", int(from_1904), 0) + wide(""))
        + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("账单"))
        + record(144)
        + record(132),
        "xl/worksheets/sheet1.bin": record(129) + size + record(145) + cells + record(146) + record(130),
        "xl/styles.bin": record(278) + record(617, struct.pack("<I", 3)) + formats + record(618) + record(279),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("xlsx", lambda: make_xlsx({"账单": BILLS})),
        ("xls", lambda: make_xls({"账单": BILLS})),
        ("ods", lambda: make_ods({"账单": BILLS})),
        ("xlsb", lambda: make_xlsb(BILLS)),
    ],
)
def test_every_kind_of_workbook_gives_the_same_rows(tmp_path, kind, make):
    readable = read(tmp_path, make(), file_name="九月.csv")
    assert (readable.format, readable.encoding, readable.delimiter) == (kind, None, None)
    assert (readable.sheet, readable.sheets, readable.header_row, readable.headers) == (
        "账单", (Sheet("账单", 3, 3),), 1, tuple(HEADER))  # fmt: skip
    assert (readable.numbered, readable.lines, readable.columns, readable.date_1904) == (True, 2, 3, False)
    assert rows_of(readable) == NUMBERED
    assert readable.sample == tuple(tuple(row[2:]) for row in NUMBERED)
    assert number_lines(readable, tmp_path) is readable


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_xlsx({"账单": BILLS}, epoch=CALENDAR_MAC_1904),
        lambda: make_xls({"账单": BILLS}, from_1904=True),
        lambda: make_xlsb(BILLS, from_1904=True),
    ],
)
def test_dates_counted_from_1904_are_the_same_days(tmp_path, make):
    readable = read(tmp_path, make())
    assert readable.date_1904
    assert rows_of(readable) == NUMBERED


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"), (0.1 + 0.2, "0.3"), (1e-7, "0.0000001"), (-12.5, "-12.5"), (44805, "44805"), (True, "TRUE"), (False, "FALSE"),
        (time(11, 5), "11:05:00"), (datetime(2026, 9, 1, 0, 0), "2026-09-01"), ("a\nb", "a b"), ("00123", "00123"),
        (' "x", ', ' "x", '),
        ("#N/A", ""),
    ],
)  # fmt: skip
def test_a_cell_becomes_the_text_a_person_sees(tmp_path, value, text):
    readable = read(tmp_path, make_xlsx({"账单": [HEADER, ["王", value, 1]]}))
    assert rows_of(readable) == [["2", "", "王", text, "1"]]


def test_row_numbers_are_those_of_the_sheet(tmp_path):
    rows = [["酒店月报"], [], ["期间：2026-09"], HEADER, ["王", "2026-09-01", 1], [], ["李", "2026-09-02", 2]]
    readable = read(tmp_path, make_xlsx({"账单": rows}))
    assert (readable.header_row, readable.title_rows) == (4, 2)
    assert rows_of(readable) == [["5", "", "王", "2026-09-01", "1"], ["7", "", "李", "2026-09-02", "2"]]


def test_a_table_that_does_not_begin_in_the_corner_keeps_its_row_numbers(tmp_path):
    rows = [[], [], [None, None, *HEADER], [None, None, "王", "2026-09-01", 1]]
    readable = read(tmp_path, make_xlsx({"账单": rows}))
    assert (readable.header_row, readable.headers) == (3, tuple(HEADER))
    assert rows_of(readable) == [["4", "", "王", "2026-09-01", "1"]]


NOTES = [["说明"], ["本表由系统导出"], ["客户经理：王"], *[["x"]] * 20]


@pytest.mark.parametrize(
    ("sheets", "hidden", "chosen"),
    [
        ({"封面": NOTES, "账单": BILLS}, (), "账单"),
        ({"空": [], "账单": BILLS}, (), "账单"),
        ({"八月": BILLS, "九月": [*BILLS, *BILLS[1:]]}, (), "九月"),
        ({"旧": [*BILLS, *BILLS[1:]], "账单": BILLS}, ("旧",), "账单"),
        ({"模板": [HEADER], "账单": BILLS}, (), "账单"),
        ({"数据": [["a", "b"], *[["x", 1]] * 50], "账单": BILLS}, (), "账单"),
    ],
)
def test_the_sheet_with_the_bills_is_proposed(tmp_path, sheets, hidden, chosen):
    readable = read(tmp_path, make_xlsx(sheets, hidden=hidden))
    assert readable.sheet == chosen
    assert [sheet.name for sheet in readable.sheets] == list(sheets)


def test_a_chosen_sheet_is_obeyed(tmp_path):
    rows = [HEADER, ["张", "2026-08-01", 3]]
    readable = read(tmp_path, make_xlsx({"八月": rows, "九月": BILLS}), sheet="八月")
    assert (readable.sheet, rows_of(readable)) == ("八月", [["2", "", "张", "2026-08-01", "3"]])


def test_an_unknown_sheet_is_refused_with_the_sheets(tmp_path):
    with pytest.raises(InputError, match="八月, 九月") as caught:
        read(tmp_path, make_xlsx({"八月": BILLS, "九月": BILLS}), sheet="十月")
    assert caught.value.code == "unknown_sheet"


def test_a_cell_beside_the_table_is_no_damage(tmp_path):
    rows = [HEADER, *[["王", "2026-09-01", 1]] * 300, ["李", "2026-09-02", 2, None, "note"]]
    assert rows_of(read(tmp_path, make_xlsx({"账单": rows})))[-1] == ["302", "", "李", "2026-09-02", "2"]


def compound(*names: str) -> bytes:
    """A compound file with empty streams of these names."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 62, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", head, 40, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = b""
    for name, kind in [("Root Entry", 5), *((name, 2) for name in names)]:
        entry = bytearray(128)
        text = name.encode("utf-16-le") + b"\0\0"
        entry[: len(text)] = text
        struct.pack_into("<HBB", entry, 64, len(text), kind, 1)
        struct.pack_into("<IIIII", entry, 68, *[0xFFFFFFFF] * 3, 0, 0)
        struct.pack_into("<IQ", entry, 116, 0xFFFFFFFE, 0)
        directory += entry
    return bytes(head) + fat + directory.ljust(512, b"\0")


def make_zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "code", "word"),
    [
        (lambda: compound("EncryptionInfo", "EncryptedPackage"), "encrypted", "password"),
        (lambda: compound("WordDocument", "1Table"), "foreign_file", "Word"),
        (lambda: compound("Workbook"), "damaged", "damaged"),
        (lambda: make_xlsx({"账单": BILLS})[:-200], "damaged_archive", "damaged"),
        (lambda: make_xls({"账单": BILLS})[:900], "damaged", "damaged"),
        (lambda: make_zip({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x"}), "damaged", "damaged"),
        (lambda: make_zip({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "foreign_file", "Word"),
        (lambda: make_xlsx({"账单": [HEADER]}), "no_rows", "no rows"),
        (lambda: make_xlsx({"账单": []}), "empty_file", "blanks"),
        (lambda: b"PAR1 and nothing more PAR1", "damaged", "damaged"),
        (lambda: b"<html><body><p>Please log in</p></body></html>", "no_table", "without a table"),
        (lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "foreign_file", "XML"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, make, code, word):
    with pytest.raises(InputError, match=word) as caught:
        read(tmp_path, make())
    assert caught.value.code == code


def test_a_stray_cell_at_the_end_of_the_sheet_does_not_end_the_process(tmp_path):
    book = openpyxl.Workbook()
    for row in BILLS:
        book.active.append(row)
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(InputError, match="row 1048576, column 16384") as caught:
        read(tmp_path, out.getvalue())
    assert caught.value.code == "too_wide"


def with_part(book: bytes, part: str, change) -> bytes:
    """A packed workbook with one of its parts changed."""
    given, out = zipfile.ZipFile(io.BytesIO(book)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in given.namelist():
            packed.writestr(name, change(given.read(name)) if name == part else given.read(name))
    return out.getvalue()


def with_row(row: str) -> bytes:
    """An xlsx with one more row, and no word of how large the sheet is."""
    end = f"{row}</sheetData>".encode()
    return with_part(
        make_xlsx({"账单": BILLS}),
        "xl/worksheets/sheet1.xml",
        lambda body: re.sub(rb"<dimension[^>]*>", b"", body).replace(b"</sheetData>", end),
    )


def with_ods_row(row: str) -> bytes:
    return with_part(
        make_ods({"账单": BILLS}), "content.xml", lambda body: body.replace(b"</table:table>", f"{row}</table:table>".encode())
    )


ONE = '<table:table-cell office:value-type="float" office:value="1"/>'


@pytest.mark.parametrize(
    ("make", "row", "column"),
    [
        (lambda: with_row('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), 1_048_576, 16_384),
        (lambda: with_row("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"), 1_048_576, 16_384),
        (lambda: with_row('<row r="9"><c r \n =\t"xfd1048576"><v>1</v></c></row>'), 1_048_576, 16_384),
        (lambda: with_row('<row r="9"><c r="AAAA9"><v>1</v></c></row>'), 9, 18_279),
        (lambda: with_row('<row r="4294967295"><c><v>1</v></c></row>'), 4_294_967_295, 26),
        (lambda: with_ods_row(
            f'<table:table-row table:number-rows-repeated="2000000000">{ONE}</table:table-row>'), 2_000_000_003, 3),
        (lambda: with_ods_row(
            f'<table:table-row><table:table-cell table:number-columns-repeated="99999"/>{ONE}</table:table-row>'), 4, 100_000),
        (lambda: with_part(make_xlsb(BILLS), "xl/worksheets/sheet1.bin", lambda body: body.replace(
            struct.pack("<IId", 2, 0, 138000000012), struct.pack("<IId", 99_999, 0, 1))), 3, 100_000),
    ],
)  # fmt: skip
def test_cells_are_counted_and_not_what_the_file_says_of_its_size(tmp_path, make, row, column):
    with pytest.raises(InputError) as caught:
        read(tmp_path, make())
    assert (caught.value.code, caught.value.values) == ("too_wide", {"file": "upload", "row": row, "column": column})


@pytest.mark.parametrize(
    "make",
    [
        lambda: with_row('<row r="70000"><c r="Z70000"><v> </v></c></row>'),
        lambda: with_ods_row(
            '<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/>'
            "</table:table-row>"
        ),
        lambda: with_part(
            make_xlsx({"账单": BILLS}), "xl/sharedStrings.xml", lambda body: body.replace(b"uniqueCount=", b'uniqueCount="4294967295" x=')
        ),
    ],
)
def test_a_sheet_that_reaches_far_or_counts_falsely_is_read_where_that_costs_nothing(tmp_path, make):
    assert rows_of(read(tmp_path, make()))[:2] == NUMBERED


def test_a_cell_with_more_text_than_a_workbook_can_hold_is_refused(tmp_path):
    with pytest.raises(InputError, match="row 4") as caught:
        read(tmp_path, with_row(f'<row r="4"><c r="A4" t="inlineStr"><is><t>{"x" * 32_768}</t></is></c></row>'))
    assert caught.value.code == "too_long"


def test_reading_a_workbook_can_be_stopped(tmp_path):
    with pytest.raises(Cancelled):
        read(tmp_path, make_xlsx({"账单": BILLS}), cancelled=lambda: True)


# --- web pages ---

PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<style>td {{ color: red }}</style></head>
<body><table><tr><td>菜单</td></tr></table><table border=1>
<tr><td colspan=3>酒店月报</td></tr>
<tr><th>客户名称</th><th>日期</th><th>金额</th></tr>
<tr><td rowspan=2>王小明</td><td>2026-09-01</td><td>&nbsp;12.50</td></tr>
<tr><td>2026-09-02</td><td><b>8</b></td></tr>
<tr><td>李<br>雷</td><td>2026-09-03</td><td>1</td></tr></table></body></html>"""


@pytest.mark.parametrize(
    ("codec", "charset", "encoding"),
    [
        ("gbk", "gb2312", "gb18030"), ("gbk", "utf-8", "gb18030"), ("utf-8", "utf-8", "utf-8"), ("utf-8", "gb2312", "utf-8"),
        ("utf-8-sig", "utf-8", "utf-8-sig"), ("utf-16", "utf-16", "utf-16"), ("utf-16", "utf-8", "utf-16"),
    ],
)  # fmt: skip
def test_a_web_page_named_xls_is_read_by_its_tables(tmp_path, codec, charset, encoding):
    readable = read(tmp_path, PAGE.format(charset=charset).encode(codec), file_name="月报.xls")
    assert (readable.format, readable.encoding, readable.sheet) == ("html", encoding, "table 2")
    assert readable.sheets == (Sheet("table 1", 1, 1), Sheet("table 2", 5, 3))
    assert (readable.header_row, readable.title_rows, readable.headers) == (2, 1, tuple(HEADER))
    assert rows_of(readable) == [
        ["3", "", "王小明", "2026-09-01", "12.50"],
        ["4", "", "王小明", "2026-09-02", "8"],
        ["5", "", "李 雷", "2026-09-03", "1"],
    ]


def test_a_table_inside_a_table_stands_for_itself(tmp_path):
    inner = "<table><tr><td>name<td>amount<tr><td>Ann<td>1</table>"
    readable = read(tmp_path, f"<html><table><tr><td>menu</td><td>{inner}</td></tr></table></html>".encode())
    assert (readable.sheet, rows_of(readable)) == ("table 2", [["2", "", "Ann", "1"]])


def test_cells_that_only_spans_claim_are_bounded(tmp_path, monkeypatch):
    wide = "<html><table><tr>" + "<td colspan=1000>x</td>" * 17 + "</tr></table></html>"
    with pytest.raises(InputError, match="17000 columns") as caught:
        read(tmp_path, wide.encode())
    assert caught.value.code == "too_wide"
    monkeypatch.setattr(page, "_MOST_CELLS", 5_000)
    tall = "<html><table><tr><td rowspan=1000 colspan=1000>x</td></tr>" + "<tr></tr>" * 9 + "</table></html>"
    with pytest.raises(InputError, match="more than 5000 cells") as caught:
        read(tmp_path, tall.encode())
    assert caught.value.code == "too_many_cells"


def test_a_page_nested_1500_deep_is_read(tmp_path):
    cell = "<span>" * 1500 + "Ann" + "</span>" * 1500 + "<br>Lee"
    data = f"<html><table><tr><td>name<td>amount</tr><tr><td>{cell}<td>1</tr></table></html>"
    assert rows_of(read(tmp_path, data.encode())) == [["2", "", "Ann Lee", "1"]]


# --- parquet ---


def test_parquet_becomes_numbered_text_as_a_workbook_does(tmp_path):
    out = io.BytesIO()
    columns = {"客户名称": ["王", None], "日期": [date(2026, 9, 1), date(2026, 9, 2)], "金额": [12.5, 8.0]}
    pq.write_table(pa.table(columns), out)
    readable = read(tmp_path, out.getvalue())
    assert (readable.format, readable.numbered) == ("parquet", True)
    assert (readable.headers, readable.columns, readable.header_row, readable.lines) == (tuple(HEADER), 3, 0, 2)
    assert readable.sample == (("王", "2026-09-01", "12.5"), ("", "2026-09-02", "8"))
    assert rows_of(readable) == [["1", "", "王", "2026-09-01", "12.5"], ["2", "", "", "2026-09-02", "8"]]


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (pa.array([1.0, 138000000012.0, 0.1, None]), ["1", "138000000012", "0.1", ""]),
        (pa.array([1.5, 2.0], pa.float16()), ["1.5", "2"]),
        (pa.array([True, False]), ["true", "false"]),
        (pa.array([Decimal("12.50"), Decimal("-0.05")]), ["12.50", "-0.05"]),
        (pa.array([datetime(2026, 9, 1, 11, 5, 7), datetime(2026, 9, 1, 0, 0, 0, 500_000)]),
         ["2026-09-01 11:05:07", "2026-09-01 00:00:00.5"]),
        (pa.array([time(11, 5)]), ["11:05:00"]),
        (pa.array(["王", 'a "b", c', "x\r\ny\0"]), ["王", 'a "b", c', "x y"]),
        (pa.array(["王", "李", "王"]).dictionary_encode(), ["王", "李", "王"]),
        (pa.array([["王", "李"], []]), ["[王, 李]", "[]"]),
        (pa.array(["王".encode()]), ["王"]),
    ],
)  # fmt: skip
def test_a_value_of_parquet_becomes_the_text_a_person_sees(tmp_path, column, texts):
    out = io.BytesIO()
    pq.write_table(pa.table({"客户名称": column, "金额": [7] * len(column)}), out)
    readable = read(tmp_path, out.getvalue())
    assert rows_of(readable) == [[str(line), "", text, "7"] for line, text in enumerate(texts, 1)]
    assert readable.sample == tuple((text, "7") for text in texts)


def test_empty_rows_of_parquet_do_not_count(tmp_path):
    out = io.BytesIO()
    pq.write_table(pa.table({"客户名称": ["王", " ", None, "李"], "备注": pa.nulls(4, pa.string())}), out)
    readable = read(tmp_path, out.getvalue())
    assert (readable.lines, rows_of(readable)) == (2, [["1", "", "王", ""], ["4", "", "李", ""]])


# --- packed files ---

TEXT = "客户名称,日期,金额\n王小明,2026-09-01,12.5\n"


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: gzip.compress(TEXT.encode("gbk"), mtime=0), "csv"),
        (lambda: gzip.compress(TEXT[:9].encode("gbk"), mtime=0) + gzip.compress(TEXT[9:].encode("gbk")), "csv"),
        (lambda: make_zip({"账单.csv": TEXT.encode("gbk")}), "csv"),
        (lambda: make_zip({"out/": b"", "out/a.csv": TEXT.encode(), "__MACOSX/out/._a.csv": b"x", "out/.DS_Store": b"x"}), "csv"),
        (lambda: make_zip({"a.xlsx": make_xlsx({"账单": [HEADER, ["王小明", "2026-09-01", 12.5]]})}), "xlsx"),
        (lambda: make_zip({"a.csv.gz": gzip.compress(TEXT.encode(), mtime=0)}), "csv"),
    ],
)
def test_one_packed_file_is_read_as_itself(tmp_path, make, kind):
    data = make()
    readable = read(tmp_path, data, file_name="九月.zip")
    assert (readable.format, readable.size, readable.file_name) == (kind, len(data), "九月.zip")
    assert readable.sample == (("王小明", "2026-09-01", "12.5"),)


def test_the_hash_is_that_of_the_given_bytes(tmp_path):
    data = gzip.compress(TEXT.encode(), mtime=0)
    assert read(tmp_path, data).sha256 == hashlib.sha256(data).hexdigest()


def test_of_several_files_in_a_zip_the_one_that_looks_like_bills_is_read_and_the_others_are_named(tmp_path):
    summary = "类型,总笔数\n收入,2\n支出,0\n".encode("gbk")
    book = make_xlsx({"会员": [["姓名", "手机"], ["张三", "13900000001"]]})
    data = make_zip({"d/账务(汇总).csv": summary, "d/账务.csv": TEXT.encode("gbk"), "说明.pdf": b"%PDF-1.4 ", "会员.xlsx": book})
    readable = read(tmp_path, data, file_name="账单.zip")
    assert (readable.file_name, readable.sheet, readable.lines, readable.format) == ("账单.zip", "账务.csv", 1, "csv")
    assert readable.sha256 == hashlib.sha256(data).hexdigest()
    assert readable.unread == (
        Unread("账务(汇总).csv", 2, "other_file"), Unread("说明.pdf", 0, "other_file"), Unread("会员.xlsx", 1, "other_file"))  # fmt: skip
    assert [sheet.name for sheet in readable.sheets] == ["账务(汇总).csv", "账务.csv", "说明.pdf", "会员.xlsx"]
    chosen = read(tmp_path, data, sheet="会员.xlsx")
    assert (chosen.sheet, chosen.lines, chosen.headers) == ("会员.xlsx", 1, ("姓名", "手机"))
    for sheet, code in (("说明.pdf", "foreign_file"), ("x.csv", "unknown_sheet")):
        with pytest.raises(InputError) as caught:
            read(tmp_path, data, sheet=sheet)
        assert caught.value.code == code


def test_archives_in_an_archive_of_several_do_not_multiply_and_too_many_files_are_named(tmp_path):
    inner = make_zip({"1.csv": TEXT.encode(), "2.csv": TEXT.encode()})
    with pytest.raises(InputError) as caught:
        read(tmp_path, make_zip({"a.zip": inner, "b.zip": inner}))
    assert caught.value.code == "packed_too_deep"
    with pytest.raises(InputError, match="one by one") as caught:
        read(tmp_path, make_zip({f"{number}.csv": TEXT.encode() for number in range(101)}))
    assert caught.value.code == "several_files"


@pytest.mark.parametrize(
    ("name", "flag"), [("八月.csv".encode("gbk"), 0), ("八月.csv".encode(), 0), ("八月.csv".encode(), 0x800)]
)
def test_names_in_a_zip_are_read_as_written(name, flag):
    info = zipfile.ZipInfo(name.decode("utf-8" if flag else "cp437"))
    info.flag_bits = flag
    assert archive.member_name(info) == "八月.csv"


def test_a_packed_file_with_a_password_is_refused(tmp_path):
    data = bytearray(make_zip({"a.csv": TEXT.encode()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InputError, match="password") as caught:
        read(tmp_path, bytes(data))
    assert caught.value.code == "encrypted"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (gzip.compress(TEXT.encode(), mtime=0)[:-12], "damaged_archive"),
        (gzip.compress(b"", mtime=0), "empty_file"),
        (make_zip({}), "empty_file"),
        (make_zip({"a.csv": TEXT.encode()})[:-30], "damaged_archive"),
        (make_zip({"a.csv": b""}), "empty_file"),
        (make_zip({"a.pdf": b"%PDF-1.4 "}), "foreign_file"),
    ],
)
def test_packed_files_without_a_table_are_refused(tmp_path, data, code):
    with pytest.raises(InputError) as caught:
        read(tmp_path, data)
    assert caught.value.code == code


def test_an_archive_in_an_archive_in_an_archive_is_unpacked_and_no_further(tmp_path):
    data = TEXT.encode()
    for _ in range(3):
        data = gzip.compress(data, mtime=0)
    assert read(tmp_path, data).sample == (("王小明", "2026-09-01", "12.5"),)
    with pytest.raises(InputError, match="several times over") as caught:
        read(tmp_path, make_zip({"a.gz": data}))
    assert caught.value.code == "packed_too_deep"


@pytest.mark.parametrize(
    "make",
    [
        lambda: gzip.compress(b"0" * (3 << 20), mtime=0),
        lambda: make_zip({"a.csv": b"0" * (3 << 20)}),
        lambda: with_part(make_xlsx({"账单": BILLS}), "xl/styles.xml", lambda body: body + b" " * (3 << 20)),
    ],
)
def test_what_unpacks_out_of_proportion_is_stopped(tmp_path, monkeypatch, make):
    monkeypatch.setattr(archive, "SMALL", 1 << 20)
    with pytest.raises(InputError, match="200 times its size") as caught:
        read(tmp_path, make())
    assert caught.value.code == "too_packed"


@pytest.mark.parametrize("make", [lambda data: gzip.compress(data, mtime=0), lambda data: make_zip({"a.csv": data})])
def test_what_unpacks_to_too_much_is_stopped(tmp_path, monkeypatch, make):
    monkeypatch.setattr(archive, "MOST_BYTES", 1 << 20)
    with pytest.raises(InputError) as caught:
        read(tmp_path, make(b"0" * (3 << 20)))
    assert caught.value.code == "too_large"
    assert sum(file.stat().st_size for file in Path(tmp_path / "work").iterdir()) <= 1 << 20
