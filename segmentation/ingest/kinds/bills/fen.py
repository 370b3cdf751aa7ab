"""Amounts in fen, as the interfaces of payment firms write them: known by the header, else suspected and asked about."""

from __future__ import annotations

import re

from segmentation.ingest.columns import MONEY
from segmentation.ingest.examination import Examination
from segmentation.language.text import fold_header
from segmentation.warehouse import Cursor, run

KNOWN, MAY_BE = "known", "may be"
_KNOWN = {"totalfee", "cashfee", "settlementtotalfee"}  # of WeChat Pay
_CENTS = re.compile(r"(in)?cents$|[（(]\s*(分|fen|cents?)\s*[)）]\s*$", re.IGNORECASE)  # a header that says it
_MAY_BE = {
    "totalamount", "netamount", "receiptamount", "buyerpayamount", "orderamount", "payamount", "paidamount", "tradeamount",
    "transamt", "txnamt", "txnamount", "amt", "fee", "money", "totalmoney", "paymoney", "realamount", "amountfen",
}
_LARGE, _VERY_LARGE = 1000, 5000  # fen: bills of ten and of fifty yuan
_PAYMENT_FIRM = re.compile(r"商户(号|编号)|子商户|appid|mchid|merchant")


def find_fen(found: Examination, cursor: Cursor) -> tuple[str | None, str]:
    """Return whether amounts are in fen (``KNOWN``, ``MAY_BE`` or None), with one of them.

    Suspected are whole numbers, half of them 1,000 and more, under a header as programs write it: total_amount, netAmount. In a
    file that names merchants by number any header may be, where half of the amounts are 5,000 and more.
    """
    if "amount" not in found.mapping:
        return None, ""
    header, cells = found.names[found.mapping["amount"]].strip(), _cells(found, "amount")
    folded = fold_header(header)
    firm = any(_PAYMENT_FIRM.search(fold_header(each)) for each in found.names)
    known = folded in _KNOWN or bool(_CENTS.search(folded) or _CENTS.search(header))
    if not (known or folded in _MAY_BE or firm) or not cells or not all(map(_is_whole, cells)):
        return None, ""
    large_from = _LARGE if folded in _MAY_BE else _VERY_LARGE
    [(lines, parted, large)] = run(cursor, "stage/whole_amounts", large=large_from).fetchall()
    if parted or not lines:
        return None, ""
    if known:
        return KNOWN, cells[0]
    if firm and folded not in _MAY_BE:
        return (MAY_BE, cells[0]) if large * 2 >= lines else (None, "")
    written_by_program = re.fullmatch(r"[a-z]+(_[a-z]+)+|[a-z]+([A-Z][a-z]+)+|[a-z]+", header)
    return (MAY_BE, cells[0]) if (written_by_program and large * 2 >= lines) or folded == "amountfen" else (None, "")


def are_in_fen(found: Examination, fen: str | None) -> bool:
    """Whether amounts that ``find_fen`` said this of are taken to be in fen."""
    return fen is not None and (found.choices.unit or ("fen" if fen == KNOWN else "")) == "fen"


def divide(found: Examination, cursor: Cursor) -> None:
    """Bring amounts in fen to yuan, with all other money that is written in whole numbers."""
    for column in found.spec.columns:
        if column.type == MONEY and column.name in found.mapping and all(map(_is_whole, _cells(found, column.name))):
            cursor.execute(f"update kept_lines set {column.name} = {column.name} * 0.01 where {column.name} is not null")


def _cells(found: Examination, name: str) -> list[str]:
    place = found.mapping[name]
    return [cell for row in found.readable.sample if (cell := row[place].strip())]


def _is_whole(cell: str) -> bool:
    return bool(re.fullmatch(r"-?\d+", cell))
