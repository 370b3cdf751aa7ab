"""What the page says of how it is computed."""

from segmentation.language.i18n import N_

STATEMENTS = (
    "measures/people/habit_counts", "measures/people/customer_months", "facts/known_fields", "measures/people/customer_contacts",
)
DEFINITION = N_(
    "Usual is the median of the days between visits. Habits are counted in days on which they were seen, in the last 365 days. A "
    "month’s grade is that of its last day, as it was kept where the month is kept."
)
FIELDS = N_(
    "A field says what a person or a profile file said last, else what the latest bill says; its date is the day since which "
    "nobody has said anything else. A look at an earlier day shows what was known then."
)
