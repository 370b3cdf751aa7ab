"""Files on their way in: the inbox folder, and copies of what came through the browser."""

from __future__ import annotations

import os
import re
import shutil
import uuid
from pathlib import Path
from typing import BinaryIO

DEFAULT_INBOX = Path(__file__).parents[2] / "data" / "inbox"
CHUNK = 1 << 20


def inbox_folder() -> Path:
    """Return the folder for files that are too big for the browser: ``CUSTOMER_GRADING_INBOX``, or data/inbox."""
    return Path(os.environ.get("CUSTOMER_GRADING_INBOX") or DEFAULT_INBOX)


def inbox_files(folder: Path | None = None) -> list[Path]:
    """Return the files in the inbox by name; README.md, hidden files and folders are left out, a missing folder is empty."""
    folder = folder or inbox_folder()
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".") and path.name.lower() != "readme.md"
    )


def keep_upload(source: BinaryIO, name: str, folder: Path) -> Path:
    """Copy ``source`` in pieces to a new file in ``folder`` (made if missing) and return its path.

    The new name owes nothing to the user's but a harmless suffix, which tells some formats apart.
    """
    folder.mkdir(parents=True, exist_ok=True)
    suffix = Path(name).suffix.lower()
    path = folder / f"{uuid.uuid4().hex}{suffix if re.fullmatch(r'[.][a-z0-9]{1,8}', suffix) else ''}"
    source.seek(0)
    try:
        with path.open("wb") as target:
            shutil.copyfileobj(source, target, CHUNK)
    except OSError:  # a full disk: half a file would be in the way of the next try
        path.unlink(missing_ok=True)
        raise
    return path


def format_size(size: int) -> str:
    """Return a number of bytes as people say it.

    >>> format_size(900), format_size(48_358), format_size(1_100_000_000)
    ('1 KB', '48 KB', '1.1 GB')
    """
    for unit, name in ((10**9, "GB"), (10**6, "MB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{max(1, round(size / 1000))} KB"
