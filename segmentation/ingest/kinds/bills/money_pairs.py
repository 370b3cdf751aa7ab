"""Amounts that stand twice, each with its currency: Amount and Currency beside Converted Amount and Converted Currency."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from segmentation.ingest.guess import Cells
from segmentation.ingest.kinds.bills.columns import AMOUNT
from segmentation.language import currencies
from segmentation.language.text import fold_header
from segmentation.language.values import read_number

_CURRENCY = re.compile(r"^(?P<stem>.*?)(currency(code)?|币种|币别|货币)$")
_NAMES = [
    name for name in currencies.CODES if (name.isalpha() and len(name) > 1 + name.isascii()) or name in ("HK$", "US$", "NT$")
]
_NAMED = re.compile(rf"(?<![a-z])({'|'.join(map(re.escape, sorted(_NAMES, key=len, reverse=True)))})(?![a-z])", re.IGNORECASE)
_BESIDE = ("gross", "discount", "cost")  # of the same money: what has no column in the other currency is not read


def is_currency(cell: str) -> bool:
    """Whether a cell holds a currency and nothing else; a bare number is none."""
    return cell.strip().upper() in currencies.CODES and not cell.strip().isdecimal()


def pair_currency(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Let ``currency`` be that of the amount; where another pair of columns holds the same money in one currency, take that pair.

    It is taken where it is in the store's, and where the amount's own pair is in several, which nobody can add up.

    A pair is a currency and an amount whose headers begin alike. The refund goes along; where it has no column in that
    currency, nothing changes: the currency is asked about.
    """
    pairs = _pairs(folded, cells)
    now = next((stem for stem, (amount, _) in pairs.items() if amount == mapping.get("amount")), None)
    if now is None:
        return
    mapping["currency"] = pairs[now][1]
    codes = {stem: _codes(cells[currency]) for stem, (_, currency) in pairs.items()}
    own = [stem for stem in pairs if stem != now and codes[stem] == {currencies.STORE_CURRENCY}]
    if len(codes[now]) > 1 and not own:
        own = [stem for stem in pairs if stem != now and len(codes[stem]) == 1]
    if len(own) != 1 or codes[now] == {currencies.STORE_CURRENCY}:
        return
    _take(mapping, folded, pairs, now, own[0])


def pair_chosen(mapping: dict[str, int], folded: Sequence[str], cells: Cells, currency: str | None) -> None:
    """Let the currency be that of an amount that a person chose; where he chose a ``currency``, take the pair that has it."""
    pairs = _pairs(folded, cells)
    now = next((stem for stem, (amount, _) in pairs.items() if amount == mapping.get("amount")), None)
    if now is None:
        return
    mapping["currency"] = pairs[now][1]
    for stem in [stem for stem in pairs if stem and stem != now]:
        for name in [name for name in ("refund", *_BESIDE) if name in mapping and folded[mapping[name]].startswith(stem)]:
            twin = _twin(folded, mapping[name], stem, now)
            if twin is not None:
                mapping[name] = twin
    code = currency and currencies.code_of(currency)
    with_it = [stem for stem in pairs if code and code in _codes(cells[pairs[stem][1]])]
    if len(with_it) == 1 and with_it[0] != now:
        _take(mapping, folded, pairs, now, with_it[0])


def currency_of_header(header: str) -> str | None:
    """Return the currency that a header of amounts names; None where it names none, or is one of other money.

    >>> [currency_of_header(header) for header in ("實收MOP", "Amount (HKD)", "金额（元）", "Tips HKD")]
    ['MOP', 'HKD', None, None]
    """
    named = _NAMED.search(header)
    is_amount = named and fold_header(header.replace(named[0], "", 1)) in AMOUNT.synonyms
    return currencies.code_of(named[0]) if is_amount else None


def take_named(mapping: dict[str, int], names: Sequence[str], cells: Cells, currency: str | None, *, is_chosen: bool) -> None:
    """Let an amount whose header names its currency stand without a column of currencies: those are of the originals.

    Where the amount is that of the originals, in several currencies or beside one in the store's, the named one is taken; not
    where a person ``is_chosen`` it or wants another ``currency``, nor where refunds have no column in the same currency.
    """
    if not {"amount", "currency"} <= mapping.keys():
        return
    if currency_of_header(names[mapping["amount"]]):
        del mapping["currency"]
        return
    codes = _codes(cells[mapping["currency"]])
    named = {
        code: place for place, name in enumerate(names)
        if (code := currency_of_header(name)) and place not in mapping.values() and any(map(read_number, cells[place]))
    }
    own = currencies.code_of(currency) if currency else currencies.STORE_CURRENCY
    code = own if own in named else next(iter(named), None)
    if code is None or is_chosen or "refund" in mapping or (currency and code != own):
        return
    if len(codes) > 1 or (codes != {code} and code == currencies.STORE_CURRENCY):
        for name in ("currency", *_BESIDE):
            mapping.pop(name, None)
        mapping["amount"] = named[code]


def find_mixed_beside(mapping: Mapping[str, int], folded: Sequence[str], cells: Cells) -> tuple[int, list[str]] | None:
    """Return the place of an amount in several currencies beside the one that is taken, and these; None where there is none."""
    pairs = _pairs(folded, cells)
    if not any(amount == mapping.get("amount") for amount, _ in pairs.values()):
        return None
    others = [(place, sorted(_codes(cells[currency]))) for place, currency in pairs.values() if place != mapping["amount"]]
    return next((each for each in others if len(each[1]) > 1), None)


def _take(mapping: dict[str, int], folded: Sequence[str], pairs: Mapping[str, tuple[int, int]], now: str, stem: str) -> None:
    """Take the pair whose headers begin with ``stem`` in place of that of ``now``, with the refund, if it has a column there."""
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


def _codes(cells: Sequence[str]) -> set[str]:
    return {currencies.code_of(cell) for cell in cells if cell.strip()}


def _twin(folded: Sequence[str], place: int, now: str, stem: str) -> int | None:
    """Return the place of the column that says in the other currency what ``place`` says; None where there is none."""
    twin = stem + folded[place][len(now):]
    return folded.index(twin) if twin in folded else None
