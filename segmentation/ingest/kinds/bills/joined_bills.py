"""Bills that stand whole on a row of their own and once more table by table below it: 联台主单 and its 联台子单."""

from __future__ import annotations

import re

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.ingest.stage import CELL_END
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import yuan
from segmentation.warehouse import Cursor, run

JOINED = "joined"  # why the rows of the parts are skipped, and what their money is called
_WHOLE = re.compile(
    r"(主|父|母|总|合并|并台|联台|拼台|归属)(订单|账单|单据|单|台)(编?号|号码|单号|id)?$|"
    r"^(parent|master|main|combined|merged|group)(order|bill|check|ticket|folio)?(no|nr|number|id|ref)?$"
)
_WORDS = r"子单|分单|子订单|子账单|子台|child|sub-?(order|bill|check)"
_WHOLE_WORDS = r"主单|总单|母单|主订单|主账单|主台|合并单|parent|master"
_MOST_FIT = 0.9  # of wholes that come to just what their parts do


def leave_parts_of_joined_out(found: Examination, cursor: Cursor) -> int:
    """Leave out the bills that are parts of another of the file, which is just their sum; tell, and return how many.

    A column names the bill in which each part stands (联台主单号), or says of each whether it is a whole or a part (主单, 子单),
    the parts below their whole. Where wholes come to something else than their parts, each counts by itself.
    """
    if not {"bill_no", "amount"} <= found.mapping.keys() or "product" in found.mapping:
        return 0
    kept = enumerate(kept_columns(found).items(), 1)
    for number, (header, place) in sorted(kept, key=lambda each: not _WHOLE.search(fold_header(each[1][0]))):
        cells = {row[place].strip() for row in found.readable.sample if place < len(row)} - {""}
        by_number = bool(_WHOLE.search(fold_header(header)))
        if by_number:
            own = {row[found.mapping["bill_no"]].strip() for row in found.readable.sample}
            by_number = bool(cells & own)
        said = [any(re.search(part, cell, re.IGNORECASE) for cell in cells) for part in (_WORDS, _WHOLE_WORDS)]
        if not by_number and not all(said):
            continue
        told = {"place": number, "cell_end": CELL_END, "by_number": by_number, "part": _WORDS, "whole": _WHOLE_WORDS}
        run(cursor, "stage/make_parts_of_joined", **told)
        [(wholes, fit, parts, amount)] = cursor.execute(
            "select count(distinct whole), count(distinct whole) filter (where fits), count(*) filter (where fits), "
            "coalesce(sum(amount) filter (where fits), 0) from parts_of_joined"
        ).fetchall()
        if not fit or fit < wholes * _MOST_FIT:
            continue
        left = "select * from lines where row_no not in (select row_no from parts_of_joined where fits)"
        cursor.execute(f"create or replace temp table without_parts as {left}")
        cursor.execute("create or replace temp view lines as select * from without_parts")
        found.money[JOINED] = amount
        text = N_(
            "{count} bills ({amount}) are parts of {wholes} others that stand in the file as a whole and come to just their sum "
            "(column “{header}”); they count once, as the whole."
        )
        found.notices.append(Notice("parts_of_joined", text, parts, {"amount": yuan(amount), "wholes": fit, "header": header}))
        return int(parts)
    return 0
