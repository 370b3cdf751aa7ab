"""The amount that columns prove: what is left after what was let off, what was due without the change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations

import numpy as np

from segmentation.ingest.guess import OTHER_MONEY, Cells
from segmentation.ingest.kinds.bills.whole import LET_OFF, NOT_EARNED
from segmentation.ingest.looks import is_number, share_of
from segmentation.language.values import read_number

# what is put on a bill
_PUT_ON = re.compile(
    r"^(服务|附加|加收|包[间厢房]|茶位|餐位|配送|外送|打包|包装|餐盒|开瓶)(服务)?(费|金额)(用|额)?$|"
    r"^(service|delivery|packing|corkage)(charges?|fees?)?$"
)
_CHANGE = re.compile(r"^(找零|找赎|change(due|given)?|(amount)?returned|(amount)?return)(金额)?$")
_NUMBERS_OF = ("date", "bill_no", "customer_code", "phone", "quantity", "unit_price", "covers", "tables")
_MOSTLY = 0.9
_NEARLY = 0.95  # of the rows: one may be written by hand
_MOST_PARTS = 5
_MOST_COLUMNS, _MOST_PUT_ON = 8, 2
_MOST = 10**12  # what is larger is a number of something
_PRICED = -1  # in place of a column: quantity × price

Money = Mapping[int, Sequence[Decimal]]


def prefer_what_is_left(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take for the amount what a column proves to be left of it, on nearly every row, after what was let off beside it."""
    amount, money = read_money(mapping, cells)
    if amount is None:
        return
    for place in money:
        if place == amount or LET_OFF.search(folded[place]) or NOT_EARNED.search(folded[place]):
            continue
        if not OTHER_MONEY.search(folded[place]) and _find_parts(place, amount, money, folded):
            take(mapping, place)
            return


def find_let_off(mapping: Mapping[str, int], folded: Sequence[str], cells: Cells) -> tuple[int, ...]:
    """Return the places of what is proven to be off the amount already; nothing where nothing proves it.

    The amount then is, on nearly every row looked at, another column less these, or quantity × price less these.
    """
    amount, money = read_money(mapping, cells)
    if amount is None:
        return ()
    wholes = [place for place in money if place != amount and not LET_OFF.search(folded[place])]
    if {"quantity", "unit_price"} <= mapping.keys():
        counts, prices = (list(map(_number, cells[mapping[name]])) for name in ("quantity", "unit_price"))
        money = {**money, _PRICED: [one * two for one, two in zip(counts, prices, strict=True)]}
        wholes.append(_PRICED)
    return next((parts for place in wholes if (parts := _find_parts(amount, place, money, folded))), ())


def leave_change(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take what was due where the amount is what the guest handed over: less the change (找零) it comes to another column."""
    amount, money = read_money(mapping, cells)
    change = next((place for place in money if _CHANGE.search(folded[place]) and any(money[place])), None)
    if amount is None or change is None or change == amount:
        return
    kept = [one - abs(two) for one, two in zip(money[amount], money[change], strict=True)]
    for place, due in money.items():
        if place not in (change, amount) and due == kept:
            if mapping.get("refund") == change:
                del mapping["refund"]
            take(mapping, place)
            return


def read_money(mapping: Mapping[str, int], cells: Cells) -> tuple[int | None, Money]:
    """Return the place of the amount, None where there is none or it holds no numbers, and the columns of numbers."""
    taken = {mapping.get(name) for name in _NUMBERS_OF}
    money = {
        place: list(map(_number, column))
        for place, column in enumerate(cells) if place not in taken and share_of(column, is_number) >= _MOSTLY
    }
    amount = mapping.get("amount")
    return (amount if amount in money else None), money


def _find_parts(left: int, whole: int, money: Money, folded: Sequence[str]) -> tuple[int, ...]:
    """Return the columns that were let off one, and put on it, to come to another on nearly every row; nothing where none do."""
    others = [place for place in money if place not in (left, whole, _PRICED) and any(money[place])]
    let_off = [place for place in others if LET_OFF.search(folded[place])][:_MOST_COLUMNS]
    if not let_off or money[whole] == money[left]:
        return ()
    put_on = [place for place in others if _PUT_ON.search(folded[place])][:_MOST_PUT_ON]
    one, two = _cents(money[whole]), _cents(money[left])
    signs = np.where(np.minimum(one, two) < 0, -1, 1)  # of a refund
    columns = {place: (-signs if place in put_on else signs) * np.abs(_cents(money[place])) for place in (*let_off, *put_on)}
    some = (
        (*parts, *more)
        for size in range(1, min(len(let_off), _MOST_PARTS) + 1) for parts in combinations(let_off, size)
        for further in range(len(put_on) + 1) for more in combinations(put_on, further)
    )
    return next((parts for parts in some if _nearly(one - two, sum(columns[place] for place in parts))), ())


def _nearly(off: np.ndarray, parts: np.ndarray) -> bool:
    """Whether what is off is what the parts come to on nearly every row, and on nearly all of those where anything is off."""
    wrong = int((off != parts).sum())
    telling = int(((off != 0) | (parts != 0)).sum())
    return telling > 0 and wrong <= telling * (1 - _NEARLY)


def _cents(column: Sequence[Decimal]) -> np.ndarray:
    numbers = (number if abs(number) < _MOST else Decimal(_MOST) for number in column)
    return np.array([int((number * 100).to_integral_value()) for number in numbers], dtype=np.int64)


def take(mapping: dict[str, int], place: int) -> None:
    """Map a place as the amount, and as nothing else."""
    for name in [name for name, at in mapping.items() if at == place]:
        del mapping[name]
    mapping["amount"] = place


def _number(cell: str) -> Decimal:
    return read_number(cell) or Decimal(0)
