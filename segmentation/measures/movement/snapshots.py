"""The tiers of complete months, kept as they were found, so that history does not change when settings do.

A kept month says under which version of the scheme it was graded, and whether the visits up to its end are still those that
it was made from. ``follow_up`` keeps months and mends those whose bills have changed; what was kept under other settings is
rewritten only when a person asks for it and has seen what would change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import date
from itertools import count
from typing import NamedTuple

import pyarrow as pa

from segmentation.ingest.books import closed_months, only_open
from segmentation.ingest.control import Control
from segmentation.ingest.pending import mark_pending, pending_marks
from segmentation.language.errors import ChangedMeanwhile, InputError, Unchanged
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import default_as_of, tiers_frame
from segmentation.measures.movement.month_ends import first_day, keep_days, month_end, month_ends
from segmentation.schemes import DEFAULT, Scheme, Value
from segmentation.schemes.model import SCORED, WIDE
from segmentation.settings.costs import cost_rates
from segmentation.settings.kept import get, keep, scheme_settings, walk_in_names
from segmentation.settings.own_schemes import find_scheme
from segmentation.warehouse import Cursor, Warehouse, fetch, parameters, statement

FOLLOWED = "followed_schemes"
DEFINITIONS = 2  # of visits, bookings and the like; raised where one changes, so that months kept before count as outdated
TRIES = 5  # of finding months while others change what they are found from


@dataclass(frozen=True)
class Snapshot:
    """A kept month. ``is_current``: graded under definitions, scheme and settings of now; ``is_stale``: visits have changed."""

    month_end: date
    version: str
    is_current: bool
    is_stale: bool


def followed_schemes(warehouse: Warehouse, store_id: int) -> list[Scheme]:
    """Return the schemes whose month-ends are kept for the store; the default scheme where none was chosen.

    One that is not there any more is left out.
    """
    return _found(warehouse, get(warehouse, store_id, FOLLOWED, [DEFAULT]))


def follow_schemes(warehouse: Warehouse, store_id: int, keys: Iterable[str]) -> list[Scheme]:
    """Keep the month-ends of these schemes for the store from now on, and return them; what was kept of others stays.

    Raises InputError, and changes nothing, for no scheme and one that there is not.
    """
    with warehouse.writing() as cursor:
        chosen = [find_scheme(warehouse, key) for key in dict.fromkeys(keys)]
        if not chosen:
            raise InputError("no_scheme", N_("Choose at least one scheme."))
        keep(cursor, store_id, FOLLOWED, [scheme.key for scheme in chosen])
        mark_pending(cursor, store_id)
    return chosen


def scheme_version(warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value]) -> str:
    """Return a short text that changes with the definitions, the scheme's file, its settings and the names that mean walk-ins.

    Where the scheme reads what a customer costs, the store's cost rates change it too.
    """
    told = [f"definitions {DEFINITIONS}", scheme.text]
    told.append(json.dumps({name: str(value) for name, value in settings.items()}, sort_keys=True))
    told += sorted(walk_in_names(warehouse, store_id))
    if scheme.spec.facts == WIDE:
        told += [str(rate) for rate in astuple(cost_rates(warehouse, store_id))]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]


def list_snapshots(
    warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value]
) -> dict[date, Snapshot]:
    """Return the months that are kept of the store under the scheme, by their ends, in order."""
    rows = warehouse.rows("measures/movement/kept_months", store=store_id, scheme=scheme.key)
    if not rows:
        return {}
    version = scheme_version(warehouse, store_id, scheme, settings)
    marks = store_marks(warehouse, store_id, scheme, [row["month_end"] for row in rows])
    return {
        row["month_end"]: Snapshot(
            row["month_end"], row["scheme_version"], row["scheme_version"] == version,
            row["facts_mark"] != marks[row["month_end"]],
        )
        for row in rows
    }


def kept_for(warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value]) -> dict[date, Snapshot]:
    """Return ``list_snapshots`` where one looks under the settings saved for the store; none for a passing look under others.

    So two days are never compared of which one was kept with the saved window and the other is graded with a picked one.
    """
    if dict(settings) != scheme_settings(warehouse, store_id, scheme):
        return {}
    return list_snapshots(warehouse, store_id, scheme, settings)


def is_kept(warehouse: Warehouse, store_id: int, scheme: Scheme, day: date, settings: Mapping[str, Value]) -> bool:
    """Return whether ``day`` is in ``kept_for``, without looking whether the visits are still those that it was kept of."""
    if dict(settings) != scheme_settings(warehouse, store_id, scheme):
        return False
    rows = warehouse.rows("measures/movement/kept_months", store=store_id, scheme=scheme.key)
    return any(row["month_end"] == day for row in rows)


def schemes_with_kept_months(warehouse: Warehouse, store_id: int) -> list[Scheme]:
    """Return the schemes under which a month of the store is kept, followed or not, by key; one that is gone is left out."""
    rows = warehouse.cursor().execute(
        "select distinct scheme from snapshots where store_id = $store order by scheme", {"store": store_id}
    ).fetchall()
    return _found(warehouse, [key for (key,) in rows])


def _found(warehouse: Warehouse, keys: Iterable[str]) -> list[Scheme]:
    """Return the schemes of the keys, without those that are gone."""
    found = []
    for key in keys:
        with suppress(InputError):
            found.append(find_scheme(warehouse, key))
    return found


def begun_months(warehouse: Warehouse, store_id: int) -> list[date]:
    """Return the ends of the months from that of the first visit of a customer to that of the last bill, in order.

    All but the last are complete; that one is where the store has a bill on its last day.
    """
    first, last = first_day(warehouse, store_id), default_as_of(warehouse, store_id)
    return [] if first is None or last is None else month_ends(first, month_end(last))


def complete_months(warehouse: Warehouse, store_id: int) -> list[date]:
    """Return those of ``begun_months`` on whose last day, or later, the store has a bill, in order."""
    last = default_as_of(warehouse, store_id)
    return [day for day in begun_months(warehouse, store_id) if day <= last]


def missing_months(warehouse: Warehouse, store_id: int, scheme: Scheme) -> list[date]:
    """Return the ends of the complete months that are not kept yet under the scheme, in order."""
    kept = {row["month_end"] for row in warehouse.rows("measures/movement/kept_months", store=store_id, scheme=scheme.key)}
    return [day for day in complete_months(warehouse, store_id) if day not in kept]


def keep_months(
    warehouse: Warehouse, store_id: int, scheme: Scheme, days: Sequence[date], gone: Sequence[date] = (),
    control: Control | None = None,
) -> None:
    """Keep the tiers of ``days`` as they are found now, in place of what was kept of them, and forget those of ``gone``.

    All days are graded in one pass, under the store's settings of now; all of it is written or nothing. Where bills, ratings or
    settings change while it works, the days are graded anew. Raises InputError where that goes on and on.
    """

    def find() -> Found:
        settings = scheme_settings(warehouse, store_id, scheme)
        return _grade(warehouse, store_id, scheme, settings, days, control) if days else Found(warehouse.cursor(), "", {})

    if days or gone:
        _write(warehouse, store_id, scheme, find, gone)


def preview_recompute(
    warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value], months: Sequence[date] | None = None
) -> pa.Table:
    """Return what finding kept months anew under ``settings`` would change; nothing is written.

    One row per month (``months`` None: every kept one), in order: month_end, customers_kept (with a tier, as kept),
    customers_now, changed (who would have another tier, gain or lose one). A month that is not kept is left out.
    """
    days = _chosen(warehouse, store_id, scheme, months)
    found = _grade(warehouse, store_id, scheme, settings, days)
    return _changes(found.cursor, store_id, scheme, days)


def recompute_snapshots(
    warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value], months: Sequence[date] | None = None,
    seen: pa.Table | None = None,
) -> pa.Table:
    """Find kept months anew under ``settings`` and keep that instead; return what changed, as ``preview_recompute``.

    Raises InputError, and keeps nothing, where a person has ``seen`` that something else would change.
    """
    changes: list[pa.Table] = []

    def find() -> Found:
        return _grade(warehouse, store_id, scheme, settings, _chosen(warehouse, store_id, scheme, months))

    def check(found: Found) -> None:
        changes[:] = [_changes(found.cursor, store_id, scheme, sorted(found.marks))]
        if seen is not None and not changes[0].equals(seen):
            raise ChangedMeanwhile(N_(
                "Bills or settings have changed in the meantime, so recalculating would change other grades than you saw. "
                "Nothing was changed; look at it again."
            ))

    _write(warehouse, store_id, scheme, find, settings=settings, check=check)
    return changes[0]


def read_kept(warehouse: Warehouse, store_id: int, scheme: Scheme, month_end: date) -> pa.Table:
    """Return the tiers that are kept of a month: month_end, customer_key, tier_no, contribution (CNY); none if it is not kept."""
    frames = {"tiers": tiers_frame(scheme)}
    return warehouse.over("measures/movement/kept_standing", frames, store=store_id, scheme=scheme.key, month_end=month_end)


def sure_months(warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value]) -> set[date]:
    """Return the month-ends that are kept as grading them under ``settings`` would find them now.

    None for a passing look under other settings than the saved ones, and none while the kept months have yet to follow a change.
    """
    if store_id in pending_marks(warehouse) or dict(settings) != scheme_settings(warehouse, store_id, scheme):
        return set()
    version = scheme_version(warehouse, store_id, scheme, settings)
    rows = warehouse.rows("measures/movement/kept_months", store=store_id, scheme=scheme.key)
    return {row["month_end"] for row in rows if row["scheme_version"] == version}


def keep_grades(
    cursor: Cursor, warehouse: Warehouse, store_id: int, scheme: Scheme, days: Sequence[date], settings: Mapping[str, Value]
) -> None:
    """Put what ``keep_days`` does into month_tiers, but read the grades of ``sure_months`` in place of grading."""
    sure = sure_months(warehouse, store_id, scheme, settings)
    keep_days(cursor, warehouse, store_id, scheme, [day for day in days if day not in sure], settings)
    cursor.register("tiers", tiers_frame(scheme))
    sql = statement("measures/movement/kept_standing")
    for day in sorted(sure.intersection(days)):
        asked = {"store": store_id, "scheme": scheme.key, "month_end": day}
        cursor.execute(f"insert into temp.month_tiers by name select * from ({sql})", parameters(sql, asked))


def told_version(warehouse: Warehouse, store_id: int, scheme: Scheme) -> str:
    """Return the version under which a month of the store would be kept now, with the settings saved for it."""
    return scheme_version(warehouse, store_id, scheme, scheme_settings(warehouse, store_id, scheme))


def marks_of(marks: Sequence[tuple[date, str]], days: Iterable[date]) -> dict[date, str]:
    """Return the mark of each of ``days``: that of the last month told of that begins by then, ``marks`` being in order."""
    return {day: next((mark for month, mark in reversed(marks) if month <= day), "") for day in days}


def keep_brought(
    warehouse: Warehouse, store_id: int, scheme: Scheme, cursor: Cursor, marks: Mapping[date, str], version: str
) -> None:
    """Keep month-ends that were graded elsewhere: month_tiers of ``cursor``, found under ``version`` of visits with ``marks``.

    Raises InputError, and keeps nothing, where bills, ratings or settings are others by now.
    """
    cursor.register("tiers", tiers_frame(scheme))
    _write(warehouse, store_id, scheme, lambda: Found(cursor, version, marks))


def months_frame(days: Sequence[date], kept: Iterable[date] = ()) -> pa.Table:
    """Return month-ends as SQL reads them: month_no (from 1 up), month_end, is_kept."""
    known = set(kept)
    return pa.table({
        "month_no": pa.array(range(1, len(days) + 1), pa.int32()),
        "month_end": pa.array(days, pa.date32()),
        "is_kept": pa.array([day in known for day in days], pa.bool_()),
    })


def _chosen(warehouse: Warehouse, store_id: int, scheme: Scheme, months: Sequence[date] | None) -> list[date]:
    """Return those of the ``months`` that are kept and not closed: the grades of a closed month stay as they are."""
    rows = warehouse.rows("measures/movement/kept_months", store=store_id, scheme=scheme.key)
    kept = only_open([row["month_end"] for row in rows], closed_months(warehouse.cursor(), store_id))
    return kept if months is None else [day for day in kept if day in set(months)]


def store_marks(warehouse: Warehouse, store_id: int, scheme: Scheme, days: Iterable[date]) -> dict[date, str]:
    """Return the mark of the visits up to each of the days: that of the last month with a visit up to then."""
    rows = warehouse.rows("measures/movement/month_marks", store=store_id, with_ratings=scheme.spec.facts == SCORED)
    return marks_of([(row["month"], row["facts_mark"]) for row in rows], days)


class Found(NamedTuple):
    """What was found: the cursor that holds it as month_tiers, under which version, the marks of its days."""

    cursor: Cursor
    version: str
    marks: Mapping[date, str]


def _grade(
    warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value], days: Sequence[date],
    control: Control | None = None,
) -> Found:
    # version and marks first, so that what is saved or lands in between is noticed before anything is written
    version, marks = scheme_version(warehouse, store_id, scheme, settings), store_marks(warehouse, store_id, scheme, days)
    cursor = warehouse.cursor()
    (control or Control()).attach(cursor)
    keep_days(cursor, warehouse, store_id, scheme, days, settings)
    cursor.register("tiers", tiers_frame(scheme))
    return Found(cursor, version, marks)


def _changes(cursor: Cursor, store_id: int, scheme: Scheme, days: Sequence[date]) -> pa.Table:
    cursor.register("months", months_frame(days))
    return fetch(cursor, "measures/movement/snapshot_changes", store=store_id, scheme=scheme.key)


def _write(
    warehouse: Warehouse, store_id: int, scheme: Scheme, find: Callable[[], Found], gone: Sequence[date] = (),
    settings: Mapping[str, Value] | None = None, check: Callable[[Found], None] = lambda found: None,
) -> None:
    """Keep what ``find`` finds in place of what was kept of its days, and forget the months ``gone``, in one transaction.

    Where it was found from other bills or ratings than those of now, or under other settings (None: those saved for the
    store), it is found anew. ``check`` raises, inside the transaction, what keeps it from being written.
    """
    for tried in count(1):
        found = find()
        written = False
        with suppress(Unchanged), warehouse.writing(found.cursor) as cursor:
            if not _is_as_found(warehouse, store_id, scheme, found, settings):
                raise Unchanged
            check(found)
            _replace(cursor, store_id, scheme, found, gone)
            written = True
        if written:
            return
        if tried == TRIES:
            raise InputError(
                "months_keep_changing",
                N_("The month-end grades could not be kept, for others keep changing the store. Try again in a moment."),
            )


def _is_as_found(
    warehouse: Warehouse, store_id: int, scheme: Scheme, found: Found, settings: Mapping[str, Value] | None
) -> bool:
    """Return whether the months would be found from the same bills, ratings and settings now."""
    if not found.marks:
        return True
    settings = scheme_settings(warehouse, store_id, scheme) if settings is None else settings
    return (
        scheme_version(warehouse, store_id, scheme, settings) == found.version
        and store_marks(warehouse, store_id, scheme, found.marks) == found.marks
    )


def _replace(cursor: Cursor, store_id: int, scheme: Scheme, found: Found, gone: Sequence[date]) -> None:
    key = {"store": store_id, "scheme": scheme.key}
    days = sorted(found.marks)
    _check_open(cursor, store_id, scheme, [*days, *gone])
    for table in ("snapshots", "snapshot_tiers"):
        cursor.execute(
            f"delete from {table} where store_id = $store and scheme = $scheme and list_contains($days, month_end)",
            {**key, "days": [*days, *gone]},
        )
    for day in days:
        cursor.execute(
            "insert into snapshots values ($store, $day, $scheme, $version, $mark)",
            {**key, "day": day, "version": found.version, "mark": found.marks[day]},
        )
    if days:
        cursor.execute(
            "insert into snapshot_tiers by name select $store as store_id, month_end, $scheme as scheme, "
            "$version as scheme_version, customer_key, tiers.tier, contribution from month_tiers "
            "inner join tiers on tiers.tier_no = month_tiers.tier_no",
            {**key, "version": found.version},
        )


def _check_open(cursor: Cursor, store_id: int, scheme: Scheme, days: Sequence[date]) -> None:
    """Raise ChangedMeanwhile where one of the days is kept and its month was closed since it was found."""
    kept = cursor.execute(
        "select month_end from snapshots where store_id = $store and scheme = $scheme", {"store": store_id, "scheme": scheme.key}
    ).fetchall()
    touched = [day for (day,) in kept if day in set(days)]
    if len(only_open(touched, closed_months(cursor, store_id))) < len(touched):
        raise ChangedMeanwhile(
            N_("A month was closed meanwhile; its grades stay as they are. Nothing was changed; look at it again.")
        )
