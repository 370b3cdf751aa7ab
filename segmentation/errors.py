"""What can be wrong with a user's input, said in the user's language.

A message is stored as its English text (the gettext msgid, marked with ``N_``)
and the values to put into it; it becomes a sentence only when a language is known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from segmentation.i18n import N_, format_count, translator

LONGEST = 600  # characters of a text that an error quotes
TRANSLATED = ("key",)  # values that are msgids themselves


@dataclass(frozen=True)
class Notice:
    """Something a user should know about a file that was nevertheless understood.

    ``code`` is stable and for programs, ``message`` the English msgid with
    ``{placeholders}`` for ``values``, ``count`` how many rows (or customers) it concerns.
    """

    code: str
    message: str
    count: int = 0
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, lang: str) -> str:
        """Return the sentence in ``lang``; ``{count}`` is always available."""
        _ = translator(lang)
        values = {name: _(value) if name in TRANSLATED else value for name, value in self.values.items()}
        return _(self.message).format(count=format_count(self.count, lang), **values)


class InputError(Exception):
    """The input cannot be used as it is. ``text(lang)`` says what is wrong and what to do.

    Nothing has been written when it is raised. ``found`` holds what was understood of a file before
    (an Examination without counts), None where that is nothing.
    """

    found: Any = None

    def __init__(self, code: str, message: str, /, **values: Any) -> None:
        values = {name: _short(value) if isinstance(value, str) else value for name, value in values.items()}
        super().__init__(message.format(**values) if values else message)
        self.code = code
        self.message = message
        self.values = values

    def text(self, lang: str) -> str:
        """Return the sentence in ``lang``, which says what is wrong and what to do."""
        return translator(lang)(self.message).format(**self.values)


def _short(text: str) -> str:
    """Return a text that a sentence can hold: what someone wrote, or a list of headers, may be a million letters."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


class NeedsChoice(InputError):
    """The file leaves something open that only a person can decide (a date order, an overlap)."""


class Cancelled(InputError):
    """The user stopped the work; nothing was landed."""

    def __init__(self) -> None:
        super().__init__("cancelled", N_("Stopped. Nothing was imported."))


class WarehouseBusy(InputError):
    """Another process holds the warehouse file."""
