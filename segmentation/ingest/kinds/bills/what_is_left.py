"""The amount that columns prove: what is left after what was let off, what was due without the change, what it is with tax."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from segmentation.ingest.guess import OTHER_MONEY, Cells
from segmentation.ingest.kinds.bills.whole import NOT_EARNED
from segmentation.ingest.looks import is_number, share_of
from segmentation.language.values import read_number

_LET_OFF = re.compile(
    r"优惠|折(?!后)|减免|[立满直]减|抹零|舍零|去零|券|让利|免单|签免|赠|招待|员工餐|"
    r"discount|promo|coupon|\bcomp(s|ed|limentary)?\b|complimentary|onthehouse"
)
_CHANGE = re.compile(r"^(找零|找赎|change(due|given)?|(amount)?returned|(amount)?return)(金额)?$")
_NET = re.compile(r"^net(amount|total|value|price)?$|^(amount|total)net$|^netto(betrag)?$|^不含税(金额|额|价|收入)?$|^净(额|价)$")
_VAT = re.compile(r"^(vat|mwst|ust|iva|tva|btw|gst)(amount|total)?$|^(增值)?税(额|金|费)$")
# what a till adds up before tax and service, without calling it its net sales; and what these are called
_BEFORE_TAX = re.compile(r"^(check|order|bill|food|item)?sub-?total(amount)?$|^amount$|^(菜品|消费)?小计(金额)?$")
_TAX = re.compile(rf"{_VAT.pattern}|^(sales|state|city|total)?tax(es)?(amount|total)?$")
_SERVICE = re.compile(r"^(auto)?(service|svc)(charges?|chg|fee|total)?$|服务费$")
_TIP = re.compile(r"^(auto)?(tips?|gratuit(y|ies))(amount|total)?$|^小费(金额)?$")
_TOTAL = re.compile(
    r"^(check|order|bill|grand|guest)?total(amount|due|paid|collected)?$|^(订单|账单)?(合计|总计|总额|总金额)(金额)?$"
)
_WITH_TAX = re.compile(
    r"^gross(amount|total|value|price)?$|^(amount|total)gross$|^brutto(betrag)?$|^(grand)?total(incl(uding)?(vat|tax))?$|含税|价税合计"
)
_NUMBERS_OF = ("date", "bill_no", "customer_code", "phone", "quantity", "unit_price", "covers", "tables")
_MOSTLY = 0.9
_MOST_PARTS = 4

Money = Mapping[int, Sequence[Decimal]]


def prefer_what_is_left(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take for the amount what a column proves to be left of it, on every row looked at, after discounts beside it."""
    amount, money = _money(mapping, cells)
    if amount is None:
        return
    let_off = [place for place in money if place != amount and _LET_OFF.search(folded[place]) and any(money[place])]
    for place, left in money.items():
        if place == amount or place in let_off or NOT_EARNED.search(folded[place]) or OTHER_MONEY.search(folded[place]):
            continue
        off = [one - two for one, two in zip(money[amount], left, strict=True)]
        if any(off) and min(off) >= 0 and _come_to(off, [[abs(number) for number in money[part]] for part in let_off]):
            _take(mapping, place)
            return


def leave_change(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take what was due where the amount is what the guest handed over: less the change (找零) it comes to another column."""
    amount, money = _money(mapping, cells)
    change = next((place for place in money if _CHANGE.search(folded[place]) and any(money[place])), None)
    if amount is None or change is None or change == amount:
        return
    kept = [one - abs(two) for one, two in zip(money[amount], money[change], strict=True)]
    for place, due in money.items():
        if place not in (change, amount) and due == kept:
            if mapping.get("refund") == change:
                del mapping["refund"]
            _take(mapping, place)
            return


def take_with_tax(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take what guests paid where the amount is without the tax beside it, and a column is both together on every row.

    Prices with value-added tax are what a guest pays, and so is his contribution. Where tax and service come on top, a mere
    subtotal loses to the total that it comes to with them; what a till calls its net sales is what the house earned, and stays. A
    tip in the total is taken off as everywhere.
    """
    amount, money = _money(mapping, cells)
    if amount is not None and _BEFORE_TAX.search(folded[amount]):
        _take_total(mapping, folded, amount, money)
    if amount is None or not _NET.search(folded[amount]):
        return
    for tax in (place for place in money if _VAT.search(folded[place]) and any(money[place])):
        both = [one + two for one, two in zip(money[amount], money[tax], strict=True)]
        for place, gross in money.items():
            if place not in (tax, amount) and _WITH_TAX.search(folded[place]) and gross == both:
                _take(mapping, place)
                return


def _take_total(mapping: dict[str, int], folded: Sequence[str], amount: int, money: Money) -> None:
    """Take the total that is, on every row, the subtotal with the tax, the service and the tip beside it."""
    added = _on_top(folded, money)
    if not any(_TAX.search(folded[place]) or _SERVICE.search(folded[place]) for place in added):
        return
    for place, total in money.items():
        on_top = [whole - part for whole, part in zip(total, money[amount], strict=True)]
        if place != amount and _TOTAL.search(folded[place]) and any(on_top) and _come_to(on_top, [money[part] for part in added]):
            _take(mapping, place)
            return


def _on_top(folded: Sequence[str], money: Money) -> list[int]:
    """Return the columns of tax, service and tips that are not all nothing."""
    return [place for place in money if any(part.search(folded[place]) for part in (_TAX, _SERVICE, _TIP)) and any(money[place])]


def find_tax_inside(mapping: Mapping[str, int], folded: Sequence[str], cells: Cells) -> int | None:
    """Return the place of the tax that is in the amount, as a column before tax proves on every row; None where none does."""
    amount, money = _money(mapping, cells)
    if amount is None:
        return None
    added = _on_top(folded, money)
    taxes = [place for place in added if _TAX.search(folded[place])]
    for tax in taxes:
        rest = [money[part] for part in added if part != tax]
        for place, before in money.items():
            off = [whole - own - part for whole, own, part in zip(money[amount], before, money[tax], strict=True)]
            if place not in (amount, *added) and any(before) and (not any(off) or _come_to(off, rest)):
                return tax
    return None


def _money(mapping: Mapping[str, int], cells: Cells) -> tuple[int | None, Money]:
    """Return the place of the amount, None where there is none or it holds no numbers, and the columns of numbers."""
    taken = {mapping.get(name) for name in _NUMBERS_OF}
    money = {
        place: [read_number(cell) or Decimal(0) for cell in column]
        for place, column in enumerate(cells) if place not in taken and share_of(column, is_number) >= _MOSTLY
    }
    amount = mapping.get("amount")
    return (amount if amount in money else None), money


def _come_to(whole: Sequence[Decimal], parts: Sequence[Sequence[Decimal]]) -> bool:
    """Whether the whole is, on every row, the sum of one or some of the parts."""
    sizes = range(1, min(len(parts), _MOST_PARTS) + 1)
    sums = ([sum(row) for row in zip(*some, strict=True)] for size in sizes for some in combinations(parts, size))
    return any(list(whole) == each for each in sums)


def _take(mapping: dict[str, int], place: int) -> None:
    for name in [name for name, at in mapping.items() if at == place]:
        del mapping[name]
    mapping["amount"] = place
