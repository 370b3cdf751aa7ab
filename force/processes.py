"""Processes seen from outside: who descends from whom, and the most memory that each has had."""

from __future__ import annotations

import multiprocessing
import threading
from contextlib import suppress
from pathlib import Path

# Processes that begin in an instant, since what they need is loaded in the one that they are forked from.
apart = multiprocessing.get_context("forkserver")
apart.set_forkserver_preload(["segmentation.shell.main", "force.kills", "force.disk"])

PROC = Path("/proc")


def descendants(pid: int) -> set[int]:
    """Return the living children of a process, and theirs; none where the system does not tell."""
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        for path in PROC.glob(f"{waiting.pop()}/task/*/children"):
            try:
                children = {int(word) for word in path.read_text().split()} - found
            except OSError:
                continue
            found |= children
            waiting += children
    return found


def peak_mb(pid: int | str = "self") -> float:
    """Return the most memory that the process has had in MB; 0 where it is gone or the system does not tell."""
    try:
        status = (PROC / str(pid) / "status").read_text()
    except OSError:
        return 0.0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(found[0]) / 1024 if found else 0.0


def forget_peak(pid: int | str = "self") -> None:
    """Begin anew with the most memory that the process has had, where the system can."""
    with suppress(OSError):
        (PROC / str(pid) / "clear_refs").write_text("5")


def is_alive(pid: int) -> bool:
    """Whether the process is there and no mere entry that waits to be read."""
    try:
        state = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


class Watch:
    """Looks at the children of a process every few milliseconds while it lasts: their ``seen`` ids and ``peak_mb``."""

    def __init__(self, pid: int) -> None:
        self.seen: set[int] = set()
        self.peak_mb = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        for pid in descendants(self._pid):  # one that stays for the next file
            forget_peak(pid)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.02):
            now = descendants(self._pid)
            self.seen |= now
            self.peak_mb = max([self.peak_mb, *map(peak_mb, now)])
