"""Rows that say no day themselves: it stands in a line above them, or is the name of their sheet."""

import pytest

from segmentation.ingest.days_above import read_day
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import InputError
from tests.ingest.workbooks import write_book

SECTIONS = [
    ("账单明细表",), ("账单号", "消费合计", "实收合计", "客户"), ("营业日期：2026-09-01",), ("1", 100, 100, "周敏"), ("2", 50, 40, "陈丽"),
    ("合计", 150, 140, ""), ("营业日期：2026-09-02",), ("3", 80, 80, "周敏"),
]
HEAD = ("序号", "客人", "金额")


@pytest.fixture
def days(land_file, warehouse):
    def _days(sheets):
        report = land_file(sheets)
        told = "select bill_date::varchar, customer_key, amount::varchar from bills where batch_id = $batch order by all"
        codes = [notice["code"] for notice in report["warnings"]]
        return warehouse.cursor().execute(told, {"batch": report["batch"]}).fetchall(), codes

    return _days


@pytest.fixture
def land_file(warehouse, tmp_path):
    return lambda sheets, **choices: import_file(warehouse, "店", write_book(tmp_path / "book.xlsx", sheets), Choices(**choices))


def test_a_line_above_gives_its_day(days):
    bills, codes = days({"明细": SECTIONS})
    assert bills == [("2026-09-01", "周敏", "100.00"), ("2026-09-01", "陈丽", "40.00"), ("2026-09-02", "周敏", "80.00")]
    assert "days_of_lines" in codes


@pytest.mark.parametrize(("one", "two"), [("9月1日", "9月2日"), ("1日", "2日"), ("2026.9.1", "2026.9.2")])
def test_a_sheet_gives_its_day(days, one, two):
    title = ("老街坊 2026年9月 日流水",)
    bills, codes = days({
        one: [title, HEAD, (1, "周敏", 160), (2, "陈丽", 20), ("合计", "", 180)], two: [title, HEAD, (1, "周敏", 30), ("合计", "", 30)],
    })
    assert bills == [("2026-09-01", "周敏", "160.00"), ("2026-09-01", "陈丽", "20.00"), ("2026-09-02", "周敏", "30.00")]
    assert "days_of_sheets" in codes


@pytest.mark.parametrize("title", ["打印时间：2026-09-05", "日期：2026-09-05", "2026-09-01 至 2026-09-30"])
def test_a_day_of_printing_or_a_span_is_no_day_of_bills(days, title):
    with pytest.raises(InputError) as caught:
        days({"明细": [(title,), HEAD, (1, "周敏", 160), (2, "陈丽", 20)]})
    assert caught.value.code == "no_date_column"


def test_a_single_sheet_may_be_named_by_the_day_of_a_summary(days):
    with pytest.raises(InputError) as caught:
        days({"2026-09-30": [HEAD, (1, "周敏", 160), (2, "陈丽", 20)]})
    assert caught.value.code == "no_date_column"


def test_what_says_a_day():
    said = ["2026-09-01", "营业日期 2026/9/1（周二）", "Business date: 2026-09-01", "房价 9.5", "1001", "9-12号桌", ""]
    assert [read_day(text) for text in said] == ["2026-09-01", "2026/9/1", "2026-09-01", "", "", "", ""]
