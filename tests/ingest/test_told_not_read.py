"""What a file holds that cannot be read as it is meant, and is told: formulas, texts beside tables, columns already taken."""

import zipfile

import openpyxl
import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import InputError
from segmentation.warehouse import Warehouse


@pytest.fixture(scope="module")
def land(tmp_path_factory):
    """Import a file that is at a path of a folder into a store named like it; return the report."""
    folder = tmp_path_factory.mktemp("told")
    warehouse = Warehouse(folder / "warehouse.duckdb")
    yield lambda path, **choices: import_file(warehouse, path.name, path, Choices(**choices))
    warehouse.close()


@pytest.mark.parametrize(("last", "count"), [("=E4-F4", 3), (150, 2)])
def test_formulas_that_nobody_worked_out_are_told_as_such(land, tmp_path, last, count):
    book = openpyxl.Workbook()  # which writes formulas without what they come to
    for row in (
        ["日期", "单号", "客户", "电话", "原价", "优惠", "实收"],
        ["2026-11-01", "F1", "傅小满", "13651733613", 300, 50, "=E2-F2"],
        ["2026-11-02", "F2", "骆青禾", "13803576425", 200, 0, "=E3-F3"],
        ["2026-11-03", "F3", "傅小满", "13651733613", 150, 0, last],
    ):
        book.active.append(row)
    path = tmp_path / f"formulas{count}.xlsx"
    book.save(path)
    if count == 3:
        with pytest.raises(InputError) as refused:
            land(path)
        assert (refused.value.code, refused.value.values["count"]) == ("formulas_unvalued", 3)
        return
    report = land(path)
    assert report["amount"] == "150.00"
    assert [each["count"] for each in report["warnings"] if each["code"] == "formulas_unvalued"] == [2]


def test_a_text_for_people_in_an_archive_is_no_question(land, tmp_path):
    path = tmp_path / "weeks.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("第1周.csv", "单号,日期,客户,实收\nA1,2026-11-01,傅小满,100\nA2,2026-11-02,骆青禾,50\n")
        archive.writestr("第2周.csv", "单号,日期,客户,实收\nA3,2026-11-08,傅小满,70\n")
        archive.writestr("说明.txt", "导出范围,2026-11\n金额,单位为元\n")
    report = land(path)
    assert report["amount"] == "220.00"
    assert ["说明.txt" in each["values"]["others"] for each in report["warnings"] if each["code"] == "other_files"] == [True]


def test_a_column_that_is_taken_says_how_it_is_freed(land, tmp_path):
    path = tmp_path / "club.csv"
    path.write_text("Date,Member Name,Description,Amount\n2026-11-01,Harriet Lowe,Fee of the house,120\n2026-11-02,Miles Okafor,Wine,80\n")
    meanings = {"Description": {"Fee of the house": "void", "Wine": "sale"}}
    with pytest.raises(InputError) as refused:
        land(path, meanings=meanings)
    assert refused.value.code == "column_taken"
    assert '--map "product=" --map "status=Description"' in refused.value.text("en")
    assert land(path, meanings=meanings, mapping={"product": None, "status": "Description"})["amount"] == "80.00"


def test_numbers_of_bills_and_guests_are_known_by_the_headers_that_systems_write(land, tmp_path):
    orders, eaters, chits = tmp_path / "orders.csv", tmp_path / "eaters.csv", tmp_path / "chits.csv"
    orders.write_text("Day,Order name,Customer name,Net sales\n2026-11-01,#3300,Ann,60\n2026-11-01,#3300,Ann,40\n2026-11-02,#3301,Bob,50\n")
    eaters.write_text("Order Date,Order ID,Eater ID,Sales\n2026-11-01,A1,9f0c-7000,60\n2026-11-02,A2,9f0c-7001,40\n2026-11-03,A3,9f0c-7000,50\n")
    chits.write_text("Date,Chit #,Member Name,Amount\n2026-11-01,55001,Ann,60\n2026-11-01,55001,Ann,40\n2026-11-02,55002,Bob,50\n")
    told = [(report["bills"], report["customers"], report["amount"]) for report in map(land, (orders, eaters, chits))]
    assert told == [(2, 2, "150.00"), (3, 2, "150.00"), (2, 2, "150.00")]
