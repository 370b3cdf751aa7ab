"""The command of the shell about what the managers have earned in a month: points."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import click

from segmentation.language.i18n import translator
from segmentation.measures.managers.plan_words import number_text
from segmentation.measures.managers.points import Points, read_points
from segmentation.measures.managers.points_words import finding_points
from segmentation.settings.plans import read_plan
from segmentation.settings.point_weights import parse_point_weights, point_weights
from segmentation.shell.parts import print_json, read_look, read_month_option
from segmentation.warehouse import Warehouse

COUNTS = ("active_then", "still_active", "won", "handed_over", "expected", "happened", "waiting")


def add_points(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the command to ``cli``, with its help and its answers in ``lang``."""
    _ = translator(lang)

    @cli.command("points", help=_("List the points of each manager in a month: customers kept and won, visits, contribution."))
    @click.option("--store", required=True, help=_("The store that is asked about."))
    @click.option("--month", required=True, help=_("The month that is asked about (2026-09)."))
    @click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    @click.option("--weights", metavar="40/30/30", help=_("What the three parts weigh, for a look; nothing is kept."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    def points(store, month, as_of, weights, as_json):
        warehouse = open_warehouse()
        look, first = read_look(warehouse, store, as_of=as_of), read_month_option(month)
        heavy = parse_point_weights(weights) if weights is not None else point_weights(warehouse, look.store_id)
        plan = read_plan(warehouse, look.store_id, first)
        found = read_points(warehouse, look.store_id, first, look.as_of, look.settings, plan, heavy)
        if as_json:
            print_json([points_answer(each) for each in found])
            return
        if any(not each.inputs.has_bills for each in found):
            click.echo(finding_points(found, first, lang))
            return
        for each in found:
            parts = (number_text(part) for part in (each.kept, each.controllability, each.contribution))
            said = _("{points} of {of}").format(points=number_text(each.points), of=each.of)
            click.echo("  ".join((each.manager, said, *parts)))


def points_answer(found: Points) -> dict[str, Any]:
    """Return points as JSON has them: money as text, null what is missing."""
    inputs = found.inputs

    def known(value: Any) -> Any:
        return value if inputs.has_bills else None

    return {
        "manager": found.manager, "kept": _number(found.kept), "controllability": _number(found.controllability),
        "contribution": _number(found.contribution), "points": float(found.points), "of": found.of,
        "inputs": {
            **{name: known(getattr(inputs, name)) for name in COUNTS}, "contribution": known(f"{inputs.contribution:.2f}"),
            "target": None if inputs.target is None else f"{inputs.target:.2f}",
        },
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
