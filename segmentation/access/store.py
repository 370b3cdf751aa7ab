"""The SQLite file that holds accounts, sessions and logs: one connection a thread, one transaction a change."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_

SCHEMA = Path(__file__).with_name("schema.sql")
PRIVATE = 0o600
WAITS = 10.0  # seconds for another process to end its change


def access_path(database: Path) -> Path:
    """Return where the accounts of a warehouse are kept.

    >>> access_path(Path("data/warehouse.duckdb")).as_posix()
    'data/warehouse.duckdb.access.sqlite'
    """
    return database.with_name(f"{database.name}.access.sqlite")


class Access:
    """The accounts of a house. The file is made, readable by its user alone, where there is none."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._threads = threading.local()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, PRIVATE))
        with suppress(OSError):  # a system without such rights
            self.path.chmod(PRIVATE)
        try:
            self.reading().executescript(SCHEMA.read_text(encoding="utf-8"))
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            raise InputError(
                "accounts_damaged",
                N_(
                    "The file of accounts is damaged: {path}. Put that of a backup in its place; or move it away, and make the "
                    "first account anew."
                ),
                path=self.path,
            ) from error

    def reading(self) -> sqlite3.Connection:
        """Return the connection of this thread."""
        found = getattr(self._threads, "connection", None)
        if found is None:
            found = sqlite3.connect(self.path, timeout=WAITS, isolation_level=None)
            found.row_factory = sqlite3.Row
            found.execute("pragma journal_mode = wal")
            found.execute("pragma synchronous = full")  # who was told that it is done finds it after a power cut
            found.execute("pragma foreign_keys = on")
            self._threads.connection = found
        return found

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, alone among all processes: written whole where the block ends, not at all where it raises."""
        connection = self.reading()
        connection.execute("begin immediate")
        try:
            yield connection
        except BaseException:
            connection.execute("rollback")
            raise
        connection.execute("commit")

    def close(self) -> None:
        """Let go of this thread's connection."""
        found = getattr(self._threads, "connection", None)
        if found is not None:
            found.close()
            self._threads.connection = None


@lru_cache(8)
def access_of(database: Path) -> Access:
    """Return the accounts of the warehouse at ``database``, always the same for the same path."""
    return Access(access_path(database))


def cookie_name(database: Path) -> str:
    """Return the name of the cookie that holds a session's token: one a warehouse, for two of them may share a machine's name."""
    return f"grading_{hashlib.sha256(str(database.absolute()).encode()).hexdigest()[:10]}"
