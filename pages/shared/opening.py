"""The app's own warehouse: where it is, opened once a process, replaced by a backup."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock

from segmentation.language.errors import InputError
from segmentation.operating.timings import Timings
from segmentation.warehouse import Warehouse, default_path, open_default, restore_file
from segmentation.warehouse.places import log_folder

_OPENING = Lock()  # nobody opens a file that is being replaced, and goes on with the one that was put aside
_OPENED: dict[str, Warehouse] = {}


def database_path() -> Path:
    """Return where the app's warehouse is."""
    return default_path().absolute()


def opened_warehouse() -> Warehouse | None:
    """Return the app's warehouse, None where it cannot be opened: the page says why."""
    try:
        return open_warehouse(str(database_path()))
    except (InputError, OSError):
        return None


def open_warehouse(path: str) -> Warehouse:
    """Return the warehouse at ``path``, that of ``database_path``, opened once a process.

    A page asks some hundred times, so it is kept here and not by Streamlit, whose look into its cache costs a hundred times more.
    """
    if opened := _OPENED.get(path):
        return opened
    with _OPENING:
        if path not in _OPENED:
            _OPENED[path] = open_default()
        return _OPENED[path]


@lru_cache(2)
def page_times(database: str) -> Timings:
    """Return what keeps how long the pages over this warehouse took."""
    return Timings(log_folder(Path(database)))


def forget_warehouses() -> None:
    """Let each be opened anew by who asks next; who calls this has closed them."""
    _OPENED.clear()


def close_warehouses() -> None:
    """Close what this process has open, the end of its work: what was committed stands in the file itself."""
    with _OPENING:
        while _OPENED:
            _OPENED.popitem()[1].close()


def replace_warehouse(backup: Path) -> Path | None:
    """Put a backup in the place of the warehouse file, and return where the file that was there is kept (``restore_file``)."""
    path = database_path()
    with _OPENING:
        if opened := _OPENED.pop(str(path), None):
            opened.close()
        return restore_file(path, backup)
