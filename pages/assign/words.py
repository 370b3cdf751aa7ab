"""What the page says of itself: its tabs, the method, the definitions and the statements that run."""

from __future__ import annotations

from segmentation.language.i18n import N_
from segmentation.measures.managers.register import HOLDERS

TABS = {"proposals": N_("Proposals"), "assessment": N_("Assessment"), "register": N_("Managers")}
METHOD = N_(
    "First by history: whoever served a customer most takes him. Then the others: by grade and rank, to whoever carries least."
)
DEFINITION = N_(
    "A customer has nobody while neither a profile nor a person has assigned him. Claim: the manager in office who served him on "
    "the most visits in the window; ties go by contribution, then the later visit, then the name; the capacity is shown, not "
    "enforced. Match: the others, the best grade first and within it by contribution, to a manager whose rank may hold the grade "
    "and who has room, the smallest share of his capacity first. Whose last day is written down gets nobody new."
)
RANK_RULES = N_(
    "Ranks go from 1 (owner or general manager) to 5 (staff): A goes to 1–2, B to 2–3, C to 3–5, D to 4–5. Who has not visited "
    "yet counts as D. Of whom nothing is said, the rank is 4 and the capacity 80 customers."
)
STATEMENTS = (
    "facts/named_on_bills", "facts/manager_names", "facts/manager_fields", *HOLDERS, "facts/customer_facts", "tiers/rank_overlap",
    "measures/managers/served", "measures/managers/unassigned", "measures/managers/looked_after",
)
