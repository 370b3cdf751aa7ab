"""What the stores of a chain bring together, each store's part of it, and where each stands on every ratio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, counter, format_count, format_day, format_money_short, format_ratio, translator
from segmentation.measures.benchmark.ratios import read_ratios
from segmentation.measures.benchmark.standing import Benchmark, place_houses, values_frame
from segmentation.measures.grades.grading import window_begins_after
from segmentation.measures.windows import Window, measured_text, read_window
from segmentation.schemes import DEFAULT
from segmentation.settings.kept import scheme_settings
from segmentation.settings.own_schemes import find_scheme
from segmentation.warehouse import Warehouse

ZERO = Decimal("0.00")
Store = Mapping[str, Any]  # a row of list_stores: store_id, store, first_date, last_date …


@dataclass(frozen=True)
class Chain:
    """The stores as one, as of a day, over a window ("60" … "365", "all").

    ``stores``, the highest revenue first: store_id, store, revenue, share (0–1 of the chain's), bills, identified, walk_in,
    managed (CNY), controllable (managed ÷ revenue), customers (who came in the window), active_customers, known_customers
    (who ever came). Shares are null where the whole is not positive, or the part is below zero or above it. ``windows`` say
    how many days the bills of each cover, ``ends`` how far they reach.
    """

    as_of: date
    window: str
    stores: pa.Table
    windows: Mapping[str, Window]
    ends: Mapping[str, date]

    def total(self, name: str) -> Any:
        """Return the sum of a column of money or counts over all stores."""
        return sum(self.stores[name].to_pylist(), ZERO if pa.types.is_decimal(self.stores[name].type) else 0)

    @property
    def controllable(self) -> float | None:
        """The controllable share of the whole chain."""
        return _share(self.total("managed"), self.total("revenue"))


def chain_day(stores: Sequence[Store]) -> date | None:
    """Return the last day that the bills of all of these stores reach; None without bills."""
    return min((row["last_date"] for row in stores if row["last_date"]), default=None)


def check_chain(stores: Sequence[Store]) -> None:
    """Raise InputError where fewer than two of the stores have bills."""
    if sum(row["last_date"] is not None for row in stores) < 2:
        raise InputError("no_chain", N_("A chain needs two stores with bills. Import the bills of another one."))


def read_chain(warehouse: Warehouse, stores: Sequence[Store], as_of: date, window: str) -> Chain:
    """Return what the stores bring together; nothing after ``as_of`` is seen. Who is active follows each store's own setting."""
    rows = warehouse.over(
        "measures/chain/chain_totals", {"chain_stores": stores_frame(warehouse, stores)}, as_of=as_of,
        begins_after=window_begins_after(as_of, window),
    ).to_pylist()
    whole = sum((row["revenue"] for row in rows), ZERO)
    money, share = pa.decimal128(18, 2), pa.float64()
    frame = pa.table({
        "store_id": pa.array([row["store_id"] for row in rows], pa.int32()),
        "store": pa.array([row["store"] for row in rows], pa.string()),
        "revenue": pa.array([row["revenue"] for row in rows], money),
        "share": pa.array([_share(row["revenue"], whole) for row in rows], share),
        "bills": pa.array([row["bills"] for row in rows], pa.int64()),
        "identified": pa.array([row["revenue"] - row["walk_in"] for row in rows], money),
        "walk_in": pa.array([row["walk_in"] for row in rows], money),
        "managed": pa.array([row["managed"] for row in rows], money),
        "controllable": pa.array([_share(row["managed"], row["revenue"]) for row in rows], share),
        **{
            name: pa.array([row[name] for row in rows], pa.int64())
            for name in ("customers", "active_customers", "known_customers")
        },
    })
    windows = {row["store"]: read_window(warehouse, row["store_id"], as_of, window) for row in rows}
    return Chain(as_of, window, frame, windows, {row["store"]: row["last_date"] for row in stores if row["last_date"]})


def read_league(warehouse: Warehouse, stores: Sequence[Store], as_of: date) -> Benchmark:
    """Return where each store stands on every ratio, month by month, among the stores; small groups count too."""
    told = [(row["store"], read_ratios(warehouse, row["store_id"], as_of, fewest=1)) for row in stores]
    return place_houses(warehouse, values_frame(told))


def stores_frame(warehouse: Warehouse, stores: Sequence[Store]) -> pa.Table:
    """Return the stores as SQL reads them: store_id, store, active_days (each store's own setting)."""
    scheme = find_scheme(warehouse, DEFAULT)
    days = [int(scheme_settings(warehouse, row["store_id"], scheme)["active_days"]) for row in stores]
    return pa.table({
        "store_id": pa.array([row["store_id"] for row in stores], pa.int32()),
        "store": pa.array([row["store"] for row in stores], pa.string()), "active_days": pa.array(days, pa.int32()),
    })


def finding_chain(found: Chain, lang: str) -> str:
    """Return in words what the stores bring together, and which brings most of it."""
    _, rows = translator(lang), found.stores.to_pylist()
    money, count = format_money_short(found.total("revenue"), lang), format_count(len(rows), lang)
    if not rows or rows[0]["share"] is None:
        return _("{count} stores bring {money} together").format(count=count, money=money)
    return _("{count} stores bring {money} together, {share} of it {store}").format(
        count=count, money=money, store=rows[0]["store"], share=format_ratio(rows[0]["share"], lang, 0)
    )


def ends_text(found: Chain, lang: str) -> str:
    """Return that the day is the last of all stores' bills while those of some reach further; "" where none do, or it is another.

    No store is named: the text stands on slides too.
    """
    first, last = min(found.ends.values(), default=None), max(found.ends.values(), default=None)
    if first != found.as_of or last == first:
        return ""
    return translator(lang)("Up to {day} there are bills of all stores, of some up to {last}").format(
        day=format_day(first, lang), last=format_day(last, lang)
    )


def shorter_text(found: Chain, lang: str) -> str:
    """Return how many of the stores have bills of fewer days of the window than others; "" where none have. Names nobody."""
    count = len(shorter_windows(found))
    return counter(lang)(
        "the bills of {count} store cover fewer days", "the bills of {count} stores cover fewer days", count
    ).format(count=format_count(count, lang)) if count else ""


def shorter_windows(found: Chain) -> dict[str, Window]:
    """Return the windows of the stores whose bills cover fewer days than those of the others, by store."""
    most = max((each.covered for each in found.windows.values()), default=0)
    return {store: each for store, each in found.windows.items() if each.covered < most}


def with_periods(rows: pa.Table, found: Chain, lang: str) -> pa.Table:
    """Return rows of stores of the chain (``store``) with the ``period`` of each, and how many of its days bills cover."""
    periods = {store: measured_text(window, lang) for store, window in found.windows.items()}
    return rows.append_column("period", pa.array(map(periods.get, rows["store"].to_pylist()), pa.string()))


def absent_text(found: Chain, league: Benchmark, lang: str) -> str:
    """Return how many of the stores are not in the league; "" where all are."""
    count = found.stores.num_rows - len(league.houses)
    if count < 1:
        return ""
    return counter(lang)(
        "{count} store without a whole month of bills is not in it",
        "{count} stores without a whole month of bills are not in it", count,
    ).format(count=format_count(count, lang))


def _share(part: Decimal, whole: Decimal) -> float | None:
    return float(part / whole) if whole > 0 and 0 <= part <= whole else None
