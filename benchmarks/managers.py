"""What the pages of managers read of a large house, measured in gradings of the same house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import retention
from benchmarks.report import Line, compare, spend, take_turns
from benchmarks.till import FIRST_DAY
from segmentation.measures.festivals.around import read_festival
from segmentation.measures.festivals.calendar import last_begun
from segmentation.measures.grades.grading import default_as_of, grade
from segmentation.measures.managers.coverage import read_coverage, read_overdue
from segmentation.measures.managers.development import House, read_development
from segmentation.measures.managers.handover import read_handover
from segmentation.measures.managers.plan import make_plan, read_proposal
from segmentation.measures.managers.points import read_points
from segmentation.measures.managers.progress import read_missed, read_progress
from segmentation.measures.managers.today import read_today
from segmentation.measures.movement.follow_up import follow_up
from segmentation.measures.revenue.occupancy import read_occupancy
from segmentation.measures.revenue.rules_tested import read_rules
from segmentation.schemes import load_scheme
from segmentation.settings.call_rules import MOST
from segmentation.settings.festival_windows import festival_windows
from segmentation.settings.plans import SET, read_plan, save_plan
from segmentation.settings.point_weights import PointWeights
from segmentation.settings.rooms import save_room
from segmentation.warehouse import Warehouse

MANAGERS = 60
WITHIN_MONTH = retention.DAYS - 11  # the last day of the house is the 20th of a month then, and not its end
LIST_DAY = date.fromisoformat(FIRST_DAY) + timedelta(days=WITHIN_MONTH)  # the day after it
TODAY, PLAN, RULES, OTHERS = 2.0, 3.0, 3.0, 6.0


def measure(path: Path, rounds: int = 5) -> list[Line]:
    """Return a line each for what the pages of managers read, the rules of thumb and a festival, against one grading.

    Month-ends, usual gaps and the last day are kept first, as after every import, and the month's targets are set as they are
    proposed: both are written into the warehouse ``path``.
    """
    scheme, warehouse = load_scheme("abcd"), Warehouse(path)
    settings, as_of = scheme.defaults(), default_as_of(warehouse, 1)
    month, on = as_of.replace(day=1), as_of + timedelta(days=1)
    ask = (warehouse, 1, scheme)
    try:
        follow_up(warehouse, 1)
        plan = make_plan(read_proposal(*ask, month, as_of, settings), None)
        save_room(warehouse, 1, 9_000, 2)
        festival = last_begun("spring", as_of, festival_windows(warehouse, 1))
        save_plan(warehouse, 1, month, plan.kept_rows(), SET, datetime(month.year, month.month, 1))
        kept = read_plan(warehouse, 1, month)
        works: dict[str, tuple[float, Callable[[], Any]]] = {
            "today's list": (TODAY, lambda: read_today(*ask, as_of, on, settings, most=MOST)),
            "plan of a month": (PLAN, lambda: read_proposal(*ask, month, as_of, settings)),
            "progress": (OTHERS, lambda: read_progress(*ask, month, as_of, settings, kept)),
            "who was expected": (OTHERS, lambda: read_missed(*ask, month, as_of, settings)),
            "coverage": (OTHERS, lambda: read_coverage(*ask, month, as_of, settings)),
            "promises overdue": (OTHERS, lambda: read_overdue(*ask, as_of, on, settings)),
            "handover": (OTHERS, lambda: read_handover(*ask, as_of, settings, "经理7")),
            "points": (OTHERS, lambda: read_points(warehouse, 1, month, as_of, settings, kept, PointWeights())),
            "development": (OTHERS, lambda: read_development(warehouse, 1, plan, House(40, 2, 30))),
            "rules of thumb": (RULES, lambda: read_rules(warehouse, 1, as_of)),
            "table occupancy": (RULES, lambda: read_occupancy(warehouse, 1, as_of)),
            "festival": (RULES, lambda: read_festival(*ask, festival, as_of, on, settings)),
        }
        bills = warehouse.cursor().execute("select count(*) from bills").fetchall()[0][0]
        size = f"{bills:,} bills, {MANAGERS} managers"
        lines = []
        for name, (limit, work) in works.items():
            ours, one = take_turns(
                lambda work=work: spend(work), lambda: spend(lambda: grade(*ask, as_of, settings)), rounds=rounds
            )
            lines.append(compare(f"{name}, last day {as_of:%d %b}, one grading", ours, one, limit, size))
        return lines
    finally:
        warehouse.close()
