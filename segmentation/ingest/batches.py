"""What is kept of each import, and how it is listed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from segmentation.fields import CARE_STATES
from segmentation.ingest.columns import KINDS
from segmentation.ingest.examination import Examination
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_, count_customers, format_count, format_money, format_month, translator
from segmentation.warehouse import Warehouse

SKIPPED = {
    "title": N_("title lines above the header"),
    "total": N_("total lines"),
    "header": N_("repeated headers"),
    "note": N_("notes without a date and an amount"),
    "status": N_("rows with a status that does not mean paid"),
    "repeated": N_("repeated rows"),
    "walk_in": N_("rows of walk-ins"),
    "unrated": N_("rows without a score"),
    "mended": N_("rows that are there already"),
}


def make_report(found: Examination, batch: int, replaced: int) -> dict[str, Any]:
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
        "header_row": readable.header_row,
        "mapping": found.mapped_headers(),
        "customer_key": {"customer_code": "code"}.get(found.customer_key, found.customer_key),
        "date_order": found.date_order,
        "paid": [status.value for status in found.statuses if status.paid],
        "rows": found.lines,
        "accepted": found.accepted,
        "rejected": found.rejected,
        "skipped": found.skipped,
        "replaced": replaced,
        "bills": found.bills,
        "walk_in_bills": found.walk_in_bills,
        "customers": found.customers,
        "new_customers": found.new_customers,
        "ratings": found.ratings,
        "criteria": found.rated_criteria,
        "amount": f"{found.amount:.2f}",
        "first_date": _iso(found.first_date),
        "last_date": _iso(found.last_date),
        "warnings": [
            {"code": notice.code, "count": notice.count, "message": notice.message, "values": notice.values}
            for notice in found.notices
        ],
        "headers": list(found.names),
        "mends": found.mends,
        "mended_lines": list(found.mended_lines),
        "already_landed": False,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def notices(report: dict[str, Any]) -> list[Notice]:
    """Return the notices of a report, ready to be said in either language."""
    return [Notice(each["code"], each["message"], each["count"], each["values"]) for each in report["warnings"]]


def empty_report(store: str, batch: int, kind: str, name: str, rows: int) -> dict[str, Any]:
    """Return the report of a batch that no file brought, with every field that ``make_report`` gives."""
    none = dict.fromkeys(("encoding", "delimiter", "sheet", "header_row", "date_order", "first_date", "last_date", "mends"))
    counts = ("rejected", "replaced", "bills", "walk_in_bills", "customers", "new_customers", "ratings", "criteria")
    zeros = dict.fromkeys(counts, 0)
    lists = {"mapping": {}, "paid": [], "skipped": {}, "warnings": [], "headers": []}
    own = {"file": name, "kind": kind, "store": store, "batch": batch, "customer_key": "", "rows": rows, "accepted": rows}
    return {**own, **none, **zeros, **lists, "amount": "0.00", "already_landed": False}


def batch_name(report: Mapping[str, Any], lang: str) -> str:
    """Return what a batch is called in ``lang``: the name of its file, or what was edited."""
    edit = report.get("edit")
    if not edit:
        return report["file"]
    _ = translator(lang)
    if "month" in edit:
        month = format_month(date.fromisoformat(edit["month"]), lang)
        if edit["total"] is None:
            return _("Total of {month} taken back").format(month=month)
        return _("Total of {month}: {total}").format(month=month, total=format_money(Decimal(edit["total"]), lang))
    if "criteria" in edit:
        criteria = _(", ").join(edit["criteria"])
        if edit["customers"] == 1:
            return _("{name}: {criteria} rated").format(name=edit["name"], criteria=criteria)
        return _("{count} customers: {criteria} rated").format(count=format_count(edit["customers"], lang), criteria=criteria)
    if "state" in edit:
        who = edit["name"] if edit["customers"] == 1 else count_customers(edit["customers"], lang)
        return _("{name}: {state}").format(name=who, state=_(CARE_STATES[edit["state"]]))
    labels = {column.name: column.label for column in KINDS["customers"]}
    fields = _(", ").join(_(labels[name]) for name in edit["fields"])
    if edit["customers"] == 1:
        return _("{name}: {fields} edited").format(name=edit["name"], fields=fields)
    return _("{count} customers: {fields} edited").format(count=format_count(edit["customers"], lang), fields=fields)


def batch_report(warehouse: Warehouse, batch: int) -> dict[str, Any]:
    """Return the report of a batch as it was landed. Raises InputError for an unknown batch."""
    found = warehouse.cursor().execute("select report from batches where batch_id = $batch", {"batch": batch}).fetchall()
    if not found:
        raise InputError("unknown_batch", N_("There is no import {batch}. See the list of imports for the numbers."), batch=batch)
    return json.loads(found[0][0])


def store_of_batch(warehouse: Warehouse, batch: int) -> int:
    """Return the id of the store that a batch belongs to. Raises InputError for an unknown batch."""
    batch_report(warehouse, batch)
    found = warehouse.cursor().execute("select store_id from batches where batch_id = $batch", {"batch": batch}).fetchall()
    return found[0][0]


def list_batches(warehouse: Warehouse, store: str | None = None) -> list[dict[str, Any]]:
    """Return every batch, newest first: batch, store, kind, file, landed_at, undone_at and its report's fields."""
    rows = warehouse.rows("land/batches", store=store)
    return [{**json.loads(row.pop("report")), **row} for row in rows]


def list_stores(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Return every store: store_id, store, bills, amount, first_date, last_date, customers; none is an empty list."""
    return warehouse.rows("land/stores")
