"""What is kept of each import, and what is said of it: every kind's counts in one shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from segmentation.ingest import reasons
from segmentation.ingest.day_begins import NAME as DAY_BEGINS
from segmentation.ingest.examination import Examination
from segmentation.ingest.kind import EDIT, Wording
from segmentation.ingest.kinds.registry import KINDS
from segmentation.ingest.meaning import SALE
from segmentation.ingest.questions import list_left
from segmentation.ingest.title import read_exported
from segmentation.language.i18n import (
    Counted,
    count_bills,
    count_customers,
    counter,
    format_count,
    format_day,
    format_money,
    translator,
)

COUNTS = tuple(dict.fromkeys(name for kind in KINDS.values() for name in kind.counts))
SKIPPED = reasons.SKIPPED | {reason: text for kind in KINDS.values() for reason, text in kind.skipped.items()}


def make_report(found: Examination, batch: int = 0, replaced: int = 0) -> dict[str, Any]:
    """Return what is kept of an import: plain JSON values, money as decimal text, notices by code, msgid and values."""
    readable = found.readable
    return {
        "file": readable.file_name,
        "kind": found.kind,
        "store": found.store,
        "batch": batch,
        "encoding": readable.encoding,
        "delimiter": readable.delimiter,
        "sheet": readable.sheet,
        "parts": [[part.sheet, part.rows, part.start] for part in readable.parts] if len(readable.parts) > 1 else [],
        "header_row": readable.header_row,
        "mapping": found.mapped_headers(),
        "customer_key": {"customer_code": "code"}.get(found.customer_key, found.customer_key),
        "date_order": found.date_order,
        "paid": [
            mark.value for mark in found.marks if mark.header == found.mapped_headers().get("status") and mark.meaning == SALE
        ],
        "meanings": [
            {
                "column": mark.header, "value": mark.value, "rows": mark.lines, "amount": f"{mark.amount:.2f}",
                "meaning": mark.meaning,
            }
            for mark in found.marks
        ],
        "money": {name: _decimal(amount) for name, amount in found.money.items() if amount},
        "beside": {header: _decimal(amount) for header, amount in found.beside.items()},
        "summed": list(found.summed),
        "rows": found.lines,
        "accepted": found.accepted,
        "rejected": found.rejected,
        "skipped": found.skipped,
        "replaced": replaced,
        **{name: found.counts[name] for name in COUNTS},
        "removed_amount": f"{found.missing.amount if found.missing and found.counts['removed'] else 0:.2f}",
        "amount": f"{found.amount:.2f}",
        "first_date": _iso(found.first_date),
        "last_date": _iso(found.last_date),
        "warnings": [
            {"code": notice.code, "count": notice.count, "message": notice.message, "values": notice.values}
            for notice in found.notices
        ],
        "headers": list(found.names),
        "house": found.house,
        "currency": found.currency,
        "day_begins": found.stage.values.get(DAY_BEGINS) if found.stage else None,
        "whole_for": list(found.whole_for),
        "voided": list(found.voided),
        "kept_details": list(found.kept_details),
        "meals": found.meals,
        "exported": read_exported(readable.titles),
        "sheets_left": list_left(found),
        "mends": found.mends,
        "mended_lines": list(found.mended_lines),
        "already_landed": False,
    }


def _decimal(amount: Decimal) -> str:
    """Return money with its cents, and with parts of a cent where it has them."""
    plain = amount.normalize()
    return f"{plain:f}" if plain.as_tuple().exponent < -2 else f"{amount:.2f}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def empty_report(store: str, batch: int, rows: int) -> dict[str, Any]:
    """Return the report of an edit, which no file brought, with every field that ``make_report`` gives."""
    nothing = (
        "encoding", "delimiter", "sheet", "header_row", "date_order", "first_date", "last_date", "mends", "house", "day_begins",
        "currency", "meals", "exported",
    )
    none = dict.fromkeys(nothing)
    zeros = dict.fromkeys(("rejected", "replaced", *COUNTS), 0)
    names = ("paid", "meanings", "warnings", "headers", "parts", "whole_for", "voided", "sheets_left", "summed", "kept_details")
    lists = {name: [] for name in names}
    lists |= {name: {} for name in ("mapping", "money", "beside", "skipped")}
    own = {"file": "", "kind": EDIT.key, "store": store, "batch": batch, "customer_key": "", "rows": rows, "accepted": rows}
    return {**own, **none, **zeros, **lists, "removed_amount": "0.00", "amount": "0.00", "already_landed": False}


def say(text: Wording, reports: Sequence[dict[str, Any]], lang: str, spell: Callable[[date], str] | None = None) -> str:
    """Return one of a kind's ``Words`` in ``lang``, filled with what reports of the kind count together; "" for no text.

    Days are written as people do, or as ``spell`` writes them.
    """
    if not text:
        return ""
    names = ("rows", "accepted", "rejected", "replaced", *COUNTS)
    # reports of before a count was known do not hold it
    counts = {name: sum(report.get(name, 0) for report in reports) for name in names}
    values = {name: format_count(count, lang) for name, count in counts.items()}
    values.update(bills=count_bills(counts["bills"], lang), customers=count_customers(counts["customers"], lang))
    values |= {"walk_ins": values["walk_in_bills"], "new": values["new_customers"]}
    values["amount"] = format_money(sum((Decimal(report["amount"]) for report in reports), Decimal(0)), lang)
    spell = spell or (lambda day: format_day(day, lang))
    first, last = (
        choose((date.fromisoformat(report[name]) for report in reports if report[name]), default=None)
        for choose, name in ((min, "first_date"), (max, "last_date"))
    )
    values |= {"first": spell(first) if first else "–", "last": spell(last) if last else "–"}
    values["span"] = f"{first:%Y-%m} – {last:%Y-%m}" if first and last else "–"
    if isinstance(text, Counted):
        count = counts[text.of]
        return counter(lang)(text.one, text.many, count).format(count=format_count(count, lang), **values)
    return translator(lang)(text).format(**values)


def sum_up(reports: Sequence[dict[str, Any]], lang: str) -> str:
    """Say what several files bring together, kind by kind."""
    _ = translator(lang)
    parts = []
    for kind in KINDS.values():
        own = [report for report in reports if report["kind"] == kind.key]
        if any(report[kind.counted] for report in own):
            parts.append(say(kind.words.together, own, lang))
    return _("; ").join(parts)
