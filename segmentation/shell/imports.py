"""The commands of the shell that bring files in and take them back: import, rejects, batches, undo."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from segmentation.ingest.balance import say_beside, say_money
from segmentation.ingest.batches import batch_name, list_batches, notices, store_of_batch
from segmentation.ingest.control import Control
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine, name_store
from segmentation.ingest.incoming import readable_name, size_of
from segmentation.ingest.joined import Join, Source
from segmentation.ingest.kinds.registry import KINDS, OF_ORDERS, kind_of, name_kinds
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.meaning import MEANINGS
from segmentation.ingest.questions import ONLY, TOO, list_left
from segmentation.ingest.readers.content import is_packed_or_binary
from segmentation.ingest.rejects import list_reasons, reason_text, rejects_csv
from segmentation.ingest.report import COUNTS, SKIPPED, say
from segmentation.ingest.together import find_joins
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, counter, format_count, format_moment, translator
from segmentation.language.text import fold_header, list_texts
from segmentation.language.values import ORDERS
from segmentation.settings.clock import today
from segmentation.settings.trades import list_trades
from segmentation.shell.handing import hand_out
from segmentation.shell.migration import keep_month_ends, keep_what_was_left
from segmentation.shell.parts import REFUSED, clear_line, complain, complain_of, print_json, read_batch, read_store, show_progress
from segmentation.warehouse import Warehouse

LARGE = 30_000_000  # bytes of a file that is not looked through for parts that belong together
REPORT = (  # what a program gets of an import, in this order
    "file", "kind", "store", "batch", "encoding", "delimiter", "sheet", "header_row", "mapping", "customer_key",
    "date_order", "paid", "meanings", "money", "rows", "accepted", "rejected", "skipped", "replaced", *COUNTS,
    "removed_amount", "amount", "first_date", "last_date",
)


def add_imports(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("import", help=_("Bring files into a store: {kinds}.").format(kinds=name_kinds(lang)))
    @click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
    @click.option("--store", required=True, help=_("The store that the files belong to."))
    @click.option("--kind", type=click.Choice(list(KINDS)), help=_("What the files hold (found by itself if not given)."))
    @click.option("--sheet", help=_("The sheet of a workbook."))
    @click.option("--encoding", help=_("The encoding of a text file, such as gb18030."))
    @click.option("--header-row", type=click.IntRange(0), help=_("The row with the names of the columns (0: there is none)."))
    @click.option(
        "--map", "maps", multiple=True, metavar="COLUMN=HEADER", help=_("Which header a column has; an empty header: none.")
    )
    @click.option("--paid", multiple=True, help=_("A status that means paid; may be repeated."))
    @click.option(
        "--mean", "means", multiple=True, metavar="COLUMN:VALUE=MEANING",
        help=_("What a value says of its rows: {meanings}; may be repeated.").format(meanings=", ".join(MEANINGS)),
    )
    @click.option("--currency", help=_("The only currency whose rows are imported, such as CNY."))
    @click.option("--year", type=click.IntRange(1900, 2100), help=_("The year of the last date, where dates say none."))
    @click.option("--amounts", type=click.Choice(["bill", "line"]), help=_("Whose equal amounts on the rows of a bill are."))
    @click.option(
        "--refunds", type=click.Choice(["net", "gross"]), help=_("Whether the refunds are taken off the amounts already.")
    )
    @click.option(
        "--discounts", type=click.Choice(["net", "gross"]), help=_("Whether the discounts are taken off the amounts already.")
    )
    @click.option(
        "--on-account", type=click.Choice(["due", "paid"]), help=_("What bills with nothing paid count: what is due, or nothing.")
    )
    @click.option(
        "--points", type=click.Choice(["thousands", "decimals"]), help=_("What the points of amounts such as 350.000 part off.")
    )
    @click.option("--unit", type=click.Choice(["yuan", "fen"]), help=_("In what the amounts of a payment firm are."))
    @click.option(
        "--missing-bills",
        type=click.Choice(["remove", "keep"]),
        help=_("For bills that the store has on the days of a file and the file does not; without it nothing is imported."),
    )
    @click.option(
        "--numbers-restart",
        type=click.Choice(["yes", "no"]),
        help=_("Whether bill numbers start again (another till, another month), or such bills replace those of the same number."),
    )
    @click.option(
        "--same-numbers", type=click.Choice(["other", "same"]),
        help=_("Whether bills of one number and day are other bills (each till or shift begins at 1), or the same."),
    )
    @click.option(
        "--join",
        type=click.Choice(["yes", "no"]),
        help=_("Whether files that belong together (orders and their lines) are one import; without it nothing is imported."),
    )
    @click.option(
        "--other-sheets",
        "parts",
        type=click.Choice([TOO, ONLY]),
        help=_("Whether other sheets that may hold bills are imported too, each by itself; without it nothing is imported."),
    )
    @click.option(
        "--double-rows", "doubles", type=click.Choice(["once", "twice"]),
        help=_("Whether rows that repeat another in every cell count once, where whole bills or days are made of them."),
    )
    @click.option(
        "--blank-dates", type=click.Choice(["fill", "reject"]),
        help=_("Whether rows without a date have that of the row above (a notebook), or are not understood."),
    )
    @click.option(
        "--blank-names", type=click.Choice(["walk_in", "fill"]),
        help=_("Whether rows without a customer below one that has him (a notebook) are walk-ins’, or his."),
    )
    @click.option(
        "--payments", type=click.Choice(["out", "count", "both"]),
        help=_("Whether a payment firm’s flow is left out, counts where it stands alone, or counts beside other bills."),
    )
    @click.option(
        "--columns", "added", type=click.Choice(["add", "one"]),
        help=_("Whether a bill comes to the sum of several columns (ways of paying, charges), or to one of them."),
    )
    @click.option(
        "--tips", type=click.Choice(["in", "out"]), help=_("Whether tips are in the amounts, and taken off, or beside them.")
    )
    @click.option(
        "--transfers", type=click.Choice(["out", "count"]),
        help=_("Whether rows whose money is another bill’s too (transferred to a room) are left out, or count as well."),
    )
    @click.option(
        "--bookers", type=click.Choice(["staff", "guests"]),
        help=_("Whether a few people who stand on many bookings are the staff who took them, or the guests."),
    )
    @click.option(
        "--taken-back", type=click.Choice(["keep", "count"]),
        help=_("Whether bills that a later import took back stay so where an older file brings them, or count again."),
    )
    @click.option("--right-store", is_flag=True, help=_("The files belong to this store, whatever house they name."))
    @click.option("--day-begins", type=click.IntRange(0, 6), help=_("The hour before which a bill belongs to the day before."))
    @click.option("--zone", help=_("The time zone of the store, for moments that say their own, such as Asia/Shanghai."))
    @click.option("--date-order", type=click.Choice(ORDERS), help=_("The order of day, month and year."))
    @click.option(
        "--customer-key", type=click.Choice(["code", "phone", "email", "name"]), help=_("By what customers are told apart.")
    )
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
    @click.option(
        "--trade", type=click.Choice(list(list_trades())),
        help=_("What kind of house a new store is; it begins with the scheme, the days and the modules of its trade."),
    )
    @as_json
    def import_files(
        files, store, kind, sheet, encoding, header_row, maps, paid, means, currency, year, amounts, refunds, discounts,
        on_account, points, unit, missing_bills, numbers_restart, same_numbers, join, parts, doubles, payments, blank_dates,
        blank_names, added, tips, transfers, bookers, taken_back, right_store, day_begins, zone, date_order, customer_key,
        walk_ins_only, on_overlap, future_bills, trade,
        as_json,
    ):
        choices = Choices(
            kind=kind,
            sheet=sheet,
            encoding=encoding,
            header_row=header_row,
            mapping=_assignments(maps),
            paid=tuple(paid) or None,
            meanings=_meanings(means),
            currency=currency,
            year=year,
            amounts=amounts,
            refunds=refunds,
            discounts=discounts,
            on_account=on_account,
            points=points,
            unit=unit,
            missing_bills=missing_bills,
            numbers_restart=None if numbers_restart is None else numbers_restart == "yes",
            same_numbers=same_numbers,
            join=join,
            parts=parts,
            doubles=doubles,
            payments=payments,
            blank_dates=blank_dates,
            blank_names=blank_names,
            added=added,
            tips=tips,
            transfers=transfers,
            bookers=bookers,
            taken_back=taken_back,
            right_store="yes" if right_store else None,
            day_begins=day_begins,
            zone=zone,
            date_order=date_order,
            customer_key=customer_key,
            walk_ins_only=walk_ins_only or None,
            on_overlap=on_overlap,
            future_bills=future_bills,
        )
        warehouse = open_warehouse()
        refused = landed = False
        joins = _find_joins(warehouse, files, choices, show_progress(lang))
        waiting = [(file, _told(choices, joins.get(file))) for file in _without_joined(files, joins)]
        batches, given_up = {}, set()  # file -> those of its sheets that landed: all or none
        for file, told in waiting:
            if file in given_up:
                continue
            own = None if file in batches else joins.get(file)  # what is left over stands for itself
            try:
                if told.parts == TOO and file not in batches:
                    _check_parts(warehouse, store, file, told, show_progress(lang), own)
                report = import_file(
                    warehouse, store, file, told, today=today(), control=show_progress(lang), join=own, trade=trade
                )
            except InputError as error:
                refused = refused or error.code != "payments_out"  # as it was asked to be
                sheet = getattr(error, "sheet", told.sheet if file in batches else None)
                names = [*([readable_name(file.name)] if len(files) > 1 or sheet else []), *([sheet] if sheet else [])]
                complain_of(error, lang, before=f"{' · '.join(names)}: " if names else "")
                for batch in reversed(batches.pop(file, [])):
                    undo(warehouse, batch)
                    complain(_("Import {batch} ({file}) was taken back.").format(batch=batch, file=readable_name(file.name)))
                given_up.add(file)
                continue
            finally:
                clear_line()
            landed = True
            batches.setdefault(file, []).extend([] if report["already_landed"] else [report["batch"]])
            waiting += [(file, replace(told, sheet=sheet)) for sheet in report.get("sheets_left", ())]
            why = [] if report["already_landed"] else list_reasons(warehouse, report["batch"])
            print_json(_public(report, lang)) if as_json else click.echo(_tell(report, why, lang))
        store_id = read_store(warehouse, store) if landed else None
        if store_id is not None:
            keep_month_ends(warehouse, store_id, lang, quiet=as_json)
        keep_what_was_left(warehouse, lang, quiet=as_json, done=store_id)
        if refused:
            raise SystemExit(REFUSED)

    @cli.command("rejects", help=_("Write the rows of an import that could not be understood, to be mended and imported again."))
    @click.argument("batch", callback=read_batch)
    @click.option(
        "--out", type=click.Path(path_type=Path, dir_okay=False), help=_("The file to write; without it, they are printed.")
    )
    def rejects(batch: int, out: Path | None) -> None:
        warehouse, mark = open_warehouse(), b"" if out else codecs.BOM_UTF8
        hand_out(warehouse, out, lambda: rejects_csv(warehouse, batch, lang).removeprefix(mark), lang, comes_back=True)

    @cli.command("batches", help=_("List the imports, newest first."))
    @click.option("--store")
    @as_json
    def batches(store: str | None, as_json: bool) -> None:
        warehouse = open_warehouse()
        if store is not None:
            read_store(warehouse, store)
            _store_id, store = name_store(warehouse, store)
        rows = list_batches(warehouse, store)
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
        warehouse = open_warehouse()
        report = undo(warehouse, batch)
        if as_json:
            print_json({"batch": batch, "store": report["store"], "file": report["file"], "undone": True})
        else:
            click.echo(_("Import {batch} ({file}) was taken back.").format(batch=batch, file=batch_name(report, lang)))
        store_id = store_of_batch(warehouse, batch)
        keep_month_ends(warehouse, store_id, lang, quiet=as_json)
        keep_what_was_left(warehouse, lang, quiet=as_json, done=store_id)


def _find_joins(warehouse: Warehouse, files: Sequence[Path], choices: Choices, control: Control) -> dict[Path, Join]:
    """Return the files that others belong to, unless a person said that each is for itself; a lone text has no others."""
    if choices.join == "no" or choices.sheet or choices.kind not in (None, OF_ORDERS.key):
        return {}
    if len(files) == 1 and not _may_hold_several(files[0]):
        return {}
    sources = [Source(file, readable_name(file.name)) for file in dict.fromkeys(files) if file.is_file()]
    try:
        return {join.orders.path: join for join in reversed(find_joins(warehouse, sources, control))}
    finally:
        clear_line()


def _check_parts(
    warehouse: Warehouse, store: str, file: Path, choices: Choices, control: Control, join: Join | None
) -> None:
    """Raise InputError, its ``sheet`` said, where a sheet or file of the archive that is to come in too would be refused."""
    found = examine(warehouse, store, file, choices, today=today(), control=control, join=join)
    left, names = list_left(found), list(found.names)
    found.close()
    for sheet in left:
        try:
            part = examine(warehouse, store, file, replace(choices, sheet=sheet), today=today(), control=control)
            part.close()
            names += part.names
            part.check_open()
        except InputError as error:
            if error.code == "refunds_of_nobody":  # their sales stand in a sheet that is read before
                continue
            error.sheet = sheet
            raise
    known = {fold_header(name) for name in names}
    for header in choices.meanings:
        if fold_header(header) not in known:
            message = N_("The file has no column headed “{header}”. It has: {headers}.")
            raise InputError("unknown_header", message, header=header, headers=", ".join(dict.fromkeys(names)))


def _may_hold_several(file: Path) -> bool:
    if not file.is_file() or size_of(file) > LARGE:  # a pipe never ends; to read twice takes too long: that it holds more is told
        return False
    try:
        with file.open("rb") as bytes_:
            return is_packed_or_binary(bytes_.read(16))
    except OSError:  # it is told when it is read
        return False


def _without_joined(files: Sequence[Path], joins: Mapping[Path, Join]) -> list[Path]:
    """Return the files that are read for themselves: those that belong to others come with them."""
    joined = {beside.source.path for join in joins.values() for beside in join.beside}
    return [file for file in files if file in joins or file not in joined]


def _told(choices: Choices, join: Join | None) -> Choices:
    return replace(choices, sheet=join.orders.sheet) if join and join.orders.sheet else choices


def _assignments(texts: Sequence[str]) -> dict[str, str | None]:
    pairs = {}
    for text in texts:
        column, equals, header = text.partition("=")
        if not equals:
            raise InputError("bad_map", N_("“{text}” is not of the form COLUMN=HEADER."), text=text)
        pairs[column.strip()] = header.strip() or None
    return pairs


def _meanings(texts: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return column -> value -> meaning from texts such as 状态:作废=void."""
    meanings: dict[str, dict[str, str]] = {}
    for text in texts:
        left, equals, meaning = text.rpartition("=")
        column, colon, value = left.replace("：", ":").partition(":")
        if not (equals and colon and column.strip()) or meaning.strip() not in MEANINGS:
            raise InputError(
                "bad_meaning",
                N_("“{text}” is not of the form COLUMN:VALUE=MEANING, where the meaning is one of: {meanings}."),
                text=text, meanings=", ".join(MEANINGS),
            )
        meanings.setdefault(column.strip(), {})[value.strip()] = meaning.strip()
    return meanings


def _public(report: dict[str, Any], lang: str) -> dict[str, Any]:
    """Return a report as programs get it: warnings in words."""
    warnings = [{"code": notice.code, "count": notice.count, "message": notice.text(lang)} for notice in notices(report)]
    return {name: report.get(name) for name in REPORT} | {"warnings": warnings, "already_landed": report["already_landed"]}


def _tell(report: dict[str, Any], why: Sequence[Mapping[str, Any]], lang: str) -> str:
    _, _n = translator(lang), counter(lang)
    if report["already_landed"]:
        return _("{file} is there already, as import {batch}. Nothing was changed.").format(
            file=report["file"], batch=report["batch"]
        )
    n = {name: format_count(report[name], lang) for name in ("rows", "accepted", "rejected", "replaced")}
    read = " · ".join(str(part) for part in (report["encoding"], report["sheet"]) if part)
    lines = [f"{report['file']} → {report['store']} ({_('import {batch}').format(batch=report['batch'])}; {read})"]
    lines.append("  " + ", ".join(f"{column}={header}" for column, header in report["mapping"].items()))
    if report["paid"]:
        lines.append("  " + _("Paid: {values}").format(values=list_texts(report["paid"])))
    lines.append(
        "  "
        + _n(
            "{rows} row = {accepted} accepted + {rejected} rejected + {skipped} skipped",
            "{rows} rows = {accepted} accepted + {rejected} rejected + {skipped} skipped", report["rows"],
        ).format(**n | {"skipped": format_count(sum(report["skipped"].values()), lang)})
    )
    lines += [f"    {format_count(count, lang)} {_(SKIPPED.get(reason, reason))}" for reason, count in report["skipped"].items()]
    lines += [f"    {reason_text(each, lang)}" for each in why]
    only_top_ups = report.get("top_ups") and not report.get("bills")  # a notice says how many, and how much
    if not only_top_ups and (line := say(kind_of(report["kind"]).words.line, [report], lang, spell=date.isoformat)):
        lines.append(f"  {line}")
    if money := say_money([report], lang):
        lines.append(f"  {money}")
    if beside := say_beside(report, lang):
        lines.append(f"  {beside}")
    if report["replaced"]:
        lines.append("  " + _n("{replaced} bill was replaced", "{replaced} bills were replaced", report["replaced"]).format(**n))
    lines += [f"  ! {notice.text(lang)}" for notice in notices(report)]
    return "\n".join(lines)
