"""Whose customers climb and whose fall from month-end to month-end, and who was won back in time (晋级).

Tiers of month-ends are taken as kept, where they are. Who went down at a month's end is to be won back within the days of the
setting: he is where he has the grade from which he fell again by then, or a better one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import counter, format_count, format_money_short, format_month, format_short_day, translator
from segmentation.measures.grades.grading import tiers_frame
from segmentation.measures.managers.register import known_by, read_holders, read_managers
from segmentation.measures.movement.migration import read_migration
from segmentation.measures.movement.month_ends import first_day, grade_days, month_ends
from segmentation.schemes import Scheme, Value
from segmentation.settings.warning_rules import warning_rules
from segmentation.warehouse import Warehouse

MOVED = ("customer", "name", "phone", "from_place", "to_place", "move", "contribution", "win_back_by")


@dataclass(frozen=True)
class Ladder:
    """The last month's end by the as-of day against the one before.

    ``customers``: customer, name, phone, manager (of the as-of day; null: nobody), is_now, move, from_place, to_place, steps,
    win_back_by, contribution (CNY, of the window), is_recovered. Rows that are not ``is_now`` are those who had gone down at the
    month-end before; they were to be won back by ``due_day`` (None: there is no such month-end), and count up to then.
    ``managers`` sums them: manager, promoted, steps_up, demoted, steps_down, contribution, to_win_back, recovered.
    """

    before: date
    month_end: date
    win_back_by: date
    due_day: date | None
    customers: pa.Table
    managers: pa.Table

    def who(self, move: str) -> pa.Table:
        """Return who made a move at the last month's end, most money first."""
        rows = self.customers.filter(pc.and_(self.customers["is_now"], pc.equal(self.customers["move"], move)))
        return rows.sort_by([("contribution", "descending"), ("customer", "ascending")])

    def count(self, name: str) -> int:
        """Return the sum of a column of ``managers``."""
        return pc.sum(self.managers[name]).as_py() or 0


def read_ladder(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value]
) -> Ladder | None:
    """Return the ladder of the last month that is over by ``as_of``; None where no two month-ends can be compared."""
    first = first_day(warehouse, store_id)
    days = month_ends(first, as_of)[-3:] if first else []
    if len(days) < 2:
        return None
    within = timedelta(days=warning_rules(warehouse, store_id).win_back_days)
    moved = read_migration(warehouse, store_id, scheme, days[-2], days[-1], settings).customers.select(MOVED)
    earlier, due_day = moved.slice(0, 0), None
    if len(days) == 3:
        earlier = read_migration(warehouse, store_id, scheme, days[0], days[1], settings).customers.select(MOVED)
        due_day = days[1] + within
    seen = min(due_day or as_of, as_of)
    register, said_by = read_managers(warehouse, store_id, as_of), known_by(warehouse, store_id, as_of)
    frames = {
        "climbed": moved, "climbed_before": earlier, "tiers": tiers_frame(scheme),
        "standing": grade_days(warehouse, store_id, scheme, sorted({seen, as_of}), settings),
        "customer_managers": read_holders(warehouse, store_id, register, as_of, said_by),
    }
    customers = warehouse.over("measures/managers/ladder", frames, as_of=as_of, due_day=seen)
    managers = warehouse.over("measures/managers/ladder_managers", {"ladder": customers})
    return Ladder(days[-2], days[-1], days[-1] + within, due_day, customers.drop_columns(["now_no"]), managers)


def finding_ladder(found: Ladder | None, lang: str) -> str:
    """Return how many went up and down at the last month's end, what is at stake and until when, and who was won back before."""
    _, _n = translator(lang), counter(lang)
    if found is None:
        return _("Two month-ends are needed to tell who went up or down.")
    said = {name: format_count(found.count(name), lang) for name in ("promoted", "demoted", "recovered", "to_win_back")}
    sentences = [_("{promoted} went up and {demoted} went down at the end of {month}.").format(
        month=format_month(found.month_end, lang), **said
    )]
    if found.count("demoted"):
        money = pc.sum(found.managers["contribution"]).as_py()
        sentences.append(_("By {day}, {money} is to be won back.").format(
            money=format_money_short(money, lang), day=format_short_day(found.win_back_by, lang)
        ))
    if found.count("to_win_back"):
        text = _("Of the {to_win_back} who went down a month before, {recovered} were won back in time.")
        sentences.append(text.format(**said))
    return (" " if lang == "en" else "").join(sentences)
