"""What customers owe of a bill, in a column of its own (欠费, 挂账): beside what was paid, or within what the bill came to."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

import pyarrow as pa

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.kinds.bills.payers import says_payer
from segmentation.ingest.kinds.bills.whole import LET_OFF, void_rows
from segmentation.ingest.looks import is_number, share_of
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.meaning import REPAYMENT, SALE
from segmentation.ingest.stage import CELL_END, keep_spellings
from segmentation.language.values import read_number
from segmentation.warehouse import run

BESIDE, WITHIN = "beside", "within"
_REST = re.compile(
    r"^(本次|本单|当次|剩余|患者|客户)?(欠[费款账帐]?|未[付收结]款?|待[付收]款?|[尾余]款|赊欠|赊账|赊帐)(总?金额|额)?$|"
    r"^(amount)?(owed|owing|unpaid|outstanding)(amount)?$"
)
_ACCOUNT = re.compile(r"^(本次|本单)?(挂账|挂帐|签单|签账|签帐|赊账|赊帐|记账)(总?金额|支付|额)?$|^onaccount(amount)?$")
_BALANCE = re.compile(r"^([尾余]款)")  # paid on the day itself, where a deposit was paid before
_SUM = re.compile(r"\s*(合\s*计|总\s*计|小\s*计|本页|totals?\b)", re.IGNORECASE)
_MOST, _MOSTLY = 8, 0.9


class OwedBeside(NamedTuple):
    """The header of what is owed, its place among the kept cells (from 1), and whether the amount holds it."""

    header: str
    place: int
    way: str


def find_owed_beside(found: Examination) -> OwedBeside | None:
    """Return the column that says what of a bill is owed, where others prove on every row looked at what it is part of.

    It stands BESIDE what was paid where both come to what was due (欠费 + 实收 = 应收 − 折扣), WITHIN the amount where this is
    what was paid and it (实收 = 现金 + 微信 + 挂账).
    """
    mapping = found.mapping
    if "amount" not in mapping:
        return None
    folded, cells = fold_table(found.names, found.readable.sample)
    if not any(_REST.search(header) or _ACCOUNT.search(header) for header in folded):
        return None
    kept = kept_columns(found)
    left_out = void_rows(mapping, folded, cells) | {
        row for row, line in enumerate(found.readable.sample) if any(map(_SUM.match, line))
    }
    rows = [row for row in range(len(found.readable.sample)) if row not in left_out]
    money = {
        place: [read_number(cells[place][row]) or Decimal(0) for row in rows]
        for place in {*kept.values(), *(mapping[name] for name in ("amount", "gross", "discount") if name in mapping)}
        if not any(cells[place]) or share_of(cells[place], is_number) >= _MOSTLY
    }
    if mapping["amount"] not in money:
        return None
    amount = money[mapping["amount"]]
    for number, (header, place) in enumerate(kept.items(), 1):
        own = money.get(place)
        if own is None or not (_REST.search(folded[place]) or _ACCOUNT.search(folded[place])):
            continue
        if not any(part > 0 for part in own):
            continue
        others = {at: column for at, column in money.items() if at not in (place, mapping["amount"])}
        if _is_beside(amount, own, others, folded):
            return OwedBeside(header, number, BESIDE)
        if not _BALANCE.search(folded[place]) and _is_within(amount, own, others, folded):
            return OwedBeside(header, number, WITHIN)
    return None


def _is_beside(
    amount: list[Decimal], own: list[Decimal], others: dict[int, list[Decimal]], folded: list[str]
) -> bool:
    """Whether some column is the amount and what is owed, less at the most one column of what was let off, on every row."""
    both = [one + two for one, two in zip(amount, own, strict=True)]
    offs = [[Decimal(0)] * len(both), *(column for at, column in others.items() if LET_OFF.search(folded[at]))]
    return any(
        any(column) and all(one - abs(off) == two for one, off, two in zip(column, let_off, both, strict=True))
        for at, column in others.items() if not LET_OFF.search(folded[at]) for let_off in offs
    )


def _is_within(
    amount: list[Decimal], own: list[Decimal], others: dict[int, list[Decimal]], folded: list[str]
) -> bool:
    """Whether the amount is what is owed and what was paid in some ways, on every row."""
    rest = [one - two for one, two in zip(amount, own, strict=True)]
    payers = [column for at, column in others.items() if says_payer(folded[at])][:_MOST]
    return any(
        [sum(each) for each in zip(*columns, strict=True)] == rest
        for size in range(1, len(payers) + 1) for columns in combinations(payers, size)
    )


def keep_owed_beside(stage: BillStage, owed: OwedBeside) -> None:
    """Keep as ``owed_beside`` the bills of which a part is owed."""
    run(stage.cursor, "stage/make_owed_beside", **stage.values, cell_end=CELL_END, place=owed.place)


def count_repayments(stage: BillStage) -> None:
    """Count what pays older debts as it comes in: what was owed did not count on its own day."""
    marks = dict(stage.cursor.execute("select text, value from marked").fetchall())
    meant = {text: SALE if value == REPAYMENT else value for text, value in marks.items()}
    keep_spellings(stage.cursor, "marked", pa.string(), meant)
