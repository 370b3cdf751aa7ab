"""Small workbooks, written as other programs write them, and how tests read them."""

import csv
import io
from datetime import date, datetime

import openpyxl
import xlwt

from segmentation.ingest.readers.read import open_readable

HEADER = ["客户名称", "日期", "金额"]
BILLS = [HEADER, ["王小明", date(2026, 9, 1), 12.5], ["李雷", datetime(2026, 9, 2, 11, 5, 7), 138000000012]]


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


def rows_of(readable) -> list[list[str]]:
    with readable.path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def read(tmp_path, data: bytes, **choices):
    path = tmp_path / "upload"
    path.write_bytes(data)
    return open_readable(path, tmp_path / "work", **choices)
