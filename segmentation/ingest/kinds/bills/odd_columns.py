"""What a person should hear of a file: a customer on too many lines, shortened numbers, another unit, two tables in one."""

from __future__ import annotations

import re

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.language.values import CENT, yuan

SIDES = re.compile(r"\s*[-¥￥$]?\s*[\d,]+(\.\d*)?\s*(CR|DR)\.?\s*", re.IGNORECASE)  # of an amount
SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+\d+")
FEW_CUSTOMERS, MANY_LINES = 5, 20


def tell_largest(found: Examination, stage: BillStage) -> None:
    """Tell of a customer who stands on so many lines that he may be no customer: a word for walk-ins, or the totals of days."""
    largest = stage.rows("stage/largest_customer")[0]
    few = largest["customers"] < FEW_CUSTOMERS or largest["all_lines"] < MANY_LINES
    if few or largest["lines"] * 5 < largest["all_lines"] * 2:
        return
    text = N_(
        "“{name}” stands on {count} of the {rows} rows that name a customer. If it is no customer but a word for walk-ins, add "
        "it to their names under Settings and import the file again."
    )
    values = {"name": largest["name"], "rows": largest["all_lines"]}
    found.notices.append(Notice("largest_customer", text, largest["lines"], values))


def tell_shortened(found: Examination) -> None:
    """Tell of columns that serve for nothing since a spreadsheet shortened their numbers."""
    for place, header in enumerate(found.names):
        cells = [row[place] for row in found.readable.sample if place < len(row) and row[place].strip()]
        shortened = sum(bool(SHORTENED.fullmatch(cell.strip())) for cell in cells)
        if place not in found.mapping.values() and shortened * 2 > len(cells):
            text = N_(
                "The numbers in the column “{header}” were shortened by a spreadsheet (such as 1.38E+10) and serve for nothing. "
                "Export the column as text."
            )
            found.notices.append(Notice("shortened_column", text, shortened, {"header": header}))


def check_shape(found: Examination) -> None:
    """Raise InputError for money in another unit than yuan, and for two tables side by side."""
    headers = found.mapped_headers()
    amount = found.names[found.mapping["amount"]] if "amount" in found.mapping else ""
    if unit := re.search(r"万元|千元", amount):
        raise InputError(
            "other_unit",
            N_(
                "The column “{header}” is in {unit}, not in yuan. Export it in yuan, or change it in the file, and import it "
                "again."
            ),
            header=amount, unit=unit[0].strip("（）() "),
        )
    cells = [row[found.mapping["amount"]] for row in found.readable.sample] if amount else []
    if example := next(filter(SIDES.fullmatch, cells), None):
        raise InputError(
            "credit_or_debit",
            N_(
                "The amounts of “{header}” carry CR or DR ({example}), which does not say what came in: it depends on whose "
                "books they are. Export them with a sign (refunds below zero), or with credit and debit in a column of its own."
            ),
            header=amount, example=example.strip(),
        )
    if amount and f"{headers.get('date')}#2" in found.names and f"{amount}#2" in found.names:
        raise InputError(
            "tables_side_by_side",
            N_(
                "Two tables stand side by side: “{date}” and “{amount}” occur twice. Put them one below the other, or each "
                "into a file of its own."
            ),
            date=headers["date"], amount=amount,
        )


def tell_hidden(found: Examination, stage: BillStage) -> None:
    """Tell how many hidden rows of a workbook count, and what they come to: one may have meant to take them out."""
    if not found.hidden_rows:
        return
    stage.values["hidden_rows"] = list(found.hidden_rows)
    told = stage.rows("stage/hidden_lines")[0]
    if told["lines"]:
        text = N_(
            "{count} rows of the workbook are hidden and count as well ({amount}). Delete them in the file if they should not."
        )
        found.notices.append(Notice("hidden_rows", text, told["lines"], {"amount": yuan(told["amount"].quantize(CENT))}))
