"""Whom each manager calls today, and why: one list a day, in which nobody stands twice.

It has two days. Facts, grades and warnings are as of the last day with a bill; due dates, birthdays and promises count to the day
of the list. Who was called on that day stays in his manager's number of the day, so that the list gets shorter as calls are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.fields import CALL_REASONS
from segmentation.measures.festivals.around import festivals_on, read_festive
from segmentation.measures.festivals.calendar import Edition
from segmentation.measures.grades.grading import place_customers, read_facts, tiers_frame, window_begins_after
from segmentation.measures.managers.register import has_ranks, read_holders, read_managers
from segmentation.measures.movement.birthdays import birthdays_asked
from segmentation.measures.movement.day_ends import kept_facts
from segmentation.measures.movement.last_grades import read_last_grades
from segmentation.measures.movement.migration import outside_places
from segmentation.measures.movement.snapshots import is_kept, read_kept
from segmentation.measures.movement.warnings import Signs, read_signs
from segmentation.schemes import Scheme, Value
from segmentation.schemes.model import FACTS
from segmentation.settings.call_rules import CallRules, call_rules
from segmentation.settings.warning_rules import WarningRules, warning_rules
from segmentation.warehouse import Warehouse

FRESH = 3  # days that bills may be old without a word
HABIT_DAYS = 365
USUALLY = 2  # a weekday on which the store was open at least one time in so many has no day off
# each reads what those before it found: all at once would not fit the memory of a large house
STEPS = (
    "measures/managers/demoted", "measures/managers/call_reasons", "measures/managers/call_places", "measures/managers/moved",
)
PLACES = "measures/managers/call_places"  # after which nobody counts who has none
STANDING = ("month_end", "customer_key", "tier_no")
NO_HABITS: Mapping[str, Any] = dict.fromkeys(("room", "weekday", "part", "covers", "dish", "second_dish"))


@dataclass(frozen=True)
class Call:
    """One customer to call. ``reason`` is the most pressing of ``reasons``, both keys of ``fields.CALL_REASONS``.

    ``stake`` is what he brings in the window (CNY), of who is asleep in as many days up to his last visit.
    ``expected_on`` is when his usual gap is over (None: it cannot be told), ``promised_on`` the next date that the log holds,
    ``win_back_by`` is for who went down or is in warning. ``row`` holds the signs of the warning and the grades before and after,
    ``habits`` what he usually has (room, weekday 1–7, part, covers, dish, second_dish; None: not known). ``place`` counts within
    his manager. ``saves`` is what a call would save (CNY; None: the list is not in that order).
    """

    manager: str | None
    customer: str
    name: str | None
    phone: str | None
    tier: str | None
    reasons: tuple[str, ...]
    stake: Decimal
    last_visit: date | None
    expected_on: date | None
    promised_on: date | None
    birthday_on: date | None
    win_back_by: date | None
    today_outcome: str | None
    place: int
    row: Mapping[str, Any] = field(repr=False)
    habits: Mapping[str, Any] = field(default_factory=lambda: NO_HABITS, repr=False)
    saves: Decimal | None = None

    @property
    def reason(self) -> str:
        return self.reasons[0]

    @property
    def named(self) -> str:
        """What he is called: his name, else his key."""
        return self.name or self.customer

    @property
    def is_done(self) -> bool:
        """Whether somebody contacted him on the day of the list."""
        return self.today_outcome is not None

    @property
    def is_asleep(self) -> bool:
        """Whether he is no longer active, so that his stake is of the days up to his last visit."""
        return self.row["is_asleep"]


@dataclass(frozen=True)
class Today:
    """The list of a day. ``calls`` are all who have a reason, each manager's in order, nobody's last; ``scheme`` graded them.

    ``has_ranks`` says whether an owner has said of any manager which rank he has; ``window`` of how many days the stakes are
    ("all": of all), ``festivals`` those whose window holds the day.
    """

    scheme: Scheme
    as_of: date
    on: date
    rules: CallRules
    calls: tuple[Call, ...]
    has_ranks: bool = True
    window: str = "all"
    festivals: tuple[Edition, ...] = ()

    @property
    def days_old(self) -> int:
        """How many days lie between the last bill that is seen and the day of the list."""
        return (self.on - self.as_of).days

    @property
    def is_old(self) -> bool:
        """Whether the bills are so old that it must be said."""
        return self.days_old > FRESH

    def of_day(self, limit: int | None = None, manager: str | None = None) -> list[Call]:
        """Return who is on the list, those called already too: at most ``limit`` (None: all) of each manager, all of nobody's.

        ``manager`` asks for one manager alone.
        """
        return [
            call for call in self.calls
            if (manager is None or call.manager == manager)
            and (limit is None or call.manager is None or call.place <= limit)
        ]

    def to_call(self, limit: int | None = None, manager: str | None = None) -> list[Call]:
        """Return who is left to call: ``of_day`` without those called already."""
        return [call for call in self.of_day(limit, manager) if not call.is_done]


def pressing_first(calls: Iterable[Call]) -> list[Call]:
    """Return calls of all managers in one order: the most pressing reason first, then the most money; nobody's last.

    Money is what a call would save where the list is in that order, else what is at stake.
    """
    reasons = list(CALL_REASONS)

    def money(call: Call) -> Decimal:
        return call.stake if call.saves is None else call.saves

    return sorted(calls, key=lambda call: (call.manager is None, reasons.index(call.reason), -money(call), call.customer))


def read_today(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, on: date, settings: Mapping[str, Value],
    rules: CallRules | None = None, most: int | None = None,
) -> Today:
    """Return whom to call on ``on``, with the bills up to ``as_of``; grades are found under ``settings``.

    ``rules`` are the limits of the list (None: those of the store). Of each manager no more than the first ``most`` (None: all)
    are read, of nobody's customers all. Nothing after ``as_of`` is seen of bills, and nothing after
    ``on`` of contacts. A store without customers gives an empty list.
    """
    seen, warehouse = warehouse, warehouse.whole()
    rules, warned = rules or call_rules(warehouse, store_id), warning_rules(warehouse, store_id)
    facts = kept_facts(warehouse, store_id, as_of, settings)
    if facts is None:
        facts = read_facts(warehouse, store_id, as_of, settings)
    signs = read_signs(warehouse, store_id, as_of, settings, facts)
    asked = {"store": store_id, "as_of": as_of, "on": on}
    festivals = festivals_on(warehouse, store_id, on)
    frames = {
        "customer_facts": facts, "tiers": tiers_frame(scheme), "warning_signs": signs.table,
        "due_dates": due_dates(warehouse, signs, rules),
        "contacted": warehouse.table(
            "measures/managers/contacted", **asked, reached_days=rules.reached_days, not_reached_days=rules.not_reached_days
        ),
        "holders": holders_on(warehouse, store_id, as_of, on),
        "standing": _read_standing(warehouse, store_id, scheme, as_of, settings, facts),
        "born": warehouse.over(
            "measures/movement/birthdays", {"days_asked": birthdays_asked(on, rules.birthday_days)}, store=store_id
        ),
        "festive": read_festive(warehouse, store_id, as_of, festivals),
    }
    limits = _limits(scheme, as_of, on, settings, rules, warned)
    for name in STEPS:
        frames[name.rpartition("/")[2]] = warehouse.over(name, frames, **asked, **limits, most=most)
        if name == PLACES:
            frames |= _of_called(frames)
    listed = warehouse.over("measures/managers/call_list", frames, **asked, **limits)
    rows = seen.own(listed, "customer", store_id).to_pylist()
    tiers = frozenset(scheme.tier_keys)
    return Today(scheme, as_of, on, rules, tuple(_call(row, tiers) for row in rows), has_ranks(warehouse, store_id),
                 str(settings["window"]), tuple(festivals))


def _of_called(frames: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return of the frames with a row a customer, and many, the rows of who stands in call_places."""
    called = frames["call_places"]["customer_key"].combine_chunks()
    names = ("customer_facts", "warning_signs", "due_dates", "contacted", "standing", "call_reasons")
    return {name: frames[name].filter(pc.is_in(frames[name]["customer_key"], called)) for name in names}


def _read_standing(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value], facts: pa.Table
) -> pa.Table:
    """Return which tier customers had at the month before's end and have: month_end (the day), customer_key, tier_no.

    Visits are read for the facts of the month's end alone, where its grades are not kept.
    """
    standing = []
    for day in (_month_before(as_of), as_of):
        if is_kept(warehouse, store_id, scheme, day, settings):
            standing.append(read_kept(warehouse, store_id, scheme, day).select(STANDING))
            continue
        if day == as_of and scheme.spec.facts == FACTS:
            kept = read_last_grades(warehouse, store_id, scheme, day, settings, facts)
            if kept.num_rows:
                standing.append(kept)
                continue
        own = facts if day == as_of and scheme.spec.facts == FACTS else read_facts(warehouse, store_id, day, settings, scheme)
        placed = place_customers(warehouse, scheme, own, settings)
        placed = placed.filter(pc.is_valid(placed["tier_no"]))
        days = pa.repeat(pa.scalar(day, pa.date32()), placed.num_rows)
        standing.append(pa.table(dict(zip(STANDING, (days, placed["customer_key"], placed["tier_no"]), strict=True))))
    return pa.concat_tables(standing, promote_options="permissive")


def _month_before(day: date) -> date:
    return day.replace(day=1) - timedelta(days=1)


def contacts_before(warehouse: Warehouse, store_id: int, on: date) -> str:
    """Return a text that changes where the contacts before a day do: with it what ``read_today`` finds of that day."""
    [row] = warehouse.rows("measures/managers/contacts_before", store=store_id, on=on)
    return "|".join(str(each) for each in row.values())


def with_outcomes(warehouse: Warehouse, store_id: int, found: Today) -> Today:
    """Return ``found`` with what came of the contacts of its day by now, the one thing of it that they change."""
    rows = warehouse.rows("measures/managers/day_outcomes", store=store_id, on=found.on)
    outcomes = {row["customer"]: row["outcome"] for row in rows}
    calls = tuple(
        call if call.today_outcome == (outcome := outcomes.get(call.customer))
        else replace(call, today_outcome=outcome, row={**call.row, "today_outcome": outcome})
        for call in found.calls
    )
    return replace(found, calls=calls)


def holders_on(warehouse: Warehouse, store_id: int, as_of: date, on: date) -> pa.Table:
    """Return who looks after each customer as it was said by ``on`` (``read_holders``), with the bills up to ``as_of``."""
    return read_holders(warehouse, store_id, read_managers(warehouse, store_id, as_of), as_of, on)


def _limits(
    scheme: Scheme, as_of: date, on: date, settings: Mapping[str, Value], rules: CallRules, warned: WarningRules
) -> dict[str, Any]:
    window = settings["window"]
    new, none = outside_places(scheme)
    return {
        "from_day": _month_before(as_of), "to_day": as_of, "new_place": new, "none_place": none,
        "factor_tenths": int(warned.factor * 10), "min_visits": warned.min_visits, "drop": warned.drop,
        "win_back_by": as_of + timedelta(days=warned.win_back_days),
        "settled_since": as_of - timedelta(days=warned.win_back_days),
        "due_until": on + timedelta(days=rules.due_before), "lost_until": settings["active_days"] + rules.lost_days,
        "window_days": 0 if window == "all" else int(window), "window_begins_after": window_begins_after(as_of, window),
    }


def due_dates(warehouse: Warehouse, signs: Signs, rules: CallRules) -> pa.Table:
    """Return when customers with a rhythm should come, as known on the day of ``signs``: customer_key, gap_days, expected_on.

    The days on which the store was open are the house's, whoever looks: so a manager is told the same day as the owner.
    """
    asked = {"store": signs.store_id, "as_of": signs.as_of}
    open_days = warehouse.whole().table("measures/managers/open_days", **asked)["day"].to_pylist()
    days = days_not_closed(open_days, signs.as_of)
    frame = pa.table({"day": pa.array(days, pa.date32()), "day_no": pa.array(range(1, len(days) + 1), pa.int32())})
    return warehouse.over(
        "measures/managers/due_dates", {"warning_signs": signs.table, "house_days": frame}, as_of=signs.as_of,
        due_visits=rules.due_visits, due_gap=rules.due_gap,
    )


def days_not_closed(open_days: list[date], as_of: date) -> list[date]:
    """Return the days up to ``as_of``, from the first of ``open_days`` on, on which the store was not closed.

    Closed is a day without a bill on a weekday on which the store is open at least every other time; so a weekly day off, which
    the gaps between visits hold already, moves nothing, and neither do the days without a bill of a house whose bills are few.

    >>> september = [date(2026, 9, day) for day in range(1, 31) if day not in (8, 9)]  # 7, 14, 21 and 28 are Mondays
    >>> len(days_not_closed(september, date(2026, 9, 30))), len(days_not_closed(september[::9], date(2026, 9, 30)))
    (28, 30)
    """
    if not open_days:
        return []
    first, opened = open_days[0], set(open_days)
    everyday = [first + timedelta(days=number) for number in range((as_of - first).days + 1)]
    passed, met = [0] * 7, [0] * 7
    for day in everyday:
        passed[day.weekday()] += 1
        met[day.weekday()] += day in opened
    usually = [USUALLY * met[number] >= passed[number] for number in range(7)]
    return [day for day in everyday if day in opened or not usually[day.weekday()]]


def _call(row: dict[str, Any], tiers: Set[str]) -> Call:
    place = row["to_place"]
    return Call(
        row["manager"], row["customer"], row["name"], row["phone"], place if place in tiers else None,
        tuple(reason for reason in CALL_REASONS if row[f"is_{reason}"]), row["stake"], row["last_visit"], row["expected_on"],
        row["promised_on"] if row["is_promised"] else None, row["birthday_on"], row["win_back_by"], row["today_outcome"],
        row["place"], row,
    )


def with_habits(warehouse: Warehouse, store_id: int, found: Today, calls: list[Call]) -> list[Call]:
    """Return ``calls`` with what each usually has, from the bills of the last 365 days up to the as-of day."""
    known = read_habits(warehouse, store_id, found, calls)
    return [replace(call, habits=known.get(call.customer, NO_HABITS)) for call in calls]


def read_habits(warehouse: Warehouse, store_id: int, found: Today, calls: list[Call]) -> dict[str, Mapping[str, Any]]:
    """Return what the customers of ``calls`` usually have (``Call.habits``) by customer; of some nothing is known."""
    asked = pa.table({"customer_key": pa.array([call.customer for call in calls], pa.string())})
    rows = warehouse.over(
        "measures/managers/habits", {"asked": asked}, store=store_id, as_of=found.as_of,
        habits_after=found.as_of - timedelta(days=HABIT_DAYS),
    ).to_pylist()
    return {row["customer"]: row for row in rows}


def read_day_contacts(
    warehouse: Warehouse, store_id: int, on: date, holders: pa.Table | None = None
) -> list[dict[str, Any]]:
    """Return who was contacted on a day and what came of it, the latest first; ``holders`` are ``holders_on`` of the day.

    One row per customer: customer, name, phone, manager, batch, contact_channel, outcome, note, next_day, is_alone
    (whether its batch brought no other contact, so that it can be taken back by itself).
    """
    frames = {"holders": holders_on(warehouse, store_id, on, on) if holders is None else holders}
    return warehouse.over("measures/managers/day_contacts", frames, store=store_id, on=on).to_pylist()
