"""The commands of the shell about several stores as one: chain, chain-guests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from segmentation.exports.masking import Masker
from segmentation.ingest.batches import list_stores
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_day, format_money, format_ratio, listed, translator
from segmentation.measures.chain.guests import Guests, finding_guests, read_guests
from segmentation.measures.chain.totals import (
    Chain,
    chain_day,
    check_chain,
    ends_text,
    finding_chain,
    read_chain,
    read_league,
    shorter_text,
)
from segmentation.reports import chain_slides, chain_workbook, make_deck, read_register
from segmentation.shell.handing import hand_out
from segmentation.shell.parts import iso, print_json, read_day, read_store
from segmentation.shell.reports import WINDOWS
from segmentation.warehouse import Warehouse


def add_chain(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    stores = click.option("--store", "names", multiple=True, help=_("A store of the chain; may be repeated (all if not given)."))
    day = click.option("--as-of", help=_("The as-of day (the last that the bills of all stores reach if not given)."))
    window = click.option(
        "--window", type=click.Choice(WINDOWS), default="365", show_default=True,
        help=_("The days that visits and spend are counted over."),
    )
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("chain", help=_("Say what several stores bring as one, and each of it; write the roll-up and the deck."))
    @stores
    @day
    @window
    @click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help=_("Write the roll-up as a workbook."))
    @click.option("--deck", type=click.Path(path_type=Path, dir_okay=False), help=_("Write the slides as PowerPoint."))
    @click.option("--anonymous", is_flag=True, help=_("Mask names and phones of customers."))
    @click.option("--anonymous-house", is_flag=True, help=_("Mask customers, managers and stores."))
    @as_json
    def chain(names, as_of, window, xlsx, deck, anonymous, anonymous_house, as_json):
        warehouse = open_warehouse()
        picked, on = _asked(warehouse, names, as_of)
        found = read_chain(warehouse, picked, on, window)
        if xlsx or deck:
            _write(warehouse, (found, read_guests(warehouse, picked, on, window)), picked, (xlsx, deck), lang,
                   anonymous=anonymous or anonymous_house, house=anonymous_house)
        rows = found.stores.to_pylist()
        if as_json:
            print_json([store_answer(row) for row in rows])
            return
        click.echo(finding_chain(found, lang))
        for text in filter(None, (format_day(on, lang), ends_text(found, lang), shorter_text(found, lang))):
            click.echo(text)
        for row in rows:
            click.echo("  ".join((row["store"], format_money(row["revenue"], lang), format_ratio(row["share"], lang))))

    @cli.command("chain-guests", help=_("List the guests who come to more than one store, known by their phones."))
    @stores
    @day
    @window
    @as_json
    def chain_guests(names, as_of, window, as_json):
        warehouse = open_warehouse()
        picked, on = _asked(warehouse, names, as_of)
        found = read_guests(warehouse, picked, on, window)
        if as_json:
            print_json(guests_answer(found))
            return
        identified = read_chain(warehouse, picked, on, window).total("identified")
        click.echo(finding_guests(found, identified, lang))
        for each in found.guests:
            told = (each.name or each.at[0].customer, each.phone, format_money(each.contribution, lang))
            click.echo("  ".join((*told, listed((one.store for one in each.at), lang))))


def _asked(warehouse: Warehouse, names: Sequence[str], as_of: str | None) -> tuple[list[dict[str, Any]], date]:
    """Return the stores that are named, or all with bills, and the day. Raises InputError for fewer than two."""
    wanted = {read_store(warehouse, name) for name in names}
    picked = [row for row in list_stores(warehouse) if row["last_date"] and (not names or row["store_id"] in wanted)]
    check_chain(picked)
    day = read_day(as_of) if as_of else chain_day(picked)
    if day is None:
        raise InputError("no_chain_day", N_("There is no day that the bills of these stores reach."))
    return picked, day


def _write(
    warehouse: Warehouse, read: tuple[Chain, Guests], picked: Sequence[dict[str, Any]], files: tuple[Path | None, Path | None],
    lang: str, *, anonymous: bool, house: bool,
) -> None:
    (found, guests), (xlsx, deck) = read, files
    league, register = read_league(warehouse, picked, found.as_of), read_register(warehouse)
    if xlsx:
        masker = Masker.of(lang, guests.by_store(), register=register, house=house) if anonymous else None
        hand_out(warehouse, xlsx, lambda: chain_workbook(found, guests, league, lang, masker), lang)
    if deck:
        slides = chain_slides(found, guests, league, lang)
        hand_out(warehouse, deck, lambda: make_deck(slides, lang, register, anonymous=anonymous, house=house), lang)


def store_answer(row: dict[str, Any]) -> dict[str, Any]:
    """Return a store of the chain as programs get it: money as decimal text, shares 0–1 or null."""
    money = ("revenue", "identified", "walk_in", "managed")
    return {
        "store": row["store"], **{name: f"{row[name]:.2f}" for name in money}, "share": row["share"],
        "controllable": row["controllable"],
        **{name: row[name] for name in ("bills", "customers", "active_customers", "known_customers")},
    }


def guests_answer(found: Guests) -> list[dict[str, Any]]:
    """Return the guests as programs get them: phone, name, stores (where he brings the most first), visits, contribution."""
    return [
        {
            "phone": each.phone, "name": each.name, "visits": each.visits, "contribution": f"{each.contribution:.2f}",
            "stores": [
                {
                    "store": one.store, "customer": one.customer, "name": one.name, "visits": one.visits,
                    "contribution": f"{one.contribution:.2f}", "last_visit": iso(one.last_visit),
                }
                for one in each.at
            ],
        }
        for each in found.guests
    ]
