"""What was picked of coming and going: how long a period is, which one is told, and what is read of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from pages.shared.house import View, current_warehouse, reading_of, settings_of
from pages.shared.language import _, current_language
from pages.shared.view import pick_key
from segmentation.language.i18n import N_
from segmentation.measures.movement.lifetime import Lifetime, read_lifetime
from segmentation.measures.movement.retention import PERIODS, Retention, period_label, read_retention

PERIOD_NAMES = {"month": N_("By month"), "quarter": N_("By quarter"), "year": N_("By year")}


def pick_period() -> str:
    """Draw the picker of how long a period is and return it; it is kept and stands in the address bar."""
    return pick_key(_("Periods"), "period", {period: PERIOD_NAMES[period] for period in PERIODS}, "month")


def retention_of(view: View, period: str) -> Retention:
    """Return the bridges of what was picked, period by period."""
    warehouse, settings = current_warehouse(), settings_of(view)
    with st.spinner(_("Counting who came and who went …")):
        return reading_of(
            view, f"retention {period}", lambda: read_retention(warehouse, view.store_id, view.as_of, settings, period)
        )


def lifetime_of(view: View, day: date) -> Lifetime | None:
    """Return how long a customer stays, as of a day up to that of the page."""
    warehouse, settings = current_warehouse(), settings_of(view)
    return reading_of(view, f"lifetime {day}", lambda: read_lifetime(warehouse, view.store_id, day, settings))


def pick_one(found: Retention) -> dict[str, Any]:
    """Draw the picker of one period, the last first, and return it; it begins with the last that is complete."""
    lang, rows = current_language(), {row["start"]: row for row in reversed(found.periods.to_pylist())}
    first = (found.last_complete or next(iter(rows.values())))["start"]
    key = f"one_{found.period}_{first}"
    if st.session_state.get(key, first) not in rows:
        del st.session_state[key]
    start = st.selectbox(
        _("Period"), list(rows), list(rows).index(first), format_func=lambda start: period_label(rows[start], found.period, lang),
        key=key, persist_state="session",
    )
    return rows[start]
