"""The one DuckDB file that holds everything; with the other modules of this folder the only one that talks to the engine.

One root connection a process; every call gets a cursor of its own; one writer at a time.
"""

from __future__ import annotations

import gc
import os
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, WeakSet

import duckdb
import pyarrow as pa

from segmentation.language.errors import Cancelled, InputError, disk_error
from segmentation.language.i18n import N_
from segmentation.warehouse.copies import attached_file, catalog, checked_copy, put_aside, take_over
from segmentation.warehouse.cursor import Cursor, fetch
from segmentation.warehouse.opening import (
    MEMORY_LIMIT,
    damaged_file,
    engine_config,
    inspect_file,
    lock_down,
    migrations,
    not_a_warehouse,
    opening_error,
    refuse_busy,
    said_of,
    says_damage,
)
from segmentation.warehouse.places import default_path
from segmentation.warehouse.rewriting import Gate, exchange, is_closed, opened_twice, remove_all, rewritten
from segmentation.warehouse.rights import EVERYTHING, Rights
from segmentation.warehouse.statements import statement
from segmentation.warehouse.upgrade import NEVER, changed_at, keep_before_upgrade
from segmentation.warehouse.work_folder import PRIVATE_FILE, PRIVATE_FOLDER, claim_work_folder, move_in

T = TypeVar("T")


class Warehouse:
    """A warehouse file: read it with ``table`` and ``rows``, change it inside ``writing``.

    The engine reaches no file but the warehouse's own and those in ``work_dir``. Raises WarehouseBusy where another process holds
    the file, WarehouseDamaged, and InputError where it is no warehouse (then nothing is written into it), was made by a newer
    version, or cannot be reached.
    """

    def __init__(self, path: Path | str, *, memory_limit: str = MEMORY_LIMIT, must_exist: bool = False) -> None:
        self.path = Path(path).absolute()
        self._memory_limit = memory_limit
        self._write_lock = threading.RLock()
        self._gate = Gate()
        self._cursors: WeakKeyDictionary[duckdb.DuckDBPyConnection, int] = WeakKeyDictionary()  # the thread of each
        self._broken = False
        self._exchanged = False
        self.kept_before_upgrade: Path | None = None  # the backup that this opening made, for an older program to go back to
        self._before = changed_at(self.path)
        is_open = _OPEN.get(self.path, 0) > 0  # by this very process, in a test or a notebook
        with self._reached():
            self.path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            if not is_open and (must_exist or self.path.exists()):
                inspect_file(self.path, must_exist)
            self.work_dir = claim_work_folder(self.path, clean=False)
            self._root = self._connect()
            claim_work_folder(self.path, clean=not is_open)  # what a killed process left behind; the file lock is ours now
        _OPEN[self.path] = _OPEN.get(self.path, 0) + 1
        _LIVE.add(self)
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
            raise disk_error(error, self.path) or not_a_warehouse(self.path) from error
        except duckdb.Error as error:
            raise opening_error(error, self.path) from error

    def _connect(self) -> duckdb.DuckDBPyConnection:
        root = duckdb.connect(str(self.path), config=engine_config(self.work_dir, self._memory_limit))
        self.path.chmod(PRIVATE_FILE)
        lock_down(root, self.work_dir)
        return root

    def _migrate(self) -> None:
        cursor = self.cursor()
        try:  # to list the tables takes longer than all the rest of opening
            done = int(cursor.execute("select value from meta where name = 'schema'").fetchall()[0][0])
        except duckdb.CatalogException:  # a new file
            done = 0
        steps = list(enumerate(migrations(), start=1))[done:]
        if done and steps and self._before != NEVER and cursor.execute("select 1 from stores limit 1").fetchall():
            self.kept_before_upgrade = keep_before_upgrade(self.path, self.backup, done, self._before)
        # a new file is made in one transaction; one with data in it takes a step at a time, each of which may be long
        for together in [steps] if steps and not done else [[step] for step in steps]:
            with self.writing(cursor):
                for _number, script in together:
                    cursor.execute(script.read_text(encoding="utf-8"))
                number = together[-1][0]
                cursor.execute("insert or replace into meta values ('schema', $number)", {"number": str(number)})
        self._version = self._version_but_contacts = self._stored_version(cursor)

    @staticmethod
    def _stored_version(cursor: Cursor) -> str:
        found = cursor.execute("select value from meta where name = 'version'").fetchall()
        return found[0][0] if found else ""

    @property
    def version(self) -> str:
        """A text that changes with every change of the warehouse: the key of every cache."""
        return self._version

    @property
    def version_but_contacts(self) -> str:
        """A text that changes with every change but those of contacts alone: the key of what is read of bills and settings."""
        return self._version_but_contacts

    @property
    def rights(self) -> Rights:
        """What of it is seen: here everything."""
        return EVERYTHING

    @property
    def connection(self) -> object:
        """What it is connected by now: another object once it was opened anew, with all that was made on the one before gone."""
        return self._root

    @property
    def shelf(self) -> str:
        """Under which name the workshops that stand here are kept: "" for those of the house."""
        return ""

    def whole(self) -> Warehouse:
        """Return what rules rank by: all customers of the stores that are seen."""
        return self

    def own(self, rows: pa.Table, key: str = "customer_key", store_id: int | None = None) -> pa.Table:
        """Return those of the ``rows``, with a customer in the column ``key``, that may be seen: here all."""
        return rows

    def house_customers(self) -> pa.Table:
        """Return who there is in the house (number, customer, name); whoever sees but some of them sees these numbers."""
        return self.table("facts/house_customers")

    def check_ranking(self) -> None:
        """Raise InputError where customers are missing among whom a rule would rank."""

    def cursor(self) -> Cursor:
        """Return a new cursor; it sees committed data and its own temporary tables only."""
        if self._broken:
            self._reopen()
        with self.telling():
            engine = self._root.cursor()
        self._cursors[engine] = threading.get_ident()
        return Cursor(engine, self.telling)

    def _reopen(self) -> None:
        """Open the file anew after an error that the engine does not go on from, a full disk at the end of a transaction say."""
        with self._write_lock:
            if not self._broken:
                return
            self._let_go()
            with self._reached():
                self._root = self._connect()
            self._broken = False
            self._version = self._version_but_contacts = uuid.uuid4().hex

    def _let_go(self) -> None:
        for engine in (*self._cursors, self._root):
            with suppress(duckdb.Error):
                engine.close()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turn what the engine complains of into an InputError where a person can do something about it."""
        try:
            with self._gate.passed():
                yield
        except duckdb.InterruptException as error:
            raise Cancelled() from error
        except duckdb.Error as error:
            if self._exchanged and is_closed(error):
                raise rewritten() from error
            fatal = isinstance(error, duckdb.FatalException | duckdb.InternalException) or "has been invalidated" in str(error)
            self._broken = self._broken or fatal
            if said := disk_error(str(error), self.path):
                raise said from error
            if isinstance(error, duckdb.OutOfMemoryException):
                raise InputError(
                    "too_much_memory",
                    N_("This takes more memory than is set aside for it. Take a smaller file or a shorter period."),
                ) from error
            if says_damage(error):
                raise damaged_file(self.path) from error
            raise

    def interrupt(self, thread: int) -> None:
        """Stop the statements that run on the cursors that a thread has made; each raises Cancelled there."""
        for engine, made_by in list(self._cursors.items()):
            if made_by == thread:
                engine.interrupt()

    def table(self, name: str, **values: Any) -> pa.Table:
        """Run the named statement and return its rows as Arrow, decimals kept."""
        return fetch(self.cursor(), name, **values)

    def rows(self, name: str, **values: Any) -> list[dict[str, Any]]:
        """Run the named statement and return its rows as dictionaries, decimals kept."""
        return self.table(name, **values).to_pylist()

    def over(self, name: str, frames: Mapping[str, pa.Table | str], **values: Any) -> pa.Table:
        """Run the named statement with Arrow ``frames``, or the statements that they name, standing as tables of those names."""
        cursor, read = self.cursor(), {}
        for frame, rows in frames.items():
            if isinstance(rows, str):
                read[frame] = rows
            else:
                cursor.register(frame, rows)
        return fetch(cursor, name, read, **values)

    @contextmanager
    def writing(self, cursor: Cursor | None = None, *, only_contacts: bool = False) -> Iterator[Cursor]:
        """One transaction, alone: commits and moves ``version`` on at the end, or leaves everything as it was.

        ``only_contacts`` says that nothing changes but the log of contacts and its batches. ``cursor`` may carry temporary tables
        that the transaction reads. What the change depends on is read inside, on it.
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
            if not only_contacts:
                self._version_but_contacts = version
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
            with self._write_lock, said_of(target):
                target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
                cursor = self.cursor()
                with attached_file(cursor, copy) as alias:
                    cursor.execute(f"copy from database {catalog(cursor)} to {alias}")
                move_in(self.work_dir, copy, target)
        finally:
            copy.unlink(missing_ok=True)
        return target

    def rewrite(self, change: Callable[[Warehouse], T]) -> T:
        """Let ``change`` work on a copy of everything, put that, written anew, in the file's place; return what it returns.

        Nothing that ``change`` deleted is anywhere in the new file. On any error, and where the process is killed, everything is
        as before. Raises what ``change`` raises, and InputError where there is no room or this process has the file open twice.
        """
        if any(each.path == self.path for each in _LIVE if each is not self):
            gc.collect()  # one that nobody holds any more is no other
        if any(each.path == self.path for each in _LIVE if each is not self):
            raise opened_twice()
        name = f"rewrite_{uuid.uuid4().hex}"
        copy, new = (self.work_dir / f"{name}{end}.duckdb" for end in ("", "_new"))
        try:
            with self._write_lock, said_of(self.path):
                self.backup(copy)
                other = Warehouse(copy, memory_limit=self._memory_limit, must_exist=True)
                try:
                    result = change(other)
                    other.backup(new)
                finally:
                    other.close()
                remove_all(self.work_dir, copy.name)
                self.cursor().execute("force checkpoint")
                with self._gate.shut():
                    self._exchanged = True
                    try:
                        exchange(self._let_go, new, self.path)
                    finally:
                        self._broken = True  # until it is open again: another process may have been quicker
                        with self._reached():
                            self._root = self._connect()
                        self._broken = False
                        self._version = self._version_but_contacts = uuid.uuid4().hex
        finally:
            remove_all(self.work_dir, name)
        return result

    def restore(self, source: Path) -> None:
        """Replace everything with the content of the backup ``source``; on any error nothing changes.

        Only tables that a warehouse has, with its columns and types, are taken. Raises InputError for anything else.
        """
        with checked_copy(source, self.work_dir, Warehouse) as copy:
            cursor = self.cursor()
            with attached_file(cursor, copy, "(read_only)") as alias, self.writing(cursor):
                take_over(cursor, alias, source)

    def close(self) -> None:
        """Give the file back to other processes; every cursor is closed too."""
        for engine in (*self._cursors, self._root):
            engine.close()
        _LIVE.discard(self)
        if _OPEN.get(self.path, 0):
            _OPEN[self.path] -= 1


_LIVE: WeakSet[Warehouse] = WeakSet()  # those not closed
_OPEN: dict[Path, int] = {}  # how often this process has each file open: its work folder is cleaned by the first only


def restore_file(path: Path | str, backup: Path, why: str = "damaged") -> Path | None:
    """Put ``backup`` in the place of a warehouse file that cannot be opened; return where that one was kept, None if none was.

    ``why``, a word for its new name, says what kept it from being opened.

    The file is not opened and not lost: it is renamed beside itself, with the day of its last change in its name. Raises
    InputError, and changes nothing, where ``backup`` is no backup of this program, or another process holds the file.
    """
    path = Path(path).absolute()
    with said_of(path):
        work_dir = claim_work_folder(path, clean=False)
        with checked_copy(backup, work_dir, Warehouse) as copy:
            if path.is_file():
                with suppress(duckdb.Error), said_of(path):
                    refuse_busy(path)
            kept = put_aside(path, why)
            move_in(work_dir, copy, path)
    return kept


def read_closed(path: Path | str, name: str, **values: Any) -> list[dict[str, Any]]:
    """Run the named statement on a warehouse file that nobody has open, without writing to it, and return its rows.

    Raises InputError where the file is no warehouse, is damaged as far as this reads it, or cannot be reached.
    """
    path = Path(path).absolute()
    with said_of(path):
        try:
            inspect_file(path, must_exist=True)
            with duckdb.connect(str(path), read_only=True, config={"enable_external_access": "false"}) as engine:
                return engine.sql(statement(name), params=values or None).to_arrow_table().to_pylist()
        except duckdb.Error as error:
            raise opening_error(error, path) from error


def open_default() -> Warehouse:
    """Open the app's own warehouse; from then on what the process writes, copies and spills too, is for its owner alone."""
    os.umask(0o077)
    return Warehouse(default_path())
