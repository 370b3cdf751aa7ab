"""What a month needs before it can be closed: a check a row, with what it found in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from segmentation.ingest.balance import add_money
from segmentation.ingest.kinds.registry import kind_of
from segmentation.ingest.pending import pending_marks
from segmentation.language.i18n import N_, counter, format_count, format_day, format_money, translator
from segmentation.measures.books.month import Book, open_rejects
from segmentation.measures.grades.grading import default_as_of
from segmentation.measures.movement.snapshots import followed_schemes, list_snapshots
from segmentation.settings.kept import scheme_settings
from segmentation.warehouse import Warehouse

GOOD, OPEN, MISSING = "good", "open", "missing"  # a check: all is well, a person may accept it, it keeps the month from closing
LABELS = {
    "covered": N_("The month is covered to its end"),
    "reconciled": N_("The imports add up"),
    "rejects": N_("Rows that were not understood"),
    "questions": N_("Open questions"),
    "grades": N_("The grades are kept"),
}
STATES = {GOOD: N_("in order"), OPEN: N_("to be accepted"), MISSING: N_("missing")}


@dataclass(frozen=True)
class Check:
    """One thing that a month needs: ``state`` is ``GOOD``, ``OPEN`` or ``MISSING``; ``values`` is what was found."""

    key: str
    state: str
    values: dict[str, Any]


def read_checks(warehouse: Warehouse, book: Book) -> list[Check]:
    """Return every check of the month, in order."""
    return [
        _covered(warehouse, book), _reconciled(book), _rejects(book), _questions(book), _grades(warehouse, book),
    ]


def _covered(warehouse: Warehouse, book: Book) -> Check:
    last = default_as_of(warehouse, book.store_id)
    days = (book.last_day - book.month).days + 1
    is_good = last is not None and last >= book.last_day and book.sums["bills"] > 0
    values = {"last": last.isoformat() if last else None, "without": days - book.sums["days"]}
    return Check("covered", GOOD if is_good else MISSING, values)


def _reconciled(book: Book) -> Check:
    """Compare each report with itself and with what stands in the warehouse, and the days with their bills."""
    wrong = []
    for file in book.files:
        report = file["report"]
        rows = report["accepted"] + report["rejected"] + sum(report["skipped"].values())
        amount = Decimal(report["amount"])
        if report["rows"] != rows:
            wrong.append({"batch": file["batch"], "what": "rows", "report": str(report["rows"]), "found": str(rows)})
        if file["landed"] is not None and kind_of(file["kind"]).has_amount and file["landed"] != amount:
            wrong.append({"batch": file["batch"], "what": "amount", "report": f"{amount:.2f}", "found": f"{file['landed']:.2f}"})
    sums = book.sums
    if (sums["bills"], sums["amount"]) != (sums["bills_told"], sums["amount_told"]):
        wrong.append({"batch": 0, "what": "days", "report": f"{sums['amount']:.2f}", "found": f"{sums['amount_told']:.2f}"})
    rows = sum(file["report"]["rows"] for file in book.files)
    money = {name: f"{amount:f}" for name, amount in add_money([file["report"] for file in book.files]).items()}
    values = {"files": len(book.files), "rows": rows, "money": money, "wrong": wrong}
    return Check("reconciled", MISSING if wrong else GOOD, values)


def _rejects(book: Book) -> Check:
    counts = {str(file["batch"]): count for file in book.files if (count := open_rejects(book, file))}
    return Check("rejects", OPEN if counts else GOOD, {"rows": sum(counts.values()), "batches": counts})


def _questions(book: Book) -> Check:
    counts = {str(file["batch"]): count for file in book.files if (count := len(file["report"].get("sheets_left") or ()))}
    return Check("questions", OPEN if counts else GOOD, {"sheets": sum(counts.values()), "batches": counts})


def _grades(warehouse: Warehouse, book: Book) -> Check:
    """The month-ends follow the bills once an import is over: kept of each followed scheme, and of the bills of now."""
    lacking = []
    followed = followed_schemes(warehouse, book.store_id)
    for scheme in followed:
        kept = list_snapshots(warehouse, book.store_id, scheme, scheme_settings(warehouse, book.store_id, scheme))
        found = kept.get(book.last_day)
        if found is None or (found.is_stale and found.is_current):
            lacking.append(scheme.key)
    pending = book.store_id in pending_marks(warehouse)
    values = {"schemes": [scheme.key for scheme in followed], "lacking": lacking, "pending": pending}
    return Check("grades", MISSING if lacking or pending else GOOD, values)


def check_text(check: Check, lang: str) -> str:
    """Return in words what a check found."""
    _, _n, values = translator(lang), counter(lang), check.values
    if check.key == "covered":
        if values["last"] is None:
            return _("There are no bills yet.")
        last = format_day(date.fromisoformat(values["last"]), lang)
        if check.state == MISSING:
            return _("The bills end on {last}. Upload the rest of the month first.").format(last=last)
        text = _n("{count} day without a bill.", "{count} days without a bill.", values["without"])
        without = text.format(count=format_count(values["without"], lang))
        return _("The bills reach to {last}.").format(last=last) + (" " + without if values["without"] else "")
    if check.key == "reconciled":
        if values["wrong"]:
            return " ".join(_wrong_text(each, lang) for each in values["wrong"])
        text = _n(
            "{count} import with {rows} rows: taken, left out and not understood add up, its amount is what stands here.",
            "{count} imports with {rows} rows: taken, left out and not understood add up, their amounts are what stands here.",
            values["files"],
        )
        return text.format(count=format_count(values["files"], lang), rows=format_count(values["rows"], lang))
    if check.key == "rejects":
        text = _n(
            "{count} row was not understood and does not count.", "{count} rows were not understood and do not count.",
            values["rows"],
        )
        return text.format(count=format_count(values["rows"], lang)) if values["rows"] else _("Every row was understood.")
    if check.key == "questions":
        text = _n("{count} sheet of the files was left out.", "{count} sheets of the files were left out.", values["sheets"])
        return text.format(count=format_count(values["sheets"], lang)) if values["sheets"] else _("Nothing was left to ask.")
    if values["pending"] or values["lacking"]:
        return _("The grades of the month-end are not kept of these bills yet. The page Migration offers to keep them.")
    return _("The grades of the month-end are kept of these bills.")


def _wrong_text(wrong: dict[str, Any], lang: str) -> str:
    _ = translator(lang)
    if wrong["what"] == "rows":
        text = _("Import {batch} told of {report} rows, but they come to {found}.")
        return text.format(batch=wrong["batch"], report=wrong["report"], found=wrong["found"])
    told, found = (format_money(Decimal(wrong[name]), lang) for name in ("report", "found"))
    if wrong["what"] == "days":
        return _("The days come to {report}, their bills to {found}.").format(report=told, found=found)
    return _("Import {batch} told of {report}, but {found} stand here.").format(batch=wrong["batch"], report=told, found=found)


