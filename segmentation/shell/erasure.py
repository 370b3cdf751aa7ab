"""The commands of the shell about the rights of a customer: erase, export-person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from segmentation.exports.certificate import certificate_page
from segmentation.exports.person import person_json, person_workbook
from segmentation.ingest.erase.certificates import Certificate
from segmentation.ingest.erase.erasing import erase_customer, preview_erasure
from segmentation.ingest.erase.words import backup_text, told_places, warnings_of
from segmentation.language.i18n import format_count, translator
from segmentation.measures.people.everything import read_everything
from segmentation.settings.clock import now
from segmentation.shell.handing import check_new, hand_out
from segmentation.shell.parts import print_json, read_store
from segmentation.warehouse import Warehouse


def add_erasure(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    customer = click.option("--customer", required=True, help=_("The key of the customer."))

    @cli.command("erase", help=_("Erase one customer's personal information for good; without --confirm only say where it is."))
    @store
    @customer
    @click.option("--confirm", is_flag=True, help=_("Do it. It cannot be undone."))
    @click.option("--by", default="", help=_("Who does it, for the certificate."))
    @click.option("--certificate", type=click.Path(path_type=Path), help=_("Write the certificate to this file (HTML)."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    def erase(store, customer, confirm, by, certificate, as_json):
        warehouse = open_warehouse()
        store_id = read_store(warehouse, store)
        if certificate is not None:
            check_new(certificate)
        preview = preview_erasure(warehouse, store_id, customer)
        done = erase_customer(warehouse, store_id, customer, now(), by) if confirm else None
        if done and certificate is not None:
            hand_out(warehouse, certificate, lambda: certificate_page(done, lang).encode(), lang, new=True)
        if as_json:
            backups = [{"file": backup.path.name, "readable": holds is not None} for backup, holds in preview.backups]
            places = [
                {"table": table, "column": column, "rows": rows} for (table, column), rows in preview.places.items()
            ]
            print_json({"erased": done is not None, "places": places, "backups": backups, **certificate_answer(done)})
            return
        for place, rows in told_places(preview.rows, lang):
            click.echo(f"{place}  {format_count(rows, lang)}")
        for text in warnings_of(preview, lang):
            click.echo(text)
        if preview.backups:
            click.echo(_("These backups hold the person. Delete them:"))
        for backup, holds in preview.backups:
            click.echo("  " + backup_text(backup, holds, lang))
        if done:
            click.echo(_("Erased. Certificate {number}, SHA-256 {fingerprint}").format(
                number=done.number, fingerprint=done.fingerprint
            ))
        else:
            click.echo(_("Nothing was changed. With --confirm it is done; it cannot be undone."))

    @cli.command("export-person", help=_("Write everything that is known of one customer to one file (.xlsx, or .json)."))
    @store
    @customer
    @click.option("--output", required=True, type=click.Path(path_type=Path), help=_("The file to write; it must not exist yet."))
    def export_person(store, customer, output):
        warehouse = open_warehouse()
        check_new(output, ".xlsx", ".json")
        is_json = output.suffix.lower() == ".json"
        parts = read_everything(warehouse, read_store(warehouse, store), customer)
        hand_out(
            warehouse, output, lambda: person_json(parts) if is_json else person_workbook(parts, lang), lang, new=True
        )
        click.echo(_("Written to {file}.").format(file=str(output)))


def certificate_answer(done: Certificate | None) -> dict[str, str | None]:
    """Return number, fingerprint and moment of a certificate as programs get them; all null without one."""
    return {
        "certificate": done and done.number, "fingerprint": done and done.fingerprint, "erased_at": done and done.erased_at,
    }
