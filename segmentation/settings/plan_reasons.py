"""Why a plan breaks a limit: a sentence of the owner's for each, kept by month, manager, grade and limit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.settings.kept import get, put
from segmentation.warehouse import Warehouse

LONGEST = 200  # characters
PARTED = "\x1f"

ReasonKey = tuple[str | None, str, str]  # manager (None: nobody), grade, limit


def read_reasons(warehouse: Warehouse, store_id: int, month: date) -> Mapping[ReasonKey, str]:
    """Return the reasons of a month's plan; a limit that is broken no more keeps its own, should it be broken again."""
    kept = get(warehouse, store_id, _name(month), {})
    parted = {tuple(key.split(PARTED)): text for key, text in kept.items()}
    return {(manager or None, tier, limit): text for (manager, tier, limit), text in parted.items()}


def save_reason(warehouse: Warehouse, store_id: int, month: date, key: ReasonKey, text: str) -> None:
    """Keep why the plan of a month breaks a limit; a blank text forgets it. Raises InputError for one of over 200 characters."""
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise InputError("long_reason", N_("Say it in at most {count} characters."), count=LONGEST)
    reasons = {**read_reasons(warehouse, store_id, month), key: text}
    kept = {PARTED.join((manager or "", tier, limit)): said for (manager, tier, limit), said in reasons.items() if said}
    put(warehouse, store_id, _name(month), kept or None)


def _name(month: date) -> str:
    return f"plan_reasons_{month:%Y-%m}"
