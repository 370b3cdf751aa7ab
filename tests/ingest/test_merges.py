"""Records of one person are merged, refused or parted; what each does, what later files do, and what taking it back leaves."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.ingest.batches import batch_name, list_batches
from segmentation.ingest.contacts import record_contact
from segmentation.ingest.edit import edit_profiles, rate_customers
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.merges import merge_records, names_on, part_person, refuse_pairs
from segmentation.language.errors import InputError
from segmentation.measures.grades.ratings import read_ratings
from segmentation.measures.managers.register import read_holders, read_managers
from segmentation.measures.people.profile import read_profiles
from segmentation.measures.revenue.stored_value import read_stored_value
from segmentation.warehouse import Warehouse
from tests.ingest.contents import state

HEADER = "单号,日期,会员号,客户名称,手机,客户经理,金额\n"
BILLS = HEADER + (
    "1,2026-09-01,A,张三,13800000001,苗经理,100\n2,2026-09-01,B,张三先生,13800000001,,30\n3,2026-09-05,B,张三先生,13800000001,陈经理,50\n"
    "4,2026-09-06,C,王五,13900000002,,10\n5,2026-09-07,,,,,9\n"
)
DAY = date(2026, 9, 30)


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def _land(text, name="bills.csv", store="s", **choices):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return import_file(warehouse, store, tmp_path / name, Choices(**choices))["batch"]

    return _land


def visits(warehouse, store=1):
    rows = "select customer_key, visit_date, bills, amount from visits where store_id = ? order by all"
    return [(key, day.day, bills, int(amount)) for key, day, bills, amount in warehouse.cursor().execute(rows, [store]).fetchall()]


def customers(warehouse, *fields):
    return warehouse.cursor().execute(f"select customer_key, {', '.join(fields)} from customers order by all").fetchall()


def everything(warehouse):
    """All that is derived, and whom each row counts for."""
    rows = {
        table: warehouse.cursor().execute(f"select batch_id, own_key, customer_key from {table} order by all").fetchall()
        for table in ("bills", "stored_value", "profile_rows", "ratings", "care_notes", "contacts")
    }
    return state(warehouse), rows, warehouse.cursor().execute("select * from same_people order by all").fetchall()


def test_two_records_become_one_and_two_again(warehouse, land):
    land(BILLS)
    before, days = everything(warehouse), warehouse.cursor().execute("select * from days order by all").fetchall()
    batch = merge_records(warehouse, 1, [("A", "B")])
    assert visits(warehouse) == [("A", 1, 2, 130), ("A", 5, 1, 50), ("C", 6, 1, 10)]
    assert customers(warehouse, "name", "phone", "manager") == [("A", "张三", "13800000001", "陈经理"), ("C", "王五", "13900000002", None)]
    assert warehouse.cursor().execute("select * from days order by all").fetchall() == days
    entry = list_batches(warehouse, "s")[0]
    assert (batch_name(entry, "en"), batch_name(entry, "zh")) == (
        "张三: 张三先生 merged into this record", "张三先生的档案已并入张三",
    )
    undo(warehouse, batch)
    assert everything(warehouse) == before


def test_later_files_with_either_key_follow(warehouse, land):
    land(BILLS)
    merge = merge_records(warehouse, 1, [("A", "B")])
    october = land(HEADER + "6,2026-10-01,B,张三先生,13800000001,,7\n7,2026-10-01,A,张三,13800000001,,5\n", "october.csv")
    assert visits(warehouse)[2] == ("A", 1, 2, 12)
    found = import_report(warehouse, october)
    assert (found["customers"], found["new_customers"]) == (2, 0)
    undo(warehouse, merge)
    assert visits(warehouse)[:2] == [("A", 1, 1, 100), ("A", 1, 1, 5)]
    assert ("B", 1, 1, 7) in visits(warehouse)


def import_report(warehouse, batch):
    return next(each for each in list_batches(warehouse, "s") if each["batch"] == batch)


def test_chains_can_be_taken_apart_in_any_order(warehouse, land):
    land(BILLS)
    before = everything(warehouse)
    first, second = merge_records(warehouse, 1, [("A", "B")]), merge_records(warehouse, 1, [("C", "A")])
    assert visits(warehouse) == [("C", 1, 2, 130), ("C", 5, 1, 50), ("C", 6, 1, 10)]
    undo(warehouse, first)
    assert visits(warehouse) == [("B", 1, 1, 30), ("B", 5, 1, 50), ("C", 1, 1, 100), ("C", 6, 1, 10)]
    undo(warehouse, second)
    assert everything(warehouse) == before
    merge_records(warehouse, 1, [("A", "B"), ("C", "A")])
    assert visits(warehouse) == [("C", 1, 2, 130), ("C", 5, 1, 50), ("C", 6, 1, 10)]


@pytest.mark.parametrize(("pairs", "code"), [
    ([], "no_pairs"), ([("A", "A")], "same_key"), ([("A", "X")], "unknown_profile"), ([("A", "Z")], "other_store"),
    ([("C", "A"), ("B", "C"), ("A", "B")], "merged_already"), ([("A", "C"), ("B", "C")], "merged_already"),
])
def test_what_cannot_be_is_refused_and_writes_nothing(warehouse, land, pairs, code):
    land(BILLS)
    land(HEADER + "1,2026-09-01,Z,赵六,,,5\n", "other.csv", "other")
    before = everything(warehouse), len(list_batches(warehouse))
    with pytest.raises(InputError) as caught:
        merge_records(warehouse, 1, pairs)
    assert caught.value.code == code
    assert (everything(warehouse), len(list_batches(warehouse))) == before


def test_a_record_that_is_gone_names_the_one_that_stays(warehouse, land):
    land(BILLS)
    merge_records(warehouse, 1, [("A", "B")])
    for pair in (("B", "A"), ("C", "B"), ("B", "C")):
        with pytest.raises(InputError) as caught:
            merge_records(warehouse, 1, [pair])
        assert caught.value.text("en") == "B is merged into A already: name A."


def test_walk_ins_are_nobody_to_merge(warehouse, land):
    land(BILLS + "9,2026-09-08,散客,散客,,,5\n")
    with pytest.raises(InputError) as caught:
        merge_records(warehouse, 1, [("A", "散客")])
    assert caught.value.code == "unknown_profile"


def test_contacts_ratings_cards_and_managers_count_for_the_one_person(warehouse, land):
    land(BILLS)
    land("日期,会员号,客户名称,类型,金额\n2026-09-02,A,张三,充值,500\n2026-09-03,B,张三先生,充值,200\n", "cards.csv")
    record_contact(warehouse, 1, "B", "call", "coming", date(2026, 9, 10), date(2026, 9, 20))
    rate_customers(warehouse, 1, {"A": {"信用": "3"}}, date(2026, 9, 1))
    rate_customers(warehouse, 1, {"B": {"信用": "5"}}, date(2026, 9, 2))
    edit_profiles(warehouse, 1, {"B": {"manager": "李经理"}}, said_on=date(2026, 9, 12))
    batch = merge_records(warehouse, 1, [("A", "B")])
    assert [(row["customer"], int(row["topped_up"])) for row in read_stored_value(warehouse, 1, DAY, 60).customers.to_pylist()] == [("A", 700)]
    assert warehouse.cursor().execute("select customer_key, outcome from contacts").fetchall() == [("A", "coming")]
    assert [(row["customer_key"], int(row["score"])) for row in read_ratings(warehouse, 1, DAY).to_pylist()] == [("A", 5)]
    register = read_managers(warehouse, 1, DAY)
    holders = {row["customer_key"]: row["manager"] for row in read_holders(warehouse, 1, register, DAY, DAY).to_pylist()}
    assert holders == {"A": "李经理"}
    undo(warehouse, batch)
    assert [row["customer"] for row in read_stored_value(warehouse, 1, DAY, 60).customers.to_pylist()] == ["A", "B"]
    assert warehouse.cursor().execute("select customer_key from contacts").fetchall() == [("B",)]


def test_of_one_file_the_record_that_survives_is_believed_and_its_blanks_are_filled(warehouse, land):
    land("会员号,客户名称,手机,生日,邮箱\nA,张三,138****0001,,\nB,张三丰,13800000001,1980-05-01,z@x.cn\n", "people.csv")
    land(BILLS)
    merge_records(warehouse, 1, [("A", "B")])
    assert customers(warehouse, "name", "phone", "birthday", "email", "code")[0] == (
        "A", "张三", "13800000001", "1980-05-01", "z@x.cn", "A",
    )
    fields = read_profiles(warehouse, 1, ["A"], DAY, date(2030, 1, 1))["A"]
    assert [fields[name].text for name in ("name", "phone", "birthday", "email")] == ["张三", "13800000001", "1980-05-01", "z@x.cn"]
    edit_profiles(warehouse, 1, {"A": {"phone": ""}})
    assert customers(warehouse, "phone")[0] == ("A", None)


def test_a_refusal_is_kept_and_changes_nothing_else(warehouse, land):
    land(BILLS)
    before = everything(warehouse)
    batch = refuse_pairs(warehouse, 1, [("A", "B")])
    assert everything(warehouse) == before
    assert batch_name(list_batches(warehouse, "s")[0], "en") == "张三 and 张三先生 are two people"
    undo(warehouse, batch)
    assert warehouse.cursor().execute("select count(*) from person_rows").fetchall() == [(0,)]


def test_a_bill_that_came_under_a_merged_key_is_known_again(warehouse, land):
    land(BILLS)
    merge_records(warehouse, 1, [("A", "B")])
    land(BILLS.replace(",50\n", ",55\n"), "corrected.csv", missing_bills="keep")
    assert visits(warehouse) == [("A", 1, 2, 130), ("A", 5, 1, 55), ("C", 6, 1, 10)]


def test_a_refund_takes_back_the_tables_of_the_other_record(warehouse, land):
    land("日期,会员号,客户名称,桌数,金额\n2026-09-01,A,张三,3,300\n2026-09-02,B,张三,1,-300\n2026-09-02,B,张三,2,80\n")
    tables = "select customer_key, day(visit_date), tables from visits order by all"
    assert warehouse.cursor().execute(tables).fetchall() == [("A", 1, 3), ("B", 2, 2)]
    batch = merge_records(warehouse, 1, [("A", "B")])
    assert warehouse.cursor().execute(tables).fetchall() == [("A", 1, 3), ("A", 2, -1)]
    undo(warehouse, batch)
    assert warehouse.cursor().execute(tables).fetchall() == [("A", 1, 3), ("B", 2, 2)]


PHONE = "单号,日期,客户名称,手机,金额\n"
FAMILY = PHONE + (
    "1,2026-09-01,张三,13800000001,100\n2,2026-09-02,李四,13800000001,20\n3,2026-09-03,李四,13800000001,30\n4,2026-09-04,,13800000001,4\n"
)
SON = "13800000001 李四"


def test_two_people_on_one_phone_are_parted_by_name(warehouse, land):
    land(FAMILY, customer_key="phone")
    before = everything(warehouse)
    assert names_on(warehouse.cursor(), 1, "13800000001") == {"李四": 2, "张三": 1}
    batch = part_person(warehouse, 1, "13800000001", "李四")
    assert visits(warehouse) == [("13800000001", 1, 1, 100), ("13800000001", 4, 1, 4), (SON, 2, 1, 20), (SON, 3, 1, 30)]
    assert customers(warehouse, "name", "phone") == [("13800000001", "张三", "13800000001"), (SON, "李四", "13800000001")]
    undo(warehouse, batch)
    assert everything(warehouse) == before


def test_later_bills_of_the_name_follow_and_so_does_a_merge(warehouse, land):
    land(FAMILY, customer_key="phone")
    part = part_person(warehouse, 1, "13800000001", "李四")
    land(PHONE + "5,2026-10-01,李四,13800000001,7\n", "october.csv", customer_key="phone")
    land(PHONE + "6,2026-11-01,李四,13800000001,8\n7,2026-11-01,张三,13800000001,9\n8,2026-11-02,李四,13900000009,6\n", "november.csv", customer_key="phone")
    assert (SON, 1, 1, 7) in visits(warehouse)
    assert (SON, 1, 1, 8) in visits(warehouse)
    assert ("13800000001", 1, 1, 9) in visits(warehouse)
    merge_records(warehouse, 1, [("13900000009", SON)])
    assert {key for key, *_ in visits(warehouse)} == {"13800000001", "13900000009"}
    assert sum(amount for key, _, _, amount in visits(warehouse) if key == "13900000009") == 20 + 30 + 7 + 8 + 6
    undo(warehouse, part)
    assert sum(amount for key, _, _, amount in visits(warehouse) if key == "13900000009") == 6


def test_what_was_said_of_somebody_parted_goes_back_with_him(warehouse, land):
    land(FAMILY, customer_key="phone")
    batch = part_person(warehouse, 1, "13800000001", "李四")
    record_contact(warehouse, 1, SON, "call", "reached", date(2026, 9, 10))
    undo(warehouse, batch)
    assert warehouse.cursor().execute("select customer_key from contacts").fetchall() == [("13800000001",)]
    part_person(warehouse, 1, "13800000001", "李四")
    assert warehouse.cursor().execute("select customer_key from contacts").fetchall() == [(SON,)]


@pytest.mark.parametrize(("text", "name", "code"), [(FAMILY, "王五", "unknown_name"), (PHONE + "1,2026-09-01,张三,13800000001,1\n", "张三", "only_name")])
def test_a_name_that_nobody_or_everybody_has_parts_nobody(warehouse, land, text, name, code):
    land(text, customer_key="phone")
    with pytest.raises(InputError) as caught:
        part_person(warehouse, 1, "13800000001", name)
    assert caught.value.code == code


def test_money_is_the_same_to_the_cent(warehouse, land):
    land(BILLS.replace(",50\n", ",50.07\n"))
    merge_records(warehouse, 1, [("A", "B")])
    total = "select (select sum(amount) from visits), (select sum(amount - walk_in_amount) from days)"
    assert warehouse.cursor().execute(total).fetchall() == [(Decimal("190.07"), Decimal("190.07"))]


def test_payments_and_contacts_of_a_key_that_was_merged_are_of_no_stranger(warehouse, tmp_path, land):
    land(BILLS)
    merge_records(warehouse, 1, [("A", "B")])
    for name, text in (
        ("回款.csv", "回款日期,会员号,客户名称,回款金额\n2026-09-20,B,张三先生,25\n2026-09-21,Z,无此人,5\n"),
        ("联系记录.csv", "联系日期,会员号,联系方式,结果\n2026-09-20,B,电话,已联系\n2026-09-20,Z,电话,已联系\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        report = import_file(warehouse, "s", tmp_path / name, today=DAY)
        assert [each["count"] for each in report["warnings"] if each["code"].endswith("strangers")] == [1], name  # Z alone
