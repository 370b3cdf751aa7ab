"""Contacts: whom a manager visited, called or wrote to, and what came of it; a row a contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from segmentation.ingest.columns import KEY_COLUMNS, NAME_PARTS
from segmentation.ingest.examination import Examination
from segmentation.ingest.kind import ImportFigure, Kind, Need, Words, dated_figures, need_customer
from segmentation.ingest.kinds.bills.columns import COLUMNS as BILL_COLUMNS
from segmentation.ingest.kinds.contacts.columns import COLUMNS, NEXT_DAY, read_channel, read_outcome
from segmentation.ingest.kinds.profiles.kind import NO_CUSTOMER_COLUMN
from segmentation.ingest.kinds.strange_managers import tell_strange_managers
from segmentation.ingest.mapping import propose_mapping
from segmentation.ingest.reasons import DAYS
from segmentation.ingest.stage import (
    TOTAL_LINE,
    Desk,
    first_header,
    keep_spellings,
    keep_texts,
    land_by,
    load_readable,
    make_stage,
    take_stage,
    walk_ins,
)
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_, N_n, format_count, translator
from segmentation.language.text import fold_header
from segmentation.language.values import read_days

STRANGERS = N_(
    "{count} contacts are of customers that the store does not have; they count once a bill or a profile brings them. "
    "If your bills name customers in another way (code, phone, name), use that here too."
)


def is_contacts(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    """Whether a file has a day, a customer and what came of a contact with him, and no money and no bill."""
    folded = {fold_header(header) for header in headers}
    of_bills = {
        name for column in BILL_COLUMNS if column.name in ("bill_no", "amount", "unit_price", "tables")
        for name in column.synonyms
    }
    if of_bills & folded:
        return False
    mapping = propose_mapping(KIND, headers, sample)
    who = mapping.keys() & {*KEY_COLUMNS, *NAME_PARTS}
    return bool(who) and {"date", "outcome"} <= mapping.keys()


def examine_contacts(found: Examination, desk: Desk) -> None:
    """Stage and judge a log of contacts: ``lines`` and the spellings of days, channels and outcomes."""
    values: dict[str, Any] = {
        "key": found.customer_key,
        "walk_in": walk_ins(found, desk),
        "first_header": first_header(found.readable),
        "total_line": TOTAL_LINE,
        "store": found.store_id,
        "earliest": desk.limits.earliest,
        "latest": desk.limits.latest,
    }
    readable = load_readable(found, desk, values)
    keep_texts(desk, "channel", "channel_spellings", pa.string(), read_channel)
    keep_texts(desk, "outcome", "outcome_spellings", pa.string(), read_outcome)
    days = read_days(_texts(desk, "date_text"), found.choices.date_order, readable.date_1904)
    keep_spellings(desk.cursor, "day_spellings", pa.date32(), days.days)
    following = read_days(_texts(desk, "next_date"), found.choices.date_order or days.order, readable.date_1904)
    keep_spellings(desk.cursor, "next_spellings", pa.date32(), following.days)
    take_stage(found, make_stage(desk, readable, values, days), "stage/contact_summary")
    if found.open_orders:
        return
    totals = found.stage.rows("stage/contact_totals")[0]
    found.counts.update({name: totals[name] for name in ("contacts", "customers")})
    found.first_date, found.last_date = totals["first_day"], totals["last_day"]
    if totals["strangers"]:
        found.notices.append(Notice("contacts_of_strangers", STRANGERS, totals["strangers"]))
    tell_strange_managers(found, "stage/contact_managers")


def _texts(desk: Desk, column: str) -> Mapping[str, int]:
    return dict(desk.cursor.execute(f"select {column}, count(*) from lines where {column} is not null group by all").fetchall())


def figures(found: Examination, lang: str) -> list[ImportFigure]:
    """Return how many contacts with how many customers of the store a file holds, how many rows find none, and of when."""
    _ = translator(lang)
    labels = {"contacts": _("Contacts"), "customers": _("Customers")}
    shown = dated_figures(found, lang, labels, _("Contacted on"))
    if left := sum(each.count for each in found.notices if each.code == "contacts_of_strangers"):
        shown.insert(2, ImportFigure(_("Find no customer"), format_count(left, lang), _("rows")))
    return shown


KIND = Kind(
    key="contacts",
    label=N_("Contact log"),
    words=Words(
        # a file that comes along may bring their customers
        together=N_n("{count} contact", "{count} contacts", "accepted"),
        taken=N_("{contacts} contacts with {customers}"),
        line=N_("{contacts} contacts with {customers}, {first} – {last}"),
        undone=N_n("Its {count} contact is taken out.", "Its {count} contacts are taken out.", "contacts"),
        figures=figures,
    ),
    columns=COLUMNS,
    turn=15,
    claims=is_contacts,
    first=("date", *KEY_COLUMNS, "outcome"),
    starred=("date", "outcome"),
    needs=(
        need_customer("no_customer_column", NO_CUSTOMER_COLUMN),
        Need(
            "no_contact_day_column",
            N_("No column with the day of the contact was found. Say which column it is. The file has: {headers}."),
            (("date",),),
        ),
        Need(
            "no_outcome_column",
            N_("No column with what came of the contact was found. Say which column it is. The file has: {headers}."),
            (("outcome",),),
        ),
    ),
    lines="stage/contact_lines",
    examine=examine_contacts,
    rejects="stage/contact_rejects",
    reasons=DAYS | {
        "channel": (N_("This is no visit, call or message"), "channel"),
        "outcome_missing": (N_("What came of the contact is missing"), "outcome"),
        "outcome": (N_("This is none of: coming, came, reached, not reached, not now, do not call"), "outcome"),
        "next_date": (N_("This is not a day"), NEXT_DAY.name),
        "next_before": (N_("The next date lies before the contact"), NEXT_DAY.name),
    },
    land=land_by("land/contacts"),
    tables=("contacts",),
    counts=("contacts", "customers"),
    counted="contacts",
    last=True,
)
