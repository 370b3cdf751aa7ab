"""The tab of accounts: an owner makes one and shuts another out; what is refused is said, and nothing is changed."""

import time

import pytest

from segmentation import access as a
from segmentation.access import passwords
from segmentation.language.errors import InputError
from tests.pages.driver import Page, house_of

SECRET = "four quiet herons walk"


def test_an_owner_makes_an_account_and_shuts_it_out(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "_HASHER", passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with house_of("日期,客户,客户经理,金额\n2026-09-01,甲,王经理,100\n", tmp_path, monkeypatch) as warehouse:
        access = a.Access(a.access_path(warehouse.path))
        a.add_account(access, "boss", "owner", time.time(), password=SECRET)
        page = Page("pages/settings/page.py")
        for kind, field, value in (
            ("text_input", "name", "Li"), ("selectbox", "manager", "王经理"), ("text_input", "password", "li"),
        ):
            getattr(page.at, kind)(key=f"account_new_{field}").set_value(value)
        page.press("account_add")
        assert any("at least 12 characters" in each.value for each in page.at.error)
        assert [each.name for each in a.accounts(access)] == ["boss"]
        page.at.text_input(key="account_new_password").set_value(SECRET)
        page.press("account_add")
        made = a.account(access, "li")
        assert (made.role, made.manager, made.stores, made.sees_phones) == ("manager", "王经理", None, True)
        assert page.at.text_input(key="account_new_password").value == ""
        for _wrong in range(5):
            with pytest.raises(InputError):
                a.check_password(access, "li", "not it at all", "10.0.0.1", time.time())
        page.at.run()
        page.press("account_unlock_li")
        with pytest.raises(InputError, match="Too many"):  # the address stays locked
            a.check_password(access, "li", SECRET, "10.0.0.1", time.time())
        assert a.check_password(access, "li", SECRET, "10.0.0.2", time.time()).name == "li"
        page.at.selectbox(key="account_change_li_role").set_value("analyst")
        page.at.text_input(key="account_change_li_password").set_value("five quiet herons walk")
        page.press("account_change_li_save")
        made = a.check_password(access, "li", "five quiet herons walk", "10.0.0.2", time.time())
        assert (made.role, made.sees_phones) == ("analyst", False)
        page.press("account_off_li")
        assert a.account(access, "li").disabled
        page.press("account_off_boss")
        assert any("the last owner" in each.value for each in page.at.error)
        access.close()
