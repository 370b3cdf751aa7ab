"""Money of one bill on another: 餐饮转入 F0002 on a guest's folio is the restaurant's bill F0002, which another file has too."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from segmentation.ingest.examination import Examination
from segmentation.ingest.mapping import propose_mapping
from segmentation.ingest.questions import ONLY, TRANSFERRED, Question
from segmentation.language.i18n import N_
from segmentation.language.values import CENT, read_number, yuan
from segmentation.warehouse import Cursor, run

OUT, COUNT = "out", "count"
_WORDS = r"转入|转自|转房|挂房|房账|房帐|transfer|(posted|brought) from|room charge"


def leave_transfers_out(found: Examination, cursor: Cursor) -> int:
    """Ask of rows whose money is another bill's too; leave them out where a person says so, and return how many.

    A row quotes another bill where it says that it was transferred and names the number of a bill with just its amount, which the
    store has, or a sheet that is not read here. Or the other way: the store has such a row, and the file the bill.
    """
    quoted = [*_of_other_sheets(found)]
    if "bill_no" not in found.mapping or found.mends is not None or (found.store_id is None and not quoted):
        return 0
    values = {"words": f"(?i){_WORDS}", "store": found.store_id or 0, "quoted": quoted}
    run(cursor, "stage/make_transferred", **values)
    told = "select count(*), coalesce(sum(amount), 0), min(example) from transferred"
    count, amount, example = cursor.execute(told).fetchall()[0]
    found.questions[:] = [question for question in found.questions if question.code != TRANSFERRED]
    if not count:
        return 0
    chosen, worth = found.choices.transfers, amount.quantize(CENT)
    found.questions.append(
        Question(
            TRANSFERRED,
            N_(
                "{count} rows ({amount}) are the money of other bills too: one says that it was transferred and names the bill "
                "by number and amount ({example}). Leave them out, so that it counts once (in the shell: --transfers=out), or "
                "count them as well (--transfers=count)."
            ),
            {"count": count, "amount": yuan(worth), "example": example}, "transfers", (OUT, COUNT), chosen, worth,
        )
    )
    if chosen != OUT:
        return 0
    left = "select * from lines where row_no not in (select row_no from transferred)"
    cursor.execute(f"create or replace temp table without_transfers as {left}")
    cursor.execute("create or replace temp view lines as select * from without_transfers")
    found.money[TRANSFERRED] = amount
    return int(count)


def _of_other_sheets(found: Examination) -> Iterator[str]:
    """Yield the bills of sheets that are not read here, as far as they are shown, as F0002=101.00."""
    if found.choices.parts == ONLY:  # whose bills are not to come
        return
    for part in found.readable.unread:
        mapping = propose_mapping(found.spec, part.headers, part.sample) if any(part.headers) else {}
        if not {"bill_no", "amount", "date"} <= mapping.keys():
            continue
        sums: dict[str, Decimal] = {}
        for row in part.sample:
            if max(mapping["bill_no"], mapping["amount"]) < len(row):
                number, amount = row[mapping["bill_no"]].strip().upper(), read_number(row[mapping["amount"]])
                sums[number] = sums.get(number, Decimal(0)) + (amount or 0)
        yield from (f"{number}={amount:.2f}" for number, amount in sums.items() if number and amount > 0)
