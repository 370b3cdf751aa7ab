"""Which bills were paid from what customers have stored: what the file says, never what it leaves open."""

from __future__ import annotations

import re
from pathlib import Path

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.gifts import pays_from_card
from segmentation.ingest.meaning import SALE
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header

_LEFT = re.compile(r"(?<!积分)(余额|结余|剩余金额)|balance")  # behind each row: what is left on the card then
_LEDGER = re.compile(r"储值|充值|预存|会员卡|卡(消费|交易|流水|明细)|余额|stored.?value|gift.?card|card.?ledger", re.IGNORECASE)
_FROM_CARD = re.compile(r"储值|卡|余额|预存|stored|card", re.IGNORECASE)


def says_what_left(found: Examination) -> bool:
    """Whether a column says by its sign what a line put on a card or took off it (储值余额变动 500, -200, 0), or what it paid."""
    if pays_from_card(found):
        return True
    place = found.mapping.get("stored")
    cells = [] if place is None else [row[place].strip() for row in found.readable.sample if place < len(row)]
    return any(cell.startswith(("-", "−", "(")) for cell in cells)


def is_of_cards(found: Examination) -> bool:
    """Whether a file is the ledger of cards, whose every sale goes off one: it says what is left, or is named so."""
    readable = found.readable
    names = (Path(readable.file_name).stem, readable.sheet or "", *readable.titles)
    sales = [mark.value for mark in found.marks if mark.meaning == SALE and mark.value]
    return (
        bool(found.stage and found.stage.values.get("sales_below"))  # what goes off a card is below zero
        or any(_LEFT.search(fold_header(name)) for name in found.names)
        or any(map(_LEDGER.search, names))
        or (bool(sales) and all(map(_FROM_CARD.search, sales)))
    )


def tell_card_use(found: Examination) -> None:
    """Tell where a file brings top-ups and does not say which of its bills were paid from them."""
    says = "payment_method" in found.mapping or says_what_left(found) or is_of_cards(found)
    if found.counts["top_ups"] and found.counts["bills"] and not says:
        text = N_(
            "The file does not say which of its {count} bills were paid from the card: what customers topped up is known, what "
            "is left of it is not. Choose the column with the payment method if there is one."
        )
        found.notices.append(Notice("card_use_unsaid", text, found.counts["bills"]))
