"""How long the runs of pages took, the last hundred of each: a small file beside the log, for the doctor.

A page is named by its folder, which is the program's own; nothing of what it showed is kept.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

KEPT = 100  # runs of a page
EVERY = 30.0  # seconds between two writings
FILE = "pages.json"


class PageTime(NamedTuple):
    """How long a page took: its runs that are kept, the middle one, that of which one in twenty takes longer; in seconds."""

    page: str
    runs: int
    median: float
    p95: float


class Timings:
    """Keeps the times of one process and writes them to ``folder`` now and then; what a process before wrote goes on."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._lock = threading.Lock()
        self._runs = {page: deque(runs, KEPT) for page, runs in _read(self._file).items()}
        self._written = time.monotonic() - EVERY

    @contextmanager
    def timing(self, page: str) -> Iterator[None]:
        """Take the time of what is inside as a run of ``page``, whatever ends it."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.add(page, time.perf_counter() - begun)

    def add(self, page: str, seconds: float) -> None:
        """Keep that a run of ``page`` took so long; where the disk does not take it, nothing is said."""
        with self._lock:
            self._runs.setdefault(page, deque(maxlen=KEPT)).append(round(seconds, 3))
            if time.monotonic() - self._written >= EVERY:
                self._written = time.monotonic()
                self._write()

    def _write(self) -> None:
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            new = self._file.with_name(f"{FILE}.new")
            new.write_text(json.dumps({page: list(runs) for page, runs in self._runs.items()}), encoding="utf-8")
            new.replace(self._file)


def _read(file: Path) -> dict[str, list[float]]:
    with suppress(OSError, ValueError):
        found = json.loads(file.read_text(encoding="utf-8"))
        return {page: [float(each) for each in runs] for page, runs in found.items()} if isinstance(found, dict) else {}
    return {}


def slowest_pages(folder: Path) -> list[PageTime]:
    """Return the pages of which times are kept, the slowest (by the 95th percentile, nearest rank) first."""
    found = []
    for page, runs in _read(folder / FILE).items():
        if runs:
            ordered = sorted(runs)
            rank = -(-len(ordered) * 95 // 100)
            found.append(PageTime(page, len(ordered), ordered[(len(ordered) - 1) // 2], ordered[rank - 1]))
    return sorted(found, key=lambda each: (-each.p95, each.page))
