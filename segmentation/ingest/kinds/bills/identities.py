"""What the columns of a row of money come to: an amount that is another column less some, on every row, says what is off it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

import numpy as np

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.kinds.bills.money_beside import money_places
from segmentation.ingest.stage import CELL_END
from segmentation.warehouse import fetch

FEWEST = 3  # rows with a refund that tell; of different refunds one less
ENOUGH_ROWS = 6  # of which one has a refund: most months have one or two
MOST_PARTS = 5  # columns that go off, or come to, the whole
CENTS = 100
_OF_DISHES = re.compile("退菜")


def refunds_are_off(found: Examination, stage: BillStage) -> bool:
    """Return whether the columns prove that the amounts are less the refunds already.

    They do where on every row looked at the amount is some other column less the refund and some more columns (fees, discounts,
    what somebody else paid), and the same is not so without the refund. Rows with a blank among these columns prove nothing.
    One refund is enough where other rows show what the columns come to, and nothing but it fits its own row.
    """
    rows = _rows(found, stage)
    if not _are_enough(rows):
        return False
    amounts, refunds, known = _columns(rows)
    known = [column for column in known if not (column == amounts).all()]
    if not _is_difference(amounts, refunds, known):
        return False
    return _tell_by_themselves(rows) or not _is_difference(amounts, np.zeros_like(refunds), known)


def dishes_are_off_before(found: Examination, stage: BillStage) -> bool:
    """Return whether what the file says of dishes sent back (退菜金额) was never in its amounts, as the columns prove.

    They do where on every row looked at the amount is some other column, less some more (discounts), without it.
    """
    if not _OF_DISHES.search(found.mapped_headers().get("refund", "")):
        return False
    rows = _rows(found, stage)
    if not any(row["refund"] for row in rows) or len(rows) < FEWEST:
        return False
    amounts, refunds, known = _columns(rows)
    return _is_difference(amounts, np.zeros_like(refunds), known)


def _rows(found: Examination, stage: BillStage) -> list[dict[str, Any]]:
    values = {**stage.values, "places": money_places(found), "cell_end": CELL_END}
    return fetch(stage.cursor, "stage/money_rows", **values).to_pylist()


def _are_enough(rows: Sequence[Mapping[str, Any]]) -> bool:
    return _tell_by_themselves(rows) or (any(row["refund"] for row in rows) and len(rows) >= ENOUGH_ROWS)


def _tell_by_themselves(rows: Sequence[Mapping[str, Any]]) -> bool:
    refunded = [row["refund"] for row in rows if row["refund"]]
    return len(refunded) >= (FEWEST if len({*refunded}) < 2 else FEWEST - 1)


def _columns(rows: Sequence[Mapping[str, Any]]) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Return amounts, refunds and the other columns of money that are filled in each row and say more than nothing, in cents."""
    amounts, refunds = (_cents([row[name] for row in rows]) for name in ("amount", "refund"))
    columns = [list(each) for each in zip(*([row["gross"], row["discount"], *row["others"]] for row in rows), strict=True)]
    known = [_cents(column) for column in columns if all(cell is not None for cell in column)]
    return amounts, refunds, [column for column in known if not (column == refunds).all() and column.any()]


def _cents(column: Sequence[Decimal | None]) -> np.ndarray:
    return np.array([0 if cell is None else int((cell * CENTS).to_integral_value()) for cell in column], dtype=np.int64)


def _is_difference(amount: np.ndarray, refund: np.ndarray, columns: Sequence[np.ndarray]) -> bool:
    """Whether a column less the refund and at the most ``MOST_PARTS`` other columns is the amount on every row.

    A part that stands below zero in the file is added. Without the refund the same must not hold: it does not where any is there.
    """
    for place, whole in enumerate(columns):
        others = [np.abs(column) for number, column in enumerate(columns) if number != place]
        off = whole - amount - refund
        if (whole < amount).any():
            continue
        for size in range(min(MOST_PARTS, len(others)) + 1):
            if any((off == sum(parts, np.zeros_like(off))).all() for parts in combinations(others, size)):
                return True
    return False
