"""What other columns of money in a file come to: said beside the amounts that were taken, so that a wrong choice is seen."""

from __future__ import annotations

import re

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.fen import are_in_fen
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.stage import CELL_END
from segmentation.language.text import fold_header
from segmentation.language.values import CENT
from segmentation.warehouse import fetch

MOST_LINES = 200_000  # beyond, the look is not worth its time
MOST_SAID = 8
_MONEY = re.compile(
    r"[额金费款钱元付收退赔税惠免减折抵]|营业|消费$|销售$|微信|支付宝|刷卡|信用卡|云闪付|团购|挂账|"
    r"amount|total|fee|tax|paid|payment|refund|tips?$|charge|discount|gross|^net|price|cost|revenue|sales$|cash|visa|master"
)
_NO_MONEY = re.compile(
    r"率|比例|积分|余额|结存|单价|人数|数量|份数|次数|编号|单号|卡号|流水|时间|日期|方式|渠道|状态|类型|名称|备注|号$|员$|人$|%|"
    r"points?$|balance|rate|percent|unitprice|qty|quantity|count|(^|[a-z])(id|no|nr|number)$|method|type|status|name|note|date|time|at$"
)


def note_money_beside(found: Examination, stage: BillStage) -> None:
    """Note in ``found.beside`` what other columns of money come to on the lines that count, column by column of the file.

    Left out are columns of which something is taken already, and what comes to nothing.
    """
    kept, places = list(kept_columns(found)), money_places(found)
    if not places or found.lines > MOST_LINES:
        return
    for row in fetch(stage.cursor, "stage/money_beside", **stage.values, places=places, cell_end=CELL_END).to_pylist():
        if row["amount"] and row["numbers"] * 2 > row["filled"]:
            in_fen = are_in_fen(found, stage.fen) and row["amount"] % 1 == 0
            found.beside[kept[row["place"] - 1]] = (row["amount"] / 100 if in_fen else row["amount"]).quantize(CENT)


def money_places(found: Examination) -> list[int]:
    """Return the places, from 1 on, of other columns of money among the cells that are kept as they are, the first ones."""
    taken = set(found.mapping.values())
    return [
        number for number, (header, place) in enumerate(kept_columns(found).items(), 1)
        if place not in taken and header not in found.summed and names_money(header)
    ][:MOST_SAID]


def names_money(header: str) -> bool:
    """Return whether a header names a sum of money.

    >>> [names_money(header) for header in ("服务费", "赔付", "菜金", "支付方式", "会员余额", "折扣率", "Tax", "# Refunds")]
    [True, True, True, False, False, False, True, False]
    """
    folded = fold_header(header)
    return not header.lstrip().startswith("#") and bool(_MONEY.search(folded)) and not _NO_MONEY.search(folded)
