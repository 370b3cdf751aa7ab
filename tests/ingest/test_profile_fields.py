"""Potential and contacts in profile files: accepted as people write them, told where they are wrong, nothing else lost."""

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.rejects import list_rejects, rejects_csv
from segmentation.warehouse import Warehouse
from tests.ingest.contents import state

LATER = ("ratings", "care_notes", "snapshots", "snapshot_tiers", "manager_rows")  # tables that came after profiles
HEADER = "客户编号,客户名称,客户经理,潜力,每月联系次数\n"


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def _land(content, name="profiles.csv", **choices):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return import_file(warehouse, "s", path, Choices(**choices))

    return _land


def profiles(warehouse):
    rows = warehouse.cursor().execute("select customer_key, manager, potential, contacts from customers order by 1").fetchall()
    return {key: tuple(fields) for key, *fields in rows}


def test_potential_and_contacts_are_read_as_people_write_them(warehouse, land):
    report = land(HEADER + "K1,张三,王经理,a,4次\nK2,李四,,Ｂ类,２.5\nK3,王五,,80分,0\nK4,赵六,,85.0,\nK5,钱七,,,10 次/月\n")
    assert (report["kind"], report["accepted"], report["rejected"]) == ("customers", 5, 0)
    assert profiles(warehouse) == {
        "K1": ("王经理", "A", "4"), "K2": (None, "B", "2.5"), "K3": (None, "80", "0"), "K4": (None, "85", None), "K5": (None, None, "10"),
    }


def test_a_wrong_potential_is_told_and_the_rest_of_the_profile_lands(warehouse, land):
    report = land(HEADER + "K1,张三,王经理,高,4\nK2,李四,李经理,A,常\nK3,王五,,101,\nK4,赵六,,C,1\nK4,赵六,,x,3\n")
    assert (report["rows"], report["accepted"], report["rejected"], report["customers"], report["new_customers"]) == (5, 1, 4, 4, 4)
    assert profiles(warehouse) == {
        "K1": ("王经理", None, "4"), "K2": ("李经理", "A", None), "K3": (None, None, None), "K4": (None, "C", "3"),
    }
    assert [(row["line"], row["column"], row["value"]) for row in list_rejects(warehouse, 1)] == [
        (2, "潜力", "高"), (3, "每月联系次数", "常"), (4, "潜力", "101"), (6, "潜力", "x"),
    ]
    assert list_rejects(warehouse, 1)[0]["reason"] == "This is no potential (A, B, C or 1–100); the rest of the profile was taken"


def test_the_mended_rows_bring_what_was_missing(warehouse, land):
    land(HEADER + "K1,张三,王经理,高,4\n")
    land(rejects_csv(warehouse, 1, "en").decode("utf-8-sig").replace("高,4", "A,4"), "mended.csv")
    assert profiles(warehouse) == {"K1": ("王经理", "A", "4")}


def test_a_file_whose_potentials_are_all_wrong_lands_and_is_undone(warehouse, land):
    before = state(warehouse)
    report = land(HEADER + "K1,张三,王经理,高,4\n")
    assert (report["accepted"], report["rejected"], report["customers"]) == (0, 1, 1)
    undo(warehouse, report["batch"])
    assert state(warehouse) == before


@pytest.mark.parametrize("header", ["联系次数", "每月联系", "拜访次数", "月联系次数", "contacts per month", "Calls per month", "Contacts a month"])
def test_contacts_have_many_headers(warehouse, land, header):
    report = land(f"客户编号,客户名称,{header}\nK1,张三,4\n")
    assert (report["kind"], report["mapping"]["contacts"]) == ("customers", header)
    assert profiles(warehouse)["K1"][2] == "4"


def test_a_warehouse_of_before_gets_its_potentials_in_capitals_and_loses_nothing(warehouse, land):
    land("客户编号,客户名称,潜力\nK1,张三,A\nK2,李四,80\n")
    with warehouse.writing() as cursor:  # as it was before ratings and contacts came
        for table in LATER:
            cursor.execute(f"drop table {table}")
        cursor.execute("alter table customers drop column contacts; alter table profile_rows drop column contacts")
        cursor.execute("update customers set potential = 'a' where customer_key = 'K1'; update meta set value = '2' where name = 'schema'")
    warehouse.close()
    reopened = Warehouse(warehouse.path)
    assert profiles(reopened) == {"K1": (None, "A", None), "K2": (None, "80", None)}
    assert reopened.cursor().execute("select count(*) from ratings").fetchall() == [(0,)]
    reopened.close()


def test_an_address_is_no_region_and_what_is_not_taken_is_said(tmp_path):
    from segmentation.ingest.land import import_file
    from segmentation.warehouse import Warehouse

    warehouse, path = Warehouse(tmp_path / "address.duckdb"), tmp_path / "members.csv"
    path.write_text("客户姓名,手机号,生日,地址,介绍人\n王伟,13900002222,1980-02-03,北京路1号,李总\n王伟华,13900003333,1981-03-04,南京路2号,王伟\n", encoding="utf-8")
    report = import_file(warehouse, "s", path)
    [said] = [each for each in report["warnings"] if each["code"] == "columns_unread"]
    assert said["values"]["headers"] == "地址, 介绍人"
    assert warehouse.cursor().execute("select count(region) from customers").fetchall() == [(0,)]
    path.write_text("客户姓名,手机号,生日,地址\n王伟,13900002222,1980-02-03,城东\n", encoding="utf-8")
    import_file(warehouse, "s", path)
    assert warehouse.cursor().execute("select region from customers order by 1 nulls last").fetchall() == [("城东",), (None,)]
    warehouse.close()
