"""Grading over a lake, by the very statements that grade a warehouse: the month-ends of a store, or one day, in one pass.

``keep_days`` of ``measures/movement/month_ends`` does the same on DuckDB, a slice at a time; an engine that spreads the work
itself takes all at once. What is worked out on the way is kept as Parquet beside the answer and removed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from segmentation.lake.dialect import spark_statement
from segmentation.lake.engine import Engine
from segmentation.lake.manifest import GRADED, Lake, lake_scheme
from segmentation.measures.foresight.model import fit_counted
from segmentation.measures.foresight.potential import asked_enough, asks_forecast, enough_since, spend_of
from segmentation.measures.grades.grading import WINDOW_MONTHS, tiers_frame
from segmentation.measures.movement.month_ends import days_frame, month_ends
from segmentation.schemes import Scheme, Value
from segmentation.schemes.model import SCORED, WIDE
from segmentation.schemes.rules.parts import MONEY

EVERYBODY = {"after_no": 0, "up_to_no": 2**31 - 1}


@dataclass(frozen=True)
class GradedStore:
    """A store that was graded: by which days, and where the grades lie."""

    store_id: int
    store: str
    days: tuple[date, ...]
    folder: Path


def grade_lake(engine: Engine, lake: Lake, key: str, as_of: date | None = None) -> list[GradedStore]:
    """Grade every store of the lake by its own settings, as of a day, else as of the ends of all its complete months.

    Writes ``grades/scheme=<key>/store_id=<n>/``: month_end (the day), customer_key (of the lake), tier, contribution (CNY, in
    the window up to the day), one row per day and customer with a tier, in place of what was graded by the scheme before. A
    store without a visit has none. Raises InputError for an unknown scheme.
    """
    scheme, target = lake_scheme(lake, key), lake.folder / "grades" / f"scheme={key}"
    beside = lake.folder / "grades" / f".{key}"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    found = []
    try:
        for name in ("customers", "visits", "days", "ratings"):
            if (lake.folder / name).is_dir():
                engine.open(name, lake.folder / name)
        for store in lake.stores:
            days = _days(store, as_of)
            if days:
                _grade(engine, scheme, store, days, beside)
                number = store["store_id"]
                found.append(GradedStore(number, store["store"], tuple(days), target / f"store_id={number}"))
        said = {"export": lake.said["export"], "days": {str(each.store_id): [str(day) for day in each.days] for each in found}}
        (beside / GRADED).write_text(json.dumps(said), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        beside.replace(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return found


def _days(store: Mapping[str, Any], as_of: date | None) -> list[date]:
    if store["first_day"] is None:
        return []
    first, last = (date.fromisoformat(store[name]) for name in ("first_day", "last_day"))
    if as_of is not None:
        return [as_of]
    return month_ends(first, last)


def _grade(engine: Engine, scheme: Scheme, store: Mapping[str, Any], days: Sequence[date], folder: Path) -> None:
    said = store["schemes"][scheme.key]["settings"]  # those that a scheme takes from the default one are no part of its rule
    settings = scheme.defaults() | scheme.parse({name: text for name, text in said.items() if scheme.setting(name)})
    scheme, work = scheme.under(settings), folder / "work"
    values = {"store": store["store_id"], "frequency": settings["frequency"], **EVERYBODY}
    own = scheme.parameters(settings)
    frames = {"month_ends": days_frame(days, settings), "tiers": tiers_frame(scheme), "cost_rates": _rates(store)}
    frames |= scheme.spec.frames()
    if scheme.spec.facts == SCORED:
        frames |= scheme.spec.fact_frames()
    for name, rows in frames.items():
        engine.put(name, rows)
    engine.name("numbered_customers", spark_statement("lake/numbered_places", values))
    _facts(engine, scheme, settings, values, own, work)
    engine.name("placed", spark_statement(f"tiers/{scheme.rule}", own))
    engine.name("month_tiers", spark_statement("measures/movement/month_tiers", {}))
    engine.write(spark_statement("lake/graded", {}), folder / f"store_id={store['store_id']}")
    shutil.rmtree(work, ignore_errors=True)


def _facts(
    engine: Engine, scheme: Scheme, settings: Mapping[str, Value], values: Mapping[str, Any], own: Mapping[str, Any], work: Path
) -> None:
    """Let what the rule of the scheme reads, of all the days, stand as customer_facts."""
    if scheme.spec.facts == WIDE or own.get("rank_by") == "standard":
        engine.put("foretold", _foretold(engine, settings, values))
        engine.name("wide_sums", spark_statement("facts/month_wide_sums", values))
        sql = spark_statement("facts/profits", {"months": WINDOW_MONTHS[settings["window"]]})
    else:
        sql = spark_statement("facts/month_facts", values)
    if scheme.spec.facts == SCORED:
        engine.name("customer_facts", sql)
        engine.name("latest_ratings", spark_statement("facts/month_ratings", values))
        sql = spark_statement("facts/scored_facts", scheme.spec.fact_values())
    engine.write(sql, work)  # a rule reads them several times
    engine.open("customer_facts", work)


def _foretold(engine: Engine, settings: Mapping[str, Value], values: Mapping[str, Any]) -> pa.Table:
    """Return what was foretold as of each of the month_ends: month_no, customer_no, spend_365; no rows where none is asked.

    An engine counts, a model is fitted here: the histories of one day at a time, a row a customer, in the order of the house's
    keys, so that it comes to the same figures as there.
    """
    empty = pa.schema({"month_no": pa.int32(), "customer_no": pa.int32(), "spend_365": MONEY}).empty_table()
    if not asks_forecast(settings):
        return empty
    begins = engine.rows(spark_statement("lake/first_bills", values))["day"][0].as_py()
    enough = spark_statement("measures/foresight/enough_repeaters", asked_enough(values["store"]))
    since = enough_since(begins, engine.rows(enough))
    months = engine.rows("select month_no, as_of from month_ends").to_pylist() if since else []
    told = [_foretold_then(engine, values, begins, month) for month in months if month["as_of"] >= since]
    return pa.concat_tables([empty, *(each.select(empty.column_names).cast(empty.schema) for each in told)])


def _foretold_then(engine: Engine, values: Mapping[str, Any], begins: date, month: Mapping[str, Any]) -> pa.Table:
    day = month["as_of"]
    engine.name("histories", spark_statement("measures/foresight/histories", {**values, "as_of": day, "until": day}))
    histories = engine.rows(spark_statement("lake/placed_histories", {}))
    engine.put("histories", histories)
    counted = engine.rows(spark_statement("measures/foresight/counted", {}))
    found = spend_of(fit_counted(begins, histories, counted, day), histories, "customer_no")
    return found.append_column("month_no", pa.array([month["month_no"]] * found.num_rows, pa.int32()))


def _rates(store: Mapping[str, Any]) -> pa.Table:
    rates = {name: pa.array([Decimal(rate)], MONEY) for name, rate in store["cost_rates"].items()}
    return pa.table({"store_id": pa.array([store["store_id"]], pa.int32()), **rates})
