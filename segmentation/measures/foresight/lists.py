"""Customers by what is foretold of them: who carries the next quarter's money, and whom active days and models judge apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.measures.foresight.check import MOST_VISITS, Check
from segmentation.measures.foresight.model import QUARTER, read_histories
from segmentation.warehouse import Warehouse

ADDED = ("repeats", "p_alive", "visits_90", "spend_90", "spend_365")
LIKELY = 0.5  # of a chance: from it on one is probably still a customer
RULES, CHANCES = ("active", "asleep"), ("alive", "gone", "once")  # once: came once only, whether he is gone cannot be told


class Alive(NamedTuple):
    """Of whom something is foretold: who came again, who of them is probably still a customer, and the visits to expect of all
    in the next 90 days, rounded."""

    came_again: int
    likely: int
    visits: int


class Box(NamedTuple):
    """How many customers are so, and their money (CNY): where not said otherwise what they are expected to bring in 90 days."""

    customers: int
    spend: Decimal


def with_foretold(grades: pa.Table, customers: pa.Table) -> pa.Table:
    """Return those of a graded list of whom something is foretold (``Foresight.customers``), who will bring most first.

    ``ADDED`` are put to the columns of the list; ties by key. p_alive is null of who came once only: to the model nobody leaves
    before he came again, so that his 1 says nothing.
    """
    found = _joined(grades, customers, ADDED)
    place = found.column_names.index("p_alive")
    told = pc.if_else(pc.greater(found["repeats"], 0), found["p_alive"], pa.scalar(None, pa.float64()))
    return found.set_column(place, "p_alive", told).sort_by([("spend_90", "descending"), ("customer", "ascending")])


def with_chances(grades: pa.Table, told: pa.Table, names: Sequence[str]) -> pa.Table:
    """Return those of a graded list of whom a chance is told (customer_key and the columns ``names``, chance among them), the
    highest first, ties by contribution, then by key."""
    order = [("chance", "descending"), ("contribution", "descending"), ("customer", "ascending")]
    return _joined(grades, told, names).sort_by(order)


def _joined(grades: pa.Table, told: pa.Table, names: Sequence[str]) -> pa.Table:
    places = pc.index_in(grades["customer"].combine_chunks(), told["customer_key"].combine_chunks())
    found = grades.filter(pc.is_valid(places))
    for name in names:
        found = found.append_column(name, told[name].combine_chunks().take(places.drop_null()))
    return found


def count_alive(customers: pa.Table) -> Alive:
    """Return how many of ``Foresight.customers`` came again and probably are customers still, and their visits to come."""
    again, likely = pc.greater(customers["repeats"], 0), pc.greater_equal(customers["p_alive"], LIKELY)
    counts = (pc.sum(each).as_py() or 0 for each in (again, pc.and_(again, likely)))
    return Alive(*counts, round(pc.sum(customers["visits_90"]).as_py() or 0))


def count_likely(rows: pa.Table) -> Box:
    """Return how many of ``with_chances`` fall asleep at least as probably as not, and their contribution (CNY)."""
    money = rows["contribution"].filter(pc.greater_equal(rows["chance"], LIKELY))
    return Box(len(money), pc.sum(money).as_py() or Decimal("0.00"))


def judged(rows: pa.Table, active_days: int, rule: str, chance: str) -> pa.Table:
    """Return those of ``with_foretold`` who are active or asleep by the active days (``rule``), alive or gone by the model
    (``chance``); once: who came once only, of whom it foretells visits but cannot tell whether he is gone.

    So everybody of whom something is foretold is in one of ``RULES`` × ``CHANCES``.
    """
    active = pc.less_equal(rows["recency_days"], active_days)
    again, alive = pc.greater(rows["repeats"], 0), pc.greater_equal(rows["p_alive"], LIKELY)
    wanted = {"alive": pc.and_kleene(again, alive), "gone": pc.and_kleene(again, pc.invert(alive)), "once": pc.invert(again)}
    return rows.filter(pc.and_(active if rule == "active" else pc.invert(active), wanted[chance]))


def judge_all(rows: pa.Table, active_days: int) -> dict[tuple[str, str], Box]:
    """Return how many there are of each rule and chance, and what they will bring."""
    boxes = {}
    for rule in RULES:
        for chance in CHANCES:
            found = judged(rows, active_days, rule, chance)
            boxes[rule, chance] = Box(found.num_rows, pc.sum(found["spend_90"]).as_py() or Decimal("0.00"))
    return boxes


def came_again(warehouse: Warehouse, store_id: int, check: Check, repeats: int, grades: pa.Table) -> pa.Table:
    """Return those of a graded list who had come again so often (7: or more) by the day of the check."""
    histories = read_histories(warehouse, store_id, check.day)
    same = pc.greater_equal if repeats >= MOST_VISITS else pc.equal
    keys = histories.filter(same(histories["repeats"], repeats))["customer_key"]
    return grades.filter(pc.is_in(grades["customer"], keys.combine_chunks()))


def brought_before(warehouse: Warehouse, store_id: int, as_of: date) -> Decimal:
    """Return what the customers whom the store knew 90 days before a day brought in the 90 days up to it (CNY).

    Who came first within these days is left out, as he is of a forecast: so the two can be compared.
    """
    start = as_of - timedelta(days=QUARTER)
    days = {"known_by": start, "begins_after": start, "as_of": as_of}
    rows = warehouse.table("measures/managers/span_money", store=store_id, **days)
    return pc.sum(rows["contribution"]).as_py() or Decimal("0.00")
