"""The commands of the shell about passports of houses: make one, read some into the collection, and who stands where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_month, translator
from segmentation.measures.benchmark.collection import REFUSED as NOT_READ
from segmentation.measures.benchmark.collection import SAME, TAKEN, list_houses, remove_house, take_passport
from segmentation.measures.benchmark.passports import MOST_BYTES
from segmentation.measures.benchmark.ratios import RATIOS
from segmentation.measures.benchmark.standing import (
    Standing,
    read_benchmark,
    without_values,
    write_distance,
    write_place,
    write_value,
)
from segmentation.reports import passport_file
from segmentation.settings.clock import today
from segmentation.shell.handing import hand_out
from segmentation.shell.parts import REFUSED, complain, iso, print_json, read_look, read_month_option
from segmentation.warehouse import Warehouse


def add_benchmark(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.group("passport", help=_("Make a house's passport, read those of other houses, or list what was read."))
    def passport():
        pass

    @passport.command("make", help=_("Write a store's ratios by month as a signed file, without names."))
    @click.option("--store", required=True, help=_("The store that is asked about."))
    @click.option("--house", help=_("What the house is called in it (the store's name if not given)."))
    @click.option("--money", is_flag=True, help=_("With average amounts in CNY too."))
    @click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    @click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("The file to write."))
    def make(store, house, money, as_of, out):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        name, on = house or look.store, today()
        hand_out(
            warehouse, out, lambda: passport_file(warehouse, look.store_id, name, look.as_of, on, with_money=money), lang
        )

    @passport.command("read", help=_("Take passports into the collection; what was changed on the way is refused."))
    @click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
    @click.option("--accept-key", is_flag=True, help=_("The houses say that the new keys are their own, or that it is them."))
    @click.option("--apart", is_flag=True, help=_("They are other houses of the same name: keep both, these as “name (2)”."))
    @as_json
    def read(files, accept_key, apart, as_json):
        warehouse, found = open_warehouse(), []
        for file in files:
            with file.open("rb") as opened:
                found.append(take_passport(warehouse, opened.read(MOST_BYTES + 1), today(), accept_key=accept_key, apart=apart))
        if as_json:
            print_json([
                {"file": str(file), "house": each.passport and each.passport.house, "state": each.state, "text": each.text(lang)}
                for file, each in zip(files, found, strict=True)
            ])
        for file, each in zip(files, found, strict=True):
            taken = each.state in (TAKEN, SAME)
            if taken and not as_json:
                click.echo(each.text(lang))
            elif not taken:
                complain(f"{file.name}: {each.text(lang)}" if each.state == NOT_READ else each.text(lang))
        if any(each.state not in (TAKEN, SAME) for each in found):
            raise SystemExit(REFUSED)

    @passport.command("list", help=_("List the houses of the collection, with the keys that they are known by."))
    @as_json
    def list_all(as_json):
        rows = list_houses(open_warehouse())
        if as_json:
            print_json([_house_answer(row) for row in rows])
            return
        for row in rows:
            months = f"{format_month(row['first_month'], lang)} – {format_month(row['last_month'], lang)}"
            click.echo("  ".join((row["house"], months, row["fingerprint"])))

    @passport.command("remove", help=_("Take a house out of the collection; its key stays remembered."))
    @click.argument("house")
    def remove(house):
        if not remove_house(open_warehouse(), house):
            raise InputError("unknown_house", N_("There is no house “{house}” in the collection."), house=house)

    @cli.command("benchmark", help=_("Say where each house of the collection stands on each ratio, month by month."))
    @click.option("--house", help=_("Only this house."))
    @click.option("--month", metavar="MONTH", help=_("Only this month, such as 2026-09."))
    @as_json
    def benchmark(house, month, as_json):
        warehouse = open_warehouse()
        wanted, found = read_month_option(month), read_benchmark(warehouse)
        if house is not None and house not in found.houses:
            if house not in {row["house"] for row in list_houses(warehouse)}:
                raise InputError("unknown_house", N_("There is no house “{house}” in the collection."), house=house)
            complain(without_values([house], lang))
        months = found.months if wanted is None else (wanted,)
        rows = [each for month in months for each in found.in_month(month) if house in (None, each.house)]
        if as_json:
            print_json([standing_answer(each) for each in rows])
            return
        for each in rows:
            told = [each.house, format_month(each.month, lang), _(RATIOS[each.ratio].label)]
            better = [each.nearest_better, write_distance(each, lang)] if each.nearest_better else []
            click.echo("  ".join([*told, write_value(each.ratio, each.value, lang), write_place(each, lang), *better]))


def standing_answer(each: Standing) -> dict[str, Any]:
    """Return where a house stands as programs get it: shares 0–1, money as decimal text, quartile null below four houses."""
    return {
        "house": each.house, "month": f"{each.month:%Y-%m}", "ratio": each.ratio, "value": _value(each, each.value),
        "place": each.place, "quartile": each.quartile, "of": each.of, "nearest_better": each.nearest_better,
        "distance": None if each.distance is None else _value(each, each.distance),
    }


def _value(each: Standing, value: Any) -> str | float:
    return f"{value:.2f}" if RATIOS[each.ratio].is_money else float(value)


def _house_answer(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "house": row["house"], "made_on": iso(row["made_on"]), "as_of": iso(row["as_of"]), "read_on": iso(row["read_on"]),
        "first_month": f"{row['first_month']:%Y-%m}", "last_month": f"{row['last_month']:%Y-%m}",
        "active_days": row["active_days"], "window": row["window_days"], "with_money": row["with_money"],
        "key": row["fingerprint"],
    }
