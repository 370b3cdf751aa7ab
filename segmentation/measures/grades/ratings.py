"""How customers were rated: the scores that count on a day, how they came about, and what managers say of potential."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from segmentation.warehouse import Warehouse


def read_ratings(warehouse: Warehouse, store_id: int, as_of: date) -> pa.Table:
    """Return the score that counts on a day, for each customer and criterion that was rated by then.

    One row per store, customer and criterion: store_id, customer_key, criterion (as it was written), score (decimal, 0–100),
    rated_on. The last on or before ``as_of`` counts, of several on a day that of the later batch; one that was taken back
    gives no row. Customers whom neither bill nor profile has brought yet are among them. None rated: no rows.
    """
    return warehouse.table("facts/latest_ratings", stores=[store_id], as_of=as_of)


def ratings_history(warehouse: Warehouse, store_id: int, customer: str, as_of: date) -> pa.Table:
    """Return every score of a customer up to a day: criterion, rated_on, score (decimal), by criterion, the oldest first.

    One row per criterion and day; of several on a day that of the later batch counts. An unknown customer gives no rows.
    """
    return warehouse.table("measures/grades/ratings_history", store=store_id, customer=customer, as_of=as_of)


def read_potentials(warehouse: Warehouse, store_id: int) -> pa.Table:
    """Return what managers say of each customer: customer_key, potential (A, B, C or 1–100 as text), contacts (a month, as text).

    One row per customer who is no walk-in; null where nothing was said.
    """
    return warehouse.table("measures/grades/potentials", store=store_id)
