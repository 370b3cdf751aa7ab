"""The whole amount of a bill rather than a part of it: 营收合计 beside 现金实收 and 微信实收, told by the numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from segmentation.ingest.guess import OTHER_MONEY, Cells
from segmentation.ingest.looks import is_number, share_of
from segmentation.ingest.meaning import OWED, SALE, STATE, UNPAID, VOID, is_partly_paid, read_value, role_of
from segmentation.language.values import read_number

# what is added to a net amount to give one that nobody earned: what was let off, went back, is the state's or the waiter's
NOT_EARNED = re.compile(
    r"优惠|折|减|値引|割引|抹零|券|补贴|让利|赠|免单|签免|招待|退|税|小费|押金|[定订]金|手续费|佣金|配送|运费|余额|积分|成本|利润|"
    r"discount|promo|coupon|refund|return|tax|vat|tip|gratuity|deposit|commission|deliver|shipping|balance(?! ?due)|points|cost|"
    r"profit|fee|steuer|mwst|rabatt|trinkgeld|erstatt|entgelt|gebühr|provision|手数料|guthaben|pfand"
)
# what is off a bill: let off, given away, on the house, rounded off, sent back
LET_OFF = re.compile(
    r"优惠|折(?!后)|値引|割引|减免|[立直满]减|抹[零分角]|舍[零尾]|去零|券|让利|免|赠|招待|宴请|员工餐|试吃|奉送|退[菜单货品]|反结|"
    r"discount|promo|coupon|voucher|comp(s|ed|limentary)?$|^comp(s|ed|limentary)|gift|giv(e|en)away|onthehouse|freeof|"
    r"free(amount|items?)?$|allowance|rebate|markdown|roundingoff"
)
_NUMBER = re.compile(  # of a till, a table, a shift
    r"号码?$|编码$|(till|register|terminal|bill|order|table|room|shift|staff|card|member|customer)(no|nr|number|id|code)$"
)
# earned, paid later
_OWED = re.compile(r"欠|挂账|赊|未付|未收|待收|尾款|(balance|amount|total|^)due$|outstanding|unpaid|owed|owing")
_PAID = re.compile(r"实[付收]|已[付收]|[付收]款|(?<!un)(?<!pre)paid")
# up to now: the rest may be owed
_SO_FAR = re.compile(r"^(累计)?已[付收支](款|付|金)?|^(amount|total)?paid(amount|todate|sofar)?$|^paymentsreceived$")
_MOST_COLUMNS, _MOST_PARTS, _ENOUGH_ROWS = 9, 5, 5
_MOSTLY = 0.9
_SUM = re.compile(r"\s*(合\s*计|总\s*计|小\s*计|本页|共\s*\d|totals?\b)", re.IGNORECASE)
_COUNTS = ("quantity", "unit_price", "covers", "tables")
_CENT = Decimal("0.01")


def prefer_whole(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take for the amount the column that is, in nearly every row, the sum of what was taken and of other earned columns.

    What is owed is earned: of a bill of 800 with 500 paid, 800 count, as they do where all of it is on account. What is just the
    amount before what was let off is no whole, though the number of the till should be as large as that. Rows that are not paid
    yet may show what is owed of them, or nothing but what they will come to: then the others decide.
    """
    if not _prefer_whole(mapping, folded, cells, (VOID,)):
        _prefer_whole(mapping, folded, cells, (VOID, UNPAID))


def _prefer_whole(mapping: dict[str, int], folded: Sequence[str], cells: Cells, without: Sequence[str]) -> bool:
    part = mapping.get("amount")
    if part is None:
        return False
    no_money = {mapping.get(name) for name in ("date", "bill_no", "customer_code", "phone", *_COUNTS)}
    void = void_rows(mapping, folded, cells, without)
    money = {
        place: [read_number(cell) or Decimal(0) for row, cell in enumerate(cells[place]) if row not in void]
        for place in range(len(folded)) if place not in no_money and share_of(cells[place], is_number) >= _MOSTLY
    }
    if part not in money:
        return False
    own = money.pop(part)
    owed = {place for place in money if _OWED.search(folded[place])}
    earned = [place for place in money if not NOT_EARNED.search(folded[place])][:_MOST_COLUMNS]
    for whole in earned:
        let_off = [place for place in money if LET_OFF.search(folded[place])]
        if OTHER_MONEY.search(folded[whole]) or any(_adds_up(money[whole], [own, money[place]], sure=True) for place in let_off):
            continue
        others = [place for place in earned if place != whole]
        for size in range(1, min(len(others), _MOST_PARTS) + 1):
            if any(
                _adds_up(money[whole], [own, *(money[place] for place in places)], sure=owed.issuperset(places))
                for places in combinations(others, size)
            ):
                for name in [name for name, place in mapping.items() if place == whole]:
                    del mapping[name]
                mapping["amount"] = whole
                return True
    return False


def void_rows(mapping: dict[str, int], folded: Sequence[str], cells: Cells, meanings: Sequence[str] = (VOID,)) -> set[int]:
    """Return the rows that a state says do not count."""
    states = [place for place, header in enumerate(folded) if place == mapping.get("status") or role_of(header) == STATE]
    return {row for state in states for row, cell in enumerate(cells[state]) if read_value(STATE, cell) in meanings}


def prefer_what_is_due(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take what a bill came to rather than what was paid of it, where a state says of some that they are paid in part.

    It is the column that says the same as what was paid wherever all is paid, and more where a part is.
    """
    amount = mapping.get("amount")
    states = [place for place, header in enumerate(folded) if place == mapping.get("status") or role_of(header) == STATE]
    if amount is None or not states or not _PAID.search(folded[amount]):
        return
    said = {state: [read_value(STATE, cell) for cell in cells[state]] for state in states}
    state = next((state for state in states if any(map(is_partly_paid, cells[state]))), None)
    if state is None or SALE not in said[state]:
        return
    paid = [read_number(cell) for cell in cells[amount]]
    for place, header in enumerate(folded):
        if place == amount or NOT_EARNED.search(header) or OTHER_MONEY.search(header):
            continue
        due = [read_number(cell) for cell in cells[place]]
        rows = [
            (one is not None and two is not None and (two > one if is_partly_paid(cell) else two == one))
            for one, two, cell, meaning in zip(paid, due, cells[state], said[state], strict=True)
            if meaning == SALE or is_partly_paid(cell)
        ]
        if all(rows):
            for name in [name for name, at in mapping.items() if at == place]:
                del mapping[name]
            mapping["amount"] = place
            return


def says_paid_so_far(header: str) -> bool:
    """Whether a folded header says what was paid up to now, of a bill that may come to more.

    >>> says_paid_so_far("已付金额"), says_paid_so_far("amountpaid"), says_paid_so_far("实付金额")
    (True, True, False)
    """
    return bool(_SO_FAR.search(header))


def find_what_was_due(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Map as the gross the column that an amount paid so far reaches in most rows, stays behind in some, and never exceeds.

    Of what goes back, both are below zero, as far as it was paid out.
    """
    amount = mapping.get("amount")
    if amount is None or "gross" in mapping or not says_paid_so_far(folded[amount]):
        return
    paid = [read_number(cell) or Decimal(0) for cell in cells[amount]]
    fitting = []
    for place, header in enumerate(folded):
        if place in mapping.values() or NOT_EARNED.search(header) or OTHER_MONEY.search(header):
            continue
        due = [read_number(cell) for cell in cells[place]]
        pairs = [(one, two) for one, two in zip(paid, due, strict=True) if one or two]
        apart = any(two is None or abs(two) < abs(one) or one * two < 0 for one, two in pairs)
        if apart or all(one == two for one, two in pairs):
            continue
        some = [one == two for one, two in pairs if one]
        if sum(some) * 2 >= len(some):
            fitting.append((sum(abs(two) for _, two in pairs if two is not None), -place))
    if fitting:
        mapping["gross"] = -min(fitting)[1]


def find_what_is_owed(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Map as the gross the column that comes to every amount there is, less what was let off, where some amounts say 欠 or 0."""
    if "amount" not in mapping or "gross" in mapping:
        return
    totals = {row for column in cells for row, cell in enumerate(column) if _SUM.match(cell)}
    left_out = void_rows(mapping, folded, cells) | totals
    offs = [cells[place] for place, header in enumerate(folded) if LET_OFF.search(header) and place != mapping["amount"]]
    let_off = [sum((abs(read_number(cell) or Decimal(0)) for cell in row), Decimal(0)) for row in zip(*offs, strict=True)]
    let_off = let_off or [Decimal(0)] * len(cells[mapping["amount"]])
    paid = [Decimal(0) if cell.strip() in OWED else read_number(cell) for cell in cells[mapping["amount"]]]
    if Decimal(0) not in paid:
        return
    for place, header in enumerate(folded):
        if place in mapping.values() or NOT_EARNED.search(header) or OTHER_MONEY.search(header):
            continue
        rows = [
            (due - less, came)
            for row, (due, less, came) in enumerate(zip(map(read_number, cells[place]), let_off, paid, strict=True))
            if row not in left_out and due is not None and came is not None
        ]
        equal = sum(due == came != 0 for due, came in rows)
        owed = any(came == 0 < due for due, came in rows)
        if owed and equal >= 3 and equal * 2 >= len(rows) and all(due == came or came == 0 < due for due, came in rows):
            mapping["gross"] = place
            return


def stands_beside_paid(header: str, others: Sequence[str]) -> bool:
    """Whether an amount is what bills came to, and another column says what was paid of it or is owed.

    >>> stands_beside_paid("应收", ["实付"]), stands_beside_paid("实付", ["应收"]), stands_beside_paid("Total", ["Name"])
    (True, False, False)
    """
    return not _PAID.search(header) and any(_PAID.search(other) or _OWED.search(other) for other in others)


def _adds_up(whole: Sequence[Decimal], parts: Sequence[Sequence[Decimal]], *, sure: bool) -> bool:
    """Whether the parts come to the whole in nearly every row, and each is there in several, or once where heads are ``sure``.

    Where these are, the first, what was paid, may be nothing on any row: all is owed still.
    """
    rows = [row for row in zip(whole, *parts, strict=True) if any(row)]
    enough, least = (1, 1) if sure else (_ENOUGH_ROWS, 2)
    first = 2 if sure else 1
    if len(rows) < enough or any(sum(bool(row[place]) for row in rows) < least for place in range(first, len(parts) + 1)):
        return False
    return sum(abs(row[0] - sum(row[1:])) < _CENT for row in rows) * 20 >= 19 * len(rows)
