"""Work on files in a thread of its own: it says how far it is, can be stopped, and never raises into a page.

A Job works through named tasks, one after another. What each one answers, or why it could not, is an
Outcome; an error of ours is logged and told as one sentence.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from weakref import WeakSet

from segmentation.ingest.control import Control
from segmentation.ingest.examination import Choices, Examination
from segmentation.ingest.examine import examine, name_store
from segmentation.ingest.joined import Join, Source
from segmentation.ingest.land import land_in_turn
from segmentation.ingest.together import find_joins
from segmentation.language.errors import Cancelled, InputError
from segmentation.language.i18n import N_
from segmentation.warehouse import Warehouse

EXAMINED = 0.8  # where an examination ends on the scale of a whole import
FINALE = 0.3  # how much a finale counts on the scale of all tasks, where a task counts 1

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """A piece of work under the name that a person knows it by."""

    name: str
    work: Callable[[Control], Any]


@dataclass(frozen=True)
class Outcome:
    """What became of a task: its ``result``, or the ``error`` that says why there is none."""

    name: str
    result: Any = None
    error: InputError | None = None


@dataclass
class Piece:
    """A file to examine or to import: where it is, what a person chose, and what was found and shown to him.

    ``today`` is the day by which bills of days to come are told, ``join`` says which files belong to it, ``trade`` what kind of
    house the store is, where the import makes it.
    """

    path: Path
    file_name: str
    choices: Choices = field(default_factory=Choices)
    found: Examination | None = None
    today: date | None = None
    join: Join | None = None
    trade: str | None = None


class Job:
    """Tasks that run one after another in a thread of their own, from the moment the Job is made.

    ``number`` (from 1) of ``total``, ``name``, ``step`` (an msgid) and ``fraction`` (0–1, of all tasks) say
    where it is; ``outcomes`` holds one for each task that was begun. A task that fails does not keep
    the next from running; ``cancel`` does. A ``finale`` is what all tasks have in common: it runs once, last, where any of them
    was done, also where someone asked to stop before (then it stands for what was done till then); ``ending`` says that it
    runs, ``last`` is its outcome.
    """

    def __init__(self, tasks: Sequence[Task], *, end: float = 1.0, finale: Task | None = None) -> None:
        self.total = len(tasks)
        self.ending = False
        self.last: Outcome | None = None
        self._finale = finale
        self._whole = self.total + (FINALE if finale else 0)
        self.number = 0
        self.name = tasks[0].name if tasks else ""
        self.step = ""
        self.outcomes: list[Outcome] = []
        self._end = end
        self._done = 0.0  # in tasks; one number, so that whoever reads it between two statements never sees it go back
        self._begin: float | None = None
        self._control = Control()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(tuple(tasks),), name="import", daemon=True)
        _LIVE.add(self)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether there is still work under way."""
        return self._thread.is_alive()

    @property
    def stopped(self) -> bool:
        """Whether someone asked to stop."""
        return self._stop.is_set()

    @property
    def fraction(self) -> float:
        """How much of all tasks is done, 0–1."""
        return min(1.0, self._done / self._whole) if self.total else 1.0

    def wait(self, seconds: float | None = None) -> bool:
        """Wait at most ``seconds`` for the end; return whether it has come."""
        self._thread.join(seconds)
        return not self.running

    def cancel(self) -> None:
        """Ask the work to stop; the task under way leaves nothing behind, and no further one begins."""
        self._stop.set()
        with suppress(Exception):  # the statement to interrupt may have ended a moment ago
            self._control.cancel()

    def _run(self, tasks: Sequence[Task]) -> None:
        for number, task in enumerate(tasks, start=1):
            if self.stopped:
                break
            self._control = Control(self._show)
            self._begin = None
            self.name, self.step, self.number = task.name, "", number
            if self.stopped:  # asked between the two controls
                self._control.cancel()
            self.outcomes.append(self._outcome(task))
            self._done = float(number)
        if self._finale is not None and any(outcome.error is None for outcome in self.outcomes):
            self._control = Control(self._show_finale)
            self.name, self.step, self.ending = self._finale.name, "", True
            self.last = self._outcome(self._finale)
            if not self.stopped:
                self._done = self._whole

    def _outcome(self, task: Task) -> Outcome:
        try:
            return Outcome(task.name, task.work(self._control))
        except InputError as error:
            return Outcome(task.name, error=error)
        except Exception:
            if self.stopped:
                return Outcome(task.name, error=Cancelled())
            log.exception("an import failed")
            return Outcome(task.name, error=unexpected(task.name))

    def _show_finale(self, step: str, fraction: float) -> None:
        self.step, self._done = step, self.total + FINALE * min(max(fraction, 0.0), 1.0)

    def _show(self, step: str, fraction: float) -> None:
        begin = self._begin = fraction if self._begin is None else self._begin
        self.step = step
        if self._end > begin:
            share = min(1.0, (fraction - begin) / (self._end - begin))
            self._done = max(self._done, self.number - 1 + share)


_LIVE: WeakSet[Job] = WeakSet()


def stop_all(seconds: float) -> bool:
    """Stop every Job of this process and wait for each, ``seconds`` at most; return whether all have ended.

    What each was at leaves nothing behind.
    """
    running = [job for job in list(_LIVE) if job.running]
    for job in running:
        job.cancel()
    for job in running:
        job.wait(seconds)
    return not any(job.running for job in running)


def unexpected(file_name: str) -> InputError:
    """Return the error for what should not have happened: an error of the program, told without its details."""
    return InputError(
        "program_error",
        N_("“{file}” could not be handled because of an error in this program; nothing was imported. "
           "The details are in the program's window. Please report it."),
        file=file_name,
    )


def examine_files(warehouse: Warehouse, store: str, pieces: Sequence[Piece]) -> Job:
    """Start examining ``pieces`` for ``store``; each result is an Examination."""

    def work(piece: Piece) -> Callable[[Control], Examination]:
        return lambda control: examine(
            warehouse, store, piece.path, piece.choices, file_name=piece.file_name, today=piece.today, control=control,
            join=piece.join,
        )

    return Job([Task(piece.file_name, work(piece)) for piece in pieces], end=EXAMINED)


def look_for_joins(warehouse: Warehouse, sources: Sequence[Source]) -> Job:
    """Start to look which files belong together; the result is a list of Joins."""
    return Job([Task(sources[0].name, lambda control: find_joins(warehouse, sources, control))])


def import_files(warehouse: Warehouse, store: str, pieces: Sequence[Piece], finale: Task | None = None) -> Job:
    """Start importing ``pieces`` for ``store`` in the order given; each result is an import report.

    ``finale`` follows once, where any of them was. A file that was examined before the store changed (by the file before it,
    say) is examined anew, so that nothing lands on a question that was not asked; where others changed what was found, its
    error is ChangedMeanwhile.
    """
    own: set[int] = set()

    def work(piece: Piece) -> Callable[[Control], dict[str, Any]]:
        return lambda control: _import(warehouse, store.strip(), piece, control, own)

    return Job([Task(piece.file_name, work(piece)) for piece in pieces], finale=finale)


def _import(warehouse: Warehouse, store: str, piece: Piece, control: Control, own: set[int]) -> dict[str, Any]:
    """Import a piece and return its report; its batch is added to those of its ``own`` run."""
    confirmed, piece.found = piece.found, None
    if confirmed is not None:
        _store_id, confirmed.store = name_store(warehouse, store)  # a new one may have been named after the examination
        confirmed.trade = piece.trade

    def look() -> Examination:
        found = examine(
            warehouse, store, piece.path, piece.choices, file_name=piece.file_name, today=piece.today, control=control,
            join=piece.join,
        )
        found.trade = piece.trade
        return found

    report = land_in_turn(warehouse, look, control, confirmed=confirmed, own=own)
    if not report["already_landed"]:
        own.add(report["batch"])
    return report


def in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Return ``pieces`` as they should be imported: bills by their first day, then the rest as given, ratings last.

    A month's total is weighed against the bills of the month, so it comes after them; ratings are of customers whom bills
    and profiles bring. Which of this holds for a kind, its object says.
    """

    def place(piece: Piece) -> tuple[date, bool]:
        if piece.found is None:
            return date.max, False
        spec = piece.found.spec
        return (spec.by_day and piece.found.first_date) or date.max, spec.last

    return sorted(pieces, key=place)
