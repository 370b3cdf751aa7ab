"""Writing a lake: what grading reads of a warehouse, as Parquet by store and month.

No phone goes along, no free column, no key of the house (``keys``); names only where they are asked for. A month is written
beside and put in its place in one step; the manifest comes last.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from segmentation.ingest.control import Control
from segmentation.lake.keys import lake_keys
from segmentation.lake.manifest import EXPORT, KIND, read_manifest, write_manifest
from segmentation.lake.tables import TABLES, VERSION
from segmentation.language.errors import ChangedMeanwhile, InputError
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import default_as_of
from segmentation.measures.movement.month_ends import first_day, month_end
from segmentation.measures.movement.snapshots import scheme_version
from segmentation.settings.costs import cost_rates
from segmentation.settings.kept import scheme_settings
from segmentation.settings.own_schemes import all_schemes
from segmentation.warehouse import Cursor, Warehouse, fetch

PART = "part.parquet"
BY_MONTH = {"visits": "lake/lake_visits", "days": "lake/lake_days", "ratings": "lake/lake_ratings"}


@dataclass(frozen=True)
class Written:
    """What was written: stores, files, rows of visits, and the money of the days (CNY)."""

    stores: int
    files: int
    visits: int
    amount: Decimal


def write_lake(
    warehouse: Warehouse, folder: Path, stores: Sequence[int], *, with_names: bool = False, control: Control | None = None
) -> Written:
    """Write ``stores`` as the lake in ``folder``, in place of the lake that is there; what another export left goes.

    Raises InputError where the folder holds something else, a file cannot be written, or the secret of the keys is gone, and
    ChangedMeanwhile where the warehouse changes while it is read; the lake is then not read until it is exported again.
    """
    _refuse_other(folder)
    export, version, beside = uuid.uuid4().hex, warehouse.version, folder / ".writing"
    files: list[dict[str, Any]] = []
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        for path, rows, money in _parts(warehouse, stores, with_names, control or Control()):
            part, target = beside / PART, folder / path
            pq.write_table(rows.replace_schema_metadata({EXPORT: export.encode()}), part, compression="zstd")
            target.parent.mkdir(parents=True, exist_ok=True)
            part.replace(target)
            files.append({"path": path, "rows": rows.num_rows, **({"amount": f"{money:f}"} if money is not None else {})})
        said = [_said(warehouse, store_id) for store_id in stores]
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    if warehouse.version != version:
        raise ChangedMeanwhile(N_("The warehouse has changed while the lake was written. Export it again."))
    texts = {key: scheme.text for key, scheme in all_schemes(warehouse).items()}
    write_manifest(folder, {
        "kind": KIND, "version": VERSION, "export": export, "names": with_names, "stores": said, "schemes": texts, "files": files,
    })
    _sweep(folder, {file["path"] for file in files})
    sums = [file for file in files if file["path"].startswith("days/")]
    visits = sum(file["rows"] for file in files if file["path"].startswith("visits/"))
    return Written(len(stores), len(files), visits, sum((Decimal(file["amount"]) for file in sums), Decimal("0.00")))


def _refuse_other(folder: Path) -> None:
    """Raise InputError where a folder holds something that no lake holds."""
    known = {*TABLES, "grades", ".writing", "lake.json", ".lake.json.part"}
    if folder.exists() and (not folder.is_dir() or {each.name for each in folder.iterdir()} - known):
        raise InputError("not_a_lake", N_("{path} holds something else. Choose a new folder for the lake."), path=str(folder))
    if folder.exists() and any(folder.iterdir()) and read_manifest(folder) is None and not (folder / ".writing").exists():
        raise InputError("not_a_lake", N_("{path} holds something else. Choose a new folder for the lake."), path=str(folder))


def _parts(
    warehouse: Warehouse, stores: Sequence[int], with_names: bool, control: Control
) -> Iterator[tuple[str, pa.Table, Decimal | None]]:
    """Yield the files one after the other: path in the lake, rows, their money where the table has any."""
    yield f"stores/{PART}", warehouse.table("lake/lake_stores", stores=list(stores)), None
    for store_id in stores:
        cursor = warehouse.cursor()
        control.attach(cursor)
        cursor.register("lake_keys", lake_keys(warehouse, store_id))
        customers = fetch(cursor, "lake/lake_customers", store=store_id, with_names=with_names)
        yield f"customers/store_id={store_id}/{PART}", customers, None
        for row in fetch(cursor, "lake/lake_months", store=store_id).to_pylist():
            yield from _month(cursor, store_id, row["month"])
        cursor.unregister("lake_keys")


def _month(cursor: Cursor, store_id: int, month: date) -> Iterator[tuple[str, pa.Table, Decimal | None]]:
    for table, name in BY_MONTH.items():
        rows = fetch(cursor, name, store=store_id, first_day=month, last_day=month_end(month))
        summed = TABLES[table].summed
        if rows.num_rows:
            money = pc.sum(rows[summed]).as_py() if summed else None
            yield f"{table}/store_id={store_id}/month={month:%Y-%m}/{PART}", rows, money


def _said(warehouse: Warehouse, store_id: int) -> dict[str, Any]:
    """Return what grading a store asks besides its rows: settings, cost rates, and the marks that kept months go by."""
    first, last = first_day(warehouse, store_id), default_as_of(warehouse, store_id)
    marks = {
        kind: [[row["month"].isoformat(), row["facts_mark"]] for row in warehouse.rows(
            "measures/movement/month_marks", store=store_id, with_ratings=kind == "rated"
        )]
        for kind in ("plain", "rated")
    }
    graded = {}
    for key, scheme in all_schemes(warehouse).items():
        settings = scheme_settings(warehouse, store_id, scheme)
        version = scheme_version(warehouse, store_id, scheme, settings)
        graded[key] = {"version": version, "settings": {name: str(value) for name, value in settings.items()}}
    rates = {name: str(rate) for name, rate in asdict(cost_rates(warehouse, store_id)).items()}
    days = {"first_day": first and first.isoformat(), "last_day": last and last.isoformat()}
    [named] = warehouse.rows("lake/lake_stores", stores=[store_id])
    return {"store_id": store_id, "store": named["name"], **days, "cost_rates": rates, "marks": marks, "schemes": graded}


def _sweep(folder: Path, kept: set[str]) -> None:
    """Take out what an earlier export left: months that have gone, and grades of other bills."""
    shutil.rmtree(folder / "grades", ignore_errors=True)
    for table in TABLES:
        for path in (folder / table).rglob("*.parquet"):
            if path.relative_to(folder).as_posix() not in kept:
                path.unlink()
        for path in sorted((folder / table).rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
