"""Money that a call would save: stake × chance of being lost × the effect of calls that was measured (DOMAIN §9).

The chance of being lost is one less the chance that somebody who is silent for so long still comes back within twelve weeks, by
the gaps of the house's own customers; who is asleep is judged alike. Where the house is too young to tell, every chance is 1, and
where calls were not measured yet, every effect is: then the order is that of what is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from segmentation.measures.movement.return_chance import DAYS_A_WEEK, ReturnCurve
from segmentation.measures.trials.results import Result, Results

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
    def measured(self) -> Mapping[str, Result]:
        """The lists of which the effect of calls is told for certain."""
        return {kind: found for kind, found in self.results.by_list.items() if is_told(found)}


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
