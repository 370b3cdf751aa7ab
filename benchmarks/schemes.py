"""How long every grading scheme takes, measured in bare passes of the engine over the same bills."""

from __future__ import annotations

from pathlib import Path

from benchmarks.grading import BARE
from benchmarks.houses import AS_OF
from benchmarks.report import Line, compare, spend, take_turns
from segmentation.measures.grades.grading import grade
from segmentation.schemes import Scheme, schemes
from segmentation.warehouse import Warehouse

LIMIT = 4.0


def measure(path: Path, rounds: int = 5) -> list[Line]:
    """Return a line for each scheme: its whole graded list of the house in ``path`` against one bare group by of the bills."""
    warehouse = Warehouse(path)
    try:
        return [_line(warehouse, scheme, rounds) for scheme in schemes().values()]
    finally:
        warehouse.close()


def _line(warehouse: Warehouse, scheme: Scheme, rounds: int) -> Line:
    settings = scheme.defaults()

    def ours():
        return grade(warehouse, 1, scheme, AS_OF, settings)

    def bare():
        return warehouse.cursor().arrow(BARE)

    graded = ours()
    bare()  # the first time reads the file
    placed = graded.num_rows - graded["tier"].null_count
    mine, plain = take_turns(lambda: spend(ours), lambda: spend(bare), rounds=rounds)
    return compare(f"scheme {scheme.key}", mine, plain, LIMIT, f"{placed:,} of {graded.num_rows:,} customers have a tier")
