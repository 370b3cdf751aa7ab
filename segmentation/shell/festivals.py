"""The command of the shell about festivals: which are ahead, what each brought, and who came then and not now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from segmentation.exports.csv import to_csv
from segmentation.language.errors import InputError
from segmentation.language.festivals import FESTIVALS, lunar_text
from segmentation.language.i18n import N_, count_customers, format_day, format_money_short, translator
from segmentation.measures.festivals.around import Ahead, Festival, Sums, read_calendar, read_festival
from segmentation.measures.festivals.calendar import Edition, find_edition, first_to_look_at, now_of
from segmentation.measures.festivals.names import edition_name
from segmentation.measures.festivals.words import finding_ahead, finding_festival
from segmentation.schemes import DEFAULT
from segmentation.settings.festival_windows import festival_windows, save_festival_window
from segmentation.shell.handing import hand_out
from segmentation.shell.parts import Look, iso, print_json, read_day, read_look
from segmentation.warehouse import Warehouse

COLUMNS = ("customer", "name", "phone", "tier", "module", "manager", "last_visit", "visits_then", "spent_then")


def add_festivals(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the command to ``cli``, with its help and its answers in ``lang``."""
    _ = translator(lang)

    @cli.command("festivals", help=_("List the festivals ahead with what each brought, and who came then and not now."))
    @click.option("--store", required=True, help=_("The store that is asked about."))
    @click.option("--festival", "key", type=click.Choice(list(FESTIVALS)), help=_("Compare this festival with the year before."))
    @click.option("--year", type=int, help=_("With --festival: of this year."))
    @click.option(
        "--days", nargs=2, metavar="BEFORE AFTER", help=_("With --festival: keep how many days around it belong to it.")
    )
    @click.option(
        "--scheme", "scheme_key", default=DEFAULT, show_default=True, help=_("The grading scheme (schemes lists them).")
    )
    @click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    @click.option("--on", help=_("The day from which one looks ahead (the as-of day if not given)."))
    @click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=_("Write who came then and not now as a CSV."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    def festivals(store, key, year, days, scheme_key, as_of, on, out, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, scheme_key, as_of)
        day = read_day(on) if on else look.as_of
        if days and key:
            save_festival_window(warehouse, look.store_id, key, *days)
        if key or out:
            found = read_asked(warehouse, look, day, key, year)
            if out:
                missed = found.missed.select(COLUMNS)
                hand_out(warehouse, out, lambda: to_csv(missed, lang, labels=True, scheme=look.scheme), lang)
            if as_json:
                print_json([festival_answer(found)])
            else:
                click.echo(finding_festival(found, lang))
            return
        ahead = read_calendar(warehouse, look.store_id, look.as_of, day)
        if as_json:
            print_json([ahead_answer(each, day, lang) for each in ahead])
            return
        click.echo(finding_ahead(ahead, day, lang))
        for each in ahead:
            told = [edition_name(each.edition, lang), format_day(each.edition.day, lang), lunar_text(each.edition.day, lang)]
            if each.last:
                told.append(_("{year}: {customers}, {money} of {whole} in all").format(
                    year=each.last.edition.year, customers=count_customers(each.last.customers, lang),
                    money=format_money_short(each.last.identified, lang), whole=format_money_short(each.last.total, lang),
                ))
            if each.before:
                told.append(_("{year}: {customers}, {money} of {whole} in all").format(
                    year=each.before.edition.year, customers=count_customers(each.before.customers, lang),
                    money=format_money_short(each.before.identified, lang), whole=format_money_short(each.before.total, lang),
                ))
            click.echo("  ".join(told))


def read_asked(warehouse: Warehouse, look: Look, on: date, key: str | None, year: int | None) -> Festival:
    """Return the festival that is asked for, without a ``key`` the one that a page begins with.

    Raises InputError for a year that has no such festival.
    """
    windows = festival_windows(warehouse, look.store_id)
    edition: Edition | None
    if key is None:
        edition = first_to_look_at(look.as_of, on, windows)
    else:
        edition = now_of(key, look.as_of, on, windows) if year is None else find_edition(key, year, windows)
    found = edition and read_festival(warehouse, look.store_id, look.scheme, edition, look.as_of, on, look.settings)
    if not found:
        raise InputError("bad_festival_year", N_("The lunar calendar is known for the years 1902 to 2100."))
    return found


def ahead_answer(ahead: Ahead, on: date, lang: str) -> dict[str, Any]:
    """Return a festival ahead as programs get it; money is text, what cannot be told is null."""
    edition = ahead.edition
    return {
        "festival": edition.key, "name": translator(lang)(FESTIVALS[edition.key]), "day": iso(edition.day),
        "lunar": lunar_text(edition.day, lang), "first": iso(edition.first), "last": iso(edition.last),
        "days_until": max(0, (edition.day - on).days), **_side("last_time", ahead.last), **_side("time_before", ahead.before),
    }


def festival_answer(found: Festival) -> dict[str, Any]:
    """Return a festival against the year before as programs get it; what cannot be told is null."""
    edition = found.edition
    return {
        "festival": edition.key, "year": edition.year, "day": iso(edition.day), "first": iso(edition.first),
        "last": iso(edition.last), **_side("now", found.now), **_side("then", found.then if found.then.covered else None),
        "can_compare": found.can_compare, "came_then": found.came_then, "missed": found.missed.num_rows,
        "missed_spent": f"{found.missed_spent:.2f}",
        "tiers": _parts(found.tiers.to_pylist()), "modules": _parts(found.modules.to_pylist()),
    }


def _parts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: f"{value:.2f}" if name.startswith("spent") else value for name, value in row.items()} for row in rows]


def _side(name: str, sums: Sums | None) -> dict[str, Any]:
    """Return a festival as programs get it: what its customers brought, and the whole house with its walk-ins."""
    return {
        f"day_{name}": sums and iso(sums.edition.day), f"until_{name}": sums and iso(sums.until),
        f"customers_{name}": sums and sums.customers, f"customers_revenue_{name}": sums and f"{sums.identified:.2f}",
        f"revenue_{name}": sums and f"{sums.total:.2f}",
    }
