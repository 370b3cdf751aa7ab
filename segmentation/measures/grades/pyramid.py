"""What each tier is, brings and costs to serve, and how much of it all the best few bring: the golden tower and its curve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import (
    count_customers,
    format_count,
    format_money_short,
    format_ratio,
    format_whole_ratio,
    translator,
)
from segmentation.measures.grades.grading import place_customers, read_facts, read_wide_facts, tiers_frame
from segmentation.schemes import Scheme, Value
from segmentation.schemes.model import WIDE
from segmentation.warehouse import Warehouse

POINTS = 180


@dataclass(frozen=True)
class Pyramid:
    """What a store's tiers are, bring and cost.

    ``tiers`` has one row per tier, the best first: tier, customers, customer_share, contribution, profit, profit_share,
    service_cost, service_cost_share, visits, visit_share (money in CNY, shares 0–1, null where there is nothing to share).
    ``curve`` has one row per point, the best customers first: place, customers_share, brought (CNY), value_share, and
    is_eighty, is_top_one, is_top_twenty, which mark a point each. ``measure`` says what it adds up: profit or contribution.
    ``has_cost``: some bill in the window carries its cost; ``has_service_cost``: serving customers has a price.
    """

    tiers: pa.Table
    curve: pa.Table
    measure: str
    has_cost: bool
    has_service_cost: bool

    def point(self, mark: str) -> dict[str, Any] | None:
        """Return the point of the curve that ``mark`` ("is_eighty", …) marks; None without customers or without revenue."""
        found = self.curve.filter(self.curve[mark]).to_pylist()
        return found[0] if found and found[0]["value_share"] is not None else None

    @property
    def is_contribution(self) -> bool:
        """Whether profit is nothing but contribution, because no cost is known."""
        return self.measure == "contribution" or not (self.has_cost or self.has_service_cost)


def read_pyramid(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value]
) -> Pyramid:
    """Return the pyramids of a store as of a day under any scheme; the curve adds up the scheme's measure, else profit.

    Who has no tier is in neither. A store without customers gives tiers of zeros and an empty curve.
    """
    facts = read_facts(warehouse, store_id, as_of, settings, scheme)
    placed = place_customers(warehouse, scheme, facts, settings).select(["store_id", "customer_key", "tier_no"])
    wide = facts if scheme.spec.facts == WIDE else read_wide_facts(warehouse, store_id, as_of, settings)
    frames = {"customer_facts": wide, "placed": placed, "tiers": tiers_frame(scheme)}
    measure = str(settings.get("measure", "profit"))
    return Pyramid(
        tiers=warehouse.over("measures/grades/pyramid", frames),
        curve=warehouse.over("measures/grades/concentration", {"customer_facts": wide}, measure=measure, points=POINTS),
        measure=measure,
        has_cost=wide["cost"].null_count < wide.num_rows,
        has_service_cost=bool(pc.any(pc.greater(wide["service_cost"], 0)).as_py()),
    )


def best_customers(
    warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value], grades: pa.Table, count: int
) -> pa.Table:
    """Return the first ``count`` customers of the curve of ``read_pyramid``, of those in a graded list, with their profit (CNY).

    Order: the measure of the curve descending, key; as many as there are where there are fewer.
    """
    facts = read_wide_facts(warehouse, store_id, as_of, settings)
    measure = "contribution" if settings.get("measure", "profit") != "profit" else "profit"
    facts = facts.filter(pc.is_valid(facts["last_visit"])).sort_by([(measure, "descending"), ("customer_key", "ascending")])
    first = facts.slice(0, count).combine_chunks()
    places = pc.drop_null(pc.index_in(first["customer_key"], grades["customer"].combine_chunks()))
    rows = grades.take(places)
    profits = first["profit"].take(pc.index_in(rows["customer"], first["customer_key"].combine_chunks()).combine_chunks())
    return rows.append_column("profit", profits.cast(pa.decimal128(18, 2)))


def finding_pyramid(pyramid: Pyramid, lang: str) -> str:
    """Return what the best few bring, in two sentences, with the shares that so many customers are and bring.

    In one where the first of them bring 80 % already; that there is nothing yet where there is nothing.
    """
    _ = translator(lang)
    top, most = pyramid.point("is_top_one"), pyramid.point("is_eighty")
    if top is None or most is None:
        return no_share_text("contribution" if pyramid.is_contribution else "profit", lang)
    brought = {"share": format_ratio(top["value_share"], lang, 0)}
    if top["place"] == 1:
        text = _("The best customer brings {share} of the contribution.") if pyramid.is_contribution else _(
            "The best customer brings {share} of the profit."
        )
    else:
        text = _("The top {top} of customers ({customers}) bring {share} of the contribution.") if pyramid.is_contribution else _(
            "The top {top} of customers ({customers}) bring {share} of the profit."
        )
        brought |= {"top": format_whole_ratio(top["customers_share"], lang), "customers": format_count(top["place"], lang)}
    if most["place"] == top["place"]:
        return text.format(**brought)
    second = _("{share} of customers ({customers}) bring {brought} of it.").format(
        share=format_whole_ratio(most["customers_share"], lang), customers=format_count(most["place"], lang),
        brought=format_ratio(most["value_share"], lang, 0),
    )
    return f"{text.format(**brought)}{' ' if lang == 'en' else ''}{second}"


def finding_tower(pyramid: Pyramid, scheme: Scheme, lang: str) -> str:
    """Return what share the best tier has of each of the three pyramids: of the customers, of what is brought, of the cost.

    Where nobody is graded, or one of them has no positive sum to be a share of, that is said instead.
    """
    _ = translator(lang)
    text = {
        (True, True): _("{tier}: {share} of the customers, {brought} of the contribution, {cost} of the cost to serve"),
        (True, False): _("{tier}: {share} of the customers, {brought} of the contribution, {cost} of the visits served"),
        (False, True): _("{tier}: {share} of the customers, {brought} of the profit, {cost} of the cost to serve"),
        (False, False): _("{tier}: {share} of the customers, {brought} of the profit, {cost} of the visits served"),
    }[pyramid.is_contribution, pyramid.has_service_cost]
    columns = {
        "share": "customers", "brought": "contribution" if pyramid.is_contribution else "profit",
        "cost": "service_cost" if pyramid.has_service_cost else "visits",
    }
    best = {name: best_share(pyramid, column) for name, column in columns.items()}
    if missing := [columns[name] for name, share in best.items() if share is None]:
        return no_share_text(missing[0], lang)
    shares = {name: format_whole_ratio(share, lang) for name, share in best.items()}
    return text.format(tier=scheme.tiers[0].label[lang], **shares)


def finding_layers(pyramid: Pyramid, tier: str, lang: str) -> str:
    """Return what the customers of a tier have in each pyramid, whose list adds up contribution; "" where that is all."""
    _ = translator(lang)
    row = next((each for each in pyramid.tiers.to_pylist() if each["tier"] == tier), None)
    if row is None or pyramid.is_contribution:
        return ""
    text = (
        _("This layer: contribution {contribution}, profit {profit}, cost to serve {cost}") if pyramid.has_service_cost
        else _("This layer: contribution {contribution}, profit {profit}, {visits} visits served")
    )
    columns = {"contribution": "contribution", "profit": "profit", "cost": "service_cost"}
    money = {name: format_money_short(row[column] or 0, lang) for name, column in columns.items()}
    return text.format(**money, visits=format_count(row["visits"], lang))


def best_share(pyramid: Pyramid, column: str) -> float | None:
    """Return what share (0–1) the best tier has of the sum of a column of the tiers; None where that is not positive."""
    values = [value or 0 for value in pyramid.tiers[column].to_pylist()]
    whole = sum(values)
    return float(values[0] / whole) if whole > 0 else None


def no_share_text(column: str, lang: str) -> str:
    """Return why nobody has a share of a column of the tiers, whose sum is zero or less."""
    _ = translator(lang)
    return {
        "customers": _("Nobody is graded yet"),
        "contribution": _("Nothing is left of what was brought in this window, refunds deducted"),
        "profit": _("No profit is left in this window"),
    }.get(column) or _("Nothing was spent on serving customers")


def finding_layer(pyramid: Pyramid, column: str, scheme: Scheme, lang: str) -> str:
    """Return what share the best tier has of a column of the tiers: customers, contribution, profit, service_cost or visits.

    Where their sum is not positive there is no share, which is said.
    """
    _ = translator(lang)
    text = {
        "customers": _("{tier}: {customers}, {share} of all"), "contribution": _("{tier}: {share} of the contribution"),
        "profit": _("{tier}: {share} of the profit"), "service_cost": _("{tier}: {share} of the cost to serve"),
        "visits": _("{tier}: {share} of the visits served"),
    }[column]
    share = best_share(pyramid, column)
    if share is None:
        return no_share_text(column, lang)
    label = scheme.tiers[0].label[lang]
    count = count_customers(pyramid.tiers["customers"][0].as_py() or 0, lang)
    return text.format(tier=label, share=format_whole_ratio(share, lang), customers=count)
