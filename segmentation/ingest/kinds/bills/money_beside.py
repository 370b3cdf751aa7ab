"""What other columns of money in a file come to: said beside the amounts that were taken, so that a wrong choice is seen."""

from __future__ import annotations

import re

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.fen import are_in_fen
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.meaning import are_sums
from segmentation.ingest.stage import CELL_END
from segmentation.language.text import fold_header
from segmentation.language.values import CENT
from segmentation.warehouse import fetch

MOST_LINES = 200_000  # beyond, the look is not worth its time
_MOST = 60  # columns; a table with more is no list of bills
_MONEY = re.compile(
    r"[额金费款钱元付收退赔税惠免减折抵]|营业|消费$|销售$|微信|支付宝|刷卡|信用卡|云闪付|团购|挂账|储值$|券$|^(酒水|菜品|菜肴|饮料|饮品|烟酒|海鲜|茶位|点心|主食)$|"
    r"amount|total|fee|tax|paid|payment|refund|tips?$|charge|discount|gross|^net|price|cost|revenue|sales$|cash|visa|master|"
    r"brutto|netto|betrag|summe|steuer|mwst|entgelt|gebühr|rabatt|preis|umsatz|trinkgeld"
)
_NO_MONEY = re.compile(
    r"^(refund|return|reversal|void)(ed|al)?(of|for)$|原(单|小票|订单|账单)|率|比例|积分|余额|结存|单价|人数|数量|份数|次数|编号|单号|卡号|流水|时间|日期|方式|渠道|状态|类型|名称|备注|[号码]$|单$|凭证$|员$|人$|%|"
    r"points?$|balance|rate|percent|unitprice|qty|quantity|(?<!dis)count|(^|[a-z])(id|no|nr|number|ref|reference|code|token)s?$|method|type|status|name|"
    r"note|date|time|at$"
)
# of a column under a header that says nothing of money, though its numbers are written with cents
_MEASURE = re.compile(
    r"重|斤|克|[吨米升]$|时长|小时|分钟|天|晚|夜|距离|里程|评分|得分|分数|温度|[经纬]度|版本|折扣|系数|点数|积分|库存|"
    r"weight|kg$|hours?$|minutes?$|days?$|nights?$|duration|distance|score|rating|latitude|longitude|^l(at|ng|on)$|version|stock"
)
_CENTS = re.compile(r"[.,]\d{1,2}\D*$")
_NUMBERS = re.compile(r"\d{8,}")  # of receipts and payments, whatever their header says


def note_money_beside(found: Examination, stage: BillStage) -> None:
    """Note in ``found.beside`` what other columns of money come to on the lines that count, those with most money first.

    Left out are columns of which something is taken already, and what comes to nothing.
    """
    kept, places = list(kept_columns(found)), money_places(found)
    if not places or found.lines > MOST_LINES:
        return
    sums = {}
    for row in fetch(stage.cursor, "stage/money_beside", **stage.values, places=places, cell_end=CELL_END).to_pylist():
        if row["amount"] and row["numbers"] * 2 > row["filled"]:
            in_fen = are_in_fen(found, stage.fen) and row["amount"] % 1 == 0
            sums[kept[row["place"] - 1]] = (row["amount"] / 100 if in_fen else row["amount"]).quantize(CENT)
    found.beside = dict(sorted(sums.items(), key=lambda each: -abs(each[1])))


def money_places(found: Examination) -> list[int]:
    """Return the places, from 1 on, of other columns of money among the cells that are kept as they are."""
    taken = set(found.mapping.values())
    return [
        number for number, (header, place) in enumerate(kept_columns(found).items(), 1)
        if place not in taken and header not in found.summed and is_money(header, [row[place] for row in found.readable.sample])
    ][:_MOST]


def is_money(header: str, cells: list[str]) -> bool:
    """Whether a column holds money: its header says so, or says nothing else and its cells are sums."""
    filled = {cell.strip() for cell in cells if cell.strip(" -—–/")}
    if filled and all(map(_NUMBERS.fullmatch, filled)):
        return False
    folded = fold_header(header)
    return names_money(header) or (_are_with_cents(filled) and not _NO_MONEY.search(folded) and not _MEASURE.search(folded))


def _are_with_cents(filled: set[str]) -> bool:
    return are_sums(filled) and sum(bool(_CENTS.search(cell)) for cell in filled) * 2 >= len(filled)


def names_money(header: str) -> bool:
    """Return whether a header names a sum of money.

    >>> [names_money(header) for header in ("服务费", "赔付", "菜金", "支付方式", "会员余额", "折扣率", "Tax", "# Refunds")]
    [True, True, True, False, False, False, True, False]
    >>> [names_money(header) for header in ("Refunded receipt numbers", "Payment references", "退款单", "账单金额")]
    [False, False, False, True]
    """
    folded = fold_header(header)
    return not header.lstrip().startswith("#") and bool(_MONEY.search(folded)) and not _NO_MONEY.search(folded)
