"""Closed months that a restore would open again: a backup of before the close knows nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from segmentation.language.errors import InputError
from segmentation.language.i18n import counter, format_count, format_month, listed, translator
from segmentation.warehouse import Warehouse, read_closed
from segmentation.warehouse.backups import inspect_backup

SHOWN = 6  # months that are named


class Opened(NamedTuple):
    """A month of a store that is closed now; ``otherwise`` says that the backup has it closed too, by another certificate."""

    store: str
    month: date
    otherwise: bool


def read_reopened(warehouse: Warehouse, backup: Path) -> list[Opened]:
    """Return the months that are closed now and would not be so, by the same certificate, once ``backup`` was put back.

    By store and month. Raises InputError where the file is no backup, or cannot be read.
    """
    now = warehouse.rows("land/closed_now")
    if not now:
        return []
    try:
        then = {(row["store"], row["month"]): row["sha256"] for row in read_closed(backup, "land/closed_now")}
    except InputError:
        inspect_backup(backup)  # says so where it is none; else it is older than the first close
        then = {}
    lost = [row for row in now if then.get((row["store"], row["month"])) != row["sha256"]]
    return [Opened(row["store"], row["month"], (row["store"], row["month"]) in then) for row in lost]


def reopened_text(found: Sequence[Opened], lang: str) -> str:
    """Return in words which closed months a restore would open again, and which it would close otherwise; "" for none."""
    _, _n = translator(lang), counter(lang)
    said = []
    if opened := [each for each in found if not each.otherwise]:
        said.append(_n(
            "{count} closed month would be open again, without a reason kept: {months}.",
            "{count} closed months would be open again, without a reason kept: {months}.", len(opened),
        ).format(count=format_count(len(opened), lang), months=_named(opened, lang)))
    if other := [each for each in found if each.otherwise]:
        said.append(_n(
            "{count} month would be closed by an earlier certificate: {months}.",
            "{count} months would be closed by an earlier certificate: {months}.", len(other),
        ).format(count=format_count(len(other), lang), months=_named(other, lang)))
    return (" " if lang == "en" else "").join(said)


def _named(months: Sequence[Opened], lang: str) -> str:
    _ = translator(lang)
    named = [_("{month} of {store}").format(month=format_month(each.month, lang), store=each.store) for each in months[:SHOWN]]
    return listed(named, lang) + (" …" if len(months) > SHOWN else "")
