"""What an order came to after it was changed, in a column of its own: beside Order Total 86.00, Adjusted Order Total 46.00."""

from __future__ import annotations

import re
from collections.abc import Sequence

from segmentation.ingest.examination import Examination
from segmentation.ingest.guess import Cells
from segmentation.ingest.kinds.bills.columns import AMOUNT
from segmentation.ingest.looks import is_number, share_of
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import yuan
from segmentation.warehouse import Cursor

_AFTER = re.compile(r"^(?:adjusted|revised)(.+)$|^退(?:款|货|单)?后(?:的)?(.+)$")


def take_adjusted(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Map a total as the amount, and what it was adjusted to as what tells its refund, unless a refund has a column of its own.

    The surest word for an amount that has an adjusted one counts: a fee, or what is left after fees, is none.
    """
    pairs = [
        (AMOUNT.synonyms.index(header), place, after)
        for place, header in enumerate(folded) if header in AMOUNT.synonyms
        for after, other in enumerate(folded) if _adjusts(other) == header and _are_numbers(cells[place], cells[after])
    ]
    if not pairs or "refund" in mapping:
        return
    _, total, after = min(pairs)
    for name in [name for name, place in mapping.items() if place in (total, after)]:
        del mapping[name]
    mapping |= {"amount": total, "refund": after}


def count_adjusted(found: Examination, cursor: Cursor) -> None:
    """Let what an order was adjusted to count: what it is less is its refund; where it is more, the amount is that. Tell."""
    headers = found.mapped_headers()
    amount, after = headers.get("amount", ""), headers.get("refund", "")
    if not amount or _adjusts(fold_header(after)) != fold_header(amount):
        return
    told = (
        "select count(*), coalesce(sum(amount), 0), coalesce(sum(refund), 0) from kept_lines "
        "where refund is not null and amount is not null and refund <> amount"
    )
    rows, before, left = cursor.execute(told).fetchall()[0]
    cursor.execute(
        "update kept_lines set refund = nullif(greatest(amount - refund, 0), 0), amount = greatest(amount, refund) "
        "where refund is not null and amount is not null"
    )
    if rows:
        text = N_("“{after}” is filled on {count} rows whose “{amount}” was {before}: {left} counts, what was paid in the end.")
        values = {"after": after, "amount": amount, "before": yuan(before), "left": yuan(left)}
        found.notices.append(Notice("adjusted_amounts", text, rows, values))


def _adjusts(header: str) -> str | None:
    """Return the folded header of the column that this one is the adjusted form of, None where it is none."""
    found = _AFTER.search(header)
    return found and (found[1] or found[2])


def _are_numbers(total: Sequence[str], after: Sequence[str]) -> bool:
    """Whether both columns hold money, and the total is there wherever it was adjusted."""
    filled = all(one for one, two in zip(total, after, strict=True) if two)
    return filled and any(total) and share_of(total, is_number) == 1 and share_of(after, is_number) in (0, 1)
