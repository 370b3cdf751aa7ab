"""The rule families in plain Python, written the slow way from their wording, to hold the SQL against.

A house is its bills, profiles and ratings; every number is a Decimal or a Fraction. A customer's answer is his tier's key
(None without one) and his score columns.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from segmentation.schemes import Scheme
from tests.houses import Bill, Profile, Rating
from tests.naive import CENT, Rules
from tests.naive import facts_of as plain_facts_of
from tests.naive import tiers_of as overlap_tiers_of
from tests.naive import visited as visits_of

MONTHS = {"60": 2, "90": 3, "180": 6, "365": 12}
Answer = dict[str, Any]


@dataclass
class Customer:
    """What is known of one customer on the as-of day."""

    has_visited: bool
    potential: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)  # the measures that rules read, by name
    growth: Fraction | None = None
    latest: dict[str, tuple[date, Decimal]] = field(default_factory=dict)  # criterion as written -> day and score that count


@dataclass(frozen=True)
class House:
    """One store: its bills, profiles and ratings, and what a visit and a contact cost."""

    bills: tuple[Bill, ...]
    profiles: tuple[Profile, ...] = ()
    ratings: tuple[Rating, ...] = ()
    per_visit: Decimal = Decimal(0)
    per_contact: Decimal = Decimal(0)


def answers(house: House, scheme: Scheme, as_of: date, settings: Mapping[str, Any]) -> dict[str, Answer]:
    """Return tier and score columns of every customer who is listed."""
    customers = customers_of(house, as_of, settings)
    return FAMILIES[scheme.rule](scheme, customers, settings, house, as_of)


def customers_of(house: House, as_of: date, settings: Mapping[str, Any]) -> dict[str, Customer]:
    """Return every customer with a bill up to the day or a profile."""
    profiles = {profile.customer: profile for profile in house.profiles}
    seen: dict[str, list[Bill]] = {key: [] for key in profiles}
    for bill in house.bills:
        if bill.customer is not None and bill.day <= as_of:
            seen.setdefault(bill.customer, []).append(bill)
    found = {}
    for key, bills in seen.items():
        profile = profiles.get(key, Profile(key))
        found[key] = Customer(bool(visits_of(bills)), profile.potential, latest=_latest(house.ratings, key, as_of))
        if found[key].has_visited:
            found[key].facts = _facts(bills, profile, house, as_of, settings)
            found[key].growth = _growth(bills, as_of)
        elif bills:  # refunds only: money without a visit
            found[key].facts = {"contribution": _sum(_inside(bills, as_of, settings["window"]))}
    return found


def _facts(bills: list[Bill], profile: Profile, house: House, as_of: date, settings: Mapping[str, Any]) -> dict[str, Any]:
    window = settings["window"]
    inside = _inside(bills, as_of, window)
    came, came_inside = visits_of(bills), visits_of(inside)
    contribution, known = _sum(inside), (as_of - min(bill.day for bill in came)).days
    days_covered = known + 1 if window == "all" else min(known + 1, int(window))
    covered = max(Fraction(1), days_covered / Fraction("30.4375"))
    known_months = math.floor(Fraction(known * 12, 365)) + 1  # those that have begun
    months = known_months if window == "all" else MONTHS[window]
    visits = len({bill.day for bill in came_inside})
    regraded = _quarter_end(as_of) if settings.get("regrade") == "quarter" else as_of
    served = house.per_visit * visits + house.per_contact * Decimal(profile.contacts or 0) * min(months, known_months)
    costs = sum((Decimal(bill.cost) for bill in inside if bill.cost is not None), Decimal(0))
    return {
        "recency_days": (as_of - max(bill.day for bill in came)).days, "known_days": known,
        "frequency": visits if settings["frequency"] == "visits" else len(came_inside),
        "total_visits": len({bill.day for bill in came}),
        "contribution": contribution, "profit": contribution - costs - served.quantize(CENT, ROUND_HALF_UP),
        "total_spend": _sum(bills), "graded_spend": _sum(bill for bill in bills if bill.day <= regraded),
        "monthly_spend": _rounded(Fraction(contribution) / covered),
    }


def _inside(bills: list[Bill], as_of: date, window: str) -> list[Bill]:
    return [bill for bill in bills if window == "all" or (as_of - bill.day).days < int(window)]


def _rounded(money: Fraction) -> Decimal:
    """Return an amount to the cent, half a cent away from zero."""
    cents = math.floor(abs(money) * 100 + Fraction(1, 2))
    return Decimal(cents if money >= 0 else -cents) / 100


def _growth(bills: list[Bill], as_of: date) -> Fraction | None:
    half, year = (_sum(bill for bill in bills if (as_of - bill.day).days < days) for days in (182, 365))
    return Fraction(2 * half) / Fraction(year) if year > 0 else None


def _latest(ratings: Iterable[Rating], customer: str, as_of: date) -> dict[str, tuple[date, Decimal]]:
    found: dict[str, Rating] = {}
    for each in sorted(ratings, key=lambda each: (each.day, each.batch_id)):
        if each.customer == customer and each.day <= as_of:
            found[each.criterion] = each
    return {name: (each.day, Decimal(each.score)) for name, each in found.items() if each.score is not None}


def _sum(bills: Iterable[Bill]) -> Decimal:
    return sum((Decimal(bill.amount) for bill in bills), Decimal(0))


def _quarter_end(day: date) -> date:
    while not ((day + timedelta(days=1)).day == 1 and (day + timedelta(days=1)).month in (1, 4, 7, 10)):
        day -= timedelta(days=1)
    return day


def _overlap(
    scheme: Scheme, customers: Mapping[str, Customer], settings: Mapping[str, Any], house: House, as_of: date
) -> dict[str, Answer]:
    rules = Rules(**settings)
    tiers = overlap_tiers_of(plain_facts_of(house.bills, as_of, rules), rules)
    return {key: {"tier": tiers.get(key)} for key in customers}


def _percentile(
    scheme: Scheme, customers: Mapping[str, Customer], settings: Mapping[str, Any], house: House, as_of: date
) -> dict[str, Answer]:
    spec, measure = scheme.spec, settings["measure"]
    line = sorted((customer.facts[measure], key) for key, customer in customers.items() if customer.has_visited)[::-1]
    whole = len(line) if spec.cut_by == "customers" else sum(max(value, 0) for value, _ in line)
    found: dict[str, Answer] = {key: {"tier": None, "measured": None, "place": None} for key in customers}
    filled, place, tier = Fraction(0), 1, 0
    for value, group in groupby(line, key=lambda each: each[0]):
        keys = [key for _, key in group]
        while tier < len(spec.shares) - 1 and filled >= Fraction(sum(spec.shares[: tier + 1])) / 100 * Fraction(whole):
            tier += 1  # the tier is full: the next one begins
        for key in keys:
            at = tier if value > 0 else len(spec.shares) - 1
            found[key] = {"tier": scheme.tier_keys[at], "measured": value, "place": place}
        filled += len(keys) if spec.cut_by == "customers" else Fraction(max(value, 0)) * len(keys)
        place += len(keys)
    return found


def _threshold(
    scheme: Scheme, customers: Mapping[str, Customer], settings: Mapping[str, Any], house: House, as_of: date
) -> dict[str, Answer]:
    spec, found = scheme.under(settings).spec, {}
    for key, customer in customers.items():
        found[key] = dict.fromkeys(("tier", *spec.score_columns))
        if not customer.has_visited:
            continue
        tier = next(at for at, row in enumerate(spec.conditions) if all(_is_met(each, customer.facts) for each in row))
        found[key]["tier"] = scheme.tier_keys[tier]
        for name, measure in zip(spec.score_columns, spec.missable, strict=True):
            if tier > 0:
                asked = [each for each in spec.conditions[tier - 1] if each.measure == measure]
                found[key][name] = max((_missing(each, customer.facts) for each in asked), default=0)
    return found


def _is_met(each: Any, facts: Mapping[str, Any]) -> bool:
    value = facts[each.measure]
    is_low = each.low is None or (value > each.low if each.low_open else value >= each.low)
    return is_low and (each.high is None or (value < each.high if each.high_open else value <= each.high))


def _missing(each: Any, facts: Mapping[str, Any]) -> Decimal:
    """Return the least that one more would make the lower bound met, tried in the steps of the measure."""
    if each.low is None:
        return Decimal(0)
    step = Decimal(1) if isinstance(facts[each.measure], int) else CENT
    wanted = each.low + step if each.low_open else each.low
    return max(Decimal(wanted) - facts[each.measure], Decimal(0))


def _matrix(
    scheme: Scheme, customers: Mapping[str, Customer], settings: Mapping[str, Any], house: House, as_of: date
) -> dict[str, Answer]:
    found: dict[str, Answer] = {key: {"tier": None, "value": None, "potential": None, "potential_by": None} for key in customers}
    visited = {key: customer for key, customer in customers.items() if customer.has_visited}
    value, potential = (scheme.spec.axis(name) for name in ("value", "potential"))
    worth = _ranked(value, {key: customer.facts[settings["measure"]] for key, customer in visited.items()})
    unrated = {key: customer for key, customer in visited.items() if customer.potential is None}
    short = {key for key, customer in unrated.items() if customer.facts["known_days"] < 365}
    derived = _ranked(potential, {key: customer.growth for key, customer in unrated.items() if key not in short})
    numbers = {key: Decimal(customer.potential) for key, customer in visited.items() if (customer.potential or "x")[0].isdigit()}
    has_bounds = any(each.above is not None for each in potential.classes)
    rated = {key: _by_number(potential, number) for key, number in numbers.items()} if has_bounds else _ranked(potential, numbers)
    for key, customer in visited.items():
        if key in short:
            found[key] |= {"value": worth[key], "potential_by": "too_short"}
            continue
        if customer.potential is None:
            there = derived[key]
        elif key in rated:
            there = rated[key]
        else:
            there = next((each.key for each in potential.classes if each.letter == customer.potential), potential.keys[-1])
        found[key] = {
            "tier": scheme.tier_keys[scheme.spec.boxes[worth[key], there] - 1], "value": worth[key], "potential": there,
            "potential_by": "derived" if customer.potential is None else "rated",
        }
    return found


def _ranked(axis: Any, values: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for key, value in values.items():
        place = 1 + sum(other is not None and value is not None and other > value for other in values.values())
        upper = Fraction(0)
        found[key] = axis.keys[-1]
        for each in axis.classes:
            upper += Fraction(each.share) / 100
            if value is not None and value > 0 and place <= math.ceil(upper * len(values)):
                found[key] = each.key
                break
    return found


def _by_number(axis: Any, number: Decimal) -> str:
    return next((each.key for each in axis.classes if each.above is not None and number > each.above), axis.keys[-1])


def _rfm(
    scheme: Scheme, customers: Mapping[str, Customer], settings: Mapping[str, Any], house: House, as_of: date
) -> dict[str, Answer]:
    spec = scheme.spec
    visited = [customer for customer in customers.values() if customer.has_visited]
    cuts = {axis: _cuts(spec, axis, [customer.facts[name] for customer in visited]) for axis, name in AXES.items()}
    found: dict[str, Answer] = {key: dict.fromkeys(("tier", *spec.score_columns)) for key in customers}
    for key, customer in customers.items():
        if not customer.has_visited:
            continue
        code = [1 + sum(Fraction(customer.facts[name]) > cut for cut in cuts[axis]) for axis, name in AXES.items()]
        if not spec.r_best_first:
            code[0] = len(cuts["r"]) + 2 - code[0]
        scores = dict(zip("rfm", code, strict=True), fm=math.ceil(Fraction(code[1] + code[2], 2)))
        box = next(
            each for each in spec.segments if all(low <= scores[axis] <= high for axis, (low, high) in each.ranges.items())
        )
        scores["code"] = "".join(map(str, code))
        found[key] = {"tier": scheme.tier_keys[box.tier - 1], **{name: scores[name] for name in spec.score_columns}}
    return found


AXES = {"r": "recency_days", "f": "frequency", "m": "contribution"}


def _cuts(spec: Any, axis: str, values: list[Any]) -> list[Fraction]:
    if axis in spec.edges:
        return [Fraction(edge) for edge in spec.edges[axis]]
    line = [Fraction(value) for value in sorted(values)]
    cuts = []
    for number in range(1, spec.groups):
        at = Fraction((len(line) - 1) * number, spec.groups) if line else Fraction(0)
        low = math.floor(at)
        if line:
            cuts.append(line[low] + (at - low) * (line[math.ceil(at)] - line[low]))
    return cuts


def _scorecard(
    scheme: Scheme, customers: Mapping[str, Customer], settings: Mapping[str, Any], house: House, as_of: date
) -> dict[str, Answer]:
    spec, found = scheme.spec, {}
    for key, customer in customers.items():
        scores = []
        for criterion in spec.criteria:
            names = {name.strip().lower() for name in (criterion.key, *criterion.label.values(), *criterion.names)}
            said = [rated for name, rated in customer.latest.items() if name.strip().lower() in names]
            fitting = [rated for rated in said if spec.scale[0] <= rated[1] <= spec.scale[1]]
            if fitting:
                scores.append(criterion.part * max(fitting)[1])
        found[key] = {"tier": None, "score": None, "stars": None, "maintenance": None, "rated": len(scores)}
        if len(scores) == len(spec.criteria):
            score = sum(scores, Decimal(0)) / sum(each.part for each in spec.criteria)
            at = next(at for at, least in enumerate(spec.least) if least is None or score >= least)
            shown = score.quantize(Decimal("0.0001"), ROUND_HALF_UP)
            found[key] |= {"tier": scheme.tier_keys[at], "score": shown, "stars": spec.stars[at], "maintenance": spec.maintenance[at]}
    return found


FAMILIES: dict[str, Callable[..., dict[str, Answer]]] = {
    "rank_overlap": _overlap, "percentile": _percentile, "threshold": _threshold, "matrix": _matrix, "rfm": _rfm, "scorecard": _scorecard,
}
