"""What the till rounds off a bill (抹零): let off like a discount, in a column of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import pyarrow as pa

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import kept_columns, read_kept
from segmentation.ingest.stage import keep_spellings
from segmentation.language.text import fold_header
from segmentation.language.values import CENT, read_number
from segmentation.warehouse import Cursor

_OFF = re.compile(r"^(抹零|抹零优惠|舍尾|舍零|去零|抹分|抹角|抹尾|零头)(金额|额)?$")
_LET_OFF = re.compile(
    r"^(整单|会员|菜品|单品|活动|平台|商家|门店|订单|其他|生日|老客)?(满减|立减|直减|减免|让利|优惠|折扣|折让)(金额|额)?$|"
    r"^积分(抵扣|抵现|抵用)(金额|额)?$|^(减免|免收|让利)(金额|额)?$|^(代金|优惠|抵用|折扣|满减|现金抵用)券(抵扣|优惠|减免|金额)?(金额|额)?$|"
    r"^(coupon|promo(tion)?|voucher|member|loyalty)?(discount|off)(amount)?$|"
    r"^(coupon|promo(tion)?)(amount)?$"
)
_OF_ITEM = re.compile(r"^item(promo(tion(al)?)?)?(discount|rebate)(amount)?$")
_ROUND = (Decimal(10), Decimal(1), Decimal("0.1"))  # to what bills are rounded


def says_rounding(header: str) -> bool:
    """Whether a header, folded, is that of what was rounded off.

    >>> says_rounding("抹零"), says_rounding("舍尾金额"), says_rounding("抹零方式")
    (True, True, False)
    """
    return bool(_OFF.search(header))


def find_rounding(found: Examination) -> int | None:
    """Return the place of what was rounded off beside the discounts, None where there is none, or they hold it already."""
    mapping = found.mapping
    if not {"amount", "discount"} <= mapping.keys():
        return None
    places = [place for place in kept_columns(found).values() if says_rounding(fold_header(found.names[place]))]
    if not places:
        return None
    if "gross" in mapping:  # due − discount = paid, without it
        rows = [[_number(row[mapping[name]]) for name in ("gross", "discount", "amount")] for row in found.readable.sample]
        off = [_number(row[places[0]]) for row in found.readable.sample]
        told = [(*row, abs(rounded)) for row, rounded in zip(rows, off, strict=True) if rounded]
        paid = [row for row in told if row[2]]
        if paid and all(gross - abs(discount) == amount for gross, discount, amount, _ in paid):
            return None
        owed = [gross - abs(discount) for gross, discount, _, _ in told]  # a sum that is round was rounded off already
        if told and not paid and all(not due % 1 and rounded % 1 for due, (*_, rounded) in zip(owed, told, strict=True)):
            return None
    return places[0]


def says_discount(header: str) -> bool:
    """Whether a folded header is that of money let off, one way of several.

    >>> says_discount("满减"), says_discount("会员折扣"), says_discount("代金券"), says_discount("折扣率")
    (True, True, True, False)
    """
    return bool(_LET_OFF.search(header))


def is_of_item(header: str) -> bool:
    """Whether a folded header is that of what was let off the price of an item, which stands beside it.

    >>> is_of_item("itempromotiondiscount"), is_of_item("shippromotiondiscount"), is_of_item("itemdiscount")
    (True, False, True)
    """
    return bool(_OF_ITEM.search(header))


def find_item_discount(folded: Sequence[str], cells: Sequence[Sequence[str]]) -> int | None:
    """Return the place of what was let off the prices of items; most of its cells may be blank."""
    for place, header in enumerate(folded):
        if is_of_item(header) and any(map(_number, cells[place])) and all(map(_is_sum, cells[place])):
            return place
    return None


def find_discounts(found: Examination) -> tuple[int, ...]:
    """Return the places of what was let off beside the mapped discount and is not in it: discounts, what was rounded off."""
    rounding = find_rounding(found)
    own = () if rounding is None else (rounding,)
    if not {"amount", "discount"} <= found.mapping.keys():
        return own
    folded = [fold_header(name) for name in found.names]
    if not says_discount(folded[found.mapping["discount"]]):
        return own
    sample = found.readable.sample
    others = [
        place for place in kept_columns(found).values()
        if says_discount(folded[place]) and any(_number(row[place]) for row in sample)
        and all(_is_sum(row[place]) for row in sample)
    ]
    sums = [sum(abs(_number(row[place])) for place in others) for row in sample]
    mapped = [abs(_number(row[found.mapping["discount"]])) for row in sample]
    if not others or all(one >= two for one, two in zip(mapped, sums, strict=True)):
        return own  # they are parts of it
    for whole in others:
        of_whole = [abs(_number(row[whole])) for row in sample]
        if all(2 * one == two + three for one, two, three in zip(of_whole, mapped, sums, strict=True)):
            return (*(place for place in others if place != whole), *own)  # it is the mapped one and the others together
    if "gross" in found.mapping and found.mapping["gross"] != found.mapping["amount"]:
        return own  # what was paid stands beside what was due
    return (*others, *own)


def add_discount(found: Examination, cursor: Cursor, place: int) -> None:
    """Add what a further column says was let off, or rounded off, to the discount of each line."""
    cell = read_kept(found, found.names[place])
    texts = [text for (text,) in cursor.execute(f"select distinct {cell} from kept_lines where {cell} is not null").fetchall()]
    spelled = {text: read_number(text) for text in texts}
    off = {text: None if value is None else abs(value).quantize(CENT) for text, value in spelled.items()}
    keep_spellings(cursor, "rounded_off", pa.decimal128(15, 2), off)
    cursor.execute(
        "update kept_lines set discount = cast(abs(coalesce(discount, 0)) + spelled.value as decimal(15, 2)) "
        f"from rounded_off as spelled where {cell} = spelled.text"
    )


def stands_before(amounts: Sequence[Decimal], discounts: Sequence[Decimal], off: Sequence[Decimal]) -> bool | None:
    """Whether amounts stand before what was rounded off: taken off it leaves round sums, as it is meant to; None where unsure.

    >>> stands_before([Decimal("300.50"), Decimal("200.80")], [Decimal(30), Decimal(20)], [Decimal("0.50"), Decimal("0.80")])
    True
    >>> stands_before([Decimal("270"), Decimal("180")], [Decimal(30), Decimal(20)], [Decimal("0.50"), Decimal("0.80")])
    False
    """
    rows = [row for row in zip(amounts, discounts, off, strict=True) if row[2]]
    if len(rows) < 2:
        return None
    for unit in _ROUND:
        as_they_stand = all(amount % unit == 0 for amount, _, _ in rows)
        taken_off = all((amount - abs(discount) - abs(off)) % unit == 0 for amount, discount, off in rows)
        if as_they_stand != taken_off and (taken_off or unit >= 1):  # prices are in tenths anyway
            return taken_off
    return None


def name_discounts(found: Examination) -> str:
    """Return the header of the discounts, with those of what else was let off beside them."""
    return " + ".join([found.mapped_headers()["discount"], *(found.names[place] for place in find_discounts(found))])


def _number(cell: str) -> Decimal:
    return read_number(cell) or Decimal(0)


def _is_sum(cell: str) -> bool:
    return not cell.strip(" -") or read_number(cell) is not None
