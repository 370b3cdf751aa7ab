"""Who a customer is, field by field: where each is from, since when, and as it was known on a day."""

import shutil
from datetime import date, timedelta

import pyarrow as pa
import pytest

from segmentation.ingest.edit import edit_profiles
from segmentation.ingest.land import import_file, undo
from segmentation.measures.people.profile import LABELS, field_text, read_profiles, source_text
from segmentation.warehouse import Warehouse

BILLS = "账单号,日期,客户编号,客户名称,手机,客户经理,金额\n"
AUGUST = BILLS + "1,2026-08-03,K1,顾明,13800001207,,100\n2,2026-08-20,K1,顾明,13800001207,李经理,100\n3,2026-08-21,K2,何静,,,50\n"
SEPTEMBER = BILLS + "4,2026-09-05,K1,顾明远,13800001207,周经理,100\n"
PROFILES = "客户编号,客户名称,生日,分类\nK1,顾明远先生,农历八月十六,私企\n"
FAR = date(2099, 12, 31)


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


def land(warehouse, tmp_path, name, text, landed_on):
    """Import a file as if it had come in on a day; return its batch."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    batch = import_file(warehouse, "Pine", path)["batch"]
    with warehouse.writing() as cursor:
        cursor.execute("update batches set landed_at = $day where batch_id = $batch", {"day": landed_on, "batch": batch})
    return batch


def told(warehouse, on, lang="en", customer="K1", as_of=None):
    known = read_profiles(warehouse, 1, [customer], as_of or on, on)[customer]
    assert list(known) == list(LABELS)
    return {field: (field_text(each, lang), source_text(each, lang)) for field, each in known.items() if each.source}


def test_each_field_says_where_it_is_from_and_since_when(warehouse, tmp_path):
    land(warehouse, tmp_path, "aug.csv", AUGUST, date(2026, 9, 1))
    land(warehouse, tmp_path, "sep.csv", SEPTEMBER, date(2026, 10, 1))
    land(warehouse, tmp_path, "list.csv", PROFILES, date(2026, 10, 2))
    edit_profiles(warehouse, 1, {"K1": {"phone": "13900000000", "email": "Gu@X.com"}}, said_on=date(2026, 10, 3))
    assert told(warehouse, date(2026, 10, 5)) == {
        "name": ("顾明远先生", "list.csv, imported 2 Oct 2026"), "phone": ("13900000000", "edited 3 Oct 2026"),
        "email": ("gu@x.com", "edited 3 Oct 2026"), "birthday": ("lunar 8-16", "list.csv, imported 2 Oct 2026"),
        "module": ("私企", "list.csv, imported 2 Oct 2026"), "manager": ("周经理", "bills since 5 Sep 2026"),
    }
    assert told(warehouse, date(2026, 10, 5), "zh")["birthday"] == ("农历八月十六", "list.csv，2026年10月2日导入")


def test_a_look_at_an_earlier_day_sees_what_was_known_then(warehouse, tmp_path):
    land(warehouse, tmp_path, "aug.csv", AUGUST, date(2026, 9, 1))
    land(warehouse, tmp_path, "sep.csv", SEPTEMBER, date(2026, 10, 1))
    edit_profiles(warehouse, 1, {"K1": {"name": "老顾", "manager": "何经理"}}, said_on=date(2026, 10, 3))
    edit_profiles(warehouse, 1, {"K1": {"name": "顾总"}}, said_on=date(2026, 10, 9))
    assert told(warehouse, date(2026, 8, 31)) == {
        "name": ("顾明", "bills since 3 Aug 2026"), "phone": ("13800001207", "bills since 3 Aug 2026"),
        "manager": ("李经理", "bills since 20 Aug 2026"),
    }
    assert told(warehouse, date(2026, 9, 30))["name"] == ("顾明远", "bills since 5 Sep 2026")
    assert told(warehouse, date(2026, 9, 30))["phone"][1] == "bills since 3 Aug 2026"  # September said the same again
    assert told(warehouse, date(2026, 9, 30))["manager"] == ("周经理", "bills since 5 Sep 2026")
    assert told(warehouse, date(2026, 10, 8))["name"] == ("老顾", "edited 3 Oct 2026")
    assert told(warehouse, date(2026, 10, 8))["manager"] == ("何经理", "edited 3 Oct 2026")
    assert told(warehouse, date(2026, 10, 9))["name"] == ("顾总", "edited 9 Oct 2026")
    assert told(warehouse, date(2026, 8, 1))["name"][0] == "顾明"  # what was said first has always held


def test_an_undone_edit_leaves_what_was_there_before_and_a_cleared_field_says_so(warehouse, tmp_path):
    land(warehouse, tmp_path, "aug.csv", AUGUST, date(2026, 9, 1))
    batch = edit_profiles(warehouse, 1, {"K1": {"phone": ""}}, said_on=date(2026, 9, 2))
    assert told(warehouse, FAR)["phone"] == ("", "cleared 2 Sep 2026")
    undo(warehouse, batch)
    assert told(warehouse, FAR)["phone"] == ("13800001207", "bills since 3 Aug 2026")


def test_of_whom_nothing_is_known_nothing_is_said(warehouse, tmp_path):
    land(warehouse, tmp_path, "aug.csv", AUGUST, date(2026, 9, 1))
    assert told(warehouse, FAR, customer="nobody") == {}
    assert told(warehouse, FAR, customer="K2") == {"name": ("何静", "bills since 21 Aug 2026")}


def test_what_is_known_in_the_end_is_what_the_customers_table_holds(sample_houses, tmp_path):
    opened = Warehouse(shutil.copy(sample_houses, tmp_path / "samples.duckdb"))
    keys = [key for (key,) in opened.cursor().execute("select customer_key from customers where store_id = 1 order by 1").fetchall()]
    for at, day in enumerate((date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 4))):
        edit_profiles(opened, 1, {key: {"name": f"N{at}", "note": "" if at == 1 else f"n{at}"} for key in keys[at:40:7]}, said_on=day)
    rows = opened.over("facts/known_fields", {"asked": pa.table({"customer_key": keys})}, store=1, on=FAR).to_pylist()
    known = {(row["customer"], row["field"]): row["said"] for row in rows}
    held = opened.cursor().arrow(f"select customer_key, {', '.join(LABELS)} from customers where store_id = 1").to_pylist()
    assert len(held) > 100
    for row in held:
        assert {field: known.get((row["customer_key"], field)) for field in LABELS} == {field: row[field] for field in LABELS}
    assert min(row["said_on"] for row in rows) > date(2026, 1, 1) - timedelta(days=800)
    opened.close()
