"""How many new customers a month needs beside those who are planned (客户开发): wanted tables, the gap, tables a new customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.measures.managers.plan import MONTHS, Plan
from segmentation.measures.managers.register import known_by, read_holders, read_managers
from segmentation.warehouse import Warehouse

LEAST = 10  # new customers who must have been followed for three months, so that they say something
NEW_LIKE = 2  # the place of the grade (C) whose mean stands in where they are too few
MOST = 100_000
OCCUPANCY, SHARE = Fraction(80), Fraction(45)


@dataclass(frozen=True)
class House:
    """How much room there is: tables, meal periods a day, open days of the month, and wanted percent of both."""

    tables: int
    periods: int
    days: int
    occupancy: Fraction = OCCUPANCY
    share: Fraction = SHARE


@dataclass(frozen=True)
class Development:
    """What is missing, and how many new customers bring it; None is what cannot be told.

    ``measured_on`` new customers were followed; fewer than ``LEAST`` and ``is_of_grade`` says that a grade's mean stands in.
    ``free``: the free places of each manager in office by name; ``spread``: how many of the customers to win are his.
    """

    house: House
    wanted_tables: Fraction
    wanted_customer_tables: Fraction
    planned: Fraction
    gap: Fraction
    tables_per_new_customer: Fraction | None
    customers_to_win: int | None
    measured_on: int
    is_of_grade: bool
    free: Mapping[str, int]
    spread: Mapping[str, int]

    @property
    def without_room(self) -> int:
        """How many of the customers to win nobody has a place for."""
        return (self.customers_to_win or 0) - sum(self.spread.values())


def read_development(warehouse: Warehouse, store_id: int, plan: Plan, house: House) -> Development:
    """Return how many new customers the month of the plan needs; the managers and their room are those of its beginning.

    Raises InputError for numbers that no house has.
    """
    _check(house)
    known, proposal = plan.proposal.as_of, plan.proposal
    [row] = warehouse.rows("measures/managers/new_customers_tables", store=store_id, as_of=known)
    measured, is_of_grade = row["customers"], row["customers"] < LEAST
    each = Fraction(row["tables"], MONTHS * measured) if measured else Fraction(0)
    if is_of_grade:
        tier = proposal.tiers[min(NEW_LIKE, len(proposal.tiers) - 1)]
        mean = plan.total(row for row in plan.rows if row.tier == tier).frequency
        each = mean or Fraction(0)
    wanted = house.tables * house.periods * house.days * house.occupancy / 100
    of_customers = wanted * house.share / 100
    planned = plan.total(plan.rows).bookings
    gap = of_customers - planned
    to_win = 0 if gap <= 0 else ceil(gap / each) if each > 0 else None
    free = _read_room(warehouse, store_id, plan)
    return Development(
        house, wanted, of_customers, planned, gap, each if each > 0 else None, to_win, measured, is_of_grade, free,
        spread(to_win or 0, free),
    )


def spread(count: int, free: Mapping[str, int]) -> dict[str, int]:
    """Return how many of ``count`` each takes: in proportion to the free places, the largest remainders first, by name.

    >>> spread(5, {"a": 6, "b": 3}), spread(9, {"a": 2, "b": 1})
    ({'a': 3, 'b': 2}, {'a': 2, 'b': 1})
    """
    room = sum(free.values())
    count = min(count, room)
    if not room:
        return dict.fromkeys(free, 0)
    found = {name: count * places // room for name, places in free.items()}
    left = sorted(free, key=lambda name: (-(count * free[name] % room), name))[: count - sum(found.values())]
    return {name: number + (name in left) for name, number in found.items()}


def _read_room(warehouse: Warehouse, store_id: int, plan: Plan) -> dict[str, int]:
    month = plan.proposal.month
    as_of = plan.proposal.as_of
    register = read_managers(warehouse, store_id, as_of)
    holders = read_holders(warehouse, store_id, register, as_of, known_by(warehouse, store_id, as_of))
    carried: dict[str, int] = {}
    held = holders.filter(holders["is_assigned"]).group_by("manager").aggregate([("customer_key", "count")]).to_pylist()
    for row in held:
        carried[row["manager"]] = row["customer_key_count"]
    return {
        each.name: max(0, each.capacity - carried.get(each.name, 0)) for each in register.managers if each.takes(month)
    }


def read_house(texts: Sequence[str | None]) -> House:
    """Return the house that a person wrote: tables, periods, days, and if not None occupancy and share in percent.

    Raises InputError for numbers that no house has.

    >>> read_house(["40", "2", "30", "75.5%", None]).occupancy
    Fraction(151, 2)
    """
    tables, periods, days, occupancy, share = texts
    house = House(_whole(tables), _whole(periods), _whole(days))
    if occupancy is not None:
        house = replace(house, occupancy=_percent(occupancy))
    if share is not None:
        house = replace(house, share=_percent(share))
    _check(house)
    return house


def _whole(text: str | None) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1


def _percent(text: str) -> Fraction:
    number = text.strip().removesuffix("%").strip()
    whole, _dot, part = number.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(number) < 10 and (not part or (part.isascii() and part.isdigit()))):
        return Fraction(-1)
    return Fraction(f"{whole}.{part or 0}")


def _check(house: House) -> None:
    if not (
        0 < house.tables <= MOST and 0 < house.periods <= 24 and 0 < house.days <= 31
        and 0 <= house.occupancy <= 100 and 0 <= house.share <= 100
    ):
        message = N_(
            "Write tables, meal periods a day (1 to 24) and open days of the month (1 to 31) as whole numbers above 0, occupancy "
            "and share as percent from 0 to 100."
        )
        raise InputError("bad_house", message)
