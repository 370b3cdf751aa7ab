"""What the house gave on top of a top-up (赠送变动) beside the guest’s own money (本金变动): both are on the card."""

from __future__ import annotations

import re

import pyarrow as pa

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.ingest.stage import CELL_END, keep_spellings
from segmentation.language.text import fold_header
from segmentation.language.values import read_number
from segmentation.warehouse import Cursor

_OWN = re.compile(r"本金")
_GIFT = re.compile(r"^(赠送|赠金|赠额)(金额|余额)?变动(金额|额)?$|^(储值|充值)?(赠送|赠金|赠额)(金额)?$")


def add_gifts(found: Examination, cursor: Cursor) -> None:
    """Add the change of what was given to that of the guest's own money, where a file says both for each line."""
    if not _OWN.search(fold_header(found.mapped_headers().get("stored", ""))):
        return
    headers = list(kept_columns(found))
    numbers = [number for number, header in enumerate(headers, 1) if _GIFT.search(fold_header(header))]
    if not numbers:
        return
    cell = f"nullif(trim(split_part(kept, chr({ord(CELL_END)}), {numbers[0]})), '')"
    texts = [text for (text,) in cursor.execute(f"select distinct {cell} from kept_lines where {cell} is not null").fetchall()]
    values = {text: read_number(text) for text in texts}
    keep_spellings(cursor, "gifts", pa.decimal128(18, 4), values)
    cursor.execute(
        "update kept_lines set stored = cast(coalesce(stored, 0) + spelled.value as decimal(18, 4)) "
        f"from gifts as spelled where {cell} = spelled.text"
    )
