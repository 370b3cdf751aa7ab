"""An empty file of each kind to fill in: the headers that the import recognises, and one row to copy."""

from __future__ import annotations

import csv
import io

from segmentation.ingest.columns import Column
from segmentation.ingest.kinds.registry import KINDS
from segmentation.language.i18n import N_, translator

_PLACE = {"zh": 0, "en": 1}  # in Column.example


def template_columns(kind: str) -> tuple[Column, ...]:
    """Return the columns that a template of the kind with the key ``kind`` has: those worth filling in by hand."""
    return tuple(column for column in KINDS[kind].columns if any(column.example))


def template(kind: str, lang: str) -> bytes:
    """Return the template of ``kind`` in ``lang``: a header and an example row, CSV that a spreadsheet opens (UTF-8 with BOM).

    Imported as it is, every column is recognised.
    """
    _ = translator(lang)
    columns = template_columns(kind)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_(column.label) for column in columns])
    writer.writerow([column.example[_PLACE[lang]] for column in columns])
    return text.getvalue().encode("utf-8-sig")


def template_name(kind: str, lang: str) -> str:
    """Return the file name of the template.

    >>> template_name("bills", "en")
    'Bills template.csv'
    """
    _ = translator(lang)
    return _(N_("{kind} template")).format(kind=_(KINDS[kind].label)) + ".csv"
