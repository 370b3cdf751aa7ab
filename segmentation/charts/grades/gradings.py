"""What a scheme's tiers are, bring and cost, as described charts: pyramids, segment bars, criteria."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from segmentation.charts.grades.pies import tier_parts
from segmentation.charts.grades.profiles import Rated, tell_points, tell_radar
from segmentation.charts.grades.segments import tell_segments
from segmentation.language.i18n import N_, translator
from segmentation.measures.grades.pyramid import Pyramid, finding_layer
from segmentation.measures.grades.scorecard import CriterionMean, finding_most_to_gain, finding_weakest
from segmentation.measures.grades.tier_shares import finding_tier
from segmentation.schemes import Scheme
from segmentation.slides import Category, Chart, Series

PROFIT_NOTE = N_("Profit is contribution less the cost on the bills less the cost to serve.")
CONTRIBUTION_NOTE = N_("No bill carries its cost and serving has no price yet, so profit is the contribution.")


def tell_counts(pyramid: Pyramid, scheme: Scheme, lang: str, subtitle: str) -> Chart:
    """Return the pyramid of customers, the best tier at its top."""
    title = finding_layer(pyramid, "customers", scheme, lang)
    return _pyramid("pyramid", pyramid, "customers", "count", scheme, lang, title, subtitle, translator(lang)("Customers"))


def tell_profits(pyramid: Pyramid, scheme: Scheme, lang: str, subtitle: str) -> Chart:
    """Return the pyramid of what the tiers bring, turned over; it says where profit is nothing but contribution."""
    _ = translator(lang)
    name, what = ("contribution", _("Contribution")) if pyramid.is_contribution else ("profit", _("Profit"))
    title = finding_layer(pyramid, name, scheme, lang)
    note = _(CONTRIBUTION_NOTE if pyramid.is_contribution else PROFIT_NOTE)
    return _pyramid("inverted_pyramid", pyramid, name, "money", scheme, lang, title, subtitle, what, note)


def tell_costs(pyramid: Pyramid, scheme: Scheme, lang: str, subtitle: str) -> Chart:
    """Return the pyramid of what serving each tier costs; without a price of a visit or a contact, of the visits served."""
    _ = translator(lang)
    priced = ("service_cost", "money", _("Cost to serve"))
    name, unit, what = priced if pyramid.has_service_cost else ("visits", "count", _("Visits served"))
    title = finding_layer(pyramid, name, scheme, lang)
    note = "" if pyramid.has_service_cost else _("The cost of serving is not set yet: visits stand in for it.")
    return _pyramid("pyramid", pyramid, name, unit, scheme, lang, title, subtitle, what, note)


def _pyramid(
    kind: str, pyramid: Pyramid, name: str, unit: str, scheme: Scheme, lang: str, title: str, subtitle: str, what: str,
    note: str = "",
) -> Chart:
    categories = tuple(Category(tier.label[lang], tier.colour, behind=(("tier", tier.key),)) for tier in scheme.tiers)
    series = Series(what, unit, tuple(pyramid.tiers[name].to_pylist()))
    return Chart(kind, title, subtitle, categories, (series,), notes=(note,) if note else ())


def tell_tiers(tiers: pa.Table, scheme: Scheme, lang: str, subtitle: str, name: str = "customers") -> Chart:
    """Return the tiers of a tier summary as lying bars in their own order: ``customers``, or ``contribution`` (CNY)."""
    _ = translator(lang)
    rows = tiers.to_pylist()
    unit, what = ("count", _("Customers")) if name == "customers" else ("money", _("Contribution"))
    categories = tuple(Category(part.label, part.colour, behind=part.behind) for part in tier_parts(tiers, scheme, lang))
    series = Series(what, unit, tuple(row[name] for row in rows))
    return Chart("bar", finding_tier(tiers, scheme, lang, name), subtitle, categories, (series,), shares=True)


def tell_ranked_tiers(tiers: pa.Table, scheme: Scheme, lang: str, subtitle: str, name: str = "customers") -> Chart:
    """Return the tiers of a tier summary as lying bars, the largest first: ``customers``, or ``contribution`` (CNY)."""
    return tell_segments(tier_parts(tiers, scheme, lang), name, finding_tier(tiers, scheme, lang, name), subtitle, lang)


def tell_criteria(
    criteria: Sequence[CriterionMean], highest: float, lang: str, subtitle: str, own: Sequence[CriterionMean] = (), *,
    kind: str = "bar",
) -> Chart | None:
    """Return the criteria's scores of at most ``highest``: the average, or one customer's ``own``; None where nobody is rated.

    As a bar a criterion tells the points of a hundred that it brings; a radar has the average beside the customer's own.
    """
    _ = translator(lang)
    rated = [each for each in criteria if each.mean is not None]
    if not rated:
        return None
    shown = own or rated
    title = finding_most_to_gain(shown, highest, lang) if kind == "bar" else finding_weakest(shown, lang, of_one=bool(own))
    told = [Rated(each.label[lang], each.mean, highest, each.weight, each.key) for each in own or criteria]
    if kind == "bar":
        return tell_points(told, title, subtitle, lang)
    average = {_("Average of all"): [each.mean for each in criteria]} if own else None
    return tell_radar(told, title, subtitle, lang, average)
