"""When a customer was here, and what he spent each time."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from segmentation.warehouse import Warehouse


def last_visits(warehouse: Warehouse, store_id: int, customer: str, as_of: date, limit: int = 12) -> pa.Table:
    """Return the customer's last visits up to the as-of day, the newest first.

    One row per day visited: visit_date, bills, tables, amount (CNY, refunds netted). An unknown customer gives no rows.
    """
    return warehouse.table("measures/movement/customer_visits", store=store_id, customer=customer, as_of=as_of, limit=limit)
