"""Who had which tier at the end of many months, found in one pass: each month-end stands as a store of its own.

A rule ranks each store apart from every other. So the facts of all the days are made by one statement over the visits, with
the number of the day as the store, and the rule runs once over them all. Nothing of it leaves the engine: 24 month-ends of
200 000 customers are millions of rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from segmentation.measures.grading import (
    HALF_YEAR,
    WINDOW_MONTHS,
    YEAR,
    last_quarter_end,
    rates_frame,
    window_begins_after,
)
from segmentation.schemes import Scheme, Value
from segmentation.schemes.model import SCORED, WIDE
from segmentation.warehouse import Cursor, Warehouse, parameters, statement

SPANS = ("window_begins_after", "regraded_on", "half_year_before", "year_before")


def month_ends(first: date, last: date) -> list[date]:
    """Return the last days of the months from that of ``first`` on that are over by the end of ``last``, in order.

    >>> [f"{day:%m-%d}" for day in month_ends(date(2026, 1, 31), date(2026, 3, 30))]
    ['01-31', '02-28']
    """
    days, day = [], month_end(first)
    while day <= last:
        days.append(day)
        day = month_end(day + timedelta(days=1))
    return days


def month_end(day: date) -> date:
    """Return the last day of the month of ``day``.

    >>> month_end(date(2028, 2, 1))
    datetime.date(2028, 2, 29)
    """
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def first_day(warehouse: Warehouse, store_id: int) -> date | None:
    """Return the day of the first visit of a customer, no walk-in; None where there is none."""
    found = warehouse.cursor().execute("select min(visit_date) from visits where store_id = $store", {"store": store_id})
    return found.fetchall()[0][0]


def grade_days(
    warehouse: Warehouse, store_id: int, scheme: Scheme, days: Sequence[date], settings: Mapping[str, Value]
) -> pa.Table:
    """Return who has which tier on each of ``days``, all of them graded in one pass under the same settings.

    One row per day and customer with a tier, in no order: month_end (the day), customer_key, tier_no (1 the best),
    contribution (CNY, in the window up to that day). On each day it is what ``grade`` says of it. No days give no rows.
    """
    cursor = warehouse.cursor()
    keep_days(cursor, warehouse, store_id, scheme, days, settings)
    return cursor.sql("select * from month_tiers").to_arrow_table()


def keep_days(
    cursor: Cursor, warehouse: Warehouse, store_id: int, scheme: Scheme, days: Sequence[date], settings: Mapping[str, Value]
) -> None:
    """Put what ``grade_days`` returns into the temporary table month_tiers of the cursor."""
    asked = {"store": store_id, "frequency": settings["frequency"]}
    cursor.register("month_ends", days_frame(days, settings))
    _keep(cursor, "numbered_customers", "facts/numbered_customers", asked)
    _keep_facts(cursor, warehouse, store_id, scheme, settings, asked)
    for name, rows in scheme.spec.frames().items():
        cursor.register(name, rows)
    _keep(cursor, "placed", f"tiers/{scheme.rule}", scheme.parameters(settings), "store_id, customer_key, tier_no, contribution")
    _keep(cursor, "month_tiers", "measures/month_tiers", {})
    for name in ("placed", "customer_facts", "numbered_customers"):
        cursor.execute(f"drop table temp.{name}")
    for name in ("month_ends", *scheme.spec.frames()):
        cursor.unregister(name)


def _keep_facts(
    cursor: Cursor, warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value], asked: Mapping[str, Any]
) -> None:
    if scheme.spec.facts == WIDE:
        cursor.register("cost_rates", rates_frame(warehouse, [store_id]))
        _keep(cursor, "wide_sums", "facts/month_wide_sums", asked)
        _keep(cursor, "customer_facts", "facts/profits", {"months": WINDOW_MONTHS[settings["window"]]})
        cursor.execute("drop table temp.wide_sums")
        return
    _keep(cursor, "customer_facts", "facts/month_facts", asked)
    if scheme.spec.facts == SCORED:
        _keep(cursor, "latest_ratings", "facts/month_ratings", asked)
        for name, rows in scheme.spec.fact_frames().items():
            cursor.register(name, rows)
        _keep(cursor, "scored_facts", "facts/scored_facts", scheme.spec.fact_values())
        cursor.execute("drop table temp.customer_facts")
        cursor.execute("alter table temp.scored_facts rename to customer_facts")


def _keep(cursor: Cursor, table: str, name: str, values: Mapping[str, Any], columns: str = "*") -> None:
    sql = statement(name)
    cursor.execute(f"create or replace temp table {table} as select {columns} from ({sql})", parameters(sql, values))


def days_frame(days: Sequence[date], settings: Mapping[str, Value]) -> pa.Table:
    """Return the days as SQL reads them, in order and each once: month_no (from 1 up), as_of, and the days of ``SPANS``."""
    ordered = sorted(set(days))
    spans = [(
        window_begins_after(day, settings["window"]),
        last_quarter_end(day) if settings.get("regrade") == "quarter" else day,
        day - timedelta(days=HALF_YEAR),
        day - timedelta(days=YEAR),
    ) for day in ordered]
    columns = zip(*spans, strict=True) if spans else [()] * len(SPANS)
    return pa.table({
        "month_no": pa.array(range(1, len(ordered) + 1), pa.int32()),
        "as_of": pa.array(ordered, pa.date32()),
        **{name: pa.array(column, pa.date32()) for name, column in zip(SPANS, columns, strict=True)},
    })
