import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from segmentation.exports.xlsx import WorkbookSheet, sheet_names, workbook
from segmentation.slides import Column, Table

COLUMNS = (
    Column("客户名称"), Column("上次到店", "date"), Column("频次", "count", True), Column("贡献额", "money", True), Column("占比", "ratio", True),
)
TABLE = Table(COLUMNS, (
    ("远山贸易有限公司", date(2026, 9, 3), 12, Decimal("1234567.80"), 0.75),
    ("=1+1", None, 3, Decimal("-0.10"), 0.25),
))


def opened(*sheets, values=False):
    return openpyxl.load_workbook(io.BytesIO(workbook(sheets, "en")), data_only=values)


def test_a_sheet_read_back_is_its_table():
    rows = list(opened(WorkbookSheet("名单", TABLE))["名单"].iter_rows(values_only=True))
    assert rows[0] == ("客户名称", "上次到店", "频次", "贡献额", "占比")
    assert rows[1] == ("远山贸易有限公司", datetime(2026, 9, 3), 12, 1234567.8, 0.75)
    assert rows[2] == ("=1+1", None, 3, -0.1, 0.25)


def test_a_validator_of_other_people_finds_nothing_wrong(tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook((WorkbookSheet("名单", TABLE), WorkbookSheet("b", TABLE)), "zh"))
    assert OpenXmlValidator().validate(path).errors == []


def test_numbers_and_days_have_their_formats():
    sheet = opened(WorkbookSheet("s", TABLE)).active
    assert [cell.number_format for cell in sheet[2]] == ["@", "yyyy-mm-dd", "#,##0", "¥#,##0.00;-¥#,##0.00", "0.0%"]


def test_totals_follow_the_filter_and_carry_their_value():
    formulas, values = opened(WorkbookSheet("s", TABLE)).active, opened(WorkbookSheet("s", TABLE), values=True).active
    assert [cell.value for cell in formulas[4]] == ["Total", None, "=SUBTOTAL(109,C2:C3)", "=SUBTOTAL(109,D2:D3)", "=SUBTOTAL(109,E2:E3)"]
    assert [cell.value for cell in values[4]] == ["Total", None, 15, 1234567.7, 1]


def test_a_column_that_nothing_is_known_of_has_no_total():
    table = Table((Column("Part"), Column("Before", "money", True)), (("A", None), ("B", None)))
    assert [cell.value for cell in opened(WorkbookSheet("s", table)).active[4]] == ["Total", None]


def test_header_is_frozen_and_filtered_without_the_totals():
    sheet = opened(WorkbookSheet("s", TABLE)).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E3")


def test_a_chinese_name_has_room():
    assert opened(WorkbookSheet("s", TABLE)).active.column_dimensions["A"].width >= 2 * len("远山贸易有限公司")


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-x", "@sum", '=HYPERLINK("http://x")', "http://x.example", "\tx", "{=1}"])
def test_a_text_that_looks_like_a_formula_or_a_link_is_text(text):
    sheet = opened(WorkbookSheet("s", Table((Column("c"),), ((text,),)))).active
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].hyperlink) == (text, "s", None)
    assert bool(sheet["A2"].quotePrefix) == (text[0] in "=+-@\t")


def test_what_a_number_cannot_hold_is_exact_as_text():
    table = Table((Column("m", "money", True), Column("n", "count")), ((Decimal("12345678901234.56"), 10**15), (Decimal("0.01"), 1)))
    rows = list(opened(WorkbookSheet("s", table)).active.iter_rows(values_only=True))
    assert rows[1:] == [("12345678901234.56", "1000000000000000"), (0.01, 1), ("12345678901234.57", None)]


@given(st.lists(st.decimals(-(10**11), 10**11, places=2, allow_nan=False), min_size=1, max_size=20))
def test_money_is_exact(amounts):
    sheet = opened(WorkbookSheet("s", Table((Column("m", "money"),), tuple((amount,) for amount in amounts)))).active
    assert [Decimal(str(row[0])).quantize(Decimal("0.01")) for row in sheet.iter_rows(min_row=2, values_only=True)] == amounts


@given(st.lists(st.text(max_size=50), min_size=1, max_size=8))
def test_every_sheet_has_a_name_that_excel_takes(wanted):
    names = sheet_names(wanted)
    assert len({name.lower() for name in names}) == len(wanted)
    assert all(0 < len(name.encode("utf-16-le")) <= 62 and not set("[]:*?/\\") & set(name) for name in names)
    assert opened(*(WorkbookSheet(name, TABLE) for name in wanted)).sheetnames == names


def test_a_name_may_hold_what_xml_may_not():
    table = Table((Column("c\x00"),), (("a\x01b\ud800😀_x0041_" + "长" * 40_000,),))
    value = opened(WorkbookSheet("s\x02", table)).active["A2"].value
    assert value.startswith("ab😀_x0041_长")
    assert len(value) <= 32_767


def test_notes_stand_on_a_sheet_of_their_own():
    book = opened(WorkbookSheet("One", TABLE, ("=what it means",)), WorkbookSheet("Two", TABLE))
    assert book.sheetnames == ["One", "Two", "Notes"]
    assert [cell.value for cell in book["Notes"][1]] == ["One", "=what it means"]


def test_an_empty_table_is_its_header():
    rows = list(opened(WorkbookSheet("s", Table(COLUMNS))).active.iter_rows(values_only=True))
    assert rows == [("客户名称", "上次到店", "频次", "贡献额", "占比")]


def test_the_same_tables_give_the_same_bytes():
    assert workbook([WorkbookSheet("s", TABLE)], "zh") == workbook([WorkbookSheet("s", TABLE)], "zh")


def test_a_workbook_runs_nothing():
    names = zipfile.ZipFile(io.BytesIO(workbook([WorkbookSheet("s", TABLE)], "en"))).namelist()
    assert not [name for name in names if "vba" in name.lower() or "externalLink" in name]
