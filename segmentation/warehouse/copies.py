"""Complete copies of a warehouse: attached to write into, checked before they are taken, put in another's place."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.warehouse.cursor import Cursor
from segmentation.warehouse.opening import not_a_warehouse, quoted_path, said_of


def take_over(cursor: Cursor, alias: str, source: Path) -> None:
    """Replace the rows of every table with those of the attached copy ``alias``. Raises InputError where its tables differ."""
    columns = table_columns(cursor, "current_catalog()")
    if table_columns(cursor, f"'{alias}'") != columns:
        raise not_a_warehouse(source)
    for name in sorted({table for table, *_ in columns}):
        cursor.execute(f'delete from "{name}"')
        cursor.execute(f'insert into "{name}" by name select * from {alias}.main."{name}"')
    for sequence, table, column in (("store_ids", "stores", "store_id"), ("batch_ids", "batches", "batch_id")):
        highest = cursor.execute(
            f"select greatest((select coalesce(max({column}), 0) from {table}), "
            "(select coalesce(last_value, 0) from duckdb_sequences() where sequence_name = $name and "
            "database_name = current_catalog()))", {"name": sequence}
        ).fetchall()[0][0]  # a number given out before is never given out again: somebody may still hold it
        cursor.execute(f"create or replace sequence {sequence} start {highest + 1}")


def catalog(cursor: Cursor) -> str:
    """Return the name under which the cursor's own file is attached, quoted."""
    return '"' + cursor.execute("select current_catalog()").fetchall()[0][0].replace('"', '""') + '"'


def put_aside(path: Path, why: str = "damaged") -> Path | None:
    """Rename a file and its log beside itself, ``why`` and the day of its last change in the name; None where there is none."""
    if not path.exists():
        return None
    name = f"{path.stem}.{why}-{datetime.fromtimestamp(path.stat().st_mtime):%Y-%m-%d}"
    kept, number = path.with_name(f"{name}{path.suffix}"), 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{name}-{number}{path.suffix}")
    path.rename(kept)
    log = path.with_name(f"{path.name}.wal")
    if log.exists():
        log.rename(kept.with_name(f"{kept.name}.wal"))
    return kept


@contextmanager
def checked_copy(source: Path, work_dir: Path, open_warehouse: Callable[..., Any]) -> Iterator[Path]:
    """Copy a backup into the work folder, see that it is one, bring it up to the present tables; gone at the end."""
    if not source.is_file():
        raise InputError("no_backup", N_("There is no backup file {path}."), path=str(source))
    copy = work_dir / f"restore_{uuid.uuid4().hex}.duckdb"
    try:
        with said_of(source):
            shutil.copyfile(source, copy)
        try:
            open_warehouse(copy, must_exist=True).close()
        except InputError as error:
            error.values["path"] = str(source)
            raise
        yield copy
    finally:
        for left in work_dir.glob(f"*{copy.name}*"):
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)


@contextmanager
def attached_file(cursor: Cursor, path: Path, options: str = "") -> Iterator[str]:
    """Attach a database file of the work folder under a name of its own, and give that name."""
    alias = f"copy_{uuid.uuid4().hex}"
    cursor.execute(f"attach {quoted_path(path)} as {alias} {options}")
    try:
        yield alias
    finally:
        with suppress(duckdb.Error, InputError):
            cursor.execute(f"detach {alias}")


def table_columns(cursor: Cursor, catalog: str) -> set[tuple[str, str, str]]:
    """Return table, column and type of every base table of a database."""
    return set(
        cursor.execute(
            "select table_name, column_name, data_type from information_schema.columns "
            "inner join information_schema.tables using (table_catalog, table_schema, table_name) "
            f"where table_catalog = {catalog} and table_schema = 'main' and table_type = 'BASE TABLE'"
        ).fetchall()
    )
