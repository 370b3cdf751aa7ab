"""The log of a running program: five files of 10 MB at most, without anything that came from a file or a person."""

from __future__ import annotations

import copy
import logging
import os
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

LARGEST, FILES = 10_000_000, 5
LEVELS = ("debug", "info", "warning", "error")
OURS = ("segmentation", "pages", "serve", "app", "__main__")
MOST_CAUSES = 5


class Withheld:
    """Stands in a message for a value that is no number."""

    def __str__(self) -> str:
        return "…"

    __repr__ = __str__


class PrivateFile(RotatingFileHandler):
    """A log file that rotates, that only its owner reads, and that never stops the program: a full disk is told elsewhere."""

    def _open(self) -> Any:
        Path(self.baseFilename).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return open(self.baseFilename, self.mode, encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600))

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing."""


class Discreet(logging.Formatter):
    """Writes a record as ``discreet`` leaves it."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(discreet(record))


def discreet(record: logging.LogRecord) -> logging.LogRecord:
    """Return a copy of a record with the program's own words, numbers, and where an error came from; nothing else.

    The text of our own messages stands in the code, and so does that of others' that are filled in; what others glued together
    themselves is told by its place only. Text values become "…"; of an error its kind, an InputError's code, and the places.
    """
    if getattr(record, "is_discreet", False):
        return record
    made = copy.copy(record)
    is_ours = record.name.partition(".")[0] in OURS
    made.msg = _filled(record.msg, record.args) if isinstance(record.msg, str) and (is_ours or record.args) else "–"
    if not is_ours:
        made.msg += f" ({record.filename}:{record.lineno})"
    made.args, made.exc_info, made.stack_info, made.exc_text = None, None, None, None
    if isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
        made.exc_text = "\n".join(_told(record.exc_info[1]))
    made.is_discreet = True
    return made


def _filled(message: str, values: Any) -> str:
    def shown(value: Any) -> Any:
        return value if isinstance(value, int | float) else Withheld()

    if not values:
        return message
    try:
        if isinstance(values, Mapping):
            return message % {name: shown(value) for name, value in values.items()}
        return message % tuple(map(shown, values))
    except (TypeError, ValueError, KeyError):
        return message


def _told(error: BaseException) -> Iterator[str]:
    """Yield the kind of an error and of what caused it, each with the places it came through."""
    cause: BaseException | None = error
    for number in range(MOST_CAUSES):
        if cause is None:
            return
        code = getattr(cause, "code", None)
        kind = type(cause).__name__ + (f" [{code}]" if isinstance(code, str) and code.isidentifier() else "")
        yield f"  {'because of ' if number else ''}{kind}"
        yield from _places(cause.__traceback__)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _places(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace, limit=-30):
        yield f"    {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"


def asked_level(environment: Mapping[str, str]) -> str:
    """Return how much is logged: ``CUSTOMER_GRADING_LOG_LEVEL``, "info" where it says nothing that there is.

    >>> asked_level({"CUSTOMER_GRADING_LOG_LEVEL": "Warning"}), asked_level({})
    ('warning', 'info')
    """
    told = environment.get("CUSTOMER_GRADING_LOG_LEVEL", "").lower()
    return told if told in LEVELS else "info"


@contextmanager
def logging_to(folder: Path, name: str) -> Iterator[Path]:
    """Keep a log of everything inside in ``folder`` under ``name``, and keep what the console prints as discreet; give the file.

    With ``CUSTOMER_GRADING_DEBUG`` the console shows everything; the file never does. The file is made with the first line.
    """
    path, level = folder / f"{name}.log", getattr(logging, asked_level(os.environ).upper())
    file = PrivateFile(path, maxBytes=LARGEST, backupCount=FILES - 1, encoding="utf-8", delay=True)
    file.setFormatter(Discreet("{asctime} {levelname} {name}: {message}", style="{"))
    file.setLevel(level)
    file.addFilter(lambda record: record.levelno >= logging.WARNING or record.name.partition(".")[0] in OURS)
    root, ours = logging.getLogger(), [logging.getLogger(each) for each in OURS]
    alone = [each for each in root.manager.loggerDict.values() if isinstance(each, logging.Logger) and not each.propagate]
    before, levels = logging.getLogRecordFactory(), [each.level for each in ours]
    if not os.environ.get("CUSTOMER_GRADING_DEBUG"):
        logging.setLogRecordFactory(lambda *values, **more: discreet(before(*values, **more)))
    for each in (root, *alone):
        each.addHandler(file)
    for each in ours:
        each.setLevel(level)
    try:
        yield path
    finally:
        logging.setLogRecordFactory(before)
        for each in (root, *alone):
            each.removeHandler(file)
        for each, own in zip(ours, levels, strict=True):
            each.setLevel(own)
        file.close()
