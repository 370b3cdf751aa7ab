"""A frame in, a described table out: what a workbook, a deck or a printed page needs to know of each column."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from segmentation.exports.csv import LABELS, spelling
from segmentation.language.i18n import translator
from segmentation.schemes import Scheme
from segmentation.slides import Cell, Column, Table

SUMMED = frozenset({
    "customers", "customer_share", "contribution", "contribution_share", "total", "identified", "walk_in", "amount", "bills",
    "frequency", "days_with_bills", "target", "managed", "managed_active", "stake", "last_contribution", "contribution_from",
    "contribution_to",
})
RATIOS = ("ratio", "share", "rate", "retention")
SECRETS = {"name": "name", "phone": "phone", "customer": "customer"}


def describe(
    frame: pa.Table,
    lang: str,
    scheme: Scheme | None = None,
    *,
    title: str = "",
    labels: Mapping[str, str] | None = None,
    types: Mapping[str, str] | None = None,
    totals: frozenset[str] | set[str] = SUMMED,
) -> Table:
    """Return ``frame`` as a table in ``lang``: labels, types, which columns are summed, which hold names or phones.

    A type follows from the frame: decimals of two places are money, whole numbers counts, floats ratios where the
    name begins or ends with one of ``RATIOS`` and numbers elsewhere. ``labels`` (already in ``lang``) and ``types``
    win. Values that stand for words are written as the CSV writes them: tiers as ``scheme`` labels them, yes and no.
    """
    _ = translator(lang)
    columns, cells = [], []
    for name in frame.column_names:
        column = frame[name]
        label = (labels or {}).get(name) or (_(LABELS[name]) if name in LABELS else name)
        spell = spelling(name, lang, scheme)
        kind = (types or {}).get(name) or ("text" if spell else _kind(name, column.type))
        columns.append(Column(label, kind, kind not in ("text", "date") and name in totals, SECRETS.get(name, "")))
        cells.append([_cell(value, spell) for value in column.to_pylist()])
    return Table(tuple(columns), tuple(zip(*cells, strict=True)), title)


def _cell(value: object, spell) -> Cell:
    if spell is None:
        return value
    return spell(str(value).lower() if isinstance(value, bool) else "" if value is None else value)


def _kind(name: str, kind: pa.DataType) -> str:
    """Return the column type of a frame's column.

    >>> _kind("customer_share", pa.float64()), _kind("contribution", pa.decimal128(18, 2)), _kind("frequency", pa.int64())
    ('ratio', 'money', 'count')
    """
    if pa.types.is_decimal(kind):
        return "money" if kind.scale == 2 else "number"
    if pa.types.is_integer(kind):
        return "count"
    if pa.types.is_floating(kind):
        return "ratio" if name.startswith(RATIOS) or name.endswith(RATIOS) else "number"
    return "date" if pa.types.is_date(kind) else "text"
