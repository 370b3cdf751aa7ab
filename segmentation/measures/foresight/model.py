"""Whether a store has the data to tell what its customers will do, the models fitted to them, and what they foretell of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.measures.foresight.buying import WEEK, Buyers, chance_alive, expected_visits, fit_buying
from segmentation.measures.foresight.fitting import Fit
from segmentation.measures.foresight.spending import Spenders, expected_spend, fit_spending
from segmentation.measures.windows import first_bill
from segmentation.warehouse import Warehouse

HORIZONS = (30, 90, 365)  # days
QUARTER, YEAR = 90, 365
MONEY = pa.decimal128(18, 2)


@dataclass(frozen=True)
class Least:
    """The least that a fit needs: customers with a repeat visit, and days of bills."""

    repeaters: int
    days: int


LEAST = Least(300, 39 * WEEK)


@dataclass(frozen=True)
class Has:
    """What there is to fit on: customers with a repeat visit, and days of bills, both ends counted."""

    repeaters: int
    days: int

    def is_enough(self, least: Least) -> bool:
        """Whether that is as much as is needed."""
        return self.repeaters >= least.repeaters and self.days >= least.days


@dataclass(frozen=True)
class Model:
    """The two models as they were fitted; ``left_out`` customers of the first month of bills were not fitted on."""

    buying: Fit
    spending: Fit
    left_out: int


@dataclass(frozen=True)
class Foresight:
    """What is foretold of a store's customers as of a day; ``model`` and ``customers`` are None where data are missing (``has``).

    ``customers`` has one row per customer with a visit, in the order of keys: customer_key, first_visit, last_visit, repeats
    (days visited after the first), p_alive (0–1, that he still is a customer), and of the days after as_of visits_30, visits_90,
    visits_365 (expected days visited), spend_30, spend_90, spend_365 (CNY, rounded once). Nothing is foretold of who has not
    come yet. A manager is shown his own customers alone, of models fitted on all.
    """

    as_of: date
    has: Has
    model: Model | None
    customers: pa.Table | None

    @property
    def revenue(self) -> object:
        """What the customers are expected to bring in the next 90 days (CNY)."""
        return pc.sum(self.customers["spend_90"]).as_py() or 0


def read_foresight(warehouse: Warehouse, store_id: int, as_of: date) -> Foresight:
    """Return what is foretold of a store's customers, from the bills up to ``as_of``.

    Sources: BG/NBD and Gamma–Gamma, see ``buying`` and ``spending``. A store without bills has nothing to fit on.
    """
    whole = warehouse.whole()
    histories = read_histories(whole, store_id, as_of)
    has, model = fit_model(whole, store_id, histories, as_of, LEAST)
    if model is None:
        return Foresight(as_of, has, None, None)
    return Foresight(as_of, has, model, warehouse.own(foretell(model, histories), store_id=store_id))


def read_histories(warehouse: Warehouse, store_id: int, as_of: date, until: date | None = None) -> pa.Table:
    """Return how each customer came up to ``as_of`` and, apart from that, after it up to ``until`` (``foresight/histories``)."""
    return warehouse.table("measures/foresight/histories", store=store_id, as_of=as_of, until=until or as_of)


def fit_model(
    warehouse: Warehouse, store_id: int, histories: pa.Table, as_of: date, least: Least
) -> tuple[Has, Model | None]:
    """Return what there is to fit on, and the models; None for them where it is less than ``least``.

    Those of the first month of bills are left out where without them at least ``LEAST`` repeaters and enough days remain.
    """
    counted = warehouse.over("measures/foresight/counted", {"histories": histories})
    return fit_counted(first_bill(warehouse, store_id), histories, counted, as_of, least)


def fit_counted(
    begins: date | None, histories: pa.Table, counted: pa.Table, as_of: date, least: Least = LEAST
) -> tuple[Has, Model | None]:
    """Return ``fit_model`` of histories that were read and ``counted`` elsewhere, of a store whose bills begin on a day."""
    has = _has(counted, begins, as_of)
    if not has.is_enough(least):
        return has, None
    old, new = counted.filter(counted["is_old"]), counted.filter(pc.invert(counted["is_old"]))
    others = _has(new, (begins.replace(day=1) + timedelta(days=31)).replace(day=1), as_of)
    if leave_out := others.is_enough(Least(LEAST.repeaters, least.days)):
        counted, histories = new, histories.filter(pc.invert(histories["is_old"]))
    spenders = spenders_of(histories)
    if not spenders.told.any():  # nobody ever paid for a visit after the first
        return has, None
    buying = fit_buying(_buyers(counted, counted["customers"].to_numpy()))
    return has, Model(buying, fit_spending(spenders), (pc.sum(old["customers"]).as_py() or 0) if leave_out else 0)


def _has(counted: pa.Table, begins: date | None, as_of: date) -> Has:
    again = counted.filter(pc.greater(counted["repeats"], 0))
    return Has(pc.sum(again["customers"]).as_py() or 0, max(0, (as_of - begins).days + 1) if begins else 0)


def _buyers(rows: pa.Table, weight: np.ndarray | None = None) -> Buyers:
    columns = [rows[name].to_numpy() for name in ("repeats", "seen_days", "age_days")]
    return Buyers(*columns, np.ones(rows.num_rows) if weight is None else weight)


def buyers_of(histories: pa.Table) -> Buyers:
    """Return histories as the model of buying reads them, a row a customer."""
    return _buyers(histories)


def spenders_of(histories: pa.Table) -> Spenders:
    """Return histories as the model of spending reads them, a row a customer."""
    repeats = histories["repeats"].to_numpy()
    return Spenders(repeats, histories["spent"].cast(pa.float64()).to_numpy() / np.maximum(repeats, 1))


def foretell(model: Model, histories: pa.Table) -> pa.Table:
    """Return ``Foresight.customers`` of the histories."""
    buyers, spend = buyers_of(histories), expected_spend(model.spending, spenders_of(histories))
    visits = {days: expected_visits(model.buying, buyers, days) for days in HORIZONS}
    return pa.table({
        **{name: histories[name] for name in ("customer_key", "first_visit", "last_visit", "repeats")},
        "p_alive": pa.array(chance_alive(model.buying, buyers)),
        **{f"visits_{days}": pa.array(visits[days]) for days in HORIZONS},
        **{f"spend_{days}": money(visits[days] * spend) for days in HORIZONS},
    })


def foretell_year(model: Model, histories: pa.Table) -> pa.Array:
    """Return ``spend_365`` of ``foretell``, by itself, in the order of the histories."""
    buyers = buyers_of(histories)
    return money(expected_visits(model.buying, buyers, YEAR) * expected_spend(model.spending, spenders_of(histories)))


def money(amounts: np.ndarray) -> pa.Array:
    """Return amounts of a forecast as money, rounded to the cent."""
    return pc.round(pa.array(amounts), 2).cast(MONEY, safe=False)
