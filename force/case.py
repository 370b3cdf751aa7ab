"""A hostile file: its name says what it is, and how it is made, given to the shell and judged."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EITHER, LANDED, REFUSED = "either", "landed", "refused"
SECRET = "the-secret-of-the-house"  # stands in a file beside the warehouse; no upload may bring it in

HEADER = ("单号", "日期", "客户编号", "客户", "金额", "状态")
NAMES = ("张三", "李四", "王五", "陈小姐", "散客", "欧阳女士")
PROFILE_HEADER = ("客户编号", "客户姓名", "手机", "生日", "客户经理", "备注")


@dataclass(frozen=True)
class Context:
    """What a file may need to know of where it is tried: a file with a secret, and a port where nobody may call."""

    secret: Path
    port: int


@dataclass(frozen=True)
class Case:
    """One trial: ``put`` writes the file into a folder and returns its path; ``options`` follow it on the command line.

    ``right`` is what may become of it: LANDED, REFUSED or EITHER. ``see`` looks at the import's report and says what is wrong
    with it, "" for nothing.
    """

    name: str
    put: Callable[[Path, Context], Path]
    right: str = EITHER
    command: str = "import"
    store: str = ""  # a store of its own if not said
    options: tuple[str, ...] = ()
    see: Callable[[dict[str, Any]], str] | None = None


def of_bytes(name: str, make: Callable[[], bytes], file_name: str | bytes = "", **rest: Any) -> Case:
    """Return the trial of a file whose bytes ``make`` returns when its turn comes."""

    def put(folder: Path, _context: Context) -> Path:
        path = folder / os.fsdecode(file_name or name)
        path.write_bytes(make())
        return path

    return Case(name, put, **rest)


def rows_of_bills(rng: random.Random, rows: int = 12) -> list[tuple[str, ...]]:
    """Return bills as a till exports them, numbered anew in every file."""
    start = rng.randrange(10**8)
    return [
        (
            f"B{start + row}", f"2026-{rng.randint(1, 6):02d}-{rng.randint(1, 28):02d}", f"K{rng.randint(1, 9)}",
            rng.choice(NAMES), f"{rng.randint(1, 99_999) / 100:.2f}", rng.choice(("已结账", "已结账", "作废")),
        )
        for row in range(rows)
    ]


def as_csv(rows: list[tuple[str, ...]], header: tuple[str, ...] = HEADER, delimiter: str = ",") -> str:
    """Return rows as delimited text, nothing quoted."""
    return "".join(delimiter.join(row) + "\r\n" for row in (header, *rows))


Family = Callable[[random.Random], Iterator[Case]]
