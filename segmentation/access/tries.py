"""Signing in by a password: five wrong ones lock the account, and the address that they came from, for a while that grows."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from segmentation.access.accounts import Account, clean_name, of_row, who_tried
from segmentation.access.passwords import fits
from segmentation.access.store import Access
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_

TRIES = 5
LOCKED = 15 * 60.0  # seconds; twice as long with every lock that follows
LONGEST_LOCK = 24 * 3600.0
FORGOTTEN = 24 * 3600.0  # seconds without a wrong password after which all is as before

SIGNED_IN, WRONG, LOCKED_OUT, SIGNED_OUT, BY_PROVIDER = WHAT = ("signed in", "wrong", "locked", "signed out", "by provider")


@dataclass(frozen=True)
class SignIn:
    """A line of the log: ``what`` is one of ``WHAT``; ``account`` is "" where a name was tried that nobody has."""

    at: float
    account: str
    address: str
    what: str


def check_password(access: Access, name: str, password: str, address: str, now: float) -> Account:
    """Return the account whose name and password these are; it is logged, and so is what was refused.

    Raises InputError ``wrong_password`` for all that do not fit, names that nobody has among them, which takes as long, and
    ``locked_out`` where too many did not.
    """
    try:
        name = clean_name(name)
    except InputError:
        name = ""
    whom = (who_tried(name), f"address {address}")
    row = access.reading().execute("select * from accounts where name = ?", (name,)).fetchone()
    known = row["name"] if row else ""  # a name that nobody has may be a password in the wrong field
    with access.writing() as connection:  # counted before it is looked at: a crowd at once has no more tries than one
        if waits := _locked(connection, whom, now):
            connection.execute("insert into sign_ins values (?, ?, ?, ?)", (now, known, address, LOCKED_OUT))
        else:
            for who in whom:
                _count(connection, who, now)
    if waits:
        raise InputError(
            "locked_out", N_("Too many tries that did not fit. Try again in {minutes} minutes."), minutes=math.ceil(waits / 60)
        )
    is_right = fits(password, row["password"] if row and not row["disabled"] else None)
    if is_right:
        with access.writing() as connection:
            connection.execute("delete from tries where who in (?, ?)", whom)
        log_sign_in(access, known, address, SIGNED_IN, now)
        return of_row(row)
    log_sign_in(access, known, address, WRONG, now)
    raise InputError("wrong_password", N_("The name or the password does not fit."))


def locked_accounts(access: Access, names: Iterable[str], now: float) -> set[str]:
    """Return which of these accounts are locked by wrong passwords."""
    asked = "select 1 from tries where who = ? and locked_until > ?"
    return {name for name in names if access.reading().execute(asked, (who_tried(name), now)).fetchone()}


def unlock(access: Access, name: str) -> None:
    """Let an account try its password again at once. The addresses that wrong ones came from stay locked."""
    with access.writing() as connection:
        connection.execute("delete from tries where who = ?", (who_tried(clean_name(name)),))


def _locked(connection: sqlite3.Connection, whom: Sequence[str], now: float) -> float:
    """Return for how many seconds one of these is locked, 0 for not at all."""
    found = connection.execute("select max(locked_until) from tries where who in (?, ?)", tuple(whom)).fetchone()[0]
    return max(0.0, (found or 0.0) - now)


def _count(connection: sqlite3.Connection, who: str, now: float) -> None:
    row = connection.execute("select * from tries where who = ?", (who,)).fetchone()
    is_known = row is not None and now - max(row["last_at"], row["locked_until"]) < FORGOTTEN
    wrong, locks, until = (row["wrong"] + 1, row["locks"], row["locked_until"]) if is_known else (1, 0, 0.0)
    if wrong >= TRIES:
        until, wrong, locks = now + min(LOCKED * 2**locks, LONGEST_LOCK), 0, min(locks + 1, 20)
    connection.execute("insert or replace into tries values (?, ?, ?, ?, ?)", (who, wrong, locks, now, until))


def log_sign_in(access: Access, name: str, address: str, what: str, now: float) -> None:
    """Write a line of the log of sign-ins."""
    with access.writing() as connection:
        connection.execute("insert into sign_ins values (?, ?, ?, ?)", (now, name, address, what))


def sign_ins(access: Access, most: int = 200) -> list[SignIn]:
    """Return the last lines of the log of sign-ins, the newest first."""
    asked = "select at, account, address, what from sign_ins order by at desc, rowid desc limit ?"
    return [SignIn(*row) for row in access.reading().execute(asked, (most,))]
