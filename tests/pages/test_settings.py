"""The Settings page through the whole app, without a browser: rules tried and saved, names, stores, backups."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from segmentation.ingest.batches import list_stores
from segmentation.ingest.day_limits import earliest_day
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.measures.movement.follow_up import follow_up
from segmentation.schemes import load_scheme
from segmentation.settings.costs import CostRates, cost_rates
from segmentation.settings.kept import scheme_settings, walk_in_names
from segmentation.settings.trades import words_of
from segmentation.warehouse.work_folder import MARKER
from tests.pages.driver import Page, new_house

BILLS = """日期,客户名称,消费金额
2026-03-01,远山贸易,900
2026-03-02,云海酒业,800
2026-03-03,云海酒业,700
2026-01-20,山居,50
2026-03-03,门口客人,30
2026-03-03,散客,9
"""


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch) as opened:
        path = tmp_path / "march.csv"
        path.write_text(BILLS, encoding="utf-8")
        import_file(opened, "Pine Hotel", path)
        yield opened


def settings_page(lang="en"):
    return Page("pages/settings/page.py", lang)


def names(warehouse):
    return [row["store"] for row in list_stores(warehouse)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_opens_in_both_languages(warehouse, lang):
    page = settings_page(lang)
    assert page.at.title[0].value == page._("Settings")
    assert page.at.tabs[0].label == page._("Grading rules")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_address_opens_a_tab_and_carries_it(warehouse, lang):
    page = Page("pages/settings/page.py", lang, tab="accounts")
    assert page.at.session_state["tabs_settings"] == page._("Accounts")
    assert page.at.query_params["tab"] == "accounts"
    assert settings_page(lang).at.query_params["tab"] == "grading"
    assert Page("pages/settings/page.py", lang, tab="nothing").at.query_params["tab"] == "grading"


def test_the_kind_of_a_house_is_changed_and_its_rules_stay(warehouse):
    page, before = settings_page("zh"), scheme_settings(warehouse, 1, load_scheme("abcd"))
    page.set("selectbox", "trade_1", "shop")
    assert words_of(warehouse, 1) == "sale"
    assert scheme_settings(warehouse, 1, load_scheme("abcd")) == before
    assert "消费标准（客单价）" in str([each.options for each in page.at.selectbox])
    page.set("selectbox", "trade_1", "")
    assert words_of(warehouse, 1) == ""


def test_an_empty_warehouse_is_said(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch):
        assert "There is no store yet" in settings_page().texts()


def test_rules_are_tried_before_they_are_saved(warehouse):
    page = settings_page()
    assert page.at.button(key="save_settings").disabled
    page.set("number_input", "set_1_active_days", 30)
    assert "Not saved yet" in page.texts()
    page.press("rehearse")
    assert page.heads() == ["1 of 4 customers would change grade; 0 would lose A, 0 would gain it"]
    table = page.at.table[0].value
    assert list(table.columns) == ["Now", "then A", "then B", "then C", "then D"]
    assert scheme_settings(warehouse, 1, load_scheme("abcd"))["active_days"] == 60
    page.press("save_settings")
    assert scheme_settings(warehouse, 1, load_scheme("abcd"))["active_days"] == 30
    assert "Saved. From now on" in page.texts()
    page.press("reset_settings")
    assert scheme_settings(warehouse, 1, load_scheme("abcd"))["active_days"] == 60
    assert page.at.number_input(key="set_1_active_days").value == 60


def test_a_rehearsal_counts_who_loses_the_best_grade(warehouse):
    page = settings_page()
    page.set("number_input", "set_1_top_share", 50.0)
    page.press("rehearse")
    assert "0 would lose A, 1 would gain it" in page.heads()[0]
    page.set("number_input", "set_1_top_share", 12.5)
    assert page.heads() == []
    page.press("save_settings")
    assert str(scheme_settings(warehouse, 1, load_scheme("abcd"))["top_share"]) == "12.5"


def test_an_unsaved_rule_survives_a_switch_of_the_language(warehouse):
    page = settings_page()
    page.set("number_input", "set_1_active_days", 30)
    page.at.query_params["lang"] = "zh"
    page.run()
    assert page.at.number_input(key="set_1_active_days").value == 30


def test_walk_in_names_are_saved_and_what_they_changed_is_said(warehouse):
    page = settings_page()
    listed = page.at.text_area(key="walk_in_names_1").value
    assert listed.splitlines()[0] == "散客"
    page.set("text_area", "walk_in_names_1", listed + "\n  门口客人 \n\n")
    page.press("save_walk_ins")
    assert "1 customers are walk-ins now, with 1 bills" in page.texts()
    assert walk_in_names(warehouse, 1)[-1] == "门口客人"
    assert page.at.text_area(key="walk_in_names_1").value.endswith("\n门口客人")
    page.press("usual_walk_ins")
    assert "1 walk-ins are customers now, with 1 bills" in page.texts()
    page.press("save_walk_ins")
    assert "No customer changed" in page.texts()


def test_a_store_is_renamed(warehouse):
    page = settings_page()
    page.press("rename_1")
    page.set("text_input", "new_store_name", "  ")
    page.press("confirm_rename")
    assert "Write a name for the store." in page.texts()
    page.set("text_input", "new_store_name", " Oak Hotel ")
    page.press("confirm_rename")
    assert names(warehouse) == ["Oak Hotel"]
    assert "Pine Hotel is now called Oak Hotel." in page.texts()


def test_the_earliest_day_of_a_store_is_set(warehouse):
    page = settings_page()
    page.press("earliest_1")
    assert page.at.date_input(key="earliest_day").value == date(1990, 1, 1)
    page.set("date_input", "earliest_day", date(1950, 1, 1))
    page.press("confirm_earliest")
    assert earliest_day(warehouse, 1) == date(1950, 1, 1)
    assert "From now on nothing before 1950-01-01 is taken for Pine Hotel." in page.texts()


def test_bills_after_midnight_go_to_the_evening_before_when_the_day_begins_later(warehouse, tmp_path):
    path = tmp_path / "night.csv"
    path.write_text(
        "账单号,结账时间,客户名称,实收金额\nN1,2026-04-01 21:30,夜归,100\nN2,2026-04-02 00:40,夜归,50\nN3,2026-04-02 04:10,夜归,7\n",
        encoding="utf-8",
    )
    import_file(warehouse, "Pine Hotel", path, Choices(day_begins=0))
    told = "select visit_date, bills from visits where customer_key = '夜归' order by visit_date"

    def days():
        return [(f"{day:%m-%d}", bills) for day, bills in warehouse.cursor().execute(told).fetchall()]

    assert days() == [("04-01", 1), ("04-02", 2)]
    page = settings_page()
    page.press("day_begins_1")
    page.set("selectbox", "day_begins_hour", 4)
    assert "1 bill will belong to another day." in page.texts()
    assert days() == [("04-01", 1), ("04-02", 2)]
    page.press("confirm_day_begins")
    assert days() == [("04-01", 2), ("04-02", 1)]
    assert "The day of Pine Hotel begins at 4:00 now; bills that belong to another day: 1." in page.texts()
    page.press("day_begins_1")
    page.set("selectbox", "day_begins_hour", 0)
    page.press("confirm_day_begins")
    assert days() == [("04-01", 1), ("04-02", 2)]


def test_a_store_is_deleted_only_when_its_name_is_typed(warehouse):
    page = settings_page()
    page.press("delete_1")
    assert "All 6 bills, 4 customers" in page.texts()
    page.set("text_input", "delete_typed", "Pine")
    page.press("confirm_delete")
    assert "The name does not match" in page.texts()
    assert names(warehouse) == ["Pine Hotel"]
    page.set("text_input", "delete_typed", "Pine Hotel")
    page.press("confirm_delete")
    assert names(warehouse) == []


def test_a_backup_is_made_listed_and_put_back_with_a_safety_copy(warehouse, tmp_path):
    page = settings_page()
    page.press("make_backup")
    made = list((tmp_path / "backups").glob("backup_*.duckdb"))
    assert len(made) == 1
    assert made[0].name in page.texts()
    assert "download_backup_0" in {each.key for each in page.at.get("download_button")}
    page.press("delete_1")
    page.set("text_input", "delete_typed", "Pine Hotel")
    page.press("confirm_delete")
    page.press("restore_0")
    assert "stores: 0, bills: 0" in page.texts()
    page.press("confirm_restore")
    assert names(warehouse) == ["Pine Hotel"]
    assert len(list((tmp_path / "backups").glob("before-restore_*.duckdb"))) == 1
    assert f"{made[0].name} was put back" in page.texts()


@pytest.mark.parametrize("content", ["text", "foreign"])
def test_what_is_no_backup_is_refused_and_nothing_changes(warehouse, tmp_path, content):
    path = tmp_path / "other.duckdb"
    if content == "text":
        path.write_text("hello")
    else:
        with duckdb.connect(str(path)) as other:
            other.execute("create table bills (a integer)")
    page = settings_page()
    page.at.file_uploader[0].set_value((path.name, path.read_bytes(), ""))
    page.run()
    page.press("restore_file")
    page.press("confirm_restore")
    assert "This file is no backup of this program" in page.texts()
    assert names(warehouse) == ["Pine Hotel"]


def test_a_backup_from_elsewhere_is_put_back(warehouse, tmp_path):
    copy = warehouse.backup(tmp_path / "copy.duckdb")
    page = settings_page()
    page.press("delete_1")
    page.set("text_input", "delete_typed", "Pine Hotel")
    page.press("confirm_delete")
    page.at.file_uploader[0].set_value((copy.name, copy.read_bytes(), ""))
    page.run()
    page.press("restore_file")
    page.press("confirm_restore")
    assert names(warehouse) == ["Pine Hotel"]
    assert not [path for path in warehouse.work_dir.rglob("*") if path.is_file() and path.name != MARKER]


def test_where_the_data_lives_is_said(warehouse):
    page = settings_page()
    assert "All data stays on this computer." in page.texts()
    assert str(warehouse.path) in page.at.code[0].value


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_cost_rates_are_explained_and_saved(warehouse, lang):
    page = settings_page(lang)
    assert page.at.tabs[2].label == page._("Cost to serve")
    assert {"en": "contribution − cost − visits × rate per visit", "zh": "贡献 − 成本 − 到店次数 × 每次到店费用"}[lang] in page.texts()
    assert page.at.button(key="save_rates").disabled
    page.set("number_input", "rate_visit_1", 12.5)
    page.set("number_input", "rate_contact_1", 3.0)
    page.press("save_rates")
    assert page._("Saved. From now on profit in this store is counted with these rates.") in page.texts()
    assert cost_rates(warehouse, 1) == CostRates(Decimal("12.50"), Decimal("3.00"))


def test_saved_rules_point_to_the_months_that_were_kept_under_the_old_ones(warehouse, tmp_path):
    page = settings_page()
    page.set("number_input", "set_1_active_days", 30)
    page.press("save_settings")
    assert "that were kept stay as they are" not in page.texts()
    follow_up(warehouse, 1)
    page.set("number_input", "set_1_active_days", 40)
    page.press("save_settings")
    assert "The month-end grades that were kept stay as they are." in page.texts()
