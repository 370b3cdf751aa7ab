"""Schemes that a house makes for itself: kept in the warehouse as TOML with dated versions, beside those that ship."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import tomlkit

from segmentation.language.errors import ChangedMeanwhile, InputError, Unchanged
from segmentation.language.i18n import LANGUAGES, N_
from segmentation.schemes import Scheme, parse_scheme, schemes
from segmentation.settings.kept import WHOLE_HOUSE, change, get, keep
from segmentation.warehouse import Warehouse

NAME = "own_schemes"
Place = tuple[str | int, ...]
Kept = dict[str, list[dict[str, str]]]  # key → its versions, the oldest first


@dataclass(frozen=True)
class Version:
    """One state of a scheme of the house: when it was saved, and its file."""

    saved_at: datetime
    text: str


def all_schemes(warehouse: Warehouse) -> dict[str, Scheme]:
    """Return every scheme by key: those that ship, then the house's own by name of their key.

    A version that this program no longer understands is left out.
    """
    own = {}
    for key, versions in sorted(_kept(warehouse).items()):
        try:
            own[key] = _parsed(versions[-1]["text"])
        except InputError:
            continue
    return {**schemes(), **own}


def find_scheme(warehouse: Warehouse, key: str) -> Scheme:
    """Return the scheme ``key``, shipped or the house's own; raises InputError where there is none, listing those there are."""
    known = all_schemes(warehouse)
    if key not in known:
        raise InputError("unknown_scheme", N_("There is no scheme “{key}”. There are: {keys}."), key=key, keys=", ".join(known))
    return known[key]


def is_own(warehouse: Warehouse, key: str) -> bool:
    """Return whether a scheme is the house's own."""
    return key in _kept(warehouse)


def versions_of(warehouse: Warehouse, key: str) -> list[Version]:
    """Return the saved states of an own scheme, the newest first; none for a scheme that ships."""
    found = _kept(warehouse).get(key, [])
    return [Version(datetime.fromisoformat(each["saved_at"]), each["text"]) for each in reversed(found)]


def save_scheme(
    warehouse: Warehouse, text: str, now: datetime, source: str = "scheme.toml", *, seen: str | None = None
) -> Scheme:
    """Keep the scheme that ``text`` describes as the newest version under its key, and return it.

    The same text again is no new version. ``seen`` is the version that ``text`` was made from, where a person changed one.
    Raises InputError, and keeps nothing, for a text that is no scheme, one that is too long, the key of a scheme that ships,
    and where ``seen`` is no longer the newest version.
    """
    scheme = parse_scheme(text, source)
    if scheme.key in schemes():
        raise InputError(
            "key_taken", N_("{file}: the key {key} belongs to a scheme that ships with the program. Choose another."),
            file=source, key=scheme.key,
        )

    def add(kept: Kept) -> Kept:
        newest = kept[scheme.key][-1]["text"] if scheme.key in kept else None
        if newest == text:
            raise Unchanged
        if seen is not None and newest != seen:
            raise ChangedMeanwhile(N_(
                "Meanwhile somebody else saved another version of this scheme, or deleted it. Nothing was saved; look at the "
                "list of versions first."
            ))
        return _with_version(kept, scheme.key, text, now)

    with suppress(Unchanged):
        change(warehouse, WHOLE_HOUSE, NAME, add, {})
    return scheme


def copy_scheme(warehouse: Warehouse, scheme: Scheme, label: Mapping[str, str], now: datetime) -> Scheme:
    """Keep a copy of a scheme under a label and a key of its own, and return it."""
    with warehouse.writing() as cursor:
        text = copy_text(scheme, free_key(warehouse, scheme.key), label)
        copy = parse_scheme(text)
        keep(cursor, WHOLE_HOUSE, NAME, _with_version(_kept(warehouse), copy.key, text, now))
    return copy


def delete_scheme(warehouse: Warehouse, key: str) -> list[Version]:
    """Forget an own scheme and return what its versions were; nothing happens to one that ships."""
    gone: list[Version] = []

    def take_out(kept: Kept) -> Kept | None:
        if key not in kept:
            raise Unchanged
        gone.extend(versions_of(warehouse, key))
        return {other: own for other, own in kept.items() if other != key} or None

    with suppress(Unchanged):
        change(warehouse, WHOLE_HOUSE, NAME, take_out, {})
    return gone


def restore_versions(warehouse: Warehouse, key: str, versions: list[Version]) -> None:
    """Put back what ``delete_scheme`` returned, behind the versions that were saved under the key since."""
    back = [{"saved_at": each.saved_at.isoformat(), "text": each.text} for each in reversed(versions)]

    def put_back(kept: Kept) -> Kept:
        since = kept.get(key, [])
        return {**kept, key: [*(each for each in back if each not in since), *since]}

    change(warehouse, WHOLE_HOUSE, NAME, put_back, {})


def copy_text(scheme: Scheme, key: str, label: Mapping[str, str]) -> str:
    """Return the file of a scheme under another key and label, everything else as it is, comments included.

    >>> from segmentation.schemes import load_scheme
    >>> parse_scheme(copy_text(load_scheme("abcd"), "ours", {"zh": "本店分级", "en": "Our grades"})).label["en"]
    'Our grades'
    """
    return edit_text(scheme.text, {("key",): key, **{("label", lang): label[lang] for lang in LANGUAGES}})


def edit_text(text: str, changes: Mapping[Place, Any]) -> str:
    """Return the file with the values at some places replaced, or taken out where the new one is None; the rest stays as it is.

    A place is the way to a value: ``("tiers", 0, "colour")``. Decimals are written as numbers. Raises KeyError or IndexError
    for a way that does not lead to a table.
    """
    document = tomlkit.parse(text)
    for place, value in changes.items():
        table: Any = document
        for step in place[:-1]:
            table = table[step]
        if value is None:
            table.pop(place[-1], None)
        else:
            table[place[-1]] = _written(value)
    return tomlkit.dumps(document)


def _written(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [_written(each) for each in value]
    return {name: _written(each) for name, each in value.items()} if isinstance(value, dict) else value


def free_key(warehouse: Warehouse, key: str) -> str:
    """Return a key that no scheme has yet, made from ``key``: abcd, abcd_2, abcd_3 …"""
    known, number = {*schemes(), *_kept(warehouse)}, 2  # also those that this program no longer understands
    while f"{key[:36]}_{number}" in known:
        number += 1
    return key if key not in known else f"{key[:36]}_{number}"


def _kept(warehouse: Warehouse) -> Kept:
    return get(warehouse, WHOLE_HOUSE, NAME, {})


def _with_version(kept: Kept, key: str, text: str, now: datetime) -> Kept:
    return {**kept, key: [*kept.get(key, []), {"saved_at": now.isoformat(timespec="seconds"), "text": text}]}


@lru_cache(maxsize=64)
def _parsed(text: str) -> Scheme:
    return parse_scheme(text)
