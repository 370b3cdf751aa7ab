"""Make the sample houses: 14 months of bills of a well managed and of a poorly managed house; a club (generate_club.py); and a
restaurant that leaves some customers alone by lot (generate_calls.py).

``python data/generate_samples.py`` rewrites data/samples and the table of counts in data/README.md;
``--out DIR`` writes the samples elsewhere. The same seed gives the same bytes on every run. Nobody and
nothing in the files exists: the cities are invented, every organisation carries one of them in its name,
persons are put together from two lists, and no phone network hands out numbers that begin with 100.

How a house comes about: every customer has a rhythm of his own (gamma gaps on a clock that runs faster
on the days on which his kind dines out), joins, may fade, leave and be won back. Walk-ins then fill each
month up to the share of revenue that the house does not control. Last, a little of the dirt of real exports
is sprinkled over it. What managers say of their customers (contacts a month, ratings) and the log of their
contacts are drawn last, by generators of their own, and move no bill. The facts are counted on the clean
records, not on the files and not by the product.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import re
import zipfile
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import canonicalize

from openpyxl import Workbook

FIRST_DAY, LAST_DAY = date(2025, 9, 1), date(2026, 10, 31)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
ACTIVE_DAYS, WINDOW_DAYS = 60, 365
PAID, VOID, ON_CREDIT = "已结账", "作废", "挂账"
XML_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FILE_TIME = (2026, 11, 1, 8, 0, 0)  # the night audit after the last day

GOVERNMENT, INSTITUTION, STATE, PRIVATE, GUEST, UNCLASSIFIED = "政府", "事业单位", "国企", "私企", "外阜", ""
MODULES = (GOVERNMENT, INSTITUTION, STATE, PRIVATE, GUEST, UNCLASSIFIED)
OFFICE, FIRM, TRAVEL, FAMILY = range(4)
HABIT = {GOVERNMENT: OFFICE, INSTITUTION: OFFICE, STATE: FIRM, PRIVATE: FIRM, GUEST: TRAVEL, UNCLASSIFIED: FAMILY}

# How much livelier than usual a period is for offices, firms, travellers and families; a later row wins.
SEASONS = (
    (date(2025, 9, 15), date(2025, 9, 30), (1.20, 1.20, 1.10, 1.00)),  # before mid-autumn and the national holiday
    (date(2025, 10, 1), date(2025, 10, 8), (0.15, 0.30, 1.50, 1.70)),
    (date(2025, 12, 8), date(2026, 1, 31), (1.35, 1.50, 0.90, 1.10)),  # year-end banquets
    (date(2026, 2, 1), date(2026, 2, 14), (1.10, 1.30, 0.60, 1.40)),
    (date(2026, 2, 15), date(2026, 2, 23), (0.05, 0.20, 0.90, 2.20)),  # Spring Festival, 17 February 2026
    (date(2026, 2, 24), date(2026, 3, 20), (0.55, 0.55, 0.60, 0.60)),  # and the lull after it
    (date(2026, 5, 1), date(2026, 5, 5), (0.15, 0.40, 1.60, 1.60)),
    (date(2026, 7, 10), date(2026, 8, 25), (0.80, 0.85, 1.20, 1.10)),
    (date(2026, 9, 10), date(2026, 9, 27), (1.25, 1.25, 1.10, 1.30)),  # mid-autumn, 25 September 2026
    (date(2026, 10, 1), date(2026, 10, 7), (0.15, 0.30, 1.50, 1.70)),
)
WEEKDAYS = (  # Monday to Sunday
    (1.10, 1.20, 1.20, 1.25, 1.35, 0.50, 0.40),
    (1.00, 1.10, 1.10, 1.20, 1.40, 0.80, 0.50),
    (0.80, 0.80, 0.90, 0.90, 1.20, 1.50, 1.20),
    (0.60, 0.60, 0.70, 0.80, 1.30, 1.80, 1.60),
)

# Per module: yuan a table, weights of 1, 2 and 3 tables, chance of a banquet in season and out of it.
TABLES = {
    GOVERNMENT: (1700, (80, 17, 3), 0.02, 0.005),
    INSTITUTION: (1350, (70, 24, 6), 0.05, 0.010),
    STATE: (1800, (68, 26, 6), 0.06, 0.010),
    PRIVATE: (1450, (82, 15, 3), 0.05, 0.008),
    GUEST: (1250, (85, 13, 2), 0.01, 0.010),
    UNCLASSIFIED: (950, (92, 7, 1), 0.01, 0.012),
}

# -- names that belong to nobody ------------------------------------------------------------------------------------

def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = "左易舒柏苗褚喻祝解詹柯冼牧俞屈阮蓝闵席娄管卓晏尹骆路齐康伍施"
GIVEN_NAMES = _words(
    "清和 望舒 知远 听澜 怀瑾 予安 景行 若谷 思齐 云起 静姝 嘉树 明远 书白 南乔 北辰 星野 沐阳 一诺 子衿 "
    "维桢 采薇 允文 雨棠 柏舟 行之 砚秋 晚晴 青禾 竹君 立夏 长风 小满 映雪 秉文 鹤鸣 微澜 之恒 亦凡 慕青"
)
BRANDS = _words(
    "拾穗 归帆 听松 半山 木犀 青梧 远汀 栖白 知味 禾田 云杉 石渠 朝露 星槎 鹿鸣 蓼花 南屏 雁回 桐荫 澄怀 漱石 "
    "枕流 晴岚 万里舟 九畹 疏桐 麦垄 白鹭洲 BK HT YL QX"
)
TRADES = _words("建材 商贸 科技 物流 装饰工程 医药 服饰 电子 农业 传媒 咨询 机电 纺织 印务 园林 家居")
SMALL_FIRMS = {"建材": "商行", "服饰": "商行", "家居": "商行", "农业": "合作社", "传媒": "工作室", "咨询": "工作室"}
OTHER_CITIES = ("砚州", "鹭川", "昙州", "霁城", "汐州", "岚浦")
BUREAUS = _words(
    "财政局 发展和改革局 住房和建设局 教育局 卫生健康局 交通运输局 文化旅游局 税务局 商务局 民政局 水利局 农业农村局 "
    "自然资源局 人民法院 城市管理局 应急管理局 统计局 市场监督管理局 机关事务局 总工会 招商局 体育局 人民政府办公室"
)
CITY_INSTITUTIONS = _words(
    "大学 师范学院 职业技术学院 第一人民医院 第二人民医院 肿瘤医院 外国语学校 建筑设计研究院 农业科学院 环境监测站 "
    "博物馆 广播电视台 公积金中心 地质勘查院 气象台 体育中心"
)
DISTRICT_INSTITUTIONS = _words(
    "人民医院 中医医院 妇幼保健院 第一中学 实验中学 实验小学 职业中学 机关幼儿园 图书馆 文化馆 疾病预防中心 档案馆 "
    "融媒体中心"
)
STATE_FIRMS = _words(
    "银行 农商银行 电网公司 石油公司 烟草公司 水务集团 城建集团 交通投资集团 燃气集团 公交集团 港务集团 粮油集团 盐业公司 "
    "文旅集团 通信公司 广电网络公司 高速公路公司 热力公司 机场公司 国有资本公司"
)
NOTES = (
    "喜靠窗包厢", "不吃香菜", "需停车位三个", "常带外地客人", "对账每月五号", "开增值税专用发票", "爱喝黄酒", "少油少盐",
    "提前一天订位", "喜安静", "年会意向", "生日送长寿面", "需接送", "海鲜过敏", "常用桂花厅",
)


@dataclass(frozen=True)
class House:
    """One house: its names, people, and the numbers that make it well or poorly managed.

    ``mix``: customers per module; ``managed``: the share of them with an account manager; ``joining``: the share of
    customers who first come after the first day, later ones the rarer the higher ``thinning``; ``gap``: the middle
    customer's days between visits; ``passing``: the share of one-off customers; ``leaving``: yearly hazard of leaving
    before and from ``turn`` on; ``won_back``: the chance that one who left returns; ``control``: managed share of revenue
    in the first and the last month; ``lost_whales``: best customers who fall silent in the last months.
    """

    key: str
    name: dict[str, str]
    seed: int
    city: str
    districts: tuple[str, ...]
    regions: tuple[str, ...]
    managers: tuple[str, ...]
    manager_weights: tuple[int, ...]
    mix: tuple[int, ...]
    managed: tuple[float, ...]
    gap: tuple[int, ...]
    passing: tuple[float, ...]
    joining: float
    thinning: float
    leaving: tuple[float, float]
    turn: date
    won_back: float
    fading: float
    growing: float
    control: tuple[float, float]
    price: float
    nameless_codes: float
    blank_modules: int
    rated: float
    lost_whales: int
    ranks: tuple[int, ...]  # of the managers, 1 the owner; and how many customers each has room for
    capacities: tuple[int, ...]
    targets: dict[str, str]  # revenue of the house by month, in yuan
    growth: dict[str, dict[str, str]]  # of a grade's customers, frequency or standard, in the plans of these months
    rooms: dict[str, object]  # tables in the house, meal periods a day, open days a month, and wanted percent of both
    left_manager: tuple[str, date] | None = None


YUNQI = House(
    key="yunqi", name={"zh": "云栖湖宾馆", "en": "Yunqi Lake Hotel"}, seed=20260932,
    city="澜州", districts=("湖东区", "湖西区", "塔山县"), regions=("湖东区", "湖西区", "塔山县", "老城", "开发区"),
    managers=("詹晚晴", "柯明远", "路静姝", "尹秉文", "苗若谷"), manager_weights=(26, 24, 20, 18, 12),
    mix=(64, 54, 58, 118, 46, 62), managed=(0.95, 0.86, 0.93, 0.76, 0.64, 0.34),
    gap=(28, 40, 36, 40, 52, 56), passing=(0.03, 0.04, 0.03, 0.10, 0.22, 0.28), joining=0.29, thinning=1.0,
    leaving=(0.14, 0.10), turn=date(2026, 7, 1), won_back=0.40, fading=0.03, growing=0.08,
    control=(0.603, 0.610), price=1.0, nameless_codes=0.05, blank_modules=5, rated=0.75, lost_whales=1,
    ranks=(2, 3, 3, 4, 4), capacities=(100, 90, 80, 70, 60),
    targets={"2026-10": "1100000", "2026-11": "1150000"}, growth={"C": {"frequency": "5"}},
    rooms={"tables": 24, "periods": 2, "days": 30, "occupancy": "80", "share": "45"},
)
RIVERSIDE = House(
    key="riverside", name={"zh": "望江楼大酒店", "en": "Riverside Restaurant"}, seed=20260933,
    city="泊江", districts=("江南区", "江东区", "渡口县"), regions=("江南区", "江东区", "渡口县", "老城", "开发区"),
    managers=("施长风", "齐采薇", "康允文", "伍映雪"), manager_weights=(34, 28, 22, 16),
    mix=(30, 42, 28, 148, 58, 124), managed=(0.60, 0.58, 0.56, 0.66, 0.46, 0.34),
    gap=(38, 44, 42, 38, 64, 64), passing=(0.10, 0.10, 0.10, 0.18, 0.38, 0.40), joining=0.42, thinning=1.8,
    leaving=(0.20, 0.58), turn=date(2026, 7, 1), won_back=0.14, fading=0.18, growing=0.03,
    control=(0.358, 0.372), price=0.82, nameless_codes=0.22, blank_modules=34, rated=0.22, lost_whales=6,
    ranks=(3, 3, 4, 4), capacities=(100, 80, 80, 60),
    targets={"2026-10": "600000"}, growth={},
    rooms={"tables": 28, "periods": 2, "days": 30, "occupancy": "80", "share": "45"},
    left_manager=("伍映雪", date(2026, 6, 30)),
)
HOUSES = (YUNQI, RIVERSIDE)


@dataclass
class Customer:
    """One customer as the simulation knows him; ``key`` is what DOMAIN calls the customer key of his rows."""

    name: str
    phone: str
    code: str
    module: str
    manager: str
    region: str
    gap: float
    shape: float
    standard: float
    joined: int  # day number, below 0 for those who came before the first bill
    passing: bool
    person: bool
    profile: bool = True
    birthday: date | None = None
    potential: str = ""
    before: str = ""  # the manager who left and had him
    contacts: int | None = None  # a month, by the account manager
    note: str = ""
    ratings: dict[date, tuple[int | None, ...]] = field(default_factory=dict)  # per round, in the order of CRITERIA

    @property
    def key(self) -> str:
        return self.code or self.phone or fold_name(self.name)


@dataclass
class Bill:
    """One bill; money in fen. ``flaw`` says in which way its row is dirty, ``unreadable`` that it must be rejected."""

    when: datetime
    customer: Customer | None
    amount: int
    tables: int
    covers: int
    manager: str = ""
    status: str = PAID
    number: str = ""
    walk_in_name: str = ""
    flaw: str = ""
    list_price: int = 0
    cost: int = 0

    @property
    def unreadable(self) -> bool:
        return self.flaw in UNREADABLE

    @property
    def counts(self) -> bool:
        """Whether the bill is revenue: readable, and settled or signed for."""
        return not self.unreadable and self.status != VOID


@dataclass(frozen=True)
class Contact:
    """One line of the log that managers keep of whom they spoke to, in their own words."""

    day: date
    customer: Customer
    manager: str
    channel: str
    outcome: str
    note: str = ""
    next_day: date | None = None


@dataclass
class Sheet:
    """One file (or sheet) with what an import of it must say: ``bills`` are its rows in order, readable or not."""

    file: str
    kind: str
    sheet: str | None = None
    bills: list[Bill] = field(default_factory=list)
    profiles: int = 0
    rated: list[Customer] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


UNREADABLE = ("date_29_february", "date_missing", "amount_pending")
FLAWS = {  # how many rows of a house carry which flaw; a row carries one at most
    "date_29_february": 1, "date_missing": 3, "amount_pending": 4,
    "amount_full_width": 5, "amount_sign_and_commas": 10, "amount_with_unit": 7,
    "phone_blanks": 6, "phone_86": 6, "phone_masked": 2, "name_blanks": 6, "name_only_blanks": 2, "name_full_width": 4,
}
WORKBOOK_FLAWS = {"phone_as_number": 12}  # Excel takes a typed phone for a number now and then
SHARED_PHONES = 3
NEVER_VISITED = 8
REFUNDS, VOIDS = 34, 52

RATED_HOUSES = ("yunqi",)  # whose managers note contacts, and rate their customers
CRITERIA = _words("消费潜力 忠诚度 结算信用 带客影响力 配合度")  # of the general customer scorecard, 1 to 5
ROUNDS = (date(2026, 3, 31), date(2026, 9, 30))
CHANNELS = (("电话", "微信", "拜访"), (11, 6, 3))
COMING, REACHED, NOT_REACHED, NOT_NOW, NO_MORE = "要来", "打通了", "没打通", "改天再打", "不再联系"
OUTCOMES = (COMING, REACHED, NOT_REACHED, NOT_NOW)
CHANCES = {True: (45, 32, 18, 5), False: (4, 62, 26, 8)}  # of who visits in the next days, and of who does not
SAID = {
    COMING: ("订包厢", "带外地客人来", "家里有寿宴"), REACHED: ("近期出差", "问了新菜", "在忙，简短聊了"),
    NOT_NOW: ("下月再说", "年底再约"),
}
FIRST_CONTACT = date(2025, 11, 1)  # a year of them
NO_MORE_CALLS = 3  # customers who ask not to be called again
CONTACTS = {"A": (3, 4, 4, 5, 6), "B": (1, 2, 3, 3, 4), "C": (0, 1, 1, 2, 3), "": (0, 0, 1, 2, 3)}

# -- customers ------------------------------------------------------------------------------------------------------


def fold_name(name: str) -> str:
    """Return a name as customer keys compare it: trimmed, full-width letters and digits as half-width.

    >>> fold_name(" 澜州ＨＴ商行　")
    '澜州HT商行'
    """
    wide = {ord("　"): " "} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return name.translate(wide).strip()


def widen(text: str) -> str:
    """Return ``text`` with its letters, digits and points full-width, as some input methods type them.

    >>> widen("1280.00")
    '１２８０．００'
    """
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def name_organisations(house: House, rng: random.Random) -> dict[str, list[str]]:
    """Return shuffled, unique names of organisations per module; each contains an invented city."""
    city, districts = f"{house.city}市", [f"{house.city}市{district}" for district in house.districts]
    firms = [(brand, trade, SMALL_FIRMS.get(trade, "有限公司") if rng.random() < 0.5 else "有限公司")
             for brand in BRANDS for trade in TRADES]
    names = {
        GOVERNMENT: [place + bureau for bureau in BUREAUS for place in (city, *districts)],
        INSTITUTION: [house.city + each for each in CITY_INSTITUTIONS]
        + [place + each for each in DISTRICT_INSTITUTIONS for place in districts],
        STATE: [house.city + firm for firm in STATE_FIRMS]
        + [f"{house.city}{bank}{place}支行" for bank in STATE_FIRMS[:2] for place in (*house.districts, "新港", "塔前", "文昌")]
        + [f"{house.city}{firm}{district}分公司" for firm in STATE_FIRMS[2:12] for district in house.districts],
        PRIVATE: [f"{house.city}{''.join(firm)}" for firm in firms],
        GUEST: [f"{other}{''.join(firm)}" for other in OTHER_CITIES for firm in firms[::7]]
        + [f"{other}市{bureau}" for other in OTHER_CITIES for bureau in BUREAUS[:4]],
    }
    for each in names.values():
        rng.shuffle(each)
    return names


def make_customers(house: House, rng: random.Random) -> list[Customer]:
    """Return the customers of a house, coded in the order in which they joined."""
    organisations = name_organisations(house, rng)
    persons = [surname + given for surname in SURNAMES for given in GIVEN_NAMES]
    persons = [name for name in persons if name not in house.managers]
    rng.shuffle(persons)
    customers = []
    for place, module in enumerate(MODULES):
        for _ in range(house.mix[place]):
            person = module == UNCLASSIFIED or (module in (PRIVATE, GUEST) and rng.random() < 0.3)
            managed = rng.random() < house.managed[place]
            passing = rng.random() < house.passing[place] * (0.4 if managed else 2.0)
            joined = -1 if rng.random() > house.joining else int(DAYS * rng.random() ** house.thinning)
            name = (persons if person else organisations[module]).pop()
            customers.append(Customer(
                name=name, phone="", code="", module=module,
                manager=rng.choices(house.managers, house.manager_weights)[0] if managed else "",
                region=locate(rng, name, OTHER_CITIES if module == GUEST else house.regions),
                gap=min(max(rng.lognormvariate(0, 0.75) * house.gap[place] * (0.85 if managed else 1.25), 4.5), 110),
                shape=rng.uniform(1.6, 5.0), standard=rng.lognormvariate(0, 0.28), joined=joined, passing=passing, person=person,
            ))
    file_customers(house, rng, customers)
    return customers


def locate(rng: random.Random, name: str, places: tuple[str, ...]) -> str:
    """Return the place that a name tells, else one of ``places``."""
    return next((place for place in places if place in name), rng.choice(places))


def file_customers(house: House, rng: random.Random, customers: list[Customer]) -> None:
    """Give customers their code, phone and profile; those whom nobody manages may have neither code nor profile."""
    rng.shuffle(customers)
    customers.sort(key=lambda customer: customer.joined)
    unfiled = 0
    for number, customer in enumerate(customers, start=1):
        customer.phone = f"100{HOUSES.index(house)}{number * 7_368_787 % 10_000_000:07d}"
        if not customer.manager and rng.random() < house.nameless_codes * 2:
            customer.profile = False
            unfiled += 1
            if unfiled % 5 == 0:
                customer.phone = ""  # known by name only
            continue
        customer.code = f"K{number:04d}" if house is YUNQI else f"00{81000 + number * 3}"
        if rng.random() < (0.85 if customer.person else 0.4):
            year = rng.randint(1962, 1996)
            customer.birthday = date(year, 1, 1) + timedelta(days=rng.randrange(365))
        customer.potential = rng.choices("ABC", (25, 40, 35))[0] if rng.random() < house.rated else ""
        customer.note = rng.choice(NOTES) if rng.random() < house.rated * 0.5 else ""
    filed = [customer for customer in customers if customer.profile]
    organisations = [customer for customer in filed if not customer.person]
    for customer in rng.sample(organisations, house.blank_modules):
        customer.module = UNCLASSIFIED  # the name says what he is, the file does not
    for one, other in zip(rng.sample(filed[::2], SHARED_PHONES), rng.sample(filed[1::2], SHARED_PHONES), strict=True):
        other.phone = one.phone


# -- visits ---------------------------------------------------------------------------------------------------------


def liveliness(habit: int) -> list[float]:
    """Return the weight of each day for a habit, 1 on average."""
    weights = []
    for number in range(DAYS):
        day = FIRST_DAY + timedelta(days=number)
        season = 1.0
        for start, end, factors in SEASONS:
            if start <= day <= end:
                season = factors[habit]
        weights.append(season * WEEKDAYS[habit][day.weekday()])
    mean = sum(weights) / DAYS
    return [weight / mean for weight in weights]


def day_of_leaving(house: House, rng: random.Random, start: int) -> int:
    """Return the day number on which a customer who comes from ``start`` on stops coming; ``DAYS`` if he stays."""
    turn = (house.turn - FIRST_DAY).days
    for day in range(max(start, 0), DAYS):
        if rng.random() < house.leaving[day >= turn] / 365:
            return day
    return DAYS


def make_visits(house: House, rng: random.Random, customer: Customer, clock: list[float]) -> list[int]:
    """Return the day numbers of one customer's visits, ascending; ``clock`` is the cumulated liveliness of his habit.

    A passing customer comes once or twice. The others renew with gamma gaps until they leave; one who is won back
    starts again after a silence of 75 to 170 days.
    """
    if customer.passing:
        first = customer.joined if customer.joined >= 0 else rng.randrange(DAYS)
        first = min(bisect_left(clock, clock[first] + rng.random() * 3), DAYS - 1)
        again = first + rng.randint(3, 120)
        return [first, again] if rng.random() < 0.3 and again < DAYS else [first]
    pace_changes, pace = DAYS, 1.0
    if rng.random() < house.fading:
        pace_changes, pace = rng.randint(DAYS - 150, DAYS - 70), 2.6
    elif rng.random() < house.growing:
        pace_changes, pace = rng.randint(DAYS - 240, DAYS - 90), 0.6
    days: list[int] = []
    start = max(customer.joined, 0)
    at = clock[start] + (rng.random() * customer.gap if customer.joined < 0 else 0)
    while start < DAYS:
        end = day_of_leaving(house, rng, start)
        while at <= clock[-1] and (day := bisect_left(clock, at)) < end:
            days.append(day)
            at += rng.gammavariate(customer.shape, customer.gap / customer.shape) * (pace if day >= pace_changes else 1)
        if end == DAYS or rng.random() > house.won_back:
            break
        start = end + rng.randint(75, 170)
        at = clock[start] if start < DAYS else 0
    return days


def silence_the_best(house: House, rng: random.Random, visits: list[tuple[Customer, list[int]]]) -> None:
    """Let ``house.lost_whales`` of the best managed customers of June 2026 fall silent 70 to 115 days before the last day."""
    june = (date(2026, 6, 30) - FIRST_DAY).days

    def worth(each: tuple[Customer, list[int]]) -> float:
        customer, days = each
        recent = [day for day in days if day <= june]
        loyal = customer.manager and len(recent) >= 12 and days[-1] > june + 30
        return len(recent) * TABLES[customer.module][0] * customer.standard if loyal else 0

    best = sorted(visits, key=worth, reverse=True)[1 : 2 * house.lost_whales + 1 : 2]
    for _, days in best:
        last = DAYS - 1 - rng.randint(70, 115)
        days[:] = [day for day in days if day <= last]


# -- bills ----------------------------------------------------------------------------------------------------------


def round_amount(rng: random.Random, yuan: float) -> int:
    """Return an amount in fen as bills end: whole yuan mostly, sometimes .50 or .80."""
    return int(yuan) * 100 + rng.choices((0, 50, 80), (78, 11, 11))[0]


def meal_time(rng: random.Random, day: int, lunch: float) -> datetime:
    """Return when the bill of a lunch (with chance ``lunch``) or dinner on a day was settled."""
    opening, minutes = (11 * 60 + 40, 145) if rng.random() < lunch else (18 * 60 + 10, 215)
    minute = opening + int(minutes * (rng.random() + rng.random()) / 2)
    return datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day) + timedelta(days=day, minutes=minute)


def bill_customer(house: House, rng: random.Random, customer: Customer, day: int) -> Bill:
    """Return the bill of one visit: tables and standard by module, banquets mostly before the Spring Festival."""
    standard, weights, in_season, out_of_season = TABLES[customer.module]
    when = meal_time(rng, day, 0.25 if HABIT[customer.module] == FAMILY else 0.38)
    season = date(2025, 12, 8) <= when.date() <= date(2026, 2, 12)
    tables = rng.choices((1, 2, 3), weights)[0]
    if rng.random() < (in_season if season else out_of_season):
        tables = rng.randint(5, 12)
    covers = sum(rng.randint(6, 11) for _ in range(tables))
    yuan = tables * standard * customer.standard * rng.lognormvariate(0, 0.2) * house.price
    signed = {GOVERNMENT: 0.22, INSTITUTION: 0.18, STATE: 0.22, PRIVATE: 0.05}.get(customer.module, 0)
    manager = customer.manager
    if house.left_manager and manager == house.left_manager[0] and when.date() > house.left_manager[1]:
        manager = heir(house, customer)
    return Bill(
        when, customer, round_amount(rng, yuan), tables, covers, manager,
        status=ON_CREDIT if customer.manager and not customer.person and rng.random() < signed else PAID,
    )


def heir(house: House, customer: Customer) -> str:
    """Return who looks after a customer whose manager has left the house."""
    return house.managers[int(customer.phone[-1]) % 3]


def bill_walk_ins(house: House, rng: random.Random, bills: list[Bill]) -> list[Bill]:
    """Return walk-in bills that bring each month's managed share of revenue to what the house controls."""
    weights = liveliness(FAMILY)
    months: dict[str, list[int]] = defaultdict(list)
    for day in range(DAYS):
        months[f"{FIRST_DAY + timedelta(days=day):%Y-%m}"].append(day)
    usual = sum(bill.amount for bill in bills if bill.manager) / len(months)
    walk_ins = []
    for place, (month, days) in enumerate(months.items()):
        own = [bill for bill in bills if f"{bill.when:%Y-%m}" == month]
        managed = sum(bill.amount for bill in own if bill.manager)
        first, last = house.control
        share = first + (last - first) * place / (len(months) - 1) + rng.uniform(-0.011, 0.011)
        # walk-ins swing less with the season than customers do
        steady = usual ** 0.4 * managed ** 0.6
        missing = managed + steady * (1 / share - 1) - sum(bill.amount for bill in own)
        while missing > 0:
            day = rng.choices(days, [weights[day] for day in days])[0]
            tables = rng.choices((1, 2, 3, 8), (955, 35, 7, 3))[0]
            covers = sum(rng.randint(2, 10) for _ in range(tables))
            amount = round_amount(rng, (90 + covers * rng.lognormvariate(5.0, 0.3)) * (0.45 + 0.55 * house.price))
            name = rng.choices(("", "散客", "现金"), (55, 35, 10))[0]
            walk_ins.append(Bill(meal_time(rng, day, 0.42), None, amount, tables, covers, walk_in_name=name))
            missing -= amount
    return walk_ins


def add_refunds_and_voids(rng: random.Random, bills: list[Bill]) -> None:
    """Add negative bills half an hour after some bills, and void double entries a minute before others."""
    for bill in rng.sample(bills, REFUNDS):
        back = min(max(int(bill.amount * rng.uniform(0.05, 0.3)) // 1000 * 1000 + 800, 1800), bill.amount)
        bills.append(replace(bill, when=bill.when + timedelta(minutes=31), amount=-back, status=PAID))
    doubled = rng.sample([bill for bill in bills if bill.amount > 0], VOIDS)
    bills += [replace(bill, when=bill.when - timedelta(minutes=1), status=VOID) for bill in doubled]


def number_bills(house: House, rng: random.Random, bills: list[Bill]) -> None:
    """Sort bills by time and give them numbers, list prices and costs."""
    bills.sort(key=lambda bill: bill.when)
    of_day: Counter[date] = Counter()
    for running, bill in enumerate(bills, start=1):
        of_day[bill.when.date()] += 1
        bill.number = f"YQ{bill.when:%y%m%d}{of_day[bill.when.date()]:03d}" if house is YUNQI else f"XS{410000 + running}"
        off = rng.choices((1.0, 0.95, 0.9, 0.88), (70, 12, 12, 6))[0]
        bill.list_price = bill.amount if off == 1.0 else round(bill.amount / off / 100) * 100
        bill.cost = round(bill.list_price * rng.uniform(0.36, 0.47))


def sprinkle_flaws(rng: random.Random, bills: list[Bill], flaws: dict[str, int]) -> None:
    """Mark the rows that are exported dirty; unreadable ones belong to walk-ins and to customers with many bills."""
    seen = Counter(bill.customer.key for bill in bills if bill.customer)
    clean = [bill for bill in bills if bill.status != VOID and bill.amount > 0]
    for flaw, wanted in flaws.items():
        for bill in rng.sample([bill for bill in clean if not bill.flaw and may_carry(bill, flaw, seen)], wanted):
            bill.flaw = flaw


def may_carry(bill: Bill, flaw: str, seen: Counter[str]) -> bool:
    """Return whether ``flaw`` fits a bill without changing who its customer is."""
    customer = bill.customer
    if flaw in UNREADABLE:
        february = flaw != "date_29_february" or (bill.when.year, bill.when.month, bill.when.day) == (2026, 2, 28)
        return february and (customer is None or seen[customer.key] >= 8)
    if flaw == "amount_sign_and_commas":
        return bill.amount >= 100_000
    if flaw.startswith("amount"):
        return True
    if customer is None or (flaw.startswith("phone") and not customer.phone):
        return False
    if flaw == "phone_masked":
        return bool(customer.code)
    if flaw == "name_only_blanks":
        return not customer.code and not customer.phone
    return flaw != "name_full_width" or re.search(r"[A-Z]", customer.name) is not None


def simulate(house: House) -> tuple[list[Customer], list[Bill]]:
    """Return a house's customers with a profile or a visit, and all its bills in the order of the till."""
    rng = random.Random(house.seed)
    customers = make_customers(house, rng)
    clocks = [list(accumulate(liveliness(habit))) for habit in range(4)]
    strangers = {id(c) for c in rng.sample([c for c in customers if c.profile and c.joined < 0], NEVER_VISITED)}
    visits = [(c, make_visits(house, rng, c, clocks[HABIT[c.module]])) for c in customers if id(c) not in strangers]
    visits = [(customer, days) for customer, days in visits if days]
    silence_the_best(house, rng, visits)
    bills = [bill_customer(house, rng, customer, day) for customer, days in visits for day in days]
    bills += bill_walk_ins(house, rng, bills)
    add_refunds_and_voids(rng, bills)
    number_bills(house, rng, bills)
    sprinkle_flaws(rng, bills, FLAWS if house is YUNQI else FLAWS | WORKBOOK_FLAWS)
    seen = {id(customer) for customer, _ in visits} | strangers
    kept = [customer for customer in customers if id(customer) in seen]
    for customer in kept:
        if house.left_manager and customer.manager == house.left_manager[0]:
            customer.before, customer.manager = customer.manager, heir(house, customer)
    if house.key in RATED_HOUSES:
        add_judgements(house, kept, bills)
    return kept, bills


def add_judgements(house: House, customers: list[Customer], bills: list[Bill]) -> None:
    """Let the account managers note contacts a month and rate their customers, twice; drawn apart from everything else.

    A rating leans on what the bills show at the time: loyalty on the days visited, payment on bills on credit, influence on
    tables, potential on the potential noted in the profile. Some customers, and now and then a criterion, are left out.
    """
    rng = random.Random(house.seed * 7 + 1)
    own: dict[str, list[Bill]] = defaultdict(list)
    for bill in bills:
        if bill.customer and bill.counts:
            own[bill.customer.key].append(bill)
    for customer in customers:
        if not (customer.profile and customer.manager):
            continue
        customer.contacts = rng.choice(CONTACTS[customer.potential]) if rng.random() < 0.88 else None
        for day in ROUNDS:
            seen = [bill for bill in own[customer.key] if bill.when.date() <= day]
            visits = len({bill.when.date() for bill in seen})
            if visits < 3 or rng.random() > 0.82:
                continue
            on_credit = sum(bill.status == ON_CREDIT for bill in seen) / len(seen)
            tables = sum(bill.tables for bill in seen) / len(seen)
            leaning = (
                {"A": 4.4, "B": 3.2, "C": 2.1, "": 2.9}[customer.potential], 1.6 + min(visits, 30) / 9,
                4.7 - on_credit * 4, 1.6 + tables, 3.1 + rng.gauss(0, 0.7),
            )
            scores = [min(max(round(lean + rng.gauss(0, 0.55)), 1), 5) for lean in leaning]
            customer.ratings[day] = tuple(None if rng.random() < 0.03 else score for score in scores)


def log_contacts(house: House, customers: list[Customer], bills: list[Bill]) -> list[Contact]:
    """Return a year of contacts in the order of their days, drawn apart from everything else.

    A manager contacts a customer about as often as he says that he does, the poorly managed house's every third customer now and
    then; who has joined is contacted from then on, and who asks for no more calls never again. Nobody is contacted twice a day.
    Most who say that they come do so on the day; whoever would have come says so now and then.
    """
    visited: dict[str, set[date]] = defaultdict(set)
    for bill in bills:
        if bill.customer and bill.counts and bill.amount > 0:
            visited[bill.customer.key].add(bill.when.date())
    rng = random.Random(house.seed * 7 + 2)
    filed = [customer for customer in customers if customer.profile and customer.manager]
    called = [customer for customer in filed if customer.contacts]
    no_more = {id(each) for each in rng.sample(called, NO_MORE_CALLS)} if called else set()
    log: list[Contact] = []
    for customer in filed:
        often = customer.contacts if house.key in RATED_HOUSES else int(rng.random() < 0.33)
        begins = max(FIRST_CONTACT, FIRST_DAY + timedelta(days=max(customer.joined, 0)))
        day = begins - timedelta(days=1)
        while often:
            day += timedelta(days=max(1, round(rng.gammavariate(3, 30 / often / 3))))
            if day.weekday() == 6:
                day += timedelta(days=1)
            if day > LAST_DAY:
                break
            left = house.left_manager and customer.before and day <= house.left_manager[1]
            near = (day + timedelta(days=number) for number in range(1, 13))
            visit = next((each for each in near if each in visited[customer.key]), None)
            outcome = rng.choices(OUTCOMES, CHANCES[visit is not None])[0]
            if id(customer) in no_more and day.year == 2026:
                outcome = NO_MORE
            later = {COMING: rng.randint(2, 10), NOT_NOW: rng.randint(14, 40)}.get(outcome)
            next_day = visit if outcome == COMING and visit else day + timedelta(days=later) if later else None
            log.append(Contact(
                day, customer, customer.before if left else customer.manager,
                rng.choices(*CHANNELS)[0] if outcome != NOT_REACHED else "电话", outcome,
                rng.choice(SAID[outcome]) if outcome in SAID and rng.random() < 0.3 else "",
                next_day,
            ))
            if outcome == NO_MORE:
                break
    return sorted(log, key=lambda each: (each.day, each.customer.code))


# -- files ----------------------------------------------------------------------------------------------------------


def yuan(fen: int) -> str:
    """Return fen as a decimal string in yuan.

    >>> yuan(-38000), yuan(5), yuan(128080)
    ('-380.00', '0.05', '1280.80')
    """
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def write_amount(bill: Bill, sign: str) -> str | None:
    """Return the amount as a dirty row or a refund in brackets writes it, None where it is an ordinary amount.

    ``sign`` is the sign for yuan: GBK has the full-width one only.
    """
    text = yuan(bill.amount)
    forms: dict[str, Callable[[], str]] = {
        "amount_pending": lambda: "待核",
        "amount_full_width": lambda: widen(text),
        "amount_sign_and_commas": lambda: f"{sign}{bill.amount // 100:,}{text[-3:]}",
        "amount_with_unit": lambda: f"{text.removesuffix('.00')}元",
    }
    if bill.flaw in forms:
        return forms[bill.flaw]()
    return f"({text[1:]})" if bill.amount < 0 and bill.when.day % 3 == 0 else None


def write_customer(bill: Bill) -> tuple[str, str, str, str]:
    """Return code, name, phone and module as the row of a bill shows them."""
    if bill.customer is None:
        return "", bill.walk_in_name, "", ""
    name, phone = bill.customer.name, bill.customer.phone
    if bill.flaw == "name_blanks":
        name = f"{name}  "
    elif bill.flaw == "name_only_blanks":
        name = f"\u3000{name} "
    elif bill.flaw == "name_full_width":
        name = widen(name)
    elif bill.flaw == "phone_blanks":
        phone = f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    elif bill.flaw == "phone_86":
        phone = f"+86{phone}"
    elif bill.flaw == "phone_masked":
        phone = f"{phone[:3]}****{phone[7:]}"
    return bill.customer.code, name, phone, bill.customer.module


def slashed(when: date) -> str:
    """Return a date (and time) as the till of the lake hotel writes it: 2026/9/1 18:32."""
    text = f"{when.year}/{when.month}/{when.day}"
    return f"{text} {when:%H:%M}" if isinstance(when, datetime) else text


def write_csv(path: Path, rows: Iterable[Iterable[Any]]) -> None:
    """Write rows as a Chinese till does: GBK, commas, CRLF."""
    with path.open("w", encoding="gbk", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)


CSV_HEADER = _words("账单号 消费日期 客户编号 客户名称 手机 台数 人数 实收金额 成本 客户经理 客户类别 状态")
CSV_PROFILES = _words("客户编号 客户名称 手机 客户类别 区域 客户经理 生日 潜力 每月联系次数 备注")
CSV_RATINGS = ("客户编号", "客户名称", "评分日期", *CRITERIA)
CSV_CONTACTS = _words("联系日期 客户编号 客户名称 客户经理 联系方式 联系结果 备注 下次联系日期")
CSV_TOTALS = {"2025-11": "合计", "2026-01": "合计", "2026-03": "小计", "2026-06": "合计", "2026-08": "小计"}
CSV_SPANS = (("2025-09", "2026-02"), ("2026-03", "2026-07"))  # months in one file
CSV_REPEATED_HEADER = {"2025-12": 300, "2026-05": 200}  # where the till broke the page
XLSX_HEADER = _words(
    "单据号 结账时间 会员卡号 顾客姓名 联系电话 桌数 就餐人数 应收金额 实收金额 销售经理 单位性质 单据状态"
)
XLSX_PROFILES = _words("会员卡号 会员姓名 联系电话 单位性质 所属区域 销售经理 出生日期 潜力等级 客户备注")


def group_months(months: Iterable[str]) -> dict[str, list[str]]:
    """Return the months of each file by the file's name: old ones in two, each of the last three in its own."""
    files: dict[str, list[str]] = {}
    for month in months:
        name = next((f"{first}_{last}" for first, last in CSV_SPANS if first <= month <= last), month)
        files.setdefault(name, []).append(month)
    return files


def write_month(sheet: Sheet, month: str, bills: list[Bill]) -> list[tuple[Any, ...]]:
    """Return the rows of a month, with what the till puts between them; it is counted in ``sheet``."""
    rows: list[tuple[Any, ...]] = []
    for bill in bills:
        code, name, phone, module = write_customer(bill)
        when = {"date_29_february": "2026-02-29", "date_missing": ""}.get(bill.flaw, slashed(bill.when))
        amount = write_amount(bill, "￥") or yuan(bill.amount)
        rows.append((bill.number, when, code, name, phone, bill.tables, bill.covers, amount,
                     yuan(bill.cost), bill.manager, module, bill.status))
    if month in CSV_REPEATED_HEADER:
        rows.insert(CSV_REPEATED_HEADER[month], CSV_HEADER)
        sheet.skipped["header"] += 1
    if month in CSV_TOTALS:
        paid = [bill for bill in bills if bill.counts]
        tables, covers = sum(bill.tables for bill in paid), sum(bill.covers for bill in paid)
        money = (yuan(sum(b.amount for b in paid)), yuan(sum(b.cost for b in paid)))
        rows.append((CSV_TOTALS[month], "", "", "", "", tables, covers, *money, "", "", ""))
        sheet.skipped["total"] += 1
    return rows


def write_yunqi(out: Path, customers: list[Customer], bills: list[Bill]) -> list[Sheet]:
    """Write the CSV files and the profiles of the lake hotel; return what was written."""
    months: dict[str, list[Bill]] = {}
    for bill in bills:
        months.setdefault(f"{bill.when:%Y-%m}", []).append(bill)
    sheets: list[Sheet] = []
    for name, within in group_months(months).items():
        sheet = Sheet(f"账单_{name}.csv", "bills", bills=[bill for month in within for bill in months[month]])
        write_csv(out / sheet.file, [CSV_HEADER, *(row for month in within for row in write_month(sheet, month, months[month]))])
        sheets.append(sheet)
    filed = [c for c in customers if c.profile]
    write_csv(out / "客户档案.csv", [CSV_PROFILES, *(
        (c.code, c.name, c.phone, c.module, c.region, c.manager, slashed(c.birthday) if c.birthday else "", c.potential,
         "" if c.contacts is None else c.contacts, c.note)
        for c in filed
    )])
    rated = [c for c in filed if c.ratings]
    write_csv(out / "客户评分.csv", [CSV_RATINGS, *(
        (c.code, c.name, slashed(day), *("" if score is None else score for score in c.ratings[day]))
        for day in ROUNDS for c in rated if day in c.ratings
    )])
    log = log_contacts(YUNQI, customers, bills)
    write_csv(out / "联系记录.csv", [CSV_CONTACTS, *(write_contact(each) for each in log)])
    return [
        *sheets, Sheet("客户档案.csv", "customers", profiles=len(filed)), Sheet("客户评分.csv", "ratings", rated=rated),
        Sheet("联系记录.csv", "contacts", contacts=log),
    ]


def write_contact(each: Contact) -> tuple[str, ...]:
    """Return a contact as a line of the log."""
    return (slashed(each.day), each.customer.code, each.customer.name, each.manager, each.channel, each.outcome, each.note,
            slashed(each.next_day) if each.next_day else "")


def write_riverside(out: Path, customers: list[Customer], bills: list[Bill]) -> list[Sheet]:
    """Write the workbook of the riverside restaurant: cover sheet, bills between titles and a total, profiles."""
    name = f"望江楼_{FIRST_DAY:%Y-%m}_{LAST_DAY:%Y-%m}.xlsx"
    book = Workbook(write_only=True)
    cover = book.create_sheet("说明")
    for line in (
        "望江楼大酒店 账单导出", "“账单明细”为逐单数据，“会员资料”为会员档案，“回访记录”为联系记录", "虚构数据，仅供演示",
    ):
        cover.append([line])
    detail = book.create_sheet("账单明细")
    for column, width in zip("ABCDEFGHIJKL", (11, 17, 11, 28, 14, 6, 9, 11, 11, 10, 10, 10), strict=True):
        detail.column_dimensions[column].width = width
    detail.append(["望江楼大酒店账单明细表"])
    detail.append([f"统计期间：{FIRST_DAY} 至 {LAST_DAY}"])
    detail.append(XLSX_HEADER)
    for bill in bills:
        code, customer, phone, module = write_customer(bill)
        when: Any = {"date_29_february": "2026-02-29", "date_missing": None}.get(bill.flaw, bill.when)
        amount: Any = write_amount(bill, "¥") or bill.amount / 100
        contact: Any = int(phone) if bill.flaw == "phone_as_number" else phone
        row = (bill.number, when, code, customer, contact, bill.tables, bill.covers, bill.list_price / 100, amount,
               bill.manager, module, bill.status)
        detail.append([None if value == "" else value for value in row])
    paid = [bill for bill in bills if bill.counts]
    money = (sum(bill.list_price for bill in paid), sum(bill.amount for bill in paid))
    detail.append(["合计", None, None, None, None, sum(bill.tables for bill in paid), sum(bill.covers for bill in paid),
                   *(fen / 100 for fen in money)])
    members = book.create_sheet("会员资料")
    members.append(XLSX_PROFILES)
    filed = [c for c in customers if c.profile]
    for c in filed:
        row = (c.code, c.name, c.phone, c.module, c.region, c.manager, c.birthday, c.potential, c.note)
        members.append([None if value == "" else value for value in row])
    calls, log = book.create_sheet("回访记录"), log_contacts(RIVERSIDE, customers, bills)
    calls.append(CSV_CONTACTS)
    for each in log:
        calls.append([cell or None for cell in write_contact(each)])
    save_workbook(book, out / name)
    skipped = Counter({"title": 2, "total": 1})
    return [
        Sheet(name, "bills", "账单明细", bills, skipped=skipped), Sheet(name, "customers", "会员资料", profiles=len(filed)),
        Sheet(name, "contacts", "回访记录", contacts=log),
    ]


def save_rows(sheets: Mapping[str, Iterable[Sequence[Any]]], path: Path) -> None:
    """Save a workbook of plain rows, sheet by sheet, as ``save_workbook`` does."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    save_workbook(book, path)


def save_workbook(book: Workbook, path: Path) -> None:
    """Save a workbook so that the same cells give the same bytes.

    Every clock reading in it is ``FILE_TIME``, and its XML is canonical: openpyxl writes it with lxml or without.
    """
    buffer = io.BytesIO()
    book.save(buffer)
    moment = datetime(*FILE_TIME).isoformat() + "Z"
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as kept:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", moment.encode(), content)
            content = XML_DECLARATION + canonicalize(content.decode()).encode()
            entry = zipfile.ZipInfo(name, FILE_TIME)
            entry.create_system, entry.compress_type = 3, zipfile.ZIP_DEFLATED
            kept.writestr(entry, content)


# -- facts ----------------------------------------------------------------------------------------------------------


def file_facts(sheet: Sheet) -> dict[str, Any]:
    """Return what an import of one file must report; rows = accepted + rejected + skipped, without the header itself."""
    facts: dict[str, Any] = {"file": sheet.file, "kind": sheet.kind}
    if sheet.sheet:
        facts["sheet"] = sheet.sheet
    accepted = [bill for bill in sheet.bills if bill.counts]
    skipped = {reason: sheet.skipped[reason] for reason in ("title", "header", "total")}
    skipped["unpaid_status"] = sum(bill.status == VOID for bill in sheet.bills)
    lines = sheet.profiles + sum(len(customer.ratings) for customer in sheet.rated) + len(sheet.contacts)
    facts |= {"rows": len(sheet.bills) + lines + sum(sheet.skipped.values()), "accepted": len(accepted) + lines,
              "rejected": sum(bill.unreadable for bill in sheet.bills), "skipped": skipped}
    if sheet.kind == "bills":
        facts |= {
            "walk_ins": sum(bill.customer is None for bill in accepted),
            "refunds": sum(bill.amount < 0 for bill in accepted),
            "customers": len({bill.customer.key for bill in accepted if bill.customer}),
            "amount": yuan(sum(bill.amount for bill in accepted)),
            "first_date": f"{min(bill.when for bill in accepted):%Y-%m-%d}",
            "last_date": f"{max(bill.when for bill in accepted):%Y-%m-%d}",
        }
    if sheet.kind == "ratings":
        scores = [score for customer in sheet.rated for each in customer.ratings.values() for score in each if score is not None]
        days = [day for customer in sheet.rated for day in customer.ratings]
        facts |= {
            "ratings": len(scores), "customers": len(sheet.rated), "criteria": len(CRITERIA), "sum_of_scores": sum(scores),
            "first_date": str(min(days)), "last_date": str(max(days)),
        }
    if sheet.kind == "contacts":
        facts |= {
            "contacts": len(sheet.contacts), "customers": len({each.customer.key for each in sheet.contacts}),
            "outcomes": dict(sorted(Counter(each.outcome for each in sheet.contacts).items())),
            "managers": dict(sorted(Counter(each.manager for each in sheet.contacts).items())),
            "first_date": str(min(each.day for each in sheet.contacts)),
            "last_date": str(max(each.day for each in sheet.contacts)),
        }
    return facts


def last_visits(bills: list[Bill], as_of: date) -> dict[str, date]:
    """Return the last visit of each customer key up to ``as_of``; bills stand in the order of time."""
    return {bill.customer.key: bill.when.date() for bill in bills if bill.customer and bill.when.date() <= as_of}


def grade(bills: list[Bill], as_of: date) -> dict[str, str]:
    """Return A, B, C or D of each customer key seen up to ``as_of``: DOMAIN section 2, step by step."""
    last = last_visits(bills, as_of)
    visited: dict[str, set[date]] = defaultdict(set)
    money: Counter[str] = Counter()
    for bill in bills:
        if bill.customer and as_of - timedelta(days=WINDOW_DAYS) < bill.when.date() <= as_of:
            visited[bill.customer.key].add(bill.when.date())
            money[bill.customer.key] += bill.amount
    active = [key for key, day in last.items() if (as_of - day).days <= ACTIVE_DAYS]

    def by_frequency(key: str) -> tuple[int, int, str]:
        return -len(visited[key]), -money[key], key

    def by_money(key: str) -> tuple[int, int, str]:
        return -money[key], -len(visited[key]), key

    def ranks(keys: list[str]) -> tuple[dict[str, int], dict[str, int]]:
        frequency = {key: rank for rank, key in enumerate(sorted(keys, key=by_frequency), start=1)}
        return frequency, {key: rank for rank, key in enumerate(sorted(keys, key=by_money), start=1)}

    frequency, contribution = ranks(active)
    in_order = sorted(active, key=lambda key: (max(frequency[key], contribution[key]), contribution[key]))
    best = set(in_order[: -(-len(active) * 20 // 100)])
    rest = [key for key in active if key not in best]
    frequency, contribution = ranks(rest)
    half = -(-len(rest) * 50 // 100)
    grades = dict.fromkeys(last, "D") | dict.fromkeys(best, "A")
    for key in rest:
        grades[key] = "B" if contribution[key] <= half and contribution[key] <= frequency[key] else "C"
    return grades


def bridge(bills: list[Bill], start: date, end: date) -> dict[str, Any]:
    """Return how the active customers of ``start`` became those of ``end``: the identity of DOMAIN section 6."""
    before, after = last_visits(bills, start), last_visits(bills, end)
    active_before = {key for key, day in before.items() if (start - day).days <= ACTIVE_DAYS}
    active_after = {key for key, day in after.items() if (end - day).days <= ACTIVE_DAYS}
    churned = active_before - active_after
    gained = active_after - active_before
    return {
        "start": str(start), "end": str(end), "active_start": len(active_before), "churned": len(churned),
        "reactivated": len(gained & before.keys()), "new": len(gained - before.keys()), "active_end": len(active_after),
        "churn_rate": round(len(churned) / len(active_before), 4),
    }


def control(bills: list[Bill], start: date, end: date) -> dict[str, Any]:
    """Return total, identified and managed revenue from ``start`` to ``end``, and the shares of the total."""
    own = [bill for bill in bills if start <= bill.when.date() <= end]
    total = sum(bill.amount for bill in own)
    identified = sum(bill.amount for bill in own if bill.customer)
    managed = sum(bill.amount for bill in own if bill.customer and bill.customer.manager)
    return {
        "start": str(start), "end": str(end), "bills": len(own), "total": yuan(total), "identified": yuan(identified),
        "managed": yuan(managed), "identified_share": round(identified / total, 4), "managed_share": round(managed / total, 4),
    }


def house_facts(house: House, customers: list[Customer], bills: list[Bill], sheets: list[Sheet]) -> dict[str, Any]:
    """Return everything that data/README.md and the tests say about a house, counted on its clean records."""
    paid = [bill for bill in bills if bill.counts]
    files = [file_facts(sheet) for sheet in sheets]
    of_bills = [each for each in files if each["kind"] == "bills"]
    month_starts = [date(2025 + (8 + n) // 12, (8 + n) % 12 + 1, 1) for n in range(15)]
    month_ends = [start - timedelta(days=1) for start in month_starts[1:]]
    year_start = LAST_DAY - timedelta(days=WINDOW_DAYS)
    grades, june = grade(paid, LAST_DAY), grade(paid, date(2026, 6, 30))
    silent_since = {key: (LAST_DAY - day).days for key, day in last_visits(paid, LAST_DAY).items()}
    modules = []
    for module in MODULES:
        own = [b for b in paid if b.customer and b.customer.module == module and b.when.date() > year_start]
        modules.append({
            "module": module or "未分类", "customers": len({b.customer.key for b in own if b.customer}),
            "contribution": yuan(sum(b.amount for b in own)),
            "managed": yuan(sum(b.amount for b in own if b.customer and b.customer.manager)),
        })
    visits = Counter(key for key, _ in {(b.customer.key, b.when.date()) for b in paid if b.customer})
    return {
        "key": house.key, "name": house.name, "files": files,
        "rows": sum(each["rows"] for each in of_bills),
        "readable": sum(not bill.unreadable for bill in bills),
        "paid": len(paid), "on_credit": sum(bill.status == ON_CREDIT for bill in paid),
        "void": sum(bill.status == VOID for bill in bills), "rejected": sum(bill.unreadable for bill in bills),
        "skipped_lines": sum(sum(each["skipped"].values()) - each["skipped"]["unpaid_status"] for each in of_bills),
        "walk_ins": sum(bill.customer is None for bill in paid), "refunds": sum(bill.amount < 0 for bill in paid),
        "refunds_in_brackets": sum(bill.amount < 0 and write_amount(bill, "") is not None for bill in paid),
        "amount": yuan(sum(bill.amount for bill in paid)),
        "cost": yuan(sum(bill.cost for bill in paid)) if house is YUNQI else None,
        "flaws": dict(sorted(Counter(bill.flaw for bill in bills if bill.flaw).items())),
        "customers": len(grades), "customers_without_code": sum(not c.code for c in customers if c.key in grades),
        "customers_by_name_only": sum(not c.code and not c.phone for c in customers if c.key in grades),
        "profiles": sum(c.profile for c in customers),
        "profiles_without_visit": sum(c.profile and c.key not in grades for c in customers),
        "profiles_with_potential": sum(c.profile and bool(c.potential) for c in customers),
        "profiles_with_contacts": sum(c.profile and c.contacts is not None for c in customers),
        "contacts_a_month": sum(c.contacts or 0 for c in customers if c.profile),
        "rated_customers": sum(bool(c.ratings) for c in customers),
        "ratings": sum(score is not None for c in customers for each in c.ratings.values() for score in each),
        "contacts": sum(len(sheet.contacts) for sheet in sheets),
        "contacted_in_the_last_month": len({
            each.customer.key for sheet in sheets for each in sheet.contacts if each.day > LAST_DAY - timedelta(days=31)
        }),
        "handed_over": len({
            b.customer.key for b in paid
            if b.customer and b.customer.profile and house.left_manager and b.manager == house.left_manager[0]
        }),
        "profiles_with_manager": sum(c.profile and bool(c.manager) for c in customers),
        "shared_phones": sum(n > 1 for phone, n in Counter(c.phone for c in customers).items() if phone),
        "visits": {"once": sum(n == 1 for n in visits.values()), "2-5": sum(2 <= n <= 5 for n in visits.values()),
                   "6-24": sum(6 <= n <= 24 for n in visits.values()), "25+": sum(n >= 25 for n in visits.values())},
        "months": [control(paid, start, end) for start, end in zip(month_starts, month_ends, strict=False)],
        "years": [control(paid, start, end) for start, end in zip(month_starts, month_ends[11:], strict=False)],
        "modules_last_365_days": modules,
        "grades": {letter: sum(each == letter for each in grades.values()) for letter in "ABCD"},
        "active_by_month": {f"{end:%Y-%m}": bridge(paid, end, end)["active_end"] for end in month_ends[1:]},
        "year": bridge(paid, year_start, LAST_DAY), "last_four_months": bridge(paid, date(2026, 6, 30), LAST_DAY),
        "june_a_silent_70_days": sum(silent_since[key] >= 70 for key, letter in june.items() if letter == "A"),
    }


TABLE_ROWS = (
    ("rows in the files of bills · 账单文件行数", "rows"),
    ("− title, repeated header and total lines · 标题、重复表头、合计行", "skipped_lines"),
    ("− rejected, unreadable · 无法识别", "rejected"),
    ("= readable bills · 可识别账单", "readable"),
    ("− void · 作废", "void"),
    ("= bills that are revenue · 有效账单", "paid"),
    ("of these on credit · 其中挂账", "on_credit"),
    ("of these walk-ins · 其中散客", "walk_ins"),
    ("of these refunds · 其中退款", "refunds"),
    ("refunds written in brackets · 括号写法的退款", "refunds_in_brackets"),
    ("sum of revenue, CNY · 有效金额合计（元）", "amount"),
    ("cost of goods, CNY · 成本合计（元）", "cost"),
    ("customers seen · 到店客户", "customers"),
    ("of these without a code · 其中无编号", "customers_without_code"),
    ("of these known by name only · 其中仅有姓名", "customers_by_name_only"),
    ("profiles · 档案", "profiles"),
    ("of these with an account manager · 其中有客户经理", "profiles_with_manager"),
    ("of these never visited · 其中尚未到店", "profiles_without_visit"),
    ("of these with a potential · 其中有潜力评级", "profiles_with_potential"),
    ("of these with contacts a month · 其中有联系次数", "profiles_with_contacts"),
    ("customers rated by criteria · 有评分的客户", "rated_customers"),
    ("ratings · 评分个数", "ratings"),
    ("contacts logged · 联系记录条数", "contacts"),
    ("customers contacted in the last 31 days · 近31天联系过的客户", "contacted_in_the_last_month"),
    ("customers whose manager left in June 2026 · 6月底经理离职、转给别人的客户", "handed_over"),
    ("phones shared by two names · 两人共用的手机", "shared_phones"),
)


def facts_table(facts: dict[str, Any]) -> str:
    """Return the counts of both houses as the Markdown tables of data/README.md."""
    houses = facts["houses"]

    def amount(value: Any) -> Any:
        return "–" if value is None else f"{Decimal(value):,}" if isinstance(value, str) else value

    def line(label: str, cell: Callable[[dict[str, Any]], Any]) -> str:
        cells = [cell(house) for house in houses]
        return f"| {label} | " + " | ".join(f"{each:,}" if isinstance(each, int) else str(each) for each in cells) + " |"

    head = [line("", lambda house: f"{house['name']['zh']} {house['name']['en']}"), "| --- | ---: | ---: |"]
    counts = [line(label, lambda house, key=key: amount(house[key])) for label, key in TABLE_ROWS]
    counts += [line(f"grade {x} on {LAST_DAY} · {x} 级", lambda house, x=x: house["grades"][x]) for x in "ABCD"]
    shares = [
        line("identified share of revenue, last 12 months · 识别营收占比", lambda h: f"{h['years'][-1]['identified_share']:.1%}"),
        line("managed share of revenue, last 12 months · 在管营收占比", lambda h: f"{h['years'][-1]['managed_share']:.1%}"),
        line("managed share of revenue, last month · 末月在管营收占比", lambda h: f"{h['months'][-1]['managed_share']:.1%}"),
        line("churn over the last 365 days · 年流失率", lambda h: f"{h['year']['churn_rate']:.1%}"),
        line("active on 2026-06-30 and on the last day · 有效客户",
             lambda h: f"{h['last_four_months']['active_start']} → {h['last_four_months']['active_end']}"),
        line("grade A in June, silent for 70+ days now · 六月 A 级、已沉默 70 天以上", lambda h: h["june_a_silent_70_days"]),
    ]
    flaws = [line(f"`{flaw}`", lambda house, flaw=flaw: house["flaws"].get(flaw, 0)) for flaw in FLAWS | WORKBOOK_FLAWS]
    return "\n".join([*head, *counts, *shares, "", "Dirty on purpose, one flaw a row · 故意弄脏的行：", "", *head, *flaws])


# -- the whole ------------------------------------------------------------------------------------------------------


def write_json(path: Path, content: Any) -> None:
    """Write JSON for people: indented, Chinese as it is, LF."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def write_samples(out: Path) -> dict[str, Any]:
    """Write the houses, houses.json and facts.json into ``out`` (made if missing) and return the facts."""
    import generate_calls  # beside this file; they take from here what all houses share
    import generate_club

    facts: dict[str, Any] = {"as_of": str(LAST_DAY), "active_days": ACTIVE_DAYS, "window_days": WINDOW_DAYS, "houses": []}
    listing = []
    for house, write in ((YUNQI, write_yunqi), (RIVERSIDE, write_riverside)):
        folder = out / house.key
        folder.mkdir(parents=True, exist_ok=True)
        customers, bills = simulate(house)
        sheets = write(folder, customers, bills)
        for sheet in sheets:
            sheet.file = f"{house.key}/{sheet.file}"
        facts["houses"].append(house_facts(house, customers, bills, sheets))
        files = [{"file": s.file, "kind": s.kind} | ({"sheet": s.sheet} if s.sheet else {})
                 | ({"paid": [PAID, ON_CREDIT]} if s.kind == "bills" else {}) for s in sheets]
        managers = [
            {"name": name, "rank": str(rank), "capacity": str(room)}
            | ({"until_day": str(house.left_manager[1])} if house.left_manager and house.left_manager[0] == name else {})
            for name, rank, room in zip(house.managers, house.ranks, house.capacities, strict=True)
        ]
        listing.append({
            "key": house.key, "name": house.name, "files": files, "managers": managers, "targets": house.targets,
            "growth": house.growth, "rooms": house.rooms,
        })
    facts["club"], of_club = generate_club.write_club(out)
    facts["diner"], of_diner = generate_calls.write_diner(out)
    write_json(out / "houses.json", [*listing, of_club, of_diner])
    write_json(out / "facts.json", facts)
    return facts


def readme_tables(facts: dict[str, Any]) -> dict[str, str]:
    """Return the tables of data/README.md by the markers between which they stand."""
    import generate_calls
    import generate_club

    return {
        "facts": facts_table(facts), "club": generate_club.club_table(facts["club"]),
        "diner": generate_calls.diner_table(facts["diner"]),
    }


def main() -> None:
    """Write the samples; without ``--out`` also the tables between the markers of data/README.md."""
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description="Make the sample houses.")
    parser.add_argument("--out", type=Path, help="folder to write to (default: data/samples)")
    chosen = parser.parse_args().out
    facts = write_samples(chosen or here / "samples")
    if chosen is None:
        readme = here / "README.md"
        text = readme.read_text(encoding="utf-8")
        for mark, table in readme_tables(facts).items():
            before, _, rest = text.partition(f"<!-- {mark} -->\n")
            after = rest.partition(f"<!-- /{mark} -->")[2]
            text = f"{before}<!-- {mark} -->\n{table}\n<!-- /{mark} -->{after}"
        readme.write_text(text, encoding="utf-8", newline="\n")
    for house in (*facts["houses"], facts["club"], facts["diner"]):
        print(f"{house['key']}: {house['rows']} rows, {house.get('paid') or house['bills']} bills, {house['amount']} CNY")


if __name__ == "__main__":
    main()
