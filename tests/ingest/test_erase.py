"""Somebody is erased: nothing tells him any more, the money stays, later files do not bring him back."""

import subprocess
import sys
import threading
from datetime import date, datetime
from pathlib import Path

import pytest

from segmentation.ingest.edit import edit_profiles
from segmentation.ingest.erase.certificates import backups_left, list_certificates
from segmentation.ingest.erase.erasing import erase_customer, preview_erasure
from segmentation.ingest.land import undo
from segmentation.language.errors import InputError
from segmentation.measures.grades.grading import grade
from segmentation.measures.groups.members import read_members
from segmentation.schemes import load_scheme
from segmentation.settings.groups import list_groups
from segmentation.settings.kept import scheme_settings
from segmentation.warehouse import Warehouse
from segmentation.warehouse.backups import backup_folder, make_backup
from tests.ingest.erased import (
    BILLS,
    CODE,
    EMAIL,
    HEADER,
    NAME,
    OTHER_PHONE,
    PHONE,
    PROFILES,
    House,
    bytes_of,
    found_in,
    totals,
)

NOW = datetime(2026, 12, 1, 9, 30)
NAMESAKE = {("customers", "name"), ("profile_rows", "name"), ("profile_rows", "note"), ("customers", "note"), ("batches", "report"), ("batches", "file_name"), ("saved_groups", "searched")}


@pytest.fixture
def house(tmp_path):
    made = House(Warehouse(tmp_path / "warehouse.duckdb"), tmp_path)
    yield made
    made.warehouse.close()


def rows(warehouse, sql, *values):
    return warehouse.cursor().execute(sql, {str(n): v for n, v in enumerate(values, 1)} or None).fetchall()


def tiers(warehouse):
    scheme = load_scheme("abcd")
    graded = grade(warehouse, 1, scheme, date(2026, 9, 30), scheme_settings(warehouse, 1, scheme)).to_pylist()
    told = {}
    for row in graded:
        count, money = told.get(row["tier"], (0, 0))
        told[row["tier"]] = (count + 1, money + row["contribution"])
    return told


def test_nothing_that_is_kept_tells_him_and_every_total_stays(house, tmp_path):
    house.full()
    before, graded = totals(house.warehouse), tiers(house.warehouse)
    assert found_in(house.warehouse, NAME, PHONE, EMAIL, CODE, OTHER_PHONE)
    certificate = erase_customer(house.warehouse, 1, CODE, NOW, "李店长")
    assert found_in(house.warehouse, PHONE, "138-1111-2222", EMAIL, CODE, OTHER_PHONE) == []
    left = found_in(house.warehouse, NAME)
    assert {place[:2] for place in left} <= NAMESAKE
    assert rows(house.warehouse, "select customer_key from customers where name = $1", NAME) == [("V9",)]
    assert totals(house.warehouse) == before
    assert tiers(house.warehouse) == graded
    assert certificate.store == "s"
    assert certificate.by == "李店长"
    path = house.warehouse.path
    house.warehouse.close()
    for content in bytes_of(path, tmp_path):
        for text in (PHONE, EMAIL, CODE, OTHER_PHONE, "爱喝酒", "不吃香菜", "下周来", "1980-05-01"):
            assert text.encode() not in content


def test_without_a_namesake_the_name_is_in_no_text_and_in_no_byte(house, tmp_path):
    house.land(BILLS.replace(f"V9,{NAME}", "V9,程咬金"))
    house.land(PROFILES.replace(f"V9,{NAME},13900000009,,私企,叫{NAME}的另一位", "V9,程咬金,13900000009,,私企,"), f"{NAME}等人.csv")
    erase_customer(house.warehouse, 1, CODE, NOW)
    erase_customer(house.warehouse, 1, OTHER_PHONE, NOW)
    assert found_in(house.warehouse, NAME, PHONE, EMAIL, CODE, OTHER_PHONE) == []
    path = house.warehouse.path
    house.warehouse.close()
    for content in bytes_of(path, tmp_path):
        assert NAME.encode() not in content


def test_saved_groups_find_somebody_anonymous_where_they_found_him(house):
    house.full()
    by_name, by_phone, by_end, by_code, listed = sorted(list_groups(house.warehouse, 1), key=lambda group: group.number)

    def found(group):
        return read_members(house.warehouse, group, date(2026, 9, 30))["customer_key"].to_pylist()

    assert sorted(found(listed)) == ["V3", CODE]
    assert found(by_phone) == found(by_end) == found(by_code) == [CODE]
    assert sorted(found(by_name)) == ["V9", CODE]
    places = preview_erasure(house.warehouse, 1, CODE).places
    assert (places["saved_groups", "title"], places["saved_groups", "searched"], places["group_customers", "customer_key"]) == (4, 3, 2)
    erase_customer(house.warehouse, 1, CODE, NOW)
    [(anonymous,)] = rows(house.warehouse, "select customer_key from customers where customer_key like 'anon-%' and has_profile")
    groups = sorted(list_groups(house.warehouse, 1), key=lambda group: group.number)
    assert [group.name for group in groups] == ["***等人0", "***等人1", "***等人2", "***等人3", "list"]
    assert {group.condition.text for group in groups} == {anonymous, NAME, ""}
    assert [found(group) for group in groups[:4]] == [["V9"]] + [[anonymous]] * 3  # the name is that of a namesake still
    assert sorted(found(groups[4])) == ["V3", anonymous]


def test_a_namesake_is_untouched(house):
    house.full()
    told = "select * exclude (batch_id) from profile_rows where customer_key = 'V9' order by all"
    before = rows(house.warehouse, told), rows(house.warehouse, "select * from customers where customer_key = 'V9'")
    erase_customer(house.warehouse, 1, CODE, NOW)
    assert (rows(house.warehouse, told), rows(house.warehouse, "select * from customers where customer_key = 'V9'")) == before
    assert ("profile_rows", "note", f"与{NAME}同名") in found_in(house.warehouse, NAME)


def test_texts_of_others_lose_his_name_and_nothing_else(house):
    house.full()
    erase_customer(house.warehouse, 1, CODE, NOW)
    assert rows(house.warehouse, "select note from customers where customer_key = 'V3'") == [("常与***（***）同来",)]
    assert rows(house.warehouse, "select note from contacts where customer_key = 'V3'") == [("问起***",)]
    assert rows(house.warehouse, "select cells from bill_cells where line_no = 5") == [("与***同来 电话***",)]
    [(cells,)] = rows(house.warehouse, "select cells from rejects where list_contains(cells, 'V3')")
    assert cells == ["8", "2026-09-07", "V3", "秦琼", "13900000003", "", "陈经理", "桂花厅", "", "与***"]
    [(his,)] = rows(house.warehouse, "select cells from rejects where not list_contains(cells, 'V3')")
    assert set(his) == {""}


def test_a_longer_name_of_somebody_else_stays_whole(house):
    house.land(HEADER + f"1,2026-08-01,{CODE},单雄,{PHONE},,,,10,\n2,2026-08-02,V3,单雄信,13900000003,,,,10,单雄信和单雄\n")
    erase_customer(house.warehouse, 1, CODE, NOW)
    assert rows(house.warehouse, "select cells from bill_cells") == [("单雄信和***",)]
    assert rows(house.warehouse, "select name from customers where name is not null") == [("单雄信",)]


def test_what_somebody_else_has_too_stays_with_him(house):
    house.land(HEADER + f"1,2026-08-01,{CODE},{NAME},{PHONE},,,,10,\n2,2026-08-02,V3,秦琼,{PHONE},,,,20,\n")
    assert preview_erasure(house.warehouse, 1, CODE).shared == (PHONE,)
    erase_customer(house.warehouse, 1, CODE, NOW)
    assert rows(house.warehouse, "select customer_key, phone from customers where phone is not null") == [("V3", PHONE)]
    house.land(HEADER + f"3,2026-08-03,V3,秦琼,{PHONE},,,,5,\n4,2026-08-04,{CODE},{NAME},{PHONE},,,,7,\n", "b.csv")
    assert rows(house.warehouse, "select customer_key = 'V3', sum(amount) from bills group by 1 order by 1") == [(False, 17), (True, 25)]


def test_the_preview_says_every_place_and_changes_nothing(house):
    house.full()
    version, before = house.warehouse.version, found_in(house.warehouse, NAME, PHONE, EMAIL, CODE, OTHER_PHONE)
    found = preview_erasure(house.warehouse, 1, CODE)
    assert house.warehouse.version == version
    assert found_in(house.warehouse, NAME, PHONE, EMAIL, CODE, OTHER_PHONE) == before
    assert found.places["bills", "customer_key"] == 3
    assert found.places["bills", "room"] == 1
    assert found.places["rejects", "cells"] == 2
    assert found.places["bill_cells", "cells"] == 4
    assert found.places["settings", "value"] == 1
    assert found.places["care_notes", "note"] == 1
    assert (found.namesakes, found.elsewhere, found.bare) == (1, (), False)
    assert erase_customer(house.warehouse, 1, CODE, NOW).places == tuple((*place, count) for place, count in found.places.items())


@pytest.mark.parametrize("line", [
    f"91,2026-10-01,{CODE},改了名,13500000000,,苗经理,大厅,11,找改了名",  # by the code, under another name and phone
    f"91,2026-10-01,V888,单先生,{PHONE},,苗经理,大厅,11,找单先生",  # by the phone, under another code
    "91,2026-10-01,V888,单先生,+86 138-1111-2222,,苗经理,大厅,11,找单先生",
    f"91,2026-10-01,V888,单先生,,{EMAIL.upper()},苗经理,大厅,11,找单先生",  # by the e-mail
    f"91,2026-10-01,,单先生,{OTHER_PHONE},,苗经理,大厅,11,找单先生",  # by the phone of the merged record
])
def test_a_later_bill_of_his_counts_without_him(house, line):
    house.full()
    erase_customer(house.warehouse, 1, CODE, NOW)
    report = house.land(HEADER + line + "\n", "later.csv")
    assert [each["count"] for each in report["warnings"] if each["code"] == "erased"] == [1]
    assert rows(house.warehouse, "select customer_key like 'anon-%', sum(amount) from bills where amount = 11 group by all") == [(True, 11)]
    assert rows(house.warehouse, "select count(*) from customers") == [(3,)]
    for text in ("改了名", "单先生", PHONE, EMAIL, CODE, OTHER_PHONE, "V888", "13500000000"):
        assert found_in(house.warehouse, text) == []


def test_the_old_files_do_not_bring_him_back(house):
    house.land(BILLS)
    house.land(PROFILES, "profiles.csv")
    before = totals(house.warehouse)
    erase_customer(house.warehouse, 1, CODE, NOW)
    for batch in (2, 1):
        undo(house.warehouse, batch)
    assert rows(house.warehouse, "select count(*) from customers") == [(0,)]
    house.land(BILLS)
    house.land(PROFILES, "profiles.csv")
    assert found_in(house.warehouse, PHONE, EMAIL, CODE) == []
    assert {place[:2] for place in found_in(house.warehouse, f"{NAME}喜辣", "爱喝酒", "1980-05-01")} == set()
    assert rows(house.warehouse, "select count(*) from customers where customer_key like 'anon-%' and has_profile") == [(1,)]
    after = totals(house.warehouse)
    assert (after[0], after[1], after[3]) == (before[0], before[1], before[3])
    assert [sum(row[1] for row in rows(house.warehouse, "select 1, count(*) from bills where customer_key like 'anon-%'"))] == [2]


def test_a_bare_name_blocks_nobody(house):
    house.full()
    erase_customer(house.warehouse, 1, CODE, NOW)
    house.land("日期,客户名称,金额\n2026-10-02,单雄信,12\n2026-10-03,秦叔宝,13\n", "names.csv")
    assert rows(house.warehouse, "select customer_key, amount from bills where amount in (12, 13) order by 2") == [(NAME, 12), ("秦叔宝", 13)]


def test_batches_of_before_are_undone_as_ever(house):
    merge, edit = house.full()
    erase_customer(house.warehouse, 1, CODE, NOW)
    undo(house.warehouse, merge)
    held = "select customer_key like 'anon-%' as his, customer_key, sum(amount) from visits group by all having his order by 3"
    assert [row[2] for row in rows(house.warehouse, held)] == [200, 1500]
    undo(house.warehouse, edit)
    assert found_in(house.warehouse, PHONE, EMAIL, CODE, OTHER_PHONE) == []
    undo(house.warehouse, 1)
    assert rows(house.warehouse, "select count(*) from bills where customer_key like 'anon-%'") == [(0,)]


def test_two_are_erased_one_after_the_other(house):
    house.full()
    erase_customer(house.warehouse, 1, CODE, NOW)
    erase_customer(house.warehouse, 1, "V3", NOW)
    assert found_in(house.warehouse, "秦琼", "13900000003", PHONE) == []
    house.land(HEADER + f"92,2026-10-01,V3,秦琼,13900000003,,,大厅,1,\n93,2026-10-01,{CODE},{NAME},{PHONE},,,大厅,2,\n", "later.csv")
    found = rows(house.warehouse, "select count(distinct customer_key), sum(amount) from bills where bill_date = '2026-10-01'")
    assert found == [(2, 3)]
    assert found_in(house.warehouse, "秦琼", "13900000003", PHONE, CODE) == []
    assert len(list_certificates(house.warehouse, 1)) == 2


def test_who_was_erased_is_not_erased_again_nor_named_again(house):
    house.full()
    erase_customer(house.warehouse, 1, CODE, NOW)
    [(key,)] = rows(house.warehouse, "select customer_key from customers where customer_key like 'anon-%'")
    for act in (
        lambda: erase_customer(house.warehouse, 1, key, NOW), lambda: edit_profiles(house.warehouse, 1, {key: {"name": NAME}}),
    ):
        with pytest.raises(InputError) as told:
            act()
        assert told.value.code == "erased_before"
    with pytest.raises(InputError) as told:
        erase_customer(house.warehouse, 1, "nobody", NOW)
    assert told.value.code == "unknown_profile"


def test_rejected_rows_of_later_files_keep_nothing_of_him(house):
    house.full()
    erase_customer(house.warehouse, 1, CODE, NOW)
    report = house.land(HEADER + f"94,2026-10-01,{CODE},单先生,,,,大厅,不知,\n95,2026-10-01,,,,,,大厅,3,\n96,坏日期,V3,秦琼,138 1111 2222,,,大厅,4,\n", "c.csv")
    assert report["rejected"] == 2
    assert [set(cells) for (cells,) in rows(house.warehouse, "select cells from rejects where batch_id = $1", report["batch"])] == [{""}, {""}]


def test_without_the_key_an_import_says_so_and_nobody_else_is_erased(house):
    house.full()
    erase_customer(house.warehouse, 1, CODE, NOW)
    path = house.warehouse.path.with_name("warehouse.duckdb.key")
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_bytes()) == 32
    path.unlink()
    report = house.land(HEADER + "97,2026-10-01,V3,秦琼,13900000003,,,大厅,1,\n", "later.csv")
    assert "erased_key_missing" in {each["code"] for each in report["warnings"]}
    with pytest.raises(InputError) as told:
        erase_customer(house.warehouse, 1, "V3", NOW)
    assert told.value.code == "erased_key_missing"


def test_backups_that_hold_him_are_named(house):
    empty = make_backup(house.warehouse, "backup", datetime(2026, 7, 1))
    house.full()
    made = make_backup(house.warehouse, "backup", datetime(2026, 9, 30))
    broken = backup_folder(house.warehouse.path) / "broken.duckdb"
    broken.write_bytes(b"x" * 5000)
    found = preview_erasure(house.warehouse, 1, CODE).backups
    assert {(backup.path.name, holds) for backup, holds in found} == {(made.name, True), ("broken.duckdb", None)}
    certificate = erase_customer(house.warehouse, 1, CODE, NOW)
    assert set(certificate.backups) == {made.name, "broken.duckdb"}
    assert empty.name not in certificate.backups
    made.unlink()
    assert [path.name for path in backups_left(house.warehouse, certificate)] == ["broken.duckdb"]


def test_the_certificate_says_what_was_done_and_nothing_of_him(house):
    import hashlib

    house.full()
    certificate = erase_customer(house.warehouse, 1, CODE, NOW, "李店长")
    assert list_certificates(house.warehouse, 1) == [certificate]
    assert certificate.erased_at == "2026-12-01T09:30:00"
    assert certificate.rows > 20
    assert certificate.fingerprint == hashlib.sha256(certificate.text().encode()).hexdigest()
    for text in (NAME, PHONE, EMAIL, CODE, "anon-"):
        assert text not in certificate.text()


def test_what_breaks_off_before_the_exchange_leaves_everything(house, monkeypatch):
    house.full()
    content, told = totals(house.warehouse), found_in(house.warehouse, NAME, PHONE)

    def killed(*_args):
        raise OSError(5, "killed")

    monkeypatch.setattr("segmentation.warehouse.database.exchange", killed)
    with pytest.raises(InputError):
        erase_customer(house.warehouse, 1, CODE, NOW)
    assert (totals(house.warehouse), found_in(house.warehouse, NAME, PHONE)) == (content, told)
    monkeypatch.undo()
    erase_customer(house.warehouse, 1, CODE, NOW)
    assert found_in(house.warehouse, PHONE) == []


def test_one_of_two_people_under_a_key_is_erased_and_the_other_stays(house):
    from segmentation.ingest.merges import part_person

    text = "单号,日期,客户名称,手机,金额\n1,2026-08-01,张三,13800000001,10\n2,2026-08-02,李四,13800000001,20\n"
    house.land(text)
    part_person(house.warehouse, 1, "13800000001", "李四")
    erase_customer(house.warehouse, 1, "13800000001 李四", NOW)
    assert found_in(house.warehouse, "李四") == []
    house.land("单号,日期,客户名称,手机,金额\n3,2026-08-03,李四,13800000001,40\n4,2026-08-04,张三,13800000001,80\n", "b.csv")
    assert found_in(house.warehouse, "李四") == []
    found = "select customer_key like 'anon-%', sum(amount) from visits group by 1 order by 1"
    assert rows(house.warehouse, found) == [(False, 90), (True, 60)]
    assert rows(house.warehouse, "select name, phone from customers where name = '张三'") == [("张三", "13800000001")]


def test_who_was_parted_from_somebody_erased_stays_apart(house):
    from segmentation.ingest.merges import part_person

    house.land("单号,日期,客户名称,手机,金额\n1,2026-08-01,张三,13800000001,10\n2,2026-08-02,李四,13800000001,20\n")
    part_person(house.warehouse, 1, "13800000001", "李四")
    erase_customer(house.warehouse, 1, "13800000001", NOW)
    assert found_in(house.warehouse, "张三") == []
    house.land("单号,日期,客户名称,手机,金额\n3,2026-08-03,李四,13800000001,40\n4,2026-08-04,张三,13800000001,80\n", "b.csv")
    assert found_in(house.warehouse, "张三") == []
    found = "select customer_key like 'anon-%', sum(amount) from visits group by 1 order by 1"
    assert rows(house.warehouse, found) == [(False, 60), (True, 90)]


def test_a_process_killed_before_the_exchange_leaves_the_old_file_whole(house, tmp_path):
    house.full()
    content, path = totals(house.warehouse), house.warehouse.path
    house.warehouse.close()
    code = (
        "import os, sys\nfrom datetime import datetime\nimport segmentation.warehouse.database as database\n"
        "from segmentation.ingest.erase.erasing import erase_customer\n"
        "database.exchange = lambda *_args: os._exit(9)\n"
        "erase_customer(database.Warehouse(sys.argv[1]), 1, sys.argv[2], datetime(2026, 12, 1))\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path), CODE], cwd=Path(__file__).parents[2]).returncode == 9
    warehouse = Warehouse(path)
    assert totals(warehouse) == content
    assert not list(warehouse.work_dir.glob("rewrite_*"))
    erase_customer(warehouse, 1, CODE, NOW)
    assert found_in(warehouse, PHONE) == []
    warehouse.close()


def test_whoever_reads_meanwhile_is_told_or_served_and_never_breaks(house):
    house.full()
    seen, stop = set(), threading.Event()

    def read():
        while not stop.is_set():
            try:
                seen.add(house.warehouse.table("land/stores")["bills"].to_pylist()[0])
            except InputError as error:
                seen.add(error.code)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    erase_customer(house.warehouse, 1, CODE, NOW)
    stop.set()
    for thread in threads:
        thread.join()
    assert seen <= {6, "rewritten"}
    assert 6 in seen
    assert house.warehouse.table("land/stores").num_rows == 1


def test_a_number_that_holds_his_phone_or_code_goes_on_telling_bills_apart(house):
    text = HEADER + f"{PHONE}-1,2026-08-01,{CODE},{NAME},{PHONE},,,,10,\n{CODE}-2,2026-08-02,{CODE},{NAME},{PHONE},,,,20,\n3,2026-08-03,V3,秦琼,,,,,5,\n"
    house.land(text)
    erase_customer(house.warehouse, 1, CODE, NOW)
    house.land(text.replace(",20,", ",30,"), "b.csv")
    assert found_in(house.warehouse, PHONE, CODE) == []
    told = "select count(*), count(distinct bill_no), sum(amount) from bills where replaced_by is null"
    assert rows(house.warehouse, told) == [(3, 3, 45)]
