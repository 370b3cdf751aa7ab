"""Who is in a saved group on a day, and who joined and left between two days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.errors import InputError
from segmentation.measures.grades.customers import Filters
from segmentation.measures.grades.grading import place_customers, read_facts
from segmentation.measures.movement.month_ends import first_day, month_ends
from segmentation.settings.groups import NONE, Condition, Group
from segmentation.settings.kept import scheme_settings
from segmentation.settings.own_schemes import find_scheme
from segmentation.warehouse import Warehouse

MONTHS = 12  # ends of months that a group is followed over
STANDING = ("customer_key", "tier", "last_visit", "recency_days", "frequency", "contribution")
JOINED, LEFT, STAYED = "joined", "left", "stayed"
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Moves:
    """What became of a group between the ends of two days.

    ``rows`` has one row per customer who was in it on either, those who bring most now first: customer, name, phone, group_change
    (joined, left, stayed), tier_then, tier, module, manager, region, last_visit, recency_days, frequency, contribution_from,
    contribution (CNY, in the window up to the first and the last day), is_asleep (on the last day).
    """

    group: Group
    first: date
    last: date
    rows: pa.Table

    @property
    def members(self) -> pa.Table:
        """Who is in the group on the last day."""
        return self.rows.filter(pc.not_equal(self.rows["group_change"], LEFT))

    @property
    def before(self) -> pa.Table:
        """Who was in the group on the first day."""
        return self.rows.filter(pc.not_equal(self.rows["group_change"], JOINED))

    @property
    def joined(self) -> pa.Table:
        """Who is in it on the last day and was not on the first."""
        return self.rows.filter(pc.equal(self.rows["group_change"], JOINED))

    @property
    def left(self) -> pa.Table:
        """Who was in it on the first day and is not on the last, whoever brought most first."""
        rows = self.rows.filter(pc.equal(self.rows["group_change"], LEFT))
        return rows.sort_by([("contribution_from", "descending"), ("customer", "ascending")])

    @property
    def asleep(self) -> int:
        """How many of those who left are asleep by the last day."""
        return pc.sum(self.left["is_asleep"]).as_py() or 0

    @property
    def contribution(self) -> Decimal:
        """What the members bring (CNY)."""
        return pc.sum(self.members["contribution"]).as_py() or NOTHING


@dataclass(frozen=True)
class Size:
    """A group at the end of a day: its customers, what they bring in the window up to it (CNY), who joined and left since the
    day before it in the row (None: there is none)."""

    day: date
    customers: int
    contribution: Decimal
    joined: int | None = None
    left: int | None = None


class Standings:
    """Everybody's grade and facts on days, graded once for all groups that ask for the same scheme and day."""

    def __init__(self, warehouse: Warehouse, store_id: int) -> None:
        self._warehouse, self._store_id = warehouse, store_id
        self._known: dict[tuple[str, date], pa.Table] = {}

    def of(self, scheme_key: str, day: date) -> pa.Table:
        """Return ``STANDING``, one row per customer as of ``day``; tier is null for who has none.

        Raises InputError where there is no such scheme.
        """
        if (scheme_key, day) not in self._known:
            scheme = find_scheme(self._warehouse, scheme_key)
            settings = scheme_settings(self._warehouse, self._store_id, scheme)
            facts = read_facts(self._warehouse, self._store_id, day, settings, scheme)
            places = place_customers(self._warehouse, scheme, facts, settings)["tier_no"]
            tiers = pa.array(scheme.tier_keys, pa.string()).take(pc.subtract(places, 1).combine_chunks())
            self._known[scheme_key, day] = facts.append_column("tier", tiers).select(STANDING)
        return self._known[scheme_key, day]

    def members(self, group: Group, day: date) -> pa.Table:
        """Return those of ``of`` who are in the group, in no order."""
        asked = group.condition
        says = asked.modules or asked.managers or asked.regions or asked.text  # else nobody asks who he was then
        nobody = pa.table({name: pa.nulls(0, pa.string()) for name in ("customer_key", *PROFILE)})
        frames = {"everybody": self.of(group.scheme, day), "profiles": "facts/profiles_then" if says else nobody}
        return self._warehouse.over(
            "measures/groups/members", frames, store=group.store_id, group=group.number, as_of=day,
            is_listed=group.listed is not None, **_values(asked),
        )

    def moves(self, group: Group, first: date, last: date) -> Moves:
        """Return what became of the group between the ends of two days."""
        scheme = find_scheme(self._warehouse, group.scheme)
        settings = scheme_settings(self._warehouse, self._store_id, scheme)
        frames = {
            "members_then": self.members(group, first), "members_now": self.members(group, last),
            "everybody_then": self.of(group.scheme, first), "everybody_now": self.of(group.scheme, last),
        }
        rows = self._warehouse.over(
            "measures/groups/moves", frames, store=group.store_id, active_days=settings["active_days"]
        )
        return Moves(group, first, last, rows)


PROFILE = ("name", "phone", "module", "region", "manager")


def read_members(warehouse: Warehouse, group: Group, as_of: date) -> pa.Table:
    """Return who is in the group at the end of a day, in no order: customer_key, tier, last_visit, recency_days, frequency,
    contribution (CNY), all as of the day. Raises InputError where the scheme of the group is gone."""
    return Standings(warehouse, group.store_id).members(group, as_of)


def read_moves(warehouse: Warehouse, group: Group, first: date, last: date) -> Moves:
    """Return who joined, left and stayed between the ends of two days; raises InputError where the scheme is gone."""
    return Standings(warehouse, group.store_id).moves(group, first, last)


def read_all(
    warehouse: Warehouse, store_id: int, groups: Iterable[Group], as_of: date, first: date | None = None
) -> list[tuple[Group, Moves | None]]:
    """Return each group with what became of it since ``first`` (None: ``month_before``); None where its scheme is gone."""
    standings, found = Standings(warehouse, store_id), []
    for group in groups:
        try:
            found.append((group, standings.moves(group, first or month_before(as_of), as_of)))
        except InputError:
            found.append((group, None))
    return found


def read_sizes(warehouse: Warehouse, group: Group, as_of: date) -> list[Size]:
    """Return the group at the last ``MONTHS`` ends of months before ``as_of``, none before the first visit, and on that day."""
    first, standings = first_day(warehouse, group.store_id), Standings(warehouse, group.store_id)
    ends = month_ends(first, as_of) if first is not None and first <= as_of else []
    days = [*(day for day in ends if day != as_of), as_of][-MONTHS - 1:]
    found: list[Size] = []
    before: set[str] | None = None
    for day in days:
        rows = standings.members(group, day)
        keys = set(rows["customer_key"].to_pylist())
        joined, left = (None, None) if before is None else (len(keys - before), len(before - keys))
        found.append(Size(day, len(keys), pc.sum(rows["contribution"]).as_py() or NOTHING, joined, left))
        before = keys
    return found


def month_before(day: date) -> date:
    """Return the last end of a month before a day.

    >>> month_before(date(2026, 10, 31)), month_before(date(2026, 3, 1))
    (datetime.date(2026, 9, 30), datetime.date(2026, 2, 28))
    """
    return day.replace(day=1) - timedelta(days=1)


def only_members(grades: pa.Table, members: pa.Table) -> pa.Table:
    """Return those of a graded list who are in a group, in the order of the list."""
    return grades.filter(pc.is_in(grades["customer"], members["customer_key"].combine_chunks()))


def condition_of(filters: Filters) -> Condition:
    """Return the filters of a graded list as a group keeps them; another group that they name is no part of it."""
    own = replace(filters, group="")
    return Condition(
        own.tiers, own.modules, own.managers, own.regions, own.recency_from, own.recency_to, own.text.strip()
    )


def listed_condition(customers: Sequence[str]) -> Condition:
    """Return the condition of a group of a list of customers (keys)."""
    return Condition(customers=tuple(customers))


def _values(asked: Condition) -> dict[str, Any]:
    lists = {
        name: [NONE if each is None else each for each in getattr(asked, name)] or None
        for name in ("tiers", "modules", "managers", "regions")
    }
    return {**lists, "recency_from": asked.recency_from, "recency_to": asked.recency_to, "text": asked.text or None}
