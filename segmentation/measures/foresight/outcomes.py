"""What became of those who were foretold to fall asleep: hits and misses, Brier score, calibration; and the kept month-ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.ingest.books import closed_months, only_open
from segmentation.ingest.control import Control
from segmentation.ingest.pending import pending_marks
from segmentation.measures.foresight.asleep import AsleepNext, read_asleep
from segmentation.measures.movement.month_ends import month_end
from segmentation.measures.movement.snapshots import complete_months, marks_of
from segmentation.measures.normal import Z_95
from segmentation.schemes import DEFAULT
from segmentation.settings.kept import scheme_settings
from segmentation.settings.own_schemes import find_scheme
from segmentation.warehouse import Warehouse

FEWEST = 30  # customers of a store of which forecasts are kept: of fewer no score can be told
LAST_KEPT = 2  # month-ends that are kept at once; earlier ones stay as they were kept
TENTHS = 10
TABLES = ("kept_forecasts", "kept_chances")


@dataclass(frozen=True)
class Outcome:
    """What became of those foretold at a month's end.

    ``rows``: customer_key, chance, fell (whether he was asleep at ``until``), the highest chance first. ``is_kept``: as it was
    kept then, and not worked out afterwards from the bills up to the day.
    """

    day: date
    until: date
    is_kept: bool
    rows: pa.Table

    @property
    def chances(self) -> np.ndarray:
        """What was foretold."""
        return self.rows["chance"].to_numpy()

    @property
    def fell(self) -> np.ndarray:
        """What came, 1 for asleep."""
        return self.rows["fell"].to_numpy(zero_copy_only=False).astype(float)

    @property
    def brier(self) -> float | None:
        """The mean of (chance − what came)²; None of nobody. The less, the better."""
        return float(np.mean((self.chances - self.fell) ** 2)) if self.rows.num_rows else None

    @property
    def base_brier(self) -> float | None:
        """What the score would be if the share that fell asleep had been foretold of each; None of nobody."""
        return float(np.mean((self.fell.mean() - self.fell) ** 2)) if self.rows.num_rows else None

    @property
    def tells_more(self) -> bool | None:
        """Whether the chances were surely nearer to what came than the mere share: the 95 % interval of the mean difference of
        the two scores, customer by customer, lies on one side of 0. None where it holds 0, and of fewer than two."""
        gains = (self.fell.mean() - self.fell) ** 2 - (self.chances - self.fell) ** 2 if self.rows.num_rows else np.array([])
        if len(gains) < 2:
            return None
        middle, reach = gains.mean(), Z_95 * gains.std(ddof=1) / np.sqrt(len(gains))
        return None if abs(middle) <= reach else bool(middle > 0)

    @property
    def tenths(self) -> pa.Table:
        """By tenth of chance (0: below 10 %, … 9: 90 % and more), those with anybody: tenth, customers, chance (mean), fell
        (share)."""
        place = tenth_of(self.chances)
        customers = np.bincount(place, minlength=TENTHS)
        there, most = customers > 0, np.maximum(customers, 1)
        chance, fell = (np.bincount(place, each, TENTHS) / most for each in (self.chances, self.fell))
        return pa.table({
            "tenth": pa.array(np.flatnonzero(there)), "customers": pa.array(customers[there]),
            "chance": pa.array(chance[there]), "fell": pa.array(fell[there]),
        })


def tenth_of(chances: np.ndarray) -> np.ndarray:
    """Return the tenth that each chance is of.

    >>> tenth_of(np.array([0.0, 0.0999, 0.1, 0.95, 1.0])).tolist()
    [0, 0, 1, 9, 9]
    """
    return np.minimum((chances * TENTHS + 1e-9).astype(np.int64), TENTHS - 1)


def last_told(as_of: date) -> date:
    """Return the last month-end whose forecast can be judged by the end of a day.

    >>> last_told(date(2026, 10, 31)), last_told(date(2026, 10, 30))
    (datetime.date(2026, 9, 30), datetime.date(2026, 8, 31))
    """
    ended = as_of if month_end(as_of) == as_of else as_of.replace(day=1) - timedelta(days=1)
    return ended.replace(day=1) - timedelta(days=1)


def read_outcome(warehouse: Warehouse, store_id: int, as_of: date, active_days: int) -> Outcome:
    """Return what became of the last forecast that can be judged: as it was kept, else as it would have been told then."""
    day = last_told(as_of)
    kept = read_kept_outcomes(warehouse, store_id, as_of)
    if day in kept:
        return kept[day]
    told = read_asleep(warehouse, store_id, day, active_days)
    return _judge(warehouse, store_id, told, as_of)


def read_kept_outcomes(warehouse: Warehouse, store_id: int, as_of: date) -> dict[date, Outcome]:
    """Return what became of each kept forecast that can be judged by the end of a day, by its month-end, in order."""
    rows = warehouse.rows("measures/foresight/forecasts_kept", store=store_id)
    frames = {"forecasts": "measures/foresight/forecasts_kept", "chances": "measures/foresight/chances_kept"}
    found = warehouse.over("measures/foresight/asleep_outcomes", frames, store=store_id, as_of=as_of)
    return {
        row["month_end"]: Outcome(
            row["month_end"], row["until"], True,
            found.filter(pc.equal(found["month_end"], pa.scalar(row["month_end"], pa.date32()))).drop_columns(["month_end"]),
        )
        for row in reversed(rows) if row["until"] <= as_of
    }


def score_months(outcomes: Iterable[Outcome]) -> pa.Table:
    """Return a row for each outcome, the last month first: month_end (of the day for which it was told), customers,
    foretold_asleep (the sum of their chances), fell_asleep, brier, base_brier."""
    told = [each for each in outcomes if each.rows.num_rows][::-1]
    number = pa.float64()
    return pa.table({
        "month_end": pa.array([each.until for each in told], pa.date32()),
        "customers": pa.array([each.rows.num_rows for each in told], pa.int64()),
        "foretold_asleep": pa.array([float(each.chances.sum()) for each in told], number),
        "fell_asleep": pa.array([int(each.fell.sum()) for each in told], pa.int64()),
        "brier": pa.array([each.brier for each in told], number),
        "base_brier": pa.array([each.base_brier for each in told], number),
    })


def _judge(warehouse: Warehouse, store_id: int, told: AsleepNext, as_of: date) -> Outcome:
    forecasts = pa.table({
        "month_end": pa.array([told.day], pa.date32()), "until": pa.array([told.until], pa.date32()),
        "active_days": pa.array([told.active_days], pa.int32()),
    })
    month = pa.array([told.day] * told.customers.num_rows, pa.date32())
    chances = told.customers.select(["customer_key", "chance"]).append_column("month_end", month)
    frames = {"forecasts": forecasts, "chances": chances}
    found = warehouse.over("measures/foresight/asleep_outcomes", frames, store=store_id, as_of=as_of)
    return Outcome(told.day, told.until, False, found.drop_columns(["month_end"]))


def keep_forecasts(warehouse: Warehouse, store_id: int, control: Control | None = None) -> list[date]:
    """Keep who was foretold to fall asleep at the store's last two complete month-ends, and return those that were not kept so.

    What was kept of earlier ones stays. Where the visits up to a kept month-end have changed it is foretold anew, but in a closed
    month; where the month is no more complete, it is forgotten. Nothing is kept of a store with fewer than 30 customers, and
    nothing is written where others change the store meanwhile: what they do is followed as well.
    """
    control, mark = control or Control(), pending_marks(warehouse).get(store_id)
    size = warehouse.cursor().execute("select count(*) from customers where store_id = $store", {"store": store_id}).fetchall()
    kept = {row["month_end"]: row for row in warehouse.rows("measures/foresight/forecasts_kept", store=store_id)}
    complete = complete_months(warehouse, store_id) if kept or size[0][0] >= FEWEST else []
    if not (kept or complete):
        return []
    told = warehouse.rows("measures/movement/month_marks", store=store_id, with_ratings=False)
    marks = marks_of([(row["month"], row["facts_mark"]) for row in told], {*complete, *kept})
    stale = [day for day, row in kept.items() if row["facts_mark"] != marks[day]]
    open_days = only_open([*complete[-LAST_KEPT:], *stale], closed_months(warehouse.cursor(), store_id))
    missing = sorted({day for day in open_days if day in complete and (day not in kept or day in stale)})
    gone = [day for day in kept if day not in complete]
    if not (missing or gone):
        return []
    days = scheme_settings(warehouse, store_id, find_scheme(warehouse, DEFAULT))["active_days"]
    found = []
    for day in missing:
        control.check()
        found.append(read_asleep(warehouse, store_id, day, kept[day]["active_days"] if day in kept else days))
    with warehouse.writing() as cursor:
        if pending_marks(warehouse).get(store_id) != mark:
            return []
        for table in TABLES:
            cursor.execute(
                f"delete from {table} where store_id = $store and list_contains($days, month_end)",
                {"store": store_id, "days": [*missing, *gone]},
            )
        for each in found:
            key = {"store": store_id, "day": each.day}
            cursor.execute(
                "insert into kept_forecasts values ($store, $day, $until, $active_days, $method, $mark)",
                {**key, "until": each.until, "active_days": each.active_days, "method": each.method, "mark": marks[each.day]},
            )
            cursor.register("found_chances", each.customers)
            cursor.execute(
                "insert into kept_chances by name select $store as store_id, $day as month_end, customer_key, chance "
                "from found_chances order by customer_key", key,
            )
            cursor.unregister("found_chances")
    return missing
