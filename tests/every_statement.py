"""Every statement with a value for whatever it asks, and what one hands to the next."""

import re
from datetime import date
from decimal import Decimal

import pyarrow as pa

from segmentation.measures.grades.grading import tiers_frame
from segmentation.measures.movement.month_ends import days_frame
from segmentation.measures.movement.snapshots import months_frame
from segmentation.schemes import load_scheme, schemes
from segmentation.settings.modules import BREAKS, default_modules, modules_frame, needles_frame, texts_frame
from segmentation.warehouse import SQL, statement

FOLDERS = ("facts", "tiers", "measures")
DAY = date(2026, 9, 30)
SAMPLE = {
    "months": 12, "points": 180, "regraded_on": DAY, "half_year_before": date(2026, 4, 1), "year_before": date(2025, 9, 30),
    "cut_by": "customers", "measure": "profit", "first_measure": "profit", "last_tier": 4, "first_classes": 2, "second_classes": 2,
    "criterion_no": 1, "groups": 5, "r_classes": 5, "r_best_first": False, "lowest": 1, "highest": 5, "criteria_count": 5, "parts": 10_000,
    "from_day": date(2026, 6, 30), "to_day": DAY, "from_begins_after": date(2025, 6, 30), "to_begins_after": date(2025, 9, 30),
    "new_place": "new", "none_place": "none", "win_back_by": date(2026, 10, 30), "recent_after": date(2026, 7, 2), "before_after": date(2026, 4, 3), "factor_tenths": 20,
    "min_visits": 3, "drop": 50, "window_days": 365, "within_days": 60, "scheme": "abcd", "month_end": DAY, "with_ratings": True,
    "stores": [1], "store": 1, "known_days": 365, "customer": "a", "as_of": DAY, "day": DAY, "version": "v", "told": "t", "before": date(2026, 8, 31), "is_kept": False, "window_begins_after": date(2025, 9, 30),
    "begins_after": date(2026, 8, 31), "known_by": DAY, "frequency": "visits", "active_days": 60, "top_share_bp": 2000, "rank_by": "contribution", "split_bp": 5000,
    "month_start": date(2026, 9, 1), "month_is_over": True, "previous_start": date(2026, 8, 1),
    "previous_same_day": date(2026, 8, 30),
    "tiers": ["A", ""], "modules": None, "managers": None, "regions": None, "group": 1, "is_listed": True, "recency_from": None, "recency_to": 60, "text": "%",
    "by": "module_tier", "by_module": True, "unclassified": 5, "ungraded": 5, "frequency_factor": 10_000, "standard_factor": 11_000, "breaks": BREAKS,
    "grouped": True, "last_month": 24_320, "cohort_first": date(2026, 8, 1), "cohort_last": date(2026, 8, 31),
    "first_day": date(2026, 9, 1), "last_day": DAY, "least": 28, "after_no": 0, "up_to_no": 10,
    "said_by": DAY, "customers": ["a"], "active_since": date(2026, 8, 1), "then_since": date(2026, 7, 3), "month": date(2026, 9, 1), "month_no": 1, "state": "set",
    "on": DAY, "due_day": DAY, "reached_days": 14, "not_reached_days": 1, "due_visits": 3, "due_gap": 7, "due_until": DAY, "lost_until": 90, "most": 5,
    "manager": "Li", "until_day": DAY, "settled_since": DAY, "habits_after": date(2025, 9, 30), "sort": "tier", "descending": False, "limit": 10, "offset": 0, "tier_order": ["A", "B"],
    "then_first": date(2025, 9, 29), "then_last": date(2025, 10, 7), "then_same": date(2025, 10, 6), "now_first": date(2026, 9, 18), "now_last": date(2026, 9, 25),
    "now_ends": date(2026, 9, 26),
    "until": DAY, "words": ["138"], "keys": ["a"], "of_group": False, "of_customers": False, "term_days": 30, "account_words": "x", "part": "A", "tier": None, "digits": "138", "between": "[ ·]+", "pattern": "[s单]",
}
NAMES = sorted(path.relative_to(SQL).with_suffix("").as_posix() for folder in FOLDERS for path in (SQL / folder).rglob("*.sql"))


def over(warehouse, name, frames, **values):
    """Run a statement over those of the frames whose names stand in it: to register all sixty takes longer than to run it."""
    read = {frame: rows for frame, rows in frames.items() if isinstance(rows, str)}
    words = {*re.findall(r"\w+", statement(name, **read))}
    return warehouse.over(name, read | {frame: rows for frame, rows in frames.items() if frame in words - read.keys()}, **values)


def frames_of(warehouse):
    """What one statement hands to the next, empty."""
    base = warehouse.table("facts/customer_facts", **SAMPLE)
    rates = pa.table({"store_id": pa.array([1], pa.int32()), "per_visit": [Decimal("0.00")], "per_contact": [Decimal("0.00")]})
    ratings = warehouse.table("facts/latest_ratings", **SAMPLE)
    criteria = {name: rows for scheme in schemes().values() if scheme.rule == "scorecard"
                for name, rows in scheme.spec.fact_frames().items()}
    scored = warehouse.over(
        "facts/scored_facts", {"customer_facts": base, "latest_ratings": ratings, **criteria}, **SAMPLE
    ).sort_by("customer_key").select(["score", "rated"])
    foretold = pa.table({"customer_key": pa.nulls(0, pa.string()), "spend_365": pa.nulls(0, pa.decimal128(18, 2))})
    facts = warehouse.over("facts/wide_facts", {"cost_rates": rates, "foretold": foretold}, **SAMPLE).sort_by("customer_key")
    for name in scored.column_names:
        facts = facts.append_column(name, scored[name])
    placed = warehouse.over("tiers/rank_overlap", {"customer_facts": facts}, **SAMPLE).sort_by("customer_key")
    facts = facts.append_column("row_no", pa.nulls(facts.num_rows, pa.int64()))
    grades = warehouse.over("measures/grades/grades", {"customer_facts": facts}).sort_by("customer").drop_columns(["row_no"])
    for name in ("frequency_rank", "contribution_rank", "tier_no"):
        grades = grades.append_column(name, placed[name])
    movements = warehouse.over("measures/revenue/movements", {"facts_before": facts, "facts_now": facts}, **SAMPLE)
    month_ends = days_frame([DAY], {"window": "365"})
    size = facts.num_rows
    standing = pa.table({"month_end": pa.nulls(size, pa.date32()), "customer_key": pa.nulls(size, pa.string()),
                         "tier_no": pa.nulls(size, pa.int32()), "contribution": facts["contribution"]})
    signs = warehouse.over("measures/movement/warning_signs", {"customer_facts": facts, "spans": "measures/movement/spans"}, **SAMPLE)
    managers = pa.table({"name": ["Li"], "manager": ["Li"], "takes": [True]})
    holders = warehouse.over("facts/customer_managers", {"known_managers": managers, "named": "facts/bill_managers"}, **SAMPLE)
    calls = {
        "warning_signs": signs, "house_days": pa.table({"day": [DAY], "day_no": pa.array([1], pa.int32())}),
        "contacted": warehouse.table("measures/managers/contacted", **SAMPLE), "holders": holders,
        "asked": pa.table({"customer_key": ["a"], "place": pa.array([0], pa.int64())}), "born": pa.table({"day": [DAY], "customer": ["a"]}),
        "moved": pa.table({"customer": ["a"], "from_place": ["A"], "to_place": ["B"], "win_back_by": [DAY]}),
    }
    calls["festival_spans"] = pa.table({"span_no": pa.array([0], pa.int32()), "first_day": [date(2026, 9, 18)], "last_day": [DAY]})
    calls["festivals_on"] = pa.table({"festival_no": pa.array([0], pa.int32()), "then_first": [date(2025, 9, 29)], "then_last": [date(2025, 10, 7)], "now_first": [date(2026, 9, 18)]})
    calls |= {name: warehouse.over(f"measures/festivals/{name}", calls, **SAMPLE) for name in ("festive", "festival_customers")}
    calls |= dict.fromkeys(("placed_before", "placed_now", "placed_today"), placed.append_column("last_visit", facts["last_visit"]))
    calls["habits"] = warehouse.over("measures/managers/habits", calls, **SAMPLE)
    calls["due_dates"] = warehouse.over("measures/managers/due_dates", calls, **SAMPLE)
    calls["plan_days"] = pa.table({
        "day_no": pa.array([1], pa.int32()), "day": [DAY], "said_by": [DAY], "active_since": [DAY], "first_day": [DAY], "last_day": [DAY],
    })
    calls["holders_then"] = calls["holders_now"] = holders
    calls["end_days"] = pa.table({"day_no": pa.array([1], pa.int32()), "day": [DAY]})
    calls["day_ends"] = warehouse.over("facts/day_ends", calls, **SAMPLE)
    calls["day_holders"] = warehouse.over("measures/managers/day_holders", calls | {"known_managers": managers}, **SAMPLE)
    calls |= {"standing": standing, "customer_facts": facts, "tiers": tiers_frame(load_scheme("abcd"))}
    for name in ("demoted", "call_reasons", "call_places"):
        calls[name] = warehouse.over(f"measures/managers/{name}", calls, **SAMPLE)
    moves = warehouse.over("measures/movement/migration", {"standing": standing, "tiers": tiers_frame(load_scheme("abcd"))}, **SAMPLE)
    tiers = pa.table({"tier_no": pa.array([1], pa.int32()), "tier": ["A"]})
    climbed = {"climbed": moves, "climbed_before": moves, "standing": standing, "customer_managers": holders, "tiers": tiers}
    ladder = warehouse.over("measures/managers/ladder", climbed, **SAMPLE)
    everybody = facts.select(["customer_key", "last_visit", "recency_days", "frequency", "contribution"]).append_column("tier", pa.nulls(size, pa.string()))
    return calls | climbed | {
        "ladder": ladder, "known_managers": managers, "customer_managers": holders,
        "served": warehouse.over("measures/managers/served", {"known_managers": managers, "customer_managers": holders}, **SAMPLE),
        "month_ends": month_ends, "numbered_customers": warehouse.table("facts/numbered_customers", **SAMPLE),
        "wide_sums": warehouse.over("facts/wide_sums", {"cost_rates": rates, "foretold": foretold}, **SAMPLE), "foretold_then": foretold,
        "foretold": foretold.append_column("month_no", pa.nulls(0, pa.int32())).append_column("customer_no", pa.nulls(0, pa.int32())),
        "months": months_frame([DAY]),
        "month_tiers": standing, "standing": standing, "warning_signs": signs, "migration": moves,
        "places": pa.table({"place_no": pa.array([1], pa.int32()), "place": ["A"]}),
        "customer_facts": facts, "facts_before": facts, "facts_now": facts, "placed": placed, "placed_then": calls["placed_now"],
        "modules": modules_frame(default_modules()), "module_texts": texts_frame(default_modules(), ["政府"]),
        "needles": needles_frame(default_modules()), "said_totals": warehouse.table("measures/revenue/month_totals", **SAMPLE),
        "periods": pa.table({
            "period_no": pa.array([0], pa.int32()), "first_day": [date(2026, 9, 1)], "last_day": [DAY], "begins_after": [date(2025, 9, 30)],
        }),
        "forecasts": pa.table({"month_end": [DAY], "until": [DAY], "active_days": pa.array([60], pa.int32())}),
        "chances": pa.table({"month_end": [DAY], "customer_key": ["a"], "chance": [0.5]}),
        "histories": warehouse.table("measures/foresight/histories", **SAMPLE),
        "found_gaps": pa.table({"customer_key": ["a"], "last_visit": [DAY]}),
        "asked_fields": pa.table({"field": ["phone"], "place": pa.array([0], pa.int32())}),
        "known_fields": pa.table({"customer": ["a"], "field": ["phone"], "said": ["138"]}),
        "groups": pa.table({"customer_key": ["a"], "group_key": ["A"]}),
        "profiles": warehouse.table("facts/profiles_then", **SAMPLE), "everybody": everybody,
        **dict.fromkeys(("members_then", "members_now", "everybody_then", "everybody_now"), everybody),
        "spans": pa.table({"span": pa.array([0], pa.int32()), "first_day": [DAY], "last_day": [DAY]}),
        "house_values": pa.table({
            "house": ["a"], "month": [DAY], "ratio": ["churn_rate"], "value": pa.array([Decimal("0.1000")], pa.decimal128(14, 4)),
        }),
        "chain_stores": pa.table({"store_id": pa.array([1], pa.int32()), "store": ["a"], "active_days": pa.array([60], pa.int32())}),
        "ratios": pa.table({"ratio": ["churn_rate"], "is_less_better": [True]}),
        "days_asked": pa.table({"day": [DAY], "month_day": ["09-30"]}),
        "grades": grades.append_column("tier", pa.nulls(size, pa.string())).append_column("row_no", pa.nulls(size, pa.int64()))
        .append_column("searched", pa.nulls(size, pa.string()))
        .append_column("score_number", pa.nulls(size, pa.float64())).append_column("score_text", pa.nulls(size, pa.string())),
        "scored": pa.table({"row_key": pa.nulls(size, pa.string()), "column_key": pa.nulls(size, pa.string()), "contribution": grades["contribution"]}),
        "best": pa.table({"customer_key": ["a"]}), "placed_parts": pa.table({"customer_key": ["a"], "part": ["A"]}),
        "members": pa.table({"customer_key": ["a"]}), "tiers": tiers, "movements": movements,
        "tiers_then": pa.table({"tier_no": pa.array([1], pa.int32()), "tier": ["A"]}),
        "cost_rates": rates, "latest_ratings": ratings, "sold": "measures/composition/bill_parts", **criteria,
    }


READ = {  # what a statement reads is itself a statement, of one kind or another
    "measures/movement/warning_signs": {"spans": "measures/movement/kept_spans"},
    "facts/customer_managers": {"named": "facts/kept_bill_managers"}, "facts/manager_names": {"named": "facts/named_on_bills"},
    "measures/composition/line_covers": {"sold": "measures/composition/line_parts"},
}
