"""The total that a file ends with, held against what was read of it: where they differ, a row is missing or stands twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.meaning import SALE
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import yuan

NEAR = Decimal("0.05")  # what cents of many rows may come to


def tell_own_total(found: Examination, stage: BillStage, summary: Sequence[Mapping[str, Any]]) -> None:
    """Tell where the only total of a file, below all its rows, is no sum of what its lines mean (``found.money``).

    A till may count in its total what is void here, or leave it out: any sum of the sales with some of the others agrees.
    """
    if not any(row["verdict"] == "skip:total" and row["file_amount"] for row in summary):
        return
    told = stage.rows("stage/own_total")[0]
    if told["totals"] != 1 or not told["is_last"]:
        return
    said, sales = told["said"], found.money.get(SALE, Decimal(0))
    others = [amount for name, amount in found.money.items() if name != SALE and amount]
    sums = (sales + sum(part) for count in range(len(others) + 1) for part in combinations(others, count))
    if all(abs(each - said) > NEAR for each in sums):
        text = N_("The file's own total says {said}; its rows come to {amount}. Look whether a row is missing or counts twice.")
        found.notices.append(Notice("own_total", text, 1, {"said": yuan(said), "amount": yuan(sum(found.money.values()))}))
