"""Accounts: a name, its role, the stores that it is granted, and how it signs in."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from segmentation.access.passwords import check_strength, hashed
from segmentation.access.store import Access
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.warehouse.rights import ANALYST, CONSULTANT, MANAGER, OWNER, ROLES, Rights

LONGEST_NAME = 60
CHANGEABLE = ("role", "stores", "manager", "sees_names", "sees_phones", "password", "subject", "email", "disabled")


@dataclass(frozen=True)
class Account:
    """Who may sign in. ``stores`` are ids (None: all); ``has_password`` and ``subject`` or ``email`` say how."""

    name: str
    role: str
    stores: frozenset[int] | None
    manager: str | None
    sees_names: bool
    sees_phones: bool
    has_password: bool
    subject: str | None
    email: str | None
    disabled: bool
    made_at: float

    @property
    def rights(self) -> Rights:
        """What it may see."""
        return Rights(self.role, self.stores, self.manager, self.sees_names, self.sees_phones, self.name)


def add_account(access: Access, name: str, role: str, now: float, **other: Any) -> Account:
    """Make an account and return it; ``other`` are values of ``CHANGEABLE``.

    A manager without ``manager`` is the one of his own name. A consultant sees neither names nor phones unless told, an analyst
    no phones. Raises InputError for a name that there is, a role that there is not, and a weak password.
    """
    name = clean_name(name)
    told = {key: value for key, value in other.items() if value is not None}
    columns = _columns(name, _preset(role, name) | {"role": role} | told)
    with access.writing() as connection:
        if connection.execute("select 1 from accounts where name = ?", (name,)).fetchone():
            raise InputError("account_exists", N_("There is an account “{name}” already."), name=name)
        columns = {"name": name, "made_at": now, **columns}
        marks = ", ".join("?" * len(columns))
        _unique(connection, f"insert into accounts ({', '.join(columns)}) values ({marks})", columns.values())
        _keep_an_owner(connection, first=True)
    return account(access, name)


def change_account(access: Access, name: str, **changes: Any) -> Account:
    """Change values of ``CHANGEABLE`` and return the account; a new password, role or store and disabling end its sessions.

    A new role sees what such an account sees when it is made, unless told. Raises InputError where there is no such
    account, for a weak password, and where no owner could sign in any more.
    """
    name = clean_name(name)
    with access.writing() as connection:
        before = connection.execute("select * from accounts where name = ?", (name,)).fetchone()
        if not before:
            raise unknown_account(name)
        role = changes.get("role") or before["role"]
        columns = _columns(name, (_preset(role, name) if role != before["role"] else {}) | {"role": role} | changes)
        if columns:
            places = ", ".join(f"{column} = ?" for column in columns)
            _unique(connection, f"update accounts set {places} where name = ?", (*columns.values(), name))
            connection.execute("delete from sessions where account = ?", (name,))
            connection.execute("delete from tries where who = ?", (who_tried(name),))
        _keep_an_owner(connection)
    return account(access, name)


def account(access: Access, name: str) -> Account:
    """Return the account. Raises InputError where there is none."""
    found = access.reading().execute("select * from accounts where name = ?", (clean_name(name),)).fetchone()
    if found is None:
        raise unknown_account(name)
    return of_row(found)


def accounts(access: Access) -> list[Account]:
    """Return every account by name."""
    return [of_row(row) for row in access.reading().execute("select * from accounts order by name")]


def account_of_provider(access: Access, subject: str, email: str | None) -> Account | None:
    """Return the account of whom a provider names, by the subject before the (verified) e-mail; None for anybody else."""
    asked = "select * from accounts where disabled = 0 and "
    found = access.reading().execute(asked + "subject = ?", (subject,)).fetchone() if subject else None
    if found is None and email:
        found = access.reading().execute(asked + "email = ? and subject is null", (email.strip().casefold(),)).fetchone()
    return of_row(found) if found else None


def has_owner(access: Access) -> bool:
    """Return whether an owner can sign in."""
    return access.reading().execute(f"select {_OWNERS}", (OWNER,)).fetchone()[0] > 0


def clean_name(name: str) -> str:
    """Return a name as accounts are kept under: one way to write it, small letters.

    >>> clean_name(" Li Ming "), clean_name("\uff2c\uff49")
    ('li ming', 'li')
    """
    name = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError("bad_account", N_("An account has a name of 1 to {most} letters."), most=LONGEST_NAME)
    return name


def who_tried(name: str) -> str:
    """Return under what the tries of an account are counted: what was typed may be a password, so no file holds it as it is."""
    return f"account {hashlib.sha256(name.encode()).hexdigest()[:32]}"


def unknown_account(name: str) -> InputError:
    """Return the error for a name that no account has."""
    return InputError("unknown_account", N_("There is no account “{name}”."), name=name)


def of_row(row: sqlite3.Row) -> Account:
    """Return the account that stands in a row of ``accounts``."""
    stores = None if row["stores"] is None else frozenset(json.loads(row["stores"]))
    return Account(
        row["name"], row["role"], stores, row["manager"], bool(row["sees_names"]), bool(row["sees_phones"]),
        row["password"] is not None, row["subject"], row["email"], bool(row["disabled"]), row["made_at"],
    )


def _preset(role: str, name: str) -> dict[str, Any]:
    """Return what an account of the role sees where nobody says it."""
    return {
        "sees_names": role != CONSULTANT, "sees_phones": role in (OWNER, MANAGER), "manager": name if role == MANAGER else None,
    }


_OWNERS = (
    "count(*) from accounts where role = ? and disabled = 0 and stores is null "
    "and coalesce(password, subject, email) is not null"
)


def _keep_an_owner(connection: sqlite3.Connection, *, first: bool = False) -> None:
    if not connection.execute(f"select {_OWNERS}", (OWNER,)).fetchone()[0]:
        message = N_("The first account is an owner's of all stores, with a password.") if first else N_(
            "This is the last owner of all stores who can sign in: make another one first."
        )
        raise InputError("no_owner_left", message)


def _columns(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as columns of ``accounts``, each checked."""
    if strange := set(values) - set(CHANGEABLE):
        raise TypeError(f"no value of an account: {sorted(strange)}")
    columns = dict(values)
    role = values.get("role")
    if role is not None and role not in ROLES:
        message = N_("There is no role “{role}”. The roles are: {known}.")
        raise InputError("unknown_role", message, role=role, known=", ".join(ROLES))
    if role == ANALYST:
        columns["sees_phones"] = False
    if values.get("stores") is not None:
        columns["stores"] = json.dumps(sorted({int(each) for each in values["stores"]}))
    if values.get("password") is not None:
        check_strength(values["password"], name)
        columns["password"] = hashed(values["password"])
    if values.get("email") is not None:
        columns["email"] = values["email"].strip().casefold() or None
    if "subject" in values:
        columns["subject"] = values["subject"] or None
    return {column: int(value) if isinstance(value, bool) else value for column, value in columns.items()}


def _unique(connection: sqlite3.Connection, sql: str, values: Iterable[Any]) -> None:
    try:
        connection.execute(sql, tuple(values))
    except sqlite3.IntegrityError as error:
        if "UNIQUE" not in str(error):
            raise
        raise InputError("identity_taken", N_("Another account has this e-mail or subject.")) from error
