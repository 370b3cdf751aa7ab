"""The files of a session between drop and report: what was read, what a person chose, which work is under way.

The tray is the truth and widgets are drawn from it, so that nothing is lost where a widget is not drawn
for a while (another page, another language, work under way).
"""

from __future__ import annotations

import shutil
import uuid
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from pages.upload.alike import answer_alike
from pages.upload.item import Item
from pages.upload.joins import Joins
from segmentation.ingest.examine import find_store
from segmentation.ingest.incoming import readable_name, size_of
from segmentation.ingest.jobs import Job, Outcome, Task, examine_files, import_files, in_order
from segmentation.ingest.questions import TOO, Question, readable_parts
from segmentation.language.errors import Cancelled, ChangedMeanwhile, NeedsChoice
from segmentation.measures.movement.follow_up import FollowUp, follow_up
from segmentation.warehouse import Warehouse

PATIENCE = 0.6  # seconds that a page waits for work before it shows progress


class Tray:
    """All files of a session, the outcomes of the last import, and the job under way."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self.folder = warehouse.work_dir / "uploads" / uuid.uuid4().hex
        self.items: list[Item] = []
        self.done: list[Outcome] = []
        self.stopped = False
        self.undoing: int | None = None  # the batch whose undoing is to be confirmed
        self.undone: dict[str, Any] | None = None
        self.kept: FollowUp | None = None  # what the last import, or undo, did to the kept months
        self.store: str | None = None  # None: not chosen yet; "": a new one
        self.new_store = ""
        self.trade = ""  # what kind of house a new store is, "" for not told
        self.proposed: str | None = None  # the name last proposed for a new store
        self.round = 0  # of the uploader, which is emptied by a new key
        self.confirmed = False  # the import was clicked, for what was on the screen
        self.job: Job | None = None
        self._doing: list[Item] = []
        self._take: Callable[[Item, Outcome | None], None] = Item.take_reading
        self._numbers = 0
        self._joins = Joins()
        weakref.finalize(self, shutil.rmtree, self.folder, True)  # a session that ended leaves no copies behind

    def add(self, path: Path, name: str, *, own: bool) -> None:
        """Put a file into the tray; one from the inbox that lies there already is not added again."""
        if not own and any(item.path == path for item in self.items):
            return
        if not self.items:
            self.forget_report()
        self._numbers += 1
        self.items.append(Item(self._numbers, path, readable_name(name), size_of(path), own))

    def take_parts(self, item: Item, question: Question, answer: str) -> None:
        """Put what else a file holds beside it, each part to be checked by itself, or take it out again."""
        item.parts = answer
        if item.found:
            item.found.note(parts=answer)
        for other in [other for other in self.items if other.parent is item]:
            self.remove(other)
        for part in readable_parts(item.look, question.code) if answer == TOO else ():
            self._numbers += 1
            self.items.append(item.take_part(self._numbers, part))

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
        item.change(**changes)
        answer_alike(self.items, item, changes)

    def change_store(self, store: str) -> None:
        """Note another store; what was answered of the one before is asked anew."""
        self.store = store
        for item in self.items:
            if item.choices.missing_bills or item.choices.right_store:
                item.change(missing_bills=None, right_store=None)
                item.proposed -= {"missing_bills"}

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
        while not self.collect():
            wanted = self._place(store)
            for item in self.items:
                item.stale = item.stale or item.is_outdated(wanted)
            todo = [item for item in self.items if item.stale and item.reads_itself]
            if todo:
                self.read(store, todo)  # with what is proposed it is read once more
            elif job := self._joins.begin(self.warehouse, self.items):
                self._begin(self.items[:1], job, lambda _item, outcome: self._joins.take(self.items, outcome))
            elif not any(item.stale and item.reads_itself for item in self.items):
                break
        return self.job is not None

    def read(self, store: str, items: list[Item]) -> None:
        """Begin to examine ``items``."""
        for item in items:
            item.forget()
            item.read_for, item.stale, item.again, item.error = self._place(store), False, False, None
        # whatever a new store will be called, nothing is there yet
        self._begin(items, examine_files(self.warehouse, store or "?", [item.piece() for item in items]), Item.take_reading)

    def land(self, store: str) -> None:
        """Begin to import what is ready, the earliest bills first; once they are there, the kept months follow them."""
        ready = [item for item in self.items if item.state in ("ready", "already")]
        pieces = {id(piece := replace(item.piece(), trade=self.trade or None)): (item, piece) for item in ready}
        ordered = in_order([piece for _, piece in pieces.values()])
        items = [pieces[id(piece)][0] for piece in ordered]
        self.forget_report()
        for item in items:
            item.found = None  # the job has it now, and closes it
        finale = Task("", lambda control: follow_up(self.warehouse, find_store(self.warehouse, store.strip()), control))
        self._begin(items, import_files(self.warehouse, store, ordered, finale), self._take_landing)

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
        for item in [item for item in self.items if item.parts is None]:
            for question in (each for each in item.questions if each.field == "parts" and each.proposal):
                self.take_parts(item, question, question.proposal)
        return False

    def _take_landing(self, item: Item, outcome: Outcome | None) -> None:
        """What landed leaves the tray; what was stopped, or has to be asked, stays and is read anew."""
        item.stale = True
        item.changed = outcome.error if outcome and isinstance(outcome.error, ChangedMeanwhile) else None
        if outcome is None or (outcome.error and isinstance(outcome.error, Cancelled | NeedsChoice)):
            return
        self.done.append(outcome)
        if outcome.error is None:
            for landed in [item, *(other for other in self.items if other.joined_to is item and other.is_joined)]:
                self.remove(landed)
            self.store, self.new_store, self.trade = outcome.result["store"], "", ""
            st.session_state["store"] = find_store(self.warehouse, self.store)  # what the other pages look at next

    def _place(self, store: str) -> tuple[int | None, str]:
        return (find_store(self.warehouse, store) if store else None, self.warehouse.version)
