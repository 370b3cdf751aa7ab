"""Parquet with types, counts and names that a till never writes."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa

from force.case import REFUSED, Case, of_bytes, rows_of_bills
from force.families.formats import make_parquet


def cases(rng: random.Random) -> Iterator[Case]:
    """Odd types in the place of date, amount or name, and files that lie about their rows."""
    rows = rows_of_bills(rng)
    count = len(rows)
    amounts = [row[4] for row in rows]
    odd: dict[str, dict[str, pa.Array]] = {
        "decimal256": {"金额": pa.array([Decimal("1" * 60) + n for n in range(count)], pa.decimal256(76, 2))},
        "decimal_of_10_to_16": {"金额": pa.array([Decimal(10) ** 16] * count, pa.decimal128(38, 2))},
        "decimal_negative_scale": {"金额": pa.array([Decimal("12300")] * count, pa.decimal128(10, 2))},
        "float_nan": {"金额": pa.array([float("nan"), float("inf"), -0.0, 1e308] * (count // 4), pa.float64())},
        "float16": {"金额": pa.array([1.5] * count, pa.float32()).cast(pa.float16())},
        "nulls": {"金额": pa.nulls(count), "日期": pa.nulls(count)},
        "all_null_texts": {"金额": pa.nulls(count, pa.string()), "客户": pa.nulls(count, pa.string())},
        "nested_list": {"金额": pa.array([[1.0, 2.0]] * count)},
        "nested_struct": {"金额": pa.array([{"a": {"b": {"c": 1}}}] * count)},
        "map": {"客户": pa.array([[("a", 1)]] * count, pa.map_(pa.string(), pa.int64()))},
        "dictionary": {"客户": pa.array([row[3] for row in rows]).dictionary_encode()},
        "binary": {"客户": pa.array([b"\xff\xfe\0"] * count, pa.binary())},
        "fixed_binary": {"单号": pa.array([bytes(16)] * count, pa.binary(16))},
        "boolean": {"金额": pa.array([True, False] * (count // 2))},
        "uint64": {"金额": pa.array([2**64 - 1] * count, pa.uint64())},
        "moments_of_year_1": {"日期": pa.array([datetime(1, 1, 1)] * count, pa.timestamp("us"))},
        "moments_out_of_range": {"日期": pa.array([2**62] * count, pa.timestamp("us"))},
        "moments_of_nanoseconds": {"日期": pa.array([1_767_225_600_000_000_001] * count, pa.timestamp("ns"))},
        "moments_in_a_zone": {"日期": pa.array([datetime(2026, 1, 1)] * count, pa.timestamp("us", "Asia/Shanghai"))},
        "moments_in_no_zone": {"日期": pa.array([datetime(2026, 1, 1)] * count, pa.timestamp("us", "No/Where"))},
        "days_out_of_range": {"日期": pa.array([2_000_000_000] * count, pa.date32())},
        "times": {"日期": pa.array([time(11, 5)] * count, pa.time64("us"))},
        "durations": {"日期": pa.array([timedelta(days=10**5)] * count, pa.duration("us"))},
        "large_texts": {"客户": pa.array(["x" * 100_000] * count, pa.large_string())},
        "columns_5000": {f"c{n}": pa.array(amounts) for n in range(5000)},
        "names_hostile": {'a"b': pa.array(amounts), "x'); drop table bills; --": pa.array(amounts), "": pa.array(amounts), "a\0b": pa.array(amounts)},
        "names_of_twins": {"Amount": pa.array(amounts), "amount": pa.array(amounts), "AMOUNT ": pa.array(amounts)},
    }
    for name, columns in odd.items():
        yield of_bytes(f"{name}.parquet", make_parquet(rows, **columns).__bytes__)
    sound = make_parquet(rows)
    length = struct.unpack("<I", sound[-8:-4])[0]
    foot = len(sound) - 8 - length
    yield of_bytes("zero_rows.parquet", lambda: make_parquet([]), right=REFUSED)
    yield of_bytes("head_only.parquet", lambda: b"PAR1", right=REFUSED)
    yield of_bytes("head_and_tail.parquet", lambda: b"PAR1PAR1", right=REFUSED)
    yield of_bytes("foot_of_4_billion.parquet", lambda: sound[:-8] + b"\xff\xff\xff\xff" + sound[-4:], right=REFUSED)
    yield of_bytes("foot_of_nothing.parquet", lambda: sound[:-8] + bytes(4) + sound[-4:], right=REFUSED)
    yield of_bytes("encrypted_foot.parquet", lambda: sound[:-4] + b"PARE", right=REFUSED)
    rows_field = bytes([0x16, count * 2])  # thrift: the number of rows, zigzag
    for name, claim in {"huge": b"\x16\xfe\xff\xff\xff\xff\xff\xff\xff\x7f", "negative": b"\x16\x01"}.items():
        made = sound[:foot] + sound[foot:-8].replace(rows_field, claim)
        made += struct.pack("<I", len(made) - foot) + b"PAR1"
        yield of_bytes(f"row_count_{name}.parquet", lambda made=made: made)
    for number in range(6):
        changed = bytearray(sound)
        for _ in range(8):
            changed[rng.randrange(foot, len(sound) - 8)] = rng.randrange(256)
        yield of_bytes(f"foot_scrambled{number}.parquet", bytes(changed).__bytes__)
    for number in range(3):
        changed = bytearray(sound)
        for _ in range(20):
            changed[rng.randrange(4, foot)] = rng.randrange(256)
        yield of_bytes(f"pages_scrambled{number}.parquet", bytes(changed).__bytes__)
