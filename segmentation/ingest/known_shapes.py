"""Files that are known by their headers to be no bills, and what to export instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header


class KnownShape(NamedTuple):
    """Words that together tell a file, wherever they stand above its rows, and what is said of it (msgid).

    A single word is a title, which more may follow.
    """

    words: tuple[str, ...]
    refusal: str
    without: tuple[str, ...] = ()  # none of these may stand there
    of_nobody: bool = False  # known only where no customer is named


_FUND_FLOW = N_(
    "This is the fund flow of WeChat Pay (资金账单), not its bills: fees and withdrawals stand among the sales, and no customer. "
    "Export the transaction bill (交易账单) instead."
)
_SUMMARY = N_(
    "This is a summary report of the till, not its bills: it has sums of days and no customers. "
    "Export the order details (订单明细) instead."
)
_STORED = N_(
    "This is a summary of stored value, not bills: it says what the cards hold in all and names no customer. "
    "Export the order details (订单明细), and the members with their balances, instead."
)
_PLATFORM = N_(
    "These are key figures of the platform (views, sums of days), not bills. Export the orders or the redeemed vouchers instead."
)
_NEW_MEMBERS = N_(
    "This report counts new members by day and names nobody. Export the list of members (会员档案) instead."
)
_SETTLED = N_(
    "This is the platform's settlement by day, with its fees, not the orders. Export the order details (订单明细) instead."
)
_MONTHLY = N_(
    "This is a list of what each customer spent in a month, not bills: it has sums, and no day of a visit. Export the bills "
    "(账单明细), one row per bill with its day."
)
_FEES = N_(
    "This file has one row per fee of an order, not per order: its sum is not what guests paid. "
    "Export the orders (订单级 or 订单明细) instead."
)
_ACCOUNT_FLOW = N_(
    "These are movements of the shop's account with the platform (动账), with fees and payouts among them, not its orders. "
    "Export the orders instead."
)
_PAYOUTS = N_(
    "These are payouts of a payment firm to the bank account, sums of many payments, not bills. Export the payments, or the "
    "orders, instead."
)
_LEDGER = N_(
    "This is a ledger of the hotel: charges (借方) and payments (贷方) of the same stay stand in it, so that its sum is not what "
    "guests paid. Export the settled bills instead, one row per bill with its amount."
)
_BANK = N_(
    "This is a statement of a bank account: interest, fees, payments to suppliers and the house's own transfers stand among what "
    "guests paid. Export the bills of the till instead; or leave only the rows of guests' payments in the file, and say that it "
    "holds bills and which column is their amount (in the shell: --kind=bills --map=amount=COLUMN)."
)
_VOUCHERS = N_(
    "These are vouchers of the books (记账凭证): each amount stands twice, as debit (借方) and as credit (贷方), and expenses "
    "stand among what guests paid. Export the bills of the till instead, one row per bill with its day, number, customer and "
    "amount."
)
_POSTINGS = N_(
    "This is a batch of postings for DATEV (EXTF, Buchungsstapel), a ledger: the same money stands in it as invoice and as "
    "payment, each with debit or credit (Soll, Haben), and its days have no year. Export the invoices or the bills of the till "
    "instead, one row per bill with its day, number, customer and amount."
)
_CARD_EVENTS = N_(
    "Each row of this file is one event of a card (used, paid, moved, refunded), each in a column of its own: they cannot be "
    "added up, and it names no customer. Export the services with customer and amount instead."
)

_CHAT = N_(
    "This is the text of a chat (接龙), not a table: each line is a sentence with who ordered, what, and how much. Put it into "
    "a table, one row per order with three columns: date (日期, such as 2026-11-22), customer (客户) and amount (金额, such as "
    "81), and import that."
)
_CHAIN = re.compile(r"^\s*[#＃]\s*接龙|^\s*(群)?接龙\s*$")
_IN_TURN = re.compile(r"^\s*[(（]?(\d{1,3})\s*[.、．)）:：]\s*[^\d\s.,]")  # 1. 张三 红豆吐司x2
_FEW_IN_TURN = 3

# columns that bills have and sums of days do not; what such sums count
_OF_BILLS = {
    "bill_no", "time", "customer_code", "phone", "email", "name", "first_name", "product", "payment_method", "room",
    "meal_period", "channel", "status", "manager",
}
_COUNTS = re.compile(
    r"covers|guests|visitors|orders|transactions|checks|average|客流|人数|客数|[桌台单笔]数|客单|人均|[桌台]均|翻台|上座"
)
_FEW_DAYS = 3
MONTHS_ACROSS = N_(
    "“{file}” is a summary: its columns are months ({first} to {last}). It has sums and no day of a visit, so nobody can be "
    "graded by it. Export the single bills of these months instead (账单明细, 消费流水): one row per bill with its day, number, "
    "customer and amount."
)
DAYS_ACROSS = N_(
    "“{file}” has a column for each day ({first} to {last}), not a row for each bill. Put one bill in a row (账单明细, 消费流水) "
    "with its day, customer and amount, or export it so, and upload that."
)
SIDE_BY_SIDE = N_(
    "Several tables stand side by side: “{first}”, “{second}” … Put them one below the other, or each into a file or sheet of "
    "its own."
)
_DAY_OF_TABLE = re.compile(r"(日期|时间|date)$")
_FEW_MONTHS = 3
_NAMES_DAY = re.compile(r"^((\d{1,2}月)?(0?[1-9]|[12]\d|3[01])[日号]?|(20\d\d)?(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))$")
_FEW_DAYS_ACROSS = 5
_NAMES_MONTH = re.compile(  # folded: 2026-01 is 202601
    r"^((20)?\d\d年?)?(0?[1-9]|1[0-2])月份?(消费|营业|销售|合计)?(总?额|金额|收入)?$|"
    r"^20\d\d(0?[1-9]|1[0-2])$|^(十[一二]?|[一二三四五六七八九])月份?$|"
    r"^((20)?\d\d)?(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|"
    r"dec(ember)?)((20)?\d\d)?$|^((20)?\d\d年?)?(第?[一二三四1-4]季度?|q[1-4])((20)?\d\d)?$"
)

_OF_PAYMENTS = ("业务类型", "交易类型", "商户订单号", "订单号", "订单编号")  # in the account of a payment firm, and in no bank's

SHAPES = (
    KnownShape(("微信支付业务单号", "资金流水单号"), _FUND_FLOW),
    KnownShape(("资金流水总笔数", "收入笔数"), _FUND_FLOW),
    KnownShape(("综合营业统计",), _SUMMARY, ("订单号", "订单编号")),
    KnownShape(("渠道营业构成",), _SUMMARY, ("订单号", "订单编号")),
    KnownShape(("综合收款统计",), _SUMMARY, ("订单号", "订单编号")),
    KnownShape(("业务大类", "业务小类", "营业日期"), _SUMMARY, ("订单号", "订单编号")),
    KnownShape(("储值消费汇总表",), _STORED),
    KnownShape(("储值余额变动汇总表",), _STORED),
    KnownShape(("储值合计", "消费合计"), _STORED),
    KnownShape(("净储值金额", "净储值消费金额"), _STORED),
    KnownShape(("会员新增情况统计表",), _NEW_MEMBERS),
    KnownShape(("门店基础数据",), _PLATFORM, ("订单号", "订单编号")),
    KnownShape(("曝光人数", "成交金额"), _PLATFORM, ("订单号", "订单编号")),
    KnownShape(("曝光人数", "核销金额"), _PLATFORM, ("订单号", "订单编号")),
    KnownShape(("结算入账id", "账单日期", "结算金额", "账单类型"), _SETTLED, ("订单号", "订单编号")),
    KnownShape(("入账结算id", "账单日期", "账单金额"), _SETTLED, ("订单号", "订单编号")),
    KnownShape(("动账时间", "动账金额"), _ACCOUNT_FLOW),
    KnownShape(("arrivaldate", "destination", "amount"), _PAYOUTS),
    KnownShape(("账单号", "借方", "贷方"), _LEDGER),
    *(
        KnownShape((*sides, balance, other), _BANK, _OF_PAYMENTS)
        for sides in (
            ("借方发生额", "贷方发生额"), ("借方金额", "贷方金额"), ("借方", "贷方"), ("支出金额", "收入金额"), ("支出", "收入"),
            ("转出金额", "转入金额"),
        )
        for balance in ("余额", "账户余额", "本次余额", "联机余额", "可用余额")
        for other in ("对方户名", "对方名称", "对方账户", "对方账号", "对方账户名称", "对方单位", "对手户名", "对方开户行")
    ),
    *(
        KnownShape((*sides, "balance", said), _BANK, of_nobody=True)
        for sides in (("debit", "credit"), ("paidout", "paidin"), ("moneyout", "moneyin"), ("withdrawals", "deposits"))
        for said in ("description", "details", "narrative", "transactiontype", "transactiondescription")
    ),
    *(
        KnownShape((*sides, of_account), _VOUCHERS)
        for sides in (
            ("借方金额", "贷方金额"), ("借方", "贷方"), ("借方本币", "贷方本币"), ("借方发生额", "贷方发生额"),
            ("debit", "credit"), ("debitamount", "creditamount"), ("soll", "haben"),
        )
        for of_account in (
            "科目", "科目名称", "科目代码", "科目编码", "会计科目", "总账科目", "明细科目",
            "accountcode", "glaccount", "ledgeraccount", "konto", "kontonummer",
        )
    ),
    *(KnownShape(words, _POSTINGS) for words in (
        ("extf", "buchungsstapel"), ("dtvf", "buchungsstapel"), ("sollhabenkennzeichen", "belegdatum"),
    )),
    KnownShape(("耗卡金额", "实收业绩", "转卡业绩"), _CARD_EVENTS, of_nobody=True),
    KnownShape(("到家业务单号", "费用类型", "结算金额"), _FEES),
    *(
        KnownShape(("月份", times, sum_of), _MONTHLY, ("订单号", "订单编号", "单号", "账单号", "日期"))
        for times in ("消费次数", "到店次数", "来店次数", "消费笔数") for sum_of in ("消费金额", "消费总额", "金额", "实收金额")
    ),
)


def find_shape(cells: Iterable[str], names_customers: bool = False) -> str | None:
    """Return what is to be said (msgid) of a file above whose rows the cells stand, None where it may be bills.

    Where a column ``names_customers``, the file may be bills though one that names nobody is none.

    >>> find_shape(["记账时间", "微信支付业务单号", "资金流水单号", "收支金额(元)"]) == SHAPES[0].refusal
    True
    >>> find_shape(["营业日期", "订单号", "订单收入（元）"]) is None
    True
    """
    words = {fold_header(cell) for cell in cells if cell.strip()}
    for shape in SHAPES:
        titled = len(shape.words) == 1 and any(word.startswith(shape.words[0]) for word in words)
        if shape.of_nobody and names_customers:
            continue
        if (titled or words.issuperset(shape.words)) and not words.intersection(shape.without):
            return shape.refusal
    return None


def refuse_shape(cells: Iterable[str], names_customers: bool = False) -> None:
    """Raise InputError ``not_bills`` for a file that is known to be none; a person who says what it holds is believed."""
    refusal = find_shape(cells, names_customers)
    if refusal is not None:
        raise InputError("not_bills", refusal)


def find_months_across(headers: Sequence[str]) -> tuple[str, ...]:
    """Return the headers that name months, or quarters, where three or more do: sums of months in columns side by side.

    >>> find_months_across(["客户", "1月", "2月", "3月", "合计"]), find_months_across(["Customer", "Jan 2026", "Total"])
    (('1月', '2月', '3月'), ())
    """
    named = tuple(header for header in headers if _NAMES_MONTH.search(fold_header(header)))
    return named if len(set(map(fold_header, named))) >= _FEW_MONTHS else ()


def find_side_by_side(headers: Sequence[str]) -> tuple[str, ...]:
    """Return the headers of days of tables side by side, each below a month, none where a table stands alone.

    >>> find_side_by_side(["7月日期", "7月金额", "8月日期", "8月金额"]), find_side_by_side(["下单日期", "付款日期", "7月"])
    (('7月日期', '8月日期'), ())
    """
    folded = {header: fold_header(header) for header in headers}
    found = tuple(
        header for header, text in folded.items()
        if (day := _DAY_OF_TABLE.search(text)) and _NAMES_MONTH.search(text[: day.start()] or "-")
    )
    return found if len(found) > 1 else ()


def find_days_across(headers: Sequence[str]) -> tuple[str, ...]:
    """Return the headers that name days, where five or more do, each another: a customer in a row, what he spent day by day.

    >>> find_days_across(["客户", "1日", "2日", "3日", "4日", "5日", "合计"]), find_days_across(["1", "2", "客户"])
    (('1日', '2日', '3日', '4日', '5日'), ())
    """
    named = tuple(header for header in headers if _NAMES_DAY.search(fold_header(header)))
    return named if len({*map(fold_header, named)}) == len(named) >= _FEW_DAYS_ACROSS else ()


def refuse_days(mapping: Mapping[str, int], headers: Sequence[str], sample: Sequence[Sequence[str]]) -> None:
    """Raise InputError ``not_bills`` for sums of days: a row a day with what came in and how many came, and nothing of bills."""
    if mapping.keys() & _OF_BILLS or not {"date", "amount"} <= mapping.keys():
        return
    whole = [row for row in sample if len(row) > max(mapping["date"], mapping["amount"])]
    days = [row[mapping["date"]].strip() for row in whole if row[mapping["date"]].strip() and row[mapping["amount"]].strip()]
    counted = any(_COUNTS.search(fold_header(header)) for header in headers)
    if counted and len(days) >= _FEW_DAYS and len(set(days)) == len(days) and not any(":" in day or "：" in day for day in days):
        raise InputError("not_bills", _SUMMARY)


def refuse_chat(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> None:
    """Raise InputError ``not_bills`` for a chain of orders copied from a chat: below its name, or in lines numbered in turn.

    Only for a file in which nothing says a day: in a table a first column of numbers stands alone in its cells.
    """
    lines = [" ".join(row).strip() for row in (headers, *sample)]
    turns = [int(found[1]) for line in lines if (found := _IN_TURN.search(line))]
    in_turn = len(turns) >= _FEW_IN_TURN and turns == list(range(turns[0], turns[0] + len(turns)))
    if (any(map(_CHAIN.search, lines)) and len(turns) > 1) or (in_turn and len(turns) * 2 >= len(lines)):
        raise InputError("not_bills", _CHAT)
