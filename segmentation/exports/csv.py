"""A frame in, the bytes of a CSV file out: as Excel and WPS open it, with nothing in it that they would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.exports.tables import spelling, spelt, with_names
from segmentation.exports.taken import count_taken
from segmentation.fields import SAID, field, label
from segmentation.language.i18n import translator
from segmentation.language.text import harmless
from segmentation.schemes import Scheme
from segmentation.slides import Table


def to_csv(frame: pa.Table, lang: str, labels: bool = False, scheme: Scheme | None = None) -> bytes:
    """Return the frame as CSV bytes: UTF-8 with a byte order mark, CRLF, the columns in their order.

    Without ``labels`` the header has the canonical names and a tier its key; with them both are written in ``lang``, as
    ``describe`` writes them: a customer without a name goes by his key. Amounts are plain numbers with their two
    decimals, dates ISO, nulls empty. A text that a spreadsheet would take for a formula gets an apostrophe in front, unless the
    product wrote it; numbers never do.
    """
    count_taken(frame.num_rows)
    names, frame = frame.column_names, with_names(frame) if labels else frame
    head = [(label(name, lang) if labels else name.removeprefix(SAID), field(name).is_ours) for name in names]
    columns = [spelt(frame[name], spelling(name, lang, scheme) if labels else None) for name in names]
    return _written(head, zip(*columns, strict=True))


def table_csv(table: Table) -> bytes:
    """Return a described table as CSV bytes, written as ``to_csv`` writes a frame: its labels as header, numbers plain."""
    count_taken(len(table.rows))
    return _written([(column.label, column.ours) for column in table.columns], table.rows)


def _written(head: Sequence[tuple[str, bool]], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return header and rows as CSV bytes; ``head`` says of each column whether its texts are the product's own."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(name) for name, _ours in head])
    ours = [our for _name, our in head]
    for row in rows:
        writer.writerow([
            harmless(cell) if isinstance(cell, str) and not our else _text(cell) for cell, our in zip(row, ours, strict=True)
        ])
    return out.getvalue().encode("utf-8-sig")


def file_name(store: str, what: str, as_of: date | str, lang: str, *more: str) -> str:
    """Return a name for a download, such as 松鹤楼_客户分级_2026-09-30.csv; ``what`` is a msgid.

    A month stands in place of the day as it is written. ``more`` says which days the bills cover where that is not all of
    them, for a CSV has no other place for it, and of a comparison what its other side is; what is empty is left out.
    Characters that a file system refuses become a blank.

    >>> file_name("A/B: Inn", "Customers", date(2026, 9, 30), "en")
    'A B Inn_Customers_2026-09-30.csv'
    >>> file_name("Inn", "Customers", date(2026, 9, 30), "en", "212 of 365 days")
    'Inn_Customers_2026-09-30_212 of 365 days.csv'
    >>> file_name("Inn", "Comparison", date(2026, 9, 30), "en", "", "Oak", "2026-03-31", "212 of 365 days")
    'Inn_Comparison_2026-09-30_Oak_2026-03-31_212 of 365 days.csv'
    """
    parts = (store, translator(lang)(what), str(as_of), *filter(None, more))
    return "_".join(" ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", part).split()) for part in parts) + ".csv"


def _text(value: Any) -> str:
    """Return a value as a cell has it.

    >>> [_text(value) for value in (None, Decimal("-5.00"), 0.25, date(2026, 9, 30), True)]
    ['', '-5.00', '0.25', '2026-09-30', 'true']
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case float():
            return f"{value:.6f}".rstrip("0").rstrip(".")
        case date():
            return value.isoformat()
    return str(value)
