"""Columns of what a bill was paid with from a member's card (储值本金, 储值赠送), one or two beside the other ways of paying."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from segmentation.ingest.guess import ENOUGH, NO_MONEY, Cells
from segmentation.ingest.looks import is_number, share_of
from segmentation.language.values import read_number

# a way of paying, beside which 储值 is one too, and no kind of sale
WAY = re.compile(
    r"^(现金|微信|支付宝|银行卡|信用卡|刷卡|银联|云闪付|pos机?|数字人民币|扫码|聚合|挂账|签单|签账|美团|团购|抖音|大众点评|转账|银行转账|其[他它])+"
    r"(券)?(支付|收款|实收|付款|金额|额)*$|"
    r"^(cash|card|creditcards?|debitcards?|visa|mastercard|amex|unionpay|alipay|wechat(pay)?|onaccount|banktransfer|othertenders?)"
    r"(paid|payments?|amount|tender)*$"
)
_PURSE = re.compile(
    r"^(使用|会员|储值|充值卡|预付卡|卡内?)*卡?(账户|本金|余额|卡金|赠送金?|赠金|赠额)*(支付|抵扣|扣款|扣减|实付|付款)*(金额|额)?$"
)
_OF_CARD = re.compile(r"储值|会员|卡|本金|余额|赠金|赠送金(?!额)|赠额")  # bare 赠送 are dishes as often
_GIVEN = re.compile(r"赠")
_MOST_OTHERS = 4  # columns of money beside these that may be a way of paying as well, such as of a house's own app
_NEARLY_ALL = 0.9
_MOST_MONEY = 10**7  # what is larger is the number of a card


def find_purses(mapping: Mapping[str, int], folded: Sequence[str], cells: Cells) -> tuple[int, ...]:
    """Return the places of what was paid from cards where, with other ways of paying, it comes to the amount on nearly all rows.

    What was given may be in the amount or beside it: both go off the card.

    >>> cells = [["100", "50", "30"], ["0", "50", "0"], ["80", "0", "30"], ["20", "0", "0"]]
    >>> find_purses({"amount": 0}, ["实收", "微信", "储值本金", "储值赠送"], cells)
    (2, 3)
    >>> find_purses({"amount": 0}, ["实收", "消费", "储值", "扣卡"], cells)
    ()
    """
    amount = mapping.get("amount")
    purses = [
        place for place, header in enumerate(folded)
        if header and place != amount and _PURSE.search(header) and (_OF_CARD.search(header) or _GIVEN.search(header))
    ]
    if amount is None or WAY.search(folded[amount]) or not any(_OF_CARD.search(folded[place]) for place in purses):
        return ()
    taken = {place for name, place in mapping.items() if name not in ("stored", "gross", "discount")}
    money = {
        place: [read_number(cell) or Decimal(0) for cell in cells[place]]
        for place, header in enumerate(folded)
        if place not in taken and (place in purses or not NO_MONEY.search(header)) and share_of(cells[place], is_number) >= ENOUGH
    }
    money = {place: column for place, column in money.items() if any(column) and max(map(abs, column)) < _MOST_MONEY}
    purses = [place for place in purses if place in money]
    ways = [place for place in money if WAY.search(folded[place])]
    others = [place for place in money if place not in ways and place not in purses][:_MOST_OTHERS]
    whole = [read_number(cell) or Decimal(0) for cell in cells[amount]]
    if not purses or not ways:
        return ()
    for size in range(len(purses), 0, -1):
        for paid in combinations(purses, size):
            if all(_GIVEN.search(folded[place]) for place in paid) or not any(map(_OF_CARD.search, (folded[at] for at in paid))):
                continue
            for more in range(len(others) + 1):
                for rest in combinations(others, more):
                    if _come_to(whole, [money[place] for place in (*paid, *ways, *rest)]):
                        beside = {place for place in purses if _GIVEN.search(folded[place]) and _OF_CARD.search(folded[place])}
                        return tuple(place for place in purses if place in {*paid, *beside})
    return ()


def leave_purses(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Map no column as what was put on cards that is what was paid from them."""
    if mapping.get("stored") in find_purses(mapping, folded, cells):
        del mapping["stored"]


def _come_to(whole: Sequence[Decimal], parts: Sequence[Sequence[Decimal]]) -> bool:
    """Whether the parts come to the whole in nearly every row that has money."""
    told, odd, most = 0, 0, (1 - _NEARLY_ALL) * len(whole)
    for total, *row in zip(whole, *parts, strict=True):
        told += bool(total or any(row))
        odd += total != sum(row)
        if odd > most:
            return False
    return odd <= (1 - _NEARLY_ALL) * told and told > 0
