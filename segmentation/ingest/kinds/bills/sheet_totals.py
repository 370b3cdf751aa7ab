"""Sums under no telling word in a workbook whose sheets are read together: the last row of a sheet, or a whole sheet (全年)."""

from __future__ import annotations

from decimal import Decimal

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.account import ENOUGH_LINES
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import CENT, yuan


def leave_out_sheet_totals(found: Examination, stage: BillStage) -> None:
    """Take for totals the last row of a sheet that is what its others come to, and a sheet whose rows are what the others do.

    Such rows name neither bill nor customer; those of a sheet of sums may name customers where only they have no bill number.
    """
    if len(found.readable.parts) < 2 or found.readable.joined or found.readable.of_files:
        return
    sheets = stage.rows("stage/sheet_sums")
    lines = [
        row["last_line"] for row in sheets
        if row["is_last_bare"] and row["lines"] >= ENOUGH_LINES and row["last_amount"]
        and row["amount"] == 2 * row["last_amount"]
    ]
    left = sum((row["last_amount"] for row in sheets if row["last_line"] in lines), Decimal(0))
    bills = {
        row["sheet"]: (row["amount"] - (row["last_amount"] if row["last_line"] in lines else 0), row) for row in sheets
    }
    of_sums = []
    for number, (amount, row) in bills.items():
        others = [other for sheet, other in bills.items() if sheet != number]
        named = sum(other["numbered"] or other["named"] for _, other in others)
        numbered = all(other["numbered"] >= other["lines"] - 1 for _, other in others)
        is_bare = not row["numbered"] and (not row["named"] or numbered)
        enough = sum(other["lines"] for _, other in others) >= max(ENOUGH_LINES, row["lines"])
        if is_bare and named and enough and amount and amount == sum(other for other, _ in others):
            of_sums.append(number)
    if len(of_sums) == 1:
        left += bills[of_sums[0]][0]
    else:
        of_sums = []
    if not lines and not of_sums:
        return
    number = "coalesce(line_no, row_no + $first_line)"
    told = f"list_contains($lines, {number}) or list_contains($sheets, cast({number} // 10000000 as integer))"
    bound = {"lines": lines, "sheets": of_sums, "first_line": stage.values["first_line"]}
    sql = f"create or replace temp table summed_up as select * replace (is_total or {told} as is_total) from lines"
    stage.cursor.execute(sql, bound)
    stage.cursor.execute("create or replace temp view lines as select * from summed_up")
    text = N_("{count} rows ({amount}) are what the other rows of the workbook come to, and name no bill: they are totals.")
    count = len(lines) + sum(int(bills[sheet][1]["lines"]) for sheet in of_sums)
    found.notices.append(Notice("sheet_totals", text, count, {"amount": yuan(left.quantize(CENT))}))
