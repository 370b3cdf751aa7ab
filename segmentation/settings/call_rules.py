"""How long today's list may be, whom it takes in and how long a contact takes off it: an owner's limits, kept as settings."""

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

NAME = "call_rules"
LIMITS: Mapping[str, Limit] = MappingProxyType({
    "per_day": Limit(
        N_("Calls a day for each manager"), N_("Customers whom nobody looks after are not limited"), Decimal(1), Decimal(200),
    ),
    "due_before": Limit(
        N_("Days before he is due"), N_("So many days before his usual gap is over a customer is on the list"),
        Decimal(0), Decimal(30),
    ),
    "due_visits": Limit(
        N_("Least visits to be due"), N_("With fewer visits nobody can say what is usual"), Decimal(2), Decimal(50),
    ),
    "due_gap": Limit(
        N_("Least usual gap to be due (days)"), N_("Who comes more often than that needs no call to come"),
        Decimal(1), Decimal(90),
    ),
    "birthday_days": Limit(
        N_("Days ahead for birthdays"), N_("The day of the list is the first of them"), Decimal(1), Decimal(31),
    ),
    "lost_days": Limit(
        N_("Days for which the lost are called"), N_("Counted from the day on which a customer stopped being active"),
        Decimal(1), Decimal(365),
    ),
    "reached_days": Limit(
        N_("Days off the list once reached"), N_("Also for who came already"), Decimal(1), Decimal(365),
    ),
    "not_reached_days": Limit(
        N_("Days off the list when not reached"), N_("1: back on the list tomorrow"), Decimal(1), Decimal(60),
    ),
})
MOST = int(LIMITS["per_day"].high)  # of a manager: more than that no limit lets on his list


@dataclass(frozen=True)
class CallRules:
    """The limits of today's list: ``LIMITS`` says what each means."""

    per_day: int = 5
    due_before: int = 2
    due_visits: int = 3
    due_gap: int = 7
    birthday_days: int = 7
    lost_days: int = 30
    reached_days: int = 14
    not_reached_days: int = 1


def parse_call_rules(values: Mapping[str, str | int], rules: CallRules | None = None) -> CallRules:
    """Return ``rules`` (None: the defaults) with the limits that a person wrote in their place.

    Raises InputError for a limit that there is not, and what is no whole number or out of range.

    >>> parse_call_rules({"per_day": "8"}).per_day
    8
    """
    return parse_limits(LIMITS, values, rules or CallRules())


def call_rules(warehouse: Warehouse, store_id: int) -> CallRules:
    """Return the limits of the store: its own, else the whole house's, else the defaults; one that no longer fits gives way."""
    return read_limits(warehouse, store_id, NAME, LIMITS, CallRules())


def save_call_rules(warehouse: Warehouse, store_id: int, values: Mapping[str, str | int]) -> CallRules:
    """Keep ``values`` for the store (0: for the whole house), what is not named stays as it was, and return all limits.

    Raises InputError, and keeps nothing, where one is wrong.
    """
    return save_limits(warehouse, store_id, NAME, LIMITS, values, CallRules())


def reset_call_rules(warehouse: Warehouse, store_id: int) -> None:
    """Forget what was kept for the store; the whole house's limits, or the defaults, hold again."""
    put(warehouse, store_id, NAME, None)
