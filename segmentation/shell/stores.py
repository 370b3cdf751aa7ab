"""The commands of the shell about the warehouse as a whole: stores, backup, restore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from segmentation.ingest.batches import list_stores
from segmentation.ingest.erase.restoring import carried_text, restore_backup
from segmentation.ingest.reopening import read_reopened, reopened_text
from segmentation.language.errors import InputError, WarehouseDamaged
from segmentation.language.i18n import N_, count_bills, format_day, format_money, translator
from segmentation.shell.handing import note_handed
from segmentation.shell.parts import iso, print_json
from segmentation.warehouse import Warehouse, restore_file


def _is_broken(path: Path, error: InputError) -> bool:
    """Return whether the warehouse's file, by its name one, does not even begin as one: that is damage too.

    A file of another name, or a database of somebody else, is not replaced.
    """
    if error.code != "not_a_warehouse" or error.values["path"] != str(path.absolute()) or path.suffix != ".duckdb":
        return False
    with path.open("rb") as opened:
        return opened.read(12)[8:] != b"DUCK"


def _check_months(warehouse: Warehouse, file: Path, lang: str) -> None:
    """Raise InputError where the backup would open closed months again: it must be asked for."""
    if found := read_reopened(warehouse, file):
        raise InputError(
            "opens_months", N_("{told} Nothing was changed. To put it back all the same: --open-months."),
            told=reopened_text(found, lang),
        )


def add_stores(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse], path: Callable[[], Path]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``; ``path`` is the warehouse's own file."""
    _ = translator(lang)
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("stores", help=_("List the stores and what stands in them."))
    @as_json
    def stores(as_json: bool) -> None:
        rows = list_stores(open_warehouse())
        if as_json:
            print_json(
                [
                    {
                        "store": row["store"],
                        "bills": int(row["bills"]),
                        "customers": row["customers"],
                        "amount": f"{row['amount']:.2f}",
                        "first_date": iso(row["first_date"]),
                        "last_date": iso(row["last_date"]),
                    }
                    for row in rows
                ]
            )
            return
        for row in rows:
            span = f"{format_day(row['first_date'], lang)} – {format_day(row['last_date'], lang)}" if row["first_date"] else "–"
            bills = count_bills(row["bills"], lang)
            click.echo(f"{row['store']}  {span}  {bills}  {format_money(row['amount'], lang)}")

    @cli.command("backup", help=_("Write a complete copy of the warehouse to a new file."))
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
    @as_json
    def backup(file: Path, as_json: bool) -> None:
        warehouse = open_warehouse()
        warehouse.backup(file)
        note_handed(warehouse, file.suffix.lower(), file.stat().st_size)
        if as_json:
            print_json({"file": str(file), "bytes": file.stat().st_size})

    @cli.command("restore", help=_("Replace everything in the warehouse with a backup."))
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
    @click.option("--open-months", is_flag=True, help=_("Put it back though closed months are open again by it."))
    def restore(file: Path, open_months: bool) -> None:
        try:
            warehouse = open_warehouse()
            if not open_months:
                _check_months(warehouse, file, lang)
            told = carried_text(restore_backup(warehouse, file), lang)
            if told:
                click.echo(told)
        except WarehouseDamaged:  # it need not be opened to be replaced
            kept = restore_file(path(), file)
            click.echo(_("The backup is in place. The damaged file was kept as {kept}.").format(kept=kept))
        except InputError as error:
            if _is_broken(path(), error):
                kept = restore_file(path(), file)
                click.echo(_("The backup is in place. The damaged file was kept as {kept}.").format(kept=kept))
                return
            if error.code != "newer_warehouse" or error.values["path"] != str(path().absolute()):
                raise
            kept = restore_file(path(), file, "newer")  # the way back after an upgrade
            click.echo(_("The backup is in place. The file of the newer version was kept as {kept}.").format(kept=kept))
