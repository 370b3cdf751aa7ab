"""Targets filled in by hand: read, told and rejected; a draft of the plan until it is set; what an undo leaves."""

import io
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest

from segmentation.exports.csv import to_csv
from segmentation.exports.tables import describe
from segmentation.exports.xlsx import WorkbookSheet, workbook
from segmentation.ingest.kinds.registry import propose_kind
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.title import house_of
from segmentation.measures.managers.plan import EVERYBODY, Growth, make_plan, read_proposal
from segmentation.measures.managers.plan_words import FORMULAS, plan_table
from segmentation.settings import plans
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings

OCTOBER, END = date(2026, 10, 1), date(2026, 9, 30)
BILLS = (
    "账单号,日期,客户编号,客户名称,客户经理,台数,金额\n"
    "B1,2026-08-31,K1,财政局,王经理,1,600\nB2,2026-09-07,K1,财政局,王经理,2,200.50\nB3,2026-09-30,K2,远山,,1,99.50\n"
)
HEAD = "月份,客户经理,级别,客户量,频次,桌均,全店目标\n"


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def _land(content, name="targets.csv"):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_file(warehouse, "s", tmp_path / name)

    _land(BILLS, "bills.csv")
    return _land


def uploaded(warehouse, since=None):
    return [
        (row["manager"], row["tier"], row["customers"], row["frequency"], row["standard"], row["revenue"])
        for row in plans.read_uploaded(warehouse, 1, OCTOBER, since).to_pylist()
    ]


def test_a_file_is_a_draft_until_something_is_kept_and_an_undo_takes_it_out(warehouse, land):
    report = land(
        HEAD + '2026-10,王经理,A级,12,2.5,"1,180",100万\n2026年10月,王经理,D,3,,,\n2026-10,没人管,b,1,1,50.5,\n2026-10,王经理,A,12,2.5,1180,\n'
        "合计,,,16,,,\n"
    )
    assert (report["kind"], report["accepted"], report["rejected"], report["skipped"]) == ("targets", 3, 0, {"repeated": 1, "total": 1})
    assert (report["rows_planned"], report["managers"]) == (3, 1)
    assert uploaded(warehouse) == [
        ("王经理", "A", 12, 2.5, Decimal("1180.00"), Decimal("35400.00")), ("王经理", "D", 3, 0.0, 0, 0),
        (None, "B", 1, 1.0, Decimal("50.50"), Decimal("50.50")),
    ]
    assert plans.read_house_target(warehouse, 1, OCTOBER) == 1_000_000
    assert uploaded(warehouse, datetime(2020, 1, 1))
    assert uploaded(warehouse, datetime(2100, 1, 1)) == []
    plans.save_house_target(warehouse, 1, OCTOBER, 5, datetime(2100, 1, 1))
    assert plans.read_house_target(warehouse, 1, OCTOBER) == 5
    undo(warehouse, report["batch"])
    assert uploaded(warehouse) == []


def test_what_cannot_be_read_is_told(warehouse, land):
    report = land(
        HEAD + "2026-10,王,A,1.5,1,1,\n2026-10,王,Z9,1,1,1,\n,王,A,1,1,1,\n2026-10,王,,1,1,1,\n2026-10,王,B,1,x,1,\n2026-10,王,B,1,1,-1,\n"
        "2026-10,王,C,1,1,1,much\n2026-10,王,D,1,1,1,2000\n2026-10,王,D,2,1,1,2000\nsoon,王,D,2,1,1,\n"
    )
    assert (report["accepted"], report["rejected"]) == (1, 9)
    kept = warehouse.cursor().execute("select line_no, reason, value from rejects order by line_no").fetchall()
    assert kept == [
        (2, "customers", "1.5"), (3, "tier", "Z9"), (4, "month_missing", None), (5, "tier_missing", None), (6, "frequency", "x"),
        (7, "standard", "-1"), (8, "house_target", "much"), (10, "row_twice", "D"), (11, "month", "soon"),
    ]


def test_a_file_of_some_managers_leaves_the_others_as_they_were_set(warehouse, land):
    proposal = read_proposal(warehouse, 1, ABCD, OCTOBER, END, settings())
    grown = make_plan(proposal, None, {(EVERYBODY, tier): Growth(frequency=Fraction(1, 10)) for tier in "ABC"})
    plans.save_plan(warehouse, 1, OCTOBER, grown.kept_rows(), plans.SET, datetime(2020, 1, 1))
    assert land(HEAD + "2026-10,王经理,A,7,2,100,\n")["accepted"] == 1
    newest = plans.read_newest(warehouse, 1, OCTOBER)
    shown = make_plan(proposal, None, kept=newest.rows, is_whole=newest.is_whole)
    assert newest.file == "targets.csv"
    planned = {(row.manager, row.tier): (row.customers, row.revenue) for row in shown.rows}
    assert planned == {(row.manager, row.tier): (row.customers, row.revenue) for row in grown.rows} | {
        ("王经理", "A"): (7, Decimal("1400.00")),
    }
    assert any(revenue for (manager, _tier), (_customers, revenue) in planned.items() if manager is None)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_plan_taken_away_comes_back_as_it_was(warehouse, land, lang):
    proposal = read_proposal(warehouse, 1, ABCD, OCTOBER, END, settings())
    plan = make_plan(proposal, Decimal(2000), {(EVERYBODY, "A"): Growth(), ("王经理", "D"): Growth(woken=2)})
    table = plan_table(plan, lang)
    book = workbook([WorkbookSheet("x", describe(table, lang, ABCD), ("a note",))], lang)
    assert io.BytesIO(book).read(2) == b"PK"
    for name, content in (("plan.xlsx", book), ("plan.csv", to_csv(table, lang, labels=True, scheme=ABCD))):
        report = land(content, name)
        assert (report["kind"], report["accepted"], report["rejected"]) == ("targets", 8, 0), name
        again = make_plan(proposal, plans.read_house_target(warehouse, 1, OCTOBER), kept=plans.read_uploaded(
            warehouse, 1, OCTOBER, None).to_pylist())
        assert again.house_target == 2000
        assert [(row.manager, row.tier, row.customers) for row in again.rows] == [
            (row.manager, row.tier, row.customers) for row in plan.rows
        ]
        assert [abs(one.revenue - other.revenue) < Decimal("0.05") for one, other in zip(again.rows, plan.rows, strict=True)] == [True] * 8
        undo(warehouse, report["batch"])


def test_a_workbook_filled_in_by_a_person_says_what_he_may_not_have_meant(warehouse, land):
    proposal = read_proposal(warehouse, 1, ABCD, OCTOBER, END, settings())
    table = plan_table(make_plan(proposal, None), "zh")
    book = openpyxl.load_workbook(io.BytesIO(workbook([WorkbookSheet("x", describe(table, "zh", ABCD))], "zh")))
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[1]}
    assert [sheet.cell(2, columns[name]).value for name in ("客户经理", "级别")] == ["王经理", "A级"]
    sheet.cell(2, columns["目标客户量"]).value = 25
    sheet.cell(2, columns["目标频次"]).value = 2
    sheet.cell(2, columns["目标桌均（元）"]).value = "￥1,180元"  # 25 × 2 × 1180 = 59 000; the revenue beside it is the old one
    said = sheet.cell(2, columns["目标营收（元）"]).value
    sheet.insert_rows(4)  # a blank line after B; C and D stand below it
    sheet.cell(5, columns["客户经理"]).value = "王经里"
    filled = io.BytesIO()
    book.save(filled)
    report = land(filled.getvalue(), "filled.xlsx")
    assert (report["accepted"], report["rejected"], report["skipped"]) == (8, 0, {"total": 1})
    assert ("王经理", "A", 25, 2.0, Decimal("1180.00"), Decimal("59000.00")) in uploaded(warehouse)
    assert [(each["code"], each["count"], each["values"]) for each in report["warnings"]] == [
        ("unknown_managers", 1, {"names": "王经里 (王经理?)"}),
        ("other_revenue", 1, {"said": f"¥{said:,.2f}", "amount": "¥59,000.00", "row": "2"}),
    ]


def test_a_workbook_works_out_what_is_filled_in_and_names_its_store(warehouse, land):
    proposal = read_proposal(warehouse, 1, ABCD, OCTOBER, END, settings())
    table = plan_table(make_plan(proposal, None), "zh")
    names = {name: f"{{{place}}}" for place, name in enumerate(table.column_names)}
    formulas = {table.column_names.index(name): text.format_map(names) for name, text in FORMULAS.items()}
    book = openpyxl.load_workbook(io.BytesIO(workbook([WorkbookSheet("x", describe(table, "zh", ABCD), (), formulas)], "zh")))
    assert [book.active[f"{letter}2"].value for letter in "GHI"] == ["=D2*E2", "=ROUND(D2*E2*F2,2)", '=IF(N(J2)>0,H2/J2,"")']
    assert book.active[f"H{table.num_rows + 2}"].value == f"=SUBTOTAL(109,H2:H{table.num_rows + 1})"
    headers = ["门店", *(cell.value for cell in book.active[1])]
    assert propose_kind(headers, []) == "targets"
    assert house_of(headers, [["望江楼"], ["望江楼"]]) == "望江楼"


def test_other_files_are_not_taken_for_targets():
    assert propose_kind(HEAD.strip().split(","), []) == "targets"
    assert propose_kind(["月份", "营收"], []) == "totals"
    assert propose_kind(["月份", "客户编号", "级别", "客户量", "频次", "桌均"], []) != "targets"
