"""Which sheets of a workbook may hold bills beside the one that is read, and which is read where nobody says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from segmentation.ingest.columns import KEY_COLUMNS, NAME_PARTS
from segmentation.ingest.kinds.registry import OF_ORDERS, propose_kind
from segmentation.ingest.mapping import fold_table, propose_mapping, signature
from segmentation.ingest.readers.read import Readable
from segmentation.ingest.readers.sheets import TOGETHER, Unread
from segmentation.language.values import read_number, yuan

LEFT = ("other_headers", "hidden")
_REFUNDS = re.compile(r"退款|退货|退单|售后|退卡|退储值|退充值|refund|return", re.IGNORECASE)
_BESIDE = re.compile(r"支付|付款|收款|菜品|商品|品项|item|payment|line", re.IGNORECASE)  # parts of bills that stand elsewhere
_SUMMARY = re.compile(r"汇总|统计|合计|说明|日报|月报|summary|total|report|notes?$|readme", re.IGNORECASE)


def list_bill_sheets(readable: Readable) -> list[str]:
    """Return the sheets that are not read and may hold bills, by their names and columns; sums of days and notes do not."""
    return [part.sheet for part in readable.unread if part.why in LEFT and _holds_bills(part.sheet, part.headers, part.sample)]


def say_unread(part: Unread) -> str:
    """Return a sheet or file that is not read as notices name it: its rows, and its money where all rows are shown."""
    mapping = {}
    if any(part.headers) and len(part.sample) == part.rows and propose_kind(part.headers, part.sample) == OF_ORDERS.key:
        mapping = propose_mapping(OF_ORDERS, part.headers, part.sample)
    if "amount" not in mapping:
        return f"{part.sheet} ({part.rows:,})"
    cells = (row[mapping["amount"]] for row in part.sample if mapping["amount"] < len(row))
    return f"{part.sheet} ({part.rows:,}, {yuan(sum((read_number(cell) or Decimal(0) for cell in cells), Decimal(0)))})"


def find_better_sheet(readable: Readable) -> str | None:
    """Return the sheets to read instead of one that cannot be bills, those that name customers first; None to stay with it."""
    others = [part for part in readable.unread if part.why == "other_headers"]
    if not others or len(readable.parts) != 1 or propose_kind(readable.headers, readable.sample) != OF_ORDERS.key:
        return None
    if _holds_bills(readable.sheet or "", readable.headers, readable.sample):
        return None
    bills = [part for part in others if not _REFUNDS.search(part.sheet) and _holds_bills(part.sheet, part.headers, part.sample)]
    if not bills:
        return None
    best = max(bills, key=lambda part: (_names_customers(part), part.rows))
    return TOGETHER.join(part.sheet for part in bills if signature(part.headers) == signature(best.headers))


def with_unread(readable: Readable, before: Readable) -> Readable:
    """Return what was read at last, its sheets that are not read named as they were when another was read ``before``."""
    own = Unread(before.parts[0].sheet, before.parts[0].rows, "other_headers", before.headers, before.sample)
    read = {part.sheet for part in readable.parts}
    return replace(readable, unread=tuple(part for part in (own, *before.unread) if part.sheet not in read))


def _holds_bills(name: str, headers: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    if not any(headers) or propose_kind(headers, sample) != OF_ORDERS.key:
        return False
    mapping = propose_mapping(OF_ORDERS, headers, sample)
    priced = "amount" in mapping or {"quantity", "unit_price"} <= mapping.keys()
    if _REFUNDS.search(name):
        return priced or "refund" in mapping
    if "date" not in mapping or not priced or _SUMMARY.search(name):
        return False
    if mapping.keys() & {*KEY_COLUMNS, *NAME_PARTS}:
        return True
    if _BESIDE.search(name) or "bill_no" in mapping:
        return not _BESIDE.search(name)
    days = [cell for cell in fold_table(headers, sample)[1][mapping["date"]] if cell]
    return len(set(days)) < len(days)  # a row a day is the sum of the day


def _names_customers(part: Unread) -> bool:
    return bool(propose_mapping(OF_ORDERS, part.headers, part.sample).keys() & {*KEY_COLUMNS, *NAME_PARTS})
