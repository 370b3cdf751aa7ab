"""Money that a call would save: stake × chance of being lost × the effect of calls that was measured (DOMAIN §9).

The chance of being lost is one less P(alive) where the forecast could be fitted, else one less the chance that somebody who is
silent for so long still comes back within twelve weeks, by the gaps of the house's own customers. The forecast takes who came
once only for alive whatever his silence, so of him the gaps tell in either case. Where neither can be told, every chance is 1,
and where calls were not measured yet, every effect is: then the order is that of what is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.measures.foresight.model import read_foresight
from segmentation.measures.managers.today import Call, Today, pressing_first
from segmentation.measures.movement.return_chance import DAYS_A_WEEK, ReturnCurve, read_return_curve
from segmentation.measures.trials.lists import SIGN_FLAGS
from segmentation.measures.trials.results import Result, Results
from segmentation.warehouse import Warehouse

CENT = Decimal("0.01")
DIGITS = Decimal("0.0001")


class Chances(Protocol):
    """What tells the chance that a customer is lost: a fitted model where there is one, else the curve of the house."""

    def lost(self, customer: str, silent_days: int) -> float | None:
        """Return the chance (0–1); None where it cannot be told."""


@dataclass(frozen=True)
class CurveChances:
    """The chance by how long somebody is silent, whoever he is."""

    curve: ReturnCurve

    def lost(self, customer: str, silent_days: int) -> float | None:
        back = self.curve.back_within(silent_days // DAYS_A_WEEK)
        return None if back is None else 1 - back


@dataclass(frozen=True)
class FittedChances:
    """The chance by the forecast: ``alive`` is P(alive) by customer, of those who came again; of others ``curve`` tells."""

    alive: Mapping[str, float]
    curve: CurveChances

    def lost(self, customer: str, silent_days: int) -> float | None:
        alive = self.alive.get(customer)
        return self.curve.lost(customer, silent_days) if alive is None else 1 - alive


def read_chances(warehouse: Warehouse, store_id: int, as_of: date) -> Chances:
    """Return the chances of being lost as of a day: by the forecast where it is fitted, else by the gaps of all customers."""
    curve = CurveChances(read_return_curve(warehouse.whole(), store_id, as_of))
    customers = read_foresight(warehouse, store_id, as_of).customers
    if customers is None:
        return curve
    again = customers.filter(pc.greater(customers["repeats"], 0))
    return FittedChances(dict(zip(again["customer_key"].to_pylist(), again["p_alive"].to_pylist(), strict=True)), curve)


@dataclass(frozen=True)
class Effects:
    """By how much calls raise the share that comes back, by list and reason, where that is measured: ``of`` says it with what it
    comes from."""

    results: Results

    def of(self, kind: str, reason: str | None) -> Result | None:
        """Return the result that tells the effect: of the reason, else of the list; None where neither is told for certain."""
        for found in (self.results.by_reason.get((kind, reason or "")), self.results.by_list.get(kind)):
            if found is not None and is_told(found):
                return found
        return None

    def effect(self, kind: str, reason: str | None) -> Decimal | None:
        """Return the effect, 0 where calls did harm; None where it was not measured yet."""
        found = self.of(kind, reason)
        return None if found is None else max(Decimal(repr(found.share.difference)), Decimal(0)).quantize(DIGITS, ROUND_HALF_UP)

    @property
    def measured(self) -> Mapping[tuple[str, str], Result]:
        """The lists ("" as reason) and their reasons of which the effect of calls is told for certain, as ``of`` takes them."""
        lists, reasons = self.results.by_list, self.results.by_reason
        several = {key for key in reasons if reasons[key].counts != lists[key[0]].counts}
        told = {(kind, ""): found for kind, found in lists.items()} | {key: reasons[key] for key in sorted(several) if key[1]}
        return {key: told[key] for key in sorted(told, key=lambda key: list(lists).index(key[0])) if is_told(told[key])}

    def draws_of(self, kind: str) -> list[date]:
        """Return the days of the draws that tell the effect of a list, the first one first."""
        return [
            each.first_day for each in reversed(self.results.trials)
            if each.kind == kind and each.state(self.results.as_of) == "measured"
        ]


def is_told(found: Result) -> bool:
    """Whether the difference of the shares is told for certain: its interval does not hold nothing."""
    return found.share is not None and (found.share.is_above or found.share.is_below)


def money_saved(stake: Decimal, chance: float | None, effect: Decimal | None) -> Decimal:
    """Return what a call would save (CNY); a chance or an effect that is not known counts as 1, a stake below 0 as nothing.

    >>> money_saved(Decimal("1000.00"), 0.4, Decimal("0.1500")), money_saved(Decimal("1000.00"), None, None)
    (Decimal('60.00'), Decimal('1000.00'))
    """
    share = Decimal(1) if chance is None else Decimal(repr(round(chance, 6)))
    return (max(stake, Decimal(0)) * share * (Decimal(1) if effect is None else effect)).quantize(CENT, ROUND_HALF_UP)


def with_saves(rows: pa.Table, kind: str, chances: Chances, effects: Effects) -> pa.Table:
    """Return those in warning, or the lost, with chance_lost (0–1, null: not known) and saves (CNY), who saves most first.

    ``kind`` is warned or lost; the stake is what they bring, or brought before they were lost. Ties keep their order.
    """
    stake = "stake" if kind == "warned" else "last_contribution"
    asked = rows.select([name for name in ("customer", "silent_days", "reason_code") if name in rows.column_names])
    known = {reason: effects.effect(kind, reason) for reason in (None, *SIGN_FLAGS)}
    found = [(_chance(row, chances), known[row.get("reason_code")]) for row in asked.to_pylist()]
    saves = [
        money_saved(money, chance, effect) for money, (chance, effect) in zip(rows[stake].to_pylist(), found, strict=True)
    ]
    rows = rows.append_column("chance_lost", pa.array([chance for chance, _effect in found], pa.float64()))
    rows = rows.append_column("saves", pa.array(saves, pa.decimal128(18, 2)))
    return rows.take(pa.array(sorted(range(len(saves)), key=lambda place: -saves[place]), pa.int64()))


def in_order_of_saves(found: Today, chances: Chances, effects: Effects) -> Today:
    """Return the list of a day in its other order: within a reason what a call would save, most first; a reason stays before
    another. ``Call.saves`` says it, and places are counted anew."""
    calls = pressing_first(replace(call, saves=_of_call(call, chances, effects)) for call in found.calls)
    calls.sort(key=lambda call: (call.manager is None, call.manager or ""))
    placed = [
        replace(call, place=place) for _manager, own in groupby(calls, key=lambda call: call.manager)
        for place, call in enumerate(own, 1)
    ]
    return replace(found, calls=tuple(placed))


def _of_call(call: Call, chances: Chances, effects: Effects) -> Decimal:
    sign = next((sign for sign, flag in SIGN_FLAGS.items() if call.row[flag]), None) if call.reason == "warned" else None
    return money_saved(call.stake, _chance({"customer": call.customer, **call.row}, chances), effects.effect(call.reason, sign))


def _chance(row: Mapping[str, Any], chances: Chances) -> float | None:
    return None if row["silent_days"] is None else chances.lost(row["customer"], row["silent_days"])
