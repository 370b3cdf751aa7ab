"""What stands in the column of managers where a customer has none is nobody: in files, in what was kept before, and by hand."""

from datetime import date

import pytest

from segmentation.ingest.land import import_file
from segmentation.ingest.managers import assign_customers, edit_managers
from segmentation.language.errors import InputError
from segmentation.language.text import NOBODY, is_nobody
from segmentation.measures.managers.register import read_holders, read_managers
from segmentation.measures.movement.day_ends import kept_days
from segmentation.measures.movement.follow_up import follow_up
from segmentation.warehouse import Warehouse, run

LAST = date(2026, 9, 30)
WORDS = ["—", "-", "无", "/", "没有", "N/A", "none", "None", " — ", "—— "]


@pytest.fixture
def warehouse(tmp_path):
    made = Warehouse(tmp_path / "warehouse.duckdb")
    yield made
    made.close()


def bring(warehouse, tmp_path, text):
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    return import_file(warehouse, "Pine Hotel", path)


def names(warehouse):
    return [each.name for each in read_managers(warehouse, 1, LAST).managers]


def holders(warehouse):
    rows = read_holders(warehouse, 1, read_managers(warehouse, 1, LAST), LAST).to_pylist()
    return {row["customer_key"]: row["manager"] for row in rows}


def test_bills_and_profiles_with_a_dash_name_nobody(warehouse, tmp_path):
    bring(warehouse, tmp_path, "账单号,日期,客户编号,客户经理,消费金额\nB0,2026-09-01,K0,李明,5\nB9,2026-09-30,K0,—,5\n" + "".join(
        f"B{number},2026-09-30,K{number},{word},5\n" for number, word in enumerate(WORDS, 11)
    ))
    assert (names(warehouse), holders(warehouse)) == (["李明"], {"K0": "李明"})
    bring(warehouse, tmp_path, "客户编号,客户名称,客户经理\n" + "".join(
        f"K{number},客户{number}号,{word}\n" for number, word in enumerate(WORDS, 11)
    ) + "K2,王五,周芳\n")
    assert (names(warehouse), holders(warehouse)) == (["周芳", "李明"], {"K0": "李明", "K2": "周芳"})


def test_what_was_kept_before_as_a_manager_is_nobody_once_it_is_opened(warehouse, tmp_path):
    bring(warehouse, tmp_path, "账单号,日期,客户编号,客户经理,消费金额\nB1,2026-09-29,K1,李明,5\nB2,2026-09-30,K1,X,5\nB3,2026-09-30,K2,X,5\n")
    bring(warehouse, tmp_path, "客户编号,客户名称,客户经理\nK3,王五,Y\n")
    follow_up(warehouse, 1)
    with warehouse.writing() as cursor:
        cursor.execute("update bills set manager = '—' where manager = 'X'; update profile_rows set manager = '无' where manager = 'Y'")
        cursor.execute("update kept_ends set named = '—' where named = 'X'; update customers set manager = '无' where manager = 'Y'")
        cursor.execute("update meta set value = '16' where name = 'schema'")
    assert names(warehouse) != ["李明"]
    warehouse.close()
    opened = Warehouse(warehouse.path)
    assert kept_days(opened, 1) == set()
    assert (names(opened), holders(opened)) == (["李明"], {"K1": "李明"})
    follow_up(opened, 1)
    assert (names(opened), holders(opened)) == (["李明"], {"K1": "李明"})
    opened.close()


def test_nobody_is_no_manager_by_hand_either(warehouse, tmp_path):
    bring(warehouse, tmp_path, "账单号,日期,客户编号,客户经理,消费金额\nB1,2026-09-30,K1,李明,5\n")
    for write in (lambda: edit_managers(warehouse, 1, {"—": {"rank": "2"}}), lambda: assign_customers(warehouse, 1, {"K1": "无"}, LAST)):
        with pytest.raises(InputError) as refused:
            write()
        assert refused.value.code == "no_manager_name"


def test_python_and_the_macro_mean_the_same(warehouse):
    cursor = warehouse.cursor()
    run(cursor, "stage/text_macros")
    for word in [*NOBODY, *WORDS, "李明", "无锡", "Nona", "A/B", "-李"]:
        [(name,)] = cursor.execute("select clean_manager($word)", {"word": word}).fetchall()
        assert (name is None) == is_nobody(word), word
