"""How a warehouse file is, looked at from outside and without writing to it: who holds it, and whether all of it can be read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import duckdb

from segmentation.language.errors import WarehouseBusy
from segmentation.warehouse.opening import MEMORY_LIMIT, inspect_file, opening_error, said_of


class Holder(NamedTuple):
    """Who has a file open: the number of the process, None where the system does not say."""

    pid: int | None


def lock_holder(path: Path) -> Holder | None:
    """Return who holds the file so that nobody else can open it, None for nobody; whatever else is wrong with it passes."""
    try:
        duckdb.connect(str(path), read_only=True).close()
    except duckdb.Error as error:
        if isinstance(opening_error(error, path), WarehouseBusy):
            found = re.search(r"\(PID (\d+)\)", str(error))
            return Holder(int(found[1]) if found else None)
    return None


def read_everything(path: Path) -> dict[str, int]:
    """Read every value of every table of a file that nobody has open; return how many rows each table has.

    Raises InputError where the file is no warehouse, is of a newer version, or is damaged anywhere.
    """
    with said_of(path):
        try:
            inspect_file(path, must_exist=True)
            config = {"enable_external_access": "false", "memory_limit": MEMORY_LIMIT}
            with duckdb.connect(str(path), read_only=True, config=config) as engine:
                tables = [name for (name,) in engine.execute("select table_name from duckdb_tables() order by all").fetchall()]
                return {name: _read(engine, name) for name in tables}
        except duckdb.Error as error:
            raise opening_error(error, path) from error


def _read(engine: duckdb.DuckDBPyConnection, table: str) -> int:
    name = '"' + table.replace('"', '""') + '"'
    return engine.execute(f"select count(*), bit_xor(hash(each)) from {name} as each").fetchall()[0][0]
