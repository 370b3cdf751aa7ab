"""What a warehouse file is opened with, how one is told from any other file, and what is said where it cannot be opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from segmentation.language.errors import InputError, WarehouseBusy, WarehouseDamaged, disk_error
from segmentation.language.i18n import N_

MIGRATIONS = Path(__file__).parent / "migrations"
MEMORY_LIMIT = "350MB"
OURS = {"meta", "stores", "batches", "bills", "settings"}  # the tables of the first version: what has all of them is a warehouse


def engine_config(work_dir: Path, memory_limit: str) -> dict[str, str]:
    """Return the engine's settings: no extension is fetched, memory is limited, what spills goes into the work folder."""
    return {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": memory_limit,
        "temp_directory": str(work_dir / "spill"),
    }


def lock_down(root: duckdb.DuckDBPyConnection, work_dir: Path) -> None:
    """Let the engine reach no file outside the work folder from now on, and nobody change that."""
    if root.execute("select current_setting('lock_configuration')").fetchall()[0][0]:
        return  # the process has the file open already
    root.execute(f"set allowed_directories = [{quoted_path(work_dir)}]")
    root.execute("set enable_external_access = false")
    root.execute("set lock_configuration = true")


def migrations() -> list[Path]:
    """Return the scripts that bring a warehouse file up to the present tables, in order."""
    return sorted(MIGRATIONS.glob("*.sql"))


def inspect_file(path: Path, must_exist: bool) -> None:
    """Look at a file without writing to it. Raises InputError where it is damaged, not a warehouse, or of a newer version.

    A database without any table is one whose making was cut off; it passes where it need not be a warehouse.
    """
    if path.is_file() and not path.stat().st_size:
        raise damaged_file(path)
    config = {name: value for name, value in engine_config(path.parent, MEMORY_LIMIT).items() if name != "temp_directory"}
    with duckdb.connect(str(path), read_only=True, config={**config, "enable_external_access": "false"}) as engine:
        listed = "select table_name, table_type from information_schema.tables where table_catalog = current_catalog()"
        tables = dict(engine.execute(listed).fetchall())
        if not tables and not must_exist:
            return
        if not tables.keys() >= OURS or set(tables.values()) != {"BASE TABLE"}:
            raise not_a_warehouse(path)
        # free blocks at the end are cut off the file after they were counted
        blocks, size = engine.execute("select used_blocks, block_size from pragma_database_size()").fetchall()[0]
        found = engine.execute("select value from meta where name = 'schema'").fetchall()
    if blocks * size > path.stat().st_size or not found or not found[0][0].isdigit():
        raise damaged_file(path)
    if int(found[0][0]) > len(migrations()):
        raise newer_file(path)


def opening_error(error: duckdb.Error, path: Path) -> InputError:
    """Return what to say of a file that the engine could not open."""
    text = str(error)
    if isinstance(error, duckdb.IOException) and "set lock" in text:
        return WarehouseBusy(
            "warehouse_busy",
            N_("The warehouse {path} is in use by another process. Close the app (or the other command) and try again."),
            path=str(path),
        )
    if "database file with version number" in text:
        return newer_file(path)
    if "not a valid DuckDB database file" in text or path.is_dir():
        return not_a_warehouse(path)
    return disk_error(text, path) or damaged_file(path)


def says_damage(error: duckdb.Error) -> bool:
    """Return whether the engine says that the file's content is broken."""
    words = "Corrupt database|checksum|Could not read enough bytes|has been invalidated|[Dd]eserializ|Failed to load metadata"
    return isinstance(error, duckdb.FatalException) or bool(re.search(words, str(error)))


def damaged_file(path: Path) -> WarehouseDamaged:
    """Return the error of a file whose content is broken."""
    return WarehouseDamaged(
        "damaged_warehouse", N_("The warehouse {path} is damaged. Put the last good backup back; the damaged file is kept."),
        path=str(path),
    )


def not_a_warehouse(path: Path) -> InputError:
    """Return the error of a file that is something else."""
    return InputError(
        "not_a_warehouse", N_("{path} cannot be opened as a warehouse. Choose another file or restore a backup."), path=str(path)
    )


def newer_file(path: Path) -> InputError:
    """Return the error of a file with migrations that this program does not know."""
    return InputError(
        "newer_warehouse",
        N_("{path} was written by a newer version of this program. Update the program, then open it again."), path=str(path),
    )


@contextmanager
def said_of(path: Path) -> Iterator[None]:
    """Say in words why a file could not be read or written."""
    try:
        yield
    except OSError as error:
        raise disk_error(error, path) or InputError(
            "file_error", N_("The file cannot be read or written: {why}."), why=f"{error.strerror} ({path})"
        ) from error


def quoted_path(path: Path) -> str:
    """Return a path as an SQL literal."""
    return "'" + str(path).replace("'", "''") + "'"


def refuse_busy(path: Path) -> None:
    """Raise WarehouseBusy where another process holds the file; whatever else is wrong with it passes."""
    try:
        duckdb.connect(str(path), read_only=True).close()
    except duckdb.IOException as error:
        if isinstance(said := opening_error(error, path), WarehouseBusy):
            raise said from error
