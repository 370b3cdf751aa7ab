"""The stores of a chain: what each brings, and one ratio of each by month, a small chart a store."""

from __future__ import annotations

from collections.abc import Mapping

from segmentation.charts.palette import IDENTIFIED
from segmentation.charts.revenue.benchmark import NO_IDS, tell_trend
from segmentation.language.i18n import translator
from segmentation.measures.benchmark.standing import Benchmark
from segmentation.measures.chain.totals import Chain
from segmentation.slides import Category, Chart, Series


def tell_chain(found: Chain, lang: str, title: str, subtitle: str) -> Chart:
    """Return the revenue of each store as lying bars, with its share of all of it where that has one."""
    rows = found.stores.to_pylist()
    revenue = Series(translator(lang)("Revenue"), "money", tuple(row["revenue"] for row in rows), IDENTIFIED)
    shares = all(row["share"] is not None for row in rows)
    marks = tuple(Category(row["store"], behind=(("store", str(row["store_id"])),)) for row in rows)
    return Chart("bar", title, subtitle, marks, (revenue,), secret="store", shares=shares)


def tell_multiples(league: Benchmark, ratio: str, lang: str, ids: Mapping[str, int] = NO_IDS) -> list[Chart]:
    """Return a small chart a store of one ratio by month, in the order of their names; a store without it has none.

    A month of a store that has an id leads to it.
    """
    return [each for store in league.houses if (each := tell_trend(league, store, ratio, lang, titled=True, ids=ids))]
