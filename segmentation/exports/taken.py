"""The line that says who took a file out: on every workbook, deck and page to print that is made while it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from segmentation.language.i18n import format_moment, translator

_LINE: ContextVar[str] = ContextVar("taken", default="")


def taken_text(account: str, moment: datetime, lang: str) -> str:
    """Return the line in words.

    >>> taken_text("Li", datetime(2026, 10, 31, 9, 5), "en")
    'Taken out by Li, 31 Oct 2026, 09:05'
    """
    _ = translator(lang)
    return _("Taken out by {account}, {moment}").format(account=account, moment=format_moment(moment, lang))


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
