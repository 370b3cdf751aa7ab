"""The command of the shell about a manager who leaves: handover."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from segmentation.ingest.managers import hand_over
from segmentation.language.i18n import counter, format_count, format_day, translator
from segmentation.measures.managers.findings import finding_followed, finding_handover
from segmentation.measures.managers.handover import Handover, read_handover
from segmentation.shell.parts import print_json, read_day, read_look
from segmentation.warehouse import Warehouse


def add_handover(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the command to ``cli``, with its help and its answers in ``lang``."""
    _, _n = translator(lang), counter(lang)

    @cli.command("handover", help=_("Propose who takes the customers of a manager who leaves, and follow what became of them."))
    @click.option("--store", required=True, help=_("The store that is asked about."))
    @click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    @click.option("--from", "name", required=True, metavar="NAME", help=_("The manager who leaves."))
    @click.option("--to", "successor", metavar="NAME", help=_("Who takes all of them (by rank and room if not given)."))
    @click.option(
        "--until", "last", metavar="DATE", help=_("His last day, kept by --apply (the as-of day if none is kept yet).")
    )
    @click.option("--apply", is_flag=True, help=_("Accept all proposals and keep his last day: one edit, which undo takes back."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    def handover(store, as_of, name, successor, last, apply, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        found = read_handover(warehouse, look.store_id, look.scheme, look.as_of, look.settings, name, successor)
        last_day = read_day(last) if last else found.manager.until_day or look.as_of
        if apply:
            given = {row["customer"]: row["manager"] for row in found.proposals.to_pylist()}
            hand_over(
                warehouse, look.store_id, found.manager.name, given, look.as_of, last_day, seen_last=found.manager.until_day
            )
        if as_json:
            print_json(handover_answer(found))
            return
        click.echo(finding_handover(found, lang))
        if found.followed is not None:
            click.echo(finding_followed(found.followed, lang))
        if apply:
            text = _n("{count} customer was assigned.", "{count} customers were assigned.", found.proposals.num_rows)
            click.echo(text.format(count=format_count(found.proposals.num_rows, lang)))
            text = _("{name}'s last day is {day}; nobody is given to him any more.")
            click.echo(text.format(name=found.manager.name, day=format_day(last_day, lang)))


def handover_answer(found: Handover) -> dict[str, Any]:
    """Return a handover as JSON has it."""
    followed = found.followed
    return {
        "customers": found.customers.num_rows, "revenue_at_risk": f"{found.revenue_at_risk:.2f}",
        "proposals": found.proposals.select(["customer", "tier", "manager"]).to_pylist(),
        "followed": None if followed is None else {
            "day": followed.day, "kept": followed.own.kept, "lost": followed.own.lost,
            "money_before": f"{followed.own.money_before:.2f}", "money_after": f"{followed.own.money_after:.2f}",
        },
    }
