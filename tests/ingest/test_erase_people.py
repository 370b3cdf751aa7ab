"""Erasing one of two people who were parted or merged, and groups that find others as well."""

from datetime import date, datetime

import pytest

from segmentation.ingest.erase.erasing import erase_customer, preview_erasure
from segmentation.ingest.land import undo
from segmentation.ingest.merges import merge_records, part_person
from segmentation.language.errors import InputError
from segmentation.measures.groups.members import read_members
from segmentation.measures.people.merges import read_pairs, read_said
from segmentation.settings.groups import Condition, list_groups, save_group
from tests.ingest.erased import found_in

NOW = datetime(2026, 12, 1, 9, 30)
HEADER = "账单号,日期,客户姓名,手机号,金额,备注\n"
TWO = HEADER + (
    "1,2026-01-01,张大山,13800000001,100,\n2,2026-01-02,李小溪,13800000001,200,\n3,2026-01-03,张大山,13800000001,300,\n"
    "4,2026-01-04,王五,13800000005,5,\n"
)
KEY, PARTED = "13800000001", "13800000001 李小溪"


def rows(house, sql):
    return house.warehouse.cursor().execute(sql).fetchall()


def money(house):
    """Who has how much, by name (None: anonymous)."""
    return sorted(rows(house, (
        "select customers.name, sum(visits.amount) from visits left join customers on customers.store_id = visits.store_id "
        "and customers.customer_key = visits.customer_key group by customers.customer_key, customers.name"
    )), key=str)


@pytest.mark.parametrize(("erased", "left"), [(PARTED, [("张大山", 400), ("王五", 5), (None, 200)]), (KEY, [("李小溪", 200), ("王五", 5), (None, 400)])])
def test_a_parting_is_not_taken_back_once_one_of_the_two_is_erased(house, erased, left):
    house.land(TWO)
    batch = part_person(house.warehouse, 1, KEY, "李小溪")
    erase_customer(house.warehouse, 1, erased, NOW)
    before = money(house)
    assert before == sorted(left, key=str)
    with pytest.raises(InputError) as told:
        undo(house.warehouse, batch)
    assert told.value.code == "undo_after_erasure"
    assert money(house) == before


def test_a_parting_taken_back_before_the_erasure_erases_both(house):
    house.land(TWO)
    undo(house.warehouse, part_person(house.warehouse, 1, KEY, "李小溪"))
    erase_customer(house.warehouse, 1, KEY, NOW)
    assert money(house) == sorted([("王五", 5), (None, 600)], key=str)
    assert found_in(house.warehouse, "张大山", "李小溪") == []


def test_an_anonymous_key_is_nobodys_name_when_files_come_again(house):
    house.land(TWO)
    part_person(house.warehouse, 1, KEY, "李小溪")
    erase_customer(house.warehouse, 1, PARTED, NOW)
    house.land(TWO + "5,2026-01-05,李小溪,13800000001,50,\n", "b.csv", missing_bills="keep")
    assert money(house) == sorted([("张大山", 400), ("王五", 5), (None, 250)], key=str)


def test_nobody_is_merged_with_somebody_erased(house):
    house.land(TWO)
    erase_customer(house.warehouse, 1, KEY, NOW)
    [(anonymous,)] = rows(house, "select customer_key from customers where name is null")
    for pair in ((anonymous, "13800000005"), ("13800000005", anonymous)):
        with pytest.raises(InputError) as told:
            merge_records(house.warehouse, 1, [pair])
        assert told.value.code == "erased_before"


def test_two_who_were_parted_are_not_proposed_again_and_have_their_own_visits_and_money(house):
    house.land(TWO)
    batch = part_person(house.warehouse, 1, KEY, "李小溪")
    assert read_pairs(house.warehouse, 1).num_rows == 0
    [said] = read_said(house.warehouse, 1)
    assert (said["other"], said["visits"], said["total_spend"]) == (PARTED, 1, 200)
    merge_records(house.warehouse, 1, [("13800000005", PARTED)])
    assert [(row["rule"], row["visits"], row["total_spend"]) for row in read_said(house.warehouse, 1)] == [("merged", 1, 200), ("parted", 1, 200)]
    undo(house.warehouse, batch + 1)
    undo(house.warehouse, batch)
    assert read_said(house.warehouse, 1) == []


def test_three_under_one_key_are_not_proposed_once_two_are_parted(house):
    house.land(TWO + "5,2026-01-05,赵六,13800000001,50,\n")
    part_person(house.warehouse, 1, KEY, "李小溪")
    part_person(house.warehouse, 1, KEY, "赵六")
    assert read_pairs(house.warehouse, 1).num_rows == 0


def test_a_merge_of_two_of_one_name_says_their_keys(house):
    house.land("账单号,日期,客户编号,客户姓名,手机号,金额\n1,2026-01-01,K1,赵一,13800000001,100\n2,2026-01-02,K2,赵一,13800000001,200\n")
    batch = merge_records(house.warehouse, 1, [("K1", "K2")])
    name = f"select file_name from batches where batch_id = {batch}"
    assert rows(house, name) == [("赵一 (K1): 赵一 (K2) merged into this record",)]
    erase_customer(house.warehouse, 1, "K1", NOW)
    [(said,)] = rows(house, name)
    one, other = said.removesuffix(" merged into this record").split(": ")
    assert one.startswith("anon-")
    assert other.startswith("anon-")
    assert one != other


def test_a_group_that_looks_for_a_name_of_several_keeps_the_others(house):
    house.land(HEADER + (
        "1,2026-01-01,王伟,13900002222,100,\n2,2026-01-02,王伟,13900009999,200,\n3,2026-01-03,王伟华,13900003333,300,\n"
    ))
    save_group(house.warehouse, 1, "搜索", "abcd", Condition(text="王伟"), NOW)
    save_group(house.warehouse, 1, "华", "abcd", Condition(text="王伟华"), NOW)
    assert ("groups", 1) in preview_erasure(house.warehouse, 1, "13900002222").left

    def members():
        return [sorted(read_members(house.warehouse, group, date(2026, 1, 3))["customer_key"].to_pylist()) for group in list_groups(house.warehouse, 1)]

    assert members() == [["13900003333"], ["13900002222", "13900003333", "13900009999"]]
    erase_customer(house.warehouse, 1, "13900002222", NOW)
    assert members() == [["13900003333"], ["13900003333", "13900009999"]]
