"""Orders, and their lines and payments from other files, made one table before it is judged.

The file of orders says who the customer is, the day, the money, the state and the store; the file of lines says what was sold.
Each row of the table is a line with the cells of its order. The money of the order is shared among its lines by their own
prices, to the cent: the sum of the table's amounts is that of the file of orders, whatever its lines come to. A line that was
sent back or voided, by a state of its own or a price below zero, gets no share: the total of its order does without it already.
Where the orders name a customer anew on each order, and a file of customers says who is one and the same, that one is taken.
An order without lines stands as it is, a line without an order is left out and told; neither makes a bill that the orders do
not have.
Where the orders hold no money, it is what was paid for them, else their lines' own.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from segmentation.ingest.columns import KEY_COLUMNS, MONEY, NAME_PARTS, NUMBER
from segmentation.ingest.control import Control
from segmentation.ingest.incoming import readable_name
from segmentation.ingest.kinds.bills.tips import says_tip
from segmentation.ingest.kinds.registry import OF_ORDERS
from segmentation.ingest.mapping import propose_mapping, unique_headers
from segmentation.ingest.meaning import (
    FREE,
    HOUSE,
    ITEM,
    MOST_VALUES,
    REFUND,
    REMARK,
    RETURNED,
    VOID,
    find_mark_columns,
    read_value,
)
from segmentation.ingest.questions import Question
from segmentation.ingest.readers.child import number_apart, read_apart
from segmentation.ingest.readers.read import Readable, new_file
from segmentation.ingest.readers.sheets import SHEET_STEP, Part
from segmentation.ingest.stage import TOTAL_WORDS
from segmentation.language.currencies import FOREIGN
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import read_number, uses_decimal_comma
from segmentation.warehouse import Cursor, fetch, parameters, run, statement

ITEMS, PAYMENTS, CUSTOMERS = "items", "payments", "customers"  # what a file may be beside orders
NEAR = 20  # days between an order and its lines; what lies further apart only has the same numbers
_OF_ITEMS = ("product", "category", "quantity", "unit_price")
_PRODUCT = ("productid", "productcode", "sku", "商品编码", "商品id", "菜品编码", "货号")  # where nothing says its name
_PERSON_ID = re.compile(
    r"^(customer|client|buyer|member|user|guest|person)(unique|master|global)?(id|code|no|number|key|uid)$|"
    r"^(unique|master|global)(customer|client|person)?(id|code|key)$|(客户|会员|买家|用户|顾客)(唯一)?(id|编号|编码|标识|号|代码)$"
)
_UNIQUE = re.compile(r"unique|master|global|唯一")
_CENT, _FINE = Decimal("0.01"), Decimal("0.0001")


class Source(NamedTuple):
    """A file of a drop, or the ``sheet`` of a workbook (the file of an archive) in it."""

    path: Path
    name: str
    sheet: str | None = None
    why: str | None = None  # it would not be read otherwise, as of an Unread; of what stays unread beside it, this is told

    @property
    def label(self) -> str:
        """What it is called where it stands beside others."""
        return f"{self.name} · {self.sheet}" if self.sheet else self.name


@dataclass(frozen=True)
class Beside:
    """A file beside the orders: what it is, where its order numbers stand, its lines and those that found their order.

    ``left`` is what the others come to by their own prices, ``without`` how many orders have no line in it, ``header`` the
    column of the orders by which they are found.
    """

    source: Source
    role: str
    place: int
    lines: int
    found: int
    left: Decimal
    without: int
    header: str

    def measured(self, told: Mapping[str, Any]) -> Beside:
        """Return it with what was counted."""
        return replace(
            self, lines=told["lines"], found=told["found"], left=told["left_amount"], without=told["orders_without"]
        )


@dataclass(frozen=True)
class Join:
    """A file of orders, the place of its order numbers, and the files that belong to it."""

    orders: Source
    place: int
    beside: tuple[Beside, ...]

    def label(self, source: Source) -> str:
        """Return what a file is called beside the orders: of the same archive or workbook by its part alone."""
        return source.sheet if source.sheet and source.name == self.orders.name else source.label

    def question(self, answer: str | None) -> Question:
        """Return the question whether they are one import."""
        return Question(
            "join_files",
            N_(
                "“{lines}” belongs to the orders in “{orders}”: {found} of its {count} rows find their order by “{header}”. "
                "Join them to one import, or import each by itself (in the shell: --join=yes or --join=no)."
            ),
            {
                "lines": ", ".join(self.label(beside.source) for beside in self.beside), "orders": self.orders.label,
                "found": sum(beside.found for beside in self.beside), "count": sum(beside.lines for beside in self.beside),
                "header": self.beside[-1].header,
            },
            "join", ("yes", "no"), answer if answer in ("yes", "no") else None,
        )


@dataclass
class JoinedTable:
    """The table that a Join makes: ``readable`` has its headers and first rows; ``write`` gives it its rows.

    ``mapping`` is what is proposed for it.
    """

    readable: Readable
    mapping: dict[str, int]
    notices: list[Notice]
    cursor: Cursor
    commas: tuple[bool, ...]  # of the orders, payments and items: whether their commas part off decimals
    starts: tuple[int, int]  # the places at which the columns of payments and of items begin
    kept: tuple[list[int], list[int]]  # which columns of payments and of items are taken
    paid: int | None  # the place of what was paid, where the orders hold no money
    refunded: int | None  # the place of what went back of payments, where the orders do not say it
    of_order: frozenset[int] = frozenset()  # places of money that each line repeats of its order

    def write(self, mapping: Mapping[str, int], control: Control) -> Readable:
        """Write the rows, the money that ``mapping`` names shared among the lines of an order; return the readable table."""
        types = {column.name: column.type for column in OF_ORDERS.columns}
        places = {place: types[name] for name, place in mapping.items() if types[name] in (MONEY, NUMBER)}
        money = {place for place, kind in places.items() if kind == MONEY}
        shared = {place for place in money if place < self.starts[1] or place in self.of_order}
        target = new_file(self.readable.path.parent, ".csv")
        rows, further = 0, 0
        with target.open("w", encoding="utf-8", newline="") as text:
            writer = csv.writer(text)
            for line, damage, cells in self.rows(places, shared):
                control.check()
                writer.writerow([line, damage, *cells])
                rows, further = rows + 1, further + (line > SHEET_STEP)
        for table in ("customers", "orders", "lines_read", "items", "payments"):
            self.cursor.execute(f"drop table joined_{table}")
        self.cursor.execute("drop table first_orders")
        first, second = self.readable.parts
        parts = (replace(first, rows=rows - further), replace(second, rows=further))
        return replace(self.readable, path=target, lines=rows, parts=parts)

    def rows(
        self, numbers: Mapping[int, str], shared: set[int], most: int | None = None
    ) -> Iterator[tuple[int, str, list[str]]]:
        """Yield the number, the damage and the cells of each row; ``numbers`` are written plainly, ``shared`` money is shared."""
        sql = statement("stage/joined_lines") + (f"\nlimit {most:d}" if most else "")
        wide = [self.starts[0], self.starts[1] - self.starts[0], self.readable.columns - self.starts[1]]
        for row in self.cursor.stream(sql, parameters(sql, {"step": SHEET_STEP})):
            taken = [
                list(row["order_cells"]),
                [row["payment_cells"][place] for place in self.kept[0]] if row["payment_cells"] else [""] * wide[1],
                [row["item_cells"][place] for place in self.kept[1]] if row["item_cells"] else [""] * wide[2],
            ]
            cells = [cell or "" for part in taken for cell in part]
            if self.paid is not None:
                cells[self.paid] = "" if row["paid"] is None else f"{row['paid']:f}"
            if self.refunded is not None:
                cells[self.refunded] = "" if row["refunded"] is None else f"{row['refunded']:f}"
            for place in numbers:
                comma = self.commas[sum(place >= start for start in self.starts)]
                if place in (self.paid, self.refunded):
                    comma = False
                cells[place] = _share(cells[place], comma, row if place in shared else None)
            yield row["line"], row["damage"] or "", cells


def _share(cell: str, comma: bool, row: Mapping[str, Any] | None) -> str:
    """Return a number written plainly, or the part of it that the ``row`` has; what is no number stays as it is."""
    value, sign = _number(cell, comma)
    if value is None:
        return cell
    if row is not None and (row["before"] or row["upto"] != row["whole"]):
        unit = _CENT if value == value.quantize(_CENT) else _FINE
        upto, before = (
            (value * Decimal(row[name]) / Decimal(row["whole"])).quantize(unit, ROUND_HALF_UP) for name in ("upto", "before")
        )
        value = upto - before
    return f"{value:f} {sign}" if sign else f"{value:f}"


@lru_cache(maxsize=100_000)
def _number(cell: str, comma: bool) -> tuple[Decimal | None, str]:
    sign = FOREIGN.search(cell)
    return (read_number(cell, comma) if cell.strip() else None), sign[0] if sign else ""


def load_orders(cursor: Cursor, readable: Readable, place: int, day: int | None) -> tuple[int, int]:
    """Load the rows of a numbered file of orders; return how many have an order number, and how many numbers there are."""
    _load(cursor, "joined_orders", readable, place, day, "null::decimal(18, 4)")
    run(cursor, "stage/joined_orders")
    [(rows,)] = cursor.execute("select count(order_no) from joined_orders").fetchall()
    [(alone,)] = cursor.execute("select count(*) from first_orders").fetchall()
    return rows, alone


def load_beside(cursor: Cursor, readable: Readable, beside: Beside, mapping: Mapping[str, int]) -> bool:
    """Load the rows of a numbered file beside the orders; return False where what was paid cannot be read in all of them."""
    comma = _uses_comma(cursor, readable, mapping)
    if comma and beside.role == PAYMENTS:
        return False
    _load(cursor, "joined_lines_read", readable, beside.place, mapping.get("date"), _weight(mapping, comma))
    run(cursor, "stage/drop_joined_totals", total_words=list(TOTAL_WORDS))
    if beside.role == ITEMS:
        return True
    cell = f"coalesce(cells[{mapping['amount'] + 1}], '')"
    paid = f"select distinct {cell}, weight from joined_lines_read where order_no is not null"
    return all(read_number(text) == weight for text, weight in cursor.execute(paid).fetchall())


def load_customers(cursor: Cursor, readable: Readable | None, place: int) -> None:
    """Load the rows of a numbered file of customers, known by the cell at ``place``; an empty table where there is none."""
    if readable is None:
        cursor.execute("create or replace temp table joined_customers (order_no varchar, cells varchar[])")
    else:
        _load(cursor, "joined_customers", readable, place, None, "null::decimal(18, 4)")


def measure_customers(cursor: Cursor, own: int, person: int) -> dict[str, Any]:
    """Return how the customers that were loaded last stand to the orders: ``own`` is the place of these in the orders."""
    return fetch(cursor, "stage/customers_measured", own=own + 1, person=person + 1).to_pylist()[0]


def find_person(headers: Sequence[str], sample: Sequence[Sequence[str]], key: int) -> int | None:
    """Return the column of a file of customers that says who is one and the same, beside the one at ``key``; None: no column."""
    places = [place for place in id_places(headers) if place != key and any(row[place].strip() for row in sample)]
    return min(places, key=lambda place: not _UNIQUE.search(fold_header(headers[place])), default=None)


def id_places(headers: Sequence[str]) -> list[int]:
    """Return the places of columns that number people: customer_id, 会员编号."""
    return [place for place, header in enumerate(headers) if _PERSON_ID.search(fold_header(header))]


def _take_customers(
    cursor: Cursor, orders: Readable, mapping: Mapping[str, int], file: Readable, who: Beside
) -> tuple[Readable, dict[str, int]]:
    """Put what the customers' file says behind the cells of each order; return the orders as they are then, and their columns."""
    own = [fold_header(header) for header in orders.headers].index(fold_header(file.headers[who.place]))
    known = {fold_header(header) for header in orders.headers}
    kept = [place for place, header in enumerate(file.headers) if place != who.place and fold_header(header) not in known]
    person = find_person(file.headers, file.sample, who.place)
    start = orders.columns
    nothing = ", ".join(["''"] * len(kept))
    taken = ", ".join(f"coalesce(customers.cells[{place + 1}], '')" for place in kept)
    cursor.execute(
        f"create or replace temp table joined_orders as select orders.* replace (list_concat(orders.cells, "
        f"case when customers.order_no is null then [{nothing}] else [{taken}] end) as cells) from joined_orders as orders "
        f"left join (select order_no, any_value(cells) as cells from joined_customers group by order_no) as customers "
        f"on clean_id(orders.cells[{own + 1}]) = customers.order_no"
    )
    headers = [*orders.headers, *[""] * (start - len(orders.headers)), *(file.headers[place] for place in kept)]
    blank = ("",) * len(kept)
    sample = tuple((*row, *[""] * (start - len(row)), *blank) for row in orders.sample)
    told = propose_mapping(OF_ORDERS, file.headers, file.sample)
    names = {
        name: start + kept.index(place) for name, place in told.items()
        if name in ("name", "phone", "email", "region") and name not in mapping and place in kept
    }
    return (
        replace(orders, headers=tuple(headers), columns=len(headers), sample=sample),
        {**mapping, **names, "customer_code": start + kept.index(person)},
    )


def measure(cursor: Cursor) -> dict[str, Any]:
    """Return how the lines that were loaded last stand to the orders."""
    return fetch(cursor, "stage/join_measured", near=NEAR).to_pylist()[0]


def _load(cursor: Cursor, table: str, readable: Readable, place: int, day: int | None, weight: str) -> None:
    """Load a numbered text as a table of line, damage, order number, day, weight and cells. Only names made here stand in it."""
    run(cursor, "stage/text_macros")
    names = ["line", "damage", *(f"c{at}" for at in range(readable.columns))]
    types = ", ".join(f"'{name}': 'varchar'" for name in names)
    number = f"case when not coalesce(is_shortened(c{place}), false) then clean_id(c{place}) end"
    parts = f"regexp_extract(c{day}, '(\\d{{4}})\\D{{1,2}}(\\d{{1,2}})\\D{{1,2}}(\\d{{1,2}})', ['y', 'm', 'd'])"
    date = "null::date" if day is None else (
        f"try(make_date(try_cast({parts}.y as bigint), try_cast({parts}.m as bigint), try_cast({parts}.d as bigint)))"
    )
    cursor.execute(
        f"create or replace temp table {table} as select cast(line as bigint) as line, damage, {number} as order_no, "
        f"{date} as day, {weight} as weight, [{', '.join(names[2:])}] as cells "
        f"from read_csv($path, columns = {{{types}}}, header = false, auto_detect = false, delim = ',', quote = '\"', "
        "escape = '\"', strict_mode = true)",
        {"path": str(readable.path)},
    )


def _weight(mapping: Mapping[str, int], comma: bool) -> str:
    """Return what a line costs by its own columns, as its share of the order's money is found."""

    def number(name: str) -> str:
        cell = f"c{mapping[name]}"
        cell = f"replace(replace({cell}, '.', ''), ',', '.')" if comma else f"replace({cell}, ',', '')"
        return f"try_cast(nullif(regexp_replace({cell}, '[^0-9.-]', '', 'g'), '') as decimal(18, 4))"

    if "amount" in mapping:
        return number("amount")
    if {"quantity", "unit_price"} <= mapping.keys():
        return f"cast({number('quantity')} * {number('unit_price')} as decimal(18, 4))"
    return "null::decimal(18, 4)"


def _uses_comma(cursor: Cursor, readable: Readable, mapping: Mapping[str, int]) -> bool:
    kinds = {column.name: column.type for column in OF_ORDERS.columns}
    places = {place for name, place in mapping.items() if kinds[name] in (MONEY, NUMBER)}
    return uses_decimal_comma({row[place] for row in readable.sample for place in places if place < len(row)})


def open_joined(cursor: Cursor, join: Join, orders: Readable, work_dir: Path, control: Control) -> JoinedTable:
    """Return the table that the ``orders``, as they were read, make with the files beside them.

    Raises InputError where these cannot be read (any more), Cancelled where the work was stopped.
    """
    stop = {"cancelled": lambda: control.cancelled}
    numbered = number_apart(orders, work_dir, **stop)
    mapping = _propose(orders)
    load_orders(cursor, numbered, join.place, mapping.get("date"))
    load_customers(cursor, None, 0)
    who = next((beside for beside in join.beside if beside.role == CUSTOMERS), None)
    notices: list[Notice] = []
    others: list[Readable] = []
    if who is not None:
        file = read_apart(who.source.path, work_dir, file_name=who.source.name, sheet=who.source.sheet, **stop)
        load_customers(cursor, number_apart(file, work_dir, **stop), who.place)
        orders, mapping = _take_customers(cursor, orders, mapping, file, who)
        text = N_("{count} orders name a customer of their own each; “{file}” says by “{key}” who is one and the same.")
        key = orders.headers[mapping["customer_code"]]
        notices.append(Notice("customers_joined", text, who.found, {"file": join.label(who.source), "key": key}))
        others.append(file)
    for name in ("stage/joined_items", "stage/joined_payments"):
        _load(cursor, "joined_lines_read", numbered, join.place, None, "null::decimal(18, 4)")
        cursor.execute("delete from joined_lines_read")
        run(cursor, name, refund=0)
    table = _Parts([*orders.headers, *[""] * (orders.columns - len(orders.headers))], mapping, orders.sample)
    read: dict[str, Readable] = {}
    of_order: frozenset[int] = frozenset()
    lines_of = [beside for beside in join.beside if beside.role != CUSTOMERS]
    for beside in sorted(lines_of, key=lambda each: each.role, reverse=True):  # what was paid stands before the items
        source = beside.source
        readable = read_apart(source.path, work_dir, file_name=source.name, sheet=source.sheet, **stop)
        lines = number_apart(readable, work_dir, **stop)
        own = _propose(readable)
        load_beside(cursor, lines, beside, own)
        notices += _tell(beside.measured(measure(cursor)), join.label(source))
        states: set[int] = set()
        if beside.role == ITEMS and "amount" in table.mapping:
            states = _leave_out_undone(cursor, readable, beside.place, own, always=_says_state(orders, mapping))
        repeated = beside.role == ITEMS and "refund" in own and _is_of_order(cursor, own["refund"])
        run(cursor, f"stage/joined_{beside.role}", refund=own.get("refund", -1) + 1)
        tips = find_tips_beside(orders, join.place, mapping, readable, beside.place) if beside.role == PAYMENTS else None
        table.take(beside, readable, own, states, () if tips is None else (tips,))
        if tips is not None:
            text = N_("“{tip}” of “{file}” is not in “{amount}”, as the payments show: nothing is taken off.")
            told = {"tip": readable.headers[tips], "file": join.label(source), "amount": orders.headers[mapping["amount"]]}
            notices.append(Notice("tips_beside", text, 1, told))
        if repeated and table.mapping.get("refund", 0) >= table.starts[ITEMS]:
            of_order = frozenset({table.mapping["refund"]})
        read[beside.role] = lines
    commas = tuple(
        _uses_comma(cursor, part, _propose(part)) if part else False for part in (orders, read.get(PAYMENTS), read.get(ITEMS))
    )
    others += [read[role] for role in (PAYMENTS, ITEMS) if role in read]
    labels = [join.orders.label, *(join.label(beside.source) for beside in join.beside)]
    joined = JoinedTable(
        _readable(orders, numbered, others, labels, table, join), table.mapping | {"bill_no": join.place}, notices, cursor,
        commas, (table.starts[PAYMENTS], table.starts[ITEMS]), (table.kept[PAYMENTS], table.kept[ITEMS]), table.paid,
        table.refunded, of_order,
    )
    sample = tuple(tuple(cells) for _, _, cells in joined.rows({}, set(), most=max(10, len(orders.sample))))
    joined.readable = replace(joined.readable, sample=sample)
    return joined


def _leave_out_undone(cursor: Cursor, readable: Readable, place: int, own: Mapping[str, int], always: bool) -> set[int]:
    """Give no weight to the lines that were loaded last and that a state of their own calls void or sent back.

    Return the places of these states. One that is the same on all lines of each order is the order's, unless ``always``.
    """
    names = unique_headers([*readable.headers, *[""] * (readable.columns - len(readable.headers))])
    taken = {**own, "bill_no": place}
    status = taken.pop("status", None)
    states = set()
    for column in find_mark_columns(names, _values(cursor, len(names)), taken, status):
        if column.role in (ITEM, FREE, HOUSE, REMARK) or not (always or _differs(cursor, column.place)):
            continue
        states.add(column.place)
        cell = f"coalesce(cells[{column.place + 1}], '')"
        values = [value for (value,) in cursor.execute(f"select distinct {cell} from joined_lines_read").fetchall()]
        cursor.execute(
            f"update joined_lines_read set weight = 0 where {cell} in (select unnest($undone))",
            {"undone": [value for value in values if read_value(column.role, value) in (VOID, RETURNED, REFUND)]},
        )
    return states


def _values(cursor: Cursor, columns: int) -> list[tuple[str, ...]]:
    """Return rows that hold each value of each column that has few of them, and enough values of the others."""
    held = []
    for place in range(columns):
        cell = f"coalesce(cells[{place + 1}], '')"
        told = f"select distinct {cell} from joined_lines_read limit {MOST_VALUES + 2}"
        held.append([value for (value,) in cursor.execute(told).fetchall()] or [""])
    return [
        tuple(held[place][0] if value is None else value for place, value in enumerate(row)) for row in zip_longest(*held)
    ]


def _differs(cursor: Cursor, place: int) -> bool:
    """Whether a column of the lines that were loaded last says this of one line of an order and that of another."""
    told = (
        f"select 1 from joined_lines_read where order_no is not null group by order_no "
        f"having count(distinct coalesce(cells[{place + 1}], '')) > 1 limit 1"
    )
    return bool(cursor.execute(told).fetchall())


def _is_of_order(cursor: Cursor, place: int) -> bool:
    """Whether a column of the lines that were loaded last repeats on each line of an order the same: money of the whole order."""
    told = (
        "with orders as (select count(*) as lines, count(distinct cell) as cells from "
        f"(select order_no, coalesce(cells[{place + 1}], '') as cell "
        "from joined_lines_read where order_no is not null) "
        "group by order_no having count(*) > 1 and bool_or(regexp_matches(cell, '[1-9]'))) "
        "select count(*) > 1 and bool_and(cells = 1) from orders"
    )
    return bool(cursor.execute(told).fetchall()[0][0])


def _says_state(readable: Readable, mapping: Mapping[str, int]) -> bool:
    """Whether a file of orders says itself which of them count."""
    names = unique_headers([*readable.headers, *[""] * (readable.columns - len(readable.headers))])
    taken = {name: place for name, place in mapping.items() if name != "status"}
    found = find_mark_columns(names, readable.sample, taken, mapping.get("status"))
    return any(column.role not in (ITEM, FREE, HOUSE, REMARK) for column in found)


def _propose(readable: Readable) -> dict[str, int]:
    return propose_mapping(
        OF_ORDERS, [*readable.headers, *[""] * (readable.columns - len(readable.headers))], readable.sample
    )


_KEYS = dict.fromkeys((*KEY_COLUMNS, *NAME_PARTS)).keys()


class _Parts:
    """The columns of the table, part by part, and what they mean: the orders' own, and from the others what these lack."""

    def __init__(self, headers: Sequence[str], mapping: dict[str, int], rows: Sequence[Sequence[str]]) -> None:
        self.headers, self.mapping, self._rows = list(headers), dict(mapping), rows
        self._named = mapping.keys() & _KEYS
        self.starts = {PAYMENTS: len(headers), ITEMS: len(headers)}
        self.kept: dict[str, list[int]] = {PAYMENTS: [], ITEMS: []}
        self.paid: int | None = None
        self.refunded: int | None = None

    def take(
        self, beside: Beside, readable: Readable, own: Mapping[str, int], states: set[int], without: Sequence[int] = ()
    ) -> None:
        """Take the columns of a file that the table has not, and those of its columns that the orders do not say.

        Its ``states`` are left out: they say of a line, not of what the table shares out, whether it counts. So are those
        ``without`` which the orders' amounts are.
        """
        own = {name: place for name, place in own.items() if place not in states}
        known = {fold_header(header) for header in self.headers}
        folded = [fold_header(header) for header in readable.headers]
        if own.keys() & _KEYS and not any(cells[self.mapping[name]].strip() for name in self._named for cells in self._rows):
            self.mapping = {name: place for name, place in self.mapping.items() if name not in self._named}  # columns left empty
        named = bool(self.mapping.keys() & _KEYS)
        if beside.role == ITEMS:
            codes = [place for place, header in enumerate(folded) if header in _PRODUCT]
            if "product" not in own and codes:
                own["product"] = codes[0]
            wanted = [*_OF_ITEMS, *(name for name in ("amount", "refund", "date", "date_2") if name not in self.mapping)]
            for name in _OF_ITEMS:
                self.mapping.pop(name, None)
        else:
            wanted = [name for name in ("amount", "refund", "date", "payment_method") if name not in self.mapping]
        if not named:
            wanted += _KEYS
        if beside.role == ITEMS and "amount" in own and "amount" not in self.mapping:
            wanted = [name for name in wanted if name != "unit_price"]
        taken = {name: own[name] for name in wanted if name in own}
        money = {own["amount"]} if beside.role == PAYMENTS and "amount" in own and "amount" not in taken else set()
        kept = [
            place for place in range(len(folded))
            if place in taken.values() or (place not in (beside.place, *money, *states, *without) and folded[place] not in known)
        ]
        start = len(self.headers)
        self.kept[beside.role] = kept
        self.starts[ITEMS] = start if beside.role == ITEMS else start + len(kept)
        self.headers += [readable.headers[place] for place in kept]
        self.mapping |= {name: start + kept.index(place) for name, place in taken.items()}
        if beside.role == PAYMENTS and "amount" in taken:
            self.paid = self.mapping["amount"]
        if beside.role == PAYMENTS and "refund" in taken:
            self.refunded = self.mapping["refund"]


def _are_numbers(rows: Sequence[Sequence[str]], at: int) -> bool:
    return bool(rows) and all(read_number(row[at]) is not None for row in rows)


def find_tips_beside(
    orders: Readable, place: int, mapping: Mapping[str, int], payments: Readable, key: int
) -> int | None:
    """Return the column of tips in a file of payments that the orders' amounts do not hold, as its own sums show; else None.

    An order is what one column of its payment says, and another of that file is just that with the tip.
    """
    tips = [at for at, header in enumerate(payments.headers) if says_tip(header)]
    if not tips or "amount" not in mapping:
        return None
    due = {row[place]: read_number(row[mapping["amount"]]) for row in orders.sample if row[place].strip()}
    paid = [row for row in payments.sample if row[key] in due]
    if len(payments.sample) < payments.lines and paid:  # the sample may cut through the payments of the last
        paid = [row for row in paid if row[key] != paid[-1][key]]
    columns = [at for at in range(len(payments.headers)) if at not in (key, *tips) and _are_numbers(paid, at)]
    sums: dict[str, list[Decimal]] = {}
    for row in paid:
        own = sums.setdefault(row[key], [Decimal(0)] * len(row))
        for at in (*columns, *tips):
            own[at] += read_number(row[at]) or 0
    tipped = [(due[order], own) for order, own in sums.items() if own[tips[0]]]
    for bare in columns:
        if not tipped or any(own[bare] != amount for amount, own in tipped):
            continue
        if any(all(own[whole] == own[bare] + sum(own[tip] for tip in tips) for _, own in tipped) for whole in columns):
            return tips[0]
    return None


def _readable(
    orders: Readable, numbered: Readable, others: Sequence[Readable], labels: Sequence[str], table: _Parts, join: Join
) -> Readable:
    sums = hashlib.sha256("".join([orders.sha256, *(other.sha256 for other in others)]).encode()).hexdigest()
    own = {beside.source.sheet for beside in join.beside if beside.source.name == join.orders.name}
    return replace(
        numbered,
        file_name=readable_name(" + ".join(dict.fromkeys(labels))),
        sha256=sums,
        size=orders.size + sum(other.size for other in others),
        headers=tuple(table.headers),
        columns=len(table.headers),
        quoted=True,
        joined=True,
        parts=(Part(labels[0], 0, 0), Part(labels[-1], 0, SHEET_STEP)),
        unread=tuple(
            replace(part, why=join.orders.why or part.why) for part in orders.unread if part.sheet not in own
        ),
    )


def _tell(beside: Beside, file: str) -> Iterator[Notice]:
    left = beside.lines - beside.found
    values = {"file": file, "found": f"{beside.found:,}", "header": beside.header}
    yield Notice(
        "joined", N_("{found} of {count} rows of “{file}” found their order by “{header}”."), beside.lines, values
    )
    if left:
        text = N_("{count} rows of “{file}” without an order ({amount} by their own prices) were left out.")
        yield Notice("lines_without_order", text, left, {"file": values["file"], "amount": f"¥{beside.left:,.2f}"})
    if beside.without:
        text = N_("{count} orders have no row in “{file}”; they count as they are.")
        yield Notice("orders_without_lines", text, beside.without, {"file": values["file"]})
