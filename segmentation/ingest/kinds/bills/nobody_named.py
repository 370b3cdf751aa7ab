"""A file of bills of which none names a customer: which columns could have and are empty, and which other one may."""

from __future__ import annotations

import re

from segmentation.ingest.columns import KEY_COLUMNS, NAME_PARTS, STAFF, WHO
from segmentation.ingest.evidence import bill_of, is_account
from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.bookers import are_staff
from segmentation.ingest.kinds.bills.payments import is_payment_flow, names_nobody
from segmentation.ingest.looks import is_card, is_mobile, is_person, share_of
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.meaning import role_of
from segmentation.ingest.questions import Question
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header

_MOSTLY = 0.5
_STAFF = re.compile(STAFF + r"|人员|师傅|技师|主管|店长|领班|部长|操作|经办|开单|开票|制单|审核|收款人|点单|点菜|下单员")
_SEVERAL = 2


def tell_nobody_named(found: Examination) -> None:
    """Tell that all bills are walk-ins', and which columns are empty that would say whose they are; ask where another may."""
    if not names_nobody(found) or found.choices.walk_ins_only or is_payment_flow(found.names):
        return
    count = found.counts["bills"]
    empty = _empty_keys(found)
    others = _may_name(found) if empty else []
    if others:
        found.questions.append(
            Question(
                "keys_empty",
                N_(
                    "Nothing stands under {empty}, by which the {count} bills would name their customers; “{other}” is filled "
                    "and may tell who they are. Say that it does (in the shell: --map \"{column}={other}\"), or that these are "
                    "walk-in bills only (--walk-ins-only)."
                ),
                {"empty": empty, "count": count, "other": others[0][0], "column": others[0][1]}, "walk_ins_only", ("yes", "no"),
            )
        )
    elif empty:
        text = N_("No bill of this file names a customer: nothing stands under {empty} on any row. All {count} are walk-ins.")
        if {"tabnames", "checks", "revenuecenter"} <= {fold_header(name) for name in found.names}:
            text = N_(
                "No bill of this file names a customer: nothing stands under {empty} on any row. All {count} are walk-ins. In "
                "exports of Toast the customers stand in CheckDetails.csv: drop both files together."
            )
        found.notices.append(Notice("only_walk_ins", text, count, {"empty": empty}))
    else:
        text = N_("No bill of this file names a customer: all {count} are walk-ins.")
        found.notices.append(Notice("only_walk_ins", text, count))


def _empty_keys(found: Examination) -> str:
    """Return the headers of columns that would say who the customer is and stand empty; "" for none."""
    places = [found.mapping[name] for name in (*KEY_COLUMNS, *NAME_PARTS) if name in found.mapping]
    places = [each.place for each in found.key_evidence if not each.filled] or places
    rows = found.readable.sample
    cells = {place: {cell.strip() for row in rows for cell in row[place : place + 1]} for place in places}
    empty = [place for place, said in cells.items() if not said - {""}]
    return ", ".join(f"“{found.names[place]}”" for place in empty)


def _may_name(found: Examination) -> list[tuple[str, str]]:
    """Return other columns whose cells may say who the customers are, each with what it would be, the likelier first."""
    folded, cells = fold_table(found.names, found.readable.sample)
    bills = bill_of(found.mapping, cells)
    likely = []
    for place, header in enumerate(folded):
        filled = {(bill, cell) for bill, cell in zip(bills, cells[place], strict=True) if cell}
        values = {cell for _, cell in filled}
        if place in found.mapping.values() or len(values) < _SEVERAL or len(filled) < len({*bills}) * _MOSTLY:
            continue
        if _STAFF.search(header) or role_of(header) or are_staff(found.mapping, folded, cells, place):
            continue
        texts = sorted(values)
        if share_of(texts, is_mobile) >= _MOSTLY:
            likely.append((0, place, "phone"))
        elif share_of(texts, is_person) >= _MOSTLY:
            likely.append((1, place, "name"))
        elif (is_account(header) or re.search(WHO, header)) and len(values) < len(filled):
            likely.append((2, place, "customer_code" if share_of(texts, is_card) >= _MOSTLY else "name"))
    return [(found.names[place], column) for _, place, column in sorted(likely)]
