"""Make the fourth sample house, a neighbourhood restaurant that leaves a part of its lists alone by lot to see what calls do.

Customers come in a rhythm until they drift away, and some come back by themselves. A call to one who drifted away lately brings
most back; to one who is lost already it brings nothing, and who never drifted away comes in any case. That is hidden here, and
the page "Did it help?" must find it. Every two months the list of those in warning and that of the lost is made as it was on
that day, by DOMAIN section 6 and not by the product; a part of each is left alone by the seed that houses.json names, the
others are called. What the calls brought is known, because the life that each customer would have led without his call is
drawn before it. ``generate_samples.py`` calls ``write_diner``; the same seed gives the same bytes.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from generate_samples import (
    ACTIVE_DAYS,
    DAYS,
    FIRST_DAY,
    GIVEN_NAMES,
    LAST_DAY,
    NOT_REACHED,
    REACHED,
    SURNAMES,
    round_amount,
    save_rows,
    yuan,
)

KEY, NAME = "tingyu", {"zh": "听雨小馆", "en": "Rainside Kitchen"}
SEED = 20260942  # of thirty that were tried, one by which chance neither hides the effect nor doubles it
BOOK = f"听雨小馆_{FIRST_DAY:%Y-%m}_{LAST_DAY:%Y-%m}.xlsx"
BILLS, CALLS = "消费明细", "回访记录"
HEADERS = {
    BILLS: "账单号 结账时间 会员号 会员姓名 手机 人数 实收金额 客户经理",
    CALLS: "联系日期 会员号 会员姓名 客户经理 联系方式 联系结果",
}
MANAGERS = {"阮知远": ("2", "120"), "席静姝": ("3", "120"), "管予安": ("4", "120")}
CUSTOMERS, NEWCOMERS, WALK_INS = 520, 200, 700

SHARE, TRIAL_DAYS, LEAST, SMALLEST = 30, 60, 10, 30  # left alone, in per cent; the others are the product's own limits
WARNED, LOST = "warned", "lost"
DRAWS = (  # list, day, seed
    (WARNED, date(2026, 3, 2), 31), (LOST, date(2026, 3, 2), 32), (WARNED, date(2026, 5, 4), 51), (LOST, date(2026, 5, 4), 52),
    (WARNED, date(2026, 7, 6), 71), (LOST, date(2026, 7, 6), 72), (WARNED, date(2026, 10, 8), 101),
)
STAYS, STAYS_AWAY = 80, 240  # days on average until he drifts away, and until he is back by himself
ANSWERS, COMES_BACK = 0.94, 0.62  # of the called: is reached; of those reached who drifted away: comes again
LEAKS = 0.1  # of those left alone: is called all the same
OFF_LIST = 14  # days after a call
SPAN = 90  # days of which visits and spend are compared


class Visit(NamedTuple):
    """A visit: the number of its day, and the bill in fen."""

    day: int
    amount: int


@dataclass
class Guest:
    """A customer: his days between visits and yuan a visit; his visits, and the days between which he stays away."""

    code: str
    name: str
    phone: str
    manager: str
    gap: float
    standard: float
    joined: int
    visits: list[Visit] = field(default_factory=list)
    away: list[tuple[int, int]] = field(default_factory=list)
    called: list[tuple[int, str]] = field(default_factory=list)  # day, outcome
    drawn_until: int = -1  # he stands in a draw up to this day

    def is_away(self, day: int) -> bool:
        return any(begin <= day < end for begin, end in self.away)


@dataclass
class Draw:
    """A list of one day with who of it is left alone, and what the calls brought that would not have come without them."""

    kind: str
    day: date
    seed: int
    guests: list[Guest]
    left: set[str]
    brought: int = 0  # fen
    more_came: int = 0

    @property
    def first(self) -> int:
        return (self.day - FIRST_DAY).days

    @property
    def last(self) -> int:
        return self.first + TRIAL_DAYS - 1

    def within(self, visits: Iterable[Visit]) -> list[Visit]:
        return [visit for visit in visits if self.first <= visit.day <= self.last]


def live(rng: random.Random, guest: Guest, start: int) -> tuple[list[Visit], list[tuple[int, int]]]:
    """Return the visits of a customer from a day on, and when he stays away, were nobody to call him."""
    visits, away, at = [], [], float(start)
    while at < DAYS:
        end = at + rng.expovariate(1 / STAYS)
        while at < min(end, DAYS):
            feast = rng.choice((3, 4, 6)) if rng.random() < 0.03 else 1
            visits.append(Visit(int(at), round_amount(rng, guest.standard * feast * rng.lognormvariate(0, 0.25))))
            at += max(rng.gammavariate(6, guest.gap / 6), 1)
        back = end + rng.expovariate(1 / STAYS_AWAY)
        away.append((int(end), int(back)))
        at = back
    return visits, away


def make_guests(rng: random.Random) -> list[Guest]:
    """Return the customers with the lives that they would lead without a call."""
    persons = [surname + given for surname in SURNAMES for given in GIVEN_NAMES if surname + given not in MANAGERS]
    rng.shuffle(persons)
    guests = []
    for number in range(1, CUSTOMERS + 1):
        new = number > CUSTOMERS - NEWCOMERS
        guest = Guest(
            code=f"TY{number:04d}", name=persons.pop(), phone=f"1003{number * 7_368_787 % 10_000_000:07d}",
            manager=rng.choice([*MANAGERS]), gap=rng.uniform(10, 24), standard=240 * rng.lognormvariate(0, 0.35),
            joined=rng.randrange(DAYS - 60) if new else rng.randrange(20),
        )
        guest.visits, guest.away = live(rng, guest, guest.joined)
        guests.append(guest)
    return guests


def is_warned(guest: Guest, as_of: int) -> bool:
    """Whether a customer is in warning: active, and silent for over twice his usual gap, or with half of his visits or spend."""
    seen = [visit for visit in guest.visits if visit.day <= as_of]
    days = sorted({visit.day for visit in seen})
    if not days or as_of - days[-1] > ACTIVE_DAYS:
        return False
    gaps = [later - day for day, later in pairwise(days)]
    if len(days) >= 3 and as_of - days[-1] > 2 * median(gaps):
        return True
    recent = [visit for visit in seen if visit.day > as_of - SPAN]
    before = [visit for visit in seen if as_of - 2 * SPAN < visit.day <= as_of - SPAN]
    if not before:
        return False
    fewer = 2 * len({visit.day for visit in recent}) <= len({visit.day for visit in before})
    return fewer or 2 * sum(visit.amount for visit in recent) <= sum(visit.amount for visit in before)


def is_lost(guest: Guest, as_of: int) -> bool:
    """Whether a customer stopped being active within the last 30 days."""
    last = max((visit.day for visit in guest.visits if visit.day <= as_of), default=None)
    return last is not None and ACTIVE_DAYS < as_of - last <= ACTIVE_DAYS + 30


def draw(guests: list[Guest], kind: str, day: date, seed: int) -> Draw:
    """Return a draw from a list as it was in the morning of a day: without who was called lately or stands in another draw."""
    number = (day - FIRST_DAY).days
    on_list = {WARNED: is_warned, LOST: is_lost}[kind]
    listed = [
        guest for guest in guests
        if on_list(guest, number - 1) and guest.drawn_until < number
        and all(called + OFF_LIST <= number for called, outcome in guest.called if outcome == REACHED)
    ]
    assert len(listed) >= SMALLEST, (kind, day, len(listed))
    left = min(max((len(listed) * SHARE + 99) // 100, LEAST), len(listed) // 2)
    by_lot = sorted((guest.code for guest in listed), key=lambda code: hashlib.sha256(f"{seed}\n{code}".encode()).digest())
    found = Draw(kind, day, seed, listed, set(by_lot[:left]))
    for guest in listed:
        guest.drawn_until = found.last
    return found


def call(rng: random.Random, draw: Draw) -> None:
    """Call who is to be called, and some who were not; who drifted away lately may come again, and then leads another life."""
    for guest in draw.guests:
        if guest.code in draw.left and rng.random() > LEAKS:
            continue
        day = draw.first + 1 + int(9 * rng.random())
        again = day + rng.randint(1, 9)
        answers, comes = rng.random() < ANSWERS, rng.random() < COMES_BACK
        if day >= DAYS:
            continue
        guest.called.append((day, REACHED if answers else NOT_REACHED))
        if not (answers and comes and draw.kind == WARNED and guest.is_away(day)):
            continue
        visits, away = live(rng, guest, again)
        before = [visit for visit in guest.visits if visit.day < again]
        without, now = draw.within(guest.visits), draw.within([*before, *visits])
        if guest.code not in draw.left:
            draw.brought += sum(visit.amount for visit in now) - sum(visit.amount for visit in without)
            draw.more_came += bool(now) - bool(without)
        guest.visits, guest.away = [*before, *visits], away


def simulate_diner() -> tuple[list[Guest], list[Draw]]:
    """Return the customers with all their visits and calls, and the draws."""
    rng = random.Random(SEED)
    guests, draws = make_guests(rng), []
    for kind, day, seed in DRAWS:
        draws.append(draw(guests, kind, day, seed))
        call(rng, draws[-1])
    return guests, draws


# -- files and facts ------------------------------------------------------------------------------------------------


def write_book(path: Path, guests: list[Guest]) -> dict[str, int | str]:
    """Write the workbook, a sheet of bills and one of calls; return how many of either, and what they come to."""
    rng = random.Random(SEED * 7 + 1)
    bills = [(_when(rng, visit.day), guest, visit.amount) for guest in guests for visit in guest.visits]
    bills += [
        (_when(rng, rng.randrange(DAYS)), None, round_amount(rng, 150 * rng.lognormvariate(0, 0.45))) for _ in range(WALK_INS)
    ]
    bills.sort(key=lambda bill: (bill[0], bill[1].code if bill[1] else "", bill[2]))
    calls = sorted((day, guest.code, guest, outcome) for guest in guests for day, outcome in guest.called)
    rows: dict[str, list[list[Any]]] = {name: [header.split()] for name, header in HEADERS.items()}
    for number, (when, guest, amount) in enumerate(bills, start=1):
        who = [guest.code, guest.name, guest.phone] if guest else [None, None, None]
        rows[BILLS].append([
            number, f"{when:%Y-%m-%d %H:%M}", *who, rng.randint(1, 6), amount / 100, guest.manager if guest else None,
        ])
    for day, code, guest, outcome in calls:
        rows[CALLS].append([str(FIRST_DAY + timedelta(days=day)), code, guest.name, guest.manager, "电话", outcome])
    save_rows(rows, path)
    return {
        "rows": len(bills), "bills": len(bills), "walk_ins": WALK_INS, "calls": len(calls),
        "customers": sum(bool(guest.visits) for guest in guests), "amount": yuan(sum(amount for *_bill, amount in bills)),
    }


def _when(rng: random.Random, day: int) -> datetime:
    opening = 11 * 60 + 30 if rng.random() < 0.35 else 17 * 60 + 40
    return datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day) + timedelta(days=day, minutes=opening + rng.randrange(150))


def draw_facts(draw: Draw) -> dict[str, Any]:
    """Return of a draw who was called and left alone, what became of either, and what of it the calls brought.

    What runs beyond the last day has no outcome yet.
    """
    sides = {"called": [g for g in draw.guests if g.code not in draw.left],
             "left": [g for g in draw.guests if g.code in draw.left]}
    facts: dict[str, Any] = {
        "list": draw.kind, "day": str(draw.day), **{name: len(side) for name, side in sides.items()},
    }
    if draw.last >= DAYS:
        return facts
    for name, side in sides.items():
        came = [draw.within(guest.visits) for guest in side]
        facts[f"came_{name}"] = sum(map(bool, came))
        facts[f"spend_{name}"] = yuan(sum(visit.amount for visits in came for visit in visits))
    facts["contacted_left"] = sum(
        any(draw.first <= day <= draw.last and outcome == REACHED for day, outcome in guest.called) for guest in sides["left"]
    )
    return facts | {"brought": yuan(draw.brought), "more_came": draw.more_came}


def diner_table(facts: dict[str, Any]) -> str:
    """Return the draws of the house as the Markdown table of data/README.md."""
    names = {WARNED: "in warning · 预警", LOST: "lost · 流失"}
    head = [
        "| list · 名单 | day · 抽签日 | called · 联系 | left alone · 不打扰 | of the called came · 联系后回来 "
        "| of the left alone came · 自己回来 | brought by calls, CNY · 联系带来（元） |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    return "\n".join([*head, *(
        f"| {names[each['list']]} | {each['day']} | {each['called']} | {each['left']} | {each.get('came_called', '–')} "
        f"| {each.get('came_left', '–')} | {each.get('brought', '–')} |"
        for each in facts["draws"]
    )])


def write_diner(out: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the workbook into ``out``; return the facts, and what houses.json says of the house."""
    folder = out / KEY
    folder.mkdir(parents=True, exist_ok=True)
    guests, draws = simulate_diner()
    counts = write_book(folder / BOOK, guests)
    listing = {
        "key": KEY, "name": NAME,
        "files": [{"file": f"{KEY}/{BOOK}", "kind": kind, "sheet": sheet} for sheet, kind in
                  ((BILLS, "bills"), (CALLS, "contacts"))],
        "managers": [{"name": name, "rank": rank, "capacity": room} for name, (rank, room) in MANAGERS.items()],
        "targets": {"2026-10": "90000"}, "growth": {},
        "rooms": {"tables": 14, "periods": 2, "days": 30, "occupancy": "80", "share": "45"},
        "left_alone": {"share": str(SHARE)},
        "draws": [{"list": kind, "day": str(day), "seed": seed} for kind, day, seed in DRAWS],
    }
    facts = {"key": KEY, "name": NAME, **counts, "draws": [draw_facts(each) for each in draws]}
    return facts, listing
