"""What was measured against what was promised: as a table for people and as JSON for machines."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import duckdb
import pandas
import pyarrow
import streamlit

OUTPUT = Path(__file__).parent / "output"


@dataclass(frozen=True)
class Line:
    """One claim: the median, the least and the most of what was measured, and the limit that it should keep.

    ``at_least`` turns the limit round. ``cpu`` is the same figure from processor time, where that makes sense.
    """

    name: str
    unit: str
    value: float
    low: float
    high: float
    limit: float
    at_least: bool = False
    cpu: float | None = None
    detail: str = ""

    @property
    def met(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def row(self) -> tuple[str, ...]:
        sign, verdict = "≥" if self.at_least else "≤", "met" if self.met else "missed"
        cpu = "" if self.cpu is None else f"{_short(self.cpu)}{self.unit}"
        return (
            self.name, f"{_short(self.value)}{self.unit}", f"{_short(self.low)}–{_short(self.high)}", cpu,
            f"{sign} {self.limit:g}{self.unit}", verdict, self.detail,
        )


HEADS = ("what", "median", "min–max", "by cpu", "target", "verdict", "measured")


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and seconds of processor time (all threads) of one piece of work."""

    wall: float
    cpu: float


def spend(work: Callable[[], Any]) -> Spent:
    """Run ``work`` once and return what it took."""
    wall, cpu = perf_counter(), process_time()
    work()
    return Spent(perf_counter() - wall, process_time() - cpu)


def take_turns(*works: Callable[[], Spent], rounds: int) -> list[list[Spent]]:
    """Run the works in turn, A B A B …, so that whatever else the machine does falls on all of them; return each one's times.

    A work sets itself up, returns what ``spend`` says of the part that counts, and tidies up.
    """
    spent: list[list[Spent]] = [[] for _ in works]
    for _ in range(rounds):
        for times, work in zip(spent, works, strict=True):
            times.append(work())
    return spent


def compare(name: str, ours: list[Spent], theirs: list[Spent], limit: float, detail: str, *, at_least: bool = False) -> Line:
    """Return the ratio of ``ours`` to ``theirs``, pair by pair; ``at_least``: how many times faster ours are."""
    pairs = list(zip(theirs, ours, strict=True) if at_least else zip(ours, theirs, strict=True))
    ratios = [one.wall / other.wall for one, other in pairs]
    cpu = median(one.cpu / max(other.cpu, 1e-9) for one, other in pairs)
    measured = f"{median(each.wall for each in ours):.2f} s against {median(each.wall for each in theirs):.2f} s; {detail}"
    return Line(name, "×", median(ratios), min(ratios), max(ratios), limit, at_least, cpu, measured)


def machine() -> dict[str, str]:
    """Return what the figures depend on."""
    return {
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "streamlit": streamlit.__version__,
        "pandas": pandas.__version__,
        "pyarrow": pyarrow.__version__,
    }


def show(lines: list[Line]) -> str:
    """Return the table in Markdown, with the machine below."""
    rows = [HEADS, *(line.row() for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    texts = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows]
    texts.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join([*texts, "", "Machine: " + ", ".join(f"{name} {value}" for name, value in machine().items())])


def write(lines: list[Line], path: Path = OUTPUT / "latest.json") -> Path:
    """Write the figures to ``path`` as JSON and return it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figures = [{**asdict(line), "met": line.met} for line in lines]
    content = {"measured_at": datetime.now().isoformat(timespec="seconds"), "machine": machine(), "lines": figures}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 20 else f"{value:.2f}"


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    except (AttributeError, ValueError):
        return "unknown"
