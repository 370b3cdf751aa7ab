"""Which bills were paid from what customers have stored: what the file says, never what it leaves open."""

from __future__ import annotations

import re
from pathlib import Path

from segmentation.ingest.examination import Examination, Stage
from segmentation.ingest.kinds.bills.gifts import pays_from_card
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.ingest.meaning import SALE
from segmentation.ingest.stage import CELL_END
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import either_script, fold_header
from segmentation.language.values import yuan
from segmentation.warehouse import fetch

_LEFT = re.compile(  # behind each row: what is left on the card then, and not what it paid
    r"(?<!积分)(余额|结余|剩余金额)(?!支付|抵扣|扣款|扣减|消费|付款|实付)|balance(?!paid|used)"
)
_OWED = re.compile(r"due|owed|owing|outstanding|open|欠|应收|未付|未收|待付")  # of a bill, not of a card
_CHANGE = re.compile(r"变动|变化|增减|发生额|change|delta|movement")  # of what is left, and not what is left
_BEFORE = re.compile(r"[前初](储值|会员)?卡?内?(余额|结余|剩余金额)|^上[次期]|before|opening")
_LEDGER = re.compile(r"储值|充值|预存|会员卡|卡(消费|交易|流水|明细)|余额|stored.?value|gift.?card|card.?ledger", re.IGNORECASE)
WAYS, WORDS = "ways", "words"  # of paying, in a kind of line: in whole cells, or in some words of them
# of a sale on a ledger that did not go off the card
CASH_WORDS = either_script(r"(?i)现金|微信|支付宝|银行卡|信用卡|云闪付|cash")
_FROM_CARD = re.compile(r"储值|卡|余额|预存|stored|card", re.IGNORECASE)


def says_what_left(found: Examination) -> bool:
    """Whether a column says by its sign what a line put on a card or took off it (储值余额变动 500, -200, 0), or what it paid."""
    if pays_from_card(found) or (found.stage and found.stage.values.get("cards_beside")):
        return True
    place = found.mapping.get("stored")
    cells = [] if place is None else [row[place].strip() for row in found.readable.sample if place < len(row)]
    return any(re.match(r"[-−(].*\d", cell) for cell in cells)


def is_of_cards(found: Examination) -> bool:
    """Whether a file is the ledger of cards, whose every sale goes off one: it says what is left, or is named so."""
    readable = found.readable
    names = (Path(readable.file_name).stem, readable.sheet or "", *readable.titles)
    ways = pays_from_card(found)
    sales = [mark.value for mark in found.marks if mark.meaning == SALE and mark.value]
    return (
        bool(found.stage and any(map(found.stage.values.get, ("sales_below", "of_events"))))  # what goes off a card is below zero
        or any(_says_left(fold_header(name)) for name in found.names if name not in ways)
        or any(map(_LEDGER.search, names))
        or (bool(sales) and all(map(_FROM_CARD.search, sales)))
    )


def _says_left(header: str) -> bool:
    return bool(_LEFT.search(header)) and not _OWED.search(header)


def check_balances(found: Examination, stage: Stage) -> None:
    """Tell where the moves of a card ledger do not come to what its own column says is left, with the first such customer.

    Of several columns it is the one that the moves come to, and never one that says by how much a balance changed.
    """
    headers = [(place, fold_header(header)) for place, header in enumerate(kept_columns(found), 1)]
    ways = {fold_header(header) for header in pays_from_card(found)}
    left = [each for each in headers if _says_left(each[1]) and each[1] not in ways and not _CHANGE.search(each[1])]
    places = [place for place, _ in sorted(left, key=lambda each: bool(_BEFORE.search(each[1])))]
    if not found.counts["top_ups"] or not places:
        return
    bound = {**stage.values, "cell_end": CELL_END, "cash_words": CASH_WORDS, "by_stored": says_what_left(found)}
    tried = [fetch(stage.cursor, "stage/balance_moves", **bound, place=place).to_pylist()[0] for place in places]
    if any(told["customers"] and not told["wrong"] for told in tried) or not tried[0]["wrong"]:
        return
    told = tried[0]
    text = N_(
        "For {count} of {customers} customers the rows do not come to what “{header}” says is left: {example} has {left} there; "
        "from the {start} after its first row on, the rows come to {sum}. Look at what the values of these rows mean, and at "
        "what was given on top."
    )
    values = {
        "customers": told["customers"], "header": list(kept_columns(found))[places[0] - 1], "example": told["example"],
        "left": yuan(told["example_left"]), "start": yuan(told["example_start"]), "sum": yuan(told["example_sum"]),
    }
    found.notices.append(Notice("balances_differ", text, told["wrong"], values))


def tell_card_use(found: Examination) -> None:
    """Tell where a file brings top-ups and does not say which of its bills were paid from them."""
    if found.counts["top_ups"] and pays_from_card(found):
        more = "select coalesce(sum(-stored - amount), 0) from staged_bills where amount > 0 and -stored > amount"
        [(money,)] = found.stage.cursor.execute(more).fetchall()
        if money:
            text = N_(
                "{money} more went off cards than the bills paid from them count with, such as tax and tips: what is left is so "
                "much less than it is shown as."
            )
            found.notices.append(Notice("card_paid_more", text, 1, {"money": yuan(money)}))
    says_way = "payment_method" in found.mapping or getattr(found.stage, "names_payments", "") == WAYS
    says = says_way or says_what_left(found) or is_of_cards(found)
    if found.counts["top_ups"] and found.counts["bills"] and not says:
        text = N_(
            "The file does not say which of its {count} bills were paid from the card: what customers topped up is known, what "
            "is left of it is not. Choose the column with the payment method if there is one."
        )
        found.notices.append(Notice("card_use_unsaid", text, found.counts["bills"]))
