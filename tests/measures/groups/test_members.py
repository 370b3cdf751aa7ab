"""Members of a saved group on a day, who joined and left, and what became of them: by hand, and as identities."""

import random
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.ingest.edit import edit_profiles
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.managers import assign_customers
from segmentation.ingest.merges import merge_records
from segmentation.measures.grades.customers import Filters, customers_page
from segmentation.measures.grades.grading import grade
from segmentation.measures.groups.members import condition_of, month_before, read_all, read_members, read_moves, read_sizes
from segmentation.settings.groups import Condition, list_groups, save_group
from segmentation.settings.kept import scheme_settings
from segmentation.warehouse import Warehouse
from tests.grades import ABCD
from tests.houses import Profile, build
from tests.random_houses import AS_OF, house

NOW = datetime(2026, 11, 1, 8, 0)
AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)
HEADER = "单号,日期,会员号,客户名称,客户分类,客户经理,金额\n"
# a comes all the time, b no more after July, c comes first in October
BILLS = HEADER + (
    "1,2026-07-01,a,张三,政府,王,100\n2,2026-07-20,b,李四,政府,王,900\n3,2026-08-20,a,张三,政府,王,100\n4,2026-09-10,a,张三,政府,王,100\n"
    "5,2026-09-11,d,赵六,私企,陈,50\n"
)
LATER = HEADER + "6,2026-10-05,c,王五,政府,陈,70\n7,2026-10-06,a,张三,私企,陈,30\n"


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    warehouse = Warehouse(tmp_path_factory.mktemp("groups") / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def landed(text, name="bills.csv", **choices):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return import_file(warehouse, "s", tmp_path / name, Choices(**choices))["batch"]

    return landed


def save(warehouse, name="g", scheme="abcd", **condition):
    return save_group(warehouse, 1, name, scheme, Condition(**condition), NOW)


def members(warehouse, group, day):
    return sorted(read_members(warehouse, group, day)["customer_key"].to_pylist())


def told(rows, *columns):
    return [tuple(row[name] for name in columns) for row in rows.select(columns).to_pylist()]


def test_who_left_a_grade_and_who_came_by_hand(warehouse, land):
    land(BILLS)
    land(LATER, "later.csv")
    active = save(warehouse, "active", recency_to=60)
    # 31 August: a was there on the 20th, b 42 days before; 30 September: a and d; b 72 days
    assert members(warehouse, active, AUGUST) == ["a", "b"]
    assert members(warehouse, active, SEPTEMBER) == ["a", "d"]
    moves = read_moves(warehouse, active, AUGUST, SEPTEMBER)
    assert told(moves.rows, "customer", "group_change", "tier_then", "tier", "contribution_from", "contribution", "is_asleep") == [
        ("b", "left", "A", "D", Decimal(900), Decimal(900), True),
        ("a", "stayed", "B", "A", Decimal(200), Decimal(300), False),
        ("d", "joined", None, "B", Decimal(0), Decimal(50), False),
    ]
    assert (moves.asleep, moves.contribution) == (1, Decimal(350))
    assert (told(moves.joined, "customer"), told(moves.left, "customer"), told(moves.before, "customer")) == ([("d",)], [("b",)], [("b",), ("a",)])
    sizes = read_sizes(warehouse, active, date(2026, 10, 6))
    assert [(each.day, each.customers, each.joined, each.left, each.contribution) for each in sizes] == [
        (date(2026, 7, 31), 2, None, None, Decimal(1000)), (AUGUST, 2, 0, 0, Decimal(1100)), (SEPTEMBER, 2, 1, 1, Decimal(350)),
        (date(2026, 10, 6), 3, 1, 0, Decimal(450)),
    ]


def test_later_bills_change_no_earlier_day_and_late_ones_do(warehouse, land):
    land(BILLS)
    government, wang = save(warehouse, "government", modules=("政府",)), save(warehouse, "wang", managers=("王",))
    assert members(warehouse, government, SEPTEMBER) == members(warehouse, wang, SEPTEMBER) == ["a", "b"]
    later = land(LATER, "later.csv")  # says that a is private now, and whose he is
    assert members(warehouse, government, SEPTEMBER) == members(warehouse, wang, SEPTEMBER) == ["a", "b"]
    assert members(warehouse, government, OCTOBER) == ["b", "c"]
    assert members(warehouse, wang, OCTOBER) == ["b"]
    late = land(HEADER + "8,2026-09-20,e,钱七,政府,王,10\n", "late.csv")
    assert members(warehouse, government, SEPTEMBER) == ["a", "b", "e"]
    assert members(warehouse, government, AUGUST) == ["a", "b"]
    undo(warehouse, late)
    assert members(warehouse, government, SEPTEMBER) == ["a", "b"]
    undo(warehouse, later)
    assert members(warehouse, government, OCTOBER) == ["a", "b"]


def test_a_correction_holds_of_every_day_and_a_manager_from_his_day_on(warehouse, land):
    land(BILLS)
    land(LATER, "later.csv")
    edit_profiles(warehouse, 1, {"d": {"module": "政府"}})
    assign_customers(warehouse, 1, {"b": "陈"}, SEPTEMBER)
    assert members(warehouse, save(warehouse, "government", modules=("政府",)), SEPTEMBER) == ["a", "b", "d"]
    chen = save(warehouse, "chen", managers=("陈",))
    assert members(warehouse, chen, date(2026, 9, 29)) == ["d"]
    assert members(warehouse, chen, SEPTEMBER) == ["b", "d"]


def test_a_merged_customer_is_in_a_list_once_and_two_again(warehouse, land):
    land(BILLS)
    listed = save(warehouse, "list", customers=("a", "b", "nobody"))
    assert members(warehouse, listed, SEPTEMBER) == ["a", "b"]
    batch = merge_records(warehouse, 1, [("d", "b")])
    assert members(warehouse, listed, SEPTEMBER) == ["a", "d"]  # d is who b is
    both = merge_records(warehouse, 1, [("a", "d")])
    assert members(warehouse, listed, SEPTEMBER) == ["a"]
    undo(warehouse, both)
    undo(warehouse, batch)
    assert members(warehouse, listed, SEPTEMBER) == ["a", "b"]


def test_a_list_is_narrowed_by_what_it_was_saved_with_and_nobody_joins_it(warehouse, land):
    land(BILLS)
    land(LATER, "later.csv")
    listed = save(warehouse, "list", customers=("a", "b"), recency_to=60)
    assert members(warehouse, listed, AUGUST) == ["a", "b"]
    assert members(warehouse, listed, date(2026, 10, 6)) == ["a"]


@pytest.mark.parametrize("filters", [
    Filters(tiers=("A", "D")), Filters(tiers=(None,)), Filters(modules=("政府",)), Filters(modules=(None,)), Filters(managers=("Li", None)),
    Filters(regions=("East",)), Filters(regions=(None,)), Filters(recency_from=30, recency_to=61), Filters(text="AN"), Filters(text="138"),
])
def test_on_the_last_day_members_are_whom_the_list_shows(warehouse, filters):
    build(warehouse, house(random.Random(7), least=9), [
        Profile("a", "Ann", "13800000001", "政府", "Li", "East"), Profile("李", "Hans", None, "私企", "Chen", "West"), Profile("new", "Joan", module="政府"),
    ])
    warehouse.cursor().execute("delete from days where day > $day", {"day": AS_OF})
    group = save_group(warehouse, 1, "g", "abcd", condition_of(filters), NOW)
    grades = grade(warehouse, 1, ABCD, AS_OF, scheme_settings(warehouse, 1, ABCD))
    listed = customers_page(grades, warehouse, filters, limit=None).rows
    assert 0 < listed.num_rows < grades.num_rows
    assert members(warehouse, group, AS_OF) == sorted(listed["customer"].to_pylist())
    rows = read_moves(warehouse, group, month_before(AS_OF), AS_OF).members
    assert dict(told(rows, "customer", "contribution")) == dict(told(listed, "customer", "contribution"))
    assert dict(told(rows, "customer", "tier")) == dict(told(listed, "customer", "tier"))


@settings(max_examples=20)
@given(st.integers(0, 10**9))
def test_members_then_less_who_left_and_with_who_joined_are_members_now(opened, seed):
    chance = random.Random(seed)
    build(opened, house(chance, least=1))
    with opened.writing() as cursor:
        for table in ("saved_groups", "group_customers"):
            cursor.execute(f"delete from {table}")
    conditions = [{"tiers": tuple(chance.sample(["A", "B", "C", "D", None], 2))}, {"recency_to": chance.choice([0, 7, 59, 60, 364])}, {"customers": ("a", "é", "李")}]
    group = save(opened, **chance.choice(conditions))
    first, last = sorted(AS_OF.replace(day=day) for day in (chance.randint(1, 30), chance.randint(1, 30)))
    then, now = set(members(opened, group, first)), set(members(opened, group, last))
    moves = read_moves(opened, group, first, last)
    joined, left = (set(rows["customer"].to_pylist()) for rows in (moves.joined, moves.left))
    assert now == (then - left) | joined
    assert left <= then
    assert not joined & then
    assert set(moves.members["customer"].to_pylist()) == now
    assert moves.rows.num_rows == len(then | now)


@settings(max_examples=20)
@given(st.integers(0, 10**9))
def test_bills_of_later_days_change_no_members(opened, seed):
    chance = random.Random(seed)
    bills, found = house(chance, least=1), []
    for known in (bills, [each for each in bills if each.day <= AS_OF]):
        build(opened, known)
        with opened.writing() as cursor:
            cursor.execute("delete from saved_groups")
        found.append(members(opened, save(opened, tiers=("A", "C")), AS_OF))
    assert found[0] == found[1]


def test_a_group_whose_scheme_is_gone_cannot_tell(warehouse, land):
    land(BILLS)
    active, lost = save(warehouse, "active", recency_to=60), save(warehouse, "lost", tiers=("A",))
    with warehouse.writing() as cursor:
        cursor.execute("update saved_groups set scheme = 'gone' where title = 'lost'")
    found = read_all(warehouse, 1, list_groups(warehouse, 1), SEPTEMBER)
    assert [(group.name, moves and moves.members.num_rows) for group, moves in found] == [("active", 2), ("lost", None)]
    assert (active.number, lost.number) == (1, 2)


def test_a_store_without_bills_has_a_group_of_nobody(warehouse):
    build(warehouse)
    group = save(warehouse, tiers=("A",))
    assert members(warehouse, group, SEPTEMBER) == []
    assert [each.customers for each in read_sizes(warehouse, group, SEPTEMBER)] == [0]
