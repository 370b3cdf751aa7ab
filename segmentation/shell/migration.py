"""The commands of the shell about moves between grades and customers who are slipping away: migration, warnings, morning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.exports.csv import to_csv
from segmentation.exports.masking import Masker
from segmentation.ingest.batches import list_stores
from segmentation.language.i18n import format_count, format_money, translator
from segmentation.measures.movement.follow_up import FollowUp, follow_up, follow_up_notes, not_kept, pending_stores
from segmentation.measures.movement.migration import Migration, finding_migration, place_label, read_migration
from segmentation.measures.movement.warnings import read_warnings, with_reasons
from segmentation.reports import morning_sheet, read_register
from segmentation.schemes import DEFAULT
from segmentation.settings.clock import today
from segmentation.shell.handing import hand_out
from segmentation.shell.parts import clear_line, complain, complain_of_potential, print_json, read_day, read_look, show_progress
from segmentation.warehouse import Warehouse

WARNED = ("customer", "reason_code", "reason", "usual_gap_days", "silent_days", "stake", "manager")


def add_migration(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    day = click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))

    @cli.command("migration", help=_("Say which customers moved from which grade to which between two days."))
    @store
    @click.option(
        "--scheme", "scheme_key", default=DEFAULT, show_default=True, help=_("The grading scheme (schemes lists them).")
    )
    @click.option("--from", "first", required=True, metavar="DATE", help=_("The earlier day."))
    @click.option("--to", "last", required=True, metavar="DATE", help=_("The later day."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    def migration(store, scheme_key, first, last, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, scheme_key, last)
        found = read_migration(warehouse, look.store_id, look.scheme, read_day(first), look.as_of, look.settings)
        print_json(migration_answer(found)) if as_json else click.echo(_tell(found, lang))
        complain_of_potential(warehouse, look, lang, found.from_day)

    @cli.command("warnings", help=_("List as CSV the customers who are about to be lost, the highest stake first."))
    @store
    @day
    @click.option("--labels", is_flag=True, help=_("Headers and signs in words, as the app exports them."))
    @click.option(
        "--out", type=click.Path(path_type=Path, dir_okay=False), help=_("The CSV file (standard output if not given).")
    )
    def warnings(store, as_of, labels, out):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        found = read_warnings(warehouse, look.store_id, look.as_of, look.settings, on=today())
        called = found.table.filter(pc.invert(pc.is_in(found.table["state"], pa.array(["barred", "left_alone"]))))
        table = with_reasons(called, lang, counts_bills=found.counts_bills).select(list(WARNED))
        gaps = table["usual_gap_days"].cast(pa.float64())  # 9 rather than 9.0
        table = table.set_column(WARNED.index("usual_gap_days"), "usual_gap_days", gaps)
        hand_out(warehouse, out, lambda: to_csv(table, lang, labels), lang)

    @cli.command("morning", help=_("Write the morning page of a store: HTML that prints to one sheet of A4."))
    @store
    @click.option(
        "--scheme", "scheme_key", default=DEFAULT, show_default=True, help=_("The grading scheme (schemes lists them).")
    )
    @day
    @click.option("--on", help=_("The day of the page, from which birthdays are counted (the as-of day if not given)."))
    @click.option("--anonymous", is_flag=True, help=_("Mask names and phones of customers."))
    @click.option("--anonymous-house", is_flag=True, help=_("Mask customers, managers and stores."))
    @click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("The HTML file."))
    def morning(store, scheme_key, as_of, on, anonymous, anonymous_house, out):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, scheme_key, as_of)
        day = read_day(on) if on else look.as_of
        masker = None
        if anonymous or anonymous_house:
            masker = Masker.of(lang, register=read_register(warehouse), house=anonymous_house)
        who = (look.store_id, look.store, look.scheme, look.as_of, day, look.settings)
        hand_out(warehouse, out, lambda: morning_sheet(warehouse, *who, lang, masker), lang)


def keep_month_ends(warehouse: Warehouse, store_id: int, lang: str, *, quiet: bool) -> None:
    """Bring the kept months of a store in line with its bills and say what that did; ``quiet`` says only what went wrong."""
    try:
        done = follow_up(warehouse, store_id, show_progress(lang))
    except KeyboardInterrupt:
        done = FollowUp(error=not_kept())
    finally:
        clear_line()
    for note in [] if quiet else follow_up_notes(done, lang):
        click.echo(note)
    if done.error is not None:
        complain(done.error.text(lang))


def keep_what_was_left(warehouse: Warehouse, lang: str, *, quiet: bool, done: int | None = None) -> None:
    """Bring the kept months in line where a killed process left that undone, and say so; not of the store ``done`` just now."""
    _ = translator(lang)
    left = [store_id for store_id in pending_stores(warehouse) if store_id != done]
    names = {row["store_id"]: row["store"] for row in list_stores(warehouse)} if left else {}
    for store_id in left:
        if not quiet:
            click.echo(_("{store}: the month-end grades follow now, since the program was stopped before they could.").format(
                store=names[store_id]
            ))
        keep_month_ends(warehouse, store_id, lang, quiet=quiet)


def migration_answer(found: Migration) -> dict[str, Any]:
    """Return a migration as programs get it: places as keys, money as decimal text."""
    return {"cells": [
        {
            "from": row["from_place"], "to": row["to_place"], "customers": row["customers"],
            "contribution": f"{row['contribution']:.2f}",
        }
        for row in found.cells.to_pylist()
    ]}


def _tell(found: Migration, lang: str) -> str:
    lines = [finding_migration(found, lang)]
    for row in found.cells.to_pylist():
        if row["customers"]:
            way = " → ".join(place_label(found.scheme, row[side], lang) for side in ("from_place", "to_place"))
            lines.append(f"  {way}  {format_count(row['customers'], lang)}  {format_money(row['contribution'], lang)}")
    return "\n".join(lines)
