"""Every kind of upload by its key, found by standing in this folder, and which of them a file is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module

from segmentation.ingest.kind import EDIT, Kind
from segmentation.ingest.kinds import __name__ as FOLDER
from segmentation.ingest.kinds import names
from segmentation.language.i18n import listed, translator

_FOUND: list[Kind] = [import_module(f"{FOLDER}.{name}.kind").KIND for name in names()]
KINDS: Mapping[str, Kind] = {kind.key: kind for kind in _FOUND}
OF_ORDERS = next(kind for kind in _FOUND if kind.from_several)  # of which files of orders and files of their lines are


def kind_of(key: str) -> Kind:
    """Return the kind of a batch: that of an upload, or EDIT for what a person wrote in the app."""
    return KINDS.get(key, EDIT)


def name_kinds(lang: str) -> str:
    """Return what files can hold, as a list inside a sentence."""
    _ = translator(lang)
    return listed((_(kind.label).lower() for kind in KINDS.values()), lang)


def propose_kind(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> str:
    """Return the key of the kind that claims a file with these headers: the first that does, asked by their turn."""
    return next(kind.key for kind in sorted(KINDS.values(), key=lambda kind: kind.turn) if kind.claims(headers, sample))
