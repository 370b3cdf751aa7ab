"""The same calls from a shell: ``python -m segmentation import bills.csv --store "My house"``.

Exit status: 0 done, 2 refused (one clear line on stderr), 3 the warehouse is in use by another process.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from segmentation.ingest.batches import SKIPPED, batch_name, list_batches, list_stores, notices, store_of_batch
from segmentation.ingest.columns import KINDS
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import name_store
from segmentation.ingest.incoming import readable_name
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.rejects import rejects_csv
from segmentation.language.errors import InputError, WarehouseBusy, WarehouseDamaged, disk_error
from segmentation.language.i18n import (
    LANGUAGES,
    N_,
    format_count,
    format_day,
    format_moment,
    format_money,
    pick_language,
    singular,
    translator,
)
from segmentation.language.values import ORDERS
from segmentation.settings.clock import today
from segmentation.shell.files import add_files
from segmentation.shell.migration import add_migration, keep_month_ends, keep_what_was_left
from segmentation.shell.parts import (
    check_arguments,
    clear_line,
    complain,
    iso,
    print_json,
    read_batch,
    read_store,
    show_progress,
)
from segmentation.shell.reports import add_reports
from segmentation.shell.retention import add_retention
from segmentation.shell.schemes import add_schemes
from segmentation.warehouse import Warehouse, default_path, open_default, restore_file

REPORT = (
    "file",
    "kind",
    "store",
    "batch",
    "encoding",
    "delimiter",
    "sheet",
    "header_row",
    "mapping",
    "customer_key",
    "date_order",
    "paid",
    "rows",
    "accepted",
    "rejected",
    "skipped",
    "replaced",
    "bills",
    "walk_in_bills",
    "customers",
    "new_customers",
    "ratings",
    "criteria",
    "amount",
    "first_date",
    "last_date",
)
FAILED, REFUSED, BUSY = 1, 2, 3


def hoist(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with ``--db`` and ``--lang`` in front, wherever they were written.

    >>> hoist(["stores", "--json", "--lang", "zh"]), hoist(["--db=x", "stores"])
    (['--lang', 'zh', 'stores', '--json'], ['--db', 'x', 'stores'])
    """
    front, rest, waiting = [], [], list(arguments)
    while waiting:
        argument = waiting.pop(0)
        name, equals, value = argument.partition("=")
        if argument == "--":
            return [*front, *rest, argument, *waiting]
        if name in ("--db", "--lang") and (equals or waiting):
            front += [name, value if equals else waiting.pop(0)]
        else:
            rest.append(argument)
    return front + rest


def asked_language(arguments: Sequence[str]) -> str:
    """Return the language of hoisted arguments, else of the environment's locale; it is needed before the commands exist.

    >>> asked_language(["--lang", "zh", "stores"])
    'zh'
    """
    front = dict(zip(arguments[0:4:2], arguments[1:4:2], strict=False))
    if front.get("--lang") in LANGUAGES:
        return front["--lang"]
    return pick_language(os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG"))


def build(lang: str) -> click.Group:
    """Return the commands, with their help in ``lang``."""
    _ = translator(lang)
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    state: dict[str, Path | None] = {"db": None}

    def warehouse() -> Warehouse:
        return Warehouse(state["db"]) if state["db"] else open_default()

    @click.group(help=_("Grade customers: bring bills in, see who is A, B, C or D, take lists out."))
    @click.option("--db", type=click.Path(path_type=Path), help=_("The warehouse file (the app's own if not given)."))
    @click.option("--lang", type=click.Choice(list(LANGUAGES)), help=_("Language of messages: zh or en."))
    def cli(db: Path | None, lang: str | None) -> None:
        state["db"] = db

    @cli.command("import", help=_("Bring files of bills, customer profiles, ratings or monthly totals into a store."))
    @click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
    @click.option("--store", required=True, help=_("The store that the files belong to."))
    @click.option("--kind", type=click.Choice(list(KINDS)), help=_("What the files hold (found by itself if not given)."))
    @click.option("--sheet", help=_("The sheet of a workbook."))
    @click.option("--encoding", help=_("The encoding of a text file, such as gb18030."))
    @click.option(
        "--map", "maps", multiple=True, metavar="COLUMN=HEADER", help=_("Which header a column has; an empty header: none.")
    )
    @click.option("--paid", multiple=True, help=_("A status that means paid; may be repeated."))
    @click.option("--date-order", type=click.Choice(ORDERS), help=_("The order of day, month and year."))
    @click.option("--customer-key", type=click.Choice(["code", "phone", "name"]), help=_("By what customers are told apart."))
    @click.option("--walk-ins-only", is_flag=True, help=_("These bills name no customer."))
    @click.option(
        "--on-overlap",
        type=click.Choice(["replace", "add", "refuse"]),
        default="refuse",
        help=_("For bills without numbers on days that the store has already."),
    )
    @click.option(
        "--future-bills",
        type=click.Choice(["keep", "reject"]),
        help=_("For bills dated more than a day ahead; without it nothing is imported and they are told."),
    )
    @as_json
    def import_files(
        files, store, kind, sheet, encoding, maps, paid, date_order, customer_key, walk_ins_only, on_overlap, future_bills,
        as_json,
    ):
        choices = Choices(
            kind=kind,
            sheet=sheet,
            encoding=encoding,
            mapping=_assignments(maps),
            paid=tuple(paid) or None,
            date_order=date_order,
            customer_key=customer_key,
            walk_ins_only=walk_ins_only or None,
            on_overlap=on_overlap,
            future_bills=future_bills,
        )
        house = warehouse()
        refused = landed = False
        for file in files:
            try:
                report = import_file(house, store, file, choices, today=today(), control=show_progress(lang))
            except InputError as error:
                refused = True
                complain(f"{readable_name(file.name)}: {error.text(lang)}" if len(files) > 1 else error.text(lang))
                continue
            finally:
                clear_line()
            landed = True
            print_json(_public(report, lang)) if as_json else click.echo(_tell(report, lang))
        store_id = read_store(house, store) if landed else None
        if store_id is not None:
            keep_month_ends(house, store_id, lang, quiet=as_json)
        keep_what_was_left(house, lang, quiet=as_json, done=store_id)
        if refused:
            raise SystemExit(REFUSED)

    @cli.command("rejects", help=_("Write the rows of an import that could not be understood, to be mended and imported again."))
    @click.argument("batch", callback=read_batch)
    @click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
    def rejects(batch: int, out: Path) -> None:
        out.write_bytes(rejects_csv(warehouse(), batch, lang))

    @cli.command("batches", help=_("List the imports, newest first."))
    @click.option("--store")
    @as_json
    def batches(store: str | None, as_json: bool) -> None:
        house = warehouse()
        if store is not None:
            read_store(house, store)
            _store_id, store = name_store(house, store)
        rows = list_batches(house, store)
        if as_json:
            times = ("landed_at", "undone_at")
            print_json(
                [{**_public(row, lang), **{name: row[name].isoformat() if row[name] else None for name in times}} for row in rows]
            )
            return
        for row in rows:
            undone = f"  ({_('undone')})" if row["undone_at"] else ""
            click.echo(
                f"{row['batch']:>5}  {format_moment(row['landed_at'], lang)}  {row['store']}  {batch_name(row, lang)}  "
                f"{format_count(row['accepted'], lang)} / {format_count(row['rows'], lang)}  ¥{row['amount']}{undone}"
            )

    @cli.command("undo", help=_("Take an import back; what it replaced is there again."))
    @click.argument("batch", callback=read_batch)
    @as_json
    def undo_batch(batch: int, as_json: bool) -> None:
        house = warehouse()
        report = undo(house, batch)
        if as_json:
            print_json({"batch": batch, "store": report["store"], "file": report["file"], "undone": True})
        else:
            click.echo(_("Import {batch} ({file}) was taken back.").format(batch=batch, file=report["file"]))
        store_id = store_of_batch(house, batch)
        keep_month_ends(house, store_id, lang, quiet=as_json)
        keep_what_was_left(house, lang, quiet=as_json, done=store_id)

    @cli.command("stores", help=_("List the stores and what stands in them."))
    @as_json
    def stores(as_json: bool) -> None:
        rows = list_stores(warehouse())
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
            bills = _("{n} bills").format(n=format_count(row["bills"], lang))
            click.echo(f"{row['store']}  {span}  {bills}  {format_money(row['amount'], lang)}")

    @cli.command("backup", help=_("Write a complete copy of the warehouse to a new file."))
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
    @as_json
    def backup(file: Path, as_json: bool) -> None:
        warehouse().backup(file)
        if as_json:
            print_json({"file": str(file), "bytes": file.stat().st_size})

    @cli.command("restore", help=_("Replace everything in the warehouse with a backup."))
    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
    def restore(file: Path) -> None:
        try:
            warehouse().restore(file)
        except WarehouseDamaged:  # it need not be opened to be replaced
            kept = restore_file(state["db"] or default_path(), file)
            click.echo(_("The backup is in place. The damaged file was kept as {kept}.").format(kept=kept))

    add_reports(cli, lang, warehouse)
    add_retention(cli, lang, warehouse)
    add_migration(cli, lang, warehouse)
    add_schemes(cli, lang, warehouse)
    add_files(cli, lang, warehouse)
    return cli


def _assignments(texts: Sequence[str]) -> dict[str, str | None]:
    pairs = {}
    for text in texts:
        column, equals, header = text.partition("=")
        if not equals:
            raise InputError("bad_map", N_("“{text}” is not of the form COLUMN=HEADER."), text=text)
        pairs[column.strip()] = header.strip() or None
    return pairs


def _public(report: dict[str, Any], lang: str) -> dict[str, Any]:
    """Return a report as programs get it: warnings in words."""
    warnings = [{"code": notice.code, "count": notice.count, "message": notice.text(lang)} for notice in notices(report)]
    return {name: report.get(name) for name in REPORT} | {"warnings": warnings, "already_landed": report["already_landed"]}


def _tell(report: dict[str, Any], lang: str) -> str:
    _ = translator(lang)
    if report["already_landed"]:
        return _("{file} is there already, as import {batch}. Nothing was changed.").format(
            file=report["file"], batch=report["batch"]
        )
    n = {
        name: format_count(report[name], lang)
        for name in ("rows", "accepted", "rejected", "bills", "customers", "new_customers", "replaced")
    }
    read = " · ".join(str(part) for part in (report["encoding"], report["sheet"]) if part)
    lines = [f"{report['file']} → {report['store']} ({_('import {batch}').format(batch=report['batch'])}; {read})"]
    lines.append("  " + ", ".join(f"{column}={header}" for column, header in report["mapping"].items()))
    if report["paid"]:
        lines.append("  " + _("Paid: {values}").format(values=", ".join(report["paid"])))
    lines.append(
        "  "
        + _("{rows} rows = {accepted} accepted + {rejected} rejected + {skipped} skipped").format(
            **n | {"skipped": format_count(sum(report["skipped"].values()), lang)}
        )
    )
    lines += [f"    {format_count(count, lang)} {_(SKIPPED.get(reason, reason))}" for reason, count in report["skipped"].items()]
    amount = format_money(Decimal(report["amount"]), lang) if report["kind"] in ("bills", "totals") else ""
    if report["kind"] == "bills":
        text = _("{bills} bills, {amount}, {first} – {last}; {customers} customers, {new_customers} of them new")
        text = text.format(**n, amount=amount, first=report["first_date"], last=report["last_date"])
        lines.append("  " + singular(text))
    if report["kind"] == "ratings":
        text = _("{ratings} ratings of {customers} customers by {criteria} criteria, {first} – {last}")
        counts = {name: format_count(report[name], lang) for name in ("ratings", "customers", "criteria")}
        lines.append("  " + singular(text.format(**counts, first=report["first_date"], last=report["last_date"])))
    if report["kind"] == "totals":
        span = f"{report['first_date'][:7]} – {report['last_date'][:7]}"
        text = _("{months} months, {amount}, {span}")
        lines.append("  " + singular(text.format(months=n["accepted"], amount=amount, span=span)))
    if report["replaced"]:
        lines.append("  " + _("{replaced} bills were replaced").format(**n))
    lines += [f"  ! {notice.text(lang)}" for notice in notices(report)]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; nothing it meets ends in a traceback."""
    os.umask(0o077)  # what is written holds names and phones
    arguments = hoist(sys.argv[1:] if arguments is None else arguments)
    lang = asked_language(arguments)
    if not os.environ.get("CUSTOMER_GRADING_DEBUG"):
        logging.getLogger("segmentation").addHandler(logging.NullHandler())  # what went wrong is said in one line
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        check_arguments(arguments)
        return build(lang).main(arguments, prog_name="python -m segmentation", standalone_mode=False) or 0
    except WarehouseBusy as error:
        complain(error.text(lang))
        return BUSY
    except InputError as error:
        complain(error.text(lang))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
    except click.ClickException as error:
        complain(error.format_message())
    except (KeyboardInterrupt, click.Abort):
        complain(translator(lang)("Stopped. Nothing was imported."))
    except OSError as error:
        said = disk_error(error, error.filename)
        why = f"{error.strerror} ({error.filename})"
        complain(said.text(lang) if said else translator(lang)("The file cannot be read or written: {why}.").format(why=why))
    except SystemExit as stop:
        return int(stop.code or 0)
    except Exception as error:
        if os.environ.get("CUSTOMER_GRADING_DEBUG"):
            raise
        _ = translator(lang)
        complain(
            _("An error in this program: {what}. Set CUSTOMER_GRADING_DEBUG=1 to see where, and please report it.").format(
                what=f"{type(error).__name__}: {error}"
            )
        )
        return FAILED
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
