"""What a lake is computed on: Spark, or Sail, which speaks Spark's words without a Java machine."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.text import cut

ENGINES = ("sail", "spark")
MAKERS = ("pyspark", "pysail", "grpc", "py4j")  # packages whose errors are an engine's
LONGEST = 300  # half columns of what it said

log = logging.getLogger(__name__)


class Engine(Protocol):
    """Takes tables under names, and answers queries in Spark's words over them."""

    def put(self, name: str, rows: pa.Table) -> None:
        """Let ``rows`` stand as a table of that name, in the place of one that stood there."""

    def open(self, name: str, folder: Path) -> None:
        """Let the Parquet files of a folder stand as a table, its parts by ``name=value`` as columns."""

    def name(self, name: str, sql: str) -> None:
        """Let a query stand as a table of that name."""

    def rows(self, sql: str) -> pa.Table:
        """Return what a query gives, decimals kept."""

    def write(self, sql: str, folder: Path) -> None:
        """Write what a query gives as Parquet files into a folder that is not there yet."""


class SparkEngine:
    """An Engine over a Spark session, of whichever maker."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def put(self, name: str, rows: pa.Table) -> None:
        """Let ``rows`` stand as a table of that name, in the place of one that stood there."""
        if rows.num_rows:
            found = self._session.createDataFrame(rows)
        else:  # of no rows it does not take the types
            found = self._session.createDataFrame(pa.Table.from_pylist([{}], rows.schema)).limit(0)
        found.createOrReplaceTempView(name)

    def open(self, name: str, folder: Path) -> None:
        """Let the Parquet files of a folder stand as a table, its parts by ``name=value`` as columns."""
        self._session.read.parquet(str(folder)).createOrReplaceTempView(name)

    def name(self, name: str, sql: str) -> None:
        """Let a query stand as a table of that name."""
        self._session.sql(sql).createOrReplaceTempView(name)

    def rows(self, sql: str) -> pa.Table:
        """Return what a query gives, decimals kept."""
        return self._session.sql(sql).toArrow()

    def write(self, sql: str, folder: Path) -> None:
        """Write what a query gives as Parquet files into a folder that is not there yet."""
        self._session.sql(sql).write.parquet(str(folder))


@contextmanager
def started(engine: str) -> Iterator[SparkEngine]:
    """Start one of ``ENGINES`` on this machine, and stop it at the end; raises ImportError where it is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of pandas 3, which is not used
        with (_sail() if engine == "sail" else _spark()) as session:
            yield SparkEngine(session)


@contextmanager
def told_of(engine: str) -> Iterator[None]:
    """Raise InputError for what an engine fails at, with its first line: it is none of this program's errors."""
    try:
        yield
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in MAKERS:
            raise
        log.exception("an engine failed")
        said = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise InputError(
            "engine_failed",
            N_(
                "{engine} broke off, and nothing was graded: {what}. Grades that were there before are kept. Try again with more "
                "memory or room on the disk, or with the other engine (--engine)."
            ),
            engine=engine, what=cut(said, LONGEST),
        ) from error


@contextmanager
def _sail() -> Iterator[Any]:
    from pysail.spark import SparkConnectServer

    with _a_main_file():
        from pyspark.sql.connect.session import SparkSession

    os.environ.setdefault("RUST_LOG", "error")  # it tells of every start and end on stderr
    server = SparkConnectServer(port=0)
    server.start(background=True)
    try:
        _address, port = server.listening_address
        session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").create()
        try:
            yield session
        finally:
            session.stop()
    finally:
        server.stop()


@contextmanager
def _a_main_file() -> Iterator[None]:
    """The client takes a process begun without a file (``python -c``, a test worker) for its own tests, and wants Java."""
    main = sys.modules["__main__"]
    bare = not hasattr(main, "__file__")
    if bare:
        main.__file__ = ""
    try:
        yield
    finally:
        if bare:
            del main.__file__


@contextmanager
def _spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").config("spark.sql.session.timeZone", "UTC").getOrCreate()
    try:
        yield session
    finally:
        session.stop()
