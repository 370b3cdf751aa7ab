"""What would it be worth: a consultant's rules of thumb applied to a house's own figures, and always called by that name.

The rules are data (``rules_of_thumb.toml``): their figures, their text and their source in both languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_

FILE = Path(__file__).with_name("rules_of_thumb.toml")
CENT = Decimal("0.01")

Text = Mapping[str, str]  # language -> text


@dataclass(frozen=True)
class Rule:
    """A rule of thumb: its figures ``low`` and ``high``, what they are applied to, and its texts by language.

    ``base`` says which money the rule takes, ``amount`` what a slider over ``range`` moves, ``source`` whose rule it is.
    ``sign`` is 1 for a gain, -1 for a loss or a cost, 0 where it says no direction.
    """

    key: str
    effect: str
    sign: int
    low: Decimal
    high: Decimal
    text: Text
    base: Text
    amount: Text
    range: tuple[Decimal, Decimal]
    default: Decimal
    source: Text


@dataclass(frozen=True)
class Worth:
    """What a rule of thumb makes of a house's figures, in CNY, never negative: from ``low`` to ``high``; ``sign`` as in Rule."""

    low: Decimal
    high: Decimal
    sign: int


@cache
def rules() -> dict[str, Rule]:
    """Return the rules of thumb by key, in the order in which they are shown."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    found = {}
    for item in data["rules"]:
        low, high = (Decimal(end) for end in item["range"])
        figures = {name: Decimal(item[name]) for name in ("low", "high", "default")}
        found[item["key"]] = Rule(**{**item, **figures, "range": (low, high)}, source=data["source"])
    return found


def what_if(
    key: str, base: Decimal, amount: Decimal | int | None = None, present: Decimal = Decimal(0),
    own: tuple[Decimal, Decimal] | None = None,
) -> Worth:
    """Return what the rule makes of ``base`` (CNY) when ``amount`` (the rule's default if not given) is moved.

    - occupancy: what is missing for ``present`` (what active customers bring) to be ``amount`` per cent of ``base``;
    - a_customers, active_customers: 5 or 10 % of ``base`` for each of ``amount`` points, one by one added, at most all of it;
    - winning_and_keeping: what ``amount`` new customers cost more than keeping as many, ``base`` being the cost of keeping one;
    - known_and_walk_in: what ``amount`` walk-ins would bring more as known customers, ``base`` being what one spends;
    - swing_with_service, swing_without_service: by how much ``base`` may go up or down within a year.

    ``own`` are the house's own figures in the place of the rule's, where the rule holds on its months (``rules_tested``).
    Exact to the cent, half a cent up; nothing comes of a base that is not positive. Raises InputError for an unknown rule,
    and for an amount out of its range.

    >>> what_if("a_customers", Decimal(1_000_000), 2)
    Worth(low=Decimal('100000.00'), high=Decimal('100000.00'), sign=1)
    >>> what_if("known_and_walk_in", Decimal("80.50"), 10)
    Worth(low=Decimal('1610.00'), high=Decimal('3220.00'), sign=1)
    """
    if key not in rules():
        known = ", ".join(rules())
        raise InputError("unknown_rule", N_("There is no rule of thumb “{key}”. There are: {known}."), key=key, known=known)
    rule = rules()[key]
    moved = rule.default if amount is None else Decimal(amount)
    if not rule.range[0] <= moved <= rule.range[1]:
        raise InputError(
            "bad_amount", N_("{amount} is out of the range of this rule of thumb, {low} to {high}."),
            amount=str(moved), low=str(rule.range[0]), high=str(rule.range[1]),
        )
    whole, figures = max(base, Decimal(0)), own or (rule.low, rule.high)
    if rule.effect == "line":
        ends = [max(Decimal(0), whole * moved / 100 - present)] * 2
    elif rule.effect == "share":
        ends = [min(whole, whole * figure * moved) for figure in figures]
    else:
        ends = [whole * (figure - 1) * moved for figure in figures]
    low, high = (end.quantize(CENT, ROUND_HALF_UP) for end in ends)
    return Worth(low, high, rule.sign)
