"""From a readable file and a mapping to judged lines on a cursor: nothing is written to the warehouse here.

The engine reads the file once into the temporary table ``lines``, one row a line with plain texts and
numbers. Spellings that it cannot read are few; they are read in Python and joined back.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from segmentation.ingest.coded_names import code_of as code_of_name
from segmentation.ingest.coded_names import name_of as name_without_code
from segmentation.ingest.columns import MONEY, NAME_PARTS, NUMBER, Column
from segmentation.ingest.control import Control
from segmentation.ingest.day_limits import DayLimits
from segmentation.ingest.erase.coming import hide_lines
from segmentation.ingest.examination import NO_DAYS, Examination, Stage
from segmentation.ingest.kind import Kind
from segmentation.ingest.looks import SAYS_NONE, clock_digits, says_none
from segmentation.ingest.meaning import OWED, REFUND_SAID
from segmentation.ingest.oddities import ODD, Looking
from segmentation.ingest.readers.child import number_apart
from segmentation.ingest.readers.read import Readable
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import MEALS, DayReading
from segmentation.settings.kept import walk_in_names, walk_in_words
from segmentation.warehouse import Cursor, Damaged, Warehouse, run, statement

_SUMS = ("合计", "总计", "小计", "累计", "共计", "总合计", "合計", "總計", "小計", "累計", "共計")
_SUM_OF = ("", "全部", *(which + what for which in ("", "本", "当", "每") for what in "日天周月年期页班次单桌台餐"))
TOTAL_WORDS = (
    *(f"{of}{word}{end}" for of in _SUM_OF for word in _SUMS for end in ("", ":")),
    *(f"{of}计" for of in ("日", "周", "月", "班", "页", "台", "桌", "餐", "当日", "本日", "本页")),
    *("合 计", "总 计", "小 计", "合计金额", "总计金额", "汇总"),
    *("total", "totals", "grand total", "subtotal", "sub total", "sub-total", "total:", "grand total:", "subtotal:"),
)
LONGEST_TOTAL = 30  # bytes of a cell that names a total, of a part such as 大堂吧晚班小计 too
# and by columns that need more
BESIDE = {"stage/plain_name_macros": {"first_name", "last_name"}, "stage/plain_day_macros": {"date_2"}}
csv.field_size_limit(1 << 30)  # a cell is given back as it is, however long
NOTHING = "null::varchar as "  # begins a cell that a file does not have
# The engine wants memory for each column of a table that several threads write: yes and no are stored as the bits of one number,
# and the texts of odd numbers as one column, a list that is not even made where all numbers are plain.
FLAGS = ("is_lone", "is_blank", "is_header", "is_total", "is_second_date", "says_more", "has_damaged_id")
SELDOM = tuple(
    f"{name}_text"
    for name in ("amount", "quantity", "unit_price", "tables", "covers", "cost", "refund", "stored", "gross", "discount")
)
MOST_TOGETHER = 3_000_000  # lines; a longer file, which does not fit the memory, several threads would not get written at all
CELL_END = "\x1f"  # parts cells that are searched together


_SUM = r"([小合总總][计計]|累[计計])"
_THOUSANDS, _MILLIONS = (rf"^[^0-9]*[1-9][0-9]{{0,2}}(\.[0-9]{{3}}){many}([^0-9.]|$)" for many in ("+", "{2,}"))
_DOTTED_CLOCK = re.compile(r"\d\s+\d{1,2}\.\d{2}(\.\d{2})?\s*$")  # 01/09/2026 17.14
_PHONE_IN_NAME = r"(^|[^0-9])(\+?86[- ]?)?1[3-9][0-9][- ]?[0-9*]{4}[- ]?[0-9]{4}([^0-9]|$)"
_CLOCK_IN_DIGITS = re.compile(r"\s*((19|20)\d{10}(\d{2})?|\d{5}\.\d+)\s*$")  # 20260901171400, 46266.72


def _total(start: str, end: str, *, loose: bool) -> str:
    """Return the pattern of a cell that names a total: 合计, 本日小计：; ``loose`` also 总计(3笔), 张三 汇总, 共 2 笔."""
    rest = f"[^{CELL_END}]*"
    word = r"(合\s*[计計]|[总總]\s*合?[计計]|小\s*[计計]|累\s*[计計]|共\s*[计計]|汇\s*总|匯總|总数|總數)"
    of = r"[本当當每全各]?\s*[日天周月年季期页頁班单單桌台店部餐场場组組]?次?"
    carried = (
        r"承\s*[前上]\s*页|[过转]\s*[次下]\s*页|[接转][前下]页|[上本]?[年期月季]度?[初末]?(结转|余额结转)|结转[下次][年期月页]|"
        r"期初(余额|结转)?|年初结转"
    )
    english = r"(grand\s+|sub[- ]?|page\s+|daily\s+)?totals?(\s+amount)?|sum|(carried|brought)\s+forward|opening\s+balance"
    european = r"(gesamt|zwischen|end)?summe|gesamt(betrag)?|(sous[- ]?)?total(\s+g[eé]n[eé]rale?)?|somme|suma|totale|totales|"
    european += "итого|всего"
    # of a part of the day or of the house: 早班小计, A区合计, 一楼小计, Subtotal lunch
    of_part = rf"[^{CELL_END}\s]{{0,8}}[班区區市餐楼樓厅廳层層档檔段组組店部吧堂]次?{_SUM}|sub[- ]?totals?\s[^{CELL_END}]{{1,30}}"
    named = rf"\s*[*#【\[(（<《=_~—-]*\s*({of}{word}(金额|金額|额|数)?|{carried}|{english}|{european}|{of_part})\s*"
    if not loose:
        return rf"(?i){start}{named}[:：*】\])）>》=_~—-]*\s*{end}"
    of_one = (
        rf"[^{CELL_END}\s]{rest}\s{word}\s*|\s*[\d年月日号/.-]+\s*{word}\s*|[^{CELL_END}]{{1,20}}{_SUM}\s*[:：]?\s*|"
        rf"[^{CELL_END}]{{1,30}}\s(sub[- ]?|grand\s)?totals?\s*[:：]?\s*|totals?\s+(for|of)\s[^{CELL_END}]{{1,30}}"
    )
    # below each printed page: 制表人：张三, 打印时间：2026-10-01
    printed = rf"\s*(制表|打印|导出|审核|复核|制单)\s*(人员?|者|员|时间|日期)?\s*[:：]{rest}"
    counted = rf"\s*[已待未]?(收入|支出|退款|付款|收款|不计收支|中性交易)\s*[:：]?\s*共?\s*\d+\s*笔{rest}"  # 已收入:6笔,654.50元
    sums = rf"{named}([:：(（\d¥￥,，*】\])）>》=_~—-]{rest})?|\s*共\s*\d+\s*[笔条條单單项項行页頁]{rest}|{counted}"
    return rf"(?i){start}({sums}|{printed}|{of_one}){end}"


TOTAL_LINE = _total("^", "$", loose=True)  # of a line without a day
TOTAL_CELL = _total(f"(^|{CELL_END})", f"({CELL_END}|$)", loose=True)
TOTAL_NAME = _total(f"(^|{CELL_END})", f"({CELL_END}|$)", loose=False)  # of one with a day, which a name might be
# how numbers are held while a file is judged, as in sql/stage/lines: sums of them still fit the warehouse
HELD = {
    MONEY: "decimal(15, 2)",
    "amount": "decimal(18, 4)",  # parts of a cent are summed before they are rounded
    "refund": "decimal(18, 4)",
    NUMBER: "decimal(18, 4)",
    "stored": "decimal(18, 4)",
    "unit_price": "decimal(18, 4)",
    "tables": "decimal(8, 2)",
    "covers": "decimal(8, 2)",
}


def held_as(column: Column) -> str:
    """Return the type in which the numbers of a column are held."""
    return HELD.get(column.name, HELD[column.type])


@dataclass(frozen=True)
class Desk:
    """What a file is examined on: the warehouse that it is weighed against, a cursor of its own, and which days can be true."""

    warehouse: Warehouse
    cursor: Cursor
    limits: DayLimits
    work_dir: Path
    control: Control
    looking: Looking


def says_utc(header: str) -> bool:
    """Whether a header says that its times are in UTC: Created (UTC)."""
    return bool(re.search(r"\b(UTC|GMT)\b", header))


def source_select(
    kind: Kind, readable: Readable, mapping: Mapping[str, int], decimal_comma: bool, cells: Sequence[str] = ()
) -> tuple[str, dict[str, Any]]:
    """Return the select that gives the file's cells their canonical names, beside further ``cells``, and its parameters.

    Only identifiers that this code makes (c0, c1, …) stand in the text; all else is bound.
    """
    escaped = "_batch" in readable.headers  # our own rejects file: an apostrophe keeps a text from being run
    utc = {
        place for name, place in mapping.items()
        if name in ("date", "date_2") and says_utc(readable.headers[place] if readable.headers else "")
    }
    read = {
        column.name: _cell(column.type, mapping[column.name], decimal_comma, escaped, utc)
        for column in kind.columns if column.name in mapping
    }
    if "name" in read and "phone" in read and _hold_phones(readable, mapping):
        own = None if mapping["phone"] == mapping["name"] else read["phone"]
        inside = f"phone_of_name({read['name']})"
        either = f"case when whole_phone({own}) is null then coalesce({inside}, {own}) else {own} end"
        read["phone"] = inside if own is None else either
        read["name"] = f"name_without_phone({read['name']})"
    if mapping.get("customer_code", -1) == mapping.get("name"):  # 80003(邝子墨)
        read["customer_code"], read["name"] = code_of_name(read["name"]), name_without_code(read["name"])
    if {"amount", "unit_price"} <= mapping.keys():  # a dash for an amount is no amount to be worked out from a price
        read["unit_price"] = f"case when not coalesce(says_nothing(c{mapping['amount']}), false) then {read['unit_price']} end"
    if {"amount", "gross"} <= mapping.keys():  # nothing was paid of what stands beside it, which is asked about
        read["amount"] = f"case when trim(c{mapping['amount']}) in {OWED} then '0' else {read['amount']} end"
    if {"till", "bill_no"} <= mapping.keys():
        read["bill_no"] = _number_of_till(read["till"], read["bill_no"])
    if digits := _clock_digits(readable, mapping):
        read["time"] = f"clock_in_digits({read['time']}, {digits})"
    if mapping.get("meal_period", -1) == mapping.get("date"):  # 2026-03-03 (周二) 午市
        read["meal_period"] = f"nullif(regexp_extract({read['meal_period']}, '(?i)({MEALS}|[早午中晚夜])\\W*$', 1), '')"
    if "refund" in mapping and fold_header(readable.headers[mapping["refund"]] if readable.headers else "").endswith("状态"):
        read["refund"] = f"nullif(replace(regexp_extract({read['refund']}, '{REFUND_SAID.pattern}', 1), ',', ''), '')"
    elif "refund" in mapping and any(map(says_none, (row[mapping["refund"]] for row in readable.sample))):
        told = read["refund"]
        read["refund"] = f"case when not regexp_matches(trim({told}), '(?i)^{SAYS_NONE.pattern}') then {told} end"
    if mapping.get("original_no", -1) == mapping.get("bill_no"):  # a refund is no correction of the bill whose number it carries
        read["bill_no"] = f"clean_id({read['bill_no']}) || '-R'"
    columns = [
        f"{read.get(column.name, 'null::varchar')} as {'date_text' if column.name == 'date' else column.name}"
        for column in kind.columns
    ]
    names = [f"c{place}" for place in range(readable.columns)]
    values: dict[str, Any] = {"path": str(readable.path)}
    if readable.numbered:
        names = ["line", "damage", *names]
        head = ["cast(line as bigint) as line_no", "damage"]
    else:
        head = ["null::bigint as line_no", "null::varchar as damage"]
    types = ", ".join(f"'{name}': 'varchar'" for name in names)
    # Stops at the first row that is damaged: to store what is wrong with a million took 3 GB.
    table = (
        f"read_csv($path, columns = {{{types}}}, header = false, auto_detect = false, skip = $skip, delim = $delim, "
        "quote = $quote, escape = $quote, strict_mode = true)"
    )
    quote = '"' if readable.quoted or readable.numbered else ""
    values |= {"skip": readable.skip_lines, "delim": readable.read_delimiter, "quote": quote}
    others = "".join(f", nullif(trim(c{place}), '')" for place in range(1, readable.columns))
    filled = next((mapping[name] for name in ("date", "amount") if mapping.get(name)), None)
    sure = "false" if filled is None else f"c{filled} >= '!'"  # it begins with more than a blank
    head += ["c0 as first_cell", f"case when {sure} then false else coalesce(null{others}) is null end as is_lone"]
    head += [*kind.cells(readable.columns, mapping), *cells]
    select = f"select {', '.join([*head, *columns])} from {table}"
    used = {name: value for name, value in {**values, "cell_end": CELL_END}.items() if f"${name}" in select}
    return select, used


def _cell(kind: str, place: int, decimal_comma: bool, escaped: bool, utc: set[int]) -> str:
    if place in utc:  # the header says in which zone the times are
        return f"case when contains(c{place}, ':') and not ends_with(c{place}, 'Z') then c{place} || 'Z' else c{place} end"
    cell = f"regexp_replace(c{place}, '^''([=+@-])', '\\1')" if escaped else f"c{place}"
    if kind not in (MONEY, NUMBER):
        return cell
    if decimal_comma:
        # a point that parts off no thousand is a number's own, as workbooks write it; so is the only one of a weight, 1.350
        thousands = _THOUSANDS if kind == MONEY else _MILLIONS
        cell = (
            f"case when contains(c{place}, ',') then replace(replace(c{place}, '.', ''), ',', '.') "
            f"when regexp_matches(c{place}, '{thousands}') then replace(c{place}, '.', '') else c{place} end"
        )
    return f"unless_nothing({cell})"


def _sampled(readable: Readable, mapping: Mapping[str, int], column: str) -> list[str]:
    """Return the cells of the sample that a canonical column has, none where the file lacks it."""
    return [row[mapping[column]] for row in readable.sample if mapping[column] < len(row)] if column in mapping else []


def _hold_phones(readable: Readable, mapping: Mapping[str, int]) -> bool:
    """Whether phones stand in the names and are to be parted from them."""
    if not {"name", "phone"} <= mapping.keys():
        return False
    return mapping["phone"] == mapping["name"] or readable.phones_in_names


def _clock_digits(readable: Readable, mapping: Mapping[str, int]) -> int:
    """Return how many digits the times of day have that stand apart as numbers, 0 where none do."""
    return clock_digits(_sampled(readable, mapping, "time")) if mapping.get("time") != mapping.get("date") else 0


def _number_of_till(till: str, number: str) -> str:
    """Return the cell of a bill's number with the till that gave it in front: 2-0001."""
    return (
        f"case when is_shortened({number}) or clean_id({till}) is null or not regexp_matches({number}, '[0-9]') then {number} "
        f"else clean_id({till}) || '-' || clean_id({number}) end"
    )


def load_lines(
    desk: Desk,
    kind: Kind,
    readable: Readable,
    mapping: Mapping[str, int],
    values: Mapping[str, Any],
    decimal_comma: bool = False,
    cells: Sequence[str] = (),
) -> bool:
    """Make ``lines`` on the cursor of ``desk``; return False where the engine and the file's own line count disagree.

    What the file does not have is not stored but stands as NULL in the view ``lines`` over the table ``kept_lines``:
    a temporary table is not compressed, and a million empty cells would weigh as much as a million texts.
    """
    cursor = desk.cursor
    source, bound = source_select(kind, readable, mapping, decimal_comma, cells)
    looked = desk.looking.begin(readable)
    run(cursor, "stage/text_macros")
    odd = set(looked.result()) | {macros for macros, columns in BESIDE.items() if mapping.keys() & columns}
    dates = _sampled(readable, mapping, "date")
    in_digits = any(map(_CLOCK_IN_DIGITS.match, dates)) or bool(_clock_digits(readable, mapping))
    if in_digits or any(map(_DOTTED_CLOCK.search, dates)):
        odd.add("stage/plain_clock_macros")
    for name in (*ODD, *BESIDE):
        if name not in odd:
            run(cursor, name)
    if in_digits:
        run(cursor, "stage/digit_clock_macros")
    if _hold_phones(readable, mapping):
        run(cursor, "stage/phone_name_macros")
    body = statement(kind.lines)
    absent = _absent_columns(kind, readable, mapping) if kind.sparse else {}
    if values.get("pays_from_card"):
        absent.pop("stored", None)
    absent |= {cell.removeprefix(NOTHING): "varchar" for cell in cells if cell.startswith(NOTHING)}
    packed = is_packed(kind, readable)
    flags = [name for name in FLAGS if packed and name not in absent]
    seldom = _texts_together(mapping) if packed else []
    left = [*absent, *flags, *seldom]
    kept = f"select * exclude ({', '.join(left)})" if left else "select *"
    if flags:
        bits = " + ".join(f"case when {name} then {1 << place} else 0 end" for place, name in enumerate(flags))
        kept += f", cast({bits} as utinyint) as flags"
    if seldom:
        kept += f", case when coalesce({', '.join(seldom)}) is not null then [{', '.join(seldom)}] end as seldom"
    text = f"create or replace temp table kept_lines as with source as ({source}), judged as (with {body}) {kept} from judged"
    try:
        cursor.execute(text, bound | {name: value for name, value in values.items() if f"${name}" in body})
    except Damaged:
        return False
    if kind.sparse:
        absent["bills_line"] = "bigint"  # of lines that are one bill though they have no number: the first of them
    apart = [name for name, there in (("flags", flags), ("seldom", seldom)) if there]
    whole = f"* exclude ({', '.join(apart)})" if apart else "*"
    beside = "".join(f", (flags & {1 << place}) <> 0 as {name}" for place, name in enumerate(flags))
    beside += "".join(f", seldom[{place}] as {name}" for place, name in enumerate(seldom, 1))
    beside += "".join(f", null::{held} as {name}" for name, held in absent.items())
    cursor.execute(f"create or replace temp view lines as select {whole}, rowid as row_no{beside} from kept_lines")
    return cursor.execute("select count(*) from kept_lines").fetchall()[0][0] == readable.lines


def is_packed(kind: Kind, readable: Readable) -> bool:
    """Whether ``kept_lines`` has flags and the texts of odd numbers in a column each."""
    return kind.sparse and readable.lines <= MOST_TOGETHER


def odd_text(kind: Kind, readable: Readable, mapping: Mapping[str, int], name: str) -> str:
    """Return where ``kept_lines`` has the text of the number ``name`` where that is not plain."""
    text = f"{name}_text"
    if not is_packed(kind, readable):
        return f"kept_lines.{text}"
    return f"kept_lines.seldom[{_texts_together(mapping).index(text) + 1}]"


def _texts_together(mapping: Mapping[str, int]) -> list[str]:
    return [text for text in SELDOM if text.removesuffix("_text") in mapping]


def _absent_columns(kind: Kind, readable: Readable, mapping: Mapping[str, int]) -> dict[str, str]:
    absent = {} if readable.numbered else {"damage": "varchar", "line_no": "bigint"}
    if "date_2" not in mapping:
        absent["is_second_date"] = "boolean"
    for column in kind.columns:
        if column.name in mapping or (column.name == "name" and mapping.keys() & {*NAME_PARTS}):
            continue
        if column.type in (MONEY, NUMBER):
            absent |= {
                column.name: held_as(column),
                f"{column.name}_text": "varchar",
            }
        elif column.name not in ("date", "date_2", "time", "status", "email_2", "till"):
            absent[column.name] = "varchar"
    return absent


def load_readable(found: Examination, desk: Desk, values: Mapping[str, Any], cells: Sequence[str] = ()) -> Readable:
    """Load ``lines``, at once where the file is sound, line by line where it is damaged; return what was read in the end.

    Raises InputError ``unreadable_lines`` for what the engine can read in neither way, such as a line of megabytes.
    """
    def load(source: Readable) -> tuple[Readable, bool]:
        """Load ``source``, once more where phones turn out to stand in its names; return it, and whether it is sound."""
        if not load_lines(desk, found.spec, source, found.mapping, values, cells=cells):
            return source, False
        if count := _find_phones(found, source, desk.cursor):
            source = replace(source, phones_in_names=True)
            by_phone = {**values, "key": found.customer_key} if "key" in values else values
            load_lines(desk, found.spec, source, found.mapping, by_phone, cells=cells)
        _tell_phones(found, desk.cursor, count)
        hide_erased(found, desk)
        return source, True

    readable, sound = load(found.readable)
    if sound:
        return readable
    numbered = number_apart(found.readable, desk.work_dir, cancelled=lambda: desk.control.cancelled)
    numbered, sound = load(numbered)
    if not sound:
        raise InputError(
            "unreadable_lines", N_("“{file}” has lines that cannot be read. Export it again."), file=found.readable.file_name
        )
    return numbered


def _find_phones(found: Examination, readable: Readable, cursor: Cursor) -> int:
    """Return in how many names a phone stands and is not parted from them yet; where no column has phones, map the names as such.

    All rows are looked at, for one name in a thousand would show a phone to whoever is to see none.
    """
    if "name" not in found.mapping or _hold_phones(readable, found.mapping):
        return 0
    if not any(column.name == "phone" for column in found.spec.columns):
        return 0
    if "phone" not in found.mapping and "phone" in found.choices.mapping:
        return 0  # a person said that there is none
    told = "select count(*) from lines where case when contains(name, '1') then regexp_matches(name, $phone) else false end"
    [(count,)] = cursor.execute(told, {"phone": _PHONE_IN_NAME}).fetchall()
    if count and "phone" not in found.mapping:
        found.mapping["phone"] = found.mapping["name"]
        found.customer_key = "phone" if found.customer_key == "name" else found.customer_key
    return count


def _tell_phones(found: Examination, cursor: Cursor, count: int) -> None:
    """Tell that phones were taken out of the names in which they stood, out of ``count`` where a column has phones as well."""
    mapping = found.mapping
    if not {"name", "phone"} <= mapping.keys():
        return
    values = {"header": found.mapped_headers()["name"]}
    if mapping["phone"] == mapping["name"]:
        [(count,)] = cursor.execute("select count(phone) from lines").fetchall()
        text = N_("{count} names under “{header}” hold a phone; it was parted from the name and is the customer’s phone.")
    else:
        text = N_(
            "{count} names under “{header}” hold a phone too; it was parted from them, and stands in where the phone is missing."
        )
    if count:
        found.notices.append(Notice("phones_in_names", text, count, values))


def hide_erased(found: Examination, desk: Desk) -> None:
    """Let the lines just loaded of those who were erased on request count without what tells them."""
    hide_lines(desk.warehouse, desk.cursor, found.store_id, found.notices)


def walk_ins(found: Examination, desk: Desk) -> list[str]:
    """Return the names that mean walk-ins in the file's store, as statements compare them."""
    return walk_in_words(walk_in_names(desk.warehouse, found.store_id or 0))


def first_header(readable: Readable) -> str | None:
    """Return the header of the first column, by which a repeated header line is known; None where there is none."""
    return readable.headers[0] if readable.header_row else None


def make_stage(desk: Desk, readable: Readable, values: Mapping[str, Any], days: DayReading = NO_DAYS) -> Stage:
    """Return the Stage over what was loaded, which knows its first line."""
    return Stage(desk.cursor, readable, {**values, "first_line": readable.skip_lines + 1}, days)


def land_by(name: str) -> Callable[[Cursor, Examination, Mapping[str, Any]], None]:
    """Return the landing of a kind whose rows one statement writes."""
    return lambda cursor, found, key: run(cursor, name, **{**found.stage.values, **key})


def keep_texts(desk: Desk, column: str, table: str, kind: pa.DataType, read: Callable[[str], Any]) -> None:
    """Keep as ``table`` what each text in ``column`` of ``lines`` means to ``read``."""
    keep_spellings(desk.cursor, table, kind, {text: read(text) for text in texts_in(desk, column)})


def texts_in(desk: Desk, column: str, of: str = "lines") -> list[str]:
    """Return the different texts in a column of a staged table."""
    found = desk.cursor.execute(f"select distinct {column} from {of} where {column} is not null").fetchall()
    return [text for (text,) in found]


def take_stage(found: Examination, stage: Stage, summary: str) -> None:
    """Take what was staged into the examination, and count its lines by ``summary``, a statement with a row a verdict."""
    set_stage(found, stage)
    count(found, stage.rows(summary))


def set_stage(found: Examination, stage: Stage) -> None:
    """Take what was staged into the examination, with the order in which its dates are read."""
    found.stage, found.readable = stage, stage.readable
    found.date_order, found.open_orders, found.date_examples = stage.days.order, stage.days.open, stage.days.examples


def keep_spellings(cursor: Cursor, table: str, kind: pa.DataType, spellings: Mapping[str, Any]) -> None:
    """Keep what each text means as the temporary ``table`` (text, and day or value); what means nothing is left out."""
    found = {text: value for text, value in spellings.items() if value is not None}
    frame = pa.table({"text": pa.array(list(found), pa.string()), "value": pa.array(list(found.values()), kind)})
    cursor.register("spellings", frame)
    column = "day" if kind == pa.date32() else "value"
    cursor.execute(f"create or replace temp table {table} as select text, value as {column} from spellings")
    cursor.unregister("spellings")


def count(found: Examination, summary: list[dict[str, Any]]) -> None:
    """Account for every line by the rows of a summary, and tell of what is odd in the accepted ones."""
    found.lines = sum(row["lines"] for row in summary) + found.readable.title_rows
    found.skipped = {row["verdict"].removeprefix("skip:"): row["lines"] for row in summary if row["verdict"].startswith("skip:")}
    if found.readable.title_rows:
        found.skipped = {"title": found.readable.title_rows} | found.skipped
    if found.readable.footer_rows:
        found.lines += found.readable.footer_rows
        found.skipped["note"] = found.skipped.get("note", 0) + found.readable.footer_rows
    found.rejected = sum(row["lines"] for row in summary if row["verdict"].startswith("reject:"))
    accepted = next((row for row in summary if row["verdict"] == "ok"), None)
    if accepted is None:
        return
    found.accepted = accepted["lines"]
    if "amount" in accepted:
        found.amount, found.first_date, found.last_date = accepted["amount"], accepted["first_day"], accepted["last_day"]
    found.notices += [Notice(code, text, accepted[code]) for code, text in found.spec.odd.items() if accepted.get(code)]


def notice_doubles(found: Examination, cursor: Cursor) -> None:
    """Tell of phones with several names and names with several phones, once it is staged who each row is."""
    phones, names = run(cursor, "stage/double_phones").fetchall()[0]
    if phones:
        found.notices.append(
            Notice(
                "phones_with_several_names",
                N_("{count} phones carry several names. Are they families, or a wrong number?"),
                phones,
            )
        )
    if names:
        found.notices.append(
            Notice(
                "names_with_several_phones",
                N_("{count} names carry several phones. Namesakes, or one guest with two numbers?"),
                names,
            )
        )


def cells_of(readable: Readable, line_numbers: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Yield the file's own cells of the lines, in order; ``line_numbers`` ascend."""
    wanted = iter(line_numbers)
    next_line = next(wanted, None)
    with readable.path.open(encoding="utf-8-sig", newline="") as text:
        if readable.numbered:
            for row in csv.reader(text):
                if next_line is None:
                    return
                if int(row[0]) == next_line:
                    yield tuple(row[2:])
                    next_line = next(wanted, None)
            return
    quoting = csv.QUOTE_MINIMAL if readable.quoted else csv.QUOTE_NONE
    for line in _lines_at(readable.path, line_numbers):
        yield tuple(next(csv.reader([line], delimiter=readable.read_delimiter, quoting=quoting)))


def _lines_at(path: Path, numbers: Sequence[int]) -> Iterator[str]:
    """Yield the lines of a UTF-8 text that end with LF or CR LF; ``numbers`` count from 1 and ascend."""
    wanted = iter(numbers)
    next_line = next(wanted, None)
    passed, rest = 0, b""  # lines before ``rest``, and the start of a line whose end has not been read yet
    with path.open("rb") as text:
        while next_line is not None:
            part = text.read(1 << 20)
            block = rest + part
            ends = block.count(b"\n")
            if part and passed + ends < next_line:
                passed, rest = passed + ends, block[block.rfind(b"\n") + 1 :]
                continue
            lines = block.split(b"\n")
            while next_line is not None and next_line - passed <= ends + (not part):
                yield lines[next_line - passed - 1].removesuffix(b"\r").decode("utf-8-sig")
                next_line = next(wanted, None)
            if not part:
                return
            passed, rest = passed + ends, lines[-1]
