"""The copy that is kept before a file is brought up to newer tables: with it an older program can go on where it was.

The three newest stay. Copies in a work folder, on their way to be a backup or to be put back, are brought up without one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.warehouse.work_folder import MARKER

BEFORE_UPGRADE = "before-upgrade"
KEPT = 3
NEVER = 0.0


def changed_at(path: Path) -> float:
    """Return when a file was last written, in seconds; ``NEVER`` for none, and for one in a work folder."""
    with suppress(OSError):
        if not (path.parent / MARKER).exists():
            files = [path, path.with_name(f"{path.name}.wal")]
            return max((each.stat().st_mtime for each in files if each.exists()), default=NEVER)
    return NEVER


def keep_before_upgrade(path: Path, backup: Callable[[Path], Path], version: int, changed: float) -> Path:
    """Copy the file at ``path``, of tables ``version``, into its folder of backups and return the copy; older such copies go.

    Its name holds when the file was last ``changed``. Raises InputError where there is no room: then nothing was brought up.
    """
    folder = path.parent / "backups"
    stamp = f"{datetime.fromtimestamp(changed):%Y-%m-%d_%H%M%S}"
    target, number = folder / f"{BEFORE_UPGRADE}-of-{version}_{stamp}.duckdb", 1
    while target.exists():
        number += 1
        target = folder / f"{BEFORE_UPGRADE}-of-{version}_{stamp}_{number}.duckdb"
    try:
        backup(target)
    except InputError as error:
        raise InputError(
            "no_room_to_upgrade",
            N_("The data has to be brought up to this version of the program, and no copy of it can be kept before: {why} "
               "Nothing was changed."),
            why=str(error),
        ) from error
    for old in _by_age(folder)[KEPT:]:
        with suppress(OSError):
            old.unlink()
    return target


def _by_age(folder: Path) -> list[Path]:
    """Return the copies of upgrades, that of the newest tables first."""

    def age(path: Path) -> tuple[int, str]:
        return int(re.match(rf"{BEFORE_UPGRADE}-of-(\d+)", path.name)[1]), path.name

    return sorted(folder.glob(f"{BEFORE_UPGRADE}-of-[0-9]*_*.duckdb"), key=age, reverse=True)
