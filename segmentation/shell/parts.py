"""What the commands of the shell share: stores, days and months as they are written there, and how answers are printed."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from segmentation.ingest.batches import list_stores
from segmentation.ingest.control import Control
from segmentation.ingest.examine import find_store, name_store
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, translator
from segmentation.language.text import visible
from segmentation.language.values import SANE_YEARS, read_month, spell
from segmentation.language.wording import speak_also_of
from segmentation.measures.foresight.potential_words import potential_text
from segmentation.measures.grades.grading import default_as_of
from segmentation.schemes import DEFAULT, Scheme, Value
from segmentation.settings.kept import scheme_settings
from segmentation.settings.own_schemes import find_scheme
from segmentation.settings.trades import words_of
from segmentation.warehouse import Warehouse

UNREAD = 141  # the exit status of who writes on to nobody, as of a program that SIGPIPE ends
REFUSED = 2  # the exit status of what was not done: one line on stderr says why
LONGEST_LINE = 2000  # characters of a complaint


@dataclass(frozen=True)
class Look:
    """What a command looks at: a store as of a day, under a scheme with its settings."""

    store: str
    store_id: int
    scheme: Scheme
    as_of: date
    settings: dict[str, Value]


def read_look(
    warehouse: Warehouse, store: str, scheme_key: str = DEFAULT, as_of: str | date | None = None, window: str | None = None,
    settings: Sequence[str] = (),
) -> Look:
    """Return what is looked at: without ``as_of`` the last day with a bill, ``settings`` and ``window`` over the saved ones.

    Raises InputError for an unknown store or scheme, what is no day or no setting, and a store without bills.
    """
    store_id = read_store(warehouse, store)
    scheme = find_scheme(warehouse, scheme_key)
    chosen = scheme_settings(warehouse, store_id, scheme) | scheme.parse_assignments(tuple(settings))
    if window:
        chosen |= scheme.parse({"window": window})
    day = read_day(as_of) if isinstance(as_of, str) and as_of else as_of or default_as_of(warehouse, store_id)
    if day is None:
        raise InputError("store_without_bills", N_("{store} has no bills yet. Import a file of bills first."), store=store)
    return Look(name_store(warehouse, store)[1], store_id, scheme, day, chosen)


def read_store(warehouse: Warehouse, store: str) -> int:
    """Return the id of the store; raises InputError where there is none of that name, listing those there are.

    From then on the command speaks by the words of its trade; of stores that have other ones, by those of a house with tables.
    """
    found = find_store(warehouse, store)
    if found is None:
        known = ", ".join(row["store"] for row in list_stores(warehouse)) or "–"
        raise InputError("unknown_store", N_("There is no store “{store}”. The stores are: {known}."), store=store, known=known)
    speak_also_of(words_of(warehouse, found))
    return found


def read_day(text: str) -> date:
    """Return the day that a person wrote; raises InputError for what is none."""
    day = spell(text).day
    if day is None or day.year not in SANE_YEARS:
        raise InputError("bad_day", N_("“{text}” is not a day. Write it as 2026-09-30."), text=text)
    return day


def read_month_option(text: str | None) -> date | None:
    """Return the first day of the month that a person wrote, None for none; raises InputError for what is no month."""
    if text is None:
        return None
    month = read_month(text)
    if month is None:
        raise InputError("bad_month", N_("“{text}” is not a month. Write it as 2026-09."), text=text)
    return month


def read_batch(_context: click.Context, _option: click.Parameter, text: str) -> int:
    """Return the number of an import that a person wrote; raises InputError for what is none."""
    if not re.fullmatch("[0-9]{1,9}", text):
        raise InputError("bad_batch", N_("“{text}” is not the number of an import."), text=text)
    return int(text)


def check_arguments(arguments: Sequence[str]) -> None:
    """Raise InputError for a text that the terminal did not send as UTF-8; the name of a file may be any bytes."""
    for text in arguments:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            if not Path(text).exists():
                raise InputError("bad_argument", N_("“{text}” cannot be read as text (UTF-8)."), text=text) from error


def iso(day: date | None) -> str | None:
    """Return a day as ISO text, None as None."""
    return day.isoformat() if day else None


def print_json(value: Any) -> None:
    """Print ``value`` as one line of JSON; Chinese stays readable."""
    click.echo(json.dumps(value, ensure_ascii=False))


def command_name() -> str:
    """Return how the program was called: installed it is a command of its own."""
    return "customer-grading" if Path(sys.argv[0]).stem == "customer-grading" else "python -m segmentation"


def fall_silent() -> int:
    """Write to nobody from now on, where the reader of the output has gone (``… | head``), and return the exit status."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # what stands in for a stream in a test has no number
            os.dup2(nowhere, stream.fileno())
    return UNREAD


def complain(text: str) -> None:
    """Print ``text`` as one line on stderr, without marks that steer a terminal, and not longer than anyone reads."""
    line = visible(" ".join(text[: 2 * LONGEST_LINE].split()))
    print(line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…", file=sys.stderr)


def complain_of_potential(warehouse: Warehouse, look: Look, lang: str, *days: date) -> None:
    """Print on stderr how potential is derived as of the day of the look, and on other days; nothing where it does not grade."""
    asked = sorted({look.as_of, *days})
    if said := potential_text(warehouse, look.store_id, look.scheme, look.settings, asked, lang):
        complain(said)


def complain_of(error: InputError, lang: str, before: str = "") -> None:
    """Print what is wrong, and each question that is open besides on a line of its own: one run names all."""
    complain(before + error.text(lang))
    for other in getattr(error, "others", ()):
        complain("+ " + other.text(lang))


def show_progress(lang: str) -> Control:
    """Return a control that keeps one line on stderr which says how far the work is; on no terminal it is silent."""
    if not sys.stderr.isatty():
        return Control()
    _ = translator(lang)
    return Control(show=lambda step, fraction: print(f"\r\x1b[K{fraction:4.0%} {_(step)}", end="", file=sys.stderr, flush=True))


def clear_line() -> None:
    """Wipe the line of ``show_progress``."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
