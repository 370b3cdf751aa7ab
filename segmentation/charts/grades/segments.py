"""Segments as bars, the largest first, each with its share."""

from __future__ import annotations

from collections.abc import Sequence

from segmentation.language.i18n import translator
from segmentation.measures.grades.tier_shares import Part
from segmentation.slides import Category, Chart, Series

MEASURES = ("customers", "contribution")


def tell_segments(parts: Sequence[Part], by: str, title: str, subtitle: str, lang: str) -> Chart:
    """Return lying bars of the parts by ``customers`` or by ``contribution`` (CNY), the largest first, ties as they stand.

    Each tells its share of the sum of all; none does where that is not positive. Raises ValueError for any other measure.
    """
    if by not in MEASURES:
        raise ValueError(f"segments have no {by}")
    _ = translator(lang)
    ordered = sorted(parts, key=lambda part: -getattr(part, by))
    name, unit = (_("Customers"), "count") if by == "customers" else (_("Contribution"), "money")
    categories = tuple(Category(part.label, part.colour, behind=part.behind) for part in ordered)
    values = tuple(getattr(part, by) for part in ordered)
    return Chart("bar", title, subtitle, categories, (Series(name, unit, values),), shares=True)
