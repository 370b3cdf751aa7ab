"""The lines of a file of bills: staged, judged and put together as bills on a cursor."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import pyarrow as pa

from segmentation.ingest.columns import KEY_COLUMNS, MONEY, NUMBER
from segmentation.ingest.day_begins import day_begins
from segmentation.ingest.evidence import code_tells_all, find_own_side
from segmentation.ingest.examination import Examination, Stage
from segmentation.ingest.kinds.bills.adjusted import count_adjusted
from segmentation.ingest.kinds.bills.blank_names import FILL, BlankNames, find_blank_names
from segmentation.ingest.kinds.bills.business_days import take_business_days
from segmentation.ingest.kinds.bills.card_events import is_of_card_events, leave_moves_out
from segmentation.ingest.kinds.bills.cards import CASH_WORDS, WAYS, WORDS
from segmentation.ingest.kinds.bills.fen import KNOWN, divide, find_fen
from segmentation.ingest.kinds.bills.folio import leave_payments_out
from segmentation.ingest.kinds.bills.foot import mark_foot_totals
from segmentation.ingest.kinds.bills.gifts import add_gifts, gifts_come_on_top, moves_cards, pays_from_card, take_card_payments
from segmentation.ingest.kinds.bills.guess import REFUND_DAY, is_card_refund, of_top_ups, sells_cards
from segmentation.ingest.kinds.bills.joined_bills import JOINED, leave_parts_of_joined_out
from segmentation.ingest.kinds.bills.kept import drop_secrets, kept_cell, kept_columns, nothing_kept
from segmentation.ingest.kinds.bills.ledger import set_against
from segmentation.ingest.kinds.bills.lists_of_refunds import is_list_of_refunds
from segmentation.ingest.kinds.bills.nobodys_phones import drop_nobodys_phones
from segmentation.ingest.kinds.bills.other_tables import leave_out_tables
from segmentation.ingest.kinds.bills.paid_rows import leave_paid_rows_out
from segmentation.ingest.kinds.bills.points import THOUSANDS, Points, are_thousands, find_points, sum_up
from segmentation.ingest.kinds.bills.rates import to_money, way_of_rates
from segmentation.ingest.kinds.bills.rounding_off import add_discount, find_discounts
from segmentation.ingest.kinds.bills.stays import ask_of_meals, tell_no_transfers
from segmentation.ingest.kinds.bills.summed import add_summands
from segmentation.ingest.kinds.bills.tills import take_sheets
from segmentation.ingest.kinds.bills.tips import take_tips_off
from segmentation.ingest.kinds.bills.top_ups_inside import take_top_ups_off
from segmentation.ingest.kinds.bills.transfers import leave_transfers_out
from segmentation.ingest.kinds.bills.year_named import take_named_year
from segmentation.ingest.meaning import (
    DEPOSIT_ITEM,
    FILLED,
    FREE,
    FREE_METHODS,
    ITEM,
    KIND,
    MARK_END,
    MOMENT,
    ORIGINAL,
    PAID_ON,
    PAYMENT_WORDS,
    PAYS,
    REMARK,
    REMARK_WORDS,
    STATE,
    STORED_ITEM,
    TOP_UP,
    has_ways,
    names_way,
    read_value,
)
from segmentation.ingest.readers.read import Readable
from segmentation.ingest.readers.sheets import SHEET_STEP
from segmentation.ingest.stage import (
    CELL_END,
    LONGEST_TOTAL,
    TOTAL_CELL,
    TOTAL_LINE,
    TOTAL_NAME,
    TOTAL_WORDS,
    Desk,
    held_as,
    hide_erased,
    keep_spellings,
    load_lines,
    load_readable,
    odd_text,
    walk_ins,
)
from segmentation.language.currencies import FOREIGN
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import either_script, fold_header
from segmentation.language.values import ZONE, DayReading, check_remembered, is_range, read_days, read_number, uses_decimal_comma
from segmentation.warehouse import Cursor, fetch, parameters, run, statement

MOST_SHEETS = 256
# of a date: blank where nothing was paid
_MOMENT_OF_PAYING = re.compile(r"付款|支付|结账|收款|完成|退款|核销|paid|settled|closed|refund|completed")
_FEW_DATES = 3
_DITTO = r"^(〃|〞|″|\"|''|同上|ditto)$"  # in place of the date above
_CASES = (str, str.lower, str.upper, str.capitalize, lambda start: start.capitalize().swapcase())  # in which a word may begin
FEW = 20_000  # lines, which are judged once and kept so
MANY = 100_000  # lines, whose memory is worth a few statements
# of the name of a sheet: its lines are refunds
REFUND_SHEET = re.compile(r"(实际?|已|申请)?退款|退货|退单|实退|售后|refund|return", re.IGNORECASE)
CARD_REFUND_SHEET = re.compile(r"^(会员|储值)?(退卡|退储值|退充值)|^(gift )?card refunds?$", re.IGNORECASE)
# texts that are kept but name neither bill nor customer: a word that tells a total line may stand in them
SAID_BESIDE = (
    "room", "meal_period", "channel", "payment_method", "currency", "time", "date_2", "region", "module", "manager", "status",
    "category", "covers", "tables", "quantity", "unit_price", "gross", "discount", "refund", "cost", "till",
)

# columns of staged bills that a file may lack, and how they are held
OF_A_BILL = {
    "manager": "varchar", "tables": "decimal(8, 2)", "covers": "decimal(8, 2)", "cost": "decimal(15, 2)", "room": "varchar",
    "meal_period": "varchar", "channel": "varchar", "payment_method": "varchar", "gross": "decimal(15, 2)",
    "discount": "decimal(15, 2)", "stored": "decimal(18, 4)",
}
# of a way to pay: the guest owes it, or paid it into his card before; and what nobody is to pay
OWED_WORDS = either_script(
    "(?i)挂账|挂帐|欠[款账帐费]?|签单|签账|记账|储值|会员卡|余额|预存|卡扣|on ?account|city ledger|house account|stored value|"
    "gift card|prepaid"
)
FREE_WORDS = either_script(r"(?i)免单|招待|赠送|宴请|员工餐|试吃|complimentary|on the house|free")
# of columns that say other things most of the time
_SAID_BY = {
    ITEM: f"{STORED_ITEM}|{PAYMENT_WORDS}|{DEPOSIT_ITEM}", FREE: FREE_METHODS.replace("'", "''"),
    PAYS: PAYMENT_WORDS, REMARK: REMARK_WORDS,
}


_OF_LINES = "join lines on coalesce(lines.line_no, lines.row_no + $first_line) = owed.line_no"


class BlankDates(NamedTuple):
    """Lines with an amount and no date in a file that says each date once: how many, their money, and whether it is sure."""

    lines: int
    amount: Decimal
    is_sure: bool


@dataclass
class BillStage(Stage):
    """Judged lines of bills, and how many there are to a bill."""

    single: bool = False  # whether each line is a bill of its own
    mapping: Mapping[str, int] = field(default_factory=dict)
    several: bool = False  # bills stand on several lines
    carried: int = 0  # lines of which something was filled down from the line above
    filled: int = 0  # of these, other than under a line that names the customer alone
    points: Points | None = None  # what those of the amounts may part off
    fen: str | None = None  # whether the amounts are in fen
    example: str = ""  # one of them
    names_payments: str = ""  # a kind of line says how it was paid: WAYS or WORDS
    has_methods: bool = True  # some of its bills may say how they were paid
    together: int = 0  # lines without a number that are one bill with a line above
    blank_dates: BlankDates | None = None  # lines below a date that say none
    blank_names: BlankNames | None = None  # lines below a customer that name none
    out: dict[str, int] = field(default_factory=dict)  # lines that a person leaves out, by reason
    left_out: int = 0  # lines of other tables below the bills
    counted_once: bool = False  # the total of a bill stood on each of its lines
    ranges: int = 0  # lines whose date says two days, of which the first is taken
    has_signs: bool = False  # whether amounts carry the sign of another currency
    owes_beside: str = ""  # a column says what is owed: within the amounts, or beside them and counted with them
    numbered_lines: int = 0  # accepted lines with a bill number

    def said_above(self) -> dict[int, dict[str, str | None]]:
        """Return what lines that were not understood take from the line above or from their bill; nothing where no line does."""
        if not (self.carried or self.blank_dates):
            return {}
        return {row.pop("line_no"): row for row in self.rows("stage/said_above")}

    def summarise(self) -> list[dict[str, Any]]:
        """Return one row per verdict on the lines: how many, their amount, days and oddities."""
        summary = self.rows("stage/summary")
        accepted = next((row for row in summary if row["verdict"] == "ok"), None)
        if accepted:
            self.numbered_lines = accepted["numbered_lines"]
        return summary

    def count_once_a_bill(self) -> Decimal:
        """Count the amount of a bill on its first line only; return what the others repeat."""
        once = statement("stage/once_a_bill")
        told = self.rows("stage/repeated_refunds")[0] if "refund" in self.mapping else {"several": 0, "constant": 0}
        of_items = told["constant"] < told["several"]
        self.cursor.execute(f"create or replace temp table once as {once}", {"refunds_of_items": of_items})
        [(repeated,)] = self.cursor.execute("select coalesce(sum(repeated), 0) from once").fetchall()
        self.cursor.execute("create or replace temp view lines as select * exclude (repeated, place) from once")
        self.counted_once = self.values["of_bills"] = True
        self.values["refunds_of_lines"] = of_items
        return repeated

    def count_filled_parts(self, has_parts: bool) -> int:
        """Return how many of the lines that were filled down are left out, where a bill stands as a whole beside its items."""
        if not (self.filled and has_parts):
            return 0
        return int(self.rows("stage/filled_parts")[0]["lines"])

    def count_refunds_once(self) -> None:
        """Take the refund of a bill off once, where each of its lines repeats it."""
        once = statement("stage/refund_once_a_bill")
        self.cursor.execute(f"create or replace temp table refunded_once as {once}")
        self.cursor.execute("create or replace temp view lines as select * exclude (place) from refunded_once")
        self.values["refund_once"] = True

    def weigh_refunds_beside(self) -> dict[str, int]:
        """Return how many sales have a refund beside them, and which of their amounts tell that it is off them already."""
        of = "carried where is_further" if self.carried else "lines where false"
        further = f"select coalesce(line_no, row_no + $first_line) as line_no from {of}"
        self.cursor.execute(f"create or replace temp table further_lines as {further}", {"first_line": self.values["first_line"]})
        return self.rows("stage/refunds_beside")[0]

    def find_refunds_of_rows(self) -> dict[str, Any]:
        """Keep as ``refunds_on_rows`` the refunds beside sales that rows of their own take off as well; return what they come to.

        ``sales``, ``refunded``, and ``net``, how many of these sales have amounts that are less the refund already.
        """
        rows = statement("stage/refunds_on_rows")
        self.cursor.execute(f"create or replace temp table refunds_on_rows as {rows}")
        told = (
            "select cast(coalesce(sum(sales), 0) as bigint) as sales, coalesce(sum(sales * refunded), 0) as refunded, "
            "cast(coalesce(sum(net_sales), 0) as bigint) as net from refunds_on_rows"
        )
        sales, refunded, net = self.cursor.execute(told).fetchall()[0]
        return {"sales": sales, "refunded": refunded, "net": net}

    def leave_refunds_to_rows(self) -> None:
        """Leave refunds beside sales out that rows of their own take off as well."""
        once = statement("stage/refunds_off_rows")
        self.cursor.execute(f"create or replace temp table refunds_of_rows as {once}")
        self.cursor.execute("create or replace temp view lines as select * from refunds_of_rows")

    def count_refunds_below_once(self) -> tuple[int, Decimal]:
        """Leave out refunds that the amounts of their own rows are already, below zero; return how many, and their sum."""
        told = "select count(*), coalesce(sum(-amount), 0) from lines where amount < 0 and abs(refund) = -amount"
        count, refunded = self.cursor.execute(told).fetchall()[0]
        if count:
            once = statement("stage/refunds_once")
            self.cursor.execute(f"create or replace temp table refunds_below as {once}")
            self.cursor.execute("create or replace temp view lines as select * from refunds_below")
        return count, refunded

    def leave_out_reversed(self) -> tuple[int, Decimal]:
        """Leave out lines below zero that take back a void line of their number, day and amount; return how many, and what."""
        is_plain = "refund" not in self.mapping and not self.values["refund_sheets"]
        if is_plain and self.readable.lines > FEW and not run(self.cursor, "stage/may_reverse").fetchall()[0][0]:
            return 0, Decimal(0)
        back = statement("stage/reversed_voids")
        self.cursor.execute(f"create or replace temp table reversed as {back}", parameters(back, self.values))
        count, amount = self.cursor.execute("select count(*), coalesce(-sum(amount), 0) from reversed").fetchall()[0]
        if count:
            left = (
                "select * from lines where coalesce(line_no, row_no + $first_line) not in (select line_no from reversed)"
            )
            self.cursor.execute(f"create or replace temp table unreversed as {left}", {"first_line": self.values["first_line"]})
            self.cursor.execute("create or replace temp view lines as select * from unreversed")
        return count, amount

    def leave_out_netted_rows(self) -> tuple[int, Decimal]:
        """Leave out the rows of refunds that are off the amount of their sale already; return how many, and their amount."""
        told = "select count(*), coalesce(sum(amount), 0) from lines"
        before, amount = self.cursor.execute(told).fetchall()[0]
        kept = statement("stage/without_netted_rows")
        self.cursor.execute(f"create or replace temp table netted as {kept}")
        self.cursor.execute("create or replace temp view lines as select * from netted")
        after, left = self.cursor.execute(told).fetchall()[0]
        return before - after, amount - left

    def sum_discounts(self, of_bill: bool) -> Decimal:
        """Return what discounts come to on the lines that count, no totals; those ``of_bill``, repeated on its lines, once."""
        lines = statement("stage/discount_once_a_bill") if of_bill else "select * from lines"
        told = (
            f"select coalesce(sum(abs(discount)), 0) from ({lines}) where coalesce(line_no, row_no + $first_line) in "
            f"({statement('stage/accepted_lines')})"
        )
        [(money,)] = self.cursor.execute(told, parameters(told, self.values)).fetchall()
        return money

    def take_discounts_off(self, of_bill: bool) -> None:
        """Take discounts off the amounts beside them; where they are ``of_bill``, repeated on each of its lines, only once."""
        self.values["discount_off"] = True
        if of_bill:
            once = statement("stage/discount_once_a_bill")
            self.cursor.execute(f"create or replace temp table discounted_once as {once}")
            self.cursor.execute("create or replace temp view lines as select * exclude (place) from discounted_once")

    def give_to_originals(self, store: int) -> tuple[int, Decimal]:
        """Give refunds to the customers of the bills that they refund; return how many, and what, find no such bill."""
        sql = statement("stage/of_originals")
        self.cursor.execute(f"create or replace temp table owned as {sql}", {"store": store})
        self.cursor.execute("create or replace temp view lines as select * exclude (is_found) from owned")
        told = "select count(*), coalesce(sum(amount), 0) from owned where not is_found"
        return self.cursor.execute(told).fetchall()[0]

    def find_doubles(self) -> dict[str, Any]:
        """Keep as ``doubles`` the lines that stand more than once; return how many repeat another, and what they make up."""
        double = statement("stage/double_lines")
        self.cursor.execute(f"create or replace temp table doubles as {double}", {"ascends": self.ascends})
        if not self.cursor.execute("select exists (select 1 from doubles)").fetchall()[0][0]:
            return {"copies": 0}
        return fetch(self.cursor, "stage/doubles_told", of_items="product" in self.mapping).to_pylist()[0]

    def leave_out_doubles(self) -> None:
        """Leave out the lines that repeat another in every cell."""
        single = "select * from lines where row_no not in (select row_no from doubles where place > 1)"
        self.cursor.execute(f"create or replace temp table single_lines as {single}")
        self.cursor.execute("create or replace temp view lines as select * from single_lines")

    def leave_out_strangers(self) -> None:
        """Leave out the refunds whose bill the store does not have."""
        self.cursor.execute("create or replace temp view lines as select * exclude (is_found) from owned where is_found")

    def find_on_account(self, in_part: bool, let_off: Sequence[str] = ()) -> tuple[int, Decimal, Decimal, Decimal, Decimal]:
        """Keep as ``owed`` the bills with nothing paid, or less than is due where ``in_part``.

        What the cells of ``let_off`` come to was given away: a bill that is due no more than that was free.
        Return how many, what is due, how much of that is said to be owed, what was paid of it, and what is due to be paid back.
        """
        owed = statement("stage/on_account")
        words = {"owed_words": OWED_WORDS, "free_words": FREE_WORDS}
        of_items = "product" in self.mapping and not self.counted_once
        bound = {**self.values, **words, "of_items": of_items, "in_part": in_part}
        self.cursor.execute(f"create or replace temp table owed as {owed}", parameters(owed, bound))
        if let_off:
            given = f"select owed.line_no, due - paid, {', '.join(let_off)} from owed {_OF_LINES}"
            rows = self.cursor.execute(given, {"first_line": self.values["first_line"]}).fetchall()
            free = [line for line, left, *cells in rows if left == sum(abs(read_number(cell or "") or 0) for cell in cells)]
            self.cursor.execute("delete from owed where list_contains($free, line_no)", {"free": free})
        told = (
            "select count(*), coalesce(sum(due) filter (where due > 0), 0), coalesce(sum(due) filter (where is_owed), 0), "
            "coalesce(sum(paid), 0), coalesce(-sum(due) filter (where due < 0), 0) from owed"
        )
        return self.cursor.execute(told).fetchall()[0]

    def count_due(self) -> None:
        """Count the bills in ``owed`` with what is due."""
        due = statement("stage/count_due")
        self.cursor.execute(f"create or replace temp table accounted as {due}", parameters(due, self.values))
        self.cursor.execute("create or replace temp view lines as select * from accounted")

    @cached_property
    def ascends(self) -> bool:
        """Whether each bill number is above the one before it; it stays so where lines are left out."""
        return bool(run(self.cursor, "stage/ascending_numbers").fetchall()[0][0])

    @cached_property
    def about_numbers(self) -> int:
        """How many different bill numbers the accepted lines carry, give or take a few per cent."""
        if not self.numbered_lines or self.ascends:
            return self.numbered_lines
        return int(run(self.cursor, "stage/about_numbers", **self.values).fetchall()[0][0])

    def _is_each_alone(self) -> bool:
        """Whether no two accepted lines name the same bill."""
        if self.ascends:
            return True
        [(lines, bills)] = run(self.cursor, "stage/bills_named", **self.values).fetchall()
        return bool(lines == bills)

    def make_bills(self, whole: bool = False) -> None:
        """Make ``staged_bills``; lines are put together only where two of them name the same bill.

        What the file does not have is not stored, as in ``load_lines``: a million empty cells would weigh as much as texts;
        unless ``whole``, where earlier lines of a bill may say it.
        """
        may_be = self.numbered_lines <= self.about_numbers * 1.1 and not self.together
        self.has_methods = bool("payment_method" in self.mapping or self.names_payments or whole)
        self.single = single = may_be and (not self.numbered_lines or self._is_each_alone())
        self.values["has_moments"] = self.together > 0
        self.values["of_items"] = "product" in self.mapping and not self.counted_once
        sql = statement("stage/single_bills") if single else statement("stage/staged_bills")
        absent = {} if whole else {name: held for name, held in OF_A_BILL.items() if name not in self.mapping}
        if self.together:
            absent.pop("tables", None)
        if self.names_payments:
            absent.pop("payment_method", None)
        if self.values["pays_from_card"]:
            absent.pop("stored", None)
        left = f"select * exclude ({', '.join(absent)})" if absent else "select *"
        self.cursor.execute(f"create or replace temp table kept_bills as {left} from ({sql})", parameters(sql, self.values))
        nulls = "".join(f", null::{held} as {name}" for name, held in absent.items())
        self.cursor.execute(f"create or replace temp view staged_bills as select *{nulls} from kept_bills")

    def let_go(self) -> None:
        """Forget the staged lines but for what is kept of them, where they are many and each is a bill: nothing else reads them.

        With both lines and bills in memory, the engine would write a part of them to disk and read it back.
        """
        if not self.single or "product" in self.mapping or self.left_out or self.readable.lines < MANY:
            return
        of_kept = "select count(*) from duckdb_views() where view_name = 'lines' and contains(sql, 'kept_lines')"
        if not self.cursor.execute(of_kept).fetchall()[0][0]:
            return
        told = self.cursor.execute("select column_name from duckdb_columns() where table_name = 'kept_lines'").fetchall()
        columns = [column for (column,) in told]
        if "kept" not in columns:
            return
        line_no = "line_no" if "line_no" in columns else "null::bigint as line_no"
        self.cursor.execute(f"create or replace temp view lines as select {line_no}, rowid as row_no, kept from kept_lines")
        for column in columns:
            if column not in ("line_no", "kept"):
                self.cursor.execute(f'alter table kept_lines drop column "{column}"')


def stage_bills(found: Examination, desk: Desk, date_order: str | None) -> BillStage:
    """Stage a bill file: ``lines``, ``day_spellings`` and ``number_spellings`` on the cursor, and the Stage over them.

    Where bills of days to come are to be rejected, lines after the last sure day are rejects.
    """
    cursor, readable, mapping, limits = desk.cursor, found.readable, found.mapping, desk.limits
    nobody = walk_ins(found, desk)
    values: dict[str, Any] = {
        "key": found.customer_key,
        "walk_in": nobody,
        "code_tells": code_tells_all(found.key_evidence, is_said="customer_code" in found.choices.mapping),
        "walk_in_starts": " ".join(sorted({form(word[:2]) for word in nobody for form in _CASES})),
        "date_header": readable.headers[mapping["date"]] if readable.header_row else None,
        "total_words": list(TOTAL_WORDS),
        "longest_total": LONGEST_TOTAL,
        "total_line": TOTAL_LINE,
        "total_cell": TOTAL_CELL,
        "total_name": TOTAL_NAME,
        "own_address": own_address(found),
        "nothing_kept": nothing_kept(found),
        "zone": found.choices.zone or ZONE,
        "day_begins": day_begins(desk.warehouse, found),
        "nets_refunds": "refund" in mapping,
        "other_currencies": [],
        "discount_off": False,
        "sales_below": False,
        # a flag or a remark that is blank says nothing; a state that is blank on a further line is the bill's
        "blank_marks": MARK_END * (len(found.mark_columns) - 1)
        if any(column.role in (STATE, PAID_ON) for column in found.mark_columns) else "\x00",
        "refund_once": False,
        "of_bills": False,
        "own_of_lines": False,
        "refunds_of_lines": True,
        "sum_line": -1,
        "has_said_totals": True,
        "refund_sheets": refund_sheets(found),
        "card_refund_sheets": card_refund_sheets(found),
        "sells_cards": sells_cards(found.mapped_headers().get("stored", "")) or is_of_card_events(found)
        or "stored" in found.choices.mapping,
        "of_events": is_of_card_events(found),
        "adds_gifts": gifts_come_on_top(found),
        "moves_cards": moves_cards(found),
        "of_top_ups": of_top_ups([fold_header(name) for name in found.names]),
        "discount_way": discount_way(found),
        "pays_from_card": bool(pays_from_card(found)),
        "earliest": limits.earliest,
        "latest": limits.latest if found.choices.future_bills == "reject" else date.max,
        "last_sure_day": limits.latest,
    }
    cells = [marks_cell(found), kept_cell(found)]
    readable = load_readable(found, desk, values, cells)
    values["key"] = found.customer_key  # phones that stand in names below the sample become the key
    if readable.lines <= FEW:
        cursor.share("stage/judged", ("lines", "kept_lines", "marked", "day_spellings"))
    keep_spellings(cursor, "marked", pa.string(), {})
    texts = [row[0] for row in run(cursor, "stage/number_texts").fetchall()]
    points = None
    comma = uses_decimal_comma(texts) or are_thousands(found)
    if not comma and (points := find_points(found, readable, cursor)):
        decimals = sum_up(cursor)
        load_lines(desk, found.spec, readable, mapping, values, decimal_comma=True, cells=cells)
        hide_erased(found, desk)
        points = replace(points, decimals=decimals, thousands=sum_up(cursor))
        comma = (found.choices.points or points.options[0]) == THOUSANDS
    if comma or points:
        load_lines(desk, found.spec, readable, mapping, values, decimal_comma=comma, cells=cells)
        hide_erased(found, desk)
        texts = [row[0] for row in run(cursor, "stage/number_texts").fetchall()]
    has_signs = any(map(FOREIGN.search, texts))
    if texts:
        spelled = {text: _fitting(read_number(text, comma)) for text in texts}
        keep_spellings(cursor, "number_spellings", pa.decimal128(18, 4), spelled)
        for column in found.spec.columns:
            if column.type in (MONEY, NUMBER) and column.name in mapping:
                held = held_as(column)  # what does not fit stays a text, and is told
                told = odd_text(found.spec, readable, mapping, column.name)
                cursor.execute(
                    f"update kept_lines set {column.name} = try_cast(spelled.value as {held}) from number_spellings as spelled "
                    f"where kept_lines.{column.name} is null and {told} = spelled.text"
                )
    drop_secrets(found, cursor)
    fen, example = find_fen(found, cursor)
    if (found.choices.unit == "fen" and fen) or (fen == KNOWN and found.choices.unit is None):
        divide(found, cursor)
    if values["discount_way"] != "times" and (way := way_of_rates(found)):
        to_money(found, cursor, way)
    for off in find_discounts(found):
        add_discount(found, cursor, off)
    count_adjusted(found, cursor)
    add_summands(found, cursor, comma)
    take_tips_off(found, cursor)
    add_gifts(found, cursor)
    take_card_payments(found, cursor)
    set_against(found, cursor, values)
    take_top_ups_off(found, cursor, values, comma)
    drop_nobodys_phones(found, cursor)
    left_out = leave_out_tables(found, cursor, readable)
    paid = leave_payments_out(found, cursor) + leave_paid_rows_out(found, cursor)
    transferred = leave_transfers_out(found, cursor)
    ask_of_meals(found, desk.warehouse, cursor)
    tell_no_transfers(found)
    joined = leave_parts_of_joined_out(found, cursor)
    out = {"paid": paid, JOINED: joined, "moved": leave_moves_out(found, cursor), "transferred": transferred}
    if found.choices.same_numbers == "other":
        apart = statement("stage/numbers_apart")
        cursor.execute(f"create or replace temp table lines_apart as {apart}")
        cursor.execute("create or replace temp view lines as select * from lines_apart")
    if values["own_address"] is not None:
        sql = statement("stage/of_own_side")
        cursor.execute(f"create or replace temp table of_own_side as {sql}")
        cursor.execute("create or replace temp view lines as select * from of_own_side")
    take_sheets(found, cursor)
    headed = take_heads(found, desk)
    several, carried, blank_names = carry(found, desk, values)
    names_payments = name_payments(found, cursor)
    together = put_together(found, desk, readable, carried)
    give_to_named(found, cursor, values)
    take_business_days(desk.warehouse, found, cursor, values)
    blank_dates = fill_dates(found, desk, values)
    texts = dict(run(cursor, "stage/day_texts").fetchall())
    this_year = None if found.today is None else found.today.year
    days = read_days(texts, date_order, readable.date_1904, year=found.choices.year, zone=values["zone"], this_year=this_year)
    if days.no_year and found.choices.year is None and (year := _year_beside(cursor, days)):
        own = read_days(texts, date_order, readable.date_1904, year=year, zone=values["zone"], this_year=this_year)
        if _lie_close(cursor, own, days):
            text = N_("{count} dates say no year; all others of the file are of {year}, and so are they.")
            found.notices.append(Notice("year_of_others", text, days.no_year, {"year": year}))
            days = replace(own, no_year=0, no_year_examples=())
    if days.no_year and found.choices.year is None:
        days = take_named_year(found, days, texts, date_order, {"zone": values["zone"], "this_year": this_year})
    if found.remembered_order:
        days = check_remembered(days, texts, readable.date_1904)
    found.proven_order = None
    if other := {"dmy": "mdy", "mdy": "dmy"}.get(days.order or ""):
        otherwise = read_days(texts, other, readable.date_1904, year=found.choices.year, zone=values["zone"], this_year=this_year)
        found.proven_order = days.order if len(otherwise.days) < len(days.days) else None
    keep_spellings(cursor, "day_spellings", pa.date32(), days.days)
    values |= {"first_line": readable.skip_lines + 1, "decimal_comma": comma}
    if readable.lines > FEW:  # fewer are judged once
        [(values["has_said_totals"],)] = run(cursor, "stage/has_said_totals", **values).fetchall()
        if not values["has_said_totals"]:
            run(cursor, "stage/plain_total_macros")
    return BillStage(
        cursor, readable, values, days, mapping=mapping, several=several, carried=carried + headed, filled=carried,
        left_out=left_out, together=together, names_payments=names_payments, blank_dates=blank_dates, fen=fen, example=example,
        blank_names=blank_names, points=points, out={reason: lines for reason, lines in out.items() if lines},
        ranges=sum(rows for text, rows in texts.items() if is_range(text)),
        has_signs=has_signs,
    )


def name_payments(found: Examination, cursor: Cursor) -> str:
    """Let a kind of line that says how a sale was paid (现金消费) be its way of paying, if no column says it.

    Return WAYS where it says how each was paid (微信, 会员卡 beside 充值), WORDS where some words do, "" where nothing does.
    """
    if "payment_method" in found.mapping:
        return ""
    for number, column in enumerate(found.mark_columns, 1):
        ways = sorted({row[column.place] for row in found.readable.sample if names_way(row[column.place])})
        if column.role == KIND and has_ways(ways):
            part = f"trim(split_part(marks, chr({ord(MARK_END)}), {number}))"
            bound = {"ways": [way.strip() for way in ways]}
            cursor.execute("create or replace temp table ways as select unnest($ways) as way", bound)
            said = f"case when {part} in (select way from ways) then {part} end"
            replaced = f"select * replace ({said} as payment_method) from lines"
            cursor.execute(f"create or replace temp table paid_by as {replaced}")
            cursor.execute("create or replace temp view lines as select * from paid_by")
            return WAYS
    places = [column.place for column in found.mark_columns if column.role == KIND]
    values = {row[place] for row in found.readable.sample for place in places}
    tops_up = any(read_value(KIND, value) == TOP_UP for value in values)
    if not tops_up or not any(re.search(CASH_WORDS, value) for value in values):
        return ""
    said = f"nullif(regexp_extract(marks, '{CASH_WORDS}'), '')"
    cursor.execute(f"create or replace temp table paid_by as select * replace ({said} as payment_method) from lines")
    cursor.execute("create or replace temp view lines as select * from paid_by")
    return WORDS


def give_to_named(found: Examination, cursor: Cursor, values: Mapping[str, Any]) -> None:
    """Give lines without a customer that name the bill which they take back (原单号) to the customer of that bill."""
    headers = [column.header for column in found.mark_columns if column.role == ORIGINAL and column.header in kept_columns(found)]
    if not headers:
        return
    place = list(kept_columns(found)).index(headers[0]) + 1
    own = found.mapping.get("bill_no")
    originals = [column.place for column in found.mark_columns if column.role == ORIGINAL]
    sample = found.readable.sample
    named = [(row[originals[0]], None if own is None else row[own]) for row in sample]
    says_other = any(number.strip() not in ("", "0") and number != of_row for number, of_row in named)
    if says_other and "original_no" not in found.mapping:
        sql = statement("stage/named_originals")
        cursor.execute(f"create or replace temp table with_originals as {sql}", {"cell_end": CELL_END, "place": place})
        cursor.execute("create or replace temp view lines as select * from with_originals")
    run(cursor, "stage/make_named", **values, cell_end=CELL_END, place=place)
    if not cursor.execute("select exists (select 1 from named)").fetchall()[0][0]:
        return
    sql = statement("stage/of_named_bills")
    cursor.execute(f"create or replace temp table of_named as {sql}", parameters(sql, {"store": found.store_id or 0}))
    cursor.execute("create or replace temp view lines as select * from of_named")


def _year_beside(cursor: Cursor, days: DayReading) -> int | None:
    """Return the one year of the dates that say theirs, where these are twice as many as those that do not; None otherwise."""
    years = dict(cursor.execute("select year(day), count(*) from lines where day is not null group by 1").fetchall())
    for day in days.days.values():
        years[day.year] = years.get(day.year, 0) + 1
    return next(iter(years)) if len(years) == 1 and sum(years.values()) >= 2 * days.no_year else None


def _lie_close(cursor: Cursor, own: DayReading, days: DayReading) -> bool:
    """Whether dates that got their year from the others lie among them, give or take a month."""
    first, last = cursor.execute("select min(day), max(day) from lines").fetchall()[0]
    sure = [day for day in (first, last, *days.days.values()) if day is not None]
    month = timedelta(31)
    return all(min(sure) - month <= day <= max(sure) + month for text, day in own.days.items() if text not in days.days)


def own_address(found: Examination) -> str | None:
    """Return the house's own address in a file that says from whom to whom money went, None where there is no such."""
    places = [found.mapping[name] for name in ("email", "email_2") if name in found.mapping]
    cells = [[row[place] for row in found.readable.sample] for place in places]
    return find_own_side(*cells) if len(cells) == 2 else None


def refund_sheets(found: Examination) -> list[int]:
    """Return the numbers of the sheets whose lines are refunds, by their name; all where day or amount are those of refunds."""
    header = found.mapped_headers().get("amount", "")
    of_refunds = "original_no" in found.mapping or REFUND_DAY.search(fold_header(found.mapped_headers().get("date", "")))
    if of_refunds or is_list_of_refunds(found) or (REFUND_SHEET.match(fold_header(header)) and "refund" not in found.mapping):
        return list(range(MOST_SHEETS))
    sheets = [] if found.readable.joined else found.readable.parts
    return [part.start // SHEET_STEP for part in sheets if REFUND_SHEET.search(part.sheet)]


def card_refund_sheets(found: Examination) -> list[int]:
    """Return the numbers of the sheets whose lines pay back what was on cards, by their name; all where the amount says so."""
    if is_card_refund(found.mapped_headers().get("amount", "")):
        return list(range(MOST_SHEETS))
    sheets = [] if found.readable.joined else found.readable.parts
    return [part.start // SHEET_STEP for part in sheets if CARD_REFUND_SHEET.search(part.sheet)]


def discount_way(found: Examination) -> str:
    """Return how a discount goes into price × quantity: "minus" as money, "times" as a rate (0.9), "" where there is none."""
    mapping = found.mapping
    if "amount" in mapping or not {"quantity", "unit_price", "discount"} <= mapping.keys():
        return ""
    cells = [read_number(row[mapping["discount"]]) for row in found.readable.sample if len(row) > mapping["discount"]]
    rates = [cell for cell in cells if cell is not None]
    return "times" if rates and all(0 < rate <= 1 for rate in rates) and any(rate % 1 for rate in rates) else "minus"


def marks_cell(found: Examination) -> str:
    """Return the cell in which what says how a line counts stands together; a moment counts by being there."""
    if not found.mark_columns:
        return "null::varchar as marks"
    cells = [
        f"case when is_dash(trim(c{column.place}, ' \t`')) then '' else '{FILLED}' end"
        if column.role == MOMENT
        else f"case when is_dash(trim(c{column.place}, ' \t`')) and not {_is_below(found)} then '' else '{FILLED}' end"
        if column.role == PAID_ON
        else f"case when is_dash(trim(c{column.place}, ' \t`')) or trim(c{column.place}) = '0' "
        f"or {_is_own_number(found, column.place)} then '' else '{FILLED}' end"
        if column.role == ORIGINAL
        else f"case when regexp_matches(c{column.place}, '(?i){_SAID_BY[column.role]}') then c{column.place} else '' end"
        if column.role in _SAID_BY
        else f"coalesce(c{column.place}, '')"
        for column in found.mark_columns
    ]
    return f"{cells[0]} as marks" if len(cells) == 1 else f"concat_ws(chr({ord(MARK_END)}), {', '.join(cells)}) as marks"


def _is_below(found: Examination) -> str:
    """Return the condition that the amount of a row is written below zero: what went back is on no day of paying."""
    amount = found.mapping.get("amount")
    return "false" if amount is None else f"coalesce(regexp_matches(trim(c{amount}), '^[^0-9]*[-−(]|[0-9]-$'), false)"


def _is_own_number(found: Examination, place: int) -> str:
    """Return the condition that a cell only says the bill's own number once more."""
    own = found.mapping.get("bill_no")
    return "false" if own is None else f"coalesce(trim(c{place}) = trim(c{own}), false)"


def take_heads(found: Examination, desk: Desk) -> int:
    """Give bills to the customer who stands alone in a line above them, where none names its own; return how many."""
    keys = [found.mapping[name] for name in KEY_COLUMNS if name in found.mapping]
    empty = sum(not any(row[place].strip() for place in keys) for row in found.readable.sample if row)
    if not keys or empty * 4 < len(found.readable.sample):
        return 0
    told = fetch(desk.cursor, "stage/heads_of_bills").to_pylist()[0]
    if told["heads"] < 2 or told["named"]:
        return 0
    sql = statement("stage/under_heads")
    desk.cursor.execute(f"create or replace temp table headed as {sql}")
    desk.cursor.execute("create or replace temp view lines as select * from headed")
    return told["nameless"]


def carry(found: Examination, desk: Desk, values: Mapping[str, Any]) -> tuple[bool, int, BlankNames | None]:
    """Fill blank repeats where the file has any (merged cells, further lines of a bill).

    Return whether bills stand on several lines, how many lines were filled, and of which a person says whether they are.
    """
    cursor, mapping = desk.cursor, found.mapping
    blanks = fetch(cursor, "stage/blank_repeats", blank_marks=values["blank_marks"]).to_pylist()[0]
    if blanks["undated"] and mark_foot_totals(found, cursor):
        blanks = fetch(cursor, "stage/blank_repeats", blank_marks=values["blank_marks"]).to_pylist()[0]
    several = blanks["numbered"] > blanks["numbers"] * 1.03  # an estimate that is off by a few per cent
    of_bills = blanks["unpriced"] or (blanks["unmarked"] and found.mark_columns)
    if several and not of_bills and blanks["nameless"]:  # mostly bills of walk-ins, which have no name on any line
        [(of_bills,)] = run(cursor, "stage/half_named_bills").fetchall()
    if not (blanks["undated"] or (several and of_bills)):
        return several, 0, None
    blank = find_blank_names(found, cursor, values) if blanks["undated"] else None
    sql = statement("stage/carried_lines")
    names_fill = blank is None or found.choices.blank_names == FILL
    bound = parameters(sql, {**values, "amounts_stand_once": "amount" in mapping, "names_fill": names_fill})
    cursor.execute(f"create or replace temp table carried as {sql}", bound)
    [(filled,)] = cursor.execute("select count(*) from carried where is_carried").fetchall()
    cursor.execute("create or replace temp view lines as select * exclude (is_carried, is_further) from carried")
    return several, filled, blank


def put_together(found: Examination, desk: Desk, readable: Readable, carried: int) -> int:
    """Make one bill of lines without numbers that share a moment, a customer and a table said once; return how many lines."""
    merged = {place for place, _ in readable.merged}
    if "bill_no" in found.mapping or not (carried or merged & {found.mapping.get(name) for name in ("date", "time")}):
        return 0
    sql = statement("stage/lines_of_one_moment")
    desk.cursor.execute(f"create or replace temp table moments as {sql}", {"first_line": readable.skip_lines + 1})
    desk.cursor.execute("create or replace temp view lines as select * from moments")
    [(lines,)] = desk.cursor.execute("select count(bills_line) - count(distinct bills_line) from moments").fetchall()
    return lines


def fill_dates(found: Examination, desk: Desk, values: Mapping[str, Any]) -> BlankDates | None:
    """Fill dates down where each stands once, on the first line of its day (a notebook); return what lacks one, None if none.

    It is sure where such lines are half as many as the dates, at least two; else a person says. One of a till is missing.
    A blank time of payment or of settling means that there was none; with numbers or states of bills it is always asked.
    """
    header = fold_header(found.mapped_headers().get("date", ""))
    if _MOMENT_OF_PAYING.search(header):
        return None
    told = "select exists (select 1 from lines where day is null and coalesce(regexp_matches(date_text, $ditto), true))"
    if not desk.cursor.execute(told, {"ditto": _DITTO}).fetchall()[0][0]:
        return None
    of_tickets = _counts_tickets(found)
    asked = {"total_line": values["total_line"], "ditto": _DITTO, "of_tickets": of_tickets}
    told = fetch(desk.cursor, "stage/dates_said_once", **asked).to_pylist()[0]
    is_said = found.choices.blank_dates is not None
    if not told["undated"] or (not told["dittos"] and not is_said and _repeats_dates(told)):
        return None
    is_till = "bill_no" in found.mapping or any(column.role == STATE for column in found.mark_columns)
    often = told["undated"] > 1 and told["undated"] * 2 >= told["dated"] and not is_till
    is_sure = often or told["dittos"] == told["undated"]
    few = (told["undated"] < 2 and is_till) or told["dated"] < (2 if of_tickets else _FEW_DATES)
    if not is_sure and few and not is_said:
        return None
    if found.choices.blank_dates == "fill" or (is_sure and found.choices.blank_dates is None):
        sql = statement("stage/dates_filled")
        bound = {"total_line": values["total_line"], "ditto": _DITTO}
        desk.cursor.execute(f"create or replace temp table dated as {sql}", bound)
        desk.cursor.execute("create or replace temp view lines as select * from dated")
    return BlankDates(told["undated"], told["amount"], is_sure)


def _counts_tickets(found: Examination) -> bool:
    """Whether bills are numbered 001, 002 … as tickets of a day are, so that a few days are enough to see a notebook in."""
    place = found.mapping.get("bill_no")
    numbers = [] if place is None else [row[place].strip() for row in found.readable.sample if row[place].strip()]
    return bool(numbers) and all(re.fullmatch(r"\d{1,4}", number) for number in numbers)


def _repeats_dates(told: Mapping[str, int]) -> bool:
    """Whether dates stand on several lines, or say a clock: such a file has no reason to leave one blank."""
    return told["dates"] * 10 < told["dated"] * 9 or told["clocked"] * 2 > told["dated"]


def _fitting(value: Decimal | None) -> Decimal | None:
    return None if value is None or abs(value) >= 10**14 else value.quantize(Decimal("0.0001"))


def other_cells(columns: int, mapping: Mapping[str, int]) -> list[str]:
    """Cells that are nothing canonical, of lines without a day, and of lines with a day that name neither bill nor customer.

    Among them may be the word that tells a total line; of a bill they are not even put together.
    """
    taken = {place for name, place in mapping.items() if name not in SAID_BESIDE}
    others = [f"c{place}" for place in range(columns) if place not in taken]
    if not others or "date" not in mapping:
        return ["null::varchar as undated_cells", "null::varchar as nameless_cells"]
    together = f"concat_ws($cell_end, {', '.join(others)})"
    named = [f"c{mapping[name]}" for name in ("bill_no", *KEY_COLUMNS, "first_name", "last_name") if name in mapping]
    nameless = together
    for name in reversed(named):  # `and` would look at every cell
        nameless = f"case when is_dash({name}) then {nameless} end"
    return [
        f"case when is_dash_or_blank(c{mapping['date']}) then {together} end as undated_cells",
        f"{nameless} as nameless_cells",
    ]
