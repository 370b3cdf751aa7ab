"""Checks that guests put on their room (转房账): they rest while the store has the bill of the stay that holds them.

The money of such a check stands on two bills, and counts once, on that of the stay, which the guest paid. Whether it is the same
money is asked of the file that comes second (``kinds/bills/stays.py``). Both bills land as they are; a check that rests has the
import of the stay below zero in ``bills.replaced_by``. What rests is found anew after each landing and undo from the bills that
are there and what was answered, so that the order of files makes no difference, and an undo wakes what it has to.

A charge is the same money as a check by its very amount within two days where it has a line of its own; else by what its guest
was charged and had put on his room in all; else, where no amount meets another, by the sums of both, if these are within a tenth.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from segmentation.ingest.kinds.bills.kept import CELLS_TO_ROOM, METHODS_TO_ROOM
from segmentation.ingest.stage import CELL_END
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import yuan
from segmentation.warehouse import Cursor, fetch, parameters, run, statement

OUT, COUNT = "out", "count"
OWN = 2_147_483_647  # in place of an import: the file that is looked at, which comes after all others
_TOUCHED = "land/touched_refunds"
_MEALS = re.compile(
    r"^(其中|酒店)?(餐饮部?|餐费|餐厅|[中西]餐厅?|[早午晚]餐|用餐|餐食|酒吧|大堂吧)(消费|费用?|金额|额|收入|账|合计|小计|挂账)*$|"
    r"^(f&?n?b|food(and)?beverages?|restaurants?|dining|meals?|bar)(charges?|amount|total|revenue|sales|spend)?$"
)
_CHARGES = re.compile(
    r"^(房费|房租|房金|房价|客房费|客房收入|住宿费?|洗衣|其他|其它|杂项|杂费|商品|小商品|电话|会议|康乐|迷你吧|服务费|停车)"
    r"(消费|费用?|金额|额|收入|账|合计|小计)*$|"
    r"^(room(charges?|rate|revenue|total|amount)|(lodging|accommodation|laundry|others?|misc(ellaneous)?|minibar|telephone|spa|parking)"
    r"(charges?|revenue|total|amount)?)$"
)
_WORDS = {
    "methods": METHODS_TO_ROOM,
    "meals": r"(?i)餐饮|餐费|餐厅|中餐|西餐|[早午晚正]餐|用餐|餐食|宴会|酒吧|大堂吧|送餐|"
    r"\b(f ?(&|and|n) ?b|food|beverages?|restaurants?|dining|meals?|breakfast|lunch|dinner|bar|room service)\b",
    "nights": r"(?i)房费|房租|房金|房价|客房费|住宿|夜审|日租|"
    r"\b(room (charge|rate|revenue)|lodging|accommodation|nightly rate)\b",
    "transferred": r"(?i)转入|转自|转房|挂房|房账|房帐|\btransfer|\b(posted|brought) from\b",
}
_NEAR = Decimal("0.1")  # by which the sums of two files may differ whose guests cannot be told, and be the same money


def charge_places(amount: str, headers: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return at which of the kept ``headers``, from 1, meals and other charges stand that a column ``amount`` holds, else none.

    >>> charge_places("账单合计", ["房费", "餐饮"]), charge_places("餐饮", ["房费"]), charge_places("合计", ["房费"])
    (([2], [1]), ([], []), ([], []))
    """
    folded = [fold_header(header) for header in headers]
    meals = [place for place, header in enumerate(folded, 1) if _MEALS.search(header)]
    if not meals or _CHARGES.search(fold_header(amount)) or _MEALS.search(fold_header(amount)):
        return [], []  # the amount is a charge by itself, and holds none of the others
    return meals, [place for place, header in enumerate(folded, 1) if _CHARGES.search(header)]


def gather(cursor: Cursor, store: int, leave: Sequence[str] = (), texts: Sequence[str] = ()) -> None:
    """Make ``room_checks`` and ``room_charges`` of the store's bills without those numbered ``leave``, and of ``texts``."""
    run(cursor, "stage/make_room_checks", store=store, leave=list(leave), cells=CELLS_TO_ROOM, methods=METHODS_TO_ROOM)
    told = (
        "select batch_id, headers, report from bill_headers inner join batches using (store_id, batch_id) "
        "where store_id = $store and undone_at is null"
    )
    places = []
    for batch, headers, report in cursor.execute(told, {"store": store}).fetchall():
        meals, others = charge_places(json.loads(report).get("mapping", {}).get("amount", ""), headers)
        places += [f"{batch}:{place}:1" for place in meals] + [f"{batch}:{place}:0" for place in others]
    values = {"store": store, "leave": list(leave), "places": places, "texts": list(texts), "cell_end": CELL_END, **_WORDS}
    run(cursor, "stage/make_room_charges", **parameters(statement("stage/make_room_charges"), values))


def add_file(cursor: Cursor, places: tuple[list[int], list[int]], cells: str | None) -> None:
    """Add the checks and charges of the file's own ``lines`` to those of the store."""
    run(cursor, "stage/add_room_checks", own=OWN, methods=METHODS_TO_ROOM, cells=cells)
    values = {"own": OWN, "meal_places": places[0], "other_places": places[1], "cell_end": CELL_END, **_WORDS}
    run(cursor, "stage/add_room_charges", **parameters(statement("stage/add_room_charges"), values))


def find_rests(cursor: Cursor, batches: Sequence[int]) -> dict[str, Any]:
    """Make ``room_rests`` of the checks that rest, as ``batches`` say one after the other; return the sums of the last one.

    ``checks``, ``of_checks``, ``charges`` and ``of_charges`` of all that may be the same money, met by its amount or not.
    """
    for table, columns in (
        ("room_rests", "batch_id integer, line_no bigint, amount decimal(18, 2), example varchar, charges_batch integer, "
                       "charge_no bigint, guest varchar"),
        ("room_used", "charge_no bigint"), ("room_spent", "guest varchar, amount decimal(18, 2)"),
    ):
        cursor.execute(f"create or replace temp table {table} ({columns})")
    for batch in batches:
        run(cursor, "stage/make_room_pairs", said_by=batch)
        run(cursor, "stage/make_room_met")
        told = fetch(cursor, "stage/room_sums").to_pylist()[0]
        [(met,)] = cursor.execute("select count(*) from room_met").fetchall()
        less, more = sorted((told["of_checks"], told["of_charges"]))
        by_guest = told["shared"] > 0 and told["shared"] * 2 >= less
        by_sums = not by_guest and not met and less > 0 and more - less <= _NEAR * more
        cursor.execute("create or replace temp table rests_before as select batch_id, line_no from room_rests")
        run(cursor, "stage/add_room_rests", by_guest=by_guest, by_sums=by_sums)
        new = "from room_rests where (batch_id, line_no) not in (select (batch_id, line_no) from rests_before)"
        cursor.execute(f"insert into room_used select charge_no {new} and charge_no is not null")
        cursor.execute(f"insert into room_spent select guest, amount {new} and guest is not null and {by_guest}")
        if by_sums:
            cursor.execute("insert into room_used select distinct charge_no from room_pairs")
    return fetch(cursor, "stage/room_asked", last=batches[-1]).to_pylist()[0] if batches else {}


def wake(cursor: Cursor, store: int) -> None:
    """Let no check of the store rest, inside a transaction that lets them rest again (``settle_rests``)."""
    resting = "select batch_id, line_no, customer_key, bill_date as day from bills where store_id = $store and replaced_by < 0"
    cursor.execute(f"create or replace temp table were_resting as {resting}", {"store": store})
    if cursor.execute("select count(*) from were_resting").fetchall()[0][0]:
        cursor.execute("update bills set replaced_by = null where store_id = $store and replaced_by < 0", {"store": store})


def settle_rests(cursor: Cursor, key: Mapping[str, Any]) -> dict[str, Any] | None:
    """Let the checks rest whose money bills of stays hold, and add whom and which days that touches to what is derived anew.

    Return what to tell of the checks that did not rest before, None where there are none. Reads ``were_resting`` of ``wake``.
    """
    told = (
        "select batch_id, report from batches where store_id = $store and undone_at is null and mends is null "
        "and contains(report, '\"meals\": \"out\"') order by batch_id"
    )
    batches = [batch for batch, _ in cursor.execute(told, {"store": key["store"]}).fetchall()]
    if not batches and not cursor.execute("select count(*) from were_resting").fetchall()[0][0]:
        return None
    gather(cursor, key["store"])
    find_rests(cursor, batches)
    run(cursor, "land/rest_checks", store=key["store"])
    cursor.execute("create or replace temp table rests_moved as " + statement("land/rests_moved"), {"store": key["store"]})
    for name, column in (("touched_customers", "customer_key"), ("touched_days", "day")):
        more = f"select distinct {column} from rests_moved where {column} is not null and {column} not in (from {name})"
        cursor.execute(f"insert into {name} {more}")
    refunds = statement(_TOUCHED)
    cursor.execute(f"create or replace temp table touched_refunds as {refunds}", parameters(refunds, dict(key)))
    new = "select count(*), sum(amount) from rests_moved where rests"
    [(count, amount)] = cursor.execute(new).fetchall()
    if not count:
        return None
    text = N_("{count} checks ({amount}) that were put on a room rest: bills of stays hold their money, which counts there.")
    return {"code": "checks_rest", "count": count, "message": text, "values": {"amount": yuan(amount)}}
