"""How long an import takes, measured in bare reads of the same rows by the engine."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from benchmarks.report import Line, Spent, compare, spend, take_turns
from benchmarks.till import transcode, write_bills
from segmentation.ingest.land import import_file
from segmentation.warehouse import MEMORY_LIMIT, Warehouse

LIMIT, LIMIT_GBK = 3.0, 3.5


def measure(folder: Path, rows: int = 1_000_000, rounds: int = 7) -> list[Line]:
    """Return one line for each encoding: import into a fresh warehouse against a bare read of the UTF-8 file.

    The bare read is ``create table … as from read_csv(file, ignore_errors = true)`` into a fresh database file, under the
    same memory limit and as many threads; without ignore_errors it stops at the first row that it cannot read. Opening and
    closing the files is timed on neither side.
    """
    utf8 = write_bills(folder / "bills_utf8.csv", rows, customers=max(20, rows // 20))
    gb18030 = transcode(utf8, folder / "bills_gb18030.csv", "gb18030")
    size = f"{rows:,} rows, {utf8.stat().st_size / 1e6:.0f} MB"
    try:
        plain, bare, chinese, again = take_turns(
            lambda: time_import(folder, utf8), lambda: time_bare_read(folder, utf8),
            lambda: time_import(folder, gb18030), lambda: time_bare_read(folder, utf8),
            rounds=rounds,
        )
    finally:
        utf8.unlink()
        gb18030.unlink()
    return [
        compare("import, utf-8", plain, bare, LIMIT, size),
        compare("import, gb18030", chinese, again, LIMIT_GBK, size),
    ]


def time_import(folder: Path, path: Path) -> Spent:
    """Import ``path`` into a fresh warehouse and return what it took."""
    home = folder / "fresh"
    warehouse = Warehouse(home / "warehouse.duckdb")
    try:
        return spend(lambda: import_file(warehouse, "Benchmark", path))
    finally:
        warehouse.close()
        shutil.rmtree(home)


def time_bare_read(folder: Path, path: Path) -> Spent:
    """Read ``path`` with the engine alone into a fresh database file and return what it took."""
    home = folder / "fresh"
    home.mkdir(parents=True)
    config = {"memory_limit": MEMORY_LIMIT, "temp_directory": str(home / "spill")}
    engine = duckdb.connect(str(home / "bare.duckdb"), config=config)
    statement = "create table bills as from read_csv($path, ignore_errors = true)"
    try:
        return spend(lambda: engine.execute(statement, {"path": str(path)}))
    finally:
        engine.close()
        shutil.rmtree(home)
