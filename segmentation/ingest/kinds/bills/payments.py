"""The settlement of a payment firm: the same money as the till's bills, seen by the bank; whether it counts, a person says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from segmentation.ingest.batches import batch_report
from segmentation.ingest.examination import Examination
from segmentation.ingest.meaning import REFUND, SALE, TOP_UP
from segmentation.ingest.questions import PAYMENTS, PAYMENTS_OUT, Question
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import yuan
from segmentation.warehouse import Cursor, Warehouse

OUT, COUNT, BOTH = "out", "count", "both"

# of the firm that moved the money: its fee, what is left after it, and whom it knows
_RATE = re.compile(r"^(交易|手续费)?费率|扣率|^mdr$")
_FEE = re.compile(
    rf"手续费|^(交易|通道|支付)?服务费$|^(processing|transaction|merchant)?fees?$|{_RATE.pattern}|"
    r"^(entgelt|(paypal|transaktions)?gebühr(en)?|手数料)$"
)
_OF_PAYING = re.compile(r"手续费|^(processing|transaction|merchant)fees?$")  # no till charges it
_SETTLED = re.compile(
    r"结算|清算|到账|入账|净额|有效交易金额|账户余额|实收净额|^(net|nettotal|netamount|settlementamount|payout|balance|netto|nettobetrag|guthaben|auszahlung)$"
)
_FIRM = re.compile(
    r"^(平台|子|特约)?商户(号|编号|id|代码)|^商户(订?单号|实收|优惠)|^终端(号|编号|id)|^门店终端|参考号|发卡|付款银行|银行卡|卡类型|支付宝交易号|微信(支付)?(订单|业务单)号|"
    r"^(mid|tid|merchantid|terminalid|rrn|cardbrand|balancetransactionid)$"
)
# of a payment by card, which none but the firm numbers: two of them tell its flow without a fee too
_OWN_NUMBERS = tuple(
    re.compile(part)
    for part in (
        r"^(平台|子|特约|受理)?商户(号|编号|id|代码)$|^(mid|merchant(id|no|number|code))$",
        r"^(门店|pos|刷卡)?终端(机)?(号|编号|id|代码)$|^(tid|terminal(id|no|number))$",
        r"参考号$|^rrn$|^(retrieval|system)?ref(erence)?(no|number)$",
        r"^(交易|终端|结算)?批次(号|编号)?$|^batch(no|number|id)?$",
        r"^(交易|终端|pos)?凭证(号|编号)$|^(trace|stan)(no|number)?$",
        r"授权(码|号)$|^auth(orization|orisation)?(code|no|number)?$",
        r"发卡|^银行(名称|卡类型)?$|^(card)?(issuer|issuingbank)$|^card(brand|scheme)$",
        r"^(银行|交易|付款|支付)?卡号$|^(masked)?(card|pan)(no|number)$|^pan$|^card(last4|fingerprint)$",
        r"^statementdescriptor$",
        r"^captured$|^captured?(date|amount|time)$",
        r"^sellermessage$|^(raw)?acquirerresponse$|^(decline|response)reason$",
        r"^psp(ref|reference)$|^paymentintent(id)?$|^charge(id)?$|^balancetransaction(id)?$",
    )
)
_OF_MEMBERS = re.compile(r"余额|姓名|积分|客户|balance|name$|customer|points")  # beside the card that a house gave out
_MONEY_FLOW = ({"账务流水号", "业务流水号"}, {"收入金额", "支出金额", "账户余额"})
# of a till or a shop, which knows what was sold, where, and by whom
_TILL = re.compile(
    r"[桌餐]台|桌号|台号|包厢|房号|人数|菜|品项|会员|买家|收货|开台|商品(数量|规格|总价|编码)|收银|佣金|外卖|折扣|抹零|"
    r"^(grosssales|netsales|discounts?|table|covers|guests|qty|quantity|itemname|lineitemname|shipping|ordervalue)$"
)
_TILL_OR_FIRM = re.compile(r"^(tips?|tax(es)?)$")  # a firm passes on the tip, and names the tax on its own fee


def is_payment_flow(names: Sequence[str]) -> bool:
    """Whether headers are those of a payment firm's flow: its fee beside what is left of a payment, its rate, or its own numbers.

    >>> is_payment_flow(["商户号", "终端号", "交易时间", "卡号", "交易金额", "手续费", "结算金额"])
    True
    >>> is_payment_flow(["订单号", "交易金额", "手续费", "费率"]), is_payment_flow(["商户订单号", "金额", "手续费"])
    (True, True)
    >>> is_payment_flow(["终端编号", "交易日期", "交易金额", "参考号"]), is_payment_flow(["卡号", "姓名", "终端号", "余额"])
    (True, False)
    >>> is_payment_flow(["Amount", "Fee", "Tax", "Captured", "Statement Descriptor"]), is_payment_flow(["Amount", "Fee", "Tax"])
    (True, False)
    >>> is_payment_flow(["桌号", "人数", "实收金额", "服务费", "结算方式"]), is_payment_flow(["日期", "客户", "金额"])
    (False, False)
    """
    folded = [fold_header(name) for name in names]
    if any(map(_TILL.search, folded)):
        return False
    own = [number for number in _OWN_NUMBERS if any(map(number.search, folded))]
    fees = [name for name in folded if _FEE.search(name)]
    if len(own) > 1 and fees:  # whom the firm knows, too
        return True
    if any(map(_TILL_OR_FIRM.search, folded)):
        return False
    if any(words.issubset(folded) for words in _MONEY_FLOW):
        return True
    if len(own) > 1 and not any(map(_OF_MEMBERS.search, folded)):
        return True
    others = [name for name in folded if name not in fees]
    if any(map(_RATE.search, fees)) and not all(map(_RATE.search, fees)):  # what a payment cost, and at which rate
        return True
    if any(map(_OF_PAYING.search, fees)):
        return True
    return bool(fees) and any(_SETTLED.search(name) or _FIRM.search(name) for name in others)


def names_nobody(found: Examination) -> bool:
    """Whether no bill of the file is a customer's, be it that none is named or that all are masked."""
    bills = found.counts["bills"]
    return bills > 0 and found.counts["walk_in_bills"] == bills and "original_no" not in found.mapping


def weigh_payments(warehouse: Warehouse, found: Examination, cursor: Cursor) -> None:
    """Ask whether a payment firm's flow counts, where it names nobody or lies beside other files; leave it out if it does not."""
    if found.mends is not None or not found.counts["bills"] or not is_payment_flow(found.names):
        return
    beside = _batches_beside(warehouse, found, cursor)
    chosen = found.choices.payments
    if not (beside or names_nobody(found) or chosen == OUT):
        return
    if beside and chosen == COUNT:  # said of a file that stood alone
        chosen = None
    text = N_(
        "This is the flow of a payment firm (its own numbers, fees or settled amounts): {bills} payments and refunds, "
        "{amount}. The bills of the till hold the same money, so that both would count it twice. Leave it out "
        "(in the shell: --payments=out); or, if these payments are the only record of the sales, count them (--payments=count)."
    )
    if beside:
        text = N_(
            "This is the flow of a payment firm (its own numbers, fees or settled amounts): {bills} payments and refunds, "
            "{amount}. Another file has bills of the same days in this store already, and both would count the same "
            "money twice. Leave it out (in the shell: "
            "--payments=out), or count it beside them if it is other money (--payments=both)."
        )
    code, options = (f"{PAYMENTS}_beside", (OUT, BOTH)) if beside else (PAYMENTS, (OUT, COUNT))
    if shared := _count_shared(warehouse, found, cursor, beside):
        code, options = f"{PAYMENTS}_same", (OUT,)
        text = N_(
            "This is the flow of a payment firm (fees, settled amounts): {bills} payments, {amount}. {shared} of them carry the "
            "numbers of bills of another file: it is the same money, and it would take their place. Leave it out (in the shell: "
            "--payments=out)."
        )
    if not beside and chosen == BOTH:
        chosen = COUNT
    money = found.amount
    question = Question(
        code, text, {"bills": f"{found.counts['bills']:,}", "amount": yuan(money), "shared": f"{shared:,}"}, "payments", options,
        chosen if chosen in options else None, money,
    )
    if chosen == OUT:
        _leave_out(found)
    found.questions.insert(0, question)  # the answer settles what else would be asked


def refuse_payments(found: Examination) -> InputError | None:
    """Return why nothing comes in of a flow that a person leaves out; None for any other file."""
    if PAYMENTS_OUT not in found.skipped:
        return None
    return InputError(
        "payments_out",
        N_(
            "{file} is the flow of a payment firm and was left out ({count} rows): the till’s bills hold its money. Nothing "
            "changed."
        ),
        file=found.readable.file_name, count=found.skipped[PAYMENTS_OUT],
    )


def _leave_out(found: Examination) -> None:
    """Count every line that was understood as left out, and leave nothing to ask of what would replace what."""
    found.skipped[PAYMENTS_OUT] = found.accepted
    own = (found.money.pop(name, Decimal(0)) for name in (SALE, REFUND, TOP_UP, "rounding"))
    found.money[PAYMENTS_OUT] = sum(own, Decimal(0))
    found.accepted, found.partly, found.amount, found.replaces = 0, 0, Decimal(0), 0
    found.counts.clear()
    found.missing = found.overlap = found.future = None
    found.questions.clear()
    found.notices[:] = [notice for notice in found.notices if notice.code == "sheets_together"]


def _batches_beside(warehouse: Warehouse, found: Examination, cursor: Cursor) -> list[int]:
    """Return the imports of files with other columns whose bills lie between the first and the last day of the file."""
    if found.store_id is None:
        return []
    told = (
        "select distinct batch_id from bills "
        "where store_id = $store and replaced_by is null and bill_date between $first and $last"
    )
    values = {"store": found.store_id, "first": found.first_date, "last": found.last_date}
    batches = [batch for (batch,) in cursor.execute(told, values).fetchall()]
    return [batch for batch in batches if batch_report(warehouse, batch)["headers"] != list(found.names)]


def _count_shared(warehouse: Warehouse, found: Examination, cursor: Cursor, beside: list[int]) -> int:
    """Return how many bills of these imports, other flows aside, have the number of a payment, which would replace them."""
    told = (
        "select count(distinct bills.bill_no) from bills inner join staged_bills as staged on bills.bill_no = staged.bill_no "
        "where bills.store_id = $store and bills.replaced_by is null and list_contains($batches, bills.batch_id) "
        "and (bills.bill_date = staged.bill_date or not $restart)"
    )
    batches = [batch for batch in beside if not is_payment_flow(batch_report(warehouse, batch)["headers"])]
    if not batches:
        return 0
    values = {"store": found.store_id, "batches": batches, "restart": found.numbers_restart}
    return cursor.execute(told, values).fetchall()[0][0]
