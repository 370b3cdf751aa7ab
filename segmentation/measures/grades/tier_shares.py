"""What the tiers, or the slices of any two pies, are and bring, in words: the best, the largest, the one that brings the most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.language.i18n import before_customers, format_money_short, format_ratio, format_whole_ratio, translator
from segmentation.schemes import Scheme
from segmentation.slides import Behind


@dataclass(frozen=True)
class Part:
    """One slice of both pies: its name in the reader's language, colour, customers and contribution (CNY).

    ``grouped`` says that several small slices are together in it, ``behind`` which customers it stands for (``slides.Behind``).
    """

    label: str
    colour: str
    customers: int
    contribution: Decimal
    grouped: bool = False
    behind: Behind = ()


def all_are_graded(scheme: Scheme) -> bool:
    """Return whether a scheme grades everybody who has visited; a scorecard and a matrix only whom they can rate."""
    return scheme.rule not in ("scorecard", "matrix")


def finding_best_customers(tiers: pa.Table, scheme: Scheme, lang: str) -> str:
    """Return in words what the pie of customers shows: the share of the best tier that anybody has."""
    _ = translator(lang)
    rows = tiers.to_pylist()
    total = sum(row["customers"] for row in rows)
    if not total:
        return _("Nobody is graded yet")
    row = _best_held(rows)
    best = scheme.tier(row["tier"]).label[lang]
    best = before_customers(best) if lang == "zh" else best
    text = _("{share} of the customers are {tier}") if all_are_graded(scheme) else _("{share} of the rated customers are {tier}")
    return _unless_nobody(rows, scheme, lang, text.format(tier=best, share=format_ratio(row["customers"] / total, lang, 0)))


def finding_best_contribution(tiers: pa.Table, scheme: Scheme, lang: str, walk_in: Decimal | None = None) -> str:
    """Return in words what the pie of contribution shows, of the best tier that anybody has: its share.

    It is of all revenue where walk-ins are in it.
    """
    _ = translator(lang)
    rows = tiers.to_pylist()
    total = sum((max(row["contribution"], Decimal(0)) for row in rows), max(walk_in or Decimal(0), Decimal(0)))
    if total <= 0:
        return _("Nothing is left of what was brought in this window, refunds deducted")
    row = _best_held(rows)
    best = before_customers(scheme.tier(row["tier"]).label[lang])
    share = format_ratio(max(row["contribution"], Decimal(0)) / total, lang, 0)
    text = (
        _("{tier} customers bring {share} of the whole revenue") if walk_in is not None and all_are_graded(scheme)
        else _("{tier} customers bring {share} of what customers bring") if all_are_graded(scheme)
        else _("{tier} customers bring {share} of what rated customers and walk-ins bring") if walk_in is not None
        else _("{tier} customers bring {share} of what rated customers bring")
    )
    return _unless_nobody(rows, scheme, lang, text.format(tier=best, share=share))


def finding_habits(tiers: pa.Table, scheme: Scheme, lang: str) -> str:
    """Return how often the customers of the best tier that anybody has come, and what they leave a table."""
    _, row = translator(lang), _best_held(tiers.to_pylist())
    if not row["customers"]:
        return _("Nobody is graded yet")
    said = {"tier": scheme.tier(row["tier"]).label[lang], "frequency": f"{row['average_frequency']:,.1f}"}
    if row["standard"] is None:
        return _("{tier}: {frequency} visits each on average").format(**said)
    text = _("{tier}: {frequency} visits each on average, {standard} per table")
    return text.format(**said, standard=format_money_short(row["standard"], lang))


def _best_held(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return next((row for row in rows if row["customers"]), rows[0])


def _unless_nobody(rows: Sequence[Mapping[str, Any]], scheme: Scheme, lang: str, said: str) -> str:
    """Return ``said`` of the best tier that anybody has, and before it that nobody has a better one, where that is so.

    A share of 0% would judge the customers, where it may be that the bills do not reach back far enough for the tier.
    """
    if rows[0]["customers"] or not any(row["customers"] for row in rows):
        return said
    return translator(lang)("No {tier} customers yet: {said}").format(
        tier=before_customers(scheme.tier(rows[0]["tier"]).label[lang]), said=said
    )


def finding_largest_part(parts: Sequence[Part], lang: str) -> str:
    """Return in words which slice has the most customers."""
    _ = translator(lang)
    total = sum(part.customers for part in parts)
    if not total:
        return _("There is no customer yet")
    most = max(_named(parts), key=lambda part: part.customers)
    share = format_ratio(most.customers / total, lang, 0)
    return _("{slice}: {share} of the customers, the largest group").format(slice=most.label, share=share)


def finding_richest_part(parts: Sequence[Part], lang: str, walk_in: Decimal | None = None) -> str:
    """Return in words which slice brings the most, of all revenue where walk-ins are in it."""
    _ = translator(lang)
    total = sum((max(part.contribution, Decimal(0)) for part in parts), max(walk_in or Decimal(0), Decimal(0)))
    if total <= 0:
        return _("Nothing is left of what was brought in this window, refunds deducted")
    if not parts:
        return _("Nobody is graded yet")
    most = max(_named(parts), key=lambda part: part.contribution)
    if walk_in is None:
        text = _("{slice} brings the most: {share} of what customers bring")
    elif walk_in > most.contribution:
        text = _("Among known customers, {slice} brings the most: {share} of the whole revenue")
    else:
        text = _("{slice} brings the most: {share} of the whole revenue")
    return text.format(slice=most.label, share=format_ratio(max(most.contribution, Decimal(0)) / total, lang, 0))


def finding_tier(tiers: pa.Table, scheme: Scheme, lang: str, name: str) -> str:
    """Return in words which tier has the most ``customers``, or brings the most ``contribution``, and what share."""
    _ = translator(lang)
    rows = tiers.to_pylist()
    whole, most = sum(row[name] for row in rows), max(rows, key=lambda row: row[name])
    text = {
        (True, True): _("{tier} is the largest group: {share} of the customers"),
        (True, False): _("{tier} is the largest group: {share} of the rated customers"),
        (False, True): _("{tier} brings the most: {share} of what customers bring"),
        (False, False): _("{tier} brings the most: {share} of what rated customers bring"),
    }[name == "customers", all_are_graded(scheme)]
    share = format_whole_ratio(float(most[name] / whole) if whole > 0 else None, lang)
    return text.format(tier=scheme.tier(most["tier"]).label[lang], share=share)


def _named(parts: Sequence[Part]) -> Sequence[Part]:
    """Return the parts that are one group of customers; that small ones together are the largest says nothing."""
    return [part for part in parts if not part.grouped] or parts
