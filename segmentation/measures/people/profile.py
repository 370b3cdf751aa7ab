"""Who a customer is, as it was known on a day: every field with where it is from and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from segmentation.language.i18n import N_, format_day, translator
from segmentation.language.lunar import birthday_text
from segmentation.measures.managers.register import read_holders, read_managers
from segmentation.warehouse import Warehouse

LABELS: Mapping[str, str] = {  # every field of a profile, in the order in which a file shows them
    "name": N_("Customer name"), "phone": N_("Phone"), "email": N_("E-mail"), "birthday": N_("Birthday"), "module": N_("Module"),
    "region": N_("Region"), "manager": N_("Account manager"), "potential": N_("Potential"), "note": N_("Note"),
}
BILL, FILE, EDIT = "bill", "file", "edit"


@dataclass(frozen=True)
class Known:
    """A field of a profile: ``text`` is what it says (None: nothing), as it is kept.

    ``source`` says whether bills, a profile file or an edit said it first, nobody having said anything else since (None: nobody
    ever said anything); ``file`` is the name of the file (None: of an edit), ``since`` the day of the edit, the day of his first
    bill in the file, or the day on which the file came in.
    """

    field: str
    text: str | None = None
    source: str | None = None
    file: str | None = None
    since: date | None = None


def read_profiles(
    warehouse: Warehouse, store_id: int, customers: Sequence[str], as_of: date, on: date
) -> dict[str, dict[str, Known]]:
    """Return what was known of ``customers`` (keys) on ``on``, field by field in the order of ``LABELS``; bills up to ``as_of``.

    The manager is who looks after the customer (``read_holders``), other names folded: where no person or file gave him one, the
    latest bill names him. A customer of whom nothing is known has fields that say nothing.
    """
    asked = pa.table({"customer_key": pa.array(list(dict.fromkeys(customers)), pa.string())})
    rows = warehouse.over("facts/known_fields", {"asked": asked}, store=store_id, on=on).to_pylist()
    found = {customer: {field: Known(field) for field in LABELS} for customer in asked["customer_key"].to_pylist()}
    billed = warehouse.over("measures/people/first_billed", {"asked": asked}, store=store_id).to_pylist()
    for row in rows:
        since = row["said_on"]
        if row["source"] == BILL:
            since = _first_day(billed, row) or since
        own = Known(row["field"], row["said"], row["source"], row["file"], since)
        found[row["customer"]][row["field"]] = own
    holders = read_holders(warehouse, store_id, read_managers(warehouse, store_id, as_of), as_of, on)
    held = warehouse.over("measures/people/holders_asked", {"asked": asked, "holders": holders}).to_pylist()
    for row in held:
        own = found[row["customer"]]
        own["manager"] = _manager(own["manager"], row)
    return found


def _first_day(billed: Sequence[Mapping[str, Any]], row: Mapping[str, Any]) -> date | None:
    """Return the day of the first bill of the batch that said a field; of a manager, of the first that names him."""
    own = [each for each in billed if (each["customer"], each["batch_id"]) == (row["customer"], row["batch_id"])]
    if row["field"] == "manager":
        own = [each for each in own if each["manager"] == row["said"]] or own
    return min((each["first_day"] for each in own), default=None)


def _manager(said: Known, row: Mapping[str, object]) -> Known:
    """Return who looks after a customer; the profile's row says where it is from where it says the same."""
    if row["is_assigned"] or row["manager"] is None:
        return Known("manager", row["manager"], said.source, said.file, row["since"] or said.since)
    by_bills = said if said.source == BILL and said.text == row["manager"] else Known("manager", source=BILL)
    return Known("manager", row["manager"], BILL, by_bills.file, by_bills.since)


def field_text(known: Known, lang: str) -> str:
    """Return what a field says as people write it; "" where it says nothing."""
    return birthday_text(known.text, lang) if known.field == "birthday" else known.text or ""


def source_text(known: Known, lang: str) -> str:
    """Return in words where a field is from and since when; "" where nobody ever said anything.

    >>> source_text(Known("phone", "138", "bill", "sept.csv", date(2026, 9, 1)), "en")
    'bills since 1 Sep 2026'
    >>> source_text(Known("phone", "138", "edit", None, date(2026, 10, 1)), "en")
    'edited 1 Oct 2026'
    """
    _ = translator(lang)
    if known.source is None:
        return ""
    day = format_day(known.since, lang) if known.since else ""
    if known.source == EDIT:
        text = _("edited {day}") if known.text else _("cleared {day}")
    elif known.source == BILL:
        text = _("bills since {day}") if day else _("from the bills")
    else:
        text = _("{file}, imported {day}") if day else _("from a file of profiles")
    return text.format(day=day, file=known.file or _("a file")).strip()
