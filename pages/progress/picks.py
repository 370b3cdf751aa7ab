"""What the page looks at: a store, a day, a month or a week of it, a measure; and how far everybody is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

import streamlit as st

from pages.shared.address import asked_for, choose, show_in_address
from pages.shared.empty import check_first_bill
from pages.shared.house import View, current_warehouse, reading_of, saved_settings, scheme, settings_of
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.phone import fold_line
from pages.shared.progress import WHOLE, progress_of
from pages.shared.view import open_pickers, parse_day, pick_as_of, pick_key, settle_scheme
from segmentation.language.i18n import N_, format_month
from segmentation.measures.managers.progress import Progress, read_due

MONTH = "of_month"  # in the session and in the address bar
TABS = {"month": N_("The month"), "coverage": N_("Contacts made"), "points": N_("Points"), "ladder": N_("Ladder")}
SPANS = {WHOLE: N_("Whole month")} | dict(zip("1234", (N_("Week 1"), N_("Week 2"), N_("Week 3"), N_("Week 4")), strict=True))
MEASURES = {"revenue": N_("Revenue"), "bookings": N_("Tables"), "customers": N_("Customers")}


class Looked(NamedTuple):
    """What is looked at: ``found`` of the span picked, and how many were ``due`` in it, and who of them has not come."""

    view: View
    month: date
    measure: str
    found: Progress
    due: int
    missed: list[dict[str, Any]]


def pick_month(title: Markdown) -> tuple[View, date]:
    """Draw the page's title with its pickers (store, day, month) and return what was picked."""
    settle_scheme(None)
    store, (head, second, third) = open_pickers(title, [3.4, 1.6, 1.7, 1.4])
    with second:
        as_of = pick_as_of(store["last_date"])
    view = View(store, as_of, saved_settings(store["store_id"])["window"])
    check_first_bill(view)
    with third:
        month = _pick_month(view)
    said = (store["store"], as_of.isoformat(), format_month(month, current_language()))
    fold_line(head, "pickers", [plain(each) for each in said])
    return view, month


def look_at(view: View, month: date) -> Looked:
    """Draw what is measured and over which days, and return how far everybody is."""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        measure = pick_key(_("Measure"), "of_measure", MEASURES, "revenue")
        span = pick_key(_("Days"), "of_span", SPANS, WHOLE)
    found = progress_of(view, month, span)
    due = [row for row in due_of(view, month) if found.span[0] <= row["expected_on"] <= found.span[1]]
    return Looked(view, month, measure, found, len(due), [row for row in due if not row["has_come"]])


def due_of(view: View, month: date) -> list[dict[str, Any]]:
    """Return who was expected in the month, and whether he has come."""
    warehouse, own, settings = current_warehouse(), scheme(), settings_of(view)
    with st.spinner(_("Grading the customers …")):
        return reading_of(
            view, f"due {month}", lambda: read_due(warehouse, view.store_id, own, month, view.as_of, settings)
        )


def _pick_month(view: View) -> date:
    """Draw the months with bills up to the day and return the one picked: that of the day where none was."""
    lang, last = current_language(), view.as_of.replace(day=1)
    months = [last]
    while months[-1] > view.store["first_date"].replace(day=1):
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    asked = parse_day(f"{asked_for(MONTH)}-01")
    if asked:
        st.session_state[MONTH] = asked if asked != last else None
    held = st.session_state.get(MONTH)
    chosen = held if held in months else last
    st.session_state[f"pick_{MONTH}"] = chosen
    st.selectbox(
        _("Month"), months, format_func=lambda each: format_month(each, lang), key=f"pick_{MONTH}", on_change=choose,
        args=(MONTH,), label_visibility="collapsed",
    )
    show_in_address(MONTH, f"{chosen:%Y-%m}" if chosen != last else None)
    return chosen
