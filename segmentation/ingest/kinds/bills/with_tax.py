"""The amount that columns prove where tax and service stand beside it: what a guest pays is with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from segmentation.ingest.guess import Cells
from segmentation.ingest.kinds.bills.what_is_left import Money, read_money, take

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
_MOST_PARTS = 4


def take_with_tax(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take what guests paid where the amount is without the tax beside it, and a column is both together on every row.

    Prices with value-added tax are what a guest pays, and so is his contribution. Where tax and service come on top, a mere
    subtotal loses to the total that it comes to with them; what a till calls its net sales is what the house earned, and stays. A
    tip in the total is taken off as everywhere.
    """
    amount, money = read_money(mapping, cells)
    if amount is not None and _BEFORE_TAX.search(folded[amount]):
        _take_total(mapping, folded, amount, money)
    if amount is None or not _NET.search(folded[amount]):
        return
    for tax in (place for place in money if _VAT.search(folded[place]) and any(money[place])):
        both = [one + two for one, two in zip(money[amount], money[tax], strict=True)]
        for place, gross in money.items():
            if place not in (tax, amount) and _WITH_TAX.search(folded[place]) and gross == both:
                take(mapping, place)
                return


def _take_total(mapping: dict[str, int], folded: Sequence[str], amount: int, money: Money) -> None:
    """Take the total that is, on every row, the subtotal with the tax, the service and the tip beside it."""
    added = _on_top(folded, money)
    if not any(_TAX.search(folded[place]) or _SERVICE.search(folded[place]) for place in added):
        return
    for place, total in money.items():
        on_top = [whole - part for whole, part in zip(total, money[amount], strict=True)]
        if place != amount and _TOTAL.search(folded[place]) and any(on_top) and _come_to(on_top, [money[part] for part in added]):
            take(mapping, place)
            return


def _on_top(folded: Sequence[str], money: Money) -> list[int]:
    """Return the columns of tax, service and tips that are not all nothing."""
    return [place for place in money if any(part.search(folded[place]) for part in (_TAX, _SERVICE, _TIP)) and any(money[place])]


def find_tax_inside(mapping: Mapping[str, int], folded: Sequence[str], cells: Cells) -> int | None:
    """Return the place of the tax that is in the amount, as a column before tax proves on every row; None where none does."""
    amount, money = read_money(mapping, cells)
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


def _come_to(whole: Sequence[Decimal], parts: Sequence[Sequence[Decimal]]) -> bool:
    """Whether the whole is, on every row, the sum of one or some of the parts."""
    sizes = range(1, min(len(parts), _MOST_PARTS) + 1)
    sums = ([sum(row) for row in zip(*some, strict=True)] for size in sizes for some in combinations(parts, size))
    return any(list(whole) == each for each in sums)
