"""What of bills went on account, and files of which nobody can tell whether they are bills or payments of what is owed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from segmentation.ingest.columns import KEY_COLUMNS, NAME_PARTS
from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import CELLS_ON_ACCOUNT, cells_may_say
from segmentation.ingest.kinds.bills.owed_beside import WITHIN
from segmentation.ingest.kinds.payments.columns import OF_EITHER, OF_PAYMENTS
from segmentation.ingest.meaning import PAID_ONTO_ACCOUNT, REPAYMENT
from segmentation.ingest.questions import Question, Words
from segmentation.language.i18n import N_
from segmentation.language.text import either_script, fold_header
from segmentation.language.values import CENT
from segmentation.warehouse import Cursor, run

# of a way to pay or a state: signed for, to be paid later; and what else was paid with, so that the part is not known
ACCOUNT_WORDS = either_script(
    r"(?i)(^|[^未非不否])(挂账|挂帐|签单|签账|签帐|记账|赊账|赊欠|on ?account|city ledger|house account)"
)
# as a way to pay: from what is on the account where money is put on it, else to be paid later
ACCOUNT_METHOD = either_script(r"^\s*(customer |client |member )?account\s*$|^\s*(会员)?账户\s*$")
PAID_WORDS = either_script(r"(?i)现金|微信|支付宝|银行卡|信用卡|刷卡|云闪付|cash|card|wechat|alipay|储值|余额")
_TITLE = re.compile(r"(?i)回款|还款|清欠|收欠|收账款|repayments?\b|collections?\b")
_WORDS = Words(
    N_("Money paid of what was owed (回款), or bills?"),
    N_("{count} rows, {money}. A payment on account is no revenue: its bill was, on its own day. Counted as a bill it would be "
       "revenue a second time."),
    {"payments": N_("Payments: they come off what customers owe"), "bills": N_("Bills: they are revenue")},
)
_OF_A_SALE = ("bill_no", "product", "tables", "covers", "unit_price", "room", "discount")


def owes_by_account(found: Examination) -> bool:
    """Whether what is paid onto accounts pays what was owed: a bill that is paid by account then is owed."""
    return any(mark.meaning == REPAYMENT and re.search(PAID_ONTO_ACCOUNT, mark.value) for mark in found.marks)


def ask_whether_payments(found: Examination) -> None:
    """Ask, where a file names customers and nothing of a sale and speaks of money that came, whether that was owed before."""
    if found.choices.kind is not None or found.remembered or found.mends is not None:
        return
    if found.mapping.keys() & {*_OF_A_SALE} or not found.mapping.keys() & {*KEY_COLUMNS, *NAME_PARTS}:
        return
    folded = {fold_header(name) for name in found.names}
    above = (Path(found.readable.file_name).stem, found.readable.sheet or "", *found.readable.titles)
    if not folded & {*OF_EITHER, *OF_PAYMENTS} and not any(_TITLE.search(text) for text in above):
        return
    found.questions.append(Question(
        "payments_or_bills",
        N_(
            "Is this money that customers paid of what they owed (回款), or are these bills? {count} rows, {money}; nothing in "
            "them is of a sale alone (in the shell: --kind=payments or --kind=bills)"
        ),
        {"count": found.accepted, "money": found.amount.quantize(CENT)}, "kind", ("payments", "bills"), None,
        found.amount.quantize(CENT), own_words=_WORDS,
    ))


def land_owed(cursor: Cursor, found: Examination, key: Mapping[str, Any]) -> None:
    """Say of the bills of a batch what of their amount went on account, once they have landed."""
    of_account = f"{ACCOUNT_WORDS}|{ACCOUNT_METHOD}" if owes_by_account(found) else ACCOUNT_WORDS
    words = {"account_words": of_account, "paid_words": PAID_WORDS}
    if found.stage.single:
        may_say = found.mends is not None or cells_may_say(found, cursor, CELLS_ON_ACCOUNT)
        if may_say or found.stage.has_methods:
            run(cursor, "land/owed", **key, **words, cells=CELLS_ON_ACCOUNT if may_say else None)
    else:
        run(cursor, "land/owed_of_lines", **{**found.stage.values, **key, **words})
    if found.choices.on_account == "due" and "due" in found.money:
        run(cursor, "land/owed_rest", **key)
    elif found.stage.owes_beside == WITHIN:
        run(cursor, "land/owed_beside", **key)
