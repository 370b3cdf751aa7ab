"""What the page says of how it is computed, and the statements that run."""

from __future__ import annotations

from segmentation.language.i18n import N_

DEFINITION = N_(
    "The proposal looks at the twelve months before the month: of the customers who are active when it begins, by the grade and "
    "the manager of then, tables and contribution are divided by the months covered of each (from his first visit on, at least "
    "one) and multiplied by the season, the tables of the same month last year against the mean of the twelve months, held "
    "within 0.5 and 2. Standard is revenue ÷ tables, frequency tables ÷ customers. Who is asleep counts only if you type how "
    "many to wake."
)
LIMITS = N_(
    "Limits warn and do not block: customers not below those active now (but for grade D), frequency not to fall and up by 20% "
    "at most, standard within 10% either way, the share of the house's target not below that of the same month last year, or of "
    "the last three months where that one is not covered."
)
STATEMENTS = (
    "facts/named_on_bills", "facts/manager_names", "facts/manager_fields", "facts/month_facts", "tiers/rank_overlap",
    "measures/movement/month_tiers", "measures/movement/kept_standing", "facts/day_ends", "measures/managers/day_holders",
    "measures/managers/plan_stock", "measures/managers/plan_months",
    "measures/managers/house_months", "measures/managers/new_customers_tables", "facts/plan",
)
