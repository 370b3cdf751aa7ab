"""The commands of the shell about how full the tables are and which rules of thumb hold: occupancy, rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_count, format_month, format_ratio, translator
from segmentation.measures.revenue.occupancy import OVER, Occupied, finding_occupancy, read_occupancy
from segmentation.measures.revenue.rule_words import ALMOST, VERDICTS, finding_rules, needs_text, own_text, rule_text, told_by
from segmentation.measures.revenue.rules_tested import Tested, read_rules
from segmentation.settings.rooms import read_room, save_open_days, save_room
from segmentation.shell.parts import print_json, read_look, read_month_option
from segmentation.warehouse import Warehouse

USUAL_PERIODS = 2  # lunch and dinner


def add_occupancy(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    day = click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("occupancy", help=_("Say how full the tables were month by month; keep how many the house has."))
    @store
    @day
    @click.option("--tables", type=int, help=_("Keep how many tables the house has."))
    @click.option("--periods", type=int, help=_("Keep how many meal periods a day has."))
    @click.option(
        "--open-days", nargs=2, metavar="MONTH DAYS", multiple=True,
        help=_("Keep on how many days of a month (2026-09) the house was open; “bills”: on those with bills."),
    )
    @as_json
    def occupancy(store, as_of, tables, periods, open_days, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        _keep(warehouse, look.store_id, look.as_of, tables, periods, open_days)
        found = read_occupancy(warehouse, look.store_id, look.as_of)
        if as_json:
            print_json([occupancy_answer(each) for each in found])
            return
        click.echo(finding_occupancy(found, lang))
        for each in found:
            used = format_count(each.tables_used, lang)
            capacity = "–" if each.capacity is None else format_count(each.capacity, lang)
            click.echo(_("{month}  {used} of {capacity} tables  {share}").format(
                month=format_month(each.month, lang), used=used, capacity=capacity, share=format_ratio(each.occupancy, lang)
            ))
        if any((each.occupancy or 0) > 1 for each in found):
            click.echo(_(OVER))

    @cli.command("rules", help=_("Test the rules of thumb on the months of a store: which hold, which are the other way round."))
    @store
    @day
    @as_json
    def rules(store, as_of, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        found = read_rules(warehouse, look.store_id, look.as_of)
        if as_json:
            print_json([rule_answer(each) for each in found])
            return
        click.echo(finding_rules(found, lang))
        for each in found:
            said = [rule_text(each, lang), _(VERDICTS[each.verdict]), told_by(each, lang), needs_text(each, lang)]
            click.echo("  ".join(filter(None, [*said, own_text(each, lang)])))
        click.echo(_(ALMOST))


def _keep(
    warehouse: Warehouse, store_id: int, as_of: date, tables: int | None, periods: int | None,
    open_days: Sequence[tuple[str, str]],
) -> None:
    if tables is not None or periods is not None:
        kept = read_room(warehouse, store_id)
        if tables is None and kept is None:
            raise InputError("no_tables", N_("Say how many tables the house has (--tables)."))
        save_room(
            warehouse, store_id, kept.tables if tables is None else tables,
            (kept.periods if kept else USUAL_PERIODS) if periods is None else periods,
        )
    for text, days in open_days:
        month: date = read_month_option(text)
        if days != "bills" and not (days.isascii() and days.isdigit()):
            raise InputError("bad_days", N_("“{text}” is no number of days."), text=days)
        if month > as_of:
            message = N_("{month} has not begun by the as-of day: open days can be kept of months up to {last}.")
            raise InputError("future_month", message, month=f"{month:%Y-%m}", last=f"{as_of:%Y-%m}")
        save_open_days(warehouse, store_id, month, None if days == "bills" else int(days))


def occupancy_answer(each: Occupied) -> dict[str, Any]:
    """Return a month as programs get it; what cannot be told is null."""
    return {
        "month": f"{each.month:%Y-%m}", "tables_used": each.tables_used, "capacity": each.capacity, "occupancy": each.occupancy,
        "open_days": each.open_days, "is_over": each.is_over,
    }


def rule_answer(tested: Tested) -> dict[str, Any]:
    """Return a rule as programs get it: low and high are the 95 % interval of what it was told by, null without one."""
    value, low, high = tested.estimate or (None, None, None)
    return {
        "rule": tested.rule, "verdict": tested.verdict, "n": tested.n, "low": low, "high": high, "value": value,
        "needs": tested.needs or None, "own": [str(each) for each in tested.own] if tested.own else None,
    }
