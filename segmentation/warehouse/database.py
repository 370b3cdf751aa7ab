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
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakSet

import duckdb
import pyarrow as pa

from segmentation.language.errors import Cancelled, InputError, WarehouseBusy, WarehouseDamaged, disk_error
from segmentation.language.i18n import N_
from segmentation.warehouse.work_folder import PRIVATE_FILE, PRIVATE_FOLDER, claim_work_folder, move_in

HERE = Path(__file__).parent
SQL = HERE / "sql"
MIGRATIONS = HERE / "migrations"
DEFAULT_PATH = HERE.parents[1] / "data" / "warehouse.duckdb"
MEMORY_LIMIT = "350MB"
OURS = {"meta", "stores", "batches", "bills", "settings"}  # the tables of the first version: what has all of them is a warehouse

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


class Cursor:
    """A cursor of the warehouse: it sees committed data and temporary tables of its own.

    What the engine complains of becomes an InputError where a person can do something about it: a full disk, a damaged file,
    work that was stopped.
    """

    def __init__(self, engine: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> None:
        self._engine = engine
        self._warehouse = warehouse

    def execute(self, sql: str, values: Mapping[str, Any] | None = None) -> Cursor:
        """Run a statement and return the cursor, to fetch from."""
        with self._warehouse.telling():
            self._engine.execute(sql, values) if values else self._engine.execute(sql)
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return the rows of the last statement."""
        with self._warehouse.telling():
            return self._engine.fetchall()

    def arrow(self, sql: str, values: Mapping[str, Any] | None = None) -> pa.Table:
        """Run a query and return its rows as Arrow, decimals kept."""
        with self._warehouse.telling():
            return self._engine.sql(sql, params=values or None).to_arrow_table()

    def register(self, name: str, frame: pa.Table) -> None:
        """Let ``frame`` stand as a table of that name on this cursor."""
        self._engine.register(name, frame)

    def unregister(self, name: str) -> None:
        """Take a registered frame away."""
        self._engine.unregister(name)

    def interrupt(self) -> None:
        """Stop the statement that runs on this cursor, from any thread; it raises Cancelled."""
        self._engine.interrupt()

    def close(self) -> None:
        """Let go of the temporary tables."""
        self._engine.close()


def run(cursor: Cursor, name: str, **values: Any) -> Cursor:
    """Run the named statement on ``cursor`` with the values it asks for, and return the cursor."""
    sql = statement(name)
    return cursor.execute(sql, parameters(sql, values))


def fetch(cursor: Cursor, name: str, **values: Any) -> pa.Table:
    """Run the named statement on ``cursor`` and return its rows as Arrow, decimals kept."""
    sql = statement(name)
    return cursor.arrow(sql, parameters(sql, values))


class Warehouse:
    """A warehouse file: read it with ``table`` and ``rows``, change it inside ``writing``.

    The engine reaches no file but the warehouse's own and those in ``work_dir``. Raises WarehouseBusy where another process holds
    the file, WarehouseDamaged, and InputError where it is no warehouse (then nothing is written into it), was made by a newer
    version, or cannot be reached.
    """

    def __init__(self, path: Path | str = DEFAULT_PATH, *, memory_limit: str = MEMORY_LIMIT, must_exist: bool = False) -> None:
        self.path = Path(path).absolute()
        self._memory_limit = memory_limit
        self._write_lock = threading.RLock()
        self._cursors: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()
        self._broken = False
        is_open = _OPEN.get(self.path, 0) > 0  # by this very process, in a test or a notebook
        with self._reached():
            self.path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            if not is_open and (must_exist or self.path.exists()):
                _inspect(self.path, must_exist)
            self.work_dir = claim_work_folder(self.path, clean=False)
            self._root = self._connect()
            claim_work_folder(self.path, clean=not is_open)  # what a killed process left behind; the file lock is ours now
        _OPEN[self.path] = _OPEN.get(self.path, 0) + 1
        try:
            self._migrate()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Say in words why the file or its folder cannot be opened."""
        try:
            yield
        except OSError as error:
            raise disk_error(error, self.path) or _not_a_warehouse(self.path) from error
        except duckdb.Error as error:
            raise _opening_error(error, self.path) from error

    def _connect(self) -> duckdb.DuckDBPyConnection:
        root = duckdb.connect(str(self.path), config=_config(self.work_dir, self._memory_limit))
        self.path.chmod(PRIVATE_FILE)
        _lock_down(root, self.work_dir)
        return root

    def _migrate(self) -> None:
        cursor = self.cursor()
        known = cursor.execute(
            "select count(*) from information_schema.tables where table_catalog = current_catalog() and table_name = 'meta'"
        ).fetchall()[0][0]
        done = int(cursor.execute("select value from meta where name = 'schema'").fetchall()[0][0]) if known else 0
        for number, script in enumerate(_scripts()[done:], start=done + 1):
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
        with self.telling():
            if self._broken:
                self._reopen()
            engine = self._root.cursor()
        self._cursors.add(engine)
        return Cursor(engine, self)

    def _reopen(self) -> None:
        """Open the file anew after an error that the engine does not go on from, a full disk at the end of a transaction say."""
        with self._write_lock:
            if not self._broken:
                return
            for engine in (*self._cursors, self._root):
                with suppress(duckdb.Error):
                    engine.close()
            with self._reached():
                self._root = self._connect()
            self._broken = False
            self._version = uuid.uuid4().hex

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turn what the engine complains of into an InputError where a person can do something about it."""
        try:
            yield
        except duckdb.InterruptException as error:
            raise Cancelled() from error
        except duckdb.Error as error:
            fatal = isinstance(error, duckdb.FatalException | duckdb.InternalException) or "has been invalidated" in str(error)
            self._broken = self._broken or fatal
            if said := disk_error(str(error), self.path):
                raise said from error
            if isinstance(error, duckdb.OutOfMemoryException):
                raise InputError(
                    "too_much_memory",
                    N_("This takes more memory than is set aside for it. Take a smaller file or a shorter period."),
                ) from error
            if _says_damage(error):
                raise _damaged(self.path) from error
            raise

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

        ``cursor`` may carry temporary tables that the transaction reads. What the change depends on is read inside, on it.
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
                with suppress(duckdb.Error, InputError):  # the engine may have rolled back by itself; the cause is what counts
                    cursor.execute("rollback")
                raise
            self._version = version
            with suppress(OSError):
                self.path.with_name(f"{self.path.name}.wal").chmod(PRIVATE_FILE)

    def backup(self, target: Path) -> Path:
        """Write a complete copy to ``target``, which must not exist yet; the copy opens as a warehouse.

        Raises InputError where it exists or cannot be written; then nothing is left of it.
        """
        if target.exists():
            raise InputError("file_exists", N_("{path} exists already. Choose a new name for the backup."), path=str(target))
        copy = self.work_dir / f"backup_{uuid.uuid4().hex}.duckdb"
        try:
            with self._write_lock, _said_of(target):
                target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
                cursor = self.cursor()
                with _attached(cursor, copy) as alias:
                    cursor.execute(f"copy from database {self._catalog(cursor)} to {alias}")
                move_in(self.work_dir, copy, target)
        finally:
            copy.unlink(missing_ok=True)
        return target

    def restore(self, source: Path) -> None:
        """Replace everything with the content of the backup ``source``; on any error nothing changes.

        Only tables that a warehouse has, with its columns and types, are taken. Raises InputError for anything else.
        """
        with _checked_copy(source, self.work_dir) as copy:
            cursor = self.cursor()
            with _attached(cursor, copy, "(read_only)") as alias, self.writing(cursor):
                self._take_over(cursor, alias, source)

    @staticmethod
    def _take_over(cursor: Cursor, alias: str, source: Path) -> None:
        columns = _columns(cursor, "current_catalog()")
        if _columns(cursor, f"'{alias}'") != columns:
            raise _not_a_warehouse(source)
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

    @staticmethod
    def _catalog(cursor: Cursor) -> str:
        return '"' + cursor.execute("select current_catalog()").fetchall()[0][0].replace('"', '""') + '"'

    def close(self) -> None:
        """Give the file back to other processes; every cursor is closed too."""
        for engine in (*self._cursors, self._root):
            engine.close()
        if _OPEN.get(self.path, 0):
            _OPEN[self.path] -= 1


_OPEN: dict[Path, int] = {}  # how often this process has each file open: its work folder is cleaned by the first only


def restore_file(path: Path | str, backup: Path) -> Path | None:
    """Put ``backup`` in the place of a warehouse file that cannot be opened; return where that one was kept, None if none was.

    The file is not opened and not lost: it is renamed beside itself, with the day of its last change in its name. Raises
    InputError, and changes nothing, where ``backup`` is no backup of this program, or another process holds the file.
    """
    path = Path(path).absolute()
    with _said_of(path):
        work_dir = claim_work_folder(path, clean=False)
        with _checked_copy(backup, work_dir) as copy:
            if path.is_file():
                with suppress(duckdb.Error), _said_of(path):
                    _refuse_busy(path)
            kept = _put_aside(path)
            move_in(work_dir, copy, path)
    return kept


def read_closed(path: Path | str, name: str) -> list[dict[str, Any]]:
    """Run the named statement on a warehouse file that nobody has open, without writing to it, and return its rows.

    Raises InputError where the file is no warehouse, is damaged as far as this reads it, or cannot be reached.
    """
    path = Path(path).absolute()
    with _said_of(path):
        try:
            _inspect(path, must_exist=True)
            with duckdb.connect(str(path), read_only=True, config={"enable_external_access": "false"}) as engine:
                return engine.sql(statement(name)).to_arrow_table().to_pylist()
        except duckdb.Error as error:
            raise _opening_error(error, path) from error


def _refuse_busy(path: Path) -> None:
    try:
        duckdb.connect(str(path), read_only=True).close()
    except duckdb.IOException as error:
        if isinstance(said := _opening_error(error, path), WarehouseBusy):
            raise said from error


def _put_aside(path: Path) -> Path | None:
    if not path.exists():
        return None
    name = f"{path.stem}.damaged-{datetime.fromtimestamp(path.stat().st_mtime):%Y-%m-%d}"
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
def _checked_copy(source: Path, work_dir: Path) -> Iterator[Path]:
    """Copy a backup into the work folder, see that it is one, bring it up to the present tables; gone at the end."""
    if not source.is_file():
        raise InputError("no_backup", N_("There is no backup file {path}."), path=str(source))
    copy = work_dir / f"restore_{uuid.uuid4().hex}.duckdb"
    try:
        with _said_of(source):
            shutil.copyfile(source, copy)
        try:
            Warehouse(copy, must_exist=True).close()
        except InputError as error:
            error.values["path"] = str(source)
            raise
        yield copy
    finally:
        for left in work_dir.glob(f"*{copy.name}*"):
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)


@contextmanager
def _attached(cursor: Cursor, path: Path, options: str = "") -> Iterator[str]:
    """Attach a database file of the work folder under a name of its own, and give that name."""
    alias = f"copy_{uuid.uuid4().hex}"
    cursor.execute(f"attach {_quoted(path)} as {alias} {options}")
    try:
        yield alias
    finally:
        with suppress(duckdb.Error, InputError):
            cursor.execute(f"detach {alias}")


def _columns(cursor: Cursor, catalog: str) -> set[tuple[str, str, str]]:
    """Return table, column and type of every base table of a database."""
    return set(
        cursor.execute(
            "select table_name, column_name, data_type from information_schema.columns "
            "inner join information_schema.tables using (table_catalog, table_schema, table_name) "
            f"where table_catalog = {catalog} and table_schema = 'main' and table_type = 'BASE TABLE'"
        ).fetchall()
    )


def _config(work_dir: Path, memory_limit: str) -> dict[str, str]:
    return {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": memory_limit,
        "temp_directory": str(work_dir / "spill"),
    }


def _lock_down(root: duckdb.DuckDBPyConnection, work_dir: Path) -> None:
    """Let the engine reach no file outside the work folder from now on, and nobody change that."""
    if root.execute("select current_setting('lock_configuration')").fetchall()[0][0]:
        return  # the process has the file open already
    root.execute(f"set allowed_directories = [{_quoted(work_dir)}]")
    root.execute("set enable_external_access = false")
    root.execute("set lock_configuration = true")


def _scripts() -> list[Path]:
    return sorted(MIGRATIONS.glob("*.sql"))


def _inspect(path: Path, must_exist: bool) -> None:
    """Look at a file without writing to it. Raises InputError where it is damaged, not a warehouse, or of a newer version.

    A database without any table is one whose making was cut off; it passes where it need not be a warehouse.
    """
    if path.is_file() and not path.stat().st_size:
        raise _damaged(path)
    config = {name: value for name, value in _config(path.parent, MEMORY_LIMIT).items() if name != "temp_directory"}
    with duckdb.connect(str(path), read_only=True, config={**config, "enable_external_access": "false"}) as engine:
        listed = "select table_name, table_type from information_schema.tables where table_catalog = current_catalog()"
        tables = dict(engine.execute(listed).fetchall())
        if not tables and not must_exist:
            return
        if not tables.keys() >= OURS or set(tables.values()) != {"BASE TABLE"}:
            raise _not_a_warehouse(path)
        # free blocks at the end are cut off the file after they were counted
        blocks, size = engine.execute("select used_blocks, block_size from pragma_database_size()").fetchall()[0]
        found = engine.execute("select value from meta where name = 'schema'").fetchall()
    if blocks * size > path.stat().st_size or not found or not found[0][0].isdigit():
        raise _damaged(path)
    if int(found[0][0]) > len(_scripts()):
        raise _newer(path)


def _opening_error(error: duckdb.Error, path: Path) -> InputError:
    text = str(error)
    if isinstance(error, duckdb.IOException) and "set lock" in text:
        return WarehouseBusy(
            "warehouse_busy",
            N_("The warehouse {path} is in use by another process. Close the app (or the other command) and try again."),
            path=str(path),
        )
    if "database file with version number" in text:
        return _newer(path)
    if "not a valid DuckDB database file" in text or path.is_dir():
        return _not_a_warehouse(path)
    return disk_error(text, path) or _damaged(path)


def _says_damage(error: duckdb.Error) -> bool:
    words = "Corrupt database|checksum|Could not read enough bytes|has been invalidated|[Dd]eserializ|Failed to load metadata"
    return isinstance(error, duckdb.FatalException) or bool(re.search(words, str(error)))


def _damaged(path: Path) -> WarehouseDamaged:
    return WarehouseDamaged(
        "damaged_warehouse", N_("The warehouse {path} is damaged. Put the last good backup back; the damaged file is kept."),
        path=str(path),
    )


def _not_a_warehouse(path: Path) -> InputError:
    return InputError(
        "not_a_warehouse", N_("{path} cannot be opened as a warehouse. Choose another file or restore a backup."), path=str(path)
    )


def _newer(path: Path) -> InputError:
    return InputError(
        "newer_warehouse",
        N_("{path} was written by a newer version of this program. Update the program, then open it again."), path=str(path),
    )


@contextmanager
def _said_of(path: Path) -> Iterator[None]:
    """Say in words why a file could not be read or written."""
    try:
        yield
    except OSError as error:
        raise disk_error(error, path) or InputError(
            "file_error", N_("The file cannot be read or written: {why}."), why=f"{error.strerror} ({path})"
        ) from error


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def default_path() -> Path:
    """Return where the app's own warehouse is: ``CUSTOMER_GRADING_DB``, or data/warehouse.duckdb."""
    return Path(os.environ.get("CUSTOMER_GRADING_DB") or DEFAULT_PATH)


def open_default() -> Warehouse:
    """Open the app's own warehouse; from then on what the process writes, copies and spills too, is for its owner alone."""
    os.umask(0o077)
    return Warehouse(default_path())
