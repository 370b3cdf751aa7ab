"""Targets: what each manager is to reach in a month with each grade, filled in by hand and brought back; a row a grade."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.ingest.columns import KEY_COLUMNS
from segmentation.ingest.examination import Examination
from segmentation.ingest.kind import ImportFigure, Kind, Need, Words
from segmentation.ingest.kinds.bills.columns import COLUMNS as BILL_COLUMNS
from segmentation.ingest.kinds.strange_managers import tell_strange_managers
from segmentation.ingest.kinds.targets.columns import COLUMNS, CUSTOMERS, FREQUENCY, TIER, read_tier
from segmentation.ingest.mapping import propose_mapping
from segmentation.ingest.stage import (
    TOTAL_LINE,
    Desk,
    first_header,
    keep_texts,
    land_by,
    load_readable,
    make_stage,
    take_stage,
    texts_in,
)
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_, N_n, format_count, format_month, translator
from segmentation.language.text import fold_header
from segmentation.language.values import read_month, read_number, uses_decimal_comma

NOBODY = ["nobody", "nobody's", "customers of nobody", "没人管", "没人管的客户", "无", "–", "-"]
LARGEST = Decimal(10) ** 12
OTHER_REVENUE = N_(
    "Rows whose revenue in the file is not customers × frequency × standard: {count}, the first is row {row}. The product "
    "counts, {amount} in place of {said}; whoever wants another revenue changes one of the three."
)


def is_targets(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    """Whether a file has a month, a grade, how many customers and how often, and neither a bill nor a customer."""
    folded = {fold_header(header) for header in headers}
    others = {name for column in BILL_COLUMNS if column.name in ("bill_no", *KEY_COLUMNS) for name in column.synonyms}
    if others & folded or not folded & set(TIER.synonyms) or not folded & {*CUSTOMERS.synonyms, *FREQUENCY.synonyms}:
        return False
    return {"month", "tier", "customers", "frequency", "standard"} <= propose_mapping(KIND, headers, sample).keys()


def examine_targets(found: Examination, desk: Desk) -> None:
    """Stage and judge a plan: ``lines`` and the spellings of months, grades and numbers."""
    values: dict[str, Any] = {
        "first_header": first_header(found.readable), "total_line": TOTAL_LINE, "walk_in": [], "nobody": NOBODY,
        "store": found.store_id,
    }
    readable = load_readable(found, desk, values)
    numbers = ("customers_text", "frequency_text", "standard_text", "revenue_text", "house_target_text", "house_profit_text")
    comma = uses_decimal_comma([text for name in numbers for text in texts_in(desk, name)])
    keep_texts(desk, "month_text", "month_spellings", pa.date32(), lambda text: read_month(text, readable.date_1904))
    keep_texts(desk, "tier_text", "tier_spellings", pa.string(), read_tier)
    for name in numbers:
        keep_texts(desk, name, f"{name}_spellings", pa.decimal128(24, 8), lambda text: _number(text, comma))
    take_stage(found, make_stage(desk, readable, values), "stage/target_summary")
    totals = found.stage.rows("stage/target_totals")[0]
    found.counts.update({name: totals[name] for name in ("rows_planned", "managers")})
    found.first_date, found.last_date = totals["first_month"], totals["last_month"]
    tell_strange_managers(found, "stage/target_managers")
    if totals["other_sums"]:
        sums = {name: f"¥{totals[name]:,.2f}" for name in ("said", "amount")} | {"row": f"{totals['other_line']:,}"}
        found.notices.append(Notice("other_revenue", OTHER_REVENUE, totals["other_sums"], sums))


def _number(text: str, decimal_comma: bool) -> Decimal | None:
    number = read_number(text, decimal_comma)
    return None if number is None or not 0 <= number < LARGEST else number


def figures(found: Examination, lang: str) -> list[ImportFigure]:
    """Return of how many managers and which months a file has targets."""
    _ = translator(lang)
    shown = [
        ImportFigure(_("Rows of targets"), format_count(found.counts["rows_planned"], lang)),
        ImportFigure(_("Managers"), format_count(found.counts["managers"], lang)),
    ]
    if found.first_date:
        months = dict.fromkeys(format_month(each, lang) for each in (found.first_date, found.last_date))
        shown.append(ImportFigure(_("Month of the plan"), " – ".join(months)))
    return shown


KIND = Kind(
    key="targets",
    label=N_("Targets of managers"),
    words=Words(
        together=N_n("{count} row of targets", "{count} rows of targets", "rows_planned"),
        taken=N_("{rows_planned} rows of targets; set them on the page Targets"),
        line=N_("{rows_planned} rows of targets, {span}; set them on the page Targets"),
        undone=N_n("Its {count} row of targets is taken out.", "Its {count} rows of targets are taken out.", "rows_planned"),
        figures=figures,
    ),
    columns=COLUMNS,
    turn=5,
    claims=is_targets,
    complete=lambda mapping, folded, cells: None,
    first=("month", "manager", "tier", "customers", "frequency", "standard"),
    starred=("month", "tier", "customers", "frequency", "standard"),
    needs=(
        Need(
            "no_month_column",
            N_("No column with the month was found. Say which column it is. The file has: {headers}."), (("month",),),
        ),
        Need(
            "no_tier_column",
            N_("No column with the grade was found. Say which column it is. The file has: {headers}."), (("tier",),),
        ),
        Need(
            "no_customers_column",
            N_("No column with how many customers was found. Say which column it is. The file has: {headers}."),
            (("customers",),),
        ),
        Need(
            "no_frequency_column",
            N_("No column with the frequency was found. Say which column it is. The file has: {headers}."), (("frequency",),),
        ),
        Need(
            "no_standard_column",
            N_("No column with the standard was found. Say which column it is. The file has: {headers}."), (("standard",),),
        ),
    ),
    lines="stage/target_lines",
    examine=examine_targets,
    rejects="stage/target_rejects",
    reasons={
        "month_missing": (N_("The month is missing"), "month"),
        "month": (N_("This is not a month"), "month"),
        "tier_missing": (N_("The grade is missing"), "tier"),
        "tier": (N_("This is no grade"), "tier"),
        "customers": (N_("This is no whole number from 0 up"), "customers"),
        "frequency": (N_("This is no number from 0 up"), "frequency"),
        "standard": (N_("This is no number from 0 up"), "standard"),
        "house_target": (N_("This is no number from 0 up"), "house_target"),
        "house_profit": (N_("This is no number from 0 up"), "house_profit"),
        "row_twice": (N_("The manager and grade stand in several rows of the month with different targets"), "tier"),
    },
    land=land_by("land/targets"),
    tables=("target_rows",),
    counts=("rows_planned", "managers"),
    counted="rows_planned",
    last=True,
)
