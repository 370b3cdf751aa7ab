"""What an amount is: a bill's or a line's, before or after discounts, refunds and what is owed, in yuan or fen, once or twice."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.fen import KNOWN, MAY_BE
from segmentation.ingest.kinds.bills.identities import dishes_are_off_before, refunds_are_off
from segmentation.ingest.kinds.bills.invoices import is_of_invoices, leave_out_reds
from segmentation.ingest.kinds.bills.kept import kept_columns, read_kept
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.kinds.bills.money_beside import money_places
from segmentation.ingest.kinds.bills.owed_beside import (
    BESIDE,
    OwedBeside,
    count_repayments,
    find_owed_beside,
    keep_owed_beside,
)
from segmentation.ingest.kinds.bills.payers import BEFORE, OFF, tell_by_payers
from segmentation.ingest.kinds.bills.promotions import find_promotion
from segmentation.ingest.kinds.bills.rates import is_tenths
from segmentation.ingest.kinds.bills.rounding_off import (
    find_discounts,
    find_rounding,
    is_of_item,
    name_discounts,
    says_rounding,
    stands_before,
)
from segmentation.ingest.kinds.bills.summed import says_charge
from segmentation.ingest.kinds.bills.what_is_left import find_let_off
from segmentation.ingest.kinds.bills.whole import says_paid_so_far
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.meaning import VOID
from segmentation.ingest.questions import Question
from segmentation.ingest.stage import CELL_END
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import CENT, read_number, yuan
from segmentation.warehouse import fetch

BEFORE_DISCOUNT = {"ordervalue", "订单原价", "原价", "折前金额", "优惠前金额"}  # headers, folded
# of a column that says itself that it is the whole bill's
_OF_BILL = re.compile(
    r"^(order|bill|receipt|invoice|check)(grand)?total(amount)?$|^grandtotal$|^(整单|整桌|本单)(金额|实[付收]|合计|总)"
)
# or may well be
_OF_ORDER = re.compile(
    r"^(订单|账单|预[订定]单?)(总|应[收付]|实[收付])?(金额|总?额|合计|总?价)|^(booking|reservation|stay|folio)(total|amount|value)"
)
_MAY_BE_BEFORE = re.compile(
    r"^(菜金|菜品金额|消费(金额|合计|总额|总计|额)?|应收(总?金额|合计|总[额计]|款项?|费用|额)?|(合计|总计?|共计|账单|订单|本单|费用)应收(总?金额|合计|款|额)?|"
    r"费用(合计|总[额计])|总费用|总?价|金额|标价|定价)$|原价|菜单价|menu|list|gross|regular|^price$"
)


def weigh_doubles(found: Examination, stage: BillStage) -> None:
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
        found.notices.append(Notice("double_rows", text, told["copies"], {"amount": yuan(amount.quantize(CENT))}))


def find_originals(found: Examination, stage: BillStage) -> None:
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


def weigh_repeats(found: Examination, stage: BillStage) -> None:
    """Where every line of a bill carries the same amount, find out whether it is the bill's or the line's own; ask in doubt."""
    if "amount" not in found.mapping or not stage.several or found.readable.joined:  # which shares a total among its lines
        return
    if any(question.code == "double_rows" and question.answer != "once" for question in found.questions):
        return  # one row of a bill that stands twice says nothing of totals
    told = stage.rows("stage/repeated_amounts")[0]
    if not told["constant"] and not told["repeated"]:
        return
    header = fold_header(found.mapped_headers()["amount"])
    of_bill = _OF_BILL.search(header) and told["constant"] == told["several"]
    of_order = bool(_OF_ORDER.search(header))
    alone = told["constant"] < 2 and not (told["rooms"] or (of_order and told["constant"]))  # one bill may be a coincidence
    if told["constant"] * 10 < told["several"] * 9:
        return
    shown = _lines_add_up(found, stage)
    if alone and not told["whole"] and not of_bill and shown is False:
        return
    chosen = found.choices.amounts
    whole = chosen == "bill"
    if chosen is None:
        if not of_bill and told["own"] * 2 > told["constant"] and told["whole"] * 2 <= told["constant"]:
            return
        whole = bool(of_bill) or told["whole"] * 2 > told["constant"] or shown is True
    if chosen is not None or not whole:
        found.questions.append(
            Question(
                "amounts_repeat",
                N_(
                    "On {count} bills of several rows each row carries the same amount; {money} hang on it. Is it the total of "
                    "the bill, repeated, or what the row itself costs? (in the shell: --amounts=bill or --amounts=line)"
                ),
                {"count": told["constant"], "money": told["repeated"].quantize(CENT)}, "amounts",
                ("line", "bill") if told["rooms"] and not of_order else ("bill", "line"), chosen,
                told["repeated"].quantize(CENT),
            )
        )
    if whole or chosen is None:
        found.money["repeated"] = stage.count_once_a_bill()
        text = N_("The total of a bill stands on each of its rows ({count} bills); it was counted once.")
        found.notices.append(Notice("total_repeated", text, told["constant"]))


def _lines_add_up(found: Examination, stage: BillStage) -> bool | None:
    """Whether the rows of every such bill have a price of their own that adds up to the amount, or to another total they repeat.

    Of the amount a column that the rows repeat may be on top, such as the tax of the whole bill. One bill may be a coincidence,
    and so may be rows that cost the same: None where one bill shows it, and no bills of one row beside it say the same.
    """
    places = money_places(found)
    bills = fetch(stage.cursor, "stage/repeated_totals", **stage.values, places=places, cell_end=CELL_END).to_pylist()
    columns = [[list(column) for column in zip(*bill["rows_of"], strict=True)] for bill in bills]  # by bill and column, its rows
    shown: bool | None = False
    for line in range(len(columns[0]) if columns else 0):
        own = [bill[line] for bill in columns]
        if any(None in prices for prices in own) or all(len({*prices}) == 1 for prices in own):
            continue
        sums = [sum(prices) for prices in own]
        others = {place: [bill[place] for bill in columns] for place in range(len(columns[0])) if place != line}
        totals = [[[bill["amount"]] for bill in bills], *others.values()]
        if len(bills) > 1 and any(all({*said} == {total} for said, total in zip(each, sums, strict=True)) for each in totals):
            return True
        rests = [bill["amount"] - total for bill, total in zip(bills, sums, strict=True)]
        repeats = {place: [{*told} for told in each] for place, each in others.items()}
        on_top = [place for place, each in repeats.items() if each == [{rest} for rest in rests]]
        for parts in ([] if any(rests) else [()], *([(place,)] for place in on_top if all(rests))):
            if parts and (len(bills) > 1 or _holds_on_single_rows(found, places, line, parts[0])):
                return True
            shown = None if parts else shown
    return shown


_BESIDE_PLACES = 2  # of stage/repeated_totals: the amount before discounts, and quantity × price


def _holds_on_single_rows(found: Examination, places: list[int], line: int, parts: tuple[int, ...]) -> bool:
    """Whether, on all bills of one row among those looked at, two at least, the amount is its own price with the parts on top."""
    mapping, kept = found.mapping, list(kept_columns(found).values())

    def read(row: tuple[str, ...], place: int) -> Decimal | None:
        return read_number(row[place]) if place < len(row) else None

    def told(row: tuple[str, ...], number: int) -> Decimal | None:
        if number >= _BESIDE_PLACES:
            return read(row, kept[places[number - _BESIDE_PLACES] - 1])
        if number == 0:
            return read(row, mapping["gross"]) if "gross" in mapping else None
        both = [read(row, mapping[name]) for name in ("quantity", "unit_price") if name in mapping]
        return both[0] * both[1] if len(both) == _BESIDE_PLACES and None not in both else None

    numbers = [row[mapping["bill_no"]] for row in found.readable.sample]
    single = [row for row, number in zip(found.readable.sample, numbers, strict=True) if numbers.count(number) == 1]
    pairs = [(read(row, mapping["amount"]), [told(row, number) for number in (line, *parts)]) for row in single]
    telling = [amount == sum(one or Decimal(0) for one in own) for amount, own in pairs if amount and own[0] is not None]
    return len(telling) > 1 and all(telling)


def weigh_refunds_of_rows(found: Examination, stage: BillStage) -> None:
    """Count a refund once that stands beside its sale and on a row of its own, on that row's day; tell.

    Where the amount of the sale is less the refund already, by the amount before it, ask: the row takes it off once more.
    """
    if not {"refund", "bill_no"} <= found.mapping.keys() or "original_no" in found.mapping:
        return
    told = stage.find_refunds_of_rows()
    if not told["sales"]:
        return
    if told["net"] * 2 > told["sales"]:
        amount = told["refunded"].quantize(CENT)
        headers = found.mapped_headers()
        found.questions.append(
            Question(
                "refunds_twice",
                N_(
                    "{count} refunds ({amount}) are off “{header}” already, for it is “{gross}” less “{refund}”, and stand on "
                    "rows of their own as well. Leave these rows out, or take them off once more? "
                    "(in the shell: --refunds=net or --refunds=gross)"
                ),
                {
                    "count": told["sales"], "amount": amount, "header": headers["amount"], "gross": headers["gross"],
                    "refund": headers["refund"],
                },
                "refunds", ("net", "gross"), found.choices.refunds, amount,
            )
        )
        if found.choices.refunds == "net":
            stage.out["netted"], found.money["netted"] = stage.leave_out_netted_rows()
        if found.choices.refunds == "gross":  # the amount stands, and the row goes off it
            stage.leave_refunds_to_rows()
        return
    stage.leave_refunds_to_rows()
    text = N_(
        "{count} refunds ({amount}) stand beside their sale and on a row of their own; they count once, on their own day."
    )
    found.notices.append(Notice("refunds_on_rows", text, told["sales"], {"amount": yuan(told["refunded"])}))


def leave_out_reversed(found: Examination, stage: BillStage) -> None:
    """Leave out the reversals of rows that are void already (已反结账 beside 反结账): their money would be off twice; tell."""
    if not any(mark.meaning == VOID for mark in found.marks) or "bill_no" not in found.mapping:
        return
    count, amount = stage.leave_out_reversed()
    if is_of_invoices(found):
        count, amount = leave_out_reds(stage)
    if count:
        stage.out["reversed"], found.money["reversed"] = count, amount
        text = N_("{count} rows ({amount}) take back rows that are void already; they do not count either.")
        found.notices.append(Notice("reversed_voids", text, count, {"amount": yuan(amount)}))


def weigh_refunds_below(found: Examination, stage: BillStage) -> None:
    """Count a refund once that its own row says twice: as an amount below zero, and beside it; tell."""
    if not {"refund", "amount"} <= found.mapping.keys():
        return
    count, refunded = stage.count_refunds_below_once()
    if count:
        text = N_(
            "{count} rows say their refund twice ({amount}): as an amount below zero, and under “{header}”; it counts once."
        )
        values = {"amount": yuan(refunded), "header": found.mapped_headers()["refund"]}
        found.notices.append(Notice("refunds_below", text, count, values))


def weigh_repeated_refunds(found: Examination, stage: BillStage) -> None:
    """Where every line of a bill repeats the refund of the whole order, take it off once, and tell."""
    if "refund" not in found.mapping or not stage.several or found.readable.joined:
        return
    told = stage.rows("stage/repeated_refunds")[0]
    of_order = re.search(r"order|total|订单|整单|总", found.mapped_headers()["refund"], re.IGNORECASE)
    if told["constant"] and told["constant"] == told["several"] and (of_order or told["constant"] > 1):
        stage.count_refunds_once()
        text = N_("The refund of a bill stands on each of its rows ({count} bills); it was taken off once.")
        found.notices.append(Notice("refund_repeated", text, told["constant"]))


def weigh_refunds(found: Examination, stage: BillStage) -> None:
    """Find out whether the amount is before or after the refunds beside it; ask where rows tell both ways."""
    if not stage.values["nets_refunds"] or stage.values["is_ledger"]:
        return
    told = stage.weigh_refunds_beside()
    if told["refunded"] and found.choices.refunds is None and dishes_are_off_before(found, stage):
        stage.values["nets_refunds"] = False
        text = N_(
            "“{header}” tells of dishes sent back before the bill was paid: “{amount}” comes to the other columns without it, "
            "and it was not taken off. If it was paid back later, say so (in the shell: --refunds=gross)."
        )
        values = {"header": found.mapped_headers()["refund"], "amount": found.mapped_headers()["amount"]}
        found.notices.append(Notice("dishes_sent_back", text, told["refunded"], values))
        return
    proven = bool(told["refunded"]) and found.choices.refunds is None and refunds_are_off(found, stage)
    if not told["refunded"] or (not (proven or told["less"] or told["what_is_left"]) and found.choices.refunds is None):
        return
    sure = proven or told["what_is_left"] * 5 >= told["refunded"] * 4 or told["less"] * 2 > told["refunded"]
    chosen = found.choices.refunds or ("net" if sure else None)
    is_asked = any(question.code == "refunds_twice" for question in found.questions)
    if (found.choices.refunds is not None or not sure) and not is_asked:
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


def ask_unit(found: Examination, stage: BillStage) -> None:
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


def weigh_discounts(found: Examination, stage: BillStage) -> None:
    """Take discounts off where the amount is known to stand before them: by its header, or as quantity × price to the cent."""
    mapping = found.mapping
    if not {"amount", "discount"} <= mapping.keys():
        return
    names = [name for name in ("amount", "discount", "quantity", "unit_price", "bill_no") if name in mapping]
    rows = [dict(zip(names, (row[mapping[name]] for name in names), strict=True)) for row in found.readable.sample]
    numbers = [{name: read_number(row[name]) or Decimal(0) for name in names if name != "bill_no"} for row in rows]
    for row, text in zip(numbers, rows, strict=True):  # 9折 lets off something too
        if not row["discount"] and is_tenths(text["discount"]):
            row["discount"] = Decimal(1)
    rounding = find_rounding(found)
    if rounding is None and says_rounding(fold_header(found.mapped_headers()["discount"])):
        rounding = mapping["discount"]
    sums = [read_number(row[rounding]) or Decimal(0) for row in found.readable.sample] if rounding is not None else []
    others = [place for place in find_discounts(found) if place != rounding]
    for row, cells in zip(numbers, found.readable.sample, strict=True):
        row["discount"] = abs(row["discount"]) + sum(abs(read_number(cells[place]) or 0) for place in others)
    own = [Decimal(0) if rounding == mapping["discount"] else row["discount"] for row in numbers]
    rounded = stands_before([row["amount"] for row in numbers], own, sums) if sums else None
    if rounding != mapping["discount"]:
        for row, off in zip(numbers, sums, strict=False):
            row["discount"] += abs(off)
    told = [row for row in numbers if row["discount"]]
    folded, cells = fold_table(found.names, found.readable.sample)
    headers = {name: fold_header(header) for name, header in found.mapped_headers().items()}
    of_item = headers["amount"] == "itemprice" and is_of_item(headers["discount"])
    before = (
        of_item or headers["amount"] in BEFORE_DISCOUNT
        or find_promotion(mapping, folded, cells) == mapping["discount"]
    )
    if not before and {"quantity", "unit_price"} <= mapping.keys() and told:
        priced = [row for row in told if row["amount"] == row["quantity"] * row["unit_price"] > abs(row["discount"])]
        before = len(priced) == len(told)
    bills: dict[str, list[Decimal]] = {}
    for row, of in zip(rows, numbers, strict=True):
        bills.setdefault(row.get("bill_no", ""), []).append(of["discount"])
    several = [discounts for number, discounts in bills.items() if number and len(discounts) > 1 and any(discounts)]
    of_bill = bool(several) and not of_item and all(len(set(discounts)) == 1 for discounts in several)
    chosen = found.choices.discounts
    before = before or (rounded is True and "gross" not in mapping)
    of_payers = tell_by_payers(found, [abs(row["discount"]) for row in numbers]) if told and not before else ""
    before = before or of_payers == BEFORE
    if not before or chosen is not None:
        open_still = rounded is None and of_payers != OFF and _may_stand_before(found, numbers)
        open_still = open_still and not find_let_off(mapping, folded, cells)
        asked = chosen is not None or open_still
        if asked and told:
            _ask_discounts(found, stage, chosen, of_bill)
        if chosen != "gross":
            return
    stage.take_discounts_off(of_bill)


def _may_stand_before(found: Examination, rows: list[dict[str, Decimal]]) -> bool:
    """Whether a header may be that of an amount before discounts, and nothing beside it shows what was paid."""
    header = fold_header(found.mapped_headers()["amount"])
    if not _MAY_BE_BEFORE.search(header) and not says_charge(header):
        return False
    free = [place for place in range(len(found.names)) if place not in (found.mapping["amount"], found.mapping["discount"])]
    for place in free:  # what the bill cost before, or what was paid in the end
        others = [read_number(row[place]) for row in found.readable.sample]
        pairs = [(row, other) for row, other in zip(rows, others, strict=True) if row["discount"]]
        if all(other is not None and abs(other - row["amount"]) == abs(row["discount"]) for row, other in pairs):
            return False
    return not _sums_before(found, rows)


def _sums_before(found: Examination, rows: list[dict[str, Decimal]]) -> bool:
    """Whether columns left of the discount (labour, parts) come to amount and discount on every row, so that it is off."""
    if sum(bool(row["discount"]) for row in rows) < 2:
        return False
    sums = [Decimal(0)] * len(rows)
    for place in range(found.mapping["discount"] - 1, -1, -1):
        cells = [row[place] for row in found.readable.sample]
        numbers = [read_number(cell) if cell.strip(" -") else Decimal(0) for cell in cells]
        if place == found.mapping["amount"] or None in numbers:
            return False
        sums = [total + number for total, number in zip(sums, numbers, strict=True)]
        if all(total == row["amount"] + abs(row["discount"]) for total, row in zip(sums, rows, strict=True)):
            return True
    return False


def _ask_discounts(found: Examination, stage: BillStage, chosen: str | None, of_bill: bool) -> None:
    money = stage.sum_discounts(of_bill)
    headers = found.mapped_headers()
    found.questions.append(
        Question(
            "discounts_net",
            N_(
                "“{discount}” stands beside “{amount}” ({money} in all), and no column says what was paid in the end. Are the "
                "discounts taken off the amount already? (in the shell: --discounts=net if they are, --discounts=gross if not)"
            ),
            {"discount": name_discounts(found), "amount": headers["amount"], "money": money.quantize(CENT)},
            "discounts", ("gross", "net"), chosen, money.quantize(CENT),
        )
    )


def _free_by(found: Examination) -> list[str]:
    """Return the cells of the kept columns that are proven to be off the amounts beside the discount: bills are free by them."""
    folded, cells = fold_table(found.names, found.readable.sample)
    kept = {place: header for header, place in kept_columns(found).items()}
    return [read_kept(found, kept[place]) for place in find_let_off(found.mapping, folded, cells) if place in kept]


def weigh_on_account(found: Examination, stage: BillStage, summary: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ask whether bills with nothing paid though they came to something (挂账) count as due; return the summary after that.

    Under a header that says what was paid so far (已付金额), bills with a part paid are asked about as well.
    """
    if (beside := find_owed_beside(found)) is not None:
        keep_owed_beside(stage, beside)
        stage.owes_beside = beside.way
        if beside.way == BESIDE:
            return _weigh_owed_beside(found, stage, summary, beside)
    headers = found.mapped_headers()
    in_part = "gross" in headers and says_paid_so_far(fold_header(headers.get("amount", "")))
    if not in_part and not any(row["verdict"] == "ok" and row["on_account_lines"] for row in summary):
        return summary
    bills, due, owed, paid, back = stage.find_on_account(in_part, let_off=_free_by(found))
    if not bills:
        return summary
    chosen = found.choices.on_account
    text = N_(
        "{count} bills have nothing under “{amount}” though {due} stands under “{gross}”. Are they on account (挂账) and "
        "count with what is due, or were they free? (in the shell: --on-account=due or --on-account=paid)"
    )
    if paid:
        text = N_(
            "{count} bills have less under “{amount}” ({paid}) than under “{gross}” ({due}). Is the rest still owed, and they "
            "count with what is due, or was it let off? (in the shell: --on-account=due or --on-account=paid)"
        )
    if back:
        text = N_(
            "{count} bills have less under “{amount}” ({paid}) than under “{gross}” ({due}, and {back} of returns). Is the rest "
            "still owed, and they count with what is due, or was it let off? (in the shell: --on-account=due or "
            "--on-account=paid)"
        )
    found.questions.append(
        Question(
            "paid_in_part" if paid or back else "on_account", text,
            {
                "count": bills, "due": due.quantize(CENT), "paid": paid.quantize(CENT), "amount": headers.get("amount", ""),
                "gross": headers.get("gross", ""), **({"back": back.quantize(CENT)} if back else {}),
            },
            "on_account", ("due", "paid") if in_part or owed * 2 >= due else ("paid", "due"), chosen,
            (due + back - paid).quantize(CENT),
        )
    )
    if chosen != "due":
        return summary
    stage.count_due()
    found.money["due"] = paid + back - due
    return stage.summarise()


def _weigh_owed_beside(
    found: Examination, stage: BillStage, summary: list[dict[str, Any]], beside: OwedBeside
) -> list[dict[str, Any]]:
    """Ask whether what is owed of a bill counts at the bill, or is counted as it is paid later; never neither, and never both."""
    stage.cursor.execute("create or replace temp table owed as select * exclude (part) from owed_beside where part > 0")
    told = "select count(*), coalesce(sum(due - paid), 0), coalesce(sum(paid), 0) from owed"
    bills, rest, paid = stage.cursor.execute(told).fetchall()[0]
    if not bills:
        return summary
    chosen = found.choices.on_account
    repaid = next((row for row in summary if row["verdict"] == "skip:repayment"), None)
    money = (repaid["file_amount"] or Decimal(0)) if repaid else Decimal(0)
    values = {
        "count": bills, "owed": beside.header, "amount": found.mapped_headers()["amount"], "rest": rest.quantize(CENT),
        "paid": paid.quantize(CENT), "repaid": money.quantize(CENT),
    }
    found.questions.append(
        Question(
            "owed_beside",
            N_(
                "On {count} bills {rest} are owed under “{owed}” beside {paid} under “{amount}”; {repaid} of the file pay what "
                "was owed before. Does what is owed count at its bill, and payments of it do not, or does money count as it "
                "comes in? (in the shell: --on-account=due or --on-account=paid)"
            ),
            values, "on_account", ("due", "paid"), chosen, rest.quantize(CENT),
        )
    )
    if chosen == "due":
        stage.count_due()
        found.money["due"] = -rest
        return stage.summarise()
    stage.owes_beside = ""
    if chosen == "paid" and repaid and money > 0:
        count_repayments(stage)
        text = N_(
            "{count} rows ({amount}) pay what was owed before and count as they come in, for what was owed did not count at its "
            "bill."
        )
        found.notices.append(Notice("repayments_count", text, repaid["lines"], {"amount": yuan(money)}))
        return stage.summarise()
    return summary
