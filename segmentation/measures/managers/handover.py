"""When a manager leaves: what is at risk, who takes his customers, and what has become of those handed over (交接)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.managers.assign import ZERO, Load, least_room, match, may_hold, sum_loads
from segmentation.measures.managers.register import NOW, Manager, Register, find_manager, known_by, read_holders, read_managers
from segmentation.measures.managers.today import HABIT_DAYS
from segmentation.schemes import Scheme, Value
from segmentation.settings.call_rules import call_rules
from segmentation.warehouse import Warehouse

YEAR = timedelta(days=365)
FOLLOWED = (90, 30)  # days after a handover on which is looked what came of it, the latest first
COLUMNS = ("customer", "name", "tier", "contribution")
MATCHED = ("manager", "step", "customers", "capacity", "is_near")


@dataclass(frozen=True)
class Kept:
    """Of some customers, as many days after a day as before it: ``kept`` came before and after, ``lost`` came before alone.

    ``silent`` are the others, who had not come in the days before: the three make all of them. Money is what all of them brought,
    CNY, refunds netted.
    """

    customers: int
    kept: int
    lost: int
    money_before: Decimal
    money_after: Decimal

    @property
    def silent(self) -> int:
        return self.customers - self.kept - self.lost


@dataclass(frozen=True)
class Followed:
    """What came of a handover by ``day`` 30 or 90: of those handed over, and of the store's other customers.

    ``by_bills``: nobody handed them over by hand; the bills up to his last day name him, and they are somebody else's now.
    """

    day: int
    handed_on: date
    own: Kept
    others: Kept
    by_bills: bool = False


@dataclass(frozen=True)
class Handover:
    """What a manager leaves behind as of a day, the best grade first, within a grade who brings most.

    ``customers`` and ``unplaced`` have customer, name, tier, contribution (CNY, of the window); ``proposals`` manager besides,
    and those by rank and room what ``Assignment`` says of a match; unplaced reason. ``revenue_at_risk`` is what his customers
    brought in the last 365 days. ``followed`` is None before day 30. ``office`` are those who may take somebody, ``loads`` what
    every manager carries already.
    """

    manager: Manager
    customers: pa.Table
    revenue_at_risk: Decimal
    proposals: pa.Table
    unplaced: pa.Table
    followed: Followed | None
    tiers: tuple[str, ...]
    office: tuple[Manager, ...] = ()
    loads: Mapping[str, Load] = field(default_factory=dict)

    def may_hold(self, tier: str) -> list[Manager]:
        """Return who of those in office may take a grade, by rank, then by name."""
        return may_hold(sorted(self.office, key=lambda each: (each.rank, each.name)), tier)[0]

    def room_needed(self, tier: str, name: str) -> int:
        """Return the least capacity of a manager with which nobody of a grade is without room, everything else as it is."""
        return least_room(self.customers, self.tiers, tier, name, self.office, self.loads)


def read_handover(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value], name: str,
    successor: str | None = None,
) -> Handover:
    """Return what ``name`` leaves behind, proposed by rank and room, or all to ``successor``; nothing is written.

    His are those assigned to him and those whom bills alone name him. He takes nobody himself; what the others carry counts, a
    successor who is named takes all of them whatever his room. Raises InputError for a manager who is not there, and for a
    successor who is the same, not in office, or about to leave.
    """
    register = read_managers(warehouse, store_id, as_of)
    leaving = find_manager(register, name)
    said_by = known_by(warehouse, store_id, as_of)
    holders = read_holders(warehouse, store_id, register, as_of, said_by)
    grades = grade_in_full(warehouse, store_id, scheme, as_of, settings)
    people = _held(grades, holders, leaving.name, scheme.tier_keys)
    if said_by != NOW:  # who has gone to somebody else since is not his to hand over
        still = _held(grades, read_holders(warehouse, store_id, register, as_of), leaving.name, scheme.tier_keys)
        people = people.filter(pc.is_in(people["customer"], still["customer"].combine_chunks()))
    office, loads = [], {}
    if successor is None:
        last = len(scheme.tier_keys)
        held = warehouse.over(
            "measures/managers/looked_after", {"grades": grades, "customer_managers": holders}, last_tier=last,
            active_days=settings["active_days"],
        ).to_pylist()
        loads = sum_loads([row for row in held if row["is_assigned"]], [each.name for each in register.managers], last)
        office = [each for each in register.managers if each.takes(as_of) and each != leaving]
        matches, unplaced, _given = match(people, office, scheme.tier_keys, loads)
        proposals = matches.select([*COLUMNS, *MATCHED])
    else:
        taking = _successor(register, successor, leaving, as_of)
        proposals = people.append_column("manager", pa.array([taking.name] * people.num_rows, pa.string()))
        unplaced = people.slice(0, 0).append_column("reason", pa.array([], pa.string()))
    year = _span(warehouse, store_id, as_of - YEAR, as_of, as_of)
    return Handover(
        leaving, people, _money(year, people["customer"]), proposals, unplaced,
        _follow(warehouse, store_id, register, holders, leaving, as_of), tuple(scheme.tier_keys), tuple(office), loads,
    )


def read_book(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, on: date, settings: Mapping[str, Value], found: Handover
) -> pa.Table:
    """Return what whoever takes his customers over must know of them, one row each, in the order of ``found.customers``.

    customer, name, phone, tier, contribution, frequency, last_visit, birthday, room, weekday, part, covers, dish and second_dish
    (his habits, null: not known), next_day (promised by ``on``, on that day too; null: nothing is open), contacts, last_contact,
    outcome, last_note, note, is_barred (not to be contacted), assigned (the name to which he was given; null: bills alone name
    the manager).
    """
    keys = found.customers["customer"].combine_chunks()
    rules = call_rules(warehouse, store_id)
    asked = pa.table({"customer_key": keys, "place": pa.array(range(len(keys)), pa.int64())})
    frames = {
        "asked": asked, "grades": grade_in_full(warehouse, store_id, scheme, as_of, settings),
        "habits": warehouse.over(
            "measures/managers/habits", {"asked": asked}, store=store_id, as_of=as_of,
            habits_after=as_of - timedelta(days=HABIT_DAYS),
        ),
    }
    rows = warehouse.over(
        "measures/managers/handover_book", frames, store=store_id, on=on + timedelta(days=1), customers=keys.to_pylist(),
        reached_days=rules.reached_days, not_reached_days=rules.not_reached_days,
    )
    return rows.set_column(rows.column_names.index("tier_no"), "tier", found.customers["tier"])


def _successor(register: Register, name: str, leaving: Manager, as_of: date) -> Manager:
    taking = find_manager(register, name)
    if taking == leaving:
        raise InputError("handed_to_himself", N_("{name} cannot take his own customers over. Name somebody else."), name=name)
    if not taking.in_office(as_of):
        raise InputError("not_in_office", N_("{name} is not in office on {day}. Name somebody who is."), name=name, day=as_of)
    if not taking.takes(as_of):
        message = N_("{name} leaves on {day} and takes nobody over. Name somebody who stays.")
        raise InputError("leaves_himself", message, name=name, day=taking.until_day)
    return taking


def _held(grades: pa.Table, holders: pa.Table, name: str, tiers: tuple[str, ...]) -> pa.Table:
    """Return the customers of a manager in the order of being matched; who has not visited yet counts as the last grade."""
    own = holders.filter(pc.equal(holders["manager"], name))["customer_key"].combine_chunks()
    rows = grades.filter(pc.is_in(grades["customer"], own))
    numbers = pc.fill_null(rows["tier_no"].cast(pa.int32()), len(tiers)).combine_chunks()
    named = pa.table({
        "customer": rows["customer"], "name": rows["name"],
        "tier": pa.array(tiers, pa.string()).take(pc.subtract(numbers, 1)),
        "contribution": rows["contribution"], "tier_no": numbers,
    })
    order = [("tier_no", "ascending"), ("contribution", "descending"), ("customer", "ascending")]
    return named.sort_by(order).select(COLUMNS)


def _follow(
    warehouse: Warehouse, store_id: int, register: Register, holders: pa.Table, leaving: Manager, as_of: date
) -> Followed | None:
    """Return what came of the day on which most of his customers passed to others, of such days the latest.

    Where none was ever handed over it is his last day, and they are those whom the bills up to it name his.
    """
    frames = {"known_managers": register.frame(as_of)}
    rows = warehouse.over("measures/managers/handed_over", frames, store=store_id, as_of=as_of)
    rows = rows.filter(pc.equal(rows["manager_before"], leaving.name))
    by_bills = not rows.num_rows and leaving.until_day is not None and leaving.until_day <= as_of
    if by_bills:
        rows = warehouse.over(
            "measures/managers/left_behind", frames | {"customer_managers": holders}, store=store_id, manager=leaving.name,
            until_day=leaving.until_day,
        )
    days = Counter(rows["handed_on"].to_pylist())
    if not days:
        return None
    handed_on = max(days, key=lambda day: (days[day], day))
    reached = next((day for day in FOLLOWED if handed_on + timedelta(days=day) <= as_of), None)
    if reached is None:
        return None
    own = rows.filter(pc.equal(rows["handed_on"], pa.scalar(handed_on)))["customer_key"]
    before = _span(warehouse, store_id, handed_on - timedelta(days=reached), handed_on, handed_on)
    after = _span(warehouse, store_id, handed_on, handed_on + timedelta(days=reached), handed_on)
    others = pc.unique(pa.chunked_array([*before["customer_key"].chunks, *after["customer_key"].chunks], pa.string()))
    others = others.filter(pc.invert(pc.is_in(others, own.combine_chunks())))
    return Followed(reached, handed_on, _kept(own, before, after), _kept(pa.chunked_array([others]), before, after), by_bills)


def _kept(customers: pa.ChunkedArray, before: pa.Table, after: pa.Table) -> Kept:
    came, stayed = (_of(rows, customers) for rows in (before, after))
    came, stayed = (rows.filter(pc.greater(rows["visits"], 0))["customer_key"].combine_chunks() for rows in (came, stayed))
    kept = pc.sum(pc.is_in(came, stayed)).as_py() or 0
    return Kept(len(customers), kept, len(came) - kept, _money(before, customers), _money(after, customers))


def _span(warehouse: Warehouse, store_id: int, begins_after: date, last_day: date, known_by: date) -> pa.Table:
    """Return what customers brought in a span who were known by a day: who came later was never to be kept by anybody."""
    values = {"store": store_id, "begins_after": begins_after, "as_of": last_day, "known_by": known_by}
    return warehouse.table("measures/managers/span_money", **values)


def _of(rows: pa.Table, customers: pa.ChunkedArray) -> pa.Table:
    return rows.filter(pc.is_in(rows["customer_key"], customers.combine_chunks()))


def _money(rows: pa.Table, customers: pa.ChunkedArray) -> Decimal:
    return pc.sum(_of(rows, customers)["contribution"]).as_py() or ZERO
