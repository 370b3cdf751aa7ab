"""How many tables a house has, how many meal periods a day, and on how many days of a month it was open, as an owner says.

Tables and periods stand beside what the plan of development needs (``plans.read_rooms``). Days are those with bills unless the
house says another number of a month.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.settings.kept import change, get, keep
from segmentation.settings.plans import ROOMS, read_rooms
from segmentation.warehouse import Warehouse

OPEN_DAYS = "open_days"
MOST_TABLES, MOST_PERIODS = 100_000, 24
OF_PLANS: Mapping[str, Any] = {"days": 30, "occupancy": "80", "share": "45"}  # what a plan begins with


class Room(NamedTuple):
    """How many tables a house has, and how many meal periods a day."""

    tables: int
    periods: int


def read_room(warehouse: Warehouse, store_id: int) -> Room | None:
    """Return how much room the store has; None where nobody has said it."""
    kept = read_rooms(warehouse, store_id)
    return None if kept is None else Room(int(kept["tables"]), int(kept["periods"]))


def save_room(warehouse: Warehouse, store_id: int, tables: int, periods: int) -> Room:
    """Keep how much room the store has, and return it; what a plan keeps beside it stays.

    Raises InputError, and keeps nothing, for numbers that no house has.
    """
    if not (0 < tables <= MOST_TABLES and 0 < periods <= MOST_PERIODS):
        raise InputError(
            "bad_room", N_("Write the tables as a whole number from 1 to {tables}, meal periods a day from 1 to {periods}."),
            tables=str(MOST_TABLES), periods=str(MOST_PERIODS),
        )
    with warehouse.writing() as cursor:
        kept = read_rooms(warehouse, store_id) or OF_PLANS
        keep(cursor, store_id, ROOMS, {**kept, "tables": tables, "periods": periods})
    return Room(tables, periods)


def read_open_days(warehouse: Warehouse, store_id: int) -> dict[date, int]:
    """Return on how many days the store was open by month (its first day), of months of which somebody has said it."""
    return {date.fromisoformat(f"{month}-01"): days for month, days in get(warehouse, store_id, OPEN_DAYS, {}).items()}


def save_open_days(warehouse: Warehouse, store_id: int, month: date, days: int | None) -> None:
    """Keep on how many days of a month the store was open; None: on those with bills.

    Raises InputError, and keeps nothing, for more days than the month has, or fewer than 1.
    """
    most = monthrange(month.year, month.month)[1]
    if days is not None and not 0 < days <= most:
        raise InputError("bad_open_days", N_("That month can have 1 to {most} open days."), most=str(most))
    key = f"{month:%Y-%m}"

    def make(kept: dict[str, int]) -> dict[str, int]:
        others = {name: value for name, value in kept.items() if name != key}
        return others if days is None else {**others, key: days}

    change(warehouse, store_id, OPEN_DAYS, make, {})
