"""What moves a card in columns of its own: what the house gave on top of a top-up, and what of a bill was paid from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pyarrow as pa

from segmentation.ingest.columns import KEY_COLUMNS
from segmentation.ingest.examination import Examination
from segmentation.ingest.guess import ENOUGH, Cells
from segmentation.ingest.kinds.bills.kept import kept_columns, read_kept
from segmentation.ingest.kinds.bills.purses import WAY, find_purses
from segmentation.ingest.looks import is_number, share_of
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.stage import keep_spellings
from segmentation.language.text import fold_header
from segmentation.language.values import read_number
from segmentation.warehouse import Cursor

_OWN = re.compile(r"本金")
_PUT = re.compile(r"^(本次|会员)?(充值|储值|充卡)(金额|额)$|^(topup|recharge|reload|load)(amount|value)?$")
_GIFT = re.compile(
    r"^(赠送|赠金|赠额)(金额|余额)?变动(金额|额)?$|^(储值|充值)?(赠送|赠金|赠额)(金额)?$|^(bonus|gifted)(amount|value)?$"
)
# of a bill, what was paid from the card: in all, or the guest's own money and what was given
_PAID = re.compile(
    r"^(储值卡?|储值余额|会员卡|会员余额|卡(内|余额|金)?|余额)(支付|抵扣|扣款|扣减|实付|消费)(金额|额)?$|^总?(耗卡|划卡|卡耗|卡扣)(金额|额)?$|"
    r"^(storedvalue|giftcard|cardbalance|membercard)(paid|payment|used|redeemed)$|^paid(by|from)(card|storedvalue|balance)$"
)
_PAID_IN_PARTS = re.compile(
    r"^(使用)?(储值卡?|会员卡?)?(本金|赠金|赠送金?|赠额)(账户|余额)?(支付|抵扣|扣款|扣减|实付|消费)(金额|额)?$|"
    r"^(principal|bonus|gifted)(paid|payment|used|redeemed)$"
)
_GIVEN = re.compile(r"赠|bonus|gifted")
# a way of paying among others, where the money of a bill is split by them; "balance" alone is as often what is left on the card
_CARD = re.compile(
    r"^(储值卡?|会员卡|会员余额|卡(内)?余额|余额|卡金|充值卡|预付卡|储值账户|会员储值)(金额|额)?$|"
    r"^(square|shopify|clover|toast)?(giftcards?|storedvalue|storecredit|membercard|cardbalance|prepaidcard)"
    r"(amount|tender|payments?)?$"
)
_SURE_CARD = re.compile(
    r"^(储值卡?|会员卡|充值卡|预付卡)(金额|额)?$|^(square|shopify|clover|toast)?(giftcards?|membercard|prepaidcard)"
)
_OF_CARDS = re.compile(
    r"(?i)充值|储值|充卡|续充|[办售开续购]卡|会员卡|卡号|余额|本金|预存|top.?up|recharge|reload|stored|deposit|balance|"
    r"card ?no|gift ?card"
)
_MOVE = re.compile(r"变动(金额|额)?$|^(stored?value|balance|card|bonus|gifted)change$")  # by how much it changed, with its sign
_OWN_PURSE = re.compile(r"储值|本金|充值|stored")  # beside the gifts' own: money of the guest
_LEFT = re.compile(r"^(?!.*积分)(.*(余额|结余)|.*balance)$")


def add_gifts(found: Examination, cursor: Cursor) -> None:
    """Add what was given to the guest's own money, where a file says both for each line, and no balance says otherwise.

    Of two columns that say by how much a card changed, the guest's and the gifts' (储值余额变动, 赠送余额变动), both go on it or
    off it; whether the first holds the second the balances tell, else the header.
    """
    header = fold_header(found.mapped_headers().get("stored", ""))
    gifts = [column for column in kept_columns(found) if _GIFT.search(fold_header(column))]
    if gifts and _MOVE.search(header) and not _OWN.search(header):
        moves = bool(_MOVE.search(fold_header(gifts[0])))
        told = _tell_both(found, gifts[0])
        if told if told is not None else moves and _OWN_PURSE.search(header):
            _add(found, cursor, gifts[0], "stored", "" if moves else " and stored > 0")
        return
    if not gifts or not (_OWN.search(header) or (_PUT.search(header) and not _has_it_in(found, gifts[0]))):
        return
    there = "" if _OWN.search(header) else " and stored <> 0"  # beside a sale, what was given are dishes
    _add(found, cursor, gifts[0], "stored", there)


def moves_cards(found: Examination) -> bool:
    """Whether a column says of each line by how much the balance of its card changed, whatever was paid for that."""
    return bool(_MOVE.search(fold_header(found.mapped_headers().get("stored", ""))))


def find_gift(folded: Sequence[str]) -> int | None:
    """Return the place of what the house gave on top of a top-up, None where no column says it."""
    return next((place for place, header in enumerate(folded) if _GIFT.search(header)), None)


def may_top_up(folded: Sequence[str], cells: Cells) -> bool:
    """Whether anything in a file speaks of cards or of what is put on them: without, what was given away were dishes and drinks.

    >>> may_top_up(["酒水消费", "赠送金额"], [["80"], ["8"]]), may_top_up(["类型", "赠送金额"], [["会员充值"], ["8"]])
    (False, True)
    """
    return any(map(_OF_CARDS.search, folded)) or any(_OF_CARDS.search(cell) for column in cells for cell in column)


def gifts_come_on_top(found: Examination) -> bool:
    """Whether what is stored beside a top-up is what was given, on top of its amount as balances show, if there are any."""
    header = fold_header(found.mapped_headers().get("stored", ""))
    return bool(_GIFT.search(header)) and "amount" in found.mapping and not _rises_by(found, "amount", found.mapping["stored"])


def pays_from_card(found: Examination) -> list[str]:
    """Return the headers of what was paid from a card: a column of its own, or one way of paying of several.

    Where the file has a column with the way of paying and says of no top-up what it put on a card, that column tells.
    """
    if "stored" not in found.mapping and "payment_method" in found.mapping:
        return []
    headers = kept_columns(found)
    whole = [header for header in headers if _PAID.search(fold_header(header)) and _holds_money(found, headers[header])]
    parts = [header for header in headers if _PAID_IN_PARTS.search(fold_header(header)) and _holds_money(found, headers[header])]
    given = [header for header in parts if _GIVEN.search(fold_header(header))]
    if whole and len(given) == len(parts) == 1 and _stand_apart(found, headers, whole[0], given[0]):
        return [whole[0], given[0]]
    return whole[:1] or parts or _purses(found, headers) or _cards_among_ways(found, headers)


def _purses(found: Examination, headers: Mapping[str, int]) -> list[str]:
    """Return the headers of what was paid from cards where all ways of paying come to the amount; none that is mapped."""
    places = find_purses(found.mapping, *fold_table(found.names, found.readable.sample))
    names = [found.names[place] for place in places]
    return names if set(names) <= headers.keys() else []


def _stand_apart(found: Examination, headers: Mapping[str, int], whole: str, given: str) -> bool:
    """Whether what was paid from gifts (赠送支付) is not in what was paid from the card (储值支付), by what the bills come to.

    It is not in it where more was paid from gifts, or where it takes both, with the other ways of paying, to come to the amount.
    """
    amount = found.mapping.get("amount")
    ways = [place for name, place in headers.items() if name not in (whole, given) and WAY.search(fold_header(name))]
    both = apart = 0
    for row in found.readable.sample:
        card, gift = (abs(read_number(row[headers[header]]) or Decimal(0)) for header in (whole, given))
        if not gift:
            continue
        came = abs(read_number(row[amount]) or Decimal(0)) if amount is not None else Decimal(0)
        rest = sum((abs(read_number(row[place]) or Decimal(0)) for place in ways), Decimal(0))
        if gift > card or (came and card + gift + rest == came):
            apart += 1
        else:
            both += 1
    return apart > both


def _holds_money(found: Examination, place: int) -> bool:
    return share_of([row[place] for row in found.readable.sample], is_number) >= ENOUGH


def _cards_among_ways(found: Examination, headers: Mapping[str, int]) -> list[str]:
    """Return the header of the card where the ways of paying come to the amount in nearly every row, or to another sum.

    That is what was paid with tax and tips, where the amount is without.
    """
    amount = found.mapping.get("amount")
    if amount is None:
        return []
    places = {place: fold_header(name) for name, place in headers.items()} | {amount: fold_header(found.names[amount])}
    places = {place: header for place, header in places.items() if _CARD.search(header) or WAY.search(header)}
    rows = [[read_number(row[place]) or Decimal(0) for place in (amount, *places)] for row in found.readable.sample]
    cards = [place for place, header in places.items() if _CARD.search(header) and place != amount]
    if len(cards) != 1 or len(places) < 2:
        return []
    by_card = [row for row in rows if row[1 + list(places).index(cards[0])]]
    sums = [sum(row[1:]) for row in rows]
    wholes = [amount, *(place for name, place in headers.items() if place not in places and _holds_money(found, place))]
    is_split = bool(by_card) and (amount in places or any(_come_to(found, whole, sums) for whole in wholes))
    if amount in places and not _SURE_CARD.search(places[cards[0]]):
        return []  # no column has the whole, to prove that a balance is no balance
    return [found.names[cards[0]]] if is_split else []


def _come_to(found: Examination, whole: int, sums: Sequence[Decimal]) -> bool:
    """Whether the sums are what a column says in nearly every row."""
    told = [(read_number(row[whole]) or Decimal(0), one) for row, one in zip(found.readable.sample, sums, strict=True)]
    telling = [said == one for said, one in told if said or one]
    return bool(telling) and sum(telling) * 10 >= 9 * len(telling)


def take_card_payments(found: Examination, cursor: Cursor) -> None:
    """Let ``stored`` say what of a bill went off the card, below zero, where columns of their own say it."""
    for header in pays_from_card(found):
        _add(found, cursor, header, "stored", " and coalesce(stored, 0) <= 0", sign="-")


def _add(found: Examination, cursor: Cursor, header: str, column: str, where: str, sign: str = "+") -> None:
    cell = read_kept(found, header)
    texts = [text for (text,) in cursor.execute(f"select distinct {cell} from kept_lines where {cell} is not null").fetchall()]
    keep_spellings(cursor, "gifts", pa.decimal128(18, 4), {text: read_number(text) for text in texts})
    cursor.execute(
        f"update kept_lines set {column} = cast(coalesce({column}, 0) {sign} spelled.value as decimal(18, 4)) "
        f"from gifts as spelled where {cell} = spelled.text and spelled.value <> 0{where}"
    )


def _has_it_in(found: Examination, gift: str) -> bool:
    """Whether balances rise by what was put on alone: what was given is in it already, or is no money on the card."""
    return _rises_by(found, "stored", found.names.index(gift))


def _tell_both(found: Examination, gift: str) -> bool | None:
    """Whether balances change by what is stored and given together (True), by what is stored alone (False), or nothing tells.

    The rows may go forward or back in time.
    """
    left = next((place for place, name in enumerate(found.names) if _LEFT.search(fold_header(name))), None)
    key = next((found.mapping[name] for name in KEY_COLUMNS if name in found.mapping), None)
    if left is None or key is None:
        return None
    places, tried = (found.mapping["stored"], found.names.index(gift), left), []
    for rows in (found.readable.sample, found.readable.sample[::-1]):
        before: dict[str, Decimal] = {}
        both = alone = 0
        for row in rows:
            put, more, now = (read_number(row[place]) or Decimal(0) for place in places)
            if more:
                moved = now - before.get(row[key], Decimal(0))
                both, alone = both + (moved == put + more), alone + (moved == put)
            before[row[key]] = now
        tried.append((max(both, alone), both, alone))
    most, both, alone = max(tried)
    return both > alone if most and both != alone else None


def _rises_by(found: Examination, put_on: str, given: int) -> bool:
    """Whether the balances of the sample rise by the column ``put_on`` alone where something was given as well."""
    left = next((place for place, name in enumerate(found.names) if _LEFT.search(fold_header(name))), None)
    key = next((found.mapping[name] for name in KEY_COLUMNS if name in found.mapping), None)
    if left is None or key is None:
        return False
    before: dict[str, Decimal] = {}
    told = []
    for row in found.readable.sample:
        put, more, now = (read_number(row[place]) for place in (found.mapping[put_on], given, left))
        if put and more and now is not None:
            told.append(now - before.get(row[key], Decimal(0)) == put)
        before[row[key]] = now or Decimal(0)
    return bool(told) and all(told)
