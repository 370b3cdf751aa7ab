"""What customers owe of bills on account: how long it is overdue, by customer and manager, and who is over the limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.ingest.kinds.bills.on_account import ACCOUNT_WORDS
from segmentation.language.i18n import N_, count_customers, format_day, format_money, format_money_short, format_ratio, translator
from segmentation.measures.managers.register import read_holders, read_managers
from segmentation.settings.credit import CreditTerms, credit_terms
from segmentation.warehouse import Warehouse

AGES = ("not_due", "late_30", "late_60", "late_90", "late_more")
AGE_NAMES = {
    "not_due": N_("Not due yet"), "late_30": N_("1–30 days late"), "late_60": N_("31–60 days late"),
    "late_90": N_("61–90 days late"), "late_more": N_("Over 90 days late"),
}
MONEY = pa.decimal128(18, 2)
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Receivables:
    """Who owes what on a day.

    ``customers`` has one row per customer who ever had a bill on account or paid one, the largest sum first: customer, name,
    phone, manager (None: nobody), on_account (bills on account less those taken back), received (payments less what was given
    back), receivable (on_account − received, CNY; below zero: paid ahead, or the bills are older than the files), AGES (they sum
    to receivable where that is above zero), oldest_due, last_paid_on, over (receivable above the limit of ``terms``).
    ``nameless`` is on account of nobody who is known, ``mixed`` stands on bills that were paid in several ways, an account among
    them: the part is not known. ``has_bills`` and
    ``has_payments`` say what was brought by that day; ``later`` was paid after it, from ``later_from`` on (None: nothing was).
    """

    customers: pa.Table
    as_of: date
    terms: CreditTerms
    nameless: Decimal
    mixed: Decimal
    has_bills: bool
    has_payments: bool
    later: Decimal = NOTHING
    later_from: date | None = None

    @cached_property
    def owing(self) -> pa.Table:
        """Those who owe something."""
        return self.customers.filter(pc.greater(self.customers["receivable"], pa.scalar(NOTHING, MONEY)))

    @cached_property
    def owed(self) -> Decimal:
        """What they owe (CNY)."""
        return total(self.owing, "receivable")

    @cached_property
    def late(self) -> Decimal:
        """What of it is overdue (CNY)."""
        return self.owed - total(self.owing, "not_due")

    @cached_property
    def overdue(self) -> pa.Table:
        """Those of whom something is overdue."""
        late = pc.subtract(self.owing["receivable"], self.owing["not_due"])
        return self.owing.filter(pc.greater(late, pa.scalar(NOTHING, MONEY)))

    @cached_property
    def ahead(self) -> pa.Table:
        """Those who have paid more than their bills on account come to."""
        return self.customers.filter(pc.less(self.customers["receivable"], pa.scalar(NOTHING, MONEY)))

    @cached_property
    def over(self) -> pa.Table:
        """Those who owe more than the limit."""
        return self.customers.filter(self.customers["over"])

    @cached_property
    def managers(self) -> pa.Table:
        """One row per manager (None: nobody) whose customers owe something: customers, receivable, AGES, over; most first."""
        keys = ("receivable", *AGES)
        if not self.owing.num_rows:
            empty = {"manager": pa.array([], pa.string()), "customers": pa.array([], pa.int64())}
            return pa.table(empty | {name: pa.array([], MONEY) for name in keys} | {"customers_over": pa.array([], pa.int64())})
        frame = self.owing.append_column("place", self.owing["over"].cast(pa.int64()))
        found = frame.group_by("manager").aggregate([("customer", "count"), *((name, "sum") for name in keys), ("place", "sum")])
        found = pa.table({
            "manager": found["manager"], "customers": found["customer_count"],
            **{name: found[f"{name}_sum"].cast(MONEY) for name in keys}, "customers_over": found["place_sum"],
        })
        return found.sort_by([("receivable", "descending"), ("manager", "ascending")])


def total(frame: pa.Table, column: str) -> Decimal:
    """Return the sum of a column of money, 0.00 of nothing."""
    return pc.sum(frame[column]).as_py() or NOTHING


def read_receivables(
    warehouse: Warehouse, store_id: int, as_of: date, terms: CreditTerms | None = None
) -> Receivables:
    """Return what customers owe on ``as_of``, under ``terms`` (None: those of the store); nothing after that day is seen."""
    terms = terms or credit_terms(warehouse, store_id)
    ask = {"store": store_id, "as_of": as_of}
    frame = warehouse.table("measures/revenue/receivables", **ask, term_days=terms.term_days)
    [told] = warehouse.rows("measures/revenue/account_told", **ask, account_words=ACCOUNT_WORDS)
    managers: dict[str, str | None] = {}
    if frame.num_rows:
        holders = read_holders(warehouse, store_id, read_managers(warehouse, store_id, as_of), as_of)
        managers = dict(zip(holders["customer_key"].to_pylist(), holders["manager"].to_pylist(), strict=True))
    keys = frame["customer"].to_pylist()
    over = pc.greater(frame["receivable"], pa.scalar(terms.limit, MONEY)) if terms.limit else pa.array([False] * len(keys))
    frame = frame.add_column(3, "manager", pa.array([managers.get(key) for key in keys], pa.string())).append_column("over", over)
    return Receivables(
        frame, as_of, terms, told["nameless"], told["mixed"], told["bills_on_account"] > 0, told["payments"] > 0, told["later"],
        told["later_from"],
    )


def those_owing(found: Receivables, age: str) -> pa.Table:
    """Return who owes something of an age (of AGES), the most of it first; the other ages are left out."""
    rows = found.owing.filter(pc.not_equal(found.owing[age], pa.scalar(NOTHING, MONEY)))
    rows = rows.drop_columns([each for each in AGES if each != age])
    return rows.sort_by([(age, "descending"), ("customer", "ascending")])


def finding_receivables(found: Receivables, lang: str) -> str:
    """Return in sentences who owes how much, what of it is late, who is over the limit, and what cannot be told."""
    _ = translator(lang)
    if not found.has_bills and not found.has_payments and not found.mixed:
        return _("No bill says that it went on account (挂账), so nobody is known to owe anything.")
    said = []
    if found.owing.num_rows:
        text = _("{money} is owed by {customers}; {late} of it is overdue ({share}).") if found.late else \
            _("{money} is owed by {customers}; nothing of it is overdue.")
        said.append(text.format(
            customers=count_customers(found.owing.num_rows, lang), money=format_money(found.owed, lang),
            late=format_money(found.late, lang), share=format_ratio(float(found.late / found.owed), lang, 0),
        ))
    else:
        said.append(_("Nobody owes anything."))
    if found.over.num_rows and found.terms.limit:
        said.append(_("Over the limit of {limit}: {customers}.").format(
            customers=count_customers(found.over.num_rows, lang), limit=format_money(found.terms.limit, lang)
        ))
    return ("" if lang == "zh" else " ").join(said)


def finding_list(name: str, rows: pa.Table, which: str, lang: str) -> str:
    """Return a list's name, how many stand in it, and what they owe: of ``which`` "late" what is overdue."""
    money = total(rows, "receivable") - (total(rows, "not_due") if which == "late" else NOTHING)
    return translator(lang)("{what}: {customers}, {money}").format(
        what=name, customers=count_customers(rows.num_rows, lang), money=format_money_short(abs(money), lang)
    )


def notes_receivables(found: Receivables, lang: str) -> list[str]:
    """Return what stands beside the finding: what is missing, and sums that are in nobody's figures."""
    _ = translator(lang)
    said = []
    if found.later_from:
        text = _("{money} was paid after {day}, from {first} on; as of a later day it comes off what is owed.")
        said.append(text.format(
            money=format_money(found.later, lang), day=format_day(found.as_of, lang), first=format_day(found.later_from, lang)
        ))
    elif found.has_bills and not found.has_payments:
        said.append(_("No payments were brought yet: what was paid meanwhile is not known, and everything counts as owed."))
    if found.ahead.num_rows:
        text = _(
            "{customers} paid {money} more than their bills on account come to: paid ahead, or for bills older than the files."
        )
        said.append(text.format(
            customers=count_customers(found.ahead.num_rows, lang), money=format_money(-total(found.ahead, "receivable"), lang)
        ))
    if found.nameless:
        said.append(_("{money} went on account without a customer.").format(money=format_money(found.nameless, lang)))
    if found.mixed:
        text = _("Bills of {money} were paid in several ways, an account among them; which part is owed is not known.")
        said.append(text.format(money=format_money(found.mixed, lang)))
    return said
