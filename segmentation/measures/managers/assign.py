"""Who has nobody, and who should take him: by history first (claim), then by rank and room (match); proposals until accepted."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.measures.grades.grading import grade_in_full, window_begins_after
from segmentation.measures.managers.register import Manager, Register, read_holders, read_managers
from segmentation.schemes import Scheme, Value
from segmentation.warehouse import Warehouse

RANKS = {"A": (1, 2), "B": (2, 3), "C": (3, 5), "D": (4, 5)}  # the ranks that may hold a grade
ANY_RANK = (1, 5)  # of a grade that is none of these
NOW, CLAIM, MATCH = "now", "claim", "match"
NO_ROOM, NO_MANAGER = "no_room", "no_manager"
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Load:
    """What a manager carries: customers, their contribution (CNY), and the customers of each grade, the best first."""

    customers: int = 0
    contribution: Decimal = ZERO
    tiers: tuple[int, ...] = ()

    def __add__(self, other: Load) -> Load:
        tiers = tuple(one + more for one, more in zip(self.tiers, other.tiers, strict=True))
        return Load(self.customers + other.customers, self.contribution + other.contribution, tiers)


@dataclass(frozen=True)
class Assignment:
    """What is proposed as of a day.

    ``proposals``, one row a customer, claims first, the best grade first in each: customer, name, tier, contribution (CNY, of the
    window), manager, step ("claim" or "match"); of a claim visits (those that the manager served), frequency (all of his),
    served (CNY, of the bills that name the manager), next_manager and next_visits (who served him second most); of a match
    customers (what the manager carried when he was chosen), capacity, is_near (his rank is only the nearest one).
    ``unplaced``: customer, name, tier, contribution, reason ("no_room": who may take the grade is full; "no_manager": nobody is
    in office). ``nobody`` are those without an assigned manager, ``named`` those of them whom bills name one; ``whole`` is what
    all customers brought, ``holders`` as ``read_holders`` returns them. ``before``, ``claimed`` and ``matched`` are loads by
    name, of every manager in the register. ``held`` is how many customers each of them has by now, also those whom bills alone
    name him.
    """

    as_of: date
    register: Register
    tiers: tuple[str, ...]
    proposals: pa.Table
    unplaced: pa.Table
    nobody: Load
    named: int
    whole: Decimal
    before: Mapping[str, Load]
    claimed: Mapping[str, Load]
    matched: Mapping[str, Load]
    holders: pa.Table
    held: Mapping[str, int] = field(default_factory=dict)

    def of(self, step: str) -> pa.Table:
        """Return the proposals of a step."""
        return self.proposals.filter(pc.equal(self.proposals["step"], step))

    def after(self, name: str) -> Load:
        """Return what a manager would carry if everything were accepted."""
        return self.before[name] + self.claimed[name] + self.matched[name]

    @property
    def in_office(self) -> list[Manager]:
        """The managers in office on the day who are not about to leave, by rank, then by name."""
        there = [each for each in self.register.managers if each.takes(self.as_of)]
        return sorted(there, key=lambda each: (each.rank, each.name))

    def may_hold(self, tier: str) -> tuple[list[Manager], bool]:
        """Return who in office may take a grade, and whether by the nearest rank only."""
        return may_hold(self.in_office, tier)


def carried_customers(found: Assignment, grades: pa.Table, name: str, step: str) -> pa.Table:
    """Return those of a graded list whom a manager carries now (``NOW``), or would by the proposals of a step."""
    if step == NOW:
        rows, key = found.holders.filter(found.holders["is_assigned"]), "customer_key"
    else:
        rows, key = found.of(step), "customer"
    own = rows.filter(pc.equal(rows["manager"], name))[key]
    return grades.filter(pc.is_in(grades["customer"], own.combine_chunks()))


def may_hold(managers: Sequence[Manager], tier: str) -> tuple[list[Manager], bool]:
    """Return those of ``managers`` whose rank may hold the grade; where there is none, those of the nearest rank, and True.

    >>> found, is_near = may_hold([Manager("a", 1), Manager("b", 4), Manager("c", 5)], "B")
    >>> [each.name for each in found], is_near
    (['a', 'b'], True)
    """
    low, high = RANKS.get(tier, ANY_RANK)
    far = {each.name: max(low - each.rank, each.rank - high, 0) for each in managers}
    nearest = min(far.values(), default=0)
    return [each for each in managers if far[each.name] == nearest], nearest > 0


def room_needed(found: Assignment, tier: str, name: str) -> int:
    """Return the least capacity of a manager with which nobody of a grade is without room, everything else as it is.

    Better grades are placed first, so their places are counted too. ``name`` must be one of those who may hold the grade.
    """
    people = pa.concat_tables([found.of(MATCH).select(UNPLACED), found.unplaced.select(UNPLACED)])
    loads = {each: found.before[each] + found.claimed[each] for each in found.before}
    return least_room(people, found.tiers, tier, name, found.in_office, loads)


def least_room(
    people: pa.Table, tiers: Sequence[str], tier: str, name: str, office: Sequence[Manager], loads: Mapping[str, Load]
) -> int:
    """Return the least capacity of one of ``office`` with which nobody of a grade is left when ``people`` are matched.

    ``people`` (customer, name, tier, contribution) may stand in any order; ``loads`` is what every manager carries already.
    """
    better = list(tiers[: list(tiers).index(tier) + 1])
    people = people.filter(pc.is_in(people["tier"], pa.array(better, pa.string())))
    people = people.sort_by([("contribution", "descending"), ("customer", "ascending")])

    def is_enough(capacity: int) -> bool:
        roomy = [replace(each, capacity=capacity) if each.name == name else each for each in office]
        _matches, left, _given = match(people, roomy, better, loads)
        return not pc.any(pc.equal(left["tier"], tier)).as_py()

    manager = next(each for each in office if each.name == name)
    least, most = manager.capacity, max(manager.capacity, loads[name].customers) + people.num_rows
    while least < most:  # the more room he has, the fewer are left
        middle = (least + most) // 2
        least, most = (least, middle) if is_enough(middle) else (middle + 1, most)
    return most


def propose(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value]
) -> Assignment:
    """Return who should look after the customers of a store who are assigned to nobody; nothing is written.

    Whom a customer is assigned to is what is said now; grades and visits are as of the day. Whose last day is said, though it be
    to come, is proposed nobody: he would leave them again.
    """
    register = read_managers(warehouse, store_id, as_of)
    grades = grade_in_full(warehouse, store_id, scheme, as_of, settings)
    holders = read_holders(warehouse, store_id, register, as_of)
    last = len(scheme.tier_keys)
    served = warehouse.over(
        "measures/managers/served", {"known_managers": register.frame(as_of), "customer_managers": holders},
        store=store_id, as_of=as_of, window_begins_after=window_begins_after(as_of, settings["window"]),
    )
    frames = {"grades": grades, "customer_managers": holders}
    people = warehouse.over("measures/managers/unassigned", {**frames, "served": served}, last_tier=last)
    held = warehouse.over(
        "measures/managers/looked_after", frames, last_tier=last, active_days=settings["active_days"]
    ).to_pylist()
    tiers = pa.array(scheme.tier_keys, pa.string())
    people = people.append_column("tier", tiers.take(pc.subtract(people["tier_no"].combine_chunks(), 1)))
    names = [each.name for each in register.managers]
    before = sum_loads([row for row in held if row["is_assigned"]], names, last)
    claims = people.filter(people["manager"].is_valid())
    claimed = _loads_of(claims, names, last)
    office = [each for each in register.managers if each.takes(as_of)]
    matches, unplaced, matched = match(
        people.filter(people["manager"].is_null()), office, scheme.tier_keys,
        {name: before[name] + claimed[name] for name in names},
    )
    own = [row for row in held if not row["is_assigned"]]
    return Assignment(
        as_of, register, tuple(scheme.tier_keys), pa.concat_tables([_claims(claims), matches]), unplaced,
        nobody=sum((_load(row, last) for row in own), Load(0, ZERO, (0,) * last)),
        named=sum(row["customers"] for row in own if row["manager"] is not None),
        whole=sum((row["contribution"] for row in held), ZERO), before=before, claimed=claimed, matched=matched,
        holders=holders, held={name: sum(row["customers"] for row in held if row["manager"] == name) for name in names},
    )


def _load(row: Mapping[str, Any], tiers: int) -> Load:
    counts = tuple(row["customers"] if row["tier_no"] == number else 0 for number in range(1, tiers + 1))
    return Load(row["customers"], row["contribution"], counts)


def sum_loads(rows: Sequence[Mapping[str, Any]], names: Sequence[str], tiers: int) -> dict[str, Load]:
    """Return what each of ``names`` carries by rows of manager, tier_no, customers and contribution."""
    loads = {name: Load(0, ZERO, (0,) * tiers) for name in names}
    for row in rows:
        if row["manager"] in loads:
            loads[row["manager"]] += _load(row, tiers)
    return loads


def _loads_of(rows: pa.Table, names: Sequence[str], tiers: int) -> dict[str, Load]:
    found = rows.group_by(["manager", "tier_no"]).aggregate([("customer", "count"), ("contribution", "sum")])
    named = found.rename_columns({"customer_count": "customers", "contribution_sum": "contribution"})
    return sum_loads(named.to_pylist(), names, tiers)


PROPOSED = pa.schema([
    ("customer", pa.string()), ("name", pa.string()), ("tier", pa.string()), ("contribution", pa.decimal128(18, 2)),
    ("manager", pa.string()), ("step", pa.string()), ("visits", pa.int64()), ("frequency", pa.int64()),
    ("served", pa.decimal128(18, 2)), ("next_manager", pa.string()), ("next_visits", pa.int64()), ("customers", pa.int64()),
    ("capacity", pa.int64()), ("is_near", pa.bool_()),
])
UNPLACED = ("customer", "name", "tier", "contribution")


def _claims(rows: pa.Table) -> pa.Table:
    return _proposals(rows.append_column("step", pa.array([CLAIM] * rows.num_rows, pa.string())))


def _proposals(rows: pa.Table) -> pa.Table:
    columns = [
        rows[each.name].cast(each.type) if each.name in rows.column_names else pa.nulls(rows.num_rows, each.type)
        for each in PROPOSED
    ]
    return pa.table(columns, schema=PROPOSED)


def match(
    people: pa.Table, office: Sequence[Manager], tiers: Sequence[str], loads: Mapping[str, Load]
) -> tuple[pa.Table, pa.Table, dict[str, Load]]:
    """Return the matches, who finds no room, and what each manager is given.

    ``people`` (customer, name, tier, contribution) stand in the order of being matched; ``office`` are those who may take
    somebody, ``loads`` what every manager carries already.
    """
    carried = {name: load.customers for name, load in loads.items()}
    money = {name: load.contribution for name, load in loads.items()}
    placed: list[pa.Table] = []
    left: list[pa.Table] = []
    for tier in tiers:
        rows = people.filter(pc.equal(people["tier"], tier))
        fitting, is_near = may_hold(office, tier)
        room = [(carried[each.name] / each.capacity, money[each.name], each.name, each.capacity)
                for each in fitting if carried[each.name] < each.capacity]
        heapq.heapify(room)
        # only so many can be placed, however many wait
        waiting = rows.slice(0, sum(capacity - carried[name] for _share, _money, name, capacity in room))
        chosen: list[tuple[str, int, int]] = []
        for amount in waiting["contribution"].to_pylist():
            _share, _money, name, capacity = room[0]
            chosen.append((name, carried[name], capacity))
            carried[name] += 1
            money[name] += amount
            if carried[name] < capacity:
                heapq.heapreplace(room, (carried[name] / capacity, money[name], name, capacity))
            else:
                heapq.heappop(room)
        placed.append(_placed(waiting, chosen, is_near))
        rest = rows.slice(len(chosen)).select(UNPLACED)
        left.append(rest.append_column("reason", pa.array([NO_ROOM if office else NO_MANAGER] * rest.num_rows, pa.string())))
    matches = pa.concat_tables(placed)
    numbers = {tier: number for number, tier in enumerate(tiers, 1)}
    counted = matches.append_column("tier_no", pa.array([numbers[each] for each in matches["tier"].to_pylist()], pa.int32()))
    return matches, pa.concat_tables(left), _loads_of(counted, list(loads), len(tiers))


def _placed(rows: pa.Table, chosen: Sequence[tuple[str, int, int]], is_near: bool) -> pa.Table:
    names, carried, capacities = zip(*chosen, strict=True) if chosen else ((), (), ())
    return _proposals(pa.table({
        **{name: rows[name] for name in UNPLACED},
        "manager": pa.array(names, pa.string()), "step": pa.array([MATCH] * len(names), pa.string()),
        "customers": pa.array(carried, pa.int64()), "capacity": pa.array(capacities, pa.int64()),
        "is_near": pa.array([is_near] * len(names), pa.bool_()),
    }))
