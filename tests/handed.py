"""Rows of a handover book, for tests of what is printed of it."""

from decimal import Decimal

import pyarrow as pa

TYPES = pa.schema([
    *((name, pa.string()) for name in ("manager", "customer", "name", "phone", "tier")), ("contribution", pa.decimal128(18, 2)),
    ("last_visit", pa.date32()), ("birthday", pa.string()), ("habits", pa.string()), ("next_day", pa.date32()),
    ("last_contact", pa.date32()), *((name, pa.string()) for name in ("outcome", "last_note", "note")), ("is_barred", pa.bool_()),
])


def customer(manager, key, tier="A", **more):
    row = dict.fromkeys(TYPES.names) | {"manager": manager, "customer": key, "tier": tier, "contribution": Decimal("500.00"), "is_barred": False}
    return row | more
