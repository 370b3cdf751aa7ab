"""Who will be asleep at the end of a month: the chance for each active customer who can fall asleep by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.measures.foresight.buying import chance_of_none
from segmentation.measures.foresight.model import LEAST, buyers_of, fit_model, read_histories
from segmentation.measures.movement.month_ends import month_end
from segmentation.measures.movement.return_chance import GapLength, survive
from segmentation.warehouse import Warehouse

MODEL, CURVE = "model", "curve"


@dataclass(frozen=True)
class AsleepNext:
    """Who can fall asleep by the end of ``until``, as known on ``day``: without a visit within ``active_days`` up to it.

    ``customers`` has one row per active customer who can, the highest chance first, ties by key: customer_key, last_visit,
    chance (0–1). ``method`` is MODEL where the store's bills give one, else CURVE: the Kaplan–Meier curve of gaps between visits.
    """

    day: date
    until: date
    active_days: int
    method: str
    customers: pa.Table

    @property
    def expected(self) -> float:
        """How many of them will fall asleep, on average."""
        return pc.sum(self.customers["chance"]).as_py() or 0.0


def next_end(day: date) -> date:
    """Return the day for which it is foretold on ``day``: the next month-end after it.

    >>> next_end(date(2026, 9, 30)), next_end(date(2026, 10, 1))
    (datetime.date(2026, 10, 31), datetime.date(2026, 10, 31))
    """
    return month_end(day + timedelta(days=1))


def read_asleep(warehouse: Warehouse, store_id: int, day: date, active_days: int) -> AsleepNext:
    """Return who can fall asleep by the next month-end after a day, from the bills up to the day.

    A manager is shown his own customers alone, by a model of all. A store without active customers gives no rows.
    """
    whole, until = warehouse.whole(), next_end(day)
    histories = read_histories(whole, store_id, day)
    model = fit_model(whole, store_id, histories, day, LEAST)[1]
    last = histories["last_visit"]
    away = pc.days_between(last, pa.scalar(day, pa.date32()))
    by_then = pc.days_between(last, pa.scalar(until, pa.date32()))
    can = histories.filter(pc.and_(pc.less_equal(away, active_days), pc.greater(by_then, active_days)))
    days = (until - day).days
    if model is None:
        chances = _by_curve(whole, store_id, day, can, days)
    else:
        # a visit before the active days up to the month's end does not keep anybody awake
        chances = chance_of_none(model.buying, buyers_of(can), np.full(can.num_rows, days), max(0, days - active_days - 1))
    found = pa.table({
        "customer_key": can["customer_key"], "last_visit": can["last_visit"], "chance": pa.array(chances, pa.float64()),
    }).sort_by([("chance", "descending"), ("customer_key", "ascending")])
    method = CURVE if model is None else MODEL
    return AsleepNext(day, until, active_days, method, warehouse.own(found, store_id=store_id))


def _by_curve(warehouse: Warehouse, store_id: int, day: date, can: pa.Table, days: int) -> np.ndarray:
    """Return of each the share of gaps as long as his that last ``days`` more: S(silence + days) ÷ S(silence)."""
    nobody = pa.table({"customer_key": pa.nulls(0, pa.string()), "group_key": pa.nulls(0, pa.string())})
    rows = warehouse.over("measures/movement/gaps", {"groups": nobody}, store=store_id, as_of=day, grouped=False).to_pylist()
    points = survive([GapLength(row["gap_days"], row["returned"], row["censored"], row["at_risk"]) for row in rows])
    ends, silent = np.array([point.day for point in points]), np.array([point.silent for point in points])
    away = can["age_days"].to_numpy() - can["seen_days"].to_numpy()
    now, then = (silent[np.searchsorted(ends, each, side="right") - 1] for each in (away, away + days))
    return then / np.where(now > 0, now, 1.0)
