"""Faults put in on purpose, to see that the suite finds them."""

from __future__ import annotations

from collections.abc import Callable

PLANTS: dict[str, Callable[[], None]] = {}


def plant(name: str) -> None:
    """Put the fault into this process."""
    PLANTS[name]()
