"""Why a customer has his grade, and what would lift him: found by asking the same rule again.

The rule ranks each store apart from every other. So one run answers many "what if he came twice
more" questions at once: each stands as a store of its own, with the same rivals and another him.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, counter, format_count, format_money, translator
from segmentation.measures.grades.grading import place_customers, read_facts
from segmentation.schemes import Scheme, Value
from segmentation.warehouse import Warehouse

ROWS_A_RUN = 40_000  # about as long as the fixed cost of a run
QUESTIONS_A_RUN = 15


@dataclass(frozen=True)
class Explanation:
    """Why a customer has his tier. Money is in CNY, ranks and places count from 1, None is "does not apply".

    ``wanted`` of ``active_customers`` become A; both rankings had to be followed down to place
    ``a_reach``, where a customer has ``a_cut_visits`` and ``a_cut_spend``. Of the other
    ``rest_customers``, the first ``half`` by spend (down to ``b_cut_spend``) are candidates for B and
    the first ``half`` by visits (down to ``c_cut_visits``) for C.

    ``more_visits`` alone, or ``more_spend`` alone, others unchanged, would lift him to
    ``tier_by_visits`` or ``tier_by_spend``; None where no number would. Where neither would,
    ``visits_together`` with ``spend_together`` lift him to ``tier_together``. ``tier_after_a_visit`` is
    what someone asleep becomes by one visit without spend. ``spare_visits`` and ``spare_spend`` are
    what the best may lose, each alone, and keep their tier.
    """

    customer: str
    tier: str | None
    last_visit: date | None
    recency_days: int | None
    active_days: int
    visits: int
    spend: Decimal
    frequency_rank: int | None
    contribution_rank: int | None
    active_customers: int
    wanted: int
    a_reach: int | None
    a_cut_visits: int | None
    a_cut_spend: Decimal | None
    rest_frequency_rank: int | None
    rest_contribution_rank: int | None
    rest_customers: int
    half: int
    b_cut_spend: Decimal | None
    c_cut_visits: int | None
    more_visits: int | None = None
    tier_by_visits: str | None = None
    more_spend: Decimal | None = None
    tier_by_spend: str | None = None
    visits_together: int | None = None
    spend_together: Decimal | None = None
    tier_together: str | None = None
    tier_after_a_visit: str | None = None
    spare_visits: int | None = None
    spare_spend: Decimal | None = None


def explain(
    warehouse: Warehouse, store_id: int, customer: str, scheme: Scheme, as_of: date, settings: Mapping[str, Value]
) -> Explanation:
    """Return why ``customer`` has his tier as of a day, and what would change it.

    What would lift him is exact: with it he stands in a better tier, with a visit or a cent less he
    does not. Raises InputError for a customer who is not in the graded list.
    """
    facts = read_facts(warehouse, store_id, as_of, settings)
    placed = place_customers(warehouse, scheme, facts, settings)
    frames, split = {"customer_facts": facts, "placed": placed}, scheme.parameters(settings)["split_bp"]
    found = warehouse.over("measures/grades/explanation", frames, customer=customer, split_bp=split).to_pylist()
    if not found:
        message = N_("There is no customer {customer} in this store as of that day.")
        raise InputError("unknown_customer", message, customer=customer)
    row = found[0]
    tier_no = row.pop("tier_no")
    why = Explanation(
        customer=row.pop("customer_key"), tier=_key(scheme, tier_no), active_days=settings["active_days"],
        visits=row.pop("frequency"), spend=row.pop("contribution"), **row,
    )
    if tier_no is None:
        return why
    asked = {"customer": customer, "active_days": settings["active_days"]}
    rivals = warehouse.over("measures/grades/rivals", {"customer_facts": facts}, **asked)
    what_if = _WhatIf(warehouse, scheme, settings, rivals)
    if tier_no == len(scheme.tiers):
        return replace(why, tier_after_a_visit=_key(scheme, what_if.tiers([(what_if.visits + 1, what_if.cents)])[0]))
    return replace(why, **(what_if.spare() if tier_no == 1 else what_if.lift(tier_no)))


def explain_lift(why: Explanation, lang: str) -> str:
    """Return in a sentence what would lift the customer, or what he may lose; empty where nothing is to be said.

    >>> from decimal import Decimal
    >>> why = Explanation("c06", "C", None, 14, 60, 10, Decimal(12000), 6, 8, 10, 2, 3, 18, Decimal(88000), 4, 6, 8, 4,
    ...                   Decimal(30000), 10, 9, "A", Decimal("18000.01"), "B")
    >>> explain_lift(why, "en")
    'Up to A with 9 more visits. Up to B with ¥18,000.01 more spend.'
    """
    _, _n = translator(lang), counter(lang)
    parts = []
    if why.more_visits is not None:
        text = _n("Up to {tier} with one more visit.", "Up to {tier} with {visits} more visits.", why.more_visits)
        parts.append(text.format(tier=why.tier_by_visits, visits=format_count(why.more_visits, lang)))
    if why.more_spend is not None:
        text = _("Up to {tier} with {spend} more spend.")
        parts.append(text.format(tier=why.tier_by_spend, spend=format_money(why.more_spend, lang)))
    if why.tier_together is not None:
        text = _("Up to {tier} with more visits and more spend together: {visits} visits and {spend}.")
        visits, spend = format_count(why.visits_together, lang), format_money(why.spend_together, lang)
        parts.append(text.format(tier=why.tier_together, visits=visits, spend=spend))
    if why.tier_after_a_visit is not None:
        text = _("One visit, even without spend, would bring this customer back as {tier}.")
        parts.append(text.format(tier=why.tier_after_a_visit))
    if why.spare_visits is not None:
        text = _("Stays {tier} with up to {visits} fewer visits, or up to {spend} less spend.")
        visits, spend = format_count(why.spare_visits, lang), format_money(why.spare_spend, lang)
        parts.append(text.format(tier=why.tier, visits=visits, spend=spend))
    if why.tier is None:
        parts.append(_("No visit yet: the first one brings a grade."))
    return (" " if lang == "en" else "").join(parts)


def _key(scheme: Scheme, tier_no: int | None) -> str | None:
    return None if tier_no is None else scheme.tier_keys[tier_no - 1]


class _WhatIf:
    """One customer among his rivals, to be asked which tier he would have with other visits and other spend."""

    def __init__(self, warehouse: Warehouse, scheme: Scheme, settings: Mapping[str, Value], rivals: pa.Table) -> None:
        self.warehouse, self.scheme, self.settings = warehouse, scheme, settings
        asked = rivals.filter(rivals["is_asked"]).to_pylist()[0]
        self.number, self.visits, self.cents = asked["customer_key"], asked["frequency"], asked["contribution"]
        self.rivals = rivals.filter(pc.invert(rivals["is_asked"])).drop_columns(["is_asked", "store_id"]).combine_chunks()
        self.at_once = max(1, min(QUESTIONS_A_RUN, ROWS_A_RUN // max(1, self.rivals.num_rows)))

    def tiers(self, questions: Sequence[tuple[int, int]]) -> list[int]:
        """Return the tier number for each (visits, cents), in their order."""
        his = pa.table({
            "customer_key": pa.array([self.number] * len(questions), pa.int64()),
            "recency_days": pa.array([0] * len(questions), self.rivals.schema.field("recency_days").type),
            "frequency": pa.array([visits for visits, _cents in questions], pa.int64()),
            "contribution": pa.array([cents for _visits, cents in questions], pa.int64()),
            "store_id": pa.array(range(len(questions)), pa.int32()),
        })
        houses = [
            self.rivals.append_column("store_id", pa.repeat(pa.scalar(number, pa.int32()), self.rivals.num_rows))
            for number in range(len(questions))
        ]
        placed = place_customers(self.warehouse, self.scheme, pa.concat_tables([*houses, his]), self.settings)
        answers = placed.filter(pc.equal(placed["customer_key"], self.number)).select(["store_id", "tier_no"]).to_pylist()
        return [row["tier_no"] for row in sorted(answers, key=lambda row: row["store_id"])]

    def lift(self, tier_no: int) -> dict[str, object]:
        """Return the least more visits, and the least more spend, with which the tier is better than ``tier_no``.

        Where neither does it alone, both together: as far up both rankings as needed, then no visit
        and no cent too many.
        """

        def better(got: int) -> bool:
            return got < tier_no

        lifts = self._first_tie(better), self._least_visits(self.cents, self._most_visits(), better)
        by_visits = min((lift for lift in lifts if lift), default=None)
        by_cents = self._least_cents(self.visits, self._turning_points("ascending"), better)
        if by_visits is None and by_cents is None:
            visits, cents, tier = self._least_of_both(better)
            more = {"visits_together": visits - self.visits, "spend_together": _cny(cents - self.cents)}
            return {**more, "tier_together": _key(self.scheme, tier)}
        found: dict[str, object] = {}
        if by_visits is not None:
            found |= {"more_visits": by_visits[0] - self.visits, "tier_by_visits": _key(self.scheme, by_visits[1])}
        if by_cents is not None:
            found |= {"more_spend": _cny(by_cents[0] - self.cents), "tier_by_spend": _key(self.scheme, by_cents[1])}
        return found

    def spare(self) -> dict[str, object]:
        """Return how many visits, down to one, and how much spend, down to nothing, may go before the best tier is lost."""

        def lost(got: int) -> bool:
            return got > 1

        fewer = range(self.visits - 1, 0, -1)
        points = self._turning_points("descending")
        by_visits = self._first(len(fewer), lambda n: (fewer[n], self.cents), lost)
        by_cents = self._first(len(points), lambda n: (self.visits, points[n].as_py()), lost)
        visits_kept = 1 if by_visits is None else fewer[by_visits[0]] + 1
        cents_kept = 0 if by_cents is None else points[by_cents[0]].as_py() + 1
        return {
            "spare_visits": max(0, self.visits - visits_kept),
            "spare_spend": _cny(max(0, self.cents - cents_kept)),
        }

    def _most_visits(self) -> int:
        return (pc.max(self.rivals["frequency"]).as_py() or 0) + 1

    def _first_tie(self, holds: Callable[[int], bool]) -> tuple[int, int] | None:
        """Return the least visits that lift him past rivals of equal spend, and the tier; None where none do.

        Equal spend is ranked by visits. So passing such a rival raises him by spend too, which further
        visits may undo (a customer who stands higher by visits is C): a bisection would miss it.
        """
        tied = self.rivals.filter(pc.equal(self.rivals["contribution"], self.cents))["frequency"].to_pylist()
        points = sorted({point for visits in tied for point in (visits, visits + 1) if point > self.visits})
        for start in range(0, len(points), self.at_once):
            some = points[start : start + self.at_once]
            for visits, tier in zip(some, self.tiers([(visits, self.cents) for visits in some]), strict=True):
                if holds(tier):
                    return visits, tier
        return None

    def _least_visits(self, cents: int, most: int, holds: Callable[[int], bool]) -> tuple[int, int] | None:
        found = self._first(most - self.visits, lambda n: (self.visits + 1 + n, cents), holds)
        return found and (self.visits + 1 + found[0], found[1])

    def _least_cents(self, visits: int, points: pa.Array, holds: Callable[[int], bool]) -> tuple[int, int] | None:
        found = self._first(len(points), lambda n: (visits, points[n].as_py()), holds)
        return found and (points[found[0]].as_py(), found[1])

    def _least_of_both(self, holds: Callable[[int], bool]) -> tuple[int, int, int]:
        """Return visits, cents and the tier: of the same place in both rankings the lowest that will do, then trimmed."""
        by_visits = pc.sort_indices(self.rivals["frequency"])
        by_cents = pc.sort_indices(self.rivals["contribution"])

        def above(place: int) -> tuple[int, int]:
            visits = self.rivals["frequency"][by_visits[place].as_py()].as_py() + 1
            cents = self.rivals["contribution"][by_cents[place].as_py()].as_py() + 1
            return max(visits, self.visits), max(cents, self.cents)

        place, _tier = self._first(self.rivals.num_rows, above, holds)
        visits, cents = above(place)
        visits, _tier = self._least_visits(cents, visits, holds)
        points = self._turning_points("ascending")
        cents, tier = self._least_cents(visits, points.filter(pc.less_equal(points, cents)), holds)
        return visits, cents, tier

    def _turning_points(self, direction: str) -> pa.Array:
        """Return the amounts at which his place can change: a rival's own, and a cent beyond; nearest to his first."""
        rivals = self.rivals["contribution"].combine_chunks()
        up = direction == "ascending"
        points = pc.unique(pa.concat_arrays([rivals, pc.add(rivals, 1 if up else -1)]))
        keep = pc.greater(points, self.cents) if up else pc.and_(pc.less(points, self.cents), pc.greater_equal(points, 0))
        points = points.filter(keep)
        return points.take(pc.array_sort_indices(points, order=direction))

    def _first(
        self, count: int, at: Callable[[int], tuple[int, int]], holds: Callable[[int], bool]
    ) -> tuple[int, int] | None:
        """Return the first place of ``count`` whose tier ``holds``, and that tier; None where not even the last does.

        ``at`` gives the visits and cents of a place. The place before was asked too and does not hold
        (before the first: where he stands now).
        """
        if count < 1:
            return None
        tier = self.tiers([at(count - 1)])[0]
        if not holds(tier):
            return None
        below, found = -1, count - 1
        while found - below > 1:
            places = _between(below, found, self.at_once)
            for place, got in zip(places, self.tiers([at(place) for place in places]), strict=True):
                if holds(got):
                    found, tier = place, got
                    break
                below = place
        return found, tier


def _between(below: int, above: int, most: int) -> list[int]:
    """Return up to ``most`` whole numbers that stand evenly between two others.

    >>> _between(-1, 100, 3), _between(4, 7, 15)
    ([24, 49, 74], [5, 6])
    """
    count = min(most, above - below - 1)
    return [below + (above - below) * n // (count + 1) for n in range(1, count + 1)]


def _cny(cents: int) -> Decimal:
    """Return cents as CNY.

    >>> _cny(1234)
    Decimal('12.34')
    """
    return Decimal(cents).scaleb(-2)
