"""What a house sets out to reach in a month: the plan per manager and grade, and the house's own revenue target.

A plan is a draft until it is set; every saving is a version of its own, so nothing that was said is lost. A month is its first
day. ``saved_at`` is passed in, as nothing here asks what time it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import pyarrow as pa

from segmentation.language.errors import ChangedMeanwhile, InputError
from segmentation.language.i18n import N_
from segmentation.language.values import read_number
from segmentation.settings.kept import get, keep
from segmentation.warehouse import Cursor, Warehouse

DRAFT, SET = "draft", "set"
ROOMS = "rooms"
MOST = Decimal(1_000_000_000_000)
MONEY = pa.decimal128(18, 2)
SCHEMA = pa.schema([
    ("manager", pa.string()), ("tier", pa.string()), ("customers", pa.int64()), ("frequency", pa.float64()),
    ("bookings", pa.float64()), ("standard", MONEY), ("revenue", MONEY),
])
GROWTHS = ("manager", "tier", "customers", "frequency", "standard", "woken")  # exact fractions as text, woken a whole number


def read_plan(warehouse: Warehouse, store_id: int, month: date, state: str | None = SET) -> pa.Table:
    """Return the plan of a month that was set last (state None: the one saved last, draft or set); no rows where there is none.

    Columns as in ``SCHEMA``; manager is null for the customers of nobody.
    """
    return warehouse.table("facts/plan", store=store_id, month=month.replace(day=1), state=state).cast(SCHEMA)


def read_uploaded(warehouse: Warehouse, store_id: int, month: date, since: datetime | None) -> pa.Table:
    """Return the plan of a month in the file of targets that came last, no rows where that was not later than ``since``.

    Columns as in ``SCHEMA``, landed_at and file_name besides. It is a draft until it is kept.
    """
    rows = warehouse.table("facts/uploaded_plan", store=store_id, month=month.replace(day=1))
    if rows.num_rows and since is not None and rows["landed_at"][0].as_py() <= since:
        return rows.slice(0, 0)
    return rows


class Newest(NamedTuple):
    """What was said last of a month's plan: its rows, the name of the file if uploaded, and whether all managers are in it."""

    rows: list[dict[str, Any]]
    file: str | None
    is_whole: bool


def read_newest(warehouse: Warehouse, store_id: int, month: date) -> Newest:
    """Return what was said last of a month's plan, draft, set or uploaded; of what a file does not say, what was kept before."""
    versions = plan_history(warehouse, store_id, month).to_pylist()
    rows = read_uploaded(warehouse, store_id, month, versions[0]["saved_at"] if versions else None).to_pylist()
    kept = read_plan(warehouse, store_id, month, None).to_pylist()
    if not rows:
        return Newest(kept, None, bool(kept))
    said = {(row["manager"], row["tier"]) for row in rows}
    others = [row for row in kept if (row["manager"], row["tier"]) not in said]
    return Newest([*rows, *others], rows[0]["file_name"], bool(kept))


def plan_history(warehouse: Warehouse, store_id: int, month: date) -> pa.Table:
    """Return every saved version of a month's plan, the newest first: version, state, saved_at, rows, customers,
    bookings, revenue."""
    return warehouse.table("facts/plan_history", store=store_id, month=month.replace(day=1))


def save_plan(
    warehouse: Warehouse, store_id: int, month: date, rows: pa.Table | Sequence[Mapping[str, Any]], state: str,
    saved_at: datetime, growths: Sequence[Mapping[str, Any]] = (), seen: int | None = None,
) -> int:
    """Keep ``rows`` (columns as in ``SCHEMA``) as the newest version of the month's plan and return its number.

    ``growths`` are what was typed to come to them (columns as in ``GROWTHS``), kept beside them. A draft leaves the plan that was
    set before it in force. Raises InputError, and keeps nothing, for two rows of one manager
    and grade, and for a figure that is none; customers, frequency and bookings may not be below 0. Raises ChangedMeanwhile, and
    keeps nothing, where the newest version is not the one that a person has ``seen`` (0: none; None: it is not asked).
    """
    if state not in (DRAFT, SET):
        raise ValueError(state)
    listed = rows.to_pylist() if isinstance(rows, pa.Table) else [dict(row) for row in rows]
    listed = [{**row, "manager": row["manager"] or None} for row in listed]
    _check(listed)
    key = {"store": store_id, "month": month.replace(day=1)}
    with warehouse.writing() as cursor:
        [(version,)] = cursor.execute(
            "select coalesce(max(version), 0) + 1 from plans where store_id = $store and month = $month", key
        ).fetchall()
        _check_seen(cursor, key, seen)
        key["version"] = version
        cursor.execute(
            "insert into plans values ($store, $month, $version, $state, $saved_at)",
            {**key, "state": state, "saved_at": saved_at},
        )
        for row in listed:
            cursor.execute(
                "insert into plan_rows values ($store, $month, $version, $manager, $tier, $customers, $frequency, $bookings,"
                " $standard, $revenue)",
                {**key, **{name: row[name] for name in SCHEMA.names}},
            )
        for row in growths:
            cursor.execute(
                "insert into plan_growths values ($store, $month, $version, $manager, $tier, $customers, $frequency, $standard,"
                " $woken)",
                {**key, **{name: row[name] for name in GROWTHS}},
            )
    return version


def read_kept_growths(warehouse: Warehouse, store_id: int, month: date) -> list[dict[str, Any]]:
    """Return what was typed to come to the newest version of the month's plan: rows as ``save_plan`` took them."""
    return warehouse.rows("facts/typed_growths", store=store_id, month=month.replace(day=1))


def _check_seen(cursor: Cursor, key: Mapping[str, Any], seen: int | None) -> None:
    """Raise ChangedMeanwhile where the newest version of a month's plan is not the one that was seen."""
    if seen is None:
        return
    [(newest,)] = cursor.execute(
        "select coalesce(max(version), 0) from plans where store_id = $store and month = $month",
        {"store": key["store"], "month": key["month"]},
    ).fetchall()
    if newest != seen:
        raise ChangedMeanwhile(N_(
            "Meanwhile somebody else kept this plan. Nothing was written, and what you typed is still here: look at it again, "
            "and set it if you mean it."
        ))


def undo_plan(warehouse: Warehouse, store_id: int, month: date, saved_at: datetime, seen: int | None = None) -> None:
    """Let the month's plan and its draft be what they were before the last version; undone again, that one holds again.

    What was before is kept once more as the newest version, so the history keeps all of it; without any version nothing is done.
    Raises ChangedMeanwhile where the last version is not the one that was ``seen``.
    """
    key = {"store": store_id, "month": month.replace(day=1)}
    with warehouse.writing() as cursor:
        _check_seen(cursor, key, seen)
        rows = cursor.execute(
            "select version, state from plans where store_id = $store and month = $month order by version", key
        ).fetchall()
        if not rows:
            return
        last, state = rows.pop()
        news: list[tuple[str, int | None]] = []
        if state == SET:
            news.append((SET, max((version for version, each in rows if each == SET), default=None)))
        if state == DRAFT or (rows and rows[-1][1] == DRAFT):
            news.append((rows[-1][1] if rows else DRAFT, rows[-1][0] if rows else None))
        for number, (each, copied) in enumerate(news, last + 1):
            values = {**key, "version": number, "copied": copied}
            cursor.execute(
                "insert into plans values ($store, $month, $version, $state, $saved_at)",
                {**key, "version": number, "state": each, "saved_at": saved_at},
            )
            for table in ("plan_rows", "plan_growths"):
                cursor.execute(
                    f"insert into {table} select * replace ($version as version) from {table}"
                    " where store_id = $store and month = $month and version = $copied",
                    values,
                )


def read_rooms(warehouse: Warehouse, store_id: int) -> dict[str, Any] | None:
    """Return how much room a house has (tables, periods, days, occupancy, share), as it was kept; None where nothing was."""
    return get(warehouse, store_id, ROOMS, None)


def save_rooms(warehouse: Warehouse, store_id: int, rooms: Mapping[str, Any]) -> None:
    """Keep how much room a house has."""
    with warehouse.writing() as cursor:
        keep(cursor, store_id, ROOMS, dict(rooms))


def _check(rows: Sequence[Mapping[str, Any]]) -> None:
    seen = set()
    for row in rows:
        for name in ("customers", "frequency", "bookings", "standard", "revenue"):
            value = row[name]
            least = -MOST if name in ("standard", "revenue") else 0  # refunds of some may be more than all they pay
            if value is None or not math.isfinite(value) or not least <= value < MOST:
                message = N_("A figure of a plan must be a number from 0 up, not “{value}”.")
                raise InputError("bad_plan", message, value="" if value is None else str(value))
        if (key := (row["manager"], row["tier"])) in seen:
            message = N_("A plan has one row for each manager and grade; {manager} has two for grade {tier}. Keep one of them.")
            raise InputError("double_plan_row", message, manager=row["manager"] or "–", tier=row["tier"])
        seen.add(key)


def read_house_target(warehouse: Warehouse, store_id: int, month: date) -> Decimal | None:
    """Return the house's own revenue target of a month, typed or uploaded last; None where none was given."""
    found = warehouse.rows("facts/house_target", store=store_id, month=month.replace(day=1))
    return found[0]["amount"] if found else None


def save_house_target(
    warehouse: Warehouse, store_id: int, month: date, amount: str | int | Decimal | None, saved_at: datetime
) -> Decimal | None:
    """Keep the house's revenue target of a month, to the cent, and return it; None takes it back.

    Raises InputError, and keeps nothing, for what is no amount above 0.
    """
    kept = None if amount is None else check_house_target(amount)
    with warehouse.writing() as cursor:
        cursor.execute(
            "insert into house_targets select $store, $month, coalesce(max(version), 0) + 1, $amount, $saved_at"
            " from house_targets where store_id = $store and month = $month",
            {"store": store_id, "month": month.replace(day=1), "amount": kept, "saved_at": saved_at},
        )
    return kept


def check_house_target(amount: str | int | Decimal) -> Decimal:
    """Return the amount to the cent; raises InputError for what is no amount above 0."""
    number = read_number(str(amount))
    if number is None or not 0 < number < MOST or number != (kept := number.quantize(Decimal("0.01"))):
        message = N_("The target of the house must be an amount above 0 with at most two decimals, not “{value}”.")
        raise InputError("bad_house_target", message, value=str(amount))
    return kept
