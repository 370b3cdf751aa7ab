"""The commands of the shell about whom to call today and what came of it: today, contact, coverage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from segmentation.fields import CALL_REASONS, CONTACT_CHANNELS, CONTACT_OUTCOMES
from segmentation.ingest.contacts import check_contact_day, record_contact
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_money_short, format_ratio, translator
from segmentation.language.text import in_columns
from segmentation.measures.grades.grading import default_as_of
from segmentation.measures.managers.call_words import call_reason, finding_day, say_text
from segmentation.measures.managers.coverage import Covered, class_text, finding_coverage, read_coverage
from segmentation.measures.managers.findings import finding_leavers
from segmentation.measures.managers.register import read_leavers
from segmentation.measures.managers.today import Call, Today, read_today, with_habits
from segmentation.measures.people.merges import surviving_key
from segmentation.schemes import DEFAULT
from segmentation.settings import clock
from segmentation.settings.call_rules import call_rules
from segmentation.shell.parts import iso, print_json, read_day, read_look, read_month_option, read_store
from segmentation.warehouse import Warehouse


def add_calls(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("today", help=_("List whom each manager calls today, why, and what to say."))
    @store
    @click.option(
        "--scheme", "scheme_key", default=DEFAULT, show_default=True, help=_("The grading scheme (schemes lists them).")
    )
    @click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    @click.option("--on", help=_("The day of the list (the as-of day if not given)."))
    @click.option("--manager", help=_("Only the list of this manager."))
    @click.option("--limit", help=_("How many for each manager at most (a number, or all)."))
    @as_json
    def today(store, scheme_key, as_of, on, manager, limit, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, scheme_key, as_of)
        rules = call_rules(warehouse, look.store_id)
        most = rules.per_day if limit is None else _read_limit(limit)
        day = read_day(on) if on else look.as_of
        found = read_today(warehouse, look.store_id, look.scheme, look.as_of, day, look.settings, rules, most)
        calls = with_habits(warehouse, look.store_id, found, found.to_call(most, manager))
        if as_json:
            print_json([call_answer(call, found, lang) for call in calls])
            return
        click.echo(finding_day(found, found.of_day(most, manager), lang))
        if said := finding_leavers(read_leavers(warehouse, look.store_id, look.as_of), lang):
            click.echo(said)
        rows = [(
            call.manager or "–", call.named, call.tier or "–", format_money_short(call.stake, lang),
            f"{_(CALL_REASONS[call.reason])}: {call_reason(call, found, lang)}", call.phone or "–",
        ) for call in calls]
        for line in in_columns(rows):
            click.echo(line)

    @cli.command("contact", help=_("Note that a customer was contacted and what came of it; undo takes it back."))
    @store
    @click.option("--customer", required=True, help=_("The key of the customer."))
    @click.option("--channel", required=True, help=_("visit, call or message."))
    @click.option("--outcome", required=True, help=_("coming, came, reached, not_reached, not_now or do_not_call."))
    @click.option("--next", "following", metavar="DATE", help=_("The day on which he comes, or is to be called again."))
    @click.option("--note", default="", help=_("What was said."))
    @click.option("--on", help=_("The day of the contact (the last day with a bill if not given)."))
    @as_json
    def contact(store, customer, channel, outcome, following, note, on, as_json):
        warehouse = open_warehouse()
        store_id = read_store(warehouse, store)
        day = read_day(on) if on else default_as_of(warehouse, store_id)
        if day is None:
            raise InputError("no_contact_day", N_("Say on which day the contact was: --on 2026-09-30."))
        check_contact_day(day, max(clock.today(), default_as_of(warehouse, store_id) or day.min))
        customer = surviving_key(warehouse, store_id, customer)
        batch = record_contact(
            warehouse, store_id, customer, channel, outcome, day, read_day(following) if following else None, note
        )
        if as_json:
            print_json({"batch": batch, "customer": customer, "outcome": outcome, "on": iso(day)})
        else:
            text = _("{customer}: {channel}, {outcome}. Undo takes it back: undo {batch}")
            click.echo(text.format(
                customer=customer, channel=_(CONTACT_CHANNELS[channel]), outcome=_(CONTACT_OUTCOMES[outcome]), batch=batch
            ))


def add_coverage(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the command to ``cli``, with its help and its answers in ``lang``."""
    _ = translator(lang)

    @cli.command("coverage", help=_("Tell of each class how many of its customers were contacted in a month, against its norm."))
    @click.option("--store", required=True, help=_("The store that is asked about."))
    @click.option("--month", required=True, help=_("The month that is asked about (2026-09)."))
    @click.option(
        "--scheme", "scheme_key", default=DEFAULT, show_default=True, help=_("The grading scheme (schemes lists them).")
    )
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    def coverage(store, month, scheme_key, as_json):
        warehouse, first = open_warehouse(), read_month_option(month)
        look = read_look(warehouse, store, scheme_key)
        found = read_coverage(warehouse, look.store_id, look.scheme, first, look.as_of, look.settings)
        if as_json:
            print_json([coverage_answer(each) for each in found.classes])
            return
        click.echo(finding_coverage(found, lang))
        rows = []
        for each in found.classes:
            norm = "–" if each.norm is None else "–".join(dict.fromkeys(map(str, each.norm)))
            often = "–" if each.contacts_a_customer is None else f"{each.contacts_a_customer:.1f}"
            rows.append((
                class_text(found, each.key, lang), f"{each.contacted}/{each.customers}", format_ratio(each.coverage, lang, 0),
                often, norm,
            ))
        for line in in_columns(rows):
            click.echo(line)


def coverage_answer(each: Covered) -> dict[str, Any]:
    """Return a class as programs get it: shares 0–1, unknown null."""
    low, high = each.norm or (None, None)
    return {
        "class": each.key, "customers": each.customers, "contacted": each.contacted, "coverage": each.coverage,
        "contacts": each.contacts, "contacts_a_customer": each.contacts_a_customer, "norm_low": low, "norm_high": high,
    }


def _read_limit(text: str) -> int | None:
    if text == "all":
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 100_000):
        raise InputError("bad_list_limit", N_("The limit is a number, or all; not “{text}”."), text=text)
    return int(text)


def call_answer(call: Call, found: Today, lang: str) -> dict[str, Any]:
    """Return a call as programs get it: money as decimal text, days ISO, unknown null."""
    return {
        "manager": call.manager, "customer": call.customer, "name": call.name, "phone": call.phone, "tier": call.tier,
        "reason": call.reason, "reasons": list(call.reasons), "expected_on": iso(call.expected_on),
        "last_visit": iso(call.last_visit), "stake": f"{call.stake:.2f}", "say": say_text(call, found, lang),
        "win_back_by": iso(call.win_back_by),
    }
