"""Amounts that stand twice, each with its currency: Amount and Currency beside Converted Amount and Converted Currency."""

from __future__ import annotations

import re
from collections.abc import Sequence

from segmentation.ingest.guess import Cells
from segmentation.ingest.kinds.bills.columns import AMOUNT
from segmentation.language import currencies
from segmentation.language.values import read_number

_CURRENCY = re.compile(r"^(?P<stem>.*?)(currency(code)?|币种|币别|货币)$")
_BESIDE = ("gross", "discount", "cost")  # of the same money: what has no column in the other currency is not read


def is_currency(cell: str) -> bool:
    """Whether a cell holds a currency and nothing else; a bare number is none."""
    return cell.strip().upper() in currencies.CODES and not cell.strip().isdecimal()


def pair_currency(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Let ``currency`` be that of the amount; where another pair of columns holds the same money in the store's, take that pair.

    A pair is a currency and an amount whose headers begin alike. The refund goes along; where it has no column in the store's
    currency, nothing changes: the currency is asked about.
    """
    pairs = _pairs(folded, cells)
    now = next((stem for stem, (amount, _) in pairs.items() if amount == mapping.get("amount")), None)
    if now is None:
        return
    mapping["currency"] = pairs[now][1]
    own = [stem for stem, (_, currency) in pairs.items() if stem != now and _is_own(cells[currency])]
    if len(own) != 1 or _is_own(cells[pairs[now][1]]):
        return
    stem = own[0]
    beside = {name: _twin(folded, mapping[name], now, stem) for name in ("refund", *_BESIDE) if name in mapping}
    if beside.get("refund", 0) is None:
        return
    taken = {"amount": pairs[stem][0], "currency": pairs[stem][1]} | {name: at for name, at in beside.items() if at is not None}
    left = [name for name, at in mapping.items() if name in beside or at in taken.values()]
    for name in left:
        del mapping[name]
    mapping.update(taken)


def _pairs(folded: Sequence[str], cells: Cells) -> dict[str, tuple[int, int]]:
    """Return how the headers begin → the places of amount and currency."""
    found = {}
    for place, header in enumerate(folded):
        named = _CURRENCY.match(header)
        filled = [cell for cell in cells[place] if cell.strip()]
        if named is None or not filled or not all(map(is_currency, filled)):
            continue
        stem = named["stem"]
        amounts = [
            at for at, other in enumerate(folded)
            if other.startswith(stem) and other[len(stem):] in AMOUNT.synonyms and any(map(read_number, cells[at]))
        ]
        if amounts:
            found[stem] = (amounts[0], place)
    return found


def _is_own(cells: Sequence[str]) -> bool:
    return {currencies.code_of(cell) for cell in cells if cell.strip()} == {currencies.STORE_CURRENCY}


def _twin(folded: Sequence[str], place: int, now: str, stem: str) -> int | None:
    """Return the place of the column that says in the other currency what ``place`` says; None where there is none."""
    twin = stem + folded[place][len(now):]
    return folded.index(twin) if twin in folded else None
