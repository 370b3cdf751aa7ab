"""The one DuckDB file that holds everything, and the only module that talks to it.

One root connection a process; every call gets a cursor of its own; one writer at a time. Statements
live in ``segmentation/sql`` and run by name. A statement may begin with ``-- uses: a, b`` lines:
each named statement then stands before it as a common table expression of that name (``facts/days`` as
``days``).
"""

from __future__ import annotations

import os
import re
import shutil
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from segmentation.errors import Cancelled, InputError, WarehouseBusy
from segmentation.i18n import N_

HERE = Path(__file__).parent
SQL = HERE / "sql"
MIGRATIONS = HERE / "migrations"
DEFAULT_PATH = HERE.parent / "data" / "warehouse.duckdb"
MEMORY_LIMIT = "350MB"

Cursor = duckdb.DuckDBPyConnection
Damaged = duckdb.InvalidInputException  # what the CSV reader raises on a file it cannot parse


@cache
def statement(name: str) -> str:
    """Return the text of ``sql/<name>.sql`` with the statements that it uses put before it.

    Raises FileNotFoundError for an unknown name.
    """
    parts: dict[str, str] = {}
    body = _collect(name, parts)
    if not parts:
        return body
    used = ",\n".join(f"{part.rpartition('/')[2]} as (\n{text}\n)" for part, text in parts.items())
    lead, rest = re.fullmatch(r"((?:--[^\n]*\n|\s)*(?:create [^\n]* as\n)?)(.*)", body, flags=re.DOTALL).groups()
    own = re.match(r"with\s+", rest)
    return f"{lead}with {used}" + (f",\n{rest[own.end() :]}" if own else f"\n{rest}")


def _collect(name: str, parts: dict[str, str]) -> str:
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8").strip().rstrip(";")
    for line in re.findall(r"^-- uses: (.+)$", text, flags=re.MULTILINE):
        for used in (word.strip() for word in line.split(",")):
            if used not in parts:
                parts[used] = _collect(used, parts)
    return text


def parameters(sql: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of ``values`` that ``sql`` names as ``$name``: DuckDB refuses superfluous ones."""
    named = set(re.findall(r"\$([a-z_]+)", sql))
    return {name: value for name, value in values.items() if name in named}


def run(cursor: Cursor, name: str, **values: Any) -> Cursor:
    """Run the named statement on ``cursor`` with the values it asks for, and return the cursor."""
    sql = statement(name)
    return cursor.execute(sql, parameters(sql, values))


def fetch(cursor: Cursor, name: str, **values: Any) -> pa.Table:
    """Run the named statement on ``cursor`` and return its rows as Arrow, decimals kept."""
    sql = statement(name)
    return cursor.sql(sql, params=parameters(sql, values)).to_arrow_table()


class Warehouse:
    """A warehouse file: read it with ``table`` and ``rows``, change it inside ``writing``.

    Raises WarehouseBusy where another process holds the file, InputError where the file is not a
    warehouse or was made by a newer version.
    """

    def __init__(self, path: Path | str = DEFAULT_PATH, *, memory_limit: str = MEMORY_LIMIT, must_exist: bool = False) -> None:
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.work_dir = self.path.parent / "tmp" / self.path.stem
        self._write_lock = threading.Lock()
        self._root = self._connect(memory_limit)
        shutil.rmtree(self.work_dir, ignore_errors=True)  # what a killed import left behind; the file lock is ours now
        self.work_dir.mkdir(parents=True, exist_ok=True)
        self._migrate(must_exist)

    def _connect(self, memory_limit: str) -> duckdb.DuckDBPyConnection:
        config = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": memory_limit,
            "temp_directory": str(self.work_dir / "spill"),
        }
        try:
            return duckdb.connect(str(self.path), config=config)
        except duckdb.IOException as error:
            if "lock" in str(error).lower():
                raise WarehouseBusy(
                    "warehouse_busy",
                    N_("The warehouse {path} is in use by another process. Close the app (or the other command) and try again."),
                    path=str(self.path),
                ) from error
            raise InputError(
                "not_a_warehouse", N_("{path} cannot be opened as a warehouse. Choose another file or restore a backup."),
                path=str(self.path),
            ) from error
        except duckdb.Error as error:
            raise InputError(
                "not_a_warehouse", N_("{path} cannot be opened as a warehouse. Choose another file or restore a backup."),
                path=str(self.path),
            ) from error

    def _migrate(self, must_exist: bool) -> None:
        cursor = self.cursor()
        known = cursor.execute(
            "select count(*) from information_schema.tables where table_catalog = current_catalog() and table_name = 'meta'"
        ).fetchall()[0][0]
        done = 0
        if must_exist and not known:  # some other program's database must not pass for an empty warehouse
            self.close()
            raise InputError(
                "not_a_warehouse", N_("{path} cannot be opened as a warehouse. Choose another file or restore a backup."),
                path=str(self.path),
            )
        if known:
            done = int(cursor.execute("select value from meta where name = 'schema'").fetchall()[0][0])
        scripts = sorted(MIGRATIONS.glob("*.sql"))
        if done > len(scripts):
            raise InputError(
                "newer_warehouse",
                N_("{path} was written by a newer version of this program. Update the program, then open it again."),
                path=str(self.path),
            )
        for number, script in enumerate(scripts[done:], start=done + 1):
            with self.writing(cursor):
                cursor.execute(script.read_text(encoding="utf-8"))
                cursor.execute("insert or replace into meta values ('schema', $number)", {"number": str(number)})
        self._version = self._stored_version(cursor)

    @staticmethod
    def _stored_version(cursor: Cursor) -> str:
        found = cursor.execute("select value from meta where name = 'version'").fetchall()
        return found[0][0] if found else ""

    @property
    def version(self) -> str:
        """A text that changes with every change of the warehouse: the key of every cache."""
        return self._version

    def cursor(self) -> Cursor:
        """Return a new cursor; it sees committed data and its own temporary tables only."""
        return self._root.cursor()

    def table(self, name: str, **values: Any) -> pa.Table:
        """Run the named statement and return its rows as Arrow, decimals kept."""
        return fetch(self.cursor(), name, **values)

    def rows(self, name: str, **values: Any) -> list[dict[str, Any]]:
        """Run the named statement and return its rows as dictionaries, decimals kept."""
        return self.table(name, **values).to_pylist()

    def over(self, name: str, frames: Mapping[str, pa.Table], **values: Any) -> pa.Table:
        """Run the named statement with Arrow ``frames`` standing as tables of those names."""
        cursor = self.cursor()
        for frame, rows in frames.items():
            cursor.register(frame, rows)
        return fetch(cursor, name, **values)

    @contextmanager
    def writing(self, cursor: Cursor | None = None) -> Iterator[Cursor]:
        """One transaction, alone: commits and moves ``version`` on at the end, or leaves everything as it was.

        ``cursor`` may carry temporary tables that the transaction reads.
        """
        with self._write_lock:
            cursor = cursor or self.cursor()
            cursor.execute("begin transaction")
            try:
                yield cursor
                version = uuid.uuid4().hex
                cursor.execute("insert or replace into meta values ('version', $version)", {"version": version})
                cursor.execute("commit")
            except BaseException:
                cursor.execute("rollback")
                raise
            self._version = version

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Turn DuckDB's own interruption into Cancelled."""
        try:
            yield
        except duckdb.InterruptException as error:
            raise Cancelled() from error

    def backup(self, target: Path) -> Path:
        """Write a complete copy to ``target``, which must not exist yet; the copy opens as a warehouse."""
        if target.exists():
            raise InputError("file_exists", N_("{path} exists already. Choose a new name for the backup."), path=str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
        with self._write_lock:
            cursor = self.cursor()
            alias = f"copy_{uuid.uuid4().hex}"
            try:
                cursor.execute(f"attach {_quoted(part)} as {alias}")
                cursor.execute(f"copy from database {self._catalog()} to {alias}")
                cursor.execute(f"detach {alias}")
                part.rename(target)
            except duckdb.Error as error:
                raise InputError(
                    "backup_failed", N_("The backup could not be written to {path}. Is there room on the disk?"), path=str(target)
                ) from error
            finally:
                part.unlink(missing_ok=True)
        return target

    def restore(self, source: Path) -> None:
        """Replace everything with the content of the backup ``source``; on any error nothing changes."""
        copy = self.work_dir / f"restore_{uuid.uuid4().hex}.duckdb"
        if not source.exists():
            raise InputError("no_backup", N_("There is no backup file {path}."), path=str(source))
        shutil.copyfile(source, copy)
        try:
            older = Warehouse(copy, must_exist=True)  # brings an older backup up to the present tables
            older.close()
            cursor = self.cursor()
            alias = f"copy_{uuid.uuid4().hex}"
            cursor.execute(f"attach {_quoted(copy)} as {alias} (read_only)")
            try:
                with self.writing(cursor):
                    self._take_over(cursor, alias)
            finally:
                cursor.execute(f"detach {alias}")
        finally:
            copy.unlink(missing_ok=True)
            shutil.rmtree(self.work_dir / "tmp", ignore_errors=True)

    def _take_over(self, cursor: Cursor, alias: str) -> None:
        names = [
            row[0]
            for row in cursor.execute(
                "select table_name from information_schema.tables "
                "where table_catalog = current_catalog() and table_type = 'BASE TABLE'"
            ).fetchall()
        ]
        for name in names:
            cursor.execute(f'delete from "{name}"')
            cursor.execute(f'insert into "{name}" by name select * from {alias}.main."{name}"')
        for sequence, table, column in (("store_ids", "stores", "store_id"), ("batch_ids", "batches", "batch_id")):
            highest = cursor.execute(f"select coalesce(max({column}), 0) from {table}").fetchall()[0][0]
            cursor.execute(f"create or replace sequence {sequence} start {highest + 1}")

    def _catalog(self) -> str:
        return '"' + self.cursor().execute("select current_catalog()").fetchall()[0][0].replace('"', '""') + '"'

    def close(self) -> None:
        """Give the file back to other processes."""
        self._root.close()


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def open_default() -> Warehouse:
    """Open the app's own warehouse: ``CUSTOMER_GRADING_DB``, or data/warehouse.duckdb."""
    return Warehouse(os.environ.get("CUSTOMER_GRADING_DB") or DEFAULT_PATH)
