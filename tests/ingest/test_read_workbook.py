"""Workbooks, web pages, parquet and packed files come in as the same numbered table."""

import csv
import gzip
import hashlib
import io
import struct
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from segmentation.errors import Cancelled, InputError
from segmentation.ingest import archive
from segmentation.ingest.read import Sheet, number_lines, open_readable

HEADER = ["客户名称", "日期", "金额"]
BILLS = [HEADER, ["王小明", date(2026, 9, 1), 12.5], ["李雷", datetime(2026, 9, 2, 11, 5, 7), 138000000012]]
NUMBERED = [["2", "", "王小明", "2026-09-01", "12.5"], ["3", "", "李雷", "2026-09-02 11:05:07", "138000000012"]]


def rows_of(readable) -> list[list[str]]:
    with readable.path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def read(tmp_path, data: bytes, **choices):
    path = tmp_path / "upload"
    path.write_bytes(data)
    return open_readable(path, tmp_path / "work", **choices)


def make_xlsx(sheets: dict[str, list[list]], *, epoch=None, hidden=()) -> bytes:
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def make_xls(sheets: dict[str, list[list]], *, from_1904=False) -> bytes:
    book = xlwt.Workbook(encoding="cp936")
    book.dates_1904 = from_1904
    day, moment = xlwt.easyxf(num_format_str="YYYY-MM-DD"), xlwt.easyxf(num_format_str="YYYY-MM-DD hh:mm:ss")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                style = moment if isinstance(value, datetime) else day
                sheet.write(r, c, value, style) if isinstance(value, date) else sheet.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


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


# --- parquet ---


def test_parquet_is_left_to_the_database(tmp_path):
    out = io.BytesIO()
    columns = {"客户名称": ["王", None], "日期": [date(2026, 9, 1), date(2026, 9, 2)], "金额": [12.5, 8.0]}
    pq.write_table(pa.table(columns), out)
    readable = read(tmp_path, out.getvalue())
    assert (readable.format, readable.path, readable.numbered) == ("parquet", tmp_path / "upload", False)
    assert (readable.headers, readable.columns, readable.header_row, readable.lines) == (tuple(HEADER), 3, 0, 2)
    assert readable.sample == (("王", "2026-09-01", "12.5"), ("", "2026-09-02", "8.0"))


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


def test_several_files_in_a_zip_are_named(tmp_path):
    with pytest.raises(InputError, match="one by one") as caught:
        read(tmp_path, make_zip({"a/八月.csv": b"x", "九月.csv": b"y"}))
    assert (caught.value.code, caught.value.values["names"]) == ("several_files", "a/八月.csv, 九月.csv")


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


@pytest.mark.parametrize("make", [lambda data: gzip.compress(data, mtime=0), lambda data: make_zip({"a.csv": data})])
def test_what_unpacks_to_too_much_is_stopped(tmp_path, monkeypatch, make):
    monkeypatch.setattr(archive, "MOST_BYTES", 1 << 20)
    with pytest.raises(InputError) as caught:
        read(tmp_path, make(b"0" * (3 << 20)))
    assert caught.value.code == "too_large"
    assert sum(file.stat().st_size for file in Path(tmp_path / "work").iterdir()) <= 1 << 20
