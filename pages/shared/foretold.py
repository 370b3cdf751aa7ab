"""What is foretold of a store's customers, read once for every page that says so, and who stands behind its marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.definition import period
from pages.shared.house import View, current_warehouse, grades_of, reading_of, settings_of
from pages.shared.language import _, current_language
from pages.shared.view import parse_day
from segmentation.language.i18n import format_day
from segmentation.measures.foresight.asleep import AsleepNext, read_asleep
from segmentation.measures.foresight.asleep_words import tenth_text
from segmentation.measures.foresight.bounds import Quarter, read_quarter
from segmentation.measures.foresight.check import MOST_VISITS, Check, read_check
from segmentation.measures.foresight.lists import CHANCES, RULES, came_again, judged, with_chances, with_foretold
from segmentation.measures.foresight.model import Foresight, read_foresight, read_histories
from segmentation.measures.foresight.outcomes import TENTHS, Outcome, read_kept_outcomes, read_outcome, score_months, tenth_of
from segmentation.measures.foresight.words import judged_text, repeats_text
from segmentation.measures.movement.cohorts import span_customers

FORETOLD = ("name", "tier", "p_alive", "visits_90", "spend_90", "contribution", "last_visit", "manager", "phone")
CAME = ("name", "contribution", "visits", "last_visit", "manager", "module", "phone")
AGAIN = ("name", "tier", "contribution", "last_visit", "manager", "phone")
ASLEEP = ("name", "tier", "chance", "contribution", "last_visit", "recency_days", "manager", "phone")
OUTCOME = ("name", "tier", "chance", "fell", "contribution", "last_visit", "manager", "phone")
Found = tuple[str, str, pa.Table, Sequence[str]]


def foresight_of(view: View) -> Foresight:
    """Return what is foretold as of the day of the page."""
    warehouse = current_warehouse()
    with st.spinner(_("Fitting the forecast to the store's own bills …")):
        return reading_of(view, "foresight", lambda: read_foresight(warehouse, view.store_id, view.as_of))


def check_of(view: View) -> Check:
    """Return the check of the forecast on the bills since half a year ago."""
    warehouse = current_warehouse()
    with st.spinner(_("Checking the forecast on the last half-year …")):
        return reading_of(view, "foresight check", lambda: read_check(warehouse, view.store_id, view.as_of))


def quarter_of(view: View, found: Foresight) -> Quarter:
    """Return what the next 90 days are expected to bring, with its bounds."""
    warehouse, check = current_warehouse(), check_of(view)

    def read() -> Quarter:
        return read_quarter(found.model, read_histories(warehouse, view.store_id, view.as_of), check, found.revenue)

    return reading_of(view, "foresight quarter", read)


def foretold_of(view: View) -> pa.Table:
    """Return the graded list with what is foretold of each, who will bring most first; without rows where nothing is."""
    found, grades = foresight_of(view), grades_of(view)
    nobody = grades.slice(0, 0)
    return nobody if found.customers is None else reading_of(view, "foretold", lambda: with_foretold(grades, found.customers))


def who_is_judged(view: View, wanted: Mapping[str, str]) -> Found | None:
    """Return who is active or asleep by the active days, and probably gone or still a customer by the forecast."""
    rule, chance, rows = wanted.get("rule"), wanted["foretold"], foretold_of(view)
    if rule not in RULES or chance not in CHANCES or "p_alive" not in rows.column_names:
        return None
    found = judged(rows, settings_of(view)["active_days"], rule, chance)
    return judged_text(rule, chance, current_language()), period(view), found, FORETOLD


def who_came_again(view: View, wanted: Mapping[str, str]) -> Found | None:
    """Return who had come again so often by the day of the check."""
    check, written = check_of(view), wanted["checked_again"]
    if check.model is None or written not in map(str, range(MOST_VISITS + 1)):
        return None
    warehouse, lang, grades, repeats = current_warehouse(), current_language(), grades_of(view), int(written)
    rows = reading_of(
        view, f"came again {repeats}", lambda: came_again(warehouse, view.store_id, check, repeats, grades)
    )
    name = _("{name} · {day}").format(name=repeats_text(repeats, lang), day=format_day(check.day, lang))
    return name, period(view), rows, AGAIN


def who_came_since(view: View, wanted: Mapping[str, str]) -> Found | None:
    """Return who of those known on the day of the check came since, up to a day."""
    check, day = check_of(view), parse_day(wanted["checked_by"])
    if check.model is None or day is None or not check.day < day <= check.until:
        return None
    warehouse, lang, first = current_warehouse(), current_language(), pa.scalar(check.day, pa.date32())
    rows = reading_of(view, f"checked {day}", lambda: span_customers(warehouse, view.store_id, check.after, day))
    rows = rows.filter(pc.and_(pc.less_equal(rows["first_visit"], first), pc.greater(rows["visits"], 0)))
    when = _("{first} to {last}").format(first=format_day(check.after, lang), last=format_day(day, lang))
    return _("Came · {when}").format(when=when), when, rows, CAME


def asleep_of(view: View) -> AsleepNext:
    """Return who can fall asleep by the next month-end, as known on the day of the page."""
    warehouse, days = current_warehouse(), settings_of(view)["active_days"]
    with st.spinner(_("Looking for who will fall asleep …")):
        return reading_of(view, "asleep next", lambda: read_asleep(warehouse, view.store_id, view.as_of, days))


def outcome_of(view: View) -> Outcome:
    """Return what became of the last forecast of a month-end that can be judged."""
    warehouse, days = current_warehouse(), settings_of(view)["active_days"]
    return reading_of(view, "asleep outcome", lambda: read_outcome(warehouse, view.store_id, view.as_of, days))


def scores_of(view: View) -> pa.Table:
    """Return how each kept forecast that can be judged did (``score_months``)."""
    warehouse = current_warehouse()
    return reading_of(
        view, "asleep scores", lambda: score_months(read_kept_outcomes(warehouse, view.store_id, view.as_of).values())
    )


def asleep_rows(view: View) -> pa.Table:
    """Return the graded list of those who can fall asleep, with their chances, the highest first."""
    return reading_of(view, "asleep rows", lambda: with_chances(grades_of(view), asleep_of(view).customers, ("chance",)))


def outcome_rows(view: View) -> pa.Table:
    """Return the graded list of those of the last forecast, with their chances and what came."""
    return reading_of(view, "outcome rows", lambda: with_chances(grades_of(view), outcome_of(view).rows, ("chance", "fell")))


def who_is_of_tenth(view: View, wanted: Mapping[str, str]) -> Found | None:
    """Return those of the last forecast whose chances were of a tenth."""
    written, rows = wanted["tenth"], outcome_rows(view)
    if written not in map(str, range(TENTHS)):
        return None
    tenth = int(written)
    found = rows.filter(pa.array(tenth_of(rows["chance"].to_numpy()) == tenth))
    name = _("Chance of {chance}").format(chance=tenth_text(tenth))
    return name, period(view), found, OUTCOME


READERS: dict[str, Callable[[View, Mapping[str, str]], Found | None]] = {
    "foretold": who_is_judged, "checked_again": who_came_again, "checked_by": who_came_since,
    "tenth": who_is_of_tenth,
}
