"""A promotion that the house paid for: taken off before the platform's payout, and so off what the house earned."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product

from segmentation.ingest.guess import Cells
from segmentation.ingest.looks import is_number, share_of
from segmentation.language.values import read_number

_PROMOTION = re.compile(r"promo|discount|offer|voucher|coupon|活动支出|优惠|折扣|满减|让利|代金券|补贴")
_OF_OTHERS = re.compile(r"platform|third.?party|平台|美团承担|饿了么承担|rate|率")
_PAYOUT = re.compile(r"payout|^net|earnings|to(be)?paid|transfer|到账|到手|应得|结算|打款|实收")
_BESIDE = re.compile(
    r"fee|commission|tax|tip|gratuity|adjust|delivery|packag|佣金|服务费|手续费|配送|包装|打包|餐盒|税|小费"
)
_ENOUGH_ROWS, _ENOUGH_PROMOTIONS, _MOST_BESIDE = 3, 2, 4
_CENT = Decimal("0.01")


def find_promotion(mapping: Mapping[str, int], folded: Sequence[str], cells: Cells) -> int | None:
    """Return the place of a promotion that has to be taken off the amount, None where the file does not show that it has.

    It shows it by a payout that is the amount less the promotion, with or without fees and taxes of its own columns, in all rows.
    """
    amount = mapping.get("amount")
    if amount is None:
        return None
    free = [place for place in range(len(folded)) if place not in mapping.values() or place == mapping.get("discount")]
    money = {place: _numbers(cells[place]) for place in (amount, *free) if share_of(cells[place], is_number) == 1}
    if amount not in money or len(money[amount]) < _ENOUGH_ROWS:
        return None
    of = {place: _role(folded[place]) for place in money if place != amount}
    beside = [place for place, role in of.items() if role == "beside"][:_MOST_BESIDE]
    for place in [place for place, role in of.items() if role == "promotion"]:
        for payout in [place for place, role in of.items() if role == "payout"]:
            rows = [row for row, paid in enumerate(money[payout]) if paid]  # what was cancelled is not paid out
            if len(rows) < _ENOUGH_ROWS or sum(bool(money[place][row]) for row in rows) < _ENOUGH_PROMOTIONS:
                continue
            left = {row: money[amount][row] - abs(money[place][row]) - money[payout][row] for row in rows}
            if any(_adds_up(left, signs, [money[at] for at in beside]) for signs in product((0, 1, -1), repeat=len(beside))):
                return place
    return None


def _role(header: str) -> str:
    if _PROMOTION.search(header):
        return "" if _OF_OTHERS.search(header) else "promotion"
    return "payout" if _PAYOUT.search(header) else "beside" if _BESIDE.search(header) else ""


def _adds_up(left: Mapping[int, Decimal], signs: Sequence[int], others: Sequence[Sequence[Decimal]]) -> bool:
    """Whether fees and taxes, each taken off, put on or left alone, make up what is left in all rows."""
    return all(
        abs(rest + sum(sign * abs(numbers[row]) for sign, numbers in zip(signs, others, strict=True))) < _CENT
        for row, rest in left.items()
    )


def _numbers(cells: Sequence[str]) -> list[Decimal]:
    return [read_number(cell) or Decimal(0) for cell in cells]
