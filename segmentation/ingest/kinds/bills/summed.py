"""An amount in several columns: a way of paying each (耗卡, 现金), or a charge each (房费, 杂费), and none for the whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import pyarrow as pa

from segmentation.ingest.examination import Examination
from segmentation.ingest.guess import ENOUGH, FOREIGN_MONEY, NO_MONEY, OTHER_MONEY, Cells
from segmentation.ingest.kinds.bills.card_events import find_card_events
from segmentation.ingest.kinds.bills.kept import kept_columns, read_kept
from segmentation.ingest.kinds.bills.ledger import find_ledger
from segmentation.ingest.kinds.bills.what_is_left import find_let_off
from segmentation.ingest.kinds.bills.whole import NOT_EARNED, says_paid_so_far
from segmentation.ingest.looks import is_number, share_of
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.questions import Question
from segmentation.ingest.stage import keep_spellings, odd_text
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import CENT, read_number, yuan
from segmentation.warehouse import Cursor

ADD, ONE = "add", "one"
_TENDER = re.compile(
    r"^(现金|微信|支付宝|银行卡|信用卡|刷卡|银联|云闪付|pos机?|数字人民币|扫码|聚合|储值卡?|会员卡?|会员余额|卡扣|耗卡|划卡|挂账|签单|签账|"
    r"美团|团购|抖音|大众点评|点评|饿了么|口碑|京东|转账|对公转账|银行转账|预付卡|其[他它])(券)?(支付|收款|实收|付款|收入|消费|金额|额)*$|"
    r"^(cash|card|creditcards?|debitcards?|visa|mastercard|amex|unionpay|alipay|wechat(pay)?|giftcards?|onaccount|cityledger|"
    r"roomcharge|banktransfer|othertenders?)(paid|payments?|amount|received|tender)*$"
)
# of a stay or a table
_CHARGE = re.compile(
    r"^((总|客)?房间?|包[间房厢]|场[地租]?|会议室?)(费|租金?|消费|收入)(用|合计|总额|金额|收入|额)*$|"
    r"^(菜[金品]|酒水|饮[料品]|茶位|餐位|餐[费饮]?|早餐|杂[费项]?|洗衣|迷你吧|服务|停车|加床|电话|商品|其[他它]|配送|送餐|打包|餐盒|包装|赔偿|损耗|开瓶|场地布置)"
    r"(消费|费用?|收入|金额|额|合计)*$|"
    r"^(room|food|beverages?|drinks?|bar|laundry|minibar|parking|service|extras?|other|misc|incidentals|banquet|restaurant|spa)"
    r"(charges?|revenue|amount|total|sales|fees?)*$"
)
_CARD = re.compile(r"储值|会员|卡扣|[耗划]卡|giftcard")
_CHANGE = re.compile(r"^(找零|找赎|change(due|given)?)(金额)?$")
# of a ledger or a folio, whose columns go against each other, and of what the house gave
_AGAINST = re.compile(
    r"^([借贷存取支]|转[入出]|[入出]账|增加|减少|付款|结[算账]|debit|credit|in$|out$|moneyin|moneyout|withdraw|payments?$)|bonus|gift"
)
_MOSTLY = 0.9
_MOST = 10**7  # what is larger is the number of a card


class Summands(NamedTuple):
    """The places of the columns that make up an amount, the first being mapped as it, and whether another column proves it."""

    places: tuple[int, ...]
    is_sure: bool


def find_summands(mapping: Mapping[str, int], folded: Sequence[str], cells: Cells, *, chosen: bool = False) -> Summands | None:
    """Return the columns whose sum a bill comes to, where no column has the whole; None where one has it.

    Where one of them was ``chosen`` as the amount before, by a file that lacked the whole, the whole only proves them.
    Ways of paying and charges are known by their headers; whatever their headers, two columns of money of which never both
    are filled are such, too.
    """
    if find_card_events(folded, cells) is not None or find_ledger(mapping, folded, cells) is not None:
        return None  # of which none is added to another
    amount = mapping.get("amount")
    priced = amount is None and {"quantity", "unit_price"} <= mapping.keys()
    taken = {place for name, place in mapping.items() if name not in ("amount", "gross")}
    money = {
        place: [read_number(cell) or Decimal(0) for cell in cells[place]]
        for place, header in enumerate(folded)
        if place not in taken and share_of(cells[place], is_number) >= ENOUGH
    }
    money = {place: column for place, column in money.items() if any(column) and max(map(abs, column)) < _MOST}
    if amount is not None and amount not in money:
        return None
    if priced:
        return _priced_and_more(mapping, money, folded, cells)
    tenders = [place for place in money if _TENDER.search(folded[place])]
    if len(tenders) > 1 and amount in (None, *tenders) and not any(map(_CHANGE.search, folded)):
        by_card = sorted(tenders, key=lambda place: (bool(_CARD.search(folded[place])), place))  # what a card paid is read apart
        is_whole = _has_whole(tenders, money)
        return Summands(tuple(by_card), is_whole) if chosen or not is_whole else None
    charges = [place for place in money if _CHARGE.search(folded[place])]
    so_far = amount is not None and says_paid_so_far(folded[amount])
    is_whole = len(charges) > 1 and _has_whole(charges, money)
    if is_whole and chosen and amount in charges:
        return Summands(tuple(charges), True)
    if len(charges) > 1 and (amount in (None, *charges) or so_far) and not is_whole:
        if not so_far:
            return Summands(tuple(charges), False) if amount is None or chosen else None
        rows = zip(money[amount], *(money[place] for place in charges), strict=True)
        paid = [(one, sum(many)) for one, *many in rows if one]
        if sum(one == whole for one, whole in paid) * 2 >= len(paid) > 0:
            return Summands(tuple(charges), True)
    if amount is None or not (beside := _beside(amount, money, folded)):
        return None
    return None if {*beside.places} & {*find_let_off(mapping, folded, cells)} else beside


def _priced_and_more(
    mapping: Mapping[str, int], money: Mapping[int, Sequence[Decimal]], folded: Sequence[str], cells: Cells
) -> Summands | None:
    """Return the charges of which one is quantity × price, where others stand beside it (餐费 = 份数 × 单价, 配送费)."""
    counts, prices = ([read_number(cell) or Decimal(0) for cell in cells[mapping[name]]] for name in ("quantity", "unit_price"))
    priced = [one * two for one, two in zip(counts, prices, strict=True)]
    charges = [place for place in money if _CHARGE.search(folded[place])]
    whole = [place for place in charges if money[place] == priced]
    return Summands(tuple(sorted(charges, key=lambda place: place not in whole)), False) if whole and len(charges) > 1 else None


def says_charge(header: str) -> bool:
    """Whether a folded header is that of one charge of several: what is let off stands beside it.

    >>> says_charge("房费"), says_charge("配送费"), says_charge("实收金额")
    (True, True, False)
    """
    return bool(_CHARGE.search(header))


def _beside(amount: int, money: Mapping[int, Sequence[Decimal]], folded: Sequence[str]) -> Summands | None:
    """Return the amount with the columns that have money just where it has none."""
    if _AGAINST.search(folded[amount]):
        return None
    others = [
        place for place, column in money.items()
        if place != amount and not any(part.search(folded[place]) for part in (NO_MONEY, NOT_EARNED, FOREIGN_MONEY, _AGAINST))
        and all(number >= 0 for number in column) and _fill(money[amount], column)
    ]
    return Summands((amount, *others), False) if others else None


def _fill(own: Sequence[Decimal], other: Sequence[Decimal]) -> bool:
    """Whether the other has money in rows where the own has none, and nowhere else."""
    pairs = [(bool(one), bool(two)) for one, two in zip(own, other, strict=True)]
    return (False, True) in pairs and (True, True) not in pairs


def _has_whole(parts: Sequence[int], money: Mapping[int, Sequence[Decimal]]) -> bool:
    """Whether another column of money, or one of them, is what the others come to, in nearly every row."""
    for whole in money:
        others = [money[place] for place in parts if place != whole]
        rows = [row for row in zip(money[whole], *others, strict=True) if any(row)]
        if sum(row[0] == sum(row[1:]) for row in rows) >= _MOSTLY * len(rows):
            return True
    return False


def take_summands(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Map the first of several columns that make up an amount as the amount; the others are added to it, row by row."""
    if (summands := find_summands(mapping, folded, cells)) is None:
        return
    for name in [name for name, place in mapping.items() if place in summands.places]:
        del mapping[name]
    mapping["amount"] = summands.places[0]


def add_summands(found: Examination, cursor: Cursor, comma: bool) -> None:
    """Add to the amounts what stands in the other columns that make them up; ask where no other column proves it, else tell.

    A row with a cell that is no number has no amount then.
    """
    mapping = dict(found.mapping)
    folded, cells = fold_table(found.names, found.readable.sample)
    summands = _proven_before(mapping, folded, cells) or find_summands(mapping, folded, cells, chosen=True)
    kept = kept_columns(found)
    headers = [found.names[place] for place in summands.places[1:]] if summands else []
    if not summands or not set(headers) <= kept.keys():
        return
    [(first,)] = cursor.execute("select coalesce(sum(amount), 0) from lines where not is_total").fetchall()
    money = {found.names[summands.places[0]]: first}
    chosen = found.choices.added or ADD
    others: list[str] = []
    for header in headers:
        cell = read_kept(found, header)
        others.append(cell)
        told = f"select {cell} as text, count(*) filter (where not is_total) from lines where text is not null group by text"
        texts = cursor.execute(told).fetchall()
        spelled = {text: read_number(text, comma) for text, _ in texts}
        money[header] = sum(((spelled[text] or Decimal(0)) * rows for text, rows in texts), Decimal(0))
        if chosen == ADD:
            keep_spellings(cursor, "summands", pa.decimal128(18, 4), spelled)
            cursor.execute(
                "update kept_lines set amount = cast(coalesce(amount, 0) + spelled.value as decimal(18, 4)) "
                f"from summands as spelled where {cell} = spelled.text"
            )
    columns = ", ".join(f"{header} {yuan(amount.quantize(CENT))}" for header, amount in money.items())
    added = sum(list(money.values())[1:], Decimal(0)).quantize(CENT)
    found.summed = tuple(money) if chosen == ADD else ()
    if chosen == ADD and "bill_no" in found.mapping:  # nothing was to be paid
        text = odd_text(found.spec, found.readable, found.mapping, "amount")
        blank = " and ".join(f"{cell} is null" for cell in others)
        unpriced = f"amount is null and {text} is null and bill_no is not null and {blank}"
        cursor.execute(f"update kept_lines set amount = 0 where {unpriced}")
    if chosen == ADD and (summands.is_sure or found.choices.added is not None):
        text = N_("No column has the whole of a bill; it is the sum of {count} columns: {columns}.")
        found.notices.append(Notice("summed", text, len(money), {"columns": columns}))
    if summands.is_sure and found.choices.added is None:
        return
    found.questions.append(
        Question(
            "columns_summed",
            N_(
                "No column has the whole of a bill, and {columns} look like its parts. Does a bill come to their sum, or to "
                "“{header}” alone? (in the shell: --columns=add or --columns=one; or name the column: --map=amount=HEADER)"
            ),
            {"columns": columns, "header": found.mapped_headers()["amount"]}, "added", (ADD, ONE), found.choices.added, added,
        )
    )


def _proven_before(mapping: Mapping[str, int], folded: Sequence[str], cells: Cells) -> Summands | None:
    """Return charges whose first one is mapped as the amount by now, in place of what was paid of them."""
    for place, header in enumerate(folded):
        if says_paid_so_far(header) and place not in mapping.values() and not OTHER_MONEY.search(header):
            summands = find_summands({**mapping, "amount": place}, folded, cells)
            if summands and summands.is_sure and summands.places[0] == mapping.get("amount"):
                return summands
    return None
