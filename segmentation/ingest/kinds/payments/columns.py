"""The columns of payments: what customers paid later of what they owe."""

from __future__ import annotations

from segmentation.ingest.columns import (
    CUSTOMER_CODE,
    DATE,
    EMAIL,
    FIRST_NAME,
    LAST_NAME,
    MONEY,
    NAME,
    PHONE,
    TEXT,
    Column,
    words,
)
from segmentation.ingest.looks import is_day
from segmentation.language.i18n import N_

# headers that nothing but a list of payments on account has
OF_PAYMENTS = words(
    "回款日期|回款时间|回款日|回款金额|回款额|本次回款|本次回款金额|实际回款|实际回款金额|还款日期|还款时间|还款金额|还款额|本次还款|收回日期|收回金额|收欠日期|收欠金额|"
    "清账日期|清账金额|清欠日期|清欠金额|received on|date received|collected on|collection date|amount collected|repayment|repayment date|"
    "repayment amount"
)
# headers that payments and tills share: with a customer and without a bill they may be either
OF_EITHER = words("收款日期|收款时间|收款金额|到账日期|到账金额|receipt date|amount received|payment received")
PAID_ON = Column(
    "date", N_("Received on"), DATE,
    words("回款日期|回款时间|回款日|还款日期|还款时间|收回日期|收欠日期|清账日期|清欠日期|收款日期|收款时间|到账日期|到账时间|付款日期|日期|时间|"
          "received on|date received|collected on|collection date|repayment date|receipt date|payment date|date paid|paid on|date|day"),
    N_("The day on which the money came"), ("2026-09-30", "2026-09-30"),
)
AMOUNT = Column(
    "amount", N_("Amount received"), MONEY,
    words("回款金额|回款额|本次回款|本次回款金额|实际回款|实际回款金额|还款金额|还款额|本次还款|收回金额|收欠金额|清账金额|清欠金额|回款|还款|收款金额|到账金额|付款金额|金额|"
          "amount received|amount collected|repayment amount|repayment|payment received|payment amount|amount paid|received|paid|amount"),
    N_("What was paid of what the customer owes, in CNY; below zero where it was given back"), ("5000.00", "5000.00"),
)
METHOD = Column(
    "method", N_("How it was paid"), TEXT,
    words("付款方式|回款方式|还款方式|收款方式|支付方式|结算方式|方式|how it was paid|payment method|method of payment|method|paid by"),
    "", ("转账", "Transfer"),
)
DUE = Column(
    "due", N_("Due on"), TEXT,
    words("到期日|到期日期|应收日期|应收日|应收到期日|应回款日期|应回款日|应还日期|应付日期|账期到期日|约定回款日期|due on|due date|due|payable by"),
    N_("The day by which it was to be paid, where it is known"), ("2026-09-30", "2026-09-30"), looks=is_day,
)

COLUMNS = (PAID_ON, CUSTOMER_CODE, NAME, FIRST_NAME, LAST_NAME, PHONE, EMAIL, AMOUNT, METHOD, DUE)
