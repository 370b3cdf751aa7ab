"""The two pies of a consultant: how many customers each tier has, and what it brings. Same slices, colours and order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pyarrow as pa

from segmentation.charts.palette import WALK_IN, tier_colours
from segmentation.language.i18n import translator
from segmentation.measures.grades.tier_shares import Part
from segmentation.schemes import Scheme
from segmentation.slides import Behind, Category, Chart, Series

WALK_INS: Behind = (("walk_in", "all"),)  # nobody to list, but something to say


def tier_parts(tiers: pa.Table, scheme: Scheme, lang: str) -> list[Part]:
    """Return a tier summary (tier, customers, contribution) as the slices of the two pies."""
    colours = tier_colours(scheme)
    return [
        Part(
            scheme.tier(row["tier"]).label[lang], colours[row["tier"]], row["customers"], row["contribution"],
            behind=(("tier", row["tier"]),),
        )
        for row in tiers.to_pylist()
    ]


def tell_parts(parts: Sequence[Part], lang: str, title: str, subtitle: str) -> Chart:
    """Return the pie of customers as a described chart."""
    series = Series(translator(lang)("Customers"), "count", tuple(part.customers for part in parts))
    return Chart("pie", title, subtitle, _categories(parts), (series,))


def tell_part_contributions(parts: Sequence[Part], lang: str, title: str, subtitle: str, walk_in: Decimal | None = None) -> Chart:
    """Return the pie of contribution as a described chart, walk-ins hatched where ``walk_in`` is given."""
    _ = translator(lang)
    categories, amounts = _categories(parts), [part.contribution for part in parts]
    if walk_in is not None:
        walk_ins = Category(_("Walk-ins"), WALK_IN, hatched=True, behind=WALK_INS)
        categories, amounts = (*categories, walk_ins), [*amounts, walk_in]
    name = _("Contribution") if walk_in is None else _("Whole revenue")
    return Chart("pie", title, subtitle, categories, (Series(name, "money", tuple(amounts)),))


def _categories(parts: Sequence[Part]) -> tuple[Category, ...]:
    return tuple(Category(part.label, part.colour, behind=part.behind) for part in parts)
