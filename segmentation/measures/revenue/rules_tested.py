"""Whether a consultant's rules of thumb hold on the house's own months: each holds, is the other way round, or cannot be told.

- occupancy: the active customers' share of a month's revenue against the table occupancy of the month, Spearman.
- a_customers, active_customers: the change of that share of the known customers since the month before, in points, against
  the change of revenue a day, Spearman. Changes, for two things that both grow would agree anyhow.
- known_and_walk_in: in each month, revenue a customer who came ÷ the average walk-in bill; the middle of the months against 3.
- swing_with_service, swing_without_service: how far revenue is from that of the same month a year before; the middle against
  15 %. A house with contacts logged in most months counts as one with service.
A rule holds where the whole 95 % interval is on its side, is the other way round where all of it is on the other. A rule that
gives a range (3 to 5 times, 15 to 30 %) holds only within it: where more is found than it says, it cannot be told (needs:
"above"). Under 12 months nothing is told; neither is what no bill says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from statistics import median
from typing import Any

import pyarrow as pa

from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import default_as_of
from segmentation.measures.movement.month_ends import month_end, month_ends
from segmentation.measures.movement.retention import first_bill
from segmentation.measures.revenue.occupancy import LINE, read_occupancy
from segmentation.measures.revenue.rule_statistics import Estimate, Pairs, middle, slope, spearman
from segmentation.measures.windows import CLOSED_DAYS
from segmentation.schemes import DEFAULT, Value, load_scheme
from segmentation.settings.kept import scheme_settings
from segmentation.warehouse import Warehouse

HOLDS, OPPOSITE, CANNOT_TELL = "holds", "opposite", "cannot_tell"
LEAST = 12  # months
KNOWN_LINE, SWING_LINE = 3, 0.15
KNOWN_MOST, SWING_MOST = 5, 0.30  # where the ranges of these rules end
STARTS_WHOLE = 3  # the first month counts where the bills begin on one of its first days
MOSTLY = 0.8  # of the months with contacts, so that a house counts as one with service
WITH, WITHOUT = "swing_with_service", "swing_without_service"
UNTOLD = ("winning_and_keeping", "keeping_without_service", "known_person")  # no bill says anything of them
TEXTS = {  # of rules that have no card of their own
    "keeping_without_service": N_("Keeping customers without a service system costs about 5 times keeping them with one."),
    "known_person": N_("80% of guests want to be looked after by someone they know."),
}
STATEMENTS = ("measures/revenue/rule_months", "measures/revenue/tables_used", "measures/managers/contact_months")


@dataclass(frozen=True)
class Tested:
    """A rule of thumb on ``n`` of the house's months, or pairs of months: the verdict and the estimate that it was told by.

    ``needs`` says what is missing where it cannot be told for want of data. ``points``: month, x and y of the picture, y None
    where it is one number a month. ``own`` is the house's own figure in the place of the rule's, low and high, where it holds.
    """

    rule: str
    verdict: str
    n: int
    estimate: Estimate | None = None
    needs: str = ""
    points: tuple[tuple[date, float, float | None], ...] = ()
    own: tuple[Decimal, Decimal] | None = None

    @property
    def holds(self) -> bool:
        return self.verdict == HOLDS


def read_rules(warehouse: Warehouse, store_id: int, as_of: date) -> list[Tested]:
    """Return every rule of thumb tested on the whole months of a store up to a day.

    Raises InputError for whom only a part of the customers is shown: a share of the whole is not his to know.
    """
    warehouse.check_ranking()
    settings = scheme_settings(warehouse, store_id, load_scheme(DEFAULT))
    months = _read_months(warehouse, store_id, as_of, settings)
    contacted = warehouse.rows("measures/managers/contact_months", store=store_id, as_of=as_of)
    with_contacts = {row["month"] for row in contacted}
    served = bool(months) and sum(row["month"] in with_contacts for row in months) >= MOSTLY * len(months)
    swings = _swings(months)
    return [
        _occupancy(months),
        _changes("a_customers", months, "a_share"),
        _changes("active_customers", months, "active_share"),
        _of_numbers("known_and_walk_in", _multiples(months), KNOWN_LINE, most=KNOWN_MOST, needs=_who_is_missing(months)),
        _of_numbers(WITH, swings if served else [], SWING_LINE, below=True, needs="year" if served else "service"),
        _of_numbers(WITHOUT, [] if served else swings, SWING_LINE, most=SWING_MOST, needs="no_service" if served else "year"),
        *(Tested(rule, CANNOT_TELL, 0, needs="no_bill") for rule in UNTOLD),
    ]


def _read_months(warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value]) -> list[dict[str, Any]]:
    """Return the whole months of a store, in order, with what the rules are tested by."""
    begins = first_bill(warehouse, store_id, as_of)
    if begins is None:
        return []
    silent = warehouse.rows("measures/movement/silent_stretches", store=store_id, as_of=as_of, least=CLOSED_DAYS)
    last = default_as_of(warehouse, store_id)
    kept = [
        end.replace(day=1) for end in month_ends(begins, min(as_of, last))
        if (end.replace(day=1) >= begins or begins.day <= STARTS_WHOLE)
        and not any(each["first_day"] <= end and each["last_day"] >= end.replace(day=1) for each in silent)
    ]
    frame = pa.table({
        "period_no": pa.array(range(len(kept)), pa.int32()), "first_day": pa.array(kept, pa.date32()),
        "last_day": pa.array([month_end(month) for month in kept], pa.date32()),
    })
    ask = {"store": store_id, "active_days": settings["active_days"]}
    rows = warehouse.over("measures/revenue/rule_months", {"periods": frame}, **ask).to_pylist()
    occupied = {each.month: each for each in read_occupancy(warehouse, store_id, as_of)}
    top = load_scheme(DEFAULT).parameters(settings)["top_share_bp"]
    found = []
    for row in rows:
        if not 0 <= row["identified"] <= row["total"] or not row["total"]:
            continue  # a total that cannot be right, or refunds beyond the bills: no share of it
        taken = occupied.get(row["month"])
        days, best = month_end(row["month"]).day, (row["active"] * top + 9_999) // 10_000
        found.append({
            **row, "share": float(row["identified"] / row["total"]),
            "a_day": float(row["total"]) / days, "occupancy": taken.occupancy if taken else None,
            "tables_used": taken.tables_used if taken else 0,
            "active_share": row["active"] / row["known"] if row["known"] else None,
            "a_share": best / row["known"] if row["known"] else None,
        })
    return found


def _occupancy(months: Sequence[Mapping[str, Any]]) -> Tested:
    points = [(row["month"], row["share"], row["occupancy"]) for row in months if None not in (row["share"], row["occupancy"])]
    if months and not points:
        used = any(row["tables_used"] for row in months)
        return Tested("occupancy", CANNOT_TELL, 0, needs="capacity" if used else "tables")
    found = _of_pairs("occupancy", points)
    if not found.holds:
        return found
    pairs = [(x, y) for _month, x, y in points]
    line = _reaches(pairs, float(LINE))
    own = None if line is None else (_percent(100 * line),) * 2
    return Tested("occupancy", HOLDS, found.n, found.estimate, points=found.points, own=own)


def _reaches(pairs: Pairs, level: float) -> float | None:
    """Return at which x the line through the pairs (Theil) reaches a level of y; None where it does not within the pairs."""
    steep = slope(pairs)
    if steep is None or steep.value <= 0:
        return None
    place = (level - median(y - steep.value * x for x, y in pairs)) / steep.value
    return place if min(x for x, _y in pairs) <= place <= max(x for x, _y in pairs) else None


def _changes(rule: str, months: Sequence[Mapping[str, Any]], name: str) -> Tested:
    """Return a rule of a share of the customers tested by the changes from month to month: points against revenue a day."""
    points = []
    for before, row in pairwise(months):
        follows = (before["month"] + timedelta(days=32)).replace(day=1) == row["month"]
        if follows and before["a_day"] > 0 and None not in (before[name], row[name]):
            points.append((row["month"], 100 * (row[name] - before[name]), row["a_day"] / before["a_day"] - 1))
    found = _of_pairs(rule, points)
    steep = slope([(x, y) for _month, x, y in points]) if found.holds else None
    own = None if steep is None else (_percent(max(0.0, steep.low)), _percent(max(0.0, steep.high)))
    return Tested(rule, found.verdict, found.n, found.estimate, points=found.points, own=own, needs=found.needs)


def _of_pairs(rule: str, points: Sequence[tuple[date, float, float]]) -> Tested:
    found = spearman([(x, y) for _month, x, y in points])
    verdict = CANNOT_TELL
    if found and len(points) >= LEAST:
        verdict = HOLDS if found.low > 0 else OPPOSITE if found.high < 0 else CANNOT_TELL
    return Tested(rule, verdict, len(points), found, "" if len(points) >= LEAST else "months", tuple(points))


def _multiples(months: Sequence[Mapping[str, Any]]) -> list[tuple[date, float]]:
    """Return of each month how many times the average walk-in bill a customer who came brought."""
    return [
        (row["month"], float(row["identified"] / row["customers"]) / float(row["walk_in"] / row["walk_in_bills"]))
        for row in months if row["customers"] and row["walk_in_bills"] and row["walk_in"] > 0
    ]


def _who_is_missing(months: Sequence[Mapping[str, Any]]) -> str:
    return "known" if any(row["walk_in_bills"] for row in months) else "walk_ins"


def _swings(months: Sequence[Mapping[str, Any]]) -> list[tuple[date, float]]:
    """Return of each month how far its revenue a day is from that of the same month a year before, as a share of it."""
    a_day = {row["month"]: row["a_day"] for row in months}
    found = []
    for month, now in a_day.items():
        then = a_day.get(month.replace(year=month.year - 1))
        if then:
            found.append((month, abs(now / then - 1)))
    return found


def _of_numbers(
    rule: str, numbers: Sequence[tuple[date, float]], line: float, *, needs: str, below: bool = False, most: float | None = None
) -> Tested:
    """Return a rule tested by a number a month: it holds where the middle is surely from ``line`` to ``most``, or ``below``."""
    found = middle([value for _month, value in numbers])
    points = tuple((month, value, None) for month, value in numbers)
    if not numbers:
        return Tested(rule, CANNOT_TELL, 0, needs=needs)
    if len(numbers) < LEAST or found is None:
        return Tested(rule, CANNOT_TELL, len(numbers), found, "months", points)
    above, under = found.low >= line, found.high < line
    holds, opposite = (under, above) if below else (above, under)
    if holds and most is not None and found.high > most:
        return Tested(rule, CANNOT_TELL, len(numbers), found, "above", points)
    own = (_percent(found.low), _percent(found.high)) if holds else None
    return Tested(rule, HOLDS if holds else OPPOSITE if opposite else CANNOT_TELL, len(numbers), found, "", points, own)


def _percent(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal("0.0001"), ROUND_HALF_UP)
