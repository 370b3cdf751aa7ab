"""The line that says who took a file out: on every workbook, deck and page to print that is made while it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LINE: ContextVar[str] = ContextVar("taken", default="")


@contextmanager
def taken_by(line: str) -> Iterator[None]:
    """Let every file made inside carry ``line``; "" for none. What is signed or comes back (JSON, TOML, templates) carries none.

    >>> with taken_by("Taken out by Li"):
    ...     taken_line()
    'Taken out by Li'
    >>> taken_line()
    ''
    """
    token = _LINE.set(line)
    try:
        yield
    finally:
        _LINE.reset(token)


def taken_line() -> str:
    """Return the line that a file made now carries."""
    return _LINE.get()
