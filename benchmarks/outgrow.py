"""``python -m benchmarks.outgrow --bills 10000000``: where one machine ends. A house of so many bills, and each step by itself.

Each step runs in a process of its own, so that its peak memory is its own; seconds are of the clock and of the processor. The
house is put straight into the warehouse as rows of bills and derived as a landing derives it; ``import`` measures a file's way.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click

from benchmarks import houses
from benchmarks.alone import peak_mb
from benchmarks.houses import AS_OF
from benchmarks.report import OUTPUT
from segmentation.lake.manifest import read_lake
from segmentation.lake.writing import write_lake
from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.movement.cohorts import read_cohorts
from segmentation.measures.movement.month_ends import keep_days, month_ends
from segmentation.measures.movement.retention import read_retention
from segmentation.schemes import load_scheme
from segmentation.warehouse import Warehouse

BILLS_A_CUSTOMER, FILES = 50, 10
BYTES_A_BILL = 400  # of the disk, at the peak: the house twice while it is derived, what spills, the lake


def _over(path: Path, work: Callable[[Warehouse], object]) -> None:
    warehouse = Warehouse(path, must_exist=True)
    work(warehouse)
    warehouse.close()


def _on_sail(path: Path) -> None:
    from segmentation.lake.engine import started
    from segmentation.lake.grading import grade_lake

    with started("sail") as engine:
        grade_lake(engine, read_lake(path.parent / "lake"), "abcd")


SCHEME = load_scheme("abcd")
ENDS = month_ends(AS_OF - timedelta(days=340), AS_OF)
STEPS: dict[str, Callable[[Path], None]] = {
    "grading": lambda path: _over(path, lambda house: grade_in_full(house, 1, SCHEME, AS_OF, SCHEME.defaults())),
    "month-ends": lambda path: _over(path, lambda house: keep_days(house.cursor(), house, 1, SCHEME, ENDS, SCHEME.defaults())),
    "retention": lambda path: _over(path, lambda house: read_retention(house, 1, AS_OF, SCHEME.defaults())),
    "cohorts": lambda path: _over(path, lambda house: read_cohorts(house, 1, AS_OF)),
    "export-lake": lambda path: _over(path, lambda house: write_lake(house, path.parent / "lake", [1])),
    "grade-lake on Sail": _on_sail,
}


@click.command()
@click.option("--bills", type=click.IntRange(1000), default=10_000_000, show_default=True, help="Bills of the house.")
@click.option("--output", type=click.Path(path_type=Path), default=OUTPUT, help="Folder for the house; it is removed.")
@click.option("--step", hidden=True)
@click.option("--path", type=click.Path(path_type=Path), hidden=True)
def main(bills: int, output: Path, step: str | None, path: Path | None) -> None:
    """Measure building, grading, month-ends, retention, cohorts and the lake of one large house."""
    if step and path:
        begun, cpu = time.perf_counter(), time.process_time()
        if step == "house":
            houses.build(path, bills, bills // BILLS_A_CUSTOMER, files=FILES)
        else:
            STEPS[step](path)
        click.echo(json.dumps({"seconds": time.perf_counter() - begun, "cpu": time.process_time() - cpu, "peak_mb": peak_mb()}))
        return
    work = output / "outgrow"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    needed, free = bills * BYTES_A_BILL, shutil.disk_usage(work).free
    click.echo(f"{bills:,} bills: about {needed / 1e9:.0f} GB of disk are needed for the time, {free / 1e9:.0f} GB are free")
    try:
        if needed > free:
            raise click.ClickException("too little room")
        for name in ("house", *STEPS):
            asked = ("--bills", str(bills), "--step", name, "--path", str(work / "h.duckdb"))
            done = subprocess.run([sys.executable, "-m", "benchmarks.outgrow", *asked], capture_output=True, text=True)
            if done.returncode:
                raise click.ClickException(done.stderr[-2000:])
            told = json.loads(done.stdout.splitlines()[-1])
            spent = f"{told['seconds']:8.1f} s {told['cpu']:8.1f} s of processor"
            click.echo(f"{name:20} {spent} {told['peak_mb']:8.0f} MB at the peak")
        size = (work / "h.duckdb").stat().st_size / 1e6
        lake = sum(file.stat().st_size for file in (work / "lake").rglob("*.parquet")) / 1e6
        click.echo(f"the warehouse has {size:,.0f} MB, the lake {lake:,.0f} MB")
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
