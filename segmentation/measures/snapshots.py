"""The tiers of complete months, kept as they were found, so that history does not change when settings or bills do.

A kept month says under which version of the scheme it was graded, and whether the visits up to its end are still those that
it was made from; it is rewritten only when a person asks for it and has seen what would change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import date

import pyarrow as pa

from segmentation.costs import cost_rates
from segmentation.errors import InputError
from segmentation.i18n import N_
from segmentation.measures.grading import default_as_of, tiers_frame
from segmentation.measures.month_ends import first_day, keep_days, month_ends
from segmentation.own_schemes import find_scheme
from segmentation.schemes import DEFAULT, Scheme, Value
from segmentation.schemes.model import SCORED, WIDE
from segmentation.settings import get, put, scheme_settings
from segmentation.warehouse import Cursor, Warehouse, fetch

FOLLOWED = "followed_schemes"


@dataclass(frozen=True)
class Snapshot:
    """A kept month: ``is_current``: graded under the scheme and settings of now; ``is_stale``: its visits have changed since."""

    month_end: date
    version: str
    is_current: bool
    is_stale: bool


def followed_schemes(warehouse: Warehouse, store_id: int) -> list[Scheme]:
    """Return the schemes whose month-ends are kept for the store; the default scheme where none was chosen.

    One that is not there any more is left out.
    """
    found = []
    for key in get(warehouse, store_id, FOLLOWED, [DEFAULT]):
        with suppress(InputError):
            found.append(find_scheme(warehouse, key))
    return found


def follow_schemes(warehouse: Warehouse, store_id: int, keys: Iterable[str]) -> list[Scheme]:
    """Keep the month-ends of these schemes for the store from now on, and return them; what was kept of others stays.

    Raises InputError, and changes nothing, for no scheme and one that there is not.
    """
    chosen = [find_scheme(warehouse, key) for key in dict.fromkeys(keys)]
    if not chosen:
        raise InputError("no_scheme", N_("Choose at least one scheme."))
    put(warehouse, store_id, FOLLOWED, [scheme.key for scheme in chosen])
    return chosen


def scheme_version(warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value]) -> str:
    """Return a short text that changes with the scheme's file, its settings and, where it ranks by profit, the cost rates."""
    told = [scheme.text, json.dumps({name: str(value) for name, value in settings.items()}, sort_keys=True)]
    if scheme.spec.facts == WIDE:
        told += [str(rate) for rate in astuple(cost_rates(warehouse, store_id))]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]


def list_snapshots(
    warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value]
) -> dict[date, Snapshot]:
    """Return the months that are kept of the store under the scheme, by their ends, in order."""
    rows = warehouse.rows("measures/kept_months", store=store_id, scheme=scheme.key)
    if not rows:
        return {}
    version = scheme_version(warehouse, store_id, scheme, settings)
    marks = _marks(warehouse, store_id, scheme, [row["month_end"] for row in rows])
    return {
        row["month_end"]: Snapshot(
            row["month_end"], row["scheme_version"], row["scheme_version"] == version,
            row["facts_mark"] != marks[row["month_end"]],
        )
        for row in rows
    }


def missing_months(warehouse: Warehouse, store_id: int, scheme: Scheme) -> list[date]:
    """Return the ends of the complete months with or after a customer's first visit that are not kept yet, in order."""
    first, last = first_day(warehouse, store_id), default_as_of(warehouse, store_id)
    if first is None or last is None:
        return []
    kept = {row["month_end"] for row in warehouse.rows("measures/kept_months", store=store_id, scheme=scheme.key)}
    return [day for day in month_ends(first, last) if day not in kept]


def keep_snapshots(warehouse: Warehouse, store_id: int, schemes: Sequence[Scheme] | None = None) -> dict[str, list[date]]:
    """Keep every complete month that is not kept yet, all of a scheme in one pass, under the store's settings of now.

    ``schemes`` None: those that the store follows. Returns the months added by scheme key, only schemes with any; a month
    is complete once the store has a bill on its last day or later. What is kept already is never touched.
    """
    added = {}
    for scheme in followed_schemes(warehouse, store_id) if schemes is None else schemes:
        days = missing_months(warehouse, store_id, scheme)
        if days:
            settings = scheme_settings(warehouse, store_id, scheme)
            cursor, marks = _grade(warehouse, store_id, scheme, settings, days)
            added[scheme.key] = _write(warehouse, cursor, store_id, scheme, settings, marks, replace=False)
    return {key: days for key, days in added.items() if days}


def preview_recompute(
    warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value], months: Sequence[date] | None = None
) -> pa.Table:
    """Return what finding kept months anew under ``settings`` would change; nothing is written.

    One row per month (``months`` None: every kept one), in order: month_end, customers (with a tier, as kept), customers_now,
    changed (who would have another tier, gain or lose one). A month that is not kept is left out.
    """
    days = _chosen(warehouse, store_id, scheme, months)
    cursor, _marks_now = _grade(warehouse, store_id, scheme, settings, days)
    return _changes(cursor, store_id, scheme, days)


def recompute_snapshots(
    warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value], months: Sequence[date] | None = None
) -> pa.Table:
    """Find kept months anew under ``settings`` and keep that instead; return what changed, as ``preview_recompute``."""
    days = _chosen(warehouse, store_id, scheme, months)
    cursor, marks = _grade(warehouse, store_id, scheme, settings, days)
    changes = _changes(cursor, store_id, scheme, days)
    _write(warehouse, cursor, store_id, scheme, settings, marks, replace=True)
    return changes


def read_kept(warehouse: Warehouse, store_id: int, scheme: Scheme, month_end: date) -> pa.Table:
    """Return the tiers that are kept of a month: month_end, customer_key, tier_no, contribution (CNY); none if it is not kept."""
    frames = {"tiers": tiers_frame(scheme)}
    return warehouse.over("measures/kept_standing", frames, store=store_id, scheme=scheme.key, month_end=month_end)


def months_frame(days: Sequence[date], kept: Iterable[date] = ()) -> pa.Table:
    """Return month-ends as SQL reads them: month_no (from 1 up), month_end, is_kept."""
    known = set(kept)
    return pa.table({
        "month_no": pa.array(range(1, len(days) + 1), pa.int32()),
        "month_end": pa.array(days, pa.date32()),
        "is_kept": pa.array([day in known for day in days], pa.bool_()),
    })


def _chosen(warehouse: Warehouse, store_id: int, scheme: Scheme, months: Sequence[date] | None) -> list[date]:
    kept = [row["month_end"] for row in warehouse.rows("measures/kept_months", store=store_id, scheme=scheme.key)]
    return kept if months is None else [day for day in kept if day in set(months)]


def _marks(warehouse: Warehouse, store_id: int, scheme: Scheme, days: Iterable[date]) -> dict[date, str]:
    """Return the mark of the visits up to each of the days: that of the last month with a visit up to then."""
    rows = warehouse.rows("measures/month_marks", store=store_id, with_ratings=scheme.spec.facts == SCORED)
    return {day: next((row["facts_mark"] for row in reversed(rows) if row["month"] <= day), "") for day in days}


def _grade(
    warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value], days: Sequence[date]
) -> tuple[Cursor, dict[date, str]]:
    marks = _marks(warehouse, store_id, scheme, days)  # first: what lands in between makes it stale, never silently wrong
    cursor = warehouse.cursor()
    keep_days(cursor, warehouse, store_id, scheme, days, settings)
    cursor.register("tiers", tiers_frame(scheme))
    return cursor, marks


def _changes(cursor: Cursor, store_id: int, scheme: Scheme, days: Sequence[date]) -> pa.Table:
    cursor.register("months", months_frame(days))
    return fetch(cursor, "measures/snapshot_changes", store=store_id, scheme=scheme.key)


def _write(
    warehouse: Warehouse, cursor: Cursor, store_id: int, scheme: Scheme, settings: Mapping[str, Value],
    marks: Mapping[date, str], *, replace: bool,
) -> list[date]:
    """Keep what month_tiers of the cursor holds, and return the months; one that another session kept meanwhile is let be."""
    key = {"store": store_id, "scheme": scheme.key}
    days = sorted(marks)
    with warehouse.writing(cursor):
        if replace:
            for table in ("snapshots", "snapshot_tiers"):
                cursor.execute(
                    f"delete from {table} where store_id = $store and scheme = $scheme and list_contains($days, month_end)",
                    {**key, "days": days},
                )
        else:
            there = cursor.execute("select month_end from snapshots where store_id = $store and scheme = $scheme", key)
            known = {row[0] for row in there.fetchall()}
            days = [day for day in days if day not in known]
        if not days:
            return []
        version = scheme_version(warehouse, store_id, scheme, settings)
        for day in days:
            cursor.execute(
                "insert into snapshots values ($store, $day, $scheme, $version, $mark)",
                {**key, "day": day, "version": version, "mark": marks[day]},
            )
        cursor.execute(
            "insert into snapshot_tiers by name select $store as store_id, month_end, $scheme as scheme, "
            "$version as scheme_version, customer_key, tiers.tier, contribution from month_tiers "
            "inner join tiers on tiers.tier_no = month_tiers.tier_no where list_contains($days, month_end)",
            {**key, "version": version, "days": days},
        )
    return days
