"""What the models would have foretold some time ago, held against what came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa

from segmentation.measures.foresight.buying import WEEK, expected_visits
from segmentation.measures.foresight.model import (
    Has,
    Least,
    Model,
    buyers_of,
    fit_model,
    money,
    read_histories,
    spenders_of,
)
from segmentation.measures.foresight.spending import expected_spend
from segmentation.measures.windows import first_bill
from segmentation.warehouse import Warehouse

AHEAD = 26 * WEEK
LEAST_THEN = Least(100, 13 * WEEK)
MOST_VISITS = 7  # customers with so many earlier repeat visits or more are told together


@dataclass(frozen=True)
class Check:
    """The models fitted on the bills up to ``day``, and what came of the customers known then, up to ``until``.

    ``weeks``: week (1 …, the last may be cut off by ``until``), foretold and came (visits since ``day``, a running sum).
    ``groups``, by the number of repeat visits up to ``day`` (0 … 7, 7 and more together): repeats, customers, foretold and came
    (visits a customer). All None where the bills do not say enough yet (``has``). ``foretold`` and ``came`` are visits in all,
    ``money_foretold`` and ``money_came`` what they bring and brought (CNY).
    """

    day: date | None
    until: date
    has: Has
    model: Model | None = None
    weeks: pa.Table | None = None
    groups: pa.Table | None = None
    foretold: float = 0.0
    came: int = 0
    money_foretold: Decimal = Decimal(0)
    money_came: Decimal = Decimal(0)

    @property
    def after(self) -> date:
        """The first day that was foretold."""
        return self.day + timedelta(days=1)

    @property
    def visits_off(self) -> float | None:
        """By what share of what came more visits were foretold, below 0 fewer; None where nothing can be told."""
        return self.foretold / self.came - 1 if self.model and self.came else None

    @property
    def money_off(self) -> float | None:
        """By what share of what came in more money was foretold, below 0 less; None where nothing can be told."""
        return float(self.money_foretold / self.money_came) - 1 if self.model and self.money_came > 0 else None


def read_check(warehouse: Warehouse, store_id: int, as_of: date) -> Check:
    """Return the check of a store's models: 26 weeks back, or half of the bills where they cover less than a year.

    It takes 13 weeks and 100 customers with a repeat visit before that day; with less it cannot be checked yet. It is of all
    customers: nothing of it is told to who sees only his own.
    """
    whole = warehouse.whole()
    begins = first_bill(whole, store_id)
    if begins is None or begins > as_of:
        return Check(None, as_of, Has(0, 0))
    day = as_of - timedelta(days=min(AHEAD, ((as_of - begins).days + 1) // 2))
    histories = read_histories(whole, store_id, day, as_of)
    has, model = fit_model(whole, store_id, histories, day, LEAST_THEN)
    if model is None:
        return Check(day, as_of, has)
    span = (as_of - day).days
    each = expected_visits(model.buying, buyers_of(histories), span)
    brought = each * expected_spend(model.spending, spenders_of(histories))
    came = histories["came"].to_numpy()
    return Check(
        day, as_of, has, model, _weeks(whole, store_id, model, histories, day, span), _groups(histories, each),
        float(each.sum()), int(came.sum()), money(np.array([brought.sum()]))[0].as_py(),
        sum(histories["brought"].to_pylist(), Decimal(0)).quantize(Decimal("0.01")),
    )


def _weeks(warehouse: Warehouse, store_id: int, model: Model, histories: pa.Table, day: date, span: int) -> pa.Table:
    ends = np.minimum(np.arange(1, -(-span // WEEK) + 1) * WEEK, span)
    buyers, came = buyers_of(histories), np.zeros(len(ends) + 1, np.int64)
    asked = {"store": store_id, "as_of": day, "until": day + timedelta(days=span)}
    for row in warehouse.over("measures/foresight/later_weeks", {"histories": histories}, **asked).to_pylist():
        came[row["week"]] = row["visits"]
    return pa.table({
        "week": pa.array(range(1, len(ends) + 1), pa.int64()),
        "foretold": pa.array([float(expected_visits(model.buying, buyers, float(end)).sum()) for end in ends]),
        "came": pa.array(came.cumsum()[1:]),
    })


def _groups(histories: pa.Table, foretold: np.ndarray) -> pa.Table:
    place = np.minimum(histories["repeats"].to_numpy(), MOST_VISITS)
    customers = np.bincount(place, minlength=MOST_VISITS + 1)
    there, most = customers > 0, np.maximum(customers, 1)
    sums = (np.bincount(place, each, MOST_VISITS + 1) / most for each in (foretold, histories["came"].to_numpy()))
    mean_foretold, mean_came = (pa.array(each[there]) for each in sums)
    return pa.table({
        "repeats": pa.array(np.flatnonzero(there)), "customers": pa.array(customers[there]), "foretold": mean_foretold,
        "came": mean_came,
    })
