"""Rows of a bill that say how it was paid, below zero beside what was charged: no sales, and no refunds either."""

from __future__ import annotations

import re

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import kept_columns, read_kept
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import read_number, yuan
from segmentation.warehouse import Cursor

_PAYMENT = r"^(payments?\b|paid\b|tender|settlement|付款|收款|支付|结账|结算|付清|预付)"
_BACK = r"refund|return|reversal|charge ?back|退|冲"
_OF_LINES = ("product", "category", "payment_method")  # canonical columns that a line holds, whose words may say so


def leave_paid_rows_out(found: Examination, cursor: Cursor) -> int:
    """Leave out the rows below zero that pay for what the bill's other rows charge; tell, and return how many.

    A column's words say so (Payments – Credit card), each such row is below zero, stands on a bill with charges, and together
    they come to half of these charges at the least, and to no more than half as much again.
    """
    header = _column(found)
    if header is None:
        return 0
    named = next((name for name in _OF_LINES if found.mapping.get(name) == found.names.index(header)), None)
    cell = named or read_kept(found, header)
    said = f"coalesce(regexp_matches(lower({cell}), $words) and not regexp_matches(lower({cell}), $back), false)"
    words = {"words": _PAYMENT, "back": _BACK}
    told = f"""
        with payments as (select bill_no, amount from lines where {said} and bill_no is not null)
        select
            count(*), count(*) filter (where amount < 0), coalesce(sum(amount), 0),
            (select coalesce(sum(amount), 0) from lines
             where not {said} and amount > 0 and bill_no in (select bill_no from payments))
        from payments
    """
    rows, below, paid, charged = cursor.execute(told, words).fetchall()[0]
    if not rows or below < rows or not charged / 2 <= -paid <= charged * 3 / 2:
        return 0
    left = f"select * from lines where not ({said} and bill_no is not null)"
    cursor.execute(f"create or replace temp table charged as {left}", words)
    cursor.execute("create or replace temp view lines as select * from charged")
    found.money["paid_rows"] = paid
    text = N_(
        "{count} rows below zero ({amount}, “{header}”) are what the bills were paid with, no refunds: what was charged counts."
    )
    found.notices.append(Notice("paid_rows", text, rows, {"header": header, "amount": yuan(paid)}))
    return int(rows)


def _column(found: Examination) -> str | None:
    """Return the header of the column whose words say, as far as the sample goes, that rows below zero are payments."""
    amount = found.mapping.get("amount")
    if amount is None or "bill_no" not in found.mapping:
        return None
    numbers = [read_number(row[amount]) or 0 for row in found.readable.sample]
    if not any(number < 0 for number in numbers):
        return None
    kept = kept_columns(found)
    held = {found.mapping[name] for name in _OF_LINES if name in found.mapping}
    for place, header in enumerate(found.names):
        if place not in held and header not in kept:
            continue
        paid = [
            number for number, row in zip(numbers, found.readable.sample, strict=True)
            if re.search(_PAYMENT, row[place].strip().lower()) and not re.search(_BACK, row[place].lower())
        ]
        if paid and max(paid) < 0 and len(paid) < len(numbers):
            return header
    return None
