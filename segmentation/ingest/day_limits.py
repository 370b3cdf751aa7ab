"""Which days can be true: none before the store's earliest, and none after today that nobody has been asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.values import SANE_YEARS, spell
from segmentation.settings.kept import get, put
from segmentation.warehouse import Warehouse

NAME = "earliest_day"
EARLIEST = date(1990, 1, 1)
OLDEST = date(SANE_YEARS[0], 1, 1)  # before which the setting cannot lie


@dataclass(frozen=True)
class DayLimits:
    """The ``earliest`` day of a store, and ``today`` as page or shell know it; None where nobody said what day it is."""

    earliest: date = EARLIEST
    today: date | None = None

    @property
    def latest(self) -> date:
        """The last day that is not asked about: tomorrow, since midnight is not the same everywhere."""
        return self.today + timedelta(days=1) if self.today else date.max


def earliest_day(warehouse: Warehouse, store_id: int) -> date:
    """Return the day before which nothing dated is taken: the store's own, else the whole house's, else 1990-01-01."""
    return earliest_of(get(warehouse, store_id, NAME, EARLIEST.isoformat()))


def earliest_of(kept: str) -> date:
    """Return the earliest day that is kept as ``kept``; 1990-01-01 where that is none."""
    try:
        return _checked(kept)
    except InputError:
        return EARLIEST


def save_earliest_day(warehouse: Warehouse, store_id: int, day: date | str) -> date:
    """Keep the earliest day of the store (0: of the whole house) and return it.

    What was imported before stays. Raises InputError, and keeps nothing, for what is no day from 1900 to 2100.
    """
    found = _checked(day)
    put(warehouse, store_id, NAME, found.isoformat())
    return found


def _checked(day: date | str) -> date:
    found = spell(str(day)).day
    if found is None or found < OLDEST:
        raise InputError("bad_earliest_day", N_("“{text}” is no day from 1900 on. Write it as 1990-01-01."), text=str(day))
    return found
