"""Files that hold nothing but refunds (退货单): told by what they are called, and said, for all their rows reduce the revenue."""

from __future__ import annotations

import re
from pathlib import Path

from segmentation.ingest.examination import Examination
from segmentation.ingest.meaning import KIND, REFUND
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import either_script, fold_header
from segmentation.language.values import read_number, yuan

# all that a file or a title says, but a store and days: what went back, and never what was sold beside it or sent to a supplier
_LIST = re.compile(either_script(
    r"(?<![与及和、])(退货|退款|退单|退菜)(订单|单据|单)?(列表|明细|明细表|记录|清单|报表|查询|导出|流水|表)*$|"
    r"^(list|report)?(of)?(customer|sales?|order)?(refund|return)s?(list|report|export|orders?|receipts?|details?)*$|"
    r"^danhs[aá]chtr[aả]h[aà]ng|возвраты$"
))
_OTHER = re.compile(either_script(r"采购|进货|供应商|储值|充值|退卡|supplier|vendor|purchase|nhập"))
_DAYS = re.compile(r"[\d_.年月日号~至\s()（）-]+|kv\d+$")


def is_list_of_refunds(found: Examination) -> bool:
    """Whether the file's name, its sheet's or its title says that all of it are refunds, and no column says what each row is.

    Amounts of both signs say it themselves: what is below zero among others went back, or was paid.
    """
    if "refund" in found.mapping or any(column.role == KIND for column in found.mark_columns):
        return False
    readable, place = found.readable, found.mapping.get("amount")
    amounts = [] if place is None else [read_number(row[place]) or 0 for row in readable.sample if place < len(row)]
    if any(amount < 0 for amount in amounts) and any(amount > 0 for amount in amounts):
        return False
    said = (Path(readable.file_name).stem, *readable.titles)
    return any(says_refunds(text) for text in said)


def says_refunds(text: str) -> bool:
    """Whether a title says that a list is one of refunds and of nothing else.

    >>> [says_refunds(text) for text in ("退货单列表", "DanhSachTraHang_KV2611", "Returns 2026-11", "老城店退款明细 2026年11月")]
    [True, True, True, True]
    >>> [says_refunds(text) for text in ("销售与退货明细", "采购退货单", "bills", "消费明细")]
    [False, False, False, False]
    """
    plain = fold_header(_DAYS.sub("", text.strip()))
    return bool(_LIST.search(plain)) and not _OTHER.search(plain)


def tell_list_of_refunds(found: Examination) -> None:
    """Tell where every row of a file is a refund: what they come to is taken off the revenue."""
    refunded = found.money.get(REFUND) if found.money else None
    if not found.stage.values["refund_sheets"] or "original_no" in found.mapping or not refunded or not found.accepted:
        return
    if found.amount != -abs(refunded) or len(found.readable.parts) > 1:
        return
    text = N_(
        "The file is a list of returns: all {count} rows reduce the revenue, by {amount}. Where the bills that they take back "
        "are less the refund already in another file, it would be taken off twice: leave this list out then."
    )
    found.notices.append(Notice("list_of_refunds", text, found.accepted, {"amount": yuan(abs(refunded))}))
