"""Small houses made of literal rows: bills and profiles go in, the derived tables are filled to match."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

import pyarrow as pa

from segmentation.warehouse import Cursor, Warehouse, run

MONEY = pa.decimal128(18, 2)


KEPT = ("kept_gaps", "kept_ends", "kept_end_days", "kept_end_names", "kept_forecasts", "kept_chances")  # what is kept of bills


@dataclass(frozen=True)
class Line:
    """What stands on a line of a bill."""

    product: str | None
    amount: str | int | Decimal | None  # None: only that of the whole bill is known
    cost: str | int | Decimal | None = None
    category: str | None = None


@dataclass(frozen=True)
class Bill:
    """One bill; ``customer`` None is a walk-in."""

    customer: str | None
    day: date
    amount: str | int | Decimal = 100
    tables: int = 1
    store_id: int = 1
    manager: str | None = None
    cost: str | int | Decimal | None = None
    bill_no: str | None = None
    covers: int | None = None
    room: str | None = None
    time: time | None = None
    meal: str | None = None
    channel: str | None = None
    payment: str | None = None
    lines: tuple[Line, ...] = ()
    owed: str | int | Decimal | None = None


@dataclass(frozen=True)
class Profile:
    """One customer profile; ``is_walk_in`` marks a name that stands for walk-ins."""

    customer: str
    name: str | None = None
    phone: str | None = None
    module: str | None = None
    manager: str | None = None
    region: str | None = None
    store_id: int = 1
    has_profile: bool = True
    is_walk_in: bool = False
    potential: str | None = None
    contacts: str | None = None
    birthday: str | None = None


@dataclass(frozen=True)
class Rating:
    """One score of a customer; ``score`` None takes a rating back."""

    customer: str
    criterion: str
    score: str | int | Decimal | None
    day: date
    batch_id: int = 1
    store_id: int = 1


def build(
    warehouse: Warehouse, bills: Iterable[Bill] = (), profiles: Iterable[Profile] = (), stores: Iterable[str] = ("Pine Hotel",),
    ratings: Iterable[Rating] = (),
) -> None:
    """Replace everything in the warehouse: store 1 is the first of ``stores``; a customer of a bill needs no profile."""
    bills = list(bills)
    with warehouse.writing() as cursor:
        for table in ("stores", "bills", "bill_lines", "customers", "visits", "days", "ratings", *KEPT):
            cursor.execute(f"delete from {table}")
        cursor.register("new_stores", _stores(list(stores)))
        cursor.execute("insert into stores by name from new_stores")
        cursor.register("new_bills", _bills(bills))
        cursor.execute("insert into bills by name from new_bills")
        cursor.register("new_lines", _lines(bills))
        cursor.execute("insert into bill_lines by name from new_lines")
        cursor.register("new_profiles", _profiles(list(profiles)))
        cursor.execute("insert into customers by name from new_profiles")
        cursor.execute(_CUSTOMERS)
        _derive_visits(cursor)
        cursor.execute(_DAYS)
        cursor.register("new_ratings", _ratings(list(ratings)))
        cursor.execute("insert into ratings by name from new_ratings")


def _derive_visits(cursor: Cursor) -> None:
    """Derive the visits of all stores by the statement that a landing runs."""
    cursor.execute("create or replace temp table touched_refunds (customer_key varchar, day date)")
    cursor.execute("create or replace temp table touched_days as select distinct bill_date as day from bills")
    for (store_id,) in cursor.execute("select distinct store_id from bills").fetchall():
        run(cursor, "land/visits", store=store_id)


def _stores(names: list[str]) -> pa.Table:
    return pa.table({"store_id": pa.array(range(1, len(names) + 1), pa.int32()), "name": pa.array(names, pa.string())})


def _bills(bills: list[Bill]) -> pa.Table:
    return pa.table({
        "store_id": pa.array([bill.store_id for bill in bills], pa.int32()),
        "batch_id": pa.array([1] * len(bills), pa.int32()),
        "line_no": pa.array(range(len(bills)), pa.int64()),
        "bill_no": pa.array([bill.bill_no for bill in bills], pa.string()),
        "bill_date": pa.array([bill.day for bill in bills], pa.date32()),
        "customer_key": pa.array([bill.customer for bill in bills], pa.string()),
        "amount": pa.array([Decimal(bill.amount) for bill in bills], MONEY),
        "tables": pa.array([bill.tables for bill in bills], pa.int32()),
        "manager": pa.array([bill.manager for bill in bills], pa.string()),
        "cost": pa.array([None if bill.cost is None else Decimal(bill.cost) for bill in bills], MONEY),
        "covers": pa.array([bill.covers for bill in bills], pa.int32()),
        "room": pa.array([bill.room for bill in bills], pa.string()),
        "bill_time": pa.array([bill.time for bill in bills], pa.time64("us")),
        "meal_period": pa.array([bill.meal for bill in bills], pa.string()),
        "channel": pa.array([bill.channel for bill in bills], pa.string()),
        "payment_method": pa.array([bill.payment for bill in bills], pa.string()),
        "owed": pa.array([None if bill.owed is None else Decimal(bill.owed) for bill in bills], MONEY),
    })


def _lines(bills: list[Bill]) -> pa.Table:
    lines = [(number, bill.store_id, line) for number, bill in enumerate(bills) for line in bill.lines]
    return pa.table({
        "store_id": pa.array([store for _number, store, _line in lines], pa.int32()),
        "batch_id": pa.array([1] * len(lines), pa.int32()),
        "bill_line_no": pa.array([number for number, _store, _line in lines], pa.int64()),
        "product": pa.array([line.product for *_where, line in lines], pa.string()),
        "category": pa.array([line.category for *_where, line in lines], pa.string()),
        "amount": pa.array([None if line.amount is None else Decimal(line.amount) for *_where, line in lines], MONEY),
        "cost": pa.array([None if line.cost is None else Decimal(line.cost) for *_where, line in lines], MONEY),
    })


def _ratings(ratings: list[Rating]) -> pa.Table:
    return pa.table({
        "store_id": pa.array([each.store_id for each in ratings], pa.int32()),
        "batch_id": pa.array([each.batch_id for each in ratings], pa.int32()),
        "customer_key": pa.array([each.customer for each in ratings], pa.string()),
        "criterion": pa.array([each.criterion for each in ratings], pa.string()),
        "score": pa.array([None if each.score is None else Decimal(each.score) for each in ratings], pa.decimal128(9, 4)),
        "rated_on": pa.array([each.day for each in ratings], pa.date32()),
    })


def _profiles(profiles: list[Profile]) -> pa.Table:
    texts = {
        name: pa.array([getattr(profile, name) for profile in profiles], pa.string())
        for name in ("name", "phone", "module", "manager", "region", "potential", "contacts", "birthday")
    }
    return pa.table({
        "store_id": pa.array([profile.store_id for profile in profiles], pa.int32()),
        "customer_key": pa.array([profile.customer for profile in profiles], pa.string()),
        "has_profile": pa.array([profile.has_profile for profile in profiles], pa.bool_()),
        "is_walk_in": pa.array([profile.is_walk_in for profile in profiles], pa.bool_()),
        **texts,
    })


_CUSTOMERS = """
    insert into customers by name
    select distinct store_id, customer_key, false as has_profile, false as is_walk_in
    from bills
    where customer_key is not null
        and not exists (
            select * from customers where customers.store_id = bills.store_id and customers.customer_key = bills.customer_key
        )
"""
_DAYS = """
    insert into days by name
    select
        bills.store_id, bill_date as day, count(*) as bills, sum(amount) as amount, sum(bills.tables) as tables,
        sum(covers) as covers, sum(cost) as cost,
        count(*) filter (where is_walk_in is null or is_walk_in) as walk_in_bills,
        coalesce(sum(amount) filter (where is_walk_in is null or is_walk_in), 0) as walk_in_amount
    from bills
    left join customers using (store_id, customer_key)
    where replaced_by is null
    group by all
"""


@dataclass(frozen=True)
class Paid:
    """What a customer paid of what he owes; ``due`` the day for which he says that he pays."""

    customer: str
    day: date
    amount: str | int | Decimal
    due: date | None = None
    batch_id: int = 1
    store_id: int = 1


def add_payments(warehouse: Warehouse, payments: Iterable[Paid]) -> None:
    """Put payments in the place of those that are there."""
    rows = list(payments)
    frame = pa.table({
        "store_id": pa.array([each.store_id for each in rows], pa.int32()),
        "batch_id": pa.array([each.batch_id for each in rows], pa.int32()),
        "line_no": pa.array(range(len(rows)), pa.int64()),
        "paid_on": pa.array([each.day for each in rows], pa.date32()),
        "customer_key": pa.array([each.customer for each in rows], pa.string()),
        "amount": pa.array([Decimal(each.amount) for each in rows], MONEY),
        "due_on": pa.array([each.due for each in rows], pa.date32()),
    })
    with warehouse.writing() as cursor:
        cursor.execute("delete from payments")
        cursor.register("new_payments", frame)
        cursor.execute("insert into payments by name from new_payments")
        cursor.unregister("new_payments")
