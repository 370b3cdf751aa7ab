"""Lists of invoices, as the tax office and accounting write them: a row an invoice, and a red one takes a blue one back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from segmentation.ingest.examination import Examination, Stage
from segmentation.ingest.guess import Cells
from segmentation.ingest.kinds.bills.kept import kept_columns, read_kept
from segmentation.ingest.kinds.bills.with_tax import find_tax_inside
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.meaning import REVERSED, names_invoice
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import CENT, read_number, yuan
from segmentation.warehouse import Cursor, fetch, parameters, statement

_WITH_TAX, _TAX = "价税合计", re.compile(r"^(增值)?税额?$|^(sales)?tax(es)?(amount|total)?$|^(total|vat)(tax|amount)$")
_ISSUED = re.compile(r"^开票(日期|时间)$")
_DUE_ON = re.compile(r"^(payment|invoice)?due(date|on|by)$|到期日?期?$|付款期限|应[收付]日期?$|截止付款")
_OF_INVOICE = re.compile(r"发票|票据|invoice")
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


def are_due(found: Examination) -> bool:
    """Whether the rows of a file are invoices to be paid by a day that it names."""
    folded = [fold_header(name) for name in found.names]
    number = fold_header(found.mapped_headers().get("bill_no", ""))
    return any(map(_DUE_ON.search, folded)) and bool(_OF_INVOICE.search(number))


def tell_tax_inside(found: Examination, cursor: Cursor) -> None:
    """Tell that the amounts of a list of invoices hold the tax of another column, or that those of joined files may hold it."""
    header = found.mapped_headers().get("amount", "")
    taxes = [name for name in kept_columns(found) if _TAX.search(fold_header(name))]
    of_invoices = is_of_invoices(found) and fold_header(header) == _WITH_TAX
    inside = None if of_invoices else find_tax_inside(found.mapping, *fold_table(found.names, found.readable.sample))
    if inside is not None and found.names[inside] in kept_columns(found):
        taxes, of_invoices = [found.names[inside]], True
    if not taxes or not (of_invoices or found.readable.joined):
        return
    cell = read_kept(found, taxes[0])
    texts = cursor.execute(f"select {cell} as text, count(*) from kept_lines where text is not null group by text").fetchall()
    money = sum(((read_number(text) or Decimal(0)) * rows for text, rows in texts), Decimal(0))
    money = found.beside.get(taxes[0], money)  # where a bill has it on each of its rows, it is there once
    if money:
        text = N_("“{header}” counts, with the tax that “{tax}” says ({money}), as the guest paid it.")
        if not of_invoices:
            text = N_(
                "“{tax}” ({money}) stands beside “{header}”, which counts as it is, with the tax where it holds it. If another "
                "column is without tax and shall count, say so (in the shell: --map amount=HEADER)."
            )
        values = {"header": header, "tax": taxes[0], "money": yuan(money.quantize(CENT))}
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
