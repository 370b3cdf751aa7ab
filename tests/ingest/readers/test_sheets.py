"""Sheets with the same headers are one table; others, copies and hidden ones are named; merged cells mean what they show."""

import io
import re
import zipfile

import openpyxl
import pytest
import xlwt

from segmentation.ingest.readers.child import read_apart
from segmentation.ingest.readers.sheets import Part, Unread
from segmentation.language.errors import InputError
from tests.ingest.readers.workbooks import BILLS, HEADER, make_xlsx, read, rows_of

HALL = [["滨江店 大厅"], HEADER, ["王", "2026-09-01", 1], ["李", "2026-09-02", 2], ["合计", None, 3]]
ROOMS = [["滨江店 包厢"], ["打印时间：2026-10-01"], HEADER, ["张", "2026-09-03", 3]]


def test_sheets_with_the_same_headers_are_read_together_and_every_row_leads_to_its_sheet(tmp_path):
    (tmp_path / "upload").write_bytes(make_xlsx({"大厅": HALL, "说明": [["客户名称", "电话"], ["王", "1"], ["李", "2"]], "包厢": ROOMS}))
    readable = read_apart(tmp_path / "upload", tmp_path / "work")
    assert readable.parts == (Part("大厅", 3, 0), Part("包厢", 1, 10_000_000))
    assert (readable.sheet, readable.lines, readable.title_rows, readable.header_row) == ("大厅/包厢", 4, 3, 2)
    assert readable.unread == (Unread("说明", 2, "other_headers"),)
    assert rows_of(readable) == [
        ["3", "", "王", "2026-09-01", "1"], ["4", "", "李", "2026-09-02", "2"], ["5", "", "合计", "", "3"],
        ["10000004", "", "张", "2026-09-03", "3"],
    ]  # fmt: skip
    assert [readable.place(line) for line in (3, 10_000_004)] == [("大厅", 3), ("包厢", 4)]


def test_one_chosen_sheet_is_read_alone_and_several_may_be_chosen(tmp_path):
    book = make_xlsx({"七月": [HEADER, ["王", "2026-07-01", 1]], "八月": [HEADER, ["王", "2026-08-01", 2]], "九月": [HEADER, ["王", "2026-09-01", 3]]})
    alone = read(tmp_path, book, sheet="八月")
    assert (alone.sheet, alone.lines, alone.place(2)) == ("八月", 1, (None, 2))
    assert alone.unread == (Unread("七月", 1, "not_chosen"), Unread("九月", 1, "not_chosen"))
    assert [row[3] for row in rows_of(read(tmp_path, book, sheet="七月/九月"))] == ["2026-07-01", "2026-09-01"]
    with pytest.raises(InputError, match="十月"):
        read(tmp_path, book, sheet="七月/十月")


def test_a_sheet_that_repeats_others_is_no_second_truth_and_a_hidden_one_is_named(tmp_path):
    whole = [HEADER, ["王", "2026-09-01", 1], ["李", "2026-09-02", 2], ["张", "2026-09-03", 3]]
    sheets = {"大厅": whole[:3], "全部": whole, "包厢": [HEADER, whole[3]], "旧": [HEADER, ["赵", "2025-09-01", 9]]}
    readable = read(tmp_path, make_xlsx(sheets, hidden=("旧",)))
    assert readable.parts == (Part("全部", 3, 10_000_000),)
    assert readable.unread == (Unread("大厅", 2, "copy"), Unread("包厢", 1, "copy"), Unread("旧", 1, "hidden"))


def test_columns_of_a_further_sheet_may_stand_in_another_order(tmp_path):
    other = [[HEADER[2], HEADER[0], HEADER[1] + " "], [5, "赵", "2026-09-04"]]
    assert rows_of(read(tmp_path, make_xlsx({"一": BILLS, "二": other})))[-1] == ["10000002", "", "赵", "2026-09-04", "5"]


def merged_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in (["单号", "客户名称", "日期", "菜品", "金额"], ["B1", "王", "2026-09-01", "鱼", 1], [None, None, None, "虾", 2],
                [None] * 5, ["B2", "李", "2026-09-02", "肉", 3]):  # fmt: skip
        book.active.append(row)
    for block in ("A2:A4", "B2:B4", "C2:C4"):
        book.active.merge_cells(block)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def merged_xls() -> bytes:
    book = xlwt.Workbook(encoding="cp936")
    sheet = book.add_sheet("账单")
    for column, header in enumerate(["单号", "客户名称", "日期", "菜品", "金额"]):
        sheet.write(0, column, header)
    for column, value in enumerate(["B1", "王", "2026-09-01"]):
        sheet.write_merge(1, 2, column, column, value)
    for row, cells in ((1, ("鱼", 1)), (2, ("虾", 2)), (4, ("肉", 3))):
        sheet.write(row, 3, cells[0])
        sheet.write(row, 4, cells[1])
    for column, value in enumerate(["B2", "李", "2026-09-02"]):
        sheet.write(4, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


PAGE = (
    "<table><tr><th>单号<th>客户名称<th>日期<th>菜品<th>金额<tr><td rowspan=2>B1<td rowspan=2>王<td rowspan=2>2026-09-01<td>鱼<td>1"
    "<tr><td>虾<td>2<tr><td><td><td><td><td><tr><td>B2<td>李<td>2026-09-02<td>肉<td>3</table>"
)


@pytest.mark.parametrize("make", [merged_xlsx, merged_xls, PAGE.encode])
def test_a_merged_cell_stands_in_every_row_that_it_covers_and_that_holds_anything(tmp_path, make):
    readable = read(tmp_path, make())
    assert rows_of(readable) == [
        ["2", "", "B1", "王", "2026-09-01", "鱼", "1"], ["3", "", "B1", "王", "2026-09-01", "虾", "2"],
        ["5", "", "B2", "李", "2026-09-02", "肉", "3"],
    ]  # fmt: skip
    assert readable.merged == ((0, 1), (1, 1), (2, 1))


def test_a_number_of_16_digits_held_as_a_number_comes_as_one_that_lost_digits(tmp_path):
    rows = [["账单号", "日期", "金额"], [4000000000000001000, "2026-05-01", 1], [1234567890123456, "2026-05-01", 1],
            [999999999999999, "2026-05-01", 1], ["400000000000000100", "2026-05-01", 1]]  # fmt: skip
    assert [row[2] for row in rows_of(read(tmp_path, make_xlsx({"账单": rows})))] == [
        "4.000000000000001E+18", "1.234567890123456E+15", "999999999999999", "400000000000000100"]  # fmt: skip


def test_a_sheet_that_says_it_is_one_cell_is_read_whole_and_blanks_in_its_headers_do_not_count(tmp_path):
    rows = [[" 订单编号", "核销时间 ", "商家应得\n(元)"], ["B1", "2026-09-01 12:00:00", "10.50"], ["B2", "2026-09-02 12:00:00", "-0.0"]]
    book = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', part_of(make_xlsx({"分账明细-正向-团购 ": rows}), SHEET))
    readable = read(tmp_path, with_part(make_xlsx({"分账明细-正向-团购 ": rows}), SHEET, book))
    assert (readable.sheet, readable.lines, readable.columns) == ("分账明细-正向-团购 ", 2, 3)
    assert readable.headers[:2] == ("订单编号", "核销时间")
    assert [row[4] for row in rows_of(readable)] == ["10.50", "-0.0"]


SHEET = "xl/worksheets/sheet1.xml"


def part_of(book: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(part)


def with_part(book: bytes, part: str, body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as archive, zipfile.ZipFile(out, "w") as changed:
        for name in archive.namelist():
            changed.writestr(name, body if name == part else archive.read(name))
    return out.getvalue()
