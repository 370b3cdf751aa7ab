"""Archives: bombs, archives in archives, members that lie about themselves or want to stand elsewhere."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator

from force.case import REFUSED, Case, as_csv, of_bytes, rows_of_bills
from force.families.formats import make_xlsx, sheet_rows, zip_of
from force.families.mangled import zipped


def cases(rng: random.Random) -> Iterator[Case]:
    """zip, gzip, and what pretends to be one of them."""
    rows = rows_of_bills(rng)
    plain, rubbish = as_csv(rows).encode(), rng.randbytes(1000)

    def case(name: str, make: Callable[[], bytes], **more: str) -> Case:
        return of_bytes(name, make, **more)

    yield case("empty.zip", lambda: zip_of({}), right=REFUSED)
    yield case("folders_only.zip", lambda: zip_of({"a/": "", "a/b/": ""}), right=REFUSED)
    yield case("two_files.zip", lambda: zip_of({"a.csv": plain, "b.csv": plain}), right=REFUSED)
    yield case("members_50000.zip", lambda: zip_of({f"{n}.csv": "" for n in range(50_000)}), right=REFUSED)
    for depth in (1, 2, 5, 60, 400):
        yield case(f"nested_{depth}.zip", lambda depth=depth: _nested(plain, depth, zipped))
        yield case(f"nested_{depth}.csv.gz", lambda depth=depth: _nested(plain, depth, lambda data: gzip.compress(data, mtime=0)))
    yield case("zip_in_gzip_in_zip.zip", lambda: zipped(gzip.compress(zipped(plain))))
    yield case("workbook_in_zip.zip", lambda: zipped(make_xlsx(rows), "book.xlsx"))
    yield case("bomb_of_zeros.csv.gz", lambda: _gzip_of(b"\0" * 1_000_000, 300), right=REFUSED)
    yield case("bomb_of_zeros.zip", lambda: _zip_bomb(b"\0" * 1_000_000, 300), right=REFUSED)
    yield case("bomb_of_one_line.zip", lambda: _zip_bomb(b"x" * 1_000_000, 300))
    yield case("bomb_of_lines.csv.gz", lambda: _gzip_of(b"\n" * 1_000_000, 300))
    yield case("bomb_of_workbook_rows.xlsx", lambda: make_xlsx(rows, data=sheet_rows(rows) + '<row><c><v>1</v></c></row>' * 5_000_000))
    yield case("bomb_of_blanks_in_workbook.xlsx", lambda: make_xlsx(rows, data=sheet_rows(rows) + " " * 200_000_000))
    yield case("bomb_beside_the_sheet.xlsx", lambda: _beside(make_xlsx(rows), "xl/media/image1.png", 300))
    yield case("bomb_of_shared_texts.xlsx", lambda: make_xlsx(rows, shared="<sst>" + "<si><t>aaaaaaaaaa</t></si>" * 10_000_000 + "</sst>"))
    yield case("bomb_in_mimetype.zip", lambda: _beside(zipped(plain), "mimetype", 300))
    yield case("overlapping_entries.zip", lambda: _overlapping(1000))
    yield case("size_that_lies_small.zip", lambda: _lying(zipped(plain * 1000), 10))
    yield case("size_that_lies_huge.zip", lambda: _lying(zipped(plain), 0xFFFFFFF0))
    yield case("checksum_wrong.zip", lambda: _patched(zipped(plain), b"PK\x01\x02", 16, b"\1\2\3\4"), right=REFUSED)
    yield case("method_unknown.zip", lambda: _patched(zipped(plain), b"PK\x01\x02", 10, b"\x63\x00"), right=REFUSED)
    yield case("password.zip", lambda: _patched(zipped(plain), b"PK\x01\x02", 8, b"\x01\x00"), right=REFUSED)
    yield case("directory_count_lies.zip", lambda: _patched(zipped(plain), b"PK\x05\x06", 8, b"\xff\xff\xff\xff"))
    yield case("directory_place_lies.zip", lambda: _patched(zipped(plain), b"PK\x05\x06", 16, b"\xf0\xff\xff\xff"), right=REFUSED)
    yield case("comment_with_another_end.zip", lambda: _patched(zipped(plain), b"PK\x05\x06", 20, b"\x16\x00") + zip_of({})[-22:])
    yield case("prefixed.zip", lambda: plain + zipped(plain))
    yield case("own_head_in_itself.csv.gz", lambda: gzip.compress(gzip.compress(plain)[:40]))
    yield case("tail_of_rubbish.csv.gz", lambda: gzip.compress(plain) + rubbish)
    yield case("several_streams.csv.gz", lambda: b"".join(gzip.compress(line + b"\n") for line in plain.split(b"\r\n")))
    yield case("streams_200000_empty.csv.gz", lambda: gzip.compress(plain) + gzip.compress(b"", mtime=0) * 200_000)
    yield case("method_bzip2.zip", lambda: _with_method(plain, zipfile.ZIP_BZIP2))
    yield case("method_lzma.zip", lambda: _with_method(plain, zipfile.ZIP_LZMA))
    yield case("really_bzip2.zip", lambda: bz2.compress(plain), right=REFUSED)
    yield case("really_xz.csv", lambda: lzma.compress(plain), right=REFUSED)
    yield case("really_tar.csv", lambda: _tar(plain), right=REFUSED)
    yield case("symlink_member.zip", lambda: _symlink("/etc/hostname"))
    yield case("two_members_of_one_name.zip", lambda: _twice(plain))
    names = {
        "traversal": "../../../../canary.csv", "absolute": "/canary.csv", "windows": "..\\..\\canary.csv", "drive": "C:\\canary.csv",
        "newline": "a\nb.csv", "long": "x" * 60_000 + ".csv", "nul": "a.csv\0.exe", "bidi": "a\u202evsc.exe", "formula": "=cmd|x!A0.csv",
        "dots": "...", "blank": " ", "device": "CON", "html": "<b>x</b>.csv",
    }
    for name, inside in names.items():
        yield case(f"member_name_{name}.zip", lambda inside=inside: zipped(plain, inside))


def _nested(data: bytes, depth: int, pack: Callable[[bytes], bytes]) -> bytes:
    for _ in range(depth):
        data = pack(data)
    return data


def _gzip_of(chunk: bytes, times: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(chunk) for _ in range(times)), packer.flush()])


def _zip_bomb(chunk: bytes, times: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as member:
        for _ in range(times):
            member.write(chunk)
    return out.getvalue()


def _beside(data: bytes, name: str, megabytes: int) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as member:
        for _ in range(megabytes):
            member.write(bytes(1_000_000))
    return out.getvalue()


def _overlapping(members: int) -> bytes:
    """Return a zip whose many directory entries all point at one and the same bomb."""
    single = _zip_bomb(bytes(1_000_000), 20)
    start, end = single.index(b"PK\x01\x02"), single.index(b"PK\x05\x06")
    entry = single[start:end]
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, members, members, len(entry) * members, start, 0)
    return single[:start] + entry * members + tail


def _patched(data: bytes, head: bytes, offset: int, put: bytes) -> bytes:
    at = data.rindex(head) + offset
    return data[:at] + put + data[at + len(put) :]


def _lying(data: bytes, size: int) -> bytes:
    return _patched(data, b"PK\x01\x02", 24, struct.pack("<I", size))


def _with_method(data: bytes, method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.csv", data)
    return out.getvalue()


def _tar(data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("../../canary.csv")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _symlink(target: str) -> bytes:
    info = zipfile.ZipInfo("a.csv")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, target)
    return out.getvalue()


def _twice(data: bytes) -> bytes:
    import warnings

    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a.csv", data)
        archive.writestr("a.csv", data * 2)
    return out.getvalue()
