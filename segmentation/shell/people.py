"""The commands of the shell about single customers: find, customer, complete."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import click

from segmentation.language.i18n import translator
from segmentation.measures.grades.explanation import explain
from segmentation.measures.people.complete import finding_incomplete, missing_text, read_incomplete
from segmentation.measures.people.file import CustomerFile, read_file
from segmentation.measures.people.file_words import RANKED, finding_file, outlook, promise_text, why_sentences
from segmentation.measures.people.find import find_customers, finding_found
from segmentation.measures.people.merges import surviving_key
from segmentation.measures.people.profile import LABELS, field_text, source_text
from segmentation.schemes import DEFAULT
from segmentation.settings.clock import today
from segmentation.shell.parts import Look, iso, print_json, read_day, read_look, read_store
from segmentation.warehouse import Warehouse


def add_people(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    scheme = click.option(
        "--scheme", "scheme_key", default=DEFAULT, show_default=True, help=_("The grading scheme (schemes lists them).")
    )
    as_of = click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    on = click.option("--on", help=_("The day up to which fields and contacts are known (today; with --as-of, that day)."))
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("find", help=_("Find customers by name, phone, code, or the initials of a name in pinyin."))
    @store
    @click.argument("text")
    @as_json
    def find(store, text, as_json):
        warehouse = open_warehouse()
        found = find_customers(warehouse, read_store(warehouse, store), text)
        if as_json:
            print_json([{**row, "last_visit": iso(row["last_visit"])} for row in found.rows.to_pylist()])
            return
        click.echo(finding_found(found, lang))
        for row in found.rows.to_pylist():
            told = (row["customer"], row["name"], row["phone"], row["module"], iso(row["last_visit"]))
            click.echo("  ".join(each or "–" for each in told))

    @cli.command("customer", help=_("Print the file of one customer: profile, visits, habits, money, and why the grade."))
    @store
    @click.option("--customer", required=True, help=_("The key of the customer."))
    @scheme
    @as_of
    @on
    @as_json
    def customer(store, customer, scheme_key, as_of, on, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, scheme_key, as_of)
        known_on = _known_on(look, as_of, on)
        customer = surviving_key(warehouse, look.store_id, customer)
        found = read_file(warehouse, look.store_id, look.scheme, customer, look.as_of, known_on, look.settings)
        asked = (warehouse, look.store_id, customer, look.scheme, look.as_of, look.settings)
        why, lift = why_sentences(found, look.settings, explain(*asked) if look.scheme.rule == RANKED else None, lang)
        if as_json:
            print_json(file_answer(found, why, lift, lang))
            return
        said = [found.name, finding_file(found, lang), outlook(found, lang), promise_text(found, lang), lift, *why]
        click.echo("\n".join(filter(None, said)))
        for field, known in found.fields.items():
            if known.source:
                click.echo("  ".join((_(LABELS[field]), field_text(known, lang) or "–", source_text(known, lang))))
        missing = missing_text(found.completeness.missing, lang)
        if missing:
            click.echo(_("missing: {fields}").format(fields=missing))

    @cli.command("complete", help=_("List whose file to complete first: customers of the best grade with fields missing."))
    @store
    @scheme
    @as_of
    @on
    @as_json
    def complete(store, scheme_key, as_of, on, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, scheme_key, as_of)
        found = read_incomplete(warehouse, look.store_id, look.scheme, look.as_of, _known_on(look, as_of, on), look.settings)
        rows = found.rows.to_pylist()
        if as_json:
            print_json([
                {
                    **{name: row[name] for name in ("customer", "name", "tier")}, "contribution": _money(row["contribution"]),
                    "filled": row["filled"], "asked": row["asked"], "missing": row["missing"].split(),
                } for row in rows
            ])
            return
        click.echo(finding_incomplete(found, look.scheme, lang))
        for row in rows:
            told = (row["customer"], row["name"] or "–", _money(row["contribution"]), missing_text(row["missing"], lang))
            click.echo("  ".join(told))


def _known_on(look: Look, as_of: str | None, on: str | None) -> date:
    """Return the day up to which fields and contacts are known: the one said, else that of ``as_of``, else today."""
    return read_day(on) if on else look.as_of if as_of else max(today(), look.as_of)


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def file_answer(found: CustomerFile, why: list[str], lift: str, lang: str) -> dict[str, Any]:
    """Return a file as programs get it: money as decimal text, days ISO, unknown null; sentences in ``lang``."""
    row, balance, rhythm = found.row, found.balance, found.rhythm
    return {
        "customer": found.customer, "name": found.fields["name"].text, "as_of": iso(found.as_of), "on": iso(found.on),
        "tier": found.tier, "last_visit": iso(row["last_visit"]), "recency_days": row["recency_days"],
        "visits": row["frequency"], "contribution": _money(row["contribution"]), "standard": _money(row["standard"]),
        "visits_before": found.visits_before, "contribution_before": _money(found.contribution_before),
        "usual_gap_days": None if rhythm.usual_gap_days is None else float(rhythm.usual_gap_days),
        "expected_on": iso(rhythm.expected_on), "sleeps_after": iso(found.sleeps_after),
        "fields": {
            field: {"text": known.text, "source": known.source, "file": known.file, "since": iso(known.since)}
            for field, known in found.fields.items()
        },
        "completeness": {
            "asked": list(found.completeness.asked), "missing": list(found.completeness.missing),
            "share": found.completeness.share,
        },
        "grades": [{"day": iso(each.day), "tier": each.tier, "kept": each.is_kept} for each in found.grades],
        "months": [
            {"month": each["month"].strftime("%Y-%m"), "visits": each["visits"], "contribution": _money(each["contribution"])}
            for each in found.months.to_pylist()
        ],
        "days": [
            {"day": iso(each["visit_date"]), "bills": each["bills"], "tables": each["tables"], "amount": _money(each["amount"])}
            for each in found.days.to_pylist()
        ],
        "habits": {kind: [{"said": each.said, "days": each.times} for each in told] for kind, told in found.habits.items()},
        "stored_value": None if balance is None else {
            "topped_up": _money(balance["topped_up"]), "used": _money(balance["used_value"]),
            "balance": _money(balance["balance"]),
            "top_ups": [
                {"day": iso(each["topped_up_on"]), "amount": _money(each["amount"])} for each in found.top_ups.to_pylist()
            ],
        },
        "contacts": [
            {
                "day": iso(each["contact_day"]), "channel": each["contact_channel"], "outcome": each["outcome"],
                "note": each["note"], "next": iso(each["next_day"]), "manager": each["manager"],
            } for each in found.contacts.to_pylist()
        ],
        "promised_on": iso(found.promised_on), "do_not_call": found.is_barred,
        "finding": finding_file(found, lang), "why": why, "lift": lift or None,
    }
