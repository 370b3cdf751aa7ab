"""The command of the shell about how far a month is: progress."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import click

from segmentation.language.i18n import format_money, translator
from segmentation.measures.managers.progress import Row, read_progress
from segmentation.measures.managers.progress_words import finding_progress
from segmentation.settings.plans import read_plan
from segmentation.shell.parts import print_json, read_look, read_month_option
from segmentation.warehouse import Warehouse


def add_progress(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the command to ``cli``, with its help and its answers in ``lang``."""
    _ = translator(lang)

    @cli.command("progress", help=_("List how far each manager is with the plan of a month, by grade."))
    @click.option("--store", required=True, help=_("The store that is asked about."))
    @click.option("--month", required=True, help=_("The month that is asked about (2026-09)."))
    @click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    def progress(store, month, as_of, as_json):
        warehouse = open_warehouse()
        look, first = read_look(warehouse, store, as_of=as_of), read_month_option(month)
        plan = read_plan(warehouse, look.store_id, first)
        found = read_progress(warehouse, look.store_id, look.scheme, first, look.as_of, look.settings, plan)
        if as_json:
            print_json([progress_answer(row, found.has_bills) for row in found.rows])
            return
        if not found.has_bills:
            click.echo(finding_progress(found, lang))
            return
        for row in (row for row in found.rows if row.measure == "revenue"):
            amounts = (row.actual, row.expected_by_now, row.target, row.projection)
            money = ("–" if each is None else format_money(each, lang) for each in amounts)
            click.echo("  ".join((row.manager or "–", row.tier, *money)))


def progress_answer(row: Row, has_bills: bool = True) -> dict[str, Any]:
    """Return a row as JSON has it: money as text, counts as numbers, null what cannot be told, as all is without bills."""
    def said(amount: Decimal | None) -> Any:
        if amount is None:
            return None
        if row.measure == "revenue":
            return f"{amount:.2f}"
        return int(amount) if amount == int(amount) else float(amount)

    return {
        "manager": row.manager, "tier": row.tier, "measure": row.measure, "target": said(row.target),
        "actual": said(row.actual if has_bills else None),
        "expected_by_now": said(row.expected_by_now), "projection": said(row.projection), "low": said(row.low),
        "high": said(row.high),
    }
