"""What each product sells to whom and leaves, which mostly serve C and D, and what new customers who had it first did next."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.measures.composition.parts import WALK_IN, ZERO, Part, Parts, rate, read_tiers, sum_tiers
from segmentation.measures.composition.placing import asked
from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.normal import Z_95
from segmentation.measures.windows import read_window
from segmentation.schemes import Scheme, Value
from segmentation.warehouse import Warehouse

RULE = "rank_overlap"  # of the schemes with an A, B, C and D
BEST = 2  # of the grades, from the top: A and B
MOSTLY_PERCENT = 60  # of a product's sales from C, D and walk-ins
FIRST_PERCENT = 10  # of today's A and B who had it first
FOOTFALL = 2  # candidates that most customers come for
RETURN_DAYS = 90
YEAR = 365  # days
LEAST = 20  # customers of whom a share that came again is told


@dataclass(frozen=True)
class Return:
    """How many new customers were followed for RETURN_DAYS, and how many of them came again."""

    followed: int
    returned: int

    @property
    def share(self) -> float | None:
        """The share that came again; None of fewer than LEAST."""
        return self.returned / self.followed if self.followed >= LEAST else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share by Wilson; None of fewer than LEAST."""
        return wilson(self.returned, self.followed) if self.followed >= LEAST else None


@dataclass(frozen=True)
class Product:
    """One product: its ``part`` of the house's sales, and by grade what it sold (``by_tier``: a key a grade, WALK_IN, and none
    for whoever has no grade) with the margin rates (``margins``, None where no cost is known).

    ``mostly_c_d``: MOSTLY_PERCENT or more of its sales are from C, D and walk-ins (``low_share``), and its margin rate is below
    the house's; None where the margin that would decide is not known. ``spared_by`` says why a candidate is not to be cut:
    "first_dish" or "footfall". ``best_firsts`` of today's A and B had it on their first bill; ``first`` is of the new customers
    who had it first. ``stock`` is the mean of what lay in stock at cost at the ends of the window's months (None: not known), and
    ``days`` those of the window that bills cover, by which its cost of sales is that of a year.
    """

    part: Part
    category: str | None
    by_tier: Mapping[str, Decimal]
    margins: Mapping[str, float | None]
    low_share: float | None
    mostly_c_d: bool | None
    spared_by: str | None
    best_firsts: int
    first: Return
    stock: Decimal | None = None
    days: int = 365

    @property
    def name(self) -> str:
        return self.part.key or ""

    @property
    def cut(self) -> bool | None:
        """Whether it is a candidate that nothing spares; None where the candidate cannot be told."""
        return None if self.mostly_c_d is None else self.mostly_c_d and self.spared_by is None

    @property
    def contribution_ratio(self) -> float | None:
        """Share of the house's sales × margin rate."""
        own, share = self.part.margin_rate, self.part.share
        return None if own is None or share is None else share * own

    @property
    def turnover(self) -> float | None:
        """Cost of sales a year ÷ mean stock; None without stock, and where the cost of some of its sales is not known."""
        part = self.part
        if not self.stock or part.cost is None or part.costed != part.sales or not self.days:
            return None
        return float(part.cost * YEAR / self.days / self.stock)

    @property
    def cross_ratio(self) -> float | None:
        """Margin rate × turnover: what a yuan in stock earns, as a share of sales (交叉比率)."""
        own, turnover = self.part.margin_rate, self.turnover
        return None if own is None or turnover is None else own * turnover


@dataclass(frozen=True)
class Products:
    """The products of a window, most sales first: ``whole`` has what no line says too; ``every`` is the return of all new
    customers, ``best`` how many A and B there are today, and ``tiers`` the keys by which sales stand, from the best on, walk-ins
    last. ``unpriced`` dishes on its bills have no amount of their own and are none of the products."""

    whole: Parts
    products: tuple[Product, ...]
    every: Return
    best: int
    tiers: tuple[str, ...]
    unpriced: int = 0

    @property
    def candidates(self) -> tuple[Product, ...]:
        """Those that mostly serve C and D, cut or spared."""
        return tuple(each for each in self.products if each.mostly_c_d)

    @property
    def cut(self) -> tuple[Product, ...]:
        """The candidates that nothing spares."""
        return tuple(each for each in self.products if each.cut)

    @property
    def sold(self) -> Decimal:
        """What all products sold."""
        return sum((each.part.sales for each in self.products), ZERO)


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a share after Wilson (1927), within 0 and 1.

    >>> [round(end, 4) for end in wilson(8, 20)], [round(end, 4) for end in wilson(0, 20)], wilson(20, 20)[1]
    ([0.2188, 0.6134], [0.0, 0.1611], 1.0)
    """
    square = Z_95 * Z_95
    middle = (hits + square / 2) / (trials + square)
    half = Z_95 / (trials + square) * math.sqrt(hits * (trials - hits) / trials + square / 4)
    return (0.0 if hits == 0 else middle - half), (1.0 if hits == trials else middle + half)


def read_products(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value],
    grades: pa.Table | None = None,
) -> Products:
    """Return the products of a store's window up to ``as_of`` by the grades of that day, and which of them to cut.

    ``grades`` is the full graded list of the day, of who has it. Raises InputError for a scheme that has no A, B, C and D.
    """
    if scheme.rule != RULE:
        raise InputError("no_abcd", N_("Products are judged by the grades A to D; {scheme} has none."), scheme=scheme.key)
    if grades is None:
        grades = grade_in_full(warehouse, store_id, scheme, as_of, settings)
    rows = read_tiers(warehouse, store_id, scheme, as_of, settings, "product", grades)
    whole = sum_tiers(warehouse, store_id, as_of, settings, rows)
    ask = asked(store_id, as_of, settings, "product")
    sums: dict[str | None, dict[str, dict]] = {}
    for row in rows:
        sums.setdefault(row["part"], {})[row["tier"]] = row
    categories = {row["product"]: row["category"] for row in warehouse.rows("measures/composition/product_categories", **ask)}
    keys = grades.filter(pc.less_equal(grades["tier_no"], BEST))["customer"]
    firsts = {
        row["product"]: row for row in warehouse.over(
            "measures/composition/first_dishes", {"best": pa.table({"customer_key": keys})}, store=store_id, as_of=as_of,
            within_days=RETURN_DAYS,
        ).to_pylist()
    }
    best = firsts[None]["best_customers"] if None in firsts else 0
    stock = {row["product"]: row["amount"] / row["months"] for row in warehouse.rows("measures/composition/mean_stock", **ask)}
    days = read_window(warehouse, store_id, as_of, settings["window"]).covered if stock else YEAR
    products = _spare([
        replace(
            _judge(each, categories.get(each.key), sums[each.key], scheme, whole.margin_rate, firsts.get(each.key)),
            stock=stock.get(each.key), days=days,
        )
        for each in whole.said if each.key in sums
    ], best)
    told = {tier for each in products for tier in each.by_tier}
    tiers = (*scheme.tier_keys, *sorted(told - {*scheme.tier_keys, WALK_IN}), WALK_IN)
    unpriced = warehouse.rows("measures/composition/unpriced_dishes", **ask)[0]["dishes"]
    return Products(whole, tuple(products), _return(firsts.get(None)), best, tiers, unpriced)


def _return(row: Mapping | None) -> Return:
    return Return(row["followed"], row["returned"]) if row else Return(0, 0)


def _judge(
    part: Part, category: str | None, sums: Mapping[str, Mapping], scheme: Scheme, house: float | None, first: Mapping | None
) -> Product:
    by_tier = {tier: row["sales"] for tier, row in sums.items()}
    low = sum((sales for tier, sales in by_tier.items() if tier in (*scheme.tier_keys[BEST:], WALK_IN)), ZERO)
    mostly: bool | None = part.sales > 0 and 100 * low >= MOSTLY_PERCENT * part.sales
    if mostly:
        mostly = None if part.margin_rate is None or house is None else part.margin_rate < house
    margins = {
        tier: rate(None if row["cost"] is None else row["costed"] - row["cost"], row["costed"]) for tier, row in sums.items()
    }
    best_firsts = first["best_customers"] if first else 0
    return Product(part, category, by_tier, margins, rate(low, part.sales), mostly, None, best_firsts, _return(first))


def _spare(products: list[Product], best: int) -> list[Product]:
    """Return the products with why a candidate is spared: the first dishes of the best, then of the rest those most came for.

    Of equally many customers those that sell more; alike in both are all spared. What no known customer had draws nobody.
    """
    spared = {
        each.name: "first_dish" for each in products
        if each.mostly_c_d and best and 100 * each.best_firsts >= FIRST_PERCENT * best
    }
    rest = [each for each in products if each.mostly_c_d and each.part.customers and each.name not in spared]
    drawn = sorted(((each.part.customers, each.part.sales) for each in rest), reverse=True)[:FOOTFALL]
    spared |= {each.name: "footfall" for each in rest if (each.part.customers, each.part.sales) >= drawn[-1]}
    return [replace(each, spared_by=spared.get(each.name)) for each in products]
