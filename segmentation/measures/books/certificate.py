"""The certificate of a closed month, and closing a month with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from segmentation.ingest.books import Closing, closing_of, enter_closing, is_closed, list_closings, read_name
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, translator
from segmentation.measures.books.checks import MISSING, OPEN, Check, check_text, read_checks
from segmentation.measures.books.month import SUMS, Book, open_rejects, read_book
from segmentation.warehouse import Warehouse

FORMAT = 1
Certificate = dict[str, Any]


def close_month(
    warehouse: Warehouse, store_id: int, month: date, by: str, now: datetime, accepted: Collection[str] = ()
) -> Closing:
    """Close a month (its first day) and return the closing with its certificate.

    ``accepted`` are the keys of open checks that whoever closes has seen. All or nothing, in one transaction. Raises InputError
    without a name, for a month that is closed, one that misses something, and one with an open check that is not accepted.
    """
    by = read_name(by)
    with warehouse.writing() as cursor:
        if there := closing_of(warehouse, store_id, month):
            raise is_closed(read_book(warehouse, store_id, month).store, month, there.closed_by, there.closed_at)
        book = read_book(warehouse, store_id, month)
        checks = read_checks(warehouse, book)
        _refuse(book, checks, accepted)
        before = [reopening(each) for each in reversed(list_closings(warehouse, store_id)) if each.month == month]
        made = make_certificate(book, checks, by, now, before)
        data = canonical(made)
        enter_closing(cursor, store_id, month, by, now, data, hashlib.sha256(data).hexdigest())
    return next(each for each in list_closings(warehouse, store_id) if each.month == month)


def _refuse(book: Book, checks: list[Check], accepted: Collection[str]) -> None:
    missing = [check for check in checks if check.state == MISSING]
    if missing:
        raise CannotClose(book, missing, N_("{month} cannot be closed yet: {reasons}"))
    opened = [check for check in checks if check.state == OPEN and check.key not in accepted]
    if opened:
        raise CannotClose(
            book, opened,
            N_("{month} is not closed: {reasons} Whoever closes it has to accept that (--accept {keys}; on the page, tick it)."),
        )


class CannotClose(InputError):
    """A month that cannot be closed, with the checks that say why."""

    def __init__(self, book: Book, checks: list[Check], message: str) -> None:
        self.checks = checks
        keys = ",".join(check.key for check in checks)
        super().__init__("cannot_close", message, month=f"{book.month:%Y-%m}", reasons=_reasons(checks, "en"), keys=keys)

    def text(self, lang: str) -> str:
        return translator(lang)(self.message).format(**{**self.values, "reasons": _reasons(self.checks, lang)})


def _reasons(checks: list[Check], lang: str) -> str:
    return " ".join(check_text(check, lang) for check in checks)


def make_certificate(
    book: Book, checks: list[Check], by: str, now: datetime, before: list[dict[str, Any]] | None = None
) -> Certificate:
    """Return what is certified of a month: plain JSON, money as text; ``before`` are its closings that were reopened."""
    result = result_now(book)
    return {
        "format": FORMAT,
        "store": book.store,
        "month": f"{book.month:%Y-%m}",
        "closed_at": now.isoformat(timespec="seconds"),
        "closed_by": by,
        "files": [_file(book, file) for file in book.files],
        "checks": [
            {"check": check.key, "state": check.state, "accepted": check.state == OPEN, **check.values} for check in checks
        ],
        **result,
        "hashes": {
            "bills": book.marks["bills_mark"], "whose": book.marks["who_mark"], "grades": book.marks["grades_mark"],
            "result": hashlib.sha256(canonical(result)).hexdigest(),
        },
        "reopened_before": before or [],
    }


def result_now(book: Book) -> dict[str, Any]:
    """Return the canonical result of a month as it is now: its sums and its grades."""
    return {
        "sums": {name: _plain(book.sums[name]) for name in SUMS} | {"total": _plain(book.total)},
        "grades": [
            {name: _plain(row[name]) for name in ("scheme", "version", "tier", "customers", "contribution")}
            for row in book.grades
        ],
    }


def result_of(certificate: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of a certificate that its hash ``result`` is of."""
    return {name: certificate[name] for name in ("sums", "grades")}


def _file(book: Book, file: Mapping[str, Any]) -> dict[str, Any]:
    report = file["report"]
    return {
        "import": file["batch"], "kind": file["kind"], "sha256": file["sha256"] or None,
        "landed_at": file["landed_at"].isoformat(timespec="seconds"), "rows": report["rows"], "accepted": report["accepted"],
        "rejected": report["rejected"], "rejected_open": open_rejects(book, file), "skipped": report["skipped"],
        "money": report["money"], "amount": report["amount"], "bills_in_month": file["bills"],
        "amount_in_month": _plain(file["amount"]),
    }


def reopening(closing: Closing) -> dict[str, Any]:
    """Return who closed and reopened a month, when and why, as plain JSON."""
    return {
        "closed_at": closing.closed_at.isoformat(timespec="seconds"), "closed_by": closing.closed_by, "sha256": closing.sha256,
        "reopened_at": closing.reopened_at and closing.reopened_at.isoformat(timespec="seconds"),
        "reopened_by": closing.reopened_by, "reason": closing.reason,
    }


def _plain(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def canonical(value: Any) -> bytes:
    """Return JSON as it is hashed: keys sorted, no blanks, UTF-8.

    >>> canonical({"b": 1, "a": "月"}).decode()
    '{"a":"月","b":1}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def certificate_file(warehouse: Warehouse, closing: Closing) -> bytes:
    """Return the certificate as a JSON file: what is certified, its SHA-256, and beside it the names of the files."""
    certificate = json.loads(closing.certificate)
    names = file_names(warehouse, certificate)
    told = {"certificate": certificate, "sha256": closing.sha256, "names": names}
    if not closing.is_closed:
        told["reopened"] = reopening(closing)
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def file_names(warehouse: Warehouse, certificate: Mapping[str, Any]) -> dict[str, str]:
    """Return what the imports of a certificate are called now, by their numbers."""
    numbers = [each["import"] for each in certificate["files"]]
    rows = warehouse.cursor().execute(
        "select batch_id, file_name from batches where list_contains($batches, batch_id)", {"batches": numbers}
    ).fetchall()
    return {str(batch): name for batch, name in rows}
