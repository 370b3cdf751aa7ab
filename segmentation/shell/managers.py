"""The commands of the shell about who looks after whom: managers, assign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from segmentation.ingest.managers import assign_customers, edit_managers
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, counter, format_count, format_money, translator
from segmentation.measures.managers.assess import Standing, assess
from segmentation.measures.managers.assign import CLAIM, MATCH, Assignment, propose
from segmentation.measures.managers.findings import finding_assignment, finding_leavers
from segmentation.measures.managers.register import Manager, find_manager, read_leavers, read_managers
from segmentation.shell.parts import iso, print_json, read_look
from segmentation.warehouse import Warehouse

SAID = {"rank": "rank", "capacity": "capacity", "phone": "phone", "first": "from_day", "last": "until_day", "same_as": "same_as"}


def add_managers(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _, _n = translator(lang), counter(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    day = click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("managers", help=_("List the account managers of a store and how their customers stand, or change one."))
    @store
    @day
    @click.option(
        "--set", "name", metavar="NAME", help=_("Change this manager; a name that is not there yet joins the register.")
    )
    @click.option("--rank", help=_("His rank: 1 owner or general manager … 5 staff; empty takes it back."))
    @click.option("--capacity", help=_("How many customers he can look after at most."))
    @click.option("--phone", help=_("His phone."))
    @click.option("--from", "first", metavar="DATE", help=_("His first day in office."))
    @click.option("--until", "last", metavar="DATE", help=_("His last day in office."))
    @click.option("--same-as", metavar="NAME", help=_("This name is another name of that manager."))
    @as_json
    def managers(store, as_of, name, as_json, **said):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        changes = {SAID[field]: text for field, text in said.items() if text is not None}
        if said["same_as"]:
            find_manager(read_managers(warehouse, look.store_id, look.as_of), said["same_as"])
        if name is not None:
            edit_managers(warehouse, look.store_id, {name: changes})
        elif changes:
            raise InputError("no_manager_name", N_("Say whose it is: --set with the name of the manager."))
        found = assess(warehouse, look.store_id, look.scheme, look.as_of, look.settings, compared=False)
        rows = [
            _row(each, found.of(each.name), {tier.lower(): found.of(each.name, tier).customers for tier in found.tiers})
            for each in found.register.managers
        ]
        if as_json:
            print_json(rows)
            return
        for row in rows:
            customers = f"{format_count(row['customers'], lang)}/{format_count(row['capacity'], lang)}"
            grades = " ".join(f"{tier}{row[tier.lower()]}" for tier in found.tiers)
            text = _("{name}  rank {rank}  {customers}  {grades}  {money}")
            click.echo(text.format(
                name=row["manager"], rank=row["rank"], customers=customers, grades=grades,
                money=format_money(found.of(row["manager"]).contribution, lang),
            ))

    @cli.command("assign", help=_("Propose a manager for every customer who has none: by history, then by rank and room."))
    @store
    @day
    @click.option("--apply", is_flag=True, help=_("Accept all proposals: one edit, which undo takes back."))
    @as_json
    def assign(store, as_of, apply, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        found = propose(warehouse, look.store_id, look.scheme, look.as_of, look.settings)
        if apply:
            rows = found.proposals.to_pylist()
            picked = {row["customer"]: row["manager"] for row in rows}
            assign_customers(warehouse, look.store_id, picked, look.as_of, dict.fromkeys(picked))
        if as_json:
            print_json(assignment_answer(found))
            return
        click.echo(finding_assignment(found, lang))
        if said := finding_leavers(read_leavers(warehouse, look.store_id, look.as_of), lang):
            click.echo(said)
        if apply:
            text = _n("{count} customer was assigned.", "{count} customers were assigned.", found.proposals.num_rows)
            click.echo(text.format(count=format_count(found.proposals.num_rows, lang)))


def _row(manager: Manager, own: Standing, grades: dict[str, int]) -> dict[str, Any]:
    return {
        "manager": manager.name, "rank": manager.rank, "capacity": manager.capacity, "from": iso(manager.from_day),
        "until": iso(manager.until_day), "customers": own.customers, "active": own.active,
        **grades, "contribution": f"{own.contribution:.2f}",
        "frequency_a_month": own.frequency_a_month, "contribution_a_month": _money(own.contribution_a_month),
        "standard": _money(own.standard),
    }


def _money(amount: Any) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def assignment_answer(found: Assignment) -> dict[str, Any]:
    """Return the proposals as JSON has them; ``load`` is the share of his room that a manager carried when he was chosen."""
    return {
        "claims": [
            {
                "customer": row["customer"], "manager": row["manager"], "visits": row["visits"],
                "contribution": f"{row['served']:.2f}",
            }
            for row in found.of(CLAIM).to_pylist()
        ],
        "matches": [
            {
                "customer": row["customer"], "tier": row["tier"], "manager": row["manager"],
                "load": row["customers"] / row["capacity"],
            }
            for row in found.of(MATCH).to_pylist()
        ],
        "unplaced": [
            {"customer": row["customer"], "tier": row["tier"], "reason": row["reason"]} for row in found.unplaced.to_pylist()
        ],
    }
