"""How well managers look after their customers: each grade against the window before and the store (质量评估)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa

from segmentation.language.i18n import format_ratio, translator
from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.managers.register import Register, known_by, read_holders, read_managers
from segmentation.measures.windows import ALL, first_bill
from segmentation.schemes import Scheme, Value
from segmentation.warehouse import Warehouse

CENT = Decimal("0.01")
SIXTEENTHS = 487  # a month of 30.4375 days in sixteenths of a day
STORE = "*"  # stands for all managers, nobody's customers included; no name is a single sign of this kind
MONEY = pa.decimal128(18, 2)


@dataclass(frozen=True)
class Standing:
    """What some customers of a manager are and bring in a window that covers ``days``; money in CNY."""

    days: int
    customers: int = 0
    active: int = 0
    frequency: int = 0
    tables: int = 0
    contribution: Decimal = Decimal("0.00")

    def __add__(self, other: Standing) -> Standing:
        return Standing(
            self.days, self.customers + other.customers, self.active + other.active, self.frequency + other.frequency,
            self.tables + other.tables, self.contribution + other.contribution,
        )

    @property
    def active_share(self) -> float | None:
        """The share (0–1) of the customers who are active; None without customers."""
        return self.active / self.customers if self.customers else None

    @property
    def _customer_months(self) -> int:
        return max(16 * self.days, SIXTEENTHS) * self.customers

    @property
    def frequency_a_month(self) -> float | None:
        """Visits a customer and month covered; None without customers."""
        return self.frequency * SIXTEENTHS / self._customer_months if self.customers else None

    @property
    def contribution_a_month(self) -> Decimal | None:
        """Contribution a customer and month covered, to the cent, half a cent up; None without customers."""
        if not self.customers:
            return None
        return (self.contribution * SIXTEENTHS / self._customer_months).quantize(CENT, ROUND_HALF_UP)

    @property
    def standard(self) -> Decimal | None:
        """Contribution a table, to the cent, half a cent up; None without tables."""
        return (self.contribution / self.tables).quantize(CENT, ROUND_HALF_UP) if self.tables > 0 else None


# manager (None: nobody; STORE: all) and grade (None: all) → standing
Standings = Mapping[tuple[str | None, str | None], Standing]


@dataclass(frozen=True)
class Assessment:
    """``now`` as of the day, and ``before`` as of the day before its window, with the managers of then.

    ``before`` is empty where the bills do not reach back to the beginning of that window, and for a window without a beginning.
    """

    register: Register
    tiers: tuple[str, ...]
    now: Standings
    before: Standings

    def of(self, manager: str | None, tier: str | None = None) -> Standing:
        """Return how a manager's customers, or those of a grade, stand now; nobody's where he has none."""
        return self.now.get((manager, tier), Standing(1))

    def table(self) -> pa.Table:
        """Return one row per manager and grade with customers: manager (null: nobody; "*": all), tier (null: all grades),
        customers, active_share, frequency_a_month, contribution_a_month, standard, and two of them with ``_before``."""
        managers = [each.name for each in self.register.managers]
        keys = [
            (manager, tier) for manager in (*managers, None, STORE) for tier in (None, *self.tiers) if (manager, tier) in self.now
        ]
        now, before = [self.now[key] for key in keys], [self.before.get(key, Standing(1)) for key in keys]
        return pa.table({
            "manager": pa.array([manager for manager, _tier in keys], pa.string()),
            "tier": pa.array([tier for _manager, tier in keys], pa.string()),
            "customers": pa.array([each.customers for each in now], pa.int64()),
            "active_share": pa.array([each.active_share for each in now], pa.float64()),
            "active_share_before": pa.array([each.active_share for each in before], pa.float64()),
            "frequency_a_month": pa.array([each.frequency_a_month for each in now], pa.float64()),
            "contribution_a_month": pa.array([each.contribution_a_month for each in now], MONEY),
            "contribution_a_month_before": pa.array([each.contribution_a_month for each in before], MONEY),
            "standard": pa.array([each.standard for each in now], MONEY),
        })


def assess(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value], *, compared: bool = True
) -> Assessment:
    """Return how the customers of each manager stand as of a day; not ``compared``, without the window before.

    Managed is who is assigned, as known then (``known_by``), or else named by his bills. Who has not visited yet counts as the
    last grade.
    """
    register = read_managers(warehouse, store_id, as_of)
    first = first_bill(warehouse, store_id)
    now = _standings(warehouse, store_id, scheme, as_of, settings, register, known_by(warehouse, store_id, as_of), first)
    before: Standings = {}
    if compared and first is not None and settings["window"] != ALL:
        days = timedelta(days=int(settings["window"]))
        if first <= as_of - 2 * days + timedelta(days=1):
            earlier = as_of - days
            before = _standings(warehouse, store_id, scheme, earlier, settings, register, earlier, first)
    return Assessment(register, tuple(scheme.tier_keys), now, before)


def _standings(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value], register: Register,
    said_by: date, first: date | None,
) -> Standings:
    grades = grade_in_full(warehouse, store_id, scheme, as_of, settings)
    holders = read_holders(warehouse, store_id, register, as_of, said_by)
    rows = warehouse.over(
        "measures/managers/looked_after", {"grades": grades, "customer_managers": holders},
        last_tier=len(scheme.tier_keys), active_days=settings["active_days"],
    ).to_pylist()
    days = (as_of - (first or as_of)).days + 1
    if settings["window"] != ALL:
        days = min(days, int(settings["window"]))
    found: dict[tuple[str | None, str | None], Standing] = {}
    for row in rows:
        own = Standing(days, row["customers"], row["active_customers"], row["frequency"], row["tables"], row["contribution"])
        tier = scheme.tier_keys[row["tier_no"] - 1]
        for key in ((row["manager"], tier), (row["manager"], None), (STORE, tier), (STORE, None)):
            found[key] = found.get(key, Standing(days)) + own
    return found


def finding_assessment(found: Assessment, lang: str) -> str:
    """Return whose customers are active most and least, against the store."""
    _ = translator(lang)
    ranked = [
        (own.active_share, each.name) for each in found.register.managers
        if (own := found.of(each.name)).active_share is not None
    ]
    whole = found.of(STORE)
    if not ranked or whole.active_share is None:
        return _("No manager has a customer yet.")
    (most, best), (least, last) = max(ranked, key=lambda each: (each[0], each[1])), min(ranked)
    said = {
        "best": best, "most": format_ratio(most, lang, 0), "whole": format_ratio(whole.active_share, lang, 0),
        "last": last, "least": format_ratio(least, lang, 0),
    }
    if len(ranked) == 1:
        return _("{best} keeps {most} of his customers active; the store {whole}.").format(**said)
    return _("{best} keeps {most} of his customers active, {last} keeps {least}; the store {whole}.").format(**said)
