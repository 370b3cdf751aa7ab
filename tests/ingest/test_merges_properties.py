"""A person who is split over several keys and merged gives the figures of the unsplit store, whatever the order of things."""

import csv
import io
import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.merges import merge_records
from segmentation.language.errors import InputError
from segmentation.measures.grades.grading import grade
from segmentation.measures.revenue.composition import composition
from segmentation.measures.revenue.stored_value import read_stored_value
from segmentation.schemes import load_scheme
from segmentation.warehouse import Warehouse

FIRST, AS_OF = date(2026, 1, 1), date(2026, 6, 30)
BILLS = ["单号", "日期", "会员号", "客户名称", "客户分类", "客户经理", "桌数", "类型", "金额"]
CONTACTS = ["联系日期", "会员号", "客户经理", "联系方式", "联系结果"]
PEOPLE = ("P", "Q", "R")
numbers = itertools.count(1)

rows = st.tuples(
    st.sampled_from(PEOPLE), st.integers(0, 180), st.integers(0, 2), st.sampled_from(["消费", "消费", "消费", "充值"]),
    st.integers(-300, 90_000).filter(bool), st.integers(1, 3),
)
calls = st.tuples(st.sampled_from(PEOPLE), st.integers(0, 180), st.integers(0, 2), st.sampled_from(["已联系", "未接通", "要来"]))


@st.composite
def houses(draw):
    """Return files of bills and contacts of three people with three keys each, and the steps in which they and merges come."""
    bills = draw(st.lists(rows, min_size=4, max_size=14))
    logs = draw(st.lists(calls, max_size=4))
    files = draw(st.integers(1, 3))
    where = draw(st.lists(st.integers(0, files - 1), min_size=len(bills), max_size=len(bills)))
    merges = [(person, part) for person in PEOPLE for part in (1, 2)]
    extra = draw(st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(lambda pair: pair[0] < pair[1]), max_size=2))
    steps = [("file", n) for n in range(files)] + [("merge", each) for each in merges] + [("wrong", each) for each in extra]
    return bills, logs, where, files, draw(st.permutations(steps)), draw(st.randoms(use_true_random=False))


def key_of(person, part):
    return person if part == 0 else f"{person}{part}"


def write(folder, header, lines):
    text = io.StringIO()
    csv.writer(text).writerows([header, *lines])
    path = folder / f"{next(numbers)}.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def bill_lines(house, number, split):
    bills, _logs, where, *_rest = house
    return [
        [f"B{n}", (FIRST + timedelta(days=day)).isoformat(), key_of(person, part if split else 0), f"客户{person}", "私企", f"经理{person}",
         tables, kind, amount if kind == "消费" else abs(amount)]
        for n, (person, day, part, kind, amount, tables) in enumerate(bills) if where[n] == number
    ]


def everybody(split):
    """Return a file in which every key has a bill, so that it can be merged."""
    keys = [key_of(person, part if split else 0) for person in PEOPLE for part in range(3)]
    return [
        [f"E{n}", FIRST.isoformat(), key, f"客户{key[0]}", "私企", f"经理{key[0]}", 1, "消费", 100 + n] for n, key in enumerate(keys)
    ] + [["E99", AS_OF.isoformat(), "Z", "客户Z", "国企", "经理Z", 1, "消费", 5]]


def contact_lines(house, split):
    return [
        [(FIRST + timedelta(days=day)).isoformat(), key_of(person, part if split else 0), f"经理{person}", "电话", outcome]
        for person, day, part, outcome in house[1]
    ]


def figures(warehouse, store):
    [(store_id,)] = warehouse.cursor().execute("select store_id from stores where name = $store", {"store": store}).fetchall()
    scheme = load_scheme("abcd")
    own = scheme.defaults()
    grades = grade(warehouse, store_id, scheme, AS_OF, own)
    contacts = "select customer_key, contact_day, outcome, manager from contacts where store_id = $store order by all"
    known = "select customer_key, name, module, manager from customers where store_id = $store order by all"
    cursor = warehouse.cursor()
    return {
        "grades": grades.drop_columns(["store"] if "store" in grades.column_names else []).to_pylist(),
        "compare": [composition(warehouse, store_id, scheme, AS_OF, own, by) for by in ("tier", "module_tier")],
        "stored": read_stored_value(warehouse, store_id, AS_OF, 60).customers.to_pylist(),
        "contacts": cursor.execute(contacts, {"store": store_id}).fetchall(),
        "customers": cursor.execute(known, {"store": store_id}).fetchall(),
        "visits": cursor.execute(
            "select * exclude (store_id) from visits where store_id = $store order by all", {"store": store_id}
        ).fetchall(),
        "days": cursor.execute(
            "select * exclude (store_id) from days where store_id = $store order by all", {"store": store_id}
        ).fetchall(),
    }


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    warehouse = Warehouse(tmp_path_factory.mktemp("house") / "w.duckdb")
    yield warehouse, tmp_path_factory.mktemp("files")
    warehouse.close()


CHOICES = Choices(kind="bills", customer_key="code", missing_bills="keep", on_overlap="add", doubles="twice", numbers_restart=False)


def bring(warehouse, store, path, choices=CHOICES):
    return import_file(warehouse, store, path, choices)["batch"]


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(houses())
def test_merged_keys_give_the_figures_of_the_unsplit_store(house, plan):
    warehouse, folder = house
    whole, split = f"whole {next(numbers)}", f"split {next(numbers)}"
    bring(warehouse, whole, write(folder, BILLS, everybody(False)))
    for number in range(plan[3]):
        if lines := bill_lines(plan, number, False):
            bring(warehouse, whole, write(folder, BILLS, lines))
    if plan[1]:
        bring(warehouse, whole, write(folder, CONTACTS, contact_lines(plan, False)), Choices(kind="contacts"))

    bring(warehouse, split, write(folder, BILLS, everybody(True)))
    [(store_id,)] = warehouse.cursor().execute("select store_id from stores where name = $store", {"store": split}).fetchall()
    logged, wrong, dice = False, [], plan[5]
    for what, value in plan[4]:
        if what == "merge":
            person, part = value
            merge(warehouse, store_id, person, key_of(person, part))
        elif what == "wrong":
            wrong.append(merge(warehouse, store_id, *value))
        elif lines := bill_lines(plan, value, True):
            path = write(folder, BILLS, lines)
            batch = bring(warehouse, split, path)
            if dice.random() < 0.4:  # taken back and brought again
                undo(warehouse, batch)
                bring(warehouse, split, path)
        if not logged and plan[1] and dice.random() < 0.3:
            bring(warehouse, split, write(folder, CONTACTS, contact_lines(plan, True)), Choices(kind="contacts"))
            logged = True
    if plan[1] and not logged:
        bring(warehouse, split, write(folder, CONTACTS, contact_lines(plan, True)), Choices(kind="contacts"))
    dice.shuffle(wrong)
    for batch in filter(None, wrong):
        undo(warehouse, batch)
    for person, part in itertools.product(PEOPLE, (1, 2)):  # those that a wrong merge kept from being said
        merge(warehouse, store_id, person, key_of(person, part))
    assert figures(warehouse, split) == figures(warehouse, whole)


def merge(warehouse, store_id, survivor, gone):
    """Merge two keys; None where one of them is gone already."""
    try:
        return merge_records(warehouse, store_id, [(survivor, gone)])
    except InputError as error:
        if error.code != "merged_already":
            raise
        return None


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(houses())
def test_all_taken_back_is_as_if_nothing_had_been_said(house, plan):
    warehouse, folder = house
    store = f"plain {next(numbers)}"
    bring(warehouse, store, write(folder, BILLS, everybody(True)))
    for number in range(plan[3]):
        if lines := bill_lines(plan, number, True):
            bring(warehouse, store, write(folder, BILLS, lines))
    before = figures(warehouse, store)
    [(store_id,)] = warehouse.cursor().execute("select store_id from stores where name = $store", {"store": store}).fetchall()
    said = [merge(warehouse, store_id, *value) for what, value in plan[4] if what == "wrong"]
    said += [merge(warehouse, store_id, person, key_of(person, part)) for what, (person, part) in
             ((what, value) for what, value in plan[4] if what == "merge")]
    assert figures(warehouse, store) != before
    batches = [batch for batch in said if batch]
    plan[5].shuffle(batches)
    for batch in batches:
        undo(warehouse, batch)
    assert figures(warehouse, store) == before
    assert warehouse.cursor().execute("select count(*) from same_people where store_id = $store", {"store": store_id}).fetchall() == [(0,)]
