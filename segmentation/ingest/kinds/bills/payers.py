"""What bills came to in the end, told by who paid it: 客户付款 + 保险付款 + 厂家索赔 = 应收合计 − 优惠 on every row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.language.text import fold_header
from segmentation.language.values import read_number

_PAYER = re.compile(
    r"[付收]款|[支实已]付|实收|自付|自费|现金|微信|支付宝|银行卡|信用卡|刷卡|银联|云闪付|转账|储值|会员卡|卡扣|挂账|"
    r"保险|索赔|理赔|医保|统筹|个账|个人账户|"
    r"(cash|card|visa|mastercard|amex|unionpay|alipay|wechat|insur(er|ance)|warranty|transfer|paid|payments?)"
)
_NO_PAYER = re.compile(
    r"应[付收]|未[付收]|[待预]付|方式|渠道|状态|时间|日期|[人员号]$|余额|优惠|折|券|"
    r"unpaid|prepaid|due|method|status|date|time|no$|id$"
)
_CHANGE = re.compile(r"^(找零|找赎|change(due|given)?)(金额)?$")
_OF_OTHERS = re.compile(r"平台|补贴|美团|抖音|饿了么|platform|subsid")  # let off the guest, paid to the house
_TAKEN = re.compile(r"实[付收]|已[付收]|到手|到账|净|(?<!un)paid|received|^net")  # says itself that it is what was taken
_TOTAL = re.compile(r"\s*(合\s*计|总\s*计|小\s*计|本页|totals?\b)", re.IGNORECASE)
_MOST, _FEWEST = 8, 3
BEFORE, OFF = "before", "off"


def tell_by_payers(found: Examination, discounts: Sequence[Decimal]) -> str:
    """Return BEFORE where what was paid, by whomever, is the amount less the discount on every row looked at; OFF where it is the
    amount itself; "" where neither shows.

    ``discounts`` are those of the rows of the sample, as they go off the bill. Rows of which nothing was paid tell nothing.
    """
    mapping = found.mapping
    headers = {name: fold_header(header) for name, header in found.mapped_headers().items()}
    taken = {mapping["amount"], mapping["discount"]}
    folded = {place: fold_header(found.names[place]) for place in kept_columns(found).values() if place not in taken}
    payers = [place for place, header in folded.items() if says_payer(header)][:_MOST]
    change = [place for place, header in folded.items() if _CHANGE.search(header)][:1]
    rows = [
        (row, off) for row, off in zip(found.readable.sample, discounts, strict=True)
        if not any(map(_TOTAL.match, row)) and any(_number(row[place]) for place in payers)
    ]
    if len(rows) < _FEWEST or not any(off for _, off in rows):
        return ""
    change_of = [sum(abs(_number(row[place])) for place in change) for row, _ in rows]
    whole = [_number(row[mapping["amount"]]) + back for (row, _), back in zip(rows, change_of, strict=True)]
    less = [amount - off for amount, (_, off) in zip(whole, rows, strict=True)]
    paid = {place: [_number(row[place]) for row, _ in rows] for place in payers}
    own = _TAKEN.search(headers["amount"]) or _OF_OTHERS.search(headers["discount"])
    for size in range(len(payers), 0, -1):
        for places in combinations(payers, size):
            sums = [sum(each) for each in zip(*(paid[place] for place in places), strict=True)]
            if sums == whole or (sums == less and not own):
                return OFF if sums == whole else BEFORE
    return ""


def says_payer(header: str) -> bool:
    """Whether a folded header is that of what somebody paid, or of what was paid in some way.

    >>> [says_payer(header) for header in ("保险付款", "现金", "已付", "未付", "付款方式", "应收")]
    [True, True, True, False, False, False]
    """
    return bool(_PAYER.search(header)) and not _NO_PAYER.search(header)


def _number(cell: str) -> Decimal:
    return read_number(cell) or Decimal(0)
