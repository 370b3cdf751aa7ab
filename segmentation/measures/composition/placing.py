"""Which part of a composition a customer is of, and which statement says what was sold of each part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.measures.grades.grading import grade_in_full, window_begins_after
from segmentation.measures.managers.register import NOW, read_holders, read_managers
from segmentation.measures.revenue.composition import UNGRADED
from segmentation.schemes import Scheme, Value
from segmentation.settings.modules import match_module, read_modules
from segmentation.warehouse import Warehouse

OF_CUSTOMERS = ("grade", "module", "region", "manager")
ON_LINES = ("product", "category")
NOWHERE = pa.table({"customer_key": pa.array([], pa.string()), "part": pa.array([], pa.string())})


def sold_by(by: str) -> str:
    """Return the statement that says what was sold of each part."""
    return "measures/composition/line_parts" if by in ON_LINES else "measures/composition/bill_parts"


def told_by(by: str) -> tuple[str, ...]:
    """Return the statements that say what the parts are: the money of each, who came, and covers where lines do not tell them."""
    if by in OF_CUSTOMERS:
        return "measures/composition/parts", "measures/composition/customer_people"
    people = ("measures/composition/parts", "measures/composition/part_people")
    return (*people, "measures/composition/line_covers") if by in ON_LINES else people


def asked(store_id: int, as_of: date, settings: Mapping[str, Value], by: str) -> dict[str, Any]:
    """Return what the statements of parts ask for."""
    return {
        "store": store_id, "begins_after": window_begins_after(as_of, settings["window"]), "last_day": as_of, "by": by,
        "of_customers": by in OF_CUSTOMERS, "of_group": False,
    }


def frames(by: str, placed: pa.Table = NOWHERE, members: pa.Table | None = None) -> dict[str, pa.Table | str]:
    """Return what statements of parts read: which part each customer is of, what was sold, and to whom alone (None: to all)."""
    keys = NOWHERE["customer_key"] if members is None else members["customer_key"]
    return {"placed_parts": placed, "sold": sold_by(by), "members": pa.table({"customer_key": keys})}


def place(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value], by: str, said_by: date = NOW,
    grades: pa.Table | None = None,
) -> pa.Table:
    """Return which part each customer is of (customer_key, part; null where nothing is said), as of a day; else no rows."""
    keys, parts = pa.array([], pa.string()), pa.array([], pa.string())
    if by == "manager":
        holders = read_holders(warehouse, store_id, read_managers(warehouse, store_id, as_of), as_of, said_by)
        keys, parts = holders["customer_key"], holders["manager"]
    elif by in OF_CUSTOMERS:
        if grades is None:
            grades = grade_in_full(warehouse, store_id, scheme, as_of, settings)
        keys, texts = grades["customer"], grades["tier" if by == "grade" else by]
        known, modules = texts.unique().to_pylist(), read_modules(warehouse, store_id)
        meant = {
            "module": lambda text: match_module(modules, text).key, "grade": lambda text: text or UNGRADED,
            "region": lambda text: (text or "").strip() or None,
        }[by]
        parts = pa.array([meant(text) for text in known], pa.string()).take(
            pc.index_in(texts, value_set=pa.array(known, texts.type)).combine_chunks()
        )
    return pa.table({"customer_key": keys, "part": parts})
