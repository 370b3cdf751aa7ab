"""Who has which grade: facts of the customers as of a day, the scheme's rule over them, and the graded list.

The facts are read once; the rule reads nothing but them. So a rehearsal under other settings, or a
"what if he came twice more", runs the same rule again over the same facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.schemes import Scheme, Value
from segmentation.warehouse import Warehouse

COLUMNS = (
    "store", "customer", "name", "phone", "module", "manager", "region", "tier", "last_visit", "recency_days",
    "frequency", "contribution", "standard", "frequency_rank", "contribution_rank",
)
# byte by byte, as the engine compares texts; a null stands last
ORDER = [("tier_no", "ascending"), ("contribution", "descending"), ("customer", "ascending"), ("store", "ascending")]


@dataclass(frozen=True)
class Rehearsal:
    """What other settings would do: ``matrix`` (one row per tier now and tier then), and who moves."""

    matrix: pa.Table
    customers: int
    moved: int


def default_as_of(warehouse: Warehouse, store_id: int) -> date | None:
    """Return the store's last day with a bill, walk-ins included; None for a store without bills."""
    found = warehouse.rows("facts/last_days", stores=[store_id])
    return found[0]["last_day"] if found else None


def read_facts(warehouse: Warehouse, store_id: int | None, as_of: date, settings: Mapping[str, Value]) -> pa.Table:
    """Return the customers' facts as of a day: what every rule is computed from.

    One row per customer and store: store_id, customer_key, first_visit, last_visit, recency_days,
    frequency, contribution (CNY), tables. ``store_id`` None reads every store. Of the settings,
    ``window`` and ``frequency`` count. Nothing after ``as_of`` is seen; a profile without a bill has
    no last_visit and zeros; walk-ins, and customers first seen after ``as_of``, are left out.
    """
    values = {
        "as_of": as_of,
        "window_begins_after": window_begins_after(as_of, settings["window"]),
        "frequency": settings["frequency"],
    }
    stores = _store_ids(warehouse, store_id) or [0]  # a store that is none: no rows, with the columns
    return pa.concat_tables(warehouse.table("facts/customer_facts", store=store, **values) for store in stores)


def place_customers(warehouse: Warehouse, scheme: Scheme, facts: pa.Table, settings: Mapping[str, Value]) -> pa.Table:
    """Return what the scheme's rule says of each customer in ``facts``: tier_no (1 the best) and how it came about.

    One row per customer and store, in no order. tier_no is null for a customer who has not visited
    yet; ranks are null for him and for those asleep. Stores are ranked apart from each other.
    """
    return warehouse.over(f"tiers/{scheme.rule}", {"customer_facts": facts}, **scheme.parameters(settings))


def grade(
    warehouse: Warehouse, store_id: int | None, scheme: Scheme, as_of: date, settings: Mapping[str, Value]
) -> pa.Table:
    """Return the graded list of a store (None: of every store) as of a day.

    One row per customer, ``COLUMNS``: contribution and standard in CNY, exact; standard is null
    without tables; ranks are null for those asleep. Order: tier, contribution descending, key; those
    who have not visited yet (tier null) stand last. An empty store gives no rows.
    """
    return grade_in_full(warehouse, store_id, scheme, as_of, settings).select(COLUMNS)


def grade_in_full(
    warehouse: Warehouse, store_id: int | None, scheme: Scheme, as_of: date, settings: Mapping[str, Value]
) -> pa.Table:
    """Return ``grade`` with what measures need besides: store_id, tier_no, first_visit, tables."""
    facts = read_facts(warehouse, store_id, as_of, settings)
    return list_grades(warehouse, scheme, facts, place_customers(warehouse, scheme, facts, settings))


def list_grades(warehouse: Warehouse, scheme: Scheme, facts: pa.Table, placed: pa.Table) -> pa.Table:
    """Return facts and placings as a graded list with names, in the order of ``grade``."""
    grades = warehouse.over("measures/grades", {"customer_facts": facts, "placed": placed})
    grades = grades.take(pc.sort_indices(grades, ORDER))  # Arrow sorts so wide a list in less than half the engine's time
    tier_no = grades["tier_no"].combine_chunks()
    tiers = pa.array(scheme.tier_keys, pa.string()).take(pc.subtract(tier_no, 1))
    return grades.add_column(COLUMNS.index("tier"), "tier", tiers)


def tier_summary(
    warehouse: Warehouse, store_id: int | None, scheme: Scheme, as_of: date, settings: Mapping[str, Value]
) -> pa.Table:
    """Return what each tier of a store (None: of every store) is and brings as of a day.

    One row per tier and store, the best tier first, tiers without customers included: store, tier,
    customers, customer_share, contribution (CNY), contribution_share, average_frequency, standard
    (CNY), store_id, tier_no. Shares are ratios (0–1) of the graded customers, null where there is
    nothing to share; those who have not visited yet are not counted.
    """
    return summarise_tiers(warehouse, store_id, scheme, grade_in_full(warehouse, store_id, scheme, as_of, settings))


def summarise_tiers(warehouse: Warehouse, store_id: int | None, scheme: Scheme, grades: pa.Table) -> pa.Table:
    """Return ``tier_summary`` of a list that ``grade_in_full`` made."""
    frames = {"grades": grades, "tiers": _tiers(scheme)}
    return warehouse.over("measures/tier_summary", frames, stores=_store_ids(warehouse, store_id))


def rehearse(
    warehouse: Warehouse,
    store_id: int,
    scheme: Scheme,
    as_of: date,
    settings_now: Mapping[str, Value],
    settings_new: Mapping[str, Value],
) -> Rehearsal:
    """Return who would move from which tier to which if the settings were changed; nothing is saved.

    ``matrix`` has one row per from_tier and to_tier, all pairs: customers, and contribution (CNY)
    under the present settings. Those who have not visited yet stay so and are not counted.
    """
    facts = read_facts(warehouse, store_id, as_of, settings_now)
    same = all(settings_now[name] == settings_new[name] for name in ("window", "frequency"))
    facts_then = facts if same else read_facts(warehouse, store_id, as_of, settings_new)
    frames = {
        "customer_facts": facts,
        "placed": place_customers(warehouse, scheme, facts, settings_now),
        "placed_then": place_customers(warehouse, scheme, facts_then, settings_new),
        "tiers": _tiers(scheme),
    }
    matrix = warehouse.over("measures/rehearsal", frames)
    moves = matrix.to_pylist()
    return Rehearsal(
        matrix,
        customers=sum(move["customers"] for move in moves),
        moved=sum(move["customers"] for move in moves if move["from_tier"] != move["to_tier"]),
    )


def _tiers(scheme: Scheme) -> pa.Table:
    numbers = [tier.number for tier in scheme.tiers]
    return pa.table({"tier_no": pa.array(numbers, pa.int32()), "tier": pa.array(scheme.tier_keys, pa.string())})


def _store_ids(warehouse: Warehouse, store_id: int | None) -> list[int]:
    if store_id is not None:
        return [store_id]
    return [row[0] for row in warehouse.cursor().execute("select store_id from stores order by store_id").fetchall()]


def window_begins_after(as_of: date, window: str) -> date:
    """Return the last day before the window; the window holds ``as_of`` and as many days as it says.

    >>> window_begins_after(date(2026, 9, 30), "60"), window_begins_after(date(2026, 9, 30), "all")
    (datetime.date(2026, 8, 1), datetime.date(1, 1, 1))
    """
    return date.min if window == "all" else as_of - timedelta(days=int(window))
