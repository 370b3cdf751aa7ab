"""Which fields of a profile the house asks for: what a file must hold to count as complete. Kept as a setting of the store."""

from __future__ import annotations

from collections.abc import Iterable

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.settings.kept import get, put
from segmentation.warehouse import Warehouse

NAME = "asked_fields"
ASKABLE = ("name", "phone", "email", "birthday", "module", "region", "manager", "potential", "note")
DEFAULT = ("phone", "birthday", "module", "manager")


def asked_fields(warehouse: Warehouse, store_id: int) -> tuple[str, ...]:
    """Return what is asked for, in the order of ``ASKABLE``: the store's own list, else the whole house's, else ``DEFAULT``."""
    kept = get(warehouse, store_id, NAME, DEFAULT)
    return tuple(field for field in ASKABLE if field in kept) or DEFAULT


def save_asked_fields(warehouse: Warehouse, store_id: int, fields: Iterable[str]) -> tuple[str, ...]:
    """Keep what is asked for in the store (0: in the whole house) and return it.

    Raises InputError, and keeps nothing, for no field and for one that there is not.
    """
    wanted = list(dict.fromkeys(fields))
    if not wanted:
        raise InputError("no_field", N_("Choose at least one field."))
    unknown = next((field for field in wanted if field not in ASKABLE), None)
    if unknown is not None:
        known = ", ".join(ASKABLE)
        raise InputError("unknown_field", N_("A profile has no field “{field}”. It has: {known}."), field=unknown, known=known)
    put(warehouse, store_id, NAME, [field for field in ASKABLE if field in wanted])
    return asked_fields(warehouse, store_id)
