"""Limits that are whole numbers, kept under one name as settings: read, changed one by one, and checked against their ends.

The rules are a frozen dataclass of ints with defaults, a field for each of its limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TypeVar

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.values import read_number
from segmentation.settings.kept import get, keep
from segmentation.settings.warning_rules import Limit
from segmentation.warehouse import Warehouse

Rules = TypeVar("Rules")


def parse_limits(limits: Mapping[str, Limit], values: Mapping[str, str | int], rules: Rules) -> Rules:
    """Return ``rules`` with the limits that a person wrote in their place.

    Raises InputError for a limit that there is not, and what is no whole number or out of range.
    """
    return replace(rules, **{name: _limit(limits, name, value) for name, value in values.items()})


def _limit(limits: Mapping[str, Limit], name: str, value: str | int) -> int:
    if name not in limits:
        known = ", ".join(limits)
        raise InputError("unknown_limit", N_("There is no limit “{name}”. There are: {names}."), name=name, names=known)
    limit, number = limits[name], read_number(str(value))
    if number is None or not limit.low <= number <= limit.high or number % 1:
        message = N_("{name} must be a whole number from {low} to {high}, not “{value}”.")
        raise InputError("bad_limit", message, name=name, low=str(limit.low), high=str(limit.high), value=str(value))
    return int(number)


def read_limits(warehouse: Warehouse, store_id: int, kept_as: str, limits: Mapping[str, Limit], rules: Rules) -> Rules:
    """Return the limits of the store: its own, else the whole house's, else ``rules``; one that no longer fits gives way."""
    kept = get(warehouse, store_id, kept_as, {})
    for name in asdict(rules):
        if name in kept:
            try:
                rules = parse_limits(limits, {name: kept[name]}, rules)
            except InputError:
                continue
    return rules


def save_limits(
    warehouse: Warehouse, store_id: int, kept_as: str, limits: Mapping[str, Limit], values: Mapping[str, str | int], rules: Rules
) -> Rules:
    """Keep ``values`` for the store (0: for the whole house), what is not named stays as it was, and return all limits.

    ``rules`` are the defaults. Raises InputError, and keeps nothing, where one is wrong.
    """
    with warehouse.writing() as cursor:
        saved = parse_limits(limits, values, read_limits(warehouse, store_id, kept_as, limits, rules))
        keep(cursor, store_id, kept_as, {name: str(value) for name, value in asdict(saved).items()})
    return saved
