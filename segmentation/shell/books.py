"""The commands of the shell about month-end close: close, reopen, closes, certificate, verify-close."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from segmentation.ingest.batches import list_stores
from segmentation.ingest.books import Closing, list_closings, reopen_month
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_moment, format_month, translator
from segmentation.measures.books.certificate import certificate_file, close_month
from segmentation.measures.books.checks import LABELS, STATES, check_text, read_checks
from segmentation.measures.books.month import read_book
from segmentation.measures.books.verify import holds, part_text, verify, verify_file
from segmentation.reports import closing_sheet
from segmentation.settings.clock import now
from segmentation.shell.handing import check_new, hand_out
from segmentation.shell.parts import REFUSED, print_json, read_month_option, read_store
from segmentation.warehouse import Warehouse


def add_books(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    month = click.option("--month", required=True, help=_("The month: 2026-09."))
    by = click.option("--by", required=True, help=_("Who does it; the name stands on the certificate."))
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("close", help=_("Close a month: check it, keep its certificate, and let nothing change it without a reopening."))
    @store
    @month
    @by
    @click.option("--accept", default="", help=_("What is open and accepted, after a comma each: rejects,questions."))
    @click.option("--check", "only_check", is_flag=True, help=_("Only say what the month needs; close nothing."))
    @as_json
    def close(store, month, by, accept, only_check, as_json):
        warehouse = open_warehouse()
        store_id, first = read_store(warehouse, store), read_month_option(month)
        if only_check:
            checks = read_checks(warehouse, read_book(warehouse, store_id, first))
            if as_json:
                print_json([{"check": each.key, "state": each.state, **each.values} for each in checks])
                return
            for each in checks:
                click.echo(f"{_(LABELS[each.key])}: {_(STATES[each.state])}. {check_text(each, lang)}")
            return
        accepted = read_accepted(accept)
        done = close_month(warehouse, store_id, first, by, now(), accepted)
        print_json(closing_answer(done, store)) if as_json else click.echo(closing_text(done, store, lang))

    @cli.command("reopen", help=_("Reopen a closed month; who did it and why is kept."))
    @store
    @month
    @by
    @click.option("--why", required=True, help=_("Why; it stands on every later certificate of the month."))
    @as_json
    def reopen(store, month, by, why, as_json):
        warehouse = open_warehouse()
        done = reopen_month(warehouse, read_store(warehouse, store), read_month_option(month), by, why, now())
        print_json(closing_answer(done, store)) if as_json else click.echo(closing_text(done, store, lang))

    @cli.command("closes", help=_("List the months that were closed, and those that were reopened."))
    @click.option("--store", help=_("Only of this store."))
    @as_json
    def closes(store, as_json):
        warehouse = open_warehouse()
        names = {row["store_id"]: row["store"] for row in list_stores(warehouse)}
        found = list_closings(warehouse, read_store(warehouse, store) if store else None)
        if as_json:
            print_json([closing_answer(each, names[each.store_id]) for each in found])
            return
        for each in found:
            click.echo(closing_text(each, names[each.store_id], lang))
        if not found:
            click.echo(_("No month was closed yet."))

    @cli.command("certificate", help=_("Write the certificate of a closed month: .json with hashes, .html to print."))
    @store
    @month
    @click.option("--out", required=True, type=click.Path(path_type=Path), help=_("The file to write; it must not exist yet."))
    def certificate(store, month, out):
        warehouse = open_warehouse()
        closing = find_closing(warehouse, read_store(warehouse, store), read_month_option(month))
        check_new(out, ".json", ".html")
        is_json = out.suffix.lower() == ".json"
        hand_out(
            warehouse, out,
            lambda: certificate_file(warehouse, closing) if is_json else closing_sheet(warehouse, closing, lang), lang, new=True,
        )
        click.echo(_("Written to {file}.").format(file=str(out)))

    @cli.command("verify-close", help=_("Say whether the warehouse still says what the certificate of a month says."))
    @store
    @click.option("--month", help=_("The month whose own certificate is looked at: 2026-09."))
    @click.option(
        "--file", type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help=_("A certificate (.json) as it was handed out."),
    )
    @as_json
    def verify_close(store, month, file, as_json):
        warehouse = open_warehouse()
        store_id, first = read_store(warehouse, store), read_month_option(month)
        if (first is None) == (file is None):
            raise InputError("month_or_file", N_("Name either a month or the file of a certificate."))
        parts = verify_file(warehouse, store_id, read_told(file)) if file else verify(
            warehouse, store_id, find_closing(warehouse, store_id, first)
        )
        if as_json:
            print_json([{"part": each.key, "state": each.state, "said": each.said, "now": each.now} for each in parts])
        else:
            for each in parts:
                click.echo(part_text(each, lang))
        return 0 if holds(parts) else REFUSED


def read_accepted(text: str) -> set[str]:
    """Return the keys of the checks that are accepted; raises InputError for one that there is not."""
    keys = {each.strip() for each in text.split(",") if each.strip()}
    for key in sorted(keys - LABELS.keys()):
        raise InputError("bad_check", N_("There is no check “{key}”. They are: {known}."), key=key, known=", ".join(LABELS))
    return keys


def read_told(file: Path) -> Any:
    """Return what a file of JSON says; raises InputError for what is none."""
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError("no_certificate", N_("This is no certificate of a month-end close.")) from error


def find_closing(warehouse: Warehouse, store_id: int, month: date) -> Closing:
    """Return the last closing of a month, also a reopened one; raises InputError for a month that was never closed."""
    found = next((each for each in list_closings(warehouse, store_id) if each.month == month), None)
    if found is None:
        raise InputError("not_closed", N_("{month} is not closed."), month=f"{month:%Y-%m}")
    return found


def closing_answer(closing: Closing, store: str) -> dict[str, Any]:
    """Return a closing as programs get it."""
    return {
        "store": store, "month": f"{closing.month:%Y-%m}", "number": closing.number, "closed": closing.is_closed,
        "closed_at": closing.closed_at.isoformat(timespec="seconds"), "closed_by": closing.closed_by, "sha256": closing.sha256,
        "reopened_at": closing.reopened_at and closing.reopened_at.isoformat(timespec="seconds"),
        "reopened_by": closing.reopened_by, "reason": closing.reason,
    }


def closing_text(closing: Closing, store: str, lang: str) -> str:
    """Return a closing as one line."""
    _ = translator(lang)
    text = _("{store}  {month}  closed by {name} on {moment}  SHA-256 {hash}").format(
        store=store, month=format_month(closing.month, lang), name=closing.closed_by,
        moment=format_moment(closing.closed_at, lang), hash=closing.sha256,
    )
    if closing.is_closed:
        return text
    return text + "  " + _("reopened by {name} on {moment}: {reason}").format(
        name=closing.reopened_by, moment=format_moment(closing.reopened_at, lang), reason=closing.reason
    )
