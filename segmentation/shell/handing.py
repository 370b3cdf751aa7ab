"""Files that a command hands out: written down in the log of exports, and marked with the account that took them."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from segmentation.access import access_of, access_path, count_rows, log_export
from segmentation.exports.taken import taken_by, taken_text
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.settings.clock import now
from segmentation.warehouse import Rights, Warehouse


def hand_out(
    warehouse: Warehouse, path: Path | None, make: Callable[[], bytes], lang: str, *, comes_back: bool = False, new: bool = False
) -> None:
    """Write what ``make`` returns to ``path`` (a CSV on standard output without one), once it is in the log of exports.

    What an account takes out carries its mark, but a CSV that ``comes_back``. A ``new`` file is its owner's alone to read.
    """
    account = warehouse.rights.account
    mark = taken_text(account, now(), lang) if account else ""
    with taken_by(mark) as rows:
        data = make()
    ending = path.suffix.lower() if path else ".csv"
    note_handed(warehouse, ending, len(data), sum(rows) or (count_rows(data) if ending == ".csv" else 0))
    if mark and ending == ".csv" and not comes_back:
        data += f"# {mark}\r\n".encode()
    if path is None:
        sys.stdout.buffer.write(data)
    elif new:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    else:
        path.write_bytes(data)


def note_handed(warehouse: Warehouse, ending: str, size: int, rows: int = 0) -> None:
    """Write into the log of exports, where the house has accounts, what the command that runs hands out.

    It is called by the command, never by the file: who names a file may name a customer.
    """
    if not access_path(warehouse.path).exists():
        return
    rights, command = warehouse.rights, click.get_current_context(silent=True)
    names: list[str] = []
    while command is not None and command.parent is not None:
        names.insert(0, command.info_name or "")
        command = command.parent
    log_export(
        access_of(warehouse.path), who_runs(rights), rights.role, f"{' '.join(names)}{ending}", rights.stores or (), rows, size,
        now().timestamp(),
    )


def who_runs(rights: Rights) -> str:
    """Return the account, without one what the system calls who runs the command."""
    try:
        return rights.account or getpass.getuser()
    except (OSError, KeyError):  # a container without a name for its user
        return f"#{os.getuid()}"


def check_new(path: Path, *endings: str) -> None:
    """Raise InputError where a file's name has none of these endings, or the file exists already."""
    if endings and path.suffix.lower() not in endings:
        raise InputError("bad_ending", N_("Name a file that ends in one of these: {endings}."), endings=", ".join(endings))
    if path.exists():
        raise InputError("file_exists", N_("{path} exists already. Choose another name."), path=str(path))
