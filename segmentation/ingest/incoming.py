"""Files on their way in: the inbox folder, and copies of what came through the browser."""

from __future__ import annotations

import errno
import re
import shutil
import unicodedata
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.warehouse.places import inbox_folder

CHUNK = 1 << 20
LONGEST_NAME = 120  # characters of a file's name that are shown; no file system takes many more


def inbox_files(folder: Path | None = None) -> list[Path]:
    """Return the files in the inbox by name; README.md, hidden files and folders are left out, a missing folder is empty.

    So are links to nowhere and devices. A folder that may not be read is empty, too.
    """
    folder = folder or inbox_folder()
    try:
        paths = list(folder.iterdir())
    except OSError:
        return []
    return sorted(path for path in paths if _is_offered(path))


def _is_offered(path: Path) -> bool:
    try:
        return path.is_file() and not path.name.startswith(".") and path.name.lower() != "readme.md"
    except OSError:
        return False


def name_files(paths: Iterable[Path]) -> dict[str, Path]:
    """Return each file under the name that is shown for it; a number tells apart those that look the same."""
    named: dict[str, Path] = {}
    for path in paths:
        name = shown = readable_name(path.name)
        number = 1
        while shown in named:
            number += 1
            shown = f"{name} ({number})"
        named[shown] = path
    return named


def readable_name(name: str) -> str:
    r"""Return a file's name as a person can read it and a database can keep it: one line of plain characters.

    Bytes that are no UTF-8 are read as Chinese Windows wrote them (GB18030), else shown as U+FFFD. Invisible marks and
    controls go; a very long name is cut in its middle. It may be no longer the name under which the file is found.

    >>> readable_name("\udcd5\udccb\udcb5\udca5.csv"), readable_name("a\n b\u202egpj.csv"), readable_name("\u200b")
    ('账单.csv', 'a bgpj.csv', '?')
    """
    raw = name.encode("utf-8", "surrogateescape") if _is_escaped(name) else name.encode("utf-8", "replace")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:
            text = raw.decode("utf-8", "replace")
    text = "".join(" " if char.isspace() or unicodedata.category(char) == "Cc" else char for char in text)
    text = " ".join("".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cn", "Co")).split()) or "?"
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 21]}…{text[-20:]}"


def _is_escaped(name: str) -> bool:
    return all("\udc80" <= char <= "\udcff" for char in name if "\ud800" <= char <= "\udfff")


def check_file(path: Path, name: str) -> None:
    """Raise InputError ``missing_file``, ``no_file`` (a folder, a device) or ``unreadable_file`` where no file can be read."""
    try:
        if path.is_file():
            with path.open("rb"):
                return
        there = path.exists()
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENAMETOOLONG):
            raise InputError(
                "unreadable_file",
                N_("The file “{file}” may not be read, or its disk does not answer. Copy it to another folder and try again."),
                file=name,
            ) from error
        there = False
    if there:
        raise InputError("no_file", N_("“{file}” is a folder or a device, not a file. Choose the files in it."), file=name)
    raise InputError("missing_file", N_("The file “{file}” is not there. Check its name and folder."), file=name)


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


def size_of(path: Path) -> int:
    """Return the size of a file in bytes, 0 where it is there no more."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def format_size(size: int) -> str:
    """Return a number of bytes as people say it.

    >>> format_size(900), format_size(48_358), format_size(1_100_000_000)
    ('1 KB', '48 KB', '1.1 GB')
    """
    for unit, name in ((10**9, "GB"), (10**6, "MB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{max(1, round(size / 1000))} KB"
