"""The bills of a store or of one customer, with all that the till said of them."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.fields import SAID
from segmentation.warehouse import Warehouse

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
ALL = 1 << 40
ALWAYS = ("bill_date", "customer", "tables", "amount")  # shown whether or not a bill says anything there


def read_bills(
    warehouse: Warehouse, store_id: int, customer: str | None = None, first: date | None = None, last: date | None = None,
    limit: int = ALL,
) -> pa.Table:
    """Return the live bills from ``first`` to ``last`` (None: all), of one customer or of everybody, the newest first.

    One row per bill: bill_no, bill_date, bill_time (18:30), customer, name, room, meal_period, tables, covers, amount (CNY),
    gross, discount, cost, payment_method, from_card, channel, manager; columns of which no bill says anything are left out.
    Behind them stands every other column of their files under its own header, its name beginning with ``fields.SAID``.
    """
    found = warehouse.table(
        "measures/revenue/bill_list", store=store_id, customer=customer, first_day=first or FIRST_DAY, last_day=last or LAST_DAY,
        limit=limit,
    )
    fields = found["fields"].combine_chunks()
    frame = found.drop_columns(["fields"])
    frame = frame.select([name for name in frame.column_names if name in ALWAYS or _says(frame[name])])
    for header in pc.unique(fields.keys).to_pylist() if len(fields) else []:
        frame = frame.append_column(SAID + header, pc.map_lookup(fields, header, "first"))
    return frame


def _says(column: pa.ChunkedArray) -> bool:
    """Whether any bill says something in a column: a flag that is nowhere set says nothing."""
    return bool(pc.any(column).as_py()) if pa.types.is_boolean(column.type) else column.null_count < len(column)
