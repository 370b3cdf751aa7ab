"""What the page says of itself: the definitions and the statements that run, and what to do where no target is set."""

from __future__ import annotations

import streamlit as st

from pages.shared.empty import may_upload
from pages.shared.language import _, current_language, plain
from segmentation.language.i18n import N_
from segmentation.measures.managers.progress import Progress
from segmentation.measures.managers.progress_words import no_target_text
from segmentation.measures.managers.register import HOLDERS

TARGETS = "pages/targets/page.py"
DEFINITION = N_(
    "Grade and manager of a customer are those of the month before's end; who has no bill before the month is a new customer, in "
    "a row of his own. Expected by now: a weekday weighs the mean revenue of such a day in the last three complete months; the "
    "target times what the days so far weigh of the month. Where it will end: what is done divided by that share, from the "
    "fourth day on, from the lowest to the highest of what each of the three months alone gives. Customers are a stock: all are "
    "expected at once."
)
WEEKS = N_(
    "Weeks are days 1–7, 8–14, 15–21 and the others; the target of a week is what its days weigh of the month. Red: a tenth or "
    "more behind what is expected by now."
)
COVERAGE = N_(
    "A customer is of the class in which he is at the month's end, or on the as-of day of a month that is not over. Coverage: "
    "customers with at least one contact in the month ÷ all of the class. Whatever the log holds is a contact, a call that "
    "nobody answered too. Norms are those of the scheme."
)
OVERDUE = N_(
    "A promise is overdue once its day has passed and the customer has neither come since he gave it nor been called again."
)
LADDER = N_(
    "Grades of the last two month-ends, as they were kept. Who went down is to be won back within the days of the warning "
    "limits: he is where he has the grade from which he fell again by then, or a better one."
)
SIX = N_(
    "The six indicators are of the whole month up to the as-of day. Active customers are those of the active days before "
    "it; tables are all of customers with a name; controlled is what active customers with a manager brought; the result of"
    " control leaves new customers out, as nothing is planned of them."
)
POINTS = N_(
    "Kept and won: his customers who were active at the month's start and still are, with those newly won, less those "
    "active then, ÷ those active then; −10% is 0 points, +10% is 100. Who was handed over counts for nobody. "
    "Controllability: of the visits expected in the month, as known at its start, those that came within half a usual gap; "
    "a visit whose half gap is not over waits. Against the target: contribution ÷ target, 50% is 0 and 120% is 100. The sum"
    " weighs the three; where a part is missing it is of fewer points, and says so."
)
DEFINITIONS = {"month": (DEFINITION, WEEKS, SIX), "coverage": (COVERAGE, OVERDUE), "points": (POINTS,), "ladder": (LADDER,)}
STATEMENTS = {
    "month": (
        "facts/plan", *HOLDERS, "measures/managers/month_customers", "measures/managers/month_done",
        "measures/managers/month_due", "measures/managers/due_dates", "measures/managers/day_revenues",
    ),
    "coverage": (
        "measures/managers/coverage", "measures/managers/uncontacted", "measures/managers/overdue_promises",
        *HOLDERS,
    ),
    "points": (
        "measures/managers/month_kept", "measures/managers/month_expected", "measures/managers/due_dates", "facts/plan",
        *HOLDERS,
    ),
    "ladder": ("measures/movement/migration", "measures/managers/ladder", "measures/managers/ladder_managers"),
}


def draw_no_bills() -> None:
    """Draw the way to where bills are brought."""
    if may_upload():
        st.page_link("pages/upload/page.py", label=f"**{_('Upload your file')} →**", width="content")


def draw_no_target(found: Progress) -> None:
    """Say that the month has no target, with the button that leads to where one is set."""
    with st.container(border=True, key="no_target"):
        st.write(plain(no_target_text(found, current_language())))
        if st.button(_("Set targets"), key="go_targets"):
            st.session_state["plan_month"] = found.month
            st.switch_page(TARGETS)
