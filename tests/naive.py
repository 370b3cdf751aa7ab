"""The A/B/C/D rule in plain Python, written the slow way from its wording, to hold the SQL against.

Both rankings are lists of customers, and both are extended together, one place at a time, until A is full.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tests.houses import Bill

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Facts:
    recency_days: int | None  # None: no visit yet
    frequency: int
    contribution: Decimal
    tables: int

    @property
    def standard(self):
        return (self.contribution / self.tables).quantize(CENT, ROUND_HALF_UP) if self.tables > 0 else None


@dataclass(frozen=True)
class Rules:
    active_days: int = 60
    top_share: Decimal = Decimal(20)
    split: Decimal = Decimal(50)
    window: str = "365"
    frequency: str = "visits"
    rank_by: str = "contribution"


def facts_of(bills: Iterable[Bill], as_of: date, rules: Rules) -> dict[str, Facts]:
    """Return the facts of every customer with a bill up to ``as_of``, for the bills of one store."""
    by_customer: dict[str, list[Bill]] = {}
    for bill in bills:
        if bill.customer is not None and bill.day <= as_of:
            by_customer.setdefault(bill.customer, []).append(bill)
    facts = {}
    for customer, seen in by_customer.items():
        start = date.min if rules.window == "all" else as_of - timedelta(days=int(rules.window) - 1)
        inside = [bill for bill in seen if bill.day >= start]
        came, back = visited(seen), refunded_tables(seen)
        facts[customer] = Facts(
            recency_days=(as_of - max(bill.day for bill in came)).days if came else None,
            frequency=len({bill.day for bill in visited(inside)}) if rules.frequency == "visits" else len(visited(inside)),
            contribution=sum((Decimal(bill.amount) for bill in inside), Decimal(0)),
            tables=max(0, sum(bill.tables for bill in visited(inside)) - sum(
                each for each, bill in zip(back, seen, strict=True) if bill.day >= start
            )),
        )
    return facts


def visited(bills: Iterable[Bill]) -> list[Bill]:
    """Return the bills that make a visit: those not below zero."""
    return [bill for bill in bills if Decimal(bill.amount) >= 0]


def refunded_tables(bills: list[Bill]) -> list[int]:
    """Return how many tables each bill of a customer takes back: those of the earlier bill that it refunds in full.

    Of one day bills stand before refunds, and those with fewer tables first; the latest bill not yet refunded is taken.
    """
    back, open_bills = [0] * len(bills), []
    for place, bill in sorted(enumerate(bills), key=lambda each: (each[1].day, Decimal(each[1].amount) < 0, each[1].tables)):
        if Decimal(bill.amount) >= 0:
            open_bills.append(bill)
            continue
        fitting = [at for at, each in enumerate(open_bills) if Decimal(each.amount) == -Decimal(bill.amount)]
        if fitting:
            back[place] = open_bills.pop(fitting[-1]).tables
    return back


def tiers_of(facts: dict[str, Facts], rules: Rules) -> dict[str, str | None]:
    """Return the tier of every customer; None for who has not visited yet."""
    came = {customer: fact for customer, fact in facts.items() if fact.recency_days is not None}
    awake = {customer: fact for customer, fact in came.items() if fact.recency_days <= rules.active_days}
    best = _best(awake, rules)
    rest = {customer: fact for customer, fact in awake.items() if customer not in best}
    tiers = dict.fromkeys(facts) | dict.fromkeys(came, "D") | dict.fromkeys(best, "A")
    half = _part(rules.split, len(rest))
    for_b, for_c = _by_worth(rest, rules)[:half], _by_frequency(rest, rules)[:half]
    for customer in rest:
        if customer in for_b and customer in for_c:
            tiers[customer] = "B" if for_b.index(customer) <= for_c.index(customer) else "C"
        else:
            tiers[customer] = "B" if customer in for_b else "C"
    return tiers


def _best(awake: dict[str, Facts], rules: Rules) -> list[str]:
    want = _part(rules.top_share, len(awake))
    by_frequency, by_worth = _by_frequency(awake, rules), _by_worth(awake, rules)
    best: list[str] = []
    length = want
    while len(best) < want:
        for customer in by_worth[:length]:
            if customer in by_frequency[:length] and customer not in best and len(best) < want:
                best.append(customer)
        length += 1
    return best


def _part(share: Decimal, of: int) -> int:
    return math.ceil(Fraction(share) / 100 * of)


def _by_frequency(facts: dict[str, Facts], rules: Rules) -> list[str]:
    return sorted(facts, key=lambda customer: (-facts[customer].frequency, _worth(facts[customer], rules), customer.encode()))


def _by_worth(facts: dict[str, Facts], rules: Rules) -> list[str]:
    return sorted(facts, key=lambda customer: (_worth(facts[customer], rules), -facts[customer].frequency, customer.encode()))


def _worth(fact: Facts, rules: Rules) -> tuple[bool, Fraction]:
    """Return what the second ranking sorts by, the best first; who has no standard stands last."""
    if rules.rank_by == "contribution":
        return False, -Fraction(fact.contribution)
    return (True, Fraction(0)) if fact.tables == 0 else (False, -Fraction(fact.contribution) / fact.tables)
