"""Who stands behind a mark of a festival's pictures: who came on its days, this year or the last, of a grade or a module."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.measures.festivals.around import module_texts, place_on, same_day, with_keys
from segmentation.measures.festivals.calendar import Edition, year_before
from segmentation.measures.revenue.composition import UNGRADED
from segmentation.schemes import Scheme, Value
from segmentation.settings.festival_windows import festival_windows
from segmentation.settings.modules import read_modules
from segmentation.slides import Behind
from segmentation.warehouse import Warehouse

NEVER_HERE = ""  # in the place of a grade
BY, SIDES, MEASURES = ("tier", "module"), ("then", "now"), ("customers", "spent")


def part_behind(edition: Edition, by: str, key: str | None, measure: str) -> Behind:
    """Return what a part of a festival's pictures stands for, on whichever side; ``key`` None: who was never here before."""
    return (
        ("festival", edition.key), ("festival_year", str(edition.year)), ("festival_by", by),
        ("festival_part", key or NEVER_HERE), ("festival_of", measure),
    )


def side_behind(side: str) -> Behind:
    """Return which of its two years ("then", "now") a series of a festival's pictures narrows its parts to."""
    return (("festival_side", side),)


def days_of(
    warehouse: Warehouse, store_id: int, edition: Edition, side: str, as_of: date
) -> tuple[Edition, date] | None:
    """Return the edition that a side is of, and the last of its days that the pictures show; None where there are none."""
    has_begun = edition.first <= as_of
    until = min(edition.last, as_of)
    if side == "now":
        return (edition, until) if has_begun else None
    then = year_before(edition, festival_windows(warehouse, store_id))
    return then and (then, same_day(edition, then, until) if has_begun else then.last)


def read_came(
    warehouse: Warehouse, store_id: int, scheme: Scheme, edition: Edition, until: date, as_of: date, settings: Mapping[str, Value]
) -> pa.Table:
    """Return who has a bill from the first day of an edition to ``until``, who brought most first.

    One row per customer: customer, name, tier (key on the day before; null: never here before; ``UNGRADED``), contribution (CNY)
    and visits of these days, last_visit (up to ``as_of``), manager, module (its text), part (key of the module), phone.
    """
    known = read_modules(warehouse, store_id)
    frames = {
        "placed_before": place_on(warehouse.whole(), store_id, scheme, min(edition.first - timedelta(days=1), as_of), settings),
        "module_texts": module_texts(warehouse, store_id, known),
    }
    rows = warehouse.over(
        "measures/festivals/festival_came", frames, store=store_id, first_day=edition.first, last_day=until, as_of=as_of,
        ungraded=len(scheme.tier_keys) + 1, unclassified=len(known) - 1,
    )
    return with_keys(with_keys(rows, (*scheme.tier_keys, UNGRADED), "tier", 1), [each.key for each in known], "part")


def part_of_came(rows: pa.Table, by: str, key: str, measure: str) -> pa.Table:
    """Return those of ``read_came`` of one part: who visited, or whoever has a bill where the measure is what they "spent"."""
    column = rows["tier" if by == "tier" else "part"]
    rows = rows.filter(pc.is_null(column) if key == NEVER_HERE else pc.equal(column, key))
    if measure == "customers":
        rows = rows.filter(pc.greater(rows["visits"], 0))
    nobody, at = pa.scalar(None, pa.string()), rows.column_names.index("tier")
    return rows.set_column(at, "tier", pc.if_else(pc.equal(rows["tier"], UNGRADED), nobody, rows["tier"]))
