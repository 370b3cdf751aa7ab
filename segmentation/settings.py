"""What an owner has set: kept in the warehouse per store, store 0 standing for the whole house.

A value is looked for at the store, then at the whole house, then falls back to the default.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from segmentation.columns import WALK_IN_NAMES
from segmentation.errors import InputError
from segmentation.i18n import N_
from segmentation.ingest.values import read_number
from segmentation.schemes import DEFAULT, Scheme, Value, load_scheme
from segmentation.warehouse import Warehouse

WHOLE_HOUSE = 0
HIGHEST_RATE = Decimal(1_000_000)


@dataclass(frozen=True)
class CostRates:
    """What serving a customer costs beside the goods, in CNY: for each visit, and for each contact of his manager with him."""

    per_visit: Decimal = Decimal("0.00")
    per_contact: Decimal = Decimal("0.00")


def get(warehouse: Warehouse, store_id: int, name: str, default: Any = None) -> Any:
    """Return the value kept under ``name`` for the store, else for the whole house, else ``default``."""
    found = warehouse.cursor().execute(
        "select value from settings where name = $name and store_id in ($store_id, 0) order by store_id desc",
        {"name": name, "store_id": store_id},
    ).fetchall()
    return json.loads(found[0][0]) if found else default


def put(warehouse: Warehouse, store_id: int, name: str, value: Any) -> None:
    """Keep ``value`` (anything JSON holds) under ``name`` for the store; ``None`` forgets what was kept."""
    key = {"store_id": store_id, "name": name}
    with warehouse.writing() as cursor:
        if value is None:
            cursor.execute("delete from settings where store_id = $store_id and name = $name", key)
        else:
            kept = {**key, "value": json.dumps(value, ensure_ascii=False)}
            cursor.execute("insert or replace into settings values ($store_id, $name, $value)", kept)


def scheme_settings(warehouse: Warehouse, store_id: int, scheme: Scheme) -> dict[str, Value]:
    """Return every setting of the scheme for the store: what was saved, over the scheme's defaults.

    A saved value that the scheme no longer has, or no longer allows, gives way to the default. A scheme without active_days
    of its own has those of the default scheme: who is active is said of a store, not of a scheme.
    """
    settings = scheme.defaults()
    for name, text in get(warehouse, store_id, _name(scheme), {}).items():
        with suppress(InputError):
            settings |= scheme.parse({name: text})
    if "active_days" not in settings:
        settings["active_days"] = scheme_settings(warehouse, store_id, load_scheme(DEFAULT))["active_days"]
    return settings


def save_scheme_settings(
    warehouse: Warehouse, store_id: int, scheme: Scheme, values: Mapping[str, str | Value]
) -> dict[str, Value]:
    """Keep ``values`` (a setting not named keeps what it was) and return all settings as they are now.

    Raises InputError, and keeps nothing, where a name or a value does not fit the scheme.
    """
    settings = {**scheme_settings(warehouse, store_id, scheme), **scheme.parse(values)}
    own = {setting.name: str(settings[setting.name]) for setting in scheme.settings}
    put(warehouse, store_id, _name(scheme), own)
    return settings


def reset_scheme_settings(warehouse: Warehouse, store_id: int, scheme: Scheme) -> None:
    """Forget what was saved for the store; the whole house's settings, or the defaults, hold again."""
    put(warehouse, store_id, _name(scheme), None)


def walk_in_names(warehouse: Warehouse, store_id: int) -> tuple[str, ...]:
    """Return the customer names that mean a walk-in: the store's list, else the house's, else the usual ones."""
    return tuple(get(warehouse, store_id, "walk_in_names", WALK_IN_NAMES))


def save_walk_in_names(warehouse: Warehouse, store_id: int, names: Iterable[str]) -> tuple[str, ...]:
    """Keep the list of walk-in names, trimmed, without blanks and doubles, in the order given, and return it."""
    kept = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    put(warehouse, store_id, "walk_in_names", kept)
    return kept


def parse_cost_rates(per_visit: str | int | Decimal = 0, per_contact: str | int | Decimal = 0) -> CostRates:
    """Return the rates that a person wrote, in CNY to the cent.

    Raises InputError for what is no amount, below 0, above 1,000,000, or finer than a cent.

    >>> parse_cost_rates("¥12.5", "1,000")
    CostRates(per_visit=Decimal('12.50'), per_contact=Decimal('1000.00'))
    """
    return CostRates(_rate(per_visit), _rate(per_contact))


def _rate(text: str | int | Decimal) -> Decimal:
    number = read_number(str(text))
    if number is None or not 0 <= number <= HIGHEST_RATE or number != (cents := number.quantize(Decimal("0.01"))):
        message = N_("A rate must be an amount from 0 to 1,000,000 with at most two decimals, not “{value}”.")
        raise InputError("bad_rate", message, value=str(text))
    return cents


def cost_rates(warehouse: Warehouse, store_id: int) -> CostRates:
    """Return what serving a customer costs in the store: its own rates, else the whole house's, else 0 and 0."""
    try:
        return parse_cost_rates(**get(warehouse, store_id, "cost_rates", {}))
    except (InputError, TypeError):
        return CostRates()


def save_cost_rates(
    warehouse: Warehouse, store_id: int, per_visit: str | int | Decimal, per_contact: str | int | Decimal
) -> CostRates:
    """Keep the rates for the store (0: for the whole house) and return them.

    Raises InputError, and keeps nothing, where one is wrong.
    """
    rates = parse_cost_rates(per_visit, per_contact)
    put(warehouse, store_id, "cost_rates", {"per_visit": str(rates.per_visit), "per_contact": str(rates.per_contact)})
    return rates


def _name(scheme: Scheme) -> str:
    return f"scheme:{scheme.key}"
