"""Formulas of a workbook that no program has worked out: whoever opens the file sees figures, who reads it finds none."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from segmentation.ingest.readers.hidden_rows import sheet_members
from segmentation.ingest.readers.sheets import Part

_CHUNK = 1 << 20
_FORMULA = re.compile(  # a text that is worked out may be empty
    rb"<(?:\w+:)?c\b(?![^>]*\bt=[\"']str[\"'])[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


def count_unvalued(path: Path, parts: Sequence[Part]) -> int:
    """Return how many cells of the sheets that are read hold a formula without its value; 0 of what is no .xlsx."""
    if not zipfile.is_zipfile(path):
        return 0
    try:
        with zipfile.ZipFile(path) as archive:
            members = sheet_members(archive)
            return sum(_count(archive, members[part.sheet]) for part in parts if part.sheet in members)
    except (KeyError, OSError, ValueError, zipfile.BadZipFile):
        return 0


def _count(archive: zipfile.ZipFile, member: str) -> int:
    count, rest = 0, b""
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            text = rest + chunk
            end = max(text.rfind(b"<c "), 0)
            count += len(_FORMULA.findall(text[:end]))
            rest = text[end:]
    return count + len(_FORMULA.findall(rest))
