"""Where things lie: in a source tree beside the code; what an installed program keeps, in the user's folder for data."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
ROOT = PACKAGE.parent  # the source tree, or site-packages
NAME = "customer-grading"


def is_installed() -> bool:
    """Return whether this runs from an installed package: nothing is written beside that."""
    return not (ROOT / "pyproject.toml").is_file()


def user_data_folder(platform: str, environment: Mapping[str, str], home: Path) -> Path:
    """Return the folder that the system keeps for this program's data of one user.

    >>> user_data_folder("linux", {}, Path("/home/li")).as_posix()
    '/home/li/.local/share/customer-grading'
    >>> user_data_folder("linux", {"XDG_DATA_HOME": "/srv/li"}, Path("/home/li")).as_posix()
    '/srv/li/customer-grading'
    >>> user_data_folder("darwin", {}, Path("/Users/li")).as_posix()
    '/Users/li/Library/Application Support/customer-grading'
    >>> user_data_folder("win32", {"LOCALAPPDATA": "C:/Users/li/AppData/Local"}, Path("C:/Users/li")).as_posix()
    'C:/Users/li/AppData/Local/customer-grading'
    """
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / NAME
    if platform == "darwin":
        return home / "Library" / "Application Support" / NAME
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / NAME


def default_path() -> Path:
    """Return where the app's own warehouse is.

    ``CUSTOMER_GRADING_DB``, else data/warehouse.duckdb of a source tree, else warehouse.duckdb in the user's data folder.
    """
    if told := os.environ.get("CUSTOMER_GRADING_DB"):
        return _told(told)
    folder = user_data_folder(sys.platform, os.environ, Path.home()) if is_installed() else ROOT / "data"
    return folder / "warehouse.duckdb"


@lru_cache(4)
def _told(path: str) -> Path:
    return Path(path)  # taken apart once: a page asks some hundred times


def inbox_folder(database: Path | None = None) -> Path:
    """Return the folder for files too big for the browser: ``CUSTOMER_GRADING_INBOX``, else ``inbox`` beside the warehouse.

    ``database`` is the warehouse's file (None: the app's own).
    """
    if told := os.environ.get("CUSTOMER_GRADING_INBOX"):
        return Path(told)
    return (database or default_path()).parent / "inbox"


def log_folder(database: Path) -> Path:
    """Return where the logs of a warehouse's programs are kept."""
    return database.parent / "logs"


def samples_folder() -> Path:
    """Return where the sample houses lie."""
    return PACKAGE / "samples" if is_installed() else ROOT / "data" / "samples"


def guides_folder() -> Path:
    """Return where the guides lie."""
    return PACKAGE / "guides" if is_installed() else ROOT / "docs" / "guides"


def house_config() -> Path:
    """Return the file with the settings of the server and the looks of the app."""
    return (PACKAGE / "streamlit" if is_installed() else ROOT / ".streamlit") / "config.toml"
