"""Which values of a status column mean that money came in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

PAID_WORDS = (
    "已结账", "已结帐", "已结", "已付", "已付款", "已支付", "已完成", "完成", "交易成功", "交易完成", "成功", "已收款", "已收货", "已签收",
    "已发货", "正常", "已结算", "结账", "付款成功", "支付成功", "挂账", "签单", "已結帳", "已付款", "paid", "settled", "closed", "complete", "completed",
    "success", "successful", "done", "shipped", "delivered", "received", "fulfilled", "ok", "finished",
)
# money has come in, though the words go on to say what is still to be done
PAID_PARTS = (
    "已付款", "已支付", "已收款", "已发货", "待发货", "待收货", "待评价", "部分退款", "部分退货",
    "partially refunded", "partially_refunded", "partial refund",
)
UNPAID_WORDS = (
    "未", "待", "取消", "作废", "关闭", "撤销", "失败", "预订", "退", "无效", "cancel", "void", "unpaid", "pending", "failed",
    "declined", "draft", "open", "reserved", "hold", "expired", "rejected", "not ",
)


def propose_paid(values: Sequence[tuple[str, Decimal]]) -> set[str]:
    """Return the status values that likely mean paid, given each with its amount.

    Known words decide; a value that nets to less than nothing is a refund and stays, so that it is netted;
    an empty status stays; where no word is known, all but the clearly unpaid.

    >>> sorted(propose_paid([("已结账", Decimal(9)), ("作废", Decimal(3)), ("退款", Decimal(-2)), ("特殊", Decimal(1))]))
    ['已结账', '退款']
    """
    unpaid = {value for value, _ in values if says_unpaid(value)}
    paid = {value for value, amount in values if value.lower() in PAID_WORDS or value == "" or amount < 0}
    said = (*PAID_WORDS, *PAID_PARTS)
    paid |= {value for value, _ in values if value not in unpaid and any(value.lower().startswith(word) for word in said)}
    paid |= {value for value, _ in values if value not in unpaid and any(word in value.lower() for word in PAID_PARTS)}
    if not paid - {""}:
        paid |= {value for value, _ in values if value not in unpaid}
    return paid


def says_unpaid(value: str) -> bool:
    """Whether a status says that no money came in: 待付款 does, 买家已付款，等待卖家发货 does not."""
    text = value.lower()
    return any(word in text for word in UNPAID_WORDS) and ("未" in text or not any(word in text for word in PAID_PARTS))
