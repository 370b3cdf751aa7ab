"""The overview's charts: the two pies, the shares of revenue and the months, each of which can be pinned."""

from __future__ import annotations

import streamlit as st

from pages.shared.behind import draw_behind
from pages.shared.charts import draw_chart, draw_told
from pages.shared.definition import period
from pages.shared.house import View, scheme
from pages.shared.language import _, current_language, day_text
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide
from segmentation.charts.grades.pies import tell_part_contributions, tell_parts, tier_parts
from segmentation.charts.movement.retention import tell_bridge
from segmentation.charts.revenue.stories import tell_months, tell_shares
from segmentation.measures.grades.tier_shares import finding_best_contribution, finding_best_customers
from segmentation.measures.revenue.controllable import LINE, rule_of_thumb
from segmentation.measures.revenue.overview import Overview, finding_months, finding_revenue_shares
from segmentation.slides import Behind

HIGH, PIE = 252, 300  # pixels of each chart, and how wide a pie is
BELOW = {"brought", "first", "movement"}  # what is chosen among the charts of the second row


def draw_list_under(row: str, view: View, chosen: Behind) -> None:
    """Draw the list of what is chosen where it was chosen in this row of charts: "house" or "month"."""
    if chosen and (chosen[0][0] in BELOW) == (row == "month"):
        draw_behind(view, chosen)


def draw_house(view: View, overview: Overview, pick: Picker) -> None:
    """Draw the pie of customers, the pie of contribution and the months side by side."""
    if not overview.visited:
        draw_monthly_revenue(view, overview, pick)
        return
    one, two, three = st.columns([1, 1.05, 1.55], gap="small")
    with one:
        _draw_customers(view, overview, pick)
    with two:
        _draw_contribution(view, overview, pick)
    with three:
        draw_monthly_revenue(view, overview, pick)


def _draw_customers(view: View, overview: Overview, pick: Picker) -> None:
    lang, own, tiers = current_language(), scheme(), overview.tiers
    when = _("Graded customers on {day}").format(day=day_text(view.as_of))
    chart = tell_parts(tier_parts(tiers, own, lang), lang, finding_best_customers(tiers, own, lang), when)
    draw_told(chart, "pie_customers", slide=lambda: chart_slide(view, chart), height=HIGH, width=PIE, pick=pick)


def _draw_contribution(view: View, overview: Overview, pick: Picker) -> None:
    """Draw the pie of contribution, walk-ins in it as the switch in its menu has it."""
    lang, own, tiers = current_language(), scheme(), overview.tiers
    walk_in = overview.window_shares.walk_in if st.session_state.get("with_walk_ins", True) else None
    heading = finding_best_contribution(tiers, own, lang, walk_in)
    chart = tell_part_contributions(tier_parts(tiers, own, lang), lang, heading, period(view), walk_in)
    draw_told(
        chart, "pie_contribution", slide=lambda: chart_slide(view, chart), height=HIGH, width=PIE, pick=pick,
        more=lambda: st.toggle(_("With walk-ins"), True, key="with_walk_ins", persist_state="session"),
    )


def draw_revenue_shares(view: View, overview: Overview, pick: Picker) -> None:
    """Draw what share of the revenue identified and active customers bring, with the consultant's line."""
    lang, shares = current_language(), overview.window_shares
    identified, active, line = shares.identified_share, shares.active_share, float(LINE)
    title = finding_revenue_shares(active, line, lang)
    span = _("Share of revenue, {period}").format(period=period(view))
    chart = tell_shares(identified, active, line, title, span, lang)
    if chart is None:
        draw_chart(None, title, span, "shares")
    else:
        draw_told(chart, "shares", slide=lambda: chart_slide(view, chart), height=150, width=420, pick=pick)
    st.caption(rule_of_thumb(lang))


def draw_monthly_revenue(view: View, overview: Overview, pick: Picker) -> None:
    """Draw the revenue by month, identified customers and walk-ins."""
    lang, months = current_language(), overview.months
    title = finding_months(months, lang, view.as_of)
    words = _("Revenue by month: identified customers, walk-ins hatched")
    data = months.select(["month", "total", "identified", "walk_in"])
    chart = tell_months(months, title, words, lang, view.as_of)
    if chart is None:
        draw_chart(None, title, words, "months")
    else:
        draw_told(chart, "months", data, slide=lambda: chart_slide(view, chart), height=HIGH, width=470, pick=pick)


def draw_month_bridge(view: View, overview: Overview, pick: Picker) -> None:
    """Draw how the active customers of the month came about: those before, who fell asleep, who is back, who is new."""
    bridge, month = overview.bridge, overview.month
    row = {
        "start": month.start, "end": view.as_of, "complete": month.is_complete, "active_start": bridge.active_start,
        "churned": bridge.churned, "reactivated": bridge.reactivated, "new": bridge.new_active, "active_end": bridge.active_end,
    }
    when = _("Active customers, up to {day}").format(day=day_text(view.as_of))
    chart = tell_bridge(row, "month", current_language(), when, view.store["first_date"])
    draw_told(chart, "bridge", slide=lambda: chart_slide(view, chart), height=200, width=620, pick=pick)
