"""The commands of the shell that answer questions: tiers, shares, controllable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from segmentation.exports.csv import to_csv
from segmentation.language.errors import InputError
from segmentation.language.i18n import (
    N_,
    count_bills,
    count_customers,
    format_day,
    format_money,
    format_month,
    format_ratio,
    translator,
)
from segmentation.measures.grades.grading import grade
from segmentation.measures.revenue.composition import BY, Composition, Slice, composition
from segmentation.measures.revenue.controllable import LEVELS, read_controllable
from segmentation.schemes import DEFAULT, Scheme
from segmentation.shell.handing import hand_out
from segmentation.shell.parts import complain, complain_of_potential, print_json, read_look, read_month_option
from segmentation.warehouse import Warehouse

WINDOWS = ("60", "90", "180", "365", "all")


def add_reports(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands that answer questions to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    scheme = click.option(
        "--scheme", "scheme_key", default=DEFAULT, show_default=True, help=_("The grading scheme (schemes lists them).")
    )
    day = click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    window = click.option("--window", type=click.Choice(WINDOWS), help=_("The days that visits and spend are counted over."))
    settings = click.option(
        "--set", "settings", multiple=True, metavar="NAME=VALUE", help=_("A setting of the scheme, such as top_share=25.")
    )
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("tiers", help=_("List a store's customers with their grades as CSV."))
    @store
    @scheme
    @day
    @window
    @settings
    @click.option("--tier", "tiers", multiple=True, help=_("Only this grade; may be repeated."))
    @click.option("--labels", is_flag=True, help=_("Headers and grades in words, as the app exports them."))
    @click.option(
        "--out", type=click.Path(path_type=Path, dir_okay=False), help=_("The CSV file (standard output if not given).")
    )
    def list_tiers(store, scheme_key, as_of, window, settings, tiers, labels, out):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, scheme_key, as_of, window, settings)
        table = grade(warehouse, look.store_id, look.scheme, look.as_of, look.settings)
        if tiers:
            _check_tiers(look.scheme, tiers)
            table = table.filter([value in tiers for value in table["tier"].to_pylist()])
        hand_out(warehouse, out, lambda: to_csv(table, lang, labels, look.scheme), lang)
        complain_of_potential(warehouse, look, lang)

    @cli.command("shares", help=_("Say which customers bring what share: by grade, module or both."))
    @store
    @click.option("--by", type=click.Choice(BY), default="tier", show_default=True, help=_("What the slices are."))
    @scheme
    @day
    @window
    @settings
    @as_json
    def shares(store, by, scheme_key, as_of, window, settings, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, scheme_key, as_of, window, settings)
        found = composition(warehouse, look.store_id, look.scheme, look.as_of, look.settings, by)
        print_json(shares_answer(look.store, found, lang)) if as_json else click.echo(_tell_shares(look.store, found, lang))

    @cli.command("controllable", help=_("Say what share of its revenue a store controls, month by month."))
    @store
    @click.option(
        "--from", "first", metavar="MONTH", help=_("The first month, such as 2026-01 (that of the first bill if not given).")
    )
    @click.option("--to", "last", metavar="MONTH", help=_("The last month (that of the as-of day if not given)."))
    @day
    @as_json
    def controllable(store, first, last, as_of, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        span = (read_month_option(first), read_month_option(last))
        found = read_controllable(warehouse, look.store_id, look.as_of, look.settings["active_days"], *span)
        rows = found.months.to_pylist()
        if as_json:
            print_json([month_answer(row) for row in rows])
        else:
            click.echo("\n".join(_tell_month(row, lang) for row in rows))
        for sentence in (*found.conflicts(lang), *found.notes(lang)):
            complain(sentence)


def _check_tiers(scheme: Scheme, tiers: Sequence[str]) -> None:
    unknown = next((tier for tier in tiers if tier not in scheme.tier_keys), None)
    if unknown is not None:
        known = ", ".join(scheme.tier_keys)
        raise InputError("unknown_tier", N_("There is no grade “{tier}”. There are: {known}."), tier=unknown, known=known)


def shares_answer(store: str, found: Composition, lang: str) -> dict[str, Any]:
    """Return a composition as programs get it: codes as keys, labels in ``lang``, money as decimal text, shares 0–1 or null."""
    return {
        "store": store,
        "as_of": found.as_of.isoformat(),
        "by": found.by,
        "slices": [_slice_answer(each, lang) for each in found.slices],
        "walk_in": {"bills": found.walk_in_bills, "contribution": _money(found.walk_in)},
        "total_contribution": _money(found.total),
    }


def _slice_answer(each: Slice, lang: str) -> dict[str, Any]:
    return {
        "key": each.code,
        "label": each.label[lang],
        "customers": each.customers,
        "customer_share": each.customer_share,
        "contribution": _money(each.contribution),
        "contribution_share": each.contribution_share,
    }


def month_answer(row: dict[str, Any]) -> dict[str, Any]:
    """Return a month of the controllable revenue as programs get it: 2026-09, money as decimal text, ratios 0–1 or null."""
    return {
        "month": f"{row['month']:%Y-%m}",
        "total": _money(row["total"]),
        **{level: _money(row[level]) for level in LEVELS},
        **{f"ratio_{level}": row[f"ratio_{level}"] for level in LEVELS},
        "complete": row["complete"],
    }


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _tell_shares(store: str, found: Composition, lang: str) -> str:
    _ = translator(lang)
    lines = [f"{store}  {format_day(found.as_of, lang)}"]
    for each in found.slices:
        people = count_customers(each.customers, lang)
        share = format_ratio(each.contribution_share, lang)
        lines.append(
            f"  {each.code:<4} {each.label[lang]}  {people} ({format_ratio(each.customer_share, lang)})  "
            f"{format_money(each.contribution, lang)} ({share})"
        )
    bills = count_bills(found.walk_in_bills, lang)
    lines.append(f"  {_('Walk-ins')}  {bills}  {format_money(found.walk_in, lang)}")
    lines.append(f"  {_('Total')}  {format_money(found.total, lang)}")
    return "\n".join(lines)


def _tell_month(row: dict[str, Any], lang: str) -> str:
    _ = translator(lang)
    ratios = " ≥ ".join(format_ratio(row[f"ratio_{level}"], lang) for level in LEVELS)
    note = "" if row["complete"] else f"  ({_('incomplete')})"
    return f"{format_month(row['month'], lang)}  {format_money(row['total'], lang)}  {ratios}{note}"
