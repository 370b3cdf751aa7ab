"""The doctor: looks at program, machine and data, and says of each how it is and what to do."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

from segmentation.ingest.incoming import format_size
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, counter, format_count, format_moment, translator
from segmentation.operating.timings import slowest_pages
from segmentation.warehouse.backups import backup_folder, list_backups
from segmentation.warehouse.health import Holder, lock_holder, read_everything
from segmentation.warehouse.places import NAME, ROOT, log_folder

OK, LOOK, BAD = "ok", "look", "bad"
MB = 1_000_000
BACKUP_DAYS = 7
SLOW_SECONDS = 2.0
NAMES = {
    "program": N_("Program"), "file": N_("Data"), "disk": N_("Disk"), "lock": N_("In use"), "tables": N_("Data tables"),
    "backup": N_("Backup"), "memory": N_("Memory"), "pages": N_("Pages"), "log": N_("Log"), "language": N_("Language"),
}
PAGES = {  # as the menu has them
    "overview": N_("Overview"), "controllable": N_("Controllable revenue"), "composition": N_("Composition"),
    "customers": N_("Customers"), "modules": N_("Modules"), "customer": N_("Customer file"), "pyramids": N_("Pyramids"),
    "gradings": N_("Gradings"), "schemes": N_("Grading schemes"), "retention": N_("Retention"), "migration": N_("Migration"),
    "warnings": N_("Early warning"), "today": N_("Today's list"), "assign": N_("Assign"), "targets": N_("Targets"),
    "progress": N_("Progress"), "handover": N_("Handover"), "compare": N_("Compare"), "workshop": N_("Workshop"),
    "upload": N_("Upload"), "settings": N_("Settings"), "help": N_("Help"),
}
LARGEST_LOG = 2_000_000  # bytes of the end of the log that are looked through


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: its key, how it is (ok, look, bad), what was found, and what to do ("" for nothing)."""

    key: str
    state: str
    said: str
    todo: str = ""


def program_version() -> str:
    """Return the version of the program, of an installed package or of the source tree."""
    with suppress(OSError, ValueError, KeyError):
        return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    with suppress(PackageNotFoundError):
        return version(NAME)
    return "?"


def examine(database: Path, now: datetime, lang: str) -> list[Check]:
    """Look at everything and return what was found, in ``lang``; nothing is written but what the engine needs to read."""
    database = database.absolute()
    holder = lock_holder(database) if database.is_file() else None
    return [
        *_program(lang), *_file(database, lang), *_disk(database, lang), *_lock(database, holder, lang),
        *_tables(database, holder, lang), *_backup(database, now, lang), *_memory(lang), *_pages(database, lang),
        *_log(database, lang), *_language(lang),
    ]


def _program(lang: str) -> Iterator[Check]:
    _ = translator(lang)
    parts = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "duckdb", "pyarrow"))
    said = _("Version {version}; Python {python} on {system}; {parts}")
    yield Check("program", OK, said.format(
        version=program_version(), python=platform.python_version(), parts=parts,
        system=f"{platform.system()} {platform.release()}",
    ))


def _file(database: Path, lang: str) -> Iterator[Check]:
    _ = translator(lang)
    if not database.is_file():
        yield Check("file", LOOK, _("There is no data yet: {path}").format(path=database),
                    _("Start the app and upload a file, or say where the data is (CUSTOMER_GRADING_DB)."))
        return
    beside = database.with_name(f"{database.name}.wal")  # what was written last, until it goes into the file
    size = database.stat().st_size + (beside.stat().st_size if beside.is_file() else 0)
    said = f"{database}: {format_size(size)}"
    if not os.access(database, os.R_OK | os.W_OK) or not os.access(database.parent, os.W_OK):
        yield Check("file", BAD, said, _("The file or its folder cannot be written by this user. Give him both."))
    elif os.name == "posix" and database.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Check("file", LOOK, said, _("Others on this machine can read it. Take that right away: chmod 600."))
    else:
        yield Check("file", OK, said)


def _disk(database: Path, lang: str) -> Iterator[Check]:
    _ = translator(lang)
    folder = next(each for each in (database.parent, *database.parents) if each.is_dir())
    free, size = shutil.disk_usage(folder).free, database.stat().st_size if database.is_file() else 0
    said = _("{free} free on the disk of the data").format(free=format_size(free))
    todo = _("Make room, or move the data to a larger disk: a backup, an upgrade and erasing each write a whole copy.")
    state = BAD if free < max(size, 200 * MB) else LOOK if free < max(3 * size, 2000 * MB) else OK
    yield Check("disk", state, said, todo if state != OK else "")


def _lock(database: Path, holder: Holder | None, lang: str) -> Iterator[Check]:
    _ = translator(lang)
    if holder is None:
        yield Check("lock", OK, _("Nobody holds the data."))
        return
    name = "?"
    with suppress(psutil.Error, TypeError):
        name = psutil.Process(holder.pid).name()
    yield Check("lock", OK, _("The data is open in process {pid} ({name}): the app runs, or a command.").format(
        pid=holder.pid or "?", name=name
    ))


def _tables(database: Path, holder: Holder | None, lang: str) -> Iterator[Check]:
    _, _n = translator(lang), counter(lang)
    if not database.is_file():
        return
    if holder is not None:
        yield Check("tables", OK, _("Not read while it is open. Stop the app and ask again to have all of it read."))
        return
    try:
        rows = read_everything(database)
    except InputError as error:
        yield Check("tables", BAD, error.text(lang), _("Put the last good backup back: restore, or the app offers it."))
        return
    said = _n("{count} table, every value read: {rows} rows", "{count} tables, every value read: {rows} rows", len(rows))
    yield Check("tables", OK, said.format(count=len(rows), rows=format_count(sum(rows.values()), lang)))


def _backup(database: Path, now: datetime, lang: str) -> Iterator[Check]:
    _, _n = translator(lang), counter(lang)
    if not database.is_file():
        return
    folder, todo = backup_folder(database), _("Make one on the page Settings, or by the command backup; keep a copy elsewhere.")
    found = list_backups(folder)
    if not found:
        yield Check("backup", LOOK, _("There is no backup in {folder}.").format(folder=folder), todo)
        return
    days = (now - found[0].made_at).days
    said = _n("The last backup is {days} day old: {moment}", "The last backup is {days} days old: {moment}", days)
    state = LOOK if days > BACKUP_DAYS else OK
    said = said.format(days=days, moment=format_moment(found[0].made_at, lang))
    yield Check("backup", state, said, todo if state == LOOK else "")


def _memory(lang: str) -> Iterator[Check]:
    _ = translator(lang)
    memory = psutil.virtual_memory()
    state = BAD if memory.available < 300 * MB else LOOK if memory.available < 800 * MB else OK
    said = _("{free} of {total} of memory free").format(free=format_size(memory.available), total=format_size(memory.total))
    yield Check("memory", state, said, _("Close other programs: an import takes up to 600 MB.") if state != OK else "")


def _pages(database: Path, lang: str) -> Iterator[Check]:
    _, _n = translator(lang), counter(lang)
    slowest = slowest_pages(log_folder(database))[:3]
    if not slowest:
        yield Check("pages", OK, _("No page was opened yet."))
        return
    told = _("; ").join(
        _n("{page} {seconds} s ({count} run)", "{page} {seconds} s ({count} runs)", each.runs).format(
            page=_(PAGES[each.page]) if each.page in PAGES else each.page, seconds=f"{each.p95:.2f}", count=each.runs
        ) for each in slowest
    )
    is_slow = slowest[0].p95 > SLOW_SECONDS
    yield Check(
        "pages", LOOK if is_slow else OK, _("The slowest pages, 95 % of their runs within: {pages}").format(pages=told),
        _("Look at memory and disk first; a shorter window makes lists shorter.") if is_slow else "",
    )


def _log(database: Path, lang: str) -> Iterator[Check]:
    _, _n = translator(lang), counter(lang)
    file, errors = log_folder(database) / "app.log", 0
    with suppress(OSError), file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - LARGEST_LOG))
        errors = sum(b" ERROR " in line for line in opened)
    said = _n("{count} error in the log {file}", "{count} errors in the log {file}", errors).format(count=errors, file=file)
    todo = _("Look at the last one. The log holds no names and may be sent to whoever helps.")
    yield Check("log", LOOK if errors else OK, said, todo if errors else "")


def _language(lang: str) -> Iterator[Check]:
    _ = translator(lang)
    told = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or "–"
    is_utf8 = sys.getfilesystemencoding().lower().replace("-", "") == "utf8"
    yield Check(
        "language", OK if is_utf8 else LOOK, _("Language of the system: {told}; names of files: {encoding}").format(
            told=told, encoding=sys.getfilesystemencoding()
        ), "" if is_utf8 else _("Set LANG=C.UTF-8, so that files with Chinese names are found."),
    )


