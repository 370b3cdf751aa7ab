"""Totals at the foot of a file that no word names: what they come to tells, or stars in their first cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

from segmentation.ingest.examination import Examination
from segmentation.warehouse import Cursor, fetch

_STARS = r"^\s*\*{1,4}\s*$"  # how accounting programs mark the totals of their lists
_ENOUGH_LINES = 5  # before a row that comes to what the others do is no coincidence
_MOST_FOOT = 20  # rows without a name; where more stand below the bills, they are no foot
_MOST_MEANINGS = 8  # values of what says how a row counts, of which a total may leave some out


def mark_foot_totals(found: Examination, cursor: Cursor) -> bool:
    """Make totals of the rows without day, number, customer and product that are none of a bill; return whether there is one.

    Such a row is a total where its first cell holds nothing but stars; or where it stands below all bills and comes to what all
    rows above it do, or those in its currency, with or without what is void or refunded.
    """
    if "amount" not in found.mapping:
        return False
    nameless = fetch(cursor, "stage/nameless_rows", stars=_STARS).to_pylist()
    if not nameless:
        return False
    foot = [row for row in nameless if row["is_last"]]
    may_sum = len(foot) <= _MOST_FOOT and any(row["amount"] for row in foot)
    sums = fetch(cursor, "stage/sums_of_rows", stars=_STARS).to_pylist() if may_sum else []
    totals = []
    for row in nameless:
        if row["is_starred"] or (may_sum and row["is_last"] and _is_sum(row, sums)):
            totals.append(row["row_no"])
        elif may_sum and row["amount"]:  # a further row of the last bill
            sums.append({**row, "marks": "", "lines": 1})
    if totals:
        marked = "select * replace (is_total or row_no in (select unnest($totals)) as is_total) from lines"
        cursor.execute(f"create or replace temp table footed as {marked}", {"totals": totals})
        cursor.execute("create or replace temp view lines as select * from footed")
    return bool(totals)


def _is_sum(row: Mapping[str, Any], sums: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the amount of a row is the sum of all others, or of those in its currency, some values of their marks left out."""
    if not row["amount"] or sum(each["lines"] for each in sums) < _ENOUGH_LINES:
        return False
    own = [each for each in sums if each["currency"] == row["currency"]] if row["currency"] else []
    for rows in (own, sums):
        by_mark: dict[str, tuple[int, Decimal]] = {}
        for each in rows:
            lines, amount = by_mark.get(each["marks"], (0, Decimal(0)))
            by_mark[each["marks"]] = (lines + each["lines"], amount + each["amount"])
        sets = [*by_mark.values()]
        least = 1 if len(sets) <= _MOST_MEANINGS else len(sets)
        most = sum(lines for lines, _ in sets)
        for part in (part for count in range(least, len(sets) + 1) for part in combinations(sets, count)):
            counted = sum(lines for lines, _ in part)
            if counted > 1 and counted * 2 >= most and sum(amount for _, amount in part) == row["amount"]:
                return True
    return False
