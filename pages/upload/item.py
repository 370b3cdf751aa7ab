"""A file on its way in: what was chosen for it, what was understood of it, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from segmentation.ingest.examination import Choices, Examination
from segmentation.ingest.jobs import Outcome, Piece
from segmentation.ingest.rejects import preview_rejects
from segmentation.language.errors import Cancelled, ChangedMeanwhile, InputError, NeedsChoice
from segmentation.settings.clock import today

BIG = 30_000_000  # bytes; a bigger file is read anew when asked, not with every choice
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

    @property
    def reads_itself(self) -> bool:
        """Whether it is read anew with every choice; a big one is only when asked."""
        return self.size <= BIG or self.look is None

    def change(self, **changes: Any) -> None:
        """Note choices, which the file has to be read anew for."""
        if changes:
            self.choices, self.stale = replace(self.choices, **changes), True

    def read_otherwise(self, **changes: Any) -> None:
        """Note another way to read the file (sheet, encoding, kind …), which makes earlier answers about its content void."""
        self.choices = Choices(
            **{name: getattr(self.choices, name) for name in ("kind", "sheet", "encoding", "delimiter", "header_row")} | changes
        )
        self.date_orders, self.stale = (), True

    def take_reading(self, outcome: Outcome | None) -> None:
        """Take in what was understood of the file, or why nothing was."""
        self.found, self.error = (outcome.result, outcome.error) if outcome else (None, Cancelled())
        self.look = self.found or self.error.found or self.look
        self.rejects = preview_rejects(self.found) if self.found else []
        if self.found and self.found.open_orders:
            self.date_orders, self.date_examples = self.found.open_orders, self.found.date_examples

    def is_like(self, other: Item) -> bool:
        """Whether the other file is of the same till: of one kind, with the same headers."""
        one, two = self.look, other.look
        return one is not None and two is not None and (one.kind, one.signature) == (two.kind, two.signature)

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


def likewise(other: Item, item: Item, changes: dict[str, Any]) -> dict[str, Any]:
    """Return what of ``changes`` to ``item`` answers the same question of ``other``."""
    shared = {name: value for name, value in changes.items() if name in SAME_TILL}
    if "meanings" in changes:
        headers = {mark.header for mark in other.look.marks}
        shared["meanings"] = {header: values for header, values in changes["meanings"].items() if header in headers}
    if "date_order" in changes and other.date_orders:
        shared["date_order"] = changes["date_order"]
    if "on_overlap" in changes and other.look.overlap:
        shared["on_overlap"] = changes["on_overlap"]
    if "future_bills" in changes and other.look.future:
        shared["future_bills"] = changes["future_bills"]
    asked = {question.field for question in other.look.questions} - {"missing_bills"}  # of which each file has its own
    shared |= {name: value for name, value in changes.items() if name in asked}
    return shared
