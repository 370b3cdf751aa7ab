"""The one DuckDB file that holds everything: opened, asked, changed and copied, and nothing else talks to the engine."""

from segmentation.warehouse.database import (
    DEFAULT_PATH,
    MEMORY_LIMIT,
    SQL,
    Cursor,
    Damaged,
    Warehouse,
    default_path,
    fetch,
    open_default,
    parameters,
    read_closed,
    restore_file,
    run,
    statement,
)

__all__ = [
    "DEFAULT_PATH", "MEMORY_LIMIT", "SQL", "Cursor", "Damaged", "Warehouse", "default_path", "fetch", "open_default",
    "parameters", "read_closed", "restore_file",
    "run", "statement",
]
