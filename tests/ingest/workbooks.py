"""Workbooks that tests import."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import openpyxl


def write_book(path: Path, sheets: Mapping[str, Iterable]) -> Path:
    """Write a workbook with these sheets, name → rows, and return its path."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path
