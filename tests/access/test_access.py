"""Accounts, sessions, locks and logs: a small file beside the warehouse that outlives a kill."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from segmentation import access as a
from segmentation.access import passwords, settings
from segmentation.language.errors import InputError

NOW = 1_800_000_000.0
SECRET = "four quiet herons walk"
HOURS, DAYS = 3600, 86400


@pytest.fixture(scope="module", autouse=True)
def _cheap():  # the same hash, less of it: what is tested is who gets in
    kept, passwords._HASHER = passwords._HASHER, passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    passwords._HASHER = kept


@pytest.fixture
def house(tmp_path):
    access = a.Access(a.access_path(tmp_path / "w.duckdb"))
    a.add_account(access, "Owner", "owner", NOW, password=SECRET)
    yield access
    access.close()


def refused(call, *arguments, **named):
    with pytest.raises(InputError) as error:
        call(*arguments, **named)
    return error.value.code


def test_the_file_is_its_users_alone_and_holds_no_secret(house):
    token = a.begin_session(house, "owner", NOW, "10.0.0.1", a.Settings())
    assert house.path.stat().st_mode & 0o777 == 0o600
    house.reading().execute("pragma wal_checkpoint(truncate)")
    kept = house.path.read_bytes()
    assert b"$argon2id$" in kept
    assert SECRET.encode() not in kept
    assert token.encode() not in kept


@pytest.mark.parametrize("password", [
    "short", "owner owner1", "Password1234!", "qwertyuiop123", "123456789012", "aaaaaaaaaaaa", "abcabcabcabc", "OwnerOwner2026",
])
def test_a_weak_password_is_refused(house, password):
    assert refused(a.change_account, house, "owner", password=password) in ("short_password", "common_password")


def test_roles_begin_with_what_they_may_see(house):
    consultant = a.add_account(house, "c", "consultant", NOW, stores=[2, 1], password=SECRET)
    manager = a.add_account(house, "王芳", "manager", NOW, password=SECRET)
    analyst = a.add_account(house, "n", "analyst", NOW, sees_phones=True)
    assert (consultant.stores, consultant.sees_names, consultant.sees_phones) == (frozenset({1, 2}), False, False)
    assert (manager.rights.manager, manager.rights.stores, manager.sees_phones) == ("王芳", None, True)
    assert (analyst.sees_names, analyst.sees_phones) == (True, False)
    assert refused(a.add_account, house, "C", "analyst", NOW) == "account_exists"
    assert refused(a.add_account, house, "x", "king", NOW) == "unknown_role"


def test_an_owner_is_always_left(house):
    assert refused(a.change_account, house, "owner", disabled=True) == "no_owner_left"
    assert refused(a.change_account, house, "owner", stores=[1]) == "no_owner_left"
    a.add_account(house, "second", "owner", NOW, email="Second@Inn.cn")
    assert a.change_account(house, "owner", disabled=True).disabled
    assert refused(a.check_password, house, "owner", SECRET, "x", NOW) == "wrong_password"


def test_the_first_account_is_an_owners(tmp_path):
    access = a.Access(tmp_path / "x.sqlite")
    assert refused(a.add_account, access, "m", "manager", NOW, password=SECRET) == "no_owner_left"
    assert a.accounts(access) == []


def test_a_session_ends_when_idle_and_after_its_longest_time(house):
    rules = a.Settings(idle_hours=12, longest_days=30)
    token = a.begin_session(house, "owner", NOW, "", rules)
    at = NOW
    for _use in range(60):  # used every 11 hours it goes on …
        at += 11 * HOURS
        assert a.session_account(house, token, at, rules).name == "owner"
    assert at < NOW + 30 * DAYS
    assert a.session_account(house, token, NOW + 30 * DAYS, rules) is None  # … for thirty days
    idle = a.begin_session(house, "owner", NOW, "", rules)
    assert a.session_account(house, idle, NOW + 12 * HOURS - 1, rules, touch=False)
    assert a.session_account(house, idle, NOW + 12 * HOURS, rules) is None


def test_who_changed_or_was_ended_is_out_at_once(house):
    rules = a.Settings()
    first, other = (a.begin_session(house, "owner", NOW, "", rules) for _ in range(2))
    assert a.end_session(house, first) == "owner"
    assert [a.session_account(house, each, NOW, rules) is None for each in (first, other, None, "x")] == [True, False, True, True]
    a.change_account(house, "owner", password="seven slow boats north")
    assert a.session_account(house, other, NOW, rules) is None


def test_five_wrong_passwords_lock_the_account_and_the_address_ever_longer(house):
    def try_it(password, address="1.1.1.1", at=NOW, name="owner"):
        return refused(a.check_password, house, name, password, address, at)

    assert [try_it("wrong wrong wrong", f"1.1.1.{each}") for each in range(5)] == ["wrong_password"] * 5
    assert try_it(SECRET, "9.9.9.9") == "locked_out"  # the account, from anywhere
    assert a.check_password(house, "owner", SECRET, "9.9.9.9", NOW + 901).name == "owner"
    assert [try_it("wrong", "2.2.2.2", name=f"nobody {each}") for each in range(5)] == ["wrong_password"] * 5
    assert try_it(SECRET, "2.2.2.2") == "locked_out"  # the address, whoever it is
    late = NOW + 901
    assert [try_it("wrong", "2.2.2.2", late, f"nobody {each}") for each in range(9, 14)] == ["wrong_password"] * 5
    assert try_it(SECRET, "2.2.2.2", late + 901) == "locked_out"  # twice as long the second time
    assert a.check_password(house, "owner", SECRET, "2.2.2.2", late + 1801)
    assert {line.account for line in a.sign_ins(house)} == {"owner", ""}  # a name that nobody has is not written down


def test_a_provider_opens_its_own_account_only(house):
    a.add_account(house, "li", "analyst", NOW, email="Li@Inn.cn")
    a.add_account(house, "wu", "analyst", NOW, subject="sub-7")
    who = [a.account_of_provider(house, *asked) for asked in [("", "li@inn.cn"), ("sub-7", None), ("sub-8", "x@inn.cn"), ("", None)]]
    assert [each.name if each else None for each in who] == ["li", "wu", None, None]


def test_exports_are_counted_by_account(house):
    a.log_export(house, "li", "analyst", "customers.csv", [2, 1], 10, 2000, NOW - 5)
    a.log_export(house, "li", "analyst", "deck.pptx", [1], 3, 9000, NOW + 5)
    assert a.count_today(house, "li", NOW) == (1, 3)
    assert [(each.what, each.stores, each.rows, each.bytes) for each in a.exports(house, account="li")] == [
        ("deck.pptx", (1,), 3, 9000), ("customers.csv", (1, 2), 10, 2000),
    ]
    assert a.exports(house, account="wu") == []


def test_settings_are_read_beside_the_warehouse_and_a_slip_lets_nobody_in(tmp_path):
    database = tmp_path / "w.duckdb"
    file = settings.settings_path(database)
    assert not a.read_settings(database, {}).sign_in
    assert a.read_settings(database, {"CUSTOMER_GRADING_SIGN_IN": "1"}).sign_in
    file.write_text("sign_in = true\nidle_hours = 2\n")
    assert a.read_settings(database, {}) == a.Settings(True, 2.0, 30.0)
    assert not a.read_settings(database, {"CUSTOMER_GRADING_SIGN_IN": "0"}).sign_in
    for slip in ("sign_in = yes", 'sign_in = "no"', "sign_in = true\nidle_hours = 0"):
        file.write_text(slip)
        assert refused(a.read_settings, database, {}) == "bad_access_settings"


def test_a_session_outlives_a_kill_of_the_process_that_made_it(tmp_path):
    made = (
        "import os, signal, sys; from pathlib import Path; from segmentation import access as a\n"
        f"house = a.Access(Path({str(tmp_path / 'x.sqlite')!r})); a.add_account(house, 'o', 'owner', 1.0, password={SECRET!r})\n"
        "print(a.begin_session(house, 'o', 1.0, '', a.Settings()), flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", made], cwd=Path(__file__).parents[2], capture_output=True, text=True, env={**os.environ}
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert a.session_account(a.Access(tmp_path / "x.sqlite"), done.stdout.strip(), 2.0, a.Settings()).name == "o"


def test_a_damaged_file_of_accounts_is_told_with_what_to_do(tmp_path):
    path = tmp_path / "w.duckdb.access.sqlite"
    path.write_bytes(b"no database, but long enough to be taken for one" * 200)
    with pytest.raises(InputError) as caught:
        a.access_of(tmp_path / "w.duckdb")
    assert caught.value.code == "accounts_damaged"
