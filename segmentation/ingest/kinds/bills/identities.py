"""What the columns of a row of money come to: an amount that is another column less some, on every row, says what is off it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

import numpy as np

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.kinds.bills.money_beside import money_places
from segmentation.ingest.stage import CELL_END
from segmentation.warehouse import fetch

FEWEST = 3  # rows with a refund that tell; of different refunds one less
MOST_PARTS = 5  # columns that go off, or come to, the whole
CENTS = 100


def refunds_are_off(found: Examination, stage: BillStage) -> bool:
    """Return whether the columns prove that the amounts are less the refunds already.

    They do where on every row looked at the amount is some other column less the refund and some more columns (fees, discounts,
    what somebody else paid), and the same is not so without the refund. Rows with a blank among these columns prove nothing.
    """
    values = {**stage.values, "places": money_places(found), "cell_end": CELL_END}
    rows = fetch(stage.cursor, "stage/money_rows", **values).to_pylist()
    refunded = [row["refund"] for row in rows if row["refund"]]
    if len(refunded) < (FEWEST if len({*refunded}) < 2 else FEWEST - 1):
        return False
    amounts = [row["amount"] for row in rows]
    refunds = _cents([row["refund"] for row in rows])
    columns = [list(each) for each in zip(*([row["gross"], row["discount"], *row["others"]] for row in rows), strict=True)]
    known = [_cents(column) for column in columns if all(cell is not None for cell in column) and column != amounts]
    known = [column for column in known if not (column == refunds).all() and column.any()]
    return _is_difference(_cents(amounts), refunds, known)


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
