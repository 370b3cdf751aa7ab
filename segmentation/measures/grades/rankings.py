"""Grades A–D as the manual draws them: the two ranked lists side by side, and how loyal and how valuable every customer is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import before_customers, counter, format_count, format_money, translator
from segmentation.measures.grades.grading import BY_STANDARD
from segmentation.schemes import Scheme

FIRST = 8  # places of either list that a page or a slide has room for
MOST = 1000  # points that are still told apart
FAR = 4  # customers that come most often, and as many of those that bring most, who are named


@dataclass(frozen=True)
class Ranked:
    """One customer as he stands in a list or among the points: key, name, tier, visits, and what he is ranked by besides (CNY).

    ``value`` is his contribution, or his average per table where the second ranking is by that.
    """

    customer: str
    name: str
    tier: str
    frequency: int
    value: Any


@dataclass(frozen=True)
class Rankings:
    """The first places of both lists, the best first, and how many customers stand in either.

    ``cut`` is the place up to which both lists were taken for ``best``, the best tier; ``by_standard`` says that the second
    list is by the average per table. ``came`` have been here at all, those asleep among them.
    """

    by_frequency: tuple[Ranked, ...]
    by_value: tuple[Ranked, ...]
    ranked: int
    best: str
    cut: int
    by_standard: bool
    came: int = 0

    @property
    def lit_to(self) -> int:
        """The place up to which the overlap can be seen: that of the best tier, or the last one shown."""
        return min(self.cut, len(self.by_frequency))

    @property
    def lit(self) -> frozenset[str]:
        """The customers of the best tier who stand in both lists up to that place: of two at its last one may be of the next."""
        one, other = (
            {each.customer for each in places[: self.lit_to] if each.tier == self.best}
            for places in (self.by_frequency, self.by_value)
        )
        return frozenset(one & other)


@dataclass(frozen=True)
class Points:
    """The graded customers by visits and value, from few visits to many: at most ``MOST``, those who bring most.

    ``tiers`` has the customers of each tier by its key, ``placed`` how many of all have a value (who has no tables has no
    average). ``visits_from`` and ``value_from`` are the least of the best tier; None where it has nobody, or somebody without.
    ``tied`` active customers reach both and are of another tier: of equals, only some came before the cut.
    """

    points: tuple[Ranked, ...]
    named: frozenset[str]
    tiers: dict[str, int]
    placed: int
    visits_from: int | None
    value_from: Any
    by_standard: bool
    tied: int = 0

    @property
    def graded(self) -> int:
        """How many customers have a tier."""
        return sum(self.tiers.values())


def read_rankings(grades: pa.Table, scheme: Scheme, first: int = FIRST) -> Rankings:
    """Return both lists of a graded list of one store under a scheme of two rankings, ``first`` places of either.

    The ranks are those of ``grade``: unique, 1 the best; those asleep have none.
    """
    rank = _second_rank(grades)
    active = grades.filter(pc.is_valid(grades["frequency_rank"]))
    best = active.filter(pc.equal(active["tier"], scheme.tiers[0].key))
    last = [pc.max(best[name]).as_py() for name in ("frequency_rank", rank)] if best.num_rows else []

    came = grades.num_rows - grades["last_visit"].null_count

    def places(name: str) -> tuple[Ranked, ...]:
        return _ranked(active.filter(pc.less_equal(active[name], first)).sort_by(name))

    lists = places("frequency_rank"), places(rank)
    return Rankings(*lists, active.num_rows, scheme.tiers[0].key, max(last, default=0), rank == BY_STANDARD, came)


def read_points(grades: pa.Table, scheme: Scheme) -> Points:
    """Return every graded customer of one store by visits and value under a scheme of two rankings, those asleep too."""
    rank = _second_rank(grades)
    value = "standard" if rank == BY_STANDARD else "contribution"
    graded = grades.filter(pc.is_valid(grades["tier"]))
    counted = {each["values"]: each["counts"] for each in pc.value_counts(graded["tier"]).to_pylist()}
    best = graded.filter(pc.equal(graded["tier"], scheme.tiers[0].key))
    placed = graded.filter(pc.is_valid(graded[value]))
    by_value = placed.sort_by([(value, "descending"), ("customer", "ascending")])
    shown = by_value.slice(0, MOST).sort_by([("frequency", "ascending"), (value, "ascending"), ("customer", "ascending")])
    least = pc.min(best["frequency"]).as_py(), None if best[value].null_count else pc.min(best[value]).as_py()
    far = [*by_value.slice(0, FAR)["customer"].to_pylist(), *shown["customer"].to_pylist()[-FAR:]]
    return Points(
        points=_ranked(shown), named=frozenset(far), tiers={key: counted.get(key, 0) for key in scheme.tier_keys},
        placed=placed.num_rows, visits_from=least[0], value_from=least[1], by_standard=rank == BY_STANDARD,
        tied=_tied(placed, scheme, value, *least),
    )


def _tied(placed: pa.Table, scheme: Scheme, value: str, visits_from: int | None, value_from: Any) -> int:
    """Return how many active customers of other tiers come as often and bring as much as the least of the best tier."""
    if visits_from is None or value_from is None:
        return 0
    others = placed.filter(pc.and_(pc.is_valid(placed["frequency_rank"]), pc.not_equal(placed["tier"], scheme.tiers[0].key)))
    worth = pc.greater_equal(others[value], pa.scalar(value_from, others[value].type))
    return others.filter(pc.and_(pc.greater_equal(others["frequency"], visits_from), worth)).num_rows


def finding_rankings(found: Rankings, scheme: Scheme, lang: str) -> str:
    """Return how many of the best tier stand in both lists as far as the overlap can be seen; why nobody is ranked."""
    _, _n = translator(lang), counter(lang)
    if not found.ranked:
        return _("All customers are asleep: none is ranked") if found.came else _("Nobody has come yet: none is ranked")
    text = _n(
        "{customers} {tier} customer is in the top {place} of both lists",
        "{customers} {tier} customers are in the top {place} of both lists", len(found.lit),
    )
    return text.format(
        tier=before_customers(scheme.tiers[0].label[lang]), customers=format_count(len(found.lit), lang),
        place=format_count(found.lit_to, lang),
    )


def finding_points(found: Points, scheme: Scheme, lang: str) -> str:
    """Return from where on the best tier begins on both axes."""
    _, _n = translator(lang), counter(lang)
    if not found.graded:
        return _("Nobody is graded yet")
    best = scheme.tiers[0]
    count = found.tiers[best.key]
    if not count:
        return _("All customers are asleep: none is ranked")
    if found.value_from is None:
        text = _("{tier}: {visits} visits or more")
        return text.format(tier=best.label[lang], visits=format_count(found.visits_from, lang))
    text = _n(
        "{tier}: {customers} customer, with at least {visits} visits and {money}",
        "{tier}: {customers} customers, all with at least {visits} visits and {money}", count,
    ) if not found.by_standard else _n(
        "{tier}: {customers} customer, with at least {visits} visits and {money} a table",
        "{tier}: {customers} customers, all with at least {visits} visits and {money} a table", count,
    )
    return text.format(
        tier=best.label[lang], customers=format_count(count, lang), visits=format_count(found.visits_from, lang),
        money=least_text(found.value_from, lang),
    )


def tied_text(found: Points, scheme: Scheme, lang: str) -> str:
    """Return how many who reach the least of the best tier are not of it, and why; "" for none."""
    if not found.tied:
        return ""
    text = counter(lang)(
        "One more reaches both and is not {tier}: among equals the one who is first by the other measure goes first",
        "{customers} more reach both and are not {tier}: among equals the one who is first by the other measure goes first",
        found.tied,
    )
    return text.format(customers=format_count(found.tied, lang), tier=scheme.tiers[0].label[lang])


def least_text(money: Decimal, lang: str) -> str:
    """Return an amount that all of a group reach, in whole yuan: rounded down, for rounded up not all would.

    >>> least_text(Decimal("40759.60"), "en"), least_text(Decimal(300), "zh")
    ('¥40,759', '¥300')
    """
    return format_money(money.to_integral_value(ROUND_FLOOR), lang).removesuffix(".00")


def _second_rank(grades: pa.Table) -> str:
    return BY_STANDARD if BY_STANDARD in grades.column_names else "contribution_rank"


def _ranked(rows: pa.Table) -> tuple[Ranked, ...]:
    value = "standard" if BY_STANDARD in rows.column_names else "contribution"
    return tuple(
        Ranked(row["customer"], row["name"] or row["customer"], row["tier"], row["frequency"], row[value])
        for row in rows.select(["customer", "name", "tier", "frequency", value]).to_pylist()
    )
