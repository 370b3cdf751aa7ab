"""``python -m benchmarks``: measure the promises of the README and say which are kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from benchmarks import (
    composition,
    crowd,
    first_look,
    grading,
    houses,
    imports,
    kills,
    managers,
    memory,
    merges,
    pages,
    retention,
    schemes,
)
from benchmarks.report import OUTPUT, Line, show, write

PARTS = ("import", "grading", "schemes", "retention", "managers", "pages", "merges", "composition", "first-look", "memory", "all")
APART = {"crowd": crowd.measure_asked, "kills": kills.measure_asked}  # not among all: ten minutes and more each
ON_THE_HOUSE = ("grading", "schemes", "pages", "merges", "all")


@click.command()
@click.argument("part", type=click.Choice([*PARTS, *APART]), default="all")
@click.option("--rows", type=click.IntRange(1000), default=1_000_000, show_default=True, help="Rows of the file to import.")
@click.option("--bills", type=click.IntRange(1000), default=10_000_000, show_default=True, help="Bills of the large house.")
@click.option("--customers", type=click.IntRange(20), default=200_000, show_default=True, help="Customers of the large house.")
@click.option("--big-rows", type=click.IntRange(1000), default=20_000_000, show_default=True, help="Rows of the big files.")
@click.option("--rounds", type=click.IntRange(1), default=7, show_default=True, help="How often each thing is timed.")
@click.option("--skip-big", is_flag=True, help="Leave out memory, which writes files of a gigabyte.")
@click.option("--people", type=click.IntRange(1, 20), default=20, show_default=True, help="How many are in the crowd.")
@click.option("--browsers", type=click.IntRange(0, 2), default=2, show_default=True, help="How many look through Chromium.")
@click.option("--seconds", type=click.IntRange(10), default=600, show_default=True, help="How long the crowd stays.")
@click.option("--kills", "times", type=click.IntRange(1), default=50, show_default=True, help="How often the app is killed.")
@click.option("--output", type=click.Path(path_type=Path), default=OUTPUT, help="Folder for the figures, and files on the way.")
def main(
    part: str, rows: int, bills: int, customers: int, big_rows: int, rounds: int, skip_big: bool, output: Path, **asked: int
) -> None:
    """Measure import, grading, schemes, retention, managers, pages, merges, composition, first looks or memory: see README.md.

    crowd and kills try the app under load; they run only where they are named.
    """
    work = output / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    lines: list[Line] = []
    try:
        if part in APART:
            lines, told = APART[part](work, rows, bills, asked)
            click.echo("\n".join(told))
        if part in ("import", "all"):
            lines += imports.measure(work, rows, rounds)
        if part in ON_THE_HOUSE:
            house = houses.build(work / "house.duckdb", bills, customers)
            if part in ("grading", "all"):
                lines += grading.measure(house, rounds, min(rounds, 3))
            if part in ("schemes", "all"):
                lines += schemes.measure(house, min(rounds, 5))
            if part in ("pages", "all"):
                lines += pages.measure(house, 2 * rounds + 1)
            if part in ("merges", "all"):
                lines += merges.measure(house, rounds)
        if part in ("first-look", "all"):
            lines += first_look.measure(work / "first_look", min(rounds, 5))
        if part in ("composition", "all"):
            lined = houses.build(
                work / "lined.duckdb", bills, customers, composition.DAYS, managers.MANAGERS, lines=composition.LINES
            )
            lines += composition.measure(lined, 2 * rounds + 1)
            lined.unlink()
        if part in ("retention", "managers", "all"):
            long_house = houses.build(work / "long_house.duckdb", bills, customers, retention.DAYS, managers.MANAGERS)
            if part != "managers":
                lines += retention.measure(long_house, min(rounds, 5))
            if part != "retention":
                lines += managers.measure(long_house, min(rounds, 5))
                long_house.unlink()
                within = houses.build(work / "within_month.duckdb", bills, customers, managers.WITHIN_MONTH, managers.MANAGERS)
                lines += managers.measure(within, min(rounds, 5))
                lines += pages.measure_taps(within, managers.LIST_DAY, 2 * rounds + 1)
        if part == "memory" or (part == "all" and not skip_big):
            lines += memory.measure(work, big_rows)
    finally:
        shutil.rmtree(work)
    click.echo(show(lines))
    write(lines, output / "latest.json")


if __name__ == "__main__":
    main()
