"""A parquet file: its columns and first rows; the rest is the database's to read."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from segmentation.errors import InputError
from segmentation.i18n import N_


def read_parquet(path: Path, name: str, most: int) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], int]:
    """Return the column names, the first ``most`` rows as text and the number of rows; only the first batch is read.

    Raises InputError ``damaged`` and, without any row, ``no_rows``.
    """
    try:
        with pq.ParquetFile(path) as file:
            headers, rows = tuple(file.schema_arrow.names), file.metadata.num_rows
            batch = next(file.iter_batches(batch_size=most), None)
            columns = [[_text(value) for value in column.to_pylist()] for column in batch.columns] if batch else []
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise InputError("damaged", N_("“{file}” is damaged and cannot be read. Export or send it again."), file=name) from error
    if not rows or not columns:
        raise InputError(
            "no_rows",
            N_("The file “{file}” has a header but no rows below it. Choose another period or sheet and export again."),
            file=name,
        )
    return headers, tuple(zip(*columns, strict=True)), rows


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
