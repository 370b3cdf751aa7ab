"""The line that says who took a file out: on every workbook, deck and page to print that is made while it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from segmentation.language.i18n import format_moment, translator

_LINE: ContextVar[str] = ContextVar("taken", default="")
_ROWS: ContextVar[list[int] | None] = ContextVar("rows", default=None)


def taken_text(account: str, moment: datetime, lang: str) -> str:
    """Return the line in words.

    >>> taken_text("Li", datetime(2026, 10, 31, 9, 5), "en")
    'Taken out by Li, 31 Oct 2026, 09:05'
    """
    _ = translator(lang)
    return _("Taken out by {account}, {moment}").format(account=account, moment=format_moment(moment, lang))


@contextmanager
def taken_by(line: str) -> Iterator[list[int]]:
    """Let every file made inside carry ``line``; "" for none. What is signed or comes back (JSON, TOML, templates) carries none.

    The list that it yields holds, once the file is made, how many rows of data it has, part by part.

    >>> with taken_by("Taken out by Li") as rows:
    ...     taken_line()
    ...     count_taken(3)
    'Taken out by Li'
    >>> rows
    [3]
    >>> taken_line()
    ''
    """
    rows: list[int] = []
    token, counted = _LINE.set(line), _ROWS.set(rows)
    try:
        yield rows
    finally:
        _LINE.reset(token)
        _ROWS.reset(counted)


def count_taken(rows: int) -> None:
    """Note that the file that is being made holds so many rows of data: customers, bills, lines of a table."""
    counted = _ROWS.get()
    if counted is not None:
        counted.append(rows)


def taken_line() -> str:
    """Return the line that a file made now carries."""
    return _LINE.get()
