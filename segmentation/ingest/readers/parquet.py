"""A parquet file: its rows as numbered text, as those of a workbook become."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from segmentation.ingest.readers.grid import MOST_COLUMNS, MOST_SHOWN, too_wide
from segmentation.ingest.readers.text import Progress, Stop
from segmentation.ingest.readers.workbook import MOST_EXACT, cell_text
from segmentation.language.errors import Cancelled, InputError
from segmentation.language.i18n import N_

_BATCH = 1 << 16  # rows
_MOST_PACKED = 1000  # rows a byte; what is beyond is made to be huge
_EMPTY_ROWS = 10_000_000  # as many may be packed away to nothing


def write_parquet(
    source: Path, target: Path, name: str, *, most: int, progress: Progress = None, cancelled: Stop = None
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], int]:
    """Write the rows of a file as numbered text; return the names of the columns, the first ``most`` rows and how many there are.

    A row's number is its place in the file; wholly empty rows are left out. Streams. Raises InputError ``damaged``,
    ``too_wide``, ``too_large`` and, without any row, ``no_rows``; and Cancelled.
    """
    written, sample = 0, ()
    try:
        with pq.ParquetFile(source) as file:
            headers, rows = tuple(header[:MOST_SHOWN] for header in file.schema_arrow.names), file.metadata.num_rows
            if len(headers) > MOST_COLUMNS:
                raise too_wide(name, len(headers))
            if rows > _EMPTY_ROWS and rows > _MOST_PACKED * source.stat().st_size:
                text = N_("“{file}” holds {rows} rows packed into next to nothing. Export it again.")
                raise InputError("too_large", text, file=name, rows=rows)
            cells = [(f"c{place}", pa.string()) for place in range(len(headers))]
            schema = pa.schema([("line", pa.int64()), ("damage", pa.string()), *cells])
            options = pa.csv.WriteOptions(include_header=False, quoting_style="needed")
            with pa.csv.CSVWriter(target, schema, write_options=options) as out:
                for first, batch in _batches(file):
                    if cancelled and cancelled():
                        raise Cancelled()
                    columns = [_texts(column) for column in batch.columns]
                    lines = pa.array(range(first, first + batch.num_rows), pa.int64())
                    table = pa.record_batch([lines, pa.nulls(batch.num_rows, pa.string()), *columns], schema=schema)
                    table = table.filter(_filled(columns, batch.num_rows))
                    out.write_batch(table)
                    sample = sample or _sample(table, most)
                    written += table.num_rows
                    if progress:
                        progress(min(1.0, (first + batch.num_rows) / max(1, rows)))
    except MemoryError:  # Arrow's own is an ArrowException too
        raise
    except OSError as error:
        if error.errno is not None:  # the disk's, not the file's
            raise
        raise _damaged(name) from error
    except (pa.ArrowException, ValueError, OverflowError) as error:
        raise _damaged(name) from error
    if not written or not headers:
        raise InputError(
            "no_rows",
            N_("The file “{file}” has a header but no rows below it. Choose another period or sheet and export again."),
            file=name,
        )
    return headers, sample, written


def _damaged(name: str) -> InputError:
    return InputError("damaged", N_("“{file}” is damaged and cannot be read. Export or send it again."), file=name)


def _batches(file: pq.ParquetFile) -> Iterator[tuple[int, pa.RecordBatch]]:
    first = 1
    for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
        yield first, batch
        first += batch.num_rows


def _filled(columns: list[pa.Array], rows: int) -> pa.Array:
    """Which rows hold more than blanks."""
    filled = pa.array([False] * rows)
    for column in columns:
        filled = pc.or_(filled, pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(column), ""), fill_value=False))
        if pc.all(filled).as_py():
            break
    return filled


def _sample(table: pa.RecordBatch, most: int) -> tuple[tuple[str, ...], ...]:
    columns = [[(text or "")[:MOST_SHOWN] for text in column.to_pylist()] for column in table.slice(0, most).columns[2:]]
    return tuple(zip(*columns, strict=True))


def _texts(column: pa.Array) -> pa.Array:
    """Return a column as texts; NULL stays NULL, breaks inside a text become blanks."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        column.validate(full=True)
        texts = column.cast(pa.string())
    elif pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_date32(kind) or pa.types.is_decimal(kind):
        texts = column.cast(pa.string())
    elif pa.types.is_floating(kind):
        column = column.cast(pa.float32()) if pa.types.is_float16(kind) else column
        # Shortest digits, and never an exponent where all digits of a whole number can stand: 13800000000.0 may be a phone.
        # With more than 15 of them it may have lost some, and is written as a spreadsheet shortens it.
        whole = pc.and_(pc.equal(pc.floor(column), column), pc.less(pc.abs(column), MOST_EXACT))
        lost = pc.greater_equal(pc.abs(column), MOST_EXACT)
        texts = column.cast(pa.string())
        if pc.any(pc.and_(whole, pc.match_substring(texts, "e"))).as_py():
            digits = pc.if_else(whole, column, 0).cast(pa.float64()).cast(pa.int64(), safe=False).cast(pa.string())
            texts = pc.if_else(whole, digits, texts)
        if pc.any(lost).as_py():
            texts = pa.array(
                [
                    cell_text(value) if far else text
                    for value, far, text in zip(column.to_pylist(), lost.to_pylist(), texts.to_pylist(), strict=True)
                ],
                pa.string(),
            )
    elif pa.types.is_timestamp(kind) and kind.tz is None:
        texts = _without_zeros(column.cast(pa.timestamp("us"), safe=False).cast(pa.string()))
    elif pa.types.is_time(kind):
        texts = _without_zeros(column.cast(pa.string()))
    else:
        if pa.types.is_timestamp(kind):
            column = column.cast(pa.timestamp("us", kind.tz), safe=False)
        texts = pa.array([None if value is None else _text(value) for value in column.to_pylist()], pa.string())
    if pc.any(pc.match_substring_regex(texts, "[\r\n\\x00]")).as_py():
        texts = pc.replace_substring_regex(texts, "\r\n|\r|\n", " ")
        texts = pc.replace_substring(texts, "\0", "")
    return texts


def _without_zeros(texts: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(pc.replace_substring_regex(texts, r"(\.\d*?)0+$", r"\1"), r"\.$", "")


def _text(value: object) -> str:
    """Return a value of one of the kinds that a table seldom holds.

    >>> _text(["王", 1.5]), _text(b"abc"), _text({"a": date(2026, 9, 1)})
    ('[王, 1.5]', 'abc', '{a: 2026-09-01}')
    """
    if isinstance(value, datetime):  # with a time zone: the day and hour of this house
        return (value.astimezone() if value.tzinfo else value).replace(tzinfo=None).isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(key)}: {_text(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_text, value)) + "]"
    return cell_text(value)
