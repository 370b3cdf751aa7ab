"""Files of monthly totals: what is read, refused and taken back; literal files, figures worked out by hand."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from segmentation.ingest.batches import batch_name, list_batches
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.kinds.registry import propose_kind
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.rejects import preview_rejects, rejects_csv
from segmentation.language.errors import InputError
from segmentation.language.values import read_month
from segmentation.warehouse import Warehouse

BILLS = "日期,客户,金额\n2026-08-05,张三,300\n2026-09-01,张三,400.50\n2026-09-02,散客,99\n2026-09-03,李四,99.50\n"


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def land(warehouse, tmp_path):
    """Import a text (or bytes) into the store s."""

    def _land(content, name="totals.csv", **choices):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return import_file(warehouse, "s", path, Choices(**choices))

    return _land


def totals(warehouse):
    rows = warehouse.rows("measures/revenue/month_totals", store=1)
    return {f"{row['month']:%Y-%m}": row["total"] for row in rows}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("月份,总营收", "2026-09,860000"), ("月份,营业额（元）", '2026年9月,"860,000.00"'), ("年月,总收入", "202609,¥860000"), ("month,total revenue", "2026/9,860000"),
        ("Month;Total", "2026-09-01;860000"), ("month,revenue", "46266,860000"), ("月份,总营业额", "2026年09月份,86万"), ("Month,Sales", "Sep 2026,860000"),
    ],
)
def test_a_file_of_totals_is_recognised_however_the_month_is_written(warehouse, land, header, row):
    report = land(f"{header}\n{row}\n")
    assert (report["kind"], report["rows"], report["accepted"], report["amount"]) == ("totals", 1, 1, "860000.00")
    assert totals(warehouse) == {"2026-09": Decimal("860000.00")}


def test_dates_of_a_workbook_are_months(warehouse, land):
    book = openpyxl.Workbook()
    book.active.append(["月份", "总营收"])
    book.active.append([datetime(2026, 8, 1), 700000])
    book.active.append([datetime(2026, 9, 1), 860000.5])
    data = io.BytesIO()
    book.save(data)
    report = land(data.getvalue(), "totals.xlsx")
    assert report["kind"] == "totals"
    assert totals(warehouse) == {"2026-08": Decimal("700000.00"), "2026-09": Decimal("860000.50")}


@pytest.mark.parametrize(
    "headers",
    [["日期", "金额"], ["月份", "日期", "金额"], ["月份", "客户", "金额"], ["月份", "单号", "金额"], ["客户编号", "客户名称"]],
)
def test_bills_and_profiles_are_not_taken_for_totals(headers):
    assert propose_kind(headers, [["2026-09-01", "2026-09-01", "10"][: len(headers)]]) != "totals"


def test_what_cannot_be_understood_is_rejected_and_what_is_no_month_skipped(warehouse, land):
    land(BILLS, "bills.csv")
    report = land(
        "月度营收表,\n月份,总营收\n2026-06,100\n2026-07,待定\n十三月,100\n2026-05,\n,77\n2026-04,10\n2026-04,11\n2026-03,5\n2026-03,5\n"
        "2026-09,499.99\n2026-08,300\n合计,500\n制表：王\n"
    )
    assert report["skipped"] == {"title": 1, "total": 1, "note": 1, "repeated": 1}
    assert (report["rows"], report["accepted"], report["rejected"], report["amount"]) == (14, 3, 7, "405.00")
    assert report["rows"] == report["accepted"] + report["rejected"] + sum(report["skipped"].values())
    assert totals(warehouse) == {"2026-03": 5, "2026-06": 100, "2026-08": 300}
    kept = warehouse.cursor().execute("select line_no, column_name, value, reason from rejects where batch_id = 2 order by line_no").fetchall()
    assert kept == [
        (4, "总营收", "待定", "total"), (5, "月份", "十三月", "month"), (6, "总营收", None, "total_missing"), (7, "月份", None, "month_missing"),
        (8, "月份", "2026-04", "month_twice"), (9, "月份", "2026-04", "month_twice"), (12, "总营收", "499.99 < 500.00", "total_too_small"),
    ]
    assert [(warning["code"], warning["values"]["figures"]) for warning in report["warnings"]] == [
        ("totals_too_small", "2026-09 ¥499.99 < ¥500.00"),
    ]
    mended = rejects_csv(warehouse, 2, "en").decode("utf-8-sig").replace("待定", "120")
    assert land(mended, "mended.csv")["accepted"] == 1
    assert totals(warehouse)["2026-07"] == 120


def test_rejects_are_shown_before_the_import(warehouse, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("月份,总营收\n2026-09,10\nx,20\n", encoding="utf-8")
    found = examine(warehouse, "s", path)
    assert [(row["line"], row["column"], row["value"]) for row in preview_rejects(found)] == [(3, "月份", "x")]
    assert (found.customer_key, found.first_date) == ("", date(2026, 9, 1))
    found.close()


def test_a_total_below_the_customers_own_bills_is_refused_with_both_figures(warehouse, land):
    land(BILLS, "bills.csv")
    version = warehouse.version
    with pytest.raises(InputError) as refused:
        land("月份,总营收\n2026-09,499.99\n")
    assert refused.value.code == "total_too_small"
    for figure in ("2026-09", "¥499.99", "¥500.00"):
        assert figure in refused.value.text("en")
        assert figure in refused.value.text("zh")
    assert warehouse.version == version
    land("月份,总营收\n2026-09,500\n")  # walk-ins may bring nothing
    assert totals(warehouse) == {"2026-09": 500}


def test_the_same_bytes_change_nothing_and_undo_takes_a_file_back(warehouse, land):
    first = land("月份,总营收\n2026-08,100\n2026-09,200\n", "a.csv")
    second = land("月份,总营收\n2026-09,250\n", "b.csv")
    assert totals(warehouse) == {"2026-08": 100, "2026-09": 250}
    assert land("月份,总营收\n2026-09,250\n", "again.csv")["already_landed"]
    undo(warehouse, second["batch"])
    assert totals(warehouse) == {"2026-08": 100, "2026-09": 200}
    undo(warehouse, first["batch"])
    assert totals(warehouse) == {}
    assert [(row["kind"], batch_name(row, "zh")) for row in list_batches(warehouse)] == [("totals", "b.csv"), ("totals", "a.csv")]


def test_a_missing_column_is_named(land):
    with pytest.raises(InputError) as refused:
        land("甲,乙\nx,1\n", kind="totals")
    assert refused.value.code == "no_month_column"
    with pytest.raises(InputError) as refused:
        land("月份,说明\n2026-09,x\n", kind="totals")
    assert refused.value.code == "no_total_column"


def test_columns_with_other_headers_are_found_by_their_values_or_named(warehouse, land):
    land("何时,多少\n2026-09,860000\n2026-10,1\n", kind="totals")
    land("甲,乙,丙\n2026-08,5,7\n", "c.csv", kind="totals", mapping={"month": "甲", "total": "丙"})
    assert totals(warehouse) == {"2026-08": 7, "2026-09": 860000, "2026-10": 1}


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-9", 9), ("2026.09", 9), ("２０２６－０９", 9), ("202609.0", 9), ("2026-09-01 00:00:00", 9), ("26年9月", 9), ("09/2026", 9), ("2026 Sep", 9),
        ("September 2026", 9), ("30/09/2026", 9), ("09/30/2026", 9), ("260901", 9), ("5/6/2026", None), ("2026", None), ("9", None), ("2026-00", None), ("", None),
    ],
)
def test_a_month_as_people_write_it(text, month):
    assert read_month(text) == (month and date(2026, month, 1))
