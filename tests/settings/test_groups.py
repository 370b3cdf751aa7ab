"""Saved groups as they are kept: names, what is refused, deleted and taken back, gone with the store."""

from datetime import date, datetime

import pytest

from segmentation.ingest.stores import delete_store
from segmentation.language.errors import InputError
from segmentation.settings.groups import (
    Condition,
    delete_group,
    deleted_groups,
    find_group,
    list_groups,
    rename_group,
    restore_group,
    save_group,
)
from segmentation.warehouse import Warehouse
from tests.houses import Bill, build

NOW = datetime(2026, 10, 31, 9, 30)
GOVERNMENT = Condition(modules=("政府", None), recency_to=60, text=" 王 ")


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    build(opened, [Bill("a", date(2026, 9, 1))], stores=["Pine", "Oak"])
    yield opened
    opened.close()


def save(warehouse, name, condition=GOVERNMENT, store=1, scheme="abcd", **more):
    return save_group(warehouse, store, name, scheme, condition, NOW, **more)


def test_a_group_is_kept_as_it_was_saved_and_only_its_store_has_it(warehouse):
    saved = save(warehouse, "  政府 近期 ", by="陈经理")
    assert list_groups(warehouse, 1) == [saved]
    assert list_groups(warehouse, 2) == []
    assert (saved.number, saved.name, saved.scheme, saved.listed, saved.saved_at, saved.saved_by) == (1, "政府 近期", "abcd", None, NOW, "陈经理")
    assert saved.condition == Condition(modules=("政府", None), recency_to=60, text="王")


def test_a_list_is_kept_by_its_keys_each_once(warehouse):
    saved = save(warehouse, "list", Condition(customers=("a", "b", "a")))
    assert (saved.listed, saved.condition) == (2, Condition())
    assert warehouse.cursor().execute("select customer_key from group_customers order by all").fetchall() == [("a",), ("b",)]


@pytest.mark.parametrize(("name", "condition", "scheme", "code"), [
    ("", GOVERNMENT, "abcd", "bad_group_name"), ("x" * 61, GOVERNMENT, "abcd", "bad_group_name"), ("there", GOVERNMENT, "abcd", "group_exists"),
    ("new", Condition(), "abcd", "no_group_filter"), ("new", Condition(text="  "), "abcd", "no_group_filter"), ("new", Condition(customers=()), "abcd", "empty_group"),
    ("new", Condition(tiers=("A", "Z")), "abcd", "unknown_tier"), ("new", GOVERNMENT, "nothing", "unknown_scheme"),
    ("new", Condition(recency_from=-1), "abcd", "bad_group_days"), ("new", Condition(text="x" * 81), "abcd", "long_group_text"),
])
def test_what_is_wrong_keeps_nothing(warehouse, name, condition, scheme, code):
    there = save(warehouse, "there")
    with pytest.raises(InputError) as wrong:
        save(warehouse, name, condition, scheme=scheme)
    assert wrong.value.code == code
    assert list_groups(warehouse, 1) == [there]


def test_a_deleted_group_is_taken_back_and_its_number_is_nobody_elses(warehouse):
    first = save(warehouse, "first")
    delete_group(warehouse, first, NOW)
    delete_group(warehouse, first, datetime(2030, 1, 1))  # deleted before: it stays deleted as of then
    assert list_groups(warehouse, 1) == []
    assert [(each.name, each.deleted_at) for each in deleted_groups(warehouse, 1)] == [("first", NOW)]
    other = save(warehouse, "first", Condition(tiers=("A",)))
    assert other.number == 2
    with pytest.raises(InputError) as wrong:
        restore_group(warehouse, first)
    assert wrong.value.code == "group_exists"
    assert rename_group(warehouse, other, " second ") == "second"
    restore_group(warehouse, first)
    assert [(each.number, each.name) for each in list_groups(warehouse, 1)] == [(1, "first"), (2, "second")]
    with pytest.raises(InputError) as wrong:
        rename_group(warehouse, other, "first")
    assert wrong.value.code == "group_exists"


def test_an_unknown_group_names_those_there_are(warehouse):
    save(warehouse, "one")
    assert find_group(warehouse, 1, " one").number == 1
    with pytest.raises(InputError) as wrong:
        find_group(warehouse, 1, "two")
    assert wrong.value.text("en") == "There is no saved group “two”. The groups are: one."


def test_a_store_takes_its_groups_with_it(warehouse):
    save(warehouse, "list", Condition(customers=("a",)))
    save(warehouse, "oak", store=2)
    delete_store(warehouse, 1)
    assert list_groups(warehouse, 1) == []
    assert warehouse.cursor().execute("select count(*) from group_customers").fetchall() == [(0,)]
    assert [each.name for each in list_groups(warehouse, 2)] == ["oak"]
