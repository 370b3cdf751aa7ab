"""Cohorts: what was picked, the triangle whose boxes list their customers, and the average curve."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pyarrow as pa
import streamlit as st

from pages.retention.return_chance import curve_of
from pages.shared.behind import draw_opening
from pages.shared.charts import draw_boxes, draw_told
from pages.shared.downloads import draw_download
from pages.shared.figures import Figure, against_month, change_of_share
from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _, current_language, day_text, plain
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide, grid_slide, table_slide
from pages.shared.tables import described
from segmentation.charts.movement.retention import cohort_behind, shown_cohorts, tell_average, tell_cohorts
from segmentation.language.i18n import N_, format_month, format_ratio
from segmentation.measures.movement.cohorts import (
    MEASURES,
    Cohorts,
    average_customers,
    cell_customers,
    finding_average_cell,
    finding_best_cohort,
    finding_cell,
    read_cohorts,
)
from segmentation.measures.movement.return_chance import MARKS, ReturnCurve
from segmentation.measures.revenue.overview import same_day_before

LIST_COLUMNS = ("name", "first_visit", "last_visit", "visits", "contribution", "manager", "module", "phone", "customer")
PINNED = 12  # rows of a slide
FIGURE_MONTHS = (1, 3, 6)
Box = tuple[date | None, int]  # a cohort, None for the average of all, and months since


class Pick(NamedTuple):
    """What the triangle tells: a measure of ``MEASURES``, that month only or later ones too, complete months only or all."""

    measure: str
    later: bool
    complete_only: bool


def cohorts_of(view: View, *, complete_only: bool, day: date | None = None) -> Cohorts:
    """Return the cohorts of what was picked, as of the day of the page or an earlier one."""
    warehouse, day = current_warehouse(), day or view.as_of
    with st.spinner(_("Counting who came and who went …")):
        return reading_of(
            view, f"cohorts {complete_only} {day}",
            lambda: read_cohorts(warehouse, view.store_id, day, complete_only=complete_only),
        )


def pick_cohorts() -> Pick:
    """Draw what the triangle tells as a row of controls and return it."""
    names = {"customers": _("Customers"), "share": _("Share"), "revenue": _("Contribution")}
    whens = {False: _("In that month"), True: _("In that month or later")}
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        measure = st.segmented_control(
            _("Shown as"), MEASURES, format_func=names.get, key="cohort_measure", default="share", required=True,
            persist_state="session", width="content",
        )
        later = st.segmented_control(
            _("Which visits count"), list(whens), format_func=whens.get, key="cohort_later", default=False, required=True,
            persist_state="session", width="content",
        )
        complete = st.toggle(_("Complete months only"), True, key="cohort_complete", persist_state="session")
    return Pick(measure, later, complete)


def cohort_figures(view: View, found: Cohorts, pick: Pick) -> list[Figure]:
    """Return what share of new customers comes in months 1, 3 and 6, and who comes back after 12 and 24 weeks of silence.

    Each stands against the same day of the month before, where there were bills by then.
    """
    lang, day = current_language(), same_day_before(view.as_of)
    text = _("Month {month} or later") if pick.later else _("Come in month {month}")
    of_new = _("Share of the new customers who came then, on average of the complete months")
    back = _("Share of customers silent that long who came within the next 12 weeks")
    said = _("Back after {weeks} weeks")
    labels = [
        *((text.format(month=month), of_new) for month in FIGURE_MONTHS), *((said.format(weeks=week), back) for week in MARKS),
    ]
    shares = _figure_shares(found, curve_of(view), pick)
    before: list[float | None] = [None] * len(shares)
    if day >= view.store["first_date"]:
        then = cohorts_of(view, complete_only=pick.complete_only, day=day)
        before = _figure_shares(then, curve_of(view, day), pick)
        if then.old != found.old:  # an average with the old customers is nothing to set one without them against
            before[: len(FIGURE_MONTHS)] = [None] * len(FIGURE_MONTHS)
    return [
        against_month(
            Figure(label, format_ratio(now, lang, 0), help=note), change_of_share(now, then, 0), day, format_ratio(then, lang, 0)
        )
        for (label, note), now, then in zip(labels, shares, before, strict=True)
    ]


def _figure_shares(found: Cohorts, curve: ReturnCurve, pick: Pick) -> list[float | None]:
    shares = {row["months_since"]: row["value"] for row in found.average(later=pick.later, without=found.old).to_pylist()}
    return [*(shares.get(month) for month in FIGURE_MONTHS), *(curve.back_within(week) for week in MARKS)]


def draw_triangle(view: View, found: Cohorts, pick: Pick, picker: Picker) -> Box | None:
    """Draw the triangle and return the box that is chosen in it, or below it in the average; None without one."""
    measures = {
        "customers": _("Customers who came, by month of first visit"),
        "share": _("Share of the customers who came, by month of first visit"),
        "revenue": _("What they brought, by month of first visit"),
    }
    day = _("up to {day}").format(day=day_text(found.until))
    subtitle = _("{what}, {when}").format(what=measures[pick.measure], when=day)
    grid = tell_cohorts(found, pick.measure, current_language(), subtitle, later=pick.later)
    if grid is None:
        st.info(_("No month is complete yet. Without “complete months only” the current one is shown as far as it goes."))
        return None
    best = finding_best_cohort(found, shown_cohorts(found), pick.measure, current_language(), later=pick.later)
    shown = replace(grid, title=best)  # the finding of the grid stands on top of the page already
    draw_boxes(
        shown, "cohorts", slide=lambda: grid_slide(view, grid), height=60 + 34 * len(grid.rows), width=1000, pick=picker
    )
    boxes = {cohort_behind(month, at): (month, at) for month in shown_cohorts(found) for at in range(len(found.values(month)))}
    averages = found.average(without=found.old)["months_since"].to_pylist()
    return {**boxes, **{cohort_behind(None, at): (None, at) for at in averages}}.get(picker.chosen)


def draw_average(view: View, found: Cohorts, pick: Pick, picker: Picker) -> None:
    """Draw the average month by month; where there are too few months for one, say so."""
    lang = current_language()
    subtitle = _("Average of the complete months, larger cohorts weigh more")
    if found.old:
        text = _("{what}; without those first seen in {month}, when the data begin: many of them may be old customers")
        subtitle = text.format(what=subtitle, month=format_month(found.old, lang))
    chart = tell_average(found, pick.measure, lang, subtitle, later=pick.later)
    if chart is None:
        st.info(_("An average needs a cohort with two complete months after its first."))
        return
    draw_told(chart, "cohort_average", slide=lambda: chart_slide(view, chart), height=300, pick=picker)


def draw_box_customers(view: View, found: Cohorts, pick: Pick, box: Box) -> None:
    """Draw the customers of a box, or those of its cohorts who did not come then, with the downloads."""
    lang, (cohort, since) = current_language(), box
    names = {True: _("Who came"), False: _("Who did not")}
    came = st.segmented_control(
        _("Customers of the box"), list(names), format_func=names.get, key="cohort_came", default=True, required=True,
        persist_state="session", label_visibility="collapsed",
    )
    which, place = {"later": pick.later, "came": came}, (current_warehouse(), view.store_id)
    customers: pa.Table = reading_of(
        view, f"cohort box {cohort} {since} {pick.later} {came} {found.until}",
        lambda: cell_customers(*place, found.until, cohort, since, **which) if cohort
        else average_customers(*place, found, since, **which),
    )
    said = (
        finding_cell(customers, cohort, since, lang, **which) if cohort
        else finding_average_cell(customers, since, lang, **which)
    )
    st.markdown(f"**{plain(said)}**")
    if not customers.num_rows:
        return
    columns = LIST_COLUMNS if came else tuple(name for name in LIST_COLUMNS if name not in ("visits", "contribution"))
    draw_opening(view, customers, columns, "cohort_customers", 12)
    shown = customers.select(list(columns))
    until = _("up to {day}").format(day=day_text(found.until))
    draw_download(
        lambda: shown, N_("Cohort"), view, "download_cohort",
        slide=lambda: table_slide(view, said, until, described(shown, most=PINNED)), named=True, hand_on=True,
        notes=(said, until),
    )
