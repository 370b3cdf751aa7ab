"""The lines of a file of bills: staged, judged and put together as bills on a cursor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.ingest.columns import KEY_COLUMNS, MONEY, NUMBER
from segmentation.ingest.examination import Examination, Stage
from segmentation.ingest.stage import (
    TOTAL_CELL,
    TOTAL_LINE,
    TOTAL_NAME,
    TOTAL_WORDS,
    Desk,
    held_as,
    keep_spellings,
    load_lines,
    load_readable,
    walk_ins,
)
from segmentation.language.values import read_days, read_number, uses_decimal_comma
from segmentation.warehouse import run


@dataclass
class BillStage(Stage):
    """Judged lines of bills, and how many there are to a bill."""

    numbered_lines: int = 0  # accepted lines with a bill number
    about_numbers: int = 0  # how many different numbers they carry, give or take a few per cent

    def summarise(self) -> list[dict[str, Any]]:
        """Return one row per verdict on the lines: how many, their amount, days and oddities."""
        summary = self.rows("stage/summary")
        accepted = next((row for row in summary if row["verdict"] == "ok"), None)
        if accepted:
            self.numbered_lines, self.about_numbers = accepted["numbered_lines"], accepted["about_numbers"]
        return summary

    def make_bills(self) -> None:
        """Make ``staged_bills``; lines are put together only where two of them name the same bill."""
        single = self.numbered_lines <= self.about_numbers * 1.1
        if single and self.numbered_lines:
            [(lines, bills)] = run(self.cursor, "stage/bills_named", **self.values).fetchall()
            single = lines == bills
        run(self.cursor, "stage/make_single_bills" if single else "stage/make_bills", **self.values)


def stage_bills(found: Examination, desk: Desk, date_order: str | None) -> BillStage:
    """Stage a bill file: ``lines``, ``day_spellings`` and ``number_spellings`` on the cursor, and the Stage over them.

    Where bills of days to come are to be rejected, lines after the last sure day are rejects.
    """
    cursor, readable, mapping, limits = desk.cursor, found.readable, found.mapping, desk.limits
    values: dict[str, Any] = {
        "key": found.customer_key,
        "walk_in": walk_ins(found, desk),
        "date_header": readable.headers[mapping["date"]] if readable.header_row else None,
        "total_words": list(TOTAL_WORDS),
        "longest_total": max(len(word.encode()) for word in TOTAL_WORDS),
        "total_line": TOTAL_LINE,
        "total_cell": TOTAL_CELL,
        "total_name": TOTAL_NAME,
        "has_status": False,
        "paid": [],
        "earliest": limits.earliest,
        "latest": limits.latest if found.choices.future_bills == "reject" else date.max,
        "last_sure_day": limits.latest,
    }
    readable = load_readable(found, desk, values)
    texts = [row[0] for row in run(cursor, "stage/number_texts").fetchall()]
    comma = uses_decimal_comma(texts)
    if comma:
        load_lines(cursor, found.spec, readable, mapping, values, decimal_comma=True)
        texts = [row[0] for row in run(cursor, "stage/number_texts").fetchall()]
    if texts:
        spelled = {text: _fitting(read_number(text, comma)) for text in texts}
        keep_spellings(cursor, "number_spellings", pa.decimal128(18, 4), spelled)
        for column in found.spec.columns:
            if column.type in (MONEY, NUMBER) and column.name in mapping:
                held = held_as(column)  # what does not fit stays a text, and is told
                cursor.execute(
                    f"update kept_lines set {column.name} = try_cast(spelled.value as {held}) from number_spellings as spelled "
                    f"where kept_lines.{column.name} is null and kept_lines.{column.name}_text = spelled.text"
                )
    days = read_days(dict(run(cursor, "stage/day_texts").fetchall()), date_order, readable.date_1904)
    keep_spellings(cursor, "day_spellings", pa.date32(), days.days)
    return BillStage(cursor, readable, values | {"first_line": readable.skip_lines + 1}, days)


def _fitting(value: Decimal | None) -> Decimal | None:
    return None if value is None or abs(value) >= 10**14 else value.quantize(Decimal("0.0001"))


def other_cells(columns: int, mapping: Mapping[str, int]) -> list[str]:
    """Cells that are nothing canonical, of lines without a day, and of lines with a day that name neither bill nor customer.

    Among them may be the word that tells a total line; of a bill they are not even put together.
    """
    others = [f"c{place}" for place in range(columns) if place not in mapping.values()]
    if not others or "date" not in mapping:
        return ["null::varchar as undated_cells", "null::varchar as nameless_cells"]
    together = f"concat_ws($cell_end, {', '.join(others)})"
    undated = f"coalesce(trim(c{mapping['date']}), '') = ''"
    named = [f"c{mapping[name]}" for name in ("bill_no", *KEY_COLUMNS) if name in mapping]
    nameless = " and ".join(f"coalesce({name}, '') = ''" for name in named) or "true"
    return [
        f"case when {undated} then {together} end as undated_cells",
        f"case when {nameless} then {together} end as nameless_cells",
    ]
