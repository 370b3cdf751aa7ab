"""The keys under which customers stand in a lake: made of their own keys and of the secret beside the warehouse.

A key of the house may be a phone or a name. What stands in its place is the beginning of a keyed hash, so that it is the same in
every export, and nobody without the secret can try out phones.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from segmentation.ingest.erase.marks import make_key, mark_of
from segmentation.warehouse import Warehouse

DIGITS = 24  # hexadecimal: 96 bits, so that of a hundred million customers no two are taken for one


def lake_keys(warehouse: Warehouse, store_id: int) -> pa.Table:
    """Return under which key every customer of a store stands in a lake: customer_key, lake_key.

    Raises InputError where the secret is gone though people were erased under it.
    """
    cursor = warehouse.cursor()
    secret = make_key(warehouse, cursor.execute("select exists (select 1 from erased_marks)").fetchall()[0][0])
    asked: Mapping[str, int] = {"store": store_id}
    keys = cursor.arrow("select customer_key from customers where store_id = $store", asked)["customer_key"]
    hashed = [mark_of(secret, f"lake {store_id}", key)[:DIGITS] for key in keys.to_pylist()]
    return pa.table({"customer_key": keys, "lake_key": pa.array(hashed, pa.string())})
