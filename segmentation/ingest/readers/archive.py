"""Gzip and zip around one data file: unpacked into a working folder, streamed and bounded."""

from __future__ import annotations

import errno
import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from segmentation.ingest.readers.text import CHUNK, Progress, Stop
from segmentation.language.errors import Cancelled, InputError
from segmentation.language.i18n import N_

MOST_BYTES = 8 << 30
MOST_RATIO = 200  # a till's export shrinks to a tenth, seldom to a fiftieth
SMALL = 256 << 20  # bytes, up to which any ratio will do
_NOTE = re.compile(
    r"(?i)^[^.]*(说明|须知|声明|必读|注意事项|read ?_?-?me|disclaimer|licen[cs]e)[^.]*\.(txt|md|rtf|docx?|pdf|html?)$"
)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def unpack(source: Path, target: Path, kind: str, name: str, *, progress: Progress = None, cancelled: Stop = None) -> None:
    """Write the one data file inside a ``gzip`` or ``zip`` to ``target``, streamed.

    Folders, hidden files and what a Macintosh adds are passed over. Raises InputError for several data files (named),
    none, a password, damage, and more than ``MOST_BYTES`` or than ``MOST_RATIO`` times the file; OSError where the disk is
    full; and Cancelled.
    """
    size = source.stat().st_size
    try:
        if kind == "gzip":
            with gzip.open(source, "rb") as packed:
                _copy(packed, target, name, size, size, packed.fileobj, progress, cancelled)
        else:
            with zipfile.ZipFile(source) as archive:
                member = _only_member(archive, name)
                check_unpacked(member.file_size, size, name)
                with archive.open(member) as packed:
                    _copy(packed, target, name, size, member.file_size, None, progress, cancelled)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise
        raise InputError(
            "damaged_archive", N_("“{file}” is damaged and cannot be opened. Make or send it again."), file=name
        ) from error


def list_members(source: Path, name: str) -> list[str]:
    """Return the names of the data files in a zip, as their maker saw them and without folders where that tells them apart.

    Raises InputError ``damaged_archive``.
    """
    with _open_zip(source, name) as archive:
        return _short_names([info for info in archive.infolist() if _is_data(info)])


def is_note(member: str) -> bool:
    """Whether a file of an archive is a text for people by its name, beside the tables.

    >>> is_note("11月/使用说明.txt"), is_note("README.md"), is_note("账单说明.csv"), is_note("11月.txt")
    (True, True, False, False)
    """
    return bool(_NOTE.search(PurePosixPath(member.replace("\\", "/").split(" › ")[-1]).name))


def unpack_member(source: Path, target: Path, member: str, name: str, *, cancelled: Stop = None) -> None:
    """Write the data file that ``list_members`` calls ``member`` to ``target``. Raises as ``unpack`` does."""
    with _open_zip(source, name) as archive:
        members = [info for info in archive.infolist() if _is_data(info)]
        info = members[_short_names(members).index(member)]
        if info.flag_bits & 1:
            raise _locked(name)
        check_unpacked(sum(each.file_size for each in members), source.stat().st_size, name)
        with archive.open(info) as packed:
            _copy(packed, target, name, source.stat().st_size, info.file_size, None, None, cancelled)


@contextmanager
def _open_zip(source: Path, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise
        raise InputError(
            "damaged_archive", N_("“{file}” is damaged and cannot be opened. Make or send it again."), file=name
        ) from error


def _short_names(members: Sequence[zipfile.ZipInfo]) -> list[str]:
    whole = [member_name(info).replace("\\", "/") for info in members]
    short = [PurePosixPath(path).name for path in whole]
    return short if len(set(short)) == len(short) else [path.replace("/", " › ") for path in whole]


def _locked(name: str) -> InputError:
    return InputError(
        "encrypted", N_("“{file}” is protected with a password. Unpack it and upload the file inside."), file=name
    )


def _only_member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    members = [info for info in archive.infolist() if _is_data(info)]
    if not members:
        raise InputError("empty_file", N_("The archive “{file}” holds no file. Export it again."), file=name)
    if len(members) > 1:
        raise InputError(
            "several_files",
            N_("The archive “{file}” holds several files: {names}. Unpack it and upload them one by one."),
            file=name,
            names=", ".join(member_name(info) for info in members[:10]) + (" …" if len(members) > 10 else ""),
        )
    if members[0].flag_bits & 1:
        raise _locked(name)
    return members[0]


def _is_data(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    if not parts or info.is_dir() or "__MACOSX" in parts or parts[-1].startswith("."):
        return False
    return parts[-1].lower() not in ("thumbs.db", "desktop.ini")


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name as its maker saw it: Chinese Windows writes GBK where the format says cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def check_unpacked(unpacked: int, packed: int, name: str) -> None:
    """Raise InputError ``too_large`` for what unpacks to too much, ``too_packed`` for what is out of proportion."""
    if unpacked > MOST_BYTES:
        raise InputError(
            "too_large",
            N_("“{file}” unpacks to more than {gigabytes} GB. Split it into smaller files, for example one a month."),
            file=name,
            gigabytes=MOST_BYTES >> 30,
        )
    if unpacked > max(SMALL, MOST_RATIO * packed):
        raise InputError(
            "too_packed",
            N_("“{file}” unpacks to more than {times} times its size, as no table does. Export it again."),
            file=name,
            times=MOST_RATIO,
        )


def _copy(
    packed: BinaryIO,
    target: Path,
    name: str,
    size: int,
    total: int,
    counted: BinaryIO | None,
    progress: Progress,
    cancelled: Stop,
) -> None:
    done = 0
    with target.open("wb") as out:
        while chunk := packed.read(CHUNK):
            if cancelled and cancelled():
                raise Cancelled()
            done += len(chunk)
            try:
                check_unpacked(done, size, name)
            except InputError:
                out.truncate(0)
                raise
            out.write(chunk)
            if progress:
                progress(min(1.0, (counted.tell() if counted else done) / max(1, total)))
