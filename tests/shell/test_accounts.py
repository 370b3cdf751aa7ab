"""Accounts from the shell, beside a running app or without one."""

import json

import pytest

from segmentation.access import passwords

BILLS = "账单号,日期,客户编号,客户名称,客户经理,台数,金额\nB1,2026-08-03,K1,财政局,王经理,1,600\n"


@pytest.fixture
def secret(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "_HASHER", passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    file = tmp_path / "secret.txt"
    file.write_text("four quiet herons walk\n")
    return file


def test_accounts_are_made_changed_listed_and_disabled(shell, tmp_path, secret):
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "悦来")[0] == 0
    assert shell("accounts", "add", "li", "--role", "manager", "--password-file", secret)[0] == 2  # an owner first
    assert shell("accounts", "add", "Owner", "--role", "owner", "--password-file", secret) == (0, "owner may sign in.\n", "")
    assert shell("accounts", "add", "li", "--role", "manager", "--manager", "王经理", "--store", "悦来", "--password-file", secret)[0] == 0
    assert shell("accounts", "add", "x", "--role", "analyst", "--store", "nowhere", "--password-file", secret)[0] == 2
    assert shell("accounts", "change", "li", "--no-phones", "--email", "Li@Inn.cn")[0] == 0
    assert shell("accounts", "disable", "li")[0] == 0
    status, out, _err = shell("accounts", "list", "--json")
    owner, *_, li = sorted(json.loads(out), key=lambda each: each["role"], reverse=True)
    assert (status, owner["name"], owner["stores"]) == (0, "owner", None)
    del li["made"]
    assert li == {
        "name": "li", "role": "manager", "stores": [1], "manager": "王经理", "names": True, "phones": False, "password": True,
        "email": "li@inn.cn", "subject": None, "disabled": True,
    }
    lines = shell("accounts", "list", "--lang", "en")[1].splitlines()
    assert sorted(lines) == ["li  Customer manager  悦来  disabled", "owner  Owner of the house  all stores"]
    assert shell("accounts", "disable", "owner")[0] == 2
    assert shell("accounts", "sessions", "--json")[:2] == (0, "[]\n")
    assert shell("accounts", "end-sessions", "li")[1] == "Sessions ended: 0.\n"
    assert shell("accounts", "log", "--of", "exports", "--json")[:2] == (0, "[]\n")
