"""The files of a session between drop and report: what was read, what a person chose, which work is under way.

The tray is the truth and widgets are drawn from it, so that nothing is lost where a widget is not drawn
for a while (another page, another language, work under way).
"""

from __future__ import annotations

import shutil
import uuid
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import streamlit as st

from segmentation.ingest.examination import Choices, Examination
from segmentation.ingest.examine import find_store
from segmentation.ingest.incoming import readable_name, size_of
from segmentation.ingest.jobs import Job, Outcome, Piece, Task, examine_files, import_files, in_order
from segmentation.ingest.rejects import preview_rejects
from segmentation.language.errors import Cancelled, ChangedMeanwhile, InputError, NeedsChoice
from segmentation.measures.movement.follow_up import FollowUp, follow_up
from segmentation.settings.clock import today
from segmentation.warehouse import Warehouse

BIG = 30_000_000  # bytes; a bigger file is read anew when asked, not with every choice
PATIENCE = 0.6  # seconds that a page waits for work before it shows progress
SAME_TILL = ("mapping", "walk_ins_only", "customer_key", "numbers_restart")  # one answer for all files with the same headers


@dataclass
class Item:
    """A file in the tray; ``own`` where the file is our copy. ``look`` is the last thing understood of it, however little."""

    number: int
    path: Path
    name: str
    size: int
    own: bool
    choices: Choices = field(default_factory=Choices)
    found: Examination | None = None
    error: InputError | None = None
    changed: ChangedMeanwhile | None = None  # why it was not imported when it was confirmed last
    look: Examination | None = None
    rejects: list[dict[str, Any]] = field(default_factory=list)
    date_orders: tuple[str, ...] = ()
    date_examples: tuple[str, ...] = ()
    read_for: tuple[int | None, str] | None = None  # the store's id, and the warehouse's version
    stale: bool = True

    @property
    def state(self) -> str:
        """``unread``, ``open`` (a person must decide), ``refused``, ``empty``, ``already`` or ``ready``."""
        if self.stale:
            return "unread"
        if self.error is not None:
            return "open" if self.error.found is not None and self.error.code.startswith("no_") else "refused"
        if self.found is None:
            return "unread"
        if self.found.already is not None:
            return "already"
        try:
            self.found.check_open()
        except NeedsChoice:
            return "open"
        return "ready" if self.found.lands else "empty"

    def is_outdated(self, place: tuple[int | None, str]) -> bool:
        """Whether the store or the warehouse is another than when the file was read, so that what was compared may not hold."""
        if self.read_for is None:
            return True
        if self.error is not None and self.error.found is None:
            return False
        return self.read_for[0] != place[0] if self.size > BIG else self.read_for != place

    def piece(self) -> Piece:
        """Return the file as a job takes it."""
        return Piece(self.path, self.name, self.choices, self.found, today())

    def forget(self) -> None:
        """Let go of what was read."""
        if self.found is not None:
            self.found.close()
        self.found = None

    def discard(self) -> None:
        """Let go of the file altogether."""
        self.forget()
        if self.own:
            self.path.unlink(missing_ok=True)


class Tray:
    """All files of a session, the outcomes of the last import, and the job under way."""

    def __init__(self, house: Warehouse) -> None:
        self.house = house
        self.folder = house.work_dir / "uploads" / uuid.uuid4().hex
        self.items: list[Item] = []
        self.done: list[Outcome] = []
        self.stopped = False
        self.undoing: int | None = None  # the batch whose undoing is to be confirmed
        self.undone: dict[str, Any] | None = None
        self.kept: FollowUp | None = None  # what the last import, or undo, did to the kept months
        self.store: str | None = None  # None: not chosen yet; "": a new one
        self.new_store = ""
        self.round = 0  # of the uploader, which is emptied by a new key
        self.confirmed = False  # the import was clicked, for what was on the screen
        self.job: Job | None = None
        self._doing: list[Item] = []
        self._take: Callable[[Item, Outcome | None], None] = _take_reading
        self._numbers = 0
        weakref.finalize(self, shutil.rmtree, self.folder, True)  # a session that ended leaves no copies behind

    def add(self, path: Path, name: str, *, own: bool) -> None:
        """Put a file into the tray; one from the inbox that lies there already is not added again."""
        if not own and any(item.path == path for item in self.items):
            return
        if not self.items:
            self.forget_report()
        self._numbers += 1
        self.items.append(Item(self._numbers, path, readable_name(name), size_of(path), own))

    def remove(self, item: Item) -> None:
        """Take a file out and delete our copy of it."""
        item.discard()
        if item in self.items:
            self.items.remove(item)

    def clear(self) -> None:
        """Take every file out, and the last report with it."""
        for item in list(self.items):
            self.remove(item)
        self.forget_report()

    def forget_report(self) -> None:
        """Let go of what the last import or undo brought."""
        self.done, self.stopped, self.undone, self.kept = [], False, None, None

    def choose(self, item: Item, **changes: Any) -> None:
        """Note a choice; what is asked of every file of the same till holds for all of them."""
        _change(item, **changes)
        for other in self.items:
            if other is not item and _same_till(other.look, item.look):
                _change(other, **_likewise(other, item, changes))

    def read_otherwise(self, item: Item, **changes: Any) -> None:
        """Note another way to read the file (sheet, encoding, kind …), which makes earlier answers about its content void."""
        item.choices = Choices(
            **{name: getattr(item.choices, name) for name in ("kind", "sheet", "encoding", "delimiter", "header_row")} | changes
        )
        item.date_orders, item.stale = (), True

    def confirm(self) -> None:
        """Note that what is on the screen is to be imported; a callback. While files are read it is about to be another."""
        self.confirmed = self.job is None

    def land_confirmed(self, store: str) -> bool:
        """Begin to import where a person has confirmed it, before anything is read anew, and return whether he had.

        Where he has chosen another store with the same click, the files are read for that one first, and he is asked again.
        """
        confirmed, self.confirmed = self.confirmed, False
        store_id = self._place(store)[0]
        if not confirmed or not store or any(item.read_for and item.read_for[0] not in (None, store_id) for item in self.items):
            return False
        self.land(store)
        return True

    def advance(self, store: str) -> bool:
        """Begin to read what has to be read, and return whether work is under way."""
        if not self.collect():
            wanted = self._place(store)
            for item in self.items:
                item.stale = item.stale or item.is_outdated(wanted)
            todo = [item for item in self.items if item.stale and (item.size <= BIG or item.look is None)]
            if todo:
                self.read(store, todo)
        return self.job is not None

    def read(self, store: str, items: list[Item]) -> None:
        """Begin to examine ``items``."""
        for item in items:
            item.forget()
            item.read_for, item.stale, item.error = self._place(store), False, None
        # whatever a new store will be called, nothing is there yet
        self._begin(items, examine_files(self.house, store or "?", [item.piece() for item in items]), _take_reading)

    def land(self, store: str) -> None:
        """Begin to import what is ready, the earliest bills first; once they are there, the kept months follow them."""
        pieces = {id(piece := item.piece()): (item, piece) for item in self.items if item.state in ("ready", "already")}
        ordered = in_order([piece for _, piece in pieces.values()])
        items = [pieces[id(piece)][0] for piece in ordered]
        self.forget_report()
        for item in items:
            item.found = None  # the job has it now, and closes it
        finale = Task("", lambda control: follow_up(self.house, find_store(self.house, store.strip()), control))
        self._begin(items, import_files(self.house, store, ordered, finale), self._take_landing)

    def _begin(self, items: list[Item], job: Job, take: Callable[[Item, Outcome | None], None]) -> None:
        self._doing, self._take, self.job = items, take, job
        job.wait(PATIENCE)
        self.collect()

    def collect(self) -> bool:
        """Take in what a finished job brought; return whether work is still under way."""
        if self.job is None or self.job.running:
            return self.job is not None
        begun = self.job.outcomes
        cut = len(begun) < len(self._doing) or any(isinstance(outcome.error, Cancelled) for outcome in begun)
        outcomes = [*begun, *[None] * len(self._doing)]
        if self._take == self._take_landing:
            self.stopped = self.stopped or (self.job.stopped and cut)
            self.kept = self.job.last.result if self.job.last else None
        self.job, doing = None, self._doing
        for item, outcome in zip(doing, outcomes, strict=False):
            self._take(item, outcome)
        return False

    def _take_landing(self, item: Item, outcome: Outcome | None) -> None:
        """What landed leaves the tray; what was stopped, or has to be asked, stays and is read anew."""
        item.stale = True
        item.changed = outcome.error if outcome and isinstance(outcome.error, ChangedMeanwhile) else None
        if outcome is None or (outcome.error and isinstance(outcome.error, Cancelled | NeedsChoice)):
            return
        self.done.append(outcome)
        if outcome.error is None:
            self.remove(item)
            self.store, self.new_store = outcome.result["store"], ""
            st.session_state["store"] = find_store(self.house, self.store)  # what the other pages look at next

    def _place(self, store: str) -> tuple[int | None, str]:
        return (find_store(self.house, store) if store else None, self.house.version)


def open_tray(house: Warehouse) -> Tray:
    """Return the session's tray; a new one where the file it is for was replaced."""
    if "tray" not in st.session_state or st.session_state["tray"].house is not house:
        st.session_state["tray"] = Tray(house)
    return st.session_state["tray"]


def _take_reading(item: Item, outcome: Outcome | None) -> None:
    item.found, item.error = (outcome.result, outcome.error) if outcome else (None, Cancelled())
    item.look = item.found or item.error.found or item.look
    item.rejects = preview_rejects(item.found) if item.found else []
    if item.found and item.found.open_orders:
        item.date_orders, item.date_examples = item.found.open_orders, item.found.date_examples


def _change(item: Item, **changes: Any) -> None:
    if changes:
        item.choices, item.stale = replace(item.choices, **changes), True


def _same_till(one: Examination | None, other: Examination | None) -> bool:
    return one is not None and other is not None and (one.kind, one.signature) == (other.kind, other.signature)


def _likewise(other: Item, item: Item, changes: dict[str, Any]) -> dict[str, Any]:
    """Return what of ``changes`` to ``item`` answers the same question of ``other``."""
    shared = {name: value for name, value in changes.items() if name in SAME_TILL}
    if "paid" in changes:
        decided = {status.value: status.value in changes["paid"] for status in item.look.statuses}
        shared["paid"] = tuple(status.value for status in other.look.statuses if decided.get(status.value, status.paid))
    if "date_order" in changes and other.date_orders:
        shared["date_order"] = changes["date_order"]
    if "on_overlap" in changes and other.look.overlap:
        shared["on_overlap"] = changes["on_overlap"]
    if "future_bills" in changes and other.look.future:
        shared["future_bills"] = changes["future_bills"]
    return shared
