"""What each manager has earned in a month, 0 to 100 points: customers kept and won, expected visits, contribution (激励).

A part whose input is missing is missing: the sum is of fewer points and says of how many, and no other part is stretched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa

from segmentation.measures.managers.progress import has_month_bills
from segmentation.measures.managers.register import read_holders, read_managers
from segmentation.measures.managers.today import due_dates
from segmentation.measures.movement.day_ends import kept_days
from segmentation.measures.movement.month_ends import month_end
from segmentation.measures.movement.warnings import read_rhythms
from segmentation.schemes import Value
from segmentation.settings.call_rules import call_rules
from segmentation.settings.point_weights import PointWeights
from segmentation.warehouse import Warehouse

FULL = 100
LOST, WON = Fraction(-1, 10), Fraction(1, 10)  # changes of his active customers that bring nothing, and all
LEAST, MOST = Fraction(1, 2), Fraction(6, 5)  # shares of his target that do


@dataclass(frozen=True)
class Inputs:
    """What the points of a manager are worked out from; money in CNY, ``target`` None where none is set.

    ``handed_over`` of his active customers have another manager by now and count for nobody; ``waiting`` are expected, but the
    half gap after their day is not over. ``has_bills`` False: no bill of the month is known, so that no part can be given.
    """

    active_then: int = 0
    still_active: int = 0
    won: int = 0
    handed_over: int = 0
    expected: int = 0
    happened: int = 0
    waiting: int = 0
    contribution: Decimal = Decimal("0.00")
    target: Decimal | None = None
    has_bills: bool = True


@dataclass(frozen=True)
class Points:
    """The points of a manager: each part 0 to 100 (None: its input is missing), their weighted sum, and of how many it is."""

    manager: str
    kept: Fraction | None
    controllability: Fraction | None
    contribution: Fraction | None
    points: Fraction
    of: int
    inputs: Inputs


def read_points(
    warehouse: Warehouse, store_id: int, month: date, as_of: date, settings: Mapping[str, Value], plan: pa.Table,
    weights: PointWeights,
) -> tuple[Points, ...]:
    """Return the points of every manager in the month (its first day), with the bills up to ``as_of``, in alphabetical order.

    ``plan`` is the set plan of the month: manager, revenue. Who had no customer, won none and has no target is left out.
    """
    month = month.replace(day=1)
    return tuple(
        score(manager, inputs, weights)
        for manager, inputs in sorted(read_inputs(warehouse, store_id, month, as_of, settings, plan).items())
    )


def read_inputs(
    warehouse: Warehouse, store_id: int, month: date, as_of: date, settings: Mapping[str, Value], plan: pa.Table
) -> dict[str, Inputs]:
    """Return by manager what points are worked out from, whatever they weigh; see ``read_points``."""
    before, last = month - timedelta(days=1), min(as_of, month_end(month))
    targets: dict[str, Decimal] = {}
    for row in plan.to_pylist():
        if row["manager"]:
            targets[row["manager"]] = targets.get(row["manager"], Decimal(0)) + row["revenue"]
    if not has_month_bills(warehouse, store_id, month, last):
        return {manager: Inputs(target=target, has_bills=False) for manager, target in targets.items()}
    active = timedelta(days=int(settings["active_days"]))
    then = read_holders(warehouse, store_id, read_managers(warehouse, store_id, before), before, before)
    now = read_holders(warehouse, store_id, read_managers(warehouse, store_id, last), last, last)
    frames = {
        "holders_then": then, "holders_now": now,
        "due_dates": due_dates(warehouse, read_rhythms(warehouse, store_id, before, settings), call_rules(warehouse, store_id)),
    }
    asked = {"store": store_id, "month_start": month, "month_end": month_end(month), "as_of": last}
    found: dict[str, dict[str, Any]] = {manager: {"target": target} for manager, target in targets.items()}
    kept = warehouse.over(
        "measures/managers/month_kept", frames, **asked, then_since=before - active, active_since=last - active,
        before=before, is_kept=kept_days(warehouse, store_id).issuperset((before, last)),
    ).to_pylist()
    for row in kept:
        if row["manager"] is not None:
            own = {name: row[name] for name in ("active_then", "still_active", "won", "handed_over")}
            found.setdefault(row["manager"], {}).update(own, contribution=row["revenue"])
    for row in warehouse.over("measures/managers/month_expected", frames, **asked).to_pylist():
        if row["manager"] is not None:
            found.setdefault(row["manager"], {}).update({name: row[name] for name in ("expected", "happened", "waiting")})
    nothing = Inputs()
    return {manager: inputs for manager, own in found.items() if (inputs := Inputs(**own)) != nothing}


def score(manager: str, inputs: Inputs, weights: PointWeights) -> Points:
    """Return the points of a manager.

    >>> found = score("Li", Inputs(20, 19, 1, expected=4, happened=3), PointWeights())
    >>> found.kept, found.controllability, found.contribution, found.points, found.of
    (Fraction(50, 1), Fraction(75, 1), None, Fraction(85, 2), 70)
    """
    change = contribution = controllability = None
    if not inputs.has_bills:
        return Points(manager, None, None, None, Fraction(0), 0, inputs)
    if inputs.active_then:
        change = Fraction(inputs.still_active + inputs.won - inputs.active_then, inputs.active_then)
    if inputs.expected:
        controllability = Fraction(FULL * inputs.happened, inputs.expected)
    if inputs.target:
        contribution = Fraction(inputs.contribution) / Fraction(inputs.target)
    parts = (
        None if change is None else between(change, LOST, WON), controllability,
        None if contribution is None else between(contribution, LEAST, MOST),
    )
    heavy = (weights.kept, weights.controllability, weights.contribution)
    points = sum((part * weight / FULL for part, weight in zip(parts, heavy, strict=True) if part is not None), Fraction(0))
    of = sum(weight for part, weight in zip(parts, heavy, strict=True) if part is not None)
    return Points(manager, *parts, points, of, inputs)


def between(value: Fraction, least: Fraction, most: Fraction) -> Fraction:
    """Return where a value lies from ``least`` (0) to ``most`` (100), held there.

    >>> between(Fraction(0), LOST, WON), between(Fraction(2), LEAST, MOST)
    (Fraction(50, 1), Fraction(100, 1))
    """
    return FULL * min(max((value - least) / (most - least), Fraction(0)), Fraction(1))
