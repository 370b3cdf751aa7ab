"""Everything that is known of one customer as one file: a workbook to read, or JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.exports.tables import describe
from segmentation.exports.xlsx import WorkbookSheet, workbook
from segmentation.fields import CONTACT_CHANNELS
from segmentation.ingest.rejects import REASONS
from segmentation.language.i18n import translator
from segmentation.measures.people.everything import PARTS


def person_workbook(parts: Mapping[str, pa.Table], lang: str) -> bytes:
    """Return a workbook with a sheet for each part of ``read_everything``."""
    _ = translator(lang)
    parts = {part: _in_words(rows, lang) for part, rows in parts.items()}
    sheets = [WorkbookSheet(_(PARTS[part]), describe(rows, lang, totals=False)) for part, rows in parts.items()]
    return workbook(sheets, lang)


def _in_words(rows: pa.Table, lang: str) -> pa.Table:
    """Return rows with the channels of contacts and the reasons of rejects in words."""
    _ = translator(lang)
    for name, words in (("channel", CONTACT_CHANNELS), ("reason_code", REASONS)):
        if name in rows.column_names:
            said = [value and _(words.get(value, value)) for value in rows[name].to_pylist()]
            rows = rows.set_column(rows.column_names.index(name), name, pa.array(said, pa.string()))
    return rows


def person_json(parts: Mapping[str, pa.Table]) -> bytes:
    """Return the parts as JSON, a list of rows each: money as decimal text, days ISO, unknown null."""
    told = {
        part: [{name: _plain(value) for name, value in row.items()} for row in rows.to_pylist()] for part, rows in parts.items()
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date | datetime | time) else value
