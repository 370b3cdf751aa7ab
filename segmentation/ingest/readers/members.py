"""The files of an archive that are one table: a till writes a file a day, all with the same columns."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from segmentation.ingest.readers.sheets import COPIED, SHEET_STEP, TOGETHER, Part
from segmentation.language.text import fold_header

Readable = Any  # of read.py, which calls this module


def list_alike(found: Mapping[str, Readable], best: str) -> list[str]:
    """Return the files that are read together with the ``best`` one, in the order of the archive: those with its headers.

    Columns may stand in another order. A workbook of several sheets stays by itself.
    """
    first = _headers(found[best])
    if not found[best].header_row or len(found[best].parts) > 1 or len(set(first)) < len(first):
        return [best]
    return [
        name for name, readable in found.items()
        if readable.header_row and len(readable.parts) < 2 and sorted(_headers(readable)) == sorted(first)
        and readable.date_1904 == found[best].date_1904
    ]


def put_together(
    found: Mapping[str, Readable], alike: Sequence[str], best: str, target: Path, number: Callable[[Readable], Readable]
) -> tuple[Readable, list[str]]:
    """Return the table of the files ``alike``, written to ``target``, and those left out since their rows stand in others.

    Each file's rows are numbered from a step of its own; ``number`` makes the numbered text of a file.
    """
    headers = _headers(found[best])
    seen: set[int] = set()
    parts: list[Part] = []
    copies: list[str] = []
    sizes = {name: found[name].lines for name in alike}
    texts: dict[str, Path] = {}
    for name in sorted(alike, key=lambda name: (name != best, -sizes[name])):
        numbered = number(found[name])
        start = SHEET_STEP * alike.index(name)
        own = _headers(found[name])
        places = [own.index(header) + 2 for header in headers]
        text = texts[name] = target.with_name(f"{target.name}-{alike.index(name)}")
        hashes: set[int] = set()
        rows = repeated = 0
        with numbered.path.open(encoding="utf-8", newline="") as source, text.open("w", encoding="utf-8", newline="") as out:
            write = csv.writer(out, lineterminator="\n")
            for row in csv.reader(source):
                cells = [row[place] if place < len(row) else "" for place in places]
                rows += 1
                row_hash = hash(tuple(cells))
                repeated += row_hash in seen
                hashes.add(row_hash)
                write.writerow([int(row[0]) + start, row[1], *cells])
        numbered.path.unlink()
        if name != best and repeated >= COPIED * rows:
            text.unlink()
            copies.append(name)
            continue
        seen |= hashes
        parts.append(Part(name, rows, start))
    parts.sort(key=lambda part: part.start)
    with target.open("wb") as out:
        for part in parts:
            with texts[part.sheet].open("rb") as text:
                shutil.copyfileobj(text, out, 1 << 20)
            texts[part.sheet].unlink()
    read = [found[part.sheet] for part in parts]
    together = replace(
        found[best], path=target, numbered=True, read_delimiter=",", skip_lines=0, quoted=True, parts=tuple(parts),
        lines=sum(part.rows for part in parts), sheet=TOGETHER.join(part.sheet for part in parts),
        title_rows=sum(each.title_rows for each in read), footer_rows=sum(each.footer_rows for each in read),
        lost_lines=sum(each.lost_lines for each in read), first_lost=tuple(lost for each in read for lost in each.first_lost)[:5],
        other_encodings=tuple(told for each in read for told in each.other_encodings),
    )
    return together, copies


def _headers(readable: Readable) -> list[str]:
    return [fold_header(header) for header in readable.headers]
