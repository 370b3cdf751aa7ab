"""In which currency the amounts of a file are: asked where there are several, told where it is not the store's."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from decimal import Decimal

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.guess import CONVERTED
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.kinds.bills.money_pairs import currency_of_header, find_mixed_beside, pair_chosen, take_named
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.questions import Question
from segmentation.language.currencies import FOREIGN, SPELLINGS, STORE_CURRENCY, code_of
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import read_number
from segmentation.warehouse import Warehouse

CURRENCY_WORDS = re.compile(rf"{FOREIGN.pattern}|人民币|RMB|CNY|[\s()（）/_-]", re.IGNORECASE)
_ONE = N_(
    "The amounts of the file are in {known}, and this store counts in ¥. Import them only if the store takes this money: the "
    "numbers stay as they are (in the shell: --currency {first})."
)


def take_pair(found: Examination) -> None:
    """Let the currency of a file go with the amount, and both with what a person chose of either."""
    is_chosen = "amount" in found.choices.mapping
    if "currency" not in found.choices.mapping and (is_chosen or found.choices.currency):
        said = None if is_chosen else found.choices.currency
        pair_chosen(found.mapping, *fold_table(found.names, found.readable.sample), said)
    if "currency" not in found.choices.mapping:
        cells = fold_table(found.names, found.readable.sample)[1]
        take_named(found.mapping, found.names, cells, found.choices.currency, is_chosen=is_chosen)


def weigh_currency(warehouse: Warehouse, found: Examination, stage: BillStage) -> None:
    """Ask where a file carries another currency than ¥, or several, and tell what it is taken in.

    Raises InputError where the bills of the store are in another: currencies are never added up.
    """
    _ask_currency(found, stage)
    if (mixed := find_mixed_beside(found.mapping, *fold_table(found.names, found.readable.sample))) is not None:
        text = N_(
            "“{header}” counts, which is in one currency: “{other}” beside it is in {known}. To take that one, say so (in the "
            "shell: --map \"amount={other}\")."
        )
        values = {"header": found.mapped_headers()["amount"], "other": found.names[mixed[0]], "known": ", ".join(mixed[1])}
        found.notices.append(Notice("converted_taken", text, 1, values))
    if any(question.field == "currency" for question in found.questions) or (found.currency is None and found.choices.currency):
        found.currency = found.choices.currency and _said(found.choices.currency)
    if found.currency is None:
        return
    there = _currencies_of_store(warehouse, found) - {found.currency}
    if there:
        message = N_(
            "The bills of {store} are in {there}, the amounts of this file in {currency}: they are never added up. "
            "Import them into a store of their own."
        )
        values = {"store": found.store, "there": ", ".join(sorted(there)), "currency": found.currency}
        raise InputError("currency_of_store", message, **values)
    if found.currency != STORE_CURRENCY:
        text = N_(
            "The amounts are in {currency} and are taken as they stand, without an exchange rate. Figures of this store carry "
            "the sign ¥ all the same: read it as {currency}."
        )
        found.notices.append(Notice("in_currency", text, 1, {"currency": found.currency}))


def _currencies_of_store(warehouse: Warehouse, found: Examination) -> set[str]:
    """Return in what the bills of the store are: what says nothing is in yuan, unless others say what the store's is."""
    told = "select report from batches where store_id = $store and kind = $kind and undone_at is null"
    rows = warehouse.cursor().execute(told, {"store": found.store_id, "kind": found.kind}).fetchall()
    reports = [json.loads(report) for (report,) in rows]
    known = [report["currency"] for report in reports if "currency" in report]  # earlier releases did not keep it
    return {code for code in known if code} or ({STORE_CURRENCY} if known else set())


def _ask_currency(found: Examination, stage: BillStage) -> None:
    header = found.mapped_headers().get("amount", "")
    if CONVERTED.search(fold_header(header)) or currency_of_header(header) == STORE_CURRENCY:
        _refuse_others(found, [STORE_CURRENCY])
        found.currency = STORE_CURRENCY
        return
    if "currency" not in found.mapping and not stage.has_signs:
        _ask_currency_of_header(found)
        return
    rows = stage.rows("stage/currencies")
    known = {row["currency"]: code_of(row["currency"]) for row in rows}
    if not stage.several and any(row["amount"] for row in rows if not row["currency"]):
        known[""] = STORE_CURRENCY  # what says nothing is the store's; on further lines of a bill it is the bill's
    codes = sorted({code for code in known.values() if code}, key=lambda code: (code != STORE_CURRENCY, code))
    if not any(known[text] for text in known if text):
        return  # nothing says a currency, so that what a person says holds
    _refuse_others(found, codes)
    if codes == [STORE_CURRENCY]:
        found.currency = STORE_CURRENCY
        return
    chosen = found.choices.currency
    sums = {code: sum((row["amount"] or 0 for row in rows if known[row["currency"]] == code), Decimal(0)) for code in codes}
    found.questions.append(
        Question(
            "several_currencies" if len(codes) > 1 else "other_currency",
            N_(
                "The file carries amounts in {known}, which cannot be added up as ¥. Say which currency is to be imported; rows "
                "in others stay out (in the shell: --currency {first})."
            ) if len(codes) > 1 else _ONE,
            {"known": ", ".join(f"{code} {total:,.2f}" for code, total in sums.items()), "first": codes[0]},
            "currency", tuple(codes), chosen and code_of(chosen),
        )
    )
    if chosen is not None:
        stage.values["other_currencies"] = [text for text, code in known.items() if code and code != code_of(chosen)]


def _said(text: str) -> str:
    """Return the code of a currency that a person said; raises InputError for what is none."""
    code = code_of(text)
    if code in SPELLINGS or re.fullmatch("[A-Z]{3}", code):
        return code
    message = N_("“{currency}” is no currency. Say its code of three letters, such as CNY or EUR.")
    raise InputError("no_currency", message, currency=text)


def _refuse_others(found: Examination, codes: Sequence[str]) -> None:
    """Raise InputError where a person said another currency than any that the file says; of an earlier file it may have been."""
    chosen = found.choices.currency
    if chosen is not None and not found.remembered and code_of(chosen) not in codes:
        message = N_("No row of the file is in {currency}. It has: {known}.")
        raise InputError("unknown_currency", message, currency=chosen, known=", ".join(codes))


def _ask_currency_of_header(found: Examination) -> None:
    """Ask where the header of the amounts names another currency than the store's, Total (USD), or a column beside them does."""
    header = found.mapped_headers().get("amount", "")
    named = FOREIGN.search(header)
    code = currency_of_header(header) or (code_of(named[0]) if named else STORE_CURRENCY)
    beside = _foreign_beside(found, header) if code == STORE_CURRENCY else {}
    if code == STORE_CURRENCY and not beside:
        return
    chosen = found.choices.currency and code_of(found.choices.currency)
    if beside and chosen not in (None, STORE_CURRENCY):
        message = N_("The amounts in {currency} stand in a column of their own. Choose that column as the amount.")
        raise InputError("currency_of_another_column", message, currency=chosen)
    found.questions.append(
        Question(
            "several_currencies" if beside else "other_currency",
            N_(
                "The file carries amounts in {known}, which cannot be added up as ¥. Say which currency is to be imported; rows "
                "in others stay out (in the shell: --currency {first})."
            ) if beside else _ONE,
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
            beside[name] = code_of(named[0])
    return beside

