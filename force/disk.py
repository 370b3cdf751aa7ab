"""A disk that is full, files that may not grow, a folder that nobody may write into: the true cause is said, nothing is lost.

Every act is tried with several amounts of room left, so that it fails at another place each time; then room is made and the
same act has to work. A small disk is a tmpfs, where this machine lets us mount one; that files may not grow needs no rights.
"""

from __future__ import annotations

import faulthandler
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.reduction import DupFd
from pathlib import Path
from random import Random
from typing import Any

from force.acts import STORES, file_of, write_pool
from force.families.schemes import sound_scheme
from force.processes import apart
from force.state import live_batches, settings_of, what_counts
from force.tally import ABORT, BABBLE, DEBRIS, EXIT_1, HANG, LOSS, WRONG, Tally
from segmentation.language.errors import InputError
from segmentation.shell.main import main
from segmentation.warehouse import Warehouse
from segmentation.warehouse.work_folder import MARKER

PATIENCE, HUNG = 60.0, 9999
CHOICES = ("--kind", "bills", "--paid", "已结账", "--customer-key", "code", "--on-overlap", "add", "--missing-bills", "keep")
REFUSED = 2
ROOM_KB = (0, 40, 300, 1500)
DISK_MB = 64
FULL = re.compile(r"\b(disk|room|space)\b|too large", re.IGNORECASE)
CLOSED = re.compile(r"read.only|permission|not allowed|may not|cannot be written", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Where it is tried: ``home``, with the house, its backups and temporary files, is put there anew for every trial."""

    home: Path
    pool: Path
    pristine: Path

    @property
    def db(self) -> Path:
        return self.home / "house" / "w.duckdb"

    def acts(self) -> dict[str, list[str]]:
        """Return the command lines that are tried."""
        return {
            "import": ["import", str(file_of(self.pool, 5)), "--store", STORES[0], *CHOICES],
            "import of a workbook": ["import", str(file_of(self.pool, 6)), "--store", STORES[0], *CHOICES],
            "undo": ["undo", "3"],
            "backup": ["backup", str(self.home / "backups" / "new.duckdb")],
            "restore": ["restore", str(self.home / "backups" / "old.duckdb")],
            "scheme": ["schemes", "add", str(self.pool / "ours.toml")],
        }

    def put(self) -> None:
        """Put the house there as it was."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.pristine, self.home)

    def listing(self) -> set[str]:
        """Return the files that are there."""
        found = (path.relative_to(self.home).as_posix() for path in self.home.rglob("*") if not path.is_dir())
        return {name for name in found if not name.endswith(".wal")}

    def look(self, scratch: Path) -> tuple[Any, ...]:
        """Return what stands in a copy of the house, so that looking mends nothing."""
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.copytree(self.db.parent, scratch)
        house = Warehouse(scratch / self.db.name)
        try:
            kept = {name: value for name, value in settings_of(house).items() if not name.endswith("own_schemes")}
            schemes = [each["text"] for versions in settings_of(house).get("0/own_schemes", {}).values() for each in versions]
            return what_counts(house), live_batches(house), kept, schemes
        finally:
            house.close()


@dataclass(frozen=True)
class Said:
    """What a command came to: its exit status, below 0 where it died, and what it said on stderr."""

    status: int
    err: str


def call(place: Place, arguments: list[str], limit: int | None = None) -> Said:
    """Run a command of the shell in a process of its own, whose files may not grow beyond ``limit`` bytes."""
    with tempfile.TemporaryFile() as err:
        line = ["--db", str(place.db), "--lang", "en", *arguments]
        process = apart.Process(target=_shell, args=(line, limit, str(place.home / "temp"), DupFd(err.fileno())))
        process.start()
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            process.join()
            return Said(HUNG, "")
        err.seek(0)
        return Said(process.exitcode, err.read().decode("utf-8", "replace"))


def _shell(line: list[str], limit: int | None, temp: str, err: DupFd) -> None:
    os.dup2(err.detach(), 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    faulthandler.enable()
    tempfile.tempdir = temp
    os.environ["TMPDIR"] = temp
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    sys.exit(main(line))


@dataclass(frozen=True)
class Trial:
    """An act with its command line, how the house stands before it and how after it."""

    act: str
    line: list[str]
    before: tuple[Any, ...]
    after: tuple[Any, ...]


def try_disk(
    folder: Path, tally: Tally, *, acts: tuple[str, ...] = (), rooms: tuple[int, ...] = ROOM_KB, mount: bool = True
) -> None:
    """Try every act (those of ``acts``, if any is named) with little room, then again with enough."""
    pristine, scratch = make_house(folder), folder / "scratch"
    place = Place(folder / "home", folder / "pool", pristine)
    trials = []
    for act, line in place.acts().items():
        if not acts or act in acts:
            place.put()
            before = place.look(scratch)
            _demand(call(place, line))
            trials.append(Trial(act, line, before, place.look(scratch)))
    size = (pristine / "house" / "w.duckdb").stat().st_size
    for trial in trials:
        for room in rooms:
            limit = size + room * 1024 if trial.act not in ("backup", "restore") else max(16, room) * 1024
            place.put()
            done = call(place, trial.line, limit)
            _judge(place, tally, trial, f"files of at most {limit >> 10:,} KB", FULL, done, scratch)
    if not mount:
        return
    disk = folder / "disk"
    disk.mkdir()
    if not _mount(disk, f"size={DISK_MB}m"):
        tally.leave_out("a full disk, a disk that is read-only: this machine lets us mount none")
        return
    try:
        place = Place(disk / "home", folder / "pool", pristine)
        trials = [Trial(each.act, place.acts()[each.act], each.before, each.after) for each in trials]
        for trial in trials:
            for room in rooms:
                place.put()
                with _filled(disk, room):
                    done = call(place, trial.line)
                _judge(place, tally, trial, f"{room:,} KB left on the disk", FULL, done, scratch)
            place.put()
            _mount(disk, "remount,ro")
            done = call(place, trial.line)
            _mount(disk, "remount,rw")
            _judge(place, tally, trial, "a disk that is read-only", CLOSED, done, scratch)
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def make_house(folder: Path) -> Path:
    """Make a pool of files and a house with four imports and a backup, and return where the house is."""
    pristine, pool = folder / "pristine", folder / "pool"
    for name in ("house", "backups", "temp"):
        (pristine / name).mkdir(parents=True)
    write_pool(pool, Random(1), 400)
    (pool / "ours.toml").write_text(sound_scheme("ours"), encoding="utf-8")
    place = Place(pristine, pool, pristine)
    for number, store in ((0, 0), (1, 0), (0, 1), (2, 0)):
        _demand(call(place, ["import", str(file_of(pool, number)), "--store", STORES[store], *CHOICES]))
        if number == 1:
            _demand(call(place, ["backup", str(pristine / "backups" / "old.duckdb")]))
    return pristine


@contextmanager
def _filled(disk: Path, room_kb: int) -> Iterator[None]:
    """Fill the disk but for some room while it lasts."""
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free - room_kb * 1024
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free))
    try:
        yield
    finally:
        filler.unlink()


def _mount(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return sys.platform == "linux" and shutil.which("mount") is not None and subprocess.run(
        command, capture_output=True, check=False
    ).returncode == 0


def _demand(said: Said) -> None:
    if said.status:
        raise RuntimeError(f"what needs no more room than there is was refused: {said.err}")


def _judge(
    place: Place, tally: Tally, trial: Trial, how: str, cause: re.Pattern[str], done: Said, scratch: Path
) -> None:
    """Blame what is wrong with a call in need and with the same call once there is room; the files of the place are let go."""
    name = f"{trial.act}, {how}"
    tally.count("acts in need of room")
    lines = [line for line in done.err.splitlines() if line.strip()]
    if done.status == HUNG:
        tally.blame(HANG, name)
    elif done.status < 0:
        tally.blame(ABORT, name, done.err)
    elif done.status == 1:
        tally.blame(EXIT_1, name, done.err)
    elif done.status and (len(lines) != 1 or "Traceback" in done.err):
        tally.blame(BABBLE, name, done.err)
    elif done.status and not cause.search(done.err):
        tally.blame(WRONG, name, f"the true cause is not said: {done.err}")
    tally.count("  of them refused" if done.status else "  of them done all the same")
    try:
        found = place.look(scratch)
    except InputError as error:
        tally.blame(LOSS, name, f"the warehouse does not open any more: {error.text('en')}")
        return
    if _bare(found) != _bare(trial.before if done.status else trial.after):
        tally.blame(LOSS, name, f"exit {done.status}, but the warehouse does not stand so")
    again = call(place, trial.line)
    landed = not done.status and again.status in (0, REFUSED)  # what was done may be refused the second time
    if again.status and not landed:
        tally.blame(LOSS, name, f"with room it does not work either: {again.err}")
    elif place.look(scratch) != trial.after:
        tally.blame(LOSS, name, "with room it comes to something else")
    ours = {f"house/.{place.db.name}.work/{MARKER}", "house/w.duckdb", "backups/old.duckdb", "backups/new.duckdb"}
    if debris := place.listing() - ours:
        tally.blame(DEBRIS, name, ", ".join(sorted(debris)))


def _bare(found: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what stands in a house but for the kept months, which may follow at the next start."""
    counts, *rest = found
    return ({name: rows for name, rows in counts.items() if name != "snapshot_tiers"}, *rest)
