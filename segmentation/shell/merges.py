"""The command of the shell about records of one person: merges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from segmentation.ingest.merges import merge_each, part_person, refuse_pairs, undo_said
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_day, format_money_short, translator
from segmentation.measures.people.merges import (
    BESIDE,
    Proposal,
    evidence_text,
    finding_proposals,
    read_pairs,
    read_proposals,
    read_said,
    record_name,
)
from segmentation.shell.migration import keep_month_ends
from segmentation.shell.parts import iso, print_json, read_batch, read_store
from segmentation.warehouse import Warehouse

STATES = {"merged": N_("merged"), "refused": N_("two people"), "parted": N_("parted")}


def add_merges(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the command to ``cli``, with its help and its answers in ``lang``."""
    _ = translator(lang)

    @cli.command("merges", help=_("List records that may be one person and those that were merged; merge, refuse, part, undo."))
    @click.option("--store", required=True, help=_("The store that is asked about."))
    @click.option("--accept", multiple=True, help=_("A=B: both are one person, who goes on under the key A; repeatable."))
    @click.option("--refuse", multiple=True, help=_("A=B: they are two people, not to be proposed again; repeatable."))
    @click.option("--part", multiple=True, help=_("A=NAME: the bills of A that carry this name are somebody else's."))
    @click.option("--undo", "undone", multiple=True, help=_("The number of a merge, a refusal or a parting to take back."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    def merges(store, accept, refuse, part, undone, as_json):
        warehouse = open_warehouse()
        store_id = read_store(warehouse, store)
        accepted, refused, parted = ([read_pair(text) for text in texts] for texts in (accept, refuse, part))
        for batch in [read_batch(None, None, text) for text in undone]:
            undo_said(warehouse, store_id, batch)
        if refused:
            refuse_pairs(warehouse, store_id, refused)
        if accepted:
            merge_each(warehouse, store_id, accepted)
        for customer, name in parted:
            part_person(warehouse, store_id, customer, name)
        if accepted or parted or undone:
            keep_month_ends(warehouse, store_id, lang, quiet=as_json)
        pairs, said = read_pairs(warehouse, store_id), read_said(warehouse, store_id)
        proposals = read_proposals(warehouse, store_id, pairs)
        if as_json:
            print_json([*map(proposal_answer, proposals), *map(said_answer, said)])
            return
        click.echo(finding_proposals(proposals, len(proposals), lang))
        for each in proposals:
            names = (record_name(record) for record in (each.survivor, each.gone))
            told = (evidence_text(each.evidence, lang), format_money_short(each.spend, lang))
            click.echo("  ".join(("=".join(each.pair), *names, *told)))
        for row in said:
            pair = (f"{row['customer']}={row['other']}", row["name"] or "–", row["other_name"] or "–")
            click.echo("  ".join((str(row["batch"]), _(STATES[row["rule"]]), *pair, format_day(row["said_on"], lang))))


def read_pair(text: str) -> tuple[str, str]:
    """Return the two sides of A=B; raises InputError for a text without both."""
    one, sign, other = (each.strip() for each in text.partition("="))
    if not (one and sign and other):
        raise InputError("bad_pair", N_("“{text}” names no pair. Write it as A=B: A is the key that stays."), text=text)
    return one, other


def _answer(
    state: str, survivor: str, merged: str, names: Sequence[str | None], evidence: Sequence[str] | None, batch: int | None,
    on: str | None, sides: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "state": state, "survivor": survivor, "merged": merged, "survivor_name": names[0], "merged_name": names[1],
        "evidence": None if evidence is None else list(evidence), "batch": batch, "on": on, "sides": list(sides),
    }


def proposal_answer(each: Proposal) -> dict[str, Any]:
    """Return a proposal as programs get it: both records under ``sides``, money as decimal text, days ISO, unknown null."""
    sides = [
        {
            "customer": record["customer"], **{name: record[name] for name in BESIDE},
            "total_spend": f"{record['total_spend']:.2f}",
            "first_visit": iso(record["first_visit"]), "last_visit": iso(record["last_visit"]),
        } for record in (each.survivor, each.gone)
    ]
    names = [record["name"] for record in (each.survivor, each.gone)]
    return _answer("proposed", *each.pair, names, each.evidence, None, None, sides)


def said_answer(row: dict[str, Any]) -> dict[str, Any]:
    """Return what was said of two records as programs get it; of a parted one, ``merged`` is the key under which he goes on."""
    names = [row["name"], row["other_name"]]
    return _answer(row["rule"], row["customer"], row["other"], names, None, row["batch"], iso(row["said_on"]), [])
