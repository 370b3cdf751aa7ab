"""What a scheme's tiers are, bring and cost, as described charts: pyramids, segment bars, criteria."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from segmentation.charts.grades.pies import tier_parts
from segmentation.charts.grades.profiles import Criterion, tell_points, tell_radar
from segmentation.charts.grades.segments import tell_segments
from segmentation.language.i18n import N_, before_customers, format_ratio, translator
from segmentation.measures.grades.pyramid import Pyramid
from segmentation.measures.grades.scorecard import CriterionMean
from segmentation.schemes import Scheme
from segmentation.slides import Category, Chart, Series

PROFIT_NOTE = N_("Profit is contribution less the cost on the bills less the cost to serve.")
CONTRIBUTION_NOTE = N_("No bill carries its cost and serving has no price yet, so profit is the contribution.")


def tell_counts(pyramid: Pyramid, scheme: Scheme, lang: str, subtitle: str) -> Chart:
    """Return the pyramid of customers, the best tier at its top."""
    _, best = translator(lang), pyramid.tiers["customer_share"][0].as_py()
    label = scheme.tiers[0].label[lang]
    tier = before_customers(label) if lang == "zh" else label
    title = _("{share} of the customers are {tier}").format(share=_share(best, lang), tier=tier)
    return _pyramid("pyramid", pyramid, "customers", "count", scheme, lang, title, subtitle, _("Customers"))


def tell_profits(pyramid: Pyramid, scheme: Scheme, lang: str, subtitle: str) -> Chart:
    """Return the pyramid of what the tiers bring, turned over; it says where profit is nothing but contribution."""
    _ = translator(lang)
    name, what = ("contribution", _("Contribution")) if pyramid.is_contribution else ("profit", _("Profit"))
    whole, best = (sum(pyramid.tiers[name].to_pylist()), pyramid.tiers[name][0].as_py())
    text = _("{tier}: {share} of the contribution") if pyramid.is_contribution else _("{tier}: {share} of the profit")
    title = text.format(tier=scheme.tiers[0].label[lang], share=_share(best / whole if whole > 0 else None, lang))
    note = _(CONTRIBUTION_NOTE if pyramid.is_contribution else PROFIT_NOTE)
    return _pyramid("inverted_pyramid", pyramid, name, "money", scheme, lang, title, subtitle, what, note)


def tell_costs(pyramid: Pyramid, scheme: Scheme, lang: str, subtitle: str) -> Chart:
    """Return the pyramid of what serving each tier costs; without a price of a visit or a contact, of the visits served."""
    _ = translator(lang)
    priced = ("service_cost", "money", _("Cost to serve"))
    name, unit, what = priced if pyramid.has_service_cost else ("visits", "count", _("Visits served"))
    share = pyramid.tiers["service_cost_share" if pyramid.has_service_cost else "visit_share"][0].as_py()
    text = _("{tier}: {share} of the cost to serve") if pyramid.has_service_cost else _("{tier}: {share} of the visits served")
    title = text.format(tier=scheme.tiers[0].label[lang], share=_share(share, lang))
    note = "" if pyramid.has_service_cost else _("Serving has no price yet, so the visits stand for it.")
    return _pyramid("pyramid", pyramid, name, unit, scheme, lang, title, subtitle, what, note)


def _pyramid(
    kind: str, pyramid: Pyramid, name: str, unit: str, scheme: Scheme, lang: str, title: str, subtitle: str, what: str,
    note: str = "",
) -> Chart:
    categories = tuple(Category(tier.label[lang], tier.colour) for tier in scheme.tiers)
    series = Series(what, unit, tuple(pyramid.tiers[name].to_pylist()))
    return Chart(kind, title, subtitle, categories, (series,), notes=(note,) if note else ())


def tell_tiers(tiers: pa.Table, scheme: Scheme, lang: str, subtitle: str, name: str = "customers") -> Chart:
    """Return the tiers of a tier summary as lying bars in their own order: ``customers``, or ``contribution`` (CNY)."""
    _ = translator(lang)
    rows = tiers.to_pylist()
    unit, what = ("count", _("Customers")) if name == "customers" else ("money", _("Contribution"))
    categories = tuple(Category(scheme.tier(row["tier"]).label[lang], scheme.tier(row["tier"]).colour) for row in rows)
    series = Series(what, unit, tuple(row[name] for row in rows))
    return Chart("bar", tiers_title(tiers, scheme, lang, name), subtitle, categories, (series,), shares=True)


def tell_ranked_tiers(tiers: pa.Table, scheme: Scheme, lang: str, subtitle: str, name: str = "customers") -> Chart:
    """Return the tiers of a tier summary as lying bars, the largest first: ``customers``, or ``contribution`` (CNY)."""
    return tell_segments(tier_parts(tiers, scheme, lang), name, tiers_title(tiers, scheme, lang, name), subtitle, lang)


def tiers_title(tiers: pa.Table, scheme: Scheme, lang: str, name: str) -> str:
    """Return in words which tier has the most ``customers``, or brings the most ``contribution``, and what share."""
    _ = translator(lang)
    rows = tiers.to_pylist()
    whole, most = sum(row[name] for row in rows), max(rows, key=lambda row: row[name])
    text = _("{tier} is the largest group: {share} of the customers") if name == "customers" else _(
        "{tier} brings the most: {share} of the contribution"
    )
    share = _share(float(most[name] / whole) if whole > 0 else None, lang)
    return text.format(tier=scheme.tier(most["tier"]).label[lang], share=share)


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
    weakest = min(rated, key=lambda each: each.mean)
    title = _("Weakest on average: {criterion} ({score})").format(criterion=weakest.label[lang], score=f"{weakest.mean:.2f}")
    told = [Criterion(each.label[lang], each.mean, highest, each.weight) for each in own or criteria]
    if kind == "bar":
        return tell_points(told, title, subtitle, lang)
    average = {_("Average of all"): [each.mean for each in criteria]} if own else None
    return tell_radar(told, title, subtitle, lang, average)


def _share(value: float | None, lang: str) -> str:
    """Return a share in whole per cent; a smaller one with a digit more.

    >>> _share(0.009, "en"), _share(0.24, "en")
    ('0.9%', '24%')
    """
    return format_ratio(value, lang, 1 if value is not None and 0 < value < 0.01 else 0)
