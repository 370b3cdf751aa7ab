"""Bills that a file brings and a later one took back: an older export that comes after a newer one would let them count again.

Which of two files is newer is told by what they say themselves: when they were exported (导出时间 above the table), else the last
day of their bills. Where both are the same, nobody can tell: what was taken back is proposed to stay so, since a void is rarely
undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from segmentation.ingest.batches import batch_report
from segmentation.ingest.examination import Examination
from segmentation.ingest.questions import Question, Words
from segmentation.ingest.title import read_exported
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import yuan
from segmentation.warehouse import Cursor, Warehouse, run

KEEP, COUNT = "keep", "count"
_TITLE = N_("Bills of this file were taken back by another import. Shall they count again?")
_ANSWERS = {KEEP: N_("No: they stay taken back"), COUNT: N_("Yes: they count again")}
_TOLD = {
    "exported": (
        N_(
            "{count} bills ({amount}) of this file do not count in the store: import {batch} ({file}) calls them void or no "
            "longer holds them. This file was exported on {here}, the other on {there}. Leave them so (in the "
            "shell: --taken-back=keep) or let them count again (--taken-back=count)?"
        ),
        N_(
            "{count} bills ({amount}): import {batch} ({file}) calls them void or no longer holds them. This file was exported "
            "on {here}, the other on {there}."
        ),
    ),
    "days": (
        N_(
            "{count} bills ({amount}) of this file do not count in the store: import {batch} ({file}) calls them void or no "
            "longer holds them. The bills of this file end on {here}, those of the other on {there}. Leave them so (in the "
            "shell: --taken-back=keep) or let them count again (--taken-back=count)?"
        ),
        N_(
            "{count} bills ({amount}): import {batch} ({file}) calls them void or no longer holds them. The bills of this file "
            "end on {here}, those of the other on {there}."
        ),
    ),
    "": (
        N_(
            "{count} bills ({amount}) of this file do not count in the store: import {batch} ({file}) calls them void or no "
            "longer holds them. Neither file says which is newer. Leave them so (in the shell: --taken-back=keep) or let them "
            "count again (--taken-back=count)?"
        ),
        N_(
            "{count} bills ({amount}): import {batch} ({file}) calls them void or no longer holds them. Neither file says which "
            "is newer."
        ),
    ),
}


def ask_revived(warehouse: Warehouse, found: Examination, cursor: Cursor) -> None:
    """Ask whether bills of the file that a later import took back stay so; note them as ``revived_bills``."""
    found.stands_back = False
    if found.store_id is None or found.mends is not None or "bill_no" not in found.mapping:
        return
    run(cursor, "land/make_revived_bills", store=found.store_id, numbers_restart=found.numbers_restart)
    told = "select count(*), coalesce(sum(amount), 0), max(taken_by) from revived_bills"
    count, amount, batch = cursor.execute(told).fetchall()[0]
    if not count:
        return
    other = batch_report(warehouse, batch)
    basis, here, there = _compare(found, other)
    options = (COUNT, KEEP) if basis and here > there else (KEEP, COUNT)
    chosen = found.choices.taken_back
    values = {"count": f"{count:,}", "amount": yuan(amount), "batch": batch, "file": other["file"]}
    values |= {"here": here.replace("T", " "), "there": there.replace("T", " ")} if basis else {}
    message, evidence = _TOLD[basis]
    words = Words(_TITLE, evidence, _ANSWERS)
    found.questions.append(Question("taken_back", message, values, "taken_back", options, chosen, amount, own_words=words))
    found.stands_back = chosen == KEEP
    if found.stands_back:
        text = N_("{count} bills ({amount}) of this file stay taken back, as import {batch} left them.")
        found.notices.append(Notice("stay_taken_back", text, count, {"amount": yuan(amount), "batch": batch}))


def _compare(found: Examination, other: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return by what the two files can be told apart ("" where they cannot), and what each says."""
    here, there = read_exported(found.readable.titles), other.get("exported")
    if here and there and here != there:
        return "exported", here, there
    last, others = _iso(found.last_date), other["last_date"]
    return ("days", last, others) if last and others and last != others else ("", "", "")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
