"""Which rows of a workbook are hidden, by hand or by a filter: they are read like the others, and a person should know."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path

from segmentation.ingest.readers.sheets import Part

_CHUNK = 1 << 20
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_HIDDEN = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*\shidden=[\"'](?:1|true)[\"'])[^>]*?\sr=[\"'](\d+)[\"'][^>]*>")


def list_hidden_rows(path: Path, parts: Sequence[Part]) -> list[int]:
    """Return the numbers of the hidden rows of the sheets that are read, as lines are numbered; none of what is no .xlsx."""
    if not zipfile.is_zipfile(path):
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            members = sheet_members(archive)
            return [part.start + row for part in parts if part.sheet in members for row in _rows(archive, members[part.sheet])]
    except (KeyError, OSError, ValueError, zipfile.BadZipFile):
        return []


def sheet_members(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return sheet → where its rows stand in the archive."""
    if "xl/workbook.xml" not in archive.namelist():
        return {}
    targets = {
        _said(rb"Id", tag): posixpath.normpath(posixpath.join("/xl", _said(rb"Target", tag))).lstrip("/")
        for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    }
    sheets = _SHEET.findall(archive.read("xl/workbook.xml"))
    told = {_said(rb"name", tag): targets.get(_said(rb"(?:\w+:)id", tag), "") for tag in sheets}
    return {name: member for name, member in told.items() if member in archive.namelist()}


def _said(attribute: bytes, tag: bytes) -> str:
    found = re.search(rb"\s" + attribute + rb"=[\"']([^\"']*)[\"']", tag)
    return unescape(found[1].decode("utf-8")) if found else ""


def _rows(archive: zipfile.ZipFile, member: str) -> Iterator[int]:
    with archive.open(member) as part:
        rest = b""
        while chunk := part.read(_CHUNK):
            text = rest + chunk
            end = text.rfind(b"<")
            yield from (int(row) for row in _HIDDEN.findall(text[:end]))
            rest = text[max(end, 0):]
