"""The command of the shell about saved groups: who is in one, who joined and left, saved, renamed, deleted and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import click

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_count, format_money, translator
from segmentation.measures.groups.members import Moves, month_before, read_all, read_moves
from segmentation.measures.groups.rules import check_known
from segmentation.measures.groups.words import condition_text, finding_group, finding_groups, told
from segmentation.schemes import DEFAULT
from segmentation.settings.clock import now
from segmentation.settings.groups import (
    Condition,
    Group,
    delete_group,
    deleted_groups,
    find_group,
    list_groups,
    rename_group,
    restore_group,
    save_group,
)
from segmentation.settings.own_schemes import all_schemes
from segmentation.shell.parts import iso, print_json, read_day, read_look
from segmentation.warehouse import Warehouse


def add_groups(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the command to ``cli``, with its help and its answers in ``lang``."""
    _ = translator(lang)

    @cli.command("groups", help=_("List the saved groups of a store, or save, open, rename or delete one."))
    @click.option("--store", required=True, help=_("The store that is asked about."))
    @click.option("--group", "name", help=_("List the members of this group."))
    @click.option("--left", "only_left", is_flag=True, help=_("With --group: who left it, and what became of them."))
    @click.option("--save", "save_as", metavar="NAME", help=_("Save the filter that the other options say as a group."))
    @click.option("--rename", "new_name", metavar="NAME", help=_("With --group: give it this name."))
    @click.option("--delete", "gone", metavar="NAME", help=_("Delete this group; its customers stay as they are."))
    @click.option("--restore", "back", metavar="NAME", help=_("Take back a deleted group."))
    @click.option("--tier", "tiers", multiple=True, help=_("Of this grade ('' for none); may be repeated."))
    @click.option("--module", "modules", multiple=True, help=_("Of this module ('' for none); may be repeated."))
    @click.option("--manager", "managers", multiple=True, help=_("Of this account manager ('' for none); may be repeated."))
    @click.option("--region", "regions", multiple=True, help=_("Of this region ('' for none); may be repeated."))
    @click.option("--days-from", type=int, help=_("At least so many days since the last visit."))
    @click.option("--days-to", type=int, help=_("At most so many days since the last visit."))
    @click.option("--text", default="", help=_("With this text in name, phone or key."))
    @click.option("--customer", "customers", multiple=True, help=_("Only these customers (keys); may be repeated."))
    @click.option("--by", default="", help=_("Who saves it."))
    @click.option(
        "--scheme", "scheme_key", default=DEFAULT, show_default=True, help=_("The grading scheme (schemes lists them).")
    )
    @click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    @click.option("--since", help=_("The day since which who joined and left (the last month-end before if not given)."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    def groups(
        store, name, only_left, save_as, new_name, gone, back, tiers, modules, managers, regions, days_from, days_to, text,
        customers, by, scheme_key, as_of, since, as_json,
    ):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, scheme_key, as_of)
        store_id, first = look.store_id, read_since(since, look.as_of)
        if save_as is not None:
            condition = Condition(
                *(tuple(each or None for each in chosen) for chosen in (tiers, modules, managers, regions)),
                recency_from=days_from, recency_to=days_to, text=text, customers=customers or None,
            )
            check_known(warehouse, store_id, scheme_key, look.as_of, condition)
            chosen = [save_group(warehouse, store_id, save_as, scheme_key, condition, now(), by)]
        elif gone is not None:
            delete_group(warehouse, find_group(warehouse, store_id, gone), now())
            chosen = list_groups(warehouse, store_id)
        elif back is not None:
            restore_group(warehouse, find_deleted(warehouse, store_id, back))
            chosen = list_groups(warehouse, store_id)
        elif name is not None and new_name is not None:
            rename_group(warehouse, find_group(warehouse, store_id, name), new_name)
            chosen = [find_group(warehouse, store_id, new_name)]
        elif name is not None:
            moves = read_moves(warehouse, find_group(warehouse, store_id, name), first, look.as_of)
            tell_members(moves, lang, only_left=only_left, as_json=as_json)
            return
        else:
            chosen = list_groups(warehouse, store_id)
        tell_groups(warehouse, read_all(warehouse, store_id, chosen, look.as_of, first), lang, as_json=as_json)


def tell_groups(
    warehouse: Warehouse, found: Sequence[tuple[Group, Moves | None]], lang: str, *, as_json: bool
) -> None:
    """Print groups with what became of them since the first day."""
    _ = translator(lang)
    schemes = all_schemes(warehouse)
    if as_json:
        print_json([group_answer(group, moves) for group, moves in found])
        return
    known = told(moves for _group, moves in found)
    click.echo(finding_groups(known, lang) if known else _("No group is saved yet."))
    for group, moves in found:
        click.echo("  ".join([
            group.name, condition_text(group.condition, group.listed, schemes.get(group.scheme), lang),
            *([_("its grading scheme is gone")] if moves is None else [
                format_count(moves.members.num_rows, lang),
                f"+{moves.joined.num_rows} −{moves.left.num_rows}", format_money(moves.contribution, lang),
            ]),
        ]))


def tell_members(moves: Moves, lang: str, *, only_left: bool, as_json: bool) -> None:
    """Print who is in a group, or who left it."""
    rows = (moves.left if only_left else moves.members).to_pylist()
    if as_json:
        print_json([member_answer(row) for row in rows])
        return
    click.echo(finding_group(moves, lang))
    for row in rows:
        money = format_money(row["contribution"], lang)
        click.echo("  ".join([row["customer"], row["name"] or "–", row["tier"] or "–", money, row["manager"] or "–"]))


def read_since(since: str | None, as_of: date) -> date:
    """Return the day since which changes are told; raises InputError for one that is not before the as-of day."""
    first = read_day(since) if since else month_before(as_of)
    if first >= as_of:
        raise InputError("bad_since", N_("The day since which changes are told must be before {day}."), day=as_of.isoformat())
    return first


def find_deleted(warehouse: Warehouse, store_id: int, name: str) -> Group:
    """Return the deleted group of that name, the last one deleted; raises InputError where there is none."""
    found = next((group for group in deleted_groups(warehouse, store_id) if group.name == name.strip()), None)
    if found is None:
        raise InputError("no_deleted_group", N_("No deleted group is called “{name}”."), name=name)
    return found


def filter_answer(condition: Condition, listed: int | None) -> dict[str, Any]:
    """Return a filter as programs get it, only what is asked: null in a list means none; ``listed`` is how long its list is."""
    asked = {name: list(getattr(condition, name)) for name in ("tiers", "modules", "managers", "regions")}
    rest = {"days_from": condition.recency_from, "days_to": condition.recency_to, "text": condition.text or None}
    said = {**{name: values or None for name, values in asked.items()}, **rest, "listed": listed}
    return {name: value for name, value in said.items() if value is not None}


def group_answer(group: Group, moves: Moves | None) -> dict[str, Any]:
    """Return a group as programs get it; null where its scheme is gone, money as text."""
    return {
        "group": group.name, "scheme": group.scheme, "filter": filter_answer(group.condition, group.listed),
        "members": moves and moves.members.num_rows, "joined": moves and moves.joined.num_rows,
        "left": moves and moves.left.num_rows, "contribution": moves and f"{moves.contribution:.2f}",
    }


def member_answer(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a customer of a group as programs get him: tier_then and contribution_then are of the day since which is told."""
    return {
        "customer": row["customer"], "name": row["name"], "change": row["group_change"], "tier_then": row["tier_then"],
        "tier": row["tier"], "asleep": row["is_asleep"], "contribution_then": f"{row['contribution_from']:.2f}",
        "contribution": f"{row['contribution']:.2f}", "last_visit": iso(row["last_visit"]), "manager": row["manager"],
        "module": row["module"],
    }
