"""Payments: what customers paid later of what they owe (回款); a row a payment.

A house lets a customer sign for a bill (挂账): the bill is revenue on its day, its money comes later. Bills say what went on
account (``bills.owed``); a payment says what came of it. So what a customer owes is his bills on account − his payments: a
payment is no revenue, and names no bill. It may name the day by which it was to be paid, and then pays what falls due on that day
first; what is over, and what names no day, pays the oldest first. A file that overlaps an earlier one brings payments again that
are known: those with equal customer, day, amount, method and due day count as often as the file that has most of them says
(``facts/known_payments``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from segmentation.ingest.columns import KEY_COLUMNS, NAME_PARTS
from segmentation.ingest.examination import Examination
from segmentation.ingest.kind import ImportFigure, Kind, Need, Words, dated_figures, need_customer
from segmentation.ingest.kinds.bills.columns import COLUMNS as BILL_COLUMNS
from segmentation.ingest.kinds.payments.columns import COLUMNS, DUE, OF_PAYMENTS
from segmentation.ingest.kinds.profiles.kind import NO_CUSTOMER_COLUMN
from segmentation.ingest.kinds.totals.kind import read_total
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
    texts_in,
    walk_ins,
)
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_, N_n, format_count, format_money_short, translator
from segmentation.language.text import fold_header
from segmentation.language.values import read_days, uses_decimal_comma, yuan

OF_SALES = ("product", "tables", "covers", "unit_price")  # columns of bills that no list of payments has
STRANGERS = N_(
    "{count} payments ({amount}) are of customers that the store does not have; they count once a bill or a profile brings them. "
    "If your bills name customers in another way (code, phone, name), use that here too."
)


def is_payments(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    """Whether a file has a day and money that only a list of payments calls so, a customer, and nothing of a sale."""
    folded = {fold_header(header) for header in headers}
    sold = {name for column in BILL_COLUMNS if column.name in OF_SALES for name in column.synonyms}
    if sold & folded or not folded & {*OF_PAYMENTS} or any(name.startswith(("消费", "营业", "结账")) for name in folded):
        return False
    mapping = propose_mapping(KIND, headers, sample)
    return bool(mapping.keys() & {*KEY_COLUMNS, *NAME_PARTS}) and {"date", "amount"} <= mapping.keys()


def examine_payments(found: Examination, desk: Desk) -> None:
    """Stage and judge a file of payments: ``lines`` and the spellings of days and amounts."""
    values: dict[str, Any] = {
        "key": found.customer_key, "walk_in": walk_ins(found, desk), "first_header": first_header(found.readable),
        "total_line": TOTAL_LINE, "store": found.store_id, "earliest": desk.limits.earliest, "latest": desk.limits.latest,
    }
    readable = load_readable(found, desk, values)
    comma = uses_decimal_comma(texts_in(desk, "amount_text"))
    keep_texts(desk, "amount_text", "amount_spellings", pa.decimal128(18, 2), lambda text: read_total(text, comma))
    days = read_days(_counted(desk, "date_text"), found.choices.date_order, readable.date_1904)
    keep_spellings(desk.cursor, "day_spellings", pa.date32(), days.days)
    due = read_days(_counted(desk, "due_text"), found.choices.date_order or days.order, readable.date_1904)
    keep_spellings(desk.cursor, "due_spellings", pa.date32(), due.days)
    take_stage(found, make_stage(desk, readable, values, days), "stage/payment_summary")
    if found.open_orders:
        return
    totals = found.stage.rows("stage/payment_totals")[0]
    found.counts.update({name: totals[name] for name in ("payments", "customers")})
    if totals["strangers"]:
        money = {"amount": yuan(totals["strange_amount"])}
        found.notices.append(Notice("payments_of_strangers", STRANGERS, totals["strangers"], money))


def _counted(desk: Desk, column: str) -> dict[str, int]:
    return dict(desk.cursor.execute(f"select {column}, count(*) from lines where {column} is not null group by all").fetchall())


def figures(found: Examination, lang: str) -> list[ImportFigure]:
    """Return how many payments of how many customers a file holds, what they come to, how many find no customer, and of when."""
    _ = translator(lang)
    shown = dated_figures(found, lang, {"payments": _("Payments"), "customers": _("Customers")}, _("Received on"))
    shown.insert(2, ImportFigure(_("Amount received"), format_money_short(found.amount, lang)))
    if left := sum(each.count for each in found.notices if each.code == "payments_of_strangers"):
        shown.insert(3, ImportFigure(_("Find no customer"), format_count(left, lang), _("rows")))
    return shown


KIND = Kind(
    key="payments",
    label=N_("Payments on account"),
    words=Words(
        together=N_n("{count} payment", "{count} payments", "payments"),
        taken=N_("{payments} payments of {customers}, {amount}; they are no revenue, but come off what these owe"),
        line=N_("{payments} payments of {customers}, {amount}, {first} – {last}"),
        undone=N_n("Its {count} payment is taken out.", "Its {count} payments are taken out.", "payments"),
        figures=figures,
    ),
    columns=COLUMNS,
    turn=17,
    claims=is_payments,
    first=("date", *KEY_COLUMNS, "amount"),
    starred=("date", "amount"),
    needs=(
        need_customer("no_customer_column", NO_CUSTOMER_COLUMN),
        Need(
            "no_payment_day_column",
            N_("No column with the day on which the money came was found. Say which column it is. The file has: {headers}."),
            (("date",),),
        ),
        Need(
            "no_payment_column",
            N_("No column with what was paid was found. Say which column it is. The file has: {headers}."), (("amount",),),
        ),
    ),
    lines="stage/payment_lines",
    examine=examine_payments,
    odd={"same_payments": N_(
        "{count} rows say the same payment as a row above them; each counts. If one was written twice, take it out of the file."
    )},
    rejects="stage/payment_rejects",
    reasons=DAYS | {
        "payment": (N_("This is not an amount"), "amount"),
        "due": (N_("This is not a day"), DUE.name),
    },
    skipped={"not_paid": N_("rows without a payment")},
    land=land_by("land/payments"),
    tables=("payments",),
    counts=("payments", "customers"),
    counted="payments",
    last=True,
    has_amount=True,
)
