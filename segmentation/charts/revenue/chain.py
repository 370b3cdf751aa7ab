"""The stores of a chain: what each brings, and one ratio of each by month, a small chart a store."""

from __future__ import annotations

from segmentation.charts.palette import IDENTIFIED
from segmentation.charts.revenue.benchmark import tell_trend
from segmentation.language.i18n import translator
from segmentation.measures.benchmark.standing import Benchmark
from segmentation.measures.chain.totals import Chain
from segmentation.slides import Category, Chart, Series


def tell_chain(found: Chain, lang: str, title: str, subtitle: str) -> Chart:
    """Return the revenue of each store as lying bars, with its share of all of it where that has one."""
    rows = found.stores.to_pylist()
    revenue = Series(translator(lang)("Revenue"), "money", tuple(row["revenue"] for row in rows), IDENTIFIED)
    shares = all(row["share"] is not None for row in rows)
    return Chart("bar", title, subtitle, tuple(Category(row["store"]) for row in rows), (revenue,), secret="store", shares=shares)


def tell_multiples(league: Benchmark, ratio: str, lang: str) -> list[Chart]:
    """Return a small chart a store of one ratio by month, in the order of their names; a store without it has none."""
    return [each for store in league.houses if (each := tell_trend(league, store, ratio, lang, titled=True))]
