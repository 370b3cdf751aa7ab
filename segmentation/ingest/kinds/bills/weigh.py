"""A file of bills weighed: what its statuses mean, its sums and days, and what of it the store has already."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from segmentation.ingest.day_begins import is_day_decided
from segmentation.ingest.day_limits import DayLimits
from segmentation.ingest.examination import Examination, Future, Overlap
from segmentation.ingest.kinds.bills.below import marks_below
from segmentation.ingest.kinds.bills.columns import CURRENCIES
from segmentation.ingest.kinds.bills.fen import KNOWN, MAY_BE
from segmentation.ingest.kinds.bills.kept import tell_secrets
from segmentation.ingest.kinds.bills.lines import BillStage, stage_bills
from segmentation.ingest.kinds.bills.meanings import take_meanings
from segmentation.ingest.kinds.bills.mended import find_mended, leave_out_mended, order_of_mended
from segmentation.ingest.kinds.bills.missing import TOP_UPS, find_missing
from segmentation.ingest.kinds.bills.promotions import find_promotion
from segmentation.ingest.kinds.bills.tills import find_till, tell_till
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.meaning import ASK, EXPENSE, REFUND, SALE, TOP_UP, UNPAID, VOID
from segmentation.ingest.questions import LATEST_HOUR, NIGHT_HOUR, Question
from segmentation.ingest.stage import Desk, count, notice_doubles, set_stage
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import CENT, read_number
from segmentation.warehouse import Cursor, Warehouse, fetch, run

STORE_CURRENCY = "CNY"
FOREIGN = re.compile(
    r"USD|US\$|EUR|€|HKD|HK\$|GBP|£|JPY|SGD|AUD|CAD|TWD|MOP|美元|美金|欧元|港币|港元|日元|英镑|澳门币", re.IGNORECASE
)
CURRENCY_WORDS = re.compile(rf"{FOREIGN.pattern}|人民币|RMB|CNY|[\s()（）/_-]", re.IGNORECASE)
SIDES = re.compile(r"\s*[-¥￥$]?\s*[\d,]+(\.\d*)?\s*(CR|DR)\.?\s*", re.IGNORECASE)  # of an amount
SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+\d+")
ENOUGH_NUMBERS = 5  # that the store knows, before they tell whether numbers start again
ENOUGH_LINES = 5  # before a last line that comes to what the others do is no coincidence
FEW_CUSTOMERS, MANY_LINES = 5, 20
BEFORE_DISCOUNT = {"ordervalue", "订单原价", "原价", "折前金额", "优惠前金额"}  # headers, folded
LEFT_OUT = {
    TOP_UP: "top_up", EXPENSE: "skip:expense", VOID: "skip:void", UNPAID: "skip:unpaid", ASK: "skip:ask",
    "currency": "skip:currency", "part": "skip:part",
}
LARGEST = {"amount": 10**14, "cost": 10**14, "tables": 10**8, "covers": 10**8}  # sums of a file that the warehouse can hold


def examine_bills(found: Examination, desk: Desk) -> None:
    """Stage and judge a file of bills, and compare it with the bills of its store."""
    warehouse, cursor, control = desk.warehouse, desk.cursor, desk.control
    _check_shape(found)
    found.mends = find_mended(warehouse, found)
    date_order = found.choices.date_order or order_of_mended(warehouse, found)
    told = tuple(found.notices)
    stage = stage_bills(found, desk, date_order)
    if below := marks_below(found, cursor):
        found.mark_columns = tuple(sorted((*found.mark_columns, *below), key=lambda column: column.place))
        found.notices[:] = told
        stage = stage_bills(found, desk, date_order)
    if (till := find_till(found, cursor)) is not None:
        found.mapping["till"] = till
        found.notices[:] = told
        stage = stage_bills(found, desk, date_order)
    set_stage(found, stage)
    tell_till(found)
    control.step(N_("Understanding the rows"), 0.55)
    _ask_year(found, stage)
    take_meanings(found, stage)
    _ask_unit(found, stage)
    _weigh_doubles(found, stage)
    _find_originals(found, stage)
    _weigh_repeats(found, stage)
    _weigh_repeated_refunds(found, stage)
    _weigh_refunds(found, stage)
    _weigh_discounts(found, stage)
    _ask_currency(found, stage)
    tell_secrets(found)
    mended_before = 0 if found.mends is None else leave_out_mended(warehouse, found)
    summary = _leave_out_sum(stage, _weigh_on_account(found, stage, stage.summarise()))
    count(found, summary)
    _account(found, stage, summary)
    if stage.left_out:
        found.lines += stage.left_out
        found.skipped["other_table"] = stage.left_out
    for reason, lines in stage.out.items():
        found.lines += lines
        found.skipped[reason] = lines
    if mended_before:
        found.lines += mended_before
        found.skipped["mended"] = mended_before
    if found.open_orders:
        return
    stage.make_bills(whole=found.mends is not None)
    _check_sums(found, stage)
    _propose_day(warehouse, found, next((row for row in summary if row["verdict"] == "ok"), {}))
    run(cursor, "stage/make_who", **stage.values)
    _find_future(found, desk.limits)
    if found.mends is not None:
        found.notices.append(
            Notice(
                "mends_batch",
                N_("These are mended rows of import {batch}: they are added to its bills."),
                found.accepted,
                {"batch": found.mends},
            )
        )
    control.step(N_("Comparing with what is there"), 0.7)
    _compare(warehouse, found, cursor)
    notice_doubles(found, cursor)
    _tell_largest(found, stage)
    _tell_shortened(found)
    names_nobody = found.counts["walk_in_bills"] == found.counts["bills"] and "original_no" not in found.mapping
    if found.counts["bills"] and names_nobody and not found.choices.walk_ins_only:
        text = N_("No bill of this file names a customer: all {count} are walk-ins.")
        found.notices.append(Notice("only_walk_ins", text, found.counts["bills"]))


def _leave_out_sum(stage: BillStage, summary: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave the last line out as a total where it comes to exactly what all others do, whatever it is called."""
    accepted = next((row for row in summary if row["verdict"] == "ok"), None)
    if accepted is None or accepted["lines"] < ENOUGH_LINES or accepted["largest"] * 2 != accepted["amount"]:
        return summary
    last = stage.rows("stage/last_line")[0]
    if last["amount"] != accepted["largest"]:
        return summary
    stage.values["sum_line"] = last["line_no"]
    return stage.summarise()


def _tell_largest(found: Examination, stage: BillStage) -> None:
    """Tell of a customer who stands on so many lines that he may be no customer: a word for walk-ins, or the totals of days."""
    largest = stage.rows("stage/largest_customer")[0]
    few = largest["customers"] < FEW_CUSTOMERS or largest["all_lines"] < MANY_LINES
    if few or largest["lines"] * 5 < largest["all_lines"] * 2:
        return
    text = N_(
        "“{name}” stands on {count} of the {rows} rows that name a customer. If it is no customer but a word for walk-ins, add "
        "it to their names under Settings and import the file again."
    )
    values = {"name": largest["name"], "rows": largest["all_lines"]}
    found.notices.append(Notice("largest_customer", text, largest["lines"], values))


def _tell_shortened(found: Examination) -> None:
    """Tell of columns that serve for nothing since a spreadsheet shortened their numbers."""
    for place, header in enumerate(found.names):
        cells = [row[place] for row in found.readable.sample if place < len(row) and row[place].strip()]
        shortened = sum(bool(SHORTENED.fullmatch(cell.strip())) for cell in cells)
        if place not in found.mapping.values() and shortened * 2 > len(cells):
            text = N_(
                "The numbers in the column “{header}” were shortened by a spreadsheet (such as 1.38E+10) and serve for nothing. "
                "Export the column as text."
            )
            found.notices.append(Notice("shortened_column", text, shortened, {"header": header}))


def _check_sums(found: Examination, stage: BillStage) -> None:
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


def _find_future(found: Examination, limits: DayLimits) -> None:
    """Note the bills that are dated more than a day ahead, and tell of them where a person keeps them."""
    if found.last_date is None or found.last_date <= limits.latest:
        return
    ahead = Future(limits.today, **found.stage.rows("stage/future_bills")[0])
    found.future = ahead
    if found.choices.future_bills == "keep":
        text = N_("{count} bills ({amount}) are dated in the future, up to {last}; they are taken as they are.")
        values = {"amount": f"¥{ahead.amount:,.2f}", "last": ahead.last_day.isoformat()}
        found.notices.append(Notice("future_bills", text, ahead.bills, values))


def _account(found: Examination, stage: BillStage, summary: Sequence[Mapping[str, Any]]) -> None:
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
    if "top_up" in rows:
        found.counts["top_ups"] = rows["top_up"]["lines"]
        found.accepted += rows["top_up"]["lines"]
        text = N_("{count} rows are top-ups ({amount}): kept as stored value, not counted as revenue.")
        found.notices.append(Notice("top_ups", text, found.counts["top_ups"], {"amount": _yuan(rows["top_up"]["amount"])}))
    if stage.carried:
        text = N_(
            "{count} rows leave cells blank that the row above has (merged cells, further lines of a bill); they were "
            "filled down."
        )
        found.notices.append(Notice("filled_down", text, stage.carried))
    if stage.together:
        text = N_(
            "{count} rows without a bill number were put to the row above with the same time, customer and table: they are one "
            "bill with it."
        )
        found.notices.append(Notice("one_moment", text, stage.together))
    if stage.ranges:
        text = N_("{count} rows of “{header}” say two days (from … to …); the first was taken for the day of the bill.")
        found.notices.append(Notice("first_of_range", text, stage.ranges, {"header": found.mapped_headers()["date"]}))
    seconds = sum(row["second_dates"] for row in summary)
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
        values = {"amount": _yuan(off), "header": found.mapped_headers()["discount"]}
        found.notices.append(Notice("discounts_taken_off", text, 1, values))
    if taken_off and "refund" in found.mapping:
        text = N_("{amount} of refunds were taken off the amounts (column “{header}”).")
        values = {"amount": _yuan(taken_off), "header": found.mapped_headers()["refund"]}
        found.notices.append(Notice("refunds_taken_off", text, 1, values))


def _tell_rounding(found: Examination, landed: Decimal) -> None:
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
        found.notices.append(Notice("rounded", text, 1, {"amount": _yuan(-rounding)}))


def _yuan(amount: Decimal) -> str:
    return f"{'−' if amount < 0 else ''}¥{abs(amount):,.2f}"


def _ask_year(found: Examination, stage: BillStage) -> None:
    """Ask for the year where dates say none."""
    if stage.days.no_year or found.choices.year is not None:
        found.questions.append(
            Question(
                "no_year",
                N_(
                    "{rows} dates say no year ({examples}). Say of which year the last of them is "
                    "(in the shell: --year {year})."
                ),
                {"rows": stage.days.no_year, "examples": ", ".join(stage.days.no_year_examples), "year": _this_year(found)},
                "year", (str(_this_year(found)), str(_this_year(found) - 1)),
                None if found.choices.year is None else str(found.choices.year),
            )
        )


def _this_year(found: Examination) -> int:
    return (found.today or date(2026, 1, 1)).year


def _weigh_doubles(found: Examination, stage: BillStage) -> None:
    """Tell of rows that repeat another in every cell; ask where whole bills or days are made of them: two exports in one file."""
    told = stage.find_doubles()
    if not told["copies"]:
        return
    amount, chosen = told["amount"], found.choices.doubles
    if told["bills"] or told["days"] or chosen is not None:
        found.questions.append(
            Question(
                "double_rows",
                N_(
                    "{count} rows ({amount}) repeat another in every cell; {bills} bills and {days} days are made of such rows "
                    "alone, as where an export is put together twice. Count each row once, or all of them? "
                    "(in the shell: --double-rows=once or --double-rows=twice)"
                ),
                {"count": told["copies"], "amount": amount.quantize(CENT), "bills": told["bills"], "days": told["days"]},
                "doubles", ("once", "twice"), chosen, amount.quantize(CENT),
            )
        )
    if chosen == "once":
        stage.leave_out_doubles()
        found.money["double"] = amount
        stage.out["double"] = told["copies"]
    elif chosen is not None or not (told["bills"] or told["days"]):
        text = N_("{count} rows repeat another in every cell ({amount}); all of them are counted.")
        found.notices.append(Notice("double_rows", text, told["copies"], {"amount": _yuan(amount.quantize(CENT))}))


def _find_originals(found: Examination, stage: BillStage) -> None:
    """Give the refunds of a list to the customers of their bills, and tell of those whose bill the store does not have."""
    if "original_no" not in found.mapping:
        return
    strangers, amount = stage.give_to_originals(found.store_id or 0)
    if not strangers:
        return
    chosen = found.choices.refunds
    found.questions.append(
        Question(
            "refunds_of_nobody",
            N_(
                "{count} refunds of the list ({amount}) name a bill that this store does not have. Import the sales first, then "
                "this list. If the sales lie before what was imported, take the refunds off all the same (in the shell: "
                "--refunds=gross); if they were left out because they were refunded, leave the refunds out as well "
                "(--refunds=net)."
            ),
            {"count": strangers, "amount": abs(amount).quantize(CENT)}, "refunds", ("net", "gross"), chosen,
            abs(amount).quantize(CENT),
        )
    )
    if chosen == "net":
        stage.leave_out_strangers()
        found.money["unsold"] = amount
        stage.out["unsold"] = strangers


def _weigh_repeats(found: Examination, stage: BillStage) -> None:
    """Where every line of a bill carries the same amount, find out whether it is the bill's or the line's own; ask in doubt."""
    if "amount" not in found.mapping or not stage.several or found.readable.joined:  # which shares a total among its lines
        return
    if any(question.code == "double_rows" and question.answer != "once" for question in found.questions):
        return  # one row of a bill that stands twice says nothing of totals
    told = stage.rows("stage/repeated_amounts")[0]
    if (told["constant"] < 2 and not told["whole"]) or told["constant"] * 10 < told["several"] * 9:
        return
    chosen = found.choices.amounts
    whole = chosen == "bill"
    if chosen is None:
        if told["own"] * 2 > told["constant"] and told["whole"] * 2 <= told["constant"]:
            return
        whole = told["whole"] * 2 > told["constant"]
    if chosen is not None or not whole:
        found.questions.append(
            Question(
                "amounts_repeat",
                N_(
                    "On {count} bills of several rows each row carries the same amount. Is it the total of the bill, repeated, "
                    "or what the row itself costs? (in the shell: --amounts=bill or --amounts=line)"
                ),
                {"count": told["constant"]}, "amounts", ("bill", "line"), chosen,
            )
        )
    if whole or chosen is None:
        found.money["repeated"] = stage.count_once_a_bill()
        text = N_("The total of a bill stands on each of its rows ({count} bills); it was counted once.")
        found.notices.append(Notice("total_repeated", text, told["constant"]))


def _weigh_repeated_refunds(found: Examination, stage: BillStage) -> None:
    """Where every line of a bill repeats the refund of the whole order, take it off once, and tell."""
    if "refund" not in found.mapping or not stage.several or found.readable.joined:
        return
    told = stage.rows("stage/repeated_refunds")[0]
    of_order = re.search(r"order|total|订单|整单|总", found.mapped_headers()["refund"], re.IGNORECASE)
    if told["constant"] and told["constant"] == told["several"] and (of_order or told["constant"] > 1):
        stage.count_refunds_once()
        text = N_("The refund of a bill stands on each of its rows ({count} bills); it was taken off once.")
        found.notices.append(Notice("refund_repeated", text, told["constant"]))


def _weigh_refunds(found: Examination, stage: BillStage) -> None:
    """Find out whether the amount is before or after the refunds beside it; ask where rows tell both ways."""
    if not stage.values["nets_refunds"]:
        return
    told = stage.rows("stage/refunds_beside")[0]
    if not told["refunded"] or (not (told["less"] or told["what_is_left"]) and found.choices.refunds is None):
        return
    sure = told["what_is_left"] * 5 >= told["refunded"] * 4 or told["less"] * 2 > told["refunded"]
    chosen = found.choices.refunds or ("net" if sure else None)
    if found.choices.refunds is not None or not sure:
        found.questions.append(
            Question(
                "refunds_net",
                N_(
                    "“{refund}” stands beside “{amount}” on {count} rows, and on {less} it is the larger. Are the refunds taken "
                    "off the amount already? (in the shell: --refunds=net if they are, --refunds=gross if not)"
                ),
                {
                    "refund": found.mapped_headers()["refund"], "amount": found.mapped_headers().get("amount", ""),
                    "count": told["refunded"], "less": told["less"],
                },
                "refunds", ("net", "gross"), found.choices.refunds,
            )
        )
    if chosen != "gross":
        stage.values["nets_refunds"] = False
        text = N_("“{header}” is taken off the amounts of the file already; it was not taken off again.")
        found.notices.append(Notice("refunds_net", text, told["refunded"], {"header": found.mapped_headers()["refund"]}))


def _ask_unit(found: Examination, stage: BillStage) -> None:
    """Ask whether a payment firm's amounts are in yuan or in fen; tell of what is known to be in fen."""
    if stage.fen is None:
        return
    header, chosen = found.mapped_headers()["amount"], found.choices.unit
    if stage.fen == MAY_BE or chosen is not None:
        found.questions.append(
            Question(
                "unit_open",
                N_(
                    "“{header}” holds whole numbers only, such as {example}, as payment firms write fen. Are the amounts in fen "
                    "or in yuan? (in the shell: --unit=fen or --unit=yuan)"
                ),
                {"header": header, "example": stage.example}, "unit", ("fen", "yuan"), chosen,
            )
        )
    if chosen == "fen" or (stage.fen == KNOWN and chosen is None):
        text = N_("The amounts of this file are in fen (column “{header}”); they were divided by 100.")
        found.notices.append(Notice("in_fen", text, 1, {"header": header}))


def _weigh_discounts(found: Examination, stage: BillStage) -> None:
    """Take discounts off where the amount is known to stand before them: by its header, or as quantity × price to the cent."""
    mapping = found.mapping
    if not {"amount", "discount"} <= mapping.keys():
        return
    names = [name for name in ("amount", "discount", "quantity", "unit_price", "bill_no") if name in mapping]
    rows = [dict(zip(names, (row[mapping[name]] for name in names), strict=True)) for row in found.readable.sample]
    numbers = [{name: read_number(row[name]) or Decimal(0) for name in names if name != "bill_no"} for row in rows]
    told = [row for row in numbers if row["discount"]]
    folded, cells = fold_table(found.names, found.readable.sample)
    before = (
        fold_header(found.mapped_headers()["amount"]) in BEFORE_DISCOUNT
        or find_promotion(mapping, folded, cells) == mapping["discount"]
    )
    if not before:
        if not {"quantity", "unit_price"} <= mapping.keys() or not told:
            return
        priced = [row for row in told if row["amount"] == row["quantity"] * row["unit_price"] > abs(row["discount"])]
        before = len(priced) == len(told)
    if not before:
        return
    bills: dict[str, list[Decimal]] = {}
    for row, of in zip(rows, numbers, strict=True):
        bills.setdefault(row.get("bill_no", ""), []).append(of["discount"])
    several = [discounts for number, discounts in bills.items() if number and len(discounts) > 1 and any(discounts)]
    stage.take_discounts_off(of_bill=bool(several) and all(len(set(discounts)) == 1 for discounts in several))


def _weigh_on_account(found: Examination, stage: BillStage, summary: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ask whether bills with nothing paid though they came to something (挂账) count as due; return the summary after that."""
    if not any(row["verdict"] == "ok" and row["on_account_lines"] for row in summary):
        return summary
    bills, due, owed = stage.find_on_account()
    if not bills:
        return summary
    chosen = found.choices.on_account
    headers = found.mapped_headers()
    found.questions.append(
        Question(
            "on_account",
            N_(
                "{count} bills have nothing under “{amount}” though {due} stands under “{gross}”. Are they on account (挂账) and "
                "count with what is due, or were they free? (in the shell: --on-account=due or --on-account=paid)"
            ),
            {"count": bills, "due": due.quantize(CENT), "amount": headers.get("amount", ""), "gross": headers.get("gross", "")},
            "on_account", ("due", "paid") if owed * 2 >= due else ("paid", "due"), chosen, due.quantize(CENT),
        )
    )
    if chosen != "due":
        return summary
    stage.count_due()
    found.money["due"] = -due
    return stage.summarise()


def _ask_currency(found: Examination, stage: BillStage) -> None:
    """Ask where a file carries another currency than the store's, or several: they are never added up."""
    if "currency" not in found.mapping and not stage.has_signs:
        _ask_currency_of_header(found)
        return
    rows = stage.rows("stage/currencies")
    known = {row["currency"]: _currency(row["currency"]) for row in rows}
    if not stage.several and any(row["amount"] for row in rows if not row["currency"]):
        known[""] = STORE_CURRENCY  # what says nothing is the store's; on further lines of a bill it is the bill's
    codes = sorted({code for code in known.values() if code}, key=lambda code: (code != STORE_CURRENCY, code))
    if not codes or codes == [STORE_CURRENCY]:
        return
    chosen = found.choices.currency
    if chosen is not None and _currency(chosen) not in codes:
        message = N_("No row of the file is in {currency}. It has: {known}.")
        raise InputError("unknown_currency", message, currency=chosen, known=", ".join(codes))
    sums = {code: sum((row["amount"] or 0 for row in rows if known[row["currency"]] == code), Decimal(0)) for code in codes}
    found.questions.append(
        Question(
            "several_currencies" if len(codes) > 1 else "other_currency",
            N_(
                "The file carries amounts in {known}, which cannot be added up as ¥. Say which currency is to be imported; rows "
                "in others stay out (in the shell: --currency {first})."
            ),
            {"known": ", ".join(f"{code} {total:,.2f}" for code, total in sums.items()), "first": codes[0]},
            "currency", tuple(codes), chosen and _currency(chosen),
        )
    )
    if chosen is not None:
        stage.values["other_currencies"] = [text for text, code in known.items() if code and code != _currency(chosen)]


def _ask_currency_of_header(found: Examination) -> None:
    """Ask where the header of the amounts names another currency than the store's, Total (USD), or a column beside them does."""
    header = found.mapped_headers().get("amount", "")
    named = FOREIGN.search(header)
    beside = _foreign_beside(found, header) if named is None else {}
    if named is None and not beside:
        return
    code = _currency(named[0]) if named else STORE_CURRENCY
    chosen = found.choices.currency and _currency(found.choices.currency)
    if beside and chosen not in (None, STORE_CURRENCY):
        message = N_("The amounts in {currency} stand in a column of their own. Choose that column as the amount.")
        raise InputError("currency_of_another_column", message, currency=chosen)
    found.questions.append(
        Question(
            "several_currencies" if beside else "other_currency",
            N_(
                "The file carries amounts in {known}, which cannot be added up as ¥. Say which currency is to be imported; rows "
                "in others stay out (in the shell: --currency {first})."
            ),
            {"known": ", ".join([code, *(f"{other} (“{column}”)" for column, other in beside.items())]), "first": code},
            "currency", (code,), chosen if chosen == code else None,
        )
    )


def _foreign_beside(found: Examination, header: str) -> dict[str, str]:
    """Return the columns that hold the same money as ``header`` in another currency, where they hold any: 实收港币."""
    plain = CURRENCY_WORDS.sub("", header)
    beside = {}
    for place, name in enumerate(found.names):
        named = FOREIGN.search(name)
        is_same = named and CURRENCY_WORDS.sub("", name) == plain and place not in found.mapping.values()
        if is_same and any(read_number(row[place]) for row in found.readable.sample):
            beside[name] = _currency(named[0])
    return beside


def _check_shape(found: Examination) -> None:
    """Raise InputError for money in another unit than yuan, and for two tables side by side."""
    headers = found.mapped_headers()
    amount = found.names[found.mapping["amount"]] if "amount" in found.mapping else ""
    if unit := re.search(r"万元|[（(]\s*(分|fen|cents?)\s*[)）]|千元", amount, re.IGNORECASE):
        raise InputError(
            "other_unit",
            N_(
                "The column “{header}” is in {unit}, not in yuan. Export it in yuan, or change it in the file, and import it "
                "again."
            ),
            header=amount, unit=unit[0].strip("（）() "),
        )
    cells = [row[found.mapping["amount"]] for row in found.readable.sample] if amount else []
    if example := next(filter(SIDES.fullmatch, cells), None):
        raise InputError(
            "credit_or_debit",
            N_(
                "The amounts of “{header}” carry CR or DR ({example}), which does not say what came in: it depends on whose "
                "books they are. Export them with a sign (refunds below zero), or with credit and debit in a column of its own."
            ),
            header=amount, example=example.strip(),
        )
    if amount and f"{headers.get('date')}#2" in found.names and f"{amount}#2" in found.names:
        raise InputError(
            "tables_side_by_side",
            N_(
                "Two tables stand side by side: “{date}” and “{amount}” occur twice. Put them one below the other, or each "
                "into a file of its own."
            ),
            date=headers["date"], amount=amount,
        )


def _currency(text: str) -> str:
    """Return the code of a currency as files write it: 人民币, RMB, ¥ are CNY; "" for an empty cell."""
    plain = text.strip().upper()
    return CURRENCIES.get(plain, plain)


def _propose_day(warehouse: Warehouse, found: Examination, accepted: Mapping[str, Any]) -> None:
    """Propose that the day begins later, where many bills lie between midnight and six and nobody has decided for the store."""
    chosen = found.choices.day_begins
    if not accepted or (chosen is None and is_day_decided(warehouse, found)):
        return
    lines, amount, latest = (accepted[f"night_{name}"] for name in ("lines", "amount", "latest"))
    if lines < 2 or lines * 50 < accepted["clocked_lines"]:
        return
    hour = NIGHT_HOUR if latest.hour < NIGHT_HOUR else LATEST_HOUR
    found.questions.append(
        Question(
            "night_bills",
            N_(
                "{bills} bills ({amount}) lie between midnight and {latest}. Say at which hour the day of this house begins: "
                "they belong to the evening before (in the shell: --day-begins {hour}), or each to its own date "
                "(--day-begins 0)."
            ),
            {"bills": lines, "amount": amount, "latest": f"{latest:%H:%M}", "hour": hour}, "day_begins", (str(hour), "0"),
            None if chosen is None else str(chosen), amount,
        )
    )


def _compare(warehouse: Warehouse, found: Examination, cursor: Cursor) -> None:
    totals = fetch(cursor, "stage/bill_totals", **found.stage.values).to_pylist()[0]
    _tell_rounding(found, totals["amount"])
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
        known, same_day, of_others = run(cursor, "land/known_numbers", **values).fetchall()[0]
        if not restart and ((known >= ENOUGH_NUMBERS and same_day == 0) or _numbers_restarted(warehouse, found)):
            found.numbers_restart = True
        if not found.numbers_restart and found.mends is None and known >= ENOUGH_NUMBERS and of_others * 2 >= known:
            _ask_numbers(found, known, of_others, same_day)
        if found.choices.numbers_restart is not None:
            found.numbers_restart = found.choices.numbers_restart
        found.replaces = same_day if found.numbers_restart else known
        _find_overlap(found, cursor, values)
        find_missing(warehouse, found, cursor)
    elif found.choices.numbers_restart is not None:
        found.numbers_restart = found.choices.numbers_restart
    if found.numbers_restart and found.choices.numbers_restart is None and "original_no" not in found.mapping:
        found.notices.append(
            Notice(
                "bill_numbers_restart",
                N_("Bill numbers start again in this house: a bill is known by its number together with its day."),
                numbers[0],
            )
        )


def _ask_numbers(found: Examination, known: int, of_others: int, same_day: int) -> None:
    """Ask whether numbers that stand for other days and amounts in the store are those of other bills: another till, say."""
    found.numbers_restart = True  # until a person says that they are corrections: nothing is replaced unasked
    chosen = found.choices.numbers_restart
    found.questions.append(
        Question(
            "numbers_of_others",
            N_(
                "{known} bill numbers of the file are in the store already, {others} of them on another day and with another "
                "amount. Are they other bills, whose numbers start again (another till, another month), or corrections that "
                "replace the bills of these numbers? As other bills, only the {same} of the same day replace those there. "
                "(in the shell: --numbers-restart yes or --numbers-restart no)"
            ),
            {"known": known, "others": of_others, "same": same_day},
            "numbers_restart", ("yes", "no"), None if chosen is None else "yes" if chosen else "no",
        )
    )


def _numbers_restarted(warehouse: Warehouse, found: Examination) -> bool:
    """Whether an earlier file of the store showed that its bill numbers start again: a short one may not show it."""
    told = "select count(*) from batches where store_id = $store and kind = $kind and undone_at is null and numbers_restart"
    return warehouse.cursor().execute(told, {"store": found.store_id, "kind": found.kind}).fetchall()[0][0] > 0


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
