"""A value for whatever a statement asks, and what statements read that are told which: for tests that run every statement."""

from datetime import date

from segmentation.settings.modules import BREAKS

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
    "by": "module_tier", "by_module": True, "unclassified": 5, "frequency_factor": 10_000, "standard_factor": 11_000, "breaks": BREAKS,
    "grouped": True, "last_month": 24_320, "cohort_first": date(2026, 8, 1), "cohort_last": date(2026, 8, 31),
    "first_day": date(2026, 9, 1), "last_day": DAY, "least": 28, "after_no": 0, "up_to_no": 10,
    "said_by": DAY, "customers": ["a"], "active_since": date(2026, 8, 1), "then_since": date(2026, 7, 3), "month": date(2026, 9, 1), "state": "set",
    "on": DAY, "due_day": DAY, "reached_days": 14, "not_reached_days": 1, "due_visits": 3, "due_gap": 7, "due_until": DAY, "lost_until": 90, "most": 5,
    "manager": "Li", "until_day": DAY, "settled_since": DAY, "habits_after": date(2025, 9, 30), "sort": "tier", "descending": False, "limit": 10, "offset": 0, "tier_order": ["A", "B"],
    "words": ["138"], "keys": ["a"], "of_group": False, "of_customers": False, "term_days": 30, "account_words": "x", "part": "A", "tier": None, "digits": "138", "between": "[ ·]+", "pattern": "[s单]",
}
READ = {  # what a statement reads is itself a statement, of one kind or another
    "measures/movement/warning_signs": {"spans": "measures/movement/kept_spans"},
    "facts/customer_managers": {"named": "facts/kept_bill_managers"}, "facts/manager_names": {"named": "facts/named_on_bills"},
    "measures/composition/line_covers": {"sold": "measures/composition/line_parts"},
}
