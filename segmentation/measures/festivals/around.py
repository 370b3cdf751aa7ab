"""What a festival brought last year and this year: sums of its days, customers by grade and module, who came then and not now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.measures.festivals.calendar import Edition, last_begun, next_editions, year_before
from segmentation.measures.grades.grading import place_customers, read_facts
from segmentation.measures.movement.retention import first_bill
from segmentation.measures.revenue.composition import UNGRADED
from segmentation.measures.windows import CLOSED_DAYS, covered_days
from segmentation.schemes import Scheme, Value
from segmentation.settings.festival_windows import festival_windows
from segmentation.settings.modules import Modules, read_modules, texts_frame
from segmentation.warehouse import Warehouse

STATEMENTS = (
    "measures/festivals/festival_sums", "measures/festivals/festival_customers", "measures/festivals/festival_tiers",
    "measures/festivals/festival_modules", "measures/festivals/festival_missed",
)


@dataclass(frozen=True)
class Sums:
    """What the days of a festival brought up to ``until``, money in CNY; the bills reach over ``covered`` of its ``days``.

    ``identified`` is what customers brought; customers and visits are theirs.
    """

    edition: Edition
    until: date
    total: Decimal
    walk_in: Decimal
    customers: int
    visits: int
    covered: int

    @property
    def days(self) -> int:
        """How many days are looked at."""
        return (self.until - self.edition.first).days + 1

    @property
    def is_covered(self) -> bool:
        """Whether the bills reach over all of these days."""
        return self.covered >= self.days

    @property
    def is_over(self) -> bool:
        """Whether these are all days of the festival."""
        return self.until >= self.edition.last

    @property
    def identified(self) -> Decimal:
        return self.total - self.walk_in


@dataclass(frozen=True)
class Ahead:
    """A festival that is coming or running, and what the last two times brought that the bills have begun to see (None: nothing).

    ``before`` has as many days as ``last`` has so far, and is None where the bills do not cover either wholly.
    """

    edition: Edition
    last: Sums | None
    before: Sums | None


@dataclass(frozen=True)
class Festival:
    """A festival against the one of the year before.

    ``now`` is None where the bills have not reached its window; ``then`` has as many days as ``now`` has so far, ``whole`` all of
    them. ``tiers``: tier (key; null: never here before; ``UNGRADED``: here, and not graded), customers_then, spent_then,
    customers_now, spent_now; ``modules`` the same by module (key). ``missed``: customer, name, phone, module, manager, tier (of
    now), last_visit, visits_then, spent_then of who came then and has neither come nor booked now, who spent most first. Money in
    CNY.
    """

    edition: Edition
    now: Sums | None
    then: Sums
    whole: Sums
    came_then: int
    tiers: pa.Table
    modules: pa.Table
    missed: pa.Table

    @property
    def can_compare(self) -> bool:
        """Whether the bills cover both sides wholly."""
        return self.now is not None and self.now.is_covered and self.then.is_covered

    @property
    def missed_spent(self) -> Decimal:
        """What those who came then and not now spent then (CNY)."""
        return pc.sum(self.missed["spent_then"]).as_py() or Decimal("0.00")


def read_calendar(warehouse: Warehouse, store_id: int, as_of: date, on: date) -> list[Ahead]:
    """Return every festival by its next day from ``on``, with what its last two times brought by the bills up to ``as_of``."""
    windows = festival_windows(warehouse, store_id)
    ahead = next_editions(on, windows)
    last = [last_begun(each.key, as_of, windows) for each in ahead]
    before = [each and year_before(each, windows) for each in last]
    spans = [span for pair in zip(last, before, strict=True) for span in _alike(*pair, as_of)]
    sums = dict(zip(spans, read_sums(warehouse, store_id, as_of, spans), strict=True))
    rows = []
    for edition, pair in zip(ahead, zip(last, before, strict=True), strict=True):
        found = [sums[span] for span in _alike(*pair, as_of)]
        now, then = (*found, None, None)[:2]
        is_seen = now is not None and now.covered > 0
        rows.append(Ahead(
            edition, now if is_seen else None, then if is_seen and then and then.is_covered and now.is_covered else None
        ))
    return rows


def _alike(now: Edition | None, then: Edition | None, as_of: date) -> list[tuple[Edition, date]]:
    """Return the editions with the last day of each that is looked at: of both as many days as the first has by ``as_of``."""
    if now is None:
        return []
    until = min(now.last, as_of)
    return [(now, until), *([(then, same_day(now, then, until))] if then else [])]


def same_day(now: Edition, then: Edition, until: date) -> date:
    """Return the day of the festival then that answers to a day of it now; its last one where that was the last.

    >>> from segmentation.measures.festivals.calendar import find_edition
    >>> from segmentation.settings.festival_windows import Around
    >>> now, then = (find_edition("labour", year, {"labour": Around(7, 1)}) for year in (2026, 2025))
    >>> same_day(now, then, date(2026, 4, 26)), same_day(now, then, date(2026, 5, 2))
    (datetime.date(2025, 4, 26), datetime.date(2025, 5, 2))
    """
    return then.last if until >= now.last else then.first + (until - now.first)


def read_sums(warehouse: Warehouse, store_id: int, as_of: date, spans: Sequence[tuple[Edition, date]]) -> list[Sums]:
    """Return what the days of each edition up to a day brought, in the order of ``spans``."""
    frame = pa.table({
        "span_no": pa.array(range(len(spans)), pa.int32()),
        "first_day": pa.array([edition.first for edition, _until in spans], pa.date32()),
        "last_day": pa.array([until for _edition, until in spans], pa.date32()),
    })
    rows = warehouse.over("measures/festivals/festival_sums", {"festival_spans": frame}, store=store_id).to_pylist()
    first = first_bill(warehouse, store_id, as_of)
    silent = warehouse.rows("measures/movement/silent_stretches", store=store_id, as_of=as_of, least=CLOSED_DAYS)
    return [
        Sums(
            edition, until, row["total"], row["walk_in"], row["customers"], row["visits"],
            covered_days(edition.first, min(until, as_of), first, silent),
        )
        for (edition, until), row in zip(spans, rows, strict=True)
    ]


def read_festival(
    warehouse: Warehouse, store_id: int, scheme: Scheme, edition: Edition, as_of: date, on: date, settings: Mapping[str, Value]
) -> Festival | None:
    """Return a festival against the one of the year before, by the bills up to ``as_of`` and what was agreed up to ``on``.

    None where there is no year before. A manager is told of his own customers, with the grades that they have among all.
    """
    then = year_before(edition, festival_windows(warehouse, store_id))
    if then is None:
        return None
    has_begun = edition.first <= as_of
    until = min(edition.last, as_of)
    same = same_day(edition, then, until) if has_begun else then.last
    spans = [(then, same), (then, then.last), *([(edition, until)] if has_begun else [])]
    found, whole, *now = read_sums(warehouse, store_id, as_of, spans)
    people = warehouse.table(
        "measures/festivals/festival_customers", store=store_id, on=on, then_first=then.first, then_last=then.last,
        then_same=same, now_first=edition.first, now_last=min(edition.last, as_of), now_ends=edition.last,
    )
    frames = {"festival_customers": people}
    for name, day in (
        ("placed_then", then.first - timedelta(days=1)), ("placed_now", min(edition.first - timedelta(days=1), as_of)),
        ("placed_today", as_of),
    ):
        frames[name] = place_on(warehouse.whole(), store_id, scheme, day, settings)
    tiers = warehouse.over("measures/festivals/festival_tiers", frames, store=store_id, ungraded=len(scheme.tier_keys) + 1)
    tiers = with_keys(tiers, (*scheme.tier_keys, UNGRADED), "tier", 1)
    missed = warehouse.over("measures/festivals/festival_missed", frames, store=store_id)
    missed = with_keys(missed, scheme.tier_keys, "tier", 1)
    known = read_modules(warehouse, store_id)
    frames["module_texts"] = module_texts(warehouse, store_id, known)
    modules = warehouse.over("measures/festivals/festival_modules", frames, store=store_id, unclassified=len(known) - 1)
    modules = with_keys(modules, [each.key for each in known], "module")
    came = pc.sum(pc.cast(pc.greater(people["visits_then"], 0), pa.int64())).as_py() or 0
    return Festival(edition, now[0] if now else None, found, whole, came, tiers, modules, missed)


def place_on(warehouse: Warehouse, store_id: int, scheme: Scheme, day: date, settings: Mapping[str, Value]) -> pa.Table:
    """Return customer_key, tier_no and last_visit of the customers of a store as of a day."""
    facts = read_facts(warehouse, store_id, day, settings, scheme)
    placed = place_customers(warehouse, scheme, facts, settings)
    return placed.select(["customer_key", "tier_no"]).append_column("last_visit", facts["last_visit"])


def module_texts(warehouse: Warehouse, store_id: int, modules: Modules) -> pa.Table:
    """Return which module the texts of a store's customers mean, as ``texts_frame`` does."""
    texts = warehouse.cursor().execute("select distinct module from customers where store_id = $store", {"store": store_id})
    return texts_frame(modules, [text for (text,) in texts.fetchall()])


def with_keys(rows: pa.Table, keys: Sequence[str], name: str, first: int = 0) -> pa.Table:
    """Return the rows with the key of the tier or module ``name`` in the place of its number, of which ``first`` is the first."""
    at = rows.column_names.index(f"{name}_no")
    places = pc.subtract(rows[f"{name}_no"].combine_chunks().cast(pa.int32()), first)
    return rows.set_column(at, name, pa.array(keys, pa.string()).take(places))


def festivals_on(warehouse: Warehouse, store_id: int, on: date) -> list[Edition]:
    """Return the festivals whose window holds a day, by the day of the festival."""
    return [each for each in next_editions(on, festival_windows(warehouse, store_id)) if each.first <= on]


def read_festive(warehouse: Warehouse, store_id: int, as_of: date, editions: Sequence[Edition]) -> pa.Table:
    """Return who came at one of these festivals last year and has not come at it yet: customer_key, festival_no (from 0)."""
    if not editions:
        return pa.table({"customer_key": pa.nulls(0, pa.string()), "festival_no": pa.nulls(0, pa.int32())})
    windows = festival_windows(warehouse, store_id)
    pairs = [(number, each, then) for number, each in enumerate(editions) if (then := year_before(each, windows))]
    frame = pa.table({
        "festival_no": pa.array([number for number, _now, _then in pairs], pa.int32()),
        "then_first": pa.array([then.first for _number, _now, then in pairs], pa.date32()),
        "then_last": pa.array([then.last for _number, _now, then in pairs], pa.date32()),
        "now_first": pa.array([now.first for _number, now, _then in pairs], pa.date32()),
    })
    return warehouse.over("measures/festivals/festive", {"festivals_on": frame}, store=store_id, as_of=as_of)
