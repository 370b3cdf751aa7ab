"""The tab of saved groups: saved from the list, listed, opened, used as a filter, renamed, deleted and taken back."""

from datetime import datetime

import pytest

from segmentation.ingest.land import import_file
from segmentation.settings.groups import Condition, list_groups, save_group
from segmentation.warehouse import Warehouse
from tests.pages.conftest import said
from tests.pages.driver import answers, as_seen, shown_figures

BILLS = (
    "单号,日期,会员号,客户名称,客户分类,客户经理,金额\n1,2026-07-01,a,张三,政府,王,100\n2,2026-07-20,b,李四,政府,王,900\n3,2026-08-20,a,张三,政府,王,100\n"
    "4,2026-09-10,a,张三,政府,王,100\n5,2026-09-30,d,赵六,私企,陈,50\n"
)
NOW = datetime(2026, 10, 1, 8, 0)


@pytest.fixture
def path(tmp_path, monkeypatch):
    file = tmp_path / "warehouse.duckdb"
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(file))
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    warehouse = Warehouse(file)
    import_file(warehouse, "s", tmp_path / "bills.csv")
    warehouse.close()
    return file


@pytest.fixture
def saved(path):
    warehouse = Warehouse(path)
    save_group(warehouse, 1, "active <b>", "abcd", Condition(recency_to=60), NOW)
    save_group(warehouse, 1, "list", "pyramid", Condition(customers=("a", "b")), NOW)
    warehouse.close()
    return path


def groups_in(path):
    warehouse = Warehouse(path)
    found = [(group.name, group.scheme, group.condition, group.listed) for group in list_groups(warehouse, 1)]
    warehouse.close()
    return found


def figures(app):
    return [(each.label, each.value) for each in shown_figures(app)]


def test_what_is_filtered_is_saved_as_a_group(path, open_page):
    app = open_page("customers", "en", tier=["A", "D"], manager="王")
    app.text_input(key="group_name_download_csv").set_value("best and lost").run()
    app.button(key="group_save_download_csv").click().run()
    assert not app.exception
    assert [as_seen(each.value) for each in app.toast] == [
        "Saved as the group “best and lost”: A, D · Account manager: 王. It stands on the page Customers."
    ]
    assert groups_in(path) == [("best and lost", "abcd", Condition(tiers=("A", "D"), managers=("王",)), None)]


def save_as(app, name, key):
    app.text_input(key=f"group_name_{key}").set_value(name).run()
    app.button(key=f"group_save_{key}").click().run()
    assert not app.exception
    return [as_seen(each.value) for each in app.toast]


def test_a_list_behind_a_chart_is_saved_by_its_rule(path, open_page):
    app = open_page("overview", "en", list="tier=D")
    assert save_as(app, "asleep", "download_behind") == ["Saved as the group “asleep”: D. It stands on the page Customers."]
    assert save_as(app, "asleep", "download_behind") == ["There is a saved group “asleep” already. Choose another name."]
    app = open_page("modules", "en", list="module=government")  # a text that means the module
    app.text_input(key="behind_search").set_value("李").run()
    assert save_as(app, "政府的李", "download_behind") == [
        "Saved as the group “政府的李”: Module: 政府 · “李”. It stands on the page Customers."
    ]
    assert [each[2:] for each in groups_in(path)] == [
        (Condition(tiers=("D",)), None), (Condition(modules=("政府",), text="李"), None),
    ]


def test_a_list_that_no_filter_gives_is_saved_with_its_customers(path, open_page):
    app = open_page("overview", "en", list="movement=joined&first=2026-09-01&last=2026-09-30")  # d came first then
    assert save_as(app, "new", "download_behind") == [
        "Saved as the group “new”: a list of 1 customer. It stands on the page Customers."
    ]
    assert groups_in(path) == [("new", "abcd", Condition(), 1)]


def test_any_list_of_customers_can_be_saved_as_a_group(path, open_page):
    app = open_page("warnings", "en")
    keys = [each.key for each in app.button if each.key and each.key.startswith("group_save_")]
    assert keys
    for number, key in enumerate(keys):
        save_as(app, f"list {number}", key.removeprefix("group_save_"))
    assert [bool(listed) for *_rest, listed in groups_in(path)] == [True] * len(keys)


def test_groups_are_listed_with_who_joined_and_left(saved, open_page):
    app = open_page("customers", "en", tab="groups")
    # 31 August to 30 September: b was there 72 days before, d came
    assert answers(app) == ["2 saved groups. Most moved since 31 Aug 2026: active <b>, 1 joined and 1 left."]
    rows = app.dataframe[0].value
    assert rows[["group_name", "group_filter", "customers", "group_joined", "group_left"]].values.tolist() == [
        ["active <b>", "at most 60 days since the last visit", 2, 1, 1], ["list", "a list of 2 customers", 2, 0, 0],
    ]
    zh = open_page("customers", "zh", tab="groups")
    assert answers(zh) == ["共2个客群。2026年8月31日以来变化最大的是active <b>：新进1位、退出1位。"]


def test_an_opened_group_tells_who_left_and_what_became_of_them(saved, open_page):
    app = open_page("customers", "en", tab="groups", opened="1")
    assert answers(app) == ["active <b>: 2 customers, contribution ¥350. Since 31 Aug 2026 1 joined and 1 left, 1 of them asleep now."]
    assert figures(app) == [("In the group", "2"), ("Came into the group", "1"), ("Left the group", "1"), ("Contribution", "¥350")]
    app.segmented_control(key="group_list").set_value("left").run()
    assert not app.exception
    [row] = app.dataframe[-1].value.to_dict("records")
    assert (row["name"], row["tier_then"], row["tier"]) == ("李四", ["A · Loyal and valuable"], ["D · Asleep"])
    listed = open_page("customers", "en", tab="groups", opened="2", list="group=2&day=2026-07-31")
    assert "list · 31 Jul 2026: 2 customers, contribution ¥1K" in said(listed)


def test_a_group_is_a_filter_of_the_list_and_in_the_address(saved, open_page):
    app = open_page("customers", "en", tab="groups", opened="1")
    app.button(key="filter_group_members").click().run()
    assert not app.exception
    assert app.query_params["group"] == "1"
    assert app.dataframe[0].value["customer"].tolist() == ["a", "d"]
    assert app.selectbox(key="filter_group").value == "1"
    app = open_page("customers", "en", group="2", manager="王", as_of="2026-08-31")
    assert app.dataframe[0].value["customer"].tolist() == ["b", "a"]
    app.selectbox(key="filter_group").set_value("").run()
    assert "group" not in app.query_params
    assert open_page("customers", "en", group="77").dataframe[0].value.shape[0] == 3  # one that is gone filters nothing


def test_a_group_is_renamed_deleted_and_taken_back(saved, open_page):
    app = open_page("customers", "en", tab="groups", opened="2")
    next(each for each in app.text_input if each.key.startswith("group_rename_2")).set_value("two").run()
    app.button(key="rename_group").click().run()
    assert [name for name, *_rest in groups_in(saved)] == ["active <b>", "two"]
    app = open_page("customers", "en", tab="groups", opened="2")
    app.button(key="delete_group").click().run()
    assert not app.exception
    assert [name for name, *_rest in groups_in(saved)] == ["active <b>"]
    assert answers(app)[0].startswith("1 saved group.")
    app.button(key="restore_group_2").click().run()
    assert [name for name, *_rest in groups_in(saved)] == ["active <b>", "two"]


def test_without_a_group_it_says_how_to_save_one(path, open_page):
    app = open_page("customers", "zh", tab="groups")
    assert [each.value for each in app.info] == ["还没有客群。可以筛选全部客户，或点开图表背后的名单，再存为客群。"]


def test_a_group_is_a_filter_of_what_sales_are_made_of(saved, open_page):
    app = open_page("composition", "en", of_group="2")  # a and b: 100 + 900 + 100 + 100, without d's 50
    assert not app.exception
    assert answers(app)[0].startswith("list: ")
    assert dict(figures(app))["Revenue of the window"] == "¥1.2K"
    assert app.query_params["of_group"] == "2"
    app.selectbox(key="of_group").set_value("").run()
    assert dict(figures(app))["Revenue of the window"] == "¥1.25K"
    assert "of_group" not in app.query_params
