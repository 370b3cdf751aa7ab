"""Backups of a warehouse: complete copies in the folder ``backups`` beside it, made by hand or before one is put back."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from segmentation.language.errors import InputError
from segmentation.warehouse import Warehouse, read_closed
from segmentation.warehouse.upgrade import BEFORE_UPGRADE

BY_HAND, BEFORE_RESTORE = "backup", "before-restore"


@dataclass(frozen=True)
class Backup:
    """A backup file: when it was made, how large it is, and whether it was made before another was put back."""

    path: Path
    made_at: datetime
    size: int

    @property
    def is_before_restore(self) -> bool:
        """Whether it holds the state that a restore replaced."""
        return self.path.name.startswith(BEFORE_RESTORE)

    @property
    def is_before_upgrade(self) -> bool:
        """Whether it holds the state of before a newer version of the program opened the file."""
        return self.path.name.startswith(BEFORE_UPGRADE)


@dataclass(frozen=True)
class Content:
    """What is in a backup: the names of its stores, how many bills, and the last day that has any (None: no bills)."""

    stores: tuple[str, ...]
    bills: int
    last_day: date | None


def backup_folder(database: Path) -> Path:
    """Return where the backups of a warehouse file are kept."""
    return database.parent / "backups"


def make_backup(warehouse: Warehouse, kind: str, now: datetime) -> Path:
    """Copy the warehouse into its folder of backups, under a new name with the moment in it, and return the copy's path.

    Raises InputError where it cannot be written; then nothing is left of it.
    """
    folder, stamp = backup_folder(warehouse.path), f"{now:%Y-%m-%d_%H%M%S}"
    target, number = folder / f"{kind}_{stamp}.duckdb", 1
    while target.exists():
        number += 1
        target = folder / f"{kind}_{stamp}_{number}.duckdb"
    return warehouse.backup(target)


def list_backups(folder: Path) -> list[Backup]:
    """Return the backup files of a folder, the newest first; none where the folder is missing or cannot be read.

    When one was made is in its name; a file under another name is as old as its last change.
    """
    found = []
    with suppress(OSError):
        for path in folder.glob("*.duckdb"):
            if not path.name.startswith(".") and path.is_file():
                stat = path.stat()
                found.append(Backup(path, _made_at(path.name) or datetime.fromtimestamp(stat.st_mtime), stat.st_size))
    return sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)


def _made_at(name: str) -> datetime | None:
    stamp = re.search(r"_(\d{4}-\d\d-\d\d_\d{6})(?:_\d+)?\.duckdb$", name)
    with suppress(ValueError):
        return datetime.strptime(stamp[1], "%Y-%m-%d_%H%M%S") if stamp else None
    return None


def inspect_backup(path: Path) -> Content:
    """Return what is in a backup, without writing to it. Raises InputError where it is none, or is damaged itself."""
    rows = read_closed(path, "land/stores")
    days = [row["last_date"] for row in rows if row["last_date"]]
    return Content(tuple(row["store"] for row in rows), int(sum(row["bills"] for row in rows)), max(days, default=None))


def last_good_backup(folder: Path) -> tuple[Backup, Content] | None:
    """Return the newest backup of the folder that can be read, with what is in it; None where there is none."""
    for backup in list_backups(folder):
        with suppress(InputError):
            return backup, inspect_backup(backup.path)
    return None
