"""Tips in a column of their own: the waiters' money, which an amount may hold (总额 with 小费) or not (Net Sales beside Tip)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

import pyarrow as pa

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import kept_columns, read_kept
from segmentation.ingest.questions import Question
from segmentation.ingest.stage import keep_spellings
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import CENT, read_number, yuan
from segmentation.warehouse import Cursor

IN, OUT = "in", "out"
_TIP = re.compile(r"^(小费|服务生小费|tips?|gratuit(y|ies)|tip(s)?amount|gratuityamount|autogratuity)(金额|额)?$")
_NET = re.compile(r"^net(sales|amount|revenue)?$|净")  # of an amount that holds none by its name
_MOST_COLUMNS, _MOST_PARTS = 8, 5


class _Tips(NamedTuple):
    """A column of tips: its place, its header, the expression of its cell, what its texts say, and what they come to."""

    place: int
    header: str
    cell: str
    spelled: dict[str, Decimal | None]
    money: Decimal


def says_tip(header: str) -> bool:
    """Whether a header is that of tips.

    >>> says_tip("Tip"), says_tip("小费"), says_tip("Total")
    (True, True, False)
    """
    return bool(_TIP.search(fold_header(header)))


def take_tips_off(found: Examination, cursor: Cursor) -> None:
    """Take tips off amounts that hold them, as the other columns of money show, and tell; ask where none shows it.

    There may be several columns: what guests gave, and what was put on the bill for the waiters (Tip, Gratuity).
    """
    places = [place for place in kept_columns(found).values() if _TIP.search(fold_header(found.names[place]))]
    if "amount" not in found.mapping or not places:
        return
    tips = [_read_tips(found, cursor, place) for place in places]
    told = [(each, _holds(found, each.place)) for each in tips if each.money]
    said = found.choices.tips
    asked = [each for each, holds in told if holds is None or said is not None]
    if asked:
        money = sum((each.money for each in asked), Decimal(0))
        found.questions.append(
            Question(
                "tips_inside",
                N_(
                    "“{header}” ({money}) stands beside “{amount}”, and no column shows whether it is in it. Are the tips in "
                    "these amounts, and to be taken off, or beside them? (in the shell: --tips=in or --tips=out)"
                ),
                {"header": _name(asked), "amount": found.mapped_headers()["amount"], "money": money},
                "tips", (IN, OUT), said, money,
            )
        )
    inside = [each for each, holds in told if (said or (IN if holds else None)) == IN]
    for each in inside:
        keep_spellings(cursor, "tips", pa.decimal128(18, 4), each.spelled)
        cursor.execute(
            "update kept_lines set amount = cast(amount - spelled.value as decimal(18, 4)) from tips as spelled "
            f"where {each.cell} = spelled.text and amount is not null and spelled.value <> 0"
        )
    if inside:
        found.money["tips"] = money = sum((each.money for each in inside), Decimal(0))
        text = N_("{money} of tips (“{header}”) were in “{amount}” and were taken off: they are the waiters’.")
        values = {"header": _name(inside), "amount": found.mapped_headers()["amount"], "money": yuan(money)}
        found.notices.append(Notice("tips_taken_off", text, 1, values))


def _read_tips(found: Examination, cursor: Cursor, place: int) -> _Tips:
    header = found.names[place]
    cell = read_kept(found, header)
    told = f"select {cell} as text, count(*) filter (where not is_total) from lines where text is not null group by text"
    texts = cursor.execute(told).fetchall()
    spelled = {text: read_number(text) for text, _ in texts}
    money = sum(((spelled[text] or Decimal(0)) * rows for text, rows in texts), Decimal(0)).quantize(CENT)
    return _Tips(place, header, cell, spelled, money)


def _name(tips: Sequence[_Tips]) -> str:
    return " + ".join(each.header for each in tips)


def _holds(found: Examination, tip: int) -> bool | None:
    """Whether amounts are the tip and other columns of the sample together; None where neither that nor the contrary shows."""
    amount = found.mapping["amount"]
    folded = [fold_header(name) for name in found.names]
    if _NET.search(folded[amount]) or "servicechargeamount" in folded:  # of Clover, whose Amount is the sale's
        return False
    rows = [[read_number(cell) or Decimal(0) for cell in row] for row in found.readable.sample]
    tipped = [row for row in rows if tip < len(row) and row[tip]]
    if not tipped:
        return None
    others = [
        place for place in range(len(found.names))
        if place not in (amount, tip) and all(place < len(row) for row in tipped) and any(row[place] for row in tipped)
        and all(_may_be_money(row, place) for row in found.readable.sample)
    ][:_MOST_COLUMNS]
    for size in range(1, min(len(others), _MOST_PARTS) + 1):
        for parts in combinations(others, size):
            if all(row[amount] == row[tip] + sum(row[place] for place in parts) for row in tipped):
                return True
    for whole in others:
        beside = [place for place in others if place != whole]
        for size in range(min(len(beside), _MOST_PARTS) + 1):
            for parts in combinations(beside, size):
                if all(row[whole] == row[amount] + row[tip] + sum(row[place] for place in parts) for row in tipped):
                    return False
    return None


def _may_be_money(row: tuple[str, ...], place: int) -> bool:
    cell = row[place].strip()
    return not cell or read_number(cell) is not None
