"""Monthly totals: the whole revenue of a month, for houses whose bills are those of customers only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.ingest.columns import KEY_COLUMNS
from segmentation.ingest.examination import Examination, Stage
from segmentation.ingest.guess import NO_MONEY, OTHER_DATE, Cells, find_by_values
from segmentation.ingest.kind import ImportFigure, Kind, Need, Words
from segmentation.ingest.kinds.bills.columns import COLUMNS as BILL_COLUMNS
from segmentation.ingest.kinds.bills.columns import DATE_COLUMN
from segmentation.ingest.kinds.totals.columns import COLUMNS, MONTH_COLUMN
from segmentation.ingest.looks import is_number
from segmentation.ingest.mapping import propose_mapping
from segmentation.ingest.stage import Desk, first_header, keep_texts, land_by, load_readable, make_stage, take_stage, texts_in
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_, N_n, format_count, format_money_short, translator
from segmentation.language.text import fold_header
from segmentation.language.values import read_month, read_number, to_cents, uses_decimal_comma

TOTAL_LINE = (
    r"(?i)^\s*([本全]?[年期季]?度?\s*(合\s*计|总\s*计|小\s*计|累\s*计|共\s*计|合\s*計|總\s*計|小\s*計)"
    r"|汇总|(grand\s+|sub[- ]?)?totals?).*$"
)
LARGEST = Decimal(10) ** 14
MOST_FIGURES = 5

TOO_SMALL = N_(
    "The total of {month}, {total}, is smaller than the customers' own bills of that month, {own}. Check the total and the store."
)


def is_totals(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    """Whether a file has a column headed as a month and one with a total, and neither a day nor a customer."""
    folded = [fold_header(header) for header in headers]
    if not set(MONTH_COLUMN.synonyms).difference(DATE_COLUMN.synonyms).intersection(folded):
        return False
    others = {name for column in BILL_COLUMNS if column.name in ("date", "bill_no", *KEY_COLUMNS) for name in column.synonyms}
    return not others & set(folded) and {"month", "total"} <= propose_mapping(KIND, headers, sample).keys()


def complete_totals(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Complete a mapping by the one column of months and the one of other numbers."""
    if "month" not in mapping:
        find_by_values(mapping, "month", cells, read_month, folded, OTHER_DATE)
    if "total" not in mapping:
        find_by_values(mapping, "total", cells, lambda cell: is_number(cell) and not read_month(cell), folded, NO_MONEY)


def examine_totals(found: Examination, desk: Desk) -> None:
    """Stage and judge a file of monthly totals: ``lines``, ``month_spellings`` and ``number_spellings``."""
    values: dict[str, Any] = {
        "store": found.store_id,
        "walk_in": [],
        "first_header": first_header(found.readable),
        "total_line": TOTAL_LINE,
        "earliest": desk.limits.earliest.replace(day=1),
        "latest": desk.limits.latest,
    }
    readable = load_readable(found, desk, values)
    comma = uses_decimal_comma(texts_in(desk, "total_text"))
    keep_texts(desk, "month_text", "month_spellings", pa.date32(), lambda text: read_month(text, readable.date_1904))
    keep_texts(desk, "total_text", "number_spellings", pa.decimal128(18, 2), lambda text: read_total(text, comma))
    take_stage(found, make_stage(desk, readable, values), "stage/total_summary")
    found.notices += _notice_small(found.stage)


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


def refuse_small(found: Examination) -> InputError | None:
    """Return the refusal for the first total of a staged file that is too small; None where there is none."""
    small = found.stage.rows("stage/small_totals")
    return too_small(**small[0]) if small else None


def _notice_small(stage: Stage) -> list[Notice]:
    small = stage.rows("stage/small_totals")
    if not small:
        return []
    figures = [f"{row['month']:%Y-%m} ¥{row['total']:,.2f} < ¥{row['own']:,.2f}" for row in small[:MOST_FIGURES]]
    text = N_("{count} totals are smaller than the customers' own bills of their month and stay out: {figures}.")
    return [Notice("totals_too_small", text, len(small), {"figures": "; ".join(figures)})]


def figures(found: Examination, lang: str) -> list[ImportFigure]:
    """Return how many months a file holds and what they come to."""
    _ = translator(lang)
    months = ImportFigure(_("Months"), format_count(found.accepted, lang))
    return [months, ImportFigure(_("Total revenue"), format_money_short(found.amount, lang))]


KIND = Kind(
    key="totals",
    label=N_("Monthly totals"),
    words=Words(
        together=N_n("total of {count} month", "totals of {count} months", "accepted"),
        line=N_n("{count} month, {amount}, {span}", "{count} months, {amount}, {span}", "accepted"),
        undone=N_n(
            "Its total of {count} month is taken out.", "Its totals of {count} months are taken out.", "accepted"
        ),
        figures=figures,
    ),
    columns=COLUMNS,
    turn=10,
    claims=is_totals,
    complete=complete_totals,
    first=("month", "total"),
    starred=("month", "total"),
    needs=(
        Need(
            "no_month_column",
            N_("No column with the month was found. Say which column it is. The file has: {headers}."),
            (("month",),),
        ),
        Need(
            "no_total_column",
            N_("No column with the month's total revenue was found. Say which column it is. The file has: {headers}."),
            (("total",),),
        ),
    ),
    lines="stage/total_lines",
    examine=examine_totals,
    odd={"future_months": N_("{count} months have not begun yet. Check how the months are written.")},
    rejects="stage/total_rejects",
    reasons={
        "month_missing": (N_("The month is missing"), "month"),
        "month": (N_("This is not a month"), "month"),
        "month_too_early": (N_("The month is before the earliest day of the store (page Settings, Stores)"), "month"),
        "month_twice": (N_("The month stands in several rows with different totals"), "month"),
        "total_missing": (N_("The total is missing"), "total"),
        "total": (N_("This is not an amount"), "total"),
        "total_too_small": (N_("The total is smaller than the customers' own bills of the month"), "total"),
    },
    refusal=refuse_small,
    land=land_by("land/month_totals"),
    tables=("month_totals",),
    has_amount=True,
)
