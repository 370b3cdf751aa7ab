"""Lists of invoices, as the tax office and accounting write them: a row an invoice, and a red one takes a blue one back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from segmentation.ingest.examination import Examination, Stage
from segmentation.ingest.guess import Cells
from segmentation.ingest.looks import is_number, share_of
from segmentation.ingest.meaning import REVERSED, names_invoice
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.warehouse import fetch, parameters, statement

_WITH_TAX, _TAX = "价税合计", re.compile(r"^税额$|^增值税额?$")
_ISSUED = re.compile(r"^开票(日期|时间)$")
_TAX_NUMBER = re.compile(r"税号|识别号|信用代码")


def take_invoices(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Map a list of invoices: the number that is filled most, the day of issue, the amount with tax, the buyer by his name."""
    if "bill_no" not in mapping or not names_invoice(folded[mapping["bill_no"]]):
        return
    numbers = [place for place, header in enumerate(folded) if names_invoice(header)]
    mapping["bill_no"] = max(numbers, key=lambda place: (sum(map(bool, cells[place])), -place))
    for name, place in (
        ("date", next((place for place, header in enumerate(folded) if _ISSUED.search(header)), None)),
        ("amount", folded.index(_WITH_TAX) if _WITH_TAX in folded else None),
    ):
        if place is not None and any(cells[place]):
            for other in [other for other, at in mapping.items() if at == place]:
                del mapping[other]
            mapping[name] = place
    code = mapping.get("customer_code")
    if code is not None and "name" in mapping and _TAX_NUMBER.search(folded[code]):
        del mapping["customer_code"]  # a person who buys has none, and bills of the till know nobody by it


def is_of_invoices(found: Examination) -> bool:
    """Whether the rows of a file are invoices, by the header of their numbers."""
    return names_invoice(fold_header(found.mapped_headers().get("bill_no", "")))


def tell_tax_inside(found: Examination) -> None:
    """Tell that the amounts of a list of invoices hold the tax that another column says."""
    if not is_of_invoices(found) or fold_header(found.mapped_headers().get("amount", "")) != _WITH_TAX:
        return
    taxes = [place for place, name in enumerate(found.names) if _TAX.search(fold_header(name))]
    if taxes and share_of([row[taxes[0]] for row in found.readable.sample if row[taxes[0]]], is_number) == 1:
        text = N_("“{header}” counts, with the tax that “{tax}” says, as the guest paid it.")
        values = {"header": found.mapped_headers()["amount"], "tax": found.names[taxes[0]]}
        found.notices.append(Notice("tax_inside", text, 1, values))


def have_their_reds(stage: Stage, texts: Sequence[str]) -> bool:
    """Whether all invoices that carry one of the ``texts`` have the red one that takes them back beside them in the file."""
    told = fetch(stage.cursor, "stage/reversed_invoices", **stage.values, texts=list(texts)).to_pylist()[0]
    return bool(told["lines"]) and told["lines"] == told["beside"]


def leave_out_reds(stage: Stage) -> tuple[int, Decimal]:
    """Leave out the red invoices of blue ones that do not count, of the same buyer and as much; return how many, and what."""
    back = statement("stage/reds_of_voids")
    bound = parameters(back, {**stage.values, "taken_back": REVERSED.pattern})
    stage.cursor.execute(f"create or replace temp table reds as {back}", bound)
    count, amount = stage.cursor.execute("select count(*), coalesce(-sum(amount), 0) from reds").fetchall()[0]
    if count:
        left = "select * from lines where coalesce(line_no, row_no + $first_line) not in (select line_no from reds)"
        stage.cursor.execute(f"create or replace temp table without_reds as {left}", {"first_line": stage.values["first_line"]})
        stage.cursor.execute("create or replace temp view lines as select * from without_reds")
    return count, amount
