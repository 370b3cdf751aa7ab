"""How long it takes to tell who comes, goes and comes back, measured in gradings of the same house."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.report import Line, compare, spend, take_turns
from segmentation.measures.foresight.model import read_foresight
from segmentation.measures.foresight.potential import forget_foretold
from segmentation.measures.grades.grading import default_as_of, grade
from segmentation.measures.movement.cohorts import read_cohorts
from segmentation.measures.movement.month_ends import first_day, keep_days, month_ends
from segmentation.measures.movement.retention import read_retention
from segmentation.measures.movement.return_chance import read_return_curve
from segmentation.schemes import load_scheme
from segmentation.warehouse import Warehouse

LIMIT = 6.0
FORESIGHT = 3.0
MONTH_ENDS = 0.4
DAYS = 730  # from the first of a September to the last of an August: 24 whole months


def measure(path: Path, rounds: int = 5) -> list[Line]:
    """Return a line each for the bridges of all months, cohorts, the chance of return, the forecast, and a grading by it that
    is fitted anew, against one grading by A to D, and one for the month-ends in one pass, against one by one.
    """
    scheme = load_scheme("abcd")
    settings = scheme.defaults()
    warehouse = Warehouse(path)
    try:
        as_of = default_as_of(warehouse, 1)
        bridges = read_retention(warehouse, 1, as_of, settings)
        bills = warehouse.cursor().execute("select count(*) from bills").fetchall()[0][0]
        days = month_ends(first_day(warehouse, 1), as_of)
        size = f"{bills:,} bills, {bridges.periods.num_rows} months"
        works: dict[str, Callable[[], Any]] = {
            "retention by month, one grading": lambda: read_retention(warehouse, 1, as_of, settings),
            "cohorts, one grading": lambda: read_cohorts(warehouse, 1, as_of),
            "chance of return, one grading": lambda: read_return_curve(warehouse, 1, as_of),
        }
        works["foresight, one grading"] = lambda: read_foresight(warehouse, 1, as_of)
        potential = load_scheme("potential")

        def grade_foretold() -> None:
            forget_foretold()
            grade(warehouse, 1, potential, as_of, potential.defaults())

        works["foresight as potential, one grading"] = grade_foretold
        lines = []
        for name, work in works.items():
            ours, one = take_turns(
                lambda work=work: spend(work), lambda: spend(lambda: grade(warehouse, 1, scheme, as_of, settings)), rounds=rounds
            )
            lines.append(compare(name, ours, one, FORESIGHT if name.startswith("foresight,") else LIMIT, size))
        in_one, one_by_one = take_turns(
            lambda: spend(lambda: keep_days(warehouse.cursor(), warehouse, 1, scheme, days, settings)),
            lambda: spend(lambda: [grade(warehouse, 1, scheme, day, settings) for day in days]),
            rounds=min(rounds, 3),
        )
        lines.append(compare(f"{len(days)} month-ends in one pass, one by one", in_one, one_by_one, MONTH_ENDS, size))
        return lines
    finally:
        warehouse.close()
