"""What programs put around a cell so that a spreadsheet leaves it alone: a backtick in front, ="…" around, a tab beside it.

WeChat writes `188.00 in every cell, Taobao ="1234…", Alipay and shops a tab behind long numbers. An apostrophe in front stays:
a name may begin with one, and who reads numbers, days and ids knows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from segmentation.ingest.readers.text import CHUNK


def undress_cell(cell: str) -> str:
    """Return a cell without what only keeps it a text in a spreadsheet.

    >>> undress_cell("`188.00"), undress_cell("`"), undress_cell('="0123"'), undress_cell("\\t69 \\t"), undress_cell("O`Neill")
    ('188.00', '', '0123', '69 ', 'O`Neill')
    """
    cell = cell.strip("\t")
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1]
    return cell.removeprefix("`")


def undress(cells: Sequence[str]) -> list[str]:
    """Return the cells of a row undressed."""
    return [
        cell.removeprefix("`") if cell[:1] == "`" and cell[-1] > " " else undress_cell(cell) if cell else cell for cell in cells
    ]


def is_dressed(path: Path, delimiter: str) -> bool:
    """Whether a UTF-8 text has such cells; whether a byte occurs is asked first, as it is quick."""
    mark = delimiter.encode()
    known = re.compile(
        rb'(?:^|[\n%(d)s])"?`|(?:^|[\n%(d)s])"?="' % {b"d": re.escape(mark)}
        + (b"" if delimiter == "\t" else rb'|(?:^|[\n%(d)s])"?\t|\t"?(?:[\r\n%(d)s]|$)' % {b"d": re.escape(mark)})
    )
    rest = b""
    with path.open("rb") as text:
        while part := text.read(CHUNK):
            block = rest + part
            # one byte is looked for thirty times as quickly as two
            suspect = b"`" in block or (b"=" in block and b'="' in block) or (b"\t" in block and delimiter != "\t")
            if suspect and known.search(block):
                return True
            rest = block[-4:]
    return False
