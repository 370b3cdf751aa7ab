"""How much memory an import of a gigabyte takes: its process at its peak, less one that has only opened a warehouse."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.report import Line
from benchmarks.till import write_bills

LIMIT = 600.0
ROOT = Path(__file__).parents[1]


def measure(folder: Path, rows: int = 20_000_000) -> list[Line]:
    """Return one line for a file with a bill a row, and one for a file with two rows a bill."""
    lines = []
    for name, each in (("a bill a row", 1), ("two rows a bill", 2)):
        path = write_bills(folder / "big.csv", rows, customers=max(20, rows // 100), lines=each, narrow=True)
        size = path.stat().st_size / 1e6
        try:
            idle, peak = run_apart(folder), run_apart(folder, path)
        finally:
            path.unlink()
        above = peak["peak_mb"] - idle["peak_mb"]
        detail = f"{peak['peak_mb']:.0f} MB, idle {idle['peak_mb']:.0f} MB; {rows:,} rows, {size:.0f} MB, {peak['seconds']:.0f} s"
        lines.append(Line(f"memory, {name}", " MB", above, above, above, LIMIT, detail=detail))
    return lines


def run_apart(folder: Path, path: Path | None = None) -> dict[str, float]:
    """Open a fresh warehouse in a process of its own, import ``path`` if given, and return peak_mb and seconds."""
    home = folder / "apart"
    home.mkdir(parents=True)
    try:
        command = [sys.executable, "-m", "benchmarks.alone", str(home), *([str(path)] if path else [])]
        return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout)
    finally:
        shutil.rmtree(home)
