"""The parts of a house's sales: customers, visits, covers, sales, margin, and the sales of the window before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.measures.composition.placing import OF_CUSTOMERS, ON_LINES, asked, frames, place, told_by
from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.managers.register import known_by
from segmentation.measures.revenue.composition import UNGRADED
from segmentation.measures.windows import ALL, first_bill
from segmentation.schemes import Scheme, Value
from segmentation.settings.modules import read_modules
from segmentation.warehouse import Warehouse

BY = (*OF_CUSTOMERS, *ON_LINES, "room", "channel", "payment", "meal_period", "weekday")
SLOT = "slot"  # a weekday and a meal period together: "5 evening"
WALK_IN = "walk_in"
WEEKDAYS = tuple("1234567")  # Monday first
MEALS = ("morning", "noon", "evening")  # as the time tells them, in the order of the day
ZERO = Decimal("0.00")
MONEY = pa.decimal128(18, 2)


@dataclass(frozen=True)
class Part:
    """One part of the sales. ``key`` is None where nothing is said; ``is_walk_in`` is the part of walk-ins, which has no key.

    ``customers`` came at least once in the window, on ``visits`` days in all; walk-ins are neither. ``covers`` is None where no
    bill tells them. Sales are net, in CNY, those of ``walk_in_sales`` among them; ``cost`` is that of ``costed``, the sales whose
    cost is known (both None where none is). ``sales_before`` is None where the bills do not reach back over the window before, as
    are costed and cost of it.
    Of products judged by grades visits, covers and the window before are not read (None).
    """

    key: str | None
    is_walk_in: bool
    customers: int
    visits: int | None
    covers: int | None
    sales: Decimal
    walk_in_sales: Decimal
    costed: Decimal | None
    cost: Decimal | None
    share: float | None = None
    sales_before: Decimal | None = None
    costed_before: Decimal | None = None
    cost_before: Decimal | None = None

    @property
    def margin(self) -> Decimal | None:
        """What the sales whose cost is known leave; None where none is."""
        return None if self.costed is None or self.cost is None else self.costed - self.cost

    @property
    def margin_rate(self) -> float | None:
        """Margin ÷ the sales whose cost is known; None where that is not above zero."""
        return rate(self.margin, self.costed)

    @property
    def change(self) -> float | None:
        """By what share of the window before the sales changed; None without sales then."""
        return None if self.sales_before is None else rate(self.sales - self.sales_before, self.sales_before)

    @property
    def mark(self) -> str:
        """What names the part in an address: "=" and its key, WALK_IN, or "?" where nothing is said."""
        return WALK_IN if self.is_walk_in else "?" if self.key is None else f"={self.key}"


@dataclass(frozen=True)
class Parts:
    """The sales of a window up to ``as_of`` in parts ``by`` one of BY: ordered parts first, else most sales first, then what is
    not said, walk-ins last. ``before`` is the last day of the window before, None where the bills do not cover it. ``of_group``:
    they are those to a group of customers alone, and the shares are of these."""

    by: str
    as_of: date
    before: date | None
    parts: tuple[Part, ...]
    of_group: bool = False

    @property
    def sales(self) -> Decimal:
        """The revenue of the window."""
        return sum((each.sales for each in self.parts), ZERO)

    @property
    def sales_before(self) -> Decimal | None:
        """The revenue of the window before; None where the bills do not cover it."""
        return None if self.before is None else sum((each.sales_before or ZERO for each in self.parts), ZERO)

    @property
    def costed(self) -> Decimal:
        """The sales whose cost is known."""
        return sum((each.costed or ZERO for each in self.parts), ZERO)

    @property
    def has_cost(self) -> bool:
        """Whether the cost of any sale is known."""
        return any(each.costed is not None for each in self.parts)

    @property
    def is_of_walk_ins(self) -> bool:
        """Whether no customer came or bought, and walk-ins did."""
        known = (each for each in self.parts if not each.is_walk_in)
        return self.sales > 0 and not any(each.customers or each.sales != each.walk_in_sales for each in known)

    @property
    def margin_rate(self) -> float | None:
        """The margin rate of the house, of the sales whose cost is known; None where there are none."""
        return rate(sum((each.margin or ZERO for each in self.parts), ZERO), self.costed)

    @property
    def margin_rate_before(self) -> float | None:
        """The margin rate of the window before; None where its cost or the window is not known."""
        costed, cost = self._before()
        return rate(costed - cost, costed)

    @property
    def profits(self) -> tuple[Decimal, Decimal] | None:
        """The gross profit of the window before and of this one; None unless the cost of every sale of both is known."""
        costed, cost = self._before()
        if not self.costed or self.costed != self.sales or not costed or costed != self.sales_before:
            return None
        return costed - cost, sum((each.margin or ZERO for each in self.parts), ZERO)

    def _before(self) -> tuple[Decimal, Decimal]:
        return (
            sum((each.costed_before or ZERO for each in self.parts), ZERO),
            sum((each.cost_before or ZERO for each in self.parts), ZERO),
        )

    @property
    def said(self) -> tuple[Part, ...]:
        """The parts that have a name."""
        return tuple(each for each in self.parts if each.key is not None)


def rate(part: Decimal | None, whole: Decimal | None) -> float | None:
    """Return a part's share of a positive whole, else None.

    >>> rate(Decimal(1), Decimal(4)), rate(Decimal(1), Decimal(0)), rate(None, Decimal(4))
    (0.25, None, None)
    """
    return float(part / whole) if part is not None and whole is not None and whole > 0 else None


def read_parts(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value], by: str,
    grades: pa.Table | None = None, members: pa.Table | None = None,
) -> Parts:
    """Return the sales of a store's window up to ``as_of`` in parts ``by`` one of BY, or by SLOT (without the window before).

    ``grades`` is the graded list of that day, of who has it already. With ``members`` (customer_key) they are those to these
    customers alone, in both windows. Raises InputError for another ``by``.
    """
    if by not in (*BY, SLOT):
        message = N_("There is no composition by “{by}”. There are: {known}.")
        raise InputError("unknown_parts", message, by=by, known=", ".join(BY))
    ask = (warehouse, store_id, scheme)
    before = None if by == SLOT else window_before(warehouse, store_id, as_of, settings)
    placed = place(*ask, as_of, settings, by, known_by(warehouse, store_id, as_of), grades)
    money, *more = told_by(by)
    now = _rows(money, warehouse, store_id, as_of, settings, by, placed, members)
    for name in more:
        for key, row in _rows(name, warehouse, store_id, as_of, settings, by, placed, members).items():
            now[key] |= row
    then = {}
    if before:
        then = _rows(money, warehouse, store_id, before, settings, by, place(*ask, before, settings, by, before), members)
    now = {key: {**_NOTHING, **row} for key, row in now.items()}
    total = sum((row["sales"] for row in now.values()), ZERO)
    parts = [
        Part(
            None if walk_in else key, walk_in, row["customers"], row["visits"], row["covers"], row["sales"], row["walk_in_sales"],
            row["costed"], row["cost"], rate(row["sales"], total),
            *((then.get((key, walk_in), _NOTHING)[name] for name in ("sales", "costed", "cost")) if before else ()),
        )
        for (key, walk_in), row in (now | {each: _NOTHING for each in then if each not in now}).items()
    ]
    order = _order(warehouse, store_id, scheme, by)
    parts.sort(key=lambda each: (
        each.is_walk_in, each.key is None, order.get(each.key or "", len(order)), -each.sales, -(each.sales_before or 0),
        each.key or "",
    ))
    return Parts(by, as_of, before, tuple(parts), members is not None)


def sum_tiers(
    warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value], rows: Sequence[Mapping[str, Any]]
) -> Parts:
    """Return the parts by product of what ``read_tiers`` read, most sales first, with how many customers bought each."""
    ask = asked(store_id, as_of, settings, "product")
    bought = warehouse.over("measures/composition/part_buyers", frames("product"), **ask)
    buyers = {row["part"]: row["customers"] for row in bought.to_pylist()}
    sums: dict[str | None, list[Mapping[str, Any]]] = {}
    for row in rows:
        sums.setdefault(row["part"], []).append(row)
    total = sum((row["sales"] for row in rows), ZERO)

    def known(own: list[Mapping[str, Any]], name: str) -> Decimal | None:
        values = [row[name] for row in own if row[name] is not None]
        return sum(values, ZERO) if values else None

    parts = []
    for key, own in sums.items():
        sales = sum((row["sales"] for row in own), ZERO)
        walk_in = sum((row["sales"] for row in own if row["tier"] == WALK_IN), ZERO)
        parts.append(Part(
            key, False, buyers.get(key, 0), None, None, sales, walk_in, known(own, "costed"), known(own, "cost"),
            rate(sales, total),
        ))
    parts.sort(key=lambda each: (each.key is None, -each.sales, each.key or ""))
    return Parts("product", as_of, None, tuple(parts))


_NOTHING: Mapping[str, Any] = {
    "customers": 0, "visits": 0, "covers": None, "sales": ZERO, "walk_in_sales": ZERO, "costed": None, "cost": None,
}


def window_before(warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value]) -> date | None:
    """Return the last day of the window before; None for all history, and where the first bill is later than its first day."""
    if settings["window"] == ALL:
        return None
    days = timedelta(days=int(settings["window"]))
    first = first_bill(warehouse, store_id)
    return as_of - days if first is not None and first <= as_of - 2 * days + timedelta(days=1) else None


def _rows(
    name: str, warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value], by: str, placed: pa.Table,
    members: pa.Table | None,
) -> dict[tuple[str | None, bool], dict[str, Any]]:
    """Return the rows of a statement of parts by what part they are of."""
    ask = {**asked(store_id, as_of, settings, by), "of_group": members is not None}
    rows = warehouse.over(name, frames(by, placed, members), **ask).to_pylist()
    return {(row["part"], row["is_walk_in"]): row for row in rows}


def _order(warehouse: Warehouse, store_id: int, scheme: Scheme, by: str) -> dict[str, int]:
    """Return the places of parts that have an order of their own."""
    keys = {
        "grade": (*scheme.tier_keys, UNGRADED), "module": tuple(each.key for each in read_modules(warehouse, store_id)),
        "weekday": WEEKDAYS, "meal_period": MEALS,
    }.get(by, ())
    return {key: place for place, key in enumerate(keys)}


def part_tiers(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value], by: str,
    grades: pa.Table | None = None,
) -> dict[str, dict[str, Decimal]]:
    """Return what each part (its ``Part.mark``) sold by grade, the best first, then "none" of those without, WALK_IN last."""
    if grades is None:
        grades = grade_in_full(warehouse, store_id, scheme, as_of, settings)
    found: dict[str, dict[str, Decimal]] = {}
    for row in read_tiers(warehouse, store_id, scheme, as_of, settings, by, grades):
        mark = WALK_IN if row["is_walk_in"] else "?" if row["part"] is None else f"={row['part']}"
        found.setdefault(mark, {})[row["tier"]] = row["sales"]
    tiers = (*scheme.tier_keys, UNGRADED, WALK_IN)
    return {mark: {tier: own[tier] for tier in tiers if tier in own} for mark, own in found.items()}


def read_tiers(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value], by: str, grades: pa.Table
) -> list[dict[str, Any]]:
    """Return a row a part and grade: part, is_walk_in, tier, sales, costed, cost (CNY)."""
    placed = place(warehouse, store_id, scheme, as_of, settings, by, grades=grades)
    read = {"grades": grades, **frames(by, placed)}
    return warehouse.over("measures/composition/part_tiers", read, **asked(store_id, as_of, settings, by)).to_pylist()


def part_customers(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value], by: str, mark: str,
    tier: str | None, grades: pa.Table,
) -> pa.Table:
    """Return who stands behind a part (its ``Part.mark``), with ``tier`` those of that grade only, most money first.

    Columns: customer, name, phone, module, manager, tier, last_visit, and visits and contribution (CNY) of this part alone.
    """
    placed = place(warehouse, store_id, scheme, as_of, settings, by, grades=grades)
    return warehouse.over(
        "measures/composition/part_customers", {"grades": grades, **frames(by, placed)},
        **asked(store_id, as_of, settings, by), part=mark[1:] if mark.startswith("=") else None, tier=tier,
    )
