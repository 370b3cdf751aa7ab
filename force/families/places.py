"""Files with names that programs stumble over, and things that are no files at all."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from force.case import LANDED, REFUSED, Case, Context, as_csv, of_bytes, rows_of_bills


def cases(rng: random.Random) -> Iterator[Case]:
    """Sound bills under odd names, then folders, links and pipes in the place of a file."""
    names: dict[str, str | bytes] = {
        "gbk_bytes": "账单.csv".encode("gbk"), "no_utf8": b"\xff\xfe\x80.csv", "of_255_bytes": "x" * 251 + ".csv", "newline": "a\nb.csv",
        "leading_dash": "-rf.csv", "looks_like_an_option": "--store=x.csv", "formula": "=cmd|' C'!A0.csv", "html": "<img src=x onerror=1>.csv",
        "markdown": "![x](y) **b** $z$.csv", "bidi": "a\u202evsc.exe", "blank": " ", "dots": "...", "quotes": "'\"`;.csv", "percent": "%s%n{0}{file}.csv",
        "braces": "{file}.csv", "glob": "*?[a-z].csv", "control": "a\x01\x1b[31m\x7f.csv", "backslash": "..\\..\\x.csv", "wrong_ending": "bills.exe",
        "no_ending": "bills", "tilde": "~root", "hidden": ".bills.csv", "emoji": "👨‍👩‍👧‍👦.csv", "surrogate_pairs": "𠮷𠮷.csv",
    }
    for name, file_name in names.items():
        data = as_csv(rows_of_bills(rng)).encode()
        yield of_bytes(f"name_{name}", lambda data=data: data, file_name, right=LANDED)
    data = as_csv(rows_of_bills(rng)).encode()

    def odd(name: str, make: Callable[[Path, Context], object], right: str = REFUSED) -> Case:
        def put(folder: Path, context: Context) -> Path:
            path = folder / name
            make(path, context)
            return path

        return Case(name, put, right)

    def under(path: Path) -> Path:
        real = path.with_name("real.csv")
        real.write_bytes(data)
        return real

    yield odd("missing", lambda path, _: None)
    yield odd("folder", lambda path, _: path.mkdir())
    yield odd("folder_with_a_files_name.csv", lambda path, _: path.mkdir())
    yield odd("link_to_nothing.csv", lambda path, _: path.symlink_to("nowhere"))
    yield odd("link_to_itself.csv", lambda path, _: path.symlink_to(path))
    yield odd("link_to_a_folder.csv", lambda path, _: path.symlink_to(path.parent))
    yield odd("link_to_a_file.csv", lambda path, _: path.symlink_to(under(path)), LANDED)
    yield odd("link_to_the_secret.csv", lambda path, context: path.symlink_to(context.secret))
    yield odd("pipe.csv", lambda path, _: os.mkfifo(path))
    yield odd("device_null.csv", lambda path, _: path.symlink_to("/dev/null"))
    yield odd("device_zero.csv", lambda path, _: path.symlink_to("/dev/zero"))
    yield odd("below_a_file", lambda path, _: path.write_bytes(data) and None, LANDED)
    yield Case("below_a_file.csv", lambda folder, _: (under(folder / "x"), folder / "real.csv" / "y.csv")[1], REFUSED)
    yield Case("name_of_300_letters", lambda folder, _: folder / ("x" * 300), REFUSED)
    yield odd("without_permission.csv", lambda path, _: (path.write_bytes(data), path.chmod(0)), "either")
    yield odd("hole_of_a_gigabyte.csv", lambda path, _: (path.touch(), os.truncate(path, 1 << 30)))
    yield odd("hole_of_a_gigabyte.xlsx", lambda path, _: (path.write_bytes(b"PK\x03\x04"), os.truncate(path, 1 << 30)))
