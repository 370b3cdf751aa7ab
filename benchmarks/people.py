"""A house of four stores and twenty accounts, each of which knows what it may never be shown."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from segmentation import access
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.measures.movement.follow_up import follow_up
from segmentation.warehouse import Warehouse

MARKS = "龘靐齾爨"  # a store each: whatever is text in it holds its mark
MANAGERS = "甲乙丙丁"
HEADER = "账单号,日期,会员号,客户,手机,客户经理,桌数,人数,金额,成本\n"
BEGINS, ENDS = date(2025, 1, 1), date(2026, 8, 31)
PASSWORD = "four quiet herons walk"
NAME = "qqperson"


@dataclass(frozen=True)
class Account:
    """Who signs in: what he is, in which store (None: all), and as which manager."""

    number: int
    role: str
    store: int | None = None
    manager: str | None = None

    @property
    def name(self) -> str:
        return f"{NAME}{self.number:02}"

    @property
    def may_not_see(self) -> re.Pattern[bytes]:
        """What in an answer to this person is somebody else's: other accounts, other stores, other managers' customers."""
        others = [rf"{NAME}(?!{self.number:02})\d\d"]
        if self.store is not None:
            others += _in_any_writing(mark for mark in MARKS if mark != MARKS[self.store])
        if self.manager:
            others += _in_any_writing(f"{MARKS[self.store]}{each}客" for each in MANAGERS if each != self.manager)
        if self.role == "consultant":
            others += _in_any_writing(f"{each}客" for each in MANAGERS)
        if self.role in ("consultant", "analyst"):
            others.append(r"1380000\d{4}")
        return re.compile("|".join(others).encode())


def _in_any_writing(texts: Iterator[str]) -> list[str]:
    """Each text as it stands, and as JSON may write it."""
    return [form for text in texts for form in (text, re.escape("".join(f"\\u{ord(letter):04x}" for letter in text)))]


ACCOUNTS = tuple(
    Account(number, *who) for number, who in enumerate([
        ("owner",), ("manager", 1, "甲"),  # these two look through browsers where there are any
        ("owner",), ("owner", 3),
        *((role, store) for role in ("consultant", "analyst") for store in range(4)),
        *(("manager", store, manager) for manager in "甲乙" for store in range(4)),
    ])
)


def store_name(store: int) -> str:
    """Return the name of the store with this number, from 0."""
    return f"{MARKS[store]}店"


def bills_file(
    path: Path, store: int, bills: int, customers: int, first: date = BEGINS, last: date = ENDS, name: str = "B"
) -> int:
    """Write a till's export and return what its bills come to, in fen."""
    mark, days, whole = MARKS[store], (last - first).days + 1, 0
    with path.open("w", encoding="utf-8") as text:
        text.write(HEADER)
        for n in range(bills):
            c = n * 7919 % customers if n % 3 else n * n % customers
            manager, fen = MANAGERS[c % 4], 5000 + n * 7877 % 300_000
            whole += fen
            text.write(
                f"{mark}{name}{n:07},{first + timedelta(days=n * days // bills)},{mark}{c:05},{mark}{manager}客{c:05},"
                f"1380000{c % 10000:04},{mark}{manager},1,{1 + n % 9},{fen // 100}.{fen % 100:02},{fen // 250}\n"
            )
    return whole


def build_house(database: Path, folder: Path, bills: int, customers: int) -> None:
    """Make the warehouse with its stores and the accounts beside it."""
    warehouse = Warehouse(database)
    for store in range(len(MARKS)):
        bills_file(folder / "bills.csv", store, bills, customers)
        import_file(warehouse, store_name(store), folder / "bills.csv", Choices(kind="bills"))
        follow_up(warehouse, store + 1)
    warehouse.close()
    kept = access.access_of(database)
    for each in ACCOUNTS:
        manager = each.manager and f"{MARKS[each.store]}{each.manager}"
        stores = None if each.store is None else [each.store + 1]
        access.add_account(kept, each.name, each.role, time.time(), password=PASSWORD, stores=stores, manager=manager)
