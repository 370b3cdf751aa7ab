"""What an owner has set: kept in the warehouse per store, store 0 standing for the whole house.

A value is looked for at the store, then at the whole house, then falls back to the default.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from segmentation.columns import WALK_IN_NAMES
from segmentation.errors import InputError
from segmentation.marks import clean
from segmentation.schemes import DEFAULT, Scheme, Value, load_scheme
from segmentation.warehouse import Warehouse

WHOLE_HOUSE = 0


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
    """Keep the list of walk-in names, cleaned as cells are, without blanks and doubles, in the order given, and return it."""
    kept = tuple(dict.fromkeys(cleaned for name in names if (cleaned := clean(name))))
    put(warehouse, store_id, "walk_in_names", kept)
    return kept


def _name(scheme: Scheme) -> str:
    return f"scheme:{scheme.key}"
