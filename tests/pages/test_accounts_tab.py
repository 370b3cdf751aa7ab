"""The tab of accounts: an owner makes one and shuts another out; what is refused is said, and nothing is changed."""

import time

from segmentation import access as a
from segmentation.access import passwords
from tests.pages.driver import Page, new_house

SECRET = "four quiet herons walk"


def test_an_owner_makes_an_account_and_shuts_it_out(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "_HASHER", passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with new_house(tmp_path, monkeypatch) as warehouse:
        access = a.Access(a.access_path(warehouse.path))
        a.add_account(access, "boss", "owner", time.time(), password=SECRET)
        page = Page("pages/settings/page.py")
        for kind, field, value in (
            ("text_input", "name", "Li"), ("selectbox", "role", "manager"), ("text_input", "manager", "王经理"),
            ("text_input", "password", "li"),
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
        page.press("account_off_li")
        assert a.account(access, "li").disabled
        page.press("account_off_boss")
        assert any("the last owner" in each.value for each in page.at.error)
        access.close()
