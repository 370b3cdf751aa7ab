"""Grading schemes: one TOML file each, read into ``Scheme``, ``Tier`` and ``Setting``.

A scheme turns customers into ordered tiers. Its file holds everything a person reads (labels,
advice, service norms, in both languages), the colours, the settings with their defaults, and the
name of the rule, which is SQL in ``sql/tiers``, with what the rule needs (cuts, thresholds, axes,
segments, criteria). A file put into this folder is a scheme; nothing else has to be edited. A file
with anything missing is refused when it is loaded.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.schemes.model import MEASURE_LABELS, Scheme, Setting, Text, Tier, Value
from segmentation.schemes.parts import broken
from segmentation.schemes.reader import parse_scheme
from segmentation.schemes.rules import RULES

__all__ = (
    "DEFAULT", "FOLDER", "MEASURE_LABELS", "RULES", "Scheme", "Setting", "Text", "Tier", "Value", "load_scheme",
    "parse_scheme", "schemes",
)

FOLDER = Path(__file__).parent
DEFAULT = "abcd"


def schemes(folder: Path = FOLDER) -> dict[str, Scheme]:
    """Return every scheme in ``folder`` by key, in the order of their ``place``, then of the file names.

    Raises InputError, naming the file and the reason, as soon as one of them is broken.
    """
    found: dict[str, Scheme] = {}
    for path in sorted(folder.glob("*.toml")):
        scheme = _read(path, path.stat().st_mtime_ns)
        if scheme.key in found:
            raise broken(path.name, N_("{file}: the key {key} is taken by another scheme."), key=scheme.key)
        found[scheme.key] = scheme
    return dict(sorted(found.items(), key=lambda item: item[1].place))


def load_scheme(key: str, folder: Path = FOLDER) -> Scheme:
    """Return the scheme ``key``; raises InputError where there is none, listing those there are."""
    known = schemes(folder)
    if key not in known:
        raise InputError("unknown_scheme", N_("There is no scheme “{key}”. There are: {keys}."), key=key, keys=", ".join(known))
    return known[key]


@cache
def _read(path: Path, _changed: int) -> Scheme:
    return parse_scheme(path.read_text(encoding="utf-8"), path.name)
