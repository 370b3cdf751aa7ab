"""One import, or none, in a process that holds nothing else: how much memory it had at its peak."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from segmentation.ingest.land import import_file
from segmentation.warehouse import Warehouse


def peak_mb() -> float:
    """Return the most memory that this process has had, in MB; of this process alone, not of the one that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        [kilobytes] = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(kilobytes) / 1024
    import resource  # not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024


def main(home: Path, path: Path | None = None) -> None:
    warehouse = Warehouse(home / "warehouse.duckdb")
    begun = perf_counter()
    if path:
        import_file(warehouse, "Benchmark", path)
    print(json.dumps({"peak_mb": peak_mb(), "seconds": perf_counter() - begun}))
    warehouse.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
