"""``python -m force``: try everything, print what was tried and what went wrong, and fail where anything did."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import click

from force import disk, files, kills, threads
from force.families import FAMILIES
from force.plants import PLANTS
from force.tally import Tally

PARTS = ("files", "kills", "threads", "disk")


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice(PARTS))
@click.option("--seed", type=int, default=2026, show_default=True, help="Where chance begins.")
@click.option("--family", "families", multiple=True, type=click.Choice(list(FAMILIES)), help="Only these families of files.")
@click.option("--only", help="Only files whose name holds this.")
@click.option("--keep", type=click.Path(path_type=Path), help="Write the files that are tried into this folder, and try nothing.")
@click.option("--kills", "times", type=click.IntRange(1), default=108, show_default=True, help="How often to kill.")
@click.option("--writes", type=click.IntRange(20), default=1200, show_default=True, help="How many threaded writes.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="How many at a time.")
@click.option("--plant", type=click.Choice(list(PLANTS)), help="Put a fault in and see it found.")
@click.option("--verbose", is_flag=True, help="Say of every trial how long it took.")
def main(
    parts: tuple[str, ...], seed: int, families: tuple[str, ...], only: str | None, keep: Path | None, times: int, writes: int,
    workers: int, plant: str | None, verbose: bool,
) -> None:
    """Try hostile files, kills, threads and full disks (all if no part is named); see force/README.md."""
    parts = (PLANTS[plant][0],) if plant else parts or PARTS
    cases = [(name, case) for name, case in files.all_cases(seed, families) if not only or only in name]
    if keep:
        files.keep_files(keep, cases)
        return
    tally = Tally(verbose=verbose)
    folder = Path(tempfile.mkdtemp(prefix="force-"))
    try:
        if "files" in parts:
            files.try_files(folder / "files", cases, tally, workers=workers, plant=plant or "")
        if "kills" in parts:
            kills.try_kills(folder / "kills", tally, kills=times, seed=seed, workers=workers, plant=plant or "")
        if "threads" in parts:
            threads.try_threads(folder / "threads", tally, writes=writes, seed=seed, plant=plant or "")
        if "disk" in parts:
            disk.try_disk(folder / "disk", tally)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    click.echo(tally.show())
    sys.exit(1 if tally.faults else 0)


if __name__ == "__main__":
    main()
