"""A file on its way in: what was chosen for it, what was understood of it, and what is still open."""

from __future__ import annotations

import shutil
import uuid
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from segmentation.ingest.days_brought import DaysBrought
from segmentation.ingest.examination import Choices, Examination
from segmentation.ingest.jobs import Outcome, Piece
from segmentation.ingest.joined import Join
from segmentation.ingest.questions import PAYMENTS_OUT, Question, list_questions
from segmentation.ingest.rejects import preview_reasons, preview_rejects
from segmentation.language.errors import Cancelled, ChangedMeanwhile, InputError, NeedsChoice
from segmentation.settings.clock import today

BIG = 30_000_000  # bytes; a bigger file is read anew when asked, not with every choice

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
    days: DaysBrought | None = None
    asked: dict[str, Question] = field(default_factory=dict)  # what was open once, so that an answer can be changed
    proposed: set[str] = field(default_factory=set)  # the choices whose proposals have been taken
    said: set[str] = field(default_factory=set)  # the choices that a person made himself
    unknown: set[tuple[str, str]] = field(default_factory=set)  # (header, value) that nobody knew before he said what it means
    parts: str | None = None  # whether what else the file holds is imported too
    part_amounts: dict[str, Decimal] = field(default_factory=dict)  # what else the file holds, and what each part comes to
    part: str = ""  # which sheet, or which file of an archive, this is, where it is such a part
    join: Join | None = None  # the files that belong to it
    joined_to: Item | None = field(default=None, repr=False, compare=False)  # the file that it belongs to
    parent: Item | None = field(default=None, repr=False, compare=False)  # of which it is a part
    read_for: tuple[int | None, str] | None = None  # the store's id, and the warehouse's version
    stale: bool = True
    again: bool = False  # it is to be read with what was proposed

    @property
    def label(self) -> str:
        """What the file is called on the page: its name, and which part of it is meant."""
        return f"{self.name} · {self.part}" if self.part else self.name

    @property
    def questions(self) -> list[Question]:
        """What the file leaves to a person, with the answers so far; what an answer has settled can be answered anew."""
        if self.is_joined:
            return []
        listed = {question.code: question for question in list_questions(self.look)} if self.look is not None else {}
        asked = self.asked | {code: each for code, each in listed.items() if each.field != "meanings" or code not in self.asked}
        asked = [question for code, question in asked.items() if code in listed or self._chosen(question)]
        return [
            replace(question, answer=self._chosen(question) or question.answer,
                    money=sum(self.part_amounts.values()) or None if question.field == "parts" else question.money)
            for question in asked
        ]

    def _chosen(self, question: Question) -> str | None:
        if question.field == "parts":
            return self.parts
        if question.field == "meanings":
            return None if self.look is None or any(mark.meaning is None for mark in self.look.marks) else "said"
        chosen = getattr(self.choices, question.field) if question.field else None
        return next((answer for answer in question.options if question.choice(answer) == chosen), None)

    @property
    def waits(self) -> bool:
        """Whether it is a part of a file of which nobody has said yet that it comes in too."""
        return self.parent is not None and any(each.field == "parts" for each in self.parent.left)

    @property
    def left(self) -> list[Question]:
        """The questions that a person can answer and has not: those that wait, and those where what is proposed stands."""
        return [each for each in self.questions if each.field and (each.answer is None or not self._is_said(each))]

    def _is_said(self, question: Question) -> bool:
        return question.field in self.said or (question.needed and not question.words.proposed)

    def is_remembered(self, question: Question) -> bool:
        """Whether the answer is the one given for such a file before."""
        return question.answer is not None and self._chosen(question) is None

    @property
    def is_joined(self) -> bool:
        """Whether it comes in with the file that it belongs to, and not by itself."""
        return self.joined_to is not None and self.joined_to.choices.join != "no"

    @property
    def state(self) -> str:
        """``unread``, ``open`` (a person must decide), ``refused``, ``empty``, ``already``, ``joined``, ``out`` or ``ready``."""
        if self.stale:
            return "unread"
        if self.is_joined:
            return "joined"
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
        return "ready" if self.found.lands else "out" if PAYMENTS_OUT in self.found.skipped else "empty"

    def is_outdated(self, place: tuple[int | None, str]) -> bool:
        """Whether the store or the warehouse is another than when the file was read, so that what was compared may not hold."""
        if self.read_for is None:
            return True
        if self.error is not None and self.error.found is None:
            return False
        return self.read_for[0] != place[0] if self.size > BIG else self.read_for != place

    @property
    def reads_itself(self) -> bool:
        """Whether it is read anew with every choice; a big one is only when asked, or when nobody has chosen anything yet."""
        return self.size <= BIG or self.look is None or self.again

    def change(self, **changes: Any) -> None:
        """Note choices, which the file has to be read anew for."""
        self.said = self.said - changes.keys() | {name for name, choice in changes.items() if choice is not None}
        self._take(changes)

    def _take(self, changes: dict[str, Any]) -> None:
        if changes:
            self.choices, self.stale = replace(self.choices, **changes), True

    def read_otherwise(self, **changes: Any) -> None:
        """Note another way to read the file (sheet, encoding, kind …), which makes earlier answers about its content void."""
        self.choices = Choices(
            **{name: getattr(self.choices, name) for name in ("kind", "sheet", "encoding", "delimiter", "header_row")} | changes
        )
        self.asked, self.proposed, self.said, self.unknown, self.stale = {}, set(), set(), set(), True

    def take_reading(self, outcome: Outcome | None) -> None:
        """Take in what was understood of the file, or why nothing was."""
        self.found, self.error = (outcome.result, outcome.error) if outcome else (None, Cancelled())
        self.look = self.found or self.error.found or self.look
        self.rejects, self.reasons = (preview_rejects(self.found), preview_reasons(self.found)) if self.found else ([], [])
        self.days = self.found.spec.days(self.found) if self.found else None
        if self.found and self.parent:
            self.parent.part_amounts[self.part] = self.found.amount
        if self.look is not None:
            listed = {question.code: question for question in list_questions(self.look) if question.field not in ("", "parts")}
            unknown = {(mark.header, mark.value) for mark in self.look.marks if mark.meaning is None}
            if unknown <= self.unknown and "meaning_open" in self.asked:
                listed.pop("meaning_open", None)  # it stands as it was asked first, whichever of its values are answered
            self.unknown |= unknown
            self.asked.update(listed)
        if self.found:
            self._take_proposals()

    def _take_proposals(self) -> None:
        """Let proposed answers stand until a person gives others: what is shown is what they bring."""
        taken = {
            question.field: question.choice(question.proposal) for question in self.questions
            if question.proposal and question.answer is None and question.field not in (*self.proposed, "parts")
        }
        self.proposed |= taken.keys()
        self._take(taken)
        self.again = bool(taken)

    def take_part(self, number: int, part: str) -> Item:
        """Return another sheet of the workbook, or another file of the archive, as a file of its own, with a copy of its own."""
        path = self.path
        if self.own:
            path = path.with_name(f"{uuid.uuid4().hex}{path.suffix}")
            shutil.copyfile(self.path, path)
        return Item(number, path, self.name, self.size, self.own, Choices(sheet=part), part=part, parent=self)

    def piece(self) -> Piece:
        """Return the file as a job takes it."""
        return Piece(self.path, self.name, replace(self.choices, parts=self.parts), self.found, today(), self.join)

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
