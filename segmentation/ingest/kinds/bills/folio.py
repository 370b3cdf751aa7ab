"""The folio of a stay: charges in one column (借方, Charges), what was paid for them in another; only charges are bills."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyarrow as pa

from segmentation.ingest.examination import Examination
from segmentation.ingest.guess import Cells
from segmentation.ingest.kinds.bills.kept import kept_columns, read_kept
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.stage import keep_spellings
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import CENT, read_number
from segmentation.warehouse import Cursor

_CHARGE = re.compile(r"^(借方?|消费|入账)(金额|额|发生额)?$|^(debits?|charges?)(amount)?$")
_PAYMENT = re.compile(r"^(贷方?|付款|结算|结账|收款|预付)(金额|额|发生额)?$|^(credits?|payments?)(amount)?$")
_STAY = re.compile(r"房号|房间|客房|^room|folio")  # else it may be the statement of a bank, whose debits are what went out


def find_payments(mapping: Mapping[str, int], folded: Sequence[str], cells: Cells) -> tuple[int, int] | None:
    """Return the places of charges and of payments where each row of a stay is one or the other; None for any other file."""
    if not any(map(_STAY.search, folded)):
        return None
    for charge, header in enumerate(folded):
        if not _CHARGE.search(header) or mapping.get("amount", charge) != charge:
            continue
        for payment, other in enumerate(folded):
            if not _PAYMENT.search(other):
                continue
            pairs = zip(cells[charge], cells[payment], strict=True)
            rows = [(bool(read_number(one)), bool(read_number(two))) for one, two in pairs]
            if (True, True) not in rows and {(True, False), (False, True)} <= set(rows):
                return charge, payment
    return None


def leave_payments_out(found: Examination, cursor: Cursor) -> int:
    """Leave out the rows of payments for a stay; tell, and return how many."""
    places = find_payments(found.mapping, *fold_table(found.names, found.readable.sample))
    if places is None or found.mapping.get("amount") != places[0]:
        return 0
    charge, header = (found.names[place] for place in places)
    named = next((name for name, place in found.mapping.items() if place == places[1]), None)
    if named is not None or header not in kept_columns(found):
        return 0
    cell = read_kept(found, header)
    texts = [text for (text,) in cursor.execute(f"select distinct {cell} from lines where {cell} is not null").fetchall()]
    keep_spellings(cursor, "payments", pa.decimal128(18, 4), {text: read_number(text) for text in texts})
    of_payments = f"coalesce(amount, 0) = 0 and amount_text is null and {cell} in (select text from payments where value <> 0)"
    told = f"select count(*), coalesce(sum(value), 0) from lines inner join payments on {cell} = text where {of_payments}"
    lines, amount = cursor.execute(told).fetchall()[0]
    if not lines:
        return 0
    cursor.execute(f"create or replace temp table charges as select * from lines where coalesce(not ({of_payments}), true)")
    cursor.execute("create or replace temp view lines as select * from charges")
    text = N_(
        "{count} rows are what guests paid (“{header}”, {amount}), no bills: what they were charged under “{charge}” counts."
    )
    values = {"header": header, "charge": charge, "amount": f"¥{amount.quantize(CENT):,.2f}"}
    found.notices.append(Notice("payments_of_stay", text, lines, values))
    return lines
