"""Events of cards, each in a column of its own (耗卡, 实收, 转卡, 退款): what is used is a sale, what is paid a top-up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa

from segmentation.ingest.examination import Examination
from segmentation.ingest.guess import Cells
from segmentation.ingest.kinds.bills.kept import kept_columns, read_kept
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.stage import keep_spellings
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import read_number, yuan
from segmentation.warehouse import Cursor

_USED = re.compile(r"^(总|本次)?(耗卡|消卡|划卡)(金额|业绩)?$")
_PAID = re.compile(r"^(实收|收款|现金)业绩$")
_MOVED = re.compile(r"^(转卡|换卡|升卡)(业绩|金额)$")
_BACK = re.compile(r"^(退款|退卡)(业绩|金额)$")


class CardEvents(NamedTuple):
    """The places of what was used of cards, paid for them, moved from one to another and paid back (None: no such column)."""

    used: int
    paid: int
    moved: int | None
    back: int | None


def find_card_events(folded: Sequence[str], cells: Cells) -> CardEvents | None:
    """Return the columns of a file in which each row is one event of a card, used on some and paid on others; None for others."""
    parts = (_USED, _PAID, _MOVED, _BACK)
    places = [next((place for place, header in enumerate(folded) if part.search(header)), None) for part in parts]
    used, paid, moved, back = places
    if used is None or paid is None:
        return None
    rows = [[bool(read_number(cells[place][row])) for place in places if place is not None] for row in range(len(cells[used]))]
    both = any(row[0] for row in rows) and any(row[1] for row in rows)
    return CardEvents(used, paid, moved, back) if both and all(sum(row) <= 1 for row in rows) else None


def take_card_events(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take what was used of cards for the amount, what was paid for what was put on them, what was paid back for the refund."""
    if (events := find_card_events(folded, cells)) is None:
        return
    own = ("amount", "stored", "refund", "gross", "discount")
    for name in [name for name, place in mapping.items() if place in events or name in own]:
        del mapping[name]
    mapping.update(amount=events.used, stored=events.paid, **({} if events.back is None else {"refund": events.back}))


def is_of_card_events(found: Examination) -> bool:
    """Whether each row of a file is one event of a card, and its columns are taken for that."""
    events = find_card_events(*fold_table(found.names, found.readable.sample))
    return events is not None and (found.mapping.get("amount"), found.mapping.get("stored")) == events[:2]


def leave_moves_out(found: Examination, cursor: Cursor) -> int:
    """Leave out the rows that only move money from one card to another; tell, and return how many."""
    events = find_card_events(*fold_table(found.names, found.readable.sample))
    header = "" if events is None or events.moved is None else found.names[events.moved]
    if not is_of_card_events(found) or header not in kept_columns(found):
        return 0
    cell = read_kept(found, header)
    texts = [text for (text,) in cursor.execute(f"select distinct {cell} from lines where {cell} is not null").fetchall()]
    keep_spellings(cursor, "moves", pa.decimal128(18, 4), {text: read_number(text) for text in texts})
    moves = (
        "coalesce(amount, 0) = 0 and coalesce(stored, 0) = 0 and coalesce(refund, 0) = 0 and "
        "(amount is not null or amount_text is null) and "
        f"{cell} in (select text from moves where value <> 0)"
    )
    told = f"select count(*), coalesce(sum(value), 0) from lines inner join moves on {cell} = text where {moves}"
    lines, amount = cursor.execute(told).fetchall()[0]
    if lines:
        cursor.execute(f"create or replace temp table unmoved as select * from lines where coalesce(not ({moves}), true)")
        cursor.execute("create or replace temp view lines as select * from unmoved")
        text = N_("{count} rows only move money from one card to another (“{header}”, {amount}): no revenue, and no top-up.")
        found.notices.append(Notice("card_moves", text, lines, {"header": header, "amount": yuan(amount)}))
    return lines
