"""How large a part of an action list is left alone, and for how long: an owner's limits, kept as settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from segmentation.language.i18n import N_
from segmentation.settings.kept import put
from segmentation.settings.warning_rules import Limit
from segmentation.settings.whole_limits import parse_limits, read_limits, save_limits
from segmentation.warehouse import Warehouse

NAME = "trial_rules"
LIMITS: Mapping[str, Limit] = MappingProxyType({
    "share": Limit(
        N_("Left alone (%)"), N_("Of the customers of a list, drawn by lot; never more than half of them"),
        Decimal(5), Decimal(50),
    ),
    "least": Limit(
        N_("Left alone at least"), N_("With fewer nothing can be told; never more than half of the list"),
        Decimal(10), Decimal(500),
    ),
    "smallest": Limit(
        N_("Shortest list that is drawn from"), N_("From a shorter list nobody is left alone"), Decimal(30), Decimal(5000),
    ),
    "days": Limit(
        N_("Days for which they are left alone"), N_("Whoever visits within so many days has come back"),
        Decimal(14), Decimal(180),
    ),
})


@dataclass(frozen=True)
class TrialRules:
    """How a control group is drawn: ``LIMITS`` says what each means. ``share`` is in per cent."""

    share: int = 20
    least: int = 10
    smallest: int = 30
    days: int = 60

    def left_of(self, customers: int) -> int:
        """Return how many of a list are left alone, 0 of one that is too short: the share, rounded up, the least, at most half.

        >>> [TrialRules().left_of(customers) for customers in (29, 30, 61, 101)]
        [0, 10, 13, 21]
        """
        if customers < self.smallest:
            return 0
        return min(max((customers * self.share + 99) // 100, self.least), customers // 2)


def parse_trial_rules(values: Mapping[str, str | int], rules: TrialRules | None = None) -> TrialRules:
    """Return ``rules`` (None: the defaults) with the limits that a person wrote in their place.

    Raises InputError for a limit that there is not, and what is no whole number or out of range.

    >>> parse_trial_rules({"share": "30"})
    TrialRules(share=30, least=10, smallest=30, days=60)
    """
    return parse_limits(LIMITS, values, rules or TrialRules())


def trial_rules(warehouse: Warehouse, store_id: int) -> TrialRules:
    """Return the limits of the store: its own, else the whole house's, else the defaults; one that no longer fits gives way."""
    return read_limits(warehouse, store_id, NAME, LIMITS, TrialRules())


def save_trial_rules(warehouse: Warehouse, store_id: int, values: Mapping[str, str | int]) -> TrialRules:
    """Keep ``values`` for the store (0: for the whole house), what is not named stays as it was, and return all limits.

    Raises InputError, and keeps nothing, where one is wrong. Trials that were drawn stay as they are.
    """
    return save_limits(warehouse, store_id, NAME, LIMITS, values, TrialRules())


def reset_trial_rules(warehouse: Warehouse, store_id: int) -> None:
    """Forget what was kept for the store; the whole house's limits, or the defaults, hold again."""
    put(warehouse, store_id, NAME, None)
