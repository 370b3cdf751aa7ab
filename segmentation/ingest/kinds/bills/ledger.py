"""A ledger of cards in two columns (存入/支出, credit/debit) beside what is left: in is a top-up, out is spent or paid back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import pyarrow as pa

from segmentation.ingest.columns import KEY_COLUMNS
from segmentation.ingest.examination import Examination
from segmentation.ingest.guess import Cells
from segmentation.ingest.kinds.bills.gifts import find_gift
from segmentation.ingest.kinds.bills.kept import read_kept
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.stage import keep_spellings
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import read_number
from segmentation.warehouse import Cursor

_WAYS = re.compile(
    r"^(存入|取出|收入|支出|充值|储值|消费|增加|减少|扣[减款]|转入|转出|入账|出账|使用|[借贷]方?)(金额|额)?$|"
    r"^(credit|debit|moneyin|moneyout|paidin|paidout|in|out|added|spent|used|deposits?|withdrawals?|topup|loaded|redeemed)(amount)?$"
)
_LEFT = re.compile(r"^(?!.*积分)(.*(余额|结余)|.*balance)$")
_PAID_BY = re.compile(r"支付|实付|实收|paid")  # says itself what was paid from the card
_MOSTLY = Decimal("0.9")


class Ledger(NamedTuple):
    """The places of what came onto a card and of what went off it."""

    come: int
    gone: int


def find_ledger(mapping: Mapping[str, int], folded: Sequence[str], cells: Cells) -> Ledger | None:
    """Return the two columns that move a balance customer by customer, as the balance of each row proves; None without proof.

    The book of a house moves one balance whoever stands on a row: what comes in there are its sales.
    """
    key = next((mapping[name] for name in KEY_COLUMNS if name in mapping), None)
    left = next((place for place, header in enumerate(folded) if _LEFT.search(header)), None)
    ways = [place for place, header in enumerate(folded) if _WAYS.search(header) and any(cells[place])]
    if key is None or left is None or len(ways) < 2 or any(map(_PAID_BY.search, folded)):
        return None
    back = mapping.get("refund")
    for come in ways:
        for gone in ways:
            pairs = zip(cells[key], cells[come], cells[gone], strict=True)
            if come == gone or any(who and _both(one, two) for who, one, two in pairs):  # a total has both, and names nobody
                continue
            sign = way_of(cells[gone])
            moves = [_number(one) - sign * _number(two) for one, two in zip(cells[come], cells[gone], strict=True)]
            if _moves(cells[key], moves, cells[left]):
                return Ledger(come, gone)
            if back not in (None, come, gone):  # what came back onto the card
                moves = [move + abs(_number(cell)) for move, cell in zip(moves, cells[back], strict=True)]
                if _moves(cells[key], moves, cells[left]):
                    return Ledger(come, gone)
    return None


def take_ledger(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take what came onto the cards of a ledger for the amount; what went off them is set against it, row by row."""
    if (ledger := find_ledger(mapping, folded, cells)) is None:
        return
    back = mapping.get("refund")
    comes_back = back is not None and back not in ledger and _raises(mapping, folded, cells, back)
    for name in [name for name, place in mapping.items() if place in ledger or name in ("stored", "refund", "gross")]:
        del mapping[name]
    mapping["amount"] = ledger.come
    if comes_back:
        mapping["refund"] = back
    if (gift := find_gift(folded)) is not None and gift not in mapping.values():
        mapping["stored"] = gift


def _raises(mapping: Mapping[str, int], folded: Sequence[str], cells: Cells, back: int) -> bool:
    """Whether what went back of sales came onto the card again: each balance beside it is that much above the one before."""
    key = next(mapping[name] for name in KEY_COLUMNS if name in mapping)
    left = next(place for place, header in enumerate(folded) if _LEFT.search(header))
    before: dict[str, Decimal | None] = {}
    told, who = [], ""
    for row, cell in enumerate(cells[left]):
        who, now = cells[key][row] or who, read_number(cell)
        if (returned := _number(cells[back][row])) and now is not None and before.get(who) is not None:
            told.append(now - before[who] == abs(returned))
        before[who] = now
    return bool(told) and all(told)


def set_against(found: Examination, cursor: Cursor, values: dict[str, Any]) -> None:
    """Make the amounts of a ledger what came onto the card less what went off it; tell."""
    ledger = find_ledger(found.mapping, *fold_table(found.names, found.readable.sample))
    values["is_ledger"] = ledger is not None and found.mapping.get("amount") == ledger.come
    if not values["is_ledger"]:
        return
    header = found.names[ledger.gone]
    sign = "-" if way_of([row[ledger.gone] for row in found.readable.sample]) > 0 else "+"
    amount = f"update kept_lines set amount = cast(coalesce(amount, 0) {sign} {{gone}} as decimal(18, 4))"
    named = next((name for name, place in found.mapping.items() if place == ledger.gone), None)
    if named:  # as what a bill came to before discounts
        cursor.execute(f"{amount.format(gone=named)} where {named} <> 0")
    else:
        cell = read_kept(found, header)
        told = cursor.execute(f"select distinct {cell} from kept_lines where {cell} is not null").fetchall()
        keep_spellings(cursor, "gone", pa.decimal128(18, 4), {text: read_number(text) for (text,) in told})
        cursor.execute(
            f"{amount.format(gone='spelled.value')} from gone as spelled where {cell} = spelled.text and spelled.value <> 0"
        )
    values["sales_below"] = True
    text = N_(
        "The file moves the balance of cards: “{come}” was put on them and is no revenue, “{gone}” went off them and is what "
        "was spent; money paid back from a card is no refund of a sale."
    )
    found.notices.append(Notice("card_ledger", text, 1, {"come": found.names[ledger.come], "gone": header}))


def way_of(gone: Sequence[str]) -> int:
    """Return -1 where what went off is written below zero, else 1: what is below zero then takes a row above it back.

    >>> way_of(["-20", "-30", ""]), way_of(["20", "30", "-20"])
    (-1, 1)
    """
    numbers = [number for cell in gone if (number := _number(cell))]
    return -1 if sum(number < 0 for number in numbers) * 2 > len(numbers) else 1


def _moves(keys: Sequence[str], moves: Sequence[Decimal], left: Sequence[str]) -> bool:
    """Whether balances follow from the moves of each customer, from above or from below, and not from all rows as one."""
    rows = [(key, move, read_number(cell)) for key, move, cell in zip(keys, moves, left, strict=True)]
    rows = [row for row in rows if row[0] and row[2] is not None]
    return any(
        _follows(told, by_customer=True) and (len({key for key, *_ in told}) == 1 or not _follows(told, by_customer=False))
        for told in (rows, rows[::-1])
    )


def _follows(rows: Sequence[tuple[str, Decimal, Decimal]], *, by_customer: bool) -> bool:
    before: dict[str, Decimal] = {}
    steps = []
    for key, move, left in rows:
        of = key if by_customer else ""
        if of in before:
            steps.append(before[of] + move == left)
        before[of] = left
    return bool(steps) and sum(steps) >= len(steps) * _MOSTLY


def _both(one: str, other: str) -> bool:
    return bool(_number(one) and _number(other))


def _number(cell: str) -> Decimal:
    return read_number(cell) or Decimal(0)
