"""How many days around each festival belong to it: an owner's windows, kept as settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from segmentation.language.errors import InputError
from segmentation.language.festivals import FESTIVALS
from segmentation.language.i18n import N_
from segmentation.language.values import read_number
from segmentation.settings.kept import get, keep, put
from segmentation.warehouse import Warehouse

NAME = "festival_windows"
MOST_BEFORE, MOST_AFTER = 60, 30


class Around(NamedTuple):
    """How many days before a festival, and how many after it, belong to it; its own day always does."""

    before: int = 7
    after: int = 1


DEFAULTS: Mapping[str, Around] = {**dict.fromkeys(FESTIVALS, Around()), "spring": Around(15, 15)}


def parse_around(key: str, before: str | int, after: str | int) -> Around:
    """Return the window that a person wrote for a festival.

    Raises InputError for a festival that there is not, and for what are no whole numbers from 0 to 60 and from 0 to 30.

    >>> parse_around("spring", "10", 5)
    Around(before=10, after=5)
    """
    if key not in FESTIVALS:
        known = ", ".join(FESTIVALS)
        raise InputError("unknown_festival", N_("There is no festival “{key}”. There are: {known}."), key=key, known=known)
    read = [read_number(str(each)) for each in (before, after)]
    for number, most in zip(read, (MOST_BEFORE, MOST_AFTER), strict=True):
        if number is None or number % 1 or not 0 <= number <= most:
            raise InputError(
                "bad_festival_days",
                N_("The days around a festival must be whole numbers, 0 to {before} before it and 0 to {after} after it."),
                before=str(MOST_BEFORE), after=str(MOST_AFTER),
            )
    return Around(*(int(number) for number in read))


def festival_windows(warehouse: Warehouse, store_id: int) -> dict[str, Around]:
    """Return the window of every festival: the store's own, else the whole house's, else the defaults."""
    kept: Any = get(warehouse, store_id, NAME, {})
    found = dict(DEFAULTS)
    for key, days in kept.items():
        try:
            found[key] = parse_around(key, *days)
        except (InputError, TypeError):
            continue
    return found


def save_festival_window(warehouse: Warehouse, store_id: int, key: str, before: str | int, after: str | int) -> Around:
    """Keep the window of one festival for the store (0: for the whole house) and return it.

    Raises InputError, and keeps nothing, as ``parse_around`` does.
    """
    wanted = parse_around(key, before, after)
    with warehouse.writing() as cursor:
        kept = {name: [*each] for name, each in festival_windows(warehouse, store_id).items() if each != DEFAULTS[name]}
        keep(cursor, store_id, NAME, {**kept, key: [*wanted]})
    return wanted


def reset_festival_windows(warehouse: Warehouse, store_id: int) -> None:
    """Forget what was kept for the store; the whole house's windows, or the defaults, hold again."""
    put(warehouse, store_id, NAME, None)
