"""The kinds of upload, a folder each: ``columns.py`` (COLUMNS) and ``kind.py`` (KIND). A folder put here is a kind.

What reads files in a process of its own needs the columns alone, which is why they stand apart from the rest.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module


def names() -> list[str]:
    """Return the names of the folders, in the order of the alphabet."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)


@cache
def vocabulary() -> frozenset[str]:
    """Return every folded header word that any kind of upload knows."""
    columns = [column for name in names() for column in import_module(f"{__name__}.{name}.columns").COLUMNS]
    return frozenset(word for column in columns for word in column.synonyms)
