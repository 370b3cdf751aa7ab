"""Grades of a lake brought home: kept as month-ends of the warehouse, which the app then serves as it serves its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from segmentation.lake.keys import lake_keys
from segmentation.lake.manifest import GRADED, Lake, lake_scheme
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import tiers_frame
from segmentation.measures.movement.snapshots import complete_months, keep_brought, marks_of, store_marks, told_version
from segmentation.schemes import Scheme
from segmentation.schemes.model import SCORED
from segmentation.schemes.rules.parts import MONEY
from segmentation.settings.own_schemes import find_scheme
from segmentation.warehouse import Cursor, Warehouse, statement

GRADES = pa.schema({"month_end": pa.date32(), "customer_key": pa.string(), "tier": pa.string(), "contribution": MONEY})


@dataclass(frozen=True)
class Brought:
    """What came of a store: the month-ends kept, and those left out, as bills or ratings have changed since the export."""

    store_id: int
    store: str
    kept: tuple[date, ...]
    changed: tuple[date, ...]


def bring_grades(warehouse: Warehouse, lake: Lake, key: str) -> list[Brought]:
    """Keep the month-ends that ``grade_lake`` found by a scheme, in place of what was kept of them; days of other ends are none.

    A month whose bills (of a scorecard: ratings too) are not those of the export any more is left out. Raises InputError, and
    keeps nothing more, where nothing was graded, the lake was exported anew since, a store's settings or the scheme are others
    now, or a customer is not known here.
    """
    find_scheme(warehouse, key)
    scheme, folder = lake_scheme(lake, key), lake.folder / "grades" / f"scheme={key}"
    try:
        said = json.loads((folder / GRADED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        said = {}
    if said.get("export") != lake.said["export"]:
        message = N_("This lake has not been graded by {scheme} since it was exported. Run grade-lake first.")
        raise InputError("not_graded", message, scheme=key)
    return [
        _bring(warehouse, lake, scheme, store_id, [date.fromisoformat(day) for day in days], folder)
        for store_id, days in ((int(number), days) for number, days in said["days"].items())
    ]


def _bring(warehouse: Warehouse, lake: Lake, scheme: Scheme, store_id: int, days: list[date], folder: Path) -> Brought:
    store = next(each for each in lake.stores if each["store_id"] == store_id)
    version = store["schemes"][scheme.key]["version"]
    if told_version(warehouse, store_id, scheme) != version:
        message = N_("The scheme {scheme} or its settings have changed since the export. Export and grade the lake again.")
        raise InputError("other_settings", message, scheme=scheme.key)
    kind = "rated" if scheme.spec.facts == SCORED else "plain"
    there = marks_of([(date.fromisoformat(month), mark) for month, mark in store["marks"][kind]], days)
    here, complete = store_marks(warehouse, store_id, scheme, days), set(complete_months(warehouse, store_id))
    ends = [day for day in days if day in complete]
    kept = [day for day in ends if there[day] == here[day]]
    if kept:
        cursor = warehouse.cursor()
        _read(cursor, warehouse, scheme, store_id, kept, folder / f"store_id={store_id}")
        keep_brought(warehouse, store_id, scheme, cursor, {day: here[day] for day in kept}, version)
    return Brought(store_id, store["store"], tuple(kept), tuple(day for day in ends if day not in kept))


def _read(cursor: Cursor, warehouse: Warehouse, scheme: Scheme, store_id: int, days: list[date], folder: Path) -> None:
    """Put the grades of ``days`` into the temporary table month_tiers, a file at a time."""
    cursor.register("lake_keys", lake_keys(warehouse, store_id))
    cursor.register("tiers", tiers_frame(scheme))
    sql, into = statement("lake/brought"), "create or replace temp table month_tiers as"
    cursor.register("graded_there", GRADES.empty_table())  # an engine writes no file where there is no row
    for path in (None, *sorted(folder.glob("*.parquet"))):
        if path is not None:
            cursor.register("graded_there", pq.read_table(path, filters=[("month_end", "in", days)]).cast(GRADES))
        cursor.execute(f"{into} select * from ({sql})")
        cursor.unregister("graded_there")
        into = "insert into temp.month_tiers"
    if cursor.execute("select count(*) from month_tiers where customer_key is null").fetchall()[0][0]:
        message = N_("The lake has customers that this warehouse does not know: it was exported from another one.")
        raise InputError("other_house", message)
