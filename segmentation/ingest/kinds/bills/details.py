"""What an older version of a bill says and a newer one has no column for: a poorer file takes no way to pay or table away.

A bill is the same where number, day, customer and amount are. What was taken over is derived, as is what replaces what: an undo
forgets it and takes it over anew from what is left, so the order of files makes no difference. Rows that were mended complete
what their own import said; what that took over they take over themselves, where the completed bill is the same as the older one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from segmentation.ingest.batches import batch_report
from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.mended import family_of
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.warehouse import Cursor, Warehouse, run

LINES, CELLS = "lines", "cells"
_TELL_WHETHER_PAID = {"payment_method", "status", "stored"}
_TOLD = ("covers", "cost", "manager", "time", "room", "meal_period", "channel", "payment_method", "gross", "discount", "product")


def tell_details(warehouse: Warehouse, found: Examination, cursor: Cursor) -> None:
    """Tell what bills of the store say that a file brings anew as they are, and that it has no column for: it is kept."""
    bills, kept = 0, {}
    columns = [name for name in _TOLD if name not in found.mapping]
    for batch, count, said in run(cursor, "land/details_there", store=found.store_id, columns=columns).fetchall():
        mapping = batch_report(warehouse, batch).get("mapping") or {}
        kept_there = "select unnest(headers) from bill_headers where batch_id = $batch"
        others = [header for (header,) in cursor.execute(kept_there, {"batch": batch}).fetchall()]
        headers = [mapping.get("date" if name == "time" and name not in mapping else name) for name in said]
        headers += [mapping["product"]] if "product" in mapping and "product" in columns else []
        more = [header for header in (*headers, *others) if header and header not in found.names]
        bills += count if more else 0
        kept |= dict.fromkeys(more)
    if bills:
        text = N_(
            "{count} of these bills say more in the store than in this file, which has no column for it: {headers}. That is kept."
        )
        found.notices.append(Notice("details_kept", text, bills, {"headers": ", ".join(kept)}))


def keep_details(cursor: Cursor, found: Examination, key: Mapping[str, Any]) -> None:
    """Take over what the batch's bills do not say from the versions that they replaced; note in ``found`` what may be."""
    if found.store_id is None or "bill_no" not in found.mapping:
        return
    [(unsaid,)] = run(cursor, "land/details_unsaid", store=key["store"], batch=key["batch"]).fetchall()
    said = {"bill_time" if name == "time" else name for name in found.mapping}
    if said & _TELL_WHETHER_PAID:
        said |= {"payment_method", "from_card", "owed"}  # a debt that is paid by now is none any more
    lines = () if "product" in found.mapping else (LINES,)
    found.kept_details = (*(name for name in unsaid if name not in said), *lines, CELLS)
    _take_over(cursor, {**key, "mends": found.mends}, found.kept_details, found.names)


def replay_details(cursor: Cursor, key: Mapping[str, Any], columns: Sequence[str], headers: Sequence[str]) -> None:
    """Forget what a batch took over before, and take it over from what is there now."""
    if not columns:
        return
    own = {"store": key["store"], "batch": key["batch"]}
    run(cursor, "land/forget_details", **own, columns=list(columns))
    others = "delete from bill_cells where store_id = $store and batch_id = $batch and not list_contains($replacers, headers_of)"
    cursor.execute(others, {**own, "replacers": _replacers(cursor, key)})
    if LINES in columns:
        cursor.execute("delete from bill_lines where store_id = $store and batch_id = $batch", own)
    _take_over(cursor, key, columns, headers)


def _take_over(cursor: Cursor, key: Mapping[str, Any], columns: Sequence[str], headers: Sequence[str]) -> None:
    own, replacers = {"store": key["store"], "batch": key["batch"]}, _replacers(cursor, key)
    replaced = "select exists (select 1 from bills where store_id = $store and list_contains($replacers, replaced_by))"
    if not cursor.execute(replaced, {"store": key["store"], "replacers": replacers}).fetchall()[0][0]:
        return
    run(cursor, "land/make_same_bills", **own, replacers=replacers)
    run(cursor, "land/keep_details", **own, columns=list(columns))
    run(cursor, "land/keep_cells", **own, headers=list(headers))
    if LINES in columns:
        run(cursor, "land/keep_lines", **own)


def _replacers(cursor: Cursor, key: Mapping[str, Any]) -> list[int]:
    """Return the imports whose older versions a batch takes over from: those that it replaced, or the import that it mends."""
    if key.get("mends") is None:
        return [key["batch"]]
    told = "select batch_id, mends from batches where store_id = $store and undone_at is null"
    live = dict(cursor.execute(told, {"store": key["store"]}).fetchall())
    return sorted(family_of(live, key["mends"]) | {key["batch"]})
