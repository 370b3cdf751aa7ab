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
from segmentation.ingest.batches import batch_name
from segmentation.ingest.rejects import REASONS
from segmentation.language.i18n import translator
from segmentation.language.lunar import birthday_text
from segmentation.measures.people.everything import PARTS
from segmentation.schemes import Scheme, schemes


def person_workbook(parts: Mapping[str, pa.Table], lang: str) -> bytes:
    """Return a workbook with a sheet for each part of ``read_everything``."""
    _ = translator(lang)
    parts = {part: _in_words(rows, lang) for part, rows in parts.items()}
    sheets = [WorkbookSheet(_(PARTS[part]), describe(rows, lang, totals=False)) for part, rows in parts.items()]
    return workbook(sheets, lang)


def _in_words(rows: pa.Table, lang: str) -> pa.Table:
    """Return rows with what stands for words in words; an edit that says no name has none."""
    _ = translator(lang)
    if "edit_report" in rows.column_names:
        told = zip(rows["file_source"].to_pylist(), rows["edit_report"].to_pylist(), strict=True)
        rows = _with(rows, "file_source", [batch_name(json.loads(report), lang) if report else file for file, report in told])
        rows = rows.drop_columns(["edit_report"])
        rows = rows.rename_columns(["own_key" if name == "customer" else name for name in rows.column_names])
    if {"own_key", "name"} <= set(rows.column_names):  # what was said, which may be no name
        rows = rows.rename_columns(["said_name" if name == "name" else name for name in rows.column_names])
    if "birthday" in rows.column_names:
        rows = _with(rows, "birthday", [birthday_text(text, lang) for text in rows["birthday"].to_pylist()])
    if "graded_by" in rows.column_names:
        known = schemes()
        graded = zip(rows["graded_by"].to_pylist(), rows["file_text"].to_pylist(), strict=True)
        said = [(known.get(key), key, tier) for key, tier in graded]
        rows = _with(rows, "graded_by", [scheme.label[lang] if scheme else key for scheme, key, _tier in said])
        rows = _with(rows, "file_text", [_tier_text(scheme, tier, lang) for scheme, _key, tier in said])
        rows = rows.rename_columns(["grade_name" if name == "file_text" else name for name in rows.column_names])
    for name, words in (("channel", CONTACT_CHANNELS), ("reason_code", REASONS)):
        if name in rows.column_names:
            rows = _with(rows, name, [value and _(words.get(value, value)) for value in rows[name].to_pylist()])
    return rows


def _tier_text(scheme: Scheme | None, tier: str, lang: str) -> str:
    return next((each.label[lang] for each in scheme.tiers if each.key == tier), tier) if scheme else tier


def _with(rows: pa.Table, name: str, texts: list[str | None]) -> pa.Table:
    return rows.set_column(rows.column_names.index(name), name, pa.array(texts, pa.string()))


def person_json(parts: Mapping[str, pa.Table]) -> bytes:
    """Return the parts as JSON, a list of rows each: money as decimal text, days ISO, unknown null."""
    told = {
        part: [{name: _plain(value) for name, value in row.items() if name != "edit_report"} for row in rows.to_pylist()]
        for part, rows in parts.items()
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date | datetime | time) else value
