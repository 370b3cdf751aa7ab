"""The amount column accounted for by what its lines mean, and sums that cannot be true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.kinds.bills.rounding_off import name_discounts
from segmentation.ingest.meaning import ASK, EXPENSE, REFUND, REPAYMENT, SALE, TOP_UP, UNPAID, VOID
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.language.values import yuan

ENOUGH_LINES = 5  # before a last line that comes to what the others do is no coincidence
LEFT_OUT = {
    TOP_UP: "top_up", REPAYMENT: "skip:repayment", EXPENSE: "skip:expense", VOID: "skip:void", UNPAID: "skip:unpaid",
    ASK: "skip:ask",
    "currency": "skip:currency", "part": "skip:part",
}
LARGEST = {"amount": 10**14, "cost": 10**14, "tables": 10**8, "covers": 10**8}  # sums of a file that the warehouse can hold


def leave_out_sum(stage: BillStage, summary: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave the last line out as a total where it comes to exactly what all others do, whatever it is called."""
    accepted = next((row for row in summary if row["verdict"] == "ok"), None)
    if accepted is None or accepted["lines"] < ENOUGH_LINES or not accepted["largest"]:
        return summary  # where all come to nothing, so does the last
    if accepted["largest"] * 2 != accepted["amount"]:
        return summary
    last = stage.rows("stage/last_line")[0]
    if last["amount"] != accepted["largest"]:
        return summary
    stage.values["sum_line"] = last["line_no"]
    return stage.summarise()


def check_sums(found: Examination, stage: BillStage) -> None:
    """Raise InputError where the numbers of a file come to more than can be true, or than the warehouse can hold."""
    sums = stage.rows("stage/bill_sums")[0]
    for name, most in LARGEST.items():
        if (sums[name] or 0) >= most:
            raise InputError(
                "sums_too_large",
                N_(
                    "The numbers in the column “{header}” of {file} come to more than {most}, which cannot be. "
                    "Check whether it is the right column."
                ),
                header=found.mapped_headers().get(name, name), file=found.readable.file_name, most=f"{most:,}",
            )


def account(found: Examination, stage: BillStage, summary: Sequence[Mapping[str, Any]]) -> None:
    """Account for the amount column by what its lines mean, and tell of lines that were filled, moved or taken off."""
    rows = {row["verdict"]: row for row in summary}
    accepted = rows.get("ok", {})
    refunds = accepted.get("refunds") or Decimal(0)
    money = {SALE: (accepted.get("file_amount") or Decimal(0)) - refunds, REFUND: refunds}
    for name, verdict in LEFT_OUT.items():
        money[name] = rows[verdict]["file_amount"] or Decimal(0) if verdict in rows else Decimal(0)
    money["not_understood"] = sum(
        (row["file_amount"] or Decimal(0) for verdict, row in rows.items() if verdict.startswith("reject:")), Decimal(0)
    )
    found.money |= money
    if ahead := rows.get("reject:future"):
        found.ahead = (ahead["lines"], ahead["file_amount"] or Decimal(0))
    if "amount" not in found.mapping and {"quantity", "unit_price"} <= found.mapping.keys() and accepted.get("largest"):
        text = N_("The file has no column of amounts: each row counts with “{quantity}” × “{price}”.")
        headers = found.mapped_headers()
        values = {"quantity": headers["quantity"], "price": headers["unit_price"]}
        found.notices.append(Notice("amounts_of_prices", text, accepted["lines"], values))
    if accepted.get("largest") and not accepted["amount"]:
        text = N_(
            "All rows together come to nothing: those below zero take off what the others bring. If they are payments and no "
            "refunds, take them out of the file, or say what they mean."
        )
        found.notices.append(Notice("come_to_nothing", text, accepted["lines"]))
    if "top_up" in rows:
        found.counts["top_ups"] = rows["top_up"]["lines"]
        found.accepted += rows["top_up"]["lines"]
        text = N_("{count} rows are top-ups ({amount}): kept as stored value, not counted as revenue.")
        found.notices.append(Notice("top_ups", text, found.counts["top_ups"], {"amount": yuan(rows["top_up"]["amount"])}))
    if repaid := rows.get("skip:repayment"):
        text = N_("{count} rows ({amount}) pay what was owed before: they are no revenue, but come off what their customers owe.")
        found.notices.append(Notice("repayments", text, repaid["lines"], {"amount": yuan(repaid["amount"])}))
    if filled := stage.carried - stage.count_filled_parts("skip:part" in rows):
        text = N_(
            "{count} rows leave cells blank that the row above has (merged cells, further lines of a bill); they were "
            "filled down."
        )
        found.notices.append(Notice("filled_down", text, filled))
    if stage.together:
        text = N_(
            "{count} rows without a bill number were put to the row above with the same time, customer and table: they are one "
            "bill with it."
        )
        found.notices.append(Notice("one_moment", text, stage.together))
    if stage.ranges:
        text = N_("{count} rows of “{header}” say two days (from … to …); the first was taken for the day of the bill.")
        found.notices.append(Notice("first_of_range", text, stage.ranges, {"header": found.mapped_headers()["date"]}))
    seconds = accepted.get("second_dates")
    if seconds:
        text = N_("In {count} rows “{first}” is empty; “{second}” was taken for their day.")
        headers = found.mapped_headers()
        values = {"first": headers["date"], "second": headers["date_2"]}
        found.notices.append(Notice("second_date", text, seconds, values))
    taken_off = (accepted.get("file_amount") or Decimal(0)) - (accepted.get("amount") or Decimal(0))
    if stage.values["discount_off"]:
        off = accepted.get("discounts") or Decimal(0)
        taken_off -= off
        text = N_("The amounts of this file stand before discounts: {amount} were taken off (column “{header}”).")
        values = {"amount": yuan(off), "header": name_discounts(found)}
        found.notices.append(Notice("discounts_taken_off", text, 1, values))
    if taken_off and "refund" in found.mapping:
        text = N_("{amount} of refunds were taken off the amounts (column “{header}”).")
        values = {"amount": yuan(taken_off), "header": found.mapped_headers()["refund"]}
        found.notices.append(Notice("refunds_taken_off", text, 1, values))


def tell_rounding(found: Examination, landed: Decimal) -> None:
    """Tell what rounding each bill to the cent changes against the sum of the file's own amounts."""
    rounding = found.amount - landed
    found.money["rounding"] = rounding
    found.money[SALE] -= rounding
    found.amount = landed
    if rounding:
        text = N_(
            "The file has amounts with parts of a cent. Each bill is rounded once, which makes {amount} of difference to the "
            "file’s own sum."
        )
        found.notices.append(Notice("rounded", text, 1, {"amount": yuan(-rounding)}))
