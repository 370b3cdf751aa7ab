"""Files of monthly totals: the whole revenue of a month, for houses whose bills are those of customers only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from segmentation.ingest.control import Control
from segmentation.ingest.day_limits import DayLimits
from segmentation.ingest.readers.read import Readable
from segmentation.ingest.stage import Stage, keep_spellings, load_readable
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.language.values import DayReading, read_month, read_number, to_cents, uses_decimal_comma
from segmentation.warehouse import Cursor

TOTAL_LINE = (
    r"(?i)^\s*([本全]?[年期季]?度?\s*(合\s*计|总\s*计|小\s*计|累\s*计|共\s*计|合\s*計|總\s*計|小\s*計)"
    r"|汇总|(grand\s+|sub[- ]?)?totals?).*$"
)
LARGEST = Decimal(10) ** 14
MOST_FIGURES = 5

TOO_SMALL = N_(
    "The total of {month}, {total}, is smaller than the customers' own bills of that month, {own}. Check the total and the store."
)


def stage_totals(
    cursor: Cursor,
    readable: Readable,
    mapping: Mapping[str, int],
    *,
    store_id: int | None,
    limits: DayLimits,
    work_dir: Path,
    control: Control,
) -> Stage:
    """Stage a file of monthly totals: ``lines``, ``month_spellings`` and ``number_spellings``, and the Stage over them."""
    values: dict[str, Any] = {
        "store": store_id,
        "walk_in": [],
        "first_header": readable.headers[0] if readable.header_row else None,
        "total_line": TOTAL_LINE,
        "earliest": limits.earliest.replace(day=1),
        "latest": limits.latest,
    }
    readable = load_readable(cursor, "totals", readable, mapping, values, work_dir, control)
    months = [text for (text,) in cursor.execute("select distinct month_text from lines where month_text is not null").fetchall()]
    totals = [text for (text,) in cursor.execute("select distinct total_text from lines where total_text is not null").fetchall()]
    comma = uses_decimal_comma(totals)
    keep_spellings(cursor, "month_spellings", pa.date32(), {text: read_month(text, readable.date_1904) for text in months})
    keep_spellings(cursor, "number_spellings", pa.decimal128(18, 2), {text: read_total(text, comma) for text in totals})
    return Stage(cursor, readable, values | {"first_line": readable.skip_lines + 1}, DayReading(None, (), (), {}))


def read_total(text: str, decimal_comma: bool = False) -> Decimal | None:
    """Return an amount to the cent, half a cent up; None where the text is none.

    >>> read_total("¥860,000.005"), read_total("86万"), read_total("?")
    (Decimal('860000.01'), Decimal('860000.00'), None)
    """
    number = read_number(text, decimal_comma)
    return None if number is None or abs(number) >= LARGEST else to_cents(number)


def too_small(month: date, total: Decimal, own: Decimal) -> InputError:
    """Return the refusal of a total that is smaller than the customers' own bills, with both figures."""
    return InputError(
        "total_too_small", TOO_SMALL, month=f"{month:%Y-%m}", total=f"¥{total:,.2f}", own=f"¥{own:,.2f}"
    )


def refuse_small_totals(stage: Stage) -> InputError | None:
    """Return the refusal for the first total of a staged file that is too small; None where there is none."""
    small = stage.rows("small_totals")
    return too_small(**small[0]) if small else None


def notice_small_totals(stage: Stage) -> list[Notice]:
    """Return what is to be said of totals that are too small: how many, and the figures of the first ones."""
    small = stage.rows("small_totals")
    if not small:
        return []
    figures = [f"{row['month']:%Y-%m} ¥{row['total']:,.2f} < ¥{row['own']:,.2f}" for row in small[:MOST_FIGURES]]
    text = N_("{count} totals are smaller than the customers' own bills of their month and stay out: {figures}.")
    return [Notice("totals_too_small", text, len(small), {"figures": "; ".join(figures)})]
