"""Closed months: what was closed, by whom, and that nothing changes their bills unless they are reopened.

``check_books`` stands at the end of every transaction that may change bills or said totals of a store: landing, undo, merges,
totals by hand, another hour of the day. It compares the months that were touched with what they came to when they were closed;
a file that brings the same again passes. Merging, parting and erasing people are no change of bills: they go on, and
``hold_books`` keeps what the month comes to then. The kept grades of a closed month stay too
(``measures/movement/snapshots.py``), also where earlier bills come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.text import one_line
from segmentation.warehouse import Cursor, Warehouse, fetch

LONGEST = 200  # characters of a name or a reason
COLUMNS = (
    "store_id", "month", "number", "closed_at", "closed_by", "who_mark", "grades_mark", "certificate", "sha256", "reopened_at",
    "reopened_by", "reason",
)


@dataclass(frozen=True)
class Closing:
    """A month (its first day) that was closed; ``reopened_at`` is None while it is. ``certificate`` is JSON as it was hashed."""

    store_id: int
    month: date
    number: int
    closed_at: datetime
    closed_by: str
    who_mark: str
    grades_mark: str
    certificate: bytes
    sha256: str
    reopened_at: datetime | None = None
    reopened_by: str | None = None
    reason: str | None = None

    @property
    def is_closed(self) -> bool:
        """Whether it holds: it was not reopened."""
        return self.reopened_at is None


def list_closings(warehouse: Warehouse, store_id: int | None = None) -> list[Closing]:
    """Return every closing of a store (None: of all), reopened or not, the newest month first, of a month the last first."""
    rows = warehouse.cursor().execute(
        f"select {', '.join(COLUMNS)} from closings where $store is null or store_id = $store "
        "order by month desc, number desc, store_id", {"store": store_id},
    ).fetchall()
    return [Closing(*row) for row in rows]


def closing_of(warehouse: Warehouse, store_id: int, month: date) -> Closing | None:
    """Return the closing by which a month is closed, None where it is open."""
    return next((each for each in list_closings(warehouse, store_id) if each.month == month and each.is_closed), None)


def closed_months(cursor: Cursor, store_id: int) -> list[date]:
    """Return the first days of the closed months of a store, in order."""
    rows = cursor.execute(
        "select month from closings where store_id = $store and reopened_at is null order by month", {"store": store_id}
    ).fetchall()
    return [month for (month,) in rows]


def closed_between(warehouse: Warehouse, store_id: int | None, first: date | None, last: date | None) -> list[date]:
    """Return the closed months of a store that have a day from ``first`` to ``last``, which a file that spans them may change."""
    if store_id is None or first is None or last is None:
        return []
    closed = closed_months(warehouse.cursor(), store_id)
    return [month for month in closed if first.replace(day=1) <= month <= last]


def read_marks(
    cursor: Cursor, store_id: int, months: Sequence[date], schemes: Sequence[str] | None = None
) -> dict[date, dict[str, Any]]:
    """Return by month what tells whether it is still the same: bills_mark, who_mark, total, grades_mark.

    The last is of the grades of ``schemes`` (None: of all that are kept).
    """
    if not months:
        return {}
    key = {"store": store_id, "months": list(months)}
    grades = {row["month"]: row for row in fetch(cursor, "land/grade_marks", **key, schemes=schemes).to_pylist()}
    return {row["month"]: {**row, **grades[row["month"]]} for row in fetch(cursor, "land/book_marks", **key).to_pylist()}


def note_changed_days(cursor: Cursor) -> None:
    """Remember on the cursor that the bills of ``touched_days`` may have changed, for ``check_books`` at the end."""
    cursor.execute("create temp table if not exists changed_days (day date)")
    cursor.execute("insert into changed_days select day from touched_days")


def check_books(cursor: Cursor, store_id: int) -> None:
    """Raise InputError, inside the transaction, where it has changed the bills or the said total of a closed month."""
    held = cursor.execute(
        "select month, who_mark, total, closed_by, closed_at, store.name from closings "
        "inner join stores as store on store.store_id = closings.store_id "
        "where closings.store_id = $store and reopened_at is null order by month", {"store": store_id},
    ).fetchall()
    if not held:
        return
    cursor.execute("create temp table if not exists changed_days (day date)")
    days = cursor.execute("select distinct cast(date_trunc('month', day) as date) from changed_days").fetchall()
    changed = {month for (month,) in days}
    now = _now(cursor, store_id, [month for month, *_held in held], changed)
    for month, mark, total, by, moment, store in held:
        if (month in changed and now[month][0] != mark) or now[month][1] != total:
            raise is_closed(store, month, by, moment)


def _now(
    cursor: Cursor, store_id: int, months: Sequence[date], changed: set[date]
) -> dict[date, tuple[str, Decimal | None]]:
    """Return who_mark ("" where it is not asked about: not ``changed``) and total of the closed months."""
    asked = [month for month in months if month in changed]
    marks = {
        row["month"]: row["who_mark"]
        for row in (fetch(cursor, "land/whose_marks", store=store_id, months=asked).to_pylist() if asked else [])
    }
    totals = dict(cursor.execute(
        "select month, max_by(coalesce(cast(total as varchar), ''), batch_id) from month_totals where store_id = $store "
        "group by month",
        {"store": store_id},
    ).fetchall())
    return {month: (marks.get(month, ""), Decimal(totals[month]) if totals.get(month) else None) for month in months}


def is_closed(store: str, month: date, by: str, moment: datetime) -> InputError:
    """Return the error for what would change a closed month."""
    return InputError(
        "month_closed",
        N_(
            "{month} of {store} was closed by {by} on {day}, and this would change it. Nothing was changed. Reopen the month "
            "first, with a reason (page Upload, tab Month-end close; in the shell: reopen)."
        ),
        month=f"{month:%Y-%m}", store=store, by=by, day=f"{moment:%Y-%m-%d}",
    )


def hold_books(cursor: Cursor, store_id: int) -> None:
    """Keep what the closed months come to now, inside the transaction in which people were merged, parted or erased."""
    months = closed_months(cursor, store_id)
    for month, mark in read_marks(cursor, store_id, months).items():
        cursor.execute(
            "update closings set who_mark = $who, grades_mark = $grades "
            "where store_id = $store and month = $month and reopened_at is null",
            {"who": mark["who_mark"], "grades": mark["grades_mark"], "store": store_id, "month": month},
        )


def enter_closing(
    cursor: Cursor, store_id: int, month: date, by: str, now: datetime, certificate: bytes, sha256: str
) -> int:
    """Enter inside a transaction that a month is closed from now on, and return which closing of the month it is."""
    mark = read_marks(cursor, store_id, [month])[month]
    [(number,)] = cursor.execute(
        "select coalesce(max(number), 0) + 1 from closings where store_id = $store and month = $month",
        {"store": store_id, "month": month},
    ).fetchall()
    cursor.execute(
        "insert into closings by name select $store as store_id, $month as month, $number as number, $now as closed_at, "
        "$by as closed_by, $who as who_mark, $grades as grades_mark, $total as total, "
        "$certificate as certificate, $sha as sha256",
        {
            "store": store_id, "month": month, "number": number, "now": now, "by": by, "who": mark["who_mark"],
            "grades": mark["grades_mark"], "total": mark["total"], "certificate": certificate, "sha": sha256,
        },
    )
    return number


def reopen_month(warehouse: Warehouse, store_id: int, month: date, by: str, why: str, now: datetime) -> Closing:
    """Let a closed month change again, and keep who did that, when and why; return the closing as it is now.

    Raises InputError, and changes nothing, without a name or a reason, and for a month that is not closed.
    """
    by, why = read_name(by), one_line(why)[:LONGEST]
    if not why:
        raise InputError("no_reason", N_("Say why the month is reopened; the reason is kept with it."))
    with warehouse.writing() as cursor:
        if month not in closed_months(cursor, store_id):
            raise InputError("not_closed", N_("{month} is not closed."), month=f"{month:%Y-%m}")
        cursor.execute(
            "update closings set reopened_at = $now, reopened_by = $by, reason = $why "
            "where store_id = $store and month = $month and reopened_at is null",
            {"now": now, "by": by, "why": why, "store": store_id, "month": month},
        )
    return next(each for each in list_closings(warehouse, store_id) if each.month == month)


def read_name(by: str) -> str:
    """Return the name of who closes or reopens, trimmed; raises InputError for none."""
    by = one_line(by)[:LONGEST]
    if not by:
        raise InputError("no_name", N_("Say who does it: the name stands on the certificate."))
    return by


def only_open(months: Iterable[date], closed: Iterable[date]) -> list[date]:
    """Return those month-ends whose month is not among the ``closed`` ones (first days).

    >>> only_open([date(2026, 8, 31), date(2026, 9, 30)], [date(2026, 9, 1)])
    [datetime.date(2026, 8, 31)]
    """
    shut = set(closed)
    return [day for day in months if day.replace(day=1) not in shut]
