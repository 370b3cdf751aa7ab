"""A month is closed when it has what it needs; closed, nothing changes it but a reopening; its certificate tells what it came to."""

import hashlib
import json
from datetime import date, datetime

import pytest

from segmentation.ingest.books import closing_of, list_closings, reopen_month
from segmentation.ingest.edit import set_month_total
from segmentation.ingest.erase.erasing import erase_customer
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.merges import merge_records
from segmentation.ingest.stores import change_day_begins
from segmentation.language.errors import InputError
from segmentation.measures.books.certificate import canonical, certificate_file, close_month
from segmentation.measures.books.verify import holds, verify, verify_file
from segmentation.measures.movement.follow_up import follow_up
from segmentation.measures.movement.snapshots import preview_recompute
from segmentation.schemes import load_scheme
from segmentation.settings.kept import save_scheme_settings, scheme_settings
from segmentation.warehouse import Warehouse

HEADER = "单号,日期,会员号,客户名称,手机,金额\n"
SEPTEMBER = (
    "1,2026-09-01,A,张三,13800000001,100\n2,2026-09-02,B,李四,13900000002,30.50\n3,2026-09-30,B,李四,13900000002,50\n"
)
MONTH, NOW = date(2026, 9, 1), datetime(2026, 10, 8, 9)


class House:
    def __init__(self, folder):
        self.folder, self.warehouse = folder, Warehouse(folder / "warehouse.duckdb")

    def bring(self, text, name="bills.csv", **choices):
        (self.folder / name).write_text(HEADER + text, encoding="utf-8")
        report = import_file(self.warehouse, "s", self.folder / name, Choices(**choices))
        follow_up(self.warehouse, 1)
        return report

    def close(self, **accepted):
        return close_month(self.warehouse, 1, MONTH, "李会计", NOW, **accepted)

    def states(self, closing):
        return {part.key: part.state for part in verify(self.warehouse, 1, closing) if part.state != "same"}


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    yield made
    made.warehouse.close()


@pytest.fixture
def closed(house):
    house.bring(SEPTEMBER)
    house.close()
    return house


def refused(call, *asked, **also):
    with pytest.raises(InputError) as told:
        call(*asked, **also)
    return told.value.code


def test_a_month_whose_bills_end_before_it_is_not_closed(house):
    house.bring(SEPTEMBER.replace("09-30", "09-29"))
    with pytest.raises(InputError, match="2026-09 cannot be closed yet: The bills end on 29 Sep 2026"):
        house.close()
    assert list_closings(house.warehouse) == []


def test_what_was_not_understood_is_accepted_by_who_closes_and_stands_on_the_certificate(house):
    house.bring(SEPTEMBER + "4,kein Tag,A,张三,13800000001,7\n")
    assert refused(house.close) == "cannot_close"
    certificate = json.loads(house.close(accepted={"rejects"}).certificate)
    assert [(each["check"], each["state"], each["accepted"]) for each in certificate["checks"] if each["state"] != "good"] == [
        ("rejects", "open", True)
    ]
    assert certificate["files"][0]["rejected_open"] == 1


def test_a_certificate_holds_files_sums_and_grades_with_hashes_that_can_be_worked_out_again(closed):
    [closing] = list_closings(closed.warehouse, 1)
    told = json.loads(certificate_file(closed.warehouse, closing))
    certificate = told["certificate"]
    data = (closed.folder / "bills.csv").read_bytes()
    assert told["sha256"] == hashlib.sha256(canonical(certificate)).hexdigest()
    assert told["names"] == {"1": "bills.csv"}
    assert (certificate["closed_by"], certificate["closed_at"]) == ("李会计", "2026-10-08T09:00:00")
    assert [(each["sha256"], each["rows"], each["bills_in_month"], each["amount_in_month"]) for each in certificate["files"]] == [
        (hashlib.sha256(data).hexdigest(), 3, 3, "180.50")
    ]
    assert certificate["sums"] == {
        "days": 3, "bills": 3, "amount": "180.50", "tables": 3, "covers": None, "cost": None, "total": None
    }
    assert [(each["tier"], each["customers"], each["contribution"]) for each in certificate["grades"]] == [
        ("A", 1, "100.00"), ("B", 1, "80.50")  # each first by one measure; the money decides
    ]
    assert not [text for text in ("13800000001", "张三") if text in closing.certificate.decode()]
    assert closed.states(closing) == {}


@pytest.mark.parametrize("text", [
    "9,2026-09-15,,,,1\n",  # a new bill
    "3,2026-09-30,B,李四,13900000002,51\n",  # another amount
    "3,2026-09-30,A,张三,13800000001,50\n",  # another customer
])
def test_an_import_that_would_change_a_closed_month_is_refused_and_leaves_nothing(closed, text):
    before = closed.warehouse.version
    assert refused(closed.bring, text, "more.csv", missing_bills="keep") == "month_closed"
    assert closed.warehouse.version == before


def test_a_closed_month_takes_what_changes_nothing_in_it(closed):
    closed.bring("3,2026-09-30,B,李四,13900000002,50\n7,2026-10-05,A,张三,13800000001,20\n", "more.csv", missing_bills="keep")
    [closing] = list_closings(closed.warehouse, 1)
    assert closed.states(closing) == {"files": "other"}  # the bill stands in another file now


def test_undo_total_and_another_hour_of_the_day_are_refused(closed):
    house = closed.warehouse
    assert refused(undo, house, 1) == "month_closed"
    assert refused(set_month_total, house, 1, "2026-09", "500") == "month_closed"
    assert set_month_total(house, 1, "2026-10", "500")
    assert change_day_begins(house, 1, 3) == 0  # its bills have no time: nothing moves


def test_merging_and_erasing_people_leave_a_closed_month_as_it_was_closed(closed):
    [closing] = list_closings(closed.warehouse, 1)
    merge_records(closed.warehouse, 1, [("A", "B")])
    follow_up(closed.warehouse, 1)
    assert closed.states(closing) == {"anew": "later"}
    erase_customer(closed.warehouse, 1, "A", NOW)
    closing = closing_of(closed.warehouse, 1, MONTH)
    assert closed.states(closing) == {"whose": "people", "grades": "people", "anew": "later"}
    assert holds(verify(closed.warehouse, 1, closing))
    assert refused(closed.bring, "9,2026-09-15,,,,1\n", "more.csv", missing_bills="keep") == "month_closed"


def test_grades_of_a_closed_month_stay_when_earlier_bills_come_and_are_not_regraded(closed):
    scheme = load_scheme("abcd")
    closed.bring("8,2026-08-31,A,张三,13800000001,900\n", "august.csv", missing_bills="keep")
    closing = closing_of(closed.warehouse, 1, MONTH)
    assert closed.states(closing) == {"anew": "later"}
    save_scheme_settings(closed.warehouse, 1, scheme, {"window": "60"})
    settings = scheme_settings(closed.warehouse, 1, scheme)
    assert preview_recompute(closed.warehouse, 1, scheme, settings)["month_end"].to_pylist() == [date(2026, 8, 31)]


def test_a_reopened_month_changes_and_the_next_certificate_tells_of_it(closed):
    house = closed.warehouse
    assert refused(reopen_month, house, 1, MONTH, "王店长", "  ", NOW) == "no_reason"
    first = reopen_month(house, 1, MONTH, "王店长", "一张漏单", datetime(2026, 10, 9, 10))
    closed.bring("9,2026-09-15,,,,1\n", "more.csv", missing_bills="keep")
    assert closed.states(first) == {
        "closing": "other", "files": "other", "bills": "other", "whose": "other", "sums": "other"
    }
    second = json.loads(closed.close().certificate)
    assert [(each["reopened_by"], each["reason"], each["sha256"]) for each in second["reopened_before"]] == [
        ("王店长", "一张漏单", first.sha256)
    ]
    assert second["sums"]["amount"] == "181.50"
    assert refused(closed.close) == "month_closed"


def test_a_certificate_that_was_tampered_with_is_told(closed):
    told = json.loads(certificate_file(closed.warehouse, list_closings(closed.warehouse, 1)[0]))
    assert holds(verify_file(closed.warehouse, 1, told))
    other = {**told, "names": dict.fromkeys(told["names"], "假.csv")}
    assert [part.state for part in verify_file(closed.warehouse, 1, other) if part.key == "certificate"] == ["other"]
    told["certificate"]["sums"]["amount"] = "280.50"
    parts = {part.key: part.state for part in verify_file(closed.warehouse, 1, told)}
    assert (parts["certificate"], parts["sums"], parts["bills"]) == ("other", "other", "same")
    assert refused(verify_file, closed.warehouse, 1, {"certificate": {}}) == "no_certificate"
