"""The commands of the shell about money that is to come and how a house works: receivables, indicators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import click

from segmentation.language.i18n import format_money, format_month, listed, translator
from segmentation.measures.composition.indicators import LABELS, NEEDS, Indicator, finding_indicators, read_indicators, say_value
from segmentation.measures.revenue.receivables import AGES, finding_receivables, notes_receivables, read_receivables
from segmentation.settings.credit import CreditTerms, save_credit_terms
from segmentation.shell.parts import iso, print_json, read_look
from segmentation.warehouse import Warehouse

PERIODS = ("month",)
AGE_KEYS = dict(zip(AGES, ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90"), strict=True))


def add_indicators(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    day = click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("indicators", help=_("Say how a house works month by month, and what is missing where it cannot be told."))
    @store
    @click.option("--period", type=click.Choice(PERIODS), default="month", help=_("How long a period is."))
    @day
    @as_json
    def indicators(store, period, as_of, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        found = read_indicators(warehouse, look.store_id, look.as_of, look.settings)
        if as_json:
            print_json([indicator_answer(each) for each in found])
            return
        click.echo(finding_indicators(found, lang))
        for each in found:
            missing = listed((_(NEEDS[need]) for need in each.needs), lang)
            needs = f"  {_('needs {what}').format(what=missing)}" if missing else ""
            click.echo(f"{format_month(each.month, lang)}  {_(LABELS[each.name])}  {say_value(each, lang)}{needs}")

    @cli.command("receivables", help=_("List what customers owe of bills on account, by how long it is overdue."))
    @store
    @day
    @click.option("--term", metavar="DAYS", help=_("Keep that bills on account are due after so many days."))
    @click.option("--limit", metavar="AMOUNT", help=_("Keep how much a customer may owe (0: no limit)."))
    @as_json
    def receivables(store, as_of, term, limit, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        if term is not None or limit is not None:
            save_credit_terms(warehouse, look.store_id, term, limit)
        found = read_receivables(warehouse, look.store_id, look.as_of)
        rows = found.customers.to_pylist()
        if as_json:
            print_json([receivable_answer(row, found.terms) for row in rows])
            return
        click.echo(finding_receivables(found, lang))
        for note in notes_receivables(found, lang):
            click.echo(note)
        for row in rows:
            late = sum((row[name] for name in AGES[1:]), Decimal(0))
            told = [row["customer"], row["name"] or "–", row["manager"] or "–", format_money(row["receivable"], lang)]
            told += [_("{money} overdue").format(money=format_money(late, lang))] if late else []
            told += [_("over the limit")] if row["over"] else []
            click.echo("  ".join(told))


def indicator_answer(indicator: Indicator) -> dict[str, Any]:
    """Return an indicator as programs get it: money is text, a share a number; ``needs`` lists what is missing."""
    value = indicator.value
    return {
        "month": f"{indicator.month:%Y-%m}", "indicator": indicator.name,
        "value": f"{value:.2f}" if isinstance(value, Decimal) else value, "needs": list(indicator.needs),
    }


def receivable_answer(row: Mapping[str, Any], terms: CreditTerms) -> dict[str, Any]:
    """Return what a customer owes as programs get it: money as text; the ages sum to ``receivable`` where that is above zero."""
    money = {"on_account": "on_account", "received": "received", "receivable": "receivable", **AGE_KEYS}
    return {
        "customer": row["customer"], "name": row["name"], "manager": row["manager"],
        **{key: f"{row[name]:.2f}" for name, key in money.items()},
        "oldest_due": iso(row["oldest_due"]), "last_paid": iso(row["last_paid_on"]),
        "limit": None if terms.limit is None else f"{terms.limit:.2f}", "over": row["over"],
    }
