"""Files of one drop that belong together: the orders of a platform in one file, their lines or payments in another.

``find_joins`` says which do, by what their columns hold: the order numbers of the one stand in the other. Nothing is decided
here: a Join is a question to a person (``Join.question``), and ``joined.py`` makes one table of it where he agrees.
"""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from segmentation.ingest.columns import KEY_COLUMNS, NAME_PARTS
from segmentation.ingest.control import Control
from segmentation.ingest.examination import Choices
from segmentation.ingest.joined import (
    CUSTOMERS,
    ITEMS,
    PAYMENTS,
    Beside,
    Join,
    Source,
    find_person,
    id_places,
    load_beside,
    load_customers,
    load_orders,
    measure,
    measure_customers,
)
from segmentation.ingest.kinds.registry import OF_ORDERS, propose_kind
from segmentation.ingest.mapping import propose_mapping, signature, unique_headers
from segmentation.ingest.meaning import FREE, REMARK
from segmentation.ingest.readers.child import number_apart, read_apart
from segmentation.ingest.readers.read import Readable
from segmentation.language.errors import Cancelled, InputError
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.warehouse import Cursor, Warehouse

ENOUGH = 0.8  # of the orders that a file of lines names, which must be in the file of orders
_ALONE = 0.95  # of the rows of a file of orders, which must have a number of their own
_MOST_PARTS = 6  # of an archive or a workbook that are looked at
_ITEM = re.compile(r"商品|菜品|菜名|品名|品项|货品|product|item|dish|menu|sku")
_PAYMENT = re.compile(r"支付|付款|收款|payment|tender")
_VAGUE = ("id",)  # numbers the rows of anything
_NUMBER = next(column for column in OF_ORDERS.columns if column.name == "bill_no")
_YES, _NO = map(re.compile, _NUMBER.parts)


class _Look(NamedTuple):
    """A file as it was looked at: its columns of order numbers, what is proposed for it, and what it may be beside orders."""

    source: Source
    readable: Readable
    mapping: dict[str, int]
    numbers: list[int]
    role: str | None

    @property
    def names_customers(self) -> bool:
        return bool(self.mapping.keys() & {*KEY_COLUMNS, *NAME_PARTS})


def may_belong(tables: Sequence[tuple[Sequence[str], Sequence[Sequence[str]]]]) -> bool:
    """Return whether two of these tables (headers, sample) may be orders and their lines: a look at the headers, no more."""
    roles = [_role(headers, sample) for headers, sample in tables]
    ids = [{fold_header(headers[place]) for place in id_places(headers)} for headers, _ in tables]
    if any(len(own) > 1 and own & other for own in ids for other in ids if other is not own):
        return True
    return any(
        roles[one] and _numbers(tables[one][0]) and _numbers(tables[two][0])
        and signature(tables[one][0]) != signature(tables[two][0])
        for one in range(len(tables)) for two in range(len(tables)) if one != two
    )


def find_joins(warehouse: Warehouse, sources: Sequence[Source], control: Control | None = None) -> list[Join]:
    """Return which of the files belong together, those with the most lines first; each file stands in one Join at most.

    The parts of an archive or a workbook that would not be read otherwise are files too. What cannot be read belongs to nothing.
    Raises Cancelled.
    """
    control = control or Control()
    work_dir = warehouse.work_dir / uuid.uuid4().hex
    cursor = warehouse.cursor()
    control.attach(cursor)
    try:
        looks = _look_at(sources, work_dir, control)
        if not may_belong([(look.readable.headers, look.readable.sample) for look in looks]):
            return []
        return _match(cursor, looks, work_dir, control)
    finally:
        cursor.close()
        shutil.rmtree(work_dir, ignore_errors=True)


def _look_at(sources: Sequence[Source], work_dir: Path, control: Control) -> list[_Look]:
    looks, waiting, seen = [], list(sources), set()
    while waiting:
        source = waiting.pop(0)
        control.step(N_("Looking for files that belong together"), 0.0)
        try:
            readable = read_apart(
                source.path, work_dir, file_name=source.name, sheet=source.sheet, cancelled=lambda: control.cancelled
            )
        except Cancelled:
            raise
        except InputError:
            continue
        others = [part for part in readable.unread if part.rows and part.why in ("other_file", "other_headers", "hidden")]
        if source.sheet is None and others:
            source = source._replace(sheet=readable.sheet, why=others[0].why)
            waiting += [source._replace(sheet=part.sheet) for part in others[:_MOST_PARTS]]
        if (source.path, source.sheet) in seen or len(readable.parts) > 1 or not readable.headers:
            continue
        seen.add((source.path, source.sheet))
        headers = _padded(readable)
        if len(id_places(headers)) > 1 and not set(_numbers(headers)) - set(id_places(headers)):
            looks.append(_Look(source, readable, {}, [], CUSTOMERS))
            continue
        if propose_kind(headers, readable.sample) != OF_ORDERS.key or not (numbers := _numbers(headers)):
            continue
        mapping = propose_mapping(OF_ORDERS, headers, readable.sample)
        if "original_no" in mapping:
            continue  # refunds of orders are no lines of theirs
        looks.append(_Look(source, readable, mapping, numbers, _role(headers, readable.sample)))
    return looks


def _padded(readable: Readable) -> list[str]:
    return [*readable.headers, *[""] * (readable.columns - len(readable.headers))]


def _numbers(headers: Sequence[str]) -> list[int]:
    """Return the places of the columns whose headers say that they hold order numbers."""
    folded = [fold_header(header) for header in headers]
    return [
        place for place, header in enumerate(folded)
        if header not in _VAGUE and (header in _NUMBER.synonyms or (_YES.search(header) and not _NO.search(header)))
    ]


def _role(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> str | None:
    """Return what a file may be beside orders: their items, their payments, or nothing."""
    folded = [fold_header(header) for header in headers]
    mapping = propose_mapping(OF_ORDERS, headers, sample)
    if mapping.keys() & {"product", "unit_price"} or any(map(_ITEM.search, folded)):
        return ITEMS
    return PAYMENTS if "amount" in mapping and any(map(_PAYMENT.search, folded)) else None


def _match(cursor: Cursor, looks: Sequence[_Look], work_dir: Path, control: Control) -> list[Join]:
    """Pair the files: each file of lines with the orders in which most of its own are."""
    people = [look for look in looks if look.role == CUSTOMERS]
    looks = [look for look in looks if look.role != CUSTOMERS]
    numbered = [
        look._replace(readable=number_apart(look.readable, work_dir, cancelled=lambda: control.cancelled)) for look in looks
    ]
    pairs = []
    for orders in numbered:
        for place in orders.numbers:
            rows, alone = load_orders(cursor, orders.readable, place, orders.mapping.get("date"))
            if not rows or alone < _ALONE * rows:
                continue
            for lines in numbered:
                if lines is not orders and lines.role and _may_stand_beside(lines, orders):
                    pairs += _measure(cursor, orders, place, lines)
    # who names customers and no quantities has the orders; then the most found orders, then the most lines
    pairs.sort(key=lambda pair: (
        -pair[0].names_customers, pair[2].names_customers, "quantity" in pair[0].mapping, -pair[3], -pair[4].lines
    ))
    joins: dict[Source, Join] = {}
    taken: dict[Source, str] = {}
    for orders, place, lines, _share, beside in pairs:
        join = joins.get(orders.source, Join(orders.source, place, ()))
        fits = place == join.place and all(other.role != beside.role for other in join.beside)
        if orders.source in taken or lines.source in taken or lines.source in joins or not fits:
            continue
        taken[lines.source] = beside.role
        joins[orders.source] = replace(join, beside=(*join.beside, beside))
    for orders in numbered:
        if orders.source in taken:
            continue
        place = joins[orders.source].place if orders.source in joins else orders.numbers[0]
        load_orders(cursor, orders.readable, place, orders.mapping.get("date"))
        for look in people:
            if look.source not in taken and (beside := _match_customers(cursor, orders, look, work_dir, control)):
                join = joins.get(orders.source, Join(orders.source, place, ()))
                joins[orders.source] = replace(join, beside=(beside, *join.beside))
                taken[look.source] = CUSTOMERS
                break
    return sorted(joins.values(), key=lambda join: -sum(beside.lines for beside in join.beside))


def _match_customers(cursor: Cursor, orders: _Look, look: _Look, work_dir: Path, control: Control) -> Beside | None:
    """Return a file of customers as it stands beside the orders that were loaded last, whose customers are new on each order."""
    headers = [fold_header(header) for header in orders.readable.headers]
    for key in id_places(look.readable.headers):
        header = fold_header(look.readable.headers[key])
        person = find_person(look.readable.headers, look.readable.sample, key)
        if header not in headers or person is None:
            continue
        numbered = number_apart(look.readable, work_dir, cancelled=lambda: control.cancelled)
        load_customers(cursor, numbered, key)
        told = measure_customers(cursor, headers.index(header), person)
        each_anew = told["numbers"] >= _ALONE * told["orders"]
        if each_anew and told["found"] >= ENOUGH * told["orders"] and told["people"] < told["numbers"]:
            return Beside(
                look.source, CUSTOMERS, key, numbered.lines, told["found"], Decimal(0), 0, look.readable.headers[key]
            )
    return None


def _may_stand_beside(lines: _Look, orders: _Look) -> bool:
    """Whether a file is another one than the orders, and no payments of which some may have failed where the money is asked."""
    if signature(lines.readable.headers) == signature(orders.readable.headers):
        return False
    if lines.role == ITEMS or "amount" in orders.mapping:
        return True
    marks = OF_ORDERS.marks(unique_headers(_padded(lines.readable)), lines.readable.sample, lines.mapping, Choices())
    return all(mark.role in (FREE, REMARK) for mark in marks)  # which every payment's method may be


def _measure(cursor: Cursor, orders: _Look, place: int, lines: _Look) -> list[tuple[_Look, int, _Look, float, Beside]]:
    found = []
    for own in lines.numbers:
        beside = Beside(lines.source, lines.role or ITEMS, own, 0, 0, Decimal(0), 0, orders.readable.headers[place])
        if load_beside(cursor, lines.readable, beside, lines.mapping) and (told := measure(cursor)):
            share = told["orders_found"] / told["orders"] if told["orders"] else 0.0
            if share >= ENOUGH and told["near"] * 2 >= told["dated"]:
                found.append((orders, place, lines, share, beside.measured(told)))
    return sorted(found, key=lambda each: -each[3])[:1]
