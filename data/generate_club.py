"""Make the third sample house, a club: two years of bills with what was had, payments of what was owed, and stock.

The case of the seminar: the club adds one service after another, sells more every year, earns no more, and its customers come
less. Its best customers come for tea, private dinners and cards; the new services are bought by walk-ins and by new customers
whom a group deal brings once, at prices that hardly cover their cost. What to cut, what to spare, who came again after which
first service, what is owed and what is stored: all of it is counted here, on the records and not by the product.
``generate_samples.py`` calls ``write_club``; the same seed gives the same bytes.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from generate_samples import (
    BRANDS,
    GIVEN_NAMES,
    LAST_DAY,
    NOTES,
    SURNAMES,
    Bill,
    Customer,
    grade,
    last_visits,
    save_rows,
    yuan,
)

KEY, NAME = "mingtang", {"zh": "茗堂会所", "en": "Mingtang Club"}
SEED, CITY = 20260934, "岚浦"
FIRST_DAY = date(2024, 11, 1)  # two windows of 365 days
DAYS = (LAST_DAY - FIRST_DAY).days + 1
YEAR = 365
BOOK = f"茗堂会所_{FIRST_DAY:%Y-%m}_{LAST_DAY:%Y-%m}.xlsx"
BILLS, CARDS, MEMBERS, PAID_BACK, IN_STOCK = "消费明细", "储值充值", "会员资料", "回款记录", "库存"
HEADERS = {
    BILLS: "账单号 消费时间 会员号 会员姓名 人数 包厢 品名 菜品分类 金额 成本 客户经理 渠道 支付方式",
    CARDS: "流水号 日期 会员号 会员姓名 类型 金额",
    MEMBERS: "会员号 会员姓名 手机 客户类别 客户经理 生日 客户备注",
    PAID_BACK: "回款日期 会员号 会员姓名 回款金额 付款方式",
    IN_STOCK: "品名 月份 库存金额",
}
MANAGERS = {"卓云起": ("2", "60"), "骆清和": ("3", "60"), "晏书白": ("4", "60")}
TERM_DAYS, LIMIT = 30, "12000"
ON_ACCOUNT, FROM_CARD = "挂账", "储值卡"
WALK_INS, NEWCOMERS = 765, 180
CORE, CASUAL, STRANGER = range(3)


class Service(NamedTuple):
    """What the club offers: yuan for one, its cost in percent of that in the first and in the second year, and how often each
    kind of customer has it (core, casual, stranger) in the first and in the second year; ``each``: one a head."""

    name: str
    category: str
    price: int
    cost: tuple[int, int]
    core: int
    casual: tuple[int, int]
    stranger: tuple[int, int]
    each: bool = False


SERVICES = (
    Service("狮峰龙井茶席", "茶席", 480, (18, 19), 40, (18, 12), (8, 5)),
    Service("武夷岩茶茶席", "茶席", 620, (20, 21), 30, (10, 7), (4, 3)),
    Service("私房宴", "宴席", 268, (37, 43), 34, (8, 6), (5, 4), each=True),
    Service("棋牌包厢", "休闲", 320, (12, 13), 30, (14, 10), (9, 6)),
    Service("陈年黄酒", "酒水", 288, (41, 47), 22, (6, 4), (5, 4)),
    Service("进口红酒", "酒水", 520, (44, 49), 14, (3, 2), (2, 2)),
    Service("手工雪茄", "雪茄", 360, (48, 49), 9, (1, 1), (1, 1)),
    Service("商务简餐", "餐饮", 88, (58, 66), 3, (16, 22), (18, 22), each=True),
    Service("足疗", "理疗", 198, (57, 66), 3, (18, 26), (22, 30)),
    Service("游泳票", "运动", 88, (70, 84), 1, (6, 26), (18, 36), each=True),
    Service("烧烤自助", "餐饮", 138, (72, 86), 1, (6, 16), (8, 20), each=True),
    Service("儿童乐园", "亲子", 98, (76, 90), 0, (6, 18), (8, 22), each=True),
    Service("欢唱包房", "休闲", 388, (64, 78), 1, (6, 14), (8, 16)),
    Service("健身体验课", "运动", 128, (78, 92), 0, (5, 14), (4, 12), each=True),
    Service("美容护理", "理疗", 298, (62, 74), 1, (4, 10), (3, 8)),
)
DEARER = 9  # what the core has so often or more was made dearer for the second year
PRICED = {each.name: each for each in SERVICES}
FIRST_OF_THE_BEST = "商务简餐"  # with which some of the best began
STOCKED = {"陈年黄酒": 9_000, "进口红酒": 46_000, "手工雪茄": 38_000}  # yuan at a month's end, about


class Line(NamedTuple):
    """A line of a bill; money in fen."""

    service: str
    amount: int
    cost: int


@dataclass
class Visit:
    """A bill of the club: a Bill as the other houses have them, and its lines."""

    bill: Bill
    room: str
    channel: str
    payment: str
    lines: list[Line] = field(default_factory=list)


class Club(NamedTuple):
    """The records of the club: members, visits in the order of time, top-ups, payments and stock by product and month's end."""

    members: list[Customer]
    visits: list[Visit]
    top_ups: list[tuple[date, Customer, int]]
    payments: list[tuple[date, Customer, int]]
    stock: list[tuple[str, date, int]]


def make_members(rng: random.Random) -> list[tuple[Customer, int, list[int]]]:
    """Return the members with their kind and the days on which they come: a core, those who come now and then, newcomers."""
    persons = [surname + given for surname in SURNAMES for given in GIVEN_NAMES if surname + given not in MANAGERS]
    rng.shuffle(persons)
    firms = [f"{CITY}{brand}商贸有限公司" for brand in BRANDS]
    rng.shuffle(firms)
    found = []
    for number in range(1, 75 + NEWCOMERS):
        kind, new = (CORE, False) if number <= 28 else (CASUAL, number >= 75)
        firm = kind == CORE and number % 3 == 0
        managed = kind == CORE or (not new and rng.random() < 0.7)
        member = Customer(
            name=(firms if firm else persons).pop(), phone=f"1002{number * 7_368_787 % 10_000_000:07d}", code=f"MT{number:04d}",
            module="私企" if firm or rng.random() < 0.3 else "", manager=rng.choice([*MANAGERS]) if managed else "", region="",
            gap=rng.uniform(11, 26) if kind == CORE else rng.uniform(26, 75), shape=3.0, standard=1.0,
            joined=int(DAYS * rng.random() ** 0.6) if new else -1, passing=new, person=not firm,
        )
        if member.person and rng.random() < 0.4:
            member.birthday = date(rng.randint(1962, 1996), 1, 1) + timedelta(days=rng.randrange(365))
        member.note = rng.choice(NOTES) if kind == CORE and rng.random() < 0.4 else ""
        found.append((member, kind, come(rng, member, kind)))
    return found


def come(rng: random.Random, member: Customer, kind: int) -> list[int]:
    """Return the days on which a member comes; of the casual some stop in the second year, of the core some in August."""
    if member.passing:
        return [member.joined]  # whether he comes again hangs on what he had: see ``again``
    end = DAYS if kind == CORE or rng.random() < 0.5 else rng.randint(YEAR, DAYS)
    end = DAYS - 80 if kind == CORE and int(member.code[2:]) % 9 == 5 else end
    at, days = rng.random() * member.gap, []
    while at < end:
        days.append(int(at))
        at += max(rng.gammavariate(member.shape, member.gap / member.shape) * (1 if at < YEAR else 1.02), 1)
    return days


def again(rng: random.Random, first: Visit, day: int) -> list[int]:
    """Return on which days a newcomer comes again: after tea or cards most do, after what a group deal sells few."""
    good = any(line.service.endswith("茶席") or line.service == "棋牌包厢" for line in first.lines)
    days = []
    while rng.random() < (0.72 if good else 0.16):
        day += rng.randint(9, 60)
        if day >= DAYS:
            break
        days.append(day)
    return days


def serve(rng: random.Random, customer: Customer | None, kind: int, day: int) -> Visit:
    """Return a visit on a day: what its kind of customer has in that year, from which channel, and how it is paid."""
    year = int(day >= YEAR)
    weights = [each.core if kind == CORE else (each.casual if kind == CASUAL else each.stranger)[year] for each in SERVICES]
    chosen = Counter(rng.choices(SERVICES, weights, k=rng.choices((1, 2, 3), ((1, 5, 5), (6, 4, 0), (7, 3, 0))[kind])[0]))
    covers = rng.randint(3, 8) if kind == CORE else rng.randint(1, (3, 6)[year])
    lines = [line_of(rng, each, covers, year) for each in chosen]
    minute = rng.choice((13 * 60, 19 * 60)) + 5 * rng.randint(0, 30)
    when = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day) + timedelta(days=day, minutes=minute)
    firm = customer is not None and not customer.person
    payment = ON_ACCOUNT if firm and rng.random() < 0.6 else rng.choice(("微信", "支付宝", "银行卡"))
    if not firm and kind == CORE and rng.random() < 0.5:
        payment = FROM_CARD
    deal = kind != CORE and rng.random() < (0.25, 0.6)[year]
    amount, cost = sum(line.amount for line in lines), sum(line.cost for line in lines)
    bill = Bill(when, customer, amount, 1, covers, customer.manager if customer else "", cost=cost)
    room = rng.choice(("听雨", "松风", "竹里", "荷塘")) if kind == CORE else rng.choice(("大厅", "大厅", "荷塘"))
    return Visit(bill, room, "团购" if deal else rng.choice(("到店", "电话预订")), payment, lines)


def line_of(rng: random.Random, service: Service, covers: int, year: int) -> Line:
    """Return a line: one for the table or one a head, at its price, with its cost of that year."""
    number = covers if service.each else 1
    price = round(service.price * (1.13 if year and service.core >= DEARER else 1))
    amount = number * price * 100
    return Line(service.name, amount, round(amount * (service.cost[year] + rng.randint(-2, 2)) / 10_000) * 100)


def simulate_club() -> Club:
    """Return the records of the club."""
    rng = random.Random(SEED)
    people, visits = make_members(rng), []
    for member, kind, days in people:
        for place, day in enumerate(days):
            visit = serve(rng, member, kind, day)
            if kind == CORE and place == 0 and int(member.code[2:]) % 3 == 1:
                begin_with(rng, visit)
            visits.append(visit)
            if member.passing:
                visits += [serve(rng, member, CASUAL, later) for later in again(rng, visit, day)]
    for _ in range(WALK_INS):
        visits.append(serve(rng, None, STRANGER, min(int(DAYS * rng.random() ** 0.55), DAYS - 1)))
    visits.sort(key=lambda visit: (visit.bill.when, visit.bill.customer.code if visit.bill.customer else ""))
    for number, visit in enumerate(visits, start=1):
        visit.bill.number = f"{number:05d}"
    members = [member for member, _kind, _days in people]
    return Club(members, visits, top_up(visits), pay_back(rng, visits), count_stock(rng))


def begin_with(rng: random.Random, visit: Visit) -> None:
    """Let a first bill hold the service with which some of the best began."""
    if all(line.service != FIRST_OF_THE_BEST for line in visit.lines):
        added = line_of(rng, PRICED[FIRST_OF_THE_BEST], visit.bill.covers, 0)
        visit.lines.append(added)
        visit.bill.amount += added.amount
        visit.bill.cost += added.cost


def top_up(visits: Iterable[Visit]) -> list[tuple[date, Customer, int]]:
    """Return a top-up of 10 000 yuan on the day of a bill for which a card no longer holds enough."""
    left: Counter[str] = Counter()
    found = []
    for visit in visits:
        customer = visit.bill.customer
        if visit.payment == FROM_CARD and customer is not None:
            if left[customer.key] < visit.bill.amount:
                found.append((visit.bill.when.date(), customer, 1_000_000))
                left[customer.key] += 1_000_000
            left[customer.key] -= visit.bill.amount
    return found


def pay_back(rng: random.Random, visits: Iterable[Visit]) -> list[tuple[date, Customer, int]]:
    """Return payments of what went on account: by most firms what two months brought, by every third one nothing since May."""
    owed: dict[str, list[Bill]] = defaultdict(list)
    for visit in visits:
        if visit.payment == ON_ACCOUNT:
            owed[visit.bill.customer.key].append(visit.bill)
    found = []
    for key, bills in owed.items():
        slow, open_sum = int(key[2:]) % 9 == 0, 0
        month = FIRST_DAY
        while month <= LAST_DAY:
            until = month + timedelta(days=61)
            open_sum += sum(bill.amount for bill in bills if month <= bill.when.date() < until)
            day = until + timedelta(days=rng.randint(3, 25))
            if open_sum and day <= (date(2026, 5, 31) if slow else LAST_DAY):
                found.append((day, bills[0].customer, open_sum))
                open_sum = 0
            month = until
    return sorted(found, key=lambda each: (each[0], each[1].code))


def count_stock(rng: random.Random) -> list[tuple[str, date, int]]:
    """Return what lay in stock at the end of each month of the second year, at cost."""
    months = [date(2025 + (10 + number) // 12, (10 + number) % 12 + 1, 1) for number in range(12)]
    return [(name, month, round(value * rng.uniform(0.85, 1.15)) * 100) for month in months for name, value in STOCKED.items()]


# -- files ----------------------------------------------------------------------------------------------------------


def write_book(path: Path, club: Club) -> None:
    """Write the workbook of the club: a row a line of a bill, top-ups, members, payments, stock."""
    rows: dict[str, list[list[Any]]] = {name: [header.split()] for name, header in HEADERS.items()}
    for visit in club.visits:
        bill, who = visit.bill, visit.bill.customer
        of_whom = [who.code, who.name] if who else [None, None]
        for line in visit.lines:
            rows[BILLS].append([
                bill.number, f"{bill.when:%Y-%m-%d %H:%M}", *of_whom, bill.covers, visit.room, line.service,
                PRICED[line.service].category, line.amount // 100, line.cost // 100, bill.manager or None,
                visit.channel, visit.payment,
            ])
    for number, (day, who, amount) in enumerate(club.top_ups, start=1):
        rows[CARDS].append([f"CZ{number:04d}", str(day), who.code, who.name, "充值", amount / 100])
    for who in club.members:
        rows[MEMBERS].append([
            who.code, who.name, who.phone, who.module or None, who.manager or None, str(who.birthday) if who.birthday else None,
            who.note or None,
        ])
    rows[PAID_BACK] += [[str(day), who.code, who.name, amount / 100, "转账"] for day, who, amount in club.payments]
    rows[IN_STOCK] += [[name, f"{month:%Y-%m}", value / 100] for name, month, value in club.stock]
    save_rows(rows, path)


# -- facts ----------------------------------------------------------------------------------------------------------


def club_facts(club: Club) -> dict[str, Any]:
    """Return what data/README.md and the tests say of the club, counted on its records."""
    bills = [visit.bill for visit in club.visits]
    grades = grade(bills, LAST_DAY)
    start = LAST_DAY - timedelta(days=YEAR)
    years = []
    for first, last in ((FIRST_DAY, start), (start + timedelta(days=1), LAST_DAY)):
        own = [bill for bill in bills if first <= bill.when.date() <= last]
        years.append({
            "start": str(first), "end": str(last), "bills": len(own), "sales": yuan(sum(bill.amount for bill in own)),
            "profit": yuan(sum(bill.amount - bill.cost for bill in own)),
        })
    used = [visit.bill for visit in club.visits if visit.payment == FROM_CARD]
    return {
        "key": KEY, "name": NAME, "rows": sum(len(visit.lines) for visit in club.visits), "bills": len(bills),
        "walk_ins": sum(bill.customer is None for bill in bills), "customers": len(grades), "members": len(club.members),
        "amount": yuan(sum(bill.amount for bill in bills)), "cost": yuan(sum(bill.cost for bill in bills)),
        "grades": {letter: sum(each == letter for each in grades.values()) for letter in "ABCD"},
        "active_by_year": [
            sum((day - seen).days <= 60 for seen in last_visits(bills, day).values()) for day in (start, LAST_DAY)
        ],
        "years": years, "services": service_facts(club, grades), "returned": return_facts(club),
        "on_account": account_facts(club),
        "stored": {
            "topped_up": yuan(sum(amount for _day, _who, amount in club.top_ups)),
            "used": yuan(sum(bill.amount for bill in used)),
            "customers": len({bill.customer.key for bill in used}),
        },
        "stock": {
            name: yuan(sum(value for each, _month, value in club.stock if each == name)) for name in STOCKED
        },
    }


def service_facts(club: Club, grades: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return of each service of the last year: sales, margin, share of C, D and walk-ins, customers, and its verdict."""
    lines = [
        (visit.bill.customer.key if visit.bill.customer else None, line) for visit in club.visits for line in visit.lines
        if visit.bill.when.date() > LAST_DAY - timedelta(days=YEAR)
    ]
    house = rate_of([line for _key, line in lines])
    best = [key for key, letter in grades.items() if letter in "AB"]
    begun = {key: {line.service for line in visit.lines} for key, visit in first_visits(club).items()}
    facts: dict[str, dict[str, Any]] = {}
    for service in SERVICES:
        own = [(key, line) for key, line in lines if line.service == service.name]
        sales = sum(line.amount for _key, line in own)
        low = sum(line.amount for key, line in own if key is None or grades[key] in "CD")
        margin = rate_of([line for _key, line in own])
        facts[service.name] = {
            "sales": yuan(sales), "margin_rate": round(margin, 4), "low_share": round(low / sales, 4),
            "customers": len({key for key, _line in own if key}),
            "candidate": low * 100 >= 60 * sales and margin < house,
            "best_began": sum(service.name in begun[key] for key in best), "verdict": None,
        }
    candidates = [name for name, each in facts.items() if each["candidate"]]
    for name in candidates:
        facts[name]["verdict"] = "first_dish" if facts[name]["best_began"] * 100 >= 10 * len(best) else "cut"
    rest = sorted((name for name in candidates if facts[name]["verdict"] == "cut"), key=lambda name: -facts[name]["customers"])
    for name in rest[:2]:
        facts[name]["verdict"] = "footfall"
    return facts


def rate_of(lines: list[Line]) -> float:
    """Return the margin of lines as a share of their sales."""
    sales = sum(line.amount for line in lines)
    return (sales - sum(line.cost for line in lines)) / sales


def first_visits(club: Club) -> dict[str, Visit]:
    """Return the first visit of each customer."""
    found: dict[str, Visit] = {}
    for visit in club.visits:
        if visit.bill.customer:
            found.setdefault(visit.bill.customer.key, visit)
    return found


def return_facts(club: Club) -> dict[str, list[int]]:
    """Return how many new customers were followed for 90 days and how many came again, of all ("") and by first service."""
    days: dict[str, list[date]] = defaultdict(list)
    for visit in club.visits:
        if visit.bill.customer:
            days[visit.bill.customer.key].append(visit.bill.when.date())
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for key, visit in first_visits(club).items():
        first = visit.bill.when.date()
        if first <= date(2024, 11, 30) or (LAST_DAY - first).days < 90:
            continue
        back = any(0 < (day - first).days <= 90 for day in days[key])
        for name in {"", *(line.service for line in visit.lines)}:
            found[name][0] += 1
            found[name][1] += back
    return {name: found[name] for name in sorted(found) if found[name][0] >= 20}


def account_facts(club: Club) -> dict[str, Any]:
    """Return what went on account, what was paid, what is open and for how long overdue, the oldest bills paid first."""
    facts: Counter[str] = Counter()
    over = 0
    for who in club.members:
        bills = [v.bill for v in club.visits if v.payment == ON_ACCOUNT and v.bill.customer is who]
        paid = sum(amount for _day, payer, amount in club.payments if payer is who)
        facts["on_account"] += sum(bill.amount for bill in bills)
        facts["received"] += paid
        over += sum(bill.amount for bill in bills) - paid > int(LIMIT) * 100
        for bill in bills:
            taken = min(paid, bill.amount)
            paid -= taken
            late = (LAST_DAY - bill.when.date()).days - TERM_DAYS
            facts["not_due" if late <= 0 else "late_90" if late <= 90 else "late_more"] += bill.amount - taken
    return {name: yuan(facts[name]) for name in ("on_account", "received", "not_due", "late_90", "late_more")} | {"over": over}


def club_table(facts: dict[str, Any]) -> str:
    """Return the counts of the club as the Markdown tables of data/README.md."""
    before, after = facts["years"]
    lines = [
        ("bills · 账单", f"{facts['bills']:,}"), ("lines · 明细行", f"{facts['rows']:,}"), ("walk-ins · 散客", facts["walk_ins"]),
        ("customers seen · 到店客户", facts["customers"]),
        *((f"grade {letter} · {letter} 级", count) for letter, count in facts["grades"].items()),
        ("sales, year before → last year · 营收", f"{before['sales']} → {after['sales']}"),
        ("gross profit · 毛利", f"{before['profit']} → {after['profit']}"),
        ("active customers · 有效客户", " → ".join(map(str, facts["active_by_year"]))),
        ("on account, still open and due · 挂账已到期未回", yuan(sum(
            int(facts["on_account"][name].replace(".", "")) for name in ("late_90", "late_more")
        ))),
    ]
    head = ["| service · 项目 | sales · 销售额 | margin · 毛利率 | C, D, walk-ins · 占比 | verdict |"]
    head.append("| --- | ---: | ---: | ---: | --- |")
    return "\n".join([
        "|  | 茗堂会所 Mingtang Club |", "| --- | ---: |", *(f"| {label} | {value} |" for label, value in lines), "", *head,
        *(f"| {name} | {each['sales']} | {each['margin_rate']:.1%} | {each['low_share']:.1%} | {each['verdict'] or '–'} |"
          for name, each in facts["services"].items()),
    ])


def write_club(out: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the workbook into ``out``; return the facts, and what houses.json says of the club."""
    folder = out / KEY
    folder.mkdir(parents=True, exist_ok=True)
    club = simulate_club()
    write_book(folder / BOOK, club)
    kinds = ((BILLS, "bills"), (CARDS, "bills"), (MEMBERS, "customers"), (PAID_BACK, "payments"), (IN_STOCK, "stock"))
    listing = {
        "key": KEY, "name": NAME, "files": [{"file": f"{KEY}/{BOOK}", "kind": kind, "sheet": sheet} for sheet, kind in kinds],
        "managers": [{"name": name, "rank": rank, "capacity": room} for name, (rank, room) in MANAGERS.items()],
        "targets": {"2026-10": "150000"}, "growth": {},
        "rooms": {"tables": 12, "periods": 2, "days": 30, "occupancy": "80", "share": "45"},
        "credit": {"term_days": TERM_DAYS, "limit": LIMIT},
    }
    return club_facts(club), listing
