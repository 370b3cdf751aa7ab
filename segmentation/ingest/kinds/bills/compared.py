"""A file of bills beside its store: what is new, what lies on days that are there, and numbers that start again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from segmentation.ingest.batches import batch_report
from segmentation.ingest.examination import Examination, Overlap
from segmentation.ingest.kinds.bills.account import tell_rounding
from segmentation.ingest.kinds.bills.details import tell_details
from segmentation.ingest.kinds.bills.missing import TOP_UPS, find_missing
from segmentation.ingest.kinds.bills.revived import ask_revived
from segmentation.ingest.kinds.bills.tills import ask_numbers_of_day
from segmentation.ingest.questions import OLDER, REPLACED, Question
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import yuan
from segmentation.warehouse import Cursor, Warehouse, fetch, run

FOLIOS = "folio_numbers"  # the notice that numbers stand on the days of one stay
ENOUGH_NUMBERS = 5  # that the store knows, before they tell whether numbers start again


def compare(warehouse: Warehouse, found: Examination, cursor: Cursor) -> None:
    """Count what the file brings beside its store, and find numbers that start again and days that are there."""
    totals = fetch(cursor, "stage/bill_totals", **found.stage.values).to_pylist()[0]
    tell_rounding(found, totals["amount"])
    found.counts.update({name: totals[name] for name in ("bills", "walk_in_bills", "customers")})
    found.counts["new_customers"] = totals["customers"]
    numbers = (totals["numbered_bills"], found.stage.about_numbers)
    restart = "original_no" in found.mapping  # one bill may be refunded in parts
    # an estimate that is off by a few per cent; only then is counting worth its time
    if not restart and numbers[0] > numbers[1] * 1.03:
        numbers = run(cursor, "land/repeated_numbers").fetchall()[0]
        restart = numbers[1] * 20 > numbers[0]  # more than 5 % of the numbers stand on several days
    found.numbers_restart = restart
    if found.store_id is not None:
        values = {"store": found.store_id, "walk_in": found.stage.values["walk_in"]}
        found.counts["new_customers"] = run(cursor, "land/new_customers", **values).fetchall()[0][0]
        if found.counts["new_customers"]:
            by_phone, by_email = run(cursor, "land/known_otherwise", **values).fetchall()[0]
            found.counts |= {"known_by_phone": by_phone, "known_by_email": by_email}
        known, same_day, of_others, of_day = run(cursor, "land/known_numbers", **values).fetchall()[0]
        if of_day >= ENOUGH_NUMBERS and of_day * 2 >= same_day and found.mends is None and "original_no" not in found.mapping:
            ask_numbers_of_day(found, of_day)
        if not restart and ((known >= ENOUGH_NUMBERS and same_day == 0) or _numbers_restarted(warehouse, found)):
            found.numbers_restart = True
        if known and not found.numbers_restart and found.mends is None:
            moved = fetch(cursor, "land/numbers_moved", store=found.store_id).to_pylist()[0]
            many = known >= ENOUGH_NUMBERS and of_others * 2 >= known
            asked = many or moved["moved"] or moved["are_all_outside"]
            if asked and not _are_rebooked(found, cursor):
                _ask_numbers(found, known, same_day, moved)
        if found.choices.numbers_restart is not None:
            found.numbers_restart = found.choices.numbers_restart
        found.replaces = same_day if found.numbers_restart else known
        if found.replaces and found.mends is None:
            _tell_changes(found, cursor)
            tell_details(warehouse, found, cursor)
            _tell_older(warehouse, found)
        _find_overlap(found, cursor, values)
        find_missing(warehouse, found, cursor)
        ask_revived(warehouse, found, cursor)
    elif found.choices.numbers_restart is not None:
        found.numbers_restart = found.choices.numbers_restart
    said = found.choices.numbers_restart is not None or any(notice.code == "rebooked" for notice in found.notices)
    if found.numbers_restart and not said and "original_no" not in found.mapping:
        text = N_("Bill numbers start again in this house: a bill is known by its number together with its day.")
        code, count = "bill_numbers_restart", numbers[0]
        if restart and numbers[2] == numbers[1]:
            text = N_(
                "{count} bill numbers stand on several days and always for the same customer, as folios of a hotel do: what was "
                "posted on one day is a bill of that day, known by its number together with its day."
            )
            code, count = FOLIOS, numbers[1]
        found.notices.append(Notice(code, text, count))


def _ask_numbers(found: Examination, known: int, same_day: int, moved: Mapping[str, Any]) -> None:
    """Ask whether numbers that stand for other days in the store are those of other bills: another till, another month."""
    found.numbers_restart = True  # until a person says that they are corrections: nothing is replaced unasked
    chosen = found.choices.numbers_restart
    found.questions.append(
        Question(
            "numbers_of_others",
            N_(
                "{known} bill numbers of the file are in the store already, {others} of them on another day: the store has "
                "{amount_there} under these ({first} to {last}), the file {amount_here} ({first_here} to {last_here}). Are they "
                "other bills, whose numbers start again (another till, another month), or corrections that replace the bills of "
                "these numbers? As other bills, only the {same} of the same day replace those there. "
                "(in the shell: --numbers-restart yes or --numbers-restart no)"
            ),
            {
                "known": known, "others": moved["others"], "same": same_day, "amount_there": moved["amount_there"],
                "first": moved["first_there"], "last": moved["last_there"], "amount_here": moved["amount_here"],
                "first_here": moved["first_here"], "last_here": moved["last_here"],
            },
            "numbers_restart", ("yes", "no"), None if chosen is None else "yes" if chosen else "no", moved["amount_there"],
        )
    )


def _are_rebooked(found: Examination, cursor: Cursor) -> bool:
    """Whether the file takes back each bill of an earlier day whose number it has, to the cent, as accountants do (冲销).

    What it books anew under the number then stands beside both; together they come to the corrected bill.
    """
    told = fetch(cursor, "land/numbers_rebooked", **found.stage.values, store=found.store_id).to_pylist()[0]
    if not told["numbers"] or told["rebooked"] < told["numbers"]:
        return False
    found.numbers_restart = True  # the bills of the earlier days stay
    text = N_(
        "{count} bills of earlier days ({amount}, such as {example}) are taken back under their number and booked anew: the old "
        "bills stay, and together with these rows they come to the corrected amount."
    )
    values = {"amount": yuan(told["amount_there"]), "example": told["example"]}
    found.notices.append(Notice("rebooked", text, told["rebooked"], values))
    return True


def _tell_changes(found: Examination, cursor: Cursor) -> None:
    """Tell which of the store's bills the file replaces under their numbers, with money and days before and after."""
    told = fetch(cursor, "land/bills_changed", store=found.store_id, numbers_restart=found.numbers_restart).to_pylist()[0]
    count, changed = int(told["bills"]), int(told["changed"])
    if not changed:
        text = N_(
            "{count} bills are in the store already with the same day, customer and amount; those of this file take their place."
        )
        found.notices.append(Notice(REPLACED, text, count))
        return
    before, after = (_span(told[f"first_{side}"], told[f"last_{side}"]) for side in ("there", "here"))
    text = N_(
        "{count} bills are in the store already and are replaced; {changed} of them change amount, day or customer: "
        "{amount_there} → {amount_here} ({days})."
    )
    values = {
        "changed": f"{changed:,}", "amount_there": f"¥{told['amount_there']:,.2f}", "amount_here": f"¥{told['amount_here']:,.2f}",
        "days": before if before == after else f"{before} → {after}",
    }
    found.notices.append(Notice(REPLACED, text, count, values))


def _tell_older(warehouse: Warehouse, found: Examination) -> None:
    """Tell where the very file came before and later ones replaced its bills: its older values would be put back."""
    told = (
        "select max(batch_id) from bills where store_id = $store and replaced_by > 0 and batch_id in (select batch_id "
        "from batches where store_id = $store and kind = $kind and sha256 = $sha and undone_at is null)"
    )
    values = {"store": found.store_id, "kind": found.kind, "sha": found.readable.sha256}
    [(batch,)] = warehouse.cursor().execute(told, values).fetchall()
    if batch is not None and found.already is None:
        text = N_("This very file is import {batch}, and a later import replaced bills of it: its older values are put back.")
        found.notices.append(Notice(OLDER, text, found.replaces, {"batch": batch}))


def _span(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"


def _numbers_restarted(warehouse: Warehouse, found: Examination) -> bool:
    """Whether an earlier file of the store showed that its bill numbers start again: a short one may not show it.

    The folios of a hotel, whose numbers stand on the days of one stay, say it of files with their columns only.
    """
    told = (
        "select batch_id from batches where store_id = $store and kind = $kind and undone_at is null and numbers_restart "
        "order by batch_id desc"
    )
    batches = warehouse.cursor().execute(told, {"store": found.store_id, "kind": found.kind}).fetchall()
    reports = (batch_report(warehouse, batch) for (batch,) in batches)
    return any(
        report["headers"] == list(found.names)
        or ("original_no" not in report["mapping"] and all(notice["code"] != FOLIOS for notice in report["warnings"]))
        for report in reports
    )


def _find_overlap(found: Examination, cursor: Cursor, values: Mapping[str, Any]) -> None:
    if found.mends is not None:
        return
    only_top_ups = not found.counts["bills"] and found.counts["top_ups"] > 0
    values = {**values, "unnumbered_only": "bill_no" in found.mapping, "top_ups_only": only_top_ups}
    if only_top_ups:
        run(cursor, "stage/make_unnumbered_top_ups", **found.stage.values)
        if found.choices.on_overlap == "replace":
            found.whole_for = (TOP_UPS,)
    else:
        cursor.execute("create or replace temp view unnumbered as select * from staged_bills where bill_no is null")
    run(cursor, "stage/make_covered_days", **values)
    there = fetch(cursor, "land/overlap", **values).to_pylist()[0]
    if there["days"]:
        found.overlap = Overlap(**there, of_top_ups=only_top_ups)
    bills_there, amount_there = run(cursor, "land/overlap_numbered", **values).fetchall()[0]
    if bills_there:
        found.notices.append(
            Notice(
                "days_hold_unnumbered_bills",
                N_(
                    "On the days of this file {count} bills without a number ({amount}) stand already, from an earlier file. "
                    "They stay; undo that file if these are the same bills."
                ),
                bills_there,
                {"amount": f"¥{amount_there:,.2f}"},
            )
        )
