"""Saved groups (客群): a filter of a store's customers with a name, kept as data.

What is kept is the question, never its answer: who is in a group on a day is worked out by ``measures/groups``. A group of a list
has the customers of that list, and nobody else can join it. A deleted group is set aside, so that it can be taken back, and its
number is never given to another.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from segmentation.language.errors import InputError, Unchanged
from segmentation.language.i18n import N_
from segmentation.language.text import one_line
from segmentation.settings.own_schemes import find_scheme
from segmentation.warehouse import Cursor, Warehouse

LONGEST_NAME = 60
LONGEST_TEXT = 80
MOST_DAYS = 999_999
NONE = ""  # in a list of wanted values: the customers without one
COLUMNS = {  # what a condition has, and the column that keeps it
    "tiers": "tier", "modules": "module", "managers": "manager", "regions": "region", "recency_from": "recency_from",
    "recency_to": "recency_to", "text": "searched",
}
LISTS = ("tiers", "modules", "managers", "regions")


@dataclass(frozen=True)
class Condition:
    """Which customers are wanted, as ``Filters`` of a graded list have it: an empty field lets everybody pass.

    In ``tiers``, ``modules``, ``managers`` and ``regions`` None means "has none". ``customers`` (keys; None: no list) says who
    can be in the group at all.
    """

    tiers: tuple[str | None, ...] = ()
    modules: tuple[str | None, ...] = ()
    managers: tuple[str | None, ...] = ()
    regions: tuple[str | None, ...] = ()
    recency_from: int | None = None
    recency_to: int | None = None
    text: str = ""
    customers: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Group:
    """A saved group. ``condition`` has no customers: how many stand in its list is ``listed`` (None: it has none).

    ``saved_by`` is "" where nobody said; ``deleted_at`` is None for a group that is there.
    """

    store_id: int
    number: int
    name: str
    scheme: str
    condition: Condition
    listed: int | None
    saved_at: datetime
    saved_by: str = ""
    deleted_at: datetime | None = None


def list_groups(warehouse: Warehouse, store_id: int) -> list[Group]:
    """Return the groups of the store by name."""
    return [group for group in _read(warehouse.cursor(), store_id) if group.deleted_at is None]


def deleted_groups(warehouse: Warehouse, store_id: int) -> list[Group]:
    """Return the groups that were deleted, the last one first."""
    gone = [group for group in _read(warehouse.cursor(), store_id) if group.deleted_at is not None]
    return sorted(gone, key=lambda group: (group.deleted_at, group.number), reverse=True)


def find_group(warehouse: Warehouse, store_id: int, name: str) -> Group:
    """Return the group of that name; raises InputError where there is none, listing those there are."""
    groups = list_groups(warehouse, store_id)
    found = next((group for group in groups if group.name == one_line(name)), None)
    if found is None:
        known = ", ".join(group.name for group in groups) or "–"
        message = N_("There is no saved group “{name}”. The groups are: {known}.")
        raise InputError("unknown_group", message, name=name, known=known)
    return found


def save_group(
    warehouse: Warehouse, store_id: int, name: str, scheme: str, condition: Condition, now: datetime, by: str = ""
) -> Group:
    """Keep a condition under a name and return the group.

    Raises InputError, and keeps nothing, for no name, one too long or taken, an unknown scheme or tier, days that are none, a
    text that is too long, and a condition that lets everybody pass or has a list of nobody.
    """
    with warehouse.writing() as cursor:
        groups = _read(cursor, store_id)
        name = _checked(groups, name)
        condition = _checked_condition(find_scheme(warehouse, scheme).tier_keys, condition)
        number = max((group.number for group in groups), default=0) + 1
        values = {column: _kept(getattr(condition, field)) for field, column in COLUMNS.items()}
        key = {"store": store_id, "number": number}
        cursor.execute(
            "insert into saved_groups by name select $store as store_id, $number as group_id, $title as title, "
            "$scheme as scheme, cast($tier as varchar[]) as tier, cast($module as varchar[]) as module, "
            "cast($manager as varchar[]) as manager, cast($region as varchar[]) as region, $recency_from as recency_from, "
            "$recency_to as recency_to, $searched as searched, $is_listed as is_listed, $now as saved_at, $by as saved_by",
            {
                **key, **values, "title": name, "scheme": scheme, "is_listed": condition.customers is not None, "now": now,
                "by": one_line(by)[:LONGEST_NAME],
            },
        )
        if condition.customers is not None:
            customers = pa.array(list(dict.fromkeys(condition.customers)), pa.string())
            cursor.register("listed", pa.table({"customer_key": customers}))
            cursor.execute(
                "insert into group_customers by name "
                "select $store as store_id, $number as group_id, customer_key from listed", key,
            )
    return next(group for group in _read(warehouse.cursor(), store_id) if group.number == number)


def rename_group(warehouse: Warehouse, group: Group, name: str) -> str:
    """Give the group another name and return it; raises InputError as ``save_group`` does for names."""
    with warehouse.writing() as cursor:
        groups = _read(cursor, group.store_id)
        name = _checked([each for each in groups if each.number != group.number], name)
        _set(cursor, group, "title", name)
    return name


def delete_group(warehouse: Warehouse, group: Group, now: datetime) -> None:
    """Set the group aside; ``restore_group`` takes it back. Nothing happens where it was deleted before."""
    with suppress(Unchanged), warehouse.writing() as cursor:
        if not any(each.number == group.number and each.deleted_at is None for each in _read(cursor, group.store_id)):
            raise Unchanged
        _set(cursor, group, "deleted_at", now)


def restore_group(warehouse: Warehouse, group: Group) -> None:
    """Take back a deleted group; raises InputError where another one has its name by now."""
    with warehouse.writing() as cursor:
        own = next((each for each in _read(cursor, group.store_id) if each.number == group.number), group)
        _checked([each for each in _read(cursor, group.store_id) if each.number != group.number], own.name)
        _set(cursor, group, "deleted_at", None)


def _set(cursor: Cursor, group: Group, column: str, value: Any) -> None:
    cursor.execute(
        f"update saved_groups set {column} = $value where store_id = $store and group_id = $number",
        {"value": value, "store": group.store_id, "number": group.number},
    )


def _read(cursor: Cursor, store_id: int) -> list[Group]:
    sql = (
        f"select group_id, title, scheme, {', '.join(COLUMNS.values())}, is_listed, saved_at, saved_by, deleted_at, "
        "(select count(*) from group_customers as own where own.store_id = $store and own.group_id = saved_groups.group_id) "
        "from saved_groups where store_id = $store order by title, group_id"
    )
    found = []
    for number, name, scheme, *values, is_listed, saved_at, by, deleted_at, listed in cursor.execute(
        sql, {"store": store_id}
    ).fetchall():
        said = {field: _said(field, value) for field, value in zip(COLUMNS, values, strict=True)}
        of_list = listed if is_listed else None
        found.append(Group(store_id, number, name, scheme, Condition(**said), of_list, saved_at, by, deleted_at))
    return found


def _kept(value: Any) -> Any:
    """Return a field of a condition as it is kept: null where it lets everybody pass."""
    if isinstance(value, tuple):
        return [NONE if each is None else each for each in value] or None
    return None if value == "" else value


def _said(field: str, value: Any) -> Any:
    if field in LISTS:
        return tuple(each or None for each in value or ())
    return value or "" if field == "text" else value


def _checked(others: Sequence[Group], name: str) -> str:
    name = one_line(name)
    if not name or len(name) > LONGEST_NAME:
        raise InputError("bad_group_name", N_("Write a name of at most {most} characters for the group."), most=str(LONGEST_NAME))
    if any(each.name == name and each.deleted_at is None for each in others):
        raise InputError("group_exists", N_("There is a saved group “{name}” already. Choose another name."), name=name)
    return name


def _checked_condition(tiers: Sequence[str], condition: Condition) -> Condition:
    unknown = [each for each in condition.tiers if each is not None and each not in tiers]
    if unknown:
        message = N_("The scheme has no grade “{tier}”. Its grades are: {known}.")
        raise InputError("unknown_tier", message, tier=unknown[0], known=", ".join(tiers))
    for days in (condition.recency_from, condition.recency_to):
        if days is not None and not 0 <= days <= MOST_DAYS:
            message = N_("Days since the last visit are a whole number from 0 to {most}.")
            raise InputError("bad_group_days", message, most=MOST_DAYS)
    if condition.recency_from is not None and condition.recency_to is not None and condition.recency_from > condition.recency_to:
        message = N_("No day lies between at least {first} and at most {last} days since the last visit.")
        raise InputError("no_group_days", message, first=condition.recency_from, last=condition.recency_to)
    text = one_line(condition.text)
    if len(text) > LONGEST_TEXT:
        raise InputError("long_group_text", N_("The text looked for has at most {most} characters."), most=LONGEST_TEXT)
    if condition.customers is not None and not condition.customers:
        raise InputError("empty_group", N_("Nobody is in this list, so there is nobody to save."))
    condition = Condition(**{**condition.__dict__, "text": text})
    if condition == Condition():
        raise InputError("no_group_filter", N_("Filter the list first: a group is whom a filter lets pass."))
    return condition
