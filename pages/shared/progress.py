"""How far a month is and which promises are overdue, read once for every page that shows it or says it in a line."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import _
from segmentation.measures.managers.coverage import read_overdue
from segmentation.measures.managers.progress import Progress, read_progress, weeks_of
from segmentation.measures.movement.care import read_barred, with_barred
from segmentation.settings.clock import today
from segmentation.settings.plans import read_plan

WHOLE = "month"


def plan_of(view: View, month: date) -> pa.Table:
    """Return the plan that is set for a month; no rows where none is."""
    warehouse = current_warehouse()
    return reading_of(view, f"set plan {month}", lambda: read_plan(warehouse, view.store_id, month))


def progress_of(view: View, month: date, span: str = WHOLE) -> Progress:
    """Return how far the month, or a week of it ("1" to "4"), is by the scheme of the page."""
    warehouse, own, settings, plan = current_warehouse(), scheme(), settings_of(view), plan_of(view, month)
    days = None if span == WHOLE else weeks_of(month)[int(span) - 1]
    with st.spinner(_("Grading the customers …")):
        return reading_of(view, f"progress {month} {span}", lambda: read_progress(
            warehouse, view.store_id, own, month, view.as_of, settings, plan, days
        ))


def log_day(view: View) -> date:
    """Return the day up to which contacts count: today, where the page looks at the last day of the bills, else the as-of day."""
    return max(today(), view.as_of) if view.as_of == view.store["last_date"] else view.as_of


def marked(view: View, rows: pa.Table, columns: tuple[str, ...]) -> tuple[pa.Table, tuple[str, ...]]:
    """Return the rows of a list, and its columns, with those marked who are not to be contacted; as they are where nobody is."""
    warehouse, on = current_warehouse(), log_day(view)
    barred = reading_of(view, f"barred {on}", lambda: read_barred(warehouse, view.store_id, on))
    rows = with_barred(rows, barred)
    return rows, (*columns, "is_barred") if pc.any(rows["is_barred"]).as_py() else columns


def overdue_of(view: View, on: date) -> pa.Table:
    """Return whose next date in the log has passed by a day."""
    warehouse, own, settings = current_warehouse(), scheme(), settings_of(view)
    return reading_of(
        view, f"overdue {on}", lambda: read_overdue(warehouse, view.store_id, own, view.as_of, on, settings)
    )
