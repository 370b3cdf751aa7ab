"""A person erased from the page of his file: looked at first, a word typed, the certificate and the backups afterwards."""

from datetime import datetime

import pytest

from segmentation.warehouse.backups import make_backup
from tests.pages.driver import Page, as_seen, house_of

BILLS = "账单号,日期,客户编号,客户名称,手机,备注,消费金额\n" + (
    "1,2026-09-01,VIP00771,单雄信,13811112222,喜辣,500\n2,2026-09-02,V3,秦琼,13900000003,,90\n3,2026-09-30,V3,秦琼,13900000003,,50\n"
)


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with house_of(BILLS, tmp_path, monkeypatch) as opened:
        make_backup(opened, "backup", datetime(2026, 9, 30, 12))
        yield opened


def told(shown):
    return "\n".join(as_seen(each.value) for kind in (shown.at.warning, shown.at.caption, shown.at.success, shown.at.markdown) for each in kind)


@pytest.mark.parametrize(("lang", "word", "done"), [("en", "erase", "Erased."), ("zh", "删除", "已删除。")])
def test_he_is_erased_after_a_look_and_a_word(warehouse, lang, word, done):
    shown = Page("pages/customer/page.py", lang, customer="VIP00771")
    shown.press("erase_person")
    assert "backup_2026-09-30_120000.duckdb" in told(shown)
    assert ("It cannot be undone." if lang == "en" else "不能撤销") in told(shown)
    assert shown.at.button(key="erase_now").disabled
    shown.set("text_input", "erase_word", word)
    assert not shown.at.button(key="erase_now").disabled
    shown.press("erase_now")
    assert done in told(shown)
    names = warehouse.cursor().execute("select name, phone from customers order by name nulls last").fetchall()
    assert names == [("秦琼", "13900000003"), (None, None)]
    [number] = [row[0] for row in warehouse.cursor().execute("select erasure from erasures").fetchall()]
    shown.press(f"delete_backups_{number}")
    assert not list((warehouse.path.parent / "backups").glob("*"))
    assert "backup_2026" not in told(shown)


def test_whoever_leaves_it_changes_nothing(warehouse):
    shown = Page("pages/customer/page.py", customer="VIP00771")
    shown.press("erase_person")
    shown.press("erase_leave")
    assert "erase_now" not in [each.key for each in shown.at.button]
    assert warehouse.cursor().execute("select count(*) from customers where name = '单雄信'").fetchall() == [(1,)]


@pytest.mark.parametrize(("lang", "said"), [("en", "1 person was erased on request. From a backup of before that the person is erased again"), ("zh", "已应要求删除1位客户的个人信息")])
def test_restoring_says_that_a_backup_of_before_brings_the_erased_back(warehouse, lang, said):
    settings = Page("pages/settings/page.py", lang)
    settings.press("restore_0")
    assert said not in told(settings)  # nobody is erased yet
    shown = Page("pages/customer/page.py", lang, customer="VIP00771")
    shown.press("erase_person")
    shown.set("text_input", "erase_word", "erase")
    shown.press("erase_now")
    settings = Page("pages/settings/page.py", lang)
    settings.press("restore_0")
    assert said in told(settings)
