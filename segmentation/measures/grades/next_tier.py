"""Who is close to the next tier of a threshold scheme: those of whom only a little of its main measure is missing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import counter, format_count, format_ratio, translator
from segmentation.measures.grades.tier_shares import all_are_graded
from segmentation.schemes import Scheme

NEAR = Decimal("0.10")  # of the next tier's bound


@dataclass(frozen=True)
class Climb:
    """How many customers stand close to a tier: key of the tier they are close to, and the most that one of them lacks."""

    tier: str
    customers: int
    most: Any


def close_to_next(scheme: Scheme, grades: pa.Table) -> list[Climb]:
    """Return for every tier with a bound on the main measure how many lack at most a tenth of the bound, and nothing else.

    The best tier first, tiers that nobody is close to left out. ``grades`` is the graded list with its score columns.
    """
    spec = scheme.spec
    if not spec.missable:
        return []
    main = spec.missable[0]
    alone = reduce(pc.and_, (pc.equal(grades[name].cast(pa.float64()), 0) for name in scheme.score_columns[1:]), pa.scalar(True))
    lacks = pc.and_(pc.greater(grades["to_next"], 0), alone)
    found = []
    for tier, conditions in zip(scheme.tiers[:-1], spec.conditions[:-1], strict=True):
        bound = next((each.low for each in conditions if each.measure == main and each.low is not None), None)
        below = scheme.tiers[tier.number].key
        if not bound:
            continue
        near = pc.and_(pc.equal(grades["tier"], below), pc.less_equal(grades["to_next"].cast(pa.float64()), float(bound * NEAR)))
        missing = grades["to_next"].filter(pc.fill_null(pc.and_(near, lacks), False))
        if len(missing):
            found.append(Climb(tier.key, len(missing), pc.max(missing).as_py()))
    return found


def finding_climbs(scheme: Scheme, tiers: pa.Table, climbs: list[Climb], lang: str) -> str:
    """Return what the best tier brings, and to which tier how many are close."""
    _, _n = translator(lang), counter(lang)
    rows = tiers.to_pylist()
    customers, contribution = sum(row["customers"] for row in rows), sum(row["contribution"] for row in rows)
    if not customers:
        return _("Nobody is graded yet")
    if contribution <= 0:
        return _("Nothing is left of what was brought in this window, refunds deducted")
    best = next((row for row in rows if row["customers"]), rows[0])
    share = format_ratio(float(max(best["contribution"], Decimal(0)) / contribution), lang, 0)
    text = _n(
        "{tier}: {customers} customer brings {share} of what customers bring.",
        "{tier}: {customers} customers bring {share} of what customers bring.", best["customers"],
    ) if all_are_graded(scheme) else _n(
        "{tier}: {customers} customer brings {share} of what rated customers bring.",
        "{tier}: {customers} customers bring {share} of what rated customers bring.", best["customers"],
    )
    said = [text.format(
        tier=scheme.tier(best["tier"]).label[lang], customers=format_count(best["customers"], lang), share=share
    )]
    if climbs:
        most = max(climbs, key=lambda climb: climb.customers)
        text = _n(
            "{customers} customer is within a tenth of {tier}.", "{customers} customers are within a tenth of {tier}.",
            most.customers,
        )
        said.append(text.format(
            customers=format_count(most.customers, lang), tier=scheme.tier(most.tier).label[lang]
        ))
    return (" " if lang == "en" else "").join(said)
