"""What can be wrong with a user's input, said in the user's language.

A message is stored as its English text (the gettext msgid, marked with ``N_``)
and the values to put into it; it becomes a sentence only when a language is known.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from segmentation.language.i18n import N_, format_count, translator
from segmentation.language.singular import in_singular

LONGEST = 600  # characters of a text that an error quotes
TRANSLATED = ("key", "kind", "other_kind", "reason")  # values that are msgids themselves


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
        text = _(self.message).format(count=format_count(self.count, lang), **values)
        return in_singular(text) if lang == "en" else text


class InputError(Exception):
    """The input cannot be used as it is. ``text(lang)`` says what is wrong and what to do.

    Nothing has been written when it is raised. ``found`` holds what was understood of a file before
    (an Examination without counts), None where that is nothing.
    """

    found: Any = None

    def __init__(self, code: str, message: str, /, **values: Any) -> None:
        values = {name: _short(value) if isinstance(value, str) else value for name, value in values.items()}
        super().__init__(in_singular(message.format(**values)) if values else message)
        self.code = code
        self.message = message
        self.values = values

    def text(self, lang: str) -> str:
        """Return the sentence in ``lang``, which says what is wrong and what to do."""
        _ = translator(lang)
        values = {name: _(value) if name in TRANSLATED and value else value for name, value in self.values.items()}
        text = _(self.message).format(**values)
        return in_singular(text) if lang == "en" else text


def _short(text: str) -> str:
    """Return a text that a sentence can hold: what someone wrote, or a list of headers, may be a million letters."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


class NeedsChoice(InputError):
    """The file leaves something open that only a person can decide (a date order, an overlap).

    ``others`` are what it leaves open besides, as far as can be seen before this is answered.
    """

    others: tuple[NeedsChoice, ...] = ()


class ChangedMeanwhile(NeedsChoice):
    """What a person looked at and confirmed is no longer so: nothing was written, and he is asked to look again.

    ``changes`` says what others have done, a Notice each; the message has a place for them as ``{changes}``.
    """

    def __init__(self, message: str, changes: Sequence[Notice] = (), /, **values: Any) -> None:
        super().__init__("changed_meanwhile", message, changes="; ".join(change.text("en") for change in changes), **values)
        self.changes = tuple(changes)

    def text(self, lang: str) -> str:
        """Return the sentence in ``lang``, what has changed in the same language."""
        _ = translator(lang)
        changes = _("; ").join(change.text(lang) for change in self.changes)
        return _(self.message).format(**{**self.values, "changes": changes})


class Unchanged(Exception):
    """Raised inside a transaction that finds nothing to write, and caught around it, so that the version does not move."""


class Cancelled(InputError):
    """The user stopped the work; nothing was landed."""

    def __init__(self) -> None:
        super().__init__("cancelled", N_("Stopped. Nothing was imported."))


class WarehouseBusy(InputError):
    """Another process holds the warehouse file."""


class WarehouseDamaged(InputError):
    """The warehouse file cannot be read as it should be; the last good backup can be put in its place."""


# What the system says where a disk cannot be written to or read from, by what a person can do about it.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)
_LOST = (errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ETIMEDOUT)
_NOT_THERE = (errno.ENOENT, errno.ENOTDIR)
_SAID = {
    **dict.fromkeys(_FULL, (
        "disk_full", N_("The disk is full: {path} could not be written. Make room, then do it again; nothing was changed."),
    )),
    **dict.fromkeys(_CLOSED, (
        "read_only",
        N_("{path} cannot be written: the folder is read-only, or this program has no right to it. "
           "Allow writing there, then do it again; nothing was changed."),
    )),
    **dict.fromkeys(_LOST, (
        "disk_lost",
        N_("{path} does not answer: the drive was pulled out, or the network is gone. Connect it, then do it again."),
    )),
    **dict.fromkeys(_NOT_THERE, (
        "folder_missing", N_("The folder of {path} is not there. Connect its drive, or choose another."),
    )),
}
_OUT_OF_SPACE = r"max_temp_directory_size|[Dd]isk is full|disk quota"


def disk_error(what: OSError | str, path: object) -> InputError | None:
    """Return in words why ``path`` could not be read or written: no room, no right, no drive; None where it is none of these.

    ``what`` is the system's error, or a text (the engine's) that quotes it.
    """
    if isinstance(what, OSError):
        number = what.errno
    else:
        number = next((each for each in _SAID if os.strerror(each) in what), None)
        if number is None and re.search(_OUT_OF_SPACE, what):
            number = errno.ENOSPC
    said = _SAID.get(number)
    return InputError(*said, path=str(path)) if said else None
