"""The imports and edits of a store: how each is called, and how they are listed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from segmentation.fields import CARE_STATES, CONTACT_OUTCOMES
from segmentation.ingest.kinds.profiles.columns import COLUMNS as PROFILE_COLUMNS
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import (
    N_,
    count_customers,
    counter,
    format_count,
    format_day,
    format_money,
    format_month,
    listed,
    translator,
)
from segmentation.warehouse import Warehouse

MANAGER_FIELDS = {
    "rank": N_("Rank"), "capacity": N_("Most customers"), "phone": N_("Phone"), "from_day": N_("In office from"),
    "until_day": N_("In office until"), "same_as": N_("Same person as"),
    "not_same": N_("Another person than"),
}


def notices(report: dict[str, Any]) -> list[Notice]:
    """Return the notices of a report, ready to be said in either language."""
    return [Notice(each["code"], each["message"], each["count"], each["values"]) for each in report["warnings"]]


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
        criteria = listed(edit["criteria"], lang)
        if edit["customers"] == 1:
            return _("{name}: {criteria} rated").format(name=edit["name"], criteria=criteria)
        return _("{count} customers: {criteria} rated").format(count=format_count(edit["customers"], lang), criteria=criteria)
    if "state" in edit:
        who = edit["name"] if edit["customers"] == 1 else count_customers(edit["customers"], lang)
        return _("{name}: {state}").format(name=who, state=_(CARE_STATES[edit["state"]]))
    if "managers" in edit:
        if edit["managers"] > 1:
            _n = counter(lang)
            text = _n("{count} manager changed", "{count} managers changed", edit["managers"])
            return text.format(count=format_count(edit["managers"], lang))
        fields = listed((_(MANAGER_FIELDS[name]) for name in edit["fields"]), lang) or _("in the register")
        return _("Manager {name}: {fields}").format(name=edit["name"], fields=fields)
    if "people" in edit:
        return _people_name(edit, lang)
    if "outcome" in edit:
        return _("{name}: {state}").format(name=edit["name"], state=_(CONTACT_OUTCOMES[edit["outcome"]]))
    if "left" in edit:
        customers = count_customers(edit["customers"], lang)
        if "until_day" not in edit:
            return _("{name} hands over {customers}").format(name=edit["left"], customers=customers)
        day = format_day(date.fromisoformat(edit["until_day"]), lang)
        return _("{name} hands over {customers}, last day {day}").format(name=edit["left"], customers=customers, day=day)
    labels = {column.name: column.label for column in PROFILE_COLUMNS}
    fields = listed((_(labels[name]) for name in edit["fields"]), lang)
    if edit["customers"] == 1:
        return _("{name}: {fields} edited").format(name=edit["name"], fields=fields)
    return _("{count} customers: {fields} edited").format(count=format_count(edit["customers"], lang), fields=fields)


def _people_name(edit: Mapping[str, Any], lang: str) -> str:
    """Return what a batch is called that says who is who."""
    _, _n = translator(lang), counter(lang)
    if edit["customers"] > 1:
        text = {
            "merged": _n("{count} pair of records merged", "{count} pairs of records merged", edit["customers"]),
            "refused": _n("{count} pair of records kept apart", "{count} pairs of records kept apart", edit["customers"]),
        }[edit["people"]]
        return text.format(count=format_count(edit["customers"], lang))
    text = {
        "merged": _("{name}: {other} merged into this record"),
        "refused": _("{name} and {other} are two people"),
        "parted": _("{name}: {other} parted from this record"),
    }[edit["people"]]
    name, other = edit["name"], edit["other"]
    if name == other and "key" in edit:  # which says nothing
        name, other = (called(each, edit[key]) for each, key in ((name, "key"), (other, "other_key")))
    return text.format(name=name, other=other)


def called(name: str, key: str) -> str:
    """Return what tells somebody from another one of his name: the name with the key.

    >>> called("Li", "K1"), called("K1", "K1")
    ('Li (K1)', 'K1')
    """
    return name if name == key else f"{name} ({key})"


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
