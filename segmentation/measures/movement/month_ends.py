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

from segmentation.measures.foresight.potential import COLUMNS, asks_forecast, fitted_since, read_foretold
from segmentation.measures.grades.grading import (
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

# rows of customers and days that are worked on at once, so that what is sorted on the way fits in memory
FACTS_AT_ONCE, WIDE_AT_ONCE, PLACED_AT_ONCE = 1_200_000, 300_000, 1_600_000
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
    found = warehouse.cursor().execute(
        "select min(visit_date) from visits where store_id = $store and bills > 0", {"store": store_id}
    )
    return found.fetchall()[0][0]


def grade_days(
    warehouse: Warehouse, store_id: int, scheme: Scheme, days: Sequence[date], settings: Mapping[str, Value]
) -> pa.Table:
    """Return who has which tier on each of ``days``, all of them graded in one pass under the same settings.

    One row per day and customer with a tier, in no order: month_end (the day), customer_key, tier_no (1 the best),
    contribution (CNY, in the window up to that day). On each day it is what ``grade`` says of it. No days give no rows.
    """
    whole = warehouse.whole()
    cursor = whole.cursor()
    keep_days(cursor, whole, store_id, scheme, days, settings)
    return warehouse.own(cursor.arrow("select * from month_tiers"), store_id=store_id)


def keep_days(
    cursor: Cursor, warehouse: Warehouse, store_id: int, scheme: Scheme, days: Sequence[date], settings: Mapping[str, Value]
) -> None:
    """Put what ``grade_days`` returns into the temporary table month_tiers of the cursor."""
    warehouse.check_ranking()
    asked, scheme = {"store": store_id, "frequency": settings["frequency"]}, scheme.under(settings)
    cursor.register("month_ends", days_frame(days, settings))
    _keep(cursor, "numbered_customers", "facts/numbered_customers", asked)
    _keep_facts(cursor, warehouse, store_id, scheme, settings, asked)
    for name, rows in scheme.spec.frames().items():
        cursor.register(name, rows)
    _place(cursor, scheme, settings)
    for name in ("month_facts", "numbered_customers"):
        cursor.execute(f"drop table temp.{name}")
    for name in ("month_ends", *scheme.spec.frames()):
        cursor.unregister(name)


def _keep_facts(
    cursor: Cursor, warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value], asked: Mapping[str, Any]
) -> None:
    """Keep what the rule of the scheme reads, of all the days, as month_facts."""
    by_standard = scheme.parameters(settings).get("rank_by") == "standard"  # which asks for tables
    if scheme.spec.facts == WIDE or by_standard:
        cursor.register("cost_rates", rates_frame(warehouse, [store_id]))
        _keep_foretold(cursor, warehouse, store_id, settings)
        _keep_by_customers(cursor, "wide_sums", "facts/month_wide_sums", asked, WIDE_AT_ONCE)
        _keep(cursor, "month_facts", "facts/profits", {"months": WINDOW_MONTHS[settings["window"]]})
        for name in ("wide_sums", "foretold"):
            cursor.execute(f"drop table temp.{name}")
        return
    if scheme.spec.facts != SCORED:
        _keep_by_customers(cursor, "month_facts", "facts/month_facts", asked, FACTS_AT_ONCE)
        return
    _keep_by_customers(cursor, "customer_facts", "facts/month_facts", asked, FACTS_AT_ONCE)
    _keep(cursor, "latest_ratings", "facts/month_ratings", asked)
    for name, rows in scheme.spec.fact_frames().items():
        cursor.register(name, rows)
    _keep(cursor, "month_facts", "facts/scored_facts", scheme.spec.fact_values())
    cursor.execute("drop table temp.customer_facts")


def _keep_foretold(cursor: Cursor, warehouse: Warehouse, store_id: int, settings: Mapping[str, Value]) -> None:
    """Keep what was foretold as of each of the days, by a model of the bills up to it; nothing where settings ask for none."""
    since = fitted_since(warehouse, store_id) if asks_forecast(settings) else None
    days = cursor.execute("select month_no, as_of from month_ends where as_of >= $since", {"since": since}).fetchall()
    cursor.register("foretold_then", COLUMNS.empty_table())
    _keep(cursor, "foretold", "facts/month_foretold", {"month_no": 0})
    for month_no, day in days:
        cursor.register("foretold_then", read_foretold(warehouse, store_id, day, settings))
        _keep(cursor, "foretold", "facts/month_foretold", {"month_no": month_no}, more=True)
    cursor.unregister("foretold_then")


def _keep_by_customers(cursor: Cursor, table: str, name: str, values: Mapping[str, Any], at_once: int) -> None:
    """Keep facts, so many customers at a time. A customer's facts are his own, and visits lie in the order of customers: each
    is read once all the same."""
    customers, days = _size(cursor)
    size = max(1, at_once // max(1, days))
    for after in range(0, max(1, customers), size):
        _keep(cursor, table, name, {**values, "after_no": after, "up_to_no": after + size}, more=after > 0)


def _place(cursor: Cursor, scheme: Scheme, settings: Mapping[str, Value]) -> None:
    """Keep what the rule says of month_facts as month_tiers, so many days at a time: it ranks them apart anyway."""
    customers, days = _size(cursor)
    size = max(1, PLACED_AT_ONCE // max(1, customers))
    for after in range(0, max(1, days), size):
        cursor.execute(
            "create or replace temp view customer_facts as "
            f"select * from temp.month_facts where store_id > {after} and store_id <= {after + size}"
        )
        _keep(
            cursor, "month_tiers", "measures/movement/month_tiers", scheme.parameters(settings), placed=f"tiers/{scheme.rule}",
            more=after > 0,
        )
    cursor.execute("drop view temp.customer_facts")


def _size(cursor: Cursor) -> tuple[int, int]:
    """Return how many customers and how many days there are."""
    return cursor.execute("select (select count(*) from numbered_customers), (select count(*) from month_ends)").fetchall()[0]


def _keep(
    cursor: Cursor, table: str, name: str, values: Mapping[str, Any], *, placed: str | None = None, more: bool = False
) -> None:
    """Keep what a statement returns as a temporary table, or put it into the one that there is (``more``).

    ``placed`` is a statement that it reads under that name; millions of rows need not be kept in between.
    """
    sql = statement(name)
    if placed:
        sql = f"with placed as ({statement(placed)}) select * from ({sql})"
    into = f"insert into temp.{table}" if more else f"create or replace temp table {table} as"
    cursor.execute(f"{into} select * from ({sql})", parameters(sql, values))


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
