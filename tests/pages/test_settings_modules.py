"""The list of modules in Settings: shown, edited as a table, checked, kept, and brought back."""

import pytest

from segmentation.ingest.land import import_file
from segmentation.settings.modules import default_modules, read_modules
from tests.pages.driver import Page, new_house

BILLS = "日期,客户名称,消费金额\n2026-03-01,远山贸易,900\n"


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch) as opened:
        path = tmp_path / "march.csv"
        path.write_text(BILLS, encoding="utf-8")
        import_file(opened, "Pine Hotel", path)
        yield opened


def edit(page, warehouse, **changes):
    page.at.session_state[f"modules_1_{warehouse.version}"] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | changes
    page.run()


@pytest.fixture
def page(warehouse):
    return lambda lang="en": Page("pages/settings/page.py", lang)


def codes(warehouse):
    return [module.code for module in read_modules(warehouse, 1)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_usual_modules_are_listed(page, lang):
    shown = page(lang)
    assert shown.at.tabs[1].label == shown._("Modules")
    assert shown.at.button(key="save_modules").disabled
    assert shown.at.button(key="usual_modules").disabled


def test_a_code_and_a_name_are_changed_and_the_usual_list_comes_back(page, warehouse):
    shown = page()
    edit(shown, warehouse, edited_rows={0: {"code": "zf", "name_en": "Authorities"}})
    shown.press("save_modules")
    assert codes(warehouse) == ["ZF", "SH", "G", "S", "W", "U"]
    assert read_modules(warehouse, 1)[0].name == {"zh": "政府", "en": "Authorities"}
    assert "Saved. From now on" in shown.texts()
    shown.press("usual_modules")
    assert read_modules(warehouse, 1) == default_modules()


def test_a_module_is_added_and_one_deleted(page, warehouse):
    shown = page()
    edit(shown, warehouse, added_rows=[{"code": "M", "name_zh": "协会", "words": "商会，协会会员"}], deleted_rows=[4])
    shown.press("save_modules")
    assert codes(warehouse) == ["Z", "SH", "G", "S", "M", "U"]
    added = read_modules(warehouse, 1)[4]
    assert (added.name["zh"], added.words) == ("协会", ("商会", "协会会员"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"edited_rows": {0: {"code": "SH"}}}, "names two modules"),
        ({"added_rows": [{"code": "", "name_zh": "协会"}]}, "one to four letters"),
        ({"deleted_rows": [5]}, "has to stay"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(page, warehouse, changes, said):
    shown = page()
    edit(shown, warehouse, **changes)
    shown.press("save_modules")
    assert said in shown.texts()
    assert read_modules(warehouse, 1) == default_modules()
