"""What an examined file of bills changes day by day: what comes in, what is open, what of the store's own bills goes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from segmentation.ingest.days_brought import DaysBrought
from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.missing import BILLS
from segmentation.warehouse import fetch


def find_days(found: Examination) -> DaysBrought | None:
    """Return what a file of bills would change day by day, with the answers that it has.

    None for mended rows, which make bills whole that are there already, and while its dates are not understood.
    """
    if found.stage is None or found.mends is not None or found.open_orders:
        return None
    gone: dict[date, Decimal] = {}
    if found.store_id is not None:
        replaces_days = found.overlap is not None and not found.overlap.of_top_ups and found.choices.on_overlap == "replace"
        values = {
            "store": found.store_id, "numbers_restart": found.numbers_restart, "replaces_days": replaces_days,
            "unnumbered_only": "bill_no" in found.mapping,
        }
        gone = _days(found, "land/days_replaced", **values)
        if found.missing is not None and BILLS in found.whole_for:
            for day, amount in _days(found, "land/days_taken_out", **values).items():
                gone[day] = gone.get(day, Decimal(0)) + amount
    unknown = _days(found, "stage/days_open") if found.unknown[0] else {}
    return DaysBrought(_days(found, "stage/days_brought"), unknown, gone)


def _days(found: Examination, name: str, **values: object) -> dict[date, Decimal]:
    rows = fetch(found.stage.cursor, name, **{**found.stage.values, **values}).to_pylist()
    return {row["day"]: row["amount"] for row in rows if row["amount"]}
