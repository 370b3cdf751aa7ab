"""The commands of the shell that list what the till said: bills, stored-value."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import click

from segmentation.exports.csv import to_csv
from segmentation.fields import SAID
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_day, format_money, translator
from segmentation.measures.people.merges import surviving_key
from segmentation.measures.revenue.bills import read_bills
from segmentation.measures.revenue.stored_value import (
    finding_stored_value,
    last_day_stored,
    read_stored_months,
    read_stored_value,
)
from segmentation.shell.parts import iso, print_json, read_day, read_look, read_store
from segmentation.warehouse import Warehouse


def add_bills(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("bills", help=_("List bills with all that the till said of them, other columns of the file included, as CSV."))
    @store
    @click.option("--customer", help=_("Only the bills of this customer (his key, as tiers lists it)."))
    @click.option("--from", "first", metavar="DAY", help=_("The first day, such as 2026-09-01."))
    @click.option("--to", "last", metavar="DAY", help=_("The last day."))
    @click.option("--csv", "as_csv", is_flag=True, help=_("Print CSV (the default)."))
    @click.option("--labels", is_flag=True, help=_("Headers and grades in words, as the app exports them."))
    @as_json
    def bills(store, customer, first, last, as_csv, labels, as_json):
        if as_csv and as_json:
            raise InputError("csv_or_json", N_("Say either --csv or --json, not both."))
        warehouse = open_warehouse()
        store_id = read_store(warehouse, store)
        if customer is not None:
            customer = surviving_key(warehouse, store_id, customer)
            _check_customer(warehouse, store_id, customer)
        days = (read_day(first) if first else None, read_day(last) if last else None)
        found = read_bills(warehouse, store_id, customer, *days)
        if as_json:
            print_json([bill_answer(row) for row in found.to_pylist()])
        else:
            sys.stdout.buffer.write(to_csv(found, lang, labels))

    @cli.command("stored-value", help=_("List what customers have stored on cards: top-ups less what they paid from them."))
    @store
    @click.option("--as-of", help=_("The as-of day (the last day with a bill or a top-up if not given)."))
    @as_json
    def stored_value(store, as_of, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of or last_day_stored(warehouse, read_store(warehouse, store)))
        found = read_stored_value(warehouse, look.store_id, look.as_of, look.settings["active_days"])
        rows = found.customers.to_pylist()
        if as_json:
            sums = {name: _plain(getattr(found, name)) for name in ("balance", "sleeping", "unnamed")}
            days = {"as_of": iso(look.as_of), "active_days": found.active_days}
            months = [month_answer(row) for row in read_stored_months(warehouse, look.store_id, look.as_of).to_pylist()]
            customers = [balance_answer(row) for row in rows]
            print_json({"store": look.store, **days, **sums, "customers": customers, "months": months})
            return
        click.echo(finding_stored_value(found, lang))
        for row in rows:
            last = format_day(row["last_visit"], lang) if row["last_visit"] else _("No visit yet")
            sleeps = f"  {_('asleep')}" if row["is_sleeping"] else ""
            left = _("{money} topped up, rest unknown").format(money=format_money(row["topped_up"], lang))
            left = left if row["balance"] is None else format_money(row["balance"], lang)
            click.echo(f"{row['customer']}  {row['name'] or '–'}  {left}  {last}{sleeps}")


def _check_customer(warehouse: Warehouse, store_id: int, customer: str) -> None:
    """Raise InputError where the store has no such customer."""
    known = "select 1 from customers where store_id = $store and customer_key = $customer"
    if not warehouse.cursor().execute(known, {"store": store_id, "customer": customer}).fetchall():
        raise InputError(
            "unknown_customer", N_("There is no customer “{customer}” in this store. tiers lists their keys."), customer=customer
        )


def bill_answer(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a bill as programs get it: days as ISO text, money as decimal text, other columns by header under ``fields``."""
    own = {name: _plain(value) for name, value in row.items() if not name.startswith(SAID)}
    said = {name.removeprefix(SAID): value for name, value in row.items() if name.startswith(SAID) and value is not None}
    return {**own, "fields": said}


def balance_answer(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a customer's stored value as programs get it: money as decimal text; used is what he paid from the card.

    ``balance`` is null where bills of ``unsaid`` do not say how they were paid.
    """
    return {
        "customer": row["customer"],
        "name": row["name"],
        "topped_up": _plain(row["topped_up"]),
        "used": _plain(row["used_value"]),
        "balance": _plain(row["balance"]),
        "unsaid": _plain(row["unsaid"]),
        "last_visit": iso(row["last_visit"]),
        "sleeping": row["is_sleeping"],
    }


def month_answer(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a month of stored value as programs get it: what came, what was used, and what the house owed at its end."""
    return {
        "month": f"{row['month']:%Y-%m}", "topped_up": _plain(row["topped_up"]), "used": _plain(row["used_value"]),
        "change": _plain(row["stored_change"]), "balance": _plain(row["balance"]),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else value
