"""Who has which tier on the store's last day, kept by each followed scheme, so that a list of the day ranks nobody anew.

A rule reads nothing but facts, scheme and settings. So what is kept says of which facts and under which version of the scheme it
was found, and is read where both are the same: whatever changed bills, customers or settings, it is never what was so before.
Schemes that read more of a customer than the default one does are graded when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.ingest.control import Control
from segmentation.measures.grades.grading import default_as_of, place_customers, read_facts
from segmentation.measures.movement.day_ends import kept_facts
from segmentation.measures.movement.snapshots import followed_schemes, scheme_version
from segmentation.schemes import Scheme, Value
from segmentation.schemes.model import FACTS
from segmentation.settings.kept import scheme_settings
from segmentation.warehouse import Warehouse

TABLES = ("last_grade_days", "last_grades")


def read_last_grades(
    warehouse: Warehouse, store_id: int, scheme: Scheme, day: date, settings: Mapping[str, Value], facts: pa.Table
) -> pa.Table:
    """Return the tiers that are kept of the ``facts`` (``read_facts``) of a day; no rows where they are not kept.

    One row per customer with a tier: month_end (the day), customer_key, tier_no.
    """
    return warehouse.table(
        "measures/movement/last_grades", **_key(warehouse, store_id, scheme, day, settings, facts)
    )


def keep_last_grades(warehouse: Warehouse, store_id: int, control: Control | None = None) -> list[str]:
    """Keep the tiers of the store's last day by each scheme that is followed, and return the keys of those not kept so yet.

    What is kept of another day or by another scheme is forgotten. Nothing is written where nothing is to change.
    """
    control, last = control or Control(), default_as_of(warehouse, store_id)
    found: dict[str, tuple[dict[str, object], pa.Table | None]] = {}
    for scheme in followed_schemes(warehouse, store_id) if last else ():
        control.check()
        if scheme.spec.facts == FACTS:
            found[scheme.key] = _find(warehouse, store_id, scheme, last)
    there = warehouse.cursor().execute("select scheme from last_grade_days where store_id = $store", {"store": store_id})
    missing = {key: (row, tiers) for key, (row, tiers) in found.items() if tiers is not None}
    gone = sorted({*missing, *({key for (key,) in there.fetchall()} - set(found))})
    if gone:
        _write(warehouse, store_id, gone, missing.values())
    return list(missing)


def _find(warehouse: Warehouse, store_id: int, scheme: Scheme, day: date) -> tuple[dict[str, object], pa.Table | None]:
    """Return of what the scheme's tiers of the day are found, and the tiers; None for tiers that are kept."""
    settings = scheme_settings(warehouse, store_id, scheme)
    facts = kept_facts(warehouse, store_id, day, settings)
    facts = read_facts(warehouse, store_id, day, settings) if facts is None else facts
    row = _key(warehouse, store_id, scheme, day, settings, facts)
    if warehouse.rows("measures/movement/last_grade_day", **row):
        return row, None
    placed = place_customers(warehouse, scheme, facts, settings).select(("customer_key", "tier_no"))
    return row, placed.filter(pc.is_valid(placed["tier_no"]))


def _key(
    warehouse: Warehouse, store_id: int, scheme: Scheme, day: date, settings: Mapping[str, Value], facts: pa.Table
) -> dict[str, object]:
    [told] = warehouse.over("measures/movement/facts_told", {"customer_facts": facts}).to_pylist()
    version = scheme_version(warehouse, store_id, scheme, settings)
    return {"store": store_id, "scheme": scheme.key, "day": day, "version": version, "told": told["told"]}


def _write(
    warehouse: Warehouse, store_id: int, gone: list[str], missing: Iterable[tuple[dict[str, object], pa.Table | None]]
) -> None:
    with warehouse.writing() as cursor:
        for table in TABLES:
            cursor.execute(
                f"delete from {table} where store_id = $store and list_contains($gone, scheme)", {"store": store_id, "gone": gone}
            )
        for row, tiers in missing:
            cursor.execute("insert into last_grade_days values ($store, $scheme, $day, $version, $told)", row)
            cursor.register("found_tiers", tiers)
            cursor.execute(
                "insert into last_grades by name select $store as store_id, $scheme as scheme, customer_key, tier_no "
                "from found_tiers order by customer_key", {"store": row["store"], "scheme": row["scheme"]},
            )
            cursor.unregister("found_tiers")
