"""The commands of the shell for houses beyond one machine: export-lake, grade-lake, import-grades."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from segmentation.ingest.batches import list_stores
from segmentation.lake.bringing import bring_grades
from segmentation.lake.manifest import read_lake
from segmentation.lake.writing import write_lake
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_count, format_money, translator
from segmentation.schemes import DEFAULT
from segmentation.shell.handing import note_handed
from segmentation.shell.parts import print_json, read_day, read_store
from segmentation.warehouse import Warehouse
from segmentation.warehouse.opening import said_of

ENGINES = ("sail", "spark")


def add_lake(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    folder = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
    scheme = click.option(
        "--scheme", "key", default=DEFAULT, show_default=True, help=_("The grading scheme (schemes lists them).")
    )

    @cli.command("export-lake", help=_("Write what grading reads as Parquet by store and month, without names and phones."))
    @folder
    @click.option("--store", "stores", multiple=True, help=_("A store; may be given several times (all if not given)."))
    @click.option("--names", is_flag=True, help=_("Write the names of customers too."))
    @as_json
    def export_lake(folder: Path, stores: Sequence[str], names: bool, as_json: bool) -> None:
        warehouse = open_warehouse()
        asked = stores or [row["store"] for row in list_stores(warehouse)]
        with said_of(folder):
            written = write_lake(warehouse, folder, [read_store(warehouse, store) for store in asked], with_names=names)
        note_handed(warehouse, "", sum(part.stat().st_size for part in folder.rglob("*.parquet")), written.visits)
        if as_json:
            print_json({
                "stores": written.stores, "files": written.files, "visits": written.visits, "amount": f"{written.amount:.2f}",
            })
            return
        click.echo(_("Written: stores {stores}, visit days {visits}, revenue {amount}, files {files}.").format(
            stores=format_count(written.stores, lang), visits=format_count(written.visits, lang),
            amount=format_money(written.amount, lang), files=format_count(written.files, lang),
        ))

    @cli.command("grade-lake", help=_("Grade a lake on Sail or Spark: the ends of all complete months, or one day."))
    @folder
    @scheme
    @click.option("--as-of", help=_("The as-of day (the ends of all complete months if not given)."))
    @click.option("--engine", type=click.Choice(ENGINES), default="sail", show_default=True, help=_("What computes."))
    @as_json
    def grade(folder: Path, key: str, as_of: str | None, engine: str, as_json: bool) -> None:
        day, lake = read_day(as_of) if as_of else None, read_lake(folder)
        logging.getLogger("pyspark").setLevel(logging.ERROR)
        try:
            from segmentation.lake.engine import started, told_of  # optional: requirements-lake.txt
            from segmentation.lake.grading import grade_lake

            with said_of(folder), told_of(engine), started(engine) as running:
                graded = grade_lake(running, lake, key, day)
        except ImportError as error:
            raise InputError(
                "no_engine", N_("{engine} is not installed. Install what requirements-lake.txt lists, with pip."), engine=engine
            ) from error
        rows = [{"store": each.store, "days": [day.isoformat() for day in each.days]} for each in graded]
        if as_json:
            print_json(rows)
            return
        for row in rows:
            click.echo(_("{store}: days graded {count}.").format(store=row["store"], count=format_count(len(row["days"]), lang)))

    @cli.command("import-grades", help=_("Keep the month-ends that grade-lake found, as the app keeps its own."))
    @folder
    @scheme
    @as_json
    def import_grades(folder: Path, key: str, as_json: bool) -> None:
        found = bring_grades(open_warehouse(), read_lake(folder), key)
        if as_json:
            print_json([
                {"store": each.store, "kept": [day.isoformat() for day in each.kept],
                 "changed": [day.isoformat() for day in each.changed]}
                for each in found
            ])
            return
        for each in found:
            text = _("{store}: months kept {kept}; left out, as their bills have changed since the export: {changed}.")
            kept, changed = (format_count(len(days), lang) for days in (each.kept, each.changed))
            click.echo(text.format(store=each.store, kept=kept, changed=changed))
