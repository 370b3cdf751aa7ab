"""The one DuckDB file that holds everything: opened, asked, changed and copied, and nothing else talks to the engine."""

from segmentation.warehouse.cursor import Cursor, Damaged, fetch, run
from segmentation.warehouse.database import DEFAULT_PATH, Warehouse, default_path, open_default, read_closed, restore_file
from segmentation.warehouse.opening import MEMORY_LIMIT
from segmentation.warehouse.statements import SQL, parameters, statement

__all__ = [
    "DEFAULT_PATH", "MEMORY_LIMIT", "SQL", "Cursor", "Damaged", "Warehouse", "default_path", "fetch", "open_default",
    "parameters", "read_closed", "restore_file", "run", "statement",
]
