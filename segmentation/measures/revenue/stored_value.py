"""What customers have stored on cards: topped up, used, left, and what of it sleeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import count_customers, format_money, format_money_short, translator
from segmentation.warehouse import Warehouse

NOTHING = Decimal("0.00")
FLOWS = ("topped_up", "used_value")


@dataclass(frozen=True)
class StoredValue:
    """Who has value on a card on a day.

    ``customers`` has one row per customer who ever topped up or paid from a card, the highest balance first: customer, name,
    phone, manager, topped_up, used_value, balance (topped_up − used_value, CNY; below zero where the files begin after the
    top-up; null where bills of ``unsaid`` CNY do not say how they were paid), unsaid, last_visit (null: none), is_sleeping (no
    visit and no top-up for ``active_days``). ``unnamed`` was topped up without a customer.
    """

    customers: pa.Table
    as_of: date
    active_days: int
    unnamed: Decimal

    @cached_property
    def holders(self) -> pa.Table:
        """Those with a balance above zero; whose balance is not known is none of them."""
        return self.customers.filter(pc.greater(self.customers["balance"], pa.scalar(NOTHING)))

    @cached_property
    def balance(self) -> Decimal:
        """What the house owes to all of them (CNY)."""
        return _total(self.holders)

    @cached_property
    def sleeping(self) -> Decimal:
        """What of it belongs to those who sleep (CNY)."""
        return _total(self.asleep)

    @cached_property
    def asleep(self) -> pa.Table:
        """Those of the holders who sleep."""
        return self.holders.filter(self.holders["is_sleeping"])

    @cached_property
    def unknown(self) -> pa.Table:
        """Those of whom is known what they topped up, and not what is left."""
        return self.customers.filter(pc.is_null(self.customers["balance"]))

    @cached_property
    def overdrawn(self) -> pa.Table:
        """Those who have used more than the files say they stored: their top-ups are older than the files."""
        return self.customers.filter(pc.less(self.customers["balance"], pa.scalar(NOTHING)))


def read_stored_value(warehouse: Warehouse, store_id: int, as_of: date, active_days: int) -> StoredValue:
    """Return what customers have stored on ``as_of``; nothing after that day is seen."""
    values = {"store": store_id, "as_of": as_of}
    frame = warehouse.table("measures/revenue/balances", **values, active_days=active_days, customer=None)
    unnamed = warehouse.cursor().execute(
        "select cast(coalesce(sum(amount), 0) as decimal(18, 2)) from stored_value "
        "left join customers using (store_id, customer_key) where store_id = $store and bill_date <= $as_of "
        "and replaced_by is null and coalesce(is_walk_in, customer_key is null)", values,
    ).fetchall()[0][0]
    return StoredValue(frame, as_of, active_days, unnamed)


def read_balance(
    warehouse: Warehouse, store_id: int, as_of: date, active_days: int, customer: str
) -> dict[str, Any] | None:
    """Return the row of ``StoredValue.customers`` of one customer; None for who never topped up nor paid from a card."""
    values = {"store": store_id, "as_of": as_of, "active_days": active_days, "customer": customer}
    return next(iter(warehouse.rows("measures/revenue/balances", **values)), None)


def read_stored_months(warehouse: Warehouse, store_id: int, as_of: date) -> pa.Table:
    """Return what was topped up and used month by month, and what the house owed at each month's end.

    From the month of the first top-up or payment from a card to that of ``as_of``: month, topped_up, used_value, stored_change
    (topped_up − used_value), balance (the sum of the balances above zero of all whose balance is known by then: the house owes
    it; CNY). Walk-ins are left out. Without any, no rows.
    """
    return warehouse.table("measures/revenue/stored_months", store=store_id, as_of=as_of)


def moved_between(before: StoredValue, after: StoredValue, what: str) -> pa.Table:
    """Return who topped up or used (``what``, of FLOWS) something between two days, the most first: ``what`` is that alone (CNY).

    Columns of ``after.customers`` without balance and the other flow.
    """
    had = dict(zip(before.customers["customer"].to_pylist(), before.customers[what].to_pylist(), strict=True))
    told = zip(after.customers["customer"].to_pylist(), after.customers[what].to_pylist(), strict=True)
    moved = pa.array([(now or NOTHING) - (had.get(key) or NOTHING) for key, now in told], pa.decimal128(18, 2))
    other = next(name for name in FLOWS if name != what)
    rows = after.customers.drop_columns([what, other, "balance"]).append_column(what, moved)
    rows = rows.filter(pc.not_equal(rows[what], pa.scalar(NOTHING, pa.decimal128(18, 2))))
    return rows.sort_by([(what, "descending"), ("customer", "ascending")])


def last_day_stored(warehouse: Warehouse, store_id: int) -> date | None:
    """Return the store's last day with a bill, or with money that came onto a card or went back off one; None without bills."""
    bills = warehouse.rows("facts/last_days", stores=[store_id])
    stored = "select max(bill_date) from stored_value where store_id = $store and replaced_by is null"
    [(last,)] = warehouse.cursor().execute(stored, {"store": store_id}).fetchall()
    return max(bills[0]["last_day"], last or bills[0]["last_day"]) if bills else None


def finding_list(name: str, rows: pa.Table, which: str, lang: str) -> str:
    """Return a list's name, how many stand in it and what they have stored; of ``which`` "unknown" what they topped up."""
    money = _total(rows, "topped_up" if which == "unknown" else "balance")
    return translator(lang)("{what}: {customers}, {money}").format(
        what=name, customers=count_customers(rows.num_rows, lang), money=format_money_short(money, lang)
    )


def finding_stored_value(found: StoredValue, lang: str) -> str:
    """Return in sentences what customers have stored, what of it sleeps, and what cannot be told."""
    _ = translator(lang)
    if not found.customers.num_rows and not found.unnamed:
        return _("No top-up and no payment from a card is known. Import the till’s file of top-ups (stored value).")
    said = []
    if found.customers.num_rows > found.unknown.num_rows or not found.customers.num_rows:
        text = _(
            "{customers} have {money} stored; {sleeping} of it belongs to customers without a visit or a top-up for more than "
            "{days} days."
        )
        said.append(text.format(
            customers=count_customers(found.holders.num_rows, lang), money=format_money(found.balance, lang),
            sleeping=format_money(found.sleeping, lang), days=found.active_days,
        ))
    if found.unknown.num_rows:
        text = _(
            "{customers} topped up {money}; what is left is not known, for their bills ({unsaid}) do not say how they were paid."
        )
        said.append(text.format(
            customers=count_customers(found.unknown.num_rows, lang), money=format_money(_total(found.unknown, "topped_up"), lang),
            unsaid=format_money(_total(found.unknown, "unsaid"), lang),
        ))
    if found.overdrawn.num_rows:
        text = _("{customers} used more than the files say they stored: their top-ups are older than the files.")
        said.append(text.format(customers=count_customers(found.overdrawn.num_rows, lang)))
    if found.unnamed:
        said.append(_("{money} was topped up without a customer.").format(money=format_money(found.unnamed, lang)))
    return ("" if lang == "zh" else " ").join(said)


def _total(frame: pa.Table, column: str = "balance") -> Decimal:
    return pc.sum(frame[column]).as_py() or NOTHING
