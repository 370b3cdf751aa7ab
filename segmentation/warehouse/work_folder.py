"""The folder beside a warehouse for what is under way: uploads, texts being read, spilled rows, copies not finished yet.

Nobody's files but ours are ever deleted: a folder is used, and cleaned, only where it was empty or holds our marker.
"""

from __future__ import annotations

import shutil
import uuid
from contextlib import suppress
from pathlib import Path

MARKER = "customer-grading-work-folder"
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
_PART = "part-"


def claim_work_folder(database: Path, *, clean: bool = True) -> Path:
    """Return the work folder of a database file, ``.<file name>.work`` beside it, made and marked; ``clean`` empties it.

    A folder of that name that is not ours (no marker, or a link) is left alone; the next free ``.work-2`` … is taken.
    """
    number = 1
    while True:
        folder = database.with_name(f".{database.name}.work" + (f"-{number}" if number > 1 else ""))
        if _is_ours(folder):
            break
        number += 1
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    folder.chmod(PRIVATE_FOLDER)
    (folder / MARKER).touch(PRIVATE_FILE)
    if clean:
        _clean(folder)
    return folder


def _is_ours(folder: Path) -> bool:
    if folder.is_symlink():
        return False
    if not folder.exists():
        return True
    return folder.is_dir() and ((folder / MARKER).is_file() or not any(folder.iterdir()))


def _clean(folder: Path) -> None:
    """Remove what a killed process left in the folder, and the unfinished copies that it had begun elsewhere."""
    for each in folder.iterdir():
        if each.name.startswith(_PART):
            _forget_part(each)
        elif each.is_dir() and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=True)
        elif each.name != MARKER:
            with suppress(OSError):
                each.unlink()


def _forget_part(note: Path) -> None:
    with suppress(OSError, ValueError):
        part = Path(note.read_text(encoding="utf-8", errors="surrogateescape"))
        if part.name.endswith(f".{note.name}") and not part.is_symlink():
            part.unlink(missing_ok=True)
    with suppress(OSError):
        note.unlink()


def move_in(work_dir: Path, source: Path, target: Path) -> None:
    """Bring ``source``, a finished file in the work folder, to ``target``: whole or not at all; ``source`` is gone in any case.

    Where ``target`` is on another disk the file is copied to a name of ours beside it first; a note in the work folder lets the
    next start remove what a kill leaves of it. Raises OSError.
    """
    note = work_dir / f"{_PART}{uuid.uuid4().hex}"
    part = target.with_name(f".{target.name[:100]}.{note.name}")
    try:
        note.write_text(str(part), encoding="utf-8", errors="surrogateescape")
        try:
            source.rename(part)
        except OSError:
            shutil.copyfile(source, part)
        part.chmod(PRIVATE_FILE)
        part.replace(target)
    finally:
        for each in (part, source, note):
            with suppress(OSError):
                each.unlink()

