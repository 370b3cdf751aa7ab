"""The Modules page through the whole app: what it says, suggestions accepted, modules and managers edited, undone, and targets."""

import pytest

from segmentation.ingest.land import import_file
from tests.pages.driver import Page, house_of, new_house, shown_figures

BILLS = """日期,客户名称,消费金额,客户经理,客户分类
2026-08-05,市教育局,1000,王经理,
2026-09-05,市教育局,1000,王经理,
2026-09-06,远山贸易有限公司,500,,
2026-09-20,张三,300,,政府
2026-09-21,<b>李四</b>,50,,
2026-09-30,散客,200,,
"""


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with house_of(BILLS, tmp_path, monkeypatch) as opened:
        yield opened


@pytest.fixture
def page(warehouse):
    return lambda lang="en": Page("pages/modules/page.py", lang)


def known(warehouse):
    found = warehouse.cursor().execute("select name, module, manager from customers where not is_walk_in").fetchall()
    return {name: (module, manager) for name, module, manager in found}


def edit(page, warehouse, key, **rows):
    page.at.session_state[key.format(version=warehouse.version)] = {
        "edited_rows": {int(number.lstrip("row")): cells for number, cells in rows.items()}, "added_rows": [], "deleted_rows": []
    }
    page.run()


def open_work(page, work):
    page.at.segmented_control(key="module_work").set_value(work)
    page.run()


def test_the_answer_stands_first(page):
    assert page().heads()[0] == (
        "Of those with a module, Government customers bring the most, 11% of what customers bring. 3 customers (75%) have no module yet."
    )


def test_the_chinese_page_is_chinese(page):
    shown = page("zh")
    assert shown.heads()[0] == "已分类的客户里，政府客户贡献最多，占客户总贡献的11%。还有3位客户（75%）没有分类。"
    assert [metric.label for metric in shown_figures(shown.at)] == ["已分类客户", "政府贡献占比", "可控营收占比", "分类建议"]
    assert "政府人数最多" not in shown.texts()


def test_each_module_and_grade_has_its_line(page):
    slices = page().at.dataframe[0].value
    assert dict(zip(slices["code"], slices["customers"], strict=True)) == {"ZB": 1, "UA": 1, "UB": 1, "UC": 1}


def test_each_module_has_its_advice(page):
    assert "**SH · Public institution**" in page().texts()
    assert "专人对接办公室和接待科" in page("zh").texts()


def test_both_pies_are_there_and_walk_ins_can_be_left_out(page):
    shown = page()
    assert "brings the most: 84% of the whole revenue" in shown.texts()
    shown.set("toggle", "with_walk_ins", False)
    assert "brings the most: 89% of what customers bring" in shown.texts()


def test_nothing_is_applied_before_a_person_accepts(page, warehouse):
    shown = page()
    assert shown.at.button(key="accept_ticked").disabled
    assert known(warehouse)["市教育局"] == (None, "王经理")


def test_one_suggestion_is_accepted_another_changed_and_both_are_undone(page, warehouse):
    shown = page()
    edit(shown, warehouse, "suggestions_1_{version}", row0={"accept": True}, row1={"accept": True, "suggested": "Out-of-town"})
    shown.press("accept_ticked")
    assert known(warehouse)["市教育局"][0] == "政府"  # as the profiles say it
    assert known(warehouse)["远山贸易有限公司"][0] == "Out-of-town"
    assert "2 customers were changed" in shown.texts()
    shown.press("undo_edit")
    assert known(warehouse)["市教育局"] == (None, "王经理")
    assert "Undone: the customers" in shown.texts()


def test_all_suggestions_are_accepted_together(page, warehouse):
    shown = page("zh")
    shown.press("accept_all")
    assert {name: module for name, (module, _manager) in known(warehouse).items()} == {
        "市教育局": "政府", "远山贸易有限公司": "私企", "张三": "政府", "<b>李四</b>": None,
    }
    assert "1位未分类的客户，从名称猜不出分类，可到“分类与客户经理”里指定。" in shown.texts()


def test_module_and_manager_are_edited_in_the_table(page, warehouse):
    shown = page()
    open_work(shown, "edit")
    assert shown.at.button(key="save_edits").disabled
    edit(shown, warehouse, "edit_1_{version}__", row0={"manager": ""}, row1={"module": "Private", "manager": "Manager Li"})
    shown.press("save_edits")
    assert known(warehouse)["市教育局"] == (None, None)
    assert known(warehouse)["远山贸易有限公司"] == ("Private", "Manager Li")
    shown.press("undo_edit")
    assert known(warehouse)["远山贸易有限公司"] == (None, None)


def test_the_customers_to_edit_are_found_by_name_and_by_module(page):
    shown = page()
    open_work(shown, "edit")
    shown.set("text_input", "edit_search", "李四")
    assert "No customer passes" not in shown.texts()
    shown.set("selectbox", "edit_module_1", "government")
    assert "No customer passes these filters." in shown.texts()


def test_targets_grow_by_what_is_set_and_the_growth_is_kept(page):
    shown = page()
    open_work(shown, "targets")
    assert "Expected of all customers: ¥2.85K." in shown.texts()
    shown.set("number_input", "growth_standard_1", 10.0)
    assert "Expected of all customers: ¥3.14K." in shown.texts()
    shown.press("save_growth")
    assert shown.at.button(key="save_growth").disabled
    assert shown.at.number_input(key="growth_standard_1").max == 10.0


def test_where_nobody_has_a_module_the_names_that_suggest_one_are_counted(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch) as opened:
        path = tmp_path / "bills.csv"
        path.write_text("日期,客户名称,消费金额\n2026-09-30,张三,200\n2026-09-30,市教育局,300\n", encoding="utf-8")
        import_file(opened, "Pine Hotel", path)
        shown = Page("pages/modules/page.py")
        assert shown.heads()[0] == "None of 2 customers has a module yet; 1 name suggests one."
        open_work(shown, "targets")
        assert "Expected of all customers: ¥500." in shown.texts()


def test_a_house_of_walk_ins_says_what_is_missing(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch) as opened:
        path = tmp_path / "walk-ins.csv"
        path.write_text("日期,客户名称,消费金额\n2026-09-30,散客,200\n", encoding="utf-8")
        import_file(opened, "Pine Hotel", path)
        assert "No bill names a customer yet." in Page("pages/modules/page.py").texts()


def test_without_any_store_it_offers_to_begin(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch):
        assert "go_upload" in Page("pages/modules/page.py").buttons()
