"""The log of what was taken out: who, what, of which stores, how much, when."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from segmentation.access.store import Access


@dataclass(frozen=True)
class Export:
    """A file that was taken out: by which account in which role, the ``what`` of it, of which stores (ids), rows and bytes."""

    at: float
    account: str
    role: str
    what: str
    stores: tuple[int, ...]
    rows: int
    bytes: int


def count_rows(csv: bytes) -> int:
    """Return how many rows stand below the header of a list, one a line.

    >>> count_rows(b"a,b\\r\\n1,2\\r\\n")
    1
    """
    return max(0, csv.count(b"\n") - 1)


def log_export(
    access: Access, account: str, role: str, what: str, stores: Collection[int], rows: int, size: int, now: float
) -> None:
    """Write down that an account takes out a file of so many ``rows`` and ``size`` bytes; ``what`` names no customer."""
    values = (now, account, role, what, json.dumps(sorted(stores)), rows, size)
    with access.writing() as connection:
        connection.execute("insert into exports values (?, ?, ?, ?, ?, ?, ?)", values)


def exports(access: Access, most: int = 200, account: str | None = None) -> list[Export]:
    """Return the last exports, of all or of one account, the newest first."""
    of = "" if account is None else "where account = ? "
    asked = f"select * from exports {of}order by at desc, rowid desc limit ?"
    rows = access.reading().execute(asked, (most,) if account is None else (account, most))
    return [Export(*row[:4], tuple(json.loads(row["stores"])), row["rows"], row["bytes"]) for row in rows]


def count_today(access: Access, account: str, since: float) -> tuple[int, int]:
    """Return how many files the account has taken out since the moment ``since`` (the day's begin), and rows in them."""
    asked = "select count(*), coalesce(sum(rows), 0) from exports where account = ? and at >= ?"
    return tuple(access.reading().execute(asked, (account, since)).fetchone())
