"""Why a customer has his grade, and what would lift him: found by asking the same rule again.

The rule ranks each store apart from every other. So one run answers many "what if he came twice
more" questions at once: each stands as a store of its own, with the same rivals and another him.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, counter, format_count, format_money, translator
from segmentation.measures.grades.grading import place_customers, read_facts
from segmentation.schemes import Scheme, Value
from segmentation.warehouse import Warehouse
from segmentation.warehouse.rights import MANAGER

ROWS_A_RUN = 40_000  # about as long as the fixed cost of a run
QUESTIONS_A_RUN = 15


@dataclass(frozen=True)
class Explanation:
    """Why a customer has his tier. Money is in CNY, ranks and places count from 1, None is "does not apply".

    ``wanted`` of ``active_customers`` become A; both rankings had to be followed down to place
    ``a_reach``, where a customer has ``a_cut_visits`` and ``a_cut_spend``. Of the other
    ``rest_customers``, the first ``half`` by spend (down to ``b_cut_spend``) are candidates for B and
    the first ``half`` by visits (down to ``c_cut_visits``) for C. Where the second ranking is by ``standard``, what is said here
    of spend is said of the contribution a table: the cuts are averages per table, and null where one has no tables.

    ``more_visits`` alone, or ``more_spend`` alone, others unchanged, would lift him to
    ``tier_by_visits`` or ``tier_by_spend``; None where no number would. Where neither would,
    ``visits_together`` with ``spend_together`` lift him to ``tier_together``. ``tier_after_a_visit`` is
    what someone asleep becomes by one visit without spend. ``spare_visits`` and ``spare_spend`` are
    what the best may lose, each alone, and keep their tier.

    By standard, more or fewer visits are at the same average per table, and instead of more or less spend stands the average
    itself: ``wanted_standard`` lifts him to ``tier_by_spend`` or, with ``visits_together``, to ``tier_together``, and the best
    keep their tier down to ``least_standard``. Nothing is said of the average of someone without tables.
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
    by_standard: bool = False
    standard: Decimal | None = None
    wanted_standard: Decimal | None = None
    least_standard: Decimal | None = None


def explain(
    warehouse: Warehouse, store_id: int, customer: str, scheme: Scheme, as_of: date, settings: Mapping[str, Value]
) -> Explanation:
    """Return why ``customer`` has his tier as of a day, and what would change it.

    What would lift him is exact: with it he stands in a better tier, with a visit or a cent (by standard: a cent a table) less he
    does not. A manager is told no sum of a customer who is not his: cuts are left out, and money is rounded. Raises InputError
    for a customer who is not in the graded list.
    """
    why = _explain(warehouse, store_id, customer, scheme, as_of, settings)
    return _without_others(why) if warehouse.rights.role == MANAGER else why


def _explain(
    warehouse: Warehouse, store_id: int, customer: str, scheme: Scheme, as_of: date, settings: Mapping[str, Value]
) -> Explanation:
    asked_for = warehouse.own(pa.table({"customer_key": pa.array([customer], pa.string())}), store_id=store_id)
    warehouse = warehouse.whole()
    facts = read_facts(warehouse, store_id, as_of, settings)
    placed = place_customers(warehouse, scheme, facts, settings)
    frames, asked = {"customer_facts": facts, "placed": placed}, scheme.parameters(settings)
    rule = {name: asked[name] for name in ("split_bp", "rank_by")}
    found = warehouse.over("measures/grades/explanation", frames, customer=customer, **rule).to_pylist()
    if not found or not asked_for.num_rows:
        message = N_("There is no customer {customer} in this store as of that day.")
        raise InputError("unknown_customer", message, customer=customer)
    row = found[0]
    tier_no = row.pop("tier_no")
    why = Explanation(
        customer=row.pop("customer_key"), tier=_key(scheme, tier_no), active_days=settings["active_days"],
        visits=row.pop("frequency"), spend=row.pop("contribution"), by_standard=rule["rank_by"] == "standard", **row,
    )
    if tier_no is None:
        return why
    asked = {"customer": customer, "active_days": settings["active_days"]}
    rivals = warehouse.over("measures/grades/rivals", {"customer_facts": facts}, **asked)
    what_if = (_WhatIfByStandard if why.by_standard else _WhatIf)(warehouse, scheme, settings, rivals)
    if tier_no == len(scheme.tiers):
        return replace(why, tier_after_a_visit=_key(scheme, what_if.tiers([what_if.after_a_visit()])[0]))
    return replace(why, **(what_if.spare() if tier_no == 1 else what_if.lift(tier_no)))


def _without_others(why: Explanation) -> Explanation:
    """Return what a manager may know: places, but not what stands at them, which is another's, and money that is rounded.

    To the cent, what is missing to a place would tell what the one has who stands there. What lifts him is rounded up and what
    he can spare down, so it stays true.
    """
    money = {
        name: _rounded(value, up=name != "spare_spend")
        for name in ("more_spend", "spend_together", "spare_spend", "wanted_standard", "least_standard")
        if (value := getattr(why, name)) is not None
    }
    return replace(why, a_cut_visits=None, a_cut_spend=None, b_cut_spend=None, c_cut_visits=None, **money)


def _rounded(money: Decimal, *, up: bool) -> Decimal:
    """Return money in steps of a hundred, where it is larger in two digits.

    >>> _rounded(Decimal("39759.31"), up=True), _rounded(Decimal("12.34"), up=True), _rounded(Decimal("1234.56"), up=False)
    (Decimal('40000.00'), Decimal('100.00'), Decimal('1200.00'))
    """
    step = Decimal(10) ** max(2, money.adjusted() - 1)
    return ((money / step).to_integral_value(ROUND_CEILING if up else ROUND_FLOOR) * step).quantize(Decimal("0.01"))


def explain_lift(why: Explanation, lang: str) -> str:
    """Return in a sentence what would lift the customer, or what he may lose; empty where nothing is to be said.

    >>> from decimal import Decimal
    >>> why = Explanation("c06", "C", None, 14, 60, 10, Decimal(12000), 6, 8, 10, 2, 3, 18, Decimal(88000), 4, 6, 8, 4,
    ...                   Decimal(30000), 10, 9, "A", Decimal("18000.01"), "B")
    >>> explain_lift(why, "en")
    'Up to A with 9 more visits. Up to B with ¥18,000.01 more spend.'
    """
    _, _n = translator(lang), counter(lang)
    parts = _by_standard(why, lang) if why.by_standard else _by_spend(why, lang)
    if why.tier_after_a_visit is not None:
        text = _("One visit, even without spend, would bring this customer back as {tier}.")
        parts.append(text.format(tier=why.tier_after_a_visit))
    if why.tier is None:
        parts.append(_("No visit yet: the first one brings a grade."))
    return (" " if lang == "en" else "").join(parts)


def _by_spend(why: Explanation, lang: str) -> list[str]:
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
    if why.spare_visits is not None:
        text = _("Stays {tier} with up to {visits} fewer visits, or up to {spend} less spend.")
        visits, spend = format_count(why.spare_visits, lang), format_money(why.spare_spend, lang)
        parts.append(text.format(tier=why.tier, visits=visits, spend=spend))
    return parts


def _by_standard(why: Explanation, lang: str) -> list[str]:
    """Return the same where the second ranking is by standard: visits are at his average per table, money is the average."""
    _, _n = translator(lang), counter(lang)
    parts = []
    if why.more_visits is not None:
        text = _n(
            "Up to {tier} with one more visit at the same average per table.",
            "Up to {tier} with {visits} more visits at the same average per table.", why.more_visits,
        )
        parts.append(text.format(tier=why.tier_by_visits, visits=format_count(why.more_visits, lang)))
    if why.wanted_standard is not None and why.tier_together is None:
        text = _("Up to {tier} with an average of {money} per table.")
        parts.append(text.format(tier=why.tier_by_spend, money=format_money(why.wanted_standard, lang)))
    if why.tier_together is not None:
        text = _n(
            "Up to {tier} with one more visit and an average of {money} per table.",
            "Up to {tier} with {visits} more visits and an average of {money} per table.", why.visits_together,
        )
        visits, money = format_count(why.visits_together, lang), format_money(why.wanted_standard, lang)
        parts.append(text.format(tier=why.tier_together, visits=visits, money=money))
    if why.spare_visits is not None:
        text = _n(
            "Stays {tier} with up to one fewer visit at the same average per table.",
            "Stays {tier} with up to {visits} fewer visits at the same average per table.", why.spare_visits,
        )
        parts.append(text.format(tier=why.tier, visits=format_count(why.spare_visits, lang)))
    if why.least_standard is not None:
        text = _("Stays {tier} down to an average of {money} per table.")
        parts.append(text.format(tier=why.tier, money=format_money(why.least_standard, lang)))
    return parts


def _key(scheme: Scheme, tier_no: int | None) -> str | None:
    return None if tier_no is None else scheme.tier_keys[tier_no - 1]


Question = tuple[int, int, int]  # visits, cents, tables


class _WhatIf:
    """One customer among his rivals, to be asked which tier he would have with other visits and other money.

    Money is what the second ranking is by: the contribution in cents.
    """

    def __init__(self, warehouse: Warehouse, scheme: Scheme, settings: Mapping[str, Value], rivals: pa.Table) -> None:
        self.warehouse, self.scheme, self.settings = warehouse, scheme, settings
        asked = rivals.filter(rivals["is_asked"]).to_pylist()[0]
        self.number, self.visits, self.cents = asked["customer_key"], asked["frequency"], asked["contribution"]
        self.tables = asked["tables"]
        self.rivals = rivals.filter(pc.invert(rivals["is_asked"])).drop_columns(["is_asked", "store_id"]).combine_chunks()
        self.at_once = max(1, min(QUESTIONS_A_RUN, ROWS_A_RUN // max(1, self.rivals.num_rows)))

    def tiers(self, questions: Sequence[Question]) -> list[int]:
        """Return the tier number for each question, in their order."""
        visits, cents, tables = (list(each) for each in zip(*questions, strict=True))
        his = pa.table({
            "customer_key": pa.array([self.number] * len(questions), pa.int64()),
            "recency_days": pa.array([0] * len(questions), self.rivals.schema.field("recency_days").type),
            "frequency": pa.array(visits, pa.int64()),
            "contribution": pa.array(cents, pa.int64()),
            "tables": pa.array(tables, pa.int64()),
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
        """Return the least more visits, and the least more money, with which the tier is better than ``tier_no``.

        Where neither does it alone, both together: as far up both rankings as needed, then no visit
        and no cent too many.
        """

        def better(got: int) -> bool:
            return got < tier_no

        lifts = self._first_tie(better), self._least_visits(None, self._most_visits(), better)
        by_visits = min((lift for lift in lifts if lift), default=None)
        by_money = self._least_money(self.visits, self._turning_points("ascending"), better)
        if by_visits is None and by_money is None:
            found = self._least_of_both(better)
            if found is None:
                return {}
            visits, money, tier = found
            return {"visits_together": visits - self.visits, **self._together(money), "tier_together": _key(self.scheme, tier)}
        told: dict[str, object] = {}
        if by_visits is not None:
            told |= {"more_visits": by_visits[0] - self.visits, "tier_by_visits": _key(self.scheme, by_visits[1])}
        if by_money is not None:
            told |= {**self._more(by_money[0]), "tier_by_spend": _key(self.scheme, by_money[1])}
        return told

    def spare(self) -> dict[str, object]:
        """Return how many visits, down to one, and how much money, down to nothing, may go before the best tier is lost."""

        def lost(got: int) -> bool:
            return got > 1

        fewer = range(self.visits - 1, 0, -1)
        points = self._turning_points("descending")
        by_visits = self._first(len(fewer), lambda n: self._ask(fewer[n]), lost)
        by_money = self._first(len(points), lambda n: self._ask(self.visits, points[n]), lost)
        visits_kept = 1 if by_visits is None else fewer[by_visits[0]] + 1
        return {
            "spare_visits": max(0, self.visits - visits_kept),
            **self._spared(0 if by_money is None else points[by_money[0]] + 1),
        }

    def after_a_visit(self) -> Question:
        """Return the question of one visit more without spend."""
        return self.visits + 1, self.cents, self.tables

    def _ask(self, visits: int, money: int | None = None) -> Question:
        """Return the question of other visits and other money; None: as much as now."""
        return visits, self.cents if money is None else money, self.tables

    def _above_rivals(self) -> list[int]:
        """Return the least money that is more than each rival's."""
        return pc.add(self.rivals["contribution"], 1).to_pylist()

    def _at_least_now(self) -> int:
        return self.cents

    def _tied(self) -> list[int]:
        """Return the visits of the rivals who have as much money as he."""
        return self.rivals.filter(pc.equal(self.rivals["contribution"], self.cents))["frequency"].to_pylist()

    def _turning_points(self, direction: str) -> list[int]:
        """Return the money at which his place can change: a rival's own, and a cent beyond; nearest to his first."""
        rivals = self.rivals["contribution"].combine_chunks()
        up = direction == "ascending"
        points = pc.unique(pa.concat_arrays([rivals, pc.add(rivals, 1 if up else -1)]))
        keep = pc.greater(points, self.cents) if up else pc.and_(pc.less(points, self.cents), pc.greater_equal(points, 0))
        points = points.filter(keep)
        return points.take(pc.array_sort_indices(points, order=direction)).to_pylist()

    def _more(self, money: int) -> dict[str, object]:
        return {"more_spend": _cny(money - self.cents)}

    def _together(self, money: int) -> dict[str, object]:
        return {"spend_together": _cny(money - self.cents)}

    def _spared(self, kept: int) -> dict[str, object]:
        return {"spare_spend": _cny(max(0, self.cents - kept))}

    def _most_visits(self) -> int:
        return (pc.max(self.rivals["frequency"]).as_py() or 0) + 1

    def _first_tie(self, holds: Callable[[int], bool]) -> tuple[int, int] | None:
        """Return the least visits that lift him past rivals of equal money, and the tier; None where none do.

        Equal money is ranked by visits. So passing such a rival raises him by money too, which further
        visits may undo (a customer who stands higher by visits is C): a bisection would miss it.
        """
        points = sorted({point for visits in self._tied() for point in (visits, visits + 1) if point > self.visits})
        for start in range(0, len(points), self.at_once):
            some = points[start : start + self.at_once]
            for visits, tier in zip(some, self.tiers([self._ask(visits) for visits in some]), strict=True):
                if holds(tier):
                    return visits, tier
        return None

    def _least_visits(self, money: int | None, most: int, holds: Callable[[int], bool]) -> tuple[int, int] | None:
        found = self._first(most - self.visits, lambda n: self._ask(self.visits + 1 + n, money), holds)
        return found and (self.visits + 1 + found[0], found[1])

    def _least_money(self, visits: int, points: Sequence[int], holds: Callable[[int], bool]) -> tuple[int, int] | None:
        found = self._first(len(points), lambda n: self._ask(visits, points[n]), holds)
        return found and (points[found[0]], found[1])

    def _least_of_both(self, holds: Callable[[int], bool]) -> tuple[int, int, int] | None:
        """Return visits, money and the tier: of the same place in both rankings the lowest that will do, then trimmed."""
        by_visits, by_money = sorted(self.rivals["frequency"].to_pylist()), sorted(self._above_rivals())

        def above(place: int) -> tuple[int, int]:
            return max(by_visits[place] + 1, self.visits), max(by_money[place], self._at_least_now())

        place, _tier = self._first(self.rivals.num_rows, lambda n: self._ask(*above(n)), holds)
        visits, money = above(place)
        visits, _tier = self._least_visits(money, visits, holds)
        points = [point for point in self._turning_points("ascending") if point <= money]
        money, tier = self._least_money(visits, points, holds)
        return visits, money, tier

    def _first(self, count: int, at: Callable[[int], Question], holds: Callable[[int], bool]) -> tuple[int, int] | None:
        """Return the first place of ``count`` whose tier ``holds``, and that tier; None where not even the last does.

        ``at`` gives the question of a place. The place before was asked too and does not hold
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


class _WhatIfByStandard(_WhatIf):
    """The same where the second ranking is by standard: money is an average per table in whole cents, asked as one table."""

    def after_a_visit(self) -> Question:
        """Return the question of one visit more, of one table without spend; none where the bills of the house carry none."""
        has_tables = bool(self.tables or pc.max(self.rivals["tables"]).as_py())
        return self.visits + 1, self.cents, self.tables + has_tables

    def _ask(self, visits: int, money: int | None = None) -> Question:
        return (visits, self.cents, self.tables) if money is None else (visits, money, 1)

    def _averages(self) -> list[tuple[int, int]]:
        """Return cents and tables of every rival who has tables."""
        pairs = zip(self.rivals["contribution"].to_pylist(), self.rivals["tables"].to_pylist(), strict=True)
        return [(cents, tables) for cents, tables in pairs if tables]

    def _above_rivals(self) -> list[int]:
        least = [cents // tables + 1 for cents, tables in self._averages()]
        return [min(least, default=0)] * (self.rivals.num_rows - len(least)) + least  # any average is above none

    def _at_least_now(self) -> int:
        return -(-self.cents // self.tables)

    def _tied(self) -> list[int]:
        rows = self.rivals.select(["frequency", "contribution", "tables"]).to_pylist()
        return [
            row["frequency"] for row in rows
            if (row["tables"] > 0) == (self.tables > 0) and row["contribution"] * self.tables == self.cents * row["tables"]
        ]

    def _turning_points(self, direction: str) -> list[int]:
        """Return the whole cents on either side of each rival's average, and his own; nothing for someone without tables."""
        if not self.tables:
            return []
        up = direction == "ascending"
        points = {point for cents, tables in self._averages() for point in (cents // tables, -(-cents // tables))}
        points |= {point + (1 if up else -1) for point in points}
        kept = (each for each in points if (each * self.tables > self.cents if up else 0 <= each * self.tables < self.cents))
        return sorted(kept, reverse=not up)

    def _least_of_both(self, holds: Callable[[int], bool]) -> tuple[int, int, int] | None:
        return super()._least_of_both(holds) if self.tables else None

    def _more(self, money: int) -> dict[str, object]:
        return {"wanted_standard": _cny(money)}

    _together = _more

    def _spared(self, kept: int) -> dict[str, object]:
        return {"least_standard": _cny(kept)} if self.tables and kept * self.tables <= self.cents else {}


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
