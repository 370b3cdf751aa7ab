"""What happened in a crowd: how long each run took, what was wrong, how much memory and processor the server took."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from benchmarks.people import MARKS, Account
from benchmarks.person import Answer

MOST = 12  # lines of what took longest


@dataclass
class Seen:
    """What happened, each with its second since the beginning."""

    begun: float = field(default_factory=time.monotonic)
    runs: list[tuple[float, str, float]] = field(default_factory=list)
    browser: list[tuple[float, str, float]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    own: int = 0  # answers to people of one store that held its mark
    processor: float = 0.0  # seconds of the server

    @property
    def now(self) -> float:
        return time.monotonic() - self.begun

    def take(self, who: Account, answer: Answer) -> None:
        """Note an answer and what is wrong with it."""
        self.runs.append((self.now, answer.asked, answer.seconds))
        told = f"{self.now:5.0f} s, {who.name} ({who.role}), {answer.asked}"
        self.faults += [f"{told}: {fault}" for fault in answer.faults]
        self.own += who.store is not None and answer.holds(MARKS[who.store])
        if not answer.holds(who.name):
            self.faults.append(f"{told}: his own name is not there")
        if answer.asked.endswith("settings") and who.role == "owner":
            return  # there he manages the accounts of all
        if found := who.may_not_see.search(answer.bytes):
            near = answer.bytes[max(0, found.start() - 40) : found.end() + 40]
            self.faults.append(f"{told}: sees {found[0].decode()} in {near.decode(errors='replace')!r}")

    def minutes(self) -> list[str]:
        """Say of each minute how many runs there were and how long they took, and what the server held."""
        told = []
        for minute in range(int(self.runs[-1][0] // 60) + 1):
            took = [took for at, _asked, took in self.runs if at // 60 == minute]
            held = [mb for at, mb in self.memory if at // 60 == minute]
            if len(took) > 1:
                told.append(f"minute {minute + 1}: {len(took)} runs, 95 of 100 within {quantiles(took, n=20)[-1]:.2f} s, "
                            f"the longest {max(took):.2f} s, {median(held or [0]):.0f} MB")
        return told


def slowest(runs: list[tuple[float, str, float]], name: str) -> list[str]:
    """Say which things that were asked for took longest."""
    by: dict[str, list[float]] = {}
    for _at, asked, took in runs:
        by.setdefault(asked, []).append(took)
    ranked = sorted(by.items(), key=lambda each: -max(each[1]))[:MOST]
    said = "{}, {}: {} times, median {:.2f} s, longest {:.2f} s"
    return [said.format(name, asked, len(took), median(took), max(took)) for asked, took in ranked]


def memory_of(pid: int) -> float:
    """Return the memory that a process has now, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("VmRSS")]
    return int(kilobytes) / 1024


def processor_of(pid: int) -> float:
    """Return the seconds of processor that a process has had, those of its children that have ended among them."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
