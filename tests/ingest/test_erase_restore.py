"""A backup put back does not bring back whoever was erased after it was made."""

from datetime import datetime

import pytest

from segmentation.ingest.erase.certificates import list_certificates
from segmentation.ingest.erase.erasing import erase_customer
from segmentation.ingest.erase.restoring import carried_text, restore_backup
from segmentation.language.errors import InputError
from tests.ingest.erased import CODE, EMAIL, HEADER, NAME, OTHER_PHONE, PHONE, found_in, totals

NOW = datetime(2026, 12, 1, 9, 30)


def test_an_older_backup_is_cleared_of_whoever_was_erased_since(house):
    house.full()
    backup = house.warehouse.backup(house.folder / "old.duckdb")
    before = totals(house.warehouse)
    certificate = erase_customer(house.warehouse, 1, CODE, NOW)
    carried = restore_backup(house.warehouse, backup)
    assert carried.erasures == ((certificate.number, NOW),)
    assert carried.people == 1
    assert found_in(house.warehouse, PHONE, EMAIL, CODE, OTHER_PHONE) == []
    assert totals(house.warehouse) == before
    assert list_certificates(house.warehouse, 1) == [certificate]
    assert certificate.number in carried_text(carried, "en")
    house.land(HEADER + f"91,2026-10-01,{CODE},改了名,{PHONE},,苗经理,大厅,11,找改了名\n", "later.csv")
    assert found_in(house.warehouse, PHONE, "改了名") == []
    told = "select count(distinct customer_key) from bills where customer_key like 'anon-%'"
    assert house.warehouse.cursor().execute(told).fetchall() == [(1,)]


def test_a_backup_of_after_the_erasure_says_nothing(house):
    house.full()
    erase_customer(house.warehouse, 1, CODE, NOW)
    backup = house.warehouse.backup(house.folder / "new.duckdb")
    before = totals(house.warehouse)
    carried = restore_backup(house.warehouse, backup)
    assert (carried.erasures, carried.people, carried_text(carried, "en")) == ((), 0, "")
    assert totals(house.warehouse) == before


def test_without_the_key_nothing_is_put_back(house):
    house.full()
    backup = house.warehouse.backup(house.folder / "old.duckdb")
    erase_customer(house.warehouse, 1, CODE, NOW)
    house.warehouse.path.with_name("warehouse.duckdb.key").unlink()
    with pytest.raises(InputError) as told:
        restore_backup(house.warehouse, backup)
    assert told.value.code == "erased_key_missing"
    assert found_in(house.warehouse, PHONE) == []


def test_what_was_read_of_uploads_that_hold_him_is_removed_at_once(house):
    house.full()
    folder = house.warehouse.work_dir / "upload_1"
    folder.mkdir()
    (folder / "read-his.txt").write_text(f"1,{NAME},500\n", encoding="utf-8")
    (folder / "read-other.txt").write_text("1,程咬金,500\n", encoding="utf-8")
    erase_customer(house.warehouse, 1, CODE, NOW)
    assert [path.name for path in folder.iterdir()] == ["read-other.txt"]
