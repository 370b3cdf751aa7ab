"""A total that holds what was put on cards (合计收款 = 现金消费 + 现金充值 + …): the top-ups go off it, and are stored value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any, NamedTuple

import pyarrow as pa

from segmentation.ingest.examination import Examination
from segmentation.ingest.guess import ENOUGH, NO_MONEY, Cells
from segmentation.ingest.kinds.bills.gifts import pays_from_card
from segmentation.ingest.kinds.bills.kept import kept_columns, read_kept
from segmentation.ingest.kinds.bills.purses import find_purses
from segmentation.ingest.looks import is_number, share_of
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.stage import CELL_END, TOTAL_LINE, keep_spellings
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import CENT, read_number, yuan
from segmentation.warehouse import Cursor, run

_PUT = re.compile(r"充值|充卡|[办售开]卡|储值(?!卡|消费|支付)|top-?up|recharge|reload|(gift)?cards?(sales|sold)")
_NOT_PUT = re.compile(r"赠|送|余额|次|数|退|消费|扣|抵|支付|bonus|balance|count|refund|redeem")
_CARD = re.compile(
    r"扣卡|卡扣|[耗划消]卡|(会员卡|储值卡?|余额|卡金)(消费|支付|扣款|扣减|抵扣|付款)|^(会员卡|储值卡)$|(from|by)card|cardused|redeemed"
)
_MOST_PARTS = 8
_MOST_MONEY = 10**7


class TopUpsInside(NamedTuple):
    """The places of the top-ups that a total holds, and of what was paid from cards, which it does not hold."""

    tops: tuple[int, ...]
    cards: tuple[int, ...]


def find_top_ups_inside(mapping: Mapping[str, int], folded: Sequence[str], cells: Cells) -> TopUpsInside | None:
    """Return the columns of top-ups without which the amount is, on every row, what was spent by others; None without that proof.

    >>> cells = [["38", "628", "0"], ["38", "128", ""], ["", "500", ""], ["", "", "68"]]
    >>> find_top_ups_inside({"amount": 0}, ["合计", "消费", "充值", "扣卡"], cells)
    TopUpsInside(tops=(2,), cards=(3,))
    """
    amount = mapping.get("amount")
    if amount is None or _PUT.search(folded[amount]):
        return None
    purses = find_purses(mapping, folded, cells)  # paid with, and no top-ups
    taken = {place for name, place in mapping.items() if name not in ("stored", "gross")}
    money = {
        place: [read_number(cell) or Decimal(0) for cell in cells[place]]
        for place, header in enumerate(folded)
        if place not in taken and (_PUT.search(header) or not NO_MONEY.search(header))
        and share_of(cells[place], is_number) >= ENOUGH
    }
    money = {place: column for place, column in money.items() if any(column) and max(map(abs, column)) < _MOST_MONEY}
    tops = [
        place for place in money
        if _PUT.search(folded[place]) and not _NOT_PUT.search(folded[place]) and place not in purses
    ]
    parts = [place for place in money if place not in tops]
    whole = [read_number(cell) or Decimal(0) for cell in cells[amount]]
    rest = [total - sum(money[place][row] for place in tops) for row, total in enumerate(whole)]
    if not tops or not any(rest) or len(parts) > _MOST_PARTS:
        return None
    for size in range(len(parts), 0, -1):
        for spent in combinations(parts, size):
            if all(left == sum(money[place][row] for place in spent) for row, left in enumerate(rest)):
                cards = (place for place in parts if place not in spent and _CARD.search(folded[place]))
                return TopUpsInside(tuple(tops), tuple(cards))
    return None


def take_top_ups_inside(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Map the first of the top-ups that the amount holds as what is stored; ``take_top_ups_off`` does the rest."""
    inside = find_top_ups_inside(mapping, folded, cells)
    if inside is not None and mapping.get("stored") not in inside.tops:
        for name in [name for name, place in mapping.items() if place == inside.tops[0]]:
            del mapping[name]
        mapping["stored"] = inside.tops[0]


def take_top_ups_off(found: Examination, cursor: Cursor, values: dict[str, Any], comma: bool) -> None:
    """Take the top-ups off the amounts that hold them, and add what was paid from cards beside them; tell both.

    On a row with both, ``stored`` is the one less the other.
    """
    values["tops_beside"] = values["cards_beside"] = False
    inside = find_top_ups_inside(found.mapping, *fold_table(found.names, found.readable.sample))
    if inside is None or found.mapping.get("stored") not in inside.tops or values["is_ledger"] or values["of_events"]:
        return
    headers = {place: header for header, place in kept_columns(found).items()}
    if not {*inside.tops, *inside.cards} <= headers.keys():
        return
    whole, own = found.mapped_headers()["amount"], found.mapping["stored"]
    put = Decimal(0)
    for place in inside.tops:
        put += _add(cursor, found, headers[place], comma, "amount = amount - {sum}" + (
            "" if place == own else ", stored = coalesce(stored, 0) + {sum}"
        ))
    values["tops_beside"] = values["sells_cards"] = True
    text = N_("“{header}” holds what was put on cards ({columns}, {amount}): it was taken off, as stored value and no revenue.")
    columns = ", ".join(headers[place] for place in inside.tops)
    found.notices.append(Notice("top_ups_inside", text, 1, {"header": whole, "columns": columns, "amount": yuan(put)}))
    known = pays_from_card(found)
    for place in inside.cards:
        less = "" if headers[place] in known else ", stored = coalesce(stored, 0) - {sum}"
        paid = _add(cursor, found, headers[place], comma, "amount = coalesce(amount, 0) + {sum}" + less)
        values["cards_beside"] = True
        text = N_("“{header}” ({amount}) was paid from cards and is not in “{whole}”: it counts as revenue, paid from the card.")
        found.notices.append(Notice("cards_beside", text, 1, {"header": headers[place], "amount": yuan(paid), "whole": whole}))


def _add(cursor: Cursor, found: Examination, header: str, comma: bool, change: str) -> Decimal:
    """Change each row by its number under a header; return what all come to."""
    cell = read_kept(found, header)
    texts = [text for (text,) in cursor.execute(f"select distinct {cell} from kept_lines where {cell} is not null").fetchall()]
    keep_spellings(cursor, "beside_total", pa.decimal128(18, 4), {text: read_number(text, comma) for text in texts})
    change = change.replace("{sum}", "spelled.value")
    change = re.sub(r"= (.+?)(?=, stored|$)", r"= cast(\1 as decimal(18, 4))", change)
    there = f"{cell} = spelled.text and spelled.value <> 0"
    cursor.execute(f"update kept_lines set {change} from beside_total as spelled where {there}")
    place = list(kept_columns(found)).index(header) + 1
    told = run(cursor, "stage/beside_total", cell_end=CELL_END, place=place, total_line=TOTAL_LINE).fetchall()
    return told[0][0].quantize(CENT)
