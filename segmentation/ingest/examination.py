"""A file understood: what a person may decide about it, what is proposed, what was counted and what is still open."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from segmentation.ingest.evidence import Evidence
from segmentation.ingest.kind import Kind
from segmentation.ingest.known_shapes import (
    DAYS_ACROSS,
    MONTHS_ACROSS,
    SIDE_BY_SIDE,
    find_days_across,
    find_months_across,
    find_side_by_side,
)
from segmentation.ingest.mapping import signature
from segmentation.ingest.meaning import Mark, MarkColumn
from segmentation.ingest.questions import OTHER_FILES, TOO, Question, check_open
from segmentation.ingest.readers.read import Readable
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.language.values import DayReading
from segmentation.warehouse import Cursor, fetch

NO_DAYS = DayReading(None, (), (), {})
REJECT_COLUMNS = ("_batch", "_line", "_column", "_reason")  # what a rejects file carries beside the file's own columns


@dataclass(frozen=True)
class Choices:
    """What a person may decide about a file; None (or empty) means: as proposed.

    ``mapping`` is canonical column → header, ``paid`` the values of the status column that mean paid,
    ``on_overlap`` "replace", "add" or "refuse" for days that a file without bill numbers covers again,
    ``numbers_restart`` whether bill numbers start again (each day or month), so that only number and day name a bill,
    ``future_bills`` "keep" or "reject" for bills that are dated more than a day ahead, ``meanings`` column → value → what a
    line with it means (a word of ``meaning.MEANINGS``), ``day_begins`` the hour at which the day of the store begins,
    ``zone`` where moments with a zone are brought to, ``currency`` the only one whose lines land,
    ``year`` that of the last date in a file whose dates say none, ``amounts`` whether equal amounts on the lines of a bill
    are the "bill"'s or the "line"'s, ``refunds`` whether amounts are "net" of the refunds beside them or "gross" (of a list of
    refunds: whether those without their sale are left out or taken off),
    ``stored`` the header that says how much a top-up brought, ``points`` whether the points of amounts part off "thousands" or
    "decimals", ``unit`` "yuan" or "fen" in which the amounts are, ``on_account`` "due" or "paid" for bills with nothing paid
    though they came to something, ``discounts`` whether amounts are "net" of the discounts beside them or "gross",
    ``same_numbers`` whether bills of one number and day are "other" bills or the "same", ``missing_bills`` "remove" or "keep"
    for the store's bills on days of the file that it does not hold, ``right_store`` "yes" where a file that seems to be another
    house's belongs to the store, ``join`` "yes" or "no" whether files that belong together are one import, ``parts`` "too" or
    "only" of other sheets that may hold bills, ``doubles`` "once" or "twice" for rows
    that repeat another in every cell, ``blank_dates`` "fill" or "reject" for rows without a date below one that has it,
    ``blank_names`` "walk_in" or "fill" for rows without date and customer below one that has him,
    ``payments`` "out", "count" or "both" of a payment firm's flow: left out, counted where it stands alone, or beside others,
    ``added`` "add" or "one" where the amount of a bill seems to stand in several columns, ``tips`` "in" or "out" of amounts,
    ``transfers`` "out" or "count" of rows whose money is another bill's too, ``bookers`` "staff" or "guests" of those who took
    bookings, ``taken_back`` "keep" or "count" for bills of the file that a later import took back.
    """

    kind: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    paid: tuple[str, ...] | None = None
    date_order: str | None = None
    customer_key: str | None = None
    walk_ins_only: bool | None = None
    on_overlap: str | None = None
    numbers_restart: bool | None = None
    future_bills: str | None = None
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    day_begins: int | None = None
    zone: str | None = None
    currency: str | None = None
    year: int | None = None
    amounts: str | None = None
    refunds: str | None = None
    discounts: str | None = None
    stored: str | None = None
    points: str | None = None
    unit: str | None = None
    on_account: str | None = None
    same_numbers: str | None = None
    missing_bills: str | None = None
    right_store: str | None = None
    join: str | None = None
    parts: str | None = None
    doubles: str | None = None
    payments: str | None = None
    blank_dates: str | None = None
    blank_names: str | None = None
    added: str | None = None
    tips: str | None = None
    transfers: str | None = None
    bookers: str | None = None
    taken_back: str | None = None


@dataclass(frozen=True)
class Overlap:
    """Days that a file without bill numbers covers and the store has already; ``of_top_ups`` where it brings nothing else."""

    days: int
    first_day: date
    last_day: date
    bills_there: int
    amount_there: Decimal
    bills_new: int
    amount_new: Decimal
    of_top_ups: bool = False


@dataclass(frozen=True)
class Missing:
    """Bills and top-ups with a number that the store has on days of a file, and those of them that the file does not hold."""

    bills_there: int
    bills: int
    amount: Decimal
    top_ups: int
    top_up_amount: Decimal
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Future:
    """Bills that are dated more than a day after ``today``."""

    today: date
    bills: int
    amount: Decimal
    first_day: date
    last_day: date


class Seen(NamedTuple):
    """The state of a store that a file was weighed against: its id (None: not there yet), its batches, what it is read by.

    ``batches`` says of each when it landed and whether it was undone; ``walk_in`` are its walk-in names, ``earliest`` is the
    day before which nothing is taken, ``day_begins`` the hour at which its day begins.
    """

    store_id: int | None
    batches: Mapping[int, tuple[datetime, bool]]
    walk_in: tuple[str, ...]
    earliest: date
    day_begins: int = 0


@dataclass
class Stage:
    """Judged lines of one file on ``cursor``; ``values`` are the parameters of the statements in sql/stage."""

    cursor: Cursor
    readable: Readable
    values: dict[str, Any]
    days: DayReading = NO_DAYS

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Run the named statement over the staged lines."""
        return fetch(self.cursor, name, **self.values).to_pylist()

    def said_above(self) -> dict[int, dict[str, str | None]]:
        """Return line → canonical column → what a line that was not understood takes from the line above it."""
        return {}

    def let_go(self) -> None:
        """Forget what is staged and not written any more, which gives the landing its memory; nothing can be judged after it."""


def say_files(parts: str | None) -> str:
    """Return how it is told (msgid) that an archive holds further files, by what is to become of them."""
    if parts == TOO:
        return N_("The archive holds several files. “{sheet}” is read first, then, each by itself: {others}.")
    return N_("The archive holds several files. Only “{sheet}” is read; not read: {others}.")


@dataclass
class Examination:
    """A file understood: what is proposed, what was counted, what is still open."""

    store: str
    seen: Seen
    spec: Kind
    readable: Readable
    names: tuple[str, ...]  # the file's headers, each naming one column
    mapping: dict[str, int]
    choices: Choices
    criteria: dict[str, int] = field(default_factory=dict)  # of ratings with a column for each criterion: where each stands
    remembered: bool = False
    remembered_order: str | None = None  # of the dates of such files before, where nobody says it of this one
    proven_order: str | None = None  # of its dates, where under the other one some would be none
    customer_key: str = ""
    key_evidence: tuple[Evidence, ...] = ()  # of each column that may say who the customer is, those that are taken first
    date_order: str | None = None
    open_orders: tuple[str, ...] = ()
    date_examples: tuple[str, ...] = ()
    mark_columns: tuple[MarkColumn, ...] = ()  # what says whether and how a line counts
    hidden_rows: list[int] = field(default_factory=list)  # of a workbook, as lines are numbered
    marks: tuple[Mark, ...] = ()
    unknown: tuple[int, Decimal] = (0, Decimal(0))  # lines, and their money, whose meaning nobody knows, each line once
    money: dict[str, Decimal] = field(default_factory=dict)  # of the file's amount column, by what its lines mean
    beside: dict[str, Decimal] = field(default_factory=dict)  # what its other columns of money come to
    summed: tuple[str, ...] = ()  # the columns whose sum is the amount of a bill, where it is no single one
    questions: list[Question] = field(default_factory=list)
    lines: int = 0
    accepted: int = 0
    rejected: int = 0
    unvalued: int = 0  # formulas of a workbook without what they come to, where rows were rejected
    partly: int = 0  # of the rejected lines, those of which nevertheless something lands
    skipped: dict[str, int] = field(default_factory=dict)
    amount: Decimal = Decimal(0)
    first_date: date | None = None
    last_date: date | None = None
    counts: Counter[str] = field(default_factory=Counter)  # what its kind counts for the report
    replaces: int = 0
    numbers_restart: bool = False
    overlap: Overlap | None = None
    missing: Missing | None = None
    currency: str | None = None  # in what the amounts are taken; None: the file does not say
    secrets: tuple[str, ...] = ()  # headers of columns that turned out to hold numbers of identity or bank cards
    whole_for: tuple[str, ...] = ()  # of what the days that it brings as a whole are whole: "bills", "top_ups"
    voided: tuple[str, ...] = ()  # bills of the store that it says are void, by number and day: 0007 2026-09-08
    kept_details: tuple[str, ...] = ()  # what its bills do not say and may take over from versions that they replace
    meals: str | None = None  # of meals put on a room that stand in bills of stays too: "out" where checks rest for them
    stands_back: bool = False  # bills that a later import took back stay so, though the file brings them
    is_gathered: bool = False  # its lines whose kept cells may tell something are gathered on the cursor
    bill_sheets: tuple[str, ...] = ()  # sheets that are not read and may hold bills too
    sheets_told: Mapping[str, str] = field(default_factory=dict)  # of these, with rows and money
    house: str | None = None  # what the lines above the table name
    future: Future | None = None
    ahead: tuple[int, Decimal] = (0, Decimal(0))  # lines, and their money, that are left out for being dated in the future
    mends: int | None = None
    mended_lines: tuple[int, ...] = ()  # lines of the mended import that the file brings
    trade: str | None = None  # what kind of house the store is, where it is a new one
    notices: list[Notice] = field(default_factory=list)
    already: int | None = None  # the live batch that holds the very same bytes
    today: date | None = None
    stage: Stage | None = None
    work_dir: Path | None = None

    @property
    def kind(self) -> str:
        """The key of what the file holds."""
        return self.spec.key

    @property
    def store_id(self) -> int | None:
        """The store's id when the file was examined, None where there was no such store yet."""
        return self.seen.store_id

    @property
    def signature(self) -> str:
        """What next month's file of the same till shares with this one."""
        return signature(self.readable.headers)

    @property
    def lands(self) -> bool:
        """Whether there is anything in the file to land."""
        return self.accepted + self.partly > 0

    def weighed(self) -> tuple[object, ...]:
        """Return what was found by comparing with the store: what a person who confirms the file relies on."""
        return (
            self.already, self.replaces, self.overlap, self.missing, self.mends, self.numbers_restart,
            self.accepted, self.amount, self.counts["walk_in_bills"], self.voided,
        )

    def mapped_headers(self) -> dict[str, str]:
        """Return canonical column → header, in the order of the vocabulary."""
        return {column.name: self.names[self.mapping[column.name]] for column in self.spec.columns if column.name in self.mapping}

    def check_columns(self) -> None:
        """Raise InputError, with what to do, where the file lacks a column that its kind needs."""
        for need in self.spec.needs:
            if not any(self.mapping.keys() >= set(way) for way in need.ways) and not need.waived(self):
                above = (*self.names, *(self.readable.sample[0] if self.readable.sample else ()))  # months may look like values
                months = find_months_across(above) if {("date",), ("month",)} & {*need.ways} else ()
                if beside := find_side_by_side(self.names):
                    raise InputError("tables_side_by_side", SIDE_BY_SIDE, first=beside[0], second=beside[1])
                if months:
                    values = {"file": self.readable.file_name, "first": months[0], "last": months[-1]}
                    raise InputError("months_across", MONTHS_ACROSS, **values)
                days = find_days_across(self.names) if ("date",) in need.ways else ()
                if days:
                    values = {"file": self.readable.file_name, "first": days[0], "last": days[-1]}
                    raise InputError("days_across", DAYS_ACROSS, **values)
                own = ", ".join(name for name in self.names if name not in REJECT_COLUMNS)
                raise InputError(need.code, need.message, headers=own)

    def check_open(self) -> None:
        """Raise NeedsChoice where only a person can decide (a date order, days to come, days that are there already)."""
        check_open(self)

    def note(self, **answers: Any) -> None:
        """Keep answers of which nothing that was found depends."""
        self.choices = replace(self.choices, **answers)
        if "parts" in answers:  # what else an archive holds comes next, or is not read
            said = say_files(self.choices.parts)
            self.notices = [replace(each, message=said) if each.code == OTHER_FILES else each for each in self.notices]

    def close(self) -> None:
        """Forget the staged rows and the files made for reading."""
        if self.stage is not None:
            self.stage.cursor.close()
            self.stage = None
        if self.work_dir is not None:
            shutil.rmtree(self.work_dir, ignore_errors=True)
