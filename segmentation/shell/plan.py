"""The commands of the shell about what a month is to bring: plan, development."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import click

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_money, translator
from segmentation.measures.managers.development import Development, read_development, read_house
from segmentation.measures.managers.plan import (
    YEAR,
    Row,
    growth_rows,
    make_plan,
    months_after,
    read_growths,
    read_proposal,
    to_cent,
)
from segmentation.measures.managers.plan_words import development_words, finding_plan
from segmentation.settings.clock import now
from segmentation.settings.plans import (
    SET,
    check_house_target,
    read_house_target,
    read_newest,
    read_plan,
    save_house_target,
    save_plan,
)
from segmentation.shell.parts import print_json, read_look, read_month_option
from segmentation.warehouse import Warehouse


def add_plan(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    month = click.option("--month", required=True, help=_("The month that is asked about (2026-09)."))
    day = click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("plan", help=_("Propose what each manager is to reach in a month, by grade, or set it."))
    @store
    @month
    @day
    @click.option("--house-target", metavar="N", help=_("The house's revenue target of the month; kept with --set."))
    @click.option(
        "--growth", "growths", multiple=True, metavar="TIER:MEASURE=5%",
        help=_("By how much customers, frequency or standard of a grade are to grow; D:customers=3 wakes three."),
    )
    @click.option("--set", "set_it", is_flag=True, help=_("Set this plan; the one before it stays in the history."))
    @as_json
    def plan(store, month, as_of, house_target, growths, set_it, as_json):
        warehouse = open_warehouse()
        look, first = read_look(warehouse, store, as_of=as_of), read_month_option(month)
        target = read_house_target(warehouse, look.store_id, first)
        if house_target is not None:
            target = check_house_target(house_target)
        if first > months_after(look.as_of, YEAR):
            message = N_("{month} is more than a year after {last}: there is nothing to plan it from. Say a nearer month.")
            raise InputError("month_too_far", message, month=f"{first:%Y-%m}", last=look.as_of.isoformat())
        typed = read_growths(growths, look.scheme.tier_keys)
        proposal = read_proposal(warehouse, look.store_id, look.scheme, first, look.as_of, look.settings)
        found = make_plan(proposal, target, typed)
        if set_it:
            if house_target is not None:
                save_house_target(warehouse, look.store_id, first, target, now())
            save_plan(warehouse, look.store_id, first, found.kept_rows(), SET, now(), growth_rows(typed))
        if as_json:
            print_json([plan_answer(row) for row in found.rows])
            return
        if not set_it and (kept := read_plan(warehouse, look.store_id, first)).num_rows:
            text = _("A plan of this month is set: {money}. What follows is the proposal.")
            click.echo(text.format(money=format_money(sum(kept["revenue"].to_pylist()), lang)))
        click.echo(finding_plan(found, lang))
        for row in found.rows:
            if row.customers or row.revenue:
                said = (f"{row.customers}", f"{float(row.bookings):.1f}", format_money(row.revenue, lang))
                broken = ", ".join(each.limit for each in row.broken)
                click.echo("  ".join(filter(None, (row.manager or "–", row.tier, *said, broken))))

    @cli.command("development", help=_("Say how many new customers a month needs beside those who are planned."))
    @store
    @month
    @day
    @click.option("--tables", required=True, metavar="N", help=_("How many tables the house has."))
    @click.option("--periods", required=True, metavar="N", help=_("How many meal periods a day has."))
    @click.option("--days", required=True, metavar="N", help=_("On how many days of the month the house is open."))
    @click.option("--occupancy", metavar="PERCENT", help=_("The wanted occupancy of the tables (80)."))
    @click.option("--share", metavar="PERCENT", help=_("The wanted share of known customers (45)."))
    @as_json
    def development(store, month, as_of, tables, periods, days, occupancy, share, as_json):
        warehouse = open_warehouse()
        house = read_house((tables, periods, days, occupancy, share))
        look, first = read_look(warehouse, store, as_of=as_of), read_month_option(month)
        proposal = read_proposal(warehouse, look.store_id, look.scheme, first, look.as_of, look.settings)
        kept = read_newest(warehouse, look.store_id, first)
        planned = make_plan(proposal, None, kept=kept.rows, is_whole=kept.is_whole)
        found = read_development(warehouse, look.store_id, planned, house)
        if as_json:
            print_json(development_answer(found))
            return
        click.echo("\n".join(development_words(found, lang)))


def plan_answer(row: Row) -> dict[str, Any]:
    """Return a row as JSON has it: money as text, counts as numbers, null what cannot be told."""
    return {
        "manager": row.manager, "tier": row.tier, "customers": row.customers, "frequency": _number(row.frequency),
        "bookings": float(row.bookings), "standard": None if row.standard is None else f"{to_cent(row.standard):.2f}",
        "revenue": f"{row.revenue:.2f}", "share_of_target": _number(row.share), "broken": [each.limit for each in row.broken],
    }


def development_answer(found: Development) -> dict[str, Any]:
    """Return a development target as JSON has it; null what cannot be told."""
    return {
        "wanted_tables": float(found.wanted_tables), "wanted_customer_tables": float(found.wanted_customer_tables),
        "planned": float(found.planned), "gap": float(found.gap),
        "tables_per_new_customer": _number(found.tables_per_new_customer), "customers_to_win": found.customers_to_win,
        "measured_on": found.measured_on,
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
