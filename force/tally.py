"""What was tried, what went wrong, and how much memory it took."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from dataclasses import dataclass, field

ABORT, HANG, EXIT_1, LOSS = "aborts", "hangs over 60 s", "exits 1", "losses"
BABBLE, DEBRIS, OUTSIDE = "not one plain line", "debris", "touched outside"
MEMORY, WRONG = "over the memory limit", "wrong answers"
KINDS = (ABORT, HANG, EXIT_1, LOSS, BABBLE, DEBRIS, OUTSIDE, MEMORY, WRONG)
MOST_MB = 1750  # of any one process: 1 536 for what is parsed apart, and an interpreter with its libraries


@dataclass(frozen=True)
class Fault:
    """One thing that went wrong: its kind (of ``KINDS``), what was tried, and what came instead."""

    kind: str
    name: str
    detail: str


@dataclass
class Tally:
    """Counts by what was tried, faults, and the most memory of one process and of a parent with its child in MB."""

    tried: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    parent_mb: float = 0.0
    child_mb: float = 0.0
    verbose: bool = False
    slowest: tuple[float, str] = (0.0, "")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str, times: int = 1) -> None:
        """Count something that was tried."""
        with self._lock:
            self.tried[what] += times

    def blame(self, kind: str, name: str, detail: str = "") -> None:
        """Note a fault."""
        with self._lock:
            self.faults.append(Fault(kind, name, " ".join(detail.split())[:300]))

    def weigh(self, name: str, parent_mb: float, child_mb: float, seconds: float) -> None:
        """Note what one trial took; over the limit is a fault."""
        with self._lock:
            self.parent_mb, self.child_mb = max(self.parent_mb, parent_mb), max(self.child_mb, child_mb)
            self.slowest = max(self.slowest, (seconds, name))
        if self.verbose:
            print(f"{seconds:6.2f} s {max(parent_mb, child_mb):6.0f} MB  {name}", file=sys.stderr, flush=True)
        if max(parent_mb, child_mb) > MOST_MB:
            self.blame(MEMORY, name, f"{parent_mb:.0f} MB, its children {child_mb:.0f} MB")

    def leave_out(self, why: str) -> None:
        """Note what this machine does not allow to be tried."""
        with self._lock:
            self.left_out.append(why)

    def show(self) -> str:
        """Return the table: what was tried, the counts of faults, memory, then each fault on a line."""
        lines = [f"{count:>7,}  {what}" for what, count in self.tried.items()]
        lines += [f"   left out: {why}" for why in self.left_out]
        lines.append("")
        counts = Counter(fault.kind for fault in self.faults)
        lines += [f"{counts[kind]:>7,}  {kind}" for kind in KINDS]
        lines.append("")
        lines.append(f"peak memory: {self.parent_mb:.0f} MB, of a child process {self.child_mb:.0f} MB (limit {MOST_MB} MB each)")
        lines.append(f"slowest: {self.slowest[0]:.1f} s ({self.slowest[1]})")
        lines += [f"  {fault.kind}: {fault.name} — {fault.detail}" for fault in sorted(self.faults, key=lambda each: each.kind)]
        return "\n".join(lines)
