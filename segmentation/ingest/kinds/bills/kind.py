"""Bills: one row a bill, or a row a line of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from segmentation.ingest.examination import Choices, Examination
from segmentation.ingest.kind import ImportFigure, Kind, Need, Words, need_customer
from segmentation.ingest.kinds.bills.bookers import STAFF
from segmentation.ingest.kinds.bills.cards import CASH_WORDS, WAYS, is_of_cards, says_what_left
from segmentation.ingest.kinds.bills.columns import COLUMNS
from segmentation.ingest.kinds.bills.days import find_days
from segmentation.ingest.kinds.bills.details import keep_details, replay_details
from segmentation.ingest.kinds.bills.guess import complete_bills
from segmentation.ingest.kinds.bills.kept import land_kept
from segmentation.ingest.kinds.bills.lines import other_cells
from segmentation.ingest.kinds.bills.missing import BILLS, TOP_UPS, keep_whole_days
from segmentation.ingest.kinds.bills.on_account import ACCOUNT_METHOD, land_owed, owes_by_account
from segmentation.ingest.kinds.bills.payments import is_payment_flow, refuse_payments
from segmentation.ingest.kinds.bills.weigh import examine_bills
from segmentation.ingest.known_shapes import refuse_days
from segmentation.ingest.meaning import MarkColumn, find_mark_columns
from segmentation.ingest.reasons import DAYS, ODD_KEYS
from segmentation.ingest.stage import CELL_END
from segmentation.language.i18n import N_, N_n, format_count, format_day, format_money, format_money_short, translator
from segmentation.language.text import either_script
from segmentation.warehouse import Cursor, run

# a method of payment that takes from what the customer has stored with the house
CARD_WORDS = either_script(
    r"(?i)储值|会员卡|会员余额|卡余额|余额|预存|充值卡|卡扣|"
    "stored value|store credit|gift card|prepaid|account credit"
)


def marks_of_bills(
    names: Sequence[str], sample: Sequence[Sequence[str]], mapping: Mapping[str, int], choices: Choices
) -> tuple[MarkColumn, ...]:
    """Return the columns that say whether and how a line counts, those that a person speaks of included."""
    return find_mark_columns(names, sample, mapping, mapping.get("status"), spoken_of=tuple(choices.meanings))


def land_bills(cursor: Cursor, found: Examination, key: Mapping[str, Any]) -> None:
    """Write the bills, mark the older ones that they replace, and keep what they say of their customers."""
    has_products = "product" in found.mapping
    if found.mends is not None:
        run(cursor, "land/complete_bills", **{**found.stage.values, **key})
    if found.overlap and found.choices.on_overlap == "replace":
        run(cursor, "land/batch_days", **key, unnumbered_only="bill_no" in found.mapping)
    by_method = "payment_method" in found.mapping or found.stage.names_payments == WAYS
    # they are no bills, and so have no tables
    single_items = has_products and "bill_no" not in found.mapping and not found.stage.together
    uses_account = found.counts["top_ups"] and not owes_by_account(found)
    run(
        cursor, "land/bills", **key, tables_where_empty=0 if single_items else 1,
        by_method=by_method, by_stored=says_what_left(found), of_cards=found.counts["top_ups"] > 0 and is_of_cards(found),
        card_words=f"{CARD_WORDS}|{ACCOUNT_METHOD}" if uses_account else CARD_WORDS, cash_words=CASH_WORDS,
    )
    if found.counts["top_ups"] or found.stage.values.get("tops_beside"):
        run(cursor, "land/stored_value", **{**found.stage.values, **key})
    if found.skipped.get("repayment"):
        run(cursor, "land/repayments", **{**found.stage.values, **key})
    if has_products:
        lines = "land/own_lines" if found.stage.values["own_of_lines"] else "land/bill_lines"
        run(cursor, lines, **{**found.stage.values, **key, "cell_end": CELL_END})
    keep_whole_days(cursor, found, key)
    how = {"mends": found.mends, "numbers_restart": found.numbers_restart, "whole_for": found.whole_for, "voided": found.voided}
    replace_older(cursor, {**key, **how}, numbered="bill_no" in found.mapping)
    if found.stands_back:
        run(cursor, "land/leave_taken_back", **key)
    if found.mends is not None:
        run(cursor, "land/carry_lines", **{**found.stage.values, **key})
    land_kept(cursor, found, key)
    land_owed(cursor, found, key)
    keep_details(cursor, found, key)
    run(cursor, "land/profile_rows_from_bills", **key)
    if found.counts["top_ups"]:
        run(cursor, "land/profile_rows_from_top_ups", **{**found.stage.values, **key})
    run(cursor, "land/bill_names", **key)


def replace_older(cursor: Cursor, key: Mapping[str, Any], numbered: bool = True) -> None:
    """Mark the older bills that the batch replaces; also what an undo replays for each later batch.

    ``said_at`` is the hour at which days began when the batch was read, ``day_begins`` that by which bills are dated now;
    ``whole_for`` says of what the batch's whole days are whole, ``voided`` which bills it says are void.
    """
    key = {"day_begins": 0, "said_at": 0, "whole_for": (BILLS,), "voided": (), **key}
    if key["mends"] is not None:
        run(cursor, "land/replace_completed", **key)
        return
    if numbered:
        run(cursor, "land/replace_numbers_of_day" if key["numbers_restart"] else "land/replace_numbers", **key)
        run(cursor, "land/replace_top_ups", **key)
        if key["voided"]:
            run(cursor, "land/replace_voided", **{**key, "voided": list(key["voided"])})
        if BILLS in key["whole_for"]:
            run(cursor, "land/replace_missing", **key)
        if TOP_UPS in key["whole_for"]:
            run(cursor, "land/replace_missing_top_ups", **key)
    if BILLS in key["whole_for"] or TOP_UPS not in key["whole_for"]:  # a list of top-ups says nothing of bills
        run(cursor, "land/replace_days", **key)
    run(cursor, "land/replace_top_up_days", **key)


def replay_bills(cursor: Cursor, key: Mapping[str, Any]) -> None:
    """Let a batch replace older bills once more, after another one was taken back, and take over what it does not say itself."""
    replace_older(cursor, key)
    replay_details(cursor, key, key.get("kept_details", ()), key.get("headers", ()))


def figures(found: Examination, lang: str) -> list[ImportFigure]:
    """Return how many bills, customers, how much money and how many days a file holds."""
    _ = translator(lang)
    count = {name: format_count(found.counts[name], lang) for name in KIND.counts}
    days = (found.last_date - found.first_date).days + 1 if found.first_date else 0
    span = f"{format_day(found.first_date, lang)} – {format_day(found.last_date, lang)}"
    return [
        ImportFigure(_("Bills"), count["bills"], _("{count} from walk-ins").format(count=count["walk_in_bills"])),
        ImportFigure(_("Customers"), count["customers"], _("{count} new").format(count=count["new_customers"])),
        ImportFigure(_("Amount"), format_money_short(found.amount, lang), format_money(found.amount, lang)),
        ImportFigure(_("Days"), format_count(days, lang), span),
    ]


KIND = Kind(
    key="bills",
    label=N_("Bills"),
    words=Words(
        together=N_n(
            "{count} bill from {first} to {last}, {amount} in all",
            "{count} bills from {first} to {last}, {amount} in all", "bills",
        ),
        taken=N_("{bills}, {walk_ins} of them from walk-ins; {amount}; {customers}, {new} of them new"),
        line=N_("{bills}, {amount}, {first} – {last}; {customers}, {new_customers} of them new"),
        undone=N_n(
            "Its {count} bill ({amount}) is taken out, and customers who came with it alone go too.",
            "Its {count} bills ({amount}) are taken out, and customers who came with it alone go too.", "bills",
        ),
        figures=figures,
    ),
    columns=COLUMNS,
    turn=90,
    claims=lambda headers, sample: True,  # what nobody else claims
    complete=complete_bills,
    marks=marks_of_bills,
    first=("date", "amount", "customer_code", "phone", "name", "bill_no", "status", "manager"),
    starred=("date", "amount"),
    needs=(
        Need(
            "no_date_column",
            N_(
                "No column with the date of the bills was found. Say which column it is (in the shell: --map date=HEADER). "
                "The file has: {headers}."
            ),
            (("date",),),
        ),
        Need(
            "no_amount_column",
            N_(
                "No column with the amount was found (nor quantity and unit price). Say which column it is (in the shell: "
                "--map amount=HEADER). The file has: {headers}."
            ),
            (("amount",), ("quantity", "unit_price")),
        ),
        need_customer(
            "no_customer_column_in_bills",
            N_(
                "The bills name no customer: no column with a customer code, phone or name was found. Say which column it is, "
                "or say that these are walk-in bills only (in the shell: --walk-ins-only). The file has: {headers}."
            ),
            waived=lambda found: (
                found.choices.walk_ins_only or found.choices.bookers == STAFF or "original_no" in found.mapping
                or is_payment_flow(found.names)
            ),
        ),
    ),
    lines="stage/lines",
    cells=other_cells,
    sparse=True,
    examine=examine_bills,
    odd=ODD_KEYS | {
        "odd_tables": N_("The number of tables in {count} rows is not a number; 1 was taken."),
        "odd_covers": N_("The covers in {count} rows are not a number; they were left out."),
        "odd_costs": N_("The cost in {count} rows is not a number; it was left out."),
    },
    rejects="stage/rejects",
    reasons=DAYS | {
        "amount_missing": (N_("The amount is missing"), "amount"),
        "amount": (N_("This is not an amount"), "amount"),
        "quantity": (N_("This is not a quantity"), "quantity"),
        "unit_price": (N_("This is not a price"), "unit_price"),
    },
    skipped={
        "void": N_("void rows (cancelled, closed, failed, not arrived, refunded in full)"),
        "unpaid": N_("rows that are not paid"),
        "expense": N_("expenses"),
        "repayment": N_("payments on account, kept as such"),
        "part": N_("items and payments of bills that stand as a whole beside them"),
        "joined": N_("parts of joined bills that stand as a whole beside them"),
        "ask": N_("rows whose meaning is not known yet"),
        "currency": N_("rows in another currency"),
        "other_table": N_("rows of another table below, with a header of its own"),
        "mended": N_("rows that are there already"),
        "unsold": N_("refunds whose bill the store does not have"),
        "reversed": N_("reversals of void rows"),
        "netted": N_("refunds that are off their sale already"),
        "double": N_("rows that stand twice"),
        "paid": N_("payments for bills, whose charges count"),
        "moved": N_("rows that only move money from one card to another"),
        "transferred": N_("rows whose money is another bill’s too"),
        "payments": N_("payments of a payment firm’s flow, left out"),
    },
    refusal=refuse_payments,
    land=land_bills,
    replay=replay_bills,
    tables=(
        "bills", "bill_lines", "batch_days", "profile_rows", "stored_value", "payments", "whole_days", "unread_bills",
        "bill_headers", "bill_cells", "bill_names",
    ),
    counts=("bills", "walk_in_bills", "customers", "new_customers", "top_ups", "removed"),
    counted="bills",
    by_day=True,
    has_amount=True,
    from_several=True,
    refuse=lambda found: refuse_days(found.mapping, found.names, found.readable.sample),
    days=find_days,
)
