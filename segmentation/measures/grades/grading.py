"""Who has which grade: facts of the customers as of a day, the scheme's rule over them, and the graded list.

The facts are read once; the rule reads nothing but them. So a rehearsal under other settings, or a
"what if he came twice more", runs the same rule again over the same facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.measures.foresight.potential import read_foretold
from segmentation.schemes import Scheme, Value
from segmentation.schemes.model import FACTS, SCORED, WIDE
from segmentation.settings.costs import cost_rates
from segmentation.warehouse import Warehouse

COLUMNS = (
    "store", "customer", "name", "phone", "module", "manager", "region", "tier", "last_visit", "recency_days",
    "frequency", "contribution", "standard", "frequency_rank", "contribution_rank",
)
PLACED = ("store_id", "customer_key", "tier_no")
RANKS = ("frequency_rank", "contribution_rank")
BY_STANDARD = "standard_rank"  # what the list calls the second rank where it is by standard
WINDOW_MONTHS = {"60": 2, "90": 3, "180": 6, "365": 12, "all": 0}  # months in which a manager's contacts are paid for
HALF_YEAR, YEAR = 182, 365
NO_STORE = 0
FACT_STATEMENTS = {
    FACTS: ("facts/customer_facts",),
    WIDE: ("facts/wide_facts",),
    SCORED: ("facts/customer_facts", "facts/latest_ratings", "facts/scored_facts"),
}
# Arrow compares texts byte by byte, as the engine does; a null stands last
KEY_ORDER = [("store_id", "ascending"), ("customer_key", "ascending")]
ORDER = [("tier_no", "ascending"), ("contribution", "descending"), ("customer", "ascending"), ("store", "ascending")]


@dataclass(frozen=True)
class Rehearsal:
    """What other settings would do: ``matrix`` (one row per tier now and tier then), and who moves."""

    matrix: pa.Table
    customers: int
    moved: int


def default_as_of(warehouse: Warehouse, store_id: int) -> date | None:
    """Return the store's last day with a bill, walk-ins included; None for a store without bills."""
    found = warehouse.rows("facts/last_days", stores=[store_id])
    return found[0]["last_day"] if found else None


def read_facts(
    warehouse: Warehouse, store_id: int | None, as_of: date, settings: Mapping[str, Value], scheme: Scheme | None = None
) -> pa.Table:
    """Return the customers' facts as of a day: what the rule of ``scheme`` (None: of the default scheme) is computed from.

    One row per customer and store: store_id, customer_key, first_visit, last_visit, recency_days,
    frequency, contribution (CNY), tables; and where the rule reads more, the columns of ``facts/wide_facts`` or
    ``facts/scored_facts``. ``store_id`` None reads every store. Of the settings,
    ``window``, ``frequency`` and ``regrade`` count. Nothing after ``as_of`` is seen; a profile without a bill has
    no last_visit and zeros; walk-ins, and customers first seen after ``as_of``, are left out.
    """
    kind = FACTS if scheme is None else scheme.spec.facts
    if kind == WIDE:
        return read_wide_facts(warehouse, store_id, as_of, settings)
    stores = _store_ids(warehouse, store_id)
    asked = _asked(as_of, settings)
    # a store that is none has no rows, but the columns
    facts = pa.concat_tables(warehouse.table("facts/customer_facts", store=store, **asked) for store in stores or [NO_STORE])
    if kind == SCORED:
        ratings = warehouse.table("facts/latest_ratings", stores=stores, as_of=as_of)
        frames = {"customer_facts": facts, "latest_ratings": ratings, **scheme.spec.fact_frames()}
        return warehouse.over("facts/scored_facts", frames, **scheme.spec.fact_values())
    return facts


def read_wide_facts(warehouse: Warehouse, store_id: int | None, as_of: date, settings: Mapping[str, Value]) -> pa.Table:
    """Return the customers' facts with what money and time say besides; rows and exclusions as ``read_facts``.

    More columns than those of ``read_facts``: visits, total_visits, total_spend, graded_spend (cumulative spend up to the day of
    re-grading), known_days, cost (null where no bill carries one), service_cost, profit, monthly_spend, growth, is_foretold
    (growth is by the forecast, which settings may ask for), potential, contacts. Money in CNY, exact; monthly_spend divides by
    the months covered, from the first visit on where that is later.
    """
    stores = _store_ids(warehouse, store_id)
    spans = {
        "months": WINDOW_MONTHS[settings["window"]],
        "regraded_on": last_quarter_end(as_of) if settings.get("regrade") == "quarter" else as_of,
        "half_year_before": as_of - timedelta(days=HALF_YEAR), "year_before": as_of - timedelta(days=YEAR),
    }
    rates, asked = rates_frame(warehouse, stores), {**_asked(as_of, settings), **spans}
    found = []
    for store in stores or [NO_STORE]:
        frames = {"cost_rates": rates, "foretold": read_foretold(warehouse, store, as_of, settings)}
        found.append(warehouse.over("facts/wide_facts", frames, store=store, **asked))
    return pa.concat_tables(found)


def _asked(as_of: date, settings: Mapping[str, Value]) -> dict[str, Any]:
    return {
        "as_of": as_of, "frequency": settings["frequency"],
        "window_begins_after": window_begins_after(as_of, settings["window"]),
    }


def statements_of(scheme: Scheme) -> tuple[str, ...]:
    """Return the names of the statements that grade by the scheme: its facts, then its rule."""
    return (*FACT_STATEMENTS[scheme.spec.facts], f"tiers/{scheme.rule}")


def place_customers(warehouse: Warehouse, scheme: Scheme, facts: pa.Table, settings: Mapping[str, Value]) -> pa.Table:
    """Return what the scheme's rule says of each customer in ``facts``: tier_no (1 the best) and how it came about.

    One row per customer and store, in the order of ``facts``: store_id, customer_key, tier_no, frequency_rank,
    contribution_rank (null where the rule ranks otherwise), and what the rule says besides. tier_no is null for a customer who
    has not visited yet, of a scorecard for one who is not rated. Stores are ranked apart from each other.
    """
    keys, scheme = facts["customer_key"], scheme.under(settings)
    ordered = pc.sort_indices(facts, KEY_ORDER).to_numpy()
    numbers = np.empty(len(ordered), np.int32)
    numbers[ordered] = np.arange(len(ordered))
    # the rule compares, sorts and joins numbers in the order of the keys, which takes half as long as with the keys themselves
    numbered = _replaced(facts, "customer_key", pa.array(numbers))
    frames = {"customer_facts": numbered, **scheme.spec.frames()}
    placed = warehouse.over(f"tiers/{scheme.rule}", frames, **scheme.parameters(settings))
    rows = np.empty(len(ordered), np.int64)
    rows[ordered[placed["customer_key"].to_numpy()]] = np.arange(placed.num_rows)
    placed = _replaced(placed.take(rows), "customer_key", keys)
    for rank in RANKS:
        if rank not in placed.column_names:
            placed = placed.append_column(rank, pa.nulls(placed.num_rows, pa.int32()))
    return placed


def _replaced(rows: pa.Table, name: str, column: pa.Array | pa.ChunkedArray) -> pa.Table:
    return rows.set_column(rows.column_names.index(name), name, column)


def grade(
    warehouse: Warehouse, store_id: int | None, scheme: Scheme, as_of: date, settings: Mapping[str, Value]
) -> pa.Table:
    """Return the graded list of a store (None: of every store) as of a day.

    One row per customer, ``COLUMNS`` and the scheme's ``score_columns``: contribution and standard in CNY, exact; standard
    is null without tables; ranks are null for those asleep, and in schemes that do not rank by both. Order: tier, in schemes
    with places the place, contribution descending, key; those without a tier stand last. An empty store gives no rows. Where
    the second ranking is
    by standard, standard_rank stands in the place of contribution_rank.
    """
    grades = grade_in_full(warehouse, store_id, scheme, as_of, settings).select([*COLUMNS, *scheme.score_columns])
    if scheme.parameters(settings).get("rank_by") != "standard":
        return grades
    return grades.rename_columns([BY_STANDARD if name == "contribution_rank" else name for name in grades.column_names])


def grade_in_full(
    warehouse: Warehouse, store_id: int | None, scheme: Scheme, as_of: date, settings: Mapping[str, Value]
) -> pa.Table:
    """Return ``grade`` with what measures need besides: store_id, tier_no, first_visit, tables."""
    whole = warehouse.whole()
    facts = read_facts(whole, store_id, as_of, settings, scheme)
    return warehouse.own(list_grades(whole, scheme, facts, place_customers(whole, scheme, facts, settings)), "customer")


def list_grades(warehouse: Warehouse, scheme: Scheme, facts: pa.Table, placed: pa.Table) -> pa.Table:
    """Return facts and placings as a graded list with names, the scheme's score columns last, in the order of ``grade``.

    ``placed`` as ``place_customers`` returns it of these ``facts``, row by row.
    """
    numbered = facts.append_column("row_no", pa.array(np.arange(facts.num_rows)))
    grades = warehouse.over("measures/grades/grades", {"customer_facts": numbered})
    placed = placed.take(grades["row_no"])
    for name in (*RANKS, "tier_no"):
        grades = grades.append_column(name, placed[name])
    by, order = grades, ORDER
    if "place" in placed.column_names:  # the scheme ranks by what need not be contribution
        by, order = grades.append_column("place", placed["place"]), [ORDER[0], ("place", "ascending"), *ORDER[1:]]
    ordered = pc.sort_indices(by, order)  # Arrow sorts so wide a list in less than half the engine's time
    grades, placed = grades.take(ordered).drop_columns(["row_no"]), placed.take(ordered)
    tiers = pa.array(scheme.tier_keys, pa.string()).take(pc.subtract(grades["tier_no"].combine_chunks(), 1))
    grades = grades.add_column(COLUMNS.index("tier"), "tier", tiers)
    for name, scores in scheme.spec.scores(placed).items():
        grades = grades.append_column(name, scores)
    return grades


def tier_summary(
    warehouse: Warehouse, store_id: int | None, scheme: Scheme, as_of: date, settings: Mapping[str, Value]
) -> pa.Table:
    """Return what each tier of a store (None: of every store) is and brings as of a day.

    One row per tier and store, the best tier first, tiers without customers included: store, tier,
    customers, customer_share, contribution (CNY), contribution_share, average_frequency, standard
    (CNY), store_id, tier_no. Shares are ratios (0–1) of the graded customers, null where there is
    nothing to share; those who have not visited yet are not counted.
    """
    return summarise_tiers(warehouse, store_id, scheme, grade_in_full(warehouse, store_id, scheme, as_of, settings))


def summarise_tiers(warehouse: Warehouse, store_id: int | None, scheme: Scheme, grades: pa.Table) -> pa.Table:
    """Return ``tier_summary`` of a list that ``grade_in_full`` made."""
    frames = {"grades": grades, "tiers": tiers_frame(scheme)}
    return warehouse.over("measures/grades/tier_summary", frames, stores=_store_ids(warehouse, store_id))


def rehearse(
    warehouse: Warehouse,
    store_id: int,
    scheme: Scheme,
    as_of: date,
    settings_now: Mapping[str, Value],
    settings_new: Mapping[str, Value],
) -> Rehearsal:
    """Return who would move from which tier to which if the settings were changed; nothing is saved.

    ``matrix`` has one row per from_tier and to_tier, all pairs: customers, and contribution (CNY)
    under the present settings. Those who have not visited yet stay so and are not counted.
    """
    return rehearse_schemes(warehouse, store_id, as_of, (scheme, settings_now), (scheme, settings_new))


def rehearse_schemes(
    warehouse: Warehouse,
    store_id: int,
    as_of: date,
    now: tuple[Scheme, Mapping[str, Value]],
    then: tuple[Scheme, Mapping[str, Value]],
) -> Rehearsal:
    """Return who would move if one scheme with its settings took the place of another; as ``rehearse``.

    from_tier are the tiers of the one, to_tier those of the other; who has a tier in one of them only is not counted.
    """
    facts, facts_then = (read_facts(warehouse, store_id, as_of, settings, scheme) for scheme, settings in (now, then))
    frames = {
        "customer_facts": facts,
        "placed": place_customers(warehouse, now[0], facts, now[1]).select(PLACED),
        "placed_then": place_customers(warehouse, then[0], facts_then, then[1]).select(PLACED),
        "tiers": tiers_frame(now[0]),
        "tiers_then": tiers_frame(then[0]),
    }
    matrix = warehouse.over("measures/grades/rehearsal", frames)
    moves = matrix.to_pylist()
    return Rehearsal(
        matrix,
        customers=sum(move["customers"] for move in moves),
        moved=sum(move["customers"] for move in moves if move["from_tier"] != move["to_tier"]),
    )


def tiers_frame(scheme: Scheme) -> pa.Table:
    """Return the tiers of a scheme as SQL reads them: tier_no (1 the best), tier."""
    numbers = [tier.number for tier in scheme.tiers]
    return pa.table({"tier_no": pa.array(numbers, pa.int32()), "tier": pa.array(scheme.tier_keys, pa.string())})


def _store_ids(warehouse: Warehouse, store_id: int | None) -> list[int]:
    if store_id is not None:
        return [store_id]
    return [row[0] for row in warehouse.cursor().execute("select store_id from stores order by store_id").fetchall()]


def rates_frame(warehouse: Warehouse, stores: Sequence[int]) -> pa.Table:
    """Return what serving a customer costs in each store, as SQL reads it: store_id, per_visit, per_contact (CNY)."""
    rates = [cost_rates(warehouse, store_id) for store_id in stores]
    money = pa.decimal128(18, 2)
    return pa.table({
        "store_id": pa.array(stores, pa.int32()),
        "per_visit": pa.array([each.per_visit for each in rates], money),
        "per_contact": pa.array([each.per_contact for each in rates], money),
    })


def last_quarter_end(day: date) -> date:
    """Return the last day of a quarter that is over by the end of ``day``.

    >>> last_quarter_end(date(2026, 9, 30)), last_quarter_end(date(2026, 9, 29)), last_quarter_end(date(2026, 2, 1))
    (datetime.date(2026, 9, 30), datetime.date(2026, 6, 30), datetime.date(2025, 12, 31))
    """
    tomorrow = day + timedelta(days=1)
    return date(tomorrow.year, 3 * ((tomorrow.month - 1) // 3) + 1, 1) - timedelta(days=1)


def window_begins_after(as_of: date, window: str) -> date:
    """Return the last day before the window; the window holds ``as_of`` and as many days as it says.

    >>> window_begins_after(date(2026, 9, 30), "60"), window_begins_after(date(2026, 9, 30), "all")
    (datetime.date(2026, 8, 1), datetime.date(1, 1, 1))
    """
    return date.min if window == "all" else as_of - timedelta(days=int(window))
