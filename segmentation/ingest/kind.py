"""What a kind of upload is: everything that the import, the pages and the shell have to know of it, in one object."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from segmentation.ingest.columns import KEY_COLUMNS, NAME_PARTS, Column
from segmentation.ingest.days_brought import DaysBrought
from segmentation.ingest.guess import Cells, find_phone
from segmentation.ingest.meaning import MarkColumn
from segmentation.language.i18n import N_, Counted, format_count, format_day, translator

Wording = str | Counted


@dataclass(frozen=True)
class Need:
    """A column that a kind cannot go without, and the refusal where it is missing.

    Any of the ``ways`` (columns that do it together) will do. ``waived`` says of an Examination that it needs none.
    """

    code: str
    message: str
    ways: tuple[tuple[str, ...], ...]
    waived: Callable[[Any], object] = lambda found: False


def need_customer(code: str, message: str, waived: Callable[[Any], object] = lambda found: False) -> Need:
    """Return the need for any column that tells who the customer is."""
    return Need(code, message, tuple((name,) for name in (*KEY_COLUMNS, *NAME_PARTS)), waived)


@dataclass(frozen=True)
class ImportFigure:
    """A figure to look at before an import, as a person reads it, with a ``note`` below it."""

    label: str
    value: str
    note: str | None = None


def dated_figures(found: Any, lang: str, labels: Mapping[str, str], dated: str) -> list[ImportFigure]:
    """Return the counts of an examined file under their labels, and below ``dated`` its last day and since when it reaches."""
    _ = translator(lang)
    shown = [ImportFigure(label, format_count(found.counts[name], lang)) for name, label in labels.items()]
    if found.first_date:
        first, last = format_day(found.first_date, lang), format_day(found.last_date, lang)
        shown.append(ImportFigure(dated, last, _("since {day}").format(day=first) if first != last else None))
    return shown


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said of files of a kind: msgids, filled by ``report.say`` from what was counted; empty: nothing is.

    ``{bills}`` and ``{customers}`` are said in words, ``{count}`` is what a text with a singular of its own (``N_n``) counts.

    ``together`` sums up several files, ``taken`` is the account after an import, ``line`` the same in the shell, ``undone``
    says what taking an import back does. ``figures`` returns what stands large on the page before it.
    """

    together: Wording = ""
    taken: Wording = ""
    line: Wording = ""
    undone: Wording
    figures: Callable[[Any, str], list[ImportFigure]] = lambda found, lang: []


@dataclass(frozen=True, kw_only=True, eq=False)  # there is one of each
class Kind:
    """One kind of upload. Hooks take the Examination ``found`` and the Desk that it is examined on (see ``stage``).

    Understanding: ``claims`` says of headers and sample whether a file is of the kind, and kinds are asked by ``turn``, the
    lowest first; ``complete`` adds to a mapping what headers alone do not tell; ``criteria`` finds the columns that are values
    of their own, ``marks`` those that say whether and how a line counts. ``first`` are the columns
    asked about first, ``starred`` those without which there is no import.
    Judging: ``lines`` is the statement that cleans the cells, with ``cells`` beside the canonical ones; where ``sparse``, what
    the file lacks is not stored. ``examine`` stages and judges; ``odd`` are its notices by what the summary counts, ``rejects``
    the statement that lists what was not understood, ``reasons`` why, each with the column at fault; ``skipped`` what is left
    out on purpose; ``refusal`` says why nothing of a file could be used.
    Landing: ``land`` writes inside the transaction, ``replay`` marks what a batch replaces (an undo does so for later ones),
    ``tables`` hold its rows by batch_id. ``counts`` go into its report; ``counted`` is the one that a sum of files names.
    Files are imported in the order of their first day where ``by_day``, after all others where ``last``. ``has_amount`` says
    that the amount of its report is money worth showing, ``from_several`` that several files may hold it: orders, their lines;
    ``days`` finds what of it comes in and goes day by day, ``refuse`` raises InputError for what only looks like it.
    """

    key: str
    label: str
    words: Words
    columns: tuple[Column, ...] = ()
    turn: int = 0
    claims: Callable[[Sequence[str], Sequence[Sequence[str]]], object] = lambda headers, sample: False
    complete: Callable[[dict[str, int], Sequence[str], Cells], None] = find_phone
    criteria: Callable[..., tuple[dict[str, int], dict[str, int]]] = lambda mapping, names, readable, choices: (mapping, {})
    marks: Callable[..., tuple[MarkColumn, ...]] = lambda names, sample, mapping, choices: ()
    first: tuple[str, ...] = ()
    starred: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    lines: str = ""
    cells: Callable[[int, Mapping[str, int]], list[str]] = lambda columns, mapping: []
    sparse: bool = False
    examine: Callable[[Any, Any], None] = lambda found, desk: None
    odd: Mapping[str, str] = field(default_factory=dict)
    rejects: str = ""
    reasons: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    skipped: Mapping[str, str] = field(default_factory=dict)
    refusal: Callable[[Any], Exception | None] = lambda found: None
    land: Callable[[Any, Any, Mapping[str, Any]], None] = lambda cursor, found, key: None
    replay: Callable[[Any, Mapping[str, Any]], None] = lambda cursor, key: None
    tables: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    counted: str = "accepted"
    by_day: bool = False
    last: bool = False
    has_amount: bool = False
    from_several: bool = False
    refuse: Callable[[Any], None] = lambda found: None
    days: Callable[[Any], DaysBrought | None] = lambda found: None

    @property
    def names_customers(self) -> bool:
        """Whether its rows belong to customers."""
        return any(column.name in KEY_COLUMNS for column in self.columns)


# what a person writes in the app: no upload, but listed and undone like one
EDIT = Kind(
    key="edit", label=N_("Edit"), words=Words(undone=N_("What was there before counts again.")),
    tables=("care_notes", "manager_rows", "person_rows"),
)
