"""Sound files of every format, then cut off, flipped, holed, doubled and padded at random bytes."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from force.case import LANDED, Case, as_csv, of_bytes, rows_of_bills
from force.families.formats import make_html, make_ods, make_parquet, make_xls, make_xlsb, make_xlsx
from force.families.schemes import sound_scheme


def zipped(data: bytes, name: str = "bills.csv") -> bytes:
    """Return a zip around one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def sound_files(rng: random.Random) -> dict[str, bytes]:
    """Return a file of every format that can be read, by its ending (for texts: and encoding)."""
    rows = partial(rows_of_bills, rng)
    traditional = as_csv(rows()).translate(str.maketrans("单号编户额状态张结账", "單號編戶額狀態張結帳"))
    return {
        "utf8.csv": as_csv(rows()).encode(),
        "tabs.tsv": as_csv(rows(), delimiter="\t").encode("utf-8-sig"),
        "gbk.txt": as_csv(rows()).encode("gbk"),
        "utf16.csv": as_csv(rows(), delimiter="\t").encode("utf-16"),
        "big5.csv": traditional.encode("big5", "replace"),
        "book.xlsx": make_xlsx(rows()),
        "binary.xlsb": make_xlsb(rows()),
        "old.xls": make_xls(rows()),
        "open.ods": make_ods(rows()),
        "page.xls": make_html(rows()).encode(),
        "table.parquet": make_parquet(rows()),
        "packed.zip": zipped(as_csv(rows()).encode()),
        "packed.csv.gz": gzip.compress(as_csv(rows()).encode(), mtime=0),
        "scheme.toml": sound_scheme("mangled").encode(),
    }


def cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(1, len(data))]


def flip(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 30))):
        changed[rng.randrange(len(data))] ^= rng.randrange(1, 256)
    return bytes(changed)


def hole(data: bytes, rng: random.Random) -> bytes:
    at, length = rng.randrange(len(data)), rng.randint(1, 200)
    return data[:at] + bytes(len(data[at : at + length])) + data[at + length :]


def pad(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.randbytes(rng.randint(1, 2000)) + data[at:]


def swap(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(1, len(data))
    return data[at:] + data[:at]


def double(data: bytes, _rng: random.Random) -> bytes:
    return data + data


MANGLERS: dict[str, tuple[Callable[[bytes, random.Random], bytes], int]] = {
    "cut": (cut, 3), "flipped": (flip, 3), "holed": (hole, 1), "padded": (pad, 1), "swapped": (swap, 1), "doubled": (double, 1),
}


def cases(rng: random.Random) -> Iterator[Case]:
    """Each format sound once, which has to land, then mangled in every way."""
    for ending, data in sound_files(rng).items():
        command = "schemes" if ending.endswith(".toml") else "import"
        yield of_bytes(f"sound_{ending}", lambda data=data: data, right=LANDED, command=command)
        for how, (mangle, times) in MANGLERS.items():
            for number in range(times):
                made = mangle(data, rng)
                yield of_bytes(f"{how}{number}_{ending}", lambda made=made: made, command=command)
