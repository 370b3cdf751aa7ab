"""A cursor: what statements run on and rows are fetched from."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Any

import duckdb
import pyarrow as pa

from segmentation.warehouse.shared import Shared
from segmentation.warehouse.statements import parameters, statement

Damaged = duckdb.InvalidInputException  # what the CSV reader raises on a file it cannot parse
STREAMED = 5_000  # rows at a time
CHECKED = ("store_id", "customer_key")  # columns of a frame that say whose its rows are
MOST_PARSED = 500  # texts, some 30 kB each
_PARSED: dict[str, list[duckdb.Statement]] = {}  # what is run again and again is planned each time, but parsed once
# it copies the rows once more, which costs less than a relation: that plans its statement twice
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)


class Cursor:
    """A cursor of the warehouse: it sees committed data and temporary tables of its own.

    What the engine complains of becomes an InputError where a person can do something about it: a full disk, a damaged file,
    work that was stopped.
    """

    def __init__(self, engine: duckdb.DuckDBPyConnection, telling: Callable[[], AbstractContextManager[None]]) -> None:
        self._engine = engine
        self._telling = telling
        self._shared: Shared | None = None
        self.check: Callable[[Cursor, str, Mapping[str, Any]], None] | None = None  # raises where a statement may not run

    def share(self, name: str, over: Collection[str]) -> None:
        """Work the named statement out once for all that use it, until one of the tables that it is ``over`` is written.

        Worth it for few rows, where to plan a statement takes longer than to run it.
        """
        self._shared = Shared(name, over)

    def execute(self, sql: str, values: Mapping[str, Any] | None = None) -> Cursor:
        """Run a statement and return the cursor, to fetch from."""
        with self._telling():
            self._run(sql, values)
        return self

    def _run(self, sql: str, values: Mapping[str, Any] | None) -> None:
        """Run a statement, or a script of several, over what is shared."""
        if self.check is not None:
            self.check(self, sql, values or {})
        if self._shared is not None:
            sql, values = self._shared.rewritten(sql, values, self._run_as_it_is)
        self._run_as_it_is(sql, values)

    def _run_as_it_is(self, sql: str, values: Mapping[str, Any] | None) -> None:
        """Run a statement, or a script of several, whose text is parsed only where no cursor has run it before."""
        statements = _PARSED.get(sql)
        if statements is None:
            statements = self._engine.extract_statements(sql)
            if len(_PARSED) >= MOST_PARSED:
                _PARSED.clear()
            _PARSED[sql] = statements
        for each in statements[:-1]:
            self._engine.execute(each)
        for each in statements[-1:]:
            self._engine.execute(each, values) if values else self._engine.execute(each)

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return the rows of the last statement."""
        with self._telling():
            return self._engine.fetchall()

    def arrow(self, sql: str, values: Mapping[str, Any] | None = None) -> pa.Table:
        """Run a query and return its rows as Arrow, decimals kept."""
        with self._telling():
            self._run(sql, values)
            return self._engine.to_arrow_table()

    def stream(self, sql: str, values: Mapping[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query one by one, a few thousand of them in memory at a time."""
        with self._telling():
            batches = self._engine.sql(sql, params=values or None).to_arrow_reader(STREAMED)
        while True:
            with self._telling():
                batch = next(batches, None)
            if batch is None:
                return
            yield from batch.to_pylist()

    def register(self, name: str, frame: pa.Table) -> None:
        """Let ``frame`` stand as a table of that name on this cursor."""
        if self.check is not None:
            self.check(self, "", {column: frame[column].to_pylist() for column in CHECKED if column in frame.column_names})
        self._engine.register(name, frame)

    def unregister(self, name: str) -> None:
        """Take a registered frame away."""
        self._engine.unregister(name)

    def interrupt(self) -> None:
        """Stop the statement that runs on this cursor, from any thread; it raises Cancelled."""
        self._engine.interrupt()

    def tell_by(self, telling: Callable[[], AbstractContextManager[None]]) -> None:
        """Let ``telling`` say from now on what the engine complains of."""
        self._telling = telling

    def unchecked(self, sql: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Return the rows of a query that ``check`` itself asks, while a statement waits for its answer."""
        return (self._engine.execute(sql, values) if values else self._engine.execute(sql)).fetchall()

    def close(self) -> None:
        """Let go of the temporary tables."""
        self._engine.close()


def run(cursor: Cursor, name: str, **values: Any) -> Cursor:
    """Run the named statement on ``cursor`` with the values it asks for, and return the cursor."""
    sql = statement(name)
    return cursor.execute(sql, parameters(sql, values))


def fetch(cursor: Cursor, name: str, read: Mapping[str, str] = MappingProxyType({}), **values: Any) -> pa.Table:
    """Run the named statement, as ``statement`` gives it, on ``cursor`` and return its rows as Arrow, decimals kept."""
    sql = statement(name, **read)
    return cursor.arrow(sql, parameters(sql, values))
