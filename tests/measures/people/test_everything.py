"""Everything known of one customer: payments, records that went in, groups, kept grades, heads and days as people read them."""

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from segmentation.exports.person import person_json, person_workbook
from segmentation.ingest.edit import edit_profiles
from segmentation.ingest.erase.erasing import preview_erasure
from segmentation.ingest.erase.words import place_label
from segmentation.ingest.merges import merge_records
from segmentation.measures.movement.follow_up import follow_up
from segmentation.measures.people.everything import read_everything
from segmentation.settings.groups import Condition, save_group
from segmentation.warehouse import Warehouse
from tests.ingest.erased import House

NOW = datetime(2026, 12, 1)
BILLS = (
    "单号,日期,客户编号,客户名称,手机,包厢,金额\n1,2026-08-01,C001,单雄信,13811112222,牡丹厅,1000\n2,2026-08-20,C002,单二哥,13811112222,牡丹厅,250\n"
    "3,2026-10-03,C003,秦琼,13900000003,桂花厅,300\n"
)
PAYMENTS = "回款日期,客户编号,客户名称,回款金额,付款方式\n2026-09-12,C001,单雄信,77.00,转账\n"


@pytest.fixture
def told(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    house = House(warehouse, tmp_path)
    house.land(BILLS)
    house.land(PAYMENTS, "pay.csv", kind="payments")
    follow_up(warehouse, 1)
    edit_profiles(warehouse, 1, {"C001": {"email": "shan@wagang.example", "birthday": "lunar 08-16"}})
    save_group(warehouse, 1, "单家", "abcd", Condition(customers=("C001", "C003")), NOW)
    save_group(warehouse, 1, "姓单", "abcd", Condition(text="单"), NOW)
    save_group(warehouse, 1, "秦", "abcd", Condition(text="秦"), NOW)
    merge_records(warehouse, 1, [("C001", "C002")])
    places = preview_erasure(warehouse, 1, "C001").places
    yield read_everything(warehouse, 1, "C001"), places
    warehouse.close()


def test_payments_merged_records_groups_and_kept_grades_are_in_it(told):
    parts, places = told
    assert [(row["amount"], row["payment_method"]) for row in parts["payments"].to_pylist()] == [(77, "转账")]
    assert [(row["own_key"], row["name"]) for row in parts["merged"].to_pylist()] == [("C002", "单二哥")]
    assert [(row["own_key"], row["amount"]) for row in parts["merged_bills"].to_pylist()] == [("C002", 250)]
    assert [(row["group_name"], row["is_listed"]) for row in parts["groups"].to_pylist()] == [("单家", True), ("姓单", False)]
    assert {row["own_key"] for row in parts["grades"].to_pylist()} == {"C001", "C002"}
    assert places["payments", "customer_key"] == 1
    assert place_label(("payments", "customer_key"), "zh") == "回款：编号"
    assert b"edit_report" not in person_json(parts)


def test_heads_are_in_one_language_and_days_are_readable(told):
    book = load_workbook(io.BytesIO(person_workbook(told[0], "zh")))
    cells = {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}
    flat = {str(value) for rows in cells.values() for row in rows for value in row if value is not None}
    assert "包厢/台号" in flat
    assert "接受后/上限" not in flat
    assert "农历八月十六" in flat
    assert not [text for text in flat if "lunar" in text or "edited" in text or text == "abcd"]
