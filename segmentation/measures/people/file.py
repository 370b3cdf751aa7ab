"""The file of one customer (客户档案): who he is, what he does, what was said with him, as it was known on a day.

Facts, grades and money are as of the last day with a bill; contacts, promises and fields count to the day on which one looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import grade, window_begins_after
from segmentation.measures.managers.today import HABIT_DAYS, due_dates
from segmentation.measures.movement.month_ends import grade_days, month_end, month_ends
from segmentation.measures.movement.visits import last_visits
from segmentation.measures.movement.warnings import Signs
from segmentation.measures.people.complete import Completeness, completeness
from segmentation.measures.people.profile import Known, read_profiles
from segmentation.measures.revenue.stored_value import read_balance
from segmentation.measures.windows import ALL, Window, read_window
from segmentation.schemes import Scheme, Value
from segmentation.settings.asked_fields import asked_fields
from segmentation.settings.call_rules import call_rules
from segmentation.settings.kept import scheme_settings
from segmentation.warehouse import Warehouse

WEEKS = 53  # of the calendar: a year and the week that is under way
EVERY_DAY = 1 << 30
HABITS = ("room", "time", "dish", "hour", "covers", "payment")
ENOUGH_VISITS = 3  # with fewer nobody can say what is usual


@dataclass(frozen=True)
class MonthGrade:
    """The grade of a customer at the end of a month, or on the as-of day where the month is not over (None: he had none)."""

    day: date
    tier: str | None
    is_kept: bool = False


@dataclass(frozen=True)
class Habit:
    """What he had on so many days: ``said`` is a room, a dish, a payment, a number of covers or hours, or "5 evening"."""

    said: str
    times: int
    last_day: date


@dataclass(frozen=True)
class Rhythm:
    """How often he comes: ``visits`` of all history, the median of the days between them (None: fewer than two visits).

    ``expected_on`` is when he should come again (None: it cannot be told).
    """

    visits: int = 0
    usual_gap_days: Decimal | None = None
    expected_on: date | None = None


@dataclass(frozen=True)
class CustomerFile:
    """What is known of a customer with the bills up to ``as_of`` and what was said by ``on``.

    ``row`` is his row of the graded list (``grade``). ``grades`` has one entry a month, the oldest first, the last that of
    the as-of day. ``days`` are all his days (visit_date, bills, tables, amount), the newest first, one with refunds only without
    bills; ``months`` all his months (month, visits, contribution). ``habits`` are of the last 365 days, by ``HABITS``.
    ``visits_before`` and ``contribution_before`` are of the window before (None: the bills do not cover it). ``balance`` is his
    row of stored value (None: he never had any), ``top_ups`` (topped_up_on, amount) and ``contacts`` (contact_day,
    contact_channel, outcome, note, next_day, manager, batch) stand the newest first. ``promised_on`` is what was agreed last and
    has not happened yet. ``sleeps_after`` is the last day on which he still counts as active without another visit (None: he
    does not).
    """

    customer: str
    scheme: Scheme
    as_of: date
    on: date
    window: Window
    row: Mapping[str, Any]
    fields: Mapping[str, Known]
    completeness: Completeness
    grades: tuple[MonthGrade, ...]
    days: pa.Table
    months: pa.Table
    habits: Mapping[str, tuple[Habit, ...]]
    rhythm: Rhythm
    visits_before: int | None
    contribution_before: Decimal | None
    balance: Mapping[str, Any] | None
    top_ups: pa.Table
    contacts: pa.Table
    promised_on: date | None
    is_barred: bool
    sleeps_after: date | None

    @property
    def name(self) -> str:
        """What he is called: his name as it is known on the day, else his key."""
        return self.fields["name"].text or self.customer

    @property
    def tier(self) -> str | None:
        return self.row["tier"]

    @property
    def first_day(self) -> date:
        """The Monday with which the calendar begins."""
        return self.as_of - timedelta(days=self.as_of.weekday() + 7 * (WEEKS - 1))


def read_file(
    warehouse: Warehouse, store_id: int, scheme: Scheme, customer: str, as_of: date, on: date, settings: Mapping[str, Value],
    grades: pa.Table | None = None,
) -> CustomerFile:
    """Return the file of ``customer`` (a key): bills up to ``as_of``; fields, contacts and promises as known on ``on``.

    ``grades`` is the graded list of the day, of who has it already. Raises InputError for who is not in it: a key that there is
    not, a walk-in, or a customer first seen after ``as_of``.
    """
    row = _row(grade(warehouse, store_id, scheme, as_of, settings) if grades is None else grades, customer)
    asked = {"store": store_id, "customer": customer, "as_of": as_of, "on": on}
    fields = read_profiles(warehouse, store_id, [customer], as_of, on)[customer]
    window = read_window(warehouse, store_id, as_of, settings["window"])
    before = _before(warehouse, store_id, customer, as_of, settings)
    promised_on, is_barred = _agreed(warehouse, store_id, customer, on, row["last_visit"])
    days = last_visits(warehouse, store_id, customer, as_of, EVERY_DAY)
    last_active = row["last_visit"] + timedelta(days=settings["active_days"]) if row["last_visit"] else None
    return CustomerFile(
        customer, scheme, as_of, on, window, row, fields,
        completeness(fields, asked_fields(warehouse, store_id), warehouse.rights.hidden_fields),
        _grades(warehouse, store_id, scheme, customer, as_of, settings, row["tier"], _first_visit(days)), days,
        warehouse.table("measures/people/customer_months", **asked), _habits(warehouse, store_id, customer, as_of),
        _rhythm(warehouse, store_id, customer, as_of, settings, row), *before,
        read_balance(warehouse, store_id, as_of, settings["active_days"], customer),
        warehouse.table("measures/people/top_ups", **asked), warehouse.table("measures/people/customer_contacts", **asked),
        promised_on, is_barred, last_active if last_active and last_active >= as_of else None,
    )


def _row(grades: pa.Table, customer: str) -> dict[str, Any]:
    found = grades.filter(pc.equal(grades["customer"], customer)).to_pylist()
    if not found:
        message = N_("There is no customer {customer} in this store as of that day.")
        raise InputError("unknown_customer", message, customer=customer)
    return found[0]


def _before(
    warehouse: Warehouse, store_id: int, customer: str, as_of: date, settings: Mapping[str, Value]
) -> tuple[int | None, Decimal | None]:
    """Return visits and money of the window before; None where there is none, or the bills do not cover it."""
    if settings["window"] == ALL:
        return None, None
    last = window_begins_after(as_of, settings["window"])
    if not read_window(warehouse, store_id, as_of, str(2 * int(settings["window"]))).is_covered:
        return None, None
    [row] = warehouse.rows(
        "measures/people/customer_span", store=store_id, customer=customer, frequency=settings["frequency"],
        begins_after=window_begins_after(last, settings["window"]), last_day=last,
    )
    return row["frequency"], row["contribution"]


def _agreed(
    warehouse: Warehouse, store_id: int, customer: str, on: date, last_visit: date | None
) -> tuple[date | None, bool]:
    """Return the day that was agreed last where it is still open, and whether he is not to be contacted."""
    rules = call_rules(warehouse, store_id)
    rows = warehouse.table(
        "measures/managers/contacted", store=store_id, on=on + timedelta(days=1), reached_days=rules.reached_days,
        not_reached_days=rules.not_reached_days,
    )
    row = next(iter(rows.filter(pc.equal(rows["customer_key"], customer)).to_pylist()), None)
    if row is None:
        return None, False
    is_open = row["contact_day"] is not None and (last_visit is None or last_visit <= row["contact_day"])
    return row["next_day"] if is_open else None, row["is_barred"]


def _first_visit(days: pa.Table) -> date | None:
    return pc.min(days.filter(pc.greater(days["bills"], 0))["visit_date"]).as_py()


def _grades(
    warehouse: Warehouse, store_id: int, scheme: Scheme, customer: str, as_of: date, settings: Mapping[str, Value],
    tier: str | None, first: date | None,
) -> tuple[MonthGrade, ...]:
    """Return his grade at the ends of the months of the calendar, kept ones as they were kept, and that of the as-of day last."""
    begins = as_of - timedelta(days=7 * WEEKS)
    ends = [day for day in month_ends(begins, as_of) if first is not None and day >= first]
    kept_months = _kept_months(warehouse, store_id, scheme, settings)
    kept = {
        each["month_end"]: each["tier"]
        for each in warehouse.rows("measures/people/kept_grades", store=store_id, scheme=scheme.key, customer=customer)
        if each["tier"] in scheme.tier_keys
    }
    missing = [day for day in ends if day not in kept_months and day != as_of]
    found = grade_days(warehouse, store_id, scheme, missing, settings) if missing else None
    own = found.filter(pc.equal(found["customer_key"], customer)).to_pylist() if found is not None else []
    graded = {each["month_end"]: scheme.tier_keys[each["tier_no"] - 1] for each in own}
    told = [MonthGrade(day, kept.get(day) if day in kept_months else graded.get(day), day in kept_months) for day in ends]
    return (*(each for each in told if each.day != as_of), MonthGrade(as_of, tier, as_of in kept_months))


def _kept_months(warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value]) -> set[date]:
    """Return the month-ends that are kept, as ``is_kept`` says of one: none for a passing look under other settings."""
    if dict(settings) != scheme_settings(warehouse, store_id, scheme):
        return set()
    return {row["month_end"] for row in warehouse.rows("measures/movement/kept_months", store=store_id, scheme=scheme.key)}


def _habits(warehouse: Warehouse, store_id: int, customer: str, as_of: date) -> dict[str, tuple[Habit, ...]]:
    asked = pa.table({"customer_key": pa.array([customer], pa.string())})
    rows = warehouse.over(
        "measures/people/habit_counts", {"asked": asked}, store=store_id, as_of=as_of,
        habits_after=as_of - timedelta(days=HABIT_DAYS),
    ).to_pylist()
    return {
        habit: tuple(Habit(row["said"], row["times"], row["last_day"]) for row in rows if row["habit"] == habit)
        for habit in HABITS
    }


def _rhythm(
    warehouse: Warehouse, store_id: int, customer: str, as_of: date, settings: Mapping[str, Value], row: Mapping[str, Any]
) -> Rhythm:
    """Return how often he comes; whoever sleeps has a usual gap as well, but is not expected."""
    if row["last_visit"] is None:
        return Rhythm()
    facts = pa.table({
        "customer_key": pa.array([customer], pa.string()), "last_visit": pa.array([row["last_visit"]], pa.date32()),
        "recency_days": pa.array([0], pa.int32()),
    })
    gaps = warehouse.over("facts/usual_gaps", {"customer_facts": facts}, store=store_id, as_of=as_of, active_days=0)
    is_active = (as_of - row["last_visit"]).days <= settings["active_days"]
    signs = Signs(gaps.append_column("is_active", pa.array([is_active] * gaps.num_rows)), store_id, as_of, settings)
    due = due_dates(warehouse, signs, call_rules(warehouse, store_id))["expected_on"].to_pylist()
    [own] = gaps.to_pylist()
    return Rhythm(own["visits"], own["usual_gap_days"], next(iter(due), None))


def months_shown(found: CustomerFile) -> list[tuple[date, date]]:
    """Return first and last day of the months that the calendar shows, the first and the last of them cut to it."""
    spans, first = [], found.first_day
    while first <= found.as_of:
        last = min(month_end(first), found.as_of)
        spans.append((first, last))
        first = last + timedelta(days=1)
    return spans
